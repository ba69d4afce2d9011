//! `nubo invoices total`: invoices added up for bookkeeping, by account, month or currency.
//! Sums are exact and never of two currencies; drafts, and what was cancelled or refunded, are not in them.

use std::collections::BTreeMap;

use clap::ArgMatches;

use crate::{
    cli::{SumBy, TotalArgs},
    error::Result,
    model::{Amount, Entry, Invoice, RowType, Rows, Selection, Shape, row},
    provider::INVOICES,
};

use super::{
    context::Context,
    flags,
    outcome::{Answer, Outcome},
    selecting,
    verb::everything,
};

row! {
    /// Invoices added up; what the sum is not of is null.
    TotalRow "total" {
        account: Option<String> = Text Table "the configured account, where sums are by account";
        month: Option<String> = Text Table "the month the invoices were issued in, where sums are by month";
        currency: Option<String> = Text Table "ISO currency; null where the provider tells none";
        invoices: u64 = Integer Table "how many invoices it is of";
        total: String = Money Table "what they amount to";
        tax: Option<String> = Money Wide "the tax in it, where all of them tell it";
        due: String = Money Table "what is still to be paid";
        unread: u64 = Integer Wide "how many of them tell no amount that can be added";
    }
}

/// The account, the month and the currency of a sum; none where sums are not by it.
type Key = (Option<String>, Option<String>, Option<String>);

/// A sum.
#[derive(Default)]
struct Sum {
    invoices: u64,
    total: Amount,
    tax: Option<Amount>,
    due: Amount,
    unread: u64,
}

/// Adds the invoices of the scope up.
pub async fn run(context: &Context, args: &ArgMatches) -> Result<Outcome> {
    let asked = selecting(args)?;
    let filters = Selection::parse(&asked.filter, None, None, None, &Invoice::KIND.all_fields())?;
    let columns = asked.looks.columns.as_deref();
    let selection = Selection::parse(&[], asked.sort.as_deref(), columns, asked.limit, TotalRow::FIELDS)?;
    let TotalArgs { by } = flags(args)?;
    let found = everything(&INVOICES, context, args).await?;
    let mut sums: BTreeMap<Key, Sum> = BTreeMap::new();
    let counted = |entry: &&Entry<Invoice>| {
        !matches!(entry.record.head.state, "draft" | "cancelled" | "refunded") && filters.matches(*entry)
    };
    let entries: Vec<Entry<Invoice>> = found.entries.into_iter().filter_map(Entry::typed).collect();
    for entry in entries.iter().filter(counted) {
        sums.entry(key(by, entry)).or_default().add(&entry.record);
    }
    let rows = Rows::typed(sums.into_iter().map(row).collect(), Shape::Array);
    let answer = Answer::Rows { selected: selection.apply(rows), noun: "invoices", one_account: false };
    Ok(Outcome { answer, ..Outcome::nothing() }.failing(found.failures, found.some))
}

fn key(by: SumBy, entry: &Entry<Invoice>) -> Key {
    let invoice = &entry.record;
    let month = invoice.issued_at.as_deref().and_then(|date| date.get(..7)).map(str::to_owned);
    (
        (by == SumBy::Account).then(|| entry.origin.account.clone()),
        if by == SumBy::Month { month } else { None },
        invoice.currency.clone(),
    )
}

impl Sum {
    fn add(&mut self, invoice: &Invoice) {
        self.invoices += 1;
        let read = |text: &Option<String>| Amount::of(text.as_deref());
        match read(&invoice.total) {
            Some(total) => self.total = self.total.plus(&total),
            None => self.unread += 1,
        }
        self.tax = match (self.invoices, self.tax.take(), read(&invoice.tax)) {
            (1, _, tax) => tax,
            (_, Some(sum), Some(tax)) => Some(sum.plus(&tax)),
            _ => None,
        };
        if let Some(due) = read(&invoice.due).filter(|_| invoice.is_open()) {
            self.due = self.due.plus(&due);
        }
    }
}

fn row(((account, month, currency), sum): (Key, Sum)) -> TotalRow {
    TotalRow {
        account,
        month,
        currency,
        invoices: sum.invoices,
        total: sum.total.to_string(),
        tax: sum.tax.map(|tax| tax.to_string()),
        due: sum.due.to_string(),
        unread: sum.unread,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use super::*;
    use crate::model::{Head, Origin};

    fn entry(state: &'static str, issued: &str, total: &str, due: &str) -> Entry<Invoice> {
        let text = |text: &str| Some(text.to_owned());
        let head = Head { state, ..Head::default() };
        let origin = Origin { account: "fotbo".to_owned(), provider: "fleio", preset: None };
        Entry {
            origin: Arc::new(origin),
            record: Arc::new(Invoice {
                head,
                issued_at: text(issued),
                total: text(total),
                due: text(due),
                currency: text("EUR"),
                ..Invoice::default()
            }),
            raw: None,
        }
    }

    #[test]
    fn only_what_is_open_is_due() {
        let mut sum = Sum::default();
        for entry in [entry("paid", "2026-10-01", "45.98", "0.00"), entry("overdue", "2026-11-01", "48.4", "8.40")] {
            sum.add(&entry.record);
        }
        assert_eq!((sum.total.to_string(), sum.due.to_string(), sum.invoices), ("94.38".into(), "8.40".into(), 2));
    }

    #[test]
    fn a_sum_is_of_what_was_asked_and_always_of_one_currency() {
        let entry = entry("paid", "2026-10-01T00:00:00+02:00", "1", "0");
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(key(SumBy::Account, &entry), (text("fotbo"), None, text("EUR")));
        assert_eq!(key(SumBy::Month, &entry), (None, text("2026-10"), text("EUR")));
        assert_eq!(key(SumBy::Currency, &entry), (None, None, text("EUR")));
    }
}
