//! `nubo history`: what was changed from this machine, when, by whom, and what became of it.
//! It is read from the journal; accounts may be gone by now, and one that was renamed is known by its URL and user.

use std::collections::BTreeSet;

use clap::ArgMatches;

use crate::{
    config::Config,
    error::{Error, Kind, Result},
    fleet::Choice,
    glob::Glob,
    history::{self, Entry, Opening},
    model::{Cell, Field, FieldKind, Line, Rows, Selection, Shape, Shown, field, moment_before},
    provider::{ALL, Account},
};

use super::{
    context::{Invocation, kept},
    flags,
    outcome::Outcome,
    selecting,
};
use crate::cli::Looks;

/// The fields of an entry.
pub static FIELDS: [Field; 23] = [
    field("id", FieldKind::Text, Shown::Table, "the entry's id"),
    field("at", FieldKind::Time, Shown::Table, "when it began"),
    field("who", FieldKind::Text, Shown::Wide, "who began it, on this machine"),
    field("account", FieldKind::Text, Shown::Table, "the account, as it was called then"),
    field("provider", FieldKind::Text, Shown::Wide, "fleio, cloudsigma, seflow or uivmm"),
    field("url", FieldKind::Text, Shown::Data, "the account's base URL"),
    field("user", FieldKind::Text, Shown::Data, "the account's user"),
    field("kind", FieldKind::Text, Shown::Wide, "the noun in the singular"),
    field("target_id", FieldKind::Text, Shown::Wide, "the provider's id of the target"),
    field("name", FieldKind::Text, Shown::Table, "the target's name"),
    field("action", FieldKind::Text, Shown::Table, "the verb, or the operation"),
    field("status", FieldKind::State, Shown::Table, "ok, failed, pending, or open where nothing is known of its end"),
    field("changed", FieldKind::Bool, Shown::Wide, "whether anything was changed"),
    field("before", FieldKind::State, Shown::Table, "the state before"),
    field("after", FieldKind::State, Shown::Table, "the state after"),
    field("error", FieldKind::Text, Shown::Wide, "why it failed"),
    field("code", FieldKind::Text, Shown::Data, "the kind of the failure"),
    field("ended_at", FieldKind::Time, Shown::Data, "when it ended"),
    field("duration_ms", FieldKind::Integer, Shown::Data, "how many milliseconds it took"),
    field("job", FieldKind::Text, Shown::Data, "the provider's id of the work that went on"),
    field("operations", FieldKind::List, Shown::Data, "the operations it could send"),
    field(
        "rules",
        FieldKind::List,
        Shown::Wide,
        "the rules of the schedules that wished it; null where a person did it",
    ),
    field("why", FieldKind::Text, Shown::Data, "why the schedules did it"),
];

/// How many ids an ambiguous one is answered with.
const MOST: usize = 5;

/// What a table of the schedules' log shows unasked.
const LOGGED: [&str; 8] = ["at", "account", "name", "action", "status", "after", "rules", "why"];

/// The fields of an entry as the schedules' log shows them.
pub fn log_fields() -> [Field; FIELDS.len()] {
    FIELDS.map(|field| match field.shown {
        _ if LOGGED.contains(&field.name) => Field { shown: Shown::Table, ..field },
        Shown::Table => Field { shown: Shown::Wide, ..field },
        _ => field,
    })
}

/// Lists changes, the newest first.
pub fn list(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    listed(start, args, &FIELDS, |_| true)
}

/// Lists the changes that the schedules began, the newest first.
pub fn log(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    listed(start, args, &log_fields(), |open| open.cause.is_some())
}

/// Lists those changes that are wanted of all that `kept` keeps.
fn listed(start: &Invocation, args: &ArgMatches, fields: &[Field], kept: fn(&Opening) -> bool) -> Result<Outcome> {
    let asked = selecting(args)?;
    let columns = asked.looks.columns.as_deref();
    let selection = Selection::parse(&asked.filter, asked.sort.as_deref(), columns, asked.limit, fields)?;
    let bound = |name: &str| args.get_one::<String>(name).map(|text| moment_before(text)).transpose();
    let (since, until) = (bound("since")?, bound("until")?);
    let target = args.get_one::<String>("target").map(|text| Ok(Glob::new(said("--target", text)?))).transpose()?;
    let entries = entries(start)?;
    let owners = owners(start, &entries)?;
    let fits = |entry: &Entry| {
        let named = |glob: &Glob| {
            let ids = [entry.open.name.as_deref(), entry.target_id()];
            ids.into_iter().flatten().any(|text| glob.matches(text))
        };
        kept(&entry.open)
            && owners.as_ref().is_none_or(|owners| owners.iter().any(|owner| owner.owns(&entry.open)))
            && target.as_ref().is_none_or(named)
            && since.as_ref().is_none_or(|since| entry.at >= *since)
            && until.as_ref().is_none_or(|until| entry.at < *until)
    };
    let lines = entries.iter().rev().filter(|entry| fits(entry)).map(line).collect();
    Ok(Outcome::rows(selection.apply(Rows::lines(fields, lines, Shape::Array)), "changes"))
}

