//! Acting on decisions: all machines at once, with two minutes for them all, each outcome kept as soon as it is known.
//! A request whose effect is still pending when the time is up is left to the next run.

use std::{cell::RefCell, rc::Rc, time::Duration};

use futures_util::{StreamExt, stream};

use crate::{
    command::context::Context,
    error::{Error, Kind},
    fleet::{self, ActOptions, Match, Subject, Task, failed},
    history::Cause,
    http::Consent,
    model::{Action, Change, Status, verbs},
    provider::{INSTANCES, Session},
    schedule::{Decision, How, Outcome, Verdict},
};

/// The time limit of a run for all machines together.
const PATIENCE: Duration = Duration::from_secs(120);

/// The longest time that one look at a machine may take.
const LOOK: Duration = Duration::from_secs(30);

/// A decision on which something is to be sent.
pub(crate) struct Act<'d, 'a> {
    /// The decision.
    pub decision: &'d Decision<'a>,
    hit: Match,
    action: &'static Action,
}

impl<'d, 'a> Act<'d, 'a> {
    /// The act of a decision, where anything is to be sent.
    pub(crate) fn of(context: &Context, decision: &'d Decision<'a>) -> Option<Self> {
        let action = action(decision.verdict)?;
        let session: Rc<Session> = context.fleet.session(&decision.entry.origin.account).ok()?;
        let hit =
            Match { noun: &INSTANCES, session, entry: decision.entry.clone().into(), exact: false, by_prefix: false };
        Some(Self { decision, hit, action })
    }

    /// The account it is in.
    pub(crate) fn account(&self) -> &str {
        &self.decision.entry.origin.account
    }

    /// A one-line description of the act, as the plan shows it for consent.
    pub(crate) fn line(&self) -> String {
        format!("{} {}: {}", self.action.name(), self.hit.place(), self.decision.why)
    }

    /// The machine as it is now, where the listing may be older than the last act.
    async fn fresh(&self) -> Option<Match> {
        let (session, head) = (Rc::clone(&self.hit.session), &self.decision.entry.record.head);
        let entry = fleet::show(&session, &INSTANCES, &head.id, LOOK).await.ok()?;
        Some(Match { noun: &INSTANCES, session, entry, exact: true, by_prefix: false })
    }

    async fn carry_out(&self, options: ActOptions<'_>) -> Change {
        let rules = self.decision.rules.iter().map(|rule| (*rule).to_owned()).collect();
        let cause = Cause { rules, why: self.decision.why.clone() };
        let options = ActOptions { cause: Some(&cause), ..options };
        let fresh = if self.decision.doubtful { self.fresh().await } else { None };
        let (hit, action) = (fresh.as_ref().unwrap_or(&self.hit), self.action);
        let Some(act) = hit.session.account.act(hit.noun, action) else {
            let title = hit.session.account.provider.title();
            let error = Error::new(Kind::Unsupported, format!("{title} has no instances {}", action.name()));
            return failed(hit.change(action, None), hit.session.place(error));
        };
        let task = Task { subject: Subject::Found(hit.clone()), action, act, given: Rc::default() };
        let mut change = fleet::carry_out(&task, options).await;
        if change.status == Status::Pending && change.changed {
            // The request was accepted; the machine has the grace period of its rule to comply.
            change.error = None;
        }
        change
    }
}

/// The action of a verdict.
pub(crate) fn action(verdict: Verdict) -> Option<&'static Action> {
    Some(match verdict {
        Verdict::Start => &verbs::START,
        Verdict::Stop(stop) if stop.how != How::Hard => &verbs::STOP,
        Verdict::Stop(_) | Verdict::HardStop => &verbs::STOP_HARD,
        _ => return None,
    })
}

/// The manner in which acts are carried out.
#[derive(Clone, Copy)]
pub(crate) struct Manner {
    /// True when nothing is sent.
    pub dry_run: bool,
    /// True when the run waits for each change to end.
    pub wait: bool,
}

/// Carries out all acts; each is handed over when it has ended, in any order.
pub(crate) async fn carry_out(
    context: &Context,
    acts: &[Act<'_, '_>],
    manner: Manner,
    mut ended: impl FnMut(usize, Change),
) {
    for act in acts {
        act.hit.session.allow(acts.iter().filter(|other| other.account() == act.account()).count());
    }
    let watched = context.console.can_ask() && !manner.dry_run;
    let progress = watched.then(|| context.console.follow(acts.len(), "apply"));
    let tell = |label: &str, state: &str| {
        if let Some(progress) = &progress {
            progress.state(label, state);
        }
    };
    let options = ActOptions {
        consent: if manner.dry_run { Consent::Reading } else { Consent::Changing },
        wait: manner.wait,
        deadline: fleet::now() + context.timeout.map_or(PATIENCE, |timeout| timeout.min(PATIENCE)),
        hard_after: None,
        dry_run: manner.dry_run,
        force: false,
        probe: None,
        said: "rule",
        journal: &context.journal,
        cause: None,
        tell: &tell,
    };
    let one = async |(place, act): (usize, &Act<'_, '_>)| {
        let label = act.hit.place();
        tokio::time::sleep(act.decision.delay).await;
        let _under_way = (!manner.dry_run).then(|| {
            context.under_way.begin(format!("{} of {label}", act.action.word), act.hit.change(act.action, None))
        });
        let change = act.carry_out(options).await;
        if let Some(progress) = &progress {
            progress.done(&label, "", change.error.is_none());
        }
        (place, change)
    };
    let ended = RefCell::new(&mut ended);
    let all = stream::iter(acts.iter().enumerate()).map(one).buffer_unordered(acts.len().max(1));
    let all = all.for_each(|(place, change)| {
        (ended.borrow_mut())(place, change);
        std::future::ready(())
    });
    match &progress {
        Some(progress) => progress.during(all).await,
        None => all.await,
    }
}

/// The outcome of a change for the machine's marks: a request that was sent and failed later counts as accepted.
pub(crate) fn outcome(change: &Change) -> Outcome {
    match (&change.error, change.status) {
        (None, Status::Ok) if !change.changed => Outcome::Already,
        (None, Status::Ok) => Outcome::Seen,
        (Some(error), _) if !change.changed => Outcome::Failed(error.kind(), error.in_full()),
        _ => Outcome::Accepted,
    }
}
