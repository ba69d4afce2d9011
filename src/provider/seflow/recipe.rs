//! Verbs of several calls: an address needs its own id and its interface's, and a disk must not become smaller.
//! Also what is told before a machine is deleted, and what its service tells of its price.

use futures_util::{FutureExt, future::LocalBoxFuture};

use crate::{
    error::{Error, Kind, Result},
    model::{Cell, Line},
    provider::{Call, Inputs, Session, Typed, act::Made, session::Aim},
};

use super::{
    MACHINE, ips, op,
    read::{
        GIB,
        network::{self, Interface, same},
        service,
    },
    walk,
};

/// Leads an address to the machine.
pub fn attach_ip<'c>(call: &'c Call<'c>) -> LocalBoxFuture<'c, Result<Made>> {
    async move { lead(call, call.typed.id, &call.typed.flag("ip").unwrap_or_default()).await }.boxed_local()
}

/// Takes an address from the machine.
pub fn detach_ip<'c>(call: &'c Call<'c>) -> LocalBoxFuture<'c, Result<Made>> {
    async move { part(call, call.typed.id, &call.typed.flag("ip").unwrap_or_default()).await }.boxed_local()
}

/// Leads the address to a machine of its service.
pub fn assign<'c>(call: &'c Call<'c>) -> LocalBoxFuture<'c, Result<Made>> {
    async move {
        let (service, address) = halves(call.typed.id)?;
        let machine = call.typed.flag("to").unwrap_or_default();
        if halves(&machine)?.0 != service {
            let sentence = format!("the address {address} is of service {service}, and the machine {machine} is not");
            return Err(call.session.place(Error::new(Kind::Conflict, sentence)));
        }
        lead(call, &machine, address).await
    }
    .boxed_local()
}

/// Takes the address from the machine it leads to.
pub fn unassign<'c>(call: &'c Call<'c>) -> LocalBoxFuture<'c, Result<Made>> {
    async move {
        let (service, address) = halves(call.typed.id)?;
        let mut listing = ips::of_service(call.session, service).await;
        let ip = listing.records.iter().find(|(ip, _)| ip.head.id == call.typed.id).map(|(ip, _)| ip);
        match ip.and_then(|ip| ip.assigned_to.as_deref()) {
            Some(machine) => part(call, machine, address).await,
            None if !listing.failures.is_empty() => Err(listing.failures.swap_remove(0)),
            None if ip.is_some_and(|ip| ip.head.state == "free") => Ok(Made::nothing()),
            None => {
                let sentence = format!("the portal does not tell which machine {address} leads to");
                Err(call.session.place(Error::new(Kind::Conflict, sentence)))
            }
        }
    }
    .boxed_local()
}

/// Sets the reverse name of the address.
pub fn rdns<'c>(call: &'c Call<'c>) -> LocalBoxFuture<'c, Result<Made>> {
    async move {
        let (service, address) = halves(call.typed.id)?;
        let name = call.typed.flag("name").unwrap_or_default();
        let inputs = Inputs::none().text("id", service).pairs("ipaddress", [(address.to_owned(), name)]);
        call.send(&op::SERVICES_RDNS_SET, inputs).await.map(|_| Made::default())
    }
    .boxed_local()
}

/// The two parts of `SERVICE/REST`.
fn halves(id: &str) -> Result<(&str, &str)> {
    let form = || Error::usage(format!("\"{id}\" is not an id of the form SERVICE/ID"));
    id.split_once('/').filter(|(service, rest)| !service.is_empty() && !rest.is_empty()).ok_or_else(form)
}

