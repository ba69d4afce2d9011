//! The verbs of every noun, written once: list, show, and acting on targets.
//! Order: arguments, scope, binding, targets, consent, requests; nothing is sent before all that can be wrong was looked at.

use clap::ArgMatches;
use futures_util::{StreamExt, stream};

use crate::{
    cli::{Changing, Looks, Stopping},
    error::{Error, Kind, Result},
    fleet::{self, ActOptions, Choice, Hit, Plan, Resolved, Spec, Subject, Terms},
    http::{Consent, Effect},
    model::{
        Action, CHANGE, Change, Entry, How, Row, Rows, STOP_HARD, Selection, Shape, Status, fields_of, null_everywhere,
    },
    provider::{Account, Act, Bound},
};

use super::{
    consent::agree,
    context::Context,
    flags,
    outcome::{Answer, Outcome},
};

/// Lists a noun in the accounts of the scope.
pub async fn list<R: Bound>(context: &Context, args: &ArgMatches) -> Result<Outcome> {
    let asked = super::selecting(args)?;
    let columns = asked.looks.columns.as_deref();
    let selection = Selection::parse(&asked.filter, asked.sort.as_deref(), columns, asked.limit, &fields_of::<R>())?;
    let scope = context.fleet.reading(&context.choice)?;
    let (able, unable) =
        context.fleet.able::<R>(&scope, "list", |account| R::of(account.provider.bindings()).list.is_some())?;
    if !unable.is_empty() {
        context.console.notice(&format!("passed over, because there are no {} there: {}", R::WORD, unable.join(", ")));
    }
    context.console.progress(&format!("asking {}", able.join(", ")));
    let answers = fleet::list::<R>(&context.fleet, &able, context.reading()).await;
    let some = answers.iter().any(|answer| answer.complete() || !answer.entries.is_empty());
    let mut entries = Vec::with_capacity(answers.iter().map(|a| a.entries.len()).sum());
    let mut failures = Vec::new();
    for answer in answers {
        entries.extend(answer.entries);
        failures.extend(answer.failures);
    }
    let rows = Rows::of(entries, Shape::Array);
    for filter in selection.filters.iter().filter(|filter| !rows.rows.is_empty() && null_everywhere(filter, &rows)) {
        context.console.notice(&format!("no provider asked tells \"{}\", so nothing can match", filter.field()));
    }
    let answer = Answer::Rows { selected: selection.apply(rows), noun: R::WORD, one_account: scope.names.len() == 1 };
    Ok(Outcome { answer, ..Outcome::nothing() }.failing(failures, some))
}

/// Shows targets whole: an object for one that was named, else an array.
pub async fn show<R: Bound>(context: &Context, args: &ArgMatches) -> Result<Outcome> {
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, &fields_of::<R>())?;
    let specs = specs(context, args)?;
    let single = specs.len() == 1 && specs.iter().all(Spec::literal);
    let terms =
        Terms { change: false, prefixes: context.console.can_ask(), limit: context.reading(), choice: &context.choice };
    let can = |account: &Account| R::of(account.provider.bindings()).show.is_some();
    let found: Resolved<R> = fleet::resolve(&context.fleet, &specs, &terms, can, "show").await?;
    let wholes = whole(context, found.hits).await;
    let mut failures: Vec<Error> = found.misses.into_iter().map(|(_, error)| error).collect();
    let mut entries = Vec::new();
    for result in wholes {
        match result {
            Ok(entry) => entries.push(entry),
            Err(error) => failures.push(error),
        }
    }
    if single {
        if let Some(error) = failures.into_iter().next() {
            return Err(error);
        }
        return Ok(Outcome::rows(selection.apply(Rows::of(entries, Shape::Object)), R::WORD));
    }
    let some = !entries.is_empty();
    if specs.iter().any(|spec| !spec.literal()) {
        failures.extend(found.failures);
    }
    Ok(Outcome::rows(selection.apply(Rows::of(entries, Shape::Array)), R::WORD).failing(failures, some))
}

