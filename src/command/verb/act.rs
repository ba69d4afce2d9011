//! Carrying out an action on targets: resolved first, agreed to, then all at once.
//! One that fails never stops the others, be it a target or an account.

use std::{collections::HashMap, time::Duration};

use clap::ArgMatches;
use futures_util::{StreamExt, stream};

use crate::{
    cli::{Changing, Looks, Stopping},
    error::{Error, Result},
    fleet::{self, ActOptions, ActionRun, Given, Match, Plan, Raw, ReadinessProbe, Resolved, Spec, Terms, failed},
    http::{Consent, Effect},
    model::{Action, CHANGE, Change, Selection, Status, verbs::STOP_HARD},
    output::Progress,
    provider::{Account, Noun},
};

use super::{
    super::{consent::agree, context::Context, flags, outcome::Outcome},
    filtered,
    plan::{binding, plan},
    specs, told_with, typed,
};

/// Carries out an action on the targets and tells what became of each.
pub async fn act(noun: &'static Noun, context: &Context, word: &str, args: &ArgMatches) -> Result<Outcome> {
    let changing: Changing = flags(args)?;
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, &CHANGE)?;
    let filters: Vec<String> =
        args.try_get_many::<String>("filter").ok().flatten().into_iter().flatten().cloned().collect();
    let filters = Selection::parse(&filters, None, None, None, &noun.record.all_fields())?;
    let action = typed::chosen(noun, word, args)?;
    let stopping: Stopping = if action.ends_run { flags(args)? } else { Stopping::default() };
    let raw = typed::raw(noun, context, action, args)?;
    let reach = reach(args)?;
    let specs = specs(noun, context, args)?;
    let terms =
        Terms { change: true, prefixes: context.console.can_ask(), limit: context.reading(), choice: &context.choice };
    let can = |account: &Account| capable(noun, account, action, &stopping);
    let wanted = if stopping.hard_after.is_some() { &STOP_HARD } else { action };
    let mut found: Resolved = fleet::resolve(&context.fleet, noun, &specs, &terms, &can, &wanted.name()).await?;
    if !found.passed.is_empty() {
        let passed = found.passed.join(", ");
        context.console.notice(&format!("passed over, because they cannot {}: {passed}", wanted.name()));
    }
    filtered(noun, context, &mut found, &filters);
    let others = if specs.iter().all(Spec::literal) { Vec::new() } else { found.failures };
    let mut changes: Vec<Change> =
        found.misses.into_iter().map(|(spec, error)| missed(noun, context, action, spec, error)).collect();
    let mut hits = found.hits;
    let understood = understood(context, action, &raw, &hits).await;
    let filtered = !filters.filters.is_empty();
    let (plan, refused) = plan(context, action, &specs, (filtered, &understood), &mut hits).await?;
    changes.extend(refused);
    if !hits.is_empty() {
        let how = Manner { action, understood: &understood, reach: reach.as_ref(), hard_after: stopping.hard_after };
        changes.extend(agreed(context, &plan, &changing, &how, &hits).await?);
    }
    Ok(told_with(changes, others, &selection))
}

/// How an action is to be carried out.
struct Manner<'h> {
    action: &'static Action,
    understood: &'h Understood,
    reach: Option<&'h ReadinessProbe>,
    hard_after: Option<Duration>,
}