/// Shows one change whole.
pub fn show(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, &FIELDS)?;
    let id = said("the id", args.get_one::<String>("id").map_or("", String::as_str))?;
    let entries = entries(start)?;
    // The second is what `-o name` prints.
    let whole = |entry: &&Entry| entry.id == id || format!("{}/id:{}", entry.open.account, entry.id) == id;
    let begins = |entry: &&Entry| id.len() >= 4 && entry.id.starts_with(id);
    let mut found: Vec<&Entry> = entries.iter().filter(whole).collect();
    if found.is_empty() {
        found = entries.iter().filter(begins).collect();
    }
    match &*found {
        [] => Err(Error::new(Kind::NotFound, format!("no change \"{id}\" in the history"))
            .hint("see what there is: nubo history list")),
        [entry] => {
            let rows = Rows::lines(&FIELDS, vec![line(entry)], Shape::Object);
            Ok(Outcome::rows(selection.apply(rows), "changes"))
        }
        several => {
            let ids: Vec<&str> = several.iter().take(MOST).map(|entry| entry.id.as_str()).collect();
            let more = if several.len() > MOST { " and more" } else { "" };
            Err(Error::new(Kind::Conflict, format!("\"{id}\" is ambiguous: {}{more}", ids.join(", "))))
        }
    }
}

/// What was typed, unless it is blank.
fn said<'t>(what: &str, text: &'t str) -> Result<&'t str> {
    if text.trim().is_empty() { Err(Error::usage(format!("{what} is empty"))) } else { Ok(text) }
}

/// An account whose entries are wanted, under whatever name it had.
struct Owner {
    name: String,
    account: Option<Account>,
}

impl Owner {
    fn owns(&self, open: &Opening) -> bool {
        let same = |account: &Account| account.url == open.url && account.user == open.user;
        open.account == self.name || self.account.as_ref().is_some_and(same)
    }
}

/// The accounts that were named; none where all are meant.
///
/// # Errors
/// `usage` when neither the journal nor the configuration knows a name, `config` when the latter cannot say.
fn owners(start: &Invocation, entries: &[Entry]) -> Result<Option<Vec<Owner>>> {
    let Choice::Named(names) = start.choice()? else { return Ok(None) };
    let sandbox = start.sandbox()?;
    let config = if sandbox { Ok(Config::default()) } else { Config::load(&start.paths()?, &start.env) };
    let mut known: BTreeSet<String> = entries.iter().map(|entry| entry.open.account.clone()).collect();
    if sandbox {
        known.extend(ALL.iter().map(|provider| format!("sandbox-{}", provider.id())));
    }
    known.extend(config.iter().flat_map(|config| config.accounts.keys().cloned()));
    let owner = |name: String| match (&config, known.contains(&name)) {
        (Ok(config), true) => {
            let account = config.accounts.get(&name).and_then(|section| Account::resolve(&name, section).ok());
            Ok(Owner { name, account })
        }
        (Err(_), true) => Ok(Owner { name, account: None }),
        (Err(error), false) => Err(error.clone()),
        (Ok(_), false) => {
            let names: Vec<&str> = known.iter().map(String::as_str).collect();
            let error = Error::usage(format!("neither the history nor the configuration has an account \"{name}\""));
            Err(if names.is_empty() { error } else { error.hint(format!("known: {}", names.join(" "))) })
        }
    };
    names.into_iter().map(owner).collect::<Result<_>>().map(Some)
}

/// Every entry, with a warning for what could not be read.
fn entries(start: &Invocation) -> Result<Vec<Entry>> {
    let paths = start.paths()?;
    paths.state_dir()?;
    let Some(folder) = kept(&paths, start.sandbox()?, "history") else { return Ok(Vec::new()) };
    let journals = history::read(&folder)?;
    journals.warnings.iter().for_each(|warning| start.console.warning(warning));
    Ok(journals.entries)
}

fn line(entry: &Entry) -> Line {
    let open = &entry.open;
    let close = entry.close.as_ref().map(|(_, close)| close);
    let text = |text: Option<&String>| Cell::from(text.cloned());
    Line(vec![
        (*entry.id).into(),
        (*entry.at).into(),
        text(entry.who.as_ref()),
        (*open.account).into(),
        (*open.provider).into(),
        (*open.url).into(),
        text(open.user.as_ref()),
        (*open.kind).into(),
        entry.target_id().map(str::to_owned).into(),
        text(open.name.as_ref()),
        (*open.action).into(),
        close.map_or("open", |close| close.status.as_str()).into(),
        close.map_or(Cell::Null, |close| Cell::Bool(close.changed)),
        text(open.before.as_ref()),
        text(close.and_then(|close| close.after.as_ref())),
        text(close.and_then(|close| close.message.as_ref())),
        text(close.and_then(|close| close.code.as_ref())),
        text(entry.close.as_ref().map(|(at, _)| at)),
        entry.duration_ms().map_or(Cell::Null, Cell::Integer),
        text(close.and_then(|close| close.job.as_ref())),
        Cell::List(open.operations.clone()),
        open.cause.as_ref().map_or(Cell::Null, |cause| Cell::List(cause.rules.clone())),
        text(open.cause.as_ref().map(|cause| &cause.why)),
    ])
}
