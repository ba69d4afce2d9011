//! Reads over accounts: all at once, each with its own time limit, and one that is down never stops the others.
//! An account has answered when its listing was complete.

use std::{any::Any, rc::Rc, time::Duration, time::Instant};

use futures_util::{StreamExt, stream};

use crate::{
    error::{Error, Kind, Result},
    model::{Entry, Instance, Invoice, Record},
    provider::{Bound, Inputs, List, Listing, Session, Show},
};

use super::scope::Fleet;

/// What one account answered.
pub struct Answer<R> {
    /// The account's name.
    pub account: String,
    /// Its session, unless it could not be opened.
    pub session: Option<Rc<Session>>,
    /// What was found.
    pub entries: Vec<Entry<R>>,
    /// What kept it from being complete.
    pub failures: Vec<Error>,
}

impl<R> Answer<R> {
    /// Whether absence from it means absence at the provider.
    pub fn complete(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Lists a noun in several accounts at once; the answers come in the order of the accounts.
pub async fn list<R: Bound>(fleet: &Fleet, accounts: &[String], limit: Duration) -> Vec<Answer<R>> {
    let one = |name: String| async move {
        match fleet.session(&name) {
            Ok(session) => ask(session, limit).await,
            Err(error) => Answer { account: name, session: None, entries: Vec::new(), failures: vec![error] },
        }
    };
    stream::iter(accounts.to_vec()).map(one).buffered(accounts.len().max(1)).collect().await
}

/// Lists a noun in one account.
pub async fn ask<R: Bound>(session: Rc<Session>, limit: Duration) -> Answer<R> {
    ask_by(session, limit, Instant::now() + limit).await
}

/// The same where a part of the time is used up already.
pub async fn ask_by<R: Bound>(session: Rc<Session>, limit: Duration, deadline: Instant) -> Answer<R> {
    let result = by(&session, limit, deadline, records::<R>(&session)).await;
    answer(session.account.name().to_owned(), session, result)
}

fn answer<R: Record>(account: String, session: Rc<Session>, result: Result<Listing<R>>) -> Answer<R> {
    let origin = &session.account.origin;
    let (records, failures) = match result {
        Ok(listing) => (listing.records, listing.failures),
        Err(error) => (Vec::new(), vec![error]),
    };
    let entry = |(record, raw)| Entry { origin: origin.clone(), record: completed(&session, record), raw };
    Answer { account, entries: records.into_iter().map(entry).collect(), failures, session: Some(session) }
}

/// All records of a noun in one account.
async fn records<R: Bound>(session: &Session) -> Result<Listing<R>> {
    match &session.account.noun::<R>().list {
        Some(List::Op(operation, read)) => session.list(operation, Inputs::none(), *read).await,
        Some(List::Recipe(recipe)) => recipe(session).await,
        None => Ok(Listing::new()),
    }
}

/// One record by its id.
///
/// # Errors
/// `not_found`, or what kept it from being read.
pub async fn show<R: Bound>(session: &Session, id: &str, limit: Duration) -> Result<Entry<R>> {
    let noun = session.account.noun::<R>();
    let result = within(session, limit, async {
        match &noun.show {
            Some(Show::Op(operation, fixed, read)) => {
                session.one(operation, &Inputs::none().id(noun.id, id)?.fixed(fixed), *read).await
            }
            Some(Show::Recipe(recipe)) => recipe(session, id).await,
            Some(Show::Listed) | None => listed(session, id).await,
        }
    });
    let (record, raw) = result.await?;
    Ok(Entry { origin: session.account.origin.clone(), record: completed(session, record), raw })
}

/// A record with what its provider does not tell: a machine has the tags of its account's section behind its own, each
/// once, and an invoice is seen as of today.
fn completed<R: Record>(session: &Session, mut record: R) -> R {
    if let Some(invoice) = (&mut record as &mut dyn Any).downcast_mut::<Invoice>() {
        invoice.seen_on(&jiff::Timestamp::now().strftime("%Y-%m-%d").to_string());
    }
    if let Some(machine) = (&mut record as &mut dyn Any).downcast_mut::<Instance>()
        && let Some(words) = session.account.section.tags.get(&machine.head.id)
    {
        let tags = machine.tags.get_or_insert_default();
        for word in words {
            if !tags.contains(word) {
                tags.push(word.clone());
            }
        }
    }
    record
}

/// One record found by looking through the listing.
async fn listed<R: Bound>(session: &Session, id: &str) -> Result<(R, Option<String>)> {
    let listing = records::<R>(session).await?;
    let found = listing.records.into_iter().find(|(record, _)| record.head().id == id);
    found.ok_or_else(|| match listing.failures.into_iter().next() {
        Some(error) => error,
        None => session.place(Error::new(Kind::NotFound, format!("no {} {id}", R::KIND))),
    })
}

/// Ends a read that takes longer than its account may.
async fn within<T>(session: &Session, limit: Duration, read: impl Future<Output = Result<T>>) -> Result<T> {
    by(session, limit, Instant::now() + limit, read).await
}

/// Ends a read at the end of its account's time, which is so long in all.
async fn by<T>(
    session: &Session,
    limit: Duration,
    deadline: Instant,
    read: impl Future<Output = Result<T>>,
) -> Result<T> {
    session.until(deadline);
    let late = |_| {
        let sentence = format!("no whole answer within {} s", limit.as_secs());
        Err(session.place(Error::new(Kind::Unavailable, sentence).hint("allow more time with --timeout")))
    };
    tokio::time::timeout(deadline.saturating_duration_since(Instant::now()), read).await.unwrap_or_else(late)
}

#[cfg(test)]
mod tests;
