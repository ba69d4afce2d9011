//! Acting on one record: what is there already is not done again, an unknown outcome is read back, the end is waited for.
//! Source: conventions, "Streams and shapes" and "Retries".

use std::time::{Duration, Instant};

use crate::{
    error::{Error, Kind, Result},
    history::{Cause, Journal, Opening},
    http::{Consent, Effect, Repeat, Target},
    model::{
        Action, Change, Goal, Head, Status, StopMode,
        verbs::{STOP_HARD, UNLOCK},
    },
    provider::{Act, Call, CallScope, Inputs, Made, Typed},
};

use super::{
    fanout, land,
    matched::Match,
    noted,
    reach::ReadinessProbe,
    wait::{self, Ended, Wait, reached},
};

/// How long one look at a state may take.
const LOOK: Duration = Duration::from_secs(60);
/// What a request may take where the time is up already.
const MOMENT: Duration = Duration::from_secs(1);

/// How a change is carried out.
#[derive(Clone, Copy)]
pub struct ActOptions<'o> {
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
    /// Whether what is at work may be ended.
    pub force: bool,
    /// What must answer before it is over.
    pub reach: Option<&'o ReadinessProbe>,
    /// Where changes are noted.
    pub journal: &'o Journal,
    /// What is noted as their cause.
    pub cause: Option<&'o Cause>,
    /// Who hears of each state that is seen.
    pub tell: &'o dyn Fn(&str, &str),
}

/// What was typed beside the targets, as one account understands it.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The flags by name.
    pub flags: Inputs,
    /// The records that they name.
    pub named: Vec<Target>,
}

/// One action on one record.
pub struct ActionRun<'d> {
    /// The record.
    pub hit: &'d Match,
    /// The action.
    pub action: &'static Action,
    /// The provider's binding of it.
    pub act: &'static Act,
    /// What was typed beside the targets.
    pub given: &'d Given,
    /// How it is carried out.
    pub options: ActOptions<'d>,
}

/// Carries out an action on one record and tells what became of it.
pub async fn act(doing: &ActionRun<'_>) -> Change {
    let how = if doing.action.ends_run { doing.act.how } else { None };
    let mut change = doing.hit.change(doing.action, how);
    let mut entry = None;
    if let Err(error) = doing.carry_out(&mut change, &mut entry).await {
        change.status = if error.kind() == Kind::Timeout { Status::Pending } else { Status::Failed };
        change.error = Some(doing.explained(error));
    }
    if let Some(entry) = entry {
        noted::complete(doing.options.journal, entry, &change);
    }
    change
}

fn settle(change: &mut Change, changed: bool, after: Option<&'static str>) {
    change.status = Status::Ok;
    change.changed = changed;
    change.after = after;
}