/// Leads an address to the first interface that can have it.
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
    let sentence = match interfaces.is_empty() {
        true => format!("the portal tells no network interface of machine {machine}, so no address can lead there"),
        false => format!("{wanted} is not among the addresses that the portal offers to machine {machine}"),
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

/// Makes a disk larger; the portal would make it smaller too, and what is on it would be lost.
pub fn resize_drive<'c>(call: &'c Call<'c>) -> LocalBoxFuture<'c, Result<Made>> {
    async move {
        let id = call.typed.id;
        let (machine, _) = id.rsplit_once('/').unwrap_or((id, ""));
        let disks = walk::disks(call.session, machine.to_owned()).await?;
        let gone = || call.session.place(Error::new(Kind::NotFound, format!("no drive {id}")));
        let (disk, _) = disks.records.into_iter().find(|(disk, _)| disk.head.id == id).ok_or_else(gone)?;
        let wanted = call.typed.scaled("size", GIB).unwrap_or_default();
        let now = disk.size_bytes.map(|bytes| bytes / GIB);
        match now {
            Some(now) if now == wanted => return Ok(Made::nothing()),
            Some(now) if now < wanted => {}
            _ => return Err(call.session.place(too_small(now, wanted))),
        }
        let size = i64::try_from(wanted).unwrap_or(i64::MAX);
        let inputs = call.typed.target()?.with("size", crate::provider::Input::Integer(size));
        call.send(&op::VMS_STORAGE_RESIZE, inputs).await.map(|_| Made::default())
    }
    .boxed_local()
}

fn too_small(now: Option<u64>, wanted: u64) -> Error {
    let sentence = match now {
        Some(now) => format!("it has {now} GiB, and with {wanted} GiB what is on it could be lost"),
        None => format!("the portal does not tell its size, so that {wanted} GiB may be less than it has"),
    };
    Error::new(Kind::Conflict, sentence).hint("a drive is only made larger")
}

/// What stays and what is lost with a machine.
pub fn fate<'s>(session: &'s Session, id: &'s str) -> LocalBoxFuture<'s, Result<Vec<String>>> {
    async move {
        let (service, _) = halves(id)?;
        let (label, price) = of_service(session, service).await.unwrap_or_else(|_| (service.to_owned(), None));
        let price = price.map(|price| format!(": {price}")).unwrap_or_default();
        let mut sentences = vec![
            "its disks and all that is on them are gone".to_owned(),
            format!("the service {label} stays active and is billed on{price}"),
        ];
        let told = walk::addresses(session, &op::VMS_IPS, &Inputs::none().id(MACHINE, id)?).await.unwrap_or_default();
        if !told.is_empty() {
            let has: Vec<&str> = told.iter().map(|told| told.address.as_str()).collect();
            let list = has.join(", ");
            sentences
                .push(format!("it loses its addresses {list}; the portal does not say whether the service keeps them"));
        }
        Ok(sentences)
    }
    .boxed_local()
}

/// What the service of a machine costs, which is all that is paid for.
pub fn price<'c>(session: &'c Session, typed: &'c Typed<'c>) -> LocalBoxFuture<'c, Result<Vec<Line>>> {
    async move {
        let (service, _) = halves(typed.id)?;
        let (label, price) = of_service(session, service).await?;
        Ok(vec![Line(vec![Cell::Text(format!("service {label}, with all its machines")), price.into()])])
    }
    .boxed_local()
}

/// A service in words, and its price.
async fn of_service(session: &Session, service: &str) -> Result<(String, Option<String>)> {
    let text = session.call(&op::SERVICES_SHOW, &Inputs::none().text("id", service), Aim::reading()).await?;
    let mut found = (service.to_owned(), None);
    session.each(&op::SERVICES_SHOW, &text, &mut |_, n| found = (service::label(service, n), service::price(n)))?;
    Ok(found)
}

/// The traffic of a machine, which few portals tell.
pub fn traffic<'c>(session: &'c Session, typed: &'c Typed<'c>) -> LocalBoxFuture<'c, Result<Vec<Line>>> {
    async move {
        let text = session.call(&op::VMS_SHOW, &typed.target()?, Aim::reading()).await?;
        let mut line = None;
        session.each(&op::VMS_SHOW, &text, &mut |_, n| line = line.take().or_else(|| service::traffic(n)))?;
        let untold = || {
            let sentence = format!("this portal does not tell the traffic of machine {}", typed.id);
            let service = typed.id.split('/').next().unwrap_or_default();
            let name = session.account.name();
            session
                .place(Error::new(Kind::Unsupported, sentence))
                .hint(format!("it may tell that of the service: nubo seflow services bandwidth -a {name} {service}"))
        };
        Ok(vec![line.ok_or_else(untold)?])
    }
    .boxed_local()
}
