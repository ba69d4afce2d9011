//! `nubo history`: its verbs and their flags.
//! They read the journal; `check` alone asks providers.

use clap::{Args, Command};

use super::{
    flags::{Looks, Selecting},
    verb, with,
};

// The flags that choose among changes.
#[derive(Args, Clone, Debug)]
pub(crate) struct ChangeFilter {
    /// Only those of this name or id; a quoted glob will do
    #[arg(long, value_name = "NAME", help_heading = "Which")]
    pub target: Option<String>,
    /// Only those begun since: 2h, 7d, or a date or time in UTC
    #[arg(long, value_name = "TIME", help_heading = "Which")]
    pub since: Option<String>,
    /// Only those begun before
    #[arg(long, value_name = "TIME", help_heading = "Which")]
    pub until: Option<String>,
}

// The change that `history show` is about.
#[derive(Args, Clone, Debug)]
pub(crate) struct ChangeId {
    /// The entry's id, or how it begins
    #[arg(value_name = "ID")]
    pub id: String,
}

// The changes that `history check` is about.
#[derive(Args, Clone, Debug)]
pub(crate) struct CheckArgs {
    /// The entry's id, or how it begins; every change that is not settled without one
    #[arg(value_name = "ID")]
    pub id: Option<String>,
}

/// Adds `list`, `show` and `check`.
pub(crate) fn verbs(command: Command) -> Command {
    let lines = [
        "history list --limit 20",
        "history list --target 'db-*' --since 7d",
        "history list --filter status=failed --json",
    ];
    let list = verb("list", "List changes, the newest first", &lines).alias("ls");
    let lines = ["history show mi8x2c1k"];
    let show = verb("show", "Show a change with everything that was noted of it", &lines);
    let lines = ["history check", "history check mi8x2c1k"];
    let check = verb("check", "Ask the providers what became of changes whose outcome is not known", &lines);
    command
        .subcommand(with::<Selecting>(with::<ChangeFilter>(list)))
        .subcommand(with::<Looks>(with::<ChangeId>(show)))
        .subcommand(with::<Looks>(with::<CheckArgs>(check)))
}
