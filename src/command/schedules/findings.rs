//! What a check finds in rules and the machines they select: kinds of stop that a provider does not have, machines that
//! no rule may stop, and rules that will wish the opposite of one machine.

use std::rc::Rc;

use jiff::{SignedDuration, Timestamp};

use crate::{
    error::{Error, Kind},
    fleet::Answer,
    model::{Entry, Instance, Record, StopMode, verbs},
    provider::{Account, INSTANCES},
    schedule::{How, Rule, Stretch, Then, clash},
};

use super::words;

/// How far ahead rules are compared.
const MONTH: SignedDuration = SignedDuration::from_hours(31 * 24);

/// How many machines an error names.
const NAMED: usize = 5;

/// A machine that a rule governs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Its account and name.
    pub place: String,
    account: String,
    id: String,
    survives_stop: bool,
}

/// A rule with the machines it governs.
pub struct Governed<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The machines.
    pub machines: Vec<Machine>,
    /// Its accounts that did not answer completely.
    pub unanswered: Vec<String>,
    /// What it wishes in the coming month.
    stretches: Vec<Stretch>,
}

impl<'r> Governed<'r> {
    /// What a rule selects from the answers of accounts.
    pub fn of(rule: &'r Rule, answers: &[Answer<Instance>], now: Timestamp) -> Self {
        let complete = |name: &&String| answers.iter().any(|answer| answer.account == **name && answer.complete());
        let entries = answers.iter().flat_map(|answer| &answer.entries).filter(|entry| rule.selects(entry));
        let machine = |entry: &Entry<Instance>| Machine {
            place: words::place(entry),
            account: entry.origin.account.clone(),
            id: entry.record.head.id.clone(),
            survives_stop: entry.record.survives_stop(),
        };
        Self {
            rule,
            machines: entries.map(machine).collect(),
            unanswered: rule.accounts.iter().filter(|name| !complete(name)).cloned().collect(),
            stretches: rule.stretches(now, now.saturating_add(MONTH).unwrap_or(now)),
        }
    }

    /// The machines that it would have to stop and never does.
    pub fn never_stopped(&self) -> Vec<String> {
        let doomed = self.machines.iter().filter(|machine| self.rule.stops() && !machine.survives_stop);
        doomed.map(|machine| machine.place.clone()).collect()
    }

    /// The machines that another rule governs too.
    fn shared(&self, other: &Self) -> Vec<&str> {
        let same = |a: &Machine, b: &Machine| (&a.account, &a.id) == (&b.account, &b.id);
        let both = self.machines.iter().filter(|one| other.machines.iter().any(|two| same(one, two)));
        both.map(|machine| machine.place.as_str()).collect()
    }
}

/// The rules that wish the opposite of a machine.
pub struct Clashes<'r> {
    /// Their names, two by two.
    pub pairs: Vec<(&'r str, &'r str)>,
    /// The same for people.
    pub errors: Vec<Error>,
}

/// Finds the rules that wish the opposite of a machine at any instant of the coming month.
pub fn clashes<'r>(governed: &[Governed<'r>]) -> Clashes<'r> {
    let mut found = Clashes { pairs: Vec::new(), errors: Vec::new() };
    for (place, one) in governed.iter().enumerate() {
        for two in governed.iter().skip(place + 1) {
            let Some((at, wanted)) = clash(&one.stretches, &two.stretches) else { continue };
            let shared = one.shared(two);
            if shared.is_empty() {
                continue;
            }
            let (first, second) = (one.rule.name.as_str(), two.rule.name.as_str());
            let at = words::local(&one.rule.calendar, at);
            let (wish, other) = (wanted.word(), wanted.other().word());
            let machines = some(&shared);
            let sentence = format!(
                "from {at} on rule {first} wishes {wish} and rule {second} wishes {other}, so nothing would be done to {machines}"
            );
            let hint = "change the times of one, or what it selects";
            found.errors.push(Error::new(Kind::Conflict, sentence).hint(hint).target(first));
            found.pairs.push((first, second));
        }
    }
    found
}

/// Some names, and how many more there are.
fn some(names: &[&str]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let first = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if more == 0 { first } else { format!("{first} and {more} more") }
}

/// What is wrong with how a rule stops the machines of each of its accounts.
pub fn stops<'r>(
    rule: &'r Rule,
    account: impl Fn(&str) -> Option<Rc<Account>> + 'r,
) -> impl Iterator<Item = Error> + 'r {
    let accounts = rule.accounts.iter().filter(|_| rule.stops());
    accounts.filter_map(move |name| wrong_stop(rule, &*account(name)?))
}

/// What an account cannot do of how a rule stops machines.
fn wrong_stop(rule: &Rule, account: &Account) -> Option<Error> {
    let stop = account.act(&INSTANCES, &verbs::STOP)?;
    let hard = account.act(&INSTANCES, &verbs::STOP_HARD).is_some();
    let title = account.provider.title();
    let (what, hint) = match (rule.stop.how, rule.stop.then) {
        (How::Clean, _) if stop.how == Some(StopMode::Unknown) => (
            format!("stop.how is clean, and {title} does not tell how it stops machines"),
            "write stop = { how = \"provider\" }, in a rule of its own where other accounts stop cleanly",
        ),
        (How::Hard, _) if !hard => {
            (format!("stop.how is hard, and {title} cannot cut the power"), "write stop = { how = \"provider\" }")
        }
        (_, Then::Hard) if !hard => {
            (format!("stop.then is hard, and {title} cannot cut the power"), "write then = \"leave\"")
        }
        _ => return None,
    };
    let error = Error::config(format!("rule {}: {what}", rule.name));
    Some(error.hint(hint).at(account.name(), account.provider.id()).target(&rule.name))
}
