//! Acting on one machine: what is there already is not done again, an unknown outcome is read back, the end is waited for.
//! Source: conventions, "Streams and shapes" and "Retries".

use std::{
    rc::Rc,
    time::{Duration, Instant},
};

use crate::{
    error::{Error, Kind, Result},
    http::{Consent, Effect, Nature, Repeat, Target},
    model::{Action, Change, Entry, How, Instance, STOP_HARD, Status},
    provider::{Act, Aim, Bound, Inputs, Session},
};

use super::{
    fanout,
    wait::{self, Ended},
};

/// A record, and the session of the account it is in.
pub struct Hit<R> {
    /// The session.
    pub session: Rc<Session>,
    /// The record as it was read in this command.
    pub entry: Entry<R>,
    /// Whether it was read by itself, so that nothing of it is missing.
    pub exact: bool,
    /// Whether only the beginning of its id was typed.
    pub by_prefix: bool,
}

/// How a change is carried out.
#[derive(Clone, Copy, Debug)]
pub struct ActOptions {
    /// How far the user agreed to go.
    pub consent: Consent,
    /// Whether the end is waited for.
    pub wait: bool,
    /// When the waiting ends.
    pub deadline: Instant,
    /// After how long a clean stop that does not work becomes a hard one.
    pub hard_after: Option<Duration>,
    /// Whether nothing is sent.
    pub dry_run: bool,
}

/// A record that can be acted on: what the guard rails need to know of it.
pub trait Subject: Bound {
    /// Whether it survives being stopped.
    fn survives_stop(&self) -> bool;
    /// Whether it refuses changes.
    fn locked(&self) -> bool;
}

impl Subject for Instance {
    fn survives_stop(&self) -> bool {
        self.persistent.unwrap_or(true)
    }

    fn locked(&self) -> bool {
        self.locked == Some(true)
    }
}

impl<R: Subject> Hit<R> {
    /// The record.
    pub fn record(&self) -> &R {
        &self.entry.record
    }

    /// How it is named to the user: by its name, else its id.
    pub fn label(&self) -> &str {
        let head = self.record().head();
        head.name.as_deref().unwrap_or(&head.id)
    }

    /// Whether an action ends it for good.
    pub fn doomed(&self, act: &Act) -> bool {
        act.operation.nature == Nature::EndsRun && !self.record().survives_stop()
    }

    /// The effect that an action really has on it, at this account.
    pub fn effect(&self, act: &Act) -> Effect {
        if self.doomed(act) { Effect::Destroy } else { self.session.account.actual(act.operation).effect }
    }

    fn aim(&self, consent: Consent) -> Aim {
        let head = self.record().head();
        let target = Target {
            kind: R::KIND,
            id: head.id.clone(),
            name: head.name.clone(),
            survives_stop: self.record().survives_stop(),
        };
        Aim { targets: vec![target], consent }
    }

    /// The record of a change to it that has not begun.
    pub fn change(&self, action: &Action, how: How) -> Change {
        let head = self.record().head();
        Change {
            origin: Some(self.entry.origin.clone()),
            kind: R::KIND,
            id: Some(head.id.clone()),
            name: head.name.clone(),
            action: action.word,
            changed: false,
            status: Status::Planned,
            before: Some(head.state),
            after: None,
            how,
            error: None,
        }
    }
}

/// Carries out an action on one record and tells what became of it.
pub async fn act<R: Subject>(hit: &Hit<R>, action: &'static Action, act: &Act, options: ActOptions) -> Change {
    let mut change = hit.change(action, if action.ends_run { act.how } else { How::Not });
    match carry_out(hit, action, act, options, &mut change).await {
        Ok(()) => {}
        Err(error) => {
            change.status = if error.kind() == Kind::Timeout { Status::Pending } else { Status::Failed };
            change.error = Some(explained(hit, action, error));
        }
    }
    change
}

async fn carry_out<R: Subject>(
    hit: &Hit<R>,
    action: &'static Action,
    act: &Act,
    options: ActOptions,
    change: &mut Change,
) -> Result<()> {
    let state = hit.record().head().state;
    if action.settled && state == action.goal {
        change.how = How::Not;
        settle(change, false, Some(state));
        return Ok(());
    }
    impossible(hit, action)?;
    if options.dry_run {
        change.after = (!hit.doomed(act)).then_some(action.goal);
        change.changed = true;
        return Ok(());
    }
    if hit.effect(act) >= Effect::Destroy {
        unchanged(hit).await?;
    }
    if !send(hit, action, act, options).await? {
        change.how = How::Not;
        settle(change, false, Some(action.goal));
        return Ok(());
    }
    change.changed = true;
    if !options.wait {
        change.status = Status::Pending;
        return Ok(());
    }
    finish(hit, action, options, change).await
}

fn settle(change: &mut Change, changed: bool, after: Option<&'static str>) {
    change.status = Status::Ok;
    change.changed = changed;
    change.after = after;
}

