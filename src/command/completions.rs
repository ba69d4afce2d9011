//! `nubo completions SHELL`: a short script by which a shell asks nubo itself for the words that may come next.
//! The folder `completions` holds the scripts too.

use clap::ArgMatches;
use clap_complete::env::Shells;

use crate::{
    cli::CompletionsArgs,
    error::{Error, Kind, Result},
};

use super::{context::Invocation, flags, outcome::Outcome};

/// The variable by which the scripts ask.
pub(crate) const VARIABLE: &str = "NUBO_COMPLETE";

/// The script of a shell.
pub(crate) fn script(shell: &str) -> Result<String> {
    let shells = Shells::builtins();
    let shell = shells.completer(shell).ok_or_else(|| Error::usage(format!("no completion script for \"{shell}\"")))?;
    let mut script = Vec::new();
    shell
        .write_registration(VARIABLE, "nubo", "nubo", "nubo", &mut script)
        .map_err(|e| Error::new(Kind::Failed, format!("no completion script: {e}")))?;
    String::from_utf8(script).map_err(|e| Error::new(Kind::Failed, format!("no completion script: {e}")))
}

/// Prints the script of the shell that was named.
pub(crate) fn print(_: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    let CompletionsArgs { shell } = flags(args)?;
    script(&shell).map(Outcome::text)
}
