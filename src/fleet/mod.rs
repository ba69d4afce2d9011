//! What commands stand on when they deal with several accounts and machines: scope, targets, consent, acting, waiting.
//! Nothing here writes to a terminal; it returns what was found and done.

mod act;
mod consent;
mod fanout;
mod land;
mod make;
mod matched;
mod named;
mod noted;
mod reach;
mod round;
mod scope;
mod target;
#[cfg(test)]
mod testing;
mod wait;

pub use act::{ActOptions, ActionRun, Given, act};
pub use consent::{ConsentFlags, Need, Plan};
pub use fanout::{Answer, ask, list, list_as, show};
pub use land::late;
pub use make::{Making, make};
pub use matched::{Match, failed};
pub use named::{Raw, asked, choices, given};
pub use noted::{complete, opening};
pub use reach::ReadinessProbe;
pub use round::{Heard, Round, Told};
pub use scope::{Choice, Fleet, Scope};
pub use target::{Resolved, Spec, Terms, parse, resolve};
pub use wait::{Ended, Wait, now, until};