/// The records as their provider shows them one by one; a listing may tell less.
async fn whole<R: Bound>(context: &Context, hits: Vec<Hit<R>>) -> Vec<Result<Entry<R>>> {
    let one = |hit: Hit<R>| async move {
        if hit.exact {
            return Ok(hit.entry);
        }
        fleet::show(&hit.session, &hit.entry.record.head().id, context.reading()).await
    };
    let count = hits.len().max(1);
    stream::iter(hits).map(one).buffered(count).collect().await
}

/// The targets that were typed, understood; an empty one is refused before any request.
fn specs(context: &Context, args: &ArgMatches) -> Result<Vec<Spec>> {
    let typed = args.get_many::<String>("targets").into_iter().flatten();
    typed.map(|text| fleet::parse(text, &context.fleet)).collect()
}

/// Carries out an action on the targets and tells what became of each.
pub async fn act<R: Subject>(context: &Context, word: &str, args: &ArgMatches) -> Result<Outcome> {
    let changing: Changing = flags(args)?;
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, &CHANGE)?;
    let (action, stopping) = chosen::<R>(word, args)?;
    let specs = specs(context, args)?;
    let terms =
        Terms { change: true, prefixes: context.console.can_ask(), limit: context.reading(), choice: &context.choice };
    let can = |account: &Account| capable::<R>(account, action, &stopping);
    let wanted = if stopping.hard_after.is_some() { &STOP_HARD } else { action };
    let found: Resolved<R> = fleet::resolve(&context.fleet, &specs, &terms, can, &wanted.name()).await?;
    let mut changes: Vec<Change> =
        found.misses.into_iter().map(|(spec, error)| missed::<R>(context, action, spec, error)).collect();
    if !found.hits.is_empty() {
        let plan = plan(context, action, &specs, &found.hits)?;
        let consent = if changing.dry_run {
            plan.lines.iter().for_each(|line| context.console.notice(line));
            Consent::Reading
        } else {
            agree(context, &plan, &changing, false)?
        };
        let options = ActOptions {
            consent,
            wait: !changing.no_wait,
            deadline: context.deadline(),
            hard_after: stopping.hard_after,
            dry_run: changing.dry_run,
        };
        changes.extend(carry_out(context, action, &found.hits, options).await);
    }
    Ok(told(changes, &selection))
}

/// The action a word and its flags stand for.
fn chosen<R: Bound>(word: &str, args: &ArgMatches) -> Result<(&'static Action, Stopping)> {
    let action = R::ACTIONS.iter().find(|action| action.word == word && action.flag.is_none());
    let action = action.ok_or_else(|| Error::usage(format!("there is no verb {word}")))?;
    let stopping: Stopping = if action.ends_run { flags(args)? } else { Stopping::default() };
    Ok((if stopping.hard { &STOP_HARD } else { action }, stopping))
}

/// Whether an account's provider has the action, and the hard one too where that may be needed.
fn capable<R: Bound>(account: &Account, action: &Action, stopping: &Stopping) -> bool {
    let noun = R::of(account.provider.bindings());
    noun.act(action).is_some() && (stopping.hard_after.is_none() || noun.act(&STOP_HARD).is_some())
}

