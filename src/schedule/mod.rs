//! Schedules: which machines should run when, by the rules of `schedules.toml` and the calendar of each rule's zone.
//! Nothing here reads the clock: the present instant is a parameter everywhere.

mod calendar;
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

pub use calendar::{Calendar, Edge, HORIZON, Times, Wanted, Wish};
pub use file::{Loaded, load};
pub use preview::{Day, Signs, stamp, week};
pub use rule::{Enforce, How, Rule, Stop, Then};
