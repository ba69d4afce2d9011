//! The fields of one rule as they stand in the file, and the errors of each by line and name.
//! All complaints about a rule are kept, so that one look at the file mends them together.

use std::{ops::Range, path::Path, time::Duration};

use toml_edit::{Item, TableLike, Value};

use super::{calendar::HORIZON, copies::Copies};
use crate::{
    config::toml::complaint,
    error::{Error, Result},
    model::{nearest, parse_duration},
};

/// The range of bytes in the file that an item takes.
pub(crate) type TextSpan = Option<Range<usize>>;

/// A table of a rule that is being read.
pub(crate) struct Fields<'a> {
    /// The file, for complaints.
    pub file: &'a Path,
    /// The file's text.
    pub text: &'a str,
    /// The copies of calendars that are elsewhere.
    pub copies: &'a Copies,
    /// The rule's name.
    pub rule: &'a str,
    /// The prefix of a field's name: nothing, or `stop.`.
    pub within: &'static str,
    /// The place of the table's heading.
    pub head: TextSpan,
    /// The table.
    pub table: &'a dyn TableLike,
    /// The errors so far.
    pub bad: Vec<Error>,
}

impl<'a> Fields<'a> {
    /// Adds the error of a field, in the words of another error.
    pub(crate) fn complain(&mut self, key: &str, place: TextSpan, error: &Error) {
        let rule = if self.rule.is_empty() { String::new() } else { format!("rule {}, ", self.rule) };
        let what = format!("{rule}{}{key}: {}", self.within, error.details().message);
        let told = complaint(self.file, self.text, place, &what).target(self.rule);
        let hint = error.details().hint.as_deref();
        self.bad.push(hint.into_iter().fold(told, Error::hint));
    }

    /// Refuses unknown fields, and names missing ones.
    pub(crate) fn check_keys(&mut self, known: &[&str], required: &[&str]) {
        let keys: Vec<String> = self.table.iter().map(|(key, _)| key.to_owned()).collect();
        for key in keys.iter().filter(|key| !known.contains(&key.as_str())) {
            let near =
                nearest(key, known.iter().copied()).map_or(String::new(), |near| format!("did you mean {near}? "));
            let error =
                Error::config("there is no such field").hint(format!("{near}the fields are {}", known.join(", ")));
            self.complain(&key.escape_debug().to_string(), self.place(key), &error);
        }
        for key in required {
            if !self.has(key) {
                self.complain(key, self.head.clone(), &Error::config("it is missing").hint("each rule needs it"));
            }
        }
    }

    /// True when the field is there.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The item of a field.
    pub(crate) fn item(&self, key: &str) -> Option<&'a Item> {
        self.table.get(key)
    }

    /// The place of a field.
    pub(crate) fn place(&self, key: &str) -> TextSpan {
        self.table.get_key_value(key).and_then(|(key, _)| key.span())
    }

    /// The line of a place, counted from 1.
    pub(crate) fn line(&self, place: &TextSpan) -> usize {
        let before = place.as_ref().and_then(|place| self.text.get(..place.start));
        before.map_or(1, |before| before.matches('\n').count() + 1)
    }

    /// Reads a text.
    pub(crate) fn one<T>(&mut self, key: &str, read: impl FnOnce(&str) -> Result<T>) -> Option<T> {
        let item = self.item(key)?;
        let read = item.as_str().ok_or_else(|| not_text(item.type_name())).and_then(read);
        read.map_err(|error| self.complain(key, item.span(), &error)).ok()
    }

    /// Reads a list of texts, each with its place; the caller decides about an empty one.
    pub(crate) fn list<T>(&mut self, key: &str, read: impl Fn(&str) -> Result<T>) -> Option<Vec<(T, TextSpan)>> {
        let item = self.item(key)?;
        let Some(values) = item.as_array() else {
            let wrong = Error::config(format!("expected a list, found {}", kind(item.type_name())));
            self.complain(key, item.span(), &wrong.hint(format!("write it as in {key} = [\"..\", \"..\"]")));
            return Some(Vec::new());
        };
        let values: Vec<&Value> = values.iter().collect();
        let one = |value: &Value| value.as_str().ok_or_else(|| not_text(value.type_name())).and_then(&read);
        let read: Vec<_> = values.into_iter().map(|value| (one(value), value.span())).collect();
        Some(read.into_iter().filter_map(|(one, place)| Some((self.kept(key, one, place.clone())?, place))).collect())
    }

    /// Reads a list of texts that must not be empty.
    pub(crate) fn some<T>(&mut self, key: &str, empty: &str, read: impl Fn(&str) -> Result<T>) -> Vec<(T, TextSpan)> {
        if self.item(key).and_then(Item::as_array).is_some_and(toml_edit::Array::is_empty) {
            self.complain(key, self.place(key), &Error::config("the list is empty").hint(empty));
        }
        self.list(key, read).unwrap_or_default()
    }

    /// Reads one word of several.
    pub(crate) fn word<T: Copy>(&mut self, key: &str, words: &[(&str, T)]) -> Option<T> {
        self.one(key, |typed| {
            let found = words.iter().find(|(word, _)| *word == typed).map(|(_, meaning)| *meaning);
            let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            found.ok_or_else(|| {
                Error::config(format!("there is no {typed:?}")).hint(format!("it is {}", all.join(" or ")))
            })
        })
    }

    /// Reads a duration, which the calendar can look back on.
    pub(crate) fn duration(&mut self, key: &str) -> Option<Duration> {
        self.one(key, |typed| {
            let found = parse_duration(typed)?;
            let long = found > HORIZON.unsigned_abs();
            let refusal = || Error::config(format!("{typed:?} is too long")).hint("35d is the longest");
            if long { Err(refusal()) } else { Ok(found) }
        })
    }

    /// Reads a number of at least one.
    pub(crate) fn count(&mut self, key: &str) -> Option<usize> {
        let item = self.item(key)?;
        let found = item.as_integer().and_then(|number| usize::try_from(number).ok()).filter(|number| *number > 0);
        if found.is_none() {
            let wrong = Error::config("expected a number of at least 1").hint(format!("write it as in {key} = 20"));
            self.complain(key, item.span(), &wrong);
        }
        found
    }

    fn kept<T>(&mut self, key: &str, read: Result<T>, place: TextSpan) -> Option<T> {
        read.map_err(|error| self.complain(key, place, &error)).ok()
    }
}

fn not_text(found: &str) -> Error {
    Error::config(format!("expected a text, found {}", kind(found))).hint("write it in quotes")
}

/// A kind of value as English has it.
fn kind(name: &str) -> String {
    let article = if name.starts_with(['a', 'i']) { "an" } else { "a" };
    format!("{article} {name}")
}
