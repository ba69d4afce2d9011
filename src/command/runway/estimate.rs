//! The choice of an estimate: of ledger, usage and recurring prices the first that says that something is spent.
//! The end of the money follows from it.

use jiff::{Span, civil::Date};

use super::burn::{Burn, Found};
use crate::model::{Amount, words};

/// The source of an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The ledger: entries of the last days.
    Ledger,
    /// The usage: the cost of the cycle so far.
    Usage,
    /// The recurring prices of services and subscriptions.
    Subscriptions,
    /// No source.
    Unknown,
}

words!(Source);

impl Source {
    /// Every source.
    pub(crate) const ALL: [Self; 4] = [Self::Ledger, Self::Usage, Self::Subscriptions, Self::Unknown];

    /// The word for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Ledger => "ledger",
            Self::Usage => "usage",
            Self::Subscriptions => "subscriptions",
            Self::Unknown => "unknown",
        }
    }
}

/// An estimate of the money spent in a day, with its source.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Estimate {
    /// Its source.
    pub source: Source,
    /// The amount; none where it is unknown.
    pub burn: Option<Burn>,
    /// The parts of the estimate, or the reason why it is unknown.
    pub basis: String,
}

impl Estimate {
    /// An unknown estimate, with the reason.
    pub(crate) fn unknown(why: impl Into<String>) -> Self {
        Self { source: Source::Unknown, burn: None, basis: why.into() }
    }

    /// The first estimate, of the sources that the provider has, by which something is spent, else the first by which
    /// nothing is, else none. Its basis names earlier sources that could not be read, and prices that usage lacks.
    pub(crate) fn first_of(found: &[(Source, Found)]) -> Self {
        let by = |fits: fn(&Burn) -> bool| found.iter().position(|(_, found)| found.burn.as_ref().is_some_and(fits));
        let best = by(Burn::spends).or_else(|| by(|_| true));
        let Some((source, chosen)) = best.and_then(|place| found.get(place)) else {
            let why: Vec<&str> = found.iter().map(|(_, found)| &*found.words).collect();
            return Self::unknown(match &*why {
                [] => "the provider tells neither ledger, usage nor prices".to_owned(),
                why => why.join("; "),
            });
        };
        let before = found.iter().take(best.unwrap_or_default());
        let unread = before.filter(|(_, found)| found.unread).map(|(_, found)| &*found.words);
        let basis: Vec<&str> = std::iter::once(&*chosen.words).chain(unread).collect();
        let mut basis = basis.join("; ");
        let prices = found
            .iter()
            .find(|(other, found)| *source == Source::Usage && *other == Source::Subscriptions && found.burn.is_some());
        if let Some((_, prices)) = prices {
            basis.push_str(&format!("; not in it: {}", prices.words));
        }
        Self { source: *source, burn: chosen.burn.clone(), basis }
    }

