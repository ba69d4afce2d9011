//! `nubo schedules holds`: the machines that people hold, as they are kept on this machine.
//! No account is asked: a machine has the name it had when it was held.

use clap::ArgMatches;
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    command::{
        context::{Context, Invocation},
        outcome::Outcome,
        providers,
    },
    error::Result,
    model::{Cell, Field, FieldKind, Line, Rows, Shape, Shown, field},
    provider::Account,
    schedule::{Hold, stamp, system_zone},
};

/// The fields of a hold.
pub static FIELDS: [Field; 8] = [
    field("account", FieldKind::Text, Shown::Table, "the configured account"),
    field("provider", FieldKind::Text, Shown::Wide, "fleio, cloudsigma, seflow or uivmm"),
    field("id", FieldKind::Text, Shown::Table, "the machine's id"),
    field("name", FieldKind::Text, Shown::Table, "the machine's name when it was held"),
    field("held", FieldKind::State, Shown::Table, "up, down, or off where the schedules leave it alone"),
    field("since", FieldKind::Time, Shown::Table, "since when, as the clock of this machine shows it"),
    field("until", FieldKind::Time, Shown::Table, "until when; null where it does not end by itself"),
    field("state", FieldKind::State, Shown::Table, "live or ended"),
];

/// The words for whether a hold is over.
pub const STATES: [&str; 2] = ["live", "ended"];

/// Lists the holds of the accounts in scope.
pub async fn run(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    start.paths()?.state_dir()?;
    let context = Context::open(start, args).await?;
    let (now, zone, all) = (Timestamp::now(), system_zone(), args.get_flag("ended"));
    let (mut lines, mut failures) = (Vec::new(), Vec::new());
    let names = context.fleet.reading(&context.choice)?.names;
    for name in &names {
        let read = |account: &Account| Hold::read(context.fleet.kept(), &account.owner());
        match context.fleet.account(name).and_then(|account| read(&account).map(|holds| (account, holds))) {
            Ok((account, holds)) => {
                let holds = holds.iter().filter(|hold| all || !over(hold, now));
                lines.extend(holds.map(|hold| line(&account, hold, now, &zone)));
            }
            Err(error) => failures.push(error),
        }
    }
    let some = failures.len() < names.len();
    let selected = providers::select(Rows::lines(&FIELDS, lines, Shape::Array), args)?;
    Ok(Outcome::rows(selected, "holds").failing(failures, some))
}

/// Whether a hold has ended.
fn over(hold: &Hold, now: Timestamp) -> bool {
    hold.until.is_some_and(|until| until <= now)
}

fn line(account: &Account, hold: &Hold, now: Timestamp, zone: &TimeZone) -> Line {
    let local = |at: Timestamp| stamp(&at.to_zoned(zone.clone()));
    let [live, ended] = STATES;
    Line(vec![
        account.name().into(),
        account.provider.id().into(),
        (*hold.id).into(),
        hold.name.clone().into(),
        hold.held.word().into(),
        (*local(hold.since)).into(),
        Cell::from(hold.until.map(local)),
        if over(hold, now) { ended } else { live }.into(),
    ])
}
