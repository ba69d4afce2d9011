//! Making a server: a copy of an image, then the server on it, started if it does not run by itself.
//! A failure after the copy names the drive that is left; it is kept, as a request without an answer may have used it.

use std::{
    cell::Cell,
    future::{self, Ready},
};

use crate::{
    error::{Error, Kind, Result},
    model::{Image, show_bytes},
    provider::{Call, Input, Inputs, Made, Planned, Session},
};

use super::{
    super::{object::object, op, read, walk},
    conflict,
};

/// The speed of one processor in MHz; 1000 to 2200 are allowed. Source: manual 8.2 and its examples.
pub(crate) const CORE_MHZ: i64 = 2000;
/// The longest VNC password. Source: published clients refuse longer ones.
const LONGEST_PASSWORD: usize = 8;
/// The place of a new server's drive.
const FIRST: &str = "ide:0:0";
/// The network card that the manual names as the usual one.
pub(crate) const CARD: &str = "e1000";

/// The command line for a new server.
struct NewServer {
    name: String,
    image: String,
    cpus: i64,
    memory: u64,
    disk: Option<u64>,
    network: Option<String>,
    password: Option<String>,
}

/// Makes a server on a copy of an image or of an own drive.
pub(crate) async fn create(call: &Call<'_>) -> Result<Made> {
    let wanted = wanted(call)?;
    let (image, _) = walk::image(call.session, &wanted.image).await?;
    copyable(call, &wanted, &image)?;
    let drive = call.create(&op::DRIVES_CLONE, copy(&wanted), &["drive"]).await?;
    let left = |error: Error| {
        let hint = format!(
            "remove it, unless a machine has it: nubo drives delete {}/id:{drive}",
            call.session.account.name()
        );
        error.while_doing(&format!("its drive {drive} was made and is left")).hint(hint)
    };
    ready(call, &drive).await.map_err(left)?;
    let reply = call.send(&op::SERVERS_CREATE, server(&wanted, &drive)).await.map_err(left)?;
    let Some(reply) = reply else { return Ok(Made::with_id("NEW")) };
    let (id, state) = created(call.session, &reply).map_err(left)?;
    if state != "running" {
        let start = call.send(&op::SERVERS_START, Inputs::none().text("id", &*id)).await;
        start.map_err(|error| error.while_doing(&format!("it was made as {id}, and is not started")))?;
    }
    Ok(Made::with_id(id))
}

/// Parses the flags, and refuses impossible ones.
fn wanted(call: &Call<'_>) -> Result<NewServer> {
    let account = call.session.account.name();
    let usage = |sentence: &str, hint: String| call.session.place(Error::usage(sentence).hint(hint));
    let flag = |name: &str, hint: String| {
        call.typed.flag(name).ok_or_else(|| usage(&format!("a machine here needs --{name}"), hint))
    };
    let image = flag(
        "image",
        format!("one of: nubo images list -a {account}; a drive without an image is made with nubo drives create"),
    )?;
    let sizes = || "add --cpus and --memory, as in --cpus 2 --memory 2GiB".to_owned();
    let cpus = flag("cpus", sizes())?.parse().unwrap_or(0);
    if !(1..=64).contains(&cpus) {
        return Err(usage("a machine has at least one processor, and --cpus is their number", sizes()));
    }
    flag("memory", sizes())?;
    let password = call.typed.flag("password-file").filter(|password| !password.is_empty());
    if password.as_ref().is_some_and(|password| password.chars().count() > LONGEST_PASSWORD) {
        return Err(usage(
            "the password is the one for VNC, which has at most 8 characters",
            "use a shorter one".to_owned(),
        ));
    }
    let mut networks = call.typed.all("network");
    if networks.len() > 1 {
        return Err(usage("a machine here has one card for a VLAN", "name one --network".to_owned()));
    }
    Ok(NewServer {
        name: call.typed.name.unwrap_or_default().to_owned(),
        image,
        cpus,
        memory: call.typed.scaled("memory", 1 << 20).unwrap_or_default(),
        disk: call.typed.scaled("disk", 1),
        network: networks.pop(),
        password,
    })
}

