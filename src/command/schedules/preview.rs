//! `nubo schedules preview --week`: the hours each rule is up on the days of a week, as bars of 24 hours and as data.
//! The bars are drawn with blocks where the terminal knows UTF-8, else with plain signs.

use clap::ArgMatches;
use jiff::{Timestamp, Zoned, civil::Date};

use crate::{
    command::{context::Invocation, outcome::Outcome, providers},
    config::{Config, StateStore},
    error::{Error, Result},
    model::{Rows, Shape, object, row},
    provider::Account,
    schedule::{Day, Hold, Rule, Signs, Wanted, stamp, system_zone, until, week},
};

use super::{
    rules::{Rules, accounts},
    words,
};

row! {
    /// A rule on a day. A state is never cut, which would make a bar of hours tell something else.
    DayRow "rule" {
        rule: String = Text Table "the rule's name";
        date: String = Time Table "the date in the rule's zone";
        day: String = Text Table "the day of the week";
        hours: String = State Table "the 24 hours of the day, a sign each";
        times: Vec<String> = List Table "when it is up on that day, and its one-sided times";
        zone: Option<String> = Text Wide "the rule's time zone";
        up: Vec<UpTime> = Objects Data "when it is up on that day";
        edges: Vec<OneSidedTime> = Objects Data "its one-sided times of that day";
    }
}

object! {
    /// A part of a day in which a rule is up.
    UpTime {
        from: String = Time "Its beginning.";
        until: String = Time "Its end.";
    }
}

object! {
    /// A one-sided time of a rule.
    OneSidedTime {
        at: String = Time "When it is.";
        wanted: Wanted = Text "The state that is wished from then on.";
    }
}

/// Shows a week of the rules.
pub(crate) fn run(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    let from = args.get_one::<String>("from").map(|text| date(text)).transpose()?;
    let loaded = Rules::read(start, args)?.checked(&accounts(start)?)?;
    let variable = |name: &str| start.env.text(name).ok().flatten();
    // Programs get the plain signs wherever they run.
    let people = start.console.settings().format.is_table();
    let signs = if people && knows_blocks(&variable) { Signs::BLOCKS } else { Signs::ASCII };
    let now = Timestamp::now();
    let of = |rule: &Rule| {
        let from = from.unwrap_or_else(|| now.to_zoned(rule.calendar.zone.clone()).date());
        let days = week(std::slice::from_ref(rule), from);
        days.iter().map(|day| DayRow::of(rule, day, signs)).collect::<Vec<_>>()
    };
    let rows = Rows::typed(loaded.rules.iter().flat_map(of).collect(), Shape::Array);
    let some = !loaded.rules.is_empty();
    held(start, now);
    Ok(Outcome::rows(providers::select(rows, args)?, "days").failing(loaded.bad, some))
}

/// Tells which machines are held: a hold is over all rules.
fn held(start: &Invocation, now: Timestamp) {
    let (Ok(paths), Ok(false)) = (start.paths(), start.sandbox()) else { return };
    let Ok(config) = Config::load(&paths, &start.env) else { return };
    let (kept, zone) = (StateStore::new(&paths, false), system_zone());
    for account in config.accounts.iter().filter_map(|(name, section)| Account::resolve(name, section).ok()) {
        for hold in Hold::read(&kept, &account.owner()).unwrap_or_default().iter().filter(|hold| hold.holds(now)) {
            let name = hold.name.as_deref().unwrap_or(&hold.id);
            let (word, until) = (hold.held.word(), until(hold.until, &zone));
            start.console.notice(&format!("{}/{name} is held {word} {until}, over all rules", account.name()));
        }
    }
}

/// A date as it is typed.
fn date(text: &str) -> Result<Date> {
    let date = text.trim().parse::<Date>().ok().filter(|_| text.trim().len() == "YYYY-MM-DD".len());
    date.ok_or_else(|| Error::usage(format!("{text:?} is no date")).hint("write it as in 2026-11-23"))
}

/// True when the terminal can show block characters: its locale is UTF-8, and it is no dumb terminal.
fn knows_blocks(variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let mut locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(variable).filter(|text| !text.is_empty());
    let utf8 = locale.next().is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    });
    utf8 && variable("TERM").is_none_or(|term| term != "dumb")
}

impl DayRow {
    fn of(rule: &Rule, day: &Day<'_>, signs: Signs) -> Self {
        Self {
            rule: day.rule.to_owned(),
            date: day.date.to_string(),
            day: day.date.strftime("%a").to_string().to_lowercase(),
            hours: day.bar(signs),
            times: times(day),
            zone: words::zone(&rule.calendar),
            up: day.up.iter().map(|(from, until)| UpTime { from: stamp(from), until: stamp(until) }).collect(),
            edges: day.at.iter().map(|(at, wanted)| OneSidedTime { at: stamp(at), wanted: *wanted }).collect(),
        }
    }
}

/// The times of a day as a clock shows them; the midnight that ends it is 24:00.
fn times(day: &Day<'_>) -> Vec<String> {
    let clock = |at: &Zoned| at.strftime("%H:%M").to_string();
    let end = |at: &Zoned| {
        if at.date() > day.date { "24:00".to_owned() } else { clock(at) }
    };
    let up = day.up.iter().map(|(from, until)| format!("{}-{}", clock(from), end(until)));
    up.chain(day.at.iter().map(|(at, wanted)| format!("{} {}", wanted.word(), clock(at)))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::path::Path;

    use super::*;
    use crate::schedule::{Copies, load};

    #[test]
    fn blocks_are_for_terminals_that_know_them() {
        for (variables, blocks) in [
            (&[("LANG", "en_US.UTF-8")][..], true),
            (&[("LC_ALL", ""), ("LC_CTYPE", "C.utf8")], true),
            (&[("LC_ALL", "C"), ("LANG", "en_US.UTF-8")], false),
            (&[("LANG", "en_US.UTF-8"), ("TERM", "dumb")], false),
            (&[("LANG", "it_IT.ISO-8859-1")], false),
            (&[], false),
        ] {
            let lookup =
                |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(knows_blocks(&lookup), blocks, "{variables:?}");
        }
    }

    #[test]
    fn a_day_tells_its_times_by_the_clock() {
        let told = |zone: &str, up: &str, from: &str| {
            let text = format!("[r]\naccounts = ['a']\nselect = ['name~*']\nzone = '{zone}'\n{up}");
            let loaded = load(&text, Path::new("schedules.toml"), &Copies::default());
            assert!(loaded.bad.is_empty(), "{:?}", loaded.bad);
            let days = week(&loaded.rules, date(from).unwrap());
            days.iter().take(2).map(|day| times(day).join(" ")).collect::<Vec<_>>()
        };
        assert_eq!(
            told("UTC", "up = ['mon 22:00-06:00', 'tue 08:00-9:00']", "2026-01-05"),
            ["22:00-24:00", "00:00-06:00 08:00-09:00"]
        );
        assert_eq!(
            told("UTC", "up_at = ['mon 08:00']\ndown_at = ['mon 19:30']", "2026-01-05"),
            ["up 08:00 down 19:30", ""]
        );
        // The clock of Beirut goes from 24:00 to 01:00.
        assert_eq!(told("Asia/Beirut", "up = ['sat 20:00-24:00']", "2024-03-30"), ["20:00-24:00", ""]);
    }

    #[test]
    fn what_is_on_no_calendar_is_no_date() {
        for text in ["", "today", "2026-02-30", "2026-11-23T10:00", "11-23"] {
            assert!(date(text).is_err(), "{text}");
        }
    }
}
