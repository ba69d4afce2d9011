//! nubo's own commands: their verbs and flags, built when they are named.
//! What they do is in `command`, one file each.

use clap::{Arg, ArgAction, Args, Command, builder::PossibleValuesParser, value_parser};

use crate::provider::{INVOICES, NOUNS};

use super::{
    described,
    flags::{Changing, Requests, Selecting},
    group, verb, with,
};

/// `invoices total`
pub fn totals(command: Command) -> Command {
    let lines =
        ["invoices total --since 2026-01-01", "invoices total --by month -o csv", "invoices total --by currency"];
    let by = Arg::new("by").long("by").value_name("WHAT").value_parser(["account", "month", "currency"]);
    let by = by.default_value("account").help_heading("Which").help("What each sum is of; never of two currencies");
    let total =
        verb("total", "Add invoices up, for bookkeeping, without drafts and what was cancelled or refunded", &lines)
            .arg(by);
    command.subcommand(super::noun::listing(&INVOICES, total))
}

pub fn providers(command: Command) -> Command {
    let presets = Arg::new("presets").long("presets").action(ArgAction::SetTrue).help("Show the presets instead");
    with::<Selecting>(described(command, &["providers", "providers --presets", "providers --json"]).arg(presets))
}

pub fn operations(command: Command) -> Command {
    let choice = |id: &'static str, values: &'static [&'static str], help: &'static str| {
        Arg::new(id)
            .long(id)
            .value_name(id.to_uppercase())
            .value_parser(PossibleValuesParser::new(values))
            .hide_possible_values(true)
            .help(help)
    };
    let lines = ["operations list --provider cloudsigma --effect pay", "operations list --text rescue --json"];
    let list = verb("list", "List operations", &lines)
        .alias("ls")
        .arg(choice("provider", &["fleio", "cloudsigma", "seflow", "uivmm"], "Only those of this provider"))
        .arg(choice(
            "effect",
            &["read", "change", "create", "destroy", "pay"],
            "Only those with this effect: read, change, create, destroy, pay",
        ))
        .arg(choice(
            "confidence",
            &["documented", "observed", "inferred"],
            "Only those so well known: documented, observed, inferred",
        ))
        .arg(
            Arg::new("text")
                .long("text")
                .value_name("TEXT")
                .help("Only those with this in their id, path or description"),
        );
    let show =
        verb("show", "Show an operation and the request it would send", &["operations show cloudsigma drives.clone"])
            .arg(Arg::new("provider").value_name("PROVIDER").required(true).help("The provider"))
            .arg(Arg::new("id").value_name("ID").required(true).help("The operation's id"));
    command.subcommand(Selecting::augment_args(list)).subcommand(show)
}

pub fn api(command: Command) -> Command {
    let lines = [
        "api zurich GET /servers/info",
        "api fotbo GET /openstack/instances -f page_size=5 --include",
        "api zurich POST /drives/UUID/set -f name=archive",
    ];
    let field = |id: &'static str, short: char, form: &'static str, help: &'static str| {
        Arg::new(id).short(short).long(id).value_name(form).action(ArgAction::Append).help(help).help_heading("Request")
    };
    let flag = |id: &'static str, help: &'static str| Arg::new(id).long(id).help(help).help_heading("Request");
    let command = described(command, &lines)
        .arg(Arg::new("name").value_name("ACCOUNT").required(true).help("The account"))
        .arg(Arg::new("method").value_name("METHOD").required(true).help("GET, POST, PUT, PATCH or DELETE"))
        .arg(Arg::new("path").value_name("PATH").required(true).help("The path below the account's url"))
        .arg(field("field", 'f', "KEY=VALUE", "A text for the query of a GET or DELETE, else for the body"))
        .arg(field("json-field", 'F', "KEY:=JSON", "The same with a JSON value"))
        .arg(flag("header", "Another header").value_name("NAME: VALUE").action(ArgAction::Append))
        .arg(
            flag("input", "Send this file (or - for stdin) as the body")
                .value_name("FILE")
                .conflicts_with_all(["field", "json-field"]),
        )
        .arg(flag("paginate", "Follow the pages of a list").action(ArgAction::SetTrue))
        .arg(flag("include", "Print status and headers too").action(ArgAction::SetTrue))
        .arg(flag("reveal", "Show secrets in the reply").action(ArgAction::SetTrue))
        .arg(flag("to", "Write the reply to this file").value_name("FILE"));
    Requests::augment_args(Changing::augment_args(command))
}

/// The rows of nubo's own commands that have a schema.
const OWN_SCHEMAS: [&str; 15] = [
    "runway",
    "inbox",
    "schedules",
    "schedules-check",
    "schedules-explain",
    "schedules-preview",
    "schedules-plan",
    "schedules-apply",
    "schedules-holds",
    "schedules-log",
    "accounts",
    "operations",
    "changes",
    "history",
    "doctor",
];

/// Every word that `nubo schema` takes: the nouns, then the rows of nubo's own commands.
pub fn schemas() -> impl Iterator<Item = &'static str> {
    NOUNS.iter().map(|noun| noun.word).chain(OWN_SCHEMAS)
}

pub fn schema(command: Command) -> Command {
    let noun = Arg::new("noun")
        .value_name("NOUN")
        .value_parser(PossibleValuesParser::new(schemas()))
        .help("The noun; all are listed without one");
    let lists = ["filter", "sort", "limit", "columns", "no_header", "utc"];
    let command = described(command, &["schema", "schema instances", "schema changes"]);
    Selecting::augment_args(command.arg(noun.conflicts_with_all(lists)))
}

/// The shells a script can be had for.
const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

pub fn completions(command: Command) -> Command {
    let lines = [
        "completions bash > ~/.local/share/bash-completion/completions/nubo",
        "completions fish > ~/.config/fish/completions/nubo.fish",
    ];
    let shell = Arg::new("shell").required(true).value_name("SHELL").value_parser(SHELLS).help("The shell");
    described(command, &lines).arg(shell)
}

pub fn sandbox(command: Command) -> Command {
    let port = Arg::new("port").long("port").value_name("N").value_parser(value_parser!(u16).range(1..=65532));
    let port = port.help("Use this port and the three after it; any free ones without it");
    let fail = Arg::new("fail").long("fail").value_name("N").value_parser(value_parser!(u64).range(1..));
    let fail = fail.help("Fail one request in N, as a provider in a bad hour does");
    let serve = "Serve the pretend clouds on loopback until interrupted, for other programs";
    let operations = "List the operations and how the pretend clouds answer: modelled, or canned";
    let lines = ["sandbox operations --filter answer=canned", "sandbox operations --json"];
    group(described(command, &["sandbox serve --port 8800 --json", "sandbox reset", lines[0]]))
        .subcommand(
            verb("serve", serve, &["sandbox serve --port 8800 --json", "sandbox serve --fail 5"]).arg(port).arg(fail),
        )
        .subcommand(verb("reset", "Start the pretend clouds over", &["sandbox reset"]))
        .subcommand(with::<Selecting>(verb("operations", operations, &lines)))
}