/// Carries an action out once it is agreed to; a dry run only shows it.
async fn agreed(
    context: &Context,
    plan: &Plan,
    changing: &Changing,
    how: &Manner<'_>,
    hits: &[Match],
) -> Result<Vec<Change>> {
    let action = how.action;
    let force = how.understood.values().flatten().any(|given| given.flags.value("force").is_some());
    let refused = |hit: &Match| binding(hit, action).is_ok_and(|act| hit.possible(action, act, force).is_err());
    // Nobody is asked to agree to what will be refused anyway.
    let idle = changing.dry_run || hits.iter().all(refused);
    let pays = plan.effect == Effect::Pay;
    let consent = if idle { Consent::Reading } else { agree(context, plan, changing, pays)? };
    for hit in hits {
        hit.session.allow(plan.lines.len());
    }
    let progress = context.console.follow(hits.len(), action.word);
    let tell = |label: &str, state: &str| progress.state(label, state);
    let options = ActOptions {
        consent,
        wait: !changing.no_wait,
        deadline: context.deadline(),
        hard_after: how.hard_after,
        dry_run: changing.dry_run,
        force,
        reach: how.reach,
        journal: &context.journal,
        cause: None,
        tell: &tell,
    };
    // One payment at a time: each must see what the one before it has left.
    let at_once = if pays { 1 } else { hits.len() };
    let mut done = carry_out(context, action, (how.understood, at_once), hits, (options, &progress)).await;
    drop(progress);
    if changing.dry_run {
        rehearsed(context, &plan.lines, &mut done);
    }
    Ok(done)
}

/// What must answer before it is over.
pub fn reach(args: &ArgMatches) -> Result<Option<ReadinessProbe>> {
    let text = args.try_get_one::<String>("wait-for").ok().flatten();
    text.map(|text| ReadinessProbe::parse(text)).transpose()
}

/// Shows what would be done and the very requests; what comes of it stands in the records, too.
pub fn rehearsed(context: &Context, lines: &[String], changes: &mut [Change]) {
    for (line, change) in lines.iter().zip(changes) {
        context.console.notice(line);
        change.consequences = line.lines().skip(1).map(|sentence| sentence.trim().to_owned()).collect();
        change.requests.iter().for_each(|request| context.console.notice(&format!("  would send: {request}")));
        if change.requests.is_empty() && change.status == Status::Ok {
            context.console.notice("  nothing to do");
        }
    }
}

/// Whether an account's provider has the action, and the hard one too where that may be needed.
fn capable(noun: &'static Noun, account: &Account, action: &Action, stopping: &Stopping) -> bool {
    let can = |action| account.act(noun, action).is_some();
    can(action) && (stopping.hard_after.is_none() || can(&STOP_HARD))
}

/// What was typed beside the targets, as each account understands it.
pub type Understood = HashMap<String, Result<Given>>;

async fn understood(context: &Context, action: &'static Action, raw: &[Raw], hits: &[Match]) -> Understood {
    let mut understood = HashMap::new();
    for hit in hits {
        let account = &hit.entry.origin.account;
        if !understood.contains_key(account) {
            let given = match binding(hit, action) {
                Ok(act) => fleet::given(&hit.session, act, raw, context.reading()).await,
                Err(error) => Err(error),
            };
            understood.insert(account.clone(), given);
        }
    }
    understood
}

/// Acts on all targets at once; the limits of accounts and run hold below.
async fn carry_out(
    context: &Context,
    action: &'static Action,
    (understood, at_once): (&Understood, usize),
    hits: &[Match],
    (options, progress): (ActOptions<'_>, &Progress<'_>),
) -> Vec<Change> {
    let one = async |hit: &Match| {
        let given = understood.get(&hit.entry.origin.account).cloned().unwrap_or_else(|| Ok(Given::default()));
        match given.and_then(|given| binding(hit, action).map(|act| (given, act))) {
            Ok((given, act)) => {
                let _under_way = context.begin(format!("{} of {}", action.word, hit.place()));
                let change = fleet::act(&ActionRun { hit, action, act, given: &given, options }).await;
                progress.done(&hit.place(), change.after.unwrap_or_default(), change.error.is_none());
                change
            }
            Err(error) => {
                progress.done(&hit.place(), "", false);
                failed(hit.change(action, None), error)
            }
        }
    };
    let all = stream::iter(hits).map(one).buffered(at_once.max(1)).collect();
    if options.dry_run { all.await } else { progress.during(all).await }
}

/// The record of a target that was not found.
fn missed(noun: &'static Noun, context: &Context, action: &Action, spec: Spec, error: Error) -> Change {
    let account = spec.account.and_then(|name| context.fleet.account(&name).ok());
    let change = Change::planned(account.map(|account| account.origin.clone()), noun.kind(), action.word);
    failed(Change { name: Some(spec.typed), ..change }, error)
}
