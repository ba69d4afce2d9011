//! The top of the rules file, which is about all rules: the interval of runs, the tag, and the recipients of messages.
//! A rule's own word wins over it.

use std::time::Duration;

use super::{
    copies::address,
    field::Fields,
    rule::{Notify, Telling},
};
use crate::error::{Error, Result};

/// The word of the tag by which machines name their rule.
pub(crate) const SELECT_TAG: &str = "select_tag";
/// The keys that are no rule.
pub(crate) const KEYS: [&str; 4] = ["interval", SELECT_TAG, "warn", "notify"];

/// The settings of all rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileWide {
    /// The time between two runs.
    pub interval: Option<Duration>,
    /// The word of the tag by which machines name their rule.
    pub tag: Option<String>,
    telling: Telling,
}

impl FileWide {
    /// Reads the top of a file.
    pub(crate) fn read(file: &mut Fields<'_>) -> Self {
        let (interval, tag) = (file.duration("interval"), file.one(SELECT_TAG, word));
        let telling = Telling { warn: file.duration("warn"), notify: notify(file).unwrap_or_default() };
        Self { interval, tag, telling }
    }

    /// The recipients of a rule's messages: its own, else those of the file.
    pub(crate) fn telling(&self, rule: &mut Fields<'_>) -> Telling {
        let warn = rule.duration("warn").or(self.telling.warn);
        let notify = notify(rule).unwrap_or_else(|| self.telling.notify.clone());
        if rule.has("warn") && notify.is_empty() {
            let nobody = Error::config("nobody is told").hint("add notify = [\"command ...\", \"https://...\"]");
            rule.complain("warn", rule.place("warn"), &nobody);
        }
        Telling { warn: warn.filter(|_| !notify.is_empty()), notify }
    }
}

fn notify(fields: &mut Fields<'_>) -> Option<Vec<Notify>> {
    let listed = fields.list("notify", one)?;
    Some(listed.into_iter().map(|(one, _)| one).collect())
}

/// A command or an address; what is wrong with one is told without it, since an address may be a secret.
fn one(typed: &str) -> Result<Notify> {
    if let Some(line) = typed.trim().strip_prefix("command ").map(str::trim).filter(|line| !line.is_empty()) {
        return Ok(Notify::Command(line.to_owned()));
    }
    let wrong = |_| {
        Error::config("it is neither a command nor an https address").hint("write \"command ...\" or \"https://...\"")
    };
    address(typed).map(|_| Notify::Url(typed.trim().to_owned())).map_err(wrong)
}

/// The word of a tag.
fn word(typed: &str) -> Result<String> {
    let word = typed.trim();
    let fits = !word.is_empty() && !word.contains(|c: char| c.is_whitespace() || matches!(c, '=' | ':'));
    let wrong = || Error::config(format!("{typed:?} is no word")).hint("write it as in select_tag = \"schedule\"");
    if fits { Ok(word.to_owned()) } else { Err(wrong()) }
}
