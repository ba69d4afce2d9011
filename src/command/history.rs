//! `nubo history`: the changes made from this machine, when, by whom, and how they ended.
//! Entries come from the journal; accounts may be gone by now, and one that was renamed is known by its URL and user.

use std::collections::BTreeSet;

use clap::ArgMatches;

use crate::{
    config::Config,
    error::{Error, Kind, Result},
    fleet::Choice,
    glob::Glob,
    history::{self, Entry, Opening},
    model::{Field, PROVIDERS, RowType, Rows, Selection, Shape, Shown, moment_before, row},
    provider::{ALL, Account},
};

use super::{
    context::{Invocation, state_folder},
    flags,
    outcome::Outcome,
    selecting,
};
use crate::cli::{ChangeFilter, ChangeId, Looks};

row! {
    /// An entry of the journal.
    EntryRow "entry" {
        id: String = Text Table "the entry's id";
        at: String = Time Table "when it began";
        who: Option<String> = Text Wide "who began it, on this machine";
        host: Option<String> = Text Wide "the machine it was begun on";
        command: Option<String> = Text Data "the command line, without secrets";
        version: Option<String> = Text Data "the version of nubo that began it";
        consent: Option<String> = Text Data "how it was agreed to: typed, --yes or rule";
        account: String = Text Table "the account, as it was called then";
        provider: String = Text Wide [PROVIDERS] "the word of the provider";
        url: String = Text Data "the account's base URL";
        user: Option<String> = Text Data "the account's user";
        kind: String = Text Wide "the noun in the singular";
        target_id: Option<String> = Text Wide "the provider's id of the target";
        name: Option<String> = Text Table "the target's name";
        action: String = Text Table "the verb, or the operation";
        status: String = State Table ["ok" "failed" "skipped" "pending" "unknown" "open"] "ok, failed, pending, or open where nothing is known of its end";
        changed: Option<bool> = Bool Wide "whether anything was changed";
        before: Option<String> = State Table "the state before";
        after: Option<String> = State Table "the state after";
        error: Option<String> = Text Wide "why it failed";
        code: Option<String> = Text Data "the kind of the failure";
        ended_at: Option<String> = Time Data "when it ended";
        duration_ms: Option<i64> = Integer Data "how many milliseconds it took";
        job: Option<String> = Text Data "the provider's id of the work that went on";
        operations: Vec<String> = List Data "the operations it could send";
        rules: Option<Vec<String>> = List Wide "the rules of the schedules that wished it; null where a person did it";
        why: Option<String> = Text Data "why the schedules did it";
    }
}

/// The most ids that are named when one is ambiguous.
const MOST: usize = 5;

/// The fields that a table of the schedules' log shows unasked.
const LOGGED: [&str; 8] = ["at", "account", "name", "action", "status", "after", "rules", "why"];

/// The fields of an entry as the schedules' log shows them.
pub(crate) fn log_fields() -> Vec<Field> {
    let shown = |field: &Field| match field.shown {
        _ if LOGGED.contains(&field.name) => Shown::Table,
        Shown::Table => Shown::Wide,
        elsewhere => elsewhere,
    };
    EntryRow::FIELDS.iter().map(|field| Field { shown: shown(field), ..*field }).collect()
}

/// Lists changes, the newest first.
pub(crate) fn list(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    listed(start, args, EntryRow::FIELDS, |_| true)
}

/// Lists the changes that the schedules began, the newest first.
pub(crate) fn log(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    listed(start, args, &log_fields(), |open| open.cause.is_some())
}

/// Lists those changes that are wanted of all that `kept` keeps.
fn listed(start: &Invocation, args: &ArgMatches, fields: &[Field], kept: fn(&Opening) -> bool) -> Result<Outcome> {
    let asked = selecting(args)?;
    let columns = asked.looks.columns.as_deref();
    let selection = Selection::parse(&asked.filter, asked.sort.as_deref(), columns, asked.limit, fields)?;
    let wanted: ChangeFilter = flags(args)?;
    let bound = |time: Option<String>| time.map(|text| moment_before(&text)).transpose();
    let (since, until) = (bound(wanted.since)?, bound(wanted.until)?);
    let target = wanted.target.map(|text| Ok(Glob::new(said("--target", &text)?))).transpose()?;
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
    let rows = entries.iter().rev().filter(|entry| fits(entry)).map(row).collect();
    let rows = Rows { fields: fields.to_vec(), ..Rows::typed::<EntryRow>(rows, Shape::Array) };
    Ok(Outcome::rows(selection.apply(rows), "changes"))
}

/// Shows one change whole.
pub(crate) fn show(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, EntryRow::FIELDS)?;
    let ChangeId { id } = flags(args)?;
    let id = said("the id", &id)?;
    let entries = entries(start)?;
    // The format `-o name` prints the second field.
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
            let rows = Rows::typed(vec![row(entry)], Shape::Object);
            Ok(Outcome::rows(selection.apply(rows), "changes"))
        }
        several => {
            let ids: Vec<&str> = several.iter().take(MOST).map(|entry| entry.id.as_str()).collect();
            let more = if several.len() > MOST { " and more" } else { "" };
            Err(Error::new(Kind::Conflict, format!("\"{id}\" is ambiguous: {}{more}", ids.join(", "))))
        }
    }
}

/// The text that was typed, which must not be blank.
pub(crate) fn said<'t>(what: &str, text: &'t str) -> Result<&'t str> {
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
    let called = |name: String| {
        let glob = Glob::is_pattern(&name).then(|| Glob::new(&name));
        let fits: Vec<String> =
            glob.iter().flat_map(|glob| known.iter().filter(|own| glob.matches(own)).cloned()).collect();
        if fits.is_empty() { vec![name] } else { fits }
    };
    names.into_iter().flat_map(called).map(owner).collect::<Result<_>>().map(Some)
}

/// Every entry, with a warning for lines that could not be read.
fn entries(start: &Invocation) -> Result<Vec<Entry>> {
    let paths = start.paths()?;
    paths.state_dir()?;
    let Some(folder) = state_folder(&paths, start.sandbox()?, "history") else { return Ok(Vec::new()) };
    let journals = history::read(&folder)?;
    journals.warnings.iter().for_each(|warning| start.console.warning(warning));
    Ok(journals.entries)
}

/// The row of an entry.
pub(crate) fn row(entry: &Entry) -> EntryRow {
    let open = entry.open.clone();
    let ended = entry.close.clone();
    let target_id = entry.target_id().map(str::to_owned);
    let (ended_at, close) = ended.map_or((None, None), |(at, close)| (Some(at), Some(close)));
    let close = close.as_ref();
    EntryRow {
        id: entry.id.clone(),
        at: entry.at.clone(),
        who: entry.who.clone(),
        host: entry.host.clone(),
        command: entry.command.clone(),
        version: entry.version.clone(),
        consent: Some(open.consent).filter(|consent| !consent.is_empty()),
        account: open.account,
        provider: open.provider,
        url: open.url,
        user: open.user,
        kind: open.kind,
        target_id,
        name: open.name,
        action: open.action,
        status: close.map_or_else(|| "open".to_owned(), |close| close.status.clone()),
        changed: close.map(|close| close.changed),
        before: open.before,
        after: close.and_then(|close| close.after.clone()),
        error: close.and_then(|close| close.message.clone()),
        code: close.and_then(|close| close.code.clone()),
        ended_at,
        duration_ms: entry.duration_ms(),
        job: close.and_then(|close| close.job.clone()),
        operations: open.operations,
        rules: open.cause.as_ref().map(|cause| cause.rules.clone()),
        why: open.cause.map(|cause| cause.why),
    }
}
