//! The usage of an account's active services: traffic and resources, read from all of them concurrently.
//! A service of another kind has neither: its portal answers with an error, which is no failure here.

use futures_util::future::join;

use crate::{
    error::Result,
    model::Usage,
    provider::{Inputs, Listing, Node, Operation, Session, encode::CallScope},
};

use super::{op, read::usage, walk};

/// The usage of every active service.
pub(crate) async fn list(session: &Session) -> Result<Listing<Usage>> {
    let services = walk::active(session).await?;
    Ok(walk::gather(services, session, |service| async move { Ok(of_service(session, &service.id).await) }).await)
}

async fn of_service(session: &Session, service: &str) -> Listing<Usage> {
    let (traffic, resources) = join(
        part(session, &op::SERVICES_BANDWIDTH, service, usage::bandwidth),
        part(session, &op::SERVICES_RESOURCES, service, usage::resources),
    )
    .await;
    let mut listing = Listing::new();
    for part in [traffic, resources] {
        match part {
            Err(error) if walk::lacks(&error) => {}
            part => listing.take(part.map_err(|error| error.while_doing(&format!("the use of service {service}")))),
        }
    }
    listing
}

/// Reads the rows of one reply about a service.
type Rows = fn(&str, &Node<'_>, &mut dyn FnMut(&Node<'_>, Usage));

async fn part(session: &Session, operation: &'static Operation, service: &str, rows: Rows) -> Result<Listing<Usage>> {
    let text = session.call(operation, &Inputs::none().text("id", service), CallScope::reading()).await?;
    let mut listing = Listing::new();
    session.each(operation, &text, &mut |_, n| {
        rows(service, n, &mut |n, usage| listing.records.push((usage, session.raw(n))));
    })?;
    Ok(listing)
}
