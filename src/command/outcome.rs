//! What a command came to: something to print, failures to tell, and with what the process ends.
//! Text for a shell and records for everybody else are both answers.

use crate::{
    error::{Error, Kind, together},
    model::Selected,
};

/// What is to be printed.
pub enum Answer {
    /// Nothing more.
    Nothing,
    /// A script or document as it is.
    Text(String),
    /// Bytes, for a file or a pipe.
    Bytes {
        /// What came.
        bytes: Vec<u8>,
        /// The file they go to; stdout without one.
        to: Option<String>,
    },
    /// Records in the format asked for.
    Rows {
        /// The records.
        selected: Selected,
        /// What they are, in the plural.
        noun: &'static str,
        /// Whether one account was meant, so that its name need not be repeated on a terminal.
        one_account: bool,
    },
}

/// What a command came to.
pub struct Outcome {
    /// What is to be printed.
    pub answer: Answer,
    /// What failed beside it.
    pub failures: Vec<Error>,
    /// How many of the failures, from the first, stand in the printed records already, so that only text formats repeat them.
    pub told: usize,
    /// With what the process ends, if not with success.
    pub kind: Option<Kind>,
}

impl Outcome {
    /// Records without a failure.
    pub fn rows(rows: impl Into<Selected>, noun: &'static str) -> Self {
        let answer = Answer::Rows { selected: rows.into(), noun, one_account: false };
        Self { answer, failures: Vec::new(), told: 0, kind: None }
    }

    /// A text without a failure.
    pub fn text(text: String) -> Self {
        Self { answer: Answer::Text(text), failures: Vec::new(), told: 0, kind: None }
    }

    /// Bytes for a file, or for stdout when that is no terminal.
    pub fn bytes(bytes: Vec<u8>, to: Option<String>) -> Self {
        Self { answer: Answer::Bytes { bytes, to }, ..Self::nothing() }
    }

    /// Nothing to print.
    pub fn nothing() -> Self {
        Self { answer: Answer::Nothing, failures: Vec::new(), told: 0, kind: None }
    }

    /// The same with failures; `some` tells whether something else succeeded.
    #[must_use]
    pub fn failing(mut self, failures: Vec<Error>, some: bool) -> Self {
        self.kind = together(failures.iter().map(Error::kind), some);
        self.failures = failures;
        self
    }
    /// The same with the answer to the check of `--exit-code`; a failure says more than the check.
    #[must_use]
    pub fn checked(mut self, is_true: bool) -> Self {
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
