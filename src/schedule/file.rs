//! The rules file `schedules.toml`. A bad rule is reported by file, line and field, and never stops the others.
//! Only a file that is no TOML at all has no rules.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::Duration,
};

use toml_edit::{Document, Item, Table, TomlError};

use super::{
    copies::{Copies, is_url},
    date_file::is_file,
    field::{Fields, TextSpan},
    file_wide::{FileWide, KEYS, SELECT_TAG},
    read,
    rule::Rule,
    shield::Shield,
};
use crate::{config::toml::complaint, error::Error, model::nearest};

/// The content of a rules file.
#[derive(Clone, Debug)]
pub(crate) struct Loaded {
    /// The rules that can act, in the order of the file.
    pub rules: Vec<Rule>,
    /// The errors of the other rules, all of kind `config`, each with its rule as the target.
    pub bad: Vec<Error>,
    /// The machines that the other rules may keep up.
    pub shields: Vec<Shield>,
    /// The time between two runs, as the file has it.
    pub interval: Option<Duration>,
    file: PathBuf,
}

/// Reads the text of a rules file; the path is for complaints.
pub(crate) fn load(text: &str, path: &Path, copies: &Copies) -> Loaded {
    let mut loaded = Loaded::none(path);
    let doc = match Document::parse(text) {
        Ok(doc) => doc,
        Err(error) => {
            loaded.bad.push(unparsable(path, text, &error));
            loaded.shields.push(Shield::of_all("the rules file"));
            return loaded;
        }
    };
    let mut file =
        Fields { file: path, text, copies, rule: "", within: "", head: None, table: doc.as_table(), bad: Vec::new() };
    let wide = FileWide::read(&mut file);
    loaded.interval = wide.interval;
    if wide.tag.is_none() && file.has(SELECT_TAG) {
        // Nobody knows which machines take themselves out of every rule.
        loaded.shields.push(Shield::of_all(SELECT_TAG));
    }
    loaded.bad.append(&mut file.bad);
    for (name, item) in doc.iter().filter(|(name, _)| !KEYS.contains(name)) {
        let head: TextSpan = doc.get_key_value(name).and_then(|(key, _)| key.span());
        let rule = name.escape_debug().to_string();
        let Some(table) = item.as_table_like() else {
            let what = format!("{rule} stands outside a rule");
            let hint = "a rule begins with its name in brackets, as in [office], once";
            let hint = format!("{hint}; of the whole file there are {}", KEYS.join(", "));
            loaded.bad.push(complaint(path, text, head, &what).hint(hint).target(&rule));
            loaded.shields.push(Shield::of_all(&rule));
            continue;
        };
        let mut fields = Fields { file: path, text, copies, rule: &rule, within: "", head, table, bad: Vec::new() };
        match read::rule(name, &wide, &mut fields).filter(|_| fields.bad.is_empty()) {
            Some(rule) => loaded.rules.push(rule),
            None => loaded.shields.push(read::shield(name, &fields)),
        }
        loaded.bad.append(&mut fields.bad);
    }
    loaded.check_order(doc.as_table(), text);
    loaded
}

/// The addresses of calendars that the rules of a file name, each once.
pub(crate) fn calendar_urls(text: &str) -> Vec<String> {
    date_sources(text, is_url)
}

/// The files of dates that the rules of a file name, each once.
pub(crate) fn date_files(text: &str) -> Vec<String> {
    date_sources(text, |entry| is_file(entry) && !is_url(entry))
}

/// The entries among the dates of rules that are of one kind, each once.
fn date_sources(text: &str, of_kind: impl Fn(&str) -> bool) -> Vec<String> {
    let Ok(doc) = Document::parse(text) else { return Vec::new() };
    let rules = doc.iter().filter_map(|(_, item)| item.as_table_like());
    let lists = rules.flat_map(|rule| ["except", "also"].into_iter().filter_map(|key| rule.get(key)?.as_array()));
    let entries = lists.flatten().filter_map(|entry| entry.as_str()).filter(|entry| of_kind(entry));
    entries.map(|entry| entry.trim().to_owned()).collect::<BTreeSet<_>>().into_iter().collect()
}

