//! One run from the arguments to the exit code: completion is answered at once, a runtime is built only when needed.
//! Every failure ends here, as text or as one line of JSON.

use std::{ffi::OsString, process::ExitCode, rc::Rc};

use clap::{ArgMatches, error::ErrorKind};
use clap_complete::CompleteEnv;

use crate::{
    cli::{self, Globals, Looks, Requests},
    command::{self, Answer, Invocation, Outcome, UnderWay, VARIABLE},
    config::Env,
    error::{Error, Kind, Result},
    output::{Caption, Console, Format, Settings},
};

/// Runs the program with its arguments, the first being its name.
pub fn run(args: Vec<OsString>) -> ExitCode {
    if std::env::var_os(VARIABLE).is_some() {
        let dir = std::env::current_dir().ok();
        return match CompleteEnv::with_factory(cli::root).var(VARIABLE).try_complete(args, dir.as_deref()) {
            Ok(_) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    let json = asks_for_json(&args);
    let matches = match cli::parse(&args) {
        Ok(matches) => matches,
        Err(error) => return mistyped(&error, json),
    };
    let globals = command::flags::<Globals>(&matches);
    let (console, result) = match globals.and_then(|globals| Ok((console(&matches, &globals)?, globals))) {
        Ok((console, globals)) => {
            let result = carry_out(&matches, globals, &console);
            (console, result)
        }
        Err(error) => (Rc::new(plain_console(json)), Err(error)),
    };
    let kind = finish(&console, result);
    ExitCode::from(kind.map_or(0, Kind::exit))
}

/// Prints the outcome of a command, and gives the kind of failure it ends with.
fn finish(console: &Console, result: Result<Outcome>) -> Option<Kind> {
    let outcome = match result {
        Ok(outcome) => outcome,
        Err(error) => {
            console.error(&error);
            return Some(error.kind());
        }
    };
    let printed = match &outcome.answer {
        Answer::Nothing => Ok(()),
        Answer::Text(text) => console.text(text),
        Answer::Bytes { bytes, to } => console.bytes(bytes, to.as_deref()),
        Answer::Rows { selected, noun, one_account } => {
            let complete = outcome.recorded.is_empty() && outcome.failures.is_empty();
            console.print(selected, Caption { noun, complete, one_account: *one_account })
        }
    };
    if let Err(error) = printed {
        console.error(&error);
        return Some(error.kind());
    }
    let recorded = outcome.recorded.iter().filter(|_| !console.settings().format.is_json());
    recorded.chain(&outcome.failures).for_each(|error| console.error(error));
    outcome.kind
}

/// Carries out the command, until it ends or a signal ends the process.
fn carry_out(matches: &ArgMatches, globals: Globals, console: &Rc<Console>) -> Result<Outcome> {
    let under_way = Rc::new(UnderWay::default());
    let (console, begun) = (Rc::clone(console), Rc::clone(&under_way));
    let start = Invocation { env: Env::Process, globals, console, under_way: begun, unattended: false };
    if let Some(result) = command::offline(&start, matches) {
        return result;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|e| Error::new(Kind::Failed, format!("no runtime: {e}")))?;
    runtime.block_on(async {
        tokio::select! {
            // Signals are listened for before anything is done.
            biased;
            // The command, and with it the list of what is under way, is dropped afterwards.
            outcome = async { under_way.interrupted(told_to_end().await) } => Ok(outcome),
            result = command::run(start, matches) => result,
        }
    })
}

/// Waits for the signals that end a program.
async fn told_to_end() -> Kind {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            return tokio::select! {
                _ = tokio::signal::ctrl_c() => Kind::Interrupted,
                _ = terminate.recv() => Kind::Terminated,
            };
        }
    }
    let _ = tokio::signal::ctrl_c().await;
    Kind::Interrupted
}

