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
    model::{PROVIDERS, Rows, Shape, row, words},
    provider::Account,
    schedule::{Held, Hold, stamp, system_zone},
};

row! {
    /// A hold as it is listed.
    HoldRow "hold" {
        account: String = Text Table "the configured account";
        provider: &'static str = Text Wide [PROVIDERS] "the word of the provider";
        id: String = Text Table "the machine's id";
        name: Option<String> = Text Table "the machine's name when it was held";
        held: Held = State Table "up, down, or off where the schedules leave it alone";
        since: String = Time Table "since when, as the clock of this machine shows it";
        until: Option<String> = Time Table "until when; null where it does not end by itself";
        state: HoldState = State Table "live or ended";
    }
}

/// The state of a hold.
#[derive(Clone, Copy, Debug)]
pub(crate) enum HoldState {
    /// The hold is in force.
    Live,
    /// The hold has ended.
    Ended,
}

words!(HoldState);

impl HoldState {
    /// Both states.
    const ALL: [Self; 2] = [Self::Live, Self::Ended];

    /// The word in the list.
    const fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Ended => "ended",
        }
    }
}

/// Lists the holds of the accounts in scope.
pub(crate) async fn run(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    start.paths()?.state_dir()?;
    let context = Context::open(start, args).await?;
    let (now, zone, all) = (Timestamp::now(), system_zone(), args.get_flag("ended"));
    let (mut rows, mut failures) = (Vec::new(), Vec::new());
    let names = context.fleet.reading(&context.choice.or_all())?.names;
    for name in &names {
        let read = |account: &Account| Hold::read(context.fleet.kept(), &account.owner());
        match context.fleet.account(name).and_then(|account| read(&account).map(|holds| (account, holds))) {
            Ok((account, holds)) => {
                let holds = holds.iter().filter(|hold| all || !over(hold, now));
                rows.extend(holds.map(|hold| row(&account, hold, now, &zone)));
            }
            Err(error) => failures.push(error),
        }
    }
    let some = failures.len() < names.len();
    let selected = providers::select(Rows::typed(rows, Shape::Array), args)?;
    Ok(Outcome::rows(selected, "holds").failing(failures, some))
}

/// True when a hold has ended.
fn over(hold: &Hold, now: Timestamp) -> bool {
    hold.until.is_some_and(|until| until <= now)
}

fn row(account: &Account, hold: &Hold, now: Timestamp, zone: &TimeZone) -> HoldRow {
    let local = |at: Timestamp| stamp(&at.to_zoned(zone.clone()));
    HoldRow {
        account: account.name().to_owned(),
        provider: account.provider.id(),
        id: hold.id.clone(),
        name: hold.name.clone(),
        held: hold.held,
        since: local(hold.since),
        until: hold.until.map(local),
        state: if over(hold, now) { HoldState::Ended } else { HoldState::Live },
    }
}
