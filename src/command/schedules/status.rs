//! `nubo schedules status`: the timers, the last run, the next edges, and the troubles with the time they began.
//! No account is asked: all of it is kept on this machine.

use clap::ArgMatches;
use jiff::{SignedDuration, Timestamp};

use crate::{
    command::{
        context::{Context, Invocation},
        outcome::Outcome,
        providers,
    },
    error::{Error, Kind, Result},
    history::host,
    model::{Rows, Shape, row, words},
    schedule::{HORIZON, Loaded, Lost, Rule, RunRecord, State, Wanted, other_host, runs, stamp, system_zone, troubles},
};

use super::{
    installed::{Installed, installed},
    rules::Rules,
    words,
};

row! {
    /// A thing with its state.
    StatusRow "thing" {
        what: &'static str = Text Table ["timer" "run" "rule" "account" "machine"] "timer, run, rule, account or machine";
        account: Option<String> = Text Table "the account of what is not as it should be";
        name: Option<String> = Text Table "the place of a timer, the rule, the account or the machine";
        state: Standing = State Table "how it stands; up, down or none is the wish of a rule";
        since: Option<String> = Time Table "when the run began, the wish began, or since when it is wrong";
        next_at: Option<String> = Time Table "the rule's next edge, as the clock of its zone shows it";
        message: Option<String> = Text Table "how often runs are made, how the last ended, or what is wrong";
    }
}

/// The state of a thing.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Standing {
    /// A timer is there.
    Installed,
    /// No timer is there.
    Absent,
    /// A run ended well.
    Ok,
    /// A run ended with a failure.
    Failed,
    /// A run has not ended, or was killed.
    Unfinished,
    /// Nothing is known or wished.
    None,
    /// A rule wishes its machines up.
    Up,
    /// A rule wishes its machines down.
    Down,
    /// The thing is not as it should be.
    Wrong,
}

words!(Standing);

impl Standing {
    /// Every state.
    const ALL: [Self; 9] = [
        Self::Installed,
        Self::Absent,
        Self::Ok,
        Self::Failed,
        Self::Unfinished,
        Self::None,
        Self::Up,
        Self::Down,
        Self::Wrong,
    ];

    /// The word in the list.
    const fn word(self) -> &'static str {
        match self {
            Self::Installed => "installed",
            Self::Absent => "absent",
            Self::Ok => "ok",
            Self::Failed => "failed",
            Self::Unfinished => "unfinished",
            Self::None => "none",
            Self::Up => "up",
            Self::Down => "down",
            Self::Wrong => "wrong",
        }
    }
}

impl StatusRow {
    fn new(what: &'static str, name: &str, state: Standing, message: &str) -> Self {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let (account, since, next_at) = (None, None, None);
        Self { what, account, name: text(name), state, since, next_at, message: text(message) }
    }
}

/// Three intervals without a run are too many.
const MISSED: i32 = 3;

/// Shows the status: timers, the last run, rules and troubles.
pub(crate) async fn run(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    start.paths()?.state_dir()?;
    let rules = Rules::read(&start, args)?;
    let found = installed(&start).await;
    let context = Context::open(start, args).await?;
    let kept = context.fleet.kept();
    let loaded = if rules.exist() { rules.checked(&context.fleet.names())? } else { Loaded::none(rules.path()) };
    let now = Timestamp::now();
    let mut rows: Vec<StatusRow> = found.iter().map(timer).collect();
    if found.is_empty() {
        let message = "no crontab or timer here makes runs; whether Kubernetes does is not known";
        rows.push(StatusRow::new("timer", "", Standing::Absent, message));
    }
    let runs = runs(kept);
    rows.push(last(runs.last()));
    rows.extend(other_host(&runs, Some(&host()), now).map(|other| {
        StatusRow::new("run", other, Standing::Wrong, "this host makes runs with the same state folder too")
    }));
    rows.extend(loaded.rules.iter().map(|one| rule(one, now)));
    let accounts: Vec<_> = context.fleet.names().iter().filter_map(|name| context.fleet.account(name).ok()).collect();
    let owners: Vec<_> = accounts.iter().map(|account| (account.name(), account.owner())).collect();
    let state = State::read(kept, &owners, now);
    for (account, known) in &state.accounts {
        rows.extend(troubles(account, &known.marks).into_iter().map(|one| StatusRow {
            account: Some(account.clone()),
            since: Some(local(one.since)),
            ..StatusRow::new(one.what, &one.name, Standing::Wrong, &one.words)
        }));
    }
    let some = !rows.is_empty();
    let selected = providers::select(Rows::typed(rows, Shape::Array), args)?;
    let failures = loaded.bad.into_iter().chain(state.lost.iter().map(Lost::error)).collect();
    Ok(Outcome::rows(selected, "things").failing(failures, some))
}

