//! `nubo schedules`: the rules of when machines run, and what follows from them.
//! Only `apply` starts and stops; the others look, or keep what a person wants.

mod apply;
mod at;
mod check;
mod explain;
mod export;
mod findings;
mod hold;
mod holds;
mod install;
mod list;
mod machine;
mod present;
mod preview;
mod rules;
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

pub use apply::{adrift, fields as run_fields};
pub use check::CheckRow;
pub use explain::WishRow;
pub use findings::stops;
pub use holds::HoldRow;
pub use list::RuleRow;
pub use preview::DayRow;
pub use rules::Rules;

/// What needs no account, if that was typed.
pub fn offline(start: &Invocation, noun: &ArgMatches) -> Option<Result<Outcome>> {
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

/// What looks at the machines of the accounts too.
pub async fn run(start: Invocation, noun: &ArgMatches) -> Result<Outcome> {
    match noun.subcommand() {
        Some(("check", args)) => {
            Invocation::applies(args, &["output", "sandbox"])?;
            let rules = Rules::read(&start, args)?;
            check::run(&Context::open(start, args).await?, rules, args).await
        }
        Some(("explain", args)) => {
            let rules = Rules::read(&start, args)?;
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
        Some(("holds", args)) => holds::run(start, args).await,
        Some(("install", args)) => install::install(start, args).await,
        Some(("uninstall", args)) => install::uninstall(start, args).await,
        _ => Err(untyped()),
    }
}
