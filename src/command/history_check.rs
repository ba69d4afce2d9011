//! `nubo history check`: the outcome of changes that nobody knows, as the provider tells it now.
//! What is settled is closed in the journal; nothing is sent but reads.

use std::rc::Rc;

use clap::ArgMatches;
use jiff::{SignedDuration, Timestamp};

use crate::{
    error::{Error, Kind, Result},
    fleet::{self, PASSING, reached},
    history::{self, Closing, Entry},
    in_order::in_order,
    model::{Action, Goal, Head, RowType, Rows, Selection, Shape},
    provider::{NOUNS, Noun, Session},
};

use super::{
    context::Context,
    flags,
    history::{EntryRow, row, said},
    outcome::Outcome,
};
use crate::cli::{CheckArgs, Looks};

/// The number of entries that are looked at together.
const AT_ONCE: usize = 16;
/// The time by which a provider's clock may be behind this machine's.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// Looks at every change whose outcome is not known, or at one.
pub(crate) async fn run(context: &Context, args: &ArgMatches) -> Result<Outcome> {
    let looks: Looks = flags(args)?;
    let CheckArgs { id } = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, EntryRow::FIELDS)?;
    let folder = context.journal.folder().ok_or_else(|| Error::config("no folder is known: set NUBO_STATE_DIR"))?;
    let mut entries = history::read(folder)?.entries;
    if let Some(id) = &id {
        let id = said("the id", id)?;
        entries.retain(|entry| entry.id == id || id.len() >= 4 && entry.id.starts_with(id));
        if entries.is_empty() {
            let error = Error::new(Kind::NotFound, format!("no change \"{id}\" in the history"));
            return Err(error.hint("see what there is: nubo history list"));
        }
    }
    entries.retain(Entry::is_unsettled);
    let looked = in_order(AT_ONCE, entries.iter().map(|entry| look(context, entry))).await;
    let mut failures = Vec::new();
    let mut rows = Vec::new();
    for (mut entry, found) in entries.into_iter().zip(looked) {
        match found {
            Ok(closing) => {
                context.journal.complete(entry.id.clone(), closing.clone());
                entry.close = Some((Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), closing));
            }
            Err(why) => {
                let place = format!("{}/{}", entry.open.account, entry.open.name.as_deref().unwrap_or("unnamed"));
                let words = format!("{place}: the {} of {} is still not settled: {why}", entry.open.action, entry.at);
                failures.push(Error::unknown_outcome(words).hint("look at it at the provider's portal"));
            }
        }
        rows.push(row(&entry));
    }
    let mut outcome = Outcome::rows(selection.apply(Rows::typed(rows, Shape::Array)), "changes");
    outcome.kind = failures.first().map(Error::kind);
    outcome.failures = failures;
    Ok(outcome)
}

/// The outcome as the provider tells it, or the reason why it does not.
async fn look(context: &Context, entry: &Entry) -> std::result::Result<Closing, String> {
    let (open, fleet) = (&entry.open, &context.fleet);
    let same =
        |name: &String| fleet.account(name).is_ok_and(|account| account.url == open.url && account.user == open.user);
    let name = fleet.names().into_iter().find(same).ok_or("no account with its URL and user is configured")?;
    let session = fleet.session(&name).map_err(|error| error.to_string())?;
    let untold = "what the provider tells of it does not say";
    let noun: &'static Noun = NOUNS.into_iter().find(|noun| noun.kind() == open.kind).ok_or(untold)?;
    let action = noun.actions.iter().find(|action| action.name() == open.action).ok_or(untold)?;
    match (&open.target_id, &open.name) {
        (Some(id), _) if !action.makes => changed(context, &session, noun, action, id).await,
        (_, Some(name)) if action.makes => created(context, &session, noun, entry, name).await,
        _ => Err(untold.to_owned()),
    }
}

/// The outcome of a change of one record, by the record's state now.
async fn changed(
    context: &Context,
    session: &Session,
    noun: &Noun,
    action: &Action,
    id: &str,
) -> std::result::Result<Closing, String> {
    let shown = match fleet::show(session, noun, id, context.reading()).await {
        Err(error) if error.kind() == Kind::NotFound && action.goal == Goal::Gone => return Ok(done(None, None)),
        shown => shown.map_err(|error| error.in_full())?,
    };
    let state = shown.record.head().state;
    match action.goal {
        Goal::Done | Goal::Calm => Err(format!("its state now is {state}, which does not say")),
        goal if reached(goal, &*shown.record) => Ok(done(None, Some(state))),
        _ if PASSING.contains(&state) => Err(format!("it is {state}")),
        _ => Ok(not_done(&format!("it is {state}"))),
    }
}

/// The outcome of creating a record, by the records of its name.
async fn created(
    context: &Context,
    session: &Rc<Session>,
    noun: &'static Noun,
    entry: &Entry,
    name: &str,
) -> std::result::Result<Closing, String> {
    let answer = fleet::ask(Rc::clone(session), noun, context.reading()).await;
    if let Some(failure) = answer.failures.first() {
        return Err(failure.in_full());
    }
    let begun = entry.at.parse::<Timestamp>().ok().and_then(|at| at.checked_sub(SKEW).ok());
    let old = |created: &str| created.parse::<Timestamp>().ok().zip(begun).is_some_and(|(made, begun)| made < begun);
    let heads = answer.entries.iter().map(|entry| entry.record.head());
    let fits = |head: &&Head| head.name.as_deref() == Some(name);
    let of_now = |head: &&Head| !head.created_at.as_deref().is_some_and(old);
    let found: Vec<_> = heads.filter(fits).filter(of_now).collect();
    match &*found {
        [] => Ok(not_done(&format!("there is no {} of this name", noun.kind()))),
        [head] => Ok(done(Some(head.id.clone()), Some(head.state))),
        several => Err(format!("there are {} of this name", several.len())),
    }
}

fn done(id: Option<String>, state: Option<&str>) -> Closing {
    let after = state.map(str::to_owned);
    Closing { status: "ok".to_owned(), changed: true, target_id: id, after, ..Closing::default() }
}

fn not_done(why: &str) -> Closing {
    let message = Some(format!("it was not done: {why}"));
    Closing { status: "failed".to_owned(), code: Some(Kind::Failed.word().to_owned()), message, ..Closing::default() }
}
