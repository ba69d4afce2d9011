//! Subscriptions as buying told of them, kept because no list tells their ids again, nor the addresses and VLANs that came with them.
//! A failure to keep it never fails a purchase that was made; it is told aloud instead, with the ids.

use jiff::{Span, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    model::Subscription,
    provider::{Node, Operation, Session},
};

use super::read;

/// The file it is kept in.
const KIND: &str = "subscriptions";

/// One subscription as its buying or its extension told it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Bought {
    /// The id it is extended by.
    pub id: Option<String>,
    /// The address or the VLAN that came with it.
    pub resource: Option<String>,
    /// The type, as in `cpu`.
    pub kind: Option<String>,
    /// The name of its type.
    pub label: Option<String>,
    /// The quantity.
    pub quantity: Option<String>,
    /// Of what.
    pub unit: Option<String>,
    /// When it begins.
    pub starts: Option<String>,
    /// When it ends.
    pub ends: Option<String>,
}

impl Bought {
    /// A subscription from an object of a reply.
    fn from_reply(n: &Node<'_>) -> Self {
        Self {
            id: n.at("subscription").text(),
            resource: n.at("resource").text(),
            kind: n.at("type").text(),
            label: n.at("type_str").text(),
            quantity: n.at("quantity").text(),
            unit: n.at("unit").text(),
            starts: n.at("start_time").time(),
            ends: n.at("end_time").time(),
        }
    }

    /// The subscription as people are told of it, as in `cpu 233bfb80-a1a8-4e9a-a1e4-d7822a87b681`.
    pub(crate) fn words(&self) -> String {
        let parts = [&self.kind, &self.id, &self.resource];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// The values that a row of the list must have to be this subscription.
    fn key(&self) -> Option<SubscriptionKey> {
        key(self.kind.as_deref(), self.quantity.as_deref(), self.ends.as_deref())
    }

    /// Tells whether another is the same subscription.
    fn is(&self, other: &Self) -> bool {
        match (&self.id, &other.id) {
            (None, None) => self.resource == other.resource && self.kind == other.kind,
            (one, two) => one == two,
        }
    }

    /// Tells whether its end has passed in every time zone.
    fn ended(&self, today: Date) -> bool {
        let end = self.ends.as_deref().and_then(|end| end.get(..10)?.parse::<Date>().ok());
        end.is_some_and(|end| end < today.saturating_sub(Span::new().days(1)))
    }

    /// The subscription as a record, as far as it is known, with an id.
    pub(crate) fn record(&self) -> Subscription {
        let mut record = Subscription {
            kind: self.kind.clone(),
            quantity: self.quantity.clone(),
            unit: self.unit.clone(),
            resource: self.resource.clone(),
            starts_at: self.starts.clone(),
            expires_at: self.ends.clone(),
            ..Subscription::default()
        };
        record.head.name.clone_from(&self.label);
        record.head.id = self.id.clone().unwrap_or_default();
        record
    }
}

/// The values that tell subscriptions apart: type, quantity, and the minute of the end; some replies have seconds, some do not.
type SubscriptionKey = (String, String, String);

fn key(kind: Option<&str>, quantity: Option<&str>, ends: Option<&str>) -> Option<SubscriptionKey> {
    let minute = ends?.get(..16)?.replace('T', " ");
    Some((kind?.to_owned(), quantity?.to_owned(), minute))
}

/// The subscriptions that are kept of an account; a file that cannot be read is told, and nothing is known then.
pub(crate) fn stored(session: &Session) -> Vec<Bought> {
    session.settings.kept.read(KIND, &session.account.owner()).unwrap_or_else(|error| {
        let words = format!("the ids of subscriptions that were bought are not known: {}", plain(&error));
        session.settings.observer.warning(&words);
        Vec::new()
    })
}

/// Keeps what the reply to a purchase told that no list will, and gives it; an echo of the order tells nothing.
/// An extension is of an `id` that is known.
///
/// # Errors
/// `failed` when the reply cannot be read at all.
pub(crate) fn keep(
    session: &Session,
    operation: &'static Operation,
    reply: &str,
    id: Option<&str>,
) -> Result<Vec<Bought>> {
    let mut told = Vec::new();
    session.each(operation, reply, &mut |_, n| {
        let mut one = Bought::from_reply(n);
        one.id = one.id.take().or_else(|| id.map(str::to_owned));
        if one.id.is_some() || one.resource.is_some() {
            told.push(one);
        }
    })?;
    if !told.is_empty() {
        put(session, &told);
    }
    Ok(told)
}

/// Puts new ones to those that are kept, in the place of what was known of them before, and drops those that ended.
fn put(session: &Session, told: &[Bought]) {
    let today = jiff::Timestamp::now().to_zoned(TimeZone::UTC).date();
    let changed = session.settings.kept.change(KIND, &session.account.owner(), |all: &mut Vec<Bought>| {
        for one in told {
            match all.iter_mut().find(|old| old.is(one)) {
                Some(old) => old.renew(one),
                None => all.push(one.clone()),
            }
        }
        all.retain(|one| !one.ended(today));
    });
    if let Err(error) = changed {
        let list = told.iter().map(Bought::words).collect::<Vec<_>>().join(", ");
        let words =
            format!("write this down, no list tells it again, and it could not be kept ({}): {list}", plain(&error));
        session.settings.observer.alarm(&words);
    }
}

impl Bought {
    /// Takes over what is told anew.
    fn renew(&mut self, new: &Self) {
        let fields = [
            (&mut self.resource, &new.resource),
            (&mut self.kind, &new.kind),
            (&mut self.label, &new.label),
            (&mut self.quantity, &new.quantity),
            (&mut self.unit, &new.unit),
            (&mut self.starts, &new.starts),
            (&mut self.ends, &new.ends),
        ];
        for (old, new) in fields {
            if new.is_some() {
                old.clone_from(new);
            }
        }
    }
}

/// An error in one line with what to do about it.
fn plain(error: &Error) -> String {
    let hint = error.details().hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
    format!("{}{hint}", error.details().message)
}

/// Gives rows of the list the ids that were kept, where one row and one purchase alone can be the same.
pub(crate) fn name(records: &mut [&mut Subscription], kept: &[Bought]) {
    let of = |row: &Subscription| key(row.kind.as_deref(), row.quantity.as_deref(), row.expires_at.as_deref());
    let keys: Vec<Option<SubscriptionKey>> = records.iter().map(|row| of(row)).collect();
    for (row, mark) in records.iter_mut().zip(&keys) {
        let alone = mark.is_some() && keys.iter().filter(|other| *other == mark).count() == 1;
        let mut same = kept.iter().filter(|one| one.key() == *mark);
        if let (true, Some(one), None) = (alone, same.next(), same.next()) {
            if let (true, Some(id)) = (read::nameless(&row.head.id), &one.id) {
                row.head.id.clone_from(id);
            }
            row.resource = row.resource.take().or_else(|| one.resource.clone());
        }
    }
}
