//! Volumes, images, and the copies of machines: snapshots and backups, which are images too.
//! Sizes of volumes and smallest disks are in GB, those of images in bytes.

use super::GIB;
use crate::{
    error::Result,
    model::{Backup, Drive, Head, Image, Snapshot},
    provider::{Node, read},
};

/// A volume. Source: observed in Fleio's web application; sizes are in GB.
pub(crate) fn volume(_: Option<&str>, n: &Node<'_>) -> Result<Drive> {
    let status = n.at("status").str();
    let attachments = n.any(&["attachments", "attached_to", "instances"]);
    let attached: Vec<String> = attachments
        .items()
        .filter_map(|(_, a)| a.any(&["server_id", "instance_id", "id"]).text().or_else(|| a.text()))
        .collect();
    Ok(Drive {
        head: Head {
            id: read::id(n.any(&["id", "uuid"]), "volume")?,
            name: n.at("name").text(),
            state: match status {
                Some("available") => "available",
                Some("in-use") => "attached",
                Some("error" | "error_deleting") => "error",
                Some(
                    "creating" | "attaching" | "detaching" | "extending" | "deleting" | "maintenance"
                    | "restoring-backup",
                ) => "busy",
                _ => "unknown",
            },
            provider_state: n.at("status").text(),
            created_at: n.any(&["created_at", "created"]).time(),
        },
        size_bytes: n.at("size").scaled(GIB),
        kind: Some("volume"),
        attached_to: (!attachments.is_empty() || matches!(attachments, Node::List(_)) || status == Some("available"))
            .then_some(attached),
    })
}

/// An image. Source: Fotbo's OpenAPI file, "images".
pub(crate) fn image(_: Option<&str>, n: &Node<'_>) -> Result<Image> {
    let version = [n.at("os_distro").str(), n.at("os_version").str()];
    let os: Vec<&str> = version.into_iter().flatten().collect();
    Ok(Image {
        head: Head {
            id: read::id(n.at("id"), "image")?,
            name: n.at("name").text(),
            state: image_state(n),
            provider_state: n.at("status").text(),
            created_at: n.at("created_at").time(),
        },
        kind: kind(n),
        size_bytes: n.at("size").integer(),
        os: (!os.is_empty()).then(|| os.join(" ")),
        region: n.at("region").text().or_else(|| n.at("region").at("id").text()),
        min_disk_bytes: n.at("min_disk").scaled(GIB),
    })
}

/// An image that machines can be made from, taken from the options of creating one.
pub(crate) fn offered_image(n: &Node<'_>, kind: &'static str, region: &str) -> Result<Image> {
    let mut image = image(None, n)?;
    image.kind = image.kind.or(Some(kind));
    image.region.get_or_insert_with(|| region.to_owned());
    if n.at("status").is_empty() {
        image.head.state = "available";
    }
    Ok(image)
}

/// The kind of an image: a CD by its format, else by its visibility.
fn kind(n: &Node<'_>) -> Option<&'static str> {
    if n.at("disk_format").str() == Some("iso") {
        return Some("cdrom");
    }
    match n.at("visibility").str() {
        Some("private") => Some("own"),
        Some("public") => Some("standard"),
        Some("shared" | "community") => Some("shared"),
        _ => None,
    }
}

fn image_state(n: &Node<'_>) -> &'static str {
    match n.at("status").str() {
        Some("active") => "available",
        Some("queued" | "saving" | "importing" | "uploading" | "pending_delete") => "busy",
        Some("killed" | "deactivated" | "deleted" | "error") => "error",
        _ => "unknown",
    }
}

/// An image made of a machine. Source: Fotbo's OpenAPI file, "images".
pub(crate) fn snapshot(_: Option<&str>, n: &Node<'_>) -> Result<Snapshot> {
    let image = image(None, n)?;
    Ok(Snapshot { source: source(n), size_bytes: image.size_bytes, region: image.region, head: image.head })
}

/// The machine that an image was made of, if its properties name it.
fn source(n: &Node<'_>) -> Option<String> {
    n.any(&["instance_uuid", "instance_id"]).text().or_else(|| n.at("instance").any(&["id", "uuid"]).text())
}

/// A backup of a machine. Source: fotbo.txt, "Get Instance Backups and Backup Schedules".
pub(crate) fn backup(machine: &str, n: &Node<'_>) -> Result<Backup> {
    let image = image(None, n)?;
    Ok(Backup {
        head: image.head,
        kind: schedule_kind(n),
        source: Some(machine.to_owned()),
        size_bytes: image.size_bytes,
        keep: None,
        next_at: None,
    })
}

/// A schedule of backups, marked by its id. Source: the same document, and "Create Backup schedules".
pub(crate) fn schedule(machine: &str, n: &Node<'_>) -> Result<Backup> {
    Ok(Backup {
        head: Head {
            id: format!("{SCHEDULE}{}", read::id(n.at("id"), "backup schedule")?),
            name: n.at("backup_name").text(),
            state: "scheduled",
            provider_state: None,
            created_at: None,
        },
        kind: schedule_kind(n),
        source: n.at("instance").text().or_else(|| Some(machine.to_owned())),
        size_bytes: None,
        keep: n.at("rotation").integer(),
        next_at: n.at("run_at").time(),
    })
}

/// The beginning of the id of a backup schedule.
pub(crate) const SCHEDULE: &str = "schedule/";

fn schedule_kind(n: &Node<'_>) -> Option<&'static str> {
    ["manual", "daily", "weekly"].into_iter().find(|word| n.at("backup_type").str() == Some(word))
}
