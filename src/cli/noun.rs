//! The verbs of a noun, from its record and its actions: the same form for every noun.
//! A new action of a noun needs nothing here.

use clap::{Arg, ArgAction, Command};

use crate::{model::Action, provider::Bound};

use super::{
    flags::{Changing, Looks, Requests, Selecting, Stopping},
    verb, with,
};

/// Adds `list`, `show` and the actions of a noun.
pub fn verbs<R: Bound>(command: Command) -> Command {
    let command = command.subcommand(list::<R>()).subcommand(show::<R>());
    let actions = R::ACTIONS.iter().filter(|action| action.flag.is_none());
    actions.fold(command, |command, action| command.subcommand(act::<R>(action)))
}

fn list<R: Bound>() -> Command {
    let filtered = format!("{} list --filter state={} --sort name", R::WORD, R::EXAMPLE_STATE);
    let plain = format!("{} list", R::WORD);
    let json = format!("{} list -A --json", R::WORD);
    let command = verb("list", format!("List {}", R::WORD), &[&plain, &filtered, &json]).alias("ls");
    with::<Requests>(with::<Selecting>(command)).arg(raw())
}

fn show<R: Bound>() -> Command {
    let by_name = format!("{} show {}", R::WORD, R::EXAMPLE_TARGET);
    let exact = format!("{} show fotbo/{} --json --raw", R::WORD, R::EXAMPLE_TARGET);
    let about = format!("Show {} with everything that is known of them", R::WORD);
    let command = verb("show", about, &[&by_name, &exact]).arg(targets());
    with::<Requests>(with::<Looks>(command)).arg(raw())
}

fn act<R: Bound>(action: &'static Action) -> Command {
    let lines: Vec<String> = action.examples.iter().map(|line| format!("{} {} {line}", R::WORD, action.word)).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let command = verb(action.word, action.about, &lines).arg(targets());
    let command = if action.ends_run { with::<Stopping>(command) } else { command };
    with::<Requests>(with::<Looks>(with::<Changing>(command)))
}

fn targets() -> Arg {
    Arg::new("targets")
        .value_name("TARGET")
        .required(true)
        .num_args(1..)
        .action(ArgAction::Append)
        .help("Names, ids, quoted globs, id:X, name:X, ip:X, or ACCOUNT/ in front of any of these")
}

fn raw() -> Arg {
    let raw = Arg::new("raw").long("raw").action(ArgAction::SetTrue).help_heading("Output");
    raw.help("Add the provider's own reply under `raw` to json, ndjson, yaml, csv and tsv, without secrets")
}
