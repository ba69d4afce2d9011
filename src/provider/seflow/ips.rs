//! Addresses: those of each service, joined with the machines that use them and with their reverse names.
//! An id is `SERVICE/ADDRESS`; without a machine, the portal's own status word tells if the address is free.

use futures_util::future::join3;

use crate::{
    error::Result,
    model::{Head, Instance, Ip},
    provider::{Inputs, Listing, Session},
};

use super::{
    MACHINE, op,
    read::network::{ListedAddress, same, version},
    walk::{self, Service},
};

/// The addresses of every active and suspended service.
pub(crate) async fn list(session: &Session) -> Result<Listing<Ip>> {
    let services = walk::alive(session).await?;
    Ok(walk::gather(services, session, |service: Service| async move { Ok(of_service(session, &service.id).await) })
        .await)
}

/// The addresses of one service.
pub(crate) async fn of_service(session: &Session, service: &str) -> Listing<Ip> {
    let inputs = Inputs::none().text("id", service);
    let (own, names, machines) = join3(
        walk::addresses(session, &op::SERVICES_IPS, &inputs),
        walk::addresses(session, &op::SERVICES_RDNS, &inputs),
        walk::machines(session, service.to_owned()),
    )
    .await;
    let mut joined = Joined { service, listing: Listing::new() };
    joined.add(own, &|ip, told| ip.head.provider_state.clone_from(&told.status));
    match machines {
        Ok(machines) => {
            for (machine, _) in joined.listing.inherit(machines) {
                joined.machine(session, machine).await;
            }
        }
        Err(error) => joined.listing.fail(error),
    }
    joined.add(names, &|ip, told| ip.rdns.clone_from(&told.rdns));
    joined.listing.records.iter_mut().for_each(|(ip, _)| ip.head.state = state(ip));
    joined.listing
}

fn state(ip: &Ip) -> &'static str {
    match ip.head.provider_state.as_deref().map(str::to_ascii_lowercase).as_deref() {
        _ if ip.assigned_to.is_some() => "assigned",
        Some("assigned") => "assigned",
        Some("unassigned" | "free" | "available") => "free",
        _ => "unknown",
    }
}

/// The addresses of one service, collected from several replies.
struct Joined<'s> {
    service: &'s str,
    listing: Listing<Ip>,
}

impl Joined<'_> {
    /// Adds the addresses of the machine's own list, and those of its record.
    async fn machine(&mut self, session: &Session, machine: Instance) {
        let id = machine.head.id;
        let told = match Inputs::none().id(MACHINE, &id) {
            Ok(inputs) => walk::addresses(session, &op::VMS_IPS, &inputs).await,
            Err(error) => Err(error),
        };
        let recorded = machine.ips.into_iter().flatten();
        let recorded = recorded.map(|address| ListedAddress { address, ..ListedAddress::default() }).collect();
        for part in [told, Ok(recorded)] {
            self.add(part, &|ip, _| ip.assigned_to = Some(id.clone()));
        }
    }

    fn add(&mut self, part: Result<Vec<ListedAddress>>, note: &dyn Fn(&mut Ip, &ListedAddress)) {
        match part {
            Ok(part) => part.into_iter().for_each(|told| self.at(&told, note)),
            Err(error) => {
                let error = error.while_doing(&format!("the addresses of service {}", self.service));
                self.listing.fail(error);
            }
        }
    }

    /// Changes the record of an address, which is made if it is missing.
    fn at(&mut self, told: &ListedAddress, note: &dyn Fn(&mut Ip, &ListedAddress)) {
        let known = |ip: &Ip| ip.address.as_deref().is_some_and(|address| same(address, &told.address));
        if let Some((ip, _)) = self.listing.records.iter_mut().find(|(ip, _)| known(ip)) {
            return note(ip, told);
        }
        let mut ip = fresh(self.service, &told.address);
        note(&mut ip, told);
        self.listing.records.push((ip, told.raw.clone()));
    }
}

fn fresh(service: &str, address: &str) -> Ip {
    Ip {
        head: Head {
            id: format!("{service}/{address}"),
            name: Some(address.to_owned()),
            state: "unknown",
            ..Head::default()
        },
        address: Some(address.to_owned()),
        version: version(address),
        ..Ip::default()
    }
}
