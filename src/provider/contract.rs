//! The suite every provider passes: one loop per promise, over all of them, on a scripted wire.
//! Where a provider's documented form differs, the table of the test says so with the reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod catalogue;
mod pages;
mod records;
mod refusals;

use super::{
    Bound, List, Operation, Provider, Show,
    testing::{SECRET, list, reply, show},
};
use crate::model::{Drive, Identity, Instance, Invoice, Ticket};

/// The base URL of every account here.
const BASE: &str = "https://cloud.example.com/base";

/// How a binding uses an operation.
struct Use {
    /// Noun and verb, for messages.
    what: String,
    operation: &'static Operation,
    /// The arguments that the id fills.
    id: &'static [&'static str],
    fixed: &'static [(&'static str, &'static str)],
}

/// Every operation that a provider's bindings of one noun use directly.
fn uses_of<R: Bound>(provider: &'static dyn Provider) -> Vec<Use> {
    let noun = R::of(provider.bindings());
    let used = |verb: &str, operation, id, fixed| Use {
        what: format!("{} {} {verb}", provider.id(), R::WORD),
        operation,
        id,
        fixed,
    };
    let mut found = Vec::new();
    if let Some(List::Op(operation, _)) = noun.list {
        found.push(used("list", operation, &[], &[]));
    }
    if let Some(Show::Op(operation, fixed, _)) = noun.show {
        found.push(used("show", operation, noun.id, fixed));
    }
    for (action, act) in noun.acts {
        found.push(used(&action.name(), act.operation, noun.id, &[]));
    }
    found
}

/// Every operation that a provider's bindings use directly.
fn uses(provider: &'static dyn Provider) -> Vec<Use> {
    let mut found = uses_of::<Instance>(provider);
    found.extend(uses_of::<Drive>(provider));
    found.extend(uses_of::<Invoice>(provider));
    found.extend(uses_of::<Ticket>(provider));
    found.extend(uses_of::<Identity>(provider));
    found
}

/// The operation of a provider's catalogue with an id.
fn operation(provider: &'static dyn Provider, id: &str) -> &'static Operation {
    provider.operations().iter().find(|o| o.id == id).unwrap_or_else(|| panic!("{} has no {id}", provider.id()))
}
