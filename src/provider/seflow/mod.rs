//! `SeFlow`, and other `HostBill` portals: basic authentication, JSON replies, form bodies, machines below services.
//! Document: `SeFlow`'s "HTTP REST API" page; it is `HostBill`'s user API of about 2015.

#[cfg(test)]
mod acts_tests;
mod answer;
mod dialect;
mod ips;
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
    model::{How, PRICE, TRAFFIC, verbs},
};

use super::{
    Account, Each, Encoded, Facts, Node, Operation, Pace, Parts, Preset, Provider,
    act::{Act, From},
    ask::Ask,
    bindings::{Bindings, List, Noun, Show},
};
use operations as op;

/// The provider's value.
pub struct SeFlow;

/// The provider.
pub static SEFLOW: SeFlow = SeFlow;

static PRESETS: [Preset; 2] = [
    Preset { id: "seflow", about: "SeFlow", url: Some("https://manage.seflow.it/api"), parallel: 4, json: false },
    Preset {
        id: "hostbill",
        about: "any HostBill portal, its user API ending in /api",
        url: None,
        parallel: 4,
        json: true,
    },
];

/// The arguments that a machine's id `SERVICE/VM` fills.
const MACHINE: &[&str] = &["id", "vmid"];

static BINDINGS: Bindings = Bindings {
    instances: Noun {
        id: MACHINE,
        list: Some(List::Recipe(walk::instances)),
        show: Some(Show::Recipe(walk::instance)),
        acts: &[
            (&verbs::START, Act::by(&op::VMS_START)),
            (&verbs::STOP, Act::ending(&op::VMS_STOP, How::Unknown)),
            (&verbs::REBOOT, Act::by(&op::VMS_REBOOT)),
            (&verbs::BOOT_ISO, Act::by(&op::VMS_REBOOT).with(&[("iso", From::Flag("image"))]).as_typed(&["image"])),
            (&verbs::RESIZE, Act::recipe(&op::VMS_UPDATE, recipe::resize).takes(&["cpus", "memory"])),
            (&verbs::ATTACH_IP, Act::recipe(&op::VMS_IP_ASSIGN, recipe::attach_ip).takes(&["ip"]).as_typed(&["ip"])),
            (&verbs::DETACH_IP, Act::recipe(&op::VMS_IP_UNASSIGN, recipe::detach_ip).takes(&["ip"]).as_typed(&["ip"])),
            (&verbs::INSTANCE_DELETE, Act::by(&op::VMS_DELETE).fate(answer::fate)),
        ],
        asks: &[(&TRAFFIC, Ask::Recipe(&[], answer::traffic)), (&PRICE, Ask::Recipe(&[], answer::price))],
        ..Noun::NONE
    },
    drives: Noun {
        id: &["id", "vmid", "diskid"],
        list: Some(List::Recipe(walk::drives)),
        show: Some(Show::Listed),
        acts: &[(&verbs::DRIVE_RESIZE, Act::recipe(&op::VMS_STORAGE_RESIZE, recipe::resize_drive).takes(&["size"]))],
        ..Noun::NONE
    },
    images: Noun {
        id: &["id", "templateid"],
        list: Some(List::Recipe(walk::images)),
        show: Some(Show::Listed),
        ..Noun::NONE
    },
    ips: Noun {
        id: &["id", "ipaddress"],
        list: Some(List::Recipe(ips::list)),
        show: Some(Show::Listed),
        acts: &[
            (&verbs::ASSIGN, Act::recipe(&op::VMS_IP_ASSIGN, recipe::assign).takes(&["to"])),
            (&verbs::UNASSIGN, Act::recipe(&op::VMS_IP_UNASSIGN, recipe::unassign)),
            (&verbs::RDNS, Act::recipe(&op::SERVICES_RDNS_SET, recipe::rdns).takes(&["name"])),
        ],
        ..Noun::NONE
    },
    invoices: Noun {
        id: &["id"],
        list: Some(List::Op(&op::INVOICES_LIST, read::invoice)),
        show: Some(Show::Op(&op::INVOICES_SHOW, &[], read::invoice)),
        ..Noun::NONE
    },
    tickets: Noun {
        id: &["number"],
        list: Some(List::Op(&op::TICKETS_LIST, read::ticket)),
        show: Some(Show::Recipe(walk::ticket)),
        ..Noun::NONE
    },
    identity: Noun { id: &[], list: Some(List::Op(&op::DETAILS_SHOW, read::client)), show: None, ..Noun::NONE },
    ..Bindings::NONE
};

static FACTS: Facts = Facts {
    id: "seflow",
    title: "SeFlow (HostBill)",
    presets: &PRESETS,
    operations: op::ALL,
    bindings: &BINDINGS,
    pace: Pace { first: Duration::from_secs(5), longest: Duration::from_secs(15) },
    terminal: &["failed", "error", "deleted"],
    needs_user: true,
};

impl Provider for SeFlow {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn authorize(&self, account: &Account, secret: &Secret) -> Result<Authorization> {
        super::basic::authorize(account, secret)
    }

    fn encode(&self, account: &Account, operation: &Operation, parts: &mut Parts) -> Result<Encoded> {
        dialect::encode(account, operation, parts)
    }

    fn verdict(&self, operation: &'static Operation, reply: &Reply, text: &str) -> Result<()> {
        dialect::verdict(operation, reply, text)
    }

    fn each<'a>(&self, operation: &Operation, text: &'a str, record: Each<'_>) -> Result<Node<'a>> {
        super::json::each(text, operation, record)
    }
}
