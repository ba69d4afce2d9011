//! What the pretend Fleio keeps: instances with a state clock, the rest as the API shows it.
//! Field names are those of the API document's samples.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sandbox::clock::Clock;

/// The installation.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Fleio {
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
    /// The volumes.
    pub volumes: Vec<Value>,
    /// The invoices, with their items.
    pub invoices: Vec<Value>,
    /// The tickets, with their updates.
    pub tickets: Vec<Value>,
}

/// A machine.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Instance {
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
    /// Its IPv4 address.
    pub ipv4: String,
    /// Its IPv6 address.
    pub ipv6: String,
    /// When it was made.
    pub created: String,
    /// Whether it may not be changed.
    pub locked: bool,
    /// The client it belongs to.
    pub client: u64,
    /// The operation that makes it, while it is being made.
    pub operation: Option<String>,
    /// What it was before a resize that is not confirmed yet.
    #[serde(default)]
    pub resized: Option<Resized>,
    /// Status and task.
    pub clock: Clock,
}

/// An instance as it was before a resize.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Resized {
    /// The id of its flavor.
    pub flavor: String,
    /// Its status.
    pub status: String,
}
