//! A listing: the records that were found, and every failure that made it incomplete.
//! Absence from a list means absence at the provider only when the listing says it is complete.

use std::{collections::HashSet, sync::Arc};

use crate::{
    error::{Error, Kind, Result},
    model::Record,
};

/// The number of broken records that are reported one by one.
const TOLD: usize = 3;

/// The records of a list, and the failures that made it incomplete.
#[derive(Debug)]
pub(crate) struct Listing<R = Arc<dyn Record>> {
    /// The records, each with the provider's reply as JSON text if that was asked for.
    pub records: Vec<(R, Option<String>)>,
    failures: Vec<Error>,
    broken: Vec<Broken>,
}

/// The records of one operation that could not be read.
#[derive(Debug)]
struct Broken {
    operation: &'static str,
    count: usize,
    /// The first broken records: their places in the reply, from 1, and the errors.
    first: Vec<(usize, Error)>,
}

impl<R> Default for Listing<R> {
    fn default() -> Self {
        Self { records: Vec::new(), failures: Vec::new(), broken: Vec::new() }
    }
}

impl<R> Listing<R> {
    /// A complete listing of these records.
    pub(crate) fn of(records: Vec<(R, Option<String>)>) -> Self {
        Self { records, ..Self::default() }
    }

    /// An empty listing.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Notes that a part of the listing could not be read.
    pub(crate) fn fail(&mut self, error: Error) {
        self.failures.push(incomplete(error));
    }

    /// Notes that the record at a place in the reply of an operation, from 1, could not be read.
    pub(crate) fn broken(&mut self, operation: &'static str, place: usize, error: Error) {
        self.add_broken(Broken { operation, count: 1, first: vec![(place, error)] });
    }

    /// The number of records that could not be read.
    pub(crate) fn count_broken(&self) -> usize {
        self.broken.iter().map(|broken| broken.count).sum()
    }

    /// The number of parts that could not be read.
    pub(crate) fn count_failed(&self) -> usize {
        self.failures.len()
    }

    /// The listing is complete: absence from it means absence at the provider.
    pub(crate) fn complete(&self) -> bool {
        self.failures.is_empty() && self.broken.is_empty()
    }

    /// The first record that passes a test.
    ///
    /// # Errors
    /// The failure that made the listing incomplete, else the error of a missing record.
    pub(crate) fn find(
        self,
        test: impl Fn(&R) -> bool,
        missing: impl FnOnce() -> Error,
    ) -> Result<(R, Option<String>)> {
        let (records, failures) = self.into_parts();
        let found = records.into_iter().find(|(record, _)| test(record));
        found.ok_or_else(|| failures.into_iter().next().unwrap_or_else(missing))
    }

    /// Adds the records and the failures of another listing.
    pub(crate) fn extend(&mut self, other: Self) {
        self.records.extend(other.records);
        self.lack(other.failures, other.broken);
    }

    /// Adds a further part, or its failure.
    pub(crate) fn take(&mut self, part: Result<Self>) {
        match part {
            Ok(part) => self.extend(part),
            Err(error) => self.fail(error),
        }
    }

    /// Adds the failures of another listing from whose records this one is made, and gives those records.
    pub(crate) fn inherit<T>(&mut self, other: Listing<T>) -> Vec<(T, Option<String>)> {
        self.lack(other.failures, other.broken);
        other.records
    }

    /// The failures that made the listing incomplete: of each failed part, and of each operation with broken records.
    pub(crate) fn failures(&self) -> Vec<Error> {
        self.failures.iter().cloned().chain(self.broken.iter().filter_map(Broken::told)).collect()
    }

    /// The records, and the failures that made the listing incomplete.
    pub(crate) fn into_parts(self) -> (Vec<(R, Option<String>)>, Vec<Error>) {
        let failures = self.failures();
        (self.records, failures)
    }

    fn lack(&mut self, failures: Vec<Error>, broken: Vec<Broken>) {
        self.failures.extend(failures);
        for broken in broken {
            self.add_broken(broken);
        }
    }

    fn add_broken(&mut self, more: Broken) {
        match self.broken.iter_mut().find(|broken| broken.operation == more.operation) {
            Some(broken) => {
                let left = TOLD.saturating_sub(broken.first.len());
                broken.first.extend(more.first.into_iter().take(left));
                broken.count += more.count;
            }
            None => self.broken.push(more),
        }
    }
}

/// A record identified by its id, typed or erased.
pub(crate) trait Identified {
    /// The provider's id.
    fn id(&self) -> &str;
}

impl<R: Record> Identified for R {
    fn id(&self) -> &str {
        &self.head().id
    }
}

impl Identified for Arc<dyn Record> {
    fn id(&self) -> &str {
        &self.head().id
    }
}

impl<R: Record> Listing<R> {
    /// The listing with its records erased, as bindings hand it over.
    pub(crate) fn erased(self) -> Listing {
        let Self { records, failures, broken } = self;
        let records = records.into_iter().map(|(record, raw)| (Arc::new(record) as Arc<dyn Record>, raw));
        Listing { records: records.collect(), failures, broken }
    }
}

impl<R: Identified> Listing<R> {
    /// Keeps the first of several records with one id.
    #[must_use]
    pub(crate) fn unique(mut self) -> Self {
        let mut seen = HashSet::new();
        self.records.retain(|(record, _)| seen.insert(record.id().to_owned()));
        self
    }
}

impl Broken {
    /// One error for all broken records of an operation, with their number and the first three.
    fn told(&self) -> Option<Error> {
        let reasons: Vec<String> =
            self.first.iter().map(|(place, error)| format!("number {place}: {}", error.details().message)).collect();
        let (_, first) = self.first.first()?;
        let (word, more) = match self.count {
            1 => ("record", ""),
            count => ("records", if count > reasons.len() { " ..." } else { "" }),
        };
        let sentence =
            format!("{} {word} of {} could not be read ({}{more})", self.count, self.operation, reasons.join("; "));
        Some(
            first
                .clone()
                .replaced(Kind::Unavailable, sentence)
                .operation(self.operation)
                .hint("see the reply with --debug"),
        )
    }
}

/// The error of a missing part: the listing is incomplete whatever the provider said of that part, and only an error
/// that the user must mend first keeps its kind.
fn incomplete(error: Error) -> Error {
    match error.kind() {
        Kind::Failed | Kind::NotFound | Kind::Conflict | Kind::Partial | Kind::Timeout => {
            let sentence = error.details().message.clone();
            error.replaced(Kind::Unavailable, sentence)
        }
        _ => error,
    }
}

#[cfg(test)]
mod tests;
