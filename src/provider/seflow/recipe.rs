//! Verbs of several calls: an address needs its own id and its interface's, and a disk must not become smaller.
//! The portal identifies a thing without an id by its name.

use crate::{
    error::{Error, Kind, Result},
    provider::{
        Call, Input, Inputs, Session,
        act::{ArgSource, Made},
    },
};

use super::{
    MACHINE, ips, op,
    read::{
        GIB, MIB,
        network::{self, Interface, same},
    },
    walk,
};

/// Assigns an address to the machine.
pub(crate) async fn attach_ip(call: &Call<'_>) -> Result<Made> {
    lead(call, call.typed.id, &call.typed.flag("ip").unwrap_or_default()).await
}

/// Takes an address from the machine.
pub(crate) async fn detach_ip(call: &Call<'_>) -> Result<Made> {
    part(call, call.typed.id, &call.typed.flag("ip").unwrap_or_default()).await
}

/// Assigns the address to a machine of its service.
pub(crate) async fn assign(call: &Call<'_>) -> Result<Made> {
    let (service, address) = halves(call.typed.id)?;
    let machine = call.typed.flag("to").unwrap_or_default();
    if halves(&machine)?.0 != service {
        let sentence = format!("the address {address} is of service {service}, and the machine {machine} is not");
        return Err(call.session.place(Error::new(Kind::Conflict, sentence)));
    }
    lead(call, &machine, address).await
}

/// Takes the address from the machine that has it.
pub(crate) async fn unassign(call: &Call<'_>) -> Result<Made> {
    let (service, address) = halves(call.typed.id)?;
    let listing = ips::of_service(call.session, service).await;
    let ip = listing.records.iter().find(|(ip, _)| ip.head.id == call.typed.id).map(|(ip, _)| ip);
    match ip.and_then(|ip| ip.assigned_to.as_deref()) {
        Some(machine) => part(call, machine, address).await,
        None if listing.complete() && ip.is_some_and(|ip| ip.head.state == "free") => Ok(Made::nothing()),
        None => {
            let sentence = format!("the portal does not tell which machine {address} leads to");
            let untold = || call.session.place(Error::new(Kind::Conflict, sentence));
            listing.find(|_| false, untold).map(|_| Made::nothing())
        }
    }
}

/// Sets the reverse name of the address.
pub(crate) async fn rdns(call: &Call<'_>) -> Result<Made> {
    let (service, address) = halves(call.typed.id)?;
    let name = call.typed.flag("name").unwrap_or_default();
    let inputs = Inputs::none().text("id", service).pairs("ipaddress", [(address.to_owned(), name)]);
    call.send(&op::SERVICES_RDNS_SET, inputs).await.map(|_| Made::default())
}

/// The two parts of `SERVICE/REST`.
pub(crate) fn halves(id: &str) -> Result<(&str, &str)> {
    let form = || Error::usage(format!("\"{id}\" is not an id of the form SERVICE/ID"));
    id.split_once('/').filter(|(service, rest)| !service.is_empty() && !rest.is_empty()).ok_or_else(form)
}

/// Assigns an address to the first interface that can have it.
async fn lead(call: &Call<'_>, machine: &str, wanted: &str) -> Result<Made> {
    let session = call.session;
    let inputs = Inputs::none().id(MACHINE, machine)?;
    if walk::addresses(session, &op::VMS_IPS, &inputs).await?.iter().any(|told| told.is(wanted)) {
        return Ok(Made::nothing());
    }
    let interfaces = interfaces(session, &inputs).await?;
    let mut offered = Vec::new();
    for interface in &interfaces {
        let at = inputs.clone().text("iface", &*interface.id);
        for told in walk::addresses(session, &op::VMS_INTERFACE_IPS, &at).await? {
            if told.is(wanted) {
                let inputs = inputs.clone().text("ipid", told.ipid()).text("interfaceid", &*interface.id);
                return call.send(&op::VMS_IP_ASSIGN, inputs).await.map(|_| Made::default());
            }
            offered.push(told.address);
        }
    }
    let sentence = if interfaces.is_empty() {
        format!("the portal tells no network interface of machine {machine}, so no address can lead there")
    } else {
        format!("{wanted} is not among the addresses that the portal offers to machine {machine}")
    };
    let error = session.place(Error::new(Kind::NotFound, sentence));
    Err(if offered.is_empty() { error } else { error.hint(format!("it offers {}", some_of(&offered))) })
}

