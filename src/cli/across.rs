//! The questions across accounts: how long the money lasts, and what is new.
//! What they do is in `command`.

use clap::{Arg, ArgAction, Command};

use super::{
    described,
    flags::{Requests, Selecting, duration},
    with,
};

/// `runway`
pub fn runway(command: Command) -> Command {
    let lines = ["runway", "runway --within 30d -o wide", "runway --within 7d --exit-code -q"];
    let within = Arg::new("within").long("within").value_name("DUR").default_value("14d").help_heading("Which");
    let within = within.value_parser(duration).help("Tell what falls within this time, as in 7d, 24h");
    let check = check("End with 11 when something falls within the time, or an invoice is overdue");
    with::<Requests>(with::<Selecting>(described(command, &lines).arg(within).arg(check)))
}

/// `inbox`
pub fn inbox(command: Command) -> Command {
    let lines = ["inbox", "inbox --mark-read", "inbox --exit-code --json"];
    let mark = Arg::new("mark_read").long("mark-read").action(ArgAction::SetTrue).help_heading("Which");
    let mark = mark.help("Remember what is shown as read, on this machine only");
    let check = check("End with 11 when something is new");
    with::<Requests>(with::<Selecting>(described(command, &lines).arg(mark).arg(check)))
}

fn check(help: &'static str) -> Arg {
    Arg::new("exit_code").long("exit-code").action(ArgAction::SetTrue).help(help).help_heading("Which")
}
