//! The findings of a check on rules and the machines they select: kinds of stop that a provider does not have, machines
//! that no rule may stop, and rules that will wish the opposite of one machine.

use std::{path::Path, rc::Rc};

use jiff::{SignedDuration, Timestamp};

use crate::{
    config::{Config, Owner},
    error::{Error, Kind},
    fleet::{Answer, Fleet},
    http::MAX_TARGETS,
    model::{Entry, Instance, Record, StopMode, nearest, verbs},
    provider::{Account, INSTANCES},
    schedule::{self, How, OFF, Rule, Stretch, Then, clash},
};

use super::words;

/// The period ahead over which rules are compared.
const MONTH: SignedDuration = SignedDuration::from_hours(31 * 24);

/// The interval of a timer that nothing is known of.
const USUAL_INTERVAL: SignedDuration = SignedDuration::from_mins(5);

/// The shortest window in which a machine is worth starting.
const SHORTEST: SignedDuration = SignedDuration::from_mins(10);

/// The most machines that an error names.
const NAMED: usize = 5;

/// A machine that a rule governs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Machine {
    /// The machine's account and name.
    pub place: String,
    account: String,
    id: String,
    survives_stop: bool,
    nameless: bool,
}

/// A rule with the machines it governs.
pub(crate) struct Governed<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The machines.
    pub machines: Vec<Machine>,
    /// Its accounts that did not answer completely.
    pub unanswered: Vec<String>,
    /// The stretches of the coming month in which the rule wishes something.
    stretches: Vec<Stretch>,
}

impl<'r> Governed<'r> {
    /// The machines that a rule selects from the answers of accounts.
    pub(crate) fn of(rule: &'r Rule, answers: &[Answer<Instance>], now: Timestamp) -> Self {
        let complete = |name: &&String| answers.iter().any(|answer| answer.account == **name && answer.complete());
        let entries = answers.iter().flat_map(|answer| &answer.entries).filter(|entry| rule.selects(entry));
        let machine = |entry: &Entry<Instance>| Machine {
            place: words::place(entry),
            account: entry.origin.account.clone(),
            id: entry.record.head.id.clone(),
            survives_stop: entry.record.survives_stop(),
            nameless: entry.record.head.name.is_none(),
        };
        Self {
            rule,
            machines: entries.map(machine).collect(),
            unanswered: rule.accounts.iter().filter(|name| !complete(name)).cloned().collect(),
            stretches: rule.stretches(now, now.saturating_add(MONTH).unwrap_or(now)),
        }
    }

    /// The machines that it would have to stop and never does.
    pub(crate) fn never_stopped(&self) -> Vec<String> {
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
pub(crate) struct Clashes<'r> {
    /// The names of the conflicting rules, in pairs.
    pub pairs: Vec<(&'r str, &'r str)>,
    /// The conflicts as errors for the user.
    pub errors: Vec<Error>,
}

/// Finds the rules that wish the opposite of a machine at any instant of the coming month.
pub(crate) fn clashes<'r>(governed: &[Governed<'r>]) -> Clashes<'r> {
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

/// The machines whose tag names no rule of their account: nothing is done to them.
pub(crate) fn strange_tags(rules: &[Rule], answers: &[Answer<Instance>]) -> Vec<Error> {
    let Some(tagged) = rules.iter().find(|rule| rule.tag.is_some()) else { return Vec::new() };
    let entries = answers.iter().flat_map(|answer| &answer.entries);
    let strange = |entry: &Entry<Instance>| {
        let of_account = rules.iter().filter(|rule| rule.accounts.contains(&entry.origin.account));
        let known: Vec<&str> = of_account.map(|rule| rule.name.as_str()).chain([OFF]).collect();
        let name = tagged.named_by(entry).into_iter().find(|name| !known.contains(name))?;
        let sentence = format!("{}: its tag names {name:?}, which is no rule of its account", words::place(entry));
        let near = nearest(name, known)
            .map_or_else(|| "nubo schedules list".to_owned(), |near| format!("did you mean {near}?"));
        Some(Error::new(Kind::Conflict, sentence).hint(near))
    };
    entries.filter_map(strange).collect()
}

