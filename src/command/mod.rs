//! The work of each command. Commands return their outcome; only `output` writes it.
//! Verbs of nouns are written once; nubo's own commands are one short file each.

mod accounts;
mod api;
mod asked;
mod balance;
mod catalogue;
mod completions;
mod configured;
mod consent;
mod context;
mod derived;
mod doctor;
mod history;
mod history_check;
mod inbox;
mod journal;
mod load_accounts;
mod observer;
mod operation;
mod outcome;
mod providers;
mod raw_reply;
mod render;
mod runway;
mod sample;
mod sandbox;
mod schedules;
mod schema;
mod secrets;
mod survey;
mod total;
mod under_way;
mod verb;

use clap::ArgMatches;

use crate::{
    cli::Selecting,
    error::{Error, Result},
    provider,
};

pub(crate) use completions::VARIABLE;
pub(crate) use context::{Context, Invocation};
pub(crate) use outcome::{Answer, Outcome};
pub(crate) use under_way::UnderWay;

/// Carries out a command that needs neither accounts nor a network; none for the others.
pub(crate) fn offline(start: &Invocation, matches: &ArgMatches) -> Option<Result<Outcome>> {
    match matches.subcommand()? {
        ("completions", verb) => Some(Invocation::applies(verb, &[]).and_then(|()| completions::print(start, verb))),
        ("providers", verb) => Some(Invocation::applies(verb, &["output"]).and_then(|()| providers::matrix(verb))),
        ("schema", verb) => Some(Invocation::applies(verb, &["output"]).and_then(|()| schema::print(start, verb))),
        ("history", verb) => Some(match verb.subcommand() {
            Some(("list", args)) => {
                Invocation::applies(args, &["output", "scope", "sandbox"]).and_then(|()| history::list(start, args))
            }
            Some(("show", args)) => {
                Invocation::applies(args, &["output", "sandbox"]).and_then(|()| history::show(start, args))
            }
            Some(_) => return None,
            None => Err(untyped()),
        }),
        ("schedules", noun) => schedules::offline(start, noun),
        ("operations", verb) => Some(Invocation::applies(verb, &["output"]).and_then(|()| match verb.subcommand() {
            Some(("list", args)) => catalogue::list(args),
            Some((_, args)) => catalogue::show(start, args),
            None => Err(untyped()),
        })),
        ("sandbox", verb) => {
            let (word, args) = verb.subcommand().filter(|(word, _)| *word != "serve")?;
            let applies = Invocation::applies(args, &["output", "sandbox"]);
            Some(applies.and_then(|()| if word == "reset" { sandbox::reset(start) } else { sandbox::operations(args) }))
        }
        _ => None,
    }
}

/// Carries out a command that needs accounts or a network.
///
/// # Errors
/// Errors that keep it from printing anything; failures beside a result are in the outcome.
pub(crate) async fn run(start: Invocation, matches: &ArgMatches) -> Result<Outcome> {
    match matches.subcommand() {
        Some(("sandbox", verb)) => sandbox::serve(&start, verb).await,
        Some(("accounts", verb)) => accounts::run(start, verb).await,
        Some(("invoices", noun)) if noun.subcommand_name() == Some("total") => match noun.subcommand() {
            Some((_, args)) => total::run(&Context::open(start, args).await?, args).await,
            None => Err(untyped()),
        },
        Some(("history", noun)) => match noun.subcommand() {
            Some((_, args)) => history_check::run(&Context::open(start, args).await?, args).await,
            None => Err(untyped()),
        },
        Some(("balance", args)) => balance::run(&Context::open(start, args).await?, args).await,
        Some(("api", args)) => api::run(&Context::open(start, args).await?, args).await,
        Some(("inbox", args)) => inbox::run(start, args).await,
        Some(("doctor", args)) => doctor::run(&start, args).await,
        Some(("runway", args)) => runway::run(&Context::open(start, args).await?, args).await,
        Some(("schedules", noun)) => schedules::run(start, noun).await,
        Some((word, args)) => match provider::noun(word) {
            Some(noun) => verb::run(noun, start, args).await,
            None => operate(start, word, args).await,
        },
        None => Err(untyped()),
    }
}

/// One operation of a provider's own tree.
async fn operate(start: Invocation, name: &str, verb: &ArgMatches) -> Result<Outcome> {
    let own = provider::by_id(name).ok_or_else(untyped)?;
    let Some((group, inner)) = verb.subcommand() else { return Err(untyped()) };
    let Some((word, args)) = inner.subcommand() else { return Err(untyped()) };
    operation::run(&Context::open(start, args).await?, own, group, word, args).await
}

/// The error of a command that the tree has and nothing here carries out.
fn untyped() -> Error {
    Error::usage("no such command").hint("see: nubo --help")
}

/// A group of flags from the command line.
pub(crate) fn flags<F: clap::FromArgMatches>(matches: &ArgMatches) -> Result<F> {
    F::from_arg_matches(matches).map_err(|e| Error::usage(e.to_string().trim().to_owned()))
}

/// A group of flags from the command line, or its defaults where the command lacks the group or none of it was typed.
pub(crate) fn flags_or_default<F: clap::Args + Default>(matches: &ArgMatches) -> Result<F> {
    let typed = F::group_id().is_some_and(|group| matches.try_contains_id(group.as_str()).unwrap_or(false));
    if typed { flags(matches) } else { Ok(F::default()) }
}

/// The selection flags of a list.
fn selecting(matches: &ArgMatches) -> Result<Selecting> {
    flags(matches)
}
