//! The state of the simulated Fleio: instances with a state clock, the rest as the API shows it.
//! Field names are those of the API document's samples.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sandbox::clock::Clock;

/// The installation.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Fleio {
    /// The member `user` of `current-user`.
    pub user: Value,
    /// The clients of the staff API, the account's own first.
    pub clients: Vec<Value>,
    /// The flavors.
    pub flavors: Vec<Value>,
    /// The regions.
    pub regions: Vec<Value>,
    /// The machines.
    pub instances: Vec<Instance>,
    /// The ports, which hold an instance's addresses on a network.
    pub ports: Vec<Value>,
    /// The volumes.
    pub volumes: Vec<Value>,
    /// The images, including snapshots and backups of instances.
    pub images: Vec<Value>,
    /// The SSH keys.
    pub keys: Vec<Value>,
    /// The networks.
    pub networks: Vec<Value>,
    /// The subnets of the networks.
    pub subnets: Vec<Value>,
    /// The floating IPs.
    pub floating_ips: Vec<Value>,
    /// The security groups, with their rules.
    pub security_groups: Vec<Value>,
    /// The backup schedules.
    pub schedules: Vec<Value>,
    /// The operations, finished ones too.
    pub operations: Vec<Value>,
    /// The actions on instances, oldest first.
    pub actions: Vec<Value>,
    /// The invoices, with their items.
    pub invoices: Vec<Value>,
    /// The usage of the present billing cycle.
    pub usage: Value,
    /// The earlier billing cycles.
    pub cycles: Vec<Value>,
    /// The services of all clients.
    pub services: Vec<Value>,
    /// The departments that answer tickets.
    pub departments: Vec<Value>,
    /// The files of tickets.
    pub attachments: Vec<Value>,
    /// The tickets, with their updates.
    pub tickets: Vec<Value>,
}

/// A machine.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Instance {
    /// The machine's UUID.
    pub id: String,
    /// The machine's name.
    pub name: String,
    /// The id of the region.
    pub region: String,
    /// The id of the flavor.
    pub flavor: String,
    /// The id of the image; none when the machine runs from a volume.
    pub image: Option<String>,
    /// The time when it was made.
    pub created: String,
    /// The machine may not be changed.
    pub locked: bool,
    /// The client that owns the machine.
    pub client: u64,
    /// The ids of the security groups.
    pub groups: Vec<String>,
    /// The tags, with id and name.
    pub tags: Vec<Value>,
    /// The machine before a resize that is not confirmed yet.
    #[serde(default)]
    pub resized: Option<Resized>,
    /// The status and the task.
    pub clock: Clock,
}

/// An instance as it was before a resize.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Resized {
    /// The id of the old flavor.
    pub flavor: String,
    /// The old status.
    pub status: String,
}
