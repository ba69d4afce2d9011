//! Ids as a reader may type them: the shortest prefix that is a target in its account and means no other record.
//! Targets by prefix have four characters at least and end in the last part of an id.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

use super::{Page, clean::clean, layout::ShortId};
use crate::model::{Row, Value};

/// The fewest characters of a prefix.
const LEAST: usize = 4;

/// The ids and the names of one account.
#[derive(Default)]
struct Known<'a> {
    /// The ids in order.
    ids: Vec<&'a str>,
    /// How many records have each name.
    names: HashMap<&'a str, usize>,
}

/// The id of each row, shortened where the record has a name of its own; none where accounts were not listed.
pub(super) fn short_ids<'a>(page: &Page<'a>) -> Vec<ShortId<'a>> {
    if !page.short_ids {
        return Vec::new();
    }
    let position = |name: &str| page.rows.fields.iter().position(|field| field.name == name);
    let (account, id) = (position("account"), position("id"));
    let name = position("name").or_else(|| position("number"));
    let read =
        |row: &'a dyn Row| (text(row, account), text(row, id), Some(text(row, name)).filter(|name| !name.is_empty()));
    let mut accounts: BTreeMap<&str, Known<'a>> = BTreeMap::new();
    let listed = page.rows.rows.iter().chain(page.others);
    for (account, id, name) in listed.map(|row| read(row.as_ref())) {
        let known = accounts.entry(account).or_default();
        known.ids.push(id);
        if let Some(name) = name {
            *known.names.entry(name).or_default() += 1;
        }
    }
    for known in accounts.values_mut() {
        known.ids.sort_unstable();
    }
    let one = |row: &'a dyn Row| {
        let (account, id, name) = read(row);
        let known = accounts.get(account);
        let named = name.is_some_and(|name| known.is_some_and(|known| known.names.get(name) == Some(&1)));
        let short = known.filter(|_| named).and_then(|known| known.prefix(id));
        ShortId { text: short.map_or_else(|| clean(id), Cow::Borrowed), named }
    };
    page.rows.rows.iter().map(|row| one(row.as_ref())).collect()
}

/// The text of a field; empty where there is none.
fn text(row: &dyn Row, index: Option<usize>) -> &str {
    match index.map(|index| row.value(index)) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

impl Known<'_> {
    /// The shortest prefix of an id that is a target and means it alone; nothing where only the whole id will do.
    fn prefix<'i>(&self, id: &'i str) -> Option<&'i str> {
        if clean(id) != id {
            return None;
        }
        let at = self.ids.partition_point(|other| *other < id);
        let neighbours =
            [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|place| self.ids.get(place));
        let shared = neighbours.map(|other| alike(id, other)).max().unwrap_or(0);
        let part = id.rfind('/').map_or(0, |slash| slash + 1);
        let least = (shared + 1).max(part + 1).max(LEAST);
        let mut ends =
            id.char_indices().map(|(at, sign)| at + sign.len_utf8()).filter(|end| *end >= least && *end < id.len());
        ends.find_map(|end| id.get(..end).filter(|prefix| !self.names.contains_key(prefix)))
    }
}

/// How many bytes two texts have in common at their beginning.
fn alike(one: &str, two: &str) -> usize {
    one.bytes().zip(two.bytes()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn known<'a>(ids: &[&'a str], names: &[&'a str]) -> Known<'a> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        Known { ids, names: names.iter().map(|name| (*name, 1)).collect() }
    }

    #[test]
    fn a_prefix_means_one_record_and_is_nobodys_name() {
        let known =
            known(&["4b2f1a", "4b2f2a", "33301/12", "33301/15", "7", "abcdef", "x\u{1b}yzabc"], &["web", "abcd"]);
        for (id, prefix) in [
            ("4b2f1a", Some("4b2f1")),
            ("4b2f2a", Some("4b2f2")),
            ("33301/12", None),
            ("7", None),
            ("abcdef", Some("abcde")),
            ("x\u{1b}yzabc", None),
        ] {
            assert_eq!(known.prefix(id), prefix, "{id}");
        }
    }

    proptest! {
        #[test]
        fn a_prefix_is_long_enough_and_fits_one_id_and_no_name(
            ids in vec("[ab]{1,4}/[ab東]{1,6}|[ab]{1,8}", 1..12), names in vec("[ab]{1,5}", 0..6),
        ) {
            let ids: std::collections::BTreeSet<&str> = ids.iter().map(String::as_str).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let known = known(&ids.iter().copied().collect::<Vec<_>>(), &names);
            for id in &ids {
                let Some(prefix) = known.prefix(id) else { continue };
                prop_assert!(prefix.len() >= LEAST && id.starts_with(prefix) && !names.contains(&prefix));
                prop_assert!(!id[prefix.len()..].contains('/'));
                prop_assert_eq!(ids.iter().filter(|other| other.starts_with(prefix)).count(), 1);
            }
        }
    }
}
