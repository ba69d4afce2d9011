//! The record of one machine in a run: the change made or planned, with the rules that wished it and why.
//! `plan`, `apply` and its dry run print the same.

use crate::model::{AsValue, Change, Field, FieldKind, Row, RowType, Shown, Value};

/// The fields behind those of a change.
const OWN: [Field; 2] = [
    Field::of::<Vec<String>>("rules", FieldKind::List, Shown::Wide, "the rules that are about it"),
    Field::of::<String>(
        "why",
        FieldKind::Text,
        Shown::Table,
        "what was wished of it since when, and what that came to",
    ),
];
/// The fields of a change that a table of a run leaves out: the sentence says them.
const LESS: [&str; 5] = ["id", "changed", "before", "after", "how"];

/// One machine in a run.
pub(crate) struct Done {
    /// The change, also one that was not made.
    pub change: Change,
    /// The rules that are about it.
    pub rules: Vec<String>,
    /// The sentence that says it.
    pub why: String,
}

/// The fields of such a record.
pub(crate) fn fields() -> Vec<Field> {
    let less = |field: Field| if LESS.contains(&field.name) { Field { shown: Shown::Wide, ..field } } else { field };
    Change::FIELDS.iter().copied().map(less).chain(OWN).collect()
}

impl Row for Done {
    fn value(&self, index: usize) -> Value<'_> {
        match index.checked_sub(Change::FIELDS.len()) {
            None => self.change.value(index),
            Some(0) => self.rules.as_value(),
            Some(_) => Value::Text(&self.why),
        }
    }
}
