//! The inputs of an operation as they were typed: arguments by kind, secrets from files or the keyboard, and bodies of
//! the caller's own.
//! No secret is ever an argument.

use clap::ArgMatches;

use crate::{
    cli,
    command::context::Context,
    config::BOM,
    error::{Error, Result},
    model::{nearest, parse_offset},
    provider::{Arg, ArgKind, Inputs, Operation, Provider},
};

use super::own_flags::OwnFlags;

/// Refuses a body of the caller's own where it could have the effect of a graver operation on the same path.
pub(crate) fn bodies_are_tame(provider: &dyn Provider, operation: &Operation) -> Result<()> {
    let same = |o: &&&Operation| o.method == operation.method && o.path == operation.path;
    match provider.operations().iter().filter(same).find(|o| o.gravity() > operation.gravity()) {
        None => Ok(()),
        Some(graver) => {
            let (group, word) = cli::words(graver);
            let why = format!("a body of your own could make {} do what {} does", operation.id, graver.id);
            Err(Error::usage(why).hint(format!("call that one: nubo {} {group} {word} --body FILE", provider.id())))
        }
    }
}

/// The arguments that were typed; secrets are read from files or asked for.
pub(crate) fn inputs(
    context: &Context,
    operation: &'static Operation,
    own: &OwnFlags,
    args: &ArgMatches,
) -> Result<Inputs> {
    let mut inputs = Inputs::none();
    for name in operation.placeholders() {
        let value = args.get_one::<String>(&cli::id(name)).cloned().unwrap_or_default();
        // What would be written to a wrong place is refused before anybody is asked to agree to it.
        if operation.segments.iter().any(|arg| arg.name == name && arg.kind == ArgKind::Offset) {
            parse_offset(&value)?;
        }
        inputs = inputs.text(name, value);
    }
    for arg in operation.args {
        let id = cli::id(arg.name);
        let typed = args.get_many::<String>(&id).map(|values| values.cloned().collect::<Vec<_>>());
        if !own.force_value {
            typed.iter().flatten().try_for_each(|value| documented(arg, value))?;
        }
        inputs = match (arg.kind, typed) {
            (ArgKind::Secret, Some(files)) => {
                inputs.text(arg.name, secret_in(context, files.first().map_or("-", String::as_str))?)
            }
            (ArgKind::Secret, None) if arg.required && own.body.is_none() => {
                inputs.text(arg.name, context.console.ask_secret(&cli::kebab(arg.name))?)
            }
            (_, None) => inputs,
            (ArgKind::List(_), Some(values)) => inputs.texts(arg.name, values),
            (ArgKind::Map | ArgKind::Open, Some(values)) => {
                inputs.pairs(arg.name, pairs(&cli::flag_name(arg), values)?)
            }
            (_, Some(values)) => inputs.text(arg.name, values.into_iter().next().unwrap_or_default()),
        };
    }
    Ok(inputs)
}

/// Refuses a value that is none of those its document enumerates.
fn documented(arg: &Arg, value: &str) -> Result<()> {
    if arg.values.is_empty() || arg.values.contains(&value) {
        return Ok(());
    }
    let sentence = format!("--{} \"{value}\" is none of {}", cli::flag_name(arg), arg.values.join(", "));
    let near =
        nearest(value, arg.values.iter().copied()).map_or_else(String::new, |near| format!("did you mean {near}? "));
    Err(Error::usage(sentence).hint(format!("{near}--force-value sends it all the same")))
}

/// The first line of a file, or of stdin.
pub(crate) fn secret_in(context: &Context, file: &str) -> Result<String> {
    if file == "-" {
        return context.console.read_secret_stdin();
    }
    let text = std::fs::read_to_string(file).map_err(|e| Error::usage(format!("cannot read {file}: {e}")))?;
    Ok(text.trim_start_matches(BOM).lines().next().unwrap_or_default().to_owned())
}

fn pairs(flag: &str, values: Vec<String>) -> Result<Vec<(String, String)>> {
    let pair = |value: String| {
        let split = value.split_once('=').map(|(k, v)| (k.to_owned(), v.to_owned()));
        split.ok_or_else(|| Error::usage(format!("--{flag} takes KEY=VALUE, not \"{value}\"")))
    };
    values.into_iter().map(pair).collect()
}

/// The content of a file, or of stdin.
pub(crate) fn content(file: &str) -> Result<Vec<u8>> {
    let read = |e: std::io::Error| Error::usage(format!("cannot read {file}: {e}"));
    if file == "-" {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes).map_err(read)?;
        return Ok(bytes);
    }
    std::fs::read(file).map_err(read)
}
