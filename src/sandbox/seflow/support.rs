//! Tickets of the simulated `SeFlow`, with the verbs that newer portals have beside reading.
//! A ticket is one object under the plural key, with its replies beside it; one opened here has its first message too.

use serde_json::{Value, json};

use super::{error, field, now};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, only, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("tickets", list),
    Route::get("tickets/{number}", show),
    Route::post("tickets", open),
    Route::post("tickets/{number}", reply),
    Route::put("tickets/{number}/close", |world, call| turn(world, call, "Closed")),
    Route::put("tickets/{number}/open", |world, call| turn(world, call, "Open")),
    Route::get("ticket/departments", departments),
    Route::get("ticket/attachment/{file}", attachment),
];

const ROW: [&str; 6] = ["client_read", "ticket_number", "date", "deptname", "subject", "status"];

fn list(world: &mut World, _: &Call) -> Reply {
    let rows: Vec<_> = world.seflow.tickets.iter().map(|ticket| only(ticket, &ROW)).collect();
    Reply::json(200, &json!({ "tickets": rows }))
}

fn show(world: &mut World, call: &Call) -> Reply {
    let Ok(found) = find(world, call) else { return error("Ticket not found") };
    let mut ticket = found.clone();
    ticket.as_object_mut().and_then(|ticket| ticket.remove("replies"));
    Reply::json(200, &json!({ "tickets": ticket, "replies": member::<Value>(found, "replies") }))
}

fn open(world: &mut World, call: &Call) -> Reply {
    let [department, subject, body] = ["dept_id", "subject", "body"].map(|name| field(call, name));
    let found = world.seflow.departments.iter().find(|known| text(known, "id") == department);
    let Some(department) = found.map(|known| text(known, "name")) else { return error("Department not found") };
    if subject.trim().is_empty() || body.trim().is_empty() {
        return error("subject and body are required");
    }
    let number = format!("{}", 430_000 + world.next_number());
    let ticket = json!({
        "date": now(), "ticket_number": number, "name": author(world), "email": text(&world.seflow.client, "email"),
        "subject": subject, "status": "Open", "client_read": "1", "deptname": department, "body": body, "replies": [],
    });
    world.seflow.tickets.insert(0, ticket);
    Reply::json(200, &json!({ "success": true, "ticket": { "ticket_number": number } }))
}

fn reply(world: &mut World, call: &Call) -> Reply {
    let body = field(call, "body");
    if body.trim().is_empty() {
        return error("body is required");
    }
    let (name, id) = (author(world), world.next_number().to_string());
    let Ok(ticket) = find(world, call) else { return error("Ticket not found") };
    let mut replies: Vec<Value> = member(ticket, "replies");
    replies.push(json!({ "id": id, "name": name, "date": now(), "body": body, "status": "Sent", "type": "Client" }));
    *ticket = with(ticket, json!({ "replies": replies, "status": "Client-Reply", "client_read": "1" }));
    Reply::json(200, &json!({ "success": true }))
}

/// Closes a ticket, or opens it again.
fn turn(world: &mut World, call: &Call, status: &str) -> Reply {
    match find(world, call) {
        Ok(ticket) => {
            *ticket = with(ticket, json!({ "status": status }));
            Reply::json(200, &json!({ "success": true }))
        }
        Err(reply) => reply,
    }
}

fn departments(world: &mut World, _: &Call) -> Reply {
    Reply::json(200, &json!({ "departments": world.seflow.departments }))
}

fn attachment(world: &mut World, call: &Call) -> Reply {
    let found = world.seflow.attachments.iter().find(|file| text(file, "id") == call.param(0));
    let sent = |file| Reply::new(200, "application/octet-stream", text(file, "content"));
    found.map_or_else(|| error("Attachment not found"), sent)
}

/// The ticket in the path.
fn find<'a>(world: &'a mut World, call: &Call) -> Result<&'a mut Value, Reply> {
    let found = world.seflow.tickets.iter_mut().find(|ticket| text(ticket, "ticket_number") == call.param(0));
    found.ok_or_else(|| error("Ticket not found"))
}

/// The client's name.
fn author(world: &World) -> String {
    let client = &world.seflow.client;
    format!("{} {}", text(client, "firstname"), text(client, "lastname"))
}
