//! `nubo schedules`: the rules of when machines run, and the commands about them.
//! Only `apply` starts and stops machines; the other verbs read, or keep a person's wish.

mod apply;
mod at;
mod check;
mod explain;
mod export;
mod findings;
mod hold;
mod holds;
mod install;
mod installed;
mod list;
mod machine;
mod present;
mod preview;
mod repair;
mod report;
mod rules;
mod status;
mod until;
mod words;

use clap::ArgMatches;

use crate::error::Result;

use super::{
    context::{Context, Invocation},
    history,
    outcome::Outcome,
    untyped,
};

pub(crate) use apply::{adrift, fields as run_fields};
pub(crate) use check::CheckRow;
pub(crate) use explain::WishRow;
pub(crate) use findings::{most, orphans, stops, too_many};
pub(crate) use holds::HoldRow;
pub(crate) use installed::installed;
pub(crate) use list::RuleRow;
pub(crate) use preview::DayRow;
pub(crate) use report::ReportRow;
pub(crate) use rules::Rules;
pub(crate) use status::{StatusRow, missing};

/// Carries out a verb that needs no account; none for the other verbs.
pub(crate) fn offline(start: &Invocation, noun: &ArgMatches) -> Option<Result<Outcome>> {
    let allowed = ["output", "sandbox"];
    match noun.subcommand()? {
        ("list", args) => Some(Invocation::applies(args, &allowed).and_then(|()| list::run(start, args))),
        ("log", args) => {
            let allowed = ["output", "scope", "sandbox"];
            Some(Invocation::applies(args, &allowed).and_then(|()| history::log(start, args)))
        }
        ("export", args) => Some(export::run(start, args)),
        ("preview", args) => Some(Invocation::applies(args, &allowed).and_then(|()| preview::run(start, args))),
        _ => None,
    }
}

/// Carries out a verb that looks at the machines of the accounts.
pub(crate) async fn run(start: Invocation, noun: &ArgMatches) -> Result<Outcome> {
    match noun.subcommand() {
        Some(("check", args)) => {
            Invocation::applies(args, &["output", "sandbox"])?;
            let rules = Rules::fetch(&start, args).await?;
            let interval = installed::interval(&start).await;
            check::run(&Context::open(start, args).await?, rules, interval, args).await
        }
        Some(("explain", args)) => {
            let rules = Rules::fetch(&start, args).await?;
            explain::run(&Context::open(start, args).await?, rules, args).await
        }
        Some(("plan", args)) => {
            Invocation::applies(args, &["output", "sandbox"])?;
            apply::plan(start, args).await
        }
        Some(("apply", args)) => {
            Invocation::applies(args, &["output", "sandbox"])?;
            apply::run(start, args).await
        }
        Some(("hold", args)) => hold::hold(start, args).await,
        Some(("release", args)) => hold::release(start, args).await,
        Some(("status", args)) => {
            Invocation::applies(args, &["output", "sandbox"])?;
            status::run(start, args).await
        }
        Some(("report", args)) => {
            Invocation::applies(args, &["output", "sandbox"])?;
            report::run(start, args).await
        }
        Some(("repair", args)) => {
            Invocation::applies(args, &["output", "sandbox"])?;
            repair::run(start, args).await
        }
        Some(("holds", args)) => holds::run(start, args).await,
        Some(("install", args)) => install::install(start, args).await,
        Some(("uninstall", args)) => install::uninstall(start, args).await,
        _ => Err(untyped()),
    }
}
