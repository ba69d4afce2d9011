//! Invoices and tickets: what is owed and what support said.

use super::{
    record::record,
    value::{AsValue, Value},
};

record! {
    /// An invoice; amounts are decimal text in `currency`.
    Invoice "invoice" ["draft" "unpaid" "overdue" "paid" "cancelled" "refunded" "unknown"] {
        number: Option<String> = Text Table "the number printed on it";
        issued_at: Option<String> = Time Table "when it was issued";
        due_at: Option<String> = Time Table "when it must be paid";
        paid_at: Option<String> = Time Wide "when it was paid";
        currency: Option<String> = Text Table "ISO currency";
        total: Option<String> = Money Table "what it amounts to";
        due: Option<String> = Money Table "what is still to be paid";
        credit: Option<String> = Money Wide "credit used for it";
        lines: Vec<InvoiceLine> = Objects Detail "what is charged";
        transactions: Vec<InvoiceTransaction> = Objects Detail "what was paid";
    }
}

record! {
    /// A conversation with support.
    Ticket "ticket" ["open" "answered" "customer_reply" "in_progress" "on_hold" "closed" "unknown"] {
        number: Option<String> = Text Table "the number support knows it by";
        subject: Option<String> = Text Table "what it is about";
        department: Option<String> = Text Table "who answers";
        unread: Option<bool> = Bool Table "whether something in it is new to you";
        updated_at: Option<String> = Time Table "when something was last said";
        messages: Vec<Message> = Objects Detail "what was said, oldest first";
    }
}

/// One charge of an invoice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InvoiceLine {
    /// What is charged for.
    pub description: Option<String>,
    /// How much, as decimal text in the invoice's currency.
    pub amount: Option<String>,
}

/// One payment of an invoice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InvoiceTransaction {
    /// When it was booked.
    pub date: Option<String>,
    /// What it was.
    pub description: Option<String>,
    /// How much, as decimal text.
    pub amount: Option<String>,
}

/// One thing said in a ticket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// Who said it.
    pub author: Option<String>,
    /// Whether the provider's staff said it.
    pub staff: Option<bool>,
    /// When.
    pub at: Option<String>,
    /// What, as plain text.
    pub text: String,
}

impl AsValue for Vec<InvoiceLine> {
    fn as_value(&self) -> Value<'_> {
        Value::Objects(
            self.iter()
                .map(|line| vec![("description", line.description.as_value()), ("amount", line.amount.as_value())])
                .collect(),
        )
    }
}

impl AsValue for Vec<InvoiceTransaction> {
    fn as_value(&self) -> Value<'_> {
        Value::Objects(
            self.iter()
                .map(|t| {
                    vec![
                        ("date", t.date.as_value()),
                        ("description", t.description.as_value()),
                        ("amount", t.amount.as_value()),
                    ]
                })
                .collect(),
        )
    }
}

impl AsValue for Vec<Message> {
    fn as_value(&self) -> Value<'_> {
        Value::Objects(
            self.iter()
                .map(|m| {
                    vec![
                        ("author", m.author.as_value()),
                        ("staff", m.staff.as_value()),
                        ("at", m.at.as_value()),
                        ("text", m.text.as_value()),
                    ]
                })
                .collect(),
        )
    }
}

record! {
    /// Who a secret belongs to at the provider.
    Identity "identity" ["active" "suspended" "closed" "unknown"] {
        email: Option<String> = Text Table "the e-mail address";
        company: Option<String> = Text Table "the company";
        currency: Option<String> = Text Wide "ISO currency of the account";
    }
}
