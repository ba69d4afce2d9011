//! Names that new things get: unique in their account, and no patterns, unless that was said.
//! Names are targets, and of two things of one name neither can be meant.

use std::{rc::Rc, time::Duration};

use crate::{
    error::{Error, Kind, Result},
    glob::Glob,
    provider::{Noun, Session},
};

use super::fanout;

/// The flag that lets a name be given again.
pub(crate) const ALLOW: &str = "allow-duplicate";

/// Refuses names that an account has already, that are given twice, or that look like patterns.
///
/// # Errors
/// `conflict`, unless it is allowed, and what kept the account from telling what it has, allowed or not.
pub(crate) async fn unique(
    session: &Rc<Session>,
    noun: &Noun,
    names: &[&str],
    allowed: bool,
    limit: Duration,
) -> Result<()> {
    if session.account.binding(noun).list.is_none() {
        return Ok(());
    }
    let answer = fanout::ask(Rc::clone(session), noun, limit).await;
    if let Some(failure) = answer.failures.first() {
        let kind = if failure.kind() == Kind::Denied { Kind::Denied } else { Kind::Unavailable };
        let sentence = format!("cannot tell which {} there are: {}", noun.word, failure.details().message);
        return Err(failure.clone().replaced(kind, sentence).account(&answer.account));
    }
    let has = |name: &str| answer.entries.iter().find(|entry| entry.record.head().name.as_deref() == Some(name));
    for (at, name) in names.iter().enumerate().filter(|_| !allowed) {
        let why = match has(name) {
            Some(entry) => format!("\"{name}\" is there already: {} {}", noun.kind(), entry.record.head().id),
            None if names[..at].contains(name) => format!("two {} would be called \"{name}\"", noun.word),
            None if Glob::is_pattern(name) => format!("the name \"{name}\" looks like a pattern"),
            None => continue,
        };
        return Err(session.place(Error::new(Kind::Conflict, why)).hint(format!("if it is meant, add --{ALLOW}")));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
