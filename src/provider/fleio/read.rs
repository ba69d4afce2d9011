//! Fleio's replies as common records, one line a field.
//! Words branch on `status` only: the display texts are translated by the server.

use crate::{
    error::Result,
    model::{Drive, Head, Identity, Instance, Invoice, InvoiceLine, InvoiceTransaction, Message, Ticket},
    provider::{Node, read},
};

const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// A virtual machine. Source: fotbo.txt "Get Instance Details"; fleio.txt "Get client's instance list".
pub fn instance(_: Option<&str>, n: &Node<'_>) -> Result<Instance> {
    let flavor = n.at("flavor");
    Ok(Instance {
        head: Head {
            id: read::id(n.any(&["id", "uuid"]), "instance")?,
            name: n.at("name").text(),
            state: state(n.at("status").str(), n.at("display_task").str()),
            provider_state: n.at("status").text(),
            created_at: n.at("created").time(),
        },
        cpus: flavor.at("vcpus").integer(),
        memory_bytes: flavor.at("memory_mb").scaled(MIB),
        disk_bytes: flavor.at("root_gb").scaled(GIB),
        ips: addresses(n),
        region: n.at("region").text().or_else(|| n.at("region_obj").at("id").text()),
        flavor: flavor.any(&["name", "id"]).text().or_else(|| flavor.text()),
        image: n.at("image").text().or_else(|| n.at("image").any(&["name", "id"]).text()),
        tags: tags(n.at("tags")),
        locked: n.at("locked").bool(),
        persistent: None,
    })
}

/// The state word; a task under way wins over the status it is about to change.
fn state(status: Option<&str>, task: Option<&str>) -> &'static str {
    match task.map(str::to_ascii_lowercase).as_deref() {
        None => {}
        Some("powering-off" | "powering off" | "stopping") => return "stopping",
        Some("powering-on" | "powering on" | "starting") => return "starting",
        Some(_) => return "busy",
    }
    match status {
        Some("active" | "rescued" | "booted_from_iso" | "resized") => "running",
        Some("stopped" | "shutoff") => "stopped",
        Some("paused") => "paused",
        Some("suspended") => "suspended",
        Some("shelved" | "shelved_offloaded") => "shelved",
        Some("building") => "busy",
        Some("error") => "error",
        _ => "unknown",
    }
}

/// Every address of a machine: a list row has only `access_ip`.
fn addresses(n: &Node<'_>) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for (_, port) in n.at("net_details").at("ports").items() {
        for kind in ["ipv4s", "ipv6s"] {
            found.extend(
                port.at(kind).items().filter_map(|(_, ip)| ip.any(&["ip_address"]).text().or_else(|| ip.text())),
            );
        }
        found.extend(port.at("floating_ips").items().filter_map(|(_, ip)| ip.at("floating_ip_address").text()));
    }
    if let Some(access) = n.at("access_ip").text()
        && !found.contains(&access)
    {
        found.insert(0, access);
    }
    let told = !matches!((n.at("access_ip"), n.at("net_details")), (Node::Null, Node::Null)) || !found.is_empty();
    told.then_some(found)
}

/// Tags, which are texts or objects with a name.
fn tags(n: &Node<'_>) -> Option<Vec<String>> {
    matches!(n, Node::List(_))
        .then(|| n.items().filter_map(|(_, t)| t.at("name").text().or_else(|| t.text())).collect())
}

