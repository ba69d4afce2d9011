//! Each provider's own tree: its catalogue as commands, groups and operations built only when they are named.
//! A provider's argument that is named like a flag of nubo's keeps its name; nubo's then begins with `nubo-`.

use std::ffi::OsStr;

use clap::{
    Arg as Flag, ArgAction, Args, Command,
    builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser},
};

use crate::{
    http::{Effect, Method},
    provider::{ALL, Arg, ArgKind, Operation, Provider, ReplyKind, by_id},
};

use super::{
    described,
    flags::{Changing, Looks, Requests, Selecting},
    group, verb,
};

/// The group and the word of an operation, as they are typed.
pub(crate) fn words(operation: &Operation) -> (&'static str, String) {
    let (group, rest) = operation.id.split_once('.').unwrap_or((operation.id, "call"));
    (group, kebab(rest))
}

/// A name on the wire as it is typed: lower case, words joined by hyphens.
pub(crate) fn kebab(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        match c {
            '_' | ':' | '.' | ' ' => out.push('-'),
            c if c.is_ascii_uppercase() => {
                if !out.is_empty() && !out.ends_with('-') {
                    out.push('-');
                }
                out.push(c.to_ascii_lowercase());
            }
            c => out.push(c),
        }
    }
    out
}

/// Adds the groups of the provider that a command is named after.
pub(crate) fn groups(command: Command) -> Command {
    let Some(provider) = by_id(command.get_name()) else { return command };
    let first = provider.operations().iter().find(|o| o.effect == Effect::Read && o.placeholders().next().is_none());
    let lines: Vec<String> = first.map(|operation| example(provider.id(), operation)).into_iter().collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut names: Vec<&'static str> = Vec::new();
    for operation in provider.operations() {
        let (group, _) = words(operation);
        if !names.contains(&group) {
            names.push(group);
        }
    }
    let child = |name: &'static str| {
        let verbs = provider.operations().iter().map(|o| words(o)).filter(|(g, _)| *g == name).map(|(_, w)| w);
        let verbs: Vec<String> = verbs.collect();
        let command = Command::new(name).display_name(full_name(provider, name));
        group(command.about(format!("{name}: {}", verbs.join(", ")))).defer(operations)
    };
    names.into_iter().fold(group(described(command, &lines)), |command, name| command.subcommand(child(name)))
}

/// The display name of a group's command, which tells [`operations`] whose group it is; clap would make the same one.
fn full_name(provider: &dyn Provider, group: &str) -> String {
    format!("nubo-{}-{group}", provider.id())
}

/// Adds the operations of the group that a command is named after.
fn operations(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let is_its = |provider: &&dyn Provider| command.get_display_name() == Some(&*full_name(*provider, &name));
    let Some(provider) = ALL.into_iter().find(is_its) else { return command };
    let of_group = provider.operations().iter().filter(|o| words(o).0 == name);
    of_group.fold(command, |command, operation| command.subcommand(operation_command(provider.id(), operation)))
}

/// The command of one operation.
fn operation_command(provider: &str, operation: &'static Operation) -> Command {
    let example = example(provider, operation);
    let purpose = match operation.warning {
        "" => operation.about.to_owned(),
        warning => format!("{}\n\nMind: {warning}", operation.about),
    };
    let command = verb("operation", purpose, &[&example]).name(words(operation).1);
    let footer = format!(
        "{} {} - effect: {}, {}: {}",
        operation.method.word(),
        operation.path,
        operation.effect.word(),
        operation.confidence.word(),
        operation.source
    );
    let command = operation.placeholders().fold(command.after_help(footer), |command, name| {
        let place = Flag::new(id(name)).value_name(name.to_uppercase()).required(true).help_heading("Arguments");
        let known = operation.segments.iter().find(|arg| arg.name == name).map(about);
        command.arg(known.into_iter().fold(place, Flag::help))
    });
    let command = operation.args.iter().fold(command, |command, arg| with(command, arg, takes_body(operation)));
    let own = Requests::augment_args(own_flags(operation, Command::new("")));
    let command =
        own.get_arguments().fold(command, |command, flag| command.arg(out_of_the_way(operation, flag.clone())));
    let command = own.get_groups().fold(command, |command, group| command.group(group.clone()));
    operation.args.iter().fold(command, shadow)
}

