//! What the pretend Fleio keeps: instances with a state clock, the rest as the API shows it.
//! Field names are those of the API document's samples.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sandbox::clock::Clock;

/// The installation.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Fleio {
    /// What `current-user` shows under `user`.
    pub user: Value,
    /// The clients of the staff API, the account's own first.
    pub clients: Vec<Value>,
    /// What instances can be made of.
    pub flavors: Vec<Value>,
    /// Where.
    pub regions: Vec<Value>,
    /// The machines.
    pub instances: Vec<Instance>,
    /// What holds addresses on a network for an instance.
    pub ports: Vec<Value>,
    /// The volumes.
    pub volumes: Vec<Value>,
    /// The images, snapshots and backups of instances among them.
    pub images: Vec<Value>,
    /// The SSH keys.
    pub keys: Vec<Value>,
    /// The networks.
    pub networks: Vec<Value>,
    /// Their subnets.
    pub subnets: Vec<Value>,
    /// The floating IPs.
    pub floating_ips: Vec<Value>,
    /// The security groups, with their rules.
    pub security_groups: Vec<Value>,
    /// When backups are made.
    pub schedules: Vec<Value>,
    /// What is or was under way.
    pub operations: Vec<Value>,
    /// What was done with instances, oldest first.
    pub actions: Vec<Value>,
    /// The invoices, with their items.
    pub invoices: Vec<Value>,
    /// What is used in the billing cycle under way.
    pub usage: Value,
    /// The billing cycles before it.
    pub cycles: Vec<Value>,
    /// What is rented, by all clients.
    pub services: Vec<Value>,
    /// Those that tickets can go to.
    pub departments: Vec<Value>,
    /// The files of tickets.
    pub attachments: Vec<Value>,
    /// The tickets, with their updates.
    pub tickets: Vec<Value>,
}

/// A machine.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Instance {
    /// Its UUID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The id of its region.
    pub region: String,
    /// The id of its flavor.
    pub flavor: String,
    /// The id of its image; none when it runs from a volume.
    pub image: Option<String>,
    /// When it was made.
    pub created: String,
    /// Whether it may not be changed.
    pub locked: bool,
    /// The client it belongs to.
    pub client: u64,
    /// The ids of its security groups.
    pub groups: Vec<String>,
    /// Its tags, with id and name.
    pub tags: Vec<Value>,
    /// What it was before a resize that is not confirmed yet.
    #[serde(default)]
    pub resized: Option<Resized>,
    /// Status and task.
    pub clock: Clock,
}

/// An instance as it was before a resize.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Resized {
    /// The id of its flavor.
    pub flavor: String,
    /// Its status.
    pub status: String,
}
