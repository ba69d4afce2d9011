//! Days of the week as people name them: `mon`, `mon,wed`, `mon-fri`, `fri-mon` over the week's end, `daily`.
//! A set of them is one byte.

use jiff::civil::Weekday;

use super::cursor::Cursor;
use crate::{error::Result, model::nearest};

/// The names, in the order of the week.
const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Every day.
const ALL: u8 = 0x7f;

/// Some days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days(u8);

impl Days {
    /// True when a day is one of them.
    pub(crate) fn has(self, day: Weekday) -> bool {
        self.0 & (1 << day.to_monday_zero_offset()) != 0
    }

    /// True when the two sets have a day in common.
    pub(crate) fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The day it is, when it is exactly one, counted from Monday.
    pub(crate) fn only(self) -> Option<u8> {
        self.0.is_power_of_two().then(|| u8::try_from(self.0.trailing_zeros()).unwrap_or_default())
    }

    /// Reads `daily`, or days and ranges of days joined by commas.
    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<Self> {
        let mut ahead = *cursor;
        if ahead.word().eq_ignore_ascii_case("daily") {
            *cursor = ahead;
            return Ok(Self(ALL));
        }
        let mut days = 0;
        loop {
            let first = day(cursor)?;
            days |= if cursor.sign('-') { range(first, cursor)? } else { 1 << first };
            if !cursor.sign(',') {
                return Ok(Self(days));
            }
        }
    }
}

/// One day by its name, counted from Monday.
fn day(cursor: &mut Cursor<'_>) -> Result<u8> {
    let start = cursor.next();
    let word = cursor.word().to_ascii_lowercase();
    if let Some((day, _)) = (0..).zip(NAMES).find(|(_, name)| *name == word) {
        return Ok(day);
    }
    let near = nearest(&word, NAMES).map_or(String::new(), |near| format!("did you mean {near}? "));
    let what = if word.is_empty() {
        format!("expected a day, found {}", start.found())
    } else {
        format!("`{word}` is no day")
    };
    Err(start.wrong(&what, &format!("{near}the days are {}, or daily for all", NAMES.join(" "))))
}

/// The days from one to the next that is named, over the week's end if need be.
fn range(first: u8, cursor: &mut Cursor<'_>) -> Result<u8> {
    let start = cursor.next();
    let last = day(cursor)?;
    if first == last {
        return Err(
            start.wrong("the range begins and ends on the same day", "name the day once, or daily for all days")
        );
    }
    let length = (last + 7 - first) % 7;
    Ok((0..=length).fold(0, |days, step| days | 1 << ((first + step) % 7)))
}
