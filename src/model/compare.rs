//! The order of values of one field: amounts exactly, times as instants, the rest as it reads.
//! Filters and sorting share it, so that `--sort total` and `--filter 'total>9'` agree.

use std::{borrow::Cow, cmp::Ordering};

use jiff::{Timestamp, civil, tz::TimeZone};

use super::value::{FieldKind, Value};

/// A decimal number of any length, compared without rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Decimal<'a> {
    /// Reads `12`, `-12.10` or `.5`; nothing else is a decimal.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let numeric = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !numeric(whole) || !numeric(fraction) {
            return None;
        }
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        Some(Self { negative: negative && whole.len() + fraction.len() > 0, whole, fraction })
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let size = |d: &Self| (d.whole.len(), d.whole, d.fraction);
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => size(self).cmp(&size(other)),
            (true, true) => size(other).cmp(&size(self)),
        }
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A date or a time as a provider or a person wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// `YYYY-MM-DD`, with `THH:MM:SS` when a time was given, in the zone it was written in.
    local: String,
    /// The instant, when the offset from UTC was given.
    instant: Option<Timestamp>,
}

impl Moment {
    /// Reads a date, a time without a zone, or RFC 3339.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(date) = text.parse::<civil::Date>()
            && text.len() == "YYYY-MM-DD".len()
        {
            return Some(Self { local: date.to_string(), instant: None });
        }
        let time = text.trim_end_matches(['Z', 'z']).parse::<civil::DateTime>().ok()?;
        let local = time.strftime("%Y-%m-%dT%H:%M:%S").to_string();
        Some(Self { local, instant: text.parse::<Timestamp>().ok() })
    }

    /// The order of two moments: as instants when both are instants, else by the precision of the less precise one,
    /// so that every time of a day equals its date.
    pub(crate) fn against(&self, other: &Self) -> Ordering {
        if let (Some(one), Some(two)) = (self.instant, other.instant) {
            return one.cmp(&two);
        }
        let precision = self.local.len().min(other.local.len());
        self.local.get(..precision).cmp(&other.local.get(..precision))
    }

    /// The instant by which moments are sorted, which needs one order for all: a time without a zone counts as UTC.
    fn on_one_line(&self) -> Option<Timestamp> {
        let local = || self.local.parse::<civil::DateTime>().ok()?.to_zoned(TimeZone::UTC).ok();
        self.instant.or_else(|| local().map(|zoned| zoned.timestamp()))
    }
}

/// The sort key of a value within its field; the order of the variants puts values that could not be read last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key<'a> {
    /// Numbers and sizes, and no before yes.
    Number(i64),
    /// Amounts.
    Amount(Decimal<'a>),
    /// Times.
    Time(Timestamp),
    /// All other values, and amounts and times that cannot be read.
    Text(Cow<'a, str>),
}

impl<'a> Key<'a> {
    /// The key of a value, or none for one that the provider does not tell.
    pub(crate) fn of(kind: FieldKind, value: &Value<'a>) -> Option<Self> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(yes) => Key::Number(i64::from(*yes)),
            Value::Integer(number) => Key::Number(*number),
            Value::Text(text) | Value::Json(text) => Self::of_text(kind, text),
            Value::List(items) => Key::Text(items.join(", ").into()),
            Value::Object(_) | Value::Objects(_) => Key::Text("".into()),
        })
    }

    /// The key of a text by the kind of its field.
    fn of_text(kind: FieldKind, text: &'a str) -> Self {
        let read = match kind {
            FieldKind::Money | FieldKind::Decimal => Decimal::parse(text).map(Key::Amount),
            FieldKind::Time => Moment::parse(text).and_then(|moment| moment.on_one_line()).map(Key::Time),
            _ => None,
        };
        read.unwrap_or(Key::Text(text.into()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn moments(one: &str, two: &str) -> Ordering {
        Moment::parse(one).unwrap().against(&Moment::parse(two).unwrap())
    }

    #[test]
    fn decimals_are_compared_exactly() {
        let decimal = |text| Decimal::parse(text).unwrap();
        assert_eq!(decimal("12.10"), decimal("012.1"));
        assert_eq!(decimal("-0.00"), decimal("0"));
        assert!(decimal("9.99") < decimal("10"));
        assert!(decimal("-10") < decimal("-9.99"));
        assert!(decimal("0.09") < decimal(".1"));
        assert!(decimal("99999999999999999999.01") < decimal("99999999999999999999.02"));
        for text in ["", ".", "-", "1,5", "1e3", "CHF 5", "1.2.3", "0x1", " 1"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn times_with_zones_are_instants() {
        assert_eq!(moments("2026-01-01T12:00:00+02:00", "2026-01-01T10:00:00Z"), Ordering::Equal);
        assert_eq!(moments("2026-01-01T00:30:00+02:00", "2026-01-01T00:00:00Z"), Ordering::Less);
        assert_eq!(moments("2026-01-01T10:00:00.5Z", "2026-01-01T10:00:00Z"), Ordering::Greater);
    }

    #[test]
    fn a_date_is_the_whole_day() {
        assert_eq!(moments("2026-01-01T23:59:59Z", "2026-01-01"), Ordering::Equal);
        assert_eq!(moments("2026-01-02 00:00:00", "2026-01-01"), Ordering::Greater);
        assert_eq!(moments("2025-12-31", "2026-01-01T00:00:00+01:00"), Ordering::Less);
        assert_eq!(moments("2026-01-01 10:00:00", "2026-01-01T10:00:00Z"), Ordering::Equal);
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in ["", "yesterday", "2026", "2026-13-01", "0000-00-00", "2026-02-30", "10:00", "2026-01-01x"] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn small_decimals_agree_with_integers(one in -100_000_i64..100_000, two in -100_000_i64..100_000) {
            let show = |cents: i64| {
                format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
            };
            let (a, b) = (show(one), show(two));
            prop_assert_eq!(Decimal::parse(&a).unwrap().cmp(&Decimal::parse(&b).unwrap()), one.cmp(&two));
        }

        #[test]
        fn any_text_is_a_time_or_none(text in "[0-9TZ:+. -]{0,26}") {
            let _ = Moment::parse(&text);
        }
    }
}
