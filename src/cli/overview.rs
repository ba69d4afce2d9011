//! The overviews of all accounts: the time that the money lasts, and the news.
//! Their work is in `command`.

use std::time::Duration;

use clap::{Args, Command};

use super::{
    described,
    flags::{Requests, Selecting, duration},
    with,
};

// The flags of `runway` beside those of a list.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct RunwayArgs {
    /// Tell what falls within this time, as in 7d, 24h
    #[arg(long, value_name = "DUR", default_value = "14d", value_parser = duration, help_heading = "Which")]
    pub within: Duration,
    /// End with 11 when something falls within the time, or an invoice is overdue
    #[arg(long, help_heading = "Which")]
    pub exit_code: bool,
}

/// `runway`
pub(crate) fn runway(command: Command) -> Command {
    let lines = ["runway", "runway --within 30d -o wide", "runway --within 7d --exit-code -q"];
    with::<Requests>(with::<Selecting>(with::<RunwayArgs>(described(command, &lines))))
}

// The flags of `inbox` beside those of a list.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct InboxArgs {
    /// Remember what is shown as read, on this machine only
    #[arg(long, help_heading = "Which")]
    pub mark_read: bool,
    /// End with 11 when something is new
    #[arg(long, help_heading = "Which")]
    pub exit_code: bool,
}

/// `inbox`
pub(crate) fn inbox(command: Command) -> Command {
    let lines = ["inbox", "inbox --mark-read", "inbox --exit-code --json"];
    with::<Requests>(with::<Selecting>(with::<InboxArgs>(described(command, &lines))))
}
