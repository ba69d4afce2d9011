//! The money spent in a day, estimated from an account's ledger, its usage, or its recurring prices.
//! Amounts are exact decimals of one currency; an unknown one is left out and said, never guessed.

use jiff::civil::Date;

use crate::model::{Amount, Service, Subscription, Transaction, Usage};

/// The days of the ledger that are looked at.
const WINDOW: i64 = 30;

/// An amount spent in a number of days; nothing is rounded before the last step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Burn {
    spent: Amount,
    days: u64,
}

impl Burn {
    /// An amount spent in a number of days, one at least.
    fn new(spent: Amount, days: i64) -> Self {
        Self { spent, days: u64::try_from(days).unwrap_or_default().max(1) }
    }

    /// The sum of two, over days in which both fit; none where no number is large enough for them.
    fn plus(&self, other: &Self) -> Option<Self> {
        let days = lowest_multiple(self.days, other.days)?;
        let over = |burn: &Self| burn.spent.times(days / burn.days);
        Some(Self { spent: over(self).plus(&over(other)), days })
    }

    /// True when anything is spent at all.
    pub(crate) fn spends(&self) -> bool {
        !self.spent.is_zero() && !self.spent.is_negative()
    }

    /// The amount spent in a day, in cents; less than a cent is told more precisely.
    pub(crate) fn per_day(&self) -> Option<Amount> {
        let exact = self.spent.over(self.days)?;
        let cents = exact.rounded();
        Some(if cents.is_zero() && !exact.is_zero() { exact } else { cents })
    }

    /// The whole days that a credit lasts; none where nothing is spent.
    pub(crate) fn lasts(&self, credit: &Amount) -> Option<u64> {
        self.spends().then(|| credit.times(self.days).fits(&self.spent)).flatten()
    }
}

fn lowest_multiple(one: u64, other: u64) -> Option<u64> {
    let (mut a, mut b) = (one, other);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    one.checked_div(a)?.checked_mul(other)
}

/// The estimate of one source, or the reason why it has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The estimate, where there is one.
    pub burn: Option<Burn>,
    /// The parts of the estimate, or the reason why there is none.
    pub words: String,
    /// True when there is none because not all of the source could be read.
    pub unread: bool,
}

impl Found {
    /// An estimate with the words for its parts.
    fn some(burn: Burn, words: String) -> Self {
        Self { burn: Some(burn), words, unread: false }
    }

    /// No estimate, with the reason.
    pub(crate) fn nothing(why: impl Into<String>) -> Self {
        Self { burn: None, words: why.into(), unread: false }
    }

    /// No estimate, since not all of the source could be read.
    pub(crate) fn unread(why: impl Into<String>) -> Self {
        Self { unread: true, ..Self::nothing(why) }
    }
}

/// The estimate from a ledger: the total of the negative entries of the last 30 days, over the days since the earliest
/// of them, at least one and at most 30. Payments to the account are left out.
pub(crate) fn ledger<'r>(entries: impl Iterator<Item = &'r Transaction>, today: Date) -> Found {
    let (mut spent, mut oldest, mut read, mut unread) = (Amount::default(), 0, false, 0);
    for entry in entries {
        let (Some(total), Some(day)) = (Amount::of(entry.total.as_deref()), day(entry.date.as_deref())) else {
            unread += 1;
            continue;
        };
        read = true;
        let age = days_between(day, today);
        if total.is_negative() && age <= WINDOW {
            spent = spent.plus(&total.negated());
            oldest = age.max(oldest);
        }
    }
    let unread = match unread {
        0 => String::new(),
        1 => "; 1 entry without amount or day left out".to_owned(),
        more => format!("; {more} entries without amount or day left out"),
    };
    if !read {
        return Found::nothing(format!("the ledger tells of no spending{unread}"));
    }
    if spent.is_zero() {
        return Found::some(Burn::new(spent, WINDOW), format!("nothing spent in 30 days of ledger{unread}"));
    }
    let span = counted(oldest.max(1).unsigned_abs(), "day");
    let words = format!("{spent} spent in {span} of ledger{unread}");
    Found::some(Burn::new(spent, oldest), words)
}

/// The estimate from usage: the price of the current cycle so far, over the days of the cycle so far, at least one.
pub(crate) fn usage<'r>(records: impl Iterator<Item = &'r Usage>, today: Date) -> Found {
    let current = |record: &'r Usage| {
        let (price, from) = (Amount::of(record.price.as_deref())?, day(record.from.as_deref())?);
        let over = day(record.until.as_deref()).is_some_and(|until| until < today);
        (from <= today && !over).then(|| Burn::new(price, days_between(from, today)))
    };
    let cycles: Vec<Burn> = records.filter_map(current).collect();
    let Some(first) = cycles.first() else { return Found::nothing("usage tells no price of this cycle") };
    let spent = cycles.iter().fold(Amount::default(), |sum, cycle| sum.plus(&cycle.spent));
    let Some(burn) = together(&cycles) else { return Found::nothing("the cycles of usage cannot be added up") };
    let words = if cycles.iter().all(|cycle| cycle.days == first.days) {
        format!("{spent} used in {} of this cycle", counted(first.days, "day"))
    } else {
        format!("{spent} used in these cycles so far")
    };
    Found::some(burn, words)
}

