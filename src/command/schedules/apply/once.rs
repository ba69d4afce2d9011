//! One run from the rules to the results: look, decide, agree, keep, act.
//! The state is written before anything is sent, and again after each outcome.

use std::rc::Rc;

use jiff::{SignedDuration, Timestamp};

use crate::{
    cli::Changing,
    command::{consent::agree, context::Context},
    config::{Owner, StateStore},
    error::{Error, Result},
    fleet::{Answer, Plan},
    http::Effect,
    model::{Change, Instance},
    provider::Account,
    schedule::{Decisions, FILE, Listing, Loaded, Lost, Question, State, announce, decide, set_aside},
};

use super::{
    act::{self, Act, Manner},
    look,
    report::{Report, Teller},
    started::{Start, starts},
};

/// The settings and the surroundings of a run.
pub(crate) struct Run<'r> {
    /// Accounts, journal and console.
    pub context: &'r Context,
    /// The flags of a change.
    pub changing: &'r Changing,
    /// The clock, which is looked at when all machines are listed.
    pub clock: &'r dyn Fn() -> Timestamp,
    /// The time between two runs, where it is known.
    pub interval: Option<SignedDuration>,
}

/// The facts a run gathers before it decides.
struct Known {
    accounts: Vec<Rc<Account>>,
    answers: Vec<Answer<Instance>>,
    state: State,
    starts: Vec<Start>,
    /// The errors that keep accounts, or all stops, from being carried out.
    wrong: Vec<Error>,
}

impl Known {
    async fn look(run: &Run<'_>, loaded: &Loaded) -> Self {
        let context = run.context;
        let (names, mut wrong) = look::accounts(context, loaded);
        let accounts: Vec<_> = names.iter().filter_map(|name| context.fleet.account(name).ok()).collect();
        context.console.progress(&format!("asking {}", names.join(", ")));
        let answers = look::look(context, &names).await;
        let state = State::read(context.fleet.kept(), &owners(&accounts), (run.clock)());
        wrong.extend(state.lost.iter().map(Lost::error));
        let starts = starts(context, &state);
        Self { accounts, answers, state, starts, wrong }
    }

    fn listings(&self, run: &Run<'_>) -> Vec<Listing<'_>> {
        let of = |answer| look::listing(run.context, answer, run.changing.max_targets, &self.starts);
        self.answers.iter().map(of).collect()
    }

    /// Keeps the hashes of refused secrets.
    fn keep_refusals(&self) -> Result<()> {
        let mut sessions = self.answers.iter().filter_map(|answer| answer.session.as_ref());
        sessions.try_for_each(|session| session.keep_refusal())
    }
}

fn owners(accounts: &[Rc<Account>]) -> Vec<(&str, Owner<'_>)> {
    accounts.iter().map(|account| (account.name(), account.owner())).collect()
}

impl Run<'_> {
    fn question<'a>(&self, loaded: &'a Loaded) -> Question<'a> {
        let Loaded { rules, shields, .. } = loaded;
        Question { now: (self.clock)(), rules, shields, interval: self.interval }
    }

    /// Announces the errors of a topic, if they are news.
    fn announce(&self, topic: &str, wrong: &[Error], well: &str) -> bool {
        let words: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        let kind = wrong.first().map(|error| (Some(error.kind()), words.join("; ")));
        let wrong = kind.as_ref().map(|(kind, words)| (*kind, words.as_str()));
        let told = announce(self.context.fleet.kept(), topic, (self.clock)(), wrong, well);
        told.ended.iter().for_each(|ended| self.context.console.notice(ended));
        told.tell
    }
}

/// Reports the changes a run would make now; nothing is kept or changed. `shown` decides on machines without an act.
///
/// # Errors
/// `config` when the state of earlier runs cannot be read.
pub(crate) async fn plan(run: &Run<'_>, loaded: &Loaded, shown: impl Fn(bool) -> bool) -> Result<Report> {
    let known = Known::look(run, loaded).await;
    let listings = known.listings(run);
    let decisions = decide(run.question(loaded), &listings, &known.state);
    let acts = acts(run, &decisions);
    let mut changes: Vec<Option<Change>> = vec![None; acts.len()];
    let manner = Manner { dry_run: true, wait: false };
    act::carry_out(run.context, &acts, manner, |place, change| changes[place] = Some(change)).await;
    let mut teller = Teller::new(run.context, &decisions, &known.answers);
    teller.bad(&loaded.bad, true);
    teller.bad(&known.wrong, true);
    teller.notes(|_| true);
    teller.first_run();
    teller.machines(|decision| shown(decision.concerns()));
    for (act, change) in acts.iter().zip(changes) {
        teller.acted(act.decision, change, true);
    }
    teller.left("see why: nubo schedules plan --all");
    Ok(teller.report())
}

