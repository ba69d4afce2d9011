//! ui-vmm, a panel for LXD: a bearer token, calls named `object.action`, replies as JSON:API documents.
//! Document: "ui-vmm JSON:API v0.2"; request bodies are flat objects in spite of their media type.

#[cfg(test)]
mod acts_tests;
#[cfg(test)]
mod catalogue_tests;
mod choice;
mod dialect;
mod events;
#[cfg(test)]
mod fixture;
mod operations;
mod read;
mod recipe;
#[cfg(test)]
mod tests;
mod walk;

use std::time::Duration;

use crate::{
    config::Secret,
    error::Result,
    http::{Authorization, Reply},
    model::{StopMode, verbs},
};

use super::{
    Account, Each, Encoded, Facts, INSTANCES, Node, Operation, Pace, Parts, Preset, Provider,
    act::{Act, ArgSource},
    bindings::{Binding, List, Show, lists, reader, shows},
    boxed,
    nouns::Bindings,
    surroundings::Names,
};
use operations as op;

/// The provider's value.
pub(crate) struct UiVmm;

/// The provider.
pub(crate) static UIVMM: UiVmm = UiVmm;

static PRESETS: [Preset; 1] =
    [Preset { id: "uivmm", about: "a ui-vmm panel, without the /v1 of its paths", url: None, parallel: 50, rate: 100 }];

/// The arguments that a machine's id `SERVER/NAME` fills.
const MACHINE: &[&str] = &["server_id", "instance_name"];

/// The argument that a registered server's id fills.
const HOST: &[&str] = &["server_id"];

/// The sources of the arguments that register a server.
const ADDED: &[(&str, ArgSource)] = &[
    ("server_host", ArgSource::Name),
    ("server_port", ArgSource::Flag("port")),
    ("server_password", ArgSource::Flag("password-file")),
];

static BINDINGS: Bindings = Bindings {
    instances: Binding {
        id: MACHINE,
        list: Some(lists!(walk::instances)),
        show: Some(shows!(walk::instance)),
        acts: &[
            (
                &verbs::INSTANCE_CREATE,
                Act::recipe(&op::INSTANCE_ADD, boxed!(recipe::create(call)))
                    .and(&[&op::INSTANCE_START])
                    .takes(&["image", "cpus", "memory", "network", "host"])
                    .as_typed(&["image", "network"]),
            ),
            (&verbs::START, Act::by(&op::INSTANCE_START)),
            (&verbs::STOP, Act::ending(&op::INSTANCE_STOP, Some(StopMode::Clean))),
            (&verbs::STOP_HARD, Act::ending(&op::INSTANCE_STOP_FORCE, Some(StopMode::Hard))),
            (&verbs::REBOOT, Act::by(&op::INSTANCE_RESTART)),
            (&verbs::RESET, Act::by(&op::INSTANCE_RESTART_FORCE)),
            (&verbs::SUSPEND, Act::by(&op::INSTANCE_FREEZE)),
            (&verbs::RESUME, Act::by(&op::INSTANCE_UNFREEZE)),
        ],
        ..Binding::NONE
    },
    drives: Binding {
        id: &["server_id", "pool", "volume"],
        list: Some(lists!(walk::volumes)),
        show: Some(Show::Listed),
        ..Binding::NONE
    },
    images: Binding {
        id: &["server_id", "image_fingerprint"],
        list: Some(lists!(walk::images)),
        show: Some(Show::Listed),
        acts: &[(&verbs::DELETE, Act::by(&op::IMAGE_DELETE))],
        ..Binding::NONE
    },
    networks: Binding {
        id: &["server_id", "network"],
        list: Some(lists!(walk::networks)),
        show: Some(Show::Listed),
        ..Binding::NONE
    },
    keys: Binding {
        id: &["key_id"],
        list: Some(List::Op(&op::SSH_KEY_GET, reader!(read::key))),
        show: Some(Show::Listed),
        acts: &[
            (&verbs::KEY_CREATE, Act::recipe(&op::SSH_KEY_ADD, boxed!(recipe::add_key(call))).takes(&["public-key"])),
            (&verbs::DELETE, Act::by(&op::SSH_KEY_DELETE)),
        ],
        ..Binding::NONE
    },
    hosts: Binding {
        id: HOST,
        list: Some(List::Op(&op::SERVER_LIST, reader!(read::host))),
        show: Some(shows!(walk::host)),
        acts: &[(&verbs::HOST_CREATE, Act::by(&op::SERVER_ADD).with(ADDED).made(&["id"]))],
        ..Binding::NONE
    },
    identity: Binding {
        id: &[],
        list: Some(List::Op(&op::USER_GET, reader!(read::user))),
        show: None,
        ..Binding::NONE
    },
    login: Some(boxed!(walk::login(session, user, password))),
    events: Some(boxed!(events::follow(session, operation, stream, on_event))),
    ..Bindings::NONE
};

static FACTS: Facts = Facts {
    id: "uivmm",
    title: "ui-vmm (LXD)",
    presets: &PRESETS,
    operations: op::ALL,
    bindings: &BINDINGS,
    pace: Pace { first: Duration::from_secs(1), longest: Duration::from_secs(5) },
    path_words: &[],
    terminal: &["error", "failure"],
    names: &[
        ("server_id,instance_name", Names::Record(&INSTANCES)),
        ("instance.add", Names::Apart),
        ("profile.update", Names::Unknown),
        ("profile.delete", Names::Unknown),
    ],
    identity: &[],
    needs_user: false,
    scheme: "Bearer",
    gets_only_read: true,
    options: &[],
    bases: &[],
    api: "ui-vmm's API",
    aliases: &[],
    exchanges: include_str!("exchanges.http"),
    #[cfg(test)]
    fixture: &fixture::FIXTURE,
};

impl Provider for UiVmm {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn authorize(&self, _: &Account, secret: &Secret) -> Result<Authorization> {
        Ok(Authorization { scheme: FACTS.scheme.to_owned(), credentials: secret.clone() })
    }

    fn encode(&self, _: &Account, operation: &Operation, parts: &mut Parts) -> Result<Encoded> {
        Ok(dialect::encode(operation, parts))
    }

    fn verdict(&self, operation: &'static Operation, reply: &Reply, text: &str) -> Result<()> {
        dialect::verdict(operation, reply, text)
    }

    fn refuses(&self, text: &str) -> bool {
        dialect::refuses(text)
    }

    fn each<'a>(&self, operation: &Operation, text: &'a str, record: Each<'_>) -> Result<Node<'a>> {
        dialect::each(operation, text, record)
    }
}
