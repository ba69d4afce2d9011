//! Questions that need several nouns of an account: they are asked one after another, so that a refused secret is
//! sent once, and one that cannot be read does not keep the others from being asked.

use std::{
    rc::Rc,
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    error::{Error, Kind, Result},
    provider::{ALL, Account, Bound, Noun, Provider, Session, supports},
};

use super::{
    fanout::{ask_by, own_limit},
    scope::{Fleet, Scope},
};

impl Fleet {
    /// The accounts of a scope that have any of some nouns, and the accounts that have none.
    ///
    /// # Errors
    /// `unsupported` when a named account has none, or when no account has any.
    pub(crate) fn having(&self, scope: &Scope, nouns: &[&Noun]) -> Result<(Vec<String>, Vec<String>)> {
        let cannot = |account: &Account| {
            let words: Vec<&str> = nouns.iter().map(|noun| noun.word).collect();
            let has = |provider: &&&dyn Provider| nouns.iter().any(|noun| supports(**provider, noun, "list"));
            let who: Vec<&str> = ALL.iter().filter(has).map(|provider| provider.title()).collect();
            let sentence = format!("{} has none of these: {}", account.provider.title(), words.join(", "));
            let error = Error::new(Kind::Unsupported, sentence).at(account.name(), account.provider.id());
            error.hint(format!("{} can", who.join(", ")))
        };
        self.parted(scope, |account| nouns.iter().any(|noun| account.binding(noun).list.is_some()), cannot)
    }
}

/// The completeness of an account's answer about a noun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Completeness {
    /// Its provider does not have the noun.
    #[default]
    Nothing,
    /// Some of it could not be read, or all.
    Part,
    /// All there is.
    All,
}

/// An account's answer about a noun.
#[derive(Debug)]
pub(crate) struct Surveyed<R> {
    /// The records.
    pub records: Vec<R>,
    /// The completeness of the records.
    pub told: Completeness,
}

impl<R> Default for Surveyed<R> {
    fn default() -> Self {
        Self { records: Vec::new(), told: Completeness::Nothing }
    }
}

impl<R> Surveyed<R> {
    /// True when the answer says anything, if only that there is no record.
    pub(crate) fn tells(&self) -> bool {
        self.told == Completeness::All || !self.records.is_empty()
    }
}

/// The questions to one account, with one limit for them all.
pub(crate) struct Survey {
    /// The account in use.
    pub session: Rc<Session>,
    limit: Duration,
    deadline: Instant,
    failures: Vec<Error>,
    /// Nouns that this deployment turned out not to have.
    missing: Vec<Error>,
    /// True when any question was answered.
    told: bool,
    /// True when the account gives no answers any more, so that no further question is sent.
    lost: bool,
}

/// The end of a survey, apart from the records.
pub(crate) struct SurveyEnd {
    /// The failures of questions, each failure once.
    pub failures: Vec<Error>,
    /// Notices: nouns that the deployment does not have, where it answered about others.
    pub missing: Vec<Error>,
    /// True when any question was answered, if only with no record.
    pub told: bool,
}

impl Survey {
    /// Begins to ask an account.
    pub(crate) fn of(session: Rc<Session>, limit: Duration) -> Self {
        let limit = own_limit(&session, limit);
        let deadline = Instant::now() + limit;
        Self { session, limit, deadline, failures: Vec::new(), missing: Vec::new(), told: false, lost: false }
    }

    /// The records of a noun, as far as they can be read.
    pub(crate) async fn read<R: Bound>(&mut self) -> Surveyed<R> {
        if self.session.account.binding(R::noun()).list.is_none() {
            return Surveyed::default();
        }
        if self.lost {
            return Surveyed { records: Vec::new(), told: Completeness::Part };
        }
        let mut answer = ask_by(Rc::clone(&self.session), R::noun(), self.limit, self.deadline).await;
        if let ([], [error]) = (&*answer.entries, &*answer.failures)
            && error.kind() == Kind::Unsupported
        {
            self.missing.push(error.clone());
            return Surveyed::default();
        }
        let told = if answer.complete() { Completeness::All } else { Completeness::Part };
        self.lost = answer.entries.is_empty() && answer.failures.iter().any(no_reply);
        for error in std::mem::take(&mut answer.failures) {
            self.note(error);
        }
        let heard = Surveyed {
            records: answer.typed::<R>().entries.into_iter().map(|entry| Arc::unwrap_or_clone(entry.record)).collect(),
            told,
        };
        self.told |= heard.tells();
        heard
    }

    /// Keeps a failure, unless the same was met before.
    fn note(&mut self, error: Error) {
        let same = |other: &Error| other.kind() == error.kind() && other.to_string() == error.to_string();
        if !self.failures.iter().any(same) {
            self.failures.push(error);
        }
    }

    /// Ends the survey: an account that told nothing because it has none of the nouns has failed.
    pub(crate) fn end(mut self) -> SurveyEnd {
        if !self.told {
            self.failures.append(&mut self.missing);
        }
        SurveyEnd { failures: self.failures, missing: self.missing, told: self.told }
    }
}

/// True when an account gave no answer at all.
fn no_reply(error: &Error) -> bool {
    error.kind() == Kind::Unavailable && error.details().http_status.is_none()
}

#[cfg(test)]
mod tests;
