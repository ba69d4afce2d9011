//! The suite every provider passes: one loop per promise, over all of them, on a scripted wire.
//! The fixture of each provider has the forms that differ between providers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub(crate) mod acts;
mod catalogue;
mod fixture;
mod money;
mod pages;
mod records;
mod refusals;
mod tiny;

pub(crate) use fixture::{Bodies, Fixture, basic};

use super::{
    ALL, List, NOUNS, Noun, Operation, Provider, Show,
    testing::{SECRET, list, list_of, reply, show, show_of},
};
use crate::model::{Instance, Invoice};

/// The base URL of every account here.
pub(crate) const BASE: &str = "https://cloud.example.com/base";

/// Every provider, and the tiny one, which shows how little a new provider needs.
pub(crate) fn providers() -> impl Iterator<Item = &'static dyn Provider> {
    ALL.into_iter().chain([tiny::TINY])
}

/// The use of an operation by a binding.
struct Use {
    /// Noun and verb, for messages.
    what: String,
    operation: &'static Operation,
    /// The arguments that the id fills.
    id: &'static [&'static str],
    fixed: &'static [(&'static str, &'static str)],
}

/// Every operation that a provider's bindings of one noun use directly.
fn uses_of(provider: &'static dyn Provider, noun: &Noun) -> Vec<Use> {
    let binding = noun.binding(provider.bindings());
    let used = |verb: &str, operation, id, fixed| Use {
        what: format!("{} {} {verb}", provider.id(), noun.word),
        operation,
        id,
        fixed,
    };
    let mut found = Vec::new();
    if let Some(List::Op(operation, _)) = binding.list {
        found.push(used("list", operation, &[], &[]));
    }
    if let Some(Show::Op(operation, fixed, _)) = binding.show {
        found.push(used("show", operation, binding.id, fixed));
    }
    found
}

/// Every operation that a provider's bindings use directly.
fn uses(provider: &'static dyn Provider) -> Vec<Use> {
    NOUNS.into_iter().flat_map(|noun| uses_of(provider, noun)).collect()
}

/// The operation of a provider's catalogue with an id.
fn operation(provider: &'static dyn Provider, id: &str) -> &'static Operation {
    provider.operations().iter().find(|o| o.id == id).unwrap_or_else(|| panic!("{} has no {id}", provider.id()))
}
