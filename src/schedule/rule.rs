//! One rule of `schedules.toml`: its machines, its times, and the way it stops machines.
//! A rule exists only when all of it could be read.

use std::time::Duration;

use super::{calendar::Calendar, zone};
use crate::model::Selection;

/// A rule, with its defaults filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rule {
    /// The rule's name: the heading in the file.
    pub name: String,
    /// The accounts whose machines it is about, none twice.
    pub accounts: Vec<String>,
    /// The line of each of them in the file, counted from 1.
    pub(super) account_lines: Vec<usize>,
    /// The conditions on their machines.
    pub select: Selection,
    /// The times at which they should run.
    pub calendar: Calendar,
    /// The frequency with which the wish is carried out.
    pub enforce: Enforce,
    /// The age up to which a stop still counts under [`Enforce::Once`], and a one-sided edge at all.
    pub late: Duration,
    /// The way machines are stopped.
    pub stop: Stop,
    /// The time that a machine made inside a window is left alone under [`Enforce::Always`].
    pub new_machine_grace: Duration,
    /// The number of machines it may act on in one run, where it has a number of its own.
    pub max_targets: Option<usize>,
    /// The relation of its machines to others.
    pub order: Order,
    /// The recipients of its messages, and the time between a warning and a stop.
    pub telling: Telling,
    /// The time after which a running machine is stopped.
    pub max_run: Option<Duration>,
    /// The word of the tag by which machines name their rule, or take themselves out of every rule.
    pub tag: Option<String>,
    /// True when only machines that name it are its own.
    pub only_named: bool,
}

impl Rule {
    /// The rule without what other machines have to do with it.
    pub(crate) fn alone(&self) -> Self {
        Self { order: Order::default(), ..self.clone() }
    }

    /// Sentences on its zone and its files of dates that are worth knowing and no mistake.
    pub(crate) fn remarks(&self) -> impl Iterator<Item = String> + '_ {
        let dates = self.calendar.except.iter().chain(&self.calendar.also);
        let on_dates = dates.filter_map(|dates| dates.remark().map(str::to_owned));
        let all = zone::remark(&self.calendar.zone).into_iter().chain(on_dates);
        all.map(|words| format!("rule {}: {words}", self.name))
    }
}

/// The relation of a rule's machines to others.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Order {
    /// Groups in the order in which they start; each waits for those before it, and stops only after those behind it.
    pub groups: Vec<Selection>,
    /// The rules whose machines run before its own start, and stop after its own.
    pub after: Vec<String>,
    /// The TCP port at which a machine that others wait for answers when it is of use.
    pub ready: Option<u16>,
    /// The time between two starts.
    pub stagger: Option<Duration>,
}

/// The recipients of a rule's messages.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Telling {
    /// The time between a warning and the stop.
    pub warn: Option<Duration>,
    /// The recipients.
    pub notify: Vec<Notify>,
}

/// A recipient of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Notify {
    /// A command, which reads it.
    Command(String),
    /// An address, to which it is posted.
    Url(String),
}

/// The frequency with which a wish is carried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Enforce {
    /// The wish is carried out once for each edge; afterwards people may do as they like.
    #[default]
    Once,
    /// The wish is carried out at each run; for a rule of single times from each of them until it is `late`.
    Always,
}

/// The way machines are stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stop {
    /// The kind of the first request.
    pub how: How,
    /// The time a machine has to obey it.
    pub grace: Duration,
    /// The step after an ignored stop.
    pub then: Then,
}

/// The kind of a stop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum How {
    /// The system is asked to shut down.
    #[default]
    Clean,
    /// The power is cut.
    Hard,
    /// The provider's plain stop, whose kind is not told.
    Provider,
}

/// The step after an ignored stop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Then {
    /// Nothing follows: the stop is reported as failed.
    #[default]
    Leave,
    /// A hard stop.
    Hard,
}

/// The default of `late`.
pub(crate) const LATE: Duration = Duration::from_secs(2 * 3_600);
/// The default of `new_machine_grace`.
pub(crate) const NEW_MACHINE_GRACE: Duration = Duration::from_secs(15 * 60);

impl Default for Stop {
    fn default() -> Self {
        Self { how: How::default(), grace: Duration::from_secs(5 * 60), then: Then::default() }
    }
}
