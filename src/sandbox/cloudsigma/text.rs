//! The text grammar of `CloudSigma` 1.0: one `KEY VALUE` a line, a blank line between records.
//! The order of keys stays that of the input, since the real service guarantees none.

use serde::{Deserialize, Serialize};

/// Keys and values in order.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Keys(Vec<(String, String)>);

impl Keys {
    /// The keys of a request body; a bare key has an empty value.
    pub(crate) fn parse(body: &str) -> Self {
        let lines = body.lines().map(|line| line.trim_end_matches('\r')).filter(|line| !line.is_empty());
        let pairs = lines.map(|line| line.split_once(' ').unwrap_or((line, "")));
        let mut keys = Self::default();
        pairs.for_each(|(key, value)| keys.set(key, value));
        keys
    }

    /// Keys from pairs.
    pub(crate) fn of<const N: usize>(pairs: [(&str, &str); N]) -> Self {
        Self(pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
    }

    /// The value of a key; empty when it is missing.
    pub(crate) fn get(&self, key: &str) -> &str {
        self.0.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value)
    }

    /// The key is present, even without a value.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(name, _)| name == key)
    }

    /// Sets a key in its place, or at the end.
    pub(crate) fn set(&mut self, key: &str, value: &str) {
        match self.0.iter_mut().find(|(name, _)| name == key) {
            Some((_, old)) => value.clone_into(old),
            None => self.0.push((key.to_owned(), value.to_owned())),
        }
    }

    /// Removes a key.
    pub(crate) fn remove(&mut self, key: &str) {
        self.0.retain(|(name, _)| name != key);
    }

    /// The pairs in order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The lines of the record; an empty value leaves the bare key.
    pub(crate) fn text(&self) -> String {
        self.0.iter().map(|(key, value)| format!("{key} {value}").trim_end().to_owned() + "\n").collect()
    }
}

/// Several records with a blank line between them.
pub(crate) fn records(records: impl IntoIterator<Item = Keys>) -> String {
    records.into_iter().map(|keys| keys.text()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_space_splits_and_a_bare_key_is_empty() {
        let keys = Keys::parse("name two  words \r\ntags\nide:0:0 x\nname last wins\n\n");
        assert_eq!((keys.get("name"), keys.get("tags"), keys.get("ide:0:0")), ("last wins", "", "x"));
        assert!(keys.has("tags") && !keys.has("absent"));
        assert_eq!(keys.text(), "name last wins\ntags\nide:0:0 x\n");
    }

    #[test]
    fn a_blank_line_parts_records() {
        assert_eq!(records([Keys::of([("a", "1")]), Keys::of([("b", "")])]), "a 1\n\nb\n");
        assert_eq!(records([]), "");
    }
}
