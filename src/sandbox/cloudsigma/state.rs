//! What the pretend `CloudSigma` keeps: servers and drives with a state clock, the rest as records.
//! A server's keys hold its devices; which drive is claimed by whom follows from them.

use serde::{Deserialize, Serialize};

use super::text::Keys;
use crate::sandbox::clock::Clock;

/// The account.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CloudSigma {
    /// The user's profile.
    pub profile: Keys,
    /// The account's own drives.
    pub drives: Vec<Drive>,
    /// The standard library.
    pub standard: Vec<Keys>,
    /// The servers.
    pub servers: Vec<Server>,
    /// The static addresses.
    pub ips: Vec<Keys>,
    /// The private networks.
    pub vlans: Vec<Keys>,
    /// The groups of servers.
    pub groups: Vec<Group>,
    /// Balance and currency.
    pub balance: Keys,
    /// What is used now.
    pub usage: Keys,
    /// What it costs.
    pub pricing: Keys,
    /// What was paid.
    pub transactions: Vec<Keys>,
    /// What is subscribed to.
    #[serde(default)]
    pub subscriptions: Vec<Keys>,
}

/// A drive; while its clock runs it is being imaged.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Drive {
    /// Its keys.
    pub keys: Keys,
    /// Its status.
    pub clock: Clock,
}

/// A server.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Server {
    /// Its keys; the value of `status` is taken from the clock.
    pub keys: Keys,
    /// The address it has from DHCP while it runs.
    pub lease: String,
    /// Its status.
    pub clock: Clock,
}

/// A group of servers.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Group {
    /// Its UUID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The UUIDs of its servers.
    pub servers: Vec<String>,
}

/// The status a server has that stopped without being persistent: it is there no more.
pub const GONE: &str = "gone";

impl CloudSigma {
    /// The server of a UUID, unless it is gone.
    pub fn server(&mut self, id: &str) -> Option<&mut Server> {
        self.servers.iter_mut().find(|server| server.id() == id)
    }

    /// The own drive of a UUID.
    pub fn drive(&mut self, id: &str) -> Option<&mut Drive> {
        self.drives.iter_mut().find(|drive| drive.keys.get("drive") == id)
    }

    /// The entry of `claimed` for a drive: host, server and device.
    pub fn claimed(&self, drive: &str) -> Option<String> {
        self.servers.iter().find_map(|server| {
            let (device, _) = server.devices().find(|(_, attached)| *attached == drive)?;
            Some(format!("be2bcfa3-109d-4bee-8795-d75ce0865dc4:guest:{}:{device}", server.id()))
        })
    }

    /// Takes away the servers that are gone.
    pub fn bury(&mut self) {
        self.servers.retain(|server| server.clock.state() != GONE);
        for group in &mut self.groups {
            group.servers.retain(|id| self.servers.iter().any(|server| server.id() == id));
        }
    }
}

impl Server {
    /// Its UUID.
    pub fn id(&self) -> &str {
        self.keys.get("server")
    }

    /// Ends its life.
    pub fn end(&mut self) {
        self.clock = Clock::at(GONE);
    }

    /// Its devices and the drives in them.
    pub fn devices(&self) -> impl Iterator<Item = (&str, &str)> {
        self.keys.pairs().filter(|(key, value)| is_device(key) && !value.is_empty())
    }
}

/// Whether a key names a device, not its media or its counters.
pub fn is_device(key: &str) -> bool {
    ["ide:", "scsi:", "block:"].iter().any(|bus| key.starts_with(bus))
        && ![":media", ":bytes", ":requests"].iter().any(|suffix| key.ends_with(suffix))
}
