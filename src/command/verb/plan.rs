//! What a change would do to the targets that were found, as it is shown before it is agreed to.
//! Source: conventions, "Consent".

use futures_util::future::join_all;

use super::{super::context::Context, act::Understood};
use crate::{
    error::{Error, Kind, Result},
    fleet::{self, Choice, Match, Plan, Spec},
    http::Effect,
    model::{Action, Change, Goal},
    provider::{Act, Inputs, Planned},
};

/// Why a change that the account's configuration overrides is asked about.
pub const ELSEWHERE: &str = "the account's configuration has this operation elsewhere, so it counts as destroying";

/// The binding of an action where a record is.
pub fn binding(hit: &Match, action: &Action) -> Result<&'static Act> {
    let account = &hit.session.account;
    let act = account.act(hit.noun, action);
    act.ok_or_else(|| {
        Error::new(
            Kind::Unsupported,
            format!("{} has no {} {}", account.provider.title(), hit.noun.word, action.name()),
        )
    })
}

/// A plan without targets yet.
pub fn empty(context: &Context, action: &Action, specs: &[Spec], accounts: &[String], found: bool) -> Plan {
    Plan {
        action: action.word.to_owned(),
        lines: Vec::new(),
        doomed: Vec::new(),
        consequences: "",
        effect: Effect::Change,
        found,
        by_default: context.choice == Choice::Unsaid
            && context.config.default_account.is_some()
            && specs.iter().any(|s| s.account.is_none()),
        max_targets: context.max_targets(accounts),
    }
}

/// What would be done to the targets that were found; those that are refused already are taken from them, as failed.
///
/// # Errors
/// `usage` when one would be destroyed of which only the beginning of its id was typed.
pub async fn plan(
    context: &Context,
    action: &'static Action,
    specs: &[Spec],
    (filtered, understood): (bool, &Understood),
    hits: &mut Vec<Match>,
) -> Result<(Plan, Vec<Change>)> {
    let accounts: Vec<String> = hits.iter().map(|hit| hit.entry.origin.account.clone()).collect();
    let found = filtered || specs.iter().any(|spec| !spec.literal());
    let mut plan = empty(context, action, specs, &accounts, found);
    let nothing = Inputs::none();
    let flags = |hit: &Match| match understood.get(&hit.entry.origin.account) {
        Some(Ok(given)) => &given.flags,
        _ => &nothing,
    };
    let lines = join_all(hits.iter().map(|hit| line(hit, action, flags(hit)))).await;
    let mut refused = Vec::new();
    for (hit, line) in std::mem::take(hits).into_iter().zip(lines) {
        match line {
            Ok(line) => {
                plan.lines.push(line);
                weigh(&mut plan, &hit, action)?;
                hits.push(hit);
            }
            Err(error) => refused.push(turned_down(&hit, action, error)),
        }
    }
    if plan.doomed.is_empty() && plan.effect == Effect::Destroy {
        plan.effect = Effect::Change;
    }
    Ok((plan, refused))
}

/// A target that is refused before anything is asked.
fn turned_down(hit: &Match, action: &Action, error: Error) -> Change {
    let told = error.while_doing(&format!("cannot {} \"{}\"", action.word, hit.label()));
    let target = format!("{}/id:{}", hit.entry.origin.account, hit.record().head().id);
    fleet::failed(hit.change(action, None), hit.session.place(told).target(target))
}

/// Adds to a plan what a change really does to a target.
fn weigh(plan: &mut Plan, hit: &Match, action: &Action) -> Result<()> {
    let act = binding(hit, action)?;
    let effect = hit.effect(act);
    plan.effect = plan.effect.max(effect);
    if effect != Effect::Destroy || there(hit, action) {
        return Ok(());
    }
    plan.doomed.push(hit.label().to_owned());
    if hit.doomed(act) {
        plan.consequences = hit.record().fleeting();
    } else if overridden(hit, act) {
        plan.consequences = ELSEWHERE;
    }
    if hit.by_prefix {
        let sentence = format!("\"{}\" is destroyed by this, so its whole name or id must be typed", hit.label());
        return Err(Error::usage(sentence));
    }
    Ok(())
}

/// Whether nothing is to be done.
fn there(hit: &Match, action: &Action) -> bool {
    action.settled && action.goal == Goal::State(hit.entry.record.head().state)
}

/// Whether the account's configuration makes an operation graver than the catalogue has it.
fn overridden(hit: &Match, act: &Act) -> bool {
    act.operations().any(|operation| hit.session.account.actual(operation).effect > operation.effect)
}

/// One target, what is done to it, and what else comes to an end or stays.
async fn line(hit: &Match, action: &Action, flags: &Inputs) -> Result<String> {
    let act = binding(hit, action)?;
    let head = hit.record().head();
    let place = format!("{} (id {}, {})", hit.place(), head.id, head.state);
    if hit.doomed(act) {
        return Ok(format!("DESTROY {place}: it is {}", hit.record().fleeting()));
    }
    if overridden(hit, act) {
        return Ok(format!("{} {place}: {ELSEWHERE}", action.word));
    }
    let mut line = format!("{} {place}", action.name());
    if hit.effect(act) >= Effect::Destroy && !act.operation.warning.is_empty() && act.consequences.is_none() {
        line.push_str(&format!("\n  {}", act.operation.warning));
    }
    // What is there already, or cannot be, has no consequences.
    let idle = there(hit, action) || hit.possible(action, act, true).is_err();
    if let Some(consequences) = act.consequences.filter(|_| !idle) {
        for sentence in consequences(&hit.session, Planned { id: &head.id, flags }).await? {
            line.push_str(&format!("\n  {sentence}"));
        }
    }
    Ok(line)
}