    /// The day on which a credit is used up, and the days until then. For an account that pays ahead and has nothing
    /// left that is today; recurring prices without credit are paid by invoice, which the basis then says.
    pub(crate) fn end(&mut self, credit: Option<&Amount>, today: Date) -> Option<(Date, u64)> {
        let burn = self.burn.as_ref().filter(|burn| burn.spends())?;
        let Some(credit) = credit else {
            self.basis.push_str("; the credit is not told");
            return None;
        };
        if credit.is_zero() || credit.is_negative() {
            if self.source == Source::Subscriptions {
                self.basis.push_str("; paid by invoice");
                return None;
            }
            return Some((today, 0));
        }
        let days = burn.lasts(credit)?;
        let end = today.checked_add(Span::new().try_days(i64::try_from(days).ok()?).ok()?).ok()?;
        Some((end, days))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{command::runway::burn, model::Transaction};

    const TODAY: Date = jiff::civil::date(2026, 11, 21);

    /// The estimate of a ledger with one entry of ten days ago.
    fn spent(total: &str) -> Found {
        let text = |text: &str| Some(text.to_owned());
        let entry = Transaction { total: text(total), date: text("2026-11-11"), ..Transaction::default() };
        burn::ledger([entry].iter(), TODAY)
    }

    fn of(source: Source, total: &str) -> Estimate {
        Estimate::first_of(&[(source, spent(total))])
    }

    fn end(mut estimate: Estimate, credit: Option<&str>) -> (Option<String>, Option<u64>, String) {
        let ends = estimate.end(Amount::of(credit).as_ref(), TODAY);
        (ends.map(|(day, _)| day.to_string()), ends.map(|(_, days)| days), estimate.basis)
    }

    #[test]
    fn what_says_that_something_is_spent_wins() {
        let (none, some, zero) = (Found::nothing("no prices"), spent("-10.00"), spent("10.00"));
        let unread = Found::unread("the ledger could not be read");
        let source = |found: &[(Source, Found)]| Estimate::first_of(found).source;
        let (ledger, usage) = (Source::Ledger, Source::Usage);
        assert_eq!(source(&[(ledger, some.clone()), (usage, some.clone())]), ledger);
        assert_eq!(source(&[(ledger, zero.clone()), (usage, some.clone())]), usage);
        assert_eq!(source(&[(ledger, none.clone()), (usage, zero.clone())]), usage);
        let told = Estimate::first_of(&[(ledger, unread.clone()), (Source::Subscriptions, some)]);
        assert_eq!(told.basis, "10.00 spent in 10 days of ledger; the ledger could not be read");
        let told = Estimate::first_of(&[(ledger, unread), (usage, none)]);
        assert_eq!((told.source, &*told.basis), (Source::Unknown, "the ledger could not be read; no prices"));
        let told = Estimate::first_of(&[(usage, spent("-1.00")), (Source::Subscriptions, spent("-2.00"))]);
        assert_eq!(
            told.basis, "1.00 spent in 10 days of ledger; not in it: 2.00 spent in 10 days of ledger",
            "prices are not in what is used"
        );
        assert_eq!(Estimate::first_of(&[]).basis, "the provider tells neither ledger, usage nor prices");
    }

    #[test]
    fn the_money_ends_after_as_many_whole_days_as_it_lasts() {
        let told = |credit| end(of(Source::Ledger, "-10.00"), Some(credit));
        assert_eq!(told("9.99"), (Some("2026-11-30".into()), Some(9), "10.00 spent in 10 days of ledger".into()));
        assert_eq!(told("10.00").1, Some(10));
        assert_eq!(told("0.99"), (Some("2026-11-21".into()), Some(0), "10.00 spent in 10 days of ledger".into()));
        assert_eq!(told("999999999999999999").0, None, "no calendar has that day");
    }

    #[test]
    fn without_credit_the_money_has_ended_unless_one_is_invoiced() {
        for source in [Source::Ledger, Source::Usage] {
            assert_eq!(end(of(source, "-10.00"), Some("0.00")).0.as_deref(), Some("2026-11-21"));
        }
        let (day, days, basis) = end(of(Source::Subscriptions, "-10.00"), Some("0.00"));
        assert_eq!((day, days), (None, None));
        assert!(basis.ends_with("; paid by invoice"), "{basis}");
        assert_eq!(end(of(Source::Subscriptions, "-10.00"), Some("5.00")).1, Some(5));
    }

    #[test]
    fn nothing_spent_or_nothing_known_ends_nothing() {
        assert_eq!(end(of(Source::Ledger, "10.00"), Some("0.00")).0, None);
        assert_eq!(end(Estimate::unknown("no data"), Some("10.00")), (None, None, "no data".to_owned()));
        let (day, _, basis) = end(of(Source::Ledger, "-10.00"), None);
        assert_eq!((day, basis.ends_with("; the credit is not told")), (None, true));
    }
}
