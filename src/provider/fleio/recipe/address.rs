//! Floating IPs: reserving one, assigning it to a machine and taking it away, and its reverse name.
//! The calls take addresses in place of ids, so the floating IP is looked up in its list.

use super::{about, fault, object, op, read};
use crate::{
    error::{Kind, Result},
    model::Ip,
    provider::{
        Inputs, Node,
        act::{Call, Made},
    },
};

/// Reserves a floating IP of the outer network that was typed, or of the only one.
pub(crate) async fn reserve(call: &Call<'_>) -> Result<Made> {
    let options = object(call.session, &op::FLOATING_CREATE_OPTIONS, &Inputs::none()).await?;
    let region = call.typed.flag("region").or_else(|| options.at("default_region").text());
    let network = outer(call, &options, region.as_deref())?;
    let mut inputs = Inputs::none().text("floating_network", network).text("description", "");
    if let Some(region) = region {
        inputs = inputs.text("region", region);
    }
    call.create(&op::FLOATING_CREATE, inputs, &["id"]).await.map(Made::with_id)
}

/// The outer network of a region by its name or id.
fn outer(call: &Call<'_>, options: &Node<'_>, region: Option<&str>) -> Result<String> {
    let typed = call.typed.flag("network");
    let fits = |n: &Node<'_>| {
        let here = n.at("region").text().or_else(|| n.at("region").at("id").text());
        let named = |typed: &String| [n.at("id").str(), n.at("name").str()].contains(&Some(typed.as_str()));
        (here.is_none() || region.is_none() || here.as_deref() == region) && typed.as_ref().is_none_or(named)
    };
    let networks: Vec<&Node<'_>> =
        options.at("networks").items().map(|(_, n)| n).filter(|n| fits(n) && n.at("id").str().is_some()).collect();
    let name = |n: &&Node<'_>| n.any(&["name", "id"]).text().unwrap_or_default();
    match (networks.as_slice(), &typed) {
        ([only], _) => Ok(only.at("id").text().unwrap_or_default()),
        ([], Some(typed)) => {
            Err(fault(call, Kind::NotFound, format!("no outer network with addresses is called \"{typed}\"")))
        }
        ([], None) => Err(fault(call, Kind::NotFound, "there is no outer network with addresses here")),
        (several, _) => {
            let names: Vec<String> = several.iter().map(name).collect();
            let sentence = format!("there are several outer networks: {}", names.join(", "));
            Err(fault(call, Kind::Conflict, sentence).hint("choose one by its id with --network, or a --region"))
        }
    }
}

/// Assigns a floating IP to the machine.
pub(crate) async fn attach_ip(call: &Call<'_>) -> Result<Made> {
    let ip = floating(call, &call.typed.flag("ip").unwrap_or_default()).await?;
    lead(call, call.typed.id, ip).await
}

/// Assigns the floating IP to a machine.
pub(crate) async fn assign(call: &Call<'_>) -> Result<Made> {
    let ip = floating(call, call.typed.id).await?;
    lead(call, &call.typed.flag("to").unwrap_or_default(), ip).await
}

async fn lead(call: &Call<'_>, machine: &str, ip: Ip) -> Result<Made> {
    if let Some(holder) = ip.assigned_to.as_deref().filter(|holder| *holder != machine) {
        let sentence = format!("{} leads to the instance {holder}", address(&ip));
        return Err(fault(call, Kind::Conflict, sentence).hint("take it from there first: nubo ips unassign"));
    }
    let fixed = fixed_ip(call, machine).await?;
    let inputs = Inputs::none().text("id", machine).text("fixed_ip", fixed).text("floating_ip", address(&ip));
    call.send(&op::INSTANCES_ADD_FLOATING_IP, inputs).await.map(|_| Made::default())
}

/// The address of the machine itself that a floating IP can be mapped to.
async fn fixed_ip(call: &Call<'_>, machine: &str) -> Result<String> {
    let options = about(call, &op::INSTANCES_ASSOCIATE_IP_OPTIONS, machine).await?;
    let mut found: Vec<String> = Vec::new();
    for (_, port) in options.at("ports").items() {
        for list in [port.at("fixed_ips"), port.at("ipv4s")] {
            found.extend(list.items().filter_map(|(_, ip)| ip.at("ip_address").text().or_else(|| ip.text())));
        }
    }
    found.retain(|address| read::version(address) == 4);
    found.dedup();
    match found.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(fault(call, Kind::Conflict, "the instance has no IPv4 address that a floating IP could lead to")),
        several => {
            let sentence = format!("the instance has several addresses it could lead to: {}", several.join(", "));
            let hint =
                "choose one with: nubo fleio instances add-floating-ip ID --fixed-ip ADDRESS --floating-ip ADDRESS";
            Err(fault(call, Kind::Conflict, sentence).hint(hint))
        }
    }
}

/// Takes a floating IP from the machine.
pub(crate) async fn detach_ip(call: &Call<'_>) -> Result<Made> {
    let ip = floating(call, &call.typed.flag("ip").unwrap_or_default()).await?;
    part(call, call.typed.id, &ip).await
}

/// Takes the floating IP from its machine.
pub(crate) async fn unassign(call: &Call<'_>) -> Result<Made> {
    let ip = floating(call, call.typed.id).await?;
    let nowhere = || fault(call, Kind::Conflict, format!("{} leads to no instance", address(&ip)));
    let machine = ip.assigned_to.clone().ok_or_else(nowhere)?;
    part(call, &machine, &ip).await
}

async fn part(call: &Call<'_>, machine: &str, ip: &Ip) -> Result<Made> {
    let inputs = Inputs::none().text("id", machine).text("ip", address(ip));
    call.send(&op::INSTANCES_REMOVE_FLOATING_IP, inputs).await.map(|_| Made::default())
}

/// Sets the reverse name, which ends in a dot on the wire.
pub(crate) async fn rdns(call: &Call<'_>) -> Result<Made> {
    let name = call.typed.flag("name").unwrap_or_default();
    let name = name.trim().trim_end_matches('.');
    if name.is_empty() {
        return Err(fault(call, Kind::Unsupported, "Fleio can change a reverse name, but not remove it"));
    }
    let inputs = Inputs::none()
        .text("floating_ip_id", call.typed.id)
        .text("ptrdname", format!("{name}."))
        .text("description", "")
        .text("ttl", "3600");
    call.send(&op::FLOATING_PTR, inputs).await.map(|_| Made::default())
}

/// A floating IP by its id.
async fn floating(call: &Call<'_>, id: &str) -> Result<Ip> {
    let listing = call.session.list(&op::FLOATING_LIST, Inputs::none(), read::ip).await?;
    let found = listing.records.into_iter().map(|(ip, _)| ip).find(|ip: &Ip| ip.head.id == id);
    found.ok_or_else(|| fault(call, Kind::NotFound, format!("there is no floating IP with the id {id}")))
}

fn address(ip: &Ip) -> &str {
    ip.address.as_deref().unwrap_or_default()
}
