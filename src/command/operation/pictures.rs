//! Pictures inside a reply, written to files: one for each record and key.
//! Portals send them as base64 without their type; data that is no picture is reported, not written.

use std::path::Path;

use crate::{
    command::outcome::Outcome,
    config::files,
    error::{Error, Kind, Result},
    model::{Rows, Shape, row},
    provider::{Node, Operation, picture},
};

row! {
    /// A picture that was written.
    PictureRow "picture" {
        record: String = Text Table "which record of the reply";
        picture: &'static str = Text Table "the key it stood under";
        name: Option<String> = Text Table "what the record is called";
        file: String = Text Table "where it was written";
    }
}

/// Writes the pictures of records to `PREFIX-RECORD-KEY.png` and tells the names of the files.
pub(crate) fn write(operation: &Operation, records: &[Node<'static>], prefix: &str) -> Result<Outcome> {
    let prefix = prefix.strip_suffix(".png").unwrap_or(prefix);
    let mut rows = Vec::new();
    for (number, record) in (1..).zip(records) {
        for key in operation.pictures {
            let Some(text) = record.at(key).str() else { continue };
            let file = format!("{prefix}-{number}-{key}.png");
            files::write_output(Path::new(&file), &picture(operation, key, text)?, true)
                .map_err(|e| Error::new(Kind::Failed, format!("cannot write {file}: {e}")))?;
            let name = record.any(&["name", "id"]).text();
            rows.push(PictureRow { record: number.to_string(), picture: key, name, file });
        }
    }
    Ok(Outcome::rows(Rows::typed(rows, Shape::Array), "pictures"))
}
