//! nubo's own commands: their verbs and flags, built when they are named.
//! Their work is in `command`, one file each.

use clap::{Args, Command, ValueEnum, builder::PossibleValuesParser, value_parser};

use crate::provider::{INVOICES, NOUNS, ids};

use super::{
    described,
    flags::{Changing, Requests, Selecting},
    group, verb, with,
};

// The flag of `invoices total` beside those of a list.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct TotalArgs {
    /// Add up by account, month or currency; never over two currencies
    #[arg(long, value_name = "WHAT", default_value = "account", help_heading = "Which")]
    pub by: SumBy,
}

// The ways to add invoices up. No variant has documentation, which clap would print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SumBy {
    Account,
    Month,
    Currency,
}

/// `invoices total`
pub(crate) fn totals(command: Command) -> Command {
    let lines =
        ["invoices total --since 2026-01-01", "invoices total --by month -o csv", "invoices total --by currency"];
    let total =
        verb("total", "Add invoices up, for bookkeeping, without drafts and what was cancelled or refunded", &lines);
    command.subcommand(super::noun::listing(&INVOICES, with::<TotalArgs>(total)))
}

// The flag of `providers`.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct ProvidersArgs {
    /// Show the presets instead
    #[arg(long)]
    pub presets: bool,
}

pub(crate) fn providers(command: Command) -> Command {
    let lines = ["providers", "providers --presets", "providers --json"];
    with::<Selecting>(with::<ProvidersArgs>(described(command, &lines)))
}

// The flags that choose among operations.
#[derive(Args, Clone, Debug)]
pub(crate) struct OperationFilter {
    /// Only those of this provider
    #[arg(long, value_name = "PROVIDER", value_parser = ids(), hide_possible_values = true)]
    pub provider: Option<String>,
    /// Only those with this effect: read, change, create, destroy, pay
    #[arg(long, value_name = "EFFECT", value_parser = ["read", "change", "create", "destroy", "pay"], hide_possible_values = true)]
    pub effect: Option<String>,
    /// Only those so well known: documented, observed, inferred
    #[arg(long, value_name = "CONFIDENCE", value_parser = ["documented", "observed", "inferred"], hide_possible_values = true)]
    pub confidence: Option<String>,
    /// Only those with this in their id, path or description
    #[arg(long, value_name = "TEXT")]
    pub text: Option<String>,
}

// The operation that `operations show` is about.
#[derive(Args, Clone, Debug)]
pub(crate) struct OperationName {
    /// The provider
    #[arg(value_name = "PROVIDER")]
    pub provider: String,
    /// The operation's id
    #[arg(value_name = "ID")]
    pub id: String,
}

pub(crate) fn operations(command: Command) -> Command {
    let lines = ["operations list --provider cloudsigma --effect pay", "operations list --text rescue --json"];
    let list = verb("list", "List operations", &lines).alias("ls");
    let lines = ["operations show cloudsigma drives.clone"];
    let show = verb("show", "Show an operation and the request it would send", &lines);
    command.subcommand(with::<Selecting>(with::<OperationFilter>(list))).subcommand(with::<OperationName>(show))
}

// The request that `api` sends.
#[derive(Args, Clone, Debug)]
pub(crate) struct ApiArgs {
    /// The account
    #[arg(value_name = "ACCOUNT")]
    pub name: String,
    /// GET, POST, PUT, PATCH or DELETE
    #[arg(value_name = "METHOD")]
    pub method: String,
    /// The path below the account's url
    #[arg(value_name = "PATH")]
    pub path: String,
    /// A text for the query of a GET or DELETE, else for the body
    #[arg(short = 'f', long, value_name = "KEY=VALUE", help_heading = "Request")]
    pub field: Vec<String>,
    /// A JSON value for the query or the body
    #[arg(short = 'F', long, value_name = "KEY:=JSON", help_heading = "Request")]
    pub json_field: Vec<String>,
    /// Another header
    #[arg(long, value_name = "NAME: VALUE", help_heading = "Request")]
    pub header: Vec<String>,
    /// Send this file (or - for stdin) as the body
    #[arg(long, value_name = "FILE", conflicts_with_all = ["field", "json_field"], help_heading = "Request")]
    pub input: Option<String>,
    /// Follow the pages of a list
    #[arg(long, help_heading = "Request")]
    pub paginate: bool,
    /// Print status and headers too
    #[arg(long, help_heading = "Request")]
    pub include: bool,
    /// Show secrets in the reply
    #[arg(long, help_heading = "Request")]
    pub reveal: bool,
    /// Write the reply to this file
    #[arg(long, value_name = "FILE", help_heading = "Request")]
    pub to: Option<String>,
}

