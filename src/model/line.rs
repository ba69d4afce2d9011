//! A row whose fields are known only at run time, or stand in a question to providers: owned cells by position.
//! A command whose fields are its own declares a struct with `row!` instead.

use super::{
    record::{Row, Rows, Shape},
    value::{Field, Value},
};

/// One owned value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Not known.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number or a size.
    Integer(i64),
    /// Text.
    Text(String),
    /// JSON as a provider sent it.
    Json(String),
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

impl From<Option<u64>> for Cell {
    fn from(number: Option<u64>) -> Self {
        number.and_then(|number| i64::try_from(number).ok()).map_or(Self::Null, Self::Integer)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// One row of cells, in the order of its fields.
pub(crate) struct Line(pub Vec<Cell>);

impl Row for Line {
    fn value(&self, index: usize) -> Value<'_> {
        match self.0.get(index) {
            None | Some(Cell::Null) => Value::Null,
            Some(Cell::Bool(b)) => Value::Bool(*b),
            Some(Cell::Integer(n)) => Value::Integer(*n),
            Some(Cell::Text(t)) => Value::Text(t),
            Some(Cell::Json(t)) => Value::Json(t),
        }
    }
}

impl Rows {
    /// The answer of lines under fields.
    pub(crate) fn lines(fields: &[Field], lines: Vec<Line>, shape: Shape) -> Self {
        let rows = lines.into_iter().map(|line| Box::new(line) as Box<dyn Row>).collect();
        Self { fields: fields.to_vec(), rows, shape }
    }
}
