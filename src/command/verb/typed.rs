//! The inputs typed beside the targets: flags from the command line, from a file, secrets from a prompt.
//! An input that cannot be understood is refused before any request.

use clap::ArgMatches;

use crate::{
    cli::{file_id, flag_id},
    config::BOM,
    error::{Error, Kind, Result},
    fleet::Raw,
    model::{Action, Flag, FlagKind, NEW, Query, public_key},
    provider::Noun,
};

use super::super::{
    context::Context,
    operation::{content, secret_in},
};

/// The variant of a verb that its flags choose.
///
/// # Errors
/// `usage` when a verb that only has variants got none.
pub(crate) fn chosen(noun: &'static Noun, word: &str, args: &ArgMatches) -> Result<&'static Action> {
    let variants = || noun.actions.iter().filter(|action| action.word == word);
    let by_flag = variants().find(|action| action.flag.is_some_and(|flag| is_typed(args, flag)));
    let plain = variants().find(|action| action.flag.is_none());
    let action = by_flag.or(plain);
    let flags = || variants().filter_map(|action| action.flag).map(|flag| format!("--{flag}")).collect::<Vec<_>>();
    action.copied().ok_or_else(|| Error::usage(format!("{word} needs one of {}", flags().join(", "))))
}

/// True when a flag was typed.
fn is_typed(args: &ArgMatches, flag: &str) -> bool {
    matches!(args.value_source(&flag_id(flag)), Some(clap::parser::ValueSource::CommandLine))
}

/// The values of an action's flags, as they were typed; secrets and files are read.
///
/// # Errors
/// `usage` for a flag of another variant, and for a required flag that is missing.
pub(crate) fn raw(
    noun: &'static Noun,
    context: &Context,
    action: &'static Action,
    args: &ArgMatches,
) -> Result<Vec<Raw>> {
    let mut found = Vec::new();
    let of_word = noun.actions.iter().filter(|other| other.word == action.word);
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
            None if flag.required && flag.kind == FlagKind::Words => {
                found.push(Raw { flag, values: vec![words(context, action, flag)?] });
            }
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

/// The values of a question's flags, as they were typed.
///
/// # Errors
/// `usage` for a required flag that is missing.
pub(crate) fn of_query(query: &'static Query, args: &ArgMatches) -> Result<Vec<Raw>> {
    let missing = |flag: &&Flag| flag.required && typed(flag, args).is_none();
    if let Some(flag) = query.takes.iter().find(missing) {
        return Err(Error::usage(format!("{} needs --{}", query.word, flag.name)));
    }
    Ok(query.takes.iter().filter_map(|flag| Some(Raw { flag, values: typed(flag, args)? })).collect())
}

/// True when a question is asked of what there is not yet, by flags that describe it.
pub(crate) fn describes_new(query: &Query, args: &ArgMatches) -> bool {
    query.describes() && is_typed(args, NEW)
}

/// The values of one flag, if it was typed.
pub(crate) fn typed(flag: &Flag, args: &ArgMatches) -> Option<Vec<String>> {
    let id = flag_id(flag.name);
    if flag.kind == FlagKind::Words && is_typed(args, &format!("{}-file", flag.name)) {
        let file = args.get_one::<String>(&file_id(flag.name));
        return file.map(|file| vec![format!("{FROM_FILE}{file}")]);
    }
    if !is_typed(args, flag.name) {
        return None;
    }
    if flag.kind.is_switch() {
        return Some(Vec::new());
    }
    args.get_many::<String>(&id).map(|values| values.cloned().collect())
}

/// The values with files and secrets read.
fn read(context: &Context, flag: &Flag, values: Vec<String>) -> Result<Vec<String>> {
    let file = || values.first().map_or("-", String::as_str);
    match flag.kind {
        FlagKind::Secret => Ok(vec![secret_in(context, file())?]),
        FlagKind::Content => Ok(vec![script(context, flag, &text_of(file())?)?]),
        FlagKind::PublicKey => Ok(vec![public_key(&String::from_utf8_lossy(&content(file())?))?]),
        FlagKind::Words => {
            let text = match file().strip_prefix(FROM_FILE) {
                Some(file) => text_of(file)?.trim_start_matches(BOM).to_owned(),
                None => file().to_owned(),
            };
            if text.trim().is_empty() {
                return Err(Error::usage(format!("--{} says nothing", flag.name)));
            }
            Ok(vec![text])
        }
        FlagKind::Pairs => {
            let whole = |value: &String| value.split_once('=').is_some_and(|(key, _)| !key.trim().is_empty());
            match values.iter().find(|value| !whole(value)) {
                Some(value) => Err(Error::usage(format!("--{} takes {}, not \"{value}\"", flag.name, flag.value))),
                None => Ok(values),
            }
        }
        FlagKind::Files => {
            for file in &values {
                std::fs::File::open(file).map_err(|e| Error::usage(format!("cannot read {file}: {e}")))?;
            }
            Ok(values)
        }
        FlagKind::Named(_) | FlagKind::AllNamed(_) if values.iter().any(|value| value.trim().is_empty()) => {
            Err(Error::usage(format!("--{} names nothing", flag.name)))
        }
        _ => Ok(values),
    }
}

/// What a machine carries out, which must be something; what may keep it from working is told.
fn script(context: &Context, flag: &Flag, text: &str) -> Result<String> {
    let bare = text.strip_prefix(BOM).unwrap_or(text);
    if bare.trim().is_empty() {
        return Err(Error::usage(format!("--{} is empty", flag.name)));
    }
    if bare.len() < text.len() {
        context.console.notice(&format!("--{}: the byte order mark before it is left out", flag.name));
    }
    if bare.contains("\r\n") {
        let why = "its lines end as on Windows (CRLF), which a shell script does not survive";
        context.console.warning(&format!("--{}: {why}", flag.name));
    }
    Ok(bare.to_owned())
}

/// Stands before the name of a file in place of the words themselves; no argument can hold it.
const FROM_FILE: &str = "\0file:";

/// The text of a file, or of stdin, without the line feeds at its end.
fn text_of(file: &str) -> Result<String> {
    let text = String::from_utf8(content(file)?).map_err(|_| Error::usage(format!("{file} is no text")))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Words of one's own that were not typed: written in an editor, where that can be.
fn words(context: &Context, action: &Action, flag: &Flag) -> Result<String> {
    let hint = format!("give it with --{} or --{}-file", flag.name, flag.name);
    if !context.console.can_ask() {
        return Err(Error::usage(format!("{} needs --{}", action.word, flag.name)).hint(hint));
    }
    let (text, file) = super::editor::write(action.about).map_err(|error| error.hint(hint))?;
    context.draft.replace(Some(file));
    Ok(text)
}

/// The names and flags of a file given with `--from`.
fn from_file(action: &Action, args: &ArgMatches) -> Result<Vec<(String, Vec<String>)>> {
    let Some(file) = args.try_get_one::<String>("from").ok().flatten() else { return Ok(Vec::new()) };
    let bytes = content(file)?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches(BOM);
    let table: serde_json::Map<String, serde_json::Value> = if text.trim_start().starts_with('{') {
        serde_json::from_str(text).map_err(|e| Error::usage(format!("{file}: {e}")))?
    } else {
        toml_edit::de::from_str(text).map_err(|e| Error::usage(format!("{file}: {}", e.message())))?
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
            serde_json::Value::Bool(false) if flag.kind.is_switch() => continue,
            serde_json::Value::Bool(true) if flag.kind.is_switch() => Vec::new(),
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
