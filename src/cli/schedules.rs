//! `nubo schedules`: its verbs and their flags.
//! The rules are in a file of the user's, never in flags.

use clap::{Arg, ArgAction, ArgGroup, Command};

use super::{
    flags::{Changing, Looks, Requests, Selecting},
    history::ChangeFilter,
    verb, with,
};

/// The fields of rules, of which the README says more.
pub(crate) const RULES: &str = "\
What a rule in schedules.toml may say:
  accounts, select, zone         which machines, and whose clock
  up, or up_at and down_at       when they run; except, also, from, until: on which dates
  enforce, late, stop, max_run   how often that is carried out, and how machines are stopped
  order, after, ready, stagger   which machines come before which
  warn, notify                   who is told of stops beforehand, and of what was done
  max_targets, new_machine_grace how many machines, and how new ones
At the top of the file, for all rules: interval, select_tag, warn, notify";

/// Adds the verbs that look at the rules.
pub(crate) fn verbs(command: Command) -> Command {
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
        .after_help(RULES)
        .subcommand(with::<Selecting>(list))
        .subcommand(with::<Requests>(with::<Selecting>(check)))
        .subcommand(with::<Requests>(with::<Selecting>(explain)))
        .subcommand(with::<Selecting>(preview))
        .subcommand(with::<Requests>(with::<Selecting>(plan)))
        .subcommand(apply())
        .subcommand(hold())
        .subcommand(release())
        .subcommand(holds())
        .subcommand(repair())
        .subcommand(status())
        .subcommand(report())
        .subcommand(log())
        .subcommand(install())
        .subcommand(uninstall())
        .subcommand(export())
}

/// The verb that acts.
fn apply() -> Command {
    let lines =
        ["schedules apply", "schedules apply --yes --ping https://hc-ping.com/UUID", "schedules apply --dry-run"];
    let about = "Start and stop machines as the rules wish now; a timer runs this every few minutes";
    let apply = verb("apply", about, &lines).args([file(), ping()]);
    with::<Requests>(with::<Changing>(with::<Looks>(apply)))
}

/// `schedules hold`
fn hold() -> Command {
    let lines = [
        "schedules hold fotbo/dev-1 up --until 2h",
        "schedules hold zurich/dev-2 down --until '2026-11-23 09:00'",
        "schedules hold fotbo/db-1 off --forever",
        "schedules hold 'fotbo/web-*' up --until 22:00",
        "schedules hold --rule office off --until next",
    ];
    let until = Arg::new("until").long("until").value_name("TIME").allow_hyphen_values(true).help_heading("Which");
    let until = until.help(
        "Until then: 2h, 3d, 22:00, next for the rule's next edge, or a time with an offset or as its zone's clock shows it",
    );
    let forever = Arg::new("forever").long("forever").action(ArgAction::SetTrue).help_heading("Which");
    let about = "Hold machines up, down or off: over all rules, until a time or for ever";
    let targets = Arg::new("targets").value_name("MACHINE... up|down|off").num_args(1..).required(true);
    let hold = verb("hold", about, &lines)
        .arg(targets.help("The machines by name, id or quoted glob, and last how they are held: up, down or off"))
        .arg(by_rule())
        .arg(until)
        .arg(forever.help("Until it is released"))
        .group(ArgGroup::new("end").args(["until", "forever"]).required(true))
        .arg(file());
    with::<Requests>(with::<Looks>(hold))
}

/// `schedules release`
fn release() -> Command {
    let lines = ["schedules release fotbo/dev-1", "schedules release --rule office"];
    let release = verb("release", "End the holds of machines, so that the rules' wish begins anew", &lines);
    let targets = Arg::new("targets").value_name("MACHINE").num_args(0..);
    let targets = targets.help("The machines, by name, id or quoted glob, with the account as in ACCOUNT/NAME");
    with::<Requests>(with::<Looks>(release.arg(targets).arg(by_rule()).arg(file())))
}

/// The flag for all machines of a rule, instead of or beside the machines that are named.
fn by_rule() -> Arg {
    let rule = Arg::new("rule").long("rule").value_name("NAME").help_heading("Which");
    rule.help("All machines that this rule selects now")
}

/// `schedules holds`
fn holds() -> Command {
    let lines = ["schedules holds", "schedules holds --all --json"];
    let ended = Arg::new("ended").long("all").action(ArgAction::SetTrue).help_heading("Which");
    let ended = ended.help("Those that have ended, too");
    with::<Selecting>(verb("holds", "List the machines that are held, and until when", &lines).arg(ended))
}

