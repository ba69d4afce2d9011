//! Tickets: read as conversations, opened, and their files fetched.
//! The portal of `SeFlow` itself only reads them; newer portals may answer a new ticket without its number.

use crate::{
    error::{Error, Kind, Result},
    in_order::in_order,
    model::{Department, Ticket},
    provider::{
        Attachment, Call, Inputs, Listing, Node, Provider, Session, Typed,
        act::{ArgSource, Made},
        encode::CallScope,
    },
};

use super::{
    SEFLOW, op,
    read::ticket::{self, AttachmentLink},
    walk,
};

/// A ticket with its replies, which are beside it in the reply.
pub(crate) async fn show(session: &Session, number: &str) -> Result<(Ticket, Option<String>)> {
    let (mut ticket, raw, rest) = whole(session, number).await?;
    let opened = ticket.messages.len();
    ticket.messages.extend(rest.at("replies").items().map(|(_, n)| ticket::reply(n)));
    if let Some(replies) = ticket.messages.get_mut(opened..)
        && replies.iter().all(|reply| reply.at.is_some())
    {
        replies.sort_by(|one, other| one.at.cmp(&other.at));
    }
    ticket.updated_at = ticket.updated_at.or_else(|| ticket.messages.iter().rev().find_map(|m| m.at.clone()));
    Ok((ticket, raw))
}

/// A ticket, its reply text if that is kept, and the rest of the reply.
async fn whole(session: &Session, number: &str) -> Result<(Ticket, Option<String>, Node<'static>)> {
    let inputs = Inputs::none().id(&["number"], number)?;
    let (listing, rest) = session.page(&op::TICKETS_SHOW, &inputs, ticket::ticket).await?;
    let gone = || session.place(Error::new(Kind::NotFound, format!("no ticket {number}")));
    let (ticket, raw) = listing.find(|_| true, gone)?;
    Ok((ticket, raw, rest))
}

/// The departments that answer tickets.
pub(crate) async fn departments(session: &Session) -> Result<Listing<Department>> {
    let mut listing = Listing::new();
    let mut place = 0;
    let mut add = |key: Option<&str>, n: &Node<'_>| {
        place += 1;
        match ticket::department(key, n) {
            Ok(department) => listing.records.push((department, session.raw(n))),
            Err(error) => listing.broken(op::TICKETS_DEPARTMENTS.id, place, session.place(error)),
        }
    };
    walk::all(session, &op::TICKETS_DEPARTMENTS, &Inputs::none(), ticket::OF_DEPARTMENT, &mut add).await?;
    Ok(listing)
}

/// The sources of a new ticket's arguments.
pub(crate) const OPENING: &[(&str, ArgSource)] = &[
    ("dept_id", ArgSource::Flag("department")),
    ("subject", ArgSource::Flag("subject")),
    ("body", ArgSource::Flag("body")),
];

/// Opens a ticket, and gives its number if the portal does.
pub(crate) async fn open(call: &Call<'_>) -> Result<Made> {
    let reply = call.send(&op::TICKETS_OPEN, call.typed.fill(OPENING)?).await?;
    let mut number = None;
    if let Some(text) = reply {
        // The ticket is open, whatever else the answer says.
        let _ = SEFLOW.each(&op::TICKETS_OPEN, &text, &mut |_, n| number = number_of(n));
    }
    Ok(number.map_or_else(Made::default, Made::with_id))
}

/// The number of a new ticket.
fn number_of(n: &Node<'_>) -> Option<String> {
    let number = |n: &Node<'_>| n.any(&["ticket_number", "ticket_id", "number", "id"]).text();
    number(n).or_else(|| ["ticket", "tickets"].iter().find_map(|key| number(n.at(key))))
}

/// The files of a ticket, those of its opening first.
pub(crate) async fn attachments(session: &Session, typed: &Typed<'_>) -> Result<Vec<Attachment>> {
    let inputs = typed.target()?;
    let text = session.call(&op::TICKETS_SHOW, &inputs, CallScope::reading()).await?;
    let mut found = Vec::new();
    let rest = session.each(&op::TICKETS_SHOW, &text, &mut |_, n| found.extend(ticket::attachments(n)))?;
    found.extend(ticket::attachments(&rest));
    found.extend(rest.at("replies").items().flat_map(|(_, n)| ticket::attachments(n)));
    let fetch = |file: AttachmentLink| async move {
        let inputs = Inputs::none().text("file", file.id);
        let bytes = session.bytes(&op::TICKETS_ATTACHMENT, &inputs, CallScope::reading()).await?;
        Ok(Attachment { name: file.name, bytes })
    };
    in_order(session.account.parallel, found.into_iter().map(fetch)).await.into_iter().collect()
}