/// Refuses a source that no server can be made of.
fn copyable(call: &Call<'_>, wanted: &NewServer, source: &Image) -> Result<()> {
    let name = source.head.name.as_deref().unwrap_or(&source.head.id);
    if source.kind == Some("cdrom") {
        return Err(call
            .session
            .place(Error::usage(format!("\"{name}\" is a CD, and machines are made of disks")).hint(
            "list the disks with: nubo images list --filter kind!=cdrom; a CD is booted with: nubo instances boot-iso",
        )));
    }
    if source.head.state == "busy" {
        return Err(conflict(call, format!("\"{name}\" is being copied itself")).hint("wait for it: nubo drives wait"));
    }
    match (wanted.disk, source.size_bytes) {
        (Some(disk), Some(size)) if disk < size => {
            let least = i64::try_from(size).map_or_else(|_| size.to_string(), show_bytes);
            let sentence = format!("--disk is too small: \"{name}\" needs {least} ({size} bytes)");
            Err(call.session.place(Error::usage(sentence)))
        }
        _ => Ok(()),
    }
}

/// The request for the copy of the image.
fn copy(wanted: &NewServer) -> Inputs {
    let inputs = Inputs::none().text("id", &*wanted.image).text("name", &*wanted.name);
    match wanted.disk.and_then(|disk| i64::try_from(disk).ok()) {
        Some(disk) => inputs.with("size", Input::Integer(disk)),
        None => inputs,
    }
}

/// Waits until a copy is ready, as two reads in a row must show.
async fn ready(call: &Call<'_>, drive: &str) -> Result<()> {
    let clean = Cell::new(0);
    let looked = call.until("the copy of the image is ready", async || {
        let now = read::drive(None, &object(call.session, &op::DRIVES_SHOW, drive).await?)?;
        if now.head.provider_state.as_deref() == Some("inactive") {
            return Err(call.session.place(Error::new(Kind::Failed, "the copy of the image became inactive")));
        }
        clean.set(if now.head.state == "available" { clean.get() + 1 } else { 0 });
        Ok(clean.get() > 1)
    });
    looked.await.map_err(|error| match error.kind() {
        Kind::Timeout => error.replaced(Kind::Failed, "the copy of the image was not ready in time".to_owned()),
        _ => error,
    })
}

/// The request for the server. Without `persistent true` the first stop would destroy it.
fn server(wanted: &NewServer, drive: &str) -> Inputs {
    let memory = i64::try_from(wanted.memory).unwrap_or(i64::MAX);
    let mut inputs = Inputs::none()
        .text("name", &*wanted.name)
        .with("cpu", Input::Integer(wanted.cpus.saturating_mul(CORE_MHZ)))
        .text("smp", wanted.cpus.to_string())
        .with("mem", Input::Integer(memory))
        .with("persistent", Input::Bool(true))
        .text(FIRST, drive)
        .text("boot", FIRST)
        .text("nic:0:model", CARD)
        .text("nic:0:dhcp", "auto");
    if let Some(network) = &wanted.network {
        inputs = inputs.text("nic:1:model", CARD).text("nic:1:vlan", &**network);
    }
    if let Some(password) = &wanted.password {
        inputs = inputs.text("vnc:ip", "auto").text("vnc:password", &**password);
    }
    inputs
}

/// The id of the server in a reply, and its state.
fn created(session: &Session, reply: &str) -> Result<(String, &'static str)> {
    let mut made = None;
    session.each(&op::SERVERS_CREATE, reply, &mut |key, n| {
        made.get_or_insert_with(|| read::server(key, n));
    })?;
    let nothing = || session.place(Error::new(Kind::Failed, "the reply holds no machine: nothing may have been made"));
    let server = made.ok_or_else(nothing)??;
    Ok((server.head.id, server.head.state))
}

/// The warning before a server is copied. Source: manual 8.3, whose example leaves open whether drives are shared.
pub(crate) fn copied_or_shared(_: &Session, _: Planned<'_>) -> Ready<Result<Vec<String>>> {
    let sentence = "whether its drives are copied or shared with the copy is not documented: look at the drives of both before using either";
    future::ready(Ok(vec![sentence.to_owned()]))
}
