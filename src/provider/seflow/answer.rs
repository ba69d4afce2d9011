//! The warnings before a machine is deleted, and the answers about it: the price of its service, and its traffic.
//! The portal bills services; a machine alone costs nothing, and deleting it ends no payment.

use crate::{
    error::{Error, Kind, Result},
    model::{Cell, Line},
    provider::{Inputs, Planned, Session, Typed, encode::CallScope},
};

use super::{MACHINE, op, read::service, recipe::halves, walk};

/// The sentences on what stays and what is lost when a machine is deleted.
pub(crate) async fn consequences(session: &Session, Planned { id, .. }: Planned<'_>) -> Result<Vec<String>> {
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

/// The price of a machine's service, since the machine itself has none.
pub(crate) async fn price(session: &Session, typed: &Typed<'_>) -> Result<Vec<Line>> {
    let (service, _) = halves(typed.id)?;
    let (label, price) = of_service(session, service).await?;
    Ok(vec![Line(vec![Cell::Text(format!("service {label}, with all its machines")), price.into()])])
}

/// A service in words, and its price.
async fn of_service(session: &Session, service: &str) -> Result<(String, Option<String>)> {
    let text = session.call(&op::SERVICES_SHOW, &Inputs::none().text("id", service), CallScope::reading()).await?;
    let mut found = (service.to_owned(), None);
    session.each(&op::SERVICES_SHOW, &text, &mut |_, n| found = (service::label(service, n), service::price(n)))?;
    Ok(found)
}

/// The traffic of a machine, which few portals report.
pub(crate) async fn traffic(session: &Session, typed: &Typed<'_>) -> Result<Vec<Line>> {
    let text = session.call(&op::VMS_SHOW, &typed.target()?, CallScope::reading()).await?;
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
