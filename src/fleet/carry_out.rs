//! Carrying a change out: a target at the goal is left alone, an unknown outcome is read back, the end is waited for.
//! Creating is sent once and never again. Source: conventions, "Streams and shapes" and "Retries".

use std::time::{Duration, Instant};

use crate::{
    error::{Error, Kind, Result},
    history::{Alone, Cause, Journal, Opening},
    http::{Consent, Effect, Repeat, Request},
    model::{Change, Entry, Goal, Status, StopMode, Value, verbs::STOP_HARD},
    provider::{Act, Call, CallScope, JOBS, Made},
};

use super::{
    explain::explained,
    fanout, journal_entry,
    readiness::ReadinessProbe,
    task::{Subject, Task},
    wait::{self, Ended, Wait, late, reached},
};

/// The time limit of one look at a state.
const LOOK: Duration = Duration::from_secs(60);
/// The time a request may take where the time is up already.
const MOMENT: Duration = Duration::from_secs(1);

/// The manner in which changes are carried out.
#[derive(Clone, Copy)]
pub(crate) struct ActOptions<'o> {
    /// The consent that the user gave.
    pub consent: Consent,
    /// True when the end is waited for.
    pub wait: bool,
    /// The end of the waiting.
    pub deadline: Instant,
    /// The time after which a clean stop that does not work becomes a hard one.
    pub hard_after: Option<Duration>,
    /// True when nothing is sent.
    pub dry_run: bool,
    /// True when a machine that is running may be ended.
    pub force: bool,
    /// The port or page that must answer before it is over.
    pub probe: Option<&'o ReadinessProbe>,
    /// The way in which the user agreed: `typed` or `--yes`.
    pub said: &'static str,
    /// The journal of changes.
    pub journal: &'o Journal,
    /// The cause that is noted there.
    pub cause: Option<&'o Cause>,
    /// The listener to each state that is seen.
    pub tell: &'o dyn Fn(&str, &str),
}

/// Carries out one change and gives its record.
pub(crate) async fn carry_out(task: &Task, options: ActOptions<'_>) -> Change {
    let mut run = Run { task, options, change: task.change(), entry: None };
    if let Err(error) = run.begin().await {
        run.change.status = Status::after(&error);
        run.change.error = Some(explained(task, error));
    }
    if let Some(entry) = run.entry {
        journal_entry::complete(options.journal, entry, &run.change);
    }
    run.change
}

/// A change under way.
struct Run<'r> {
    task: &'r Task,
    options: ActOptions<'r>,
    change: Change,
    entry: Option<String>,
}

