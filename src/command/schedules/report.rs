//! `nubo schedules report`: the hours that machines were down by rule, as runs on this machine saw it, and the money that
//! is worth where a provider tells what a machine cost while it was up.

use std::collections::{BTreeMap, BTreeSet};

use bigdecimal::{BigDecimal, RoundingMode};
use clap::ArgMatches;
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use crate::{
    command::{
        context::{Context, Invocation},
        outcome::Outcome,
        providers,
    },
    error::{Error, Result},
    fleet::{self, Answer},
    model::{Rows, Shape, Usage, parse_duration, row},
    provider::USAGE,
    schedule::{State, Stay, runs, stamp, stays, system_zone},
};

row! {
    /// The hours and the money of a rule.
    ReportRow "report" {
        rule: String = Text Table "the rule's name";
        machines: u64 = Integer Table "how many machines it was about";
        hours_down: String = Decimal Table "the hours that these were seen stopped, added up";
        hours_up: String = Decimal Table "the hours that these were seen running, added up";
        saved: Option<String> = Money Table "what the hours down would have cost, by what hours up did cost; null where that is not told";
        currency: Option<String> = Text Table "ISO currency";
        since: String = Time Wide "since when it is counted";
        until: String = Time Wide "until when: the last run";
    }
}

/// The sums of a rule.
#[derive(Default)]
struct Sum<'s> {
    machines: BTreeSet<(&'s str, &'s str)>,
    down: i64,
    up: i64,
    saved: BTreeMap<Option<String>, BigDecimal>,
}

/// Reports the hours by rule.
pub(crate) async fn run(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    let typed = args.get_one::<String>("since").map_or("30d", String::as_str);
    let long = SignedDuration::try_from(parse_duration(typed)?);
    let long = long.map_err(|_| Error::usage(format!("--since {typed:?} is too long")))?;
    let context = Context::open(start, args).await?;
    let now = Timestamp::now();
    let last = runs(context.fleet.kept()).last().map_or(now, |run| run.begun).min(now);
    let since = now.checked_sub(long).unwrap_or(Timestamp::MIN);
    let names = context.fleet.names();
    let accounts: Vec<_> = names.iter().filter_map(|name| context.fleet.account(name).ok()).collect();
    let owners: Vec<_> = accounts.iter().map(|account| (account.name(), account.owner())).collect();
    let state = State::read(context.fleet.kept(), &owners, now);
    let stays = stays(&state.accounts, last);
    let usage = usage(&context, &stays).await;
    let rows = sums(&stays, &usage, (since, last)).into_iter().map(|(rule, sum)| row(rule, &sum, (since, last)));
    let selected = providers::select(Rows::typed(rows.collect(), Shape::Array), args)?;
    Ok(Outcome::rows(selected, "rules"))
}

/// The usage that accounts with machines of rules tell; without it there are hours alone.
async fn usage(context: &Context, stays: &[Stay<'_>]) -> Vec<Answer<Usage>> {
    let mut names = context.fleet.names();
    names.retain(|name| {
        let tells = context.fleet.account(name).is_ok_and(|account| account.binding(&USAGE).list.is_some());
        tells && stays.iter().any(|stay| stay.account == name)
    });
    let answers = fleet::list_as::<Usage>(&context.fleet, &names, context.reading()).await;
    for error in answers.iter().flat_map(|answer| &answer.failures) {
        context.console.notice(&format!("no money is told: {error}"));
    }
    answers
}

fn sums<'s>(
    stays: &'s [Stay<'s>],
    usage: &[Answer<Usage>],
    (since, until): (Timestamp, Timestamp),
) -> BTreeMap<&'s str, Sum<'s>> {
    let mut sums: BTreeMap<&str, Sum<'_>> = BTreeMap::new();
    for stay in stays.iter().filter(|stay| stay.seconds(since, until) > 0) {
        let seconds = stay.seconds(since, until);
        for rule in stay.rules {
            let sum = sums.entry(rule).or_default();
            sum.machines.insert((stay.account, stay.id));
            match stay.up {
                Some(true) => sum.up += seconds,
                Some(false) => {
                    sum.down += seconds;
                    if let Some((price, currency)) = hourly(stay, stays, usage) {
                        *sum.saved.entry(currency).or_default() += price * BigDecimal::from(seconds) / 3_600;
                    }
                }
                None => {}
            }
        }
    }
    sums
}

/// The price of an hour of a machine that is up: the usage of its name or id, divided by the hours it was seen up.
fn hourly(stay: &Stay<'_>, stays: &[Stay<'_>], usage: &[Answer<Usage>]) -> Option<(BigDecimal, Option<String>)> {
    let own = usage.iter().filter(|answer| answer.account == stay.account).flat_map(|answer| &answer.entries);
    let used = own.map(|entry| &entry.record).find(|usage| {
        let resource = usage.resource.as_deref();
        resource.is_some() && (resource == stay.name || resource == Some(stay.id))
    })?;
    let price: BigDecimal = used.price.as_deref()?.parse().ok()?;
    let from = moment(used.from.as_deref()?)?;
    let until = used.until.as_deref().and_then(moment).unwrap_or(Timestamp::MAX);
    let same = |other: &&Stay<'_>| (other.account, other.id, other.up) == (stay.account, stay.id, Some(true));
    let up: i64 = stays.iter().filter(same).map(|other| other.seconds(from, until)).sum();
    (up > 0).then(|| (price * 3_600 / BigDecimal::from(up), used.currency.clone()))
}

/// A time, or the beginning of a date.
fn moment(text: &str) -> Option<Timestamp> {
    let date = || text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok().map(|date| date.timestamp());
    text.parse().ok().or_else(date)
}

fn row(rule: &str, sum: &Sum<'_>, (since, until): (Timestamp, Timestamp)) -> ReportRow {
    let hours = |seconds: i64| round(&(BigDecimal::from(seconds) / 3_600), 1);
    let local = |at: Timestamp| stamp(&at.to_zoned(system_zone()));
    // Sums of several currencies are none.
    let saved = sum.saved.iter().next().filter(|_| sum.saved.len() == 1);
    ReportRow {
        rule: rule.to_owned(),
        machines: u64::try_from(sum.machines.len()).unwrap_or(u64::MAX),
        hours_down: hours(sum.down),
        hours_up: hours(sum.up),
        saved: saved.map(|(_, saved)| round(saved, 2)),
        currency: saved.and_then(|(currency, _)| currency.clone()),
        since: local(since),
        until: local(until),
    }
}

fn round(number: &BigDecimal, digits: i64) -> String {
    number.with_scale_round(digits, RoundingMode::HalfUp).to_plain_string()
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