/// Refuses what cannot work before it is sent.
fn impossible<R: Subject>(hit: &Hit<R>, action: &Action) -> Result<()> {
    let state = hit.record().head().state;
    if !action.settled && state != action.goal && state != "unknown" {
        let sentence = format!("it is {state}, and only a {} machine can be told to {}", action.goal, action.word);
        return Err(Error::new(Kind::Conflict, sentence));
    }
    Ok(())
}

/// Reads a doomed target again: it must still be the one that was agreed to.
async fn unchanged<R: Subject>(hit: &Hit<R>) -> Result<()> {
    let agreed = hit.record().head();
    let now = fanout::show::<R>(&hit.session, &agreed.id, Duration::from_secs(60)).await?;
    let now = now.record.head();
    if now.name != agreed.name || now.created_at != agreed.created_at {
        let sentence =
            format!("it is called {:?} now: somebody changed it meanwhile", now.name.as_deref().unwrap_or("nothing"));
        return Err(Error::new(Kind::Conflict, sentence).hint("look at it and ask again"));
    }
    Ok(())
}

/// Sends the action; tells whether it was needed. A converging one whose outcome is unknown, or that was refused,
/// is judged by the state: already there is success, still needed after no answer is sent once more.
async fn send<R: Subject>(hit: &Hit<R>, action: &'static Action, act: &Act, options: ActOptions) -> Result<bool> {
    let Err(error) = request(hit, act, options.consent).await else { return Ok(true) };
    let unknown = error.details().outcome_unknown;
    let refused = matches!(error.kind(), Kind::Conflict | Kind::Failed);
    if hit.session.account.actual(act.operation).repeat != Repeat::ReadBack || !(unknown || refused) {
        return Err(error);
    }
    let state = fanout::show::<R>(&hit.session, &hit.record().head().id, Duration::from_secs(60)).await;
    match state {
        Ok(entry) if entry.record.head().state == action.goal => Ok(unknown),
        Ok(entry) if unknown && entry.record.head().state == hit.record().head().state => {
            request(hit, act, options.consent).await.map(|()| true)
        }
        Ok(_) if unknown => Ok(true),
        Err(gone) if unknown && gone.kind() == Kind::NotFound && hit.doomed(act) => Ok(true),
        _ => Err(error),
    }
}

async fn request<R: Subject>(hit: &Hit<R>, act: &Act, consent: Consent) -> Result<()> {
    let session = &hit.session;
    let id = &hit.record().head().id;
    let names = R::of(session.account.provider.bindings()).id;
    session.call(act.operation, &Inputs::none().id(names, id)?, hit.aim(consent)).await.map(drop)
}

/// Waits for the end of an action that was sent, with a hard stop after a clean one that does not work.
async fn finish<R: Subject>(
    hit: &Hit<R>,
    action: &'static Action,
    options: ActOptions,
    change: &mut Change,
) -> Result<()> {
    let id = &hit.record().head().id;
    let patience = options.hard_after.map(|after| Instant::now() + after).filter(|soft| *soft < options.deadline);
    let ended = wait::until::<R>(&hit.session, id, action.goal, patience.unwrap_or(options.deadline)).await?;
    let ended = match (ended, patience) {
        (Ended::Late(_), Some(_)) => {
            let hard = R::of(hit.session.account.provider.bindings()).act(&STOP_HARD);
            let hard = hard.ok_or_else(|| Error::new(Kind::Unsupported, "the provider cannot cut the power"))?;
            change.how = How::Hard;
            send(hit, action, hard, options).await?;
            wait::until::<R>(&hit.session, id, action.goal, options.deadline).await?
        }
        (ended, _) => ended,
    };
    match ended {
        Ended::Reached(record) => settle(change, true, Some(record.head().state)),
        Ended::Gone if action.ends_run && !hit.record().survives_stop() => settle(change, true, None),
        Ended::Gone => return Err(Error::new(Kind::NotFound, "it is gone")),
        Ended::Late(state) => {
            change.after = state;
            return Err(Error::new(Kind::Timeout, format!("it is not {} yet, and the time is up", action.goal))
                .hint("it may still get there: look again, or allow more time with --timeout"));
        }
    }
    Ok(())
}

/// The error of an action in the user's words, with what its record tells of the cause.
fn explained<R: Subject>(hit: &Hit<R>, action: &Action, error: Error) -> Error {
    let locked = hit.record().locked() && matches!(error.details().http_status, Some(400 | 403 | 409));
    let name = hit.label();
    let told = if locked {
        error.replaced(Kind::Conflict, format!("cannot {} \"{name}\": the {} is locked", action.word, R::KIND))
    } else {
        error.while_doing(&format!("cannot {} \"{name}\"", action.word))
    };
    let account = &hit.entry.origin.account;
    hit.session.place(told).target(format!("{account}/id:{}", hit.record().head().id))
}

#[cfg(test)]
mod tests;
