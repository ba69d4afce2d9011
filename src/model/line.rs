//! A row of a command's own: owned cells under fields that belong to that command.
//! For what is no provider's record, such as the accounts and the support matrix.

use super::{
    record::{Row, Rows, Shape},
    value::{Field, Value},
};

/// One owned value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
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
    /// Texts.
    List(Vec<String>),
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

impl From<Option<u64>> for Cell {
    fn from(number: Option<u64>) -> Self {
        number.map_or(Self::Null, |number| Self::Integer(i64::try_from(number).unwrap_or(i64::MAX)))
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// One row of cells, in the order of its fields.
pub struct Line(pub Vec<Cell>);

impl Row for Line {
    fn value(&self, index: usize) -> Value<'_> {
        match self.0.get(index) {
            None | Some(Cell::Null) => Value::Null,
            Some(Cell::Bool(b)) => Value::Bool(*b),
            Some(Cell::Integer(n)) => Value::Integer(*n),
            Some(Cell::Text(t)) => Value::Text(t),
            Some(Cell::Json(t)) => Value::Json(t),
            Some(Cell::List(l)) => Value::List(l),
        }
    }
}

impl Rows {
    /// The answer of a command's own lines.
    pub fn lines(fields: &[Field], lines: Vec<Line>, shape: Shape) -> Self {
        let rows = lines.into_iter().map(|line| Box::new(line) as Box<dyn Row>).collect();
        Self { fields: fields.to_vec(), rows, shape }
    }
}
