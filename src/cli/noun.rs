//! The verbs of a noun, from its record, its actions and its questions: the same form for every noun.
//! A new action of a noun needs nothing here.

use clap::{Arg, ArgAction, Command, builder::PossibleValuesParser, value_parser};

use crate::{
    model::{About, Action, Flag, FlagKind, Goal, ListFlag, NEW, Query},
    provider::{self, Menu, NOUNS, Noun},
};

use super::{
    flags::{Changing, Looks, Requests, Selecting, Stopping},
    own,
    tree::SIZES,
    verb, with,
};

/// Fills the command that is named after a noun.
pub(crate) fn of_name(command: Command) -> Command {
    match provider::noun(command.get_name()) {
        Some(noun) if noun.menu == Menu::Itself => itself(noun, command),
        Some(noun) => {
            let own = if noun.word == "invoices" { own::totals(command) } else { command };
            NOUNS.into_iter().filter(|other| other.menu == Menu::Under(noun.word)).fold(verbs(noun, own), under)
        }
        None => command,
    }
}

/// A noun whose word is the command that lists it.
fn itself(noun: &'static Noun, command: Command) -> Command {
    let lines = [noun.word.to_owned(), format!("{} -a zurich --json", noun.word)];
    listing(noun, super::described(command, &[&lines[0], &lines[1]]))
}

/// Adds the verb of a noun that lists another.
fn under(command: Command, other: &'static Noun) -> Command {
    let Menu::Under(noun) = other.menu else { return command };
    let lines = [format!("{noun} {}", other.word), format!("{noun} {} -a fotbo --json", other.word)];
    command.subcommand(listing(other, verb(other.word, other.about, &[&lines[0], &lines[1]])))
}

/// Adds `list`, `show`, the actions and the questions of a noun.
fn verbs(noun: &'static Noun, command: Command) -> Command {
    let command = if noun.single { command } else { command.subcommand(list(noun)) };
    let command = if noun.single { command.subcommand(all(noun)) } else { command.subcommand(show(noun)) };
    let mut words: Vec<&str> = Vec::new();
    let mut command = noun.actions.iter().fold(command, |command, action| {
        if words.contains(&action.word) {
            return command;
        }
        words.push(action.word);
        let variants: Vec<&'static Action> =
            noun.actions.iter().copied().filter(|other| other.word == action.word).collect();
        if action.makes {
            return command.subcommand(create(noun, action)).subcommand(options(noun, action));
        }
        command.subcommand(act(noun, &variants))
    });
    for query in noun.queries {
        command = command.subcommand(ask(noun, query));
    }
    if noun.actions.is_empty() || noun.single { command } else { command.subcommand(wait(noun)) }
}

/// A verb with its examples, which begin with the noun.
fn described(noun: &'static Noun, word: &'static str, about: impl Into<String>, examples: &[&str]) -> Command {
    let lines: Vec<String> = examples.iter().map(|line| format!("{} {word} {line}", noun.word)).collect();
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    verb(word, about, &lines)
}

fn list(noun: &'static Noun) -> Command {
    let filtered = match noun.list_flags {
        [] => format!("--filter state={} --sort name", noun.example_state),
        [first, ..] if first.keep.takes_time() => format!("--{} 30d", first.name),
        [first, ..] => format!("--{}", first.name),
    };
    let command = described(noun, "list", format!("List {}", noun.word), &["", &filtered, "-A --json"]).alias("ls");
    listing(noun, command)
}

/// The verb that shows the single record each account has, which needs no target.
fn all(noun: &'static Noun) -> Command {
    let about = format!("Show the {} of your accounts", noun.word);
    listing(noun, described(noun, "show", about, &["", "-a zurich --json"]))
}

/// A command that lists a noun.
pub(crate) fn listing(noun: &'static Noun, command: Command) -> Command {
    let which = |flag: &'static ListFlag| {
        let arg = Arg::new(flag_id(flag.name)).long(flag.name).help(flag.about).help_heading("Which");
        if flag.keep.takes_time() { arg.value_name("WHEN") } else { arg.action(ArgAction::SetTrue) }
    };
    let command = noun.list_flags.iter().fold(command, |command, flag| command.arg(which(flag)));
    with::<Requests>(with::<Selecting>(command)).arg(raw())
}

