//! The search for a target in the answers of accounts.
//! Two hits are never guessed between, and absence is only told when every account answered.

use crate::{
    error::{Error, Kind, Result},
    glob::Glob,
    model::{Entry, Value, address},
    provider::Noun,
};

use super::{Sought, Spec, Terms};
use crate::fleet::fanout::Answer;

/// The position of a hit: an answer, and an index in it.
pub(crate) type Found<'a> = (&'a Answer, usize);

pub(crate) fn find<'a>(noun: &Noun, spec: &Spec, answers: &[&'a Answer], terms: &Terms<'_>) -> Result<Vec<Found<'a>>> {
    let matching = |test: &dyn Fn(&Entry) -> bool| -> Vec<Found<'a>> {
        let in_answer = |answer: &&'a Answer| -> Vec<Found<'a>> {
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
    if let (Sought::LiteralOrGlob(text), Some(answer), true) = (&spec.sought, incomplete, terms.change) {
        // A record of that literal name may be in an account that did not answer in full.
        let hint = format!("say how it is meant: name:{text} for the one of that name, glob:{text} for a pattern");
        return Err(unsure(spec, answer, noun.kind(), answers.len() == 1).hint(hint));
    }
    let mut found = matching(&|entry| matches(&spec.sought, entry));
    if let Sought::LiteralOrGlob(text) = &spec.sought {
        // A record of that literal name is meant, not the names that fit the text as a pattern.
        let named = matching(&|entry| entry.record.head().name.as_deref() == Some(text));
        found = if named.is_empty() { found } else { named };
    }
    if let (true, Sought::Either(text), None) = (found.is_empty() && terms.prefixes, &spec.sought, incomplete) {
        found = matching(&|entry| is_prefix(text, &entry.record.head().id));
    }
    let bare = spec.account.is_none() && !terms.choice.is_one();
    let twice = || {
        found.iter().enumerate().any(|(at, (one, _))| found[..at].iter().any(|(other, _)| one.account == other.account))
    };
    match incomplete {
        Some(_) if spec.sought == Sought::All => Ok(found),
        Some(answer) if found.is_empty() || (terms.change && bare && spec.literal()) => {
            Err(unsure(spec, answer, noun.kind(), answers.len() == 1))
        }
        _ if found.is_empty() && spec.sought != Sought::All => Err(absent(noun, spec, answers)),
        _ if spec.sought == Sought::Own => Ok(found),
        _ if found.len() > 1 && spec.literal() => Err(ambiguous(spec, &found)),
        // A pattern of accounts means one thing in each of them.
        _ if spec.names_one() && twice() => Err(ambiguous(spec, &found)),
        _ => Ok(found),
    }
}

/// True when a record is the object of a search.
pub(crate) fn matches(sought: &Sought, entry: &Entry) -> bool {
    let head = entry.record.head();
    match sought {
        Sought::Either(text) => {
            head.id == *text || head.name.as_deref() == Some(text) || entry.record.number() == Some(text)
        }
        Sought::Id(id) => head.id == *id,
        Sought::Name(name) => head.name.as_deref() == Some(name),
        Sought::Ip(ip) => has_address(entry, ip),
        Sought::All | Sought::Own => true,
        Sought::LiteralOrGlob(pattern) | Sought::Glob(pattern) => {
            let glob = Glob::new(pattern);
            let name = head.name.as_deref().or(entry.record.number());
            // A single star fits every record, even one without a name.
            pattern == "*" || name.is_some_and(|name| glob.matches(name))
        }
    }
}

/// True when one of the record's addresses is the one sought.
fn has_address(entry: &Entry, ip: &str) -> bool {
    let same = |other: &str| other == ip || address(other).is_some_and(|other| Some(other) == address(ip));
    ["ips", "address"].into_iter().any(|field| match entry.named(field) {
        Value::List(ips) => ips.iter().any(|ip| same(ip)),
        Value::Text(address) => same(address),
        _ => false,
    })
}

/// True when a text is the beginning of an id within its last segment, and long enough to be meant as one.
pub(crate) fn is_prefix(text: &str, id: &str) -> bool {
    text.len() >= 4 && id.strip_prefix(text).is_some_and(|rest| !rest.contains('/'))
}

/// The error of a target that may be in an account that did not answer in full; `alone` when only that one was meant.
fn unsure(spec: &Spec, answer: &Answer, kind: &str, alone: bool) -> Error {
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

pub(crate) fn absent(noun: &Noun, spec: &Spec, answers: &[&Answer]) -> Error {
    let accounts: Vec<&str> = answers.iter().map(|a| a.account.as_str()).collect();
    let error = Error::new(Kind::NotFound, format!("no {} \"{}\" in {}", noun.kind(), spec.typed, accounts.join(", ")));
    let names = answers.iter().flat_map(|a| a.entries.iter().filter_map(|e| e.record.head().name.as_deref()));
    let sought = spec.typed.rsplit('/').next().unwrap_or(&spec.typed);
    match crate::model::nearest(sought, names) {
        Some(near) => error.hint(format!("did you mean \"{near}\"?")),
        None => error.hint(format!("see what there is: {}", noun.listing())),
    }
}

fn ambiguous(spec: &Spec, found: &[Found<'_>]) -> Error {
    let each = found.iter().filter_map(|(answer, index)| Some((answer, answer.entries.get(*index)?)));
    let list: Vec<String> =
        each.map(|(answer, entry)| format!("{}/id:{}", answer.account, entry.record.head().id)).collect();
    Error::new(Kind::Conflict, format!("\"{}\" is ambiguous: {}", spec.typed, list.join(", ")))
        .hint("use one of these forms instead")
}
