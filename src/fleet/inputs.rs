//! Records named by flags: `--image debian-12` becomes the id of that image in the account the verb acts in.
//! A provider that does not list such records gets the text as it was typed.

use std::{rc::Rc, time::Duration};

use crate::{
    error::{Error, Kind, Result},
    http::Target,
    model::{Entry, Flag, FlagKind, Value, parse_size},
    provider::{self, Act, Ask, Input, Inputs, Noun, Session},
};

use super::{fanout, scope::Fleet, target};

/// The flags typed beside the targets, as one account understands them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    /// The flags by name.
    pub flags: Inputs,
    /// The records that they name.
    pub named: Vec<Target>,
}

/// A value as it was typed.
pub(crate) struct Raw {
    /// The flag.
    pub flag: &'static Flag,
    /// Its values; none where it takes none.
    pub values: Vec<String>,
}

/// The typed flags, as one account understands them.
///
/// # Errors
/// `usage` when the provider has no use for a flag, `not_found` and `conflict` when it names nothing or several things.
pub(crate) async fn given(
    fleet: &Fleet,
    session: &Rc<Session>,
    act: &Act,
    raw: &[Raw],
    limit: Duration,
) -> Result<Given> {
    let found = async |word: &str, text: &str| found(fleet, session, word, text, limit).await;
    let mut given = Given::default();
    for Raw { flag, values } in raw {
        if flag.kind != FlagKind::Own && !act.heeds(flag.name) {
            let sentence = format!("--{} means nothing at {}", flag.name, session.account.provider.title());
            return Err(session.place(Error::usage(sentence)));
        }
        let first = values.first().cloned().unwrap_or_default();
        let value = match flag.kind {
            FlagKind::Files => listed(flag, values),
            FlagKind::Named(_) | FlagKind::AllNamed(_) if act.as_typed.contains(&flag.name) => listed(flag, values),
            FlagKind::Named(noun) => {
                let (id, target) = found(noun, &first).await.map_err(|e| e.while_doing(&dashed(flag)))?;
                given.named.extend(target);
                Input::Text(id)
            }
            FlagKind::AllNamed(noun) => {
                let mut ids = Vec::new();
                for value in values {
                    let (id, target) = found(noun, value).await.map_err(|e| e.while_doing(&dashed(flag)))?;
                    given.named.extend(target);
                    ids.push(id);
                }
                listed(flag, &ids)
            }
            FlagKind::Pairs => pairs(values),
            _ => plain(flag, &first)?,
        };
        given.flags = std::mem::take(&mut given.flags).with(flag.name, value);
    }
    Ok(given)
}

/// The inputs of a question, from the flags typed beside its targets.
///
/// # Errors
/// `usage` when the provider has no use for a flag, or its value is no number.
pub(crate) fn asked(session: &Session, ask: &Ask, raw: &[Raw]) -> Result<Inputs> {
    raw.iter().try_fold(Inputs::none(), |inputs, Raw { flag, values }| {
        if !ask.heeds(flag.name) {
            let sentence = format!("--{} means nothing at {}", flag.name, session.account.provider.title());
            return Err(session.place(Error::usage(sentence)));
        }
        let value = match flag.kind {
            FlagKind::Pairs => pairs(values),
            _ => plain(flag, values.first().map_or("", String::as_str))?,
        };
        Ok(inputs.with(flag.name, value))
    })
}

/// The value of a flag that names no record.
fn plain(flag: &Flag, value: &str) -> Result<Input> {
    Ok(match flag.kind {
        FlagKind::Size => {
            let bytes = i64::try_from(parse_size(value)?);
            Input::Integer(bytes.map_err(|_| Error::usage(format!("--{}: {value} is too large", flag.name)))?)
        }
        FlagKind::Count => {
            let bad = || Error::usage(format!("--{} takes a whole number, not \"{value}\"", flag.name));
            Input::Integer(value.parse().map_err(|_| bad())?)
        }
        FlagKind::Switch | FlagKind::Own => Input::Bool(true),
        _ => Input::Text(value.to_owned()),
    })
}

/// Keys and values as one object.
fn pairs(values: &[String]) -> Input {
    let pair = |value: &String| value.split_once('=').map(|(key, value)| (key.to_owned(), value.into()));
    Input::Json(serde_json::Value::Object(values.iter().filter_map(pair).collect()))
}

fn dashed(flag: &Flag) -> String {
    format!("--{}", flag.name)
}

fn listed(flag: &Flag, values: &[String]) -> Input {
    match flag.kind {
        FlagKind::AllNamed(_) | FlagKind::Files => {
            Input::Json(values.iter().map(|value| serde_json::Value::from(value.as_str())).collect())
        }
        _ => Input::Text(values.first().cloned().unwrap_or_default()),
    }
}

/// The noun that flags name by a word.
fn known(word: &str) -> Result<&'static Noun> {
    provider::noun(word).ok_or_else(|| Error::new(Kind::Failed, format!("nothing looks for {word}")))
}

/// The id of the record of a noun that a text means, and the record as a target of the guard rails.
async fn found(
    fleet: &Fleet,
    session: &Rc<Session>,
    word: &str,
    text: &str,
    limit: Duration,
) -> Result<(String, Option<Target>)> {
    let noun = known(word)?;
    if session.account.binding(noun).list.is_none() {
        return Ok((text.to_owned(), None));
    }
    let hit = target::within(fleet, session, noun, text, limit).await?;
    let guarded = matches!(noun.kind(), "instance" | "drive" | "ip").then(|| hit.target());
    Ok((hit.record().head().id.clone(), guarded))
}

/// True for a record that something new can be made with: not sold out or broken, and no CD.
fn on_offer(entry: &Entry) -> bool {
    let is = |field: &str, words: &[&str]| matches!(entry.named(field), Value::Text(word) if words.contains(&word));
    !is("state", &["sold_out", "disabled", "error"]) && !is("kind", &["cdrom"])
}

/// The records of a noun that a flag can name in an account; none where the provider does not list them.
///
/// # Errors
/// Errors that kept the account from answering.
pub(crate) async fn choices(session: &Rc<Session>, word: &str, limit: Duration) -> Result<Vec<Entry>> {
    let noun = known(word)?;
    if session.account.binding(noun).list.is_none() {
        return Ok(Vec::new());
    }
    let answer = fanout::ask(Rc::clone(session), noun, limit).await;
    match answer.failures.into_iter().next() {
        Some(error) if answer.entries.is_empty() => Err(error),
        _ => Ok(answer.entries.into_iter().filter(on_offer).collect()),
    }
}

#[cfg(test)]
mod tests;