fn show(noun: &'static Noun) -> Command {
    let target = noun.example_target;
    let about = format!("Show {} with everything that is known of them", noun.word);
    let exact = format!("fotbo/{target} --json --raw");
    let command = described(noun, "show", about, &[target, &exact]).arg(targets()).arg(filter());
    with::<Requests>(with::<Looks>(command)).arg(raw())
}

/// One verb with all its variants.
fn act(noun: &'static Noun, variants: &[&'static Action]) -> Command {
    let Some(first) = variants.first() else { return Command::new("") };
    let plain = variants.iter().find(|action| action.flag.is_none());
    let about = plain.map_or_else(|| summary(first), |action| action.about.to_owned());
    let command = described(noun, first.word, about, first.examples);
    let command = if noun.single { command } else { command.arg(targets()).arg(filter()) };
    let command = flags(command, variants);
    let command = if first.ends_run { with::<Stopping>(command) } else { command };
    let command = if leads_up(first) { command.arg(wait_for()) } else { command };
    with::<Requests>(with::<Looks>(with::<Changing>(command)))
}

/// The help line of a verb that only has variants.
fn summary(action: &Action) -> String {
    match action.word {
        "attach" => "Connect drives, addresses, networks and firewalls to machines".to_owned(),
        "detach" => "Take drives, addresses, networks and firewalls from machines".to_owned(),
        _ => action.about.to_owned(),
    }
}

fn create(noun: &'static Noun, action: &'static Action) -> Command {
    let command = described(noun, action.word, action.about, action.examples);
    let command = if noun.nameless {
        command
    } else {
        let names = Arg::new("names").value_name("NAME").required(true).num_args(1..).action(ArgAction::Append);
        command.arg(names.help("What it is to be called; one is made for each name"))
    };
    let count = Arg::new("count").long("count").value_name("N").value_parser(value_parser!(u16).range(1..=1000));
    let count = count.help("Make so many; numbers are added to the name").help_heading("Details");
    let from = Arg::new("from").long("from").value_name("FILE").help_heading("Details");
    let from = from.help("Read what is not typed from this TOML or JSON file, whose keys are the flags; - for stdin");
    let command = flags(command, &[action]);
    // A message that is written, or a thing that is paid for, is made one at a time.
    let command = if action.goal == Goal::Done { command } else { command.arg(count) };
    let command = command.arg(from);
    let command = if leads_up(action) { command.arg(wait_for()) } else { command };
    with::<Requests>(with::<Looks>(with::<Changing>(command)))
}

fn options(noun: &'static Noun, action: &'static Action) -> Command {
    let about = format!(
        "Show what `{}` can be given: the flags that mean something, and the records they can name",
        action.word
    );
    with::<Requests>(with::<Selecting>(described(noun, "options", about, &["", "-a fotbo --filter flag=--image"])))
}

fn ask(noun: &'static Noun, query: &'static Query) -> Command {
    let command = described(noun, query.word, query.about, query.examples);
    let command = match query.of {
        // What is to be bought is described by flags instead.
        About::Record if query.describes() => {
            command.arg(targets().required_unless_present(flag_id(NEW)).conflicts_with(flag_id(NEW)))
        }
        About::Record => command.arg(targets()),
        About::Files => command.arg(targets()).arg(filter()).arg(to()).arg(force()),
        About::Account(words) => words.into_iter().fold(command, |command, word| {
            let words = Arg::new("words").value_name(word).required(true).num_args(1..).action(ArgAction::Append);
            command.arg(words.help("What is asked about"))
        }),
    };
    let command = query.takes.iter().flat_map(typed).fold(command, Command::arg);
    match query.of {
        About::Files => with::<Requests>(with::<Looks>(command)),
        _ => with::<Requests>(with::<Selecting>(command)),
    }
}

fn wait(noun: &'static Noun) -> Command {
    let states = format!("{} gone", noun.record.states.join(" "));
    let state = Arg::new("for").long("for").value_name("STATE").help_heading("Details");
    let state = state.help(format!("The state to wait for; without it, {}; one of: {states}", end(noun)));
    let other = noun.record.states.iter().find(|state| **state != noun.example_state).copied().unwrap_or_default();
    let lines = [noun.example_target.to_owned(), format!("{} --for {other} --timeout 5m", noun.example_target)];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let about = format!("Wait until {} are in a state, or gone", noun.word);
    let command = described(noun, "wait", about, &lines).arg(targets()).arg(filter()).arg(state);
    with::<Requests>(with::<Looks>(command))
}

