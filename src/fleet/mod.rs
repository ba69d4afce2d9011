//! What commands stand on when they deal with several accounts and machines: scope, targets, consent, acting, waiting.
//! Nothing here writes to a terminal; it returns what was found and done.

mod act;
mod consent;
mod fanout;
mod scope;
mod target;
#[cfg(test)]
mod testing;
mod wait;

pub use act::{ActOptions, Hit, Subject, act};
pub use consent::{Need, Plan, Said};
pub use fanout::{list, show};
pub use scope::{Choice, Fleet};
pub use target::{Resolved, Spec, Terms, parse, resolve};
