//! Looking for a target in what accounts answered.
//! Two hits are never guessed between, and absence is only told when every account answered.

use crate::{
    error::{Error, Kind, Result},
    glob::Glob,
    model::{Entry, FieldKind, Row, Value, fields_of},
    provider::Bound,
};

use super::{Sought, Spec, Terms};
use crate::fleet::{fanout::Answer, scope::Choice};

/// Where a target was found: an answer, and a place in it.
pub type Found<'a, R> = (&'a Answer<R>, usize);

pub fn find<'a, R: Bound>(spec: &Spec, answers: &[&'a Answer<R>], terms: &Terms<'_>) -> Result<Vec<Found<'a, R>>> {
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
        _ if found.len() > 1 && spec.literal() && spec.sought != Sought::Own => Err(ambiguous(spec, &found)),
        _ => Ok(found),
    }
}

/// Whether a record is what was sought.
pub fn matches<R: Bound>(sought: &Sought, entry: &Entry<R>) -> bool {
    let head = entry.record.head();
    match sought {
        Sought::Either(text) => head.id == *text || head.name.as_deref() == Some(text) || number(entry) == Some(text),
        Sought::Id(id) => head.id == *id,
        Sought::Name(name) => head.name.as_deref() == Some(name),
        Sought::Ip(ip) => has_address(entry, ip),
        Sought::All | Sought::Own => true,
        Sought::Glob(pattern) => {
            let glob = Glob::new(pattern);
            head.name.as_deref().or(number(entry)).is_some_and(|name| glob.matches(name))
        }
    }
}

/// An address, however it is spelled.
fn parsed(text: &str) -> Option<std::net::IpAddr> {
    text.parse().ok()
}

/// The number of a record, by which people know invoices and tickets.
fn number<R: Bound>(entry: &Entry<R>) -> Option<&str> {
    let place = fields_of::<R>().iter().position(|field| field.name == "number")?;
    if let Value::Text(number) = entry.value(place) { Some(number) } else { None }
}

/// Whether one of the record's addresses is the one sought.
fn has_address<R: Bound>(entry: &Entry<R>, ip: &str) -> bool {
    let fields = fields_of::<R>();
    let lists = fields.iter().enumerate().filter(|(_, field)| field.kind == FieldKind::List && field.name == "ips");
    let same = |other: &String| other == ip || parsed(other).is_some_and(|address| Some(address) == parsed(ip));
    lists.into_iter().any(|(index, _)| matches!(entry.value(index), Value::List(ips) if ips.iter().any(same)))
}

/// Whether a text is the beginning of an id within its last segment, and long enough to mean something.
pub fn is_prefix(text: &str, id: &str) -> bool {
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

pub fn absent<R: Bound>(spec: &Spec, answers: &[&Answer<R>]) -> Error {
    let accounts: Vec<&str> = answers.iter().map(|a| a.account.as_str()).collect();
    let error = Error::new(Kind::NotFound, format!("no {} \"{}\" in {}", R::KIND, spec.typed, accounts.join(", ")));
    let names = answers.iter().flat_map(|a| a.entries.iter().filter_map(|e| e.record.head().name.as_deref()));
    let sought = spec.typed.rsplit('/').next().unwrap_or(&spec.typed);
    match crate::model::nearest(sought, names) {
        Some(near) => error.hint(format!("did you mean \"{near}\"?")),
        None => error.hint(format!("see what there is: {}", R::listing())),
    }
}

fn ambiguous<R: Bound>(spec: &Spec, found: &[Found<'_, R>]) -> Error {
    let each = found.iter().filter_map(|(answer, index)| Some((answer, answer.entries.get(*index)?)));
    let list: Vec<String> =
        each.map(|(answer, entry)| format!("{}/id:{}", answer.account, entry.record.head().id)).collect();
    Error::new(Kind::Conflict, format!("\"{}\" is ambiguous: {}", spec.typed, list.join(", ")))
        .hint("use one of these forms instead")
}