/// `schedules status`
fn status() -> Command {
    let about = "Tell whether runs are made, how the last one ended, what comes next, and what is wrong since when";
    with::<Selecting>(verb("status", about, &["schedules status", "schedules status --json"]).arg(file()))
}

/// `schedules report`
fn report() -> Command {
    let lines = ["schedules report --since 30d", "schedules report --since 7d -o csv"];
    let about = "Report the hours that machines were down by rule, and what that is worth where it is told";
    let since = Arg::new("since").long("since").value_name("DUR").default_value("30d").help_heading("Which");
    with::<Requests>(with::<Selecting>(verb("report", about, &lines).arg(since.help("Count so far back"))))
}

/// `schedules repair`
fn repair() -> Command {
    let about = "Begin anew where kept marks or holds could not be read, and believe a listing that was doubted";
    with::<Looks>(verb("repair", about, &["schedules repair"]))
}

/// The one machine a verb is about.
fn machine(help: &'static str) -> Arg {
    Arg::new("targets").value_name("MACHINE").required(true).help(help)
}

/// `schedules log`
fn log() -> Command {
    let lines = ["schedules log --since 7d", "schedules log --target 'dev-*' --filter status=failed --json"];
    let log = verb("log", "List what the schedules did on this machine, and why, the newest first", &lines);
    with::<Selecting>(with::<ChangeFilter>(log))
}

/// `schedules install`, for a scheduler of this machine.
fn install() -> Command {
    let lines = [
        "schedules install --crontab",
        "schedules install --systemd-user --every 10m",
        "schedules install --crontab --ping https://hc.example.com/ID --print",
    ];
    let about = "Have cron or systemd carry out the rules from now on";
    let user = Arg::new("user")
        .long("user")
        .value_name("NAME")
        .help_heading("Where")
        .conflicts_with_all(["crontab", "systemd-user"]);
    let print = Arg::new("print").long("print").action(ArgAction::SetTrue).help_heading("Where");
    let install = places(verb("install", about, &lines), true)
        .arg(user.help("Make the runs as this user instead of as you"))
        .arg(print.help("Print what would be written, and touch nothing"))
        .args([every(), ping(), file()]);
    with::<Requests>(install)
}

/// The verb that removes what `install` made.
fn uninstall() -> Command {
    let lines = ["schedules uninstall", "schedules uninstall --crontab --json"];
    let about = "Remove what install made: where it is said, else everywhere";
    places(verb("uninstall", about, &lines), false)
}

/// `schedules export`, for a scheduler elsewhere.
fn export() -> Command {
    let lines = ["schedules export --kubernetes --image registry.example.com/nubo:1 > nubo.yaml"];
    let about = "Print what makes a scheduler elsewhere carry out the rules";
    let kubernetes = Arg::new("kubernetes").long("kubernetes").action(ArgAction::SetTrue).help_heading("Where");
    let image = Arg::new("image").long("image").value_name("IMAGE").required(true).help_heading("Where");
    verb("export", about, &lines)
        .arg(kubernetes.help("A CronJob of Kubernetes, with the files it reads and a volume for what it keeps"))
        .group(ArgGroup::new("place").args(["kubernetes"]).required(true))
        .arg(image.help("The image that has nubo"))
        .args([every(), ping(), file()])
}

/// The command with the places of this machine, one of them at most.
fn places(command: Command, required: bool) -> Command {
    let place = |id: &'static str, help: &'static str| {
        Arg::new(id).long(id).action(ArgAction::SetTrue).help(help).help_heading("Where")
    };
    command
        .arg(place("crontab", "Your crontab"))
        .arg(place("systemd-user", "A timer of your own systemd"))
        .arg(place("systemd-system", "A timer of the system's systemd, for root"))
        .group(ArgGroup::new("place").args(["crontab", "systemd-user", "systemd-system"]).required(required))
}

/// The interval between runs.
fn every() -> Arg {
    let every = Arg::new("every").long("every").value_name("DUR").default_value("5m").help_heading("Which");
    every.help("Make a run this often: minutes that divide an hour, or hours that divide a day")
}

/// The URL that runs call when they begin and end.
fn ping() -> Arg {
    let ping = Arg::new("ping").long("ping").value_name("URL").help_heading("Which");
    ping.help("Have a run ask for URL/start before, and for URL or URL/fail after, as a dead man's switch")
}

/// The file of the rules.
pub(crate) fn file() -> Arg {
    let file = Arg::new("file").long("file").value_name("FILE").help_heading("Which");
    file.help("Read the rules here (- for stdin) instead of from schedules.toml beside config.toml")
}
