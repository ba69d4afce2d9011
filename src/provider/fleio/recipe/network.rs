//! Networks: making one with its range, and the ports that connect machines.
//! Sources: `OneCloudPlanet`'s OpenAPI file, networks and subnets; fotbo.txt, "Add Ports".

use std::net::IpAddr;

use serde_json::json;

use super::{about, fault, object, op, read, region};
use crate::{
    error::{Kind, Result},
    model::Subnet,
    provider::{
        Inputs, Planned, Session,
        act::{Call, Made},
        inputs::Input,
    },
};

/// Makes a network, and its range if one was typed.
pub(crate) async fn create(call: &Call<'_>) -> Result<Made> {
    let cidr = call.typed.flag("cidr");
    if let Some(cidr) = cidr.as_deref().filter(|cidr| !is_range(cidr)) {
        let sentence = format!("\"{cidr}\" is not a range of addresses");
        return Err(fault(call, Kind::Usage, sentence).hint("as in --cidr 10.9.0.0/24"));
    }
    let name = call.typed.name.unwrap_or_default();
    let mut inputs = Inputs::none().text("name", name).text("region", region(call).await?);
    inputs = inputs.with("admin_state_up", Input::Bool(true));
    if let Some(description) = call.typed.flag("description") {
        inputs = inputs.text("description", description);
    }
    let id = call.create(&op::NETWORKS_CREATE, inputs, &["id"]).await?;
    if let Some(cidr) = cidr {
        let version = read::version(&cidr).to_string();
        let inputs = Inputs::none()
            .text("name", name)
            .text("network_id", &*id)
            .text("ip_version", version)
            .text("cidr", cidr)
            .with("enable_dhcp", Input::Bool(true))
            .text("network_address_source", "manually")
            .text("setGatewayIp", "default");
        let half = format!("the network {id} is there, but has no range yet");
        call.send(&op::SUBNETS_CREATE, inputs).await.map_err(|error| error.while_doing(&half))?;
    }
    Ok(Made::with_id(id))
}

/// Returns whether a text is a range of addresses such as `10.9.0.0/24`.
pub(crate) fn is_range(text: &str) -> bool {
    let Some((address, bits)) = text.split_once('/') else { return false };
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    bits.parse::<u8>().is_ok_and(|bits| bits <= if address.is_ipv4() { 32 } else { 128 })
}

/// The sentences on what ends with a network.
pub(crate) async fn consequences(session: &Session, Planned { id, .. }: Planned<'_>) -> Result<Vec<String>> {
    let network = object(session, &op::NETWORKS_SHOW, &Inputs::none().text("id", id)).await?;
    let subnets = read::network(None, &network)?.subnets;
    let words = |subnet: &Subnet| [&subnet.cidr, &subnet.name, &subnet.id].into_iter().flatten().next().cloned();
    Ok(subnets.iter().filter_map(words).map(|subnet| format!("its subnet {subnet} is deleted with it")).collect())
}

/// Gives the machine a port in a network, with an address of its IPv4 subnet or else of its first.
pub(crate) async fn attach(call: &Call<'_>) -> Result<Made> {
    let (machine, network) = (call.typed.id, call.typed.flag("network").unwrap_or_default());
    let shown = about(call, &op::INSTANCES_SHOW, machine).await?;
    let options = about(call, &op::INSTANCES_ADD_PORT_OPTIONS, machine).await?;
    let subnets = read::network(None, &about(call, &op::NETWORKS_SHOW, &network).await?)?.subnets;
    let older = |subnet: &&Subnet| subnet.cidr.as_deref().is_some_and(|cidr| read::version(cidr) == 4);
    let subnet = subnets.iter().find(older).or(subnets.first()).and_then(|subnet| subnet.id.clone());
    let mut inputs = Inputs::none()
        .text("attach_to", machine)
        .text("device_id", machine)
        .text("device_owner", "compute:nova")
        .text("network", network);
    if let Some(subnet) = subnet {
        inputs = inputs.with("fixed_ips", Input::Json(json!([{ "subnet_id": subnet }]))).text("subnet", subnet);
    }
    if let Some(project) = options.at("project_id").text().or_else(|| shown.at("project").text()) {
        inputs = inputs.text("project", project);
    }
    inputs = inputs.text("region", shown.at("region").text().unwrap_or_default());
    call.send(&op::PORTS_CREATE, inputs).await.map(|_| Made::default())
}

/// Deletes the machine's only port in a network.
pub(crate) async fn detach(call: &Call<'_>) -> Result<Made> {
    let network = call.typed.flag("network").unwrap_or_default();
    let machine = about(call, &op::INSTANCES_SHOW, call.typed.id).await?;
    let ports = machine.at("net_details").at("ports");
    let here = ports.items().map(|(_, port)| port).filter(|port| {
        let of = port.at("network");
        of.at("id").str().or(of.str()).or(port.at("network_id").str()) == Some(network.as_str())
    });
    let ids: Vec<String> = here.filter_map(|port| port.at("id").text()).collect();
    match ids.as_slice() {
        [only] => call.send(&op::PORTS_DELETE, Inputs::none().text("id", &**only)).await.map(|_| Made::default()),
        [] => Err(fault(call, Kind::Conflict, "the instance has no port in this network")),
        several => {
            let sentence = format!("the instance has several ports in this network: {}", several.join(", "));
            Err(fault(call, Kind::Conflict, sentence).hint("delete one with: nubo fleio ports delete ID"))
        }
    }
}
