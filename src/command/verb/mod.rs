//! The verbs of every noun, written once: list, show, make, act, ask and wait.
//! The order is: arguments, scope, binding, targets, consent, requests; nothing is sent before all else was checked.

mod act;
mod ask;
mod create;
mod editor;
mod files;
mod pipeline;
mod plan;
mod read;
mod typed;

use clap::ArgMatches;

use crate::{
    error::{Error, Result},
    fleet::{Resolved, Spec},
    model::{About, Change, Row, Rows, Selection, Shape},
    provider::{self, Menu, Noun},
};

use super::{
    context::{Context, Invocation},
    outcome::Outcome,
    untyped,
};

pub(crate) use plan::ELSEWHERE;
pub(crate) use read::{everything, list, listed};

/// Carries out the verb typed behind a noun.
pub(crate) async fn run(noun: &'static Noun, start: Invocation, matches: &ArgMatches) -> Result<Outcome> {
    if noun.menu == Menu::Itself {
        return list(noun, &Context::open(start, matches).await?, matches).await;
    }
    let Some((word, args)) = matches.subcommand() else { return Err(untyped()) };
    if let Some(other) = provider::noun(word).filter(|other| other.menu == Menu::Under(noun.word)) {
        return list(other, &Context::open(start, args).await?, args).await;
    }
    let context = Context::open(start, args).await?;
    let outcome = carry_out(noun, &context, word, args).await;
    if let Some(draft) = context.draft.take() {
        if outcome.as_ref().is_ok_and(|outcome| outcome.kind.is_none()) {
            // The file is not needed any more, so that failing to remove it is no failure.
            let _ = std::fs::remove_file(draft);
        } else {
            context.console.warning(&format!("what you wrote is kept in {}", draft.display()));
        }
    }
    outcome
}

/// Carries out one verb.
async fn carry_out(noun: &'static Noun, context: &Context, word: &str, args: &ArgMatches) -> Result<Outcome> {
    match word {
        "list" => list(noun, context, args).await,
        "show" if noun.single => list(noun, context, args).await,
        "show" => read::show(noun, context, args).await,
        "options" => read::options(noun, context, args).await,
        "wait" => ask::wait(noun, context, args).await,
        word => match noun.queries.iter().find(|query| query.word == word) {
            Some(query) => match query.of {
                About::Record if typed::describes_new(query, args) => ask::of_account(noun, context, query, args).await,
                About::Record => ask::ask(noun, context, query, args).await,
                About::Account(_) => ask::of_account(noun, context, query, args).await,
                About::Files => files::fetch(noun, context, query, args).await,
            },
            None if noun.actions.iter().any(|action| action.word == word && action.makes) => {
                create::create(noun, context, word, args).await
            }
            None => act::act(noun, context, word, args).await,
        },
    }
}

/// The targets that were typed, understood; an empty one is refused before any request.
fn specs(noun: &'static Noun, context: &Context, args: &ArgMatches) -> Result<Vec<Spec>> {
    if noun.single {
        return Ok(vec![Spec::own()]);
    }
    let typed = args.get_many::<String>("targets").into_iter().flatten();
    let specs: Vec<Spec> = typed.map(|text| crate::fleet::parse(text, &context.fleet)).collect::<Result<_>>()?;
    Ok(if specs.is_empty() { vec![Spec::all()] } else { specs })
}

/// Keeps the records that satisfy every filter, and warns of fields that are null in all of them.
fn filtered(noun: &'static Noun, context: &Context, found: &mut Resolved, selection: &Selection) {
    if selection.filters.is_empty() {
        return;
    }
    let rows = found.hits.iter().map(|hit| Box::new(hit.entry.clone()) as Box<dyn Row>).collect();
    let rows = Rows { fields: noun.record.all_fields(), rows, shape: Shape::Array };
    read::tell_of_nulls(context, selection, &rows);
    found.hits.retain(|hit| selection.matches(&hit.entry));
    if found.hits.is_empty() && found.misses.is_empty() {
        context.console.notice(&format!("no {} fit the filter", noun.word));
    }
}

/// The outcome of a change: its records, and their failures.
pub(crate) fn told(changes: Vec<Change>, selection: &Selection) -> Outcome {
    told_with(changes, Vec::new(), selection)
}

/// The outcome of a change beside failures that are no target's.
fn told_with(changes: Vec<Change>, others: Vec<Error>, selection: &Selection) -> Outcome {
    let recorded: Vec<Error> = changes.iter().filter_map(|change| change.error.clone()).collect();
    let some = changes.iter().any(|change| change.error.is_none());
    Outcome::rows(selection.apply(Rows::typed(changes, Shape::Array)), "changes").failing_in(recorded, others, some)
}