/// What would be done to the targets that were found.
fn plan<R: Subject>(context: &Context, action: &'static Action, specs: &[Spec], hits: &[Hit<R>]) -> Result<Plan> {
    let mut plan = Plan {
        action: action.word.to_owned(),
        lines: Vec::new(),
        doomed: Vec::new(),
        fate: "not persistent, so stopping destroys it",
        effect: Effect::Change,
        found: specs.iter().any(|spec| !spec.literal()),
        by_default: context.choice == Choice::Unsaid
            && context.config.default_account.is_some()
            && specs.iter().any(|s| s.account.is_none()),
        max_targets: context.max_targets(&hits.iter().map(|hit| hit.entry.origin.account.clone()).collect::<Vec<_>>()),
    };
    for hit in hits {
        let head = hit.record().head();
        let act = binding(hit, action)?;
        let effect = hit.effect(act);
        let place = format!("{}/{} (id {}, {})", hit.entry.origin.account, hit.label(), head.id, head.state);
        plan.lines.push(match effect {
            _ if hit.doomed(act) => format!("DESTROY {place}: it is not persistent, so stopping ends it for good"),
            Effect::Destroy => format!("{} {place}: {ELSEWHERE}", action.word),
            _ => format!("{} {place}", action.word),
        });
        if effect == Effect::Destroy && !hit.doomed(act) {
            plan.fate = ELSEWHERE;
        }
        plan.effect = plan.effect.max(effect);
        if effect == Effect::Destroy && head.state != action.goal {
            plan.doomed.push(hit.label().to_owned());
            if hit.by_prefix {
                return Err(Error::usage(format!(
                    "\"{}\" is destroyed by this, so its whole name or id must be typed",
                    hit.label()
                )));
            }
        }
    }
    if plan.doomed.is_empty() {
        plan.effect = Effect::Change;
    }
    Ok(plan)
}

/// Why a change that the account's configuration overrides is asked about.
pub const ELSEWHERE: &str = "the account's configuration has this operation elsewhere, so it counts as destroying";

fn binding<R: Subject>(hit: &Hit<R>, action: &Action) -> Result<&'static Act> {
    let account = &hit.session.account;
    let act = R::of(account.provider.bindings()).act(action);
    act.ok_or_else(|| {
        Error::new(Kind::Unsupported, format!("{} has no {} {}", account.provider.title(), R::WORD, action.name()))
    })
}

/// Acts on all targets at once; the limits of accounts and run hold below.
async fn carry_out<R: Subject>(
    context: &Context,
    action: &'static Action,
    hits: &[Hit<R>],
    options: ActOptions,
) -> Vec<Change> {
    let one = |hit| async move {
        match binding(hit, action) {
            Ok(act) => {
                let _under_way =
                    context.begin(format!("{} of {}/{}", action.word, hit.entry.origin.account, hit.label()));
                fleet::act(hit, action, act, options).await
            }
            Err(error) => failed(hit.change(action, How::Not), error),
        }
    };
    if !options.dry_run {
        context.console.progress(&format!("{}: waiting for {} of {}", action.word, hits.len(), hits.len()));
    }
    stream::iter(hits).map(one).buffered(hits.len().max(1)).collect().await
}

fn failed(mut change: Change, error: Error) -> Change {
    change.status = Status::Failed;
    change.error = Some(error);
    change
}

/// The record of a target that was not found.
fn missed<R: Bound>(context: &Context, action: &Action, spec: Spec, error: Error) -> Change {
    let account = spec.account.and_then(|name| context.fleet.account(&name).ok());
    Change {
        origin: account.map(|account| account.origin.clone()),
        kind: R::KIND,
        id: None,
        name: Some(spec.typed),
        action: action.word,
        changed: false,
        status: Status::Failed,
        before: None,
        after: None,
        how: How::Not,
        error: Some(error),
    }
}

/// The outcome of a change: its records, and what failed in them.
pub fn told(changes: Vec<Change>, selection: &Selection) -> Outcome {
    let failures: Vec<Error> = changes.iter().filter_map(|change| change.error.clone()).collect();
    let some = changes.iter().any(|change| change.error.is_none());
    let rows: Vec<Box<dyn Row>> = changes.into_iter().map(|change| Box::new(change) as Box<dyn Row>).collect();
    let rows = Rows { fields: CHANGE.to_vec(), rows, shape: Shape::Array };
    Outcome { told: true, ..Outcome::rows(selection.apply(rows), "changes").failing(failures, some) }
}
