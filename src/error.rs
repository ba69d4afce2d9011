//! The one error of the crate: the failure in a sentence, its place, and its remedy.
//! Its kind decides the exit code; commands and tests rely on both.

mod kind;

use std::fmt;

pub(crate) use kind::{Kind, together};

/// A failure with its kind, one plain sentence, the provider's own words and a hint.
#[derive(Clone, Debug)]
pub(crate) struct Error(Box<Details>);

/// The parts of an error; all but kind and message may be missing.
#[derive(Clone, Debug)]
pub(crate) struct Details {
    /// The kind of failure.
    pub kind: Kind,
    /// One plain sentence without a full stop.
    pub message: String,
    /// The remedy, a command to paste where there is one.
    pub hint: Option<String>,
    /// The configured account it happened at.
    pub account: Option<String>,
    /// The provider of that account.
    pub provider: Option<&'static str>,
    /// The catalogue's id of the operation, such as `drives.clone`.
    pub operation: Option<&'static str>,
    /// The thing it was about, as the user would name it.
    pub target: Option<String>,
    /// The status of the reply, when there was one.
    pub http_status: Option<u16>,
    /// The provider's own words, cleaned of control characters.
    pub provider_message: Option<String>,
    /// True when the request may have taken effect although no answer came.
    pub outcome_unknown: bool,
}

/// The crate's result.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of a kind with its sentence.
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            kind,
            message: message.into(),
            hint: None,
            account: None,
            provider: None,
            operation: None,
            target: None,
            http_status: None,
            provider_message: None,
            outcome_unknown: false,
        }))
    }

    /// Bad usage.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// A change that was sent, and that may have been carried out.
    pub(crate) fn unknown_outcome(message: impl Into<String>) -> Self {
        Self::new(Kind::UnknownOutcome, message).hint("look at the present state before trying again").outcome_unknown()
    }

    /// An unusable configuration.
    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::new(Kind::Config, message)
    }

    /// Adds the remedy.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Adds where it happened, unless that is known already.
    #[must_use]
    pub(crate) fn at(mut self, account: &str, provider: &'static str) -> Self {
        self.0.account.get_or_insert_with(|| account.to_owned());
        self.0.provider.get_or_insert(provider);
        self
    }

    /// The sentence with the provider's own words, where there are any.
    pub(crate) fn in_full(&self) -> String {
        match &self.0.provider_message {
            Some(words) => format!("{}: {words}", self.0.message),
            None => self.0.message.clone(),
        }
    }

    /// Adds the operation that failed, unless one is known already.
    #[must_use]
    pub(crate) fn operation(mut self, id: &'static str) -> Self {
        self.0.operation.get_or_insert(id);
        self
    }

    /// Adds the thing it was about.
    #[must_use]
    pub(crate) fn target(mut self, target: impl Into<String>) -> Self {
        self.0.target = Some(target.into());
        self
    }

    /// Adds the status of the reply.
    #[must_use]
    pub(crate) fn status(mut self, status: u16) -> Self {
        self.0.http_status = Some(status);
        self
    }

    /// Adds the provider's own words.
    #[must_use]
    pub(crate) fn said(mut self, words: impl Into<String>) -> Self {
        let words = words.into();
        if !words.trim().is_empty() {
            self.0.provider_message = Some(words);
        }
        self
    }

    /// Changes the provider's own words, where there are any.
    #[must_use]
    pub(crate) fn rewording(mut self, change: impl FnOnce(String) -> String) -> Self {
        self.0.provider_message = self.0.provider_message.map(change);
        self
    }

    /// Marks that the request may have taken effect.
    #[must_use]
    pub(crate) fn outcome_unknown(mut self) -> Self {
        self.0.outcome_unknown = true;
        self
    }

    /// Puts words in front of the sentence.
    #[must_use]
    pub(crate) fn while_doing(mut self, what: &str) -> Self {
        self.0.message = format!("{what}: {}", self.0.message);
        self
    }

    /// Replaces kind and sentence, and keeps everything else.
    #[must_use]
    pub(crate) fn replaced(mut self, kind: Kind, message: String) -> Self {
        self.0.kind = kind;
        self.0.message = message;
        self
    }

    /// Adds the account, unless one is known already.
    #[must_use]
    pub(crate) fn account(mut self, account: &str) -> Self {
        self.0.account.get_or_insert_with(|| account.to_owned());
        self
    }

    /// The kind of failure.
    pub(crate) fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Everything it tells.
    pub(crate) fn details(&self) -> &Details {
        &self.0
    }

    /// True when trying the same again is safe and may help.
    pub(crate) fn retryable(&self) -> bool {
        self.0.kind == Kind::Unavailable && !self.0.outcome_unknown
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(account) = &self.0.account {
            write!(f, "{account}: ")?;
        }
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests;
