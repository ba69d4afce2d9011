//! Machines and disks, found by walking: services, then the machines of each, then the disks of each.
//! A service that cannot be read makes the listing incomplete; one that the portal says has no machines does not.

use crate::{
    error::{Error, Kind, Result},
    in_order::in_order,
    model::{Drive, Image, Instance},
    provider::{Inputs, Listing, Node, Operation, Session, encode::CallScope},
};

use super::{
    MACHINE, op,
    read::{
        self,
        network::{self, ListedAddress, entries},
        service,
    },
};

/// A service of the account: its id, and its status in lower case.
pub(crate) struct Service {
    pub id: String,
    status: String,
}

/// The machines of every active and suspended service.
pub(crate) async fn instances(session: &Session) -> Result<Listing<Instance>> {
    let services = alive(session).await?;
    Ok(gather(services, session, |service: Service| machines(session, service.id)).await)
}

/// The statuses of services that have no machines any more, or not yet. A service of any other status is walked, even
/// one with an unknown word: a thing left out of a list is taken to be gone.
const WITHOUT_MACHINES: [&str; 6] = ["pending", "cancelled", "canceled", "terminated", "fraud", "expired"];

/// The services that can have machines: the active and the suspended ones, and those of an unknown status.
pub(crate) async fn alive(session: &Session) -> Result<Listing<Service>> {
    let mut services = services(session).await?;
    services.records.retain(|(service, _)| !WITHOUT_MACHINES.contains(&&*service.status));
    Ok(services)
}

/// The active services.
pub(crate) async fn active(session: &Session) -> Result<Listing<Service>> {
    let mut services = services(session).await?;
    services.records.retain(|(service, _)| service.status == "active");
    Ok(services)
}

/// Walks over things with as many calls under way as the account allows, in order. Failures of the list of these
/// things become failures of the listing.
pub(crate) async fn gather<T, R, F: Future<Output = Result<Listing<R>>>>(
    things: Listing<T>,
    session: &Session,
    call: impl Fn(T) -> F,
) -> Listing<R> {
    let mut listing = Listing::new();
    let things = listing.inherit(things).into_iter().map(|(thing, _)| thing);
    let parts: Vec<_> = in_order(session.account.parallel, things.map(call)).await;
    for part in parts {
        listing.take(part);
    }
    listing
}

async fn services(session: &Session) -> Result<Listing<Service>> {
    let text = session.call(&op::SERVICES_LIST, &Inputs::none(), CallScope::reading()).await?;
    let read = |key: Option<&str>, n: &Node<'_>| {
        let record = service::record(key, n)?;
        Ok(Service { id: record.head.id, status: n.at("status").str().unwrap_or_default().to_ascii_lowercase() })
    };
    Ok(session.collect(&op::SERVICES_LIST, &text, read)?.0)
}

/// The machines of one service; empty if the answer says that it is no service with machines.
pub(crate) async fn machines(session: &Session, service: String) -> Result<Listing<Instance>> {
    let inputs = Inputs::none().text("id", &*service);
    match session.page(&op::VMS_LIST, &inputs, read::vm).await {
        Ok((mut listing, _)) => {
            listing.records.iter_mut().for_each(|(vm, _)| vm.head.id = format!("{service}/{}", vm.head.id));
            Ok(listing)
        }
        Err(error) if lacks(&error) => Ok(Listing::new()),
        Err(error) => Err(error.while_doing(&format!("the machines of service {service}"))),
    }
}

/// The error only says that a service or a portal has no such things; any other error, even
/// beside an empty list, leaves open what exists.
pub(crate) fn lacks(error: &Error) -> bool {
    let words = error.details().provider_message.as_deref().unwrap_or_default().trim().to_ascii_lowercase();
    match error.details().http_status {
        Some(200) => LACKING.contains(&&*words),
        Some(404) => words.is_empty() || words == NO_ROUTE || LACKING.contains(&&*words),
        _ => false,
    }
}

/// The error word of a service or a portal that has no such call. Source: the sample of `GET /service/@id/dns` in
/// `HostBill`'s own description of its user API, and the errors that clients of four portals read.
const LACKING: [&str; 2] = ["invalid method", "invalid_method"];

/// The words beside a 404. Source: a client of another portal, which takes a 404 for the machines of a service to mean
/// that it has none.
const NO_ROUTE: &str = "not found";

/// One machine, whose reply may lack its id.
pub(crate) async fn instance(session: &Session, id: &str) -> Result<(Instance, Option<String>)> {
    let inputs = Inputs::none().id(MACHINE, id)?;
    let vmid = id.split_once('/').map(|(_, vm)| vm);
    let text = session.call(&op::VMS_SHOW, &inputs, CallScope::reading()).await?;
    let mut found = None;
    session.each(&op::VMS_SHOW, &text, &mut |_, n| {
        let n = inner(n, vmid);
        found.get_or_insert_with(|| read::vm(vmid, n).map(|vm| (vm, session.raw(n))));
    })?;
    let gone = || session.place(Error::new(Kind::NotFound, format!("no machine {id}")));
    let (mut vm, raw) = found.ok_or_else(gone)??;
    let service = id.split('/').next().unwrap_or_default();
    vm.head.id = format!("{service}/{}", vm.head.id);
    Ok((vm, raw))
}