/// nubo's own flags that apply to an operation.
fn own_flags(operation: &Operation, command: Command) -> Command {
    let lists = matches!(operation.reply, ReplyKind::Objects | ReplyKind::Values);
    let command = if lists { Selecting::augment_args(command) } else { Looks::augment_args(command) };
    let command =
        if operation.effect == Effect::Read { command.arg(agreed()) } else { Changing::augment_args(command) };
    let flag = |id: &'static str, help: &'static str| Flag::new(id).long(id).help(help).help_heading("Request");
    let body = flag("body", "Send this file (or - for stdin) as the whole body").value_name("FILE");
    let body = body.conflicts_with_all(operation.args.iter().map(|arg| id(arg.name)));
    let to = flag("to", "Write what comes back to this file").value_name("FILE");
    let reveal = flag("reveal", "Show secrets in the reply").action(ArgAction::SetTrue);
    let command = if takes_body(operation) { command.arg(body) } else { command };
    let command = if operation.reply == ReplyKind::Binary { command.arg(to) } else { command };
    let kept =
        flag("secret-to", "Write the reply with its secret to this file, for nobody else to read").value_name("FILE");
    let pictures =
        flag("to", "Write the pictures to files that begin with this, as in FILE-1-daily.png").value_name("FILE");
    let command = if operation.pictures.is_empty() { command } else { command.arg(pictures) };
    let command = if operation.told_once { command.arg(kept) } else { command };
    let forced = flag("force-value", "Send values that the document does not name").action(ArgAction::SetTrue);
    let enumerates = operation.args.iter().any(|arg| !arg.values.is_empty());
    let command = if enumerates { command.arg(forced) } else { command };
    command.arg(reveal)
}

/// The flag `--yes` of a reading operation: needed only where an account has it elsewhere, and refused otherwise.
fn agreed() -> Flag {
    Flag::new("yes").short('y').long("yes").action(ArgAction::SetTrue).hide(true)
}

/// True when a body of the caller's own may replace the arguments: not where there is none, nor where fixed values
/// decide the effect of the operation.
fn takes_body(operation: &Operation) -> bool {
    let has_one = !matches!(operation.method, Method::Get | Method::Delete);
    has_one && !operation.args.is_empty() && operation.fixed.is_empty()
}

/// The id of an operation's argument, which no flag of nubo's has.
pub(crate) fn id(name: &str) -> String {
    format!("arg.{name}")
}

/// One of nubo's flags, renamed where an argument of the operation has its name.
fn out_of_the_way(operation: &Operation, flag: Flag) -> Flag {
    let taken = operation.args.iter().map(flag_name).find(|name| flag.get_long() == Some(name));
    match taken {
        Some(name) => flag.long(format!("nubo-{name}")),
        None => flag,
    }
}

/// Hides the global flag that an argument is named like; the global one can still stand before the provider.
fn shadow(command: Command, arg: &'static Arg) -> Command {
    let globals = ["account", "sandbox", "output", "json", "color", "quiet", "verbose", "debug", "config"];
    match globals.iter().find(|name| **name == flag_name(arg)) {
        Some(name) => command.arg(Flag::new(format!("global.{name}")).long(format!("nubo-{name}")).hide(true)),
        None => command,
    }
}

/// The flag of an argument; a secret is only ever named by the file it is in.
pub(crate) fn flag_name(arg: &Arg) -> String {
    if arg.kind == ArgKind::Secret { format!("{}-file", kebab(arg.name)) } else { kebab(arg.name) }
}

