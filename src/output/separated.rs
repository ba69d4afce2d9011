//! `csv` and `tsv`: the fields of `json` under their own names, the account first, one record a line.
//! Lists of texts are joined by `;`, nested values are JSON, and null is nothing at all.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use csv::ErrorKind;

use super::{Page, clean::clean, json, table};
use crate::model::Value;

/// Takes the values of one line.
type Line<'l> = &'l mut dyn FnMut(&[Cow<'_, str>]) -> io::Result<()>;

/// Writes values separated by commas, quoted where they must be.
pub(crate) fn write_csv(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    lines(page, &mut |values| writer.write_record(values.iter().map(|value| value.as_bytes())).map_err(unwritten))?;
    writer.flush()
}

/// Writes values separated by tabs, never quoted: a clean value has neither tab nor line end.
pub(crate) fn write_tsv(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    lines(page, &mut |values| writeln!(out, "{}", values.join("\t")))
}

/// Hands over the names of the fields, unless they are unwanted, and the values of every row.
fn lines(page: &Page<'_>, line: Line<'_>) -> io::Result<()> {
    let mut chosen = json::columns(page);
    table::account_first(&mut chosen, &page.rows.fields);
    if chosen.is_empty() {
        return Ok(());
    }
    let raw = page.settings.raw;
    if !page.settings.no_header {
        let names: Vec<_> =
            chosen.iter().map(|(_, field)| field.name).chain(raw.then_some("raw")).map(Cow::Borrowed).collect();
        line(&names)?;
    }
    for row in &page.rows.rows {
        let reply = raw.then(|| clean(row.raw().unwrap_or_default()));
        let values: Vec<_> = chosen.iter().map(|(index, _)| cell(&row.value(*index))).chain(reply).collect();
        line(&values)?;
    }
    Ok(())
}

/// One value in one line of clean text.
fn cell<'v>(value: &Value<'v>) -> Cow<'v, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Bool(truth) => Cow::Borrowed(if *truth { "true" } else { "false" }),
        Value::Integer(number) => Cow::Owned(number.to_string()),
        Value::Text(text) | Value::Json(text) => clean(text),
        Value::List(items) => Cow::Owned(items.iter().map(|item| clean(item)).collect::<Vec<_>>().join(";")),
        Value::Object(_) | Value::Objects(_) => {
            Cow::Owned(clean(&serde_json::to_string(value).unwrap_or_default()).into_owned())
        }
    }
}

/// The failure of the stream itself, so that a closed pipe is known as such.
fn unwritten(error: csv::Error) -> io::Error {
    match error.into_kind() {
        ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests;