impl ActionRun<'_> {
    fn id(&self) -> &str {
        &self.hit.record().head().id
    }

    /// The provider's binding of another action.
    fn act_for(&self, action: &Action) -> Option<&'static Act> {
        self.hit.session.account.act(self.hit.noun, action)
    }

    async fn carry_out(&self, change: &mut Change, entry: &mut Option<String>) -> Result<()> {
        let (record, options) = (self.hit.record(), self.options);
        let state = record.head().state;
        if self.action.settled && reached(self.action.goal, record) {
            change.how = None;
            settle(change, false, Some(state));
            if options.reach.is_some() && !options.dry_run {
                // A listing may not tell the addresses.
                land::answering(&fanout::show(&self.hit.session, self.hit.noun, self.id(), LOOK).await?, options)
                    .await?;
            }
            return Ok(());
        }
        self.hit.possible(self.action, self.act, options.force)?;
        let aim = self.hit.aim(&self.given.named, options.consent).await?;
        if options.dry_run {
            let call = self.call(self.act, aim);
            change.changed = !call.go().await?.unchanged;
            change.requests = call.noted().iter().map(land::line).collect();
            change.after = self.action.goal.state().filter(|_| !self.hit.doomed(self.act));
            return Ok(());
        }
        if self.hit.effect(self.act) == Effect::Destroy {
            self.unchanged().await?;
        }
        let (action, operations, target) = (self.action.name(), self.act.operations(), self.hit.target());
        let session = &self.hit.session;
        let opening = noted::opening(session, &action, operations, Some(&target));
        let before = Some(state.to_owned()).filter(|state| !state.is_empty());
        *entry = Some(options.journal.begin(Opening { before, cause: options.cause.cloned(), ..opening }));
        let Some(made) = self.send(self.act, aim.clone()).await? else {
            change.how = None;
            settle(change, false, self.action.goal.state());
            return Ok(());
        };
        if made.unchanged {
            change.how = None;
            settle(change, false, Some(state));
            return Ok(());
        }
        change.changed = true;
        change.job.clone_from(&made.job);
        if !options.wait && self.action.goal != Goal::Done {
            change.status = Status::Pending;
            return Ok(());
        }
        self.finish(made, aim, change).await
    }

    /// Reads a doomed target again: it must still be the one that was agreed to, and not have been started meanwhile.
    async fn unchanged(&self) -> Result<()> {
        let agreed = self.hit.record().head();
        let entry = fanout::show(&self.hit.session, self.hit.noun, &agreed.id, LOOK).await?;
        let now = entry.record.head();
        // A listing may not tell when a thing was made.
        let made = |head: &Head| head.created_at.clone();
        let other = made(now).zip(made(agreed)).is_some_and(|(now, agreed)| now != agreed);
        if now.name != agreed.name || other {
            let name = now.name.as_deref().unwrap_or("nothing");
            let sentence = format!("it is called {name:?} now: somebody changed it meanwhile");
            return Err(Error::new(Kind::Conflict, sentence).hint("look at it and ask again"));
        }
        self.hit.at_rest(&entry.record, self.action, self.options.force)
    }

    fn call<'a>(&'a self, act: &'static Act, aim: CallScope) -> Call<'a> {
        let typed = Typed {
            id: self.id(),
            names: self.hit.session.account.binding(self.hit.noun).id,
            name: self.hit.record().head().name.as_deref(),
            flags: &self.given.flags,
        };
        Call::new(&self.hit.session, act, typed, aim, self.options.deadline, self.options.dry_run)
    }

    /// The time that is left.
    fn left(&self) -> Duration {
        self.options.deadline.saturating_duration_since(wait::now())
    }

    /// Carries out a binding as long as there is time; nobody knows what became of what was sent by then.
    async fn in_time(&self, act: &'static Act, aim: CallScope) -> Result<Made> {
        let late = |_| {
            let sentence = "no answer came before the time was up, so it may have been carried out";
            Err(Error::new(Kind::Timeout, sentence).outcome_unknown())
        };
        tokio::time::timeout(self.left().max(MOMENT), self.call(act, aim).go()).await.unwrap_or_else(late)
    }

    /// Sends the action; nothing where it was not needed. A converging one whose outcome is unknown, or that was
    /// refused, is judged by the state: already there is success, still needed after no answer is sent once more.
    async fn send(&self, act: &'static Act, aim: CallScope) -> Result<Option<Made>> {
        let error = match self.in_time(act, aim.clone()).await {
            Ok(made) => return Ok(Some(made)),
            Err(error) if self.action.goal == Goal::Gone && error.kind() == Kind::NotFound => {
                return Ok(Some(Made::default()));
            }
            Err(error) => error,
        };
        let unknown = error.details().outcome_unknown;
        let refused = matches!(error.kind(), Kind::Conflict | Kind::Failed);
        let account = &self.hit.session.account;
        let converges = act.operations().all(|operation| account.actual(operation).repeat == Repeat::ReadBack);
        // Where no state tells that it was done, looking at it would make a success of every refusal.
        let tells = self.action.settled || self.action.goal == Goal::Gone;
        let left = self.left();
        if !tells || !converges || !(unknown || refused) || left.is_zero() {
            return Err(error);
        }
        let before = self.hit.record().head().state;
        match fanout::show(&self.hit.session, self.hit.noun, self.id(), LOOK.min(left)).await {
            Ok(entry) if reached(self.action.goal, &*entry.record) => Ok(unknown.then(Made::default)),
            Ok(entry) if unknown && entry.record.head().state == before => self.in_time(act, aim).await.map(Some),
            Ok(_) if unknown => Ok(Some(Made::default())),
            Err(gone) if unknown && gone.kind() == Kind::NotFound && self.ends_it(act) => Ok(Some(Made::default())),
            _ => Err(error),
        }
    }

    /// Whether being gone is what the action is for.
    fn ends_it(&self, act: &Act) -> bool {
        self.action.goal == Goal::Gone || self.hit.doomed(act)
    }

    /// Waits for the end of an action that was sent, with a hard stop after a clean one that does not work.
    async fn finish(&self, made: Made, aim: CallScope, change: &mut Change) -> Result<()> {
        let options = self.options;
        if let Some(job) = &made.job {
            land::job(&self.hit.session, job, &self.hit.place(), options).await?;
        }
        let id = made.id.as_deref().unwrap_or(self.id());
        let patience = options.hard_after.map(|after| wait::now() + after).filter(|soft| *soft < options.deadline);
        let mut ended = self.until(id, patience.unwrap_or(options.deadline)).await?;
        if let (Ended::Late(_), Some(_)) = (&ended, patience) {
            let hard = self.act_for(&STOP_HARD);
            let hard = hard.ok_or_else(|| Error::new(Kind::Unsupported, "the provider cannot cut the power"))?;
            change.how = Some(StopMode::Hard);
            self.send(hard, aim).await?;
            ended = self.until(id, options.deadline).await?;
        }
        match ended {
            Ended::Reached(entry) => {
                settle(change, true, Some(entry.record.head().state));
                land::answering(&entry, options).await?;
                change.resource = made.id.map(|_| entry);
            }
            Ended::Gone if self.ends_it(self.act) => settle(change, true, None),
            Ended::Gone => return Err(Error::new(Kind::NotFound, "it is gone")),
            Ended::Late(state) => {
                change.after = state;
                return Err(land::late(self.action.goal));
            }
        }
        Ok(())
    }

    async fn until(&self, id: &str, deadline: Instant) -> Result<Ended> {
        let place = self.hit.place();
        let tell = |state: &'static str| (self.options.tell)(&place, state);
        let goal = self.action.goal;
        let eager = self.action.settled || matches!(goal, Goal::Gone | Goal::Done);
        wait::until(&self.hit.session, self.hit.noun, id, &Wait { goal, eager, new: false, deadline, tell: &tell })
            .await
    }

    /// The error of an action in the user's words, with what its record tells of the cause.
    fn explained(&self, error: Error) -> Error {
        let (hit, word) = (self.hit, self.action.word);
        let unknown = error.details().outcome_unknown;
        let locked =
            hit.record().locked() == Some(true) && matches!(error.details().http_status, Some(400 | 403 | 409));
        let name = hit.label();
        let told = if locked {
            let told =
                error.replaced(Kind::Conflict, format!("cannot {word} \"{name}\": the {} is locked", hit.noun.kind()));
            self.act_for(&UNLOCK)
                .map_or(told.clone(), |_| told.hint(format!("nubo {} unlock {}", hit.noun.word, hit.place())))
        } else {
            error.while_doing(&format!("cannot {word} \"{name}\""))
        };
        let account = &hit.entry.origin.account;
        let told = hit.session.place(told).target(format!("{account}/id:{}", hit.record().head().id));
        if !unknown {
            return told;
        }
        let look = format!("nubo {} show {account}/id:{}", hit.noun.word, hit.record().head().id);
        told.hint(format!("look at the present state before trying again: {look}"))
    }
}

#[cfg(test)]
mod tests;
