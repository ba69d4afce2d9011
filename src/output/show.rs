//! One record for people: a line a field, then the small tables and the messages that belong to it.
//! Nothing is cut here: a single record is shown whole.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use super::{
    Page,
    cell::{Tint, capitals, cell, heading},
    clean::{clean, clean_lines, width},
    grid::{Column, Grid},
    role::Role,
};
use crate::model::{Decimal, Field, FieldKind, Row, Shown, Value};

/// Messages are easier to read when their lines are no longer than this.
const LINE: usize = 100;

/// One small object of a record.
type Object<'a> = Vec<(&'static str, Value<'a>)>;

/// Writes the fields of one record.
pub(crate) fn write(page: &Page<'_>, row: &dyn Row, out: &mut dyn Write) -> io::Result<()> {
    let (blocks, lines): (Vec<_>, Vec<_>) =
        chosen(page, row).into_iter().partition(|(_, value)| matches!(value, Value::Objects(_)));
    let widest = lines.iter().map(|(field, _)| width(&heading(field))).max().unwrap_or(0);
    for (field, value) in &lines {
        let text = cell(field.kind, value, page.settings.utc);
        let tint = Tint::of_state(&text).filter(|_| field.kind == FieldKind::State && page.stream.color);
        let text = tint.map_or(text.clone(), |tint| tint.paint(&text).into());
        writeln!(out, "{:widest$}  {text}", heading(field))?;
    }
    for (field, value) in &blocks {
        if let Value::Objects(objects) = value {
            block(page, field, objects, out)?;
        }
    }
    Ok(())
}

/// The chosen fields with their values; fields meant for programs are left out while they are empty.
fn chosen<'a>(page: &Page<'a>, row: &'a dyn Row) -> Vec<(&'a Field, Value<'a>)> {
    let fields = &page.rows.fields;
    match page.columns {
        Some(columns) => columns.iter().filter_map(|index| Some((fields.get(*index)?, row.value(*index)))).collect(),
        None => fields
            .iter()
            .enumerate()
            .map(|(index, field)| (field, row.value(index)))
            .filter(|(field, value)| field.shown != Shown::Data || !value.is_null())
            .collect(),
    }
}

/// Writes the small objects of one field under its heading.
fn block(page: &Page<'_>, field: &Field, objects: &[Object<'_>], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", heading(field))?;
    match objects {
        [] => writeln!(out, "  none"),
        [first, ..] if first.iter().any(|(key, _)| *key == "text") => messages(page, objects, out),
        [first, ..] => grid(first, objects, page.settings.utc).write_plain("  ", out),
    }
}

/// Small objects as a table; a column of amounts is read from its right end.
fn grid<'a>(first: &Object<'_>, objects: &[Object<'a>], utc: bool) -> Grid<'a> {
    let amounts = |place: usize| {
        let told = |object: &Object<'a>| match object.get(place).map(|(_, value)| value) {
            Some(Value::Text(text)) => Decimal::parse(text).is_some(),
            Some(Value::Integer(_) | Value::Null) => true,
            _ => false,
        };
        objects.iter().all(told)
    };
    let column = |(place, (key, _)): (usize, &(&'static str, Value<'_>))| Column {
        heading: capitals(key),
        right: amounts(place),
        state: false,
        role: Role::Plain,
    };
    Grid {
        columns: first.iter().enumerate().map(column).collect(),
        rows: objects.iter().map(|o| o.iter().map(|(_, value)| cell(FieldKind::Text, value, utc)).collect()).collect(),
        header: true,
    }
}

/// Messages as paragraphs, each after a line that says who wrote it and when.
fn messages(page: &Page<'_>, objects: &[Object<'_>], out: &mut dyn Write) -> io::Result<()> {
    for (place, object) in objects.iter().enumerate() {
        let told = |wanted: &str| object.iter().find(|(key, _)| *key == wanted).map(|(_, value)| value);
        let text = |wanted: &str| match told(wanted) {
            Some(Value::Text(text)) => clean(text),
            _ => Cow::Borrowed(""),
        };
        let staff = matches!(told("staff"), Some(Value::Bool(true))).then_some(Cow::Borrowed("staff"));
        let head: Vec<_> = [text("author"), staff.unwrap_or_default(), text("at")]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        if place > 0 {
            writeln!(out)?;
        }
        writeln!(out, "  {}", head.join(", "))?;
        let body = told("text").map_or(String::new(), |value| match value {
            Value::Text(text) => clean_lines(text),
            other => cell(FieldKind::Text, other, page.settings.utc).into_owned(),
        });
        for line in body.trim_end().lines() {
            paragraph(line, page.stream.width, out)?;
        }
        if let Some(Value::List(files)) = told("attachments").filter(|value| **value != Value::List(&[])) {
            let names: Vec<_> = files.iter().map(|name| clean(name)).collect();
            writeln!(out, "    attached: {}", names.join(", "))?;
        }
    }
    Ok(())
}

/// Writes one line of a message, on a terminal broken between words where it would be too long.
fn paragraph(line: &str, terminal: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    let room = terminal.map_or(usize::MAX, |columns| columns.saturating_sub(4).clamp(20, LINE));
    if width(line) <= room {
        return writeln!(out, "{}", format!("    {line}").trim_end());
    }
    let mut filled = String::new();
    for word in line.split_whitespace() {
        if !filled.is_empty() && width(&filled) + 1 + width(word) > room {
            writeln!(out, "    {filled}")?;
            filled.clear();
        }
        if !filled.is_empty() {
            filled.push(' ');
        }
        filled.push_str(word);
    }
    writeln!(out, "    {filled}")
}

#[cfg(test)]
mod tests;
