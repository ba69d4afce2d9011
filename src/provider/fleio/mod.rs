//! Fleio, and Fotbo, which runs it: token authentication, JSON, lists in numbered pages.
//! Documents: "Using the Fleio API" (staff calls) and "OpenAPI Fotbo.com Specification 1.0.5" (end-user calls).

#[cfg(test)]
mod acts_tests;
mod bindings;
#[cfg(test)]
mod catalogue_tests;
mod dialect;
#[cfg(test)]
mod fixture;
mod money;
#[cfg(test)]
mod money_tests;
#[cfg(test)]
mod nouns_tests;
mod operations;
mod options;
mod read;
mod recipe;
#[cfg(test)]
mod recipe_tests;
#[cfg(test)]
mod recorded_tests;
#[cfg(test)]
mod tests;
mod walk;

use std::time::Duration;

use crate::{
    config::Secret,
    error::Result,
    http::{Authorization, Reply},
};

use super::{
    Account, DRIVES, Each, Encoded, FIREWALLS, Facts, INSTANCES, IPS, NETWORKS, Node, Operation, Pace, Paging, Parts,
    Preset, Provider, SERVICES, surroundings::Names,
};
use operations as op;

/// The provider's value.
pub(crate) struct Fleio;

/// The provider.
pub(crate) static FLEIO: Fleio = Fleio;

static PRESETS: [Preset; 2] = [
    Preset {
        id: "fleio",
        about: "any Fleio portal, its end-user API ending in /backend/api",
        url: None,
        parallel: 50,
        rate: 100,
    },
    Preset { id: "fotbo", about: "Fotbo.com", url: Some("https://api.fotbo.com/backend/api"), parallel: 50, rate: 100 },
];

static FACTS: Facts = Facts {
    id: "fleio",
    title: "Fleio",
    presets: &PRESETS,
    operations: op::ALL,
    bindings: &bindings::BINDINGS,
    pace: Pace { first: Duration::from_secs(3), longest: Duration::from_secs(10) },
    path_words: &[],
    terminal: &["error", "deleted", "soft-delete", "failed", "aborted"],
    names: &[
        ("/openstack/instances/{id}", Names::Record(&INSTANCES)),
        ("instance", Names::Record(&INSTANCES)),
        ("instance_uuid", Names::Record(&INSTANCES)),
        ("device_id", Names::Record(&INSTANCES)),
        ("/openstack/volumes/{id}", Names::Record(&DRIVES)),
        ("volume_id", Names::Record(&DRIVES)),
        ("/openstack/floatingips/{id}", Names::Record(&IPS)),
        ("floating_ip", Names::Record(&IPS)),
        ("floating_ip_id", Names::Record(&IPS)),
        ("/openstack/networks/{id}", Names::Record(&NETWORKS)),
        ("/openstack/securitygroups/{id}", Names::Record(&FIREWALLS)),
        ("/billing/services/{id}", Names::Record(&SERVICES)),
        ("/openstack/images/{id}", Names::Apart),
        ("/pkm/{id}", Names::Apart),
        ("/billing/invoices/{id}", Names::Apart),
        ("/notifications/{id}", Names::Apart),
        ("/plugins/tickets/tickets/{id}", Names::Apart),
        // The operator's own details; what else is done to a client reaches all its machines.
        ("clients.update", Names::Apart),
    ],
    identity: &[("id", &["id", "uuid"])],
    needs_user: false,
    scheme: dialect::SCHEMES[0],
    gets_only_read: true,
    options: &[&options::STAFF_URL, &options::SCHEME],
    bases: &[&options::STAFF],
    api: "Fleio's API",
    aliases: &[],
    exchanges: include_str!("exchanges.http"),
    #[cfg(test)]
    fixture: &fixture::FIXTURE,
};

impl Provider for Fleio {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn authorize(&self, account: &Account, secret: &Secret) -> Result<Authorization> {
        dialect::authorize(account, secret)
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
        // Fotbo's OpenAPI file prints one schedule in place of a list of them.
        if std::ptr::eq(operation, &raw const op::SCHEDULES_LIST)
            && let Ok(lone) = serde_json::from_str::<Node<'_>>(text)
            && !lone.at("id").is_empty()
        {
            record(None, &lone);
            return Ok(lone);
        }
        super::json::each(text, operation, record)
    }

    fn paging(&self) -> Option<Paging> {
        Some(Paging { page: "page", size: "page_size", per_page: 500, next: "next", total: &["totalCount", "count"] })
    }
}
