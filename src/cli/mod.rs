//! What can be typed: the command tree, built only as deep as it is used.
//! Definitions only; what commands do is in `command`.

mod accounts;
mod flags;
mod history;
mod noun;
mod tree;

use clap::{Arg, ArgAction, Args, Command, builder::PossibleValuesParser, value_parser};

use crate::model::{
    Backup, Drive, Firewall, Flavor, Group, Host, Image, Instance, Invoice, Ip, Job, Key, Network, Region, Snapshot,
    Ticket,
};

pub use accounts::{AddAccount, SecretSource};
pub use flags::{Changing, Globals, Looks, Requests, Selecting, Stopping};
pub use noun::flag_id;
pub use tree::{example, flag_name, id, kebab, words};

/// A first line, examples to paste, the usage, then the flags in groups.
const TEMPLATE: &str = "{about}\n\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

const EXIT_CODES: &str = "Exit codes:
  0 done             1 failed        2 usage         3 not found     4 denied
  5 unavailable      6 partial       7 conflict      8 timeout       9 unsupported
  10 refused         12 config       130, 143 interrupted";

/// A noun: its word, its singular, what it is, and its verbs.
type NounEntry = (&'static str, &'static str, &'static str, fn(Command) -> Command);

/// Every noun that providers have.
const NOUNS: [NounEntry; 16] = [
    (
        "instances",
        "instance",
        "Machines: create, start, stop, resize, attach, delete and more",
        noun::verbs::<Instance>,
    ),
    ("drives", "drive", "Disks and volumes: create, resize, clone, attach, delete", noun::verbs::<Drive>),
    ("images", "image", "What machines are made from: own, standard, CDs, templates", noun::verbs::<Image>),
    ("snapshots", "snapshot", "Machines as they were at one moment", noun::verbs::<Snapshot>),
    ("backups", "backup", "Backups of machines and their schedules", noun::verbs::<Backup>),
    ("ips", "ip", "Addresses: reserve, assign, reverse names, release", noun::verbs::<Ip>),
    ("networks", "network", "Networks and VLANs", noun::verbs::<Network>),
    ("firewalls", "firewall", "Firewalls and their rules", noun::verbs::<Firewall>),
    ("keys", "key", "Public SSH keys", noun::verbs::<Key>),
    ("regions", "region", "Where machines can be", noun::verbs::<Region>),
    ("flavors", "flavor", "The sizes machines can be bought as", noun::verbs::<Flavor>),
    ("hosts", "host", "The servers that run the machines (ui-vmm)", noun::verbs::<Host>),
    ("groups", "group", "Machines that are started and stopped together (CloudSigma)", noun::verbs::<Group>),
    ("jobs", "job", "What a provider carries out after it has answered", noun::verbs::<Job>),
    ("invoices", "invoice", "Invoices: list, show", noun::verbs::<Invoice>),
    ("tickets", "ticket", "Support tickets: list, show", noun::verbs::<Ticket>),
];

/// The whole tree; nouns fill in their verbs when they are named.
pub fn root() -> Command {
    let lines = [
        "--sandbox instances list",
        "accounts add zurich --provider cloudsigma-zrh --user ops@example.com",
        "instances stop zurich/web-1",
    ];
    let root = verb("nubo", "One command line for the machines you have at several small clouds", &lines)
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(EXIT_CODES);
    let root = NOUNS
        .iter()
        .fold(group(root), |root, (name, alias, about, verbs)| root.subcommand(noun(name, alias, about).defer(*verbs)));
    let root = root
        .subcommand(Command::new("whoami").about("Show who your accounts belong to").defer(whoami))
        .subcommand(
            noun(
                "accounts",
                "account",
                "The accounts nubo knows: add, list, show, use, remove, test, login, set-secret",
            )
            .defer(accounts::verbs),
        )
        .subcommand(Command::new("providers").about("Show which provider can do what").defer(providers))
        .subcommand(
            group(Command::new("operations").about("The catalogue of all operations: list, show")).defer(operations),
        )
        .subcommand(
            group(Command::new("history").about("What was changed from this machine: list, show"))
                .defer(history::verbs),
        )
        .subcommand(Command::new("api").about("Send any request to an account").defer(api))
        .subcommand(Command::new("fleio").about("Every operation of Fleio's API").defer(tree::groups::<0>))
        .subcommand(
            Command::new("cloudsigma").about("Every operation of CloudSigma's API 1.0").defer(tree::groups::<1>),
        )
        .subcommand(
            Command::new("seflow")
                .alias("hostbill")
                .about("Every operation of SeFlow's (HostBill's) API")
                .defer(tree::groups::<2>),
        )
        .subcommand(Command::new("uivmm").about("Every operation of ui-vmm's API").defer(tree::groups::<3>))
        .subcommand(
            Command::new("schema").about("Describe what --json prints: JSON Schema of a noun's records").defer(schema),
        )
        .subcommand(
            Command::new("completions")
                .about("Print the script that makes a shell complete nubo's commands")
                .defer(completions),
        )
        .subcommand(
            Command::new("sandbox")
                .about("The pretend clouds behind --sandbox: serve them, start them over, list what they answer")
                .defer(sandbox),
        );
    with::<Globals>(root)
}

/// A command with its first line and its examples.
fn verb(name: &'static str, about: impl Into<String>, lines: &[&str]) -> Command {
    described(Command::new(name).about(about.into()), lines)
}

/// The command with a group of flags, whose own description must not become the command's.
fn with<A: Args>(command: Command) -> Command {
    let about = command.get_about().cloned().unwrap_or_default();
    A::augment_args(command).about(about)
}

/// The form of every help: examples stand above the usage.
fn described(command: Command, lines: &[&str]) -> Command {
    let lines: Vec<String> = lines.iter().map(|line| format!("  nubo {line}")).collect();
    command.help_template(TEMPLATE).before_help(format!("Examples:\n{}\n\n", lines.join("\n")))
}

/// A command that is nothing without one of its verbs.
fn group(command: Command) -> Command {
    command.subcommand_required(true).arg_required_else_help(true).disable_help_subcommand(true)
}

fn noun(name: &'static str, alias: &'static str, about: &'static str) -> Command {
    group(Command::new(name).alias(alias).about(about))
}

fn whoami(command: Command) -> Command {
    let command = described(command, &["whoami", "whoami -a zurich --json"]);
    with::<Requests>(with::<Selecting>(command))
}

fn providers(command: Command) -> Command {
    let presets = Arg::new("presets").long("presets").action(ArgAction::SetTrue).help("Show the presets instead");
    with::<Selecting>(described(command, &["providers", "providers --presets", "providers --json"]).arg(presets))
}

fn operations(command: Command) -> Command {
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

fn api(command: Command) -> Command {
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

/// The nouns whose JSON has a schema.
pub const SCHEMAS: [&str; 21] = [
    "instances",
    "drives",
    "images",
    "snapshots",
    "backups",
    "ips",
    "networks",
    "firewalls",
    "keys",
    "regions",
    "flavors",
    "hosts",
    "groups",
    "jobs",
    "invoices",
    "tickets",
    "whoami",
    "accounts",
    "operations",
    "changes",
    "history",
];

fn schema(command: Command) -> Command {
    let noun = Arg::new("noun").value_name("NOUN").value_parser(SCHEMAS).help("The noun; all are listed without one");
    let lists = ["filter", "sort", "limit", "columns", "no_header", "utc"];
    let command = described(command, &["schema", "schema instances", "schema changes"]);
    Selecting::augment_args(command.arg(noun.conflicts_with_all(lists)))
}

/// The shells a script can be had for.
pub const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

fn completions(command: Command) -> Command {
    let lines = [
        "completions bash > ~/.local/share/bash-completion/completions/nubo",
        "completions fish > ~/.config/fish/completions/nubo.fish",
    ];
    let shell = Arg::new("shell").required(true).value_name("SHELL").value_parser(SHELLS).help("The shell");
    described(command, &lines).arg(shell)
}

fn sandbox(command: Command) -> Command {
    let port = Arg::new("port").long("port").value_name("N").value_parser(value_parser!(u16).range(1..=65532));
    let port = port.help("Use this port and the three after it; any free ones without it");
    let serve = "Serve the pretend clouds on loopback until interrupted, for other programs";
    let operations = "List the operations and how the pretend clouds answer: modelled, or canned";
    let lines = ["sandbox operations --filter answer=canned", "sandbox operations --json"];
    group(described(command, &["sandbox serve --port 8800 --json", "sandbox reset", lines[0]]))
        .subcommand(verb("serve", serve, &["sandbox serve", "sandbox serve --port 8800 --json"]).arg(port))
        .subcommand(verb("reset", "Start the pretend clouds over", &["sandbox reset"]))
        .subcommand(with::<Selecting>(verb("operations", operations, &lines)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_whole_tree_is_sound() {
        super::root().debug_assert();
    }

    #[test]
    fn every_command_says_what_it_does() {
        let mut root = super::root();
        root.build();
        let mut seen = std::collections::BTreeMap::new();
        let mut open = vec![(String::new(), &root)];
        while let Some((path, command)) = open.pop() {
            let path = format!("{path} {}", command.get_name());
            open.extend(command.get_subcommands().map(|inner| (path.clone(), inner)));
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            let group = path.split(' ').nth(2).unwrap_or_default().to_owned();
            let other = seen.insert((group, about.clone()), path.clone());
            assert!(!about.is_empty() && other.is_none(), "{path} and {other:?}: {about:?}");
        }
        assert!(
            seen.contains_key(&("instances".to_owned(), "Stop machines, cleanly where the provider can".to_owned())),
            "{seen:?}"
        );
    }
}
