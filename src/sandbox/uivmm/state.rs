//! What the pretend ui-vmm keeps: registered LXD servers, their instances, tokens and events.
//! Attributes stand as the panel shows them; only instances have a state clock.

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
    /// What `config.get` shows.
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
    /// How many outcomes there were, those no longer kept included.
    #[serde(default)]
    pub told: u64,
    /// The outcomes of actions that are still under way.
    #[serde(default)]
    pub queue: Vec<Queued>,
    /// Whether somebody listens to the event stream.
    #[serde(default)]
    pub stream: Stream,
}

/// The outcome of an action under way.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Queued {
    /// The number of its instance.
    pub instance: u64,
    /// What will be told.
    pub event: Value,
}

/// The event stream.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Stream {
    /// Nobody has subscribed.
    #[default]
    Closed,
    /// Somebody has, and has not said yet who it is.
    Open,
    /// The last who subscribed may listen.
    Authorised,
}

/// A token; the secret is shown once, when it is made.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Token {
    /// What is shown of it.
    pub attributes: Value,
    /// The secret.
    pub secret: String,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// A server of images.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct ImageServer {
    /// Its URL.
    pub host: String,
    /// What it has.
    pub images: Vec<Value>,
}

/// A registered server.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Server {
    /// Its number in the panel.
    pub id: u64,
    /// What `server.get` shows.
    pub attributes: Value,
    /// Its instances.
    pub instances: Vec<Instance>,
    /// Its storage pools.
    pub pools: Vec<Value>,
    /// Its volumes.
    pub volumes: Vec<Value>,
    /// Its networks.
    pub networks: Vec<Value>,
    /// Its profiles.
    pub profiles: Vec<Value>,
    /// Its images.
    pub images: Vec<Value>,
    /// Its certificates.
    pub certificates: Vec<Value>,
    /// What the panel could not learn from it.
    pub trouble: Option<String>,
}

/// An instance.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Instance {
    /// Its number in the panel.
    pub id: u64,
    /// Its name, unique on its server.
    pub name: String,
    /// All else `instance.get` shows, without the state.
    pub attributes: Value,
    /// Its state, in LXD's words.
    pub clock: Clock,
}

impl Server {
    /// Its instance of a name or number.
    pub(crate) fn instance(&mut self, name: &str, id: Option<u64>) -> Option<&mut Instance> {
        let wanted = |instance: &&mut Instance| instance.name == name || Some(instance.id) == id;
        self.instances.iter_mut().find(wanted)
    }
}
