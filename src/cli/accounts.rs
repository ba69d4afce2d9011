//! The verbs of `accounts`: the accounts of clouds that are configured on this machine.
//! No flag takes a secret.

use std::path::PathBuf;

use clap::{Args, Command};

use crate::provider::options;

use super::{
    flags::{Looks, Requests, Selecting},
    verb, with,
};

// The account that `accounts add` adds, without its secret.
#[derive(Args, Clone, Debug)]
pub(crate) struct AddAccount {
    /// The account's name, as in zurich
    pub name: String,
    /// A provider or preset: see nubo providers --presets
    #[arg(long, value_name = "PRESET")]
    pub provider: String,
    /// The base URL, where the preset has none
    #[arg(long)]
    pub url: Option<String>,
    #[arg(long, value_name = "URL")]
    pub staff_url: Option<String>,
    /// The user or e-mail address, where the provider wants one
    #[arg(long)]
    pub user: Option<String>,
    /// A command that prints the secret, such as "pass show clouds/zurich"
    #[arg(long, value_name = "COMMAND", conflicts_with_all = ["secret_stdin", "in_file"])]
    pub secret_command: Option<String>,
    #[arg(long, value_name = "WORD")]
    pub scheme: Option<String>,
    /// A PEM file of certificates to trust beside the usual ones
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// Send the secret over plain http to a host that is not this machine
    #[arg(long)]
    pub plain_http: bool,
    /// Refuse every change through this account
    #[arg(long)]
    pub read_only: bool,
}

// The way a secret is given to a command.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct SecretSource {
    /// Read the secret from stdin instead of asking
    #[arg(long)]
    pub secret_stdin: bool,
    /// Keep the secret without trying it
    #[arg(long)]
    pub no_verify: bool,
    /// Keep the secret in the credentials file, where cron finds it too, not in the keyring
    #[arg(long)]
    pub in_file: bool,
}

// The account that a verb is about.
#[derive(Args, Clone, Debug)]
pub(crate) struct AccountName {
    /// The account
    #[arg(value_name = "NAME")]
    pub name: String,
}

// The account that is made the default, or none.
#[derive(Args, Clone, Debug)]
pub(crate) struct UseAccount {
    /// The account
    #[arg(value_name = "NAME", required_unless_present = "none")]
    pub name: Option<String>,
    /// Have no default account
    #[arg(long, conflicts_with = "name")]
    pub none: bool,
}

// The accounts that are tried.
#[derive(Args, Clone, Debug)]
pub(crate) struct TestAccounts {
    /// The accounts; all without a name
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
}

// The user who logs in, and the way the password is given.
#[derive(Args, Clone, Debug)]
pub(crate) struct Login {
    /// The account
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The user to log in as, unless the account names one
    #[arg(long, value_name = "USER")]
    pub user: Option<String>,
    /// Read the password from stdin instead of asking
    #[arg(long)]
    pub secret_stdin: bool,
}

/// Adds the verbs.
pub(crate) fn verbs(command: Command) -> Command {
    let list = verb("list", "List the accounts", &["accounts list", "accounts list --json"]).alias("ls");
    let show = verb("show", "Show an account and where its secret is", &["accounts show zurich"]);
    let remove = verb("remove", "Forget an account and its stored secret", &["accounts remove zurich"]).alias("rm");
    command
        .subcommand(add())
        .subcommand(with::<Selecting>(list))
        .subcommand(with::<Looks>(with::<AccountName>(show)))
        .subcommand(make_default())
        .subcommand(with::<AccountName>(remove))
        .subcommand(test())
        .subcommand(login())
        .subcommand(set_secret())
}

fn add() -> Command {
    let lines = [
        "accounts add zurich --provider cloudsigma-zrh --user ops@example.com",
        "accounts add fotbo --provider fotbo --secret-stdin < token.txt",
        "accounts add lab --provider uivmm --url https://lab.example.com/api --secret-command \"pass show lab\"",
    ];
    let add = verb("add", "Add an account and check its secret", &lines);
    let add = with::<Requests>(with::<SecretSource>(with::<AddAccount>(add)));
    // The keys that only some providers have are explained by their provider.
    add.mut_args(|arg| match options().find(|option| arg.get_id() == option.key) {
        Some(option) => arg.help(option.about),
        None => arg,
    })
}

fn make_default() -> Command {
    let lines = ["accounts use zurich", "accounts use --none"];
    with::<UseAccount>(verb("use", "Make an account the default", &lines))
}

fn test() -> Command {
    let lines = ["accounts test", "accounts test zurich --json"];
    let test = verb("test", "Check that accounts can be reached and their secrets work", &lines);
    with::<Requests>(with::<Looks>(with::<TestAccounts>(test)))
}

fn login() -> Command {
    let about = "Log in with user and password, and keep the token as the account's secret";
    with::<Requests>(with::<Login>(verb("login", about, &["accounts login lab --user ops"])))
}

fn set_secret() -> Command {
    let lines = ["accounts set-secret zurich", "accounts set-secret zurich --secret-stdin < secret.txt"];
    let set = verb("set-secret", "Store another secret for an account", &lines);
    with::<Requests>(with::<SecretSource>(with::<AccountName>(set)))
}
