//! Regions, flavors, and the operations that Fleio carries out after it has answered.
//! Sources: fotbo.txt, "List Regions", "Get create Instance options"; Fotbo's OpenAPI file for operations.

use super::{GIB, MIB};
use crate::{
    error::Result,
    model::{Flavor, Head, Job, Region},
    provider::{Node, read},
};

/// A region, of which only the id is known.
pub(crate) fn region(_: Option<&str>, n: &Node<'_>) -> Result<Region> {
    Ok(Region {
        head: Head {
            id: read::id(n.at("id"), "region")?,
            state: match n.at("enabled").bool() {
                Some(true) => "available",
                Some(false) => "disabled",
                None => "unknown",
            },
            ..Head::default()
        },
        description: n.at("description").text(),
        default: n.at("is_default").bool(),
    })
}

/// A flavor of a region, from the options of creating a machine; a listed one is available unless it says otherwise.
pub(crate) fn flavor(n: &Node<'_>, region: &str) -> Result<Flavor> {
    Ok(Flavor {
        head: Head {
            id: read::id(n.at("id"), "flavor")?,
            name: n.at("name").text(),
            state: if n.at("out_of_stock").bool() == Some(true) { "sold_out" } else { "available" },
            ..Head::default()
        },
        cpus: n.at("vcpus").integer(),
        memory_bytes: n.at("memory_mb").scaled(MIB),
        disk_bytes: n.at("root_gb").scaled(GIB),
        region: n.at("region").text().or_else(|| Some(region.to_owned())),
        price: None,
        currency: None,
    })
}

/// An operation that is under way or has ended.
pub(crate) fn operation(_: Option<&str>, n: &Node<'_>) -> Result<Job> {
    let progress = n.at("progress");
    let steps = [progress.at("completed_steps").str(), progress.at("total_steps").str()];
    let failed = |step: &Node<'_>| step.any(&["error_message", "timeout_error_message"]).text();
    let state = match n.at("status").str() {
        Some("in progress" | "in_progress" | "pending" | "running") => "running",
        Some("succeeded") => "done",
        Some("failed") => "failed",
        Some("aborted") => "cancelled",
        _ => "unknown",
    };
    Ok(Job {
        head: Head {
            id: read::id(n.at("id"), "operation")?,
            name: None,
            state,
            provider_state: n.at("status").text(),
            created_at: n.at("created_at").time(),
        },
        action: n.at("operation_type").text(),
        resource: n.at("primary_object_id").text(),
        progress: if let [Some(done), Some(all)] = steps { Some(format!("{done}/{all}")) } else { None },
        message: (state == "failed")
            .then(|| progress.at("steps_details").items().find_map(|(_, step)| failed(step)))
            .flatten(),
    })
}