/// Carries out the rules now.
///
/// # Errors
/// `config` when the state cannot be kept, and nothing is sent then; `refused` when the user did not agree.
pub(crate) async fn apply(run: &Run<'_>, loaded: &Loaded) -> Result<Report> {
    let kept = run.context.fleet.kept();
    set_aside(kept, (run.clock)())?;
    let known = Known::look(run, loaded).await;
    let mut unkept = known.keep_refusals().err();
    let (listings, question) = (known.listings(run), run.question(loaded));
    let now = question.now;
    let decisions = decide(question, &listings, &known.state);
    let acts = acts(run, &decisions);
    agreed(run, &acts).await?;
    let mut state = decisions.state.clone();
    state.write(kept, &owners(&known.accounts))?;
    let results = send(run, &known, (&acts, now), state).await;
    unkept = unkept.or(known.keep_refusals().err());
    let file = loaded.file().display().to_string();
    let mut teller = Teller::new(run.context, &decisions, &known.answers);
    teller.bad(
        &loaded.bad,
        run.announce(&format!("{FILE}{file}"), &loaded.bad, &format!("all rules of {file} act again")),
    );
    teller.bad(&known.wrong, run.announce("memory", &known.wrong, "accounts and memory are as they should be"));
    teller.notes(|note| note.tell);
    teller.first_run();
    teller.machines(|decision| decision.tell);
    for (act, (change, tell)) in acts.iter().zip(results.done) {
        teller.acted(act.decision, change, tell);
    }
    teller.unkept(results.unkept.or(unkept));
    if run.context.console.can_ask() {
        teller.left("see why: nubo schedules plan --all");
    }
    Ok(teller.report())
}

fn acts<'d, 'a>(run: &Run<'_>, decisions: &'d Decisions<'a>) -> Vec<Act<'d, 'a>> {
    decisions.machines.iter().filter_map(|decision| Act::of(run.context, decision)).collect()
}

/// Asks for consent at the terminal.
async fn agreed(run: &Run<'_>, acts: &[Act<'_, '_>]) -> Result<()> {
    if acts.is_empty() {
        return Ok(());
    }
    let lines = acts.iter().map(Act::line).collect();
    let plan = Plan { found: true, ..Plan::of("schedules apply", Effect::Change, lines, Vec::new()) };
    // The number of machines was limited rule by rule already.
    agree(run.context, &plan, &Changing { max_targets: None, ..run.changing.clone() }, false).await.map(drop)
}

/// The results of the acts.
struct Results {
    /// The change of each act, and true when it is to be told.
    done: Vec<(Option<Change>, bool)>,
    /// The reason why a result could not be kept.
    unkept: Option<Error>,
}

/// Carries out the acts and keeps each outcome.
async fn send(run: &Run<'_>, known: &Known, (acts, now): (&[Act<'_, '_>], Timestamp), mut state: State) -> Results {
    let kept: &StateStore = run.context.fleet.kept();
    let mut results = Results { done: vec![(None, true); acts.len()], unkept: None };
    let manner = Manner { dry_run: false, wait: !run.changing.no_wait };
    act::carry_out(run.context, acts, manner, |place, change| {
        let (Some(act), Some(slot)) = (acts.get(place), results.done.get_mut(place)) else { return };
        let tell = state.acted(now, act.decision, &act::outcome(&change));
        *slot = (Some(change), tell);
        let account = known.accounts.iter().find(|account| account.name() == act.account());
        let owner: Vec<_> = account.into_iter().map(|account| (account.name(), account.owner())).collect();
        if let Err(error) = state.write(kept, &owner) {
            results.unkept.get_or_insert(error);
        }
    })
    .await;
    results
}
