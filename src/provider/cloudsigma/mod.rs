//! CloudSigma's API 1.0: basic authentication, bodies of `key value` lines, state changes printed as GET.
//! Document: "CloudSigma Back-end API 1.0 manual", March 18, 2013.

#[cfg(test)]
mod acts_tests;
mod answer;
mod bindings;
mod bought;
mod dialect;
#[cfg(test)]
mod fixture;
mod money;
#[cfg(test)]
mod money_tests;
mod object;
mod operations;
mod order;
mod read;
mod recipe;
#[cfg(test)]
mod recipe_tests;
mod subscribed;
#[cfg(test)]
mod tests;
mod text;
mod walk;

use std::time::Duration;

use crate::{
    config::Secret,
    error::Result,
    http::{Authorization, Effect, Method, Reply, memory},
};

use super::{
    Account, DRIVES, Each, Encoded, Facts, GROUPS, INSTANCES, IPS, NETWORKS, Node, Operation, Pace, Parts, Preset,
    Provider, ReplyKind, surroundings::Names,
};
use operations as op;

/// The provider's value.
pub(crate) struct CloudSigma;

/// The provider.
pub(crate) static CLOUDSIGMA: CloudSigma = CloudSigma;

/// The manual prints the paths of servers with older words too, and two paths of groups with a double s.
const PATH_WORDS: &[(&str, &str)] = &[("guests", "servers"), ("guest", "servers"), ("servergroupss", "servergroups")];

static PRESETS: [Preset; 3] = [
    Preset { id: "cloudsigma", about: "any cloud with CloudSigma's API 1.0", url: None, parallel: 50, rate: 100 },
    Preset {
        id: "cloudsigma-zrh",
        about: "CloudSigma, Zurich",
        url: Some("https://api.zrh.cloudsigma.com"),
        parallel: 50,
        rate: 100,
    },
    Preset {
        id: "cloudsigma-lvs",
        about: "CloudSigma, Las Vegas",
        url: Some("https://api.lvs.cloudsigma.com"),
        parallel: 50,
        rate: 100,
    },
];

static FACTS: Facts = Facts {
    id: "cloudsigma",
    title: "CloudSigma API 1.0",
    presets: &PRESETS,
    operations: op::ALL,
    bindings: &bindings::BINDINGS,
    pace: Pace { first: Duration::from_secs(2), longest: Duration::from_secs(15) },
    path_words: PATH_WORDS,
    terminal: &["dead", "dumped", "inactive"],
    names: &[
        ("/servers/{id}", Names::Record(&INSTANCES)),
        ("server", Names::Record(&INSTANCES)),
        ("/drives/{id}", Names::Record(&DRIVES)),
        ("ide:*", Names::Record(&DRIVES)),
        ("scsi:*", Names::Record(&DRIVES)),
        ("block:*", Names::Record(&DRIVES)),
        ("virtio:*", Names::Record(&DRIVES)),
        ("/resources/ip/{ip}", Names::Record(&IPS)),
        ("nic:*:dhcp", Names::Record(&IPS)),
        ("/resources/vlan/{id}", Names::Record(&NETWORKS)),
        ("/servergroups/{id}", Names::Record(&GROUPS)),
    ],
    identity: &[("id", &["server", "drive", "resource", "uuid"]), ("ip", &["resource"])],
    needs_user: true,
    scheme: "Basic",
    gets_only_read: false,
    options: &[],
    bases: &[],
    api: "CloudSigma's API 1.0",
    aliases: &[],
    exchanges: include_str!("exchanges.http"),
    #[cfg(test)]
    fixture: &fixture::FIXTURE,
};

impl Provider for CloudSigma {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn authorize(&self, account: &Account, secret: &Secret) -> Result<Authorization> {
        super::basic::authorize(account, secret)
    }

    fn encode(&self, _: &Account, operation: &Operation, parts: &mut Parts) -> Result<Encoded> {
        dialect::encode(operation, parts)
    }

    fn verdict(&self, operation: &'static Operation, reply: &Reply, text: &str) -> Result<()> {
        dialect::verdict(operation, reply, text)
    }

    fn refuses(&self, text: &str) -> bool {
        dialect::refuses(text)
    }

    fn other_method(&self, operation: &Operation) -> Option<Method> {
        match (operation.effect, operation.method) {
            (Effect::Read, _) => None,
            (_, Method::Get) => Some(Method::Post),
            (_, Method::Post) => Some(Method::Get),
            _ => None,
        }
    }

    fn instead(&self, _: &Account, noun: &str) -> Option<String> {
        (noun == "invoices").then(|| "CloudSigma keeps a ledger instead: nubo transactions list".to_owned())
    }

    fn each<'a>(&self, operation: &Operation, text: &'a str, record: Each<'_>) -> Result<Node<'a>> {
        if operation.reply == ReplyKind::Values {
            text::values(text).for_each(|value| record(None, &value));
            return Ok(Node::Null);
        }
        text::sound(text)?;
        for found in text::records(text) {
            memory::count()?;
            record(None, &found);
        }
        Ok(Node::Null)
    }
}