pub(crate) fn api(command: Command) -> Command {
    let lines = [
        "api zurich GET /servers/info",
        "api fotbo GET /openstack/instances -f page_size=5 --include",
        "api zurich POST /drives/UUID/set -f name=archive",
    ];
    with::<Requests>(with::<Changing>(with::<ApiArgs>(described(command, &lines))))
}

/// The rows of nubo's own commands that have a schema.
const OWN_SCHEMAS: [&str; 17] = [
    "runway",
    "inbox",
    "schedules",
    "schedules-check",
    "schedules-explain",
    "schedules-preview",
    "schedules-plan",
    "schedules-apply",
    "schedules-holds",
    "schedules-status",
    "schedules-report",
    "schedules-log",
    "accounts",
    "operations",
    "changes",
    "history",
    "doctor",
];

/// Every word that `nubo schema` takes: the nouns, then the rows of nubo's own commands.
pub(crate) fn schemas() -> impl Iterator<Item = &'static str> {
    NOUNS.iter().map(|noun| noun.word).chain(OWN_SCHEMAS)
}

// The argument of `schema`.
#[derive(Args, Clone, Debug)]
pub(crate) struct SchemaArgs {
    /// The noun; all are listed without one
    #[arg(value_name = "NOUN", value_parser = PossibleValuesParser::new(schemas()), conflicts_with_all = ["filter", "sort", "limit", "columns", "no_header", "no_trunc", "utc"])]
    pub noun: Option<String>,
}

pub(crate) fn schema(command: Command) -> Command {
    let command = described(command, &["schema", "schema instances", "schema changes"]);
    with::<Selecting>(with::<SchemaArgs>(command))
}

/// The shells a script can be had for.
const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

// The argument of `completions`.
#[derive(Args, Clone, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_parser = SHELLS)]
    pub shell: String,
}

pub(crate) fn completions(command: Command) -> Command {
    let lines = [
        "completions bash > ~/.local/share/bash-completion/completions/nubo",
        "completions fish > ~/.config/fish/completions/nubo.fish",
    ];
    with::<CompletionsArgs>(described(command, &lines))
}

// The flags of `sandbox serve`.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct ServeArgs {
    /// Use this port and the three after it; any free ones without it
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=65532))]
    pub port: Option<u16>,
    /// Fail one request in N, as a provider in a bad hour does
    #[arg(long, value_name = "N", value_parser = value_parser!(u64).range(1..))]
    pub fail: Option<u64>,
}

pub(crate) fn sandbox(command: Command) -> Command {
    let serve = "Serve the simulated clouds on loopback until interrupted, for other programs";
    let serve = verb("serve", serve, &["sandbox serve --port 8800 --json", "sandbox serve --fail 5"]);
    let operations = "List the operations and how the simulated clouds answer: modelled, or canned";
    let lines = ["sandbox operations --filter answer=canned", "sandbox operations --json"];
    group(described(command, &["sandbox serve --port 8800 --json", "sandbox reset", lines[0]]))
        .subcommand(with::<ServeArgs>(serve))
        .subcommand(verb("reset", "Start the simulated clouds over", &["sandbox reset"]))
        .subcommand(with::<Selecting>(verb("operations", operations, &lines)))
}
