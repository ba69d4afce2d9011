//! Money at the simulated Fleio: credit, usage and invoices, which can be paid from credit and downloaded.
//! Lists show less of an invoice than its own page does.

use serde_json::{Value, json};

use super::{
    amount::{amount, cents, credits, shift, usable},
    collection::{answer, now},
    detail, list, not_found,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, only, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("billing/summary", summary),
    Route::get("openstack/billing", |world, _| Reply::json(200, &world.fleio.usage)),
    Route::get("openstack/billing/history", |world, call| list::envelope(call, world.fleio.cycles.clone(), json!({}))),
    Route::get("billing/invoices", invoices),
    Route::get("billing/invoices/{id}", |world, call| answer(invoice(world, call))),
    Route::get("billing/invoices/{id}/payment_options", |world, call| answer(options(world, call))),
    Route::get("billing/invoices/{id}/download", |world, call| answer(download(world, call))),
    Route::post("billing/invoices/{id}/pay_from_credit_balance", |world, call| answer(pay(world, call))),
];

/// The account's own client.
pub(crate) const OWN: &str = "700101";

/// The members of an invoice in lists.
const INVOICE: [&str; 9] =
    ["id", "display_number", "status", "issue_date", "due_date", "total", "balance", "currency", "client"];

/// The account's own client, with credit.
fn client(world: &World) -> Value {
    world.fleio.clients.iter().find(|client| text(client, "id") == OWN).cloned().unwrap_or_default()
}

fn summary(world: &mut World, _: &Call) -> Reply {
    let unpaid: Vec<_> = world.fleio.invoices.iter().filter(|invoice| text(invoice, "status") == "unpaid").collect();
    let first = unpaid.first().copied().unwrap_or(&Value::Null);
    let (count, client) = (world.fleio.invoices.len(), client(world));
    let own = |credit: Value| json!({ "currency": { "code": text(&credit, "currency") }, "amount": credit["amount"] });
    let unused: Value = text(&client, "uptodate_credit").parse::<f64>().map_or(Value::Null, |unused| json!(unused));
    Reply::json(
        200,
        &json!({
            "credits": credits(&client).into_iter().map(own).collect::<Vec<_>>(), "uptodate_credit": unused,
            "billing_currency": client.get("currency"), "services_count": 1,
            "latest_data_from": world.fleio.usage.get("updated_at"), "validate_credit_card": false,
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

/// The invoice in the path.
fn found<'w>(world: &'w World, call: &Call) -> Result<&'w Value, Reply> {
    world.fleio.invoices.iter().find(|invoice| text(invoice, "id") == call.param(0)).ok_or_else(not_found)
}

fn invoice(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    found(world, call).map(|invoice| Reply::json(200, invoice))
}

/// The means of payment for an unpaid invoice: every credit that is not empty.
fn options(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    if text(found(world, call)?, "status") != "unpaid" {
        return Ok(Reply::json(200, &json!({ "gateways": null, "creditBalance": null })));
    }
    let some: Vec<_> =
        credits(&client(world)).into_iter().filter(|credit| cents(&text(credit, "amount")) > 0).collect();
    let gateways = json!([{ "id": 1, "name": "card", "display_name": "Card" }]);
    Ok(Reply::json(200, &json!({ "gateways": gateways, "creditBalance": some })))
}

/// Pays the whole open amount from credit.
fn pay(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let invoice = found(world, call)?.clone();
    if text(&invoice, "status") != "unpaid" {
        return Err(detail(409, "Only unpaid invoices can be paid from credit"));
    }
    let (currency, due) = (text(&invoice, "currency"), cents(&text(&invoice, "balance")));
    if usable(&client(world), &currency) < due {
        return Err(detail(409, "Not enough credit"));
    }
    shift(&mut world.fleio, OWN, &currency, -due);
    let entry = json!({
        "id": world.next_number(), "date_added": now(), "source": "cr", "source_name": "Credit",
        "source_amount": amount(due), "source_currency": currency, "destination": "in",
        "destination_amount": amount(due), "destination_currency": currency, "is_refund": false,
    });
    let mut journal: Vec<Value> = member(&invoice, "journal");
    journal.push(entry);
    let paid = with(&invoice, json!({ "status": "paid", "balance": "0.00", "journal": journal }));
    if let Some(own) = world.fleio.invoices.iter_mut().find(|own| own.get("id") == paid.get("id")) {
        *own = paid;
    }
    Ok(detail(202, &format!("Adding {} {currency} to invoice", amount(due))))
}

fn download(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let invoice = found(world, call)?;
    let title = format!(
        "Invoice {}, {} {}",
        text(invoice, "display_number"),
        text(invoice, "total"),
        text(invoice, "currency")
    );
    let name = format!("attachment; filename=\"invoice_{}.pdf\"", text(invoice, "display_number"));
    Ok(Reply::new(200, "application/pdf", pdf(&title)).header(hyper::header::CONTENT_DISPOSITION, name))
}

/// A PDF of one page with one line, which has no parentheses in it.
fn pdf(line: &str) -> String {
    let content = format!("BT /F1 14 Tf 72 760 Td ({line}) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = String::new();
    for (number, object) in objects.iter().enumerate() {
        places.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let start = out.len();
    out.push_str(&format!(
        "xref\n0 6\n0000000000 65535 f \n{places}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    ));
    out
}
