//! Network cards of a stopped server: the first gets an address, the second is put into a VLAN.
//! An address or a VLAN in use is never taken from another server or replaced: the refusal names the server.

use crate::{
    error::Result,
    provider::{Call, Inputs, Made},
};

use super::{
    super::{
        object::{Server, object, place},
        op, walk,
    },
    conflict,
    create::CARD,
    destroy, missing, needed,
};

/// The key of the address of the first card.
const ADDRESS: &str = "nic:0:dhcp";
/// The key of the VLAN of the second card.
const VLAN: &str = "nic:1:vlan";

/// Gives an address to the server.
pub(crate) async fn attach_ip(call: &Call<'_>) -> Result<Made> {
    lead(call, call.typed.id, &needed(call, "ip")?).await
}

/// Gives the address to a server.
pub(crate) async fn assign(call: &Call<'_>) -> Result<Made> {
    lead(call, &needed(call, "to")?, call.typed.id).await
}

/// Takes an address from the server.
pub(crate) async fn detach_ip(call: &Call<'_>) -> Result<Made> {
    let server = Server::read(call.session, call.typed.id).await?;
    release_from(call, &server, &needed(call, "ip")?).await
}

/// Takes the address from the server that has it.
pub(crate) async fn unassign(call: &Call<'_>) -> Result<Made> {
    let ip = call.typed.id;
    match Server::all(call.session).await?.into_iter().find(|server| has(server, ip)) {
        Some(server) => release_from(call, &server, ip).await,
        None => Ok(Made::nothing()),
    }
}

/// Gives up an address that no server has.
pub(crate) async fn release(call: &Call<'_>) -> Result<Made> {
    let ip = call.typed.id;
    if let Some(server) = Server::all(call.session).await?.iter().find(|server| has(server, ip)) {
        let sentence = format!("the machine {} has it", server.label());
        return Err(conflict(call, sentence).hint(unassign_first(call, ip)));
    }
    let gone = async || {
        let listing = walk::ips(call.session).await?;
        Ok(listing.complete() && !listing.records.iter().any(|(known, _)| known.head.id == ip))
    };
    destroy(call, &op::IPS_DESTROY, Inputs::none().text("ip", ip), gone).await?;
    Ok(Made::default())
}

/// Puts the second card of the server into a VLAN.
pub(crate) async fn attach_network(call: &Call<'_>) -> Result<Made> {
    let network = needed(call, "network")?;
    let server = Server::read(call.session, call.typed.id).await?;
    if server.vlans().any(|(_, vlan)| vlan == network) {
        return Ok(Made::nothing());
    }
    server.must_be_stopped(&call.session.account)?;
    if let Some(other) = server.key(VLAN) {
        let sentence = format!("the one card that it has for a VLAN is in the VLAN {other}");
        return Err(
            conflict(call, sentence).hint("take it out of that first: nubo instances detach MACHINE --network VLAN")
        );
    }
    let model = server.key("nic:1:model").unwrap_or(CARD);
    server.set(call, [("nic:1:model".to_owned(), model.to_owned()), (VLAN.to_owned(), network)]).await?;
    Ok(Made::default())
}

/// Removes the network card that is in a VLAN.
pub(crate) async fn detach_network(call: &Call<'_>) -> Result<Made> {
    let network = needed(call, "network")?;
    let server = Server::read(call.session, call.typed.id).await?;
    let card = server.vlans().find(|(_, vlan)| *vlan == network).and_then(|(key, _)| key.strip_suffix("vlan"));
    let Some(card) = card else { return Ok(Made::nothing()) };
    server.must_be_stopped(&call.session.account)?;
    let parts = ["model", "vlan", "mac"].map(|part| format!("{card}{part}"));
    let there = parts.into_iter().filter(|key| server.key(key).is_some());
    server.set(call, there.map(|key| (key, String::new()))).await?;
    Ok(Made::default())
}

/// Destroys a VLAN that no server is in.
pub(crate) async fn delete_vlan(call: &Call<'_>) -> Result<Made> {
    let id = call.typed.id;
    let servers = Server::all(call.session).await?;
    if let Some(server) = servers.iter().find(|server| server.vlans().any(|(_, vlan)| vlan == id)) {
        let sentence = format!("the machine {} is in it", server.label());
        return Err(conflict(call, sentence).hint(leave_first(call, server, id)));
    }
    let gone = async || missing(object(call.session, &op::VLANS_SHOW, id).await);
    destroy(call, &op::VLANS_DESTROY, Inputs::none().text("id", id), gone).await?;
    Ok(Made::default())
}

/// The hint for taking an address from the server that has it.
fn unassign_first(call: &Call<'_>, ip: &str) -> String {
    format!("take it away first: nubo ips unassign {}", place(&call.session.account, Some(ip), ip))
}

/// The hint for taking a server out of a VLAN.
fn leave_first(call: &Call<'_>, server: &Server, vlan: &str) -> String {
    let machine = place(&call.session.account, server.key("name"), server.id());
    format!("take it out first: nubo instances detach {machine} --network {vlan}")
}

/// Returns whether a server has an address.
fn has(server: &Server, ip: &str) -> bool {
    server.addresses().any(|(_, address)| address == ip)
}

async fn lead(call: &Call<'_>, id: &str, ip: &str) -> Result<Made> {
    let server = Server::read(call.session, id).await?;
    if has(&server, ip) {
        return Ok(Made::nothing());
    }
    server.must_be_stopped(&call.session.account)?;
    if let Some(other) = server.key(ADDRESS).filter(|address| *address != "auto") {
        let sentence = format!("the machine {} has the address {other}", server.label());
        return Err(conflict(call, sentence).hint(unassign_first(call, other)));
    }
    if let Some(other) = Server::all(call.session).await?.iter().find(|server| has(server, ip)) {
        let sentence = format!("the machine {} has the address {ip}", other.label());
        return Err(conflict(call, sentence).hint(unassign_first(call, ip)));
    }
    let model = server.key("nic:0:model").unwrap_or(CARD);
    server.set(call, [("nic:0:model".to_owned(), model.to_owned()), (ADDRESS.to_owned(), ip.to_owned())]).await?;
    Ok(Made::default())
}

/// Replaces a server's own address with a temporary one.
async fn release_from(call: &Call<'_>, server: &Server, ip: &str) -> Result<Made> {
    let Some((key, _)) = server.addresses().find(|(_, address)| *address == ip) else { return Ok(Made::nothing()) };
    server.must_be_stopped(&call.session.account)?;
    server.set(call, [(key.to_owned(), "auto".to_owned())]).await?;
    Ok(Made::default())
}
