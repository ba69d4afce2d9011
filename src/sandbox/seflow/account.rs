//! Client, money, tickets and domains of the pretend `SeFlow`.
//! Lists have strings where details have numbers, and less of everything.

use serde_json::{Value, json};

use super::error;
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, only, text, with},
};

/// The operations.
pub const ROUTES: &[Route] = &[
    Route::get("details", details),
    Route::post("details", set_details),
    Route::get("balance", balance),
    Route::get("invoice", invoices),
    Route::get("invoice/{id}", invoice),
    Route::get("tickets", tickets),
    Route::get("tickets/{number}", ticket),
    Route::get("domain", domains),
    Route::get("domain/{id}", domain),
    Route::ask("domainorder/status", available),
];

const INVOICE: [&str; 8] = ["id", "date", "duedate", "paybefore", "datepaid", "status", "number", "currency"];
const TICKET: [&str; 6] = ["client_read", "ticket_number", "date", "deptname", "subject", "status"];
const DOMAIN: [&str; 9] =
    ["id", "name", "expires", "recurring_amount", "date_created", "status", "period", "autorenew", "daytoexpire"];

fn details(world: &mut World, _: &Call) -> Reply {
    Reply::json(200, &json!({ "client": world.seflow.client }))
}

fn set_details(world: &mut World, call: &Call) -> Reply {
    let fields = call.fields();
    let known = fields.into_iter().filter(|(key, _)| world.seflow.client.get(key).is_some() && key != "id");
    let changed: Value = known.map(|(key, value)| (key, Value::String(value))).collect();
    world.seflow.client = with(&world.seflow.client, changed);
    Reply::json(200, &json!({ "info": ["client_details_updated"] }))
}

fn balance(world: &mut World, _: &Call) -> Reply {
    Reply::json(200, &json!({ "details": world.seflow.balance }))
}

fn invoices(world: &mut World, _: &Call) -> Reply {
    let row = |invoice: &Value| {
        let total: f64 = text(invoice, "total").parse().unwrap_or_default();
        with(&only(invoice, &INVOICE), json!({ "total": format!("{total:.2}"), "merge_id": null }))
    };
    Reply::json(200, &json!({ "invoices": world.seflow.invoices.iter().map(row).collect::<Vec<_>>() }))
}

fn invoice(world: &mut World, call: &Call) -> Reply {
    let found = world.seflow.invoices.iter().find(|invoice| text(invoice, "id") == call.param(0));
    let client = only(&world.seflow.client, &["id", "email", "firstname", "lastname", "companyname", "country"]);
    let reply = |invoice| Reply::json(200, &json!({ "invoice": with(invoice, json!({ "client": client })) }));
    found.map_or_else(|| error("Invoice not found"), reply)
}

fn tickets(world: &mut World, _: &Call) -> Reply {
    let rows: Vec<_> = world.seflow.tickets.iter().map(|ticket| only(ticket, &TICKET)).collect();
    Reply::json(200, &json!({ "tickets": rows }))
}

/// A ticket: one object under the plural key, its replies beside it.
fn ticket(world: &mut World, call: &Call) -> Reply {
    let found = world.seflow.tickets.iter().find(|ticket| text(ticket, "ticket_number") == call.param(0));
    let Some(found) = found else { return error("Ticket not found") };
    let mut ticket = found.clone();
    ticket.as_object_mut().and_then(|ticket| ticket.remove("replies"));
    Reply::json(200, &json!({ "tickets": ticket, "replies": member::<Value>(found, "replies") }))
}

fn domains(world: &mut World, _: &Call) -> Reply {
    let rows: Vec<_> = world.seflow.domains.iter().map(|domain| only(domain, &DOMAIN)).collect();
    Reply::json(200, &json!({ "domains": rows }))
}

fn domain(world: &mut World, call: &Call) -> Reply {
    let found = world.seflow.domains.iter().find(|domain| text(domain, "id") == call.param(0));
    let shown = |domain: &Value| {
        let mut domain = domain.clone();
        domain.as_object_mut().and_then(|domain| domain.remove("daytoexpire"));
        Reply::json(200, &json!({ "details": domain }))
    };
    found.map_or_else(|| error("Domain not found"), shown)
}

/// Whether a domain is free: nothing at all is said of one that is not.
fn available(world: &mut World, call: &Call) -> Reply {
    let fields = call.fields();
    let name = fields.iter().find(|(key, _)| key == "name").map_or("", |(_, name)| name);
    let taken = name.is_empty() || world.seflow.domains.iter().any(|domain| text(domain, "name") == name);
    Reply::json(200, &if taken { json!([]) } else { json!({ "details": { "status": "ok" } }) })
}