/// The end of a wait that names no state, in words.
fn end(noun: &Noun) -> &'static str {
    match noun.end() {
        Goal::State(state) => state,
        _ => "any state that does not pass by itself",
    }
}

/// True when a machine is up at the end of the action.
fn leads_up(action: &Action) -> bool {
    action.goal == Goal::State("running")
}

fn wait_for() -> Arg {
    let arg = Arg::new("wait-for").long("wait-for").value_name("WHAT").help_heading("Change").conflicts_with("no_wait");
    arg.help("Then wait until this answers at the machine: tcp:PORT or http:URL, in which {ip} stands for its address")
}

/// The flags of a verb's variants, each once.
fn flags(command: Command, variants: &[&'static Action]) -> Command {
    let mut seen: Vec<&str> = Vec::new();
    let mut command = command;
    for action in variants {
        for flag in action.takes.iter().filter(|flag| !seen.contains(&flag.name)).collect::<Vec<_>>() {
            seen.push(flag.name);
            command = typed(flag).into_iter().fold(command, Command::arg);
        }
    }
    let choosing: Vec<&'static str> = variants.iter().filter_map(|action| action.flag).collect();
    for action in variants {
        let Some(flag) = action.flag else { continue };
        if !seen.contains(&flag) {
            let arg = Arg::new(flag_id(flag)).long(flag).action(ArgAction::SetTrue).help_heading("Details");
            command = command.arg(arg.help(action.about));
        }
        let others: Vec<String> = choosing.iter().filter(|other| **other != flag).map(|other| flag_id(other)).collect();
        command = command.mut_arg(flag_id(flag), |arg| arg.conflicts_with_all(&others));
    }
    command
}

/// One flag; words of one's own can come from a file as well.
fn typed(flag: &'static Flag) -> Vec<Arg> {
    let units = if flag.kind == FlagKind::Size { SIZES } else { "" };
    let arg = Arg::new(flag_id(flag.name)).long(flag.name).help(format!("{}{units}", flag.about));
    let arg = arg.help_heading("Details");
    let arg = match flag.kind {
        FlagKind::Switch | FlagKind::Own => arg.action(ArgAction::SetTrue),
        FlagKind::OneOf(words) => arg.value_name(flag.value).value_parser(PossibleValuesParser::new(words)),
        FlagKind::AllNamed(_) => arg.value_name(flag.value).action(ArgAction::Append).value_delimiter(','),
        FlagKind::Pairs | FlagKind::Files => arg.value_name(flag.value).action(ArgAction::Append),
        FlagKind::Words => {
            let file = Arg::new(file_id(flag.name)).long(format!("{}-file", flag.name)).value_name("FILE");
            let file = file.help("Read it from this file, - for stdin").help_heading("Details");
            let arg = arg.value_name(flag.value).allow_hyphen_values(true);
            return vec![arg.conflicts_with(file_id(flag.name)), file];
        }
        _ => arg.value_name(flag.value).allow_hyphen_values(matches!(flag.kind, FlagKind::Text)),
    };
    vec![arg]
}

/// The id of the flag that names the file of words of one's own.
pub(crate) fn file_id(name: &str) -> String {
    flag_id(&format!("{name}-file"))
}

fn to() -> Arg {
    let to = Arg::new("to").long("to").value_name("FILE|DIR").required(true).help_heading("Details");
    to.help("The file, or the folder where there may be several; - for stdout")
}

fn force() -> Arg {
    let force = Arg::new("force").long("force").action(ArgAction::SetTrue).help_heading("Details");
    force.help("Overwrite files that are there")
}

/// The id of a verb's own flag, which no group of flags has.
pub(crate) fn flag_id(name: &str) -> String {
    format!("flag.{name}")
}

fn targets() -> Arg {
    Arg::new("targets")
        .value_name("TARGET")
        .required_unless_present("filter")
        .num_args(1..)
        .action(ArgAction::Append)
        .help("Names, ids, quoted globs, id:X, name:X, glob:X, ip:X, or ACCOUNT/ in front of any of these")
}

fn filter() -> Arg {
    Arg::new("filter")
        .long("filter")
        .value_name("EXPR")
        .action(ArgAction::Append)
        .help("Only those that fit, as in state=running, name~web-*, tags=dev; may be repeated")
}

fn raw() -> Arg {
    let raw = Arg::new("raw").long("raw").action(ArgAction::SetTrue).help_heading("Output");
    raw.help("Add the provider's own reply under `raw` to json, ndjson, yaml, csv and tsv, without secrets")
}
