//! Edits of the accounts file that leave every other byte alone: lines are cut out or put in.
//! The result is read again and must have the intended meaning, else the file stays as it was.

use std::path::{Path, PathBuf};

use toml_edit::{Document, Item, TableLike, ser};

use super::section::check_name;
use super::{AccountSection, Config, Paths, credentials, files, toml};
use crate::error::{Error, Kind, Result};

/// Adds an account at the end; a name that is there, or would share its variable, is refused.
pub(crate) fn add_account(paths: &Paths, name: &str, section: &AccountSection) -> Result<PathBuf> {
    check_name(name, Kind::Usage)?;
    section.check_urls(name, Kind::Usage)?;
    edit(paths, |text, config, _| {
        let clash = |other: &&String| credentials::variable(other) == credentials::variable(name);
        if let Some(other) = config.accounts.keys().find(clash) {
            let why = if other == name { "already exists" } else { "would share its variable with that name" };
            return Err(Error::new(Kind::Conflict, format!("the account `{other}` {why}"))
                .hint("choose another name, or remove that account first"));
        }
        config.accounts.insert(name.to_owned(), section.clone());
        let keys = ser::to_string(section).map_err(|error| Error::config(error.to_string()))?;
        let newline = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        let blank = if text.is_empty() { "" } else { "\n" };
        let added = format!("{newline}{blank}[accounts.{name}]\n{keys}");
        Ok(format!("{text}{}", if text.contains("\r\n") { added.replace('\n', "\r\n") } else { added }))
    })
}

/// Removes an account with the comment right above it; the default account is unset with it.
pub(crate) fn remove_account(paths: &Paths, name: &str) -> Result<PathBuf> {
    edit(paths, |text, config, path| {
        config.accounts.remove(name).ok_or_else(|| unknown(path, name))?;
        let doc = parse(path, text)?;
        let accounts = doc.get("accounts").and_then(Item::as_table_like);
        let mut after = accounts.and_then(|accounts| without_section(text, accounts, name)).unwrap_or_default();
        if config.default_account.as_deref() == Some(name) {
            config.default_account = None;
            after = without_default(&after, &parse(path, &after)?);
        }
        Ok(after)
    })
}

/// Makes an account the default one, or none.
pub(crate) fn set_default(paths: &Paths, name: Option<&str>) -> Result<PathBuf> {
    edit(paths, |text, config, path| {
        config.default_account = name.map(str::to_owned);
        let doc = parse(path, text)?;
        let Some(name) = name else { return Ok(without_default(text, &doc)) };
        if !config.accounts.contains_key(name) {
            return Err(unknown(path, name));
        }
        match doc.get("default_account").and_then(Item::span) {
            Some(old) => Ok(spliced(text, old.start, old.end, &format!("\"{name}\""))),
            None => Ok(with_first_key(text, &format!("default_account = \"{name}\""))),
        }
    })
}

/// Changes the text, and beside it the expected meaning of the new text.
fn edit(paths: &Paths, change: impl FnOnce(&str, &mut Config, &Path) -> Result<String>) -> Result<PathBuf> {
    let path = paths.config_file()?;
    files::rewrite(path, |text| {
        let mut wanted = Config::parse(path, &text)?;
        let after = change(&text, &mut wanted, path)?;
        if !Config::parse(path, &after).is_ok_and(|got| got == wanted) {
            return Err(Error::config(format!("{} is written in a form nubo cannot edit", path.display()))
                .hint("give each account a section of its own, `[accounts.NAME]`, or edit the file by hand"));
        }
        Ok((after != text).then_some(after))
    })?;
    Ok(path.to_owned())
}

fn parse<'a>(path: &Path, text: &'a str) -> Result<Document<&'a str>> {
    Document::parse(text).map_err(|error| toml::unparsable(path, text, &error))
}

/// The text without one account, from the comment right above it to its last key.
fn without_section(text: &str, accounts: &dyn TableLike, name: &str) -> Option<String> {
    let (key, item) = accounts.get_key_value(name)?;
    let header = key.span()?;
    let last = last_of(item)?.max(header.end);
    let (mut start, end) = (line_start(text, header.start), line_end(text, last.saturating_sub(1)));
    while let above = line_start(text, start.saturating_sub(1))
        && above < start
        && text.get(above..start)?.trim_start().starts_with('#')
    {
        start = above;
    }
    // The blank lines on one side are removed too.
    let next = line_end(text, end);
    let blank = text.get(end..next)?.trim().is_empty();
    Some(spliced(text, start, if blank { next } else { end }, ""))
}

/// The end of an item's last key, counting the item's subsections.
fn last_of(item: &Item) -> Option<usize> {
    let below = item.as_table().into_iter().flat_map(toml_edit::Table::iter).filter_map(|(_, item)| last_of(item));
    below.chain(item.span().map(|span| span.end)).max()
}

fn without_default(text: &str, doc: &Document<&str>) -> String {
    let line = doc.get_key_value("default_account").and_then(|(key, item)| Some((key.span()?, item.span()?)));
    line.map_or_else(
        || text.to_owned(),
        |(key, value)| spliced(text, line_start(text, key.start), line_end(text, value.end), ""),
    )
}

/// Puts a line before every key and section, yet after a title: comments that a blank line follows.
fn with_first_key(text: &str, line: &str) -> String {
    let mut at = 0;
    let mut place = 0;
    for above in text.split_inclusive('\n') {
        at += above.len();
        match above.trim() {
            "" => place = at,
            comment if comment.starts_with('#') => {}
            _ => break,
        }
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = if text.get(place..).is_some_and(|rest| rest.starts_with(['#', '['])) { end } else { "" };
    spliced(text, place, place, &format!("{line}{end}{gap}"))
}

fn spliced(text: &str, from: usize, to: usize, new: &str) -> String {
    format!("{}{new}{}", text.get(..from).unwrap_or_default(), text.get(to..).unwrap_or_default())
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| at + newline + 1)
}

fn unknown(path: &Path, name: &str) -> Error {
    Error::new(Kind::NotFound, format!("no account `{}` in {}", name.escape_debug(), path.display()))
        .hint("`nubo accounts list` shows the accounts")
        .target(name)
}

#[cfg(test)]
#[path = "edit_tests.rs"]
mod tests;
