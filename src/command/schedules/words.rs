//! The words for the parts of a rule, for people and programs: its times, durations, and how it stops machines.
//! The words are those of the rules file, so that they can be written back there.

use std::time::Duration;

use jiff::Timestamp;

use crate::{
    model::{Entry, Instance},
    schedule::{Calendar, Enforce, How, Rule, Then, Times, stamp},
};

/// The times as typed, with a word before those that are one-sided.
pub(crate) fn times(calendar: &Calendar) -> Vec<String> {
    match &calendar.times {
        Times::Windows(windows) => windows.iter().map(|window| window.text.clone()).collect(),
        Times::OneSided { up, down } => {
            let up = up.iter().map(|moment| format!("up {}", moment.text));
            up.chain(down.iter().map(|moment| format!("down {}", moment.text))).collect()
        }
    }
}

/// The conditions that all must hold, as typed.
pub(crate) fn conditions(rule: &Rule) -> Vec<String> {
    rule.select.filters.iter().map(ToString::to_string).collect()
}

/// An instant as the clock of a rule's zone shows it.
pub(crate) fn local(calendar: &Calendar, at: Timestamp) -> String {
    stamp(&at.to_zoned(calendar.zone.clone()))
}

/// The name of a rule's zone.
pub(crate) fn zone(calendar: &Calendar) -> Option<String> {
    calendar.zone.iana_name().map(str::to_owned)
}

/// A machine as one may type it: its account, and its name or id.
pub(crate) fn place(machine: &Entry<Instance>) -> String {
    let head = &machine.record.head;
    let name = head.name.clone().unwrap_or_else(|| format!("id:{}", head.id));
    format!("{}/{name}", machine.origin.account)
}

/// The word for how often the wish is carried out.
pub(crate) const fn enforce(enforce: Enforce) -> &'static str {
    match enforce {
        Enforce::Once => "once",
        Enforce::Always => "always",
    }
}

/// The kind of the first request of a stop.
pub(crate) const fn how(how: How) -> &'static str {
    match how {
        How::Clean => "clean",
        How::Hard => "hard",
        How::Provider => "provider",
    }
}

/// The word for the step after an ignored stop.
pub(crate) const fn then(then: Then) -> &'static str {
    match then {
        Then::Leave => "leave",
        Then::Hard => "hard",
    }
}

/// A duration as it may be typed.
pub(crate) fn duration(duration: Duration) -> String {
    let mut rest = duration.as_secs();
    let mut text = String::new();
    for (unit, seconds) in [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)] {
        if rest >= seconds || (unit == "s" && text.is_empty()) {
            text.push_str(&format!("{}{unit}", rest / seconds));
            rest %= seconds;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::model::parse_duration;

    #[test]
    fn a_duration_reads_back() {
        for text in ["0s", "59s", "5m", "2h", "1h30m", "1d", "1d12h5s", "35d"] {
            assert_eq!(duration(parse_duration(text).unwrap()), text);
        }
    }
}
