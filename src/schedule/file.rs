//! The rules file `schedules.toml`. A bad rule is told by file, line and field, and never stops the others.
//! Only a file that is no TOML at all has no rules.

use std::path::{Path, PathBuf};

use toml_edit::{Document, TomlError};

use super::{
    field::{Fields, Place},
    read,
    rule::Rule,
};
use crate::{config::toml::complaint, error::Error, model::nearest};

/// What a rules file holds.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The rules that can act, in the order of the file.
    pub rules: Vec<Rule>,
    /// What is wrong with the others, all of kind `config`, each with its rule as the target.
    pub bad: Vec<Error>,
    file: PathBuf,
}

/// Reads the text of a rules file; the path is for complaints.
pub fn load(text: &str, path: &Path) -> Loaded {
    let mut loaded = Loaded { rules: Vec::new(), bad: Vec::new(), file: path.to_owned() };
    let doc = match Document::parse(text) {
        Ok(doc) => doc,
        Err(error) => {
            loaded.bad.push(unparsable(path, text, &error));
            return loaded;
        }
    };
    for (name, item) in doc.iter() {
        let head: Place = doc.get_key_value(name).and_then(|(key, _)| key.span());
        let rule = name.escape_debug().to_string();
        let Some(table) = item.as_table_like() else {
            let what = format!("{rule} stands outside a rule");
            let hint = "a rule begins with its name in brackets, as in [office], once";
            loaded.bad.push(complaint(path, text, head, &what).hint(hint).target(&rule));
            continue;
        };
        let mut fields = Fields { file: path, text, rule: &rule, within: "", head, table, bad: Vec::new() };
        let rule = read::rule(name, &mut fields);
        loaded.rules.extend(rule.filter(|_| fields.bad.is_empty()));
        loaded.bad.append(&mut fields.bad);
    }
    loaded
}

impl Loaded {
    /// Where it was read from.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Takes out the rules that name an account which is not configured, each such name a complaint.
    pub fn check_accounts(&mut self, configured: &[&str]) {
        let (file, bad) = (&self.file, &mut self.bad);
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
            bad.len() == before
        });
    }
}

/// What the parser found, by line and column.
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
