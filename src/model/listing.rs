//! Flags of a noun's list that shorten a filter, or test what no filter can.
//! They are kept beside the filters that were typed: all must hold.

use super::{
    filter::Filter,
    record::{Record, RecordKind, Row},
    units::moment_before,
};
use crate::error::Result;

/// One flag of a list.
#[derive(Debug)]
pub(crate) struct ListFlag {
    /// The flag's name.
    pub name: &'static str,
    /// One sentence for the help.
    pub about: &'static str,
    /// The condition for a record to be kept.
    pub keep: Keep,
}

/// The condition that a flag of a list puts on records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// The record is in one of these states.
    In(&'static [&'static str]),
    /// The record is in none of these states.
    NotIn(&'static [&'static str]),
    /// The field is true.
    Yes(&'static str),
    /// The field is at or after the time that was typed.
    Since(&'static str),
    /// The field is before the time that was typed.
    Until(&'static str),
}

impl Keep {
    /// True when the flag takes a time.
    pub(crate) fn takes_time(self) -> bool {
        matches!(self, Self::Since(_) | Self::Until(_))
    }

    /// The test of a record, with the time that was typed.
    ///
    /// # Errors
    /// `usage` when that is no time.
    pub(crate) fn test(self, kind: &RecordKind, typed: &str) -> Result<Test> {
        let filter = |text: String| Filter::parse(&text, &kind.all_fields());
        Ok(match self {
            Self::In(states) => Box::new(move |record, _| states.contains(&record.head().state)),
            Self::NotIn(states) => Box::new(move |record, _| !states.contains(&record.head().state)),
            Self::Yes(field) => by(filter(format!("{field}=true"))?),
            Self::Since(field) => by(filter(format!("{field}>={}", day_or_time(typed)?))?),
            Self::Until(field) => by(filter(format!("{field}<{}", day_or_time(typed)?))?),
        })
    }
}

/// A test that is true for a record that is kept.
pub(crate) type Test = Box<dyn Fn(&dyn Record, &dyn Row) -> bool>;

fn by(filter: Filter) -> Test {
    Box::new(move |_, row| filter.matches(row))
}

/// The bound of a time that was typed: a date stays a date, so that it means the whole day in a provider's zone; a
/// duration counts back from now.
fn day_or_time(typed: &str) -> Result<String> {
    let time = moment_before(typed)?;
    let typed = typed.trim();
    Ok(if typed.parse::<jiff::civil::Date>().is_ok() && typed.len() == "YYYY-MM-DD".len() {
        typed.to_owned()
    } else {
        time
    })
}

const fn flag(name: &'static str, about: &'static str, keep: Keep) -> ListFlag {
    ListFlag { name, about, keep }
}

/// Invoices that are still to be paid.
pub(crate) static UNPAID: ListFlag = flag("unpaid", "Only what is still to be paid", Keep::In(&["unpaid", "overdue"]));
/// Invoices that should have been paid.
pub(crate) static OVERDUE: ListFlag =
    flag("overdue", "Only what should have been paid already", Keep::In(&["overdue"]));
/// Invoices from a day on.
pub(crate) static ISSUED_SINCE: ListFlag = flag(
    "since",
    "Only what was issued at or after this date, or so long ago at most, as in 30d",
    Keep::Since("issued_at"),
);
/// Invoices before a day.
pub(crate) static ISSUED_UNTIL: ListFlag = flag(
    "until",
    "Only what was issued before this date, or longer ago than this, as in 30d",
    Keep::Until("issued_at"),
);
/// Entries from a day on.
pub(crate) static BOOKED_SINCE: ListFlag =
    flag("since", "Only what was booked at or after this date, or so long ago at most, as in 30d", Keep::Since("date"));
/// Entries before a day.
pub(crate) static BOOKED_UNTIL: ListFlag =
    flag("until", "Only what was booked before this date, or longer ago than this, as in 30d", Keep::Until("date"));
/// Tickets that are not closed.
pub(crate) static OPEN: ListFlag = flag("open", "Only what is not closed", Keep::NotIn(&["closed"]));
/// Tickets with something new.
pub(crate) static UNREAD: ListFlag =
    flag("unread", "Only what has something new to you, where the portal tells", Keep::Yes("unread"));
/// Tickets that wait for the customer.
pub(crate) static WAITING: ListFlag =
    flag("waiting", "Only what waits for you: support answered last", Keep::In(&["answered"]));
