//! The credentials file, where a secret goes when there is no keyring: `[NAME] secret = ".."`, mode 0600.
//! The file belongs to nubo alone; a complaint about it names a line and shows none of its text.

use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, value};

use super::{Secret, files};
use crate::error::{Error, Result};

/// The secret of an account, if the file holds one.
pub(crate) fn read(path: &Path, account: &str) -> Result<Option<Secret>> {
    let Some(text) = files::read_text(path)? else { return Ok(None) };
    let doc = parse(path, &text)?;
    let Some(section) = doc.get(account) else { return Ok(None) };
    let wrong = |why: &str| {
        Error::config(format!("{}: the secret of account `{account}` {why}", path.display()))
            .hint(format!("`nubo accounts set-secret {account}` writes it anew"))
    };
    let secret = section.get("secret").and_then(Item::as_str).ok_or_else(|| wrong("is missing or not text"))?;
    Secret::parse(secret.to_owned()).map(Some).map_err(wrong)
}

/// Keeps the secret of an account.
pub(crate) fn write(path: &Path, account: &str, secret: &Secret) -> Result<()> {
    files::rewrite(path, |text| {
        let mut doc = parse(path, &text)?;
        let mut section = Table::new();
        section.insert("secret", value(secret.expose()));
        doc.insert(account, Item::Table(section));
        Ok(Some(doc.to_string()))
    })
}

/// Deletes the secret of an account; `false` if there was none.
pub(crate) fn delete(path: &Path, account: &str) -> Result<bool> {
    if files::read_text(path)?.is_none() {
        return Ok(false);
    }
    let mut deleted = false;
    files::rewrite(path, |text| {
        let mut doc = parse(path, &text)?;
        deleted = doc.remove(account).is_some();
        Ok(deleted.then(|| doc.to_string()))
    })?;
    Ok(deleted)
}

/// A warning if others may read the file.
pub(crate) fn warning(path: &Path) -> Option<String> {
    files::wider_than_private(path).map(|mode| {
        format!("{0} holds secrets and is open to others (mode {mode:04o}): `chmod 600 {0}`", path.display())
    })
}

fn parse(path: &Path, text: &str) -> Result<DocumentMut> {
    text.parse().map_err(|error| super::toml::unparsable(path, text, &error))
}
