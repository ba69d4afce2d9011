//! The checks of the doctor, and how something can stand by them.

use serde::Deserialize;

use crate::{
    error::{Error, Kind},
    model::words,
};

/// A check, in the order they are told.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Check {
    /// The accounts file and its section of each account.
    Config,
    /// The permissions of the files and folders.
    Permissions,
    /// The place of an account's secret.
    Secret,
    /// The reply of an account to its secret.
    Account,
    /// The clock of this machine.
    Clock,
    /// The rules of when machines run.
    Schedules,
}

impl Check {
    /// Every check.
    pub(crate) const ALL: [Self; 6] =
        [Self::Config, Self::Permissions, Self::Secret, Self::Account, Self::Clock, Self::Schedules];

    /// The word of its records.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::Permissions => "permissions",
            Self::Secret => "secret",
            Self::Account => "account",
            Self::Clock => "clock",
            Self::Schedules => "schedules",
        }
    }
}

/// The result of a check.
#[derive(Clone, Debug)]
pub(crate) enum Verdict {
    /// The thing is as it should be.
    Ok(String),
    /// The thing works, but not as it should.
    Warning {
        /// The problem in a sentence.
        message: String,
        /// The remedy.
        hint: Option<String>,
    },
    /// The thing does not work.
    Failed(Error),
    /// The thing was not looked at.
    Skipped(String),
}

impl Verdict {
    /// The standing it amounts to.
    pub(crate) const fn standing(&self) -> Standing {
        match self {
            Self::Ok(_) => Standing::Ok,
            Self::Warning { .. } => Standing::Warning,
            Self::Failed(_) => Standing::Failed,
            Self::Skipped(_) => Standing::Skipped,
        }
    }

    /// The result of a thing that is as it should be, in words.
    pub(crate) fn ok(message: impl Into<String>) -> Self {
        Self::Ok(message.into())
    }

    /// The result of a thing that was not looked at, with the reason.
    pub(crate) fn skipped(message: impl Into<String>) -> Self {
        Self::Skipped(message.into())
    }

    /// The message, the hint and the kind of failure.
    pub(crate) fn parts(&self) -> (String, Option<String>, Option<Kind>) {
        match self {
            Self::Ok(message) | Self::Skipped(message) => (message.clone(), None, None),
            Self::Warning { message, hint } => (message.clone(), hint.clone(), None),
            Self::Failed(error) => {
                let details = error.details();
                let said = details.provider_message.as_ref().map(|words| format!(" ({words})")).unwrap_or_default();
                (format!("{}{said}", details.message), details.hint.clone(), Some(details.kind))
            }
        }
    }
}

/// The result of a check in a word.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    /// The thing is as it should be.
    Ok,
    /// The thing works, but not as it should.
    Warning,
    /// The thing does not work.
    Failed,
    /// The thing was not looked at.
    Skipped,
}

impl Standing {
    /// Every standing.
    pub(crate) const ALL: [Self; 4] = [Self::Ok, Self::Warning, Self::Failed, Self::Skipped];

    /// The word in the record of a finding.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

words!(Check, Standing);
