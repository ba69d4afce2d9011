//! Tickets of the simulated Fleio, a plug-in: conversations in HTML, with files that are uploaded beforehand.
//! A reply of the customer reopens the ticket.

use serde_json::{Value, json};

use super::{
    actions::invalid,
    collection::{answer, known, now, required, set},
    detail, list, not_found, upload,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, only, text},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("plugins/tickets/tickets", tickets),
    Route::post("plugins/tickets/tickets", |world, call| answer(create(world, call))),
    Route::get("plugins/tickets/tickets/{id}", ticket),
    Route::post("plugins/tickets/tickets/{id}/add_reply", |world, call| answer(reply(world, call))),
    Route::post("plugins/tickets/tickets/{id}/close_ticket", |world, call| answer(turn(world, call, "done"))),
    Route::post("plugins/tickets/tickets/{id}/reopen_ticket", |world, call| answer(turn(world, call, "open"))),
    Route::get("plugins/tickets/departments", departments),
    Route::post("plugins/tickets/ticket_attachments", |world, call| answer(attach(world, call))),
    Route::get("plugins/tickets/ticket_attachments/{id}/download_file", |world, call| answer(file(world, call))),
];

/// The members of a ticket in lists.
const TICKET: [&str; 8] =
    ["id", "title", "status", "priority", "department", "department_name", "created_at", "last_reply_at"];
/// The longest message.
const LONGEST: usize = 10240;
/// The largest file, in bytes.
const LARGEST: usize = 2 << 20;

fn tickets(world: &mut World, call: &Call) -> Reply {
    let rows = world.fleio.tickets.iter().map(|ticket| only(ticket, &TICKET)).collect();
    list::envelope(call, rows, json!({}))
}

fn ticket(world: &mut World, call: &Call) -> Reply {
    found(world, call).map_or_else(|refusal| refusal, |ticket| Reply::json(200, ticket))
}

fn found<'w>(world: &'w mut World, call: &Call) -> Result<&'w mut Value, Reply> {
    world.fleio.tickets.iter_mut().find(|ticket| text(ticket, "id") == call.param(0)).ok_or_else(not_found)
}

fn departments(world: &mut World, call: &Call) -> Reply {
    list::envelope(call, world.fleio.departments.clone(), json!({}))
}

fn create(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = required(call, &["title", "department"])?;
    let message = short(&asked, "description")?;
    let department = known(&world.fleio.departments, "department", &text(&asked, "department"))?.clone();
    let files = taken(world, &asked, "associated_attachment_ids")?;
    let (number, who) = (world.next_number(), text(&world.fleio.user, "full_name"));
    let ticket = json!({
        "id": format!("T-{}-{number}", jiff::Timestamp::now().strftime("%y%m%d-%H%M")), "title": asked["title"], "status": "open",
        "priority": "medium", "department": department["id"], "department_name": department["name"], "created_at": now(),
        "last_reply_at": null, "created_by": 41, "created_by_name": who, "is_staff_generated": false,
        "description": message, "main_attachments": files, "client": { "id": 700_101, "name": who }, "ticket_updates": [],
    });
    world.fleio.tickets.insert(0, ticket.clone());
    Ok(Reply::json(201, &only(&ticket, &TICKET)))
}

fn reply(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = required(call, &["reply_text"])?;
    let message = short(&asked, "reply_text")?;
    found(world, call)?;
    let files = taken(world, &asked, "associated_attachments")?;
    let (number, who) = (world.next_number(), text(&world.fleio.user, "full_name"));
    let ticket = found(world, call)?;
    let mut updates: Vec<Value> = member(ticket, "ticket_updates");
    updates.push(json!({
        "id": number, "created_at": now(), "created_by_name": who, "created_by_staff": false, "reply_text": message,
        "attachments": files,
    }));
    set(ticket, json!({ "status": "customer reply", "last_reply_at": now(), "ticket_updates": updates }));
    Ok(Reply::json(200, &json!({ "reply_id": number })))
}

/// A message that is not too long.
fn short(asked: &Value, key: &str) -> Result<String, Reply> {
    let message = text(asked, key);
    let fits = message.chars().count() <= LONGEST;
    if fits { Ok(message) } else { Err(invalid(key, "Ensure this field has no more than 10240 characters.")) }
}

/// The files whose ids a request names, separated by commas; none may belong to a message yet.
fn taken(world: &mut World, asked: &Value, key: &str) -> Result<Vec<Value>, Reply> {
    let Some(ids) = asked.get(key).filter(|ids| !ids.is_null()) else { return Ok(Vec::new()) };
    let ids = ids.as_str().ok_or_else(|| invalid(key, "Not a valid string."))?;
    let ids: Vec<&str> = ids.split(',').map(str::trim).collect();
    let wanted = |file: &&mut Value| ids.contains(&text(file, "id").as_str()) && member::<bool>(file, "_free");
    let mut files: Vec<&mut Value> = world.fleio.attachments.iter_mut().filter(wanted).collect();
    if files.len() != ids.len() {
        return Err(detail(400, "Could not associate the attachment"));
    }
    for file in &mut files {
        set(file, json!({ "_free": false }));
    }
    Ok(files.into_iter().map(|file| only(file, &["id", "file_name"])).collect())
}

/// Closes or opens a ticket that is not in that state yet.
fn turn(world: &mut World, call: &Call, status: &str) -> Result<Reply, Reply> {
    let (done, turned) = if status == "done" { (true, "closed") } else { (false, "opened") };
    let ticket = found(world, call)?;
    if (text(ticket, "status") == "done") == done {
        return Err(detail(400, &format!("Ticket is already {turned}.")));
    }
    let mut updates: Vec<Value> = member(ticket, "ticket_updates");
    updates.push(json!({ "created_at": now(), "reply_text": "", "new_status": status, "ticket_activity": true }));
    set(ticket, json!({ "status": status, "last_reply_at": now(), "ticket_updates": updates }));
    Ok(detail(200, &format!("Ticket successfully {turned}.")))
}

fn attach(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = upload::asked(call)?;
    let (name, content) = upload::file(call, "data").ok_or_else(|| invalid("data", "No file was submitted."))?;
    if content.len() > LARGEST {
        return Err(detail(400, "Attachment file size is too big."));
    }
    let named = Some(text(&asked, "file_name")).filter(|name| !name.is_empty()).unwrap_or(name);
    let file = json!({
        "id": world.next_number(), "file_name": named, "content_type": "application/octet-stream", "_free": true,
        "_text": content,
    });
    world.fleio.attachments.push(file.clone());
    Ok(Reply::json(201, &only(&file, &["id", "file_name", "content_type"])))
}

fn file(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let file = world.fleio.attachments.iter().find(|file| text(file, "id") == call.param(0)).ok_or_else(not_found)?;
    let name = format!("attachment; filename=\"{}\"", text(file, "file_name"));
    let reply = Reply::new(200, "application/octet-stream", text(file, "_text"));
    Ok(reply.header(hyper::header::CONTENT_DISPOSITION, name))
}
