//! The state of the simulated `CloudSigma`: servers and drives with a state clock, the rest as records.
//! A server's keys hold its devices; the claims on drives follow from them.

use serde::{Deserialize, Serialize};

use super::text::Keys;
use crate::sandbox::clock::Clock;

/// The account.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct CloudSigma {
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
    /// The present usage.
    pub usage: Keys,
    /// The prices.
    pub pricing: Keys,
    /// The payments.
    pub transactions: Vec<Keys>,
    /// The subscriptions.
    #[serde(default)]
    pub subscriptions: Vec<Keys>,
}

/// A drive; while its clock runs it is being made, imaged or released.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Drive {
    /// The drive's keys.
    pub keys: Keys,
    /// The drive's status.
    pub clock: Clock,
    /// The claim that outlives its server or device, while the clock runs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub released: String,
}

/// A server.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Server {
    /// The server's keys; the value of `status` is taken from the clock.
    pub keys: Keys,
    /// The address from DHCP while the server runs.
    pub lease: String,
    /// The server's status.
    pub clock: Clock,
}

/// A group of servers.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Group {
    /// The group's UUID.
    pub id: String,
    /// The group's name.
    pub name: String,
    /// The group's purpose.
    #[serde(default)]
    pub description: String,
    /// The UUIDs of the group's servers.
    pub servers: Vec<String>,
}

/// The status of a server that stopped without being persistent: it no longer exists.
pub(crate) const GONE: &str = "gone";
/// The task of a new drive.
pub(crate) const QUEUED: &str = "queued";
/// The task of a clone.
pub(crate) const IMAGING: &str = "imaging";
/// The task of a drive that was just removed from its server.
const RELEASED: &str = "released";
/// The host of every claim.
const HOST: &str = "be2bcfa3-109d-4bee-8795-d75ce0865dc4";

impl CloudSigma {
    /// The server with a UUID, unless it is gone.
    pub(crate) fn server(&mut self, id: &str) -> Option<&mut Server> {
        self.servers.iter_mut().find(|server| server.id() == id && server.clock.state() != GONE)
    }

    /// The own drive with a UUID.
    pub(crate) fn drive(&mut self, id: &str) -> Option<&mut Drive> {
        self.drives.iter_mut().find(|drive| drive.keys.get("drive") == id)
    }

    /// The entries of `claimed` for a drive: host, server and device, or a mark that it is being imaged.
    pub(crate) fn claims(&self, drive: &Drive) -> Vec<String> {
        let id = drive.keys.get("drive");
        let of = |server: &Server| {
            let own = server.devices().filter(|(_, attached)| *attached == id);
            own.map(|(device, _)| claim(server.id(), device)).collect::<Vec<_>>()
        };
        let there = self.servers.iter().filter(|server| server.clock.state() != GONE);
        let mut claims: Vec<_> = there.flat_map(of).collect();
        match drive.clock.task() {
            Some(IMAGING) => claims.push(format!("{HOST}:imaging")),
            Some(RELEASED) => claims.push(drive.released.clone()),
            _ => {}
        }
        claims
    }

    /// The own drive with a UUID that can be written, resized and destroyed: no server has it, no change is under way.
    pub(crate) fn idle(&mut self, id: &str) -> Option<&mut Drive> {
        let place = self.drives.iter().position(|drive| drive.keys.get("drive") == id)?;
        let idle = |drive: &Drive| drive.clock.task().is_none() && self.claims(drive).is_empty();
        let idle = self.drives.get(place).is_some_and(idle);
        self.drives.get_mut(place).filter(|_| idle)
    }

    /// A drive may not go into a server: it is being made, or is not shared and is another server's.
    pub(crate) fn withheld(&self, drive: &Drive, server: &str) -> bool {
        let made = !matches!(drive.clock.task(), Some(QUEUED | IMAGING));
        let other = |claim: &String| server.is_empty() || !claim.contains(server);
        !made || drive.keys.get("claim:type") != "shared" && self.claims(drive).iter().any(other)
    }

    /// Releases a drive from a server: its claim stays for a few more reads.
    pub(crate) fn release(&mut self, server: &str, device: &str, drive: &str) {
        if let Some(drive) = self.drive(drive).filter(|drive| drive.clock.task().is_none()) {
            drive.released = claim(server, device);
            drive.clock.begin(RELEASED, "active");
        }
    }

    /// Removes the servers that are gone; the claims on their drives end with them.
    pub(crate) fn bury(&mut self) {
        let all = std::mem::take(&mut self.servers).into_iter();
        self.servers = all.filter(|server| server.clock.state() != GONE).collect();
        for group in &mut self.groups {
            group.servers.retain(|id| self.servers.iter().any(|server| server.id() == id));
        }
    }
}

/// The claim of a server on the drive in one of its devices.
fn claim(server: &str, device: &str) -> String {
    format!("{HOST}:guest:{server}:{device}")
}

impl Server {
    /// The server's UUID.
    pub(crate) fn id(&self) -> &str {
        self.keys.get("server")
    }

    /// Ends the server.
    pub(crate) fn end(&mut self) {
        self.clock = Clock::at(GONE);
    }

    /// The server's devices and the drives in them.
    pub(crate) fn devices(&self) -> impl Iterator<Item = (&str, &str)> {
        self.keys.pairs().filter(|(key, value)| is_device(key) && !value.is_empty())
    }
}

/// A key names a device, not its media or its counters.
pub(crate) fn is_device(key: &str) -> bool {
    ["ide:", "scsi:", "block:"].iter().any(|bus| key.starts_with(bus))
        && ![":media", ":bytes", ":requests"].iter().any(|suffix| key.ends_with(suffix))
}
