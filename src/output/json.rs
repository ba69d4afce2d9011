//! `json` and `ndjson`: the same bytes for the same data, on a terminal or not.
//! Records are written straight from their fields; no tree of the answer is ever built.

use std::io::{self, Write};

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::value::RawValue;

use super::Page;
use crate::{
    error::Error,
    model::{AsValue, Field, Row, Shape, Shown, Value},
};

/// Writes one document: an array, or the one object of a literal `show`.
pub(crate) fn write(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut out = Escaping::new(out);
    serde_json::to_writer_pretty(&mut out, &Records::of(page))?;
    out.write_all(b"\n")?;
    out.pass_on()
}

/// Writes one object a line.
pub(crate) fn write_lines(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut out = Escaping::new(out);
    let records = Records { one_line: true, ..Records::of(page) };
    for row in &page.rows.rows {
        serde_json::to_writer(&mut out, &records.record(row.as_ref()))?;
        out.write_all(b"\n")?;
    }
    out.pass_on()
}

/// Writes an error as one line.
pub(crate) fn write_error(error: &Error, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        error: Value<'a>,
    }
    let mut out = Escaping::new(out);
    serde_json::to_writer(&mut out, &Line { error: error.as_value() })?;
    out.write_all(b"\n")?;
    out.pass_on()
}

/// Writes a warning as one line.
pub(crate) fn write_warning(warning: &str, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        warning: &'a str,
    }
    let mut out = Escaping::new(out);
    serde_json::to_writer(&mut out, &Line { warning })?;
    out.write_all(b"\n")?;
    out.pass_on()
}

/// The fields that become keys: the named ones, else all, details only of a single record.
pub(super) fn columns<'a>(page: &Page<'a>) -> Vec<(usize, &'a Field)> {
    let fields = &page.rows.fields;
    match page.columns {
        Some(columns) => columns.iter().filter_map(|index| Some((*index, fields.get(*index)?))).collect(),
        None => fields
            .iter()
            .enumerate()
            .filter(|(_, field)| field.shown != Shown::Detail || page.rows.shape == Shape::Object)
            .collect(),
    }
}

/// The rows of an answer, as one document.
pub(super) struct Records<'a> {
    page: &'a Page<'a>,
    columns: Vec<(usize, &'a Field)>,
    one_line: bool,
}

impl<'a> Records<'a> {
    /// The rows of a page.
    pub(super) fn of(page: &'a Page<'a>) -> Self {
        Self { page, columns: columns(page), one_line: false }
    }

    /// One row as its object.
    pub(super) fn record<'r>(&'r self, row: &'a dyn Row) -> Record<'r, 'a> {
        Record { row, of: self }
    }
}

impl Serialize for Records<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows = &self.page.rows.rows;
        match self.page.rows.shape {
            Shape::Object => rows.first().map(|row| self.record(row.as_ref())).serialize(serializer),
            Shape::Array => serializer.collect_seq(rows.iter().map(|row| self.record(row.as_ref()))),
        }
    }
}

/// One row as an object.
pub(super) struct Record<'r, 'a> {
    row: &'a dyn Row,
    of: &'r Records<'a>,
}

impl Serialize for Record<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (index, field) in &self.of.columns {
            map.serialize_entry(field.name, &self.row.value(*index))?;
        }
        if self.of.page.settings.raw {
            map.serialize_entry("raw", &self.row.raw().map(|text| verbatim(text, self.of.one_line)))?;
        }
        map.end()
    }
}

/// A provider's reply that is written as it came, or as text should it not be JSON after all.
fn verbatim(text: &str, one_line: bool) -> Box<RawValue> {
    // Outside of strings a line end is only white space, and inside it is never written as such.
    let text = if one_line { text.replace(['\n', '\r'], " ") } else { text.to_owned() };
    RawValue::from_string(text.clone())
        .or_else(|_| serde_json::value::to_raw_value(&text))
        .unwrap_or_else(|_| RawValue::NULL.to_owned())
}

/// Gathers JSON and writes DEL and the C1 controls in it as `\u` escapes: JSON allows them, but a terminal obeys them.
struct Escaping<'o> {
    gathered: Vec<u8>,
    out: &'o mut dyn Write,
}

impl<'o> Escaping<'o> {
    /// The bytes that are gathered before they are searched and passed on.
    const FULL: usize = 1 << 16;

    /// Passes on to a stream.
    fn new(out: &'o mut dyn Write) -> Self {
        Self { gathered: Vec::with_capacity(Self::FULL), out }
    }

    /// Passes on the gathered bytes, in whole characters as serde wrote them.
    fn pass_on(&mut self) -> io::Result<()> {
        let mut rest = self.gathered.as_slice();
        while let Some(at) = memchr::memchr2(0x7f, 0xc2, rest) {
            let (before, found) = rest.split_at(at);
            self.out.write_all(before)?;
            let (code, length) = match found {
                [0x7f, ..] => (Some(0x7f), 1),
                [0xc2, second @ 0x80..=0x9f, ..] => (Some(*second), 2),
                _ => (None, 1),
            };
            let (sign, after) = found.split_at(length);
            match code {
                Some(code) => write!(self.out, "\\u{code:04x}")?,
                None => self.out.write_all(sign)?,
            }
            rest = after;
        }
        self.out.write_all(rest)?;
        self.gathered.clear();
        Ok(())
    }
}

impl Write for Escaping<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.gathered.len() + bytes.len() > Self::FULL {
            self.pass_on()?;
        }
        self.gathered.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass_on()?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests;
