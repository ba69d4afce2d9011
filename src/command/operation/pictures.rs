//! Pictures inside a reply, written to files: one for each record and key.
//! Portals send them as base64 without a word of what they are; what is no picture is told, not written.

use crate::{
    command::outcome::Outcome,
    error::{Error, Kind, Result},
    model::{Cell, Field, FieldKind, Line, Rows, Shape, Shown, field},
    provider::{Node, Operation, picture},
};

/// What is told of a picture.
static FIELDS: [Field; 4] = [
    field("record", FieldKind::Text, Shown::Table, "which record of the reply"),
    field("picture", FieldKind::Text, Shown::Table, "the key it stood under"),
    field("name", FieldKind::Text, Shown::Table, "what the record is called"),
    field("file", FieldKind::Text, Shown::Table, "where it was written"),
];

/// Writes the pictures of records to `PREFIX-RECORD-KEY.png` and tells which.
pub fn write(operation: &Operation, records: &[Node<'static>], prefix: &str) -> Result<Outcome> {
    let prefix = prefix.strip_suffix(".png").unwrap_or(prefix);
    let mut lines = Vec::new();
    for (number, record) in (1..).zip(records) {
        for key in operation.pictures {
            let Some(text) = record.at(key).str() else { continue };
            let file = format!("{prefix}-{number}-{key}.png");
            std::fs::write(&file, picture(operation, key, text)?)
                .map_err(|e| Error::new(Kind::Failed, format!("cannot write {file}: {e}")))?;
            let name = Cell::from(record.any(&["name", "id"]).text());
            lines.push(Line(vec![number.to_string().as_str().into(), (*key).into(), name, file.as_str().into()]));
        }
    }
    Ok(Outcome::rows(Rows::lines(&FIELDS, lines, Shape::Array), "pictures"))
}
