//! The wishes of a rule over a stretch of time, and the first conflict of two rules.
//! A rule with one-sided times wishes only from each of them until its `late` has passed.

use jiff::{SignedDuration, Timestamp};

use super::{
    calendar::{HORIZON, Times, Wanted, Wish, moved},
    rule::Rule,
};
use crate::model::{Entry, Instance};

/// The name by which a machine takes itself out of every rule.
pub(crate) const OFF: &str = "off";

/// A time in which a rule wishes one thing; the end is excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// The beginning.
    pub from: Timestamp,
    /// The end.
    pub until: Timestamp,
    /// The wanted state.
    pub wanted: Wanted,
}

impl Rule {
    /// The rule's wish at an instant, if it has one.
    pub(crate) fn wish(&self, now: Timestamp) -> Option<Wish<'_>> {
        let wish = self.calendar.wish(now)?;
        let Some(since) = wish.since.filter(|_| wish.one_sided) else { return Some(wish) };
        let end = self.end(since);
        let until = wish.until.map_or(end, |next| next.min(end));
        (now < end).then_some(Wish { until: Some(until), ..wish })
    }

    /// True when the rule selects a machine, by its account and its conditions.
    pub(crate) fn selects(&self, machine: &Entry<Instance>) -> bool {
        let named = self.named_by(machine);
        self.accounts.contains(&machine.origin.account)
            && if named.is_empty() {
                !self.only_named && self.select.matches(machine)
            } else {
                named.contains(&self.name.as_str()) && !named.contains(&OFF)
            }
    }

    /// The names of rules that a machine's tags have.
    pub(crate) fn named_by<'m>(&self, machine: &'m Entry<Instance>) -> Vec<&'m str> {
        let Some(word) = self.tag.as_deref() else { return Vec::new() };
        let tags = machine.record.tags.iter().flatten();
        tags.filter_map(|tag| tag.trim().strip_prefix(word)?.strip_prefix(['=', ':']).map(str::trim)).collect()
    }

    /// True when the rule ever stops a machine.
    pub(crate) fn stops(&self) -> bool {
        match &self.calendar.times {
            Times::Windows(_) => true,
            Times::OneSided { down, .. } => !down.is_empty() || self.max_run.is_some(),
        }
    }

    /// The stretches with a wish from an instant on and before another, in order.
    pub(crate) fn stretches(&self, from: Timestamp, until: Timestamp) -> Vec<Stretch> {
        let until = self.calendar.over().map_or(until, |over| over.min(until));
        let edges = self.calendar.edges(from, until);
        let whole = |stretch: &Stretch| stretch.from < stretch.until;
        let first = self.wish(from).map(|wish| Stretch {
            from,
            until: wish.until.map_or(until, |next| next.min(until)),
            wanted: wish.wanted,
        });
        let nexts = edges.iter().skip(1).map(|edge| edge.at).chain([until]);
        let rest = edges.iter().zip(nexts).map(|(edge, next)| {
            let end = if self.calendar.one_sided() { self.end(edge.at).min(next) } else { next };
            Stretch { from: edge.at, until: end, wanted: edge.wanted }
        });
        first.into_iter().chain(rest).filter(whole).collect()
    }

    /// The end of the wish of a one-sided time.
    fn end(&self, edge: Timestamp) -> Timestamp {
        moved(edge, SignedDuration::try_from(self.late).unwrap_or(HORIZON))
    }
}

