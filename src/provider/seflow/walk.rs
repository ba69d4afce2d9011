//! Machines and disks are found by walking: services, then the machines of each, then the disks of each.
//! A service that cannot be read makes the listing incomplete; one without machines does not.

use futures_util::{StreamExt, stream};

use crate::{
    error::{Error, Kind, Result},
    model::{Drive, Image, Instance, Record},
    provider::{Inputs, Listing, Node, Operation, Session, session::CallScope},
};

use super::{
    MACHINE, op,
    read::{
        self,
        network::{self, Told, entries},
    },
};

/// A service of the account: its id, and its status in lower case.
pub struct Service {
    pub id: String,
    status: String,
}

/// The machines of every active and suspended service.
pub async fn instances(session: &Session) -> Result<Listing<Instance>> {
    let services = alive(session).await?;
    Ok(gather(services, session, |service: Service| machines(session, service.id)).await)
}

/// The active and suspended services.
pub async fn alive(session: &Session) -> Result<Vec<Service>> {
    let services = services(session).await?;
    Ok(services.into_iter().filter(|s| matches!(s.status.as_str(), "active" | "suspended")).collect())
}

/// The active services.
pub async fn active(session: &Session) -> Result<Vec<Service>> {
    let services = services(session).await?;
    Ok(services.into_iter().filter(|s| s.status == "active").collect())
}

/// Walks over things with as many calls under way as the account allows, in order.
pub async fn gather<T, R: Record, F: Future<Output = Result<Listing<R>>>>(
    things: Vec<T>,
    session: &Session,
    call: impl Fn(T) -> F,
) -> Listing<R> {
    let mut listing = Listing::new();
    let parts: Vec<_> = stream::iter(things).map(call).buffered(session.account.parallel).collect().await;
    for part in parts {
        listing.take(part);
    }
    listing
}

async fn services(session: &Session) -> Result<Vec<Service>> {
    let text = session.call(&op::SERVICES_LIST, &Inputs::none(), CallScope::reading()).await?;
    let mut found = Vec::new();
    session.each(&op::SERVICES_LIST, &text, &mut |key, n| {
        if let Some(id) = n.at("id").text().or_else(|| key.map(str::to_owned)) {
            found.push(Service { id, status: n.at("status").str().unwrap_or_default().to_ascii_lowercase() });
        }
    })?;
    Ok(found)
}

/// The machines of one service; an answer that there are none, in whatever form, is an empty listing.
pub async fn machines(session: &Session, service: String) -> Result<Listing<Instance>> {
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

/// Whether an error only says that a service or a portal is not one that has such things.
pub fn lacks(error: &Error) -> bool {
    let inside = error.details().http_status == Some(200);
    error.kind() == Kind::NotFound
        || (inside && error.kind() == Kind::Failed && error.details().provider_message.is_some())
}

/// One machine, whose reply may lack the id that was asked for.
pub async fn instance(session: &Session, id: &str) -> Result<(Instance, Option<String>)> {
    let inputs = Inputs::none().id(MACHINE, id)?;
    let vmid = id.split_once('/').map(|(_, vm)| vm);
    let text = session.call(&op::VMS_SHOW, &inputs, CallScope::reading()).await?;
    let mut found = None;
    session.each(&op::VMS_SHOW, &text, &mut |_, n| {
        let inner = vmid.map_or(&Node::Null, |vm| n.at(vm));
        let n = if inner.is_empty() { n } else { inner };
        found.get_or_insert_with(|| read::vm(vmid, n).map(|vm| (vm, session.raw(n))));
    })?;
    let gone = || session.place(Error::new(Kind::NotFound, format!("no machine {id}")));
    let (mut vm, raw) = found.ok_or_else(gone)??;
    id.clone_into(&mut vm.head.id);
    Ok((vm, raw))
}

/// The disks of every machine.
pub async fn drives(session: &Session) -> Result<Listing<Drive>> {
    let machines = instances(session).await?;
    let ids: Vec<String> = machines.records.into_iter().map(|(vm, _)| vm.head.id).collect();
    let mut listing = gather(ids, session, |id| disks(session, id)).await;
    listing.failures.extend(machines.failures);
    Ok(listing)
}

/// The disks of one machine; a portal that has no list of them has none here.
pub async fn disks(session: &Session, machine: String) -> Result<Listing<Drive>> {
    let inputs = Inputs::none().id(MACHINE, &machine)?;
    let mut listing = match session.page(&op::VMS_STORAGE, &inputs, read::disk).await {
        Ok((listing, _)) => listing,
        Err(error) if lacks(&error) => return Ok(Listing::new()),
        Err(error) => return Err(error.while_doing(&format!("the disks of machine {machine}"))),
    };
    for (drive, _) in &mut listing.records {
        drive.head.id = format!("{machine}/{}", drive.head.id);
        drive.attached_to = Some(vec![machine.clone()]);
    }
    Ok(listing)
}

/// The templates of every service.
pub async fn images(session: &Session) -> Result<Listing<Image>> {
    let services = alive(session).await?;
    Ok(gather(services, session, |service: Service| templates(session, service.id)).await)
}

async fn templates(session: &Session, service: String) -> Result<Listing<Image>> {
    let inputs = Inputs::none().text("id", &*service);
    let mut listing = Listing::new();
    let mut add = |key: Option<&str>, n: &Node<'_>| match network::template(key, n) {
        Ok(mut image) => {
            image.head.id = format!("{service}/{}", image.head.id);
            listing.records.push((image, session.raw(n)));
        }
        Err(error) => listing.failures.push(session.place(error)),
    };
    let told = each(session, &op::SERVICES_TEMPLATES, &inputs, network::OF_TEMPLATE, &mut add).await;
    told.map_err(|error| error.while_doing(&format!("the templates of service {service}")))?;
    Ok(listing)
}

/// Hands over every entry of a reply, however it is nested; a portal that lacks the list has no entries.
pub async fn each(
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

/// The same where the list was asked for by itself: that the portal lacks it is an error.
pub async fn all(
    session: &Session,
    operation: &'static Operation,
    inputs: &Inputs,
    own: &[&str],
    entry: &mut dyn FnMut(Option<&str>, &Node<'_>),
) -> Result<()> {
    let text = session.call(operation, inputs, CallScope::reading()).await?;
    session.each(operation, &text, &mut |key, n| entries(key, n, own, entry)).map(|_| ())
}

/// Every address that a list tells.
pub async fn addresses(session: &Session, operation: &'static Operation, inputs: &Inputs) -> Result<Vec<Told>> {
    let mut found = Vec::new();
    let mut add = |key: Option<&str>, n: &Node<'_>| {
        found.extend(network::addresses(key, n).into_iter().map(|told| Told { raw: session.raw(n), ..told }));
    };
    each(session, operation, inputs, network::OF_ADDRESS, &mut add).await?;
    Ok(found)
}
