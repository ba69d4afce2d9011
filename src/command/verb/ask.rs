//! Asking about targets, and waiting for them.
//! Answers of several are one table; each row says whose it is.

use crate::{
    cli::Looks,
    error::{Error, Kind, Result},
    fleet::{self, Ended, Match, Wait},
    in_order::in_order,
    model::{Cell, Change, Field, FieldKind, Goal, Line, Query, RowType, Rows, Selection, Shape, Shown, Status, field},
    provider::{Account, Ask, Noun, Typed},
};
use clap::ArgMatches;

use super::{
    super::{context::Context, flags, outcome::Outcome, selecting},
    read::sought,
    told_with, typed,
};

/// The fields that say which record a row is about.
pub(crate) static WHOSE: [Field; 3] = [
    field("account", FieldKind::Text, Shown::Table, "the configured account"),
    field("id", FieldKind::Text, Shown::Data, "the provider's id, as text"),
    field("name", FieldKind::Text, Shown::Table, "the name"),
];

/// Asks about the targets.
pub(crate) async fn ask(
    noun: &'static Noun,
    context: &Context,
    query: &'static Query,
    args: &ArgMatches,
) -> Result<Outcome> {
    let asked = selecting(args)?;
    let fields: Vec<Field> = WHOSE.iter().chain(query.fields).copied().collect();
    let looks = &asked.looks;
    let selection = Selection::parse(&[], asked.sort.as_deref(), looks.columns.as_deref(), asked.limit, &fields)?;
    let raw = typed::of_query(query, args)?;
    let can = |account: &Account| account.ask(noun, query).is_some();
    let (single, found) = sought(noun, context, args, query.word, &can).await?;
    let one = |hit: Match| {
        let raw = &raw;
        async move { rows(context, query, raw, &hit).await }
    };
    let count = found.hits.len().max(1);
    let answers: Vec<Result<Vec<Line>>> = in_order(count, found.hits.into_iter().map(one)).await;
    let mut failures: Vec<Error> = found.misses.into_iter().map(|(_, error)| error).collect();
    failures.extend(found.failures);
    let mut lines = Vec::new();
    let mut some = false;
    for answer in answers {
        match answer {
            Ok(rows) => {
                some = true;
                lines.extend(rows);
            }
            Err(error) => failures.push(error),
        }
    }
    if let (true, false, Some(error)) = (single, some, failures.first()) {
        return Err(error.clone());
    }
    let rows = Rows::lines(&fields, lines, Shape::Array);
    Ok(Outcome::rows(selection.apply(rows), query.word).failing(failures, some))
}

/// The rows that answer a question about one record.
async fn rows(context: &Context, query: &Query, raw: &[fleet::Raw], hit: &Match) -> Result<Vec<Line>> {
    let binding = hit.session.account.binding(hit.noun);
    let Some(ask) = hit.session.account.ask(hit.noun, query) else { return Ok(Vec::new()) };
    let head = hit.record().head();
    let given = fleet::asked(&hit.session, ask, raw)?;
    let typed = Typed { id: &head.id, names: binding.id, name: head.name.as_deref(), flags: &given };
    let answer = ask.answer(&hit.session, &typed);
    let usual = Some(context.reading());
    let lines = context.in_time(&hit.session, (query.word, crate::http::Effect::Read), usual, answer).await?;
    let whose = || [Cell::from(&*hit.entry.origin.account), Cell::from(&*head.id), head.name.clone().into()];
    Ok(lines.into_iter().map(|Line(cells)| Line(whose().into_iter().chain(cells).collect())).collect())
}

