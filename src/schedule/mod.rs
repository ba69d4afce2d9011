//! Schedules: which machines should run when, by the rules of `schedules.toml` and the calendar of each rule's zone.
//! Nothing here reads the clock: the present instant is a parameter everywhere.

mod announce;
mod asked;
mod calendar;
mod clash;
mod copies;
mod cursor;
mod date_file;
mod dates;
mod days;
mod decide;
mod failing;
mod field;
mod file;
mod file_wide;
mod holds;
mod ical;
pub(crate) mod install;
pub(crate) mod instant;
mod marks;
mod preview;
mod read;
mod recurrence;
mod report;
mod rule;
mod runs;
mod shield;
mod state;
mod window;
mod zone;

pub(crate) use announce::{FILE, announce};
pub(crate) use calendar::{Calendar, HORIZON, Times, Wanted, Wish};
pub(crate) use clash::{OFF, Stretch, clash};
pub(crate) use copies::Copies;
pub(crate) use decide::{
    Decision, Decisions, Listing, Note, Outcome, Port, Question, Verdict, at_clock, decide, until,
};
pub(crate) use file::{Loaded, calendar_urls, date_files, load};
pub(crate) use holds::{Held, Hold};
pub(crate) use preview::{Day, Signs, stamp, week};
#[cfg(test)]
pub(crate) use report::Turn;
pub(crate) use report::{Stay, stays};
pub(crate) use rule::{Enforce, How, Notify, Rule, Then};
pub(crate) use runs::{RunRecord, other_host, runs, troubles};
#[cfg(test)]
pub(crate) use state::Known;
pub(crate) use state::{Lost, State, believe, owners, repair, set_aside};
pub(crate) use zone::system as system_zone;
pub(crate) use zone::zones_are_bundled;