/// Sentences on marks and holds that belong to no account; none where an account cannot be known.
pub(crate) fn orphans(fleet: &Fleet) -> Vec<String> {
    let names = fleet.names();
    let accounts: Vec<_> = names.iter().filter_map(|name| fleet.account(name).ok()).collect();
    if accounts.len() < names.len() || names.iter().any(|name| name.starts_with("sandbox-")) {
        return Vec::new();
    }
    let kept = schedule::owners(fleet.kept()).unwrap_or_default();
    let orphan = |(provider, url, user): &&(String, String, Option<String>)| {
        let of = |account: &Account| Owner { provider: account.provider.id(), url, user: user.as_deref() };
        !accounts.iter().any(|account| account.provider.id() == provider && account.owner() == of(account))
    };
    let words = |(provider, url, user): &(String, String, Option<String>)| {
        let user = user.as_ref().map_or(String::new(), |user| format!(" as {user}"));
        format!("marks or holds are kept of {provider} at {url}{user}, which is no account any more")
    };
    kept.iter().filter(orphan).map(words).collect()
}

/// The number of machines that a rule may act on in one run, by the files.
pub(crate) fn most(config: &Config, rule: &Rule) -> usize {
    let own = rule.accounts.iter().filter_map(|name| config.accounts.get(name)?.max_targets).min();
    let usual = own.or(config.max_targets).unwrap_or(MAX_TARGETS);
    rule.max_targets.map_or(usual, |rule| rule.min(own.unwrap_or(usize::MAX)))
}

/// The error of a rule that is about more machines than it may act on in one run: then it never acts.
pub(crate) fn too_many(rule: &Rule, answers: &[Answer<Instance>], most: usize, file: &Path) -> Option<Error> {
    let machines = answers.iter().flat_map(|answer| &answer.entries).filter(|entry| rule.selects(entry)).count();
    (machines > most).then(|| {
        let name = &rule.name;
        let what =
            format!("rule {name} is about {machines} machines and may act on {most} in one run, so it acts on none");
        let hint = format!("write max_targets = {machines} under [{name}] in {}", file.display());
        Error::new(Kind::Refused, what).hint(hint).target(name)
    })
}

/// Warnings about parts of a rule that are hardly meant; `interval` is the time between two runs, where it is known.
pub(crate) fn oddities(one: &Governed<'_>, interval: Option<SignedDuration>, now: Timestamp) -> Vec<String> {
    let rule = one.rule;
    let name = &rule.name;
    let usual = interval.unwrap_or(USUAL_INTERVAL);
    let mut found = Vec::new();
    let shortest = usual.max(SHORTEST);
    let spans = rule.calendar.up_times(now, now.saturating_add(MONTH).unwrap_or(now));
    // The first may be cut off by the present.
    if let Some((from, _)) = spans.iter().skip(1).find(|(from, until)| until.duration_since(*from) < shortest) {
        let at = words::local(&rule.calendar, *from);
        let minutes = shortest.as_mins();
        found.push(format!(
            "rule {name} has a window, from {at}, that is shorter than {minutes} minutes, which a run may miss"
        ));
    }
    let late = SignedDuration::try_from(rule.late).unwrap_or(SignedDuration::MAX);
    if late < usual {
        let late = words::duration(rule.late);
        found.push(format!("rule {name} has late = \"{late}\", which is shorter than the time between two runs"));
    }
    if rule.select.filters.iter().any(|filter| filter.field_name() == "state") {
        found.push(format!("rule {name} selects by state, which the rule itself changes"));
    }
    if rule.stop.then == Then::Hard && rule.stops() && interval.is_none() {
        found.push(format!(
            "rule {name} has then = \"hard\", which has no effect as nobody knows how often runs are made: install a timer, or write interval = \"5m\" at the top of the file"
        ));
    }
    let nameless = one.machines.iter().filter(|machine| machine.nameless).count();
    if nameless > 0 {
        found.push(format!("rule {name} is about {nameless} machines without a name"));
    }
    found
}

/// Some names, and how many more there are.
fn some(names: &[&str]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let first = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if more == 0 { first } else { format!("{first} and {more} more") }
}

/// The errors of a rule whose way of stopping does not work in one of its accounts.
pub(crate) fn stops<'r>(
    rule: &'r Rule,
    account: impl Fn(&str) -> Option<Rc<Account>> + 'r,
) -> impl Iterator<Item = Error> + 'r {
    let accounts = rule.accounts.iter().filter(|_| rule.stops());
    accounts.filter_map(move |name| wrong_stop(rule, &*account(name)?))
}

/// The error of an account that cannot stop machines the way a rule wants.
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
