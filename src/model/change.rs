//! What a change did to one target: the record every changing command prints, dry runs included.
//! Source: conventions, "Streams and shapes".

use std::sync::Arc;

use crate::error::Error;

use super::{
    action::StopMode,
    record::{Entry, Origin, Row, field},
    value::{AsValue, Field, FieldKind, Shown, Value},
};

/// How it went with one target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Done, or nothing to do.
    Ok,
    /// It failed; `error` says why.
    Failed,
    /// It was sent and is not known to have ended.
    Pending,
    /// It would be done: a dry run.
    Planned,
    /// It is left as it is, though something else was wished.
    Skipped,
}

impl Status {
    /// The word in the record.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failed => "failed",
            Self::Pending => "pending",
            Self::Planned => "planned",
            Self::Skipped => "skipped",
        }
    }
}

/// What a change did to one target.
#[derive(Clone, Debug)]
pub struct Change {
    /// Where the target is, when it is known.
    pub origin: Option<Arc<Origin>>,
    /// The noun in the singular.
    pub kind: &'static str,
    /// The provider's id, when it is known.
    pub id: Option<String>,
    /// The name, or what was typed.
    pub name: Option<String>,
    /// The verb.
    pub action: &'static str,
    /// Whether anything was changed.
    pub changed: bool,
    /// How it went.
    pub status: Status,
    /// The state before.
    pub before: Option<&'static str>,
    /// The state after, as far as it is known.
    pub after: Option<&'static str>,
    /// How a machine's run was ended.
    pub how: Option<StopMode>,
    /// Why it failed.
    pub error: Option<Error>,
    /// The provider's id of the work that goes on.
    pub job: Option<String>,
    /// What was made, as it was read afterwards.
    pub resource: Option<Entry>,
    /// What would be sent: a dry run.
    pub requests: Vec<String>,
    /// What it would cost, and what else would come of it: a dry run.
    pub consequences: Vec<String>,
}

impl Change {
    /// A change that has not begun.
    pub fn planned(origin: Option<Arc<Origin>>, kind: &'static str, action: &'static str) -> Self {
        Self {
            origin,
            kind,
            id: None,
            name: None,
            action,
            changed: false,
            status: Status::Planned,
            before: None,
            after: None,
            how: None,
            error: None,
            job: None,
            resource: None,
            requests: Vec::new(),
            consequences: Vec::new(),
        }
    }
}

/// The fields of a change, in their order.
pub static CHANGE: [Field; 17] = [
    field("account", FieldKind::Text, Shown::Table, "the configured account"),
    field("provider", FieldKind::Text, Shown::Data, "fleio, cloudsigma, seflow or uivmm"),
    field("preset", FieldKind::Text, Shown::Data, "the preset the account names"),
    field("id", FieldKind::Text, Shown::Table, "the provider's id, as text"),
    field("name", FieldKind::Text, Shown::Table, "the name"),
    field("kind", FieldKind::Text, Shown::Wide, "the noun in the singular"),
    field("action", FieldKind::Text, Shown::Table, "the verb"),
    field("changed", FieldKind::Bool, Shown::Table, "whether anything was changed"),
    field("status", FieldKind::State, Shown::Table, "ok, failed, pending, planned or skipped"),
    field("before", FieldKind::State, Shown::Table, "the state before"),
    field("after", FieldKind::State, Shown::Table, "the state after"),
    field("how", FieldKind::Text, Shown::Table, "how a machine's run was ended: clean, hard or unknown"),
    field("error", FieldKind::Objects, Shown::Data, "why it failed"),
    field("job", FieldKind::Text, Shown::Data, "the provider's id of the work that goes on, for `nubo jobs`"),
    field("resource", FieldKind::Objects, Shown::Data, "what was made, as it was read afterwards"),
    field("requests", FieldKind::List, Shown::Data, "what would be sent, in a dry run"),
    field(
        "consequences",
        FieldKind::List,
        Shown::Data,
        "what it would cost and what else would come of it, in a dry run",
    ),
];

impl Row for Change {
    fn value(&self, index: usize) -> Value<'_> {
        let origin = self.origin.as_deref();
        match index {
            0 => origin.map_or(Value::Null, |o| Value::Text(&o.account)),
            1 => origin.map_or(Value::Null, |o| Value::Text(o.provider)),
            2 => origin.map_or(Value::Null, |o| o.preset.as_value()),
            3 => self.id.as_value(),
            4 => self.name.as_value(),
            5 => Value::Text(self.kind),
            6 => Value::Text(self.action),
            7 => Value::Bool(self.changed),
            8 => Value::Text(self.status.word()),
            9 => self.before.as_value(),
            10 => self.after.as_value(),
            11 => self.how.map_or(Value::Null, |how| Value::Text(how.word())),
            12 => self.error.as_ref().map_or(Value::Null, error_value),
            13 => self.job.as_value(),
            14 => self.resource.as_ref().map_or(Value::Null, whole),
            15 if self.status == Status::Planned => self.requests.as_value(),
            16 if self.status == Status::Planned => self.consequences.as_value(),
            _ => Value::Null,
        }
    }
}

/// A record with all its fields, as one object.
fn whole(entry: &Entry) -> Value<'_> {
    let fields = entry.record.kind().all_fields();
    Value::Object(fields.iter().enumerate().map(|(at, field)| (field.name, entry.value(at))).collect())
}

/// An error as the object it is on stderr.
fn error_value(error: &Error) -> Value<'_> {
    let d = error.details();
    Value::Object(vec![
        ("code", Value::Text(d.kind.word())),
        ("message", Value::Text(&d.message)),
        ("hint", d.hint.as_value()),
        ("account", d.account.as_value()),
        ("provider", d.provider.as_value()),
        ("operation", d.operation.as_value()),
        ("target", d.target.as_value()),
        ("http_status", d.http_status.map_or(Value::Null, |status| Value::Integer(i64::from(status)))),
        ("provider_message", d.provider_message.as_value()),
        ("retryable", Value::Bool(error.retryable())),
        ("exit", Value::Integer(i64::from(d.kind.exit()))),
    ])
}
