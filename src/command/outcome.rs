//! The outcome of a command: the answer to print, the failures to tell, and the kind that the process ends with.
//! Text for a shell and records for everybody else are both answers.

use crate::{
    error::{Error, Kind, together},
    model::Selected,
};

/// The answer that is printed.
pub(crate) enum Answer {
    /// Nothing is printed.
    Nothing,
    /// A script or document as it is.
    Text(String),
    /// Bytes, for a file or a pipe.
    Bytes {
        /// The bytes.
        bytes: Vec<u8>,
        /// The file they go to; stdout without one.
        to: Option<String>,
    },
    /// Records in the format asked for.
    Rows {
        /// The records.
        selected: Selected,
        /// The noun in the plural.
        noun: &'static str,
        /// True when one account was meant, so that a terminal need not repeat its name.
        one_account: bool,
    },
}

/// The outcome of a command.
pub(crate) struct Outcome {
    /// The answer that is printed.
    pub answer: Answer,
    /// The failures that stand in the printed records already, so that only text formats repeat them on stderr.
    pub recorded: Vec<Error>,
    /// The failures that stand nowhere else and are told on stderr.
    pub failures: Vec<Error>,
    /// The kind of failure that the process ends with; none for success.
    pub kind: Option<Kind>,
}

impl Outcome {
    /// Records without a failure.
    pub(crate) fn rows(rows: impl Into<Selected>, noun: &'static str) -> Self {
        let answer = Answer::Rows { selected: rows.into(), noun, one_account: false };
        Self { answer, recorded: Vec::new(), failures: Vec::new(), kind: None }
    }

    /// A text without a failure.
    pub(crate) fn text(text: String) -> Self {
        Self { answer: Answer::Text(text), recorded: Vec::new(), failures: Vec::new(), kind: None }
    }

    /// Bytes for a file, or for stdout when that is no terminal.
    pub(crate) fn bytes(bytes: Vec<u8>, to: Option<String>) -> Self {
        Self { answer: Answer::Bytes { bytes, to }, ..Self::nothing() }
    }

    /// An outcome without anything to print.
    pub(crate) fn nothing() -> Self {
        Self { answer: Answer::Nothing, recorded: Vec::new(), failures: Vec::new(), kind: None }
    }

    /// Adds failures that no record tells; `some` is true when something else succeeded.
    #[must_use]
    pub(crate) fn failing(self, failures: Vec<Error>, some: bool) -> Self {
        self.failing_in(Vec::new(), failures, some)
    }

    /// Adds failures that the records tell, and others; `some` is true when something else succeeded.
    #[must_use]
    pub(crate) fn failing_in(mut self, recorded: Vec<Error>, failures: Vec<Error>, some: bool) -> Self {
        self.kind = together(recorded.iter().chain(&failures).map(Error::kind), some);
        (self.recorded, self.failures) = (recorded, failures);
        self
    }

    /// Adds the answer to the check of `--exit-code`; a failure says more than the check.
    #[must_use]
    pub(crate) fn checked(mut self, is_true: bool) -> Self {
        self.kind = self.kind.or(is_true.then_some(Kind::Check));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_that_is_true_ends_with_its_code_unless_something_failed() {
        let failing = |kind| Outcome::nothing().failing(vec![Error::new(kind, "it failed")], true);
        assert_eq!(Outcome::nothing().checked(true).kind, Some(Kind::Check));
        assert_eq!(Outcome::nothing().checked(false).kind, None);
        assert_eq!(failing(Kind::Unavailable).checked(true).kind, Some(Kind::Partial));
        assert_eq!(failing(Kind::Config).checked(true).kind, Some(Kind::Config));
    }
}
