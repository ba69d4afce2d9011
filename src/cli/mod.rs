//! The command tree, built only as deep as it is used.
//! Definitions only; the work of the commands is in `command`.

mod accounts;
mod doctor;
mod flags;
mod history;
mod noun;
mod overview;
mod own;
mod schedules;
mod tree;

use clap::{Args, Command};

use crate::{
    model::{
        Backup, Balance, Client, Contact, Currency, Domain, Drive, Firewall, Flavor, Group, Host, Image, Instance,
        Invoice, Ip, Job, Key, Network, Price, Region, Service, Snapshot, Subscription, Ticket, Transaction, Usage,
    },
    provider::ALL,
};

pub use accounts::{AccountName, AddAccount, Login, SecretSource, TestAccounts, UseAccount};
pub use doctor::DoctorArgs;
pub use flags::{Changing, Globals, Looks, Requests, Selecting, Stopping};
pub use history::{ChangeFilter, ChangeId};
pub use noun::{file_id, flag_id};
pub use overview::{InboxArgs, RunwayArgs};
pub use own::{
    ApiArgs, CompletionsArgs, OperationFilter, OperationName, ProvidersArgs, SCHEMAS, SchemaArgs, ServeArgs, SumBy,
    TotalArgs,
};
pub use tree::{example, flag_name, id, kebab, words};

/// A first line, examples to paste, the usage, then the flags in groups.
const TEMPLATE: &str = "{about}\n\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

const EXIT_CODES: &str = "Exit codes:
  0 done             1 failed        2 usage         3 not found     4 denied
  5 unavailable      6 partial       7 conflict      8 timeout       9 unsupported
  10 refused         11 check        12 config       130, 143 interrupted";

/// A noun: its word, its singular, what it is, and its verbs.
type NounEntry = (&'static str, &'static str, &'static str, fn(Command) -> Command);

/// Every noun that providers have.
const NOUNS: [NounEntry; 22] = [
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
    ("invoices", "invoice", "Invoices: list, show, download, pay, total", |c| noun::verbs::<Invoice>(own::totals(c))),
    ("transactions", "transaction", "The ledger of an account (CloudSigma)", noun::verbs::<Transaction>),
    ("subscriptions", "subscription", "Resources paid ahead: calculate, create, extend", noun::verbs::<Subscription>),
    ("services", "service", "What is rented from a portal: prices, upgrades, traffic", noun::verbs::<Service>),
    ("domains", "domain", "Domain names: list, show, check", noun::verbs::<Domain>),
    ("tickets", "ticket", "Support: read, open, reply, close", |c| noun::verbs::<Ticket>(own::departments(c))),
    ("contact", "contacts", "Your contact details at a provider: show, set", noun::verbs::<Contact>),
    ("clients", "client", "The clients of a portal, for those who run one (Fleio)", noun::verbs::<Client>),
];

/// A word that is a command, what it shows, and its flags.
type SingleEntry = (&'static str, &'static str, fn(Command) -> Command);

/// The nouns that each account has one of: the word is a command.
const SINGLES: [SingleEntry; 4] = [
    ("balance", "What each account has and owes", own::single::<Balance>),
    ("usage", "What is used now, or in this billing cycle", own::single::<Usage>),
    ("pricing", "What things cost now (CloudSigma)", own::single::<Price>),
    ("currencies", "The currencies a provider deals in (CloudSigma)", own::single::<Currency>),
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
    let root = SINGLES
        .iter()
        .fold(root, |root, (name, about, flags)| root.subcommand(Command::new(*name).about(*about).defer(*flags)));
    let root = root
        .subcommand(
            Command::new("runway")
                .about("Show how long the money lasts and what must be paid soon")
                .defer(overview::runway),
        )
        .subcommand(Command::new("inbox").about("Show new replies and invoices of all accounts").defer(overview::inbox))
        .subcommand(Command::new("whoami").about("Show who your accounts belong to").defer(own::whoami))
        .subcommand(
            noun(
                "accounts",
                "account",
                "The accounts nubo knows: add, list, show, use, remove, test, login, set-secret",
            )
            .defer(accounts::verbs),
        )
        .subcommand(Command::new("providers").about("Show which provider can do what").defer(own::providers))
        .subcommand(
            group(Command::new("operations").about("The catalogue of all operations: list, show"))
                .defer(own::operations),
        )
        .subcommand(
            group(Command::new("history").about("What was changed from this machine: list, show"))
                .defer(history::verbs),
        )
        .subcommand(
            noun("schedules", "schedule", "When machines run, by rules: check, preview, plan, apply, install and more")
                .defer(schedules::verbs),
        );
    with::<Globals>(trees(about_nubo(root)))
}

/// The commands about nubo itself, and the one that passes by its nouns.
fn about_nubo(root: Command) -> Command {
    root.subcommand(Command::new("api").about("Send any request to an account").defer(own::api))
        .subcommand(
            Command::new("schema")
                .about("Describe what --json prints: JSON Schema of a noun's records")
                .defer(own::schema),
        )
        .subcommand(
            Command::new("doctor")
                .about("Check configuration, permissions, secrets, accounts, clock and schedules")
                .defer(doctor::doctor),
        )
        .subcommand(
            Command::new("completions")
                .about("Print the script that makes a shell complete nubo's commands")
                .defer(own::completions),
        )
        .subcommand(
            Command::new("sandbox")
                .about("The pretend clouds behind --sandbox: serve them, start them over, list what they answer")
                .defer(own::sandbox),
        )
}

/// The providers' own trees.
fn trees(root: Command) -> Command {
    ALL.into_iter().fold(root, |root, provider| {
        let about = format!("Every operation of {}", provider.facts().api);
        let tree = Command::new(provider.id()).aliases(provider.facts().aliases).about(about);
        root.subcommand(tree.defer(tree::groups))
    })
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
