//! Invoices: charges, taxes, payments, and the check that they add up.
//! Amounts are the provider's digits, in the invoice's currency.

use super::{amount::Amount, compare::Moment, record::record, value::object};

record! {
    /// An invoice; amounts are decimal text in `currency`: `due` is owed, `credit` was paid ahead.
    Invoice "invoice" ["draft" "unpaid" "overdue" "paid" "cancelled" "refunded" "unknown"] hides ["name"] {
        number: Option<String> = Text Table "the number printed on it";
        issued_at: Option<String> = Time Table "when it was issued";
        due_at: Option<String> = Time Table "when it must be paid";
        paid_at: Option<String> = Time Wide "when it was paid";
        currency: Option<String> = Text Table "ISO currency";
        total: Option<String> = Money Table "what it amounts to";
        due: Option<String> = Money Table "what is still to be paid";
        credit: Option<String> = Money Wide "credit used for it";
        subtotal: Option<String> = Money Detail "what its lines amount to";
        tax: Option<String> = Money Detail "what the taxes amount to";
        taxes: Vec<Tax> = Objects Detail "what is taxed";
        lines: Vec<InvoiceLine> = Objects Detail "what is charged";
        transactions: Vec<InvoiceTransaction> = Objects Detail "what was paid";
        mismatch: Option<String> = Text Data "what does not add up; null where all does, or too little is told to say";
    }

    fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }
}

object! {
    /// One tax of an invoice.
    #[derive(Default)]
    Tax {
        name: Option<String> = Text "Its name.";
        rate: Option<String> = Decimal "Its rate in percent, as decimal text.";
        amount: Option<String> = Money "How much, as decimal text.";
    }
}

object! {
    /// One charge of an invoice.
    #[derive(Default)]
    InvoiceLine {
        description: Option<String> = Text "What is charged for.";
        amount: Option<String> = Money "How much, as decimal text in the invoice's currency.";
    }
}

object! {
    /// One payment of an invoice.
    #[derive(Default)]
    InvoiceTransaction {
        date: Option<String> = Time "When it was booked.";
        description: Option<String> = Text "What it was.";
        amount: Option<String> = Money "How much, as decimal text.";
    }
}

impl Invoice {
    /// True when the invoice is still to be paid.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.head.state, "unpaid" | "overdue")
    }

    /// True when the invoice should have been paid already.
    pub(crate) fn is_overdue(&self) -> bool {
        self.head.state == "overdue"
    }

    /// Judges the invoice on a day: unpaid after its due date it is overdue, even if the provider says unpaid, and an
    /// invoice that is shown with its lines says whether they add up.
    pub(crate) fn seen_on(&mut self, today: &str) {
        let late = |due: &str| Some(Moment::parse(due)?.against(&Moment::parse(today)?).is_lt());
        if self.head.state == "unpaid" && self.due_at.as_deref().and_then(late) == Some(true) {
            self.head.state = "overdue";
        }
        self.mismatch = self.added_up();
    }

    /// The mismatch between lines, taxes and total. Lines make the subtotal; with the taxes it makes the total, with or
    /// without the credit taken off.
    fn added_up(&self) -> Option<String> {
        let read = |text: &Option<String>| Amount::of(text.as_deref());
        let total = read(&self.total)?;
        let amounts: Option<Vec<Amount>> = self.lines.iter().map(|line| read(&line.amount)).collect();
        let lines = amounts.filter(|all| !all.is_empty());
        let lines = lines.map(|all| all.iter().fold(Amount::default(), |sum, one| sum.plus(one)));
        let tax = read(&self.tax);
        if let (Some(lines), Some(subtotal)) = (&lines, read(&self.subtotal))
            && *lines != subtotal
        {
            return Some(format!("the lines amount to {lines}, and the subtotal says {subtotal}"));
        }
        let before = read(&self.subtotal).or(lines)?;
        let whole = before.plus(&tax.clone().unwrap_or_default());
        let less = whole.minus(&read(&self.credit).unwrap_or_default());
        // A tax that is not told apart may be in the lines already or only in the total.
        if whole == total || less == total || (tax.is_none() && before < total) {
            return None;
        }
        Some(format!("lines and taxes amount to {whole}, and the total says {total}"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::Head;

    fn invoice(
        lines: &[&str],
        subtotal: Option<&str>,
        tax: Option<&str>,
        credit: Option<&str>,
        total: &str,
    ) -> Invoice {
        let text = |text: &str| Some(text.to_owned());
        Invoice {
            head: Head { state: "unpaid", ..Head::default() },
            lines: lines.iter().map(|a| InvoiceLine { description: None, amount: text(a) }).collect(),
            subtotal: subtotal.and_then(text),
            tax: tax.and_then(text),
            credit: credit.and_then(text),
            total: text(total),
            ..Invoice::default()
        }
    }

    fn mismatch(mut invoice: Invoice) -> Option<String> {
        invoice.seen_on("2026-11-21");
        invoice.mismatch
    }

    #[test]
    fn what_adds_up_is_not_remarked_upon() {
        assert_eq!(mismatch(invoice(&["30.00", "10"], Some("40.0"), Some("8.8"), None, "48.80")), None);
        assert_eq!(mismatch(invoice(&["58.50"], Some("58.5"), Some("0"), Some("0"), "58.5")), None);
        assert_eq!(mismatch(invoice(&["58.50"], None, Some("10"), Some("8.50"), "60.00")), None, "credit taken off");
        assert_eq!(mismatch(invoice(&["40.00"], None, None, None, "48.40")), None, "the tax is in the total alone");
        assert_eq!(mismatch(invoice(&[], None, None, None, "48.40")), None, "a list tells no lines");
        assert_eq!(mismatch(invoice(&["-5.00", "15.00"], Some("10.00"), None, None, "10.00")), None);
    }

    #[test]
    fn what_does_not_add_up_is_told() {
        let told = mismatch(invoice(&["30.00"], Some("40.0"), None, None, "40.0")).unwrap();
        assert_eq!(told, "the lines amount to 30.00, and the subtotal says 40.0");
        let told = mismatch(invoice(&["30.00"], Some("30.00"), Some("6.60"), None, "36.00")).unwrap();
        assert_eq!(told, "lines and taxes amount to 36.60, and the total says 36.00");
    }

    #[test]
    fn what_is_unpaid_after_its_day_is_overdue() {
        let due = |at: &str, state| {
            let mut invoice = Invoice { due_at: Some(at.to_owned()), ..Invoice::default() };
            invoice.head.state = state;
            invoice.seen_on("2026-11-21");
            invoice.head.state
        };
        assert_eq!(due("2026-11-20", "unpaid"), "overdue");
        assert_eq!(due("2026-11-21", "unpaid"), "unpaid", "on the day itself it can still be paid");
        assert_eq!(due("2026-11-20T00:00:00+01:00", "unpaid"), "overdue");
        assert_eq!(due("2026-11-20", "paid"), "paid");
        assert_eq!(due("never", "unpaid"), "unpaid");
    }
}
