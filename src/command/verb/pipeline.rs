//! The common end of acting and of creating: consent is asked for, then the tasks are carried out all at once.
//! A dry run shows the plan and the requests instead.

use std::{collections::BTreeMap, time::Duration};

use clap::ArgMatches;

use crate::{
    cli::Changing,
    error::Result,
    fleet::{self, ActOptions, Plan, ReadinessProbe, Task},
    http::{Consent, Effect},
    in_order::in_order,
    model::{Change, Status, verbs},
    output::Progress,
    provider::Session,
};

use super::super::{consent::agree, context::Context};

/// The manner in which tasks are carried out.
pub(crate) struct Manner<'m> {
    /// The flags of changes.
    pub changing: &'m Changing,
    /// The port or page that must answer before one is over.
    pub probe: Option<&'m ReadinessProbe>,
    /// The time after which a clean stop becomes a hard one.
    pub hard_after: Option<Duration>,
}

/// Carries tasks out once they are agreed to; a dry run only shows them.
///
/// # Errors
/// `refused` when they were not agreed to.
pub(crate) async fn run(context: &Context, plan: &Plan, tasks: &[Task], manner: &Manner<'_>) -> Result<Vec<Change>> {
    let changing = manner.changing;
    let force = tasks.iter().any(|task| task.given.flags.value("force").is_some());
    // The question is left out where the change would be refused anyway.
    let idle = changing.dry_run || tasks.iter().all(|task| task.possible(force).is_err());
    let pays = plan.effect == Effect::Pay;
    let mut counts: BTreeMap<&str, (&Session, usize)> = BTreeMap::new();
    for session in tasks.iter().map(Task::session) {
        counts.entry(session.account.name()).or_insert((session, 0)).1 += 1;
    }
    counts.into_values().try_for_each(|(session, count)| session.has_room(count))?;
    let consent = if idle { Consent::Reading } else { agree(context, plan, changing, pays).await? };
    for task in tasks {
        task.session().allow(plan.lines.len());
    }
    context.relax(changing)?;
    let verb = tasks.first().map_or("", |task| task.action.word);
    let progress = context.console.follow(tasks.len(), verb);
    let tell = |label: &str, state: &str| progress.state(label, state);
    let options = ActOptions {
        consent,
        wait: !changing.no_wait,
        deadline: context.begun,
        hard_after: manner.hard_after,
        dry_run: changing.dry_run,
        force,
        probe: manner.probe,
        said: said(changing),
        journal: &context.journal,
        cause: None,
        tell: &tell,
    };
    // One payment at a time: each must see what the one before it has left.
    let takes_credit = |task: &Task| *task.action == verbs::PAY || *task.action == verbs::CREDIT;
    let at_once = if tasks.iter().any(takes_credit) { 1 } else { tasks.len() };
    let all = in_order(at_once, tasks.iter().map(|task| carry_out(context, task, options, &progress)));
    let mut changes = if changing.dry_run { all.await } else { progress.during(all).await };
    drop(progress);
    if changing.dry_run {
        rehearsed(context, &plan.lines, &mut changes);
    } else if pays {
        plan.lines.iter().zip(&mut changes).for_each(|(line, change)| change.consequences = consequences(line));
    }
    Ok(changes)
}

/// The way in which the user agreed.
pub(crate) const fn said(changing: &Changing) -> &'static str {
    if changing.yes { "--yes" } else { "typed" }
}

/// Carries one task out, with progress told and its being under way known to an interruption.
async fn carry_out(context: &Context, task: &Task, options: ActOptions<'_>, progress: &Progress<'_>) -> Change {
    let place = task.subject.place();
    let _under_way =
        (!options.dry_run).then(|| context.under_way.begin(format!("{} of {place}", task.action.word), task.change()));
    let options = ActOptions { deadline: context.deadline(task.session()), ..options };
    let change = fleet::carry_out(task, options).await;
    context.under_way.ended(&change);
    progress.done(&place, change.after.unwrap_or_default(), change.error.is_none());
    change
}

/// The port or page that must answer before a change is over.
///
/// # Errors
/// `usage` when it is neither.
pub(crate) fn probe(args: &ArgMatches) -> Result<Option<ReadinessProbe>> {
    let text = args.try_get_one::<String>("wait-for").ok().flatten();
    text.map(|text| ReadinessProbe::parse(text)).transpose()
}

/// What comes of a target, told below the line of the plan that names it.
fn consequences(line: &str) -> Vec<String> {
    line.lines().skip(1).map(|sentence| sentence.trim().to_owned()).collect()
}

/// Shows what would be done and the very requests; what comes of it stands in the records, too.
fn rehearsed(context: &Context, lines: &[String], changes: &mut [Change]) {
    for (line, change) in lines.iter().zip(changes) {
        context.console.notice(line);
        change.consequences = consequences(line);
        change.requests.iter().for_each(|request| context.console.notice(&format!("  would send: {request}")));
        if change.requests.is_empty() && change.status == Status::Ok {
            context.console.notice("  nothing to do");
        }
    }
}
