//! Money that is added up: exact decimals of any length, never floats, and never across currencies.
//! Amounts that a provider sends stay text; only sums and estimates are computed.

use std::{collections::BTreeMap, fmt, str::FromStr};

use bigdecimal::{BigDecimal, RoundingMode, Signed, Zero};

use super::compare::Decimal;

/// An exact amount.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Amount(BigDecimal);

impl Amount {
    /// Reads `12`, `-12.10` or `.5`; nothing else is an amount.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Decimal::parse(text)?;
        BigDecimal::from_str(text).ok().map(Self)
    }

    /// The amount of a text that may be missing.
    pub(crate) fn of(text: Option<&str>) -> Option<Self> {
        text.and_then(Self::parse)
    }

    /// True for an amount of zero.
    pub(crate) fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// True for an amount below zero.
    pub(crate) fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// The amount with the other sign.
    #[must_use]
    pub(crate) fn negated(&self) -> Self {
        Self(-&self.0)
    }

    /// The sum of two.
    #[must_use]
    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self(&self.0 + &other.0)
    }

    /// The difference to another amount.
    #[must_use]
    pub(crate) fn minus(&self, other: &Self) -> Self {
        Self(&self.0 - &other.0)
    }

    /// One of several equal parts of the amount, with two more decimal places, for estimates.
    pub(crate) fn over(&self, parts: u64) -> Option<Self> {
        let places = self.0.fractional_digit_count().max(2);
        let share = || (&self.0 / BigDecimal::from(parts)).with_scale_round(places + 2, RoundingMode::HalfEven);
        (parts > 0).then(|| Self(share()))
    }

    /// The amount multiplied by a whole number.
    #[must_use]
    pub(crate) fn times(&self, count: u64) -> Self {
        Self(&self.0 * BigDecimal::from(count))
    }

    /// The amount rounded to cents, halves to the even cent, for estimates.
    #[must_use]
    pub(crate) fn rounded(&self) -> Self {
        Self(self.0.with_scale_round(2, RoundingMode::HalfEven))
    }

    /// The whole number of times that another amount fits into this one; none when the other is zero.
    pub(crate) fn fits(&self, other: &Self) -> Option<u64> {
        if other.is_zero() {
            return None;
        }
        (&self.0 / &other.0).with_scale_round(0, RoundingMode::Floor).to_plain_string().parse().ok()
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_plain_string())
    }
}

/// Sums by currency; amounts without a known currency have a sum of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals(BTreeMap<Option<String>, Amount>);

impl Totals {
    /// Adds an amount in a currency.
    pub(crate) fn add(&mut self, currency: Option<&str>, amount: &Amount) {
        let sum = self.0.entry(currency.map(str::to_owned)).or_default();
        *sum = sum.plus(amount);
    }

    /// Each currency with its sum.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Option<&str>, &Amount)> {
        self.0.iter().map(|(currency, sum)| (currency.as_deref(), sum))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    #[test]
    fn amounts_are_exact_at_any_length() {
        assert_eq!(amount("0.1").plus(&amount("0.2")).to_string(), "0.3");
        assert_eq!(amount("10.00").minus(&amount("58.5")).to_string(), "-48.50");
        let long = "79228162514264337593543950335.10";
        assert_eq!(amount(long).plus(&amount("0.0000000001")).to_string(), "79228162514264337593543950335.1000000001");
        assert_eq!(amount("1e5".trim_end_matches("e5")).to_string(), "1");
        for text in ["1e5", "1,5", "NaN", "inf", "", "EUR 5"] {
            assert_eq!(Amount::parse(text), None, "{text}");
        }
    }

    #[test]
    fn estimates_are_shares_and_whole_times() {
        assert_eq!(amount("30.00").over(31).unwrap().to_string(), "0.9677");
        assert_eq!(amount("30.00").over(0), None);
        assert_eq!(amount("12.345").rounded().to_string(), "12.34");
        assert_eq!(amount("74.20").fits(&amount("1.5")), Some(49));
        assert_eq!(amount("74.20").fits(&amount("0.00")), None);
    }

    #[test]
    fn currencies_are_kept_apart() {
        let mut totals = Totals::default();
        for (currency, text) in [(Some("EUR"), "1.10"), (Some("CHF"), "5"), (None, "7"), (Some("EUR"), "2.2")] {
            totals.add(currency, &amount(text));
        }
        let told: Vec<_> = totals.iter().map(|(c, a)| format!("{} {a}", c.unwrap_or("?"))).collect();
        assert_eq!(told, ["? 7", "CHF 5", "EUR 3.30"]);
    }

    proptest! {
        #[test]
        fn reading_and_printing_changes_nothing(text in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,12})?") {
            let printed = amount(&text).to_string();
            // Zero has no sign.
            let expected = if amount(&text).is_zero() { text.trim_start_matches('-').to_owned() } else { text };
            prop_assert_eq!(printed, expected);
        }

        #[test]
        fn adding_is_exact_and_order_does_not_matter(cents in proptest::collection::vec(-9_000_000_000_i64..9_000_000_000, 0..20)) {
            let show = |c: i64| format!("{}{}.{:02}", if c < 0 { "-" } else { "" }, c.abs() / 100, c.abs() % 100);
            let sum = |list: &[i64]| list.iter().fold(Amount::default(), |sum, c| sum.plus(&amount(&show(*c))));
            let backwards: Vec<i64> = cents.iter().rev().copied().collect();
            prop_assert_eq!(sum(&cents), amount(&show(cents.iter().sum())));
            prop_assert_eq!(sum(&cents), sum(&backwards));
        }

        #[test]
        fn any_text_is_an_amount_or_none(text in "[-+0-9.eE, ]{0,24}") {
            let _ = Amount::parse(&text);
        }
    }
}