fn with(command: Command, arg: &'static Arg, or_body: bool) -> Command {
    let flag = Flag::new(id(arg.name)).long(flag_name(arg)).help_heading("Arguments").help(about(arg));
    let needed = arg.required && arg.kind != ArgKind::Secret;
    let flag = match (needed, or_body) {
        (true, true) => flag.required_unless_present("body"),
        (needed, _) => flag.required(needed),
    };
    let flag = match arg.kind {
        ArgKind::PublicKey => flag.value_name("KEY"),
        ArgKind::Text => flag.value_name("TEXT").allow_hyphen_values(true),
        ArgKind::Integer => flag.value_name("N").allow_negative_numbers(true),
        ArgKind::Size | ArgKind::Offset => flag.value_name("SIZE"),
        ArgKind::Json => flag.value_name("JSON"),
        ArgKind::File | ArgKind::Secret => flag.value_name("FILE"),
        ArgKind::Map | ArgKind::Open => flag.value_name("KEY=VALUE").action(ArgAction::Append),
        ArgKind::List(_) => flag.value_name("TEXT").action(ArgAction::Append).value_delimiter(','),
        ArgKind::Bool => flag
            .value_name("BOOL")
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
            .value_parser(PossibleValuesParser::new(["true", "false"])),
    };
    command.arg(if arg.values.is_empty() { flag } else { flag.value_parser(Documented(arg.values)) })
}

/// The values that a document enumerates: shown and completed, but others pass here, since `--force-value` allows them.
#[derive(Clone)]
struct Documented(&'static [&'static str]);

impl TypedValueParser for Documented {
    type Value = String;

    fn parse_ref(&self, command: &Command, flag: Option<&Flag>, value: &OsStr) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, flag, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().map(PossibleValue::new)))
    }
}

/// The meaning of the units of sizes, as the help says it wherever one is typed.
pub(crate) const SIZES: &str = " (bytes, or with a unit: 20G is 20 * 10^9, 20GiB is 20 * 2^30)";

fn about(arg: &Arg) -> String {
    let what = if arg.about.is_empty() { arg.name.to_owned() } else { arg.about.to_owned() };
    let what = match arg.default.filter(|default| !default.is_empty()) {
        Some(default) => format!("{what}; {default} where left out"),
        None => what,
    };
    let how = match arg.kind {
        ArgKind::Secret if arg.required => " (a file, or - for stdin; asked for without echo if left out)",
        ArgKind::Secret => " (a file, or - for stdin)",
        ArgKind::Size => SIZES,
        ArgKind::Offset => " (bytes, or with a binary unit as in 4MiB; a multiple of 512)",
        ArgKind::List(_) | ArgKind::Map | ArgKind::Open => " (may be repeated)",
        _ => "",
    };
    let evidence = arg.confidence.map(|evidence| format!(" ({})", evidence.word())).unwrap_or_default();
    format!("{what}{how}{evidence}")
}

/// An example line that calls an operation with its required arguments.
pub(crate) fn example(provider: &str, operation: &Operation) -> String {
    let (group, word) = words(operation);
    let mut line = format!("{provider} {group} {word}");
    for name in operation.placeholders() {
        line.push(' ');
        line.push_str(&name.to_uppercase());
    }
    let needed = operation.args.iter().filter(|arg| arg.required && arg.kind != ArgKind::Secret);
    for arg in needed {
        line.push_str(&format!(" --{}", flag_name(arg)));
        match (arg.kind, arg.sample) {
            (ArgKind::Bool, "") => {}
            (ArgKind::Bool, sample) => line.extend(["=", sample]),
            _ => line.push_str(&format!(" {}", sample(arg))),
        }
    }
    line
}

fn sample(arg: &Arg) -> String {
    let plain = match (arg.sample, arg.kind) {
        ("", ArgKind::Integer) => "1",
        ("", ArgKind::Size) => "20GiB",
        ("", ArgKind::Offset) => "4MiB",
        ("", ArgKind::Map | ArgKind::Open) => "KEY=VALUE",
        ("", ArgKind::Json) => "'{}'",
        ("", ArgKind::File) => "FILE",
        ("", _) => return arg.name.to_uppercase(),
        (sample, _) => sample,
    };
    let bare = plain.chars().all(|c| c.is_ascii_alphanumeric() || "-_./:=,@".contains(c)) || plain.starts_with('\'');
    if bare { plain.to_owned() } else { format!("'{plain}'") }
}
