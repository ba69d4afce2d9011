//! Reads over accounts: all at once, each with its own time limit, and one that is down never stops the others.
//! An account has answered when its listing was complete.

use std::{any::Any, rc::Rc, sync::Arc, time::Duration, time::Instant};

use crate::{
    error::{Error, Kind, Result},
    http::until,
    in_order::in_order,
    model::{Entry, Instance, Invoice, Record},
    provider::{Bound, Inputs, Listing, Noun, Session, Show, another},
};

use super::scope::Fleet;

/// The answer of one account.
pub(crate) struct Answer<R: ?Sized = dyn Record> {
    /// The account's name.
    pub account: String,
    /// Its session, unless it could not be opened.
    pub session: Option<Rc<Session>>,
    /// The records that were found.
    pub entries: Vec<Entry<R>>,
    /// The errors that kept it from being complete.
    pub failures: Vec<Error>,
}

impl<R: ?Sized> Answer<R> {
    /// True when absence from the answer means absence at the provider.
    pub(crate) fn complete(&self) -> bool {
        self.failures.is_empty()
    }
}

impl Answer {
    /// The answer with its records as the noun's own type, for code about that noun alone.
    pub(crate) fn typed<R: Record>(self) -> Answer<R> {
        let entries = self.entries.into_iter().filter_map(Entry::typed).collect();
        Answer { account: self.account, session: self.session, entries, failures: self.failures }
    }
}

/// Lists a noun in several accounts at once; the answers come in the order of the accounts.
pub(crate) async fn list(fleet: &Fleet, noun: &'static Noun, accounts: &[String], limit: Duration) -> Vec<Answer> {
    let one = |name: String| async move {
        match fleet.session(&name) {
            Ok(session) => ask(session, noun, limit).await,
            Err(error) => Answer { account: name, session: None, entries: Vec::new(), failures: vec![error] },
        }
    };
    in_order(accounts.len(), accounts.iter().cloned().map(one)).await
}

/// Lists a noun in several accounts at once, with its records as their own type.
pub(crate) async fn list_as<R: Bound>(fleet: &Fleet, accounts: &[String], limit: Duration) -> Vec<Answer<R>> {
    list(fleet, R::noun(), accounts, limit).await.into_iter().map(Answer::typed).collect()
}

/// The usual time limit of a read, which an account's own limit replaces; one that is shorter can only become shorter.
const USUAL: Duration = Duration::from_secs(60);

/// The time limit of a read in an account, whose section may set one.
pub(crate) fn own_limit(session: &Session, limit: Duration) -> Duration {
    match session.account.timeout {
        Some(own) if limit >= USUAL => own,
        Some(own) => own.min(limit),
        None => limit,
    }
}

/// Lists a noun in one account.
pub(crate) async fn ask(session: Rc<Session>, noun: &Noun, limit: Duration) -> Answer {
    let limit = own_limit(&session, limit);
    ask_by(session, noun, limit, Instant::now() + limit).await
}

/// Lists a noun in one account where a part of the time limit is used up already.
pub(crate) async fn ask_by(session: Rc<Session>, noun: &Noun, limit: Duration, deadline: Instant) -> Answer {
    let result = by(&session, limit, deadline, session.records(noun)).await;
    answer(session.account.name().to_owned(), session, result)
}

fn answer(account: String, session: Rc<Session>, result: Result<Listing>) -> Answer {
    let origin = &session.account.origin;
    let (records, failures) = match result {
        Ok(listing) => listing.into_parts(),
        Err(error) => (Vec::new(), vec![error]),
    };
    let entry = |(record, raw)| Entry { origin: origin.clone(), record: completed(&session, record), raw };
    Answer { account, entries: records.into_iter().map(entry).collect(), failures, session: Some(session) }
}

/// One record by its id.
///
/// # Errors
/// `not_found`, or the error that kept it from being read.
pub(crate) async fn show(session: &Session, noun: &Noun, id: &str, limit: Duration) -> Result<Entry> {
    let binding = session.account.binding(noun);
    let result = within(session, limit, async {
        match &binding.show {
            Some(Show::Op(operation, fixed, read)) => {
                session.one(operation, &Inputs::none().id(binding.id, id)?.fixed(fixed), *read).await
            }
            Some(Show::Recipe(recipe)) => recipe(session, id).await,
            Some(Show::Listed) | None => listed(session, noun, id).await,
        }
    });
    let (record, raw) = result.await?;
    // Every read before a change comes through here, whichever way its provider reads it.
    let shown = &record.head().id;
    if !shown.eq_ignore_ascii_case(id) {
        return Err(session.place(another(id, shown)));
    }
    Ok(Entry { origin: session.account.origin.clone(), record: completed(session, record), raw })
}

/// A record with the parts that its provider does not tell: a machine has the tags of its account's section behind its
/// own, each once, and an invoice is seen as of today.
fn completed(session: &Session, mut record: Arc<dyn Record>) -> Arc<dyn Record> {
    let Some(own) = Arc::get_mut(&mut record) else { return record };
    let own: &mut dyn Any = own;
    if let Some(invoice) = own.downcast_mut::<Invoice>() {
        invoice.seen_on(&jiff::Timestamp::now().strftime("%Y-%m-%d").to_string());
    }
    if let Some(machine) = own.downcast_mut::<Instance>()
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
async fn listed(session: &Session, noun: &Noun, id: &str) -> Result<(Arc<dyn Record>, Option<String>)> {
    let listing = session.records(noun).await?;
    listing.find(
        |record| record.head().id == id,
        || session.place(Error::new(Kind::NotFound, format!("no {} {id}", noun.kind()))),
    )
}

/// Ends a read that takes longer than its account may.
async fn within<T>(session: &Session, limit: Duration, read: impl Future<Output = Result<T>>) -> Result<T> {
    let limit = own_limit(session, limit);
    by(session, limit, Instant::now() + limit, read).await
}

/// Ends a read at the end of its account's time, which is so long in all.
async fn by<T>(
    session: &Session,
    limit: Duration,
    deadline: Instant,
    read: impl Future<Output = Result<T>>,
) -> Result<T> {
    let late = |_| {
        let sentence = format!("no whole answer within {} s", limit.as_secs());
        Err(session.place(Error::new(Kind::Unavailable, sentence).hint("allow more time with --timeout")))
    };
    tokio::time::timeout(deadline.saturating_duration_since(Instant::now()), until(deadline, read))
        .await
        .unwrap_or_else(late)
}

#[cfg(test)]
mod tests;
