//! The command tree, built only as deep as it is used.
//! Definitions only; the work of the commands is in `command`.

mod accounts;
mod doctor;
mod flags;
#[cfg(test)]
mod hints_tests;
mod history;
mod noun;
mod overview;
mod own;
pub(crate) mod schedules;
mod tree;

use std::ffi::OsString;

use clap::{
    ArgMatches, Args, Command,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::provider::{ALL, Menu, NOUNS};

pub(crate) use accounts::{AccountName, AddAccount, Login, SecretSource, TestAccounts, UseAccount};
pub(crate) use doctor::DoctorArgs;
pub(crate) use flags::{Changing, Globals, Looks, Requests, Selecting, Stopping};
pub(crate) use history::{ChangeFilter, ChangeId, CheckArgs};
pub(crate) use noun::{file_id, flag_id};
pub(crate) use overview::{InboxArgs, RunwayArgs};
pub(crate) use own::{
    ApiArgs, CompletionsArgs, OperationFilter, OperationName, ProvidersArgs, SchemaArgs, ServeArgs, SumBy, TotalArgs,
    schemas,
};
pub(crate) use tree::{example, flag_name, id, kebab, words};

/// A first line, examples to paste, the usage, then the flags in groups.
const TEMPLATE: &str = "{about}\n\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

const EXIT_CODES: &str = "Exit codes:
  0 done             1 failed        2 usage         3 not found     4 denied
  5 unavailable      6 partial       7 conflict      8 timeout       9 unsupported
  10 refused         11 check        12 config       130, 143 interrupted";

/// Understands what was typed. `--yes` is accepted everywhere, so that a script may pass it to whatever it runs: where a
/// command has nothing to agree to, it is left out.
///
/// # Errors
/// The error of clap, also for help and version.
pub(crate) fn parse(args: &[OsString]) -> Result<ArgMatches, clap::Error> {
    let error = match root().try_get_matches_from(args) {
        Err(error) if error.kind() == ErrorKind::UnknownArgument && consents(&error) => error,
        result => return result,
    };
    let end = args.iter().position(|arg| arg == "--").unwrap_or(args.len());
    let (before, after) = args.split_at(end);
    let without: Vec<&OsString> = before.iter().filter(|arg| *arg != "--yes" && *arg != "-y").chain(after).collect();
    root()
        .try_get_matches_from(without)
        .map_err(|other| if other.kind() == ErrorKind::UnknownArgument { error } else { other })
}

/// True when it is `--yes` that a command does not know.
fn consents(error: &clap::Error) -> bool {
    matches!(error.get(ContextKind::InvalidArg), Some(ContextValue::String(arg)) if arg == "--yes" || arg == "-y")
}

/// The whole tree; nouns fill in their verbs when they are named.
pub(crate) fn root() -> Command {
    let lines = [
        "--sandbox instances list",
        "accounts add zurich --provider cloudsigma-zrh --user ops@example.com",
        "instances stop zurich/web-1",
    ];
    let root = verb("nubo", "One command line for the machines you have at several small clouds", &lines)
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(EXIT_CODES);
    let root = NOUNS.into_iter().fold(group(root), |root, noun| match noun.menu {
        Menu::Verbs(alias) => root.subcommand(command(noun.word, alias, noun.about).defer(noun::of_name)),
        Menu::Itself => root.subcommand(Command::new(noun.word).about(noun.about).defer(noun::of_name)),
        Menu::Under(_) => root,
    });
    let root = root
        .subcommand(
            Command::new("runway")
                .about("Show how long the money lasts and what must be paid soon")
                .defer(overview::runway),
        )
        .subcommand(Command::new("inbox").about("Show new replies and invoices of all accounts").defer(overview::inbox))
        .subcommand(
            command(
                "accounts",
                "account",
                "The accounts nubo knows: add, list, show, use, remove, test, login, set-secret",
            )
            .defer(accounts::verbs),
        )
        .subcommand(Command::new("providers").about("Show which provider can do what").defer(own::providers))
        .subcommand(
            group(Command::new("operations").about("The catalogue of all operations: list, show"))
                .defer(own::operations),
        )
        .subcommand(
            group(Command::new("history").about("What was changed from this machine: list, show, check"))
                .defer(history::verbs),
        )
        .subcommand(
            command(
                "schedules",
                "schedule",
                "When machines run, by rules: check, preview, plan, apply, install and more",
            )
            .defer(schedules::verbs),
        );
    with::<Globals>(trees(about_nubo(root)))
}

/// The commands about nubo itself, and the one that passes by its nouns.
fn about_nubo(root: Command) -> Command {
    root.subcommand(Command::new("api").about("Send any request to an account").defer(own::api))
        .subcommand(
            Command::new("schema")
                .about("Describe what --json prints: JSON Schema of a noun's records")
                .defer(own::schema),
        )
        .subcommand(
            Command::new("doctor")
                .about("Check configuration, permissions, secrets, accounts, clock and schedules")
                .defer(doctor::doctor),
        )
        .subcommand(
            Command::new("completions")
                .about("Print the script that makes a shell complete nubo's commands")
                .defer(own::completions),
        )
        .subcommand(
            Command::new("sandbox")
                .about("The simulated clouds behind --sandbox: serve them, start them over, list what they answer")
                .defer(own::sandbox),
        )
}

/// The providers' own trees.
fn trees(root: Command) -> Command {
    ALL.into_iter().fold(root, |root, provider| {
        let about = format!("Every operation of {}", provider.facts().api);
        let tree = Command::new(provider.id()).aliases(provider.facts().aliases).about(about);
        root.subcommand(tree.defer(tree::groups))
    })
}

/// A command with its first line and its examples.
fn verb(name: &'static str, about: impl Into<String>, lines: &[&str]) -> Command {
    described(Command::new(name).about(about.into()), lines)
}

/// The command with a group of flags, whose own description must not become the command's.
fn with<A: Args>(command: Command) -> Command {
    let about = command.get_about().cloned().unwrap_or_default();
    A::augment_args(command).about(about)
}

/// The form of every help: examples stand above the usage.
fn described(command: Command, lines: &[&str]) -> Command {
    let lines: Vec<String> = lines.iter().map(|line| format!("  nubo {line}")).collect();
    command.help_template(TEMPLATE).before_help(format!("Examples:\n{}\n\n", lines.join("\n")))
}

/// A command that is nothing without one of its verbs.
fn group(command: Command) -> Command {
    command.subcommand_required(true).arg_required_else_help(true).disable_help_subcommand(true)
}

fn command(name: &'static str, alias: &'static str, about: &'static str) -> Command {
    group(Command::new(name).alias(alias).about(about))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_whole_tree_is_sound() {
        super::root().debug_assert();
    }

    #[test]
    fn every_command_says_what_it_does() {
        let mut root = super::root();
        root.build();
        let mut seen = std::collections::BTreeMap::new();
        let mut open = vec![(String::new(), &root)];
        while let Some((path, command)) = open.pop() {
            let path = format!("{path} {}", command.get_name());
            open.extend(command.get_subcommands().map(|inner| (path.clone(), inner)));
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            let group = path.split(' ').nth(2).unwrap_or_default().to_owned();
            let other = seen.insert((group, about.clone()), path.clone());
            assert!(!about.is_empty() && other.is_none(), "{path} and {other:?}: {about:?}");
        }
        assert!(
            seen.contains_key(&("instances".to_owned(), "Stop machines, cleanly where the provider can".to_owned())),
            "{seen:?}"
        );
    }
}
