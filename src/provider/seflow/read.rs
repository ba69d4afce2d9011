//! `HostBill`'s objects as common records. Portals name the same thing differently, so each field has candidates.
//! Sources: examples of `SeFlow`'s page; machines as printed or read by published clients of four other portals.

pub mod network;
pub mod service;

use crate::{
    error::Result,
    model::{Drive, Head, Identity, Instance, Invoice, InvoiceLine, InvoiceTransaction, Message, Ticket},
    provider::{Node, read},
};

/// The unit of memory.
pub const MIB: u64 = 1 << 20;
/// The unit of disks.
pub const GIB: u64 = 1 << 30;

/// A machine; the key is its id where the portal keys the list by it. Memory is in MB, disks in GB.
pub fn vm(key: Option<&str>, n: &Node<'_>) -> Result<Instance> {
    let id = n.any(&["id", "vmid"]).text().or_else(|| key.map(str::to_owned));
    Ok(Instance {
        head: Head {
            id: id.map_or_else(|| read::id(&Node::Null, "machine"), Ok)?,
            name: n.any(&["label", "name", "hostname"]).text(),
            state: state(n),
            provider_state: n.any(&["state", "status"]).text(),
            created_at: n.any(&["created_at", "created"]).time(),
        },
        cpus: n.any(&["cpus", "cpu", "cores"]).integer(),
        memory_bytes: n.at("memory").scaled(MIB),
        disk_bytes: n.at("disk").scaled(GIB),
        ips: addresses(n),
        region: None,
        flavor: None,
        image: n.any(&["template_label", "template_name", "template"]).text(),
        tags: None,
        locked: n.at("locked").bool(),
        persistent: None,
    })
}

