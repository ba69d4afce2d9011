//! The report of a run: records of machines, failures, and the kind of failure the process ends with.
//! A condition that goes on is not told each time, but it always counts for the exit code.

use std::collections::HashMap;

use crate::{
    command::context::Context,
    error::{Error, Kind, together},
    fleet::Answer,
    model::{Change, Instance, Status},
    schedule::{Decision, Decisions, Note, Verdict, Wanted},
};

use super::record::Done;

/// The report of a run.
pub(crate) struct Report {
    /// The machines.
    pub rows: Vec<Done>,
    /// The failures of the machines, which stand in their rows.
    pub recorded: Vec<Error>,
    /// The failures that stand in no row.
    pub failures: Vec<Error>,
    /// The kind of failure the process ends with; none for success.
    pub kind: Option<Kind>,
    /// A sentence on machines that are not told of.
    pub left: Option<String>,
    /// The kinds of what is wrong as it was last seen.
    lasting: Vec<Kind>,
    /// The kinds of what failed when it was tried.
    tried: Vec<Kind>,
}

impl Report {
    /// This and what a later round of the same run came to, which knows better of the machines that both tell of.
    pub(crate) fn then(mut self, later: Self) -> Self {
        let key = |row: &Done| (row.change.origin.as_ref().map(|origin| origin.account.clone()), row.change.id.clone());
        self.rows.retain(|row| later.rows.iter().all(|other| key(other) != key(row)));
        self.rows.extend(later.rows);
        self.failures.extend(later.failures);
        (self.lasting, self.left) = (later.lasting, later.left);
        self.tried.extend(later.tried);
        self.settled()
    }

    /// This, where a later round could not be made.
    pub(crate) fn broken(mut self, error: Error) -> Self {
        self.tried.push(error.kind());
        self.failures.push(error);
        self.settled()
    }

    fn settled(mut self) -> Self {
        self.recorded = self.rows.iter().filter_map(|row| row.change.error.clone()).collect();
        self.kind = together(self.lasting.iter().chain(&self.tried).copied(), false);
        self
    }
}

/// The builder of a report.
pub(crate) struct Teller<'t> {
    context: &'t Context,
    decisions: &'t Decisions<'t>,
    answers: &'t [Answer<Instance>],
    rows: Vec<Done>,
    failures: Vec<Error>,
    lasting: Vec<Kind>,
    tried: Vec<Kind>,
    left: Option<String>,
}

impl<'t> Teller<'t> {
    /// Begins with the kinds of failure that were there before anything was sent.
    pub(crate) fn new(context: &'t Context, decisions: &'t Decisions<'t>, answers: &'t [Answer<Instance>]) -> Self {
        let lasting = decisions.kinds().collect();
        let (rows, failures, tried) = (Vec::new(), Vec::new(), Vec::new());
        Self { context, decisions, answers, rows, failures, lasting, tried, left: None }
    }

    /// Adds the errors of wrong rules.
    pub(crate) fn bad(&mut self, bad: &[Error], tell: bool) {
        self.lasting.extend(bad.iter().map(Error::kind));
        self.failures.extend(bad.iter().filter(|_| tell).cloned());
    }

    /// Prints a notice.
    pub(crate) fn news(&self, words: &str) {
        self.context.console.notice(words);
    }

    /// Adds the notes about accounts, rules, and machines that are gone.
    pub(crate) fn notes(&mut self, tell: impl Fn(&Note) -> bool) {
        for note in self.decisions.notes.iter().filter(|note| tell(note)) {
            let account = note.account.as_deref();
            match (note.kind, account) {
                (None, account) => {
                    let place = account.map_or(String::new(), |account| format!("{account}: "));
                    self.news(&format!("{place}{}", note.words));
                }
                (Some(kind), Some(name)) => {
                    let own = self.answers.iter().filter(|answer| answer.account == name);
                    let before = self.failures.len();
                    self.failures.extend(own.flat_map(|answer| answer.failures.iter().cloned()));
                    if self.failures.len() == before {
                        let hint = "if they were deleted: nubo schedules repair";
                        self.failures.push(Error::new(kind, note.words.clone()).hint(hint).account(name));
                    }
                }
                (Some(kind), None) => {
                    let hint =
                        "see which: nubo schedules plan; allow more with max_targets, or here with --max-targets";
                    self.failures.push(Error::new(kind, note.words.clone()).hint(hint));
                }
            }
        }
    }

