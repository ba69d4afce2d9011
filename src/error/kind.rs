//! The kinds of failure, which decide the exit code, and the common kind of several failures.
//! Source: conventions, "Exit codes".

use serde::Deserialize;

/// The kind of a failure, in the words of the exit-code table of the README.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// Any other failure, the provider's refusal included.
    Failed,
    /// A change was sent, and it is unknown whether it was carried out.
    UnknownOutcome,
    /// Bad usage, an empty or malformed target.
    Usage,
    /// No such thing.
    NotFound,
    /// Not logged in, secret refused, no permission.
    Denied,
    /// Network or provider down, or rate limited: safe to try again.
    Unavailable,
    /// Some targets or accounts failed, or all in different ways.
    Partial,
    /// Busy, locked, wrong state, ambiguous name, quota, no credit.
    Conflict,
    /// Still pending when the time was up.
    Timeout,
    /// This provider cannot.
    Unsupported,
    /// Consent or a guard rail is missing.
    Refused,
    /// The check asked for with `--exit-code` is true: no failure, and never an error.
    Check,
    /// Configuration or credentials file unusable.
    Config,
    /// Interrupted from the keyboard.
    Interrupted,
    /// Told to end by a signal.
    Terminated,
}

impl Kind {
    /// Every kind, for the schema and the table of the README.
    pub(crate) const ALL: [Self; 15] = [
        Self::Failed,
        Self::UnknownOutcome,
        Self::Usage,
        Self::NotFound,
        Self::Denied,
        Self::Unavailable,
        Self::Partial,
        Self::Conflict,
        Self::Timeout,
        Self::Unsupported,
        Self::Refused,
        Self::Check,
        Self::Config,
        Self::Interrupted,
        Self::Terminated,
    ];

    /// The word scripts read in `error.code`.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::UnknownOutcome => "unknown_outcome",
            Self::Usage => "usage",
            Self::NotFound => "not_found",
            Self::Denied => "denied",
            Self::Unavailable => "unavailable",
            Self::Partial => "partial",
            Self::Conflict => "conflict",
            Self::Timeout => "timeout",
            Self::Unsupported => "unsupported",
            Self::Refused => "refused",
            Self::Check => "check",
            Self::Config => "config",
            Self::Interrupted => "interrupted",
            Self::Terminated => "terminated",
        }
    }

    /// The exit code of the process.
    pub(crate) const fn exit(self) -> u8 {
        match self {
            Self::Failed | Self::UnknownOutcome => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Denied => 4,
            Self::Unavailable => 5,
            Self::Partial => 6,
            Self::Conflict => 7,
            Self::Timeout => 8,
            Self::Unsupported => 9,
            Self::Refused => 10,
            Self::Check => 11,
            Self::Config => 12,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }
}

/// The kind of several failures, with the precedence that conventions give: interruption wins over everything.
pub(crate) fn together(kinds: impl IntoIterator<Item = Kind>, some_succeeded: bool) -> Option<Kind> {
    let mut seen: Option<Kind> = None;
    let mut mixed = some_succeeded;
    for kind in kinds {
        if matches!(kind, Kind::Interrupted | Kind::Terminated | Kind::Config) {
            return Some(kind);
        }
        mixed |= seen.is_some_and(|first| first != kind);
        seen = seen.or(Some(kind));
    }
    seen.map(|kind| if mixed { Kind::Partial } else { kind })
}