impl Loaded {
    /// A file without a rule.
    pub(crate) fn none(path: &Path) -> Self {
        let (rules, bad, shields, interval) = (Vec::new(), Vec::new(), Vec::new(), None);
        Self { rules, bad, shields, interval, file: path.to_owned() }
    }

    /// The path it was read from.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// Takes out the rules that wait for a rule that is not there, or in the end for themselves.
    fn check_order(&mut self, table: &Table, text: &str) {
        let names: Vec<String> = self.rules.iter().map(|rule| rule.name.clone()).collect();
        let shielded: Vec<&str> = self.shields.iter().map(|shield| shield.rule.as_str()).collect();
        let known = |name: &str| names.iter().any(|other| other == name) || shielded.contains(&name);
        let mut bad = Vec::new();
        for rule in &self.rules {
            let unknown = rule.order.after.iter().find(|name| !known(name));
            let error = match unknown {
                Some(name) => Error::config(format!("there is no rule {name:?}")).hint(
                    nearest(name, names.iter().map(String::as_str)).map_or_else(
                        || "name another rule of this file".to_owned(),
                        |near| format!("did you mean {near}?"),
                    ),
                ),
                None if waits_for(&self.rules, &rule.name).contains(&rule.name) => {
                    Error::config("in the end it waits for itself").hint("take one of the rules of the circle out")
                }
                None => continue,
            };
            let place = table.get(&rule.name).and_then(Item::as_table_like).and_then(|own| own.get("after"));
            let what = format!("rule {}, after: {}", rule.name.escape_debug(), error.details().message);
            let told = complaint(&self.file, text, place.and_then(Item::span), &what).target(&rule.name);
            bad.push((rule.name.clone(), error.details().hint.iter().fold(told, |told, hint| told.hint(hint.clone()))));
        }
        for (name, error) in bad {
            self.bad.push(error);
            if let Some(at) = self.rules.iter().position(|rule| rule.name == name) {
                let rule = self.rules.remove(at);
                self.shields.push(Shield { accounts: Some(rule.accounts), select: Some(rule.select), rule: name });
            }
        }
    }

    /// Takes out the rules that name an account which is not configured, each such name a complaint.
    pub(crate) fn check_accounts(&mut self, configured: &[&str]) {
        let (file, bad, shields) = (&self.file, &mut self.bad, &mut self.shields);
        self.rules.retain(|rule| {
            let unknown = |(name, _): &(&String, &usize)| !configured.contains(&name.as_str());
            let named = rule.accounts.iter().zip(&rule.account_lines).filter(unknown);
            let before = bad.len();
            bad.extend(named.map(|(name, line)| {
                let near = nearest(name, configured.iter().copied());
                let hint = near.map_or_else(
                    || format!("the accounts are {}", configured.join(", ")),
                    |near| format!("did you mean {near}?"),
                );
                let place = format!("{}, line {line}: rule {}, accounts", file.display(), rule.name.escape_debug());
                let error = Error::config(format!("{place}: there is no account {name:?}")).target(&rule.name);
                error.hint(if configured.is_empty() {
                    "configure one with `nubo accounts add`".to_owned()
                } else {
                    hint
                })
            }));
            let known = bad.len() == before;
            if !known {
                // An unknown name may be meant for any account.
                shields.push(Shield { accounts: None, select: Some(rule.select.clone()), rule: rule.name.clone() });
            }
            known
        });
    }
}

/// The names of the rules that a rule waits for, by way of others too.
fn waits_for(rules: &[Rule], name: &str) -> BTreeSet<String> {
    let (mut found, mut open) = (BTreeSet::new(), vec![name.to_owned()]);
    while let Some(name) = open.pop() {
        for other in rules.iter().filter(|rule| rule.name == name).flat_map(|rule| &rule.order.after) {
            if found.insert(other.clone()) {
                open.push(other.clone());
            }
        }
    }
    found
}

/// The parser's error, by line and column.
fn unparsable(path: &Path, text: &str, error: &TomlError) -> Error {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let what = error.message().lines().next().unwrap_or("not TOML");
    Error::config(format!("{}, line {line}, column {column}: {what}", path.display()))
        .hint("correct that line; no rule acts until then; see https://toml.io for the format")
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