/// The console by the flags; they stand at the command or anywhere before it.
fn console(matches: &ArgMatches, globals: &Globals) -> Result<Rc<Console>> {
    let mut deepest = matches;
    while let Some((_, inner)) = deepest.subcommand() {
        deepest = inner;
    }
    let looks: Looks = command::flags_or_default(deepest)?;
    let requests: Requests = command::flags_or_default(deepest)?;
    let raw = deepest.try_get_one::<bool>("raw").ok().flatten().copied().unwrap_or(false);
    let format = match (&globals.output, globals.json) {
        (_, true) => Format::Json,
        (Some(word), _) => word.parse()?,
        (None, _) => Format::Table,
    };
    let senseless = [
        ("--raw", raw && !format.is_structured()),
        ("--no-header", looks.no_header && !format.has_heading()),
        ("--no-trunc", looks.no_trunc && !format.is_table()),
        ("--utc", looks.utc && !format.is_table()),
        ("--columns", looks.columns.is_some() && format == Format::Name),
    ];
    if let Some((flag, _)) = senseless.iter().find(|(_, senseless)| *senseless) {
        return Err(Error::usage(format!("{flag} means nothing in the format {}", format.word())));
    }
    let settings = Settings {
        format,
        no_header: looks.no_header,
        color: globals.color.as_deref().unwrap_or("auto").parse()?,
        quiet: globals.quiet,
        verbose: globals.verbose,
        raw,
        no_input: requests.no_input,
        utc: looks.utc,
        no_trunc: looks.no_trunc,
    };
    Ok(Rc::new(Console::new(settings, &|name| std::env::var(name).ok())))
}

fn plain_console(json: bool) -> Console {
    let format = if json { Format::Json } else { Format::Table };
    Console::new(Settings { format, ..Settings::default() }, &|name| std::env::var(name).ok())
}

/// True when the arguments ask for JSON, as far as that can be told when they cannot be parsed as a whole.
fn asks_for_json(args: &[OsString]) -> bool {
    let words: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).take_while(|arg| *arg != "--").collect();
    let json = |word: &str| matches!(word, "json" | "ndjson");
    let attached = |word: &str| ["--output=", "-o=", "-o"].iter().any(|flag| word.strip_prefix(flag).is_some_and(json));
    let next = words.windows(2).any(|pair| matches!(pair[0], "-o" | "--output") && json(pair[1]));
    next || words.iter().any(|word| *word == "--json" || attached(word))
}

/// The end of a run that clap refused: help and version go to stdout, all else is bad usage.
fn mistyped(error: &clap::Error, json: bool) -> ExitCode {
    let console = plain_console(json);
    let wanted = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if wanted {
        return match error.print() {
            Err(failure) if failure.kind() != std::io::ErrorKind::BrokenPipe => {
                console.error(&Error::new(Kind::Failed, format!("cannot write the output: {failure}")));
                ExitCode::from(Kind::Failed.exit())
            }
            _ => ExitCode::SUCCESS,
        };
    }
    if !json && error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return ExitCode::from(Kind::Usage.exit());
    }
    console.error(&as_usage(error));
    ExitCode::from(Kind::Usage.exit())
}

/// The words of clap in the form of all errors: its first paragraph, and its suggestion.
fn as_usage(error: &clap::Error) -> Error {
    let text = error.render().to_string();
    let mut paragraphs = text.split("\n\n").map(str::trim).filter(|p| !p.is_empty());
    let first = paragraphs.next().unwrap_or("bad usage").trim_start_matches("error: ");
    let first: Vec<&str> = first.lines().map(str::trim).collect();
    let tips: Vec<&str> = paragraphs.filter(|p| !p.starts_with("For more information")).collect();
    let tips: Vec<String> = tips.iter().map(|tip| tip.lines().map(str::trim).collect::<Vec<_>>().join(" ")).collect();
    let error = Error::usage(first.join(" "));
    let hint = tips.join("; ").replace("tip: ", "").replace("Usage: ", "usage: ");
    if hint.is_empty() { error } else { error.hint(hint) }
}
