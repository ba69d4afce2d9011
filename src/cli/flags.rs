//! Flags in groups, so that a command has those that apply to it and no others.
//! Globals have ids that no argument of an operation can have. The groups have plain comments, since clap would print
//! documentation as the help.

use std::{num::NonZeroUsize, path::PathBuf, time::Duration};

use clap::{ArgAction, Args};

use crate::model::{parse_duration, parse_patience, parse_size};

/// The size in bytes that was typed; its error is a text, as clap expects.
pub(crate) fn size(text: &str) -> Result<u64, String> {
    parse_size(text).map_err(|error| error.details().message.clone())
}

/// The time to wait that was typed; its error is a text, as clap expects.
pub(crate) fn patience(text: &str) -> Result<Duration, String> {
    parse_patience(text).map_err(|error| error.details().message.clone())
}

/// The duration that was typed; its error is a text, as clap expects.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    parse_duration(text).map_err(|e| e.to_string())
}

// Flags that may stand anywhere, also before the noun.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Globals {
    /// Use these accounts [env: NUBO_ACCOUNT]
    #[arg(
        id = "global.account",
        short = 'a',
        long = "account",
        value_name = "NAME",
        value_delimiter = ',',
        global = true,
        help_heading = "Scope"
    )]
    pub account: Vec<String>,
    /// Use all accounts
    #[arg(
        id = "global.all",
        short = 'A',
        long = "all-accounts",
        global = true,
        conflicts_with = "global.account",
        help_heading = "Scope"
    )]
    pub all: bool,
    /// Use the simulated clouds instead of your accounts [env: NUBO_SANDBOX]
    #[arg(id = "global.sandbox", long = "sandbox", global = true, help_heading = "Scope")]
    pub sandbox: bool,
    /// Print as table, wide, json, ndjson, yaml, csv, tsv or name
    #[arg(
        id = "global.output",
        short = 'o',
        long = "output",
        value_name = "FORMAT",
        global = true,
        help_heading = "Output"
    )]
    pub output: Option<String>,
    /// Print JSON: short for -o json
    #[arg(id = "global.json", long = "json", global = true, conflicts_with = "global.output", help_heading = "Output")]
    pub json: bool,
    /// Colour: auto, always or never
    #[arg(id = "global.color", long = "color", value_name = "WHEN", value_parser = ["auto", "always", "never"], hide_possible_values = true, global = true, help_heading = "Output")]
    pub color: Option<String>,
    /// Print only results and errors
    #[arg(id = "global.quiet", short = 'q', long = "quiet", global = true, help_heading = "Global")]
    pub quiet: bool,
    /// Print each request on stderr
    #[arg(id = "global.verbose", short = 'v', long = "verbose", action = ArgAction::Count, global = true, help_heading = "Global")]
    pub verbose: u8,
    /// Show requests and replies on stderr, without secrets
    #[arg(id = "global.debug", long = "debug", global = true, help_heading = "Global")]
    pub debug: bool,
    /// Read this configuration file instead of the usual one
    #[arg(id = "global.config", long = "config", value_name = "FILE", global = true, help_heading = "Global")]
    pub config: Option<PathBuf>,
}

// Flags of every command that sends requests.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Requests {
    /// Give up after this time, as in 90s, 10m, 2h
    #[arg(long, value_name = "DUR", value_parser = patience, help_heading = "Requests")]
    pub timeout: Option<Duration>,
    /// Have at most this many requests under way
    #[arg(long, value_name = "N", help_heading = "Requests")]
    pub parallel: Option<NonZeroUsize>,
    /// Try a read again at most this often
    #[arg(long, value_name = "N", help_heading = "Requests")]
    pub retries: Option<u32>,
    /// Hold at most this much of replies in memory; 256MiB unless said
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = "Requests")]
    pub max_reply: Option<u64>,
    /// Ask no questions, even on a terminal
    #[arg(long, help_heading = "Requests")]
    pub no_input: bool,
}

// Flags of every command that prints a list.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Selecting {
    // Not a doc comment, in which a filter would be code.
    #[arg(help = "Keep what fits, as in state=running, name~web-*, memory_bytes>=2GiB; may be repeated")]
    #[arg(long, value_name = "EXPR", help_heading = "Output")]
    pub filter: Vec<String>,
    /// Sort by these fields, as in name,-created_at
    #[arg(long, value_name = "FIELDS", allow_hyphen_values = true, help_heading = "Output")]
    pub sort: Option<String>,
    /// Print at most this many
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub limit: Option<usize>,
    #[command(flatten)]
    pub looks: Looks,
}

// Flags of every command that prints records, one or many.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Looks {
    /// Print these fields
    #[arg(long, value_name = "FIELDS", help_heading = "Output")]
    pub columns: Option<String>,
    /// Print tables, csv and tsv without their heading
    #[arg(long, help_heading = "Output")]
    pub no_header: bool,
    /// Print tables on a terminal whole, however wide they are
    #[arg(long, help_heading = "Output")]
    pub no_trunc: bool,
    /// Print times whose zone is known in UTC
    #[arg(long, help_heading = "Output")]
    pub utc: bool,
}

// Flags of every command that changes something at a provider.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Changing {
    /// Do not ask for confirmation
    #[arg(short = 'y', long, help_heading = "Change")]
    pub yes: bool,
    /// Show what would be done and stop
    #[arg(short = 'n', long, help_heading = "Change")]
    pub dry_run: bool,
    /// Allow this many targets without asking
    #[arg(long, value_name = "N", help_heading = "Change")]
    pub max_targets: Option<usize>,
    /// Do not wait for the end
    #[arg(long, help_heading = "Change")]
    pub no_wait: bool,
    /// Create or pay although the outcome of one like it is not known
    #[arg(long, help_heading = "Change")]
    pub again: bool,
    /// Go on although the change cannot be written to the history; on a terminal only
    #[arg(long, help_heading = "Change")]
    pub no_journal: bool,
}

// Flags of stopping.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Stopping {
    /// Cut the power when a clean stop has not worked after this time
    #[arg(long, value_name = "DUR", value_parser = patience, help_heading = "Change", conflicts_with_all = ["no_wait", "flag.hard"])]
    pub hard_after: Option<Duration>,
}
