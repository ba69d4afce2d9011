//! From what was typed to records: ids, names, globs, addresses, with or without an account in front.
//! Two hits are never guessed between, and absence is only told when every account answered. Source: conventions, "Scope and targets".

use std::{rc::Rc, time::Duration};

use crate::{
    error::{Error, Kind, Result},
    glob::Glob,
    model::{Entry, FieldKind, Row, Value, fields_of},
    provider::{Bound, Session},
};

use super::{
    fanout::{self, Answer},
    hit::Hit,
    scope::{Choice, Fleet, Scope},
};

/// One target as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The whole text, for messages.
    pub typed: String,
    /// The account in front, if one is so named.
    pub account: Option<String>,
    /// What is looked for.
    pub sought: Sought,
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// An id or a name.
    Either(String),
    /// An id.
    Id(String),
    /// A name.
    Name(String),
    /// An address.
    Ip(String),
    /// Every name that matches.
    Glob(String),
    /// Everything, of which a filter keeps some.
    All,
}

/// What targets resolved to.
pub struct Resolved<R> {
    /// The records, each once.
    pub hits: Vec<Hit<R>>,
    /// The targets that could not be resolved, with why.
    pub misses: Vec<(Spec, Error)>,
    /// Listings that were not complete but were not needed for certainty.
    pub failures: Vec<Error>,
    /// The accounts that were passed over, because their provider lacks the verb.
    pub passed: Vec<String>,
}

/// How targets are to be resolved.
pub struct Terms<'a> {
    /// Whether they will be changed.
    pub change: bool,
    /// Whether the beginning of an id will do.
    pub prefixes: bool,
    /// How long one account's listing may take.
    pub limit: Duration,
    /// The accounts chosen by flag.
    pub choice: &'a Choice,
}

impl Spec {
    /// Everything in the scope.
    pub fn all() -> Self {
        Self { typed: "*".to_owned(), account: None, sought: Sought::All }
    }

    /// Whether exactly one thing was named.
    pub fn literal(&self) -> bool {
        !matches!(self.sought, Sought::Glob(_) | Sought::All)
    }
}

/// Understands one target.
///
/// # Errors
/// `usage` when it is empty.
pub fn parse(text: &str, fleet: &Fleet) -> Result<Spec> {
    let (account, rest) = match text.split_once('/') {
        Some((account, rest)) if fleet.has(account) => (Some(account.to_owned()), rest),
        _ => (None, text),
    };
    if rest.trim().is_empty() {
        return Err(
            Error::usage("a target is empty").hint("name it by name or id, or with its account as in ACCOUNT/NAME")
        );
    }
    if account.as_ref().is_some_and(|account| account.bytes().all(|b| b.is_ascii_digit())) && !rest.contains(':') {
        let sentence = format!("\"{text}\" could be an id, or something in the account named by a number");
        return Err(Error::new(Kind::Conflict, sentence).hint("say which: ACCOUNT/id:ID or ACCOUNT/name:NAME"));
    }
    let sought = sought(rest)?;
    Ok(Spec { typed: text.to_owned(), account, sought })
}

/// What a target without its account looks for.
fn sought(rest: &str) -> Result<Sought> {
    Ok(match rest.split_once(':') {
        Some((_, blank)) if blank.trim().is_empty() => {
            return Err(Error::usage(format!("the target \"{rest}\" names nothing")));
        }
        Some(("id", id)) => Sought::Id(id.to_owned()),
        Some(("name", name)) => Sought::Name(name.to_owned()),
        Some(("ip", ip)) => Sought::Ip(ip.to_owned()),
        _ if Glob::is_pattern(rest) => Sought::Glob(rest.to_owned()),
        _ => Sought::Either(rest.to_owned()),
    })
}

/// Finds what targets mean. With one account and an exact id, one read does; else the listings are searched.
///
/// # Errors
/// When nothing can be asked at all; a single target's failure is among the misses.
pub async fn resolve<R: Bound>(
    fleet: &Fleet,
    specs: &[Spec],
    terms: &Terms<'_>,
    can: impl Fn(&crate::provider::Account) -> bool,
    verb: &str,
) -> Result<Resolved<R>> {
    let mut resolved = Resolved { hits: Vec::new(), misses: Vec::new(), failures: Vec::new(), passed: Vec::new() };
    let mut searched: Vec<(Spec, Vec<String>)> = Vec::new();
    for spec in specs {
        let scope = scope_of(fleet, spec, terms)?;
        let (able, passed) = fleet.able::<R>(&scope, verb, &can)?;
        resolved.passed.extend(passed.into_iter().filter(|_| !spec.literal()));
        match (&spec.sought, &*able) {
            (Sought::Id(id), [account]) => match exact(fleet, account, id, terms.limit).await {
                Ok(hit) => resolved.add(hit),
                Err(error) => resolved.misses.push((spec.clone(), error.target(&*spec.typed))),
            },
            _ => searched.push((spec.clone(), able)),
        }
    }
    let mut accounts = fleet.names();
    accounts.retain(|name| searched.iter().any(|(_, accounts)| accounts.contains(name)));
    let answers = fanout::list::<R>(fleet, &accounts, terms.limit).await;
    for (spec, accounts) in &searched {
        let among: Vec<&Answer<R>> = answers.iter().filter(|a| accounts.contains(&a.account)).collect();
        match find(spec, &among, terms) {
            Ok(found) => found.into_iter().for_each(|(answer, index)| resolved.add_from(spec, answer, index)),
            Err(error) => resolved.misses.push((spec.clone(), error.target(&*spec.typed))),
        }
    }
    resolved.failures = answers.into_iter().flat_map(|answer| answer.failures).collect();
    Ok(resolved)
}

