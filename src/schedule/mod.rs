//! Schedules: which machines should run when, by the rules of `schedules.toml` and the calendar of each rule's zone.
//! Nothing here reads the clock: the present instant is a parameter everywhere.

mod calendar;
mod clash;
mod cursor;
mod days;
mod except;
mod field;
mod file;
mod instant;
mod preview;
mod read;
mod rule;
mod window;
mod zone;

pub use calendar::{Calendar, HORIZON, Times, Wish};
pub use clash::{Stretch, clash};
pub use file::{Loaded, load};
pub use preview::{Day, Signs, stamp, week};
pub use rule::{Enforce, How, Rule, Then};
