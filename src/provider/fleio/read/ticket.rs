//! Tickets of the plug-in, as conversations, and the departments that answer them.
//! Source: Fleio's web application; messages come as HTML.

use crate::{
    error::Result,
    model::{Department, Head, Message, Ticket},
    provider::{Node, read},
};

/// A ticket of the tickets plug-in.
pub(crate) fn ticket(_: Option<&str>, n: &Node<'_>) -> Result<Ticket> {
    let id = read::id(n.at("id"), "ticket")?;
    let opening = n.at("description").str().map(|text| message_of(n, text));
    let said = updates(n).filter_map(|u| Some(message_of(u, u.any(&["reply_text", "text", "message", "body"]).str()?)));
    let department = n.at("department");
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
            .any(&["department_display", "department_name"])
            .text()
            .or_else(|| department.at("name").text())
            .or_else(|| department.text()),
        unread: None,
        updated_at: n.any(&["last_reply_at", "updated_at", "last_updated"]).time(),
        messages: opening.into_iter().chain(in_order(said.collect())).collect(),
    })
}

/// The updates of a ticket.
fn updates<'n, 'a>(n: &'n Node<'a>) -> impl Iterator<Item = &'n Node<'a>> {
    n.any(&["updates", "ticket_updates", "replies"]).items().map(|(_, update)| update)
}

/// The messages of a ticket, oldest first if all have a time.
fn in_order(mut said: Vec<Message>) -> Vec<Message> {
    let at = |message: &Message| message.at.as_deref()?.parse::<jiff::Timestamp>().ok();
    if said.iter().all(|message| at(message).is_some()) {
        said.sort_by_key(at);
    }
    said
}

fn message_of(n: &Node<'_>, text: &str) -> Message {
    let author = n.any(&["created_by", "author", "user"]);
    let named = author.any(&["full_name", "name", "username", "email"]).text().or_else(|| author.text());
    let files = ["main_attachments", "attachments"].map(|key| n.at(key)).into_iter().find(|node| **node != Node::Null);
    Message {
        author: n.any(&["created_by_display", "created_by_name"]).text().or(named),
        staff: n
            .any(&["is_staff_generated", "created_by_staff", "is_staff", "staff"])
            .bool()
            .or_else(|| author.at("is_staff").bool()),
        at: n.any(&["created_at", "date"]).time(),
        text: read::plain(text),
        attachments: files.map(|files| files.items().filter_map(|(_, file)| file.at("file_name").text()).collect()),
    }
}

/// The files of a ticket and of its updates: id and name.
pub(crate) fn attachments(n: &Node<'_>) -> Vec<(String, String)> {
    let own = ["main_attachments", "attachments"].into_iter().flat_map(|key| n.at(key).items());
    let added = updates(n).flat_map(|update| update.at("attachments").items());
    let mut files: Vec<(String, String)> = Vec::new();
    for (_, file) in own.chain(added) {
        let Some(id) = file.at("id").text() else { continue };
        if files.iter().all(|(other, _)| *other != id) {
            files.push((id.clone(), file.at("file_name").text().unwrap_or(id)));
        }
    }
    files
}

/// A department that answers tickets.
pub(crate) fn department(_: Option<&str>, n: &Node<'_>) -> Result<Department> {
    Ok(Department {
        head: Head {
            id: read::id(n.at("id"), "department")?,
            name: n.at("name").text(),
            state: "active",
            ..Head::default()
        },
        description: n.any(&["description", "email"]).text(),
    })
}
