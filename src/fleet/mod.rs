//! The ground of commands that deal with several accounts and machines: scope, targets, consent, carrying out, waiting.
//! Nothing here writes to a terminal; it returns what was found and done.

mod carry_out;
mod consent;
mod explain;
mod fanout;
mod inputs;
mod journal_entry;
mod matched;
mod readiness;
mod scope;
mod survey;
mod target;
mod task;
#[cfg(test)]
mod testing;
mod wait;

pub use carry_out::{ActOptions, carry_out};
pub use consent::{ConsentFlags, Need, Plan};
pub use fanout::{Answer, ask, list, list_as, show};
pub use inputs::{Given, Raw, asked, choices, given};
pub use journal_entry::{complete, opening};
pub use matched::{Match, failed};
pub use readiness::ReadinessProbe;
pub use scope::{Choice, Fleet, Scope};
pub use survey::{Completeness, Survey, Surveyed};
pub use target::{Resolved, Spec, Terms, parse, resolve};
pub use task::{Subject, Task};
pub use wait::{Ended, Wait, late, now, until};
