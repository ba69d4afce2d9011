//! The sentences of decisions: the act on a machine, and the wish it follows from.
//! A sentence stays the same from run to run while its cause does, so that it need not be printed each time.

use jiff::{Timestamp, tz::TimeZone};

use super::{Left, opinion::Opinion};
use crate::schedule::{calendar::Wanted, failing::Failing, holds::Hold, rule::Rule};

/// A wish in words, and the zone its times are told in.
pub(crate) struct Scene {
    wish: String,
    zone: TimeZone,
}

impl Scene {
    /// A rule's wish: `office wants it up since Mon 2026-01-05 08:00 CET (mon-fri 08:00-19:30)`.
    pub(crate) fn of(opinion: &Opinion<'_>) -> Self {
        let zone = opinion.rule.calendar.zone.clone();
        let since = opinion.since.map_or(String::new(), |at| format!(" since {}", at_clock(at, &zone)));
        let until = opinion.until.map_or(String::new(), |at| format!(", next edge {}", at_clock(at, &zone)));
        let window = opinion.window.map_or(String::new(), |window| format!(" ({window})"));
        let wanted = opinion.wanted.word();
        Self { wish: format!("{} wants it {wanted}{since}{window}{until}", opinion.rule.name), zone }
    }

    /// A person's wish: `held up since ... until ...`.
    pub(crate) fn of_hold(hold: &Hold, zone: TimeZone) -> Self {
        let since = at_clock(hold.since, &zone);
        Self { wish: format!("held {} since {since} {}", hold.held.word(), until(hold.until, &zone)), zone }
    }

    /// The sentence of a machine in the wanted state.
    pub(crate) fn nothing(&self, wanted: Wanted) -> String {
        let state = if wanted == Wanted::Up { "running" } else { "stopped" };
        format!("{state} as it should be: {}", self.wish)
    }

    /// The sentence of an act: the wish alone says why.
    pub(crate) fn act(&self) -> String {
        self.wish.clone()
    }

    /// The sentence of a machine that did not stop within its grace.
    pub(crate) fn hard(&self, asked: Timestamp) -> String {
        format!("it did not stop when asked {}: {}", at_clock(asked, &self.zone), self.wish)
    }

    /// The sentence of a machine that was asked to stop and is within its grace.
    pub(crate) fn asked(&self, asked: Timestamp, until: Timestamp) -> String {
        let (asked, until) = (at_clock(asked, &self.zone), at_clock(until, &self.zone));
        format!("asked to stop {asked} and given until {until}: {}", self.wish)
    }

    /// The sentence of a machine that was told to change and did not.
    pub(crate) fn unheeded(&self, told: Timestamp, until: Timestamp, state: &str) -> String {
        let (told, until) = (at_clock(told, &self.zone), at_clock(until, &self.zone));
        format!("still {state} though told to change {told}, tried again from {until}: {}", self.wish)
    }

    /// The sentence of a machine that did not stop and is left so.
    pub(crate) fn unobeyed(&self, asked: Timestamp) -> String {
        let asked = at_clock(asked, &self.zone);
        format!("asked to stop {asked} and still running, which the rule leaves so: {}", self.wish)
    }

    /// The sentence of a machine that is asked to stop again, since nothing proves that it is still the same run.
    pub(crate) fn unproved(&self, asked: Timestamp) -> String {
        let asked = at_clock(asked, &self.zone);
        format!("asked to stop {asked}, and asked again, as nothing proves that it has run ever since: {}", self.wish)
    }

    /// The sentence of a machine that has been in a passing state for too long.
    pub(crate) fn stuck(&self, state: &str, since: Timestamp) -> String {
        format!("{state} since {}: {}", at_clock(since, &self.zone), self.wish)
    }

    /// The sentence of a machine that is neither running nor stopped.
    pub(crate) fn skipped(&self, state: &str) -> String {
        format!("left as it is, because its state is {state}: {}", self.wish)
    }

    /// The sentence of an act that is forbidden.
    pub(crate) fn refused(&self, what: &str) -> String {
        format!("not stopped, because {what}: {}", self.wish)
    }

    /// The sentence of a machine whose own tags could take it out of every rule.
    pub(crate) fn untold_tags(&self) -> String {
        format!("left alone, because its tags could not be read: {}", self.wish)
    }

    /// The sentence of a machine that is left as it is.
    pub(crate) fn left(&self, left: Left) -> String {
        let why = match left {
            Left::Hold => "left alone",
            Left::Done => "left alone, as this edge is done",
            Left::Late => "left alone, as it is too late for this edge",
            Left::LastMinutes => "not started in the last ten minutes of its window",
            Left::New => "left alone, as it is new",
            Left::BeforeEdge => "left alone until the next edge",
            Left::Unknown => "left alone, as it is not known what was done since this edge",
            Left::BackingOff(until) => {
                return format!("tried again from {}: {}", at_clock(until, &self.zone), self.wish);
            }
        };
        format!("{why}: {}", self.wish)
    }
}

/// The sentence of two rules that want opposite things.
pub(crate) fn conflict(one: &Opinion<'_>, other: &Opinion<'_>) -> String {
    let (first, second) = (Scene::of(one).wish, Scene::of(other).wish);
    format!("left alone, because rules disagree: {first}; {second}")
}

/// The sentence of a rule of which no time has come yet.
pub(crate) fn no_edge(rule: &Rule) -> String {
    format!("left alone, as no time of {} has come in the last five weeks", rule.name)
}

/// The sentence of a failure that is over.
pub(crate) fn ended(now: &str, failing: &Failing) -> String {
    let runs = if failing.count == 1 { "1 run".to_owned() } else { format!("{} runs", failing.count) };
    format!("{now}; before, in {runs} since {}: {}", failing.since.strftime("%Y-%m-%d %H:%M UTC"), failing.words)
}

/// The sentence of a machine that its account does not list any more.
pub(crate) fn absent(id: &str, name: Option<&str>) -> String {
    format!("{} is not listed any more; what is known of it is kept for a week, and a hold longer", called(id, name))
}

/// The sentence of a machine that has been absent for long.
pub(crate) fn gone(id: &str, name: Option<&str>, what: &str) -> String {
    format!("{} has not been listed for long: {what}", called(id, name))
}

fn called(id: &str, name: Option<&str>) -> String {
    name.map_or_else(|| format!("id:{id}"), |name| format!("{name} (id:{id})"))
}

/// A machine whose own tag names no rule.
pub(crate) fn misnamed(name: &str) -> String {
    format!("left alone, because its tag names {name:?}, which is no rule of its account")
}

/// A machine that others must come before.
pub(crate) fn waits(what: &str, wish: &str) -> String {
    format!("waits for {what}: {wish}")
}

/// The sentence of a rule that wants to act on too many machines.
pub(crate) fn too_many(rule: &str, wants: usize, most: usize) -> String {
    format!("{rule} would act on {wants} machines and acts on none, because max_targets is {most}")
}

/// The words for the end of a hold.
pub(crate) fn until(until: Option<Timestamp>, zone: &TimeZone) -> String {
    until.map_or_else(|| "for ever".to_owned(), |at| format!("until {}", at_clock(at, zone)))
}

/// An instant as people of a zone say it: `Mon 2026-01-05 08:00 CET`.
pub(crate) fn at_clock(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%a %Y-%m-%d %H:%M %Z").to_string()
}