/// The one record in an account that a text means, by id or name.
///
/// # Errors
/// `not_found` when there is none, `conflict` when there are several, and what kept the account from answering.
pub async fn within<R: Bound>(session: &Rc<Session>, text: &str, limit: Duration) -> Result<Hit<R>> {
    let answer = fanout::ask::<R>(Rc::clone(session), limit).await;
    let account = session.account.name().to_owned();
    let choice = Choice::Named(vec![account.clone()]);
    let terms = Terms { change: true, prefixes: false, limit, choice: &choice };
    let spec = Spec { typed: text.to_owned(), account: Some(account), sought: sought(text)? };
    if !spec.literal() {
        return Err(Error::usage(format!("\"{text}\" must name exactly one {}", R::KIND)));
    }
    let found = find(&spec, &[&answer], &terms)?;
    let entry = found.first().and_then(|(answer, index)| answer.entries.get(*index));
    let entry = entry.ok_or_else(|| absent::<R>(&spec, &[&answer]))?.clone();
    Ok(Hit { session: Rc::clone(session), entry, exact: false, by_prefix: false })
}

/// The accounts a target is looked for in.
fn scope_of(fleet: &Fleet, spec: &Spec, terms: &Terms<'_>) -> Result<Scope> {
    let choice = match (&spec.account, terms.choice) {
        (Some(account), Choice::Named(names)) if !names.contains(account) => {
            return Err(Error::usage(format!(
                "\"{}\" is in account {account}, but -a names {}",
                spec.typed,
                names.join(",")
            )));
        }
        (Some(account), _) => Choice::Named(vec![account.clone()]),
        (None, choice) => choice.clone(),
    };
    if terms.change { fleet.changing(&choice) } else { fleet.reading(&choice) }
}

/// The record with an id in one account.
async fn exact<R: Bound>(fleet: &Fleet, account: &str, id: &str, limit: Duration) -> Result<Hit<R>> {
    let session = fleet.session(account)?;
    let entry = fanout::show(&session, id, limit).await?;
    Ok(Hit { session, entry, exact: true, by_prefix: false })
}

impl<R: Bound> Resolved<R> {
    /// Adds a record unless it is there already.
    fn add(&mut self, hit: Hit<R>) {
        let same = |other: &Hit<R>| {
            other.entry.origin == hit.entry.origin && other.entry.record.head().id == hit.entry.record.head().id
        };
        if !self.hits.iter().any(same) {
            self.hits.push(hit);
        }
    }

    fn add_from(&mut self, spec: &Spec, answer: &Answer<R>, index: usize) {
        if let (Some(session), Some(entry)) = (&answer.session, answer.entries.get(index)) {
            let by_prefix = spec.literal() && !matches(&spec.sought, entry);
            self.add(Hit { session: Rc::clone(session), entry: entry.clone(), exact: false, by_prefix });
        }
    }
}

/// Where a target was found: an answer, and a place in it.
type Found<'a, R> = (&'a Answer<R>, usize);

fn find<'a, R: Bound>(spec: &Spec, answers: &[&'a Answer<R>], terms: &Terms<'_>) -> Result<Vec<Found<'a, R>>> {
    let matching = |test: &dyn Fn(&Entry<R>) -> bool| -> Vec<Found<'a, R>> {
        let in_answer = |answer: &&'a Answer<R>| -> Vec<Found<'a, R>> {
            answer
                .entries
                .iter()
                .enumerate()
                .filter(|(_, entry)| test(entry))
                .map(|(index, _)| (*answer, index))
                .collect()
        };
        answers.iter().flat_map(in_answer).collect()
    };
    let incomplete = answers.iter().find(|answer| !answer.complete());
    let mut found = matching(&|entry| matches(&spec.sought, entry));
    if let (true, Sought::Either(text), None) = (found.is_empty() && terms.prefixes, &spec.sought, incomplete) {
        found = matching(&|entry| is_prefix(text, &entry.record.head().id));
    }
    let bare = spec.account.is_none() && !matches!(terms.choice, Choice::Named(names) if names.len() == 1);
    match incomplete {
        Some(_) if spec.sought == Sought::All => Ok(found),
        Some(answer) if found.is_empty() || (terms.change && bare && spec.literal()) => {
            Err(unsure(spec, answer, R::KIND, answers.len() == 1))
        }
        _ if found.is_empty() && spec.sought != Sought::All => Err(absent::<R>(spec, answers)),
        _ if found.len() > 1 && spec.literal() => Err(ambiguous(spec, &found)),
        _ => Ok(found),
    }
}

