//! Schedules: which machines should run when, by the rules of `schedules.toml` and the calendar of each rule's zone.
//! Nothing here reads the clock: the present instant is a parameter everywhere.

mod calendar;
mod clash;
mod cursor;
mod days;
#[cfg_attr(not(test), expect(dead_code, reason = "no command applies schedules yet"))]
mod decide;
mod except;
mod failing;
mod field;
mod file;
#[cfg_attr(not(test), expect(dead_code, reason = "no command applies schedules yet"))]
mod holds;
mod instant;
mod marks;
mod preview;
mod read;
mod rule;
#[cfg_attr(not(test), expect(dead_code, reason = "no command applies schedules yet"))]
mod state;
mod window;
mod zone;

pub use calendar::{Calendar, HORIZON, Times, Wish};
pub use clash::{Stretch, clash};
#[expect(unused_imports, reason = "no command applies schedules yet")]
pub use decide::{Decision, Decisions, Left, Listing, Note, Outcome, Verdict, decide};
pub use file::{Loaded, load};
#[expect(unused_imports, reason = "no command applies schedules yet")]
pub use holds::{Held, Hold};
pub use preview::{Day, Signs, stamp, week};
pub use rule::{Enforce, How, Rule, Then};
#[expect(unused_imports, reason = "no command applies schedules yet")]
pub use state::State;
