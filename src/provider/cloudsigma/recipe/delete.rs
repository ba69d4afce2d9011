//! Ending a server and, if asked, its own drives, in the order that loses nothing else.
//! Source: manual 7.5 and 8.4, and published clients: a drive can be destroyed only once nothing claims it.

use crate::{
    error::{Error, Kind, Result},
    model::show_bytes,
    provider::{Call, Inputs, Made, Node, Planned, Session, encode::CallScope},
};

use super::{
    super::{
        object::{Server, object},
        op, read,
    },
    conflict, destroy, missing,
};

/// A drive in a server.
struct Held {
    id: String,
    label: String,
    /// The reason why the drive is never destroyed with the server, if there is one.
    kept: Option<String>,
}

/// Stops a running server, destroys it, and then its own drives if that was asked for.
pub(crate) async fn delete(call: &Call<'_>) -> Result<Made> {
    let id = call.typed.id;
    let server = Server::read(call.session, id).await?;
    let drives = if call.typed.on("with-drives") { held(call.session, &server).await } else { Vec::new() };
    let gone = async || missing(Server::read(call.session, id).await);
    if !stopped(call, &server).await? {
        destroy(call, &op::SERVERS_DESTROY, Inputs::none().text("id", id), gone).await?;
    }
    if !drives.is_empty() {
        call.until("the machine is gone", gone).await?;
        clear(call, id, &drives).await?;
    }
    Ok(Made::default())
}

/// Cuts the power of a running server, and returns whether that ended it for good.
async fn stopped(call: &Call<'_>, server: &Server) -> Result<bool> {
    if matches!(server.state(), "stopped" | "error") {
        return Ok(false);
    }
    if !call.typed.on("force") {
        return Err(
            conflict(call, format!("it is {} by now", server.state())).hint("add --force to cut its power first")
        );
    }
    let id = server.id();
    match call.send(&op::SERVERS_STOP, Inputs::none().text("id", id)).await {
        Err(error) if error.kind() == Kind::NotFound => return Ok(true),
        sent => sent?,
    };
    let ended = std::cell::Cell::new(false);
    let rests = async || match Server::read(call.session, id).await {
        Ok(now) => Ok(matches!(now.state(), "stopped" | "error")),
        Err(error) => {
            ended.set(missing::<Server>(Err(error))?);
            Ok(ended.get())
        }
    };
    call.until("the machine has stopped", rests).await?;
    Ok(ended.get())
}

/// Destroys the drives that may go, each once nothing claims it, and reports which were left.
async fn clear(call: &Call<'_>, server: &str, drives: &[Held]) -> Result<()> {
    let (mut left, mut failure) = (Vec::new(), None);
    for drive in drives {
        if let Some(why) = &drive.kept {
            if !call.rehearsing() {
                call.session.settings.observer.warning(&format!("{} was left: {why}", drive.label));
            }
        } else if let Err(error) = remove(call, server, &drive.id).await {
            left.push(drive.label.as_str());
            failure.get_or_insert(error);
        }
    }
    failure.map_or(Ok(()), |error| {
        let hint = format!("once nothing uses it: nubo drives delete {}/id:ID", call.session.account.name());
        // The machine's fate must not decide the kind of an error about a drive.
        let sentence = format!("the machine is gone, and left are {}: {}", left.join(", "), error.details().message);
        let told = error.details().provider_message.clone().unwrap_or_default();
        Err(call.session.place(Error::new(error.kind(), sentence)).said(told).hint(hint))
    })
}

async fn remove(call: &Call<'_>, server: &str, id: &str) -> Result<()> {
    let look = async || object(call.session, &op::DRIVES_SHOW, id).await;
    let free = async || Ok(claims(&look().await?).iter().all(|claim| read::guest(claim) != Some(server)));
    call.until("its drive is free", free).await?;
    if !call.rehearsing() && !claims(&look().await?).is_empty() {
        return Err(conflict(call, "something else uses it by now"));
    }
    destroy(call, &op::DRIVES_DESTROY, Inputs::none().text("id", id), async || missing(look().await)).await
}

