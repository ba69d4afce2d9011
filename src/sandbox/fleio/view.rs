//! The forms in which the simulated Fleio shows an instance: less in lists, more alone.
//! Words for people are beside those for programs, as in the real Fleio.

use serde_json::{Value, json};

use super::{
    collection::shown,
    ports,
    state::{Fleio, Instance},
};
use crate::sandbox::world::{member, only, text, with};

/// An instance as lists show it.
pub(crate) fn row(fleio: &Fleio, instance: &Instance) -> Value {
    let named = |list: &[Value], id: &str| list.iter().find(|item| text(item, "id") == id).cloned();
    let client = named(&fleio.clients, &instance.client.to_string()).unwrap_or_default();
    let status = instance.clock.state();
    let region = named(&fleio.regions, &instance.region).unwrap_or_else(|| json!({ "id": instance.region }));
    let image = fleio.images.iter().find(|image| instance.image.as_deref() == Some(text(image, "id").as_str()));
    let row = json!({
        "id": instance.id, "uuid": instance.id, "name": instance.name, "description": null,
        "status": status, "display_status": display(status), "display_task": instance.clock.task(),
        "region": instance.region, "region_obj": region,
        "flavor": named(&fleio.flavors, &instance.flavor).unwrap_or_else(|| json!({ "id": instance.flavor })),
        "image": instance.image, "os_distro": image.map(|image| text(image, "os_distro")), "booted_from_iso": status == "booted_from_iso",
        "client": { "id": instance.client, "name": text(&client, "name") },
        "created": instance.created, "locked": instance.locked, "access_ip": access(fleio, instance),
        "floating_ips": floating(fleio, instance),
        "host_name": format!("{}-compute.example.net", instance.region), "hostId": "30e22192fc4ca6ee560afe0b1b42502c",
        "current_cycle_traffic": 0, "current_month_traffic": 0, "allowed_actions": allowed(instance),
    });
    if instance.tags.is_empty() { row } else { with(&row, json!({ "tags": instance.tags })) }
}

/// An instance as its own page shows it: the row and the members that only this page has.
pub(crate) fn details(fleio: &Fleio, instance: &Instance) -> Value {
    let own: Vec<_> = ports::of(fleio, &instance.id).collect();
    let grouped: Vec<_> = own.iter().map(|port| addresses(fleio, port)).collect();
    let rows: Vec<_> = own.iter().map(|port| ports::row(fleio, port)).collect();
    let volumes: Vec<_> = fleio.volumes.iter().filter_map(|volume| attachment(volume, instance)).collect();
    let more = json!({
        "availability_zone": "nova", "project": super::PROJECT, "traffic_type": "all",
        "net_details": { "grouped_ips": grouped, "ports": rows }, "tags": instance.tags,
        "storage_details": { "hide_local_storage": false, "local_storage": "", "volume_attachments": volumes },
    });
    with(&row(fleio, instance), more)
}

/// The addresses of a port under the name of its network.
fn addresses(fleio: &Fleio, port: &Value) -> Value {
    let id = text(port, "network");
    let network = fleio.networks.iter().find(|network| text(network, "id") == id);
    let all: Vec<_> = ports::fixed(port).iter().map(|ip| text(ip, "ip_address")).collect();
    let (ipv6s, ipv4s): (Vec<_>, Vec<_>) = all.into_iter().partition(|ip| ip.contains(':'));
    json!({ "network_name": network.map(|network| text(network, "name")), "ipv4s": ipv4s, "ipv6s": ipv6s })
}

/// A volume as the page of the instance it is attached to shows it.
fn attachment(volume: &Value, instance: &Instance) -> Option<Value> {
    let attachments: Vec<Value> = member(volume, "attachments");
    let own = attachments.iter().find(|one| text(one, "server_id") == instance.id)?;
    Some(with(&shown(volume), only(own, &["device", "delete_on_termination"])))
}

/// The floating IPs of an instance, as its row shows them beside its own address.
fn floating(fleio: &Fleio, instance: &Instance) -> Vec<Value> {
    let own: Vec<_> = ports::of(fleio, &instance.id).map(|port| text(port, "id")).collect();
    let held = fleio.floating_ips.iter().filter(|ip| own.contains(&text(ip, "port")));
    held.map(|ip| only(ip, &["id", "floating_ip_address"])).collect()
}

/// The first address, an IPv4 one if there is any.
fn access(fleio: &Fleio, instance: &Instance) -> Option<String> {
    let fixed = ports::of(fleio, &instance.id).flat_map(ports::fixed);
    let mut all: Vec<_> = fixed.map(|ip| text(&ip, "ip_address")).collect();
    all.sort_by_key(|ip| ip.contains(':'));
    all.into_iter().next()
}

/// The status in words for people.
fn display(status: &str) -> &str {
    match status {
        "active" => "Running",
        "stopped" => "Stopped",
        "building" => "Building",
        "shelved" => "Shelved",
        "error" => "Error",
        "rescued" => "Rescued",
        "resized" => "Verify Resize",
        "booted_from_iso" => "Booted from ISO",
        other => other,
    }
}

fn allowed(instance: &Instance) -> &'static [&'static str] {
    match instance.clock.state() {
        _ if instance.locked || instance.clock.task().is_some() => &[],
        "active" => &[
            "reboot",
            "shutoff",
            "resize",
            "rescue",
            "rebuild",
            "console",
            "rename",
            "change_password",
            "boot_from_iso",
            "create_snapshot",
            "attach_volume",
            "shelve",
            "delete",
        ],
        "stopped" => {
            &["start", "resize", "rescue", "rebuild", "rename", "create_snapshot", "attach_volume", "shelve", "delete"]
        }
        "shelved" => &["shelve", "rename", "delete"],
        "rescued" => &["unrescue", "delete"],
        "resized" => &["cfresize", "delete"],
        "booted_from_iso" => &["unmount_and_reboot", "delete"],
        _ => &["delete"],
    }
}
