//! What the pretend `SeFlow` portal keeps: records as the portal shows them, machines with a state clock.
//! Numbers are strings and dates may be zero, as `HostBill` writes them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sandbox::clock::Clock;

/// The portal.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Seflow {
    /// The client's details.
    pub client: Value,
    /// What is owed and what is paid ahead.
    pub balance: Value,
    /// The invoices, with their items.
    pub invoices: Vec<Value>,
    /// The tickets, each with its replies.
    pub tickets: Vec<Value>,
    /// Those who answer tickets.
    #[serde(default)]
    pub departments: Vec<Value>,
    /// The files of tickets, each with its content.
    #[serde(default)]
    pub attachments: Vec<Value>,
    /// The domains.
    pub domains: Vec<Value>,
    /// The services.
    pub services: Vec<Service>,
}

/// A service.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Service {
    /// Its details, passwords included.
    pub record: Value,
    /// The form its machines are listed in.
    pub listing: Listing,
    /// Its machines.
    pub machines: Vec<Machine>,
    /// Its addresses, with the ids that only lists of machines show.
    pub ips: Vec<Value>,
    /// Their names.
    pub rdns: Vec<Value>,
    /// What machines can be made of.
    pub templates: Vec<Value>,
    /// How much memory in MB, disk in GB and processors its machines may have together.
    #[serde(default)]
    pub plan: Value,
    /// What it can be changed to.
    #[serde(default)]
    pub options: Value,
    /// Its traffic, where it is on a switch.
    #[serde(default)]
    pub bandwidth: Value,
    /// The graphs of that.
    #[serde(default)]
    pub graphs: Vec<Value>,
}

/// The form of a list of machines: portals differ.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Listing {
    /// An object keyed by id, states `online` and `offline`.
    Map,
    /// An array, states `running` and `stopped`.
    List,
    /// None: the service has no machines.
    None,
}

/// A machine.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Machine {
    /// Its id, unique in its service only.
    pub id: String,
    /// Its details without the state, passwords included.
    pub record: Value,
    /// Its disks.
    pub storage: Value,
    /// Its state.
    pub clock: Clock,
}
