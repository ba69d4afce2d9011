//! Subscriptions as replies to purchases describe them, kept because no list has their ids, addresses and VLANs.
//! A failure to keep one never fails a purchase that was made; it is reported with the ids instead.

use jiff::{Span, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    model::Subscription,
    provider::{Node, Operation, Session},
};

use super::read;

/// The kind of file that keeps them.
const KIND: &str = "subscriptions";

/// One subscription as the reply to its purchase or extension describes it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Bought {
    /// The id by which it is extended.
    pub id: Option<String>,
    /// The address or the VLAN that came with it.
    pub resource: Option<String>,
    /// The type, as in `cpu`.
    pub kind: Option<String>,
    /// The name of its type.
    pub label: Option<String>,
    /// The quantity.
    pub quantity: Option<String>,
    /// The unit of the quantity.
    pub unit: Option<String>,
    /// The time when it begins.
    pub starts: Option<String>,
    /// The time when it ends.
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

    /// The subscription in words, as in `cpu 233bfb80-a1a8-4e9a-a1e4-d7822a87b681`.
    pub(crate) fn words(&self) -> String {
        let parts = [&self.kind, &self.id, &self.resource];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// The values by which a row of the list is recognised as this subscription.
    fn key(&self) -> Option<SubscriptionKey> {
        key(self.kind.as_deref(), self.quantity.as_deref(), self.ends.as_deref())
    }

    /// Returns whether another is the same subscription.
    fn is(&self, other: &Self) -> bool {
        match (&self.id, &other.id) {
            (None, None) => self.resource == other.resource && self.kind == other.kind,
            (one, two) => one == two,
        }
    }

    /// Returns whether the end has passed in every time zone.
    fn ended(&self, today: Date) -> bool {
        let end = self.ends.as_deref().and_then(|end| end.get(..10)?.parse::<Date>().ok());
        end.is_some_and(|end| end < today.saturating_sub(Span::new().days(1)))
    }

    /// The subscription as a record with an id, as far as it is known.
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

/// The values that distinguish subscriptions: type, quantity, and end to the minute; some replies have no seconds.
type SubscriptionKey = (String, String, String);

fn key(kind: Option<&str>, quantity: Option<&str>, ends: Option<&str>) -> Option<SubscriptionKey> {
    let minute = ends?.get(..16)?.replace('T', " ");
    Some((kind?.to_owned(), quantity?.to_owned(), minute))
}

/// The subscriptions kept for an account; none, with a warning, when the file cannot be read.
pub(crate) fn stored(session: &Session) -> Vec<Bought> {
    session.settings.kept.read(KIND, &session.account.owner()).unwrap_or_else(|error| {
        let words = format!("the ids of subscriptions that were bought are not known: {}", plain(&error));
        session.settings.observer.warning(&words);
        Vec::new()
    })
}

/// Keeps what only the reply to a purchase says, and gives it; an echo of the order says nothing new.
/// An extension belongs to a known `id`.
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

/// Adds new subscriptions to the kept ones, replaces those known before, and drops those that ended.
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
    /// Takes over the newer values.
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

/// An error in one line, with its remedy.
fn plain(error: &Error) -> String {
    let hint = error.details().hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
    format!("{}{hint}", error.details().message)
}

/// Gives rows of the list the ids that were kept, if one row and one purchase match each other alone.
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