/// The servers that claim a drive.
fn claims(drive: &Node<'_>) -> Vec<String> {
    read::words(drive.at("claimed")).unwrap_or_default()
}

/// The drives in a server. A drive that cannot be read is kept.
async fn held(session: &Session, server: &Server) -> Vec<Held> {
    let mut found: Vec<Held> = Vec::new();
    for (place, id) in server.devices() {
        if found.iter().any(|known| known.id == id) {
            continue;
        }
        let held = match object(session, &op::DRIVES_SHOW, id).await {
            Ok(drive) => {
                let kept = reason_to_stay(server, place, &drive).map(str::to_owned);
                Held { id: id.to_owned(), label: label(&drive, id), kept }
            }
            Err(error) => Held { id: id.to_owned(), label: format!("the drive {id}"), kept: Some(error.to_string()) },
        };
        found.push(held);
    }
    found
}

/// A drive by name, size and id.
fn label(drive: &Node<'_>, id: &str) -> String {
    let size = drive.at("size").integer().and_then(|size| i64::try_from(size).ok()).map(show_bytes);
    let size = size.map(|size| format!("{size}, ")).unwrap_or_default();
    format!("\"{}\" ({size}id {id})", drive.at("name").str().unwrap_or("a drive without a name"))
}

/// The reason why a drive is never destroyed with its server.
fn reason_to_stay(server: &Server, place: &str, drive: &Node<'_>) -> Option<&'static str> {
    let others = claims(drive).iter().any(|claim| read::guest(claim) != Some(server.id()));
    let disc = drive.at("type").str() == Some("cdrom") || server.key(&format!("{place}:media")) == Some("cdrom");
    match () {
        () if disc => Some("it is a CD"),
        () if drive.at("user").is_empty() || drive.at("user").str() != server.key("user") => {
            Some("it is not the account's own")
        }
        () if drive.at("claim:type").str() == Some("shared") => Some("it is shared"),
        () if others => Some("something else uses it"),
        () => None,
    }
}

/// The sentences on drives and addresses that stay when the server goes, and cost.
pub(crate) async fn left_behind(session: &Session, planned: Planned<'_>) -> Result<Vec<String>> {
    let too = planned.has("with-drives");
    // A server that cannot be read is an error of the verb itself.
    let Ok(server) = Server::read(session, planned.id).await else { return Ok(Vec::new()) };
    let mut told = Vec::new();
    if !server.persistent() {
        told.push("it is not persistent: cutting its power ends it for good already".to_owned());
    }
    for drive in held(session, &server).await {
        told.push(match drive.kept {
            Some(why) => format!("its drive {} stays in any case: {why}", drive.label),
            None if too => format!("its drive {} is destroyed too", drive.label),
            None => format!("its drive {} stays and is paid for, unless --with-drives is given", drive.label),
        });
    }
    let own = addresses(session).await;
    let stays = |what: &str| format!("its {what} stays and is paid for");
    told.extend(
        server
            .addresses()
            .filter(|(_, ip)| own.iter().any(|own| own == ip))
            .map(|(_, ip)| stays(&format!("address {ip}"))),
    );
    told.extend(server.vlans().map(|(_, vlan)| stays(&format!("VLAN {vlan}"))));
    Ok(told)
}

/// The static addresses of the account; none when they cannot be read.
async fn addresses(session: &Session) -> Vec<String> {
    let mut found = Vec::new();
    if let Ok(text) = session.call(&op::IPS_LIST, &Inputs::none(), CallScope::reading()).await {
        let read = session.each(&op::IPS_LIST, &text, &mut |_, n| found.extend(n.text()));
        if read.is_err() {
            found.clear();
        }
    }
    found
}
