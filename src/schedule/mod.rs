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
pub mod install;
pub mod instant;
mod marks;
mod preview;
mod read;
mod rule;
mod runs;
mod shield;
mod state;
mod window;
mod zone;

pub use announce::{FILE, announce};
pub use calendar::{Calendar, HORIZON, Times, Wanted, Wish};
pub use clash::{Stretch, clash};
pub use decide::{Decision, Decisions, Listing, Note, Outcome, Question, Verdict, at_clock, decide, until};
pub use file::{Loaded, load};
pub use holds::{Held, Hold};
pub use preview::{Day, Signs, stamp, week};
pub use rule::{Enforce, How, Rule, Then};
pub use runs::{RunRecord, runs, troubles};
pub use state::{Lost, State, believe, owners, repair, set_aside};
pub use zone::system as system_zone;
pub use zone::zones_are_bundled;
