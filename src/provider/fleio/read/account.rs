//! Invoices, tickets and who a token belongs to.
//! Source: what Fleio's web application reads; `current-user` as Fotbo's OpenAPI file has it.

use crate::{
    error::Result,
    model::{Head, Identity, Invoice, InvoiceLine, InvoiceTransaction, Message, Ticket},
    provider::{Node, read},
};

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
        ..Invoice::default()
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
        attachments: None,
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
