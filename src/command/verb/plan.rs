//! The plan of a change to the targets that were found, as it is shown before it is agreed to.
//! Source: conventions, "Consent".

use super::super::context::Context;
use crate::{
    error::{Error, Result},
    fleet::{self, Choice, Plan, Spec, Task},
    http::Effect,
    in_order::in_order,
    model::{Action, Change},
    provider::Planned,
};

/// The reason given when the account's configuration overrides an operation.
pub(crate) const ELSEWHERE: &str =
    "the account's configuration has this operation elsewhere, so it counts as destroying";

/// A plan without targets yet.
pub(crate) fn empty(
    context: &Context,
    action: &Action,
    (choice, specs): (&Choice, &[Spec]),
    accounts: &[String],
    found: bool,
) -> Plan {
    Plan {
        action: action.word.to_owned(),
        lines: Vec::new(),
        doomed: Vec::new(),
        consequences: "",
        effect: Effect::Change,
        found,
        by_default: *choice == Choice::Unsaid
            && context.config.default_account.is_some()
            && specs.iter().any(|s| s.account.is_none()),
        max_targets: context.max_targets(accounts),
    }
}

/// The plan of tasks that may be carried out, and those that are refused already, as failed.
///
/// # Errors
/// `usage` when one would be destroyed of which only the beginning of its id was typed.
pub(crate) async fn plan(mut plan: Plan, tasks: Vec<Task>) -> Result<(Plan, Vec<Task>, Vec<Change>)> {
    let lines = in_order(tasks.len(), tasks.iter().map(line)).await;
    let (mut kept, mut refused) = (Vec::with_capacity(tasks.len()), Vec::new());
    for (task, line) in tasks.into_iter().zip(lines) {
        match line {
            Ok(line) => {
                plan.lines.push(line);
                weigh(&mut plan, &task)?;
                kept.push(task);
            }
            Err(error) => refused.push(turned_down(&task, error)),
        }
    }
    if plan.doomed.is_empty() && plan.effect == Effect::Destroy {
        plan.effect = Effect::Change;
    }
    Ok((plan, kept, refused))
}

/// A task that is refused before anything is asked.
fn turned_down(task: &Task, error: Error) -> Change {
    let Some(hit) = task.found() else { return fleet::failed(task.change(), error) };
    let told = error.while_doing(&format!("cannot {} \"{}\"", task.action.word, hit.label()));
    let target = format!("{}/id:{}", hit.entry.origin.account, hit.record().head().id);
    fleet::failed(hit.change(task.action, None), hit.session.place(told).target(target))
}

/// Adds the actual effect of a task to a plan.
fn weigh(plan: &mut Plan, task: &Task) -> Result<()> {
    let effect = task.effect();
    plan.effect = plan.effect.max(effect);
    let Some(hit) = task.found().filter(|_| effect == Effect::Destroy && !task.is_done()) else { return Ok(()) };
    plan.doomed.push(hit.label().to_owned());
    if task.dooms() {
        plan.consequences = hit.record().fleeting();
    } else if task.is_overridden() {
        plan.consequences = ELSEWHERE;
    }
    if hit.by_prefix {
        let sentence = format!("\"{}\" is destroyed by this, so its whole name or id must be typed", hit.label());
        return Err(Error::usage(sentence));
    }
    Ok(())
}

/// One target, the action on it, and its consequences.
async fn line(task: &Task) -> Result<String> {
    let Some(hit) = task.found() else { return Ok(String::new()) };
    let head = hit.record().head();
    let place = format!("{} (id {}, {})", hit.place(), head.id, head.state);
    if task.dooms() {
        return Ok(format!("DESTROY {place}: it is {}", hit.record().fleeting()));
    }
    if task.is_overridden() {
        return Ok(format!("{} {place}: {ELSEWHERE}", task.action.word));
    }
    let mut line = format!("{} {place}", task.action.name());
    let (act, flags) = (task.act, &task.given.flags);
    if task.effect() >= Effect::Destroy && !act.operation.warning.is_empty() && !act.foretells() {
        line.push_str(&format!("\n  {}", act.operation.warning));
    }
    // A target that is at the goal already, or cannot get there, has no consequences.
    let idle = task.is_done() || task.possible(true).is_err();
    if !idle {
        for sentence in act.foretold(&hit.session, Planned { id: &head.id, flags }).await? {
            line.push_str(&format!("\n  {sentence}"));
        }
    }
    Ok(line)
}
