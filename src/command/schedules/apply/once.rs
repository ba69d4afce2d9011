//! One run from the rules to the results: look, decide, agree, keep, act.
//! The state is written before anything is sent, and again after each outcome.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};

use crate::{
    cli::Changing,
    command::{consent::agree, context::Context},
    config::{Owner, StateStore},
    error::{Error, Result},
    fleet::{self, Answer, Plan},
    http::Effect,
    model::{Change, Instance, Status},
    provider::Account,
    schedule::{
        Decision, Decisions, FILE, Listing, Loaded, Lost, Port, Question, Rule, State, Verdict, announce, decide,
        set_aside,
    },
};

use super::{
    super::words,
    act::{self, Act, Manner},
    look, notify, ports,
    report::{Report, Teller},
    started::{Start, starts},
};

/// The time after which no further round begins.
const ROUNDS: Duration = Duration::from_secs(120);
/// The time that a machine which was just started has to answer at its port.
const READY: Duration = Duration::from_secs(60);

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
        let starts = starts(context, loaded, &state);
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
    fn question<'a>(&self, loaded: &'a Loaded, answers: &'a BTreeMap<Port, bool>) -> Question<'a> {
        let Loaded { rules, shields, .. } = loaded;
        Question { now: (self.clock)(), rules, shields, interval: self.interval, answers }
    }

    /// The answers of machines that others wait for, at their ports; each is asked for as long as `patience`.
    async fn answers(&self, loaded: &Loaded, known: &Known, patience: Duration) -> BTreeMap<Port, bool> {
        let mut answers = BTreeMap::new();
        if loaded.rules.iter().all(|rule| rule.order.ready.is_none()) {
            return answers;
        }
        loop {
            let unasked = decide(self.question(loaded, &answers), &known.listings(self), &known.state).unasked;
            if unasked.is_empty() {
                return answers;
            }
            answers.extend(ports::ask(unasked, &known.answers, patience).await);
        }
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
    let answers = run.answers(loaded, &known, Duration::ZERO).await;
    let decisions = decide(run.question(loaded, &answers), &listings, &known.state);
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
    let report = teller.report();
    report.left.iter().for_each(|words| run.context.console.notice(words));
    Ok(report)
}

/// Carries out the rules now.
///
/// # Errors
/// `config` when the state cannot be kept, and nothing is sent then; `refused` when the user did not agree.
pub(crate) async fn apply(run: &Run<'_>, loaded: &Loaded) -> Result<Report> {
    set_aside(run.context.fleet.kept(), (run.clock)())?;
    loaded.rules.iter().flat_map(Rule::remarks).for_each(|words| run.context.console.warning(&words));
    let begun = fleet::now();
    let Round { mut report, mut goes_on, agreed } = round(run, loaded, None).await?;
    while goes_on && fleet::now().duration_since(begun) < ROUNDS {
        match round(run, loaded, Some(&agreed)).await {
            Ok(later) => (report, goes_on) = (report.then(later.report), later.goes_on),
            Err(error) => return Ok(report.broken(error)),
        }
    }
    if run.context.console.can_ask() {
        report.left.iter().for_each(|words| run.context.console.notice(words));
    }
    Ok(report)
}

/// A machine by its account and id.
type Place = (String, String);

/// The result of a round.
struct Round {
    report: Report,
    /// True when something was done that others may have waited for.
    goes_on: bool,
    /// The machines that were agreed to, those that wait included.
    agreed: BTreeSet<Place>,
}

fn place(decision: &Decision<'_>) -> Place {
    (decision.entry.origin.account.clone(), decision.entry.record.head.id.clone())
}