/// A volume. Source: observed in Fleio's web application; sizes are in GB.
pub fn volume(_: Option<&str>, n: &Node<'_>) -> Result<Drive> {
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

/// An invoice. Source: observed in Fleio's web application.
pub fn invoice(_: Option<&str>, n: &Node<'_>) -> Result<Invoice> {
    let currency = n.at("currency");
    Ok(Invoice {
        head: Head {
            id: read::id(n.at("id"), "invoice")?,
            name: None,
            state: match n.at("status").str() {
                Some("unpaid") => "unpaid",
                Some("paid") => "paid",
                Some("cancelled" | "canceled") => "cancelled",
                Some("refunded") => "refunded",
                Some("draft") => "draft",
                Some("overdue") => "overdue",
                _ => "unknown",
            },
            provider_state: n.at("status").text(),
            created_at: n.any(&["created_at", "created"]).time(),
        },
        number: n.any(&["display_number", "number"]).text(),
        issued_at: n.at("issue_date").time(),
        due_at: n.at("due_date").time(),
        paid_at: n.any(&["date_paid", "paid_at"]).time(),
        currency: currency.text().or_else(|| currency.any(&["code", "name"]).text()),
        total: n.at("total").money(),
        due: n.at("balance").money(),
        credit: n.at("credit").money(),
        lines: n.at("items").items().map(|(_, line)| line_of(line)).collect(),
        transactions: n.at("journal").items().map(|(_, entry)| transaction_of(entry)).collect(),
    })
}

fn line_of(n: &Node<'_>) -> InvoiceLine {
    InvoiceLine { description: n.at("description").text(), amount: n.at("amount").money() }
}

fn transaction_of(n: &Node<'_>) -> InvoiceTransaction {
    InvoiceTransaction {
        date: n.any(&["date_added", "date", "created_at"]).time(),
        description: n.any(&["description", "transaction", "source"]).text(),
        amount: n.any(&["source_amount", "amount"]).money(),
    }
}

/// A ticket of the tickets plug-in. Source: observed in Fleio's web application.
pub fn ticket(_: Option<&str>, n: &Node<'_>) -> Result<Ticket> {
    let id = read::id(n.at("id"), "ticket")?;
    let opening = n.at("description").str().map(|text| message_of(n, text));
    let replies = n.any(&["ticket_updates", "replies", "updates"]);
    let said = replies
        .items()
        .filter_map(|(_, u)| Some(message_of(u, u.any(&["reply_text", "text", "message", "body"]).str()?)));
    Ok(Ticket {
        head: Head {
            name: None,
            state: match n.at("status").str() {
                Some("open") => "open",
                Some("customer reply") => "customer_reply",
                Some("answered") => "answered",
                Some("in progress") => "in_progress",
                Some("on hold") => "on_hold",
                Some("done" | "closed") => "closed",
                _ => "unknown",
            },
            provider_state: n.at("status").text(),
            created_at: n.at("created_at").time(),
            id: id.clone(),
        },
        number: Some(id),
        subject: n.any(&["title", "subject"]).text(),
        department: n
            .at("department_name")
            .text()
            .or_else(|| n.at("department").at("name").text())
            .or_else(|| n.at("department").text()),
        unread: None,
        updated_at: n.any(&["last_reply_at", "updated_at", "last_updated"]).time(),
        messages: opening.into_iter().chain(said).collect(),
    })
}

fn message_of(n: &Node<'_>, text: &str) -> Message {
    let author = n.any(&["created_by", "created_by_display", "author", "user"]);
    Message {
        author: n
            .at("created_by_name")
            .text()
            .or_else(|| author.any(&["full_name", "name", "username", "email"]).text())
            .or_else(|| author.text()),
        staff: author.at("is_staff").bool().or_else(|| n.any(&["created_by_staff", "is_staff", "staff"]).bool()),
        at: n.any(&["created_at", "date"]).time(),
        text: read::plain(text),
    }
}

/// Who a token belongs to. A reply without `user` means that nobody is logged in.
pub fn identity(_: Option<&str>, n: &Node<'_>) -> Result<Identity> {
    let user = n.at("user");
    if user.is_empty() {
        return Err(read::nobody("the token is not accepted: the reply names no user"));
    }
    let client = user.at("clients").items().next().map_or(Node::Null, |(_, client)| client.clone());
    let name = [user.at("first_name").str(), user.at("last_name").str()];
    let full: Vec<&str> = name.into_iter().flatten().collect();
    Ok(Identity {
        head: Head {
            id: read::id(user.any(&["id", "username", "email"]), "user")?,
            name: (!full.is_empty()).then(|| full.join(" ")).or_else(|| user.at("username").text()),
            state: if user.at("is_active").bool() == Some(false) { "closed" } else { "active" },
            provider_state: client.at("status").text(),
            created_at: user.any(&["date_joined", "date_created"]).time(),
        },
        email: user.at("email").text(),
        company: client.at("company").text(),
        currency: client.at("currency").text().or_else(|| client.at("currency").at("code").text()),
    })
}
