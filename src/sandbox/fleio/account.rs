//! The rest of the pretend Fleio's end-user side: user, regions, billing and tickets.
//! Lists show less of an invoice or ticket than its own page does.

use serde_json::{Value, json};

use super::{list, not_found};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, only, text},
};

/// The operations.
pub const ROUTES: &[Route] = &[
    Route::get("current-user", user),
    Route::get("openstack/regions", regions),
    Route::get("billing/summary", summary),
    Route::get("billing/invoices", invoices),
    Route::get("billing/invoices/{id}", invoice),
    Route::get("plugins/tickets/tickets", tickets),
    Route::get("plugins/tickets/tickets/{id}", ticket),
];

/// What lists tell of an invoice.
const INVOICE: [&str; 9] =
    ["id", "display_number", "status", "issue_date", "due_date", "total", "balance", "currency", "client"];
/// What lists tell of a ticket.
const TICKET: [&str; 8] =
    ["id", "title", "status", "priority", "department", "department_name", "created_at", "last_reply_at"];

/// Who is logged in: nobody is told so with success, only without the member `user`.
fn user(world: &mut World, call: &Call) -> Reply {
    let features =
        json!({ "billing": true, "openstack.instances": true, "openstack.volumes": true, "plugins.tickets": true });
    let mut reply = json!({ "features": features, "backend_version": "2023.09.1", "edition": "openstack" });
    if call.authorization().is_some() {
        reply = crate::sandbox::world::with(&reply, json!({ "user": world.fleio.user }));
    }
    Reply::json(200, &reply)
}

fn regions(world: &mut World, call: &Call) -> Reply {
    list::envelope(call, world.fleio.regions.clone(), json!({}))
}

fn summary(world: &mut World, _: &Call) -> Reply {
    let unpaid: Vec<_> = world.fleio.invoices.iter().filter(|invoice| text(invoice, "status") == "unpaid").collect();
    let first = unpaid.first().copied().unwrap_or(&Value::Null);
    let count = world.fleio.invoices.len();
    Reply::json(
        200,
        &json!({
            "credits": [{ "currency": { "code": "EUR" }, "amount": "74.20" }], "uptodate_credit": 74.2,
            "billing_currency": "EUR", "services_count": 1, "latest_data_from": "2026-11-20T06:00:00+02:00",
            "validate_credit_card": false,
            "invoices_details": {
                "invoices_count": count, "paid_invoices_count": count - unpaid.len(), "unpaid_invoices_count": unpaid.len(),
                "unpaid_amount": first.get("balance"), "unpaid_amount_currency": first.get("currency"),
                "unpaid_invoice_id": first.get("id"),
            },
        }),
    )
}

fn invoices(world: &mut World, call: &Call) -> Reply {
    let rows = world.fleio.invoices.iter().map(|invoice| only(invoice, &INVOICE)).collect();
    list::envelope(call, rows, json!({}))
}

fn invoice(world: &mut World, call: &Call) -> Reply {
    one(&world.fleio.invoices, call)
}

fn tickets(world: &mut World, call: &Call) -> Reply {
    let rows = world.fleio.tickets.iter().map(|ticket| only(ticket, &TICKET)).collect();
    list::envelope(call, rows, json!({}))
}

fn ticket(world: &mut World, call: &Call) -> Reply {
    one(&world.fleio.tickets, call)
}

/// The thing whose id is in the path.
fn one(things: &[Value], call: &Call) -> Reply {
    let found = things.iter().find(|thing| text(thing, "id") == call.param(0));
    found.map_or_else(not_found, |thing| Reply::json(200, thing))
}
