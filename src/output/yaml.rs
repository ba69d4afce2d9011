//! `yaml`: the data of `json`, in YAML that readers of 1.1 and 1.2 understand alike.
//! Each record is made from its JSON, so that the two cannot disagree; only one record is in memory at a time.

use std::io::{self, Write};

use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::{Number, Value};

use super::{
    Page,
    json::{Record, Records},
};
use crate::model::Shape;

/// Writes one document: a sequence, or the one mapping of a literal `show`.
pub(crate) fn write(page: &Page<'_>, mut out: &mut dyn Write) -> io::Result<()> {
    // A text of one line stays one line, however long it is.
    let options = serde_saphyr::ser_options! { folded_wrap_chars: usize::MAX };
    serde_saphyr::to_io_writer_with_options(&mut out, &Document(page), options).map_err(|error| match error {
        serde_saphyr::SerializeError::IO { error } => error,
        other => io::Error::other(other.to_string()),
    })
}

/// The rows of an answer, as one document.
struct Document<'a>(&'a Page<'a>);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows = &self.0.rows.rows;
        let records = Records::of(self.0);
        let mut objects = rows.iter().map(|row| Object(records.record(row.as_ref())));
        match self.0.rows.shape {
            Shape::Object => objects.next().serialize(serializer),
            Shape::Array => serializer.collect_seq(objects),
        }
    }
}

/// One row by way of its JSON.
struct Object<'r, 'a>(Record<'r, 'a>);

impl Serialize for Object<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = serde_json::to_value(&self.0).map_err(S::Error::custom)?;
        Tree(&value).serialize(serializer)
    }
}

/// A value of JSON for any serializer; its own form of a number is one that only JSON understands.
struct Tree<'t>(&'t Value);

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(truth) => serializer.serialize_bool(*truth),
            Value::Number(number) => self::number(number, serializer),
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(items) => serializer.collect_seq(items.iter().map(Tree)),
            Value::Object(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, Tree(value)))),
        }
    }
}

/// A number; one that no reader could hold is left as text.
fn number<S: Serializer>(number: &Number, serializer: S) -> Result<S::Ok, S::Error> {
    match (number.as_i128(), number.as_f64().filter(|float| float.is_finite())) {
        (Some(whole), _) => serializer.serialize_i128(whole),
        (None, Some(float)) => serializer.serialize_f64(float),
        (None, None) => serializer.serialize_str(&number.to_string()),
    }
}

#[cfg(test)]
mod tests;