    /// Says which rules run for the first time where.
    pub(crate) fn first_run(&self) {
        let mut rules: Vec<(&str, Vec<&str>)> = Vec::new();
        for (rule, account) in &self.decisions.first_run {
            match rules.iter_mut().find(|(name, _)| name == rule) {
                Some((_, accounts)) => accounts.push(account),
                None => rules.push((rule, vec![account])),
            }
        }
        for (rule, accounts) in rules {
            let accounts = accounts.join(", ");
            self.news(&format!("first run of {rule} at {accounts}: its present window counts as not done"));
        }
    }

    /// Adds the machines to which nothing is sent.
    pub(crate) fn machines(&mut self, shown: impl Fn(&Decision<'_>) -> bool) {
        for decision in self.decisions.machines.iter().filter(|decision| !decision.verdict.acts()) {
            if shown(decision) {
                self.rows.push(done(decision, undone(decision)));
            }
        }
    }

    /// Adds a machine to which something was sent, or would be.
    pub(crate) fn acted(&mut self, decision: &Decision<'_>, change: Option<Change>, tell: bool) {
        let Some(change) = change else { return };
        self.tried.extend(change.error.as_ref().map(Error::kind));
        if tell {
            self.rows.push(done(decision, change));
        }
    }

    /// Says how many machines are not told of, and how to see them.
    pub(crate) fn left(&mut self, how: &str) {
        self.left = match self.decisions.machines.len().saturating_sub(self.rows.len()) {
            // Of machines that could not be listed nobody knows.
            0 if self.rows.is_empty() && self.decisions.notes.iter().all(|note| note.kind.is_none()) => {
                Some("no machine is selected by a rule or held".to_owned())
            }
            0 => None,
            1 => Some(format!("1 machine is as it should be or left as it is; {how}")),
            many => Some(format!("{many} machines are as they should be or left as they are; {how}")),
        };
    }

    /// Adds the error of a state that could not be kept.
    pub(crate) fn unkept(&mut self, error: Option<Error>) {
        self.tried.extend(error.as_ref().map(Error::kind));
        self.failures.extend(error);
    }

    /// The finished report; the machines are in the order they were listed.
    pub(crate) fn report(mut self) -> Report {
        let key =
            |decision: &Decision<'t>| (decision.entry.origin.account.as_str(), decision.entry.record.head.id.as_str());
        let machines = self.decisions.machines.iter().map(key).zip(0_usize..);
        let places: HashMap<(&str, &str), usize> = machines.collect();
        self.rows.sort_by_key(|row| {
            let account = row.change.origin.as_ref().map_or("", |origin| &origin.account);
            places.get(&(account, row.change.id.as_deref().unwrap_or_default())).copied()
        });
        let Self { rows, failures, lasting, tried, left, .. } = self;
        Report { rows, recorded: Vec::new(), failures, kind: None, left, lasting, tried }.settled()
    }
}

fn done(decision: &Decision<'_>, change: Change) -> Done {
    Done { change, rules: decision.rules.iter().map(|rule| (*rule).to_owned()).collect(), why: decision.why.clone() }
}

/// The record of a machine to which nothing is sent.
fn undone(decision: &Decision<'_>) -> Change {
    let (origin, head) = (&decision.entry.origin, &decision.entry.record.head);
    let action = match decision.wanted {
        Some(Wanted::Up) => "start",
        Some(Wanted::Down) => "stop",
        None => "none",
    };
    let error = decision.kind.map(|kind| {
        let name = head.name.as_deref().unwrap_or(&head.id);
        let error = Error::new(kind, format!("\"{name}\": {}", decision.why)).at(&origin.account, origin.provider);
        error.target(format!("{}/id:{}", origin.account, head.id))
    });
    let status = match decision.verdict {
        _ if error.is_some() => Status::Failed,
        Verdict::Nothing => Status::Ok,
        Verdict::Asked(_) | Verdict::Waits => Status::Pending,
        _ => Status::Skipped,
    };
    Change {
        id: Some(head.id.clone()),
        name: head.name.clone(),
        status,
        before: Some(head.state),
        after: Some(head.state),
        how: None,
        error,
        ..Change::planned(Some(origin.clone()), "instance", action)
    }
}
