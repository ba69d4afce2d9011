//! The world: the plain data of the four simulated clouds, as the world file holds it.
//! Everything in the initial world is invented.

use std::{borrow::Cow, path::PathBuf};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{cloudsigma::state::CloudSigma, fleio::state::Fleio, seflow::state::Seflow, uivmm::state::Uivmm};

/// Four clouds.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct World {
    /// The number of things created, from which new ids are made.
    pub created: u64,
    /// The Fleio installation.
    pub fleio: Fleio,
    /// The `CloudSigma` account.
    pub cloudsigma: CloudSigma,
    /// The `SeFlow` portal.
    pub seflow: Seflow,
    /// The ui-vmm panel.
    pub uivmm: Uivmm,
    /// The request under way advanced a state clock.
    #[serde(skip)]
    pub ticked: bool,
    /// The folder of the world's files beside this one.
    #[serde(skip)]
    pub folder: PathBuf,
}

impl World {
    /// The world every sandbox starts with.
    pub(crate) fn initial() -> Result<Self, serde_json::Error> {
        let now = jiff::Timestamp::now();
        Ok(Self {
            created: 0,
            fleio: serde_json::from_str(&dated(include_str!("initial/fleio.json"), now))?,
            cloudsigma: serde_json::from_str(&dated(include_str!("initial/cloudsigma.json"), now))?,
            seflow: serde_json::from_str(&dated(include_str!("initial/seflow.json"), now))?,
            uivmm: serde_json::from_str(include_str!("initial/uivmm.json"))?,
            ticked: false,
            folder: PathBuf::new(),
        })
    }

    /// The number of a new thing, above every number of the initial world.
    pub(crate) fn next_number(&mut self) -> u64 {
        self.created += 1;
        9000 + self.created
    }

    /// A new UUID; the sequence is the same in every world.
    pub(crate) fn next_uuid(&mut self) -> String {
        self.created += 1;
        uuid(self.created)
    }
}

/// A text with dates filled in: `{day}` is today, `{day-12}` and `{day+9}` are so many days away, and `{month-1}` is a
/// month as in `2026-10`.
fn dated(text: &str, now: jiff::Timestamp) -> Cow<'_, str> {
    if !text.contains("{day") && !text.contains("{month") {
        return Cow::Borrowed(text);
    }
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find('{') {
        let (before, after) = rest.split_at(place);
        out.push_str(before);
        if let Some((date, after)) = date(after, today) {
            out.push_str(&date);
            rest = after;
        } else {
            out.push('{');
            rest = &after[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The date at the beginning of a text, and the rest of the text.
fn date(text: &str, today: jiff::civil::Date) -> Option<(String, &str)> {
    let (inside, after) = text.strip_prefix('{')?.split_once('}')?;
    if let Some(days) = inside.strip_prefix("day") {
        let days = if days.is_empty() { 0 } else { days.parse::<i64>().ok()? };
        let date = today.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
        return Some((date.to_string(), after));
    }
    let months = inside.strip_prefix("month")?.parse::<i64>().ok()?;
    let date = today.first_of_month().checked_add(jiff::Span::new().try_months(months).ok()?).ok()?;
    Some((date.strftime("%Y-%m").to_string(), after))
}

/// A UUID made from a number.
fn uuid(seed: u64) -> String {
    let mut state = seed;
    let mut word = || {
        // splitmix64
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let (high, low) = (word(), word());
    let (time, mid, rest) = (high >> 32, (high >> 16) & 0xffff, high & 0x0fff);
    let (variant, node) = ((low >> 48) & 0x3fff | 0x8000, low & 0xffff_ffff_ffff);
    format!("{time:08x}-{mid:04x}-4{rest:03x}-{variant:04x}-{node:012x}")
}

/// The text of a member of a JSON object, numbers included; empty when it has none.
pub(crate) fn text(value: &Value, key: &str) -> String {
    match value.get(key) {
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Null) => String::new(),
        Some(other) => other.to_string(),
    }
}

/// A copy of a JSON object with some members replaced or added.
pub(crate) fn with(value: &Value, members: Value) -> Value {
    let mut copy = value.clone();
    if let (Value::Object(copy), Value::Object(members)) = (&mut copy, members) {
        copy.extend(members);
    }
    copy
}

/// A copy of a JSON object with only some of its members.
pub(crate) fn only(value: &Value, keys: &[&str]) -> Value {
    keys.iter().filter_map(|key| Some(((*key).to_owned(), value.get(*key)?.clone()))).collect()
}

/// A member of a JSON object as any type; its default when missing or of another type.
pub(crate) fn member<T: DeserializeOwned + Default>(value: &Value, key: &str) -> T {
    value.get(key).and_then(|value| T::deserialize(value).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn new_ids_are_uuids_and_differ_and_repeat_in_a_new_world() {
        let ids = |mut world: World| (0..50).map(|_| world.next_uuid()).collect::<Vec<_>>();
        let first = ids(World::initial().unwrap());
        assert_eq!(first, ids(World::initial().unwrap()));
        assert_eq!(first.iter().collect::<std::collections::BTreeSet<_>>().len(), 50);
        assert!(first.iter().all(|id| id.len() == 36 && id.split('-').map(str::len).eq([8, 4, 4, 4, 12])));
    }

    #[test]
    fn dates_are_counted_from_today() {
        let now = "2026-03-30T23:59:00Z".parse().unwrap();
        let text =
            r#"{"a": "{day-31}", "b": "{day+2} 20:58", "c": "{month-1}-01", "d": "{", "e": "{day}", "f": "{days}"}"#;
        let expected = r#"{"a": "2026-02-27", "b": "2026-04-01 20:58", "c": "2026-02-01", "d": "{", "e": "2026-03-30", "f": "{days}"}"#;
        assert_eq!(dated(text, now), expected);
        assert_eq!(dated("{}", now), "{}");
    }

    #[test]
    fn the_initial_world_survives_the_world_file() {
        let world = World::initial().unwrap();
        let written = serde_json::to_string(&world).unwrap();
        let read: World = serde_json::from_str(&written).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), written);
    }
}
