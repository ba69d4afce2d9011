//! One object with its keys unchanged, for records that must be read before they are changed.
//! Devices and cards are found by their keys: manual 8.2 and 8.8, and the forms that clients were seen to send.

use crate::{
    error::{Error, Kind, Result},
    provider::{Account, Call, Inputs, Listing, Node, Operation, Session, encode::CallScope},
};

use super::{dialect::is_true, op, read};

/// The objects of a reply.
pub(crate) async fn objects(
    session: &Session,
    operation: &'static Operation,
    inputs: &Inputs,
) -> Result<Vec<Node<'static>>> {
    let text = session.call(operation, inputs, CallScope::reading()).await?;
    let mut found = Vec::new();
    session.each(operation, &text, &mut |_, n| found.push(n.clone().into_owned()))?;
    Ok(found)
}

/// The one object of an id.
pub(crate) async fn object(session: &Session, operation: &'static Operation, id: &str) -> Result<Node<'static>> {
    let found = objects(session, operation, &Inputs::none().text("id", id)).await?.into_iter().next();
    let empty = || Error::new(Kind::Failed, format!("{} was answered without a record", operation.id));
    found.ok_or_else(|| session.place(empty()))
}

/// The words that name a thing in a pasted command: its name, or its id if the name would need quotes.
pub(crate) fn place(account: &Account, name: Option<&str>, id: &str) -> String {
    match name.filter(|name| !name.contains(|c: char| c.is_whitespace() || "'\"*?[\\/:".contains(c))) {
        Some(name) => format!("{}/{name}", account.name()),
        None => format!("{}/id:{id}", account.name()),
    }
}

/// A server.
pub(crate) struct Server(Node<'static>);

impl Server {
    /// Reads one server.
    pub(crate) async fn read(session: &Session, id: &str) -> Result<Self> {
        object(session, &op::SERVERS_SHOW, id).await.map(Self)
    }

    /// Reads all servers.
    pub(crate) async fn all(session: &Session) -> Result<Vec<Self>> {
        Ok(objects(session, &op::SERVERS_INFO, &Inputs::none()).await?.into_iter().map(Self).collect())
    }

    /// The value of a key; nothing when it is missing or empty.
    pub(crate) fn key(&self, key: &str) -> Option<&str> {
        self.0.at(key).str()
    }

    /// The id.
    pub(crate) fn id(&self) -> &str {
        self.key("server").unwrap_or_default()
    }

    /// The name in quotes, else the id.
    pub(crate) fn label(&self) -> String {
        format!("\"{}\"", self.key("name").unwrap_or_else(|| self.id()))
    }

    /// The state word.
    pub(crate) fn state(&self) -> &'static str {
        read::server_state(self.key("status"))
    }

    /// Tells whether the server survives being stopped.
    pub(crate) fn persistent(&self) -> bool {
        is_true(self.0.at("persistent"))
    }

    /// The keys with their values, empty ones left out.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.items().filter_map(|(key, node)| Some((key?, node.str()?)))
    }

    /// The places of drives, and the drive in each.
    pub(crate) fn devices(&self) -> impl Iterator<Item = (&str, &str)> {
        self.keys().filter(|(key, _)| is_device(key))
    }

    /// The cards with a DHCP address: key and address, which is `auto` for a temporary one.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = (&str, &str)> {
        self.keys().filter(|(key, _)| key.starts_with("nic:") && (key.ends_with(":dhcp") || key.ends_with(":dhcp:ip")))
    }

    /// The cards that are in a VLAN: key and VLAN.
    pub(crate) fn vlans(&self) -> impl Iterator<Item = (&str, &str)> {
        self.keys().filter(|(key, _)| key.starts_with("nic:") && key.ends_with(":vlan"))
    }

    /// The first of the given places that holds no drive.
    pub(crate) fn free(&self, places: &[&'static str]) -> Option<&'static str> {
        places.iter().copied().find(|place| self.key(place).is_none())
    }

    /// Refuses a change that only a stopped server accepts.
    pub(crate) fn must_be_stopped(&self, account: &Account) -> Result<()> {
        if self.state() == "stopped" {
            return Ok(());
        }
        let sentence =
            format!("the machine {} is {}: only a stopped one can be changed so", self.label(), self.state());
        let hint = if self.persistent() {
            format!("stop it first: nubo instances stop {}", place(account, self.key("name"), self.id()))
        } else {
            let keep = format!("nubo cloudsigma servers set -a {} {} --persistent", account.name(), self.id());
            format!("it is not persistent, so stopping would destroy it: make it persistent first: {keep}")
        };
        Err(Error::new(Kind::Conflict, sentence).hint(hint))
    }

    /// Changes keys of the server; an empty value unsets one.
    pub(crate) async fn set(&self, call: &Call<'_>, keys: impl IntoIterator<Item = (String, String)>) -> Result<()> {
        let inputs = Inputs::none().text("id", self.id()).pairs("key", keys);
        call.send(&op::SERVERS_SET, inputs).await.map(|_| ())
    }
}

/// Returns whether a key is the place of a drive: a bus and numbers, without `media` or a counter after them.
fn is_device(key: &str) -> bool {
    let mut parts = key.split(':');
    let bus = parts.next().is_some_and(|bus| matches!(bus, "ide" | "scsi" | "block"));
    let mut numbers = parts.peekable();
    bus && numbers.peek().is_some() && numbers.all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Returns whether an operation that only clients used seems to be missing, so that the documented way is tried.
pub(crate) fn absent<R>(listing: &Result<Listing<R>>) -> bool {
    matches!(listing, Err(error) if matches!(error.kind(), Kind::NotFound | Kind::Unsupported | Kind::Failed))
}
