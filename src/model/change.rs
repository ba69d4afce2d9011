//! The record of a change to one target, as every changing command prints it, dry runs included.
//! Source: conventions, "Streams and shapes".

use std::sync::Arc;

use crate::error::{Error, Kind};

use super::{
    action::StopMode,
    record::{Entry, Origin, Row},
    row::row,
    value::{AsValue, Field, FieldKind, Object, Shown, Value, words},
};

/// The result of a change to one target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Done, or nothing to do.
    Ok,
    /// The change failed; `error` says why.
    Failed,
    /// The request was sent, and its end is not known.
    Pending,
    /// The request was sent, and it is unknown whether it was carried out.
    Unknown,
    /// Nothing was sent: a dry run.
    Planned,
    /// The target is left as it is, though a rule wished otherwise.
    Skipped,
}

impl Status {
    /// Every way it can go.
    pub(crate) const ALL: [Self; 6] =
        [Self::Ok, Self::Failed, Self::Pending, Self::Unknown, Self::Planned, Self::Skipped];

    /// The status of a change that ended with an error.
    pub(crate) fn after(error: &Error) -> Self {
        match error.kind() {
            Kind::Timeout => Self::Pending,
            Kind::UnknownOutcome => Self::Unknown,
            _ => Self::Failed,
        }
    }

    /// The word in the record.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failed => "failed",
            Self::Pending => "pending",
            Self::Unknown => "unknown",
            Self::Planned => "planned",
            Self::Skipped => "skipped",
        }
    }
}

words!(Status, StopMode, Kind);

row! {
    /// The result of a change to one target.
    Change "change" from origin: Option<Arc<Origin>> = Data {
        id: Option<String> = Text Table "the provider's id, as text";
        name: Option<String> = Text Table "the name";
        kind: &'static str = Text Wide "the noun in the singular";
        action: &'static str = Text Table "the verb";
        changed: bool = Bool Table "whether anything was changed; null where nobody knows" if is_known;
        status: Status = State Table "ok, failed, pending, unknown, planned or skipped";
        before: Option<&'static str> = State Table "the state before";
        after: Option<&'static str> = State Table "the state after";
        how: Option<StopMode> = Text Table "how a machine's run was ended: clean, hard or unknown";
        error: Option<Error> = Object Data "why it failed";
        job: Option<String> = Text Data "the provider's id of the work that goes on, for `nubo jobs`";
        resource: Option<Entry> = Object Data "what was made, as it was read afterwards";
        requests: Vec<String> = List Data "what would be sent, in a dry run" if is_planned;
        consequences: Vec<String> = List Data "what it costs and what else comes of it, in a dry run and where it costs" if is_foretold;
    }
}

impl AsValue for Entry {
    fn as_value(&self) -> Value<'_> {
        let fields = self.record.kind().all_fields();
        Value::Object(fields.iter().enumerate().map(|(at, field)| (field.name, self.value(at))).collect())
    }
}

impl Change {
    /// True for the record of a dry run, which was planned and not made.
    fn is_planned(&self) -> bool {
        self.status == Status::Planned
    }

    /// True when cost and consequences are told.
    fn is_foretold(&self) -> bool {
        self.is_planned() || !self.consequences.is_empty()
    }

    /// True when the outcome is known.
    pub(crate) fn is_known(&self) -> bool {
        self.status != Status::Unknown
    }

    /// A change that has not begun.
    pub(crate) fn planned(origin: Option<Arc<Origin>>, kind: &'static str, action: &'static str) -> Self {
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

/// One key of an error as JSON has it, and how its value is read.
macro_rules! error_keys {
    ($($key:ident: $ty:ty = $kind:ident $about:literal |$error:ident| $value:expr;)*) => {
        impl Object for Error {
            const KEYS: &'static [Field] =
                &[$(Field::of::<$ty>(stringify!($key), FieldKind::$kind, Shown::Data, $about)),*];
            fn entries(&self) -> Vec<(&'static str, Value<'_>)> {
                vec![$({
                    let $error = self;
                    (stringify!($key), $value)
                }),*]
            }
        }
    };
}

error_keys! {
    code: Kind = State "the kind of failure" |error| Value::Text(error.kind().word());
    message: String = Text "what failed, in one sentence" |error| error.details().message.as_value();
    hint: Option<String> = Text "what to do about it" |error| error.details().hint.as_value();
    account: Option<String> = Text "the account it happened at" |error| error.details().account.as_value();
    provider: Option<&'static str> = Text "the account's provider" |error| error.details().provider.as_value();
    operation: Option<&'static str> = Text "the operation that failed" |error| error.details().operation.as_value();
    target: Option<String> = Text "what it was about" |error| error.details().target.as_value();
    http_status: Option<u16> = Integer "the status of the reply" |error| error.details().http_status.as_value();
    provider_message: Option<String> = Text "the provider's own words" |error| error.details().provider_message.as_value();
    retryable: bool = Bool "whether trying again is safe and may help" |error| Value::Bool(error.retryable());
    exit: u16 = Integer "the exit code" |error| Value::Integer(i64::from(error.kind().exit()));
}

impl AsValue for Error {
    const PARTS: &'static [Field] = Self::KEYS;

    fn as_value(&self) -> Value<'_> {
        Value::Object(self.entries())
    }
}