/// The error when rules exist but runs are not made: no timer, or no run for three intervals.
pub(crate) fn missing(found: &[Installed], runs: &[RunRecord], now: Timestamp) -> Option<Error> {
    if found.is_empty() {
        let error =
            Error::new(Kind::Failed, "there are rules, and neither a crontab nor a timer of systemd makes runs here");
        return Some(error.hint("nubo schedules install --crontab, or --systemd-user"));
    }
    let every = found.iter().filter_map(|one| one.every).map(crate::schedule::install::Every::seconds).min()?;
    let longest = SignedDuration::from_secs(i64::try_from(every).ok()?) * MISSED;
    let Some(last) = runs.last() else {
        let hint = "wait for the next run; if none is made, look into the log of cron or systemd";
        return Some(Error::new(Kind::Failed, "a timer is installed, and no run has been made yet").hint(hint));
    };
    (now.duration_since(last.begun) > longest).then(|| {
        let since = local(last.begun);
        let error = Error::new(Kind::Failed, format!("the last run began {since}, more than three intervals ago"));
        error.hint("look into the log of cron or systemd, and whether this machine was on")
    })
}

fn local(at: Timestamp) -> String {
    stamp(&at.to_zoned(system_zone()))
}

fn timer(found: &Installed) -> StatusRow {
    let message =
        found.every.map_or("how often it makes a run is not known".to_owned(), |every| format!("every {every}"));
    StatusRow::new("timer", &found.place, Standing::Installed, &message)
}

fn last(run: Option<&RunRecord>) -> StatusRow {
    let Some(run) = run else {
        return StatusRow::new("run", "", Standing::None, "no run is known on this machine");
    };
    let words = run.words.as_deref().unwrap_or_default();
    let (state, message) = match (run.exit(), run.ended) {
        (Some(0), Some(ended)) => (Standing::Ok, format!("ended {}", local(ended))),
        (Some(exit), _) => (Standing::Failed, format!("exit code {exit} {words}").trim_end().to_owned()),
        _ => (Standing::Unfinished, format!("process {} goes on, or was killed", run.process)),
    };
    StatusRow { since: Some(local(run.begun)), ..StatusRow::new("run", "", state, &message) }
}

fn rule(rule: &Rule, now: Timestamp) -> StatusRow {
    let calendar = &rule.calendar;
    let local = |at: Timestamp| words::local(calendar, at);
    let wish = rule.wish(now);
    let edges = calendar.edges(now, now.saturating_add(HORIZON).unwrap_or(now));
    let next = edges.iter().find(|edge| edge.at > now);
    let state = match wish.map(|wish| wish.wanted) {
        Some(Wanted::Up) => Standing::Up,
        Some(Wanted::Down) => Standing::Down,
        None => Standing::None,
    };
    let message = next.map_or(String::new(), |next| format!("{} next", next.wanted.word()));
    let (since, next_at) = (wish.and_then(|wish| wish.since).map(local), next.map(|next| local(next.at)));
    StatusRow { since, next_at, ..StatusRow::new("rule", &rule.name, state, &message) }
}
