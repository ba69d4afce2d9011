//! ui-vmm, a panel for LXD: a bearer token, calls named `object.action`, replies as JSON:API documents.
//! Document: "ui-vmm JSON:API v0.2"; request bodies are flat objects in spite of their media type.

#[cfg(test)]
mod catalogue_tests;
mod dialect;
mod events;
mod operations;
mod read;
#[cfg(test)]
mod tests;
mod walk;

use std::time::Duration;

use crate::{
    config::Secret,
    error::Result,
    http::{Authorization, Reply},
    model::How,
};

use super::{
    Account, Each, Encoded, Facts, Node, Operation, Pace, Parts, Preset, Provider,
    bindings::{Act, Bindings, List, Noun, Show},
};
use operations as op;

/// The provider's value.
pub struct UiVmm;

/// The provider.
pub static UIVMM: UiVmm = UiVmm;

static PRESETS: [Preset; 1] = [Preset {
    id: "uivmm",
    about: "a ui-vmm panel, without the /v1 of its paths",
    url: None,
    parallel: 50,
    json: true,
}];

/// The arguments that a machine's id `SERVER/NAME` fills.
const MACHINE: &[&str] = &["server_id", "instance_name"];

static BINDINGS: Bindings = Bindings {
    instances: Noun {
        id: MACHINE,
        list: Some(List::Recipe(walk::instances)),
        show: Some(Show::Recipe(walk::instance)),
        acts: &[
            (&crate::model::START, Act::by(&op::INSTANCE_START)),
            (&crate::model::STOP, Act::ending(&op::INSTANCE_STOP, How::Clean)),
            (&crate::model::STOP_HARD, Act::ending(&op::INSTANCE_STOP_FORCE, How::Hard)),
            (&crate::model::REBOOT, Act::by(&op::INSTANCE_RESTART)),
        ],
    },
    drives: Noun {
        id: &["server_id", "pool", "volume"],
        list: Some(List::Recipe(walk::volumes)),
        show: Some(Show::Listed),
        acts: &[],
    },
    invoices: Noun::NONE,
    tickets: Noun::NONE,
    identity: Noun { id: &[], list: Some(List::Op(&op::USER_GET, read::user)), show: None, acts: &[] },
    login: Some(walk::login),
    events: Some(events::follow),
};

static FACTS: Facts = Facts {
    id: "uivmm",
    title: "ui-vmm (LXD)",
    presets: &PRESETS,
    operations: op::ALL,
    bindings: &BINDINGS,
    pace: Pace { first: Duration::from_secs(1), longest: Duration::from_secs(5) },
    needs_user: false,
};

impl Provider for UiVmm {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn authorize(&self, _: &Account, secret: &Secret) -> Result<Authorization> {
        Ok(Authorization { scheme: "Bearer".to_owned(), credentials: secret.clone() })
    }

    fn encode(&self, _: &Account, operation: &Operation, parts: &mut Parts) -> Result<Encoded> {
        Ok(dialect::encode(operation, parts))
    }

    fn verdict(&self, operation: &'static Operation, reply: &Reply, text: &str) -> Result<()> {
        dialect::verdict(operation, reply, text)
    }

    fn each<'a>(&self, operation: &Operation, text: &'a str, record: Each<'_>) -> Result<Node<'a>> {
        dialect::each(operation, text, record)
    }
}
