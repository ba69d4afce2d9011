//! The ground of commands that deal with several accounts and machines: scope, targets, consent, carrying out, waiting.
//! Nothing here writes to a terminal; the results are returned.

mod carry_out;
mod consent;
mod duplicate;
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

pub(crate) use carry_out::{ActOptions, carry_out, request_line};
pub(crate) use consent::{ConsentFlags, Need, Plan};
pub(crate) use duplicate::{ALLOW, unique};
pub(crate) use fanout::{Answer, ask, list, list_as, show};
pub(crate) use inputs::{Given, Raw, asked, choices, given};
pub(crate) use journal_entry::{complete, opening};
pub(crate) use matched::{Match, failed};
pub(crate) use readiness::ReadinessProbe;
pub(crate) use scope::{Choice, Fleet, Scope};
pub(crate) use survey::{Completeness, Survey, Surveyed};
pub(crate) use target::{Resolved, Spec, Terms, parse, resolve};
pub(crate) use task::{Subject, Task};
pub(crate) use wait::{Ended, PASSING, Wait, late, now, reached, until};
