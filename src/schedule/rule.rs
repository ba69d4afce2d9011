//! One rule of `schedules.toml`: its machines, its times, and the way it stops machines.
//! A rule exists only when all of it could be read.

use std::time::Duration;

use super::calendar::Calendar;
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
