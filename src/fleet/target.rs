//! The resolution of targets to records: ids, names, globs, addresses, with or without an account in front.
//! Source: conventions, "Scope and targets".

mod find;

use std::{collections::HashSet, rc::Rc, time::Duration};

use crate::{
    error::{Error, Kind, Result},
    glob::Glob,
    provider::{Account, Noun, Session},
};

use super::{
    fanout::{self, Answer},
    matched::Match,
    scope::{Choice, Fleet, Scope},
};

/// One target as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spec {
    /// The whole text, for messages.
    pub typed: String,
    /// The account in front, if one is so named, or a pattern that some fit.
    pub account: Option<String>,
    /// The object of the search.
    pub sought: Sought,
}

/// The object of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sought {
    /// An id or a name.
    Either(String),
    /// An id.
    Id(String),
    /// A name.
    Name(String),
    /// An address.
    Ip(String),
    /// A name with pattern signs in it: the thing that is literally so named, else every name that it fits.
    LiteralOrGlob(String),
    /// Every name that fits a pattern.
    Glob(String),
    /// Everything, of which a filter keeps some.
    All,
    /// The single record of the noun that each account has.
    Own,
}

/// The result of resolving targets.
#[derive(Default)]
pub(crate) struct Resolved {
    /// The records, each once.
    pub hits: Vec<Match>,
    /// The targets that could not be resolved, with why.
    pub misses: Vec<(Spec, Error)>,
    /// Listings that were not complete but were not needed for certainty.
    pub failures: Vec<Error>,
    /// The accounts that were passed over, because their provider lacks the verb.
    pub passed: Vec<String>,
    /// The account and id of each record, so that one that is found twice is taken once.
    seen: HashSet<(String, String)>,
}

/// The terms on which targets are resolved.
pub(crate) struct Terms<'a> {
    /// True when the records will be changed.
    pub change: bool,
    /// True when the beginning of an id is enough.
    pub prefixes: bool,
    /// The time limit of one account's listing.
    pub limit: Duration,
    /// The accounts chosen by flag.
    pub choice: &'a Choice,
}

impl Spec {
    /// Everything in the scope.
    pub(crate) fn all() -> Self {
        Self { typed: "*".to_owned(), account: None, sought: Sought::All }
    }

    /// The single record of the noun that each account has.
    pub(crate) fn own() -> Self {
        Self { typed: "it".to_owned(), account: None, sought: Sought::Own }
    }

    /// True when exactly one record was named.
    pub(crate) fn literal(&self) -> bool {
        self.names_one() && !self.account.as_deref().is_some_and(Glob::is_pattern)
    }

    /// True when one record in each account was named.
    pub(crate) fn names_one(&self) -> bool {
        !matches!(self.sought, Sought::LiteralOrGlob(_) | Sought::Glob(_) | Sought::All)
    }
}

/// True for what can be an account's name and, having a letter, is no part of a composite id.
fn is_like_an_account(text: &str) -> bool {
    let sign = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
    text.bytes().all(sign) && text.bytes().any(|b| b.is_ascii_lowercase())
}

