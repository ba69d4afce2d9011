//! The rules file `schedules.toml`. A bad rule is reported by file, line and field, and never stops the others.
//! Only a file that is no TOML at all has no rules.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use toml_edit::{Document, TomlError};

use super::{
    field::{Fields, TextSpan},
    read,
    rule::Rule,
    shield::Shield,
};
use crate::{config::toml::complaint, error::Error, model::nearest};

/// The one key that is no rule.
const INTERVAL: &str = "interval";

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
pub(crate) fn load(text: &str, path: &Path) -> Loaded {
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
        Fields { file: path, text, rule: "", within: "", head: None, table: doc.as_table(), bad: Vec::new() };
    loaded.interval = file.duration(INTERVAL);
    loaded.bad.append(&mut file.bad);
    for (name, item) in doc.iter().filter(|(name, _)| *name != INTERVAL) {
        let head: TextSpan = doc.get_key_value(name).and_then(|(key, _)| key.span());
        let rule = name.escape_debug().to_string();
        let Some(table) = item.as_table_like() else {
            let what = format!("{rule} stands outside a rule");
            let hint =
                "a rule begins with its name in brackets, as in [office], once; of the whole file there is interval";
            loaded.bad.push(complaint(path, text, head, &what).hint(hint).target(&rule));
            loaded.shields.push(Shield::of_all(&rule));
            continue;
        };
        let mut fields = Fields { file: path, text, rule: &rule, within: "", head, table, bad: Vec::new() };
        match read::rule(name, &mut fields).filter(|_| fields.bad.is_empty()) {
            Some(rule) => loaded.rules.push(rule),
            None => loaded.shields.push(read::shield(name, &fields)),
        }
        loaded.bad.append(&mut fields.bad);
    }
    loaded
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