impl Run<'_> {
    async fn begin(&mut self) -> Result<()> {
        let (task, options) = (self.task, self.options);
        if let Some(found) =
            task.found().filter(|found| task.action.settled && reached(task.action.goal, found.record()))
        {
            self.unchanged(task.state());
            if options.probe.is_some() && !options.dry_run {
                // A listing may not tell the addresses.
                let entry = fanout::show(&found.session, found.noun, &found.record().head().id, LOOK).await?;
                self.answering(&entry).await?;
            }
            return Ok(());
        }
        task.possible(options.force)?;
        let scope = task.scope(options.consent);
        if options.dry_run {
            return self.rehearse(scope).await;
        }
        if let (Some(found), Effect::Destroy) = (task.found(), task.effect()) {
            // Read again, the target must still be the record that was agreed to, and not have been started.
            let entry = fanout::show(&found.session, found.noun, &found.record().head().id, LOOK).await?;
            task.still(&entry)?;
            task.at_rest(&*entry.record, options.force)?;
        }
        let _alone = self.note_opening()?;
        let Some(made) = self.send(task.act, scope.clone()).await? else {
            self.unchanged(task.action.goal.state());
            return Ok(());
        };
        if made.unchanged && task.found().is_some() {
            self.unchanged(task.state());
            return Ok(());
        }
        self.change.changed = !made.unchanged;
        self.change.job.clone_from(&made.job);
        match task.subject {
            Subject::Found(_) if !options.wait && task.action.goal != Goal::Done => {
                self.change.status = Status::Pending;
            }
            Subject::Found(_) => self.finish(made, scope).await?,
            Subject::New { .. } => self.finish_new(made).await?,
        }
        Ok(())
    }

    /// Notes the requests that would be sent.
    async fn rehearse(&mut self, scope: CallScope) -> Result<()> {
        let task = self.task;
        let call = Call::new(task.session(), task.act, task.typed(), scope, self.options.deadline, true);
        self.change.changed = !call.go().await?.unchanged;
        self.change.requests = call.noted().iter().map(request_line).collect();
        self.change.after = task.action.goal.state().filter(|_| !task.dooms());
        Ok(())
    }

    /// Opens the journal's entry, and keeps other processes from the target.
    fn note_opening(&mut self) -> Result<Option<Alone>> {
        let task = self.task;
        let (action, operations, target) = (task.action.name(), task.act.operations(), task.target());
        let opening = journal_entry::opening(task.session(), &action, task.effect(), operations, Some(&target));
        let before = task.state().filter(|state| !state.is_empty()).map(str::to_owned);
        let cause = self.options.cause.cloned();
        let consent = if cause.is_some() { "rule" } else { self.options.said }.to_owned();
        let alone = self.options.journal.alone(&opening)?;
        self.entry = Some(self.options.journal.begin(Opening { before, consent, cause, ..opening })?);
        Ok(alone)
    }

    /// Ends without anything having been changed.
    fn unchanged(&mut self, after: Option<&'static str>) {
        self.change.how = None;
        self.settled(false, after);
    }

    fn settled(&mut self, changed: bool, after: Option<&'static str>) {
        self.change.status = Status::Ok;
        self.change.changed = changed;
        self.change.after = after;
    }

    /// The time that is left.
    fn left(&self) -> Duration {
        self.options.deadline.saturating_duration_since(wait::now())
    }

    /// Runs a binding within the time limit; the outcome of a request still open by then is unknown.
    async fn in_time(&self, act: &'static Act, scope: CallScope) -> Result<Made> {
        let late = |_| {
            let sentence = "no answer came before the time was up, so it may have been carried out";
            Err(Error::new(Kind::Timeout, sentence).outcome_unknown())
        };
        let task = self.task;
        let call = Call::new(task.session(), act, task.typed(), scope, self.options.deadline, false);
        if task.found().is_none() {
            // A creation is followed for as long as its recipe takes.
            return call.go().await;
        }
        tokio::time::timeout(self.left().max(MOMENT), call.go()).await.unwrap_or_else(late)
    }

    /// Sends the action; nothing where it was not needed. A converging one whose outcome is unknown, or that was
    /// refused, is judged by the state: already there is success, still needed after no answer is sent once more.
    async fn send(&self, act: &'static Act, scope: CallScope) -> Result<Option<Made>> {
        let task = self.task;
        let error = match self.in_time(act, scope.clone()).await {
            Ok(made) => return Ok(Some(made)),
            Err(error) if task.action.goal == Goal::Gone && error.kind() == Kind::NotFound => {
                return Ok(Some(Made::default()));
            }
            Err(error) => error,
        };
        let Some(found) = task.found() else { return Err(error) };
        let unknown = error.details().outcome_unknown;
        let refused = matches!(error.kind(), Kind::Conflict | Kind::Failed);
        let account = &found.session.account;
        let converges = act.operations().all(|operation| account.actual(operation).repeat == Repeat::ReadBack);
        // A record whose state does not show the action cannot prove it, and would make a success of every refusal.
        let tells = task.action.settled || task.action.goal == Goal::Gone;
        let left = self.left();
        if !tells || !converges || !(unknown || refused) || left.is_zero() {
            return Err(error);
        }
        let head = found.record().head();
        match fanout::show(&found.session, found.noun, &head.id, LOOK.min(left)).await {
            Ok(entry) if reached(task.action.goal, &*entry.record) => Ok(unknown.then(Made::default)),
            Ok(entry) if unknown && entry.record.head().state == head.state => self.in_time(act, scope).await.map(Some),
            Ok(_) if unknown => Ok(Some(Made::default())),
            Err(gone) if unknown && gone.kind() == Kind::NotFound && task.ends_it() => Ok(Some(Made::default())),
            _ => Err(error),
        }
    }

    /// Waits for the end of an action that was sent, with a hard stop after a clean one that does not work.
    async fn finish(&mut self, made: Made, scope: CallScope) -> Result<()> {
        let (task, options) = (self.task, self.options);
        self.follow_job(&made).await?;
        let id = made.id.clone().unwrap_or_else(|| task.target().id);
        let patience = options.hard_after.map(|after| wait::now() + after).filter(|soft| *soft < options.deadline);
        let mut ended = self.until(&id, patience.unwrap_or(options.deadline)).await?;
        if let (Ended::Late(_), Some(_)) = (&ended, patience) {
            let hard = task.act_for(&STOP_HARD);
            let hard = hard.ok_or_else(|| Error::new(Kind::Unsupported, "the provider cannot cut the power"))?;
            self.change.how = Some(StopMode::Hard);
            self.send(hard, scope).await?;
            ended = self.until(&id, options.deadline).await?;
        }
        match ended {
            Ended::Reached(entry) => {
                self.settled(true, Some(entry.record.head().state));
                self.answering(&entry).await?;
                self.change.resource = made.id.map(|_| entry);
            }
            Ended::Gone if task.ends_it() => self.settled(true, None),
            Ended::Gone => return Err(Error::new(Kind::NotFound, "it is gone")),
            Ended::Late(state) => {
                self.change.after = state;
                return Err(late(task.action.goal));
            }
        }
        Ok(())
    }

    /// Waits until the created record is usable, and reads it.
    async fn finish_new(&mut self, made: Made) -> Result<()> {
        self.change.id.clone_from(&made.id);
        self.change.status = if self.options.wait { Status::Ok } else { Status::Pending };
        if !self.options.wait {
            return Ok(());
        }
        let id = self.follow_job(&made).await?.or(made.id);
        let (noun, session) = (self.task.subject.noun(), self.task.session());
        let Some(id) = id else { return Ok(()) };
        self.change.id = Some(id.clone());
        if session.account.binding(noun).list.is_none() {
            return Ok(());
        }
        match self.until(&id, self.options.deadline).await? {
            Ended::Reached(entry) => {
                let head = entry.record.head();
                self.change.after = Some(head.state);
                self.change.name = head.name.clone().or(self.change.name.take());
                self.answering(&entry).await?;
                self.change.resource = Some(entry);
                Ok(())
            }
            Ended::Gone => Err(Error::new(Kind::NotFound, "it was made, and is gone")),
            Ended::Late(None) => {
                let list = format!("nubo {} list -a {}", noun.word, session.account.name());
                let hint = format!("it may still come, or its making failed: {list}");
                Err(Error::new(Kind::Timeout, "it has not shown up yet, and the time is up").hint(hint))
            }
            Ended::Late(state) => {
                self.change.after = state;
                Err(late(self.goal()))
            }
        }
    }

    /// The goal: that of the verb, unless the new machine was asked to stay stopped.
    fn goal(&self) -> Goal {
        let stays = self.task.found().is_none() && self.task.given.flags.value("stopped").is_some();
        if stays { Goal::State("stopped") } else { self.task.action.goal }
    }

    async fn until(&self, id: &str, deadline: Instant) -> Result<Ended> {
        let (task, place, goal) = (self.task, self.task.subject.place(), self.goal());
        let tell = |state: &'static str| (self.options.tell)(&place, state);
        let new = task.found().is_none();
        let eager = new || task.action.settled || matches!(goal, Goal::Gone | Goal::Done);
        let wait = Wait { goal, eager, new, deadline, tell: &tell };
        wait::until(task.session(), task.subject.noun(), id, &wait).await
    }

    /// Follows the job that a provider named to its end, and gives the id of the record it made, where it tells one.
    async fn follow_job(&self, made: &Made) -> Result<Option<String>> {
        let session = self.task.session();
        let Some(id) = made.job.as_deref().filter(|_| session.account.binding(&JOBS).show.is_some()) else {
            return Ok(None);
        };
        let place = self.task.subject.place();
        let tell = |state: &'static str| (self.options.tell)(&place, state);
        let goal = Goal::State("done");
        let wait = Wait { goal, eager: false, new: false, deadline: self.options.deadline, tell: &tell };
        match wait::until(session, &JOBS, id, &wait).await? {
            Ended::Reached(entry) => Ok(match entry.named("resource") {
                Value::Text(id) => Some(id.to_owned()),
                _ => None,
            }),
            Ended::Gone => Err(session.place(Error::new(Kind::NotFound, format!("the job {id} is gone")))),
            Ended::Late(_) => {
                let hint = format!("follow it with: nubo jobs wait {}/{id}", session.account.name());
                Err(session.place(late(goal)).hint(hint))
            }
        }
    }

    /// Waits until the readiness probe succeeds at one of a machine's addresses.
    async fn answering(&self, entry: &Entry) -> Result<()> {
        let Some(probe) = self.options.probe else { return Ok(()) };
        let ips = match entry.named("ips") {
            Value::List(ips) => ips.to_vec(),
            _ => Vec::new(),
        };
        let head = entry.record.head();
        let place = format!("{}/{}", entry.origin.account, head.name.as_deref().unwrap_or(&head.id));
        probe.wait(&ips, self.options.deadline, &|words: &str| (self.options.tell)(&place, words)).await
    }
}

/// A request in one line, without secrets.
pub(crate) fn request_line(request: &Request) -> String {
    let line = format!("{} {}", request.method.word(), request.shown_url());
    if request.body.is_empty() {
        return line;
    }
    format!("{line}  {}", request.shown_body().trim_end())
}

#[cfg(test)]
mod tests;
