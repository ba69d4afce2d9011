//! The state of the simulated `SeFlow` portal: records as the portal shows them, machines with a state clock.
//! Numbers are strings and dates may be zero, as `HostBill` writes them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sandbox::clock::Clock;

/// The portal.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Seflow {
    /// The client's details.
    pub client: Value,
    /// The debt and the credit.
    pub balance: Value,
    /// The invoices, with their items.
    pub invoices: Vec<Value>,
    /// The tickets, each with its replies.
    pub tickets: Vec<Value>,
    /// The departments that answer tickets.
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
    /// The service's details, passwords included.
    pub record: Value,
    /// The form in which the machines are listed.
    pub listing: Listing,
    /// The machines.
    pub machines: Vec<Machine>,
    /// The addresses, with the ids that only lists of machines show.
    pub ips: Vec<Value>,
    /// The reverse names of the addresses.
    pub rdns: Vec<Value>,
    /// The templates that machines can be made of.
    pub templates: Vec<Value>,
    /// The memory in MB, disk in GB and processors that all machines may have together.
    #[serde(default)]
    pub plan: Value,
    /// The options of an upgrade.
    #[serde(default)]
    pub options: Value,
    /// The traffic, if the service is on a switch.
    #[serde(default)]
    pub bandwidth: Value,
    /// The graphs of the traffic.
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
    /// The machine's id, unique in its service only.
    pub id: String,
    /// The details without the state, passwords included.
    pub record: Value,
    /// The disks.
    pub storage: Value,
    /// The state.
    pub clock: Clock,
}
