//! `nubo doctor`: its flags.
//! Its work is in `command`.

use clap::{Args, Command};

use super::{
    described,
    flags::{Looks, Requests},
    schedules, with,
};

// The flag of `doctor` beside the file of the rules.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct DoctorArgs {
    /// Check again as cron would: no HOME, no terminal, no keyring, an empty environment
    #[arg(long, help_heading = "Which")]
    pub as_cron: bool,
}

/// `doctor`
pub(crate) fn doctor(command: Command) -> Command {
    let lines = ["doctor", "doctor --as-cron", "doctor -a zurich --json"];
    let command = with::<DoctorArgs>(described(command, &lines)).arg(schedules::file());
    with::<Requests>(with::<Looks>(command))
}