/// Takes an address from a machine.
async fn part(call: &Call<'_>, machine: &str, wanted: &str) -> Result<Made> {
    let session = call.session;
    let inputs = Inputs::none().id(MACHINE, machine)?;
    let there = walk::addresses(session, &op::VMS_IPS, &inputs).await?;
    let Some(told) = there.iter().find(|told| told.is(wanted)) else {
        let sentence = format!("the portal tells no address {wanted} of machine {machine}");
        let error = session.place(Error::new(Kind::NotFound, sentence));
        let has: Vec<String> = there.into_iter().map(|told| told.address).collect();
        return Err(if has.is_empty() { error } else { error.hint(format!("it has {}", some_of(&has))) });
    };
    let interfaces = interfaces(session, &inputs).await?;
    let holder = interfaces.iter().find(|i| i.told.iter().any(|own| same(&own.address, &told.address)));
    let only = interfaces.first().filter(|_| interfaces.len() == 1);
    let interface = told.interface.as_deref().or(holder.or(only).map(|interface| interface.id.as_str()));
    let inputs = inputs.text("ipid", told.ipid());
    let inputs = interface.into_iter().fold(inputs, |inputs, id| inputs.text("interfaceid", id));
    call.send(&op::VMS_IP_UNASSIGN, inputs).await.map(|_| Made::default())
}

/// The beginning of a list in words.
fn some_of(texts: &[String]) -> String {
    let more = if texts.len() > 5 { ", ..." } else { "" };
    texts.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ") + more
}

async fn interfaces(session: &Session, machine: &Inputs) -> Result<Vec<Interface>> {
    let mut found = Vec::new();
    walk::each(session, &op::VMS_INTERFACES, machine, network::OF_INTERFACE, &mut |key, n| {
        found.extend(network::interface(key, n));
    })
    .await?;
    Ok(found)
}

/// Changes the processors or the memory of the machine; a request without either is refused, as it changes nothing.
pub(crate) async fn resize(call: &Call<'_>) -> Result<Made> {
    const SIZES: &[(&str, ArgSource)] =
        &[("memory", ArgSource::Scaled("memory", MIB)), ("cpu", ArgSource::Flag("cpus"))];
    if call.typed.flag("cpus").or(call.typed.flag("memory")).is_none() {
        return Err(Error::usage("resize needs --cpus or --memory"));
    }
    call.send(&op::VMS_UPDATE, call.typed.fill(SIZES)?).await.map(|_| Made::default())
}

/// Makes a disk larger; a smaller size is refused, since the portal would accept it and data would be lost.
pub(crate) async fn resize_drive(call: &Call<'_>) -> Result<Made> {
    let id = call.typed.id;
    let (machine, _) = id.rsplit_once('/').unwrap_or((id, ""));
    let disks = walk::disks(call.session, machine.to_owned()).await?;
    let gone = || call.session.place(Error::new(Kind::NotFound, format!("no drive {id}")));
    let (disk, _) = disks.find(|disk| disk.head.id == id, gone)?;
    let wanted = call.typed.scaled("size", GIB).unwrap_or_default();
    let now = disk.size_bytes.map(|bytes| bytes / GIB);
    match now {
        Some(now) if now == wanted => return Ok(Made::nothing()),
        Some(now) if now < wanted => {}
        _ => return Err(call.session.place(too_small(now, wanted))),
    }
    let size = i64::try_from(wanted).unwrap_or(i64::MAX);
    let inputs = call.typed.target()?.with("size", Input::Integer(size));
    call.send(&op::VMS_STORAGE_RESIZE, inputs).await.map(|_| Made::default())
}

fn too_small(now: Option<u64>, wanted: u64) -> Error {
    let sentence = match now {
        Some(now) => format!("it has {now} GiB, and with {wanted} GiB what is on it could be lost"),
        None => format!("the portal does not tell its size, so that {wanted} GiB may be less than it has"),
    };
    Error::new(Kind::Conflict, sentence).hint("a drive is only made larger")
}
