//! `nubo schedules`: its verbs and their flags.
//! The rules are in a file of the user's, never in flags.

use clap::{Arg, ArgAction, ArgGroup, Command};

use super::{
    flags::{Changing, Looks, Requests, Selecting},
    history, verb, with,
};

/// Adds the verbs that look at the rules.
pub fn verbs(command: Command) -> Command {
    let lines = ["schedules list", "schedules list --columns name,now,next_at --json"];
    let list = verb("list", "List the rules with what each wishes now", &lines).alias("ls").arg(file());
    let lines = ["schedules check", "schedules check --file new.toml --json"];
    let check = "Check the rules, their accounts, what they select, and whether two wish the opposite";
    let check = verb("check", check, &lines).arg(file());
    let lines = ["schedules explain fotbo/dev-1", "schedules explain dev-1 --at '2026-12-24 18:00'"];
    let at = Arg::new("at").long("at").value_name("TIME").help_heading("Which");
    let at = at.help("At this time instead of now: with an offset, or as a clock in the rule's zone shows it");
    let explain = verb("explain", "Tell what each rule wishes of a machine, since when, and why", &lines)
        .arg(machine("The machine, by name or id, with its account as in ACCOUNT/NAME, or a quoted glob"))
        .arg(at)
        .arg(file());
    let lines = ["schedules preview --week", "schedules preview --week --from 2026-12-21 --json"];
    let week = Arg::new("week").long("week").action(ArgAction::SetTrue).help_heading("Which");
    let from = Arg::new("from").long("from").value_name("DATE").help_heading("Which");
    let preview = verb("preview", "Show a week of the rules as a calendar", &lines)
        .arg(week.help("Seven days, which is what is shown without it too"))
        .arg(from.help("Begin on this date instead of today in each rule's zone"))
        .arg(file());
    let plan = "Show what apply would do now, and send nothing that changes anything";
    let plan = verb("plan", plan, &["schedules plan", "schedules plan --all --filter rules=office"]).arg(file());
    let all = Arg::new("all").long("all").action(ArgAction::SetTrue).help_heading("Which");
    let plan = plan.arg(all.help("Show the machines that are left as they are, too"));
    command
        .subcommand(with::<Selecting>(list))
        .subcommand(with::<Requests>(with::<Selecting>(check)))
        .subcommand(with::<Requests>(with::<Selecting>(explain)))
        .subcommand(with::<Selecting>(preview))
        .subcommand(with::<Requests>(with::<Selecting>(plan)))
        .subcommand(apply())
        .subcommand(hold())
        .subcommand(release())
        .subcommand(holds())
        .subcommand(log())
}

/// The verb that acts.
fn apply() -> Command {
    let lines =
        ["schedules apply", "schedules apply --yes --ping https://hc-ping.com/UUID", "schedules apply --dry-run"];
    let about = "Start and stop machines as the rules wish now; a timer runs this every few minutes";
    let ping = Arg::new("ping").long("ping").value_name("URL").help_heading("Which");
    let ping = ping.help("Ask for URL/start before, and for URL or URL/fail after, as a dead man's switch");
    let apply = verb("apply", about, &lines).arg(file()).arg(ping);
    with::<Requests>(with::<Changing>(with::<Looks>(apply)))
}

/// `schedules hold`
fn hold() -> Command {
    let lines = [
        "schedules hold fotbo/dev-1 up --until 2h",
        "schedules hold zurich/dev-2 down --until '2026-11-23 09:00'",
        "schedules hold fotbo/db-1 off --forever",
    ];
    let state = Arg::new("held").value_name("up|down|off").required(true).value_parser(["up", "down", "off"]);
    let state = state.hide_possible_values(true).help("Keep it running, keep it stopped, or leave it alone");
    let until = Arg::new("until").long("until").value_name("TIME").allow_hyphen_values(true).help_heading("Which");
    let until = until.help("Until then: 2h, 3d, or a time with an offset, or as a clock in the rule's zone shows it");
    let forever = Arg::new("forever").long("forever").action(ArgAction::SetTrue).help_heading("Which");
    let about = "Hold a machine up, down or off: over all rules, until a time or for ever";
    let hold = verb("hold", about, &lines)
        .arg(machine("The machine, by name or id, with its account as in ACCOUNT/NAME"))
        .arg(state)
        .arg(until)
        .arg(forever.help("Until it is released"))
        .group(ArgGroup::new("end").args(["until", "forever"]).required(true))
        .arg(file());
    with::<Requests>(with::<Looks>(hold))
}

/// `schedules release`
fn release() -> Command {
    let lines = ["schedules release fotbo/dev-1"];
    let release = verb("release", "End the hold of a machine, so that the rules' wish begins anew", &lines);
    let machine = machine("The machine, by name or id, with its account as in ACCOUNT/NAME");
    with::<Requests>(with::<Looks>(release.arg(machine)))
}

/// `schedules holds`
fn holds() -> Command {
    let lines = ["schedules holds", "schedules holds --all --json"];
    let ended = Arg::new("ended").long("all").action(ArgAction::SetTrue).help_heading("Which");
    let ended = ended.help("Those that have ended, too");
    with::<Selecting>(verb("holds", "List the machines that are held, and until when", &lines).arg(ended))
}

/// The one machine a verb is about.
fn machine(help: &'static str) -> Arg {
    Arg::new("targets").value_name("MACHINE").required(true).help(help)
}

/// `schedules log`
fn log() -> Command {
    let lines = ["schedules log --since 7d", "schedules log --target 'dev-*' --filter status=failed --json"];
    let log = verb("log", "List what the schedules did on this machine, and why, the newest first", &lines);
    with::<Selecting>(history::which(log))
}

/// The file of the rules.
pub fn file() -> Arg {
    let file = Arg::new("file").long("file").value_name("FILE").help_heading("Which");
    file.help("Read the rules here (- for stdin) instead of from schedules.toml beside config.toml")
}
