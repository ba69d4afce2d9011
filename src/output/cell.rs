//! One value of a table cell, as people read it: `20 GiB`, `yes`, `10.0.0.1, 10.0.0.2`, and `-` for nothing.
//! The structured formats do not use it.

use std::borrow::Cow;

use jiff::Timestamp;

use super::clean::clean;
use crate::model::{Field, FieldKind, Value, show_bytes};

/// The sign for a value that the provider does not tell.
pub(crate) const NOTHING: &str = "-";

/// The colour a state word has on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tint {
    /// The state is good.
    Green,
    /// The state passes, or waits for someone.
    Yellow,
    /// The state is a failure.
    Red,
    /// The state is at rest.
    Dim,
}

impl Tint {
    /// The colour of a state word, if it has one.
    pub(crate) fn of_state(word: &str) -> Option<Self> {
        Some(match word {
            "running" | "available" | "attached" | "paid" | "open" | "answered" | "active" | "assigned" | "ok" => {
                Self::Green
            }
            "busy" | "starting" | "stopping" | "paused" | "suspended" | "unpaid" | "draft" | "customer_reply"
            | "in_progress" | "on_hold" | "pending" | "planned" | "warning" => Self::Yellow,
            "error" | "overdue" | "failed" | "expired" => Self::Red,
            "stopped" | "shelved" | "closed" | "cancelled" | "refunded" | "skipped" | "unknown" => Self::Dim,
            _ => return None,
        })
    }

    /// The text between the sequences that turn the colour on and off.
    pub(crate) fn paint(self, text: &str) -> String {
        let code = match self {
            Self::Green => 32,
            Self::Yellow => 33,
            Self::Red => 31,
            Self::Dim => 2,
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// A field's heading: its name in capitals, without the unit that the cells show themselves.
pub(crate) fn heading(field: &Field) -> String {
    let name = match field.kind {
        FieldKind::Bytes => field.name.strip_suffix("_bytes").unwrap_or(field.name),
        _ => field.name,
    };
    capitals(name)
}

/// A key in capitals with spaces; a rate, as in `per month`, is shortened.
pub(crate) fn capitals(key: &str) -> String {
    key.replace("_per_", "/").replace('_', " ").to_uppercase()
}

/// True for a column that is read from its right end.
pub(crate) fn right_aligned(kind: FieldKind) -> bool {
    matches!(kind, FieldKind::Integer | FieldKind::Bytes | FieldKind::Money | FieldKind::Decimal)
}

/// One value in one line of clean text.
pub(crate) fn cell<'a>(kind: FieldKind, value: &Value<'a>, utc: bool) -> Cow<'a, str> {
    let text = match value {
        Value::Null => NOTHING.into(),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::Integer(bytes) if kind == FieldKind::Bytes => show_bytes(*bytes).into(),
        Value::Integer(number) => number.to_string().into(),
        Value::Text(text) => match utc.then(|| text.parse::<Timestamp>()) {
            Some(Ok(time)) if kind == FieldKind::Time => time.to_string().into(),
            _ => clean(text),
        },
        Value::Json(text) => clean(text),
        Value::List(items) => items.iter().map(|item| clean(item)).collect::<Vec<_>>().join(", ").into(),
        Value::Object(object) => inline(object, utc).into(),
        Value::Objects(objects) => {
            objects.iter().map(|object| inline(object, utc)).collect::<Vec<_>>().join(", ").into()
        }
    };
    if text.is_empty() { NOTHING.into() } else { text }
}

/// A small object in one line: its message when it is an error, else its values.
fn inline(object: &[(&'static str, Value<'_>)], utc: bool) -> String {
    let message = object.iter().filter(|(key, value)| *key == "message" && !value.is_null()).take(1);
    let told: Vec<_> = message.map(|(_, value)| cell(FieldKind::Text, value, utc)).collect();
    if !told.is_empty() {
        return told.concat();
    }
    let all = object.iter().filter(|(_, value)| !value.is_null()).map(|(_, value)| cell(FieldKind::Text, value, utc));
    all.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Drive, Instance, Invoice, Shown, Ticket, field};

    #[test]
    fn values_read_well() {
        let items = ["10.0.0.1".to_owned(), "2001:db8::1\n".to_owned()];
        for (kind, value, text) in [
            (FieldKind::Text, Value::Null, "-"),
            (FieldKind::Text, Value::Text(""), "-"),
            (FieldKind::Text, Value::Text("a\u{1b}[31m\tb"), "a b"),
            (FieldKind::Bool, Value::Bool(true), "yes"),
            (FieldKind::Bytes, Value::Integer(20 << 30), "20 GiB"),
            (FieldKind::Integer, Value::Integer(20), "20"),
            (FieldKind::List, Value::List(&items), "10.0.0.1, 2001:db8::1 "),
            (FieldKind::List, Value::List(&[]), "-"),
            (FieldKind::Time, Value::Text("2026-01-01T12:00:00+02:00"), "2026-01-01T10:00:00Z"),
            (FieldKind::Time, Value::Text("2026-01-01 12:00:00"), "2026-01-01 12:00:00"),
            (FieldKind::Text, Value::Text("2026-01-01T12:00:00+02:00"), "2026-01-01T12:00:00+02:00"),
            (
                FieldKind::Text,
                Value::Object(vec![("code", Value::Text("x")), ("message", Value::Text("it broke"))]),
                "it broke",
            ),
            (FieldKind::Objects, Value::Objects(vec![vec![("a", Value::Text("x")), ("b", Value::Integer(1))]]), "x 1"),
        ] {
            assert_eq!(cell(kind, &value, true), text, "{value:?}");
        }
        let time = "2026-01-01T12:00:00+02:00";
        assert_eq!(cell(FieldKind::Time, &Value::Text(time), false), time);
    }

    #[test]
    fn headings_leave_the_unit_to_the_cells() {
        assert_eq!(heading(&field("memory_bytes", FieldKind::Bytes, Shown::Table, "")), "MEMORY");
        assert_eq!(heading(&field("created_at", FieldKind::Time, Shown::Table, "")), "CREATED AT");
        assert_eq!(heading(&field("burn_per_day", FieldKind::Money, Shown::Table, "")), "BURN/DAY");
    }

    #[test]
    fn every_state_word_has_a_colour() {
        for word in [Instance::KIND.states, Drive::KIND.states, Invoice::KIND.states, Ticket::KIND.states].concat() {
            assert!(Tint::of_state(word).is_some(), "{word}");
        }
        assert_eq!(Tint::of_state("something new"), None);
    }
}
