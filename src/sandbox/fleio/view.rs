//! How the pretend Fleio shows an instance: less in lists, more alone.
//! The words for people stand beside those for programs, as on the real one.

use serde_json::{Value, json};

use super::state::{Fleio, Instance};
use crate::sandbox::world::{text, with};

/// An instance as lists show it.
pub fn row(fleio: &Fleio, instance: &Instance) -> Value {
    let named = |list: &[Value], id: &str| list.iter().find(|item| text(item, "id") == id).cloned();
    let client = named(&fleio.clients, &instance.client.to_string()).unwrap_or_default();
    let status = instance.clock.state();
    let region = named(&fleio.regions, &instance.region).unwrap_or_else(|| json!({ "id": instance.region }));
    json!({
        "id": instance.id, "uuid": instance.id, "name": instance.name, "description": null,
        "status": status, "display_status": display(status), "display_task": instance.clock.task(),
        "region": instance.region, "region_obj": region,
        "flavor": named(&fleio.flavors, &instance.flavor).unwrap_or_else(|| json!({ "id": instance.flavor })),
        "image": instance.image, "os_distro": instance.image.as_ref().map(|_| "debian"), "booted_from_iso": status == "booted_from_iso",
        "client": { "id": instance.client, "name": text(&client, "name") },
        "created": instance.created, "locked": instance.locked, "access_ip": instance.ipv4,
        "host_name": format!("{}-compute.example.net", instance.region), "hostId": "30e22192fc4ca6ee560afe0b1b42502c",
        "current_cycle_traffic": 0, "current_month_traffic": 0, "allowed_actions": allowed(instance),
    })
}

/// An instance as it is shown alone: the row and what only the page of one has.
pub fn details(fleio: &Fleio, instance: &Instance) -> Value {
    let attached = |volume: &&Value| text(volume, "attachments").contains(&instance.id);
    let volumes: Vec<_> = fleio.volumes.iter().filter(attached).cloned().collect();
    let port = json!({
        "id": format!("d9f9ca07-{}", instance.id.get(9..).unwrap_or_default()), "name": "", "network": "public",
        "ipv4s": [{ "ip_address": instance.ipv4, "subnet_id": "5f0c1c7e-9f1e-4c83-8d5b-0a8f8a3b6f10" }],
        "ipv6s": [{ "ip_address": instance.ipv6, "subnet_id": "9b7a4f0e-52cf-4f0c-9a35-3a50c3b0a8d2" }],
        "floating_ips": [], "end_user_has_access": true,
    });
    let groups = json!([{ "network_name": "public", "ipv4s": [instance.ipv4], "ipv6s": [instance.ipv6] }]);
    let more = json!({
        "availability_zone": "nova", "project": "73aa943377f14b5bbef095786cd9635b", "traffic_type": "all",
        "net_details": { "grouped_ips": groups, "ports": [port] },
        "storage_details": { "hide_local_storage": false, "local_storage": "", "volume_attachments": volumes },
    });
    with(&row(fleio, instance), more)
}

/// The words for people.
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
