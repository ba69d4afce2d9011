//! Money: invoices, and the credit, the debt and the usage of an account.
//! Source: Fleio's web application; amounts are strings in some places and numbers in others.

use crate::{
    error::Result,
    model::{Amount, Head, Invoice, InvoiceLine, InvoiceTransaction, Tax, Usage},
    provider::{Node, read},
};

/// A currency: its code, or the object that has it.
pub(crate) fn currency(n: &Node<'_>) -> Option<String> {
    n.text().or_else(|| n.any(&["code", "name"]).text())
}

/// An amount split into credit and debt, neither of which is negative.
pub(crate) fn split(amount: Option<String>) -> (Option<String>, Option<String>) {
    match Amount::of(amount.as_deref()) {
        Some(below) if below.is_negative() => (Some("0.00".to_owned()), Some(below.negated().to_string())),
        _ => (amount, None),
    }
}

/// An invoice. Some lists of Fleio's have neither the amount still to be paid nor the lines.
pub(crate) fn invoice(_: Option<&str>, n: &Node<'_>) -> Result<Invoice> {
    let state = match n.at("status").str() {
        Some("unpaid") => "unpaid",
        Some("paid") => "paid",
        Some("cancelled" | "canceled") => "cancelled",
        Some("refunded") => "refunded",
        Some("draft") => "draft",
        Some("overdue") => "overdue",
        _ => "unknown",
    };
    // A cancelled or refunded invoice owes nothing, whatever its balance says.
    let owed = !matches!(state, "cancelled" | "refunded");
    let taxes = taxes_of(n);
    Ok(Invoice {
        head: Head {
            id: read::id(n.at("id"), "invoice")?,
            name: None,
            state,
            provider_state: n.at("status").text(),
            created_at: n.any(&["created_at", "created"]).time(),
        },
        number: n.any(&["display_number", "number"]).text(),
        issued_at: read::day(n.at("issue_date")),
        due_at: read::day(n.at("due_date")),
        paid_at: n.any(&["date_paid", "paid_at"]).time(),
        currency: currency(n.at("currency")),
        total: n.at("total").money(),
        due: n.at("balance").money().filter(|_| owed).map(|due| if due.starts_with('-') { "0.00".into() } else { due }),
        credit: credit_of(n),
        subtotal: n.at("subtotal").money(),
        tax: sum(taxes.iter().map(|tax| tax.amount.as_deref())),
        taxes,
        lines: n.at("items").items().map(|(_, line)| line_of(line)).collect(),
        transactions: n.at("journal").items().map(|(_, entry)| transaction_of(entry)).collect(),
        mismatch: None,
    })
}

/// The sum of several amounts; nothing if there are none, or one of them is unknown.
fn sum<'a>(amounts: impl Iterator<Item = Option<&'a str>>) -> Option<String> {
    let amounts: Vec<Amount> = amounts.map(Amount::of).collect::<Option<_>>()?;
    (!amounts.is_empty()).then(|| amounts.iter().fold(Amount::default(), |sum, one| sum.plus(one)).to_string())
}

/// The taxes of an invoice: its own list, else those of its lines, added up by name.
fn taxes_of(n: &Node<'_>) -> Vec<Tax> {
    let tax =
        |n: &Node<'_>| Tax { name: n.at("name").text(), rate: n.at("rate").text(), amount: n.at("amount").money() };
    let told: Vec<Tax> = n.at("taxes").items().map(|(_, one)| tax(one)).collect();
    if !told.is_empty() {
        return told;
    }
    let mut taxes: Vec<Tax> = Vec::new();
    let of_lines = n.at("items").items().flat_map(|(_, line)| line.at("taxes").items());
    for one in of_lines.map(|(_, one)| tax(one)) {
        match taxes.iter_mut().find(|other| other.name == one.name && other.rate == one.rate) {
            Some(other) => other.amount = sum([other.amount.as_deref(), one.amount.as_deref()].into_iter()),
            None => taxes.push(one),
        }
    }
    taxes
}

/// The amount already paid from credit.
fn credit_of(n: &Node<'_>) -> Option<String> {
    let from_credit = |entry: &&Node<'_>| {
        let source = entry.any(&["source_name", "source"]).str().unwrap_or_default().to_ascii_lowercase();
        source.starts_with("cr") && entry.at("is_refund").bool() != Some(true)
    };
    let entries: Vec<&Node<'_>> = n.at("journal").items().map(|(_, entry)| entry).filter(from_credit).collect();
    let amounts: Vec<Option<String>> = entries.iter().map(|entry| entry.any(PAID).money()).collect();
    n.at("credit").money().or_else(|| sum(amounts.iter().map(Option::as_deref)))
}

/// The amount that a payment put into an invoice, in the invoice's own currency if that differs.
const PAID: &[&str] = &["destination_amount", "source_amount", "amount"];

fn line_of(n: &Node<'_>) -> InvoiceLine {
    InvoiceLine { description: n.at("description").text(), amount: n.at("amount").money() }
}

fn transaction_of(n: &Node<'_>) -> InvoiceTransaction {
    let refund = n.at("is_refund").bool() == Some(true);
    let amount = if refund { n.any(&["source_amount", "amount"]) } else { n.any(PAID) }.money();
    InvoiceTransaction {
        date: n.any(&["date_added", "date", "created_at"]).time(),
        description: n.any(&["description", "source_name", "source"]).text(),
        amount: amount.map(|amount| if refund && !amount.starts_with('-') { format!("-{amount}") } else { amount }),
    }
}

/// The usage of the current cycle, a record for each resource; one for the whole if Fleio has no more detail.
pub(crate) fn usage(n: &Node<'_>) -> Vec<Usage> {
    let cycles: Vec<&Node<'_>> = match n.at("objects") {
        Node::List(cycles) => cycles.iter().collect(),
        _ => vec![n],
    };
    cycles.into_iter().flat_map(used_in).collect()
}

fn used_in(cycle: &Node<'_>) -> Vec<Usage> {
    let told = if cycle.at("usage").is_empty() { cycle } else { cycle.at("usage") };
    let either = |keys: &[&str]| cycle.any(keys).time().or_else(|| told.any(keys).time());
    let whole = Usage {
        head: Head { state: "active", ..Head::default() },
        service: cycle.any(&["service_id", "service"]).text(),
        currency: currency(told.at("currency")).or_else(|| currency(cycle.any(&["currency", "client_currency"]))),
        from: either(&["start_date", "billing_start", "usage_start"]),
        until: either(&["end_date", "billing_end", "usage_end"]),
        ..Usage::default()
    };
    let row = |resource: Option<String>, price: Option<String>| {
        let id = [whole.service.as_deref(), resource.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("/");
        Usage { head: Head { id, ..whole.head.clone() }, resource, price, ..whole.clone() }
    };
    let details: Vec<Usage> = told
        .at("usage_details")
        .items()
        .map(|(_, one)| row(one.any(&["resource_name", "resource_type"]).text(), one.at("price").money()))
        .collect();
    if details.is_empty() {
        let price = told.at("price").money().or_else(|| cycle.at("price").money());
        return vec![row(Some("all".to_owned()), price)];
    }
    details
}