/// The first instant at which two rules wish the opposite, and the state that the first of them wishes then.
pub(crate) fn clash(one: &[Stretch], two: &[Stretch]) -> Option<(Timestamp, Wanted)> {
    let both = one.iter().flat_map(|a| two.iter().map(move |b| (a, b)));
    let opposite = both.filter(|(a, b)| a.wanted != b.wanted && a.from.max(b.from) < a.until.min(b.until));
    opposite.map(|(a, b)| (a.from.max(b.from), a.wanted)).min_by_key(|(at, _)| *at)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::path::Path;

    use super::*;
    use crate::schedule::{Copies, load};

    fn rule(times: &str) -> Rule {
        let text = format!("[office]\naccounts = ['a']\nselect = ['name~*']\nzone = 'Europe/Rome'\n{times}");
        let mut loaded = load(&text, Path::new("schedules.toml"), &Copies::default());
        assert!(loaded.bad.is_empty(), "{:?}", loaded.bad);
        loaded.rules.remove(0)
    }

    fn at(text: &str) -> Timestamp {
        format!("2026-01-{text}:00+01:00").parse().unwrap()
    }

    /// The stretches from Monday the 5th to Monday the 12th, as `05T08:00 05T19:30 up`.
    fn week(rule: &Rule) -> Vec<String> {
        let zone = &rule.calendar.zone;
        let told = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%dT%H:%M").to_string();
        let stretches = rule.stretches(at("05T00:00"), at("12T00:00"));
        stretches.iter().map(|s| format!("{} {} {}", told(s.from), told(s.until), s.wanted.word())).collect()
    }

    fn clashes(one: &str, two: &str) -> Option<(Timestamp, Wanted)> {
        let stretches = |times| rule(times).stretches(at("05T00:00"), at("12T00:00"));
        let (one, two) = (stretches(one), stretches(two));
        let found = clash(&one, &two);
        assert_eq!(clash(&two, &one).map(|(at, _)| at), found.map(|(at, _)| at));
        found
    }

    #[test]
    fn windows_wish_without_a_gap() {
        assert_eq!(
            week(&rule("up = ['mon,sun 08:00-19:30']")),
            [
                "05T00:00 05T08:00 down",
                "05T08:00 05T19:30 up",
                "05T19:30 11T08:00 down",
                "11T08:00 11T19:30 up",
                "11T19:30 12T00:00 down"
            ]
        );
        assert_eq!(week(&rule("up = ['daily 00:00-24:00']")), ["05T00:00 12T00:00 up"]);
    }

    #[test]
    fn a_one_sided_time_wishes_until_it_is_late_or_the_next_one() {
        let down = rule("down_at = ['mon-tue,sun 23:00']\nlate = '2h'");
        assert_eq!(week(&down)[..3], ["05T00:00 05T01:00 down", "05T23:00 06T01:00 down", "06T23:00 07T01:00 down"]);
        let both = rule("up_at = ['tue 08:00']\ndown_at = ['tue 09:00']\nlate = '3h'");
        assert_eq!(week(&both), ["06T08:00 06T09:00 up", "06T09:00 06T12:00 down"]);
        let wish = down.wish(at("06T00:30")).unwrap();
        assert_eq!((wish.since, wish.until), (Some(at("05T23:00")), Some(at("06T01:00"))));
        assert_eq!((down.wish(at("06T01:00")), down.wish(at("06T22:59"))), (None, None));
    }

    #[test]
    fn a_rule_that_only_starts_stops_nothing() {
        assert!(!rule("up_at = ['mon 08:00']").stops());
        assert!(
            rule("up_at = ['mon 08:00']\ndown_at = ['mon 19:00']").stops() && rule("up = ['mon 08:00-9:00']").stops()
        );
    }

    #[test]
    fn the_first_instant_at_which_two_rules_differ_is_found() {
        let office = "up = ['mon-fri 08:00-19:30']";
        for (other, first) in [
            (office, None),
            ("up = ['mon-fri 08:00-19:00']", Some((at("05T19:00"), Wanted::Up))),
            ("up = ['wed 07:00-12:00']", Some((at("05T08:00"), Wanted::Up))),
            ("up = ['daily 00:00-24:00']", Some((at("05T00:00"), Wanted::Down))),
            ("down_at = ['mon-fri 19:30']", None),
            ("down_at = ['wed 19:29']", Some((at("07T19:29"), Wanted::Up))),
            ("up_at = ['mon-fri 07:59']", Some((at("05T07:59"), Wanted::Down))),
            ("up_at = ['mon-fri 08:00']", None),
            ("up_at = ['fri 18:00']", Some((at("09T19:30"), Wanted::Down))),
        ] {
            assert_eq!(clashes(office, other), first, "{other}");
        }
        assert_eq!(clashes("up_at = ['mon 08:00']\nlate = '1h'", "down_at = ['mon 09:00']"), None);
    }
}
