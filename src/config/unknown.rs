//! Keys of the accounts file that nothing uses: each is told with its line and the near word, never passed over.
//! One in an account's section stops that account; one for all accounts stops changes, and reads warn of it.

use std::path::Path;

use toml_edit::{Document, DocumentMut, Item, Key, TableLike};

use super::toml;
use crate::error::{Error, Result};

/// The keys for all accounts.
pub(super) const GLOBAL: [&str; 5] = ["default_account", "parallel", "retries", "max_targets", "accounts"];
/// The keys of an account's section.
pub(super) const ACCOUNT: [&str; 17] = [
    "provider",
    "url",
    "staff_url",
    "user",
    "secret_command",
    "scheme",
    "encoding",
    "ca_file",
    "plain_http",
    "read_only",
    "protect",
    "max_targets",
    "parallel",
    "rate",
    "timeout",
    "operations",
    "tags",
];

/// What is wrong with a key that nothing uses. Two are equal whatever they say: an edit of the file moves its lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct UnknownKey(Option<Error>);

impl PartialEq for UnknownKey {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for UnknownKey {}

impl UnknownKey {
    /// Refuses what such a key stops.
    ///
    /// # Errors
    /// `config`, with the file, the line and the key.
    pub(crate) fn check(&self) -> Result<()> {
        self.0.clone().map_or(Ok(()), Err)
    }

    /// The sentence of a warning, where there is such a key.
    pub(crate) fn warning(&self) -> Option<String> {
        let error = self.0.as_ref()?;
        let hint = error.details().hint.as_deref().unwrap_or_default();
        Some(format!("{}: {hint}; changes are refused until then", error.details().message))
    }
}

/// The keys that nothing uses: the one for all accounts, and those of accounts by name.
pub(super) struct Unknown {
    pub global: UnknownKey,
    pub accounts: Vec<(String, UnknownKey)>,
}

/// Finds the keys that nothing uses, and gives the text without them where there are any.
pub(super) fn unknown(path: &Path, text: &str, doc: &Document<&str>) -> (Unknown, Option<DocumentMut>) {
    let mut rest = None;
    let mut drop = |remove: &dyn Fn(&mut DocumentMut)| {
        if rest.is_none() {
            rest = text.parse::<DocumentMut>().ok();
        }
        rest.as_mut().map(remove)
    };
    let mut global = UnknownKey::default();
    for key in strange(doc.as_table(), &GLOBAL) {
        global = complaint(path, text, doc.as_table(), &key, &GLOBAL);
        drop(&|doc| drop_key(doc.as_item_mut(), &key));
    }
    let mut accounts = Vec::new();
    let sections = doc.get("accounts").and_then(Item::as_table_like);
    for (name, item) in sections.into_iter().flat_map(|sections| sections.iter()) {
        let Some(section) = item.as_table_like() else { continue };
        for key in strange(section, &ACCOUNT) {
            accounts.push((name.to_owned(), complaint(path, text, section, &key, &ACCOUNT)));
            drop(&|doc| {
                let section = doc.get_mut("accounts").and_then(|accounts| accounts.get_mut(name));
                if let Some(section) = section {
                    drop_key(section, &key);
                }
            });
        }
    }
    (Unknown { global, accounts }, rest)
}

fn drop_key(item: &mut Item, key: &str) {
    if let Some(table) = item.as_table_like_mut() {
        table.remove(key);
    }
}

/// The keys of a table that are none of those known.
fn strange(table: &dyn TableLike, known: &[&str]) -> Vec<String> {
    table.iter().map(|(key, _)| key).filter(|key| !known.contains(key)).map(str::to_owned).collect()
}

fn complaint(path: &Path, text: &str, table: &dyn TableLike, key: &str, known: &[&str]) -> UnknownKey {
    let near = known.iter().map(|word| (strsim::jaro_winkler(key, word), *word)).filter(|(like, _)| *like > 0.8);
    let near = near.max_by(|(one, _), (two, _)| one.total_cmp(two)).map(|(_, word)| word);
    let hint = near.map_or_else(|| "remove it".to_owned(), |near| format!("did you mean `{near}`?"));
    let span = table.key(key).and_then(Key::span);
    UnknownKey(Some(toml::complaint(path, text, span, &format!("unknown key `{key}`")).hint(hint)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::{collections::BTreeMap, path::PathBuf};

    use super::*;
    use crate::config::{AccountSection, Config, Encoding, Override};

    #[test]
    fn the_known_keys_are_those_of_the_section() {
        let text = |text: &str| Some(text.to_owned());
        let full = AccountSection {
            provider: "fleio".to_owned(),
            url: text("https://x"),
            staff_url: text("https://y"),
            user: text("me"),
            secret_command: text("pass"),
            scheme: text("Token"),
            encoding: Some(Encoding::Json),
            ca_file: Some(PathBuf::from("ca.pem")),
            plain_http: true,
            read_only: true,
            protect: vec!["db-*".to_owned()],
            max_targets: Some(1),
            parallel: 1.try_into().ok(),
            rate: 1.try_into().ok(),
            timeout: text("9s"),
            operations: BTreeMap::from([("x".to_owned(), Override { path: text("/x"), ..Override::default() })]),
            tags: BTreeMap::from([("7".to_owned(), vec!["dev".to_owned()])]),
            unknown: UnknownKey::default(),
        };
        let written = toml_edit::ser::to_string(&full).unwrap();
        let keys: Vec<String> = written.parse::<DocumentMut>().unwrap().iter().map(|(key, _)| key.to_owned()).collect();
        let (mut keys, mut known) = (keys, ACCOUNT.map(str::to_owned).to_vec());
        keys.sort();
        known.sort();
        assert_eq!(keys, known);
    }

    #[test]
    fn a_key_that_nothing_uses_is_told_with_its_line_and_the_near_word() {
        let file = Path::new("config.toml");
        let text =
            "paralel = 3\n[accounts.a]\nprovider = \"fleio\"\ntimeot = \"9s\"\n[accounts.b]\nprovider = \"fleio\"\n";
        let config = Config::parse(file, text).unwrap();
        let warning = config.unknown.warning().unwrap();
        assert!(
            warning.starts_with("config.toml, line 1: unknown key `paralel`: did you mean `parallel`?"),
            "{warning}"
        );
        let error = config.accounts["a"].unknown.check().unwrap_err();
        assert_eq!(error.to_string(), "config.toml, line 4: unknown key `timeot`");
        assert_eq!(error.details().hint.as_deref(), Some("did you mean `timeout`?"));
        assert!(config.accounts["b"].unknown.check().is_ok());
    }
}
