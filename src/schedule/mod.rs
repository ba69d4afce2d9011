//! Schedules: which machines should run when, by the rules of `schedules.toml` and the calendar of each rule's zone.
//! Nothing here reads the clock: the present instant is a parameter everywhere.

mod announce;
mod asked;
mod calendar;
mod clash;
mod cursor;
mod date_file;
mod dates;
mod days;
mod decide;
mod failing;
mod field;
mod file;
mod holds;
pub(crate) mod install;
pub(crate) mod instant;
mod marks;
mod preview;
mod read;
mod rule;
mod runs;
mod shield;
mod state;
mod window;
mod zone;

pub(crate) use announce::{FILE, announce};
pub(crate) use calendar::{Calendar, HORIZON, Times, Wanted, Wish};
pub(crate) use clash::{Stretch, clash};
pub(crate) use decide::{Decision, Decisions, Listing, Note, Outcome, Question, Verdict, at_clock, decide, until};
pub(crate) use file::{Loaded, load};
pub(crate) use holds::{Held, Hold};
pub(crate) use preview::{Day, Signs, stamp, week};
pub(crate) use rule::{Enforce, How, Rule, Then};
pub(crate) use runs::{RunRecord, runs, troubles};
pub(crate) use state::{Lost, State, believe, owners, repair, set_aside};
pub(crate) use zone::system as system_zone;
pub(crate) use zone::zones_are_bundled;
