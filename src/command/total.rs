//! `nubo invoices total`: invoices added up for bookkeeping, by account, month or currency.
//! Sums are exact and never of two currencies; drafts and cancelled or refunded invoices are left out.

use std::collections::BTreeMap;

use clap::ArgMatches;

use crate::{
    cli::{SumBy, TotalArgs},
    error::{Error, Kind, Result},
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
    /// A sum of invoices; a key it is not grouped by is null.
    TotalRow "total" {
        account: Option<String> = Text Table "the configured account, where sums are by account";
        month: Option<String> = Text Table "the month the invoices were issued in, where sums are by month";
        currency: Option<String> = Text Table "ISO currency; null where the provider tells none";
        invoices: u64 = Integer Table "how many invoices it is of";
        total: String = Money Table "what they amount to";
        tax: Option<String> = Money Wide "the tax in it, where all of them tell it";
        due: String = Money Table "what is still to be paid";
        unread: u64 = Integer Table "how many of them tell no amount that can be added, so that the sum lacks it";
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
pub(crate) async fn run(context: &Context, args: &ArgMatches) -> Result<Outcome> {
    let asked = selecting(args)?;
    let filters = Selection::parse(&asked.filter, None, None, None, &Invoice::KIND.all_fields())?;
    let columns = asked.looks.columns.as_deref();
    let selection = Selection::parse(&[], asked.sort.as_deref(), columns, asked.limit, TotalRow::FIELDS)?;
    let TotalArgs { by } = flags(args)?;
    let found = everything(&INVOICES, context, args, &filters).await?;
    let mut sums: BTreeMap<Key, Sum> = BTreeMap::new();
    let counted = |entry: &&Entry<Invoice>| {
        !matches!(entry.record.head.state, "draft" | "cancelled" | "refunded") && filters.matches(*entry)
    };
    let entries: Vec<Entry<Invoice>> = found.entries.into_iter().filter_map(Entry::typed).collect();
    for entry in entries.iter().filter(counted) {
        sums.entry(key(by, entry)).or_default().add(&entry.record);
    }
    let mut failures = found.failures;
    failures.extend(sums.iter().filter_map(|(key, sum)| sum.lacking(key)));
    let rows = Rows::typed(sums.into_iter().map(row).collect(), Shape::Array);
    let answer = Answer::Rows { selected: selection.apply(rows), noun: "invoices", one_account: false };
    Ok(Outcome { answer, ..Outcome::nothing() }.failing(failures, found.some))
}

fn key(by: SumBy, entry: &Entry<Invoice>) -> Key {
    let invoice = &entry.record;
    let month = invoice.issued_at.as_deref().and_then(month).unwrap_or("unknown").to_owned();
    (
        (by == SumBy::Account).then(|| entry.origin.account.clone()),
        (by == SumBy::Month).then_some(month),
        invoice.currency.clone(),
    )
}

/// The month of a date such as `2026-10-31`; a date of another form has none that can be told for sure.
fn month(date: &str) -> Option<&str> {
    let (day, month) = (date.get(..10)?, date.get(..7)?);
    day.parse::<jiff::civil::Date>().ok().map(|_| month)
}

impl Sum {
    fn add(&mut self, invoice: &Invoice) {
        self.invoices += 1;
        let read = |text: &Option<String>| Amount::of(text.as_deref());
        let (total, due) = (read(&invoice.total), read(&invoice.due));
        if total.is_none() || (due.is_none() && invoice.is_open()) {
            self.unread += 1;
        }
        if let Some(total) = total {
            self.total = self.total.plus(&total);
        }
        self.tax = match (self.invoices, self.tax.take(), read(&invoice.tax)) {
            (1, _, tax) => tax,
            (_, Some(sum), Some(tax)) => Some(sum.plus(&tax)),
            _ => None,
        };
        if let Some(due) = due.filter(|_| invoice.is_open()) {
            self.due = self.due.plus(&due);
        }
    }

    /// The error of a sum that lacks amounts which cannot be read.
    fn lacking(&self, (account, month, currency): &Key) -> Option<Error> {
        let of = [account, month, currency].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
        let (count, word) = (self.unread, if self.unread == 1 { "invoice tells" } else { "invoices tell" });
        let sentence = format!("{count} {word} no amount that can be added, so the sum of {of} lacks it");
        let error = Error::new(Kind::Failed, sentence).hint("see which with: nubo invoices list -o wide");
        (self.unread > 0).then(|| account.iter().fold(error, |error, account| error.account(account)))
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

    #[test]
    fn a_month_is_only_told_of_a_date_that_is_one() {
        for (issued, expected) in [
            ("2026-10-01", "2026-10"),
            ("2026-10-01 12:00:00", "2026-10"),
            ("01/10/2026", "unknown"),
            ("2026-13-01", "unknown"),
            ("Oct", "unknown"),
        ] {
            assert_eq!(key(SumBy::Month, &entry("paid", issued, "1", "0")).1.as_deref(), Some(expected), "{issued}");
        }
    }

    #[test]
    fn a_sum_says_what_it_lacks() {
        let mut sum = Sum::default();
        let of = (Some("fotbo".to_owned()), None, Some("EUR".to_owned()));
        sum.add(&entry("paid", "2026-10-01", "10.00", "n/a").record);
        assert!(sum.lacking(&of).is_none(), "nothing is due of what is paid");
        for (total, due) in [("1.000,00", "1"), ("5.00", "n/a")] {
            sum.add(&entry("unpaid", "2026-10-01", total, due).record);
        }
        let error = sum.lacking(&of).unwrap();
        assert_eq!(
            error.to_string(),
            "fotbo: 2 invoices tell no amount that can be added, so the sum of fotbo EUR lacks it"
        );
        assert_eq!((sum.total.to_string(), sum.due.to_string(), sum.unread), ("15.00".into(), "1".into(), 2));
    }
}
