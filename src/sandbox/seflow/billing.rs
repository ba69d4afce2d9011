//! Money of the simulated `SeFlow`: debt and credit, invoices, and paying them from the credit as newer portals can.
//! Lists have strings where details have numbers.

use serde_json::{Value, json};

use super::{error, field, now};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, only, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("balance", balance),
    Route::get("invoice", invoices),
    Route::get("invoice/{id}", invoice),
    Route::post("invoice/{id}/credit", credit),
];

const INVOICE: [&str; 8] = ["id", "date", "duedate", "paybefore", "datepaid", "status", "number", "currency"];

fn balance(world: &mut World, _: &Call) -> Reply {
    Reply::json(200, &json!({ "details": world.seflow.balance }))
}

fn invoices(world: &mut World, _: &Call) -> Reply {
    let row = |invoice: &Value| {
        let total = amount(cents(&text(invoice, "total")));
        with(&only(invoice, &INVOICE), json!({ "total": total, "merge_id": null }))
    };
    Reply::json(200, &json!({ "invoices": world.seflow.invoices.iter().map(row).collect::<Vec<_>>() }))
}

fn invoice(world: &mut World, call: &Call) -> Reply {
    let found = world.seflow.invoices.iter().find(|invoice| text(invoice, "id") == call.param(0));
    let client = only(&world.seflow.client, &["id", "email", "firstname", "lastname", "companyname", "country"]);
    let reply = |invoice| Reply::json(200, &json!({ "invoice": with(invoice, json!({ "client": client })) }));
    found.map_or_else(|| error("Invoice not found"), reply)
}

/// Uses the credit for an invoice: a given amount, or all that pays it in full.
fn credit(world: &mut World, call: &Call) -> Reply {
    let portal = &mut world.seflow;
    let found = portal.invoices.iter_mut().find(|invoice| text(invoice, "id") == call.param(0));
    let Some(invoice) = found else { return error("Invoice not found") };
    if text(invoice, "status") != "Unpaid" {
        return error("Invoice is not unpaid");
    }
    let used = cents(&text(invoice, "credit"));
    let due = cents(&text(invoice, "total")) - used;
    let wanted = field(call, "amount");
    let wanted = if wanted.is_empty() { due } else { cents(&wanted) };
    let has = cents(&text(&portal.balance, "acc_credit"));
    if wanted <= 0 || wanted > due {
        return error("invalid amount");
    }
    if text(invoice, "currency") != text(&portal.balance, "currency") || wanted > has {
        return error("Not enough credit");
    }
    let paid = if wanted == due { json!({ "status": "Paid", "datepaid": now() }) } else { json!({}) };
    let number = amount(used + wanted);
    let number: Value = serde_json::from_str(number.trim_end_matches('0').trim_end_matches('.')).unwrap_or_default();
    *invoice = with(&with(invoice, json!({ "credit": number })), paid);
    let owed = cents(&text(&portal.balance, "acc_balance")) - wanted;
    let left = json!({ "acc_balance": amount(owed), "acc_credit": amount(has - wanted) });
    portal.balance = with(&portal.balance, left);
    Reply::json(200, &json!({ "success": true, "info": ["credit_applied"] }))
}

/// An amount in cents; any other text counts as zero.
pub(crate) fn cents(text: &str) -> i64 {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let part: String = part.chars().chain("00".chars()).take(2).collect();
    format!("{whole}{part}").parse().unwrap_or_default()
}

/// Cents as an amount.
pub(crate) fn amount(cents: i64) -> String {
    format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}