/// The state word, from a word or from the flags that some portals have instead.
fn state(n: &Node<'_>) -> &'static str {
    let word = n.any(&["state", "status"]).str().map(str::to_ascii_lowercase);
    match word.as_deref() {
        Some("online" | "running" | "active" | "on" | "up") => "running",
        Some("offline" | "stopped" | "off" | "down") => "stopped",
        Some("paused") => "paused",
        Some("suspended") => "suspended",
        Some("starting") => "starting",
        Some("stopping" | "shutdown") => "stopping",
        Some("rebooting" | "resetting" | "migrating" | "rebuild" | "rebuilding" | "creating" | "building") => "busy",
        Some("error" | "failed") => "error",
        _ => match (n.at("built").bool(), n.at("power").bool()) {
            (Some(false), _) => "busy",
            (_, Some(true)) => "running",
            (_, Some(false)) => "stopped",
            _ => "unknown",
        },
    }
}

/// Every address: texts, objects, or a map keyed by id; null where no key speaks of addresses.
fn addresses(n: &Node<'_>) -> Option<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    let mut told = false;
    for key in ["ip", "ipv4", "ipv6", "ips"] {
        let node = n.at(key);
        told |= *node != Node::Null;
        for (_, item) in node.items() {
            let text = item.any(&["ipaddress", "ip", "address"]).text().or_else(|| item.text());
            found.extend(text.filter(|t| t.parse::<std::net::IpAddr>().is_ok()));
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|ip| seen.insert(ip.clone()));
    told.then_some(found)
}

/// A disk of a machine; sizes are in GB.
pub fn disk(key: Option<&str>, n: &Node<'_>) -> Result<Drive> {
    let id = n.any(&["id", "diskid", "name"]).text().or_else(|| key.map(str::to_owned));
    Ok(Drive {
        head: Head {
            id: id.map_or_else(|| read::id(&Node::Null, "disk"), Ok)?,
            name: n.any(&["name", "label"]).text(),
            state: "attached",
            provider_state: None,
            created_at: None,
        },
        size_bytes: n.any(&["size_gb", "size", "disk_size"]).scaled(GIB),
        kind: if n.at("type").str() == Some("cdrom") { Some("cdrom") } else { Some("disk") },
        attached_to: None,
    })
}

/// An invoice. Source: GET /invoice and GET /invoice/@id.
pub fn invoice(key: Option<&str>, n: &Node<'_>) -> Result<Invoice> {
    let total = n.at("total").money();
    let state = match n.at("status").str().map(str::to_ascii_lowercase).as_deref() {
        Some("paid") => "paid",
        Some("unpaid" | "payment pending") => "unpaid",
        Some("overdue" | "collections") => "overdue",
        Some("cancelled" | "canceled") => "cancelled",
        Some("refunded" | "credited") => "refunded",
        Some("draft") => "draft",
        _ => "unknown",
    };
    Ok(Invoice {
        head: Head {
            id: n
                .at("id")
                .text()
                .or_else(|| key.map(str::to_owned))
                .map_or_else(|| read::id(&Node::Null, "invoice"), Ok)?,
            name: None,
            state,
            provider_state: n.at("status").text(),
            created_at: None,
        },
        number: n.at("number").text(),
        issued_at: n.at("date").time(),
        due_at: n.at("duedate").time(),
        paid_at: n.at("datepaid").time(),
        currency: n.at("currency").text(),
        due: match state {
            "paid" | "cancelled" | "refunded" => Some("0.00".to_owned()),
            "unpaid" | "overdue" if n.at("credit").str().is_none_or(zero) => total.clone(),
            _ => None,
        },
        total,
        credit: n.at("credit").money(),
        lines: n.at("items").items().map(|(_, item)| line(item)).collect(),
        transactions: n.at("transactions").items().map(|(_, t)| transaction(t)).collect(),
        ..Invoice::default()
    })
}

/// Whether an amount is nothing.
fn zero(amount: &str) -> bool {
    amount.bytes().all(|b| b == b'0' || b == b'.')
}

fn line(n: &Node<'_>) -> InvoiceLine {
    InvoiceLine {
        description: n.at("description").str().map(read::plain),
        amount: n.any(&["linetotal", "amount"]).money(),
    }
}

fn transaction(n: &Node<'_>) -> InvoiceTransaction {
    InvoiceTransaction {
        date: n.at("date").time(),
        description: n.any(&["description", "module", "trans_id"]).text(),
        amount: n.any(&["in", "amount"]).money(),
    }
}

/// A ticket, whose id is its number. Source: GET /tickets and GET /tickets/@number.
pub fn ticket(_: Option<&str>, n: &Node<'_>) -> Result<Ticket> {
    let number = read::id(n.any(&["ticket_number", "number"]), "ticket")?;
    let opening = n.at("body").str().map(|body| message(n, body, Some(false)));
    Ok(Ticket {
        head: Head {
            name: None,
            state: match n.at("status").str().map(str::to_ascii_lowercase).as_deref() {
                Some("open") => "open",
                Some("answered") => "answered",
                Some("client-reply" | "customer-reply" | "client reply" | "customer reply") => "customer_reply",
                Some("in-progress" | "in progress") => "in_progress",
                Some("on hold" | "on-hold") => "on_hold",
                Some("closed") => "closed",
                _ => "unknown",
            },
            provider_state: n.at("status").text(),
            created_at: n.at("date").time(),
            id: number.clone(),
        },
        number: Some(number),
        subject: n.at("subject").text(),
        department: n.at("deptname").text(),
        unread: n.at("client_read").bool().map(|read| !read),
        updated_at: n.at("lastreply").time(),
        messages: opening.into_iter().collect(),
    })
}

/// One reply of a ticket, which stands beside it in the document.
pub fn reply(n: &Node<'_>) -> Message {
    let staff = n.at("type").str().map(|t| t.eq_ignore_ascii_case("admin") || t.eq_ignore_ascii_case("staff"));
    message(n, n.at("body").str().unwrap_or_default(), staff)
}

fn message(n: &Node<'_>, body: &str, staff: Option<bool>) -> Message {
    Message {
        author: n.any(&["name", "email"]).text(),
        staff,
        at: n.at("date").time(),
        text: read::plain(body),
        attachments: None,
    }
}

/// The account's owner. Source: GET /details.
pub fn client(_: Option<&str>, n: &Node<'_>) -> Result<Identity> {
    let name: Vec<&str> = [n.at("firstname").str(), n.at("lastname").str()].into_iter().flatten().collect();
    Ok(Identity {
        head: Head {
            id: read::id(n.any(&["id", "email"]), "client")?,
            name: (!name.is_empty()).then(|| name.join(" ")),
            state: match n.at("status").str() {
                Some("Active") => "active",
                Some("Suspended") => "suspended",
                Some("Closed" | "Inactive") => "closed",
                _ => "unknown",
            },
            provider_state: n.at("status").text(),
            created_at: n.at("datecreated").time(),
        },
        email: n.at("email").text(),
        company: n.at("companyname").text(),
        currency: n.at("currency").text(),
    })
}