/// One round; the first asks whoever is there, and later ones do no more than was `agreed` to.
async fn round(run: &Run<'_>, loaded: &Loaded, agreed: Option<&BTreeSet<Place>>) -> Result<Round> {
    let kept = run.context.fleet.kept();
    let known = Known::look(run, loaded).await;
    let mut unkept = known.keep_refusals().err();
    let listings = known.listings(run);
    let answers = run.answers(loaded, &known, agreed.map_or(Duration::ZERO, |_| READY)).await;
    let question = run.question(loaded, &answers);
    let decisions = decide(question, &listings, &known.state);
    let mut acts = acts(run, &decisions);
    match agreed {
        None => agree_to(run, &acts, &decisions).await?,
        Some(agreed) => acts.retain(|act| agreed.contains(&place(act.decision))),
    }
    let mut state = decisions.state.clone();
    state.write(kept, &owners(&known.accounts))?;
    let warned = notify::warnings(run.context, loaded, &decisions);
    let (results, ()) = futures_util::join!(send(run, &known, (&acts, question.now), state), warned);
    notify::done(run.context, loaded, question.now, acts.iter().map(|act| act.decision).zip(&results.done)).await;
    unkept = unkept.or(known.keep_refusals().err());
    let waiting = decisions.machines.iter().any(|one| one.verdict == Verdict::Waits);
    let goes_on = waiting && !run.changing.no_wait && results.any_done();
    let mut teller = Teller::new(run.context, &decisions, &known.answers);
    tell_of_files(run, loaded, &known, &mut teller);
    teller.notes(|note| note.tell);
    teller.first_run();
    teller.machines(|decision| decision.tell && !(goes_on && decision.verdict == Verdict::Waits));
    for (act, (change, tell)) in acts.iter().zip(results.done) {
        teller.acted(act.decision, change, tell);
    }
    teller.unkept(results.unkept.or(unkept));
    teller.left("see why: nubo schedules plan --all");
    let acting = |one: &&Decision<'_>| one.verdict.acts() || one.verdict == Verdict::Waits;
    Ok(Round {
        report: teller.report(),
        goes_on,
        agreed: decisions.machines.iter().filter(acting).map(place).collect(),
    })
}

/// Tells of rules that cannot be read, and of what is kept.
fn tell_of_files(run: &Run<'_>, loaded: &Loaded, known: &Known, teller: &mut Teller<'_>) {
    let file = loaded.file().display().to_string();
    let well = format!("all rules of {file} act again");
    teller.bad(&loaded.bad, run.announce(&format!("{FILE}{file}"), &loaded.bad, &well));
    teller.bad(&known.wrong, run.announce("memory", &known.wrong, "accounts and memory are as they should be"));
}

fn acts<'d, 'a>(run: &Run<'_>, decisions: &'d Decisions<'a>) -> Vec<Act<'d, 'a>> {
    decisions.machines.iter().filter_map(|decision| Act::of(run.context, decision)).collect()
}

/// Asks whoever is there, about what waits for others too.
async fn agree_to(run: &Run<'_>, acts: &[Act<'_, '_>], decisions: &Decisions<'_>) -> Result<()> {
    if acts.is_empty() {
        return Ok(());
    }
    let waiting = decisions.machines.iter().filter(|one| one.verdict == Verdict::Waits);
    let later = waiting.map(|one| format!("then {}: {}", words::place(one.entry), one.why));
    let lines = acts.iter().map(Act::line).chain(later).collect();
    let plan = Plan { found: true, ..Plan::of("schedules apply", Effect::Change, lines, Vec::new()) };
    // The number of machines was limited rule by rule already.
    agree(run.context, &plan, &Changing { max_targets: None, ..run.changing.clone() }, false).await.map(drop)
}

/// The results of the acts.
struct Results {
    /// Each with whether it is to be told.
    done: Vec<notify::Done>,
    /// Why something of it could not be kept.
    unkept: Option<Error>,
}

impl Results {
    /// True when a machine was seen in the wanted state.
    fn any_done(&self) -> bool {
        let done = |change: &Change| change.error.is_none() && change.status == Status::Ok;
        self.done.iter().any(|(change, _)| change.as_ref().is_some_and(done))
    }
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
