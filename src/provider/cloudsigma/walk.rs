//! Listings that take several calls: library and own images, addresses with the servers that use them, and groups.
//! Lists are read in the one call that published clients use, and record by record when a server lacks it.

use crate::{
    error::{Kind, Result},
    in_order::in_order,
    model::{Group, Image, Ip, Network, Record},
    provider::{Inputs, Listing, Node, Operation, Session, bindings::ReadAs, encode::CallScope},
};

use super::{
    object::{Server, absent, object},
    op, read,
};

/// The library's images and CDs, the account's own CDs, and its own drives that no server uses.
pub(crate) async fn images(session: &Session) -> Result<Listing<Image>> {
    let mut listing = library(session).await?;
    let own = session.call(&op::DRIVES_INFO, &Inputs::none(), CallScope::reading()).await;
    let unused = |n: &Node<'_>| n.at("claimed").is_empty() || n.at("type").str() == Some("cdrom");
    let read = |key: Option<&str>, n: &Node<'_>| read::image(key, n).map(|image| unused(n).then_some(image));
    let own = own.and_then(|text| session.collect(&op::DRIVES_INFO, &text, read));
    match own {
        Err(error) => listing.fail(error),
        Ok((own, _)) => {
            let own = listing.inherit(own).into_iter();
            listing.records.extend(own.filter_map(|(image, raw)| Some((image?, raw))));
        }
    }
    Ok(listing.unique())
}

/// The drives of the library, whatever user they name.
async fn library(session: &Session) -> Result<Listing<Image>> {
    let mut listing = session.list(&op::DRIVES_STANDARD_INFO, Inputs::none(), read::image).await;
    if absent(&listing) {
        listing = one_by_one(session, &op::DRIVES_STANDARD_LIST, &op::DRIVES_SHOW, read::image).await;
    }
    let mut listing = listing?;
    for (image, _) in listing.records.iter_mut().filter(|(image, _)| image.kind == Some("own")) {
        image.kind = Some(read::STANDARD);
    }
    Ok(listing)
}

/// One image, which `drives.show` does not find in every library.
pub(crate) async fn image(session: &Session, id: &str) -> Result<(Image, Option<String>)> {
    let inputs = Inputs::none().id(&["id"], id)?;
    match session.one(&op::DRIVES_SHOW, &inputs, read::image).await {
        Err(error) if error.kind() == Kind::NotFound => {}
        found => return found,
    }
    images(session).await?.find(|image| image.head.id == id, || gone(session, "image", id))
}

/// The static addresses with the servers that use them.
pub(crate) async fn ips(session: &Session) -> Result<Listing<Ip>> {
    let mut listing = session.list(&op::IPS_INFO, Inputs::none(), read::ip).await?;
    match Server::all(session).await {
        Err(error) => listing.fail(error.while_doing("which machines the addresses lead to")),
        Ok(servers) => {
            for (ip, _) in &mut listing.records {
                let user = servers.iter().find(|s| s.addresses().any(|(_, address)| address == ip.head.id));
                ip.assigned_to = user.map(|server| server.id().to_owned());
                ip.head.state = if user.is_some() { "assigned" } else { "free" };
            }
        }
    }
    Ok(listing)
}

/// The VLANs.
pub(crate) async fn vlans(session: &Session) -> Result<Listing<Network>> {
    let listing = session.list(&op::VLANS_INFO, Inputs::none(), read::vlan).await;
    if absent(&listing) {
        return one_by_one(session, &op::VLANS_LIST, &op::VLANS_SHOW, read::vlan).await;
    }
    listing
}

/// The server groups with their names.
pub(crate) async fn groups(session: &Session) -> Result<Listing<Group>> {
    let ids = values(session, &op::GROUPS_LIST).await?;
    let persistent = all_persistent(session).await;
    Ok(gather(session, ids, |id| shown_group(session, id, persistent)).await)
}

/// One server group.
pub(crate) async fn group(session: &Session, id: &str) -> Result<(Group, Option<String>)> {
    let persistent = all_persistent(session).await;
    shown_group(session, id.to_owned(), persistent).await
}

async fn shown_group(session: &Session, id: String, persistent: bool) -> Result<(Group, Option<String>)> {
    let node = object(session, &op::GROUPS_SHOW, &id).await?;
    Ok((read::group(&id, &node, persistent), session.raw(&node)))
}

/// Every server of the account survives being stopped, as far as is known.
async fn all_persistent(session: &Session) -> bool {
    Server::all(session).await.is_ok_and(|servers| servers.iter().all(Server::persistent))
}

/// The values of a list.
async fn values(session: &Session, operation: &'static Operation) -> Result<Vec<String>> {
    let text = session.call(operation, &Inputs::none(), CallScope::reading()).await?;
    let mut found = Vec::new();
    session.each(operation, &text, &mut |_, n| found.extend(n.text()))?;
    Ok(found)
}

/// The records of a list of ids, each read by itself.
async fn one_by_one<R: Record>(
    session: &Session,
    list: &'static Operation,
    show: &'static Operation,
    read: ReadAs<R>,
) -> Result<Listing<R>> {
    let ids = values(session, list).await?;
    let one = |id: String| async move { session.one(show, &Inputs::none().text("id", id), read).await };
    Ok(gather(session, ids, one).await)
}

/// Reads as many at once as the account allows, in order; a record that is gone meanwhile is left out.
async fn gather<R, F: Future<Output = Result<(R, Option<String>)>>>(
    session: &Session,
    ids: Vec<String>,
    one: impl Fn(String) -> F,
) -> Listing<R> {
    let mut listing = Listing::new();
    for found in in_order(session.account.parallel, ids.into_iter().map(one)).await {
        match found {
            Ok(record) => listing.records.push(record),
            Err(error) if error.kind() == Kind::NotFound => {}
            Err(error) => listing.fail(error),
        }
    }
    listing
}

fn gone(session: &Session, kind: &str, id: &str) -> crate::error::Error {
    session.place(crate::error::Error::new(Kind::NotFound, format!("no {kind} {id}")))
}