/// The share of a recurring price in an estimate.
enum Rate {
    /// No share: it costs nothing, or was paid once.
    Nothing,
    /// The price over the days of its cycle.
    Of(Burn),
    /// An unknown share: the price or the cycle is missing or in unknown words.
    Untold,
}

/// The estimate from recurring prices of active records: each over the days of its cycle. One-time and free items add
/// nothing; an item without a price or a known cycle is left out and mentioned.
pub(crate) fn recurring<'r>(
    services: impl Iterator<Item = &'r Service>,
    subscriptions: impl Iterator<Item = &'r Subscription>,
) -> Found {
    let services = services.filter(|one| one.head.state == "active");
    let services: Vec<Rate> = services.map(|one| rate(one.price.as_deref(), one.cycle.as_deref())).collect();
    let subscriptions = subscriptions.filter(|one| one.head.state == "active");
    let subscriptions: Vec<Rate> = subscriptions.map(|one| rate(one.price.as_deref(), one.cycle.as_deref())).collect();
    let all = || services.iter().chain(&subscriptions);
    let untold = u64::try_from(all().filter(|rate| matches!(rate, Rate::Untold)).count()).unwrap_or(u64::MAX);
    let untold = if untold == 0 { String::new() } else { format!("; {untold} of no known price or cycle left out") };
    let burns: Vec<Burn> = all().filter_map(Rate::burn).collect();
    let named = |rates: &[Rate], noun: &str| {
        let count = rates.iter().filter_map(Rate::burn).count();
        (count > 0).then(|| counted(u64::try_from(count).unwrap_or(u64::MAX), noun))
    };
    let of: Vec<String> =
        [named(&services, "service"), named(&subscriptions, "subscription")].into_iter().flatten().collect();
    match together(&burns) {
        Some(burn) if !burns.is_empty() => Found::some(burn, format!("prices of {}{untold}", of.join(" and "))),
        _ => Found::nothing(format!("no recurring prices{untold}")),
    }
}

impl Rate {
    fn burn(&self) -> Option<Burn> {
        match self {
            Self::Of(burn) => Some(burn.clone()),
            Self::Nothing | Self::Untold => None,
        }
    }
}

fn rate(price: Option<&str>, cycle: Option<&str>) -> Rate {
    match (Amount::of(price), cycle.map(length)) {
        (Some(price), _) if price.is_zero() => Rate::Nothing,
        (_, Some(Length::Once)) => Rate::Nothing,
        (Some(price), Some(Length::Days(days))) => Rate::Of(Burn { spent: price, days }),
        _ => Rate::Untold,
    }
}

/// The length of a billing cycle.
enum Length {
    Days(u64),
    Once,
    Unknown,
}

/// The length of a cycle by its name. Sources: `HostBill`'s words and letters, `CloudSigma`'s months.
fn length(cycle: &str) -> Length {
    let word: String = cycle.to_ascii_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    Length::Days(match word.as_str() {
        "daily" | "day" | "1day" => 1,
        "weekly" | "week" | "1week" => 7,
        "monthly" | "month" | "1month" | "1months" | "m" => 30,
        "quarterly" | "quarter" | "3months" | "q" => 91,
        "semiannually" | "semiannual" | "halfyearly" | "halfyear" | "6months" | "s" => 182,
        "annually" | "annual" | "yearly" | "year" | "1year" | "1years" | "12months" | "a" => 365,
        "biennially" | "biennial" | "2years" | "24months" | "b" => 730,
        "triennially" | "triennial" | "3years" | "36months" | "t" => 1095,
        "onetime" | "once" | "free" => return Length::Once,
        _ => return Length::Unknown,
    })
}

/// The sum of all; none where they cannot be added.
fn together(burns: &[Burn]) -> Option<Burn> {
    burns.iter().try_fold(Burn::new(Amount::default(), 1), |sum, burn| sum.plus(burn))
}

/// The day of a date or a time, in the zone it was written in.
pub(crate) fn day(text: Option<&str>) -> Option<Date> {
    text?.get(.."YYYY-MM-DD".len())?.parse().ok()
}

/// The number of days between two dates.
fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// A number with its noun, as in `1 day` and `30 days`.
pub(crate) fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests;