/// Understands one target.
///
/// # Errors
/// `usage` when it is empty, or names an account that there is not.
pub(crate) fn parse(text: &str, fleet: &Fleet) -> Result<Spec> {
    let (account, rest) = match text.split_once('/') {
        Some((account, rest)) if !fleet.called(account).is_empty() => (Some(account.to_owned()), rest),
        Some((account, _)) if is_like_an_account(account) => {
            let error = fleet.unknown(account);
            let literal = format!("; a name with a slash in it is written name:{text}");
            let hint = error.details().hint.clone().unwrap_or_default();
            return Err(error.hint(hint + &literal));
        }
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

/// The search that a target without its account stands for.
fn sought(rest: &str) -> Result<Sought> {
    Ok(match rest.split_once(':') {
        Some((_, blank)) if blank.trim().is_empty() => {
            return Err(Error::usage(format!("the target \"{rest}\" names nothing")));
        }
        Some(("id", id)) => Sought::Id(id.to_owned()),
        Some(("name", name)) => Sought::Name(name.to_owned()),
        Some(("ip", ip)) => Sought::Ip(ip.to_owned()),
        Some(("glob", pattern)) => Sought::Glob(pattern.to_owned()),
        _ if Glob::is_pattern(rest) => Sought::LiteralOrGlob(rest.to_owned()),
        _ => Sought::Either(rest.to_owned()),
    })
}

/// Finds what targets mean. With one account and an exact id, one read does; else the listings are searched.
///
/// # Errors
/// Errors that keep every account from being asked; a single target's failure is among the misses.
pub(crate) async fn resolve(
    fleet: &Fleet,
    noun: &'static Noun,
    specs: &[Spec],
    terms: &Terms<'_>,
    can: &dyn Fn(&Account) -> bool,
    verb: &str,
) -> Result<Resolved> {
    let mut resolved = Resolved::default();
    let mut searched: Vec<(Spec, Vec<String>)> = Vec::new();
    for spec in specs {
        let scope = scope_of(fleet, spec, terms)?;
        let (able, passed) = fleet.able(noun, &scope, verb, can)?;
        resolved.passed.extend(passed.into_iter().filter(|_| !spec.literal()));
        match (&spec.sought, &*able) {
            (Sought::Id(id), [account]) => match exact(fleet, noun, account, id, terms.limit).await {
                Ok(hit) => resolved.add(hit),
                Err(error) => resolved.misses.push((spec.clone(), error.target(&*spec.typed))),
            },
            _ => searched.push((spec.clone(), able)),
        }
    }
    let mut accounts = fleet.names();
    accounts.retain(|name| searched.iter().any(|(_, accounts)| accounts.contains(name)));
    let answers = fanout::list(fleet, noun, &accounts, terms.limit).await;
    for (spec, accounts) in &searched {
        let among: Vec<&Answer> = answers.iter().filter(|a| accounts.contains(&a.account)).collect();
        match find::find(noun, spec, &among, terms) {
            Ok(found) => found.into_iter().for_each(|(answer, index)| resolved.add_from(noun, spec, answer, index)),
            Err(error) => resolved.misses.push((spec.clone(), error.target(&*spec.typed))),
        }
    }
    resolved.failures = answers.into_iter().flat_map(|answer| answer.failures).collect();
    Ok(resolved)
}

/// The one record in an account that a text means, by id or name, be the account in front of it or not.
///
/// # Errors
/// `not_found` when there is none, `conflict` when there are several, `usage` when another account stands in front, and
/// what kept the account from answering.
pub(crate) async fn within(
    fleet: &Fleet,
    session: &Rc<Session>,
    noun: &'static Noun,
    text: &str,
    limit: Duration,
) -> Result<Match> {
    let account = session.account.name().to_owned();
    let Spec { account: other, sought, .. } = parse(text, fleet)?;
    if let Some(other) = other.filter(|other| *other != account) {
        return Err(Error::usage(format!("\"{text}\" is in the account {other}, and this is about {account}")));
    }
    let answer = fanout::ask(Rc::clone(session), noun, limit).await;
    let choice = Choice::Named(vec![account.clone()]);
    let terms = Terms { change: true, prefixes: false, limit, choice: &choice };
    let spec = Spec { typed: text.to_owned(), account: Some(account), sought };
    if !spec.literal() {
        return Err(Error::usage(format!("\"{text}\" must name exactly one {}", noun.kind())));
    }
    let found = find::find(noun, &spec, &[&answer], &terms)?;
    let entry = found.first().and_then(|(answer, index)| answer.entries.get(*index));
    let entry = entry.ok_or_else(|| find::absent(noun, &spec, &[&answer]))?.clone();
    Ok(Match { noun, session: Rc::clone(session), entry, exact: false, by_prefix: false })
}

/// The accounts a target is looked for in.
fn scope_of(fleet: &Fleet, spec: &Spec, terms: &Terms<'_>) -> Result<Scope> {
    let Some(account) = &spec.account else {
        return if terms.change { fleet.changing(terms.choice) } else { fleet.reading(terms.choice) };
    };
    let mut scope = fleet.reading(&Choice::Named(vec![account.clone()]))?;
    if let Choice::Named(typed) = terms.choice {
        let named = fleet.reading(terms.choice)?.names;
        scope.names.retain(|name| named.contains(name));
        if scope.names.is_empty() {
            let sentence = format!("\"{}\" is in account {account}, but -a names {}", spec.typed, typed.join(","));
            return Err(Error::usage(sentence));
        }
    }
    Ok(scope)
}

/// The record with an id in one account.
async fn exact(fleet: &Fleet, noun: &'static Noun, account: &str, id: &str, limit: Duration) -> Result<Match> {
    let session = fleet.session(account)?;
    let entry = fanout::show(&session, noun, id, limit).await?;
    Ok(Match { noun, session, entry, exact: true, by_prefix: false })
}

impl Resolved {
    /// Adds a record unless it is there already.
    fn add(&mut self, hit: Match) {
        let key = (hit.entry.origin.account.clone(), hit.record().head().id.clone());
        if self.seen.insert(key) {
            self.hits.push(hit);
        }
    }

    fn add_from(&mut self, noun: &'static Noun, spec: &Spec, answer: &Answer, index: usize) {
        if let (Some(session), Some(entry)) = (&answer.session, answer.entries.get(index)) {
            let by_prefix = spec.literal() && !find::matches(&spec.sought, entry);
            self.add(Match { noun, session: Rc::clone(session), entry: entry.clone(), exact: false, by_prefix });
        }
    }
}

#[cfg(test)]
mod tests;
