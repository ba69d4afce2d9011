//! `nubo history`: its verbs and their flags.
//! They read the journal, and ask no provider anything.

use clap::{Arg, Args, Command};

use super::{
    flags::{Looks, Selecting},
    verb,
};

/// Adds `list` and `show`.
pub fn verbs(command: Command) -> Command {
    let lines = [
        "history list --limit 20",
        "history list --target 'db-*' --since 7d",
        "history list --filter status=failed --json",
    ];
    let list = which(verb("list", "List changes, the newest first", &lines).alias("ls"));
    let id = Arg::new("id").value_name("ID").required(true).help("The entry's id, or how it begins");
    let show = verb("show", "Show a change with everything that was noted of it", &["history show mi8x2c1k"]).arg(id);
    command.subcommand(Selecting::augment_args(list)).subcommand(Looks::augment_args(show))
}

/// The flags that choose among changes.
pub fn which(command: Command) -> Command {
    let flag = |id: &'static str, value: &'static str, help: &'static str| {
        Arg::new(id).long(id).value_name(value).help(help).help_heading("Which")
    };
    command
        .arg(flag("target", "NAME", "Only those of this name or id; a quoted glob will do"))
        .arg(flag("since", "TIME", "Only those begun since: 2h, 7d, or a date or time in UTC"))
        .arg(flag("until", "TIME", "Only those begun before"))
}
