//! Invoices, and the debt and the credit of an account. Amounts keep the portal's digits; sums are computed exactly.
//! Source: GET /invoice, /invoice/@id and /balance of `SeFlow`'s page; newer portals for the currency of a balance.

use crate::{
    error::Result,
    model::{Amount, Balance, Head, Invoice, InvoiceLine, InvoiceTransaction, Tax},
    provider::{Node, read},
};

/// An invoice, whose row in the list has less than its details.
pub(crate) fn invoice(key: Option<&str>, n: &Node<'_>) -> Result<Invoice> {
    let state = match n.at("status").str().map(str::to_ascii_lowercase).as_deref() {
        Some("paid") => "paid",
        Some("unpaid" | "payment pending") => "unpaid",
        Some("overdue" | "collections") => "overdue",
        Some("cancelled" | "canceled") => "cancelled",
        Some("refunded" | "credited") => "refunded",
        Some("draft") => "draft",
        _ => "unknown",
    };
    let id = n.at("id").text().or_else(|| key.map(str::to_owned));
    Ok(Invoice {
        head: Head {
            id: id.map_or_else(|| read::id(&Node::Null, "invoice"), Ok)?,
            name: None,
            state,
            provider_state: n.at("status").text(),
            created_at: None,
        },
        number: n.at("number").text(),
        issued_at: n.at("date").time(),
        due_at: n.at("duedate").time(),
        paid_at: n.at("datepaid").time(),
        currency: n.at("currency").text(),
        total: n.at("total").money(),
        due: due(state, n),
        credit: n.at("credit").money(),
        subtotal: n.at("subtotal").money(),
        tax: tax(n).map(|tax| tax.to_string()),
        taxes: [("tax", "taxrate"), ("tax2", "taxrate2")].iter().filter_map(|keys| one_tax(n, *keys)).collect(),
        lines: n.at("items").items().map(|(_, item)| line(item)).collect(),
        transactions: n.at("transactions").items().map(|(_, t)| transaction(t)).collect(),
        mismatch: None,
    })
}

fn amount(n: &Node<'_>) -> Option<Amount> {
    Amount::of(n.money().as_deref())
}

/// Both taxes together.
fn tax(n: &Node<'_>) -> Option<Amount> {
    match (amount(n.at("tax")), amount(n.at("tax2"))) {
        (Some(one), Some(other)) => Some(one.plus(&other)),
        (one, other) => one.or(other),
    }
}

/// One of the two taxes, unless it is zero.
fn one_tax(n: &Node<'_>, (key, rate): (&str, &str)) -> Option<Tax> {
    amount(n.at(key)).filter(|amount| !amount.is_zero())?;
    Some(Tax { name: None, rate: n.at(rate).money(), amount: n.at(key).money() })
}

/// The amount still to be paid. Credit that was used for a part is included in some totals and not in others: if the
/// amounts do not show which, nothing is given.
fn due(state: &str, n: &Node<'_>) -> Option<String> {
    let total = n.at("total").money();
    match state {
        "paid" | "cancelled" | "refunded" => return Some("0.00".to_owned()),
        "unpaid" | "overdue" => {}
        _ => return None,
    }
    if n.at("credit").is_empty() {
        return total;
    }
    let credit = amount(n.at("credit"))?;
    if credit.is_zero() {
        return total;
    }
    let whole = amount(n.at("subtotal"))?.plus(&tax(n).unwrap_or_default());
    let less = whole.minus(&credit);
    let told = Amount::of(total.as_deref())?;
    if told == less {
        return total;
    }
    (told == whole && !less.is_negative()).then(|| less.to_string())
}

fn line(n: &Node<'_>) -> InvoiceLine {
    InvoiceLine {
        description: n.at("description").str().map(read::plain),
        amount: n.any(&["linetotal", "amount"]).money(),
    }
}

fn transaction(n: &Node<'_>) -> InvoiceTransaction {
    InvoiceTransaction {
        date: n.at("date").time(),
        description: n.any(&["description", "module", "trans_id"]).text(),
        amount: n.any(&["in", "amount"]).money(),
    }
}

/// The debt of an account, which the portal calls its balance, and its credit.
#[expect(clippy::unnecessary_wraps, reason = "readers may fail")]
pub(crate) fn balance(_: Option<&str>, n: &Node<'_>) -> Result<Balance> {
    let told = |key: &str| n.at(key).money().filter(|text| !text.starts_with('-'));
    Ok(Balance {
        head: Head { id: "balance".to_owned(), state: "unknown", ..Head::default() },
        currency: n.at("currency").text(),
        credit: told("acc_credit"),
        due: told("acc_balance"),
        ..Balance::default()
    })
}
