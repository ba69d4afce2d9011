//! `nubo doctor`: what it checks, and its flags.
//! What it does is in `command`.

use clap::{Arg, ArgAction, Command};

use super::{
    described,
    flags::{Looks, Requests},
    schedules, with,
};

/// `doctor`
pub fn doctor(command: Command) -> Command {
    let lines = ["doctor", "doctor --as-cron", "doctor -a zurich --json"];
    let as_cron = Arg::new("as_cron").long("as-cron").action(ArgAction::SetTrue).help_heading("Which");
    let as_cron = as_cron.help("Check again as cron would: no HOME, no terminal, no keyring, an empty environment");
    with::<Requests>(with::<Looks>(described(command, &lines).arg(as_cron).arg(schedules::file())))
}
