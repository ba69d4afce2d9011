//! What was typed beside the targets: flags from the command line, from a file, secrets from a prompt.
//! What cannot be understood is refused before any request.

use clap::ArgMatches;

use crate::{
    cli::flag_id,
    error::{Error, Kind, Result},
    fleet::Raw,
    model::{Action, Flag, FlagKind},
    provider::Bound,
};

use super::super::{
    context::Context,
    operation::{content, secret_in},
};

/// The variant of a verb that its flags choose.
///
/// # Errors
/// `usage` when a verb that only has variants got none.
pub fn chosen<R: Bound>(word: &str, args: &ArgMatches) -> Result<&'static Action> {
    let variants = || R::ACTIONS.iter().filter(|action| action.word == word);
    let by_flag = variants().find(|action| action.flag.is_some_and(|flag| is_typed(args, flag)));
    let plain = variants().find(|action| action.flag.is_none());
    let action = by_flag.or(plain);
    let flags = || variants().filter_map(|action| action.flag).map(|flag| format!("--{flag}")).collect::<Vec<_>>();
    action.copied().ok_or_else(|| Error::usage(format!("{word} needs one of {}", flags().join(", "))))
}

/// Whether a flag was typed.
fn is_typed(args: &ArgMatches, flag: &str) -> bool {
    matches!(args.value_source(&flag_id(flag)), Some(clap::parser::ValueSource::CommandLine))
}

/// The values of an action's flags, as they were typed; secrets and files are read.
///
/// # Errors
/// `usage` for a flag of another variant, and for what is required and missing.
pub fn raw<R: Bound>(context: &Context, action: &'static Action, args: &ArgMatches) -> Result<Vec<Raw>> {
    let mut found = Vec::new();
    let of_word = R::ACTIONS.iter().filter(|other| other.word == action.word);
    if let Some(stray) =
        of_word.flat_map(|other| other.takes).find(|flag| action.flag(flag.name).is_none() && is_typed(args, flag.name))
    {
        let sentence = format!("--{} means nothing with {}", stray.name, action.name());
        return Err(Error::usage(sentence));
    }
    let from = from_file(action, args)?;
    for flag in action.takes {
        let filed = from.iter().find(|(name, _)| name == flag.name).map(|(_, values)| values.clone());
        let typed = typed(flag, args).or(filed);
        match typed {
            Some(values) => found.push(Raw { flag, values: read(context, flag, values)? }),
            None if flag.required && flag.kind == FlagKind::Secret => {
                let hint = format!("name a file, or - for stdin, with --{}", flag.name);
                let asked = context.console.ask_secret("password");
                let asked = asked.map_err(|e| if e.kind() == Kind::Usage { e.hint(hint) } else { e });
                found.push(Raw { flag, values: vec![asked?] });
            }
            None if flag.required => return Err(Error::usage(format!("{} needs --{}", action.word, flag.name))),
            None => {}
        }
    }
    Ok(found)
}

/// The values of one flag, if it was typed.
pub fn typed(flag: &Flag, args: &ArgMatches) -> Option<Vec<String>> {
    let id = flag_id(flag.name);
    if !is_typed(args, flag.name) {
        return None;
    }
    if matches!(flag.kind, FlagKind::Switch | FlagKind::Own) {
        return Some(Vec::new());
    }
    args.get_many::<String>(&id).map(|values| values.cloned().collect())
}

/// The values with files and secrets read.
fn read(context: &Context, flag: &Flag, values: Vec<String>) -> Result<Vec<String>> {
    let file = || values.first().map_or("-", String::as_str);
    match flag.kind {
        FlagKind::Secret => Ok(vec![secret_in(context, file())?]),
        FlagKind::Content => {
            let bytes = content(file())?;
            let text = String::from_utf8(bytes).map_err(|_| Error::usage(format!("{} is no text", file())))?;
            Ok(vec![text.trim_end_matches(['\r', '\n']).to_owned()])
        }
        FlagKind::Named(_) | FlagKind::AllNamed(_) if values.iter().any(|value| value.trim().is_empty()) => {
            Err(Error::usage(format!("--{} names nothing", flag.name)))
        }
        _ => Ok(values),
    }
}

/// The names and flags of a file given with `--from`.
fn from_file(action: &Action, args: &ArgMatches) -> Result<Vec<(String, Vec<String>)>> {
    let Some(file) = args.try_get_one::<String>("from").ok().flatten() else { return Ok(Vec::new()) };
    let bytes = content(file)?;
    let text = String::from_utf8_lossy(&bytes);
    let table: serde_json::Map<String, serde_json::Value> = if text.trim_start().starts_with('{') {
        serde_json::from_str(&text).map_err(|e| Error::usage(format!("{file}: {e}")))?
    } else {
        toml_edit::de::from_str(&text).map_err(|e| Error::usage(format!("{file}: {}", e.message())))?
    };
    let mut found = Vec::new();
    for (key, value) in table {
        let name = key.replace('_', "-");
        let flag = action.flag(&name).ok_or_else(|| {
            let known: Vec<&str> = action.takes.iter().map(|flag| flag.name).collect();
            Error::usage(format!("{file}: there is no \"{key}\"")).hint(format!("one of: {}", known.join(" ")))
        })?;
        let values = match value {
            serde_json::Value::Array(items) => items.into_iter().map(scalar).collect(),
            serde_json::Value::Bool(false) if flag.kind == FlagKind::Switch => continue,
            serde_json::Value::Bool(true) if flag.kind == FlagKind::Switch => Vec::new(),
            other => vec![scalar(other)],
        };
        found.push((name, values));
    }
    Ok(found)
}

fn scalar(value: serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    }
}
