//! Tickets as conversations, their files, and the departments that answer them.
//! Source: GET /tickets and GET /tickets/@number of `SeFlow`'s page; clients of newer portals for their additions.

use crate::{
    error::Result,
    model::{Department, Head, Message, Ticket},
    provider::{Node, read},
};

/// A ticket, whose id is its number; the opening message is included if the portal gives it.
pub(crate) fn ticket(_: Option<&str>, n: &Node<'_>) -> Result<Ticket> {
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

/// One reply of a ticket, which is beside the ticket in the document.
pub(crate) fn reply(n: &Node<'_>) -> Message {
    let staff = n.at("type").str().map(|t| t.eq_ignore_ascii_case("admin") || t.eq_ignore_ascii_case("staff"));
    message(n, n.at("body").str().unwrap_or_default(), staff)
}

fn message(n: &Node<'_>, body: &str, staff: Option<bool>) -> Message {
    let files = attachments(n);
    Message {
        author: n.any(&["name", "email"]).text(),
        staff,
        at: n.at("date").time(),
        text: read::plain(body),
        attachments: (!files.is_empty()).then(|| files.into_iter().map(|file| file.name).collect()),
    }
}

/// A file that belongs to a ticket.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AttachmentLink {
    /// The id by which the portal identifies the file.
    pub id: String,
    /// The file name it was sent with.
    pub name: String,
}

/// The files that a ticket or a reply names; no page prints them, so every likely form is accepted.
pub(crate) fn attachments(n: &Node<'_>) -> Vec<AttachmentLink> {
    let one = |(key, item): (Option<&str>, &Node<'_>)| {
        let own = item.any(&["org_filename", "original_name", "filename", "name", "file"]).text();
        let name = own.or_else(|| item.text());
        let id = item.any(&["file", "id"]).text().or_else(|| key.map(str::to_owned));
        let id = id.or_else(|| name.clone())?;
        Some(AttachmentLink { name: name.unwrap_or_else(|| id.clone()), id })
    };
    n.any(&["attachments", "attachment", "files"]).items().filter_map(one).collect()
}

/// The keys by which one department is recognised.
pub(crate) const OF_DEPARTMENT: &[&str] = &["id", "dept_id", "name", "deptname"];

/// A department, which may be no more than a name under its id.
pub(crate) fn department(key: Option<&str>, n: &Node<'_>) -> Result<Department> {
    let own = n.any(&["id", "dept_id"]).text().or_else(|| key.map(str::to_owned));
    Ok(Department {
        head: Head {
            id: own.map_or_else(|| read::id(&Node::Null, "department"), Ok)?,
            name: n.any(&["name", "deptname"]).text().or_else(|| n.text()),
            state: "active",
            ..Head::default()
        },
        description: n.at("description").str().map(read::plain),
    })
}
