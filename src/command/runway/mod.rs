//! `nubo runway`: the time that the money of each account lasts, and the payments due soon.
//! Each row is an account and a currency; the parts of an estimate are told beside it.

mod books;
mod burn;
mod estimate;
mod events;
mod row;
#[cfg(test)]
mod testing;

use std::time::Duration;

use clap::ArgMatches;
use jiff::{Span, Timestamp, civil::Date, tz::TimeZone};

use crate::{
    cli::RunwayArgs,
    error::Result,
    model::{RowType, Rows, Selection, Shape},
};

use super::{
    context::Context,
    flags,
    outcome::{Answer, Outcome},
    selecting,
    survey::survey,
};
use books::{Books, NOUNS};
use events::Time;

pub(crate) use row::Runway;

/// Shows the time that the money of the accounts in scope lasts.
pub(crate) async fn run(context: &Context, args: &ArgMatches) -> Result<Outcome> {
    let asked = selecting(args)?;
    let columns = asked.looks.columns.as_deref();
    let selection = Selection::parse(&asked.filter, asked.sort.as_deref(), columns, asked.limit, Runway::FIELDS)?;
    let RunwayArgs { within, exit_code } = flags(args)?;
    let time = time(Timestamp::now().to_zoned(TimeZone::UTC).date(), within);
    let answers = survey(context, &NOUNS, &selection, async |round| Books::read(round).await).await?;
    let purses = answers.heard.iter().flat_map(Books::purses);
    let rows: Vec<Runway> = purses.filter_map(|purse| Runway::of_purse(purse, time)).collect();
    let soon = rows.iter().any(|row| !row.events.is_empty() && selection.matches(row));
    for row in rows.iter().filter(|row| selection.matches(*row)) {
        row.unknown().into_iter().for_each(|why| context.console.notice(&why));
    }
    let selected = selection.apply(Rows::typed(rows, Shape::Array));
    let answer = Answer::Rows { selected, noun: "accounts with money", one_account: answers.one_account };
    let outcome = Outcome { answer, ..Outcome::nothing() }.failing(answers.failures, !answers.heard.is_empty());
    Ok(outcome.checked(exit_code && soon))
}

/// The days from today on that something is within; a part of a day is one.
fn time(today: Date, within: Duration) -> Time {
    let days = i64::try_from(within.as_secs().div_ceil(86_400)).ok();
    let span = days.and_then(|days| Span::new().try_days(days).ok());
    Time { today, end: span.and_then(|span| today.checked_add(span).ok()).unwrap_or(Date::MAX) }
}
