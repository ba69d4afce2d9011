//! The state of the simulated ui-vmm: registered LXD servers, their instances, tokens and events.
//! Attributes are stored as the panel shows them; only instances have a state clock.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sandbox::clock::Clock;

/// The panel.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Uivmm {
    /// The user's number.
    pub user_id: u64,
    /// The user's profile.
    pub user: Value,
    /// The reply of `config.get`.
    pub config: Value,
    /// The tokens, revoked ones too.
    pub tokens: Vec<Token>,
    /// The registered servers.
    pub servers: Vec<Server>,
    /// The SSH keys.
    pub keys: Vec<Value>,
    /// The servers that images can be fetched from.
    #[serde(default)]
    pub image_servers: Vec<ImageServer>,
    /// The last outcomes of queued actions, oldest first, for the event stream.
    pub events: Vec<Value>,
    /// The number of all outcomes so far, including those no longer kept.
    #[serde(default)]
    pub told: u64,
    /// The outcomes of actions that are still under way.
    #[serde(default)]
    pub queue: Vec<Queued>,
    /// The state of the event stream.
    #[serde(default)]
    pub stream: Stream,
}

/// The outcome of an action under way.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Queued {
    /// The number of the action's instance.
    pub instance: u64,
    /// The event that will be sent.
    pub event: Value,
}

/// The event stream.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Stream {
    /// Nobody has subscribed.
    #[default]
    Closed,
    /// A listener has subscribed, but has not logged in yet.
    Open,
    /// The last subscriber has logged in.
    Authorised,
}

/// A token; the secret is shown once, when it is made.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Token {
    /// The attributes that are shown.
    pub attributes: Value,
    /// The secret.
    pub secret: String,
    /// The token was revoked.
    pub revoked: bool,
}

/// A server of images.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct ImageServer {
    /// The URL of the server.
    pub host: String,
    /// The images it offers.
    pub images: Vec<Value>,
}

/// A registered server.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Server {
    /// The server's number in the panel.
    pub id: u64,
    /// The attributes in the reply of `server.get`.
    pub attributes: Value,
    /// The instances.
    pub instances: Vec<Instance>,
    /// The storage pools.
    pub pools: Vec<Value>,
    /// The volumes.
    pub volumes: Vec<Value>,
    /// The networks.
    pub networks: Vec<Value>,
    /// The profiles.
    pub profiles: Vec<Value>,
    /// The images.
    pub images: Vec<Value>,
    /// The certificates.
    pub certificates: Vec<Value>,
    /// The parts that the panel could not read from the server.
    pub trouble: Option<String>,
}

/// An instance.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Instance {
    /// The instance's number in the panel.
    pub id: u64,
    /// The instance's name, unique on its server.
    pub name: String,
    /// The other attributes of `instance.get`, without the state.
    pub attributes: Value,
    /// The state, in LXD's words.
    pub clock: Clock,
}

impl Server {
    /// The server's instance with a name or number.
    pub(crate) fn instance(&mut self, name: &str, id: Option<u64>) -> Option<&mut Instance> {
        let wanted = |instance: &&mut Instance| instance.name == name || Some(instance.id) == id;
        self.instances.iter_mut().find(wanted)
    }
}
