//! Acting on targets: resolved once into tasks, planned, agreed to, then carried out all at once.
//! A target or an account that fails never stops the others.

use std::{collections::HashMap, rc::Rc, time::Duration};

use clap::ArgMatches;

use crate::{
    cli::{Changing, Looks, Stopping},
    error::{Error, Kind, Result},
    fleet::{self, Choice, Given, Match, Raw, Resolved, Spec, Subject, Task, Terms, failed},
    model::{Action, Change, RowType, Selection, verbs::STOP_HARD},
    provider::{Account, Noun},
};

use super::{
    super::{context::Context, flags, outcome::Outcome},
    filtered,
    pipeline::{self, Manner, probe},
    plan::{self, plan},
    specs, told_with, typed,
};

/// Carries out an action on the targets and prints the outcome of each.
pub(crate) async fn act(noun: &'static Noun, context: &Context, word: &str, args: &ArgMatches) -> Result<Outcome> {
    let changing: Changing = flags(args)?;
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, Change::FIELDS)?;
    let filters: Vec<String> =
        args.try_get_many::<String>("filter").ok().flatten().into_iter().flatten().cloned().collect();
    let filters = Selection::parse(&filters, None, None, None, &noun.record.all_fields())?;
    let action = typed::chosen(noun, word, args)?;
    let stopping: Stopping = if action.ends_run { flags(args)? } else { Stopping::default() };
    let raw = typed::raw(noun, context, action, args)?;
    let probe = probe(args)?;
    let specs = specs(noun, context, args)?;
    let choice = context.fleet.chosen(&context.choice, &filters)?;
    let mut found = resolve(noun, context, (&choice, &specs), action, stopping.hard_after).await?;
    filtered(noun, context, &mut found, &filters);
    let others = if specs.iter().all(Spec::literal) { Vec::new() } else { found.failures };
    let mut changes: Vec<Change> =
        found.misses.into_iter().map(|(spec, error)| missed(noun, context, action, spec, error)).collect();
    let by_filter = !filters.filters.is_empty();
    let accounts: Vec<String> = found.hits.iter().map(|hit| hit.entry.origin.account.clone()).collect();
    let tasks = tasks(context, action, &raw, found.hits, &mut changes).await;
    copies_unique(context, &tasks).await?;
    let empty = plan::empty(
        context,
        action,
        (&choice, &specs),
        &accounts,
        by_filter || specs.iter().any(|spec| !spec.literal()),
    );
    let (plan, tasks, refused) = plan(empty, tasks).await?;
    changes.extend(refused);
    if !tasks.is_empty() {
        let manner = Manner { changing: &changing, probe: probe.as_ref(), hard_after: stopping.hard_after };
        changes.extend(pipeline::run(context, &plan, &tasks, &manner).await?);
    }
    Ok(told_with(changes, others, &selection))
}

/// The records that the targets mean, in the accounts whose provider has the action, and the hard one where that may be
/// needed.
async fn resolve(
    noun: &'static Noun,
    context: &Context,
    (choice, specs): (&Choice, &[Spec]),
    action: &'static Action,
    hard_after: Option<Duration>,
) -> Result<Resolved> {
    let terms = Terms { change: true, prefixes: context.console.can_ask(), limit: context.reading(), choice };
    let has = |account: &Account, action| account.act(noun, action).is_some();
    let can = |account: &Account| has(account, action) && (hard_after.is_none() || has(account, &STOP_HARD));
    let wanted = if hard_after.is_some() { &STOP_HARD } else { action };
    let found = fleet::resolve(&context.fleet, noun, specs, &terms, &can, &wanted.name()).await?;
    if !found.passed.is_empty() {
        context.console.notice(&format!("skipped: {} cannot {}", found.passed.join(", "), wanted.name()));
    }
    Ok(found)
}

/// The tasks on the found records; the binding is looked up once, and the flags are read once for each account.
/// A target that cannot become a task joins the changes, as failed.
async fn tasks(
    context: &Context,
    action: &'static Action,
    raw: &[Raw],
    hits: Vec<Match>,
    changes: &mut Vec<Change>,
) -> Vec<Task> {
    let mut understood: HashMap<String, Result<Rc<Given>>> = HashMap::new();
    let mut tasks = Vec::with_capacity(hits.len());
    for hit in hits {
        let account = &hit.session.account;
        let Some(act) = account.act(hit.noun, action) else {
            let sentence = format!("{} has no {} {}", account.provider.title(), hit.noun.word, action.name());
            changes.push(failed(hit.change(action, None), Error::new(Kind::Unsupported, sentence)));
            continue;
        };
        let name = hit.entry.origin.account.clone();
        if !understood.contains_key(&name) {
            let given = fleet::given(&context.fleet, &hit.session, act, raw, context.reading()).await.map(Rc::new);
            understood.insert(name.clone(), given);
        }
        match understood.get(&name).cloned() {
            Some(Err(error)) => changes.push(failed(hit.change(action, None), error)),
            given => {
                let given = given.and_then(Result::ok).unwrap_or_default();
                tasks.push(Task { subject: Subject::Found(hit), action, act, given });
            }
        }
    }
    tasks
}

/// Refuses copies whose name is taken in their account, or given to several.
async fn copies_unique(context: &Context, tasks: &[Task]) -> Result<()> {
    let mut copies: Vec<(&Task, Vec<String>)> = Vec::new();
    for task in tasks.iter().filter(|task| task.action.flag(fleet::ALLOW).is_some()) {
        let Some(name) = task.given.flags.get("name") else { continue };
        match copies.iter_mut().find(|(other, _)| Rc::ptr_eq(other.session(), task.session())) {
            Some((_, names)) => names.push(name),
            None => copies.push((task, vec![name])),
        }
    }
    for (task, names) in copies {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let allowed = task.given.flags.value(fleet::ALLOW).is_some();
        fleet::unique(task.session(), task.subject.noun(), &names, allowed, context.reading()).await?;
    }
    Ok(())
}

/// The record of a target that was not found.
fn missed(noun: &'static Noun, context: &Context, action: &Action, spec: Spec, error: Error) -> Change {
    let account = spec.account.and_then(|name| context.fleet.account(&name).ok());
    let change = Change::planned(account.map(|account| account.origin.clone()), noun.kind(), action.word);
    failed(Change { name: Some(spec.typed), ..change }, error)
}