/// Asks the accounts of the scope about themselves.
pub(crate) async fn of_account(
    noun: &'static Noun,
    context: &Context,
    query: &'static Query,
    args: &ArgMatches,
) -> Result<Outcome> {
    let asked = selecting(args)?;
    let fields: Vec<Field> = WHOSE.iter().take(1).chain(query.fields).copied().collect();
    let columns = asked.looks.columns.as_deref();
    let selection = Selection::parse(&asked.filter, asked.sort.as_deref(), columns, asked.limit, &fields)?;
    let raw = typed::of_query(query, args)?;
    let words: Vec<String> = args.try_get_many("words").ok().flatten().into_iter().flatten().cloned().collect();
    if words.iter().any(|word| word.trim().is_empty()) {
        return Err(Error::usage(format!("a word behind {} is empty", query.word)));
    }
    let scope = context.asked(&context.choice, &selection)?;
    let heeds = |ask: &Ask| raw.iter().all(|raw| ask.heeds(raw.flag.name));
    let can = |account: &Account| account.ask(noun, query).is_some_and(heeds);
    let (able, _) = context.fleet.able(noun, &scope, query.word, can)?;
    let one = |name: String| {
        let (raw, words) = (&raw, &words);
        async move {
            let session = context.fleet.session(&name)?;
            let Some(ask) = session.account.ask(noun, query) else { return Ok(Vec::new()) };
            let given = fleet::asked(&session, ask, raw)?.texts("words", words.iter().cloned());
            let typed = Typed { id: "", names: &[], name: None, flags: &given };
            let usual = Some(context.reading());
            let answer = ask.answer(&session, &typed);
            let lines = context.in_time(&session, (query.word, crate::http::Effect::Read), usual, answer).await?;
            let whose = |Line(cells): Line| Line(std::iter::once(Cell::from(&*name)).chain(cells).collect());
            Ok(lines.into_iter().map(whose).collect())
        }
    };
    let count = able.len().max(1);
    let answers: Vec<Result<Vec<Line>>> = in_order(count, able.into_iter().map(one)).await;
    let some = answers.iter().any(Result::is_ok);
    let (mut lines, mut failures) = (Vec::new(), Vec::new());
    for answer in answers {
        match answer {
            Ok(rows) => lines.extend(rows),
            Err(error) => failures.push(error),
        }
    }
    let rows = Rows::lines(&fields, lines, Shape::Array);
    Ok(Outcome::rows(selection.apply(rows), query.word).failing(failures, some))
}

/// Waits until the targets are in a state, or gone.
pub(crate) async fn wait(noun: &'static Noun, context: &Context, args: &ArgMatches) -> Result<Outcome> {
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, Change::FIELDS)?;
    let goal = goal(noun, args.get_one::<String>("for").map(String::as_str))?;
    let can = |account: &Account| account.binding(noun).show.is_some();
    let (_, found) = sought(noun, context, args, "show", &can).await?;
    let progress = &context.console.follow(found.hits.len(), "wait");
    let one = |hit: Match| async move {
        let mut change = Change { status: Status::Ok, ..hit.change(&crate::model::verbs::WAIT, None) };
        let place = hit.place();
        let tell = |state: &'static str| progress.state(&place, state);
        let wait = Wait { goal, eager: true, new: false, deadline: context.deadline(&hit.session), tell: &tell };
        match fleet::until(&hit.session, noun, &hit.record().head().id, &wait).await {
            Ok(Ended::Reached(entry)) => change.after = Some(entry.record.head().state),
            Ok(Ended::Gone) if goal == Goal::Gone => {}
            Ok(Ended::Gone) => return fleet::failed(change, Error::new(Kind::NotFound, format!("{place} is gone"))),
            Ok(Ended::Late(state)) => {
                change.after = state;
                change.status = Status::Pending;
                change.error = Some(hit.session.place(fleet::late(goal)).target(place));
            }
            Err(error) => return fleet::failed(change, error),
        }
        change
    };
    let count = found.hits.len().max(1);
    let misses = found.misses.into_iter().map(|(_, error)| error).chain(found.failures).collect();
    let changes: Vec<Change> = progress.during(in_order(count, found.hits.into_iter().map(one))).await;
    Ok(told_with(changes, misses, &selection))
}

/// The goal that is waited for.
fn goal(noun: &'static Noun, word: Option<&str>) -> Result<Goal> {
    match word {
        None => Ok(noun.end()),
        Some("gone") => Ok(Goal::Gone),
        Some(word) => match noun.record.states.iter().find(|state| **state == word) {
            Some(state) => Ok(Goal::State(state)),
            None => Err(Error::usage(format!("{} is no state of {}", word, noun.word))
                .hint(format!("one of: {} gone", noun.record.states.join(" ")))),
        },
    }
}
