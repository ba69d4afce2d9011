//! Listings that no single call of Fleio's gives: images and flavors by region, snapshots and backups by machine.
//! A region or a machine that cannot be read makes the listing incomplete.

use crate::{
    error::{Kind, Result},
    in_order::in_order,
    model::{Backup, Flavor, Head, Image, Instance, Region, Snapshot},
    provider::{Inputs, Listing, Node, Operation, Session, encode::CallScope},
};

use super::{op, read};

/// The groups of images that a machine can be created from, each with the kind of its images.
pub(crate) const GROUPS: [(&str, &str); 4] =
    [("image", "standard"), ("owned_image", "own"), ("shared_image", "shared"), ("community_image", "shared")];

/// The one object of a reply.
///
/// # Errors
/// The errors of the call.
pub(crate) async fn object(session: &Session, operation: &'static Operation, inputs: &Inputs) -> Result<Node<'static>> {
    let text = session.call(operation, inputs, CallScope::reading()).await?;
    let mut found = Node::Null;
    session.each(operation, &text, &mut |_, n| found = n.clone().into_owned())?;
    Ok(found)
}

/// Images of the account, then those that its regions offer.
pub(crate) async fn images(session: &Session) -> Result<Listing<Image>> {
    let mut listing = session.list(&op::IMAGES_LIST, Inputs::none(), read::image).await?;
    let offered = over_regions(session, |listing, n, region| {
        for (group, kind) in GROUPS {
            for (_, row) in n.at("bootSources").at(group).items() {
                listing.take(read::offered_image(row, kind, region).map(|image| one(session, image, row)));
            }
        }
    });
    listing.take(offered.await);
    Ok(listing.unique())
}

/// One image; an id that is not one of the account's own is looked up among those on offer.
pub(crate) async fn image(session: &Session, id: &str) -> Result<(Image, Option<String>)> {
    let missing = match session.one(&op::IMAGES_SHOW, &Inputs::none().text("id", id), read::image).await {
        Err(error) if error.kind() == Kind::NotFound => error,
        found => return found,
    };
    images(session).await?.find(|image| image.head.id == id, || missing)
}

/// The flavors of every region: only the options of creating a machine list them.
pub(crate) async fn flavors(session: &Session) -> Result<Listing<Flavor>> {
    let found = over_regions(session, |listing, n, region| {
        for (_, row) in n.at("flavor").items() {
            listing.take(read::flavor(row, region).map(|flavor| one(session, flavor, row)));
        }
    });
    Ok(found.await?.unique())
}

/// The snapshots of every machine; those of deleted machines are found only among the images.
pub(crate) async fn snapshots(session: &Session) -> Result<Listing<Snapshot>> {
    let listing = over_machines(session, async |id| {
        let inputs = Inputs::none().text("instance_uuid", &*id);
        let (mut listing, _) = session.page(&op::IMAGES_SNAPSHOTS, &inputs, read::snapshot).await?;
        listing.records.iter_mut().for_each(|(snapshot, _)| snapshot.source = Some(id.clone()));
        Ok(listing)
    });
    Ok(listing.await?.unique())
}

/// The backups and the schedules of every machine; a backup's state is that of its image.
pub(crate) async fn backups(session: &Session) -> Result<Listing<Backup>> {
    let mut listing = over_machines(session, async |id| backups_of(session, &id).await).await?;
    if listing.records.iter().any(|(backup, _)| backup.head.state == "unknown") {
        let images = listing.inherit(session.list(&op::IMAGES_LIST, Inputs::none(), read::image).await?);
        for (backup, _) in &mut listing.records {
            if let Some((image, _)) = images.iter().find(|(image, _)| image.head.id == backup.head.id) {
                let name = backup.head.name.take().or_else(|| image.head.name.clone());
                backup.head = Head { name, ..image.head.clone() };
                backup.size_bytes = image.size_bytes;
            }
        }
    }
    Ok(listing.unique())
}

/// The backups and the schedules of one machine.
pub(crate) async fn backups_of(session: &Session, id: &str) -> Result<Listing<Backup>> {
    let reply = object(session, &op::INSTANCES_BACKUPS, &Inputs::none().text("id", id)).await?;
    let mut listing = Listing::new();
    for (_, row) in reply.at("backups").items() {
        listing.take(read::backup(id, row).map(|backup| one(session, backup, row)));
    }
    for (_, row) in reply.at("schedules").items() {
        listing.take(read::schedule(id, row).map(|schedule| one(session, schedule, row)));
    }
    Ok(listing)
}

/// A listing of one record.
fn one<R>(session: &Session, record: R, node: &Node<'_>) -> Listing<R> {
    Listing::of(vec![(record, session.raw(node))])
}

/// The options for creating a machine in each region, read concurrently.
async fn over_regions<R>(session: &Session, collect: impl Fn(&mut Listing<R>, &Node<'_>, &str)) -> Result<Listing<R>> {
    let regions: Listing<Region> = session.list(&op::REGIONS_LIST, Inputs::none(), read::region).await?;
    let mut listing = Listing::new();
    let open = listing.inherit(regions).into_iter().filter(|(region, _)| region.head.state != "disabled");
    let options = |id: String| async move {
        let read = object(session, &op::INSTANCES_CREATE_OPTIONS, &Inputs::none().text("region", &*id)).await;
        (id.clone(), read.map_err(|error| error.while_doing(&format!("region {id}"))))
    };
    let ids = open.map(|(region, _)| region.head.id);
    let answers: Vec<_> = in_order(session.account.parallel, ids.map(options)).await;
    for (region, answer) in answers {
        match answer {
            Ok(node) => collect(&mut listing, &node, &region),
            Err(error) => listing.fail(error),
        }
    }
    Ok(listing)
}

/// The listings of each machine, read concurrently.
async fn over_machines<R>(session: &Session, of: impl AsyncFn(String) -> Result<Listing<R>>) -> Result<Listing<R>> {
    let machines: Listing<Instance> = session.list(&op::INSTANCES_LIST, Inputs::none(), read::instance).await?;
    let mut listing = Listing::new();
    let ids = listing.inherit(machines).into_iter().map(|(machine, _)| machine.head.id);
    let of = &of;
    let one = |id: String| async move {
        let doing = format!("instance {id}");
        of(id).await.map_err(|error| error.while_doing(&doing))
    };
    let parts: Vec<_> = in_order(session.account.parallel, ids.map(one)).await;
    for part in parts {
        listing.take(part);
    }
    Ok(listing)
}
