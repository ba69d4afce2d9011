//! `SeFlow`, and other `HostBill` portals: basic authentication, JSON replies, form bodies, machines below services.
//! Document: `SeFlow`'s "HTTP REST API" page; it is `HostBill`'s user API of about 2015.

#[cfg(test)]
mod acts_tests;
mod answer;
mod bindings;
mod contact;
mod dialect;
mod domains;
#[cfg(test)]
mod fixture;
mod ips;
mod money;
mod operations;
mod read;
mod recipe;
mod services;
mod support;
#[cfg(test)]
mod tests;
mod upgrade;
mod usage;
mod walk;

use std::time::Duration;

use crate::{
    config::{Encoding, Secret},
    error::Result,
    http::{Authorization, Reply},
};

use super::{
    Account, AccountOption, Each, Encoded, Facts, INSTANCES, Node, Operation, Pace, Parts, Preset, Provider,
    surroundings::Names,
};
use operations as op;

/// The provider's value.
pub(crate) struct SeFlow;

/// The provider.
pub(crate) static SEFLOW: SeFlow = SeFlow;

static PRESETS: [Preset; 2] = [
    Preset { id: "seflow", about: "SeFlow", url: Some("https://manage.seflow.it/api"), parallel: 4, rate: 20 },
    Preset {
        id: "hostbill",
        about: "any HostBill portal, its user API ending in /api",
        url: None,
        parallel: 4,
        rate: 20,
    },
];

static ENCODING: AccountOption = AccountOption {
    key: "encoding",
    about: "the way a HostBill portal wants its bodies: form or json",
    value: |section| section.encoding.map(Encoding::word),
};

/// The presets whose portals take JSON, unless the account sets another encoding.
const TAKES_JSON: &[&str] = &["hostbill"];

/// The arguments that a machine's id `SERVICE/VM` fills.
const MACHINE: &[&str] = &["id", "vmid"];

static FACTS: Facts = Facts {
    id: "seflow",
    title: "SeFlow (HostBill)",
    presets: &PRESETS,
    operations: op::ALL,
    bindings: &bindings::BINDINGS,
    pace: Pace { first: Duration::from_secs(5), longest: Duration::from_secs(15) },
    path_words: &[],
    terminal: &["failed", "error", "deleted"],
    names: &[
        // A service is the first part of the ids of its machines.
        ("/service/{id}", Names::Record(&INSTANCES)),
        ("/service/{id}/vms/{vmid}", Names::Record(&INSTANCES)),
        ("/invoice/{id}", Names::Apart),
        ("/tickets/{number}", Names::Apart),
    ],
    identity: &[("id", &["id"]), ("vmid", &["id", "vmid"]), ("number", &["ticket_number"])],
    needs_user: true,
    scheme: "Basic",
    gets_only_read: true,
    options: &[&ENCODING],
    bases: &[],
    api: "SeFlow's (HostBill's) API",
    aliases: &["hostbill"],
    exchanges: include_str!("exchanges.http"),
    #[cfg(test)]
    fixture: &fixture::FIXTURE,
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

    fn refuses(&self, text: &str) -> bool {
        dialect::refuses(text)
    }

    fn each<'a>(&self, operation: &Operation, text: &'a str, record: Each<'_>) -> Result<Node<'a>> {
        dialect::each(operation, text, record)
    }

    fn instead(&self, account: &Account, noun: &str) -> Option<String> {
        let there = ["invoices", "tickets", "departments"].contains(&noun);
        there.then(|| format!("do it at the portal: {}", web(account)))
    }
}

/// The address of a portal's web pages.
fn web(account: &Account) -> &str {
    account.url.strip_suffix("/api").unwrap_or(&account.url)
}
