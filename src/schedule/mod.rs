//! Schedules: which machines should run when, by the rules of `schedules.toml` and the calendar of each rule's zone.
//! Nothing here reads the clock: the present instant is a parameter everywhere.

mod calendar;
mod cursor;
mod days;
mod except;
mod instant;
mod window;
mod zone;

pub use calendar::{Calendar, Edge, HORIZON, Times, Wanted, Wish};