/// Whether a record is what was sought.
fn matches<R: Bound>(sought: &Sought, entry: &Entry<R>) -> bool {
    let head = entry.record.head();
    match sought {
        Sought::Either(text) => head.id == *text || head.name.as_deref() == Some(text) || has_number(entry, text),
        Sought::Id(id) => head.id == *id,
        Sought::Name(name) => head.name.as_deref() == Some(name),
        Sought::Ip(ip) => has_address(entry, ip),
        Sought::All => true,
        Sought::Glob(pattern) => head.name.as_deref().is_some_and(|name| Glob::new(pattern).matches(name)),
    }
}

/// An address, however it is spelled.
fn parsed(text: &str) -> Option<std::net::IpAddr> {
    text.parse().ok()
}

/// Whether the record has this number, by which people know invoices and tickets.
fn has_number<R: Bound>(entry: &Entry<R>, number: &str) -> bool {
    let place = fields_of::<R>().iter().position(|field| field.name == "number");
    place.is_some_and(|place| entry.value(place) == Value::Text(number))
}

/// Whether one of the record's addresses is the one sought.
fn has_address<R: Bound>(entry: &Entry<R>, ip: &str) -> bool {
    let fields = fields_of::<R>();
    let lists = fields.iter().enumerate().filter(|(_, field)| field.kind == FieldKind::List && field.name == "ips");
    let same = |other: &String| other == ip || parsed(other).is_some_and(|address| Some(address) == parsed(ip));
    lists.into_iter().any(|(index, _)| matches!(entry.value(index), Value::List(ips) if ips.iter().any(same)))
}

/// Whether a text is the beginning of an id within its last segment, and long enough to mean something.
fn is_prefix(text: &str, id: &str) -> bool {
    text.len() >= 4 && id.strip_prefix(text).is_some_and(|rest| !rest.contains('/'))
}

/// The error of a target that may be where no whole answer came from; `alone` when no other place was meant.
fn unsure<R>(spec: &Spec, answer: &Answer<R>, kind: &str, alone: bool) -> Error {
    let cause = answer.failures.first().map_or(Kind::Unavailable, Error::kind);
    let outcome = if cause == Kind::Denied || cause == Kind::Config { cause } else { Kind::Unavailable };
    if let (true, Some(failure)) = (alone, answer.failures.first()) {
        let sentence = format!("cannot look for {kind} \"{}\": {}", spec.typed, failure.details().message);
        return failure.clone().replaced(outcome, sentence).account(&answer.account);
    }
    let why = answer.failures.first().map(|e| e.details().message.clone()).unwrap_or_default();
    let sentence = format!(
        "cannot tell which {kind} \"{}\" is: account {} did not answer completely ({why})",
        spec.typed, answer.account
    );
    Error::new(outcome, sentence).hint(format!("say which account it is in: ACCOUNT/{}", spec.typed))
}

fn absent<R: Bound>(spec: &Spec, answers: &[&Answer<R>]) -> Error {
    let accounts: Vec<&str> = answers.iter().map(|a| a.account.as_str()).collect();
    let error = Error::new(Kind::NotFound, format!("no {} \"{}\" in {}", R::KIND, spec.typed, accounts.join(", ")));
    let names = answers.iter().flat_map(|a| a.entries.iter().filter_map(|e| e.record.head().name.as_deref()));
    let sought = spec.typed.rsplit('/').next().unwrap_or(&spec.typed);
    match crate::model::nearest(sought, names) {
        Some(near) => error.hint(format!("did you mean \"{near}\"?")),
        None => error.hint(format!("see what there is: nubo {} list", R::WORD)),
    }
}

fn ambiguous<R: Bound>(spec: &Spec, found: &[Found<'_, R>]) -> Error {
    let each = found.iter().filter_map(|(answer, index)| Some((answer, answer.entries.get(*index)?)));
    let list: Vec<String> =
        each.map(|(answer, entry)| format!("{}/id:{}", answer.account, entry.record.head().id)).collect();
    Error::new(Kind::Conflict, format!("\"{}\" is ambiguous: {}", spec.typed, list.join(", ")))
        .hint("use one of these forms instead")
}

#[cfg(test)]
mod tests;