/// The record of a machine in a reply, which some portals put under its id.
fn inner<'n, 'a>(n: &'n Node<'a>, vmid: Option<&str>) -> &'n Node<'a> {
    let keyed = vmid.map_or(&Node::Null, |vm| n.at(vm));
    if keyed.is_empty() { n } else { keyed }
}

/// The disks of every machine.
pub(crate) async fn drives(session: &Session) -> Result<Listing<Drive>> {
    let machines = instances(session).await?;
    Ok(gather(machines, session, |vm: Instance| disks(session, vm.head.id)).await)
}

/// The disks of one machine, from its own record if the portal has no list of them.
pub(crate) async fn disks(session: &Session, machine: String) -> Result<Listing<Drive>> {
    let inputs = Inputs::none().id(MACHINE, &machine)?;
    let listed = match session.page(&op::VMS_STORAGE, &inputs, read::disk).await {
        Ok((listing, _)) => Ok(listing),
        Err(error) if lacks(&error) => recorded(session, &inputs, error).await,
        Err(error) => Err(error),
    };
    let mut listing = listed.map_err(|error| error.while_doing(&format!("the disks of machine {machine}")))?;
    for (drive, _) in &mut listing.records {
        drive.head.id = format!("{machine}/{}", drive.head.id);
        drive.attached_to = Some(vec![machine.clone()]);
    }
    Ok(listing)
}

/// The disks in the record of a machine: those it names, else the one whose size it gives. A record without either
/// leaves open what disks exist, and the portal's refusal to list them is the error.
async fn recorded(session: &Session, machine: &Inputs, refused: Error) -> Result<Listing<Drive>> {
    let text = session.call(&op::VMS_SHOW, machine, CallScope::reading()).await?;
    let vmid = machine.get(MACHINE[1]);
    let mut listing = Listing::new();
    session.each(&op::VMS_SHOW, &text, &mut |_, n| {
        let n = inner(n, vmid.as_deref());
        for (place, (key, disk)) in (1..).zip(n.any(&["storage", "disks"]).items()) {
            match read::disk(key, disk) {
                Ok(drive) => listing.records.push((drive, session.raw(disk))),
                Err(error) => listing.broken(op::VMS_SHOW.id, place, session.place(error)),
            }
        }
        if listing.records.is_empty() {
            listing.records.extend(read::only_disk(n).map(|drive| (drive, session.raw(n))));
        }
    })?;
    if listing.records.is_empty() && listing.complete() { Err(refused) } else { Ok(listing) }
}

/// The templates of every service.
pub(crate) async fn images(session: &Session) -> Result<Listing<Image>> {
    let services = alive(session).await?;
    Ok(gather(services, session, |service: Service| templates(session, service.id)).await)
}

async fn templates(session: &Session, service: String) -> Result<Listing<Image>> {
    let inputs = Inputs::none().text("id", &*service);
    let mut listing = Listing::new();
    let mut place = 0;
    let mut add = |key: Option<&str>, n: &Node<'_>| {
        place += 1;
        match network::template(key, n) {
            Ok(mut image) => {
                image.head.id = format!("{service}/{}", image.head.id);
                listing.records.push((image, session.raw(n)));
            }
            Err(error) => listing.broken(op::SERVICES_TEMPLATES.id, place, session.place(error)),
        }
    };
    let told = each(session, &op::SERVICES_TEMPLATES, &inputs, network::OF_TEMPLATE, &mut add).await;
    told.map_err(|error| error.while_doing(&format!("the templates of service {service}")))?;
    Ok(listing)
}

/// Hands over every entry of a reply, however it is nested; a portal that lacks the list has no entries.
pub(crate) async fn each(
    session: &Session,
    operation: &'static Operation,
    inputs: &Inputs,
    own: &[&str],
    entry: &mut dyn FnMut(Option<&str>, &Node<'_>),
) -> Result<()> {
    match all(session, operation, inputs, own, entry).await {
        Err(error) if lacks(&error) => Ok(()),
        told => told,
    }
}

/// Hands over entries like [`each`], but that the portal lacks the list is an error.
pub(crate) async fn all(
    session: &Session,
    operation: &'static Operation,
    inputs: &Inputs,
    own: &[&str],
    entry: &mut dyn FnMut(Option<&str>, &Node<'_>),
) -> Result<()> {
    let text = session.call(operation, inputs, CallScope::reading()).await?;
    session.each(operation, &text, &mut |key, n| entries(key, n, own, entry)).map(|_| ())
}

/// Every address in a list.
pub(crate) async fn addresses(
    session: &Session,
    operation: &'static Operation,
    inputs: &Inputs,
) -> Result<Vec<ListedAddress>> {
    let mut found = Vec::new();
    let mut add = |key: Option<&str>, n: &Node<'_>| {
        found.extend(network::addresses(key, n).into_iter().map(|told| ListedAddress { raw: session.raw(n), ..told }));
    };
    each(session, operation, inputs, network::OF_ADDRESS, &mut add).await?;
    Ok(found)
}
