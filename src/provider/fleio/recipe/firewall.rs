//! Security groups: making one, and adding rules.
//! Source: Fotbo's OpenAPI file, "securitygroups".

use std::net::IpAddr;

use super::{fault, network::is_range, op, read, region};
use crate::{
    error::{Kind, Result},
    provider::{
        Inputs,
        act::{Call, Made},
    },
};

/// Makes a security group; Fleio requires a description, even an empty one.
pub(crate) async fn create(call: &Call<'_>) -> Result<Made> {
    let inputs = Inputs::none()
        .text("name", call.typed.name.unwrap_or_default())
        .text("description", call.typed.flag("description").unwrap_or_default())
        .text("region", region(call).await?);
    call.create(&op::GROUPS_CREATE, inputs, &["id"]).await.map(Made::with_id)
}

/// Adds a rule; one for all addresses becomes two, as a rule covers one IP version only.
pub(crate) async fn add_rule(call: &Call<'_>) -> Result<Made> {
    let direction = if call.typed.flag("direction").as_deref() == Some("out") { "egress" } else { "ingress" };
    let protocol = call.typed.flag("protocol").filter(|protocol| protocol != "any");
    let ports = call.typed.flag("ports").map(|ports| range(call, &ports)).transpose()?;
    if ports.is_some() && !matches!(protocol.as_deref(), Some("tcp" | "udp")) {
        return Err(fault(call, Kind::Usage, "--ports goes with --protocol tcp or udp"));
    }
    let remotes = match call.typed.flag("remote") {
        None => vec!["0.0.0.0/0".to_owned(), "::/0".to_owned()],
        Some(remote) if is_range(&remote) || remote.parse::<IpAddr>().is_ok() => vec![remote],
        Some(other) => return Err(bad(call, "remote", &other, "an address or a range")),
    };
    for remote in remotes {
        let ethertype = if read::version(&remote) == 6 { "IPv6" } else { "IPv4" };
        let mut inputs = Inputs::none()
            .text("id", call.typed.id)
            .text("security_group_id", call.typed.id)
            .text("direction", direction)
            .text("ethertype", ethertype);
        if let Some(protocol) = &protocol {
            inputs = inputs.text("protocol", &**protocol);
        }
        if let Some((least, most)) = ports {
            inputs = inputs.text("port_range_min", least.to_string()).text("port_range_max", most.to_string());
        }
        call.send(&op::GROUPS_ADD_RULE, inputs.text("remote_ip_prefix", remote)).await?;
    }
    Ok(Made::default())
}

/// The first and the last of a range of ports, or one port twice.
fn range(call: &Call<'_>, ports: &str) -> Result<(u16, u16)> {
    let (least, most) = ports.split_once('-').unwrap_or((ports, ports));
    match (least.trim().parse::<u16>(), most.trim().parse::<u16>()) {
        (Ok(least), Ok(most)) if 0 < least && least <= most => Ok((least, most)),
        _ => Err(bad(call, "ports", ports, "a port, or a range as in 8000-8100")),
    }
}

fn bad(call: &Call<'_>, flag: &str, typed: &str, wanted: &str) -> crate::error::Error {
    fault(call, Kind::Usage, format!("--{flag} takes {wanted}, not \"{typed}\""))
}
