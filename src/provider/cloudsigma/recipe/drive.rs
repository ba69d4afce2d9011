//! Drives and the servers that use them: attaching, detaching, destroying.
//! A connection is a key of the stopped server; once it is gone, the drive claims nothing any more.

use crate::{
    error::{Kind, Result},
    model::Drive,
    provider::{Call, Inputs, Made, Node},
};

use super::{
    super::{
        object::{Server, object, place},
        op, read,
    },
    conflict, destroy, missing, needed,
};

/// The places where disks are connected. Source: manual 8.2.
const BLOCKS: [&str; 8] = ["block:0", "block:1", "block:2", "block:3", "block:4", "block:5", "block:6", "block:7"];
/// The places for CDs; `ide:0:0` comes last, since systems are often there.
pub(crate) const TRAYS: [&str; 4] = ["ide:0:1", "ide:1:0", "ide:1:1", "ide:0:0"];

/// Connects a drive to the server.
pub(crate) async fn attach_drive(call: &Call<'_>) -> Result<Made> {
    connect(call, call.typed.id, &needed(call, "drive")?).await
}

/// Connects the drive to a server.
pub(crate) async fn attach_to(call: &Call<'_>) -> Result<Made> {
    connect(call, &needed(call, "to")?, call.typed.id).await
}

/// Takes a drive from the server.
pub(crate) async fn detach_drive(call: &Call<'_>) -> Result<Made> {
    disconnect(call, call.typed.id, &needed(call, "drive")?).await
}

/// Takes the drive from the one server that uses it.
pub(crate) async fn detach(call: &Call<'_>) -> Result<Made> {
    let (drive, _) = look(call, call.typed.id).await?;
    match &*drive.attached_to.unwrap_or_default() {
        [] => Ok(Made::nothing()),
        [server] => disconnect(call, server, call.typed.id).await,
        several => {
            let sentence = format!("several machines use it: {}", labels(call, several).await);
            let hint = format!("name the one: nubo instances detach MACHINE --drive {}", call.typed.id);
            Err(conflict(call, sentence).hint(hint))
        }
    }
}

/// Destroys a drive that nothing uses.
pub(crate) async fn delete_drive(call: &Call<'_>) -> Result<Made> {
    let id = call.typed.id;
    let (drive, _) = look(call, id).await?;
    if let Some(used) = in_use(call, &drive).await {
        let own = place(&call.session.account, drive.head.name.as_deref(), id);
        let error = conflict(call, format!("it {used}"));
        let attached = drive.head.state == "attached";
        return Err(if attached { error.hint(format!("take it away first: nubo drives detach {own}")) } else { error });
    }
    let gone = async || missing(object(call.session, &op::DRIVES_SHOW, id).await);
    destroy(call, &op::DRIVES_DESTROY, Inputs::none().text("id", id), gone).await?;
    Ok(Made::default())
}

/// The current state of a drive.
async fn look(call: &Call<'_>, id: &str) -> Result<(Drive, Node<'static>)> {
    let node = object(call.session, &op::DRIVES_SHOW, id).await?;
    Ok((read::drive(None, &node)?, node))
}

/// The use of a drive in words; nothing when it is free.
async fn in_use(call: &Call<'_>, drive: &Drive) -> Option<String> {
    match (drive.head.state, drive.attached_to.as_deref().unwrap_or_default()) {
        ("available", []) => None,
        ("busy", _) => Some("is being copied or written".to_owned()),
        (_, []) => Some(format!("is {}", drive.head.provider_state.as_deref().unwrap_or("in an unknown state"))),
        (_, machines) => Some(format!("is used by {}", labels(call, machines).await)),
    }
}

/// Servers by name; a server that cannot be read by its id.
async fn labels(call: &Call<'_>, ids: &[String]) -> String {
    let mut labels = Vec::new();
    for id in ids {
        labels.push(Server::read(call.session, id).await.map_or_else(|_| id.clone(), |server| server.label()));
    }
    labels.join(", ")
}

async fn connect(call: &Call<'_>, server: &str, drive: &str) -> Result<Made> {
    let server = Server::read(call.session, server).await?;
    if server.devices().any(|(_, held)| held == drive) {
        return Ok(Made::nothing());
    }
    server.must_be_stopped(&call.session.account)?;
    let (found, node) = look(call, drive).await?;
    let shared = node.at("claim:type").str() == Some("shared") && found.head.state != "busy";
    if let Some(used) = in_use(call, &found).await.filter(|_| !shared) {
        let name = found.head.name.as_deref().unwrap_or(drive);
        return Err(conflict(call, format!("\"{name}\" {used}")));
    }
    let disc = found.kind == Some("cdrom");
    let places: &[&'static str] = if disc { &TRAYS } else { &BLOCKS };
    let full = || conflict(call, format!("the machine {} has no free place for it", server.label()));
    let slot = server.free(places).ok_or_else(full)?;
    let mut keys = vec![(slot.to_owned(), drive.to_owned())];
    if disc {
        keys.push((format!("{slot}:media"), "cdrom".to_owned()));
    }
    server.set(call, keys).await?;
    Ok(Made::default())
}

async fn disconnect(call: &Call<'_>, server: &str, drive: &str) -> Result<Made> {
    let server = Server::read(call.session, server).await?;
    let mut keys = Vec::new();
    for (slot, _) in server.devices().filter(|(_, held)| *held == drive) {
        keys.push((slot.to_owned(), String::new()));
        let media = format!("{slot}:media");
        if server.key(&media).is_some() {
            keys.push((media, String::new()));
        }
    }
    if keys.is_empty() {
        return Ok(Made::nothing());
    }
    server.must_be_stopped(&call.session.account)?;
    server.set(call, keys).await?;
    let free = async || Ok(!claims(&look(call, drive).await?.0, server.id()));
    match call.until("the drive is free", free).await {
        Err(error) if error.kind() == Kind::NotFound => {}
        waited => waited?,
    }
    Ok(Made::default())
}

/// Returns whether a server uses a drive.
fn claims(drive: &Drive, server: &str) -> bool {
    drive.attached_to.iter().flatten().any(|id| id == server)
}
