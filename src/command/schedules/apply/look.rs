//! The look of a run at its machines: those of the accounts that rules and holds name, all accounts at once.
//! An account whose clock differs, or whose secret was refused before, is not acted on.

use jiff::SignedDuration;

use crate::{
    command::context::Context,
    error::{Error, Kind},
    fleet::{self, Answer},
    in_order::in_order,
    model::{Instance, StopMode, verbs},
    provider::{INSTANCES, Session},
    schedule::{Hold, Listing, Loaded},
};

use super::started::Start;

/// The words of a secret that was refused, in this run or an earlier one.
const REFUSED: &str = "the provider refused the secret";
/// The largest accepted difference between this machine's clock and a provider's.
const ADRIFT: SignedDuration = SignedDuration::from_mins(2);

/// The accounts of a run: those that rules name, and others where a machine is held; and the errors of accounts that
/// are left out, because another name is of the same place.
pub(crate) fn accounts(context: &Context, loaded: &Loaded) -> (Vec<String>, Vec<Error>) {
    let (fleet, mut names) = (&context.fleet, context.fleet.names());
    let same = |one: &String, other: &String| {
        one != other
            && fleet.account(one).is_ok_and(|one| fleet.account(other).is_ok_and(|other| one.owner() == other.owner()))
    };
    let ruled: Vec<&String> = names.iter().filter(|name| is_ruled(loaded, name)).collect();
    let mut twins = Vec::new();
    for (place, name) in ruled.iter().enumerate() {
        if let Some(twin) = ruled.iter().skip(place + 1).find(|other| same(name, other)) {
            let what = format!("the accounts {name} and {twin} have the same provider, URL and user");
            twins.push(Error::config(what).hint("name only one of them in schedules.toml"));
        }
    }
    let alone = |name: &String| ruled.iter().all(|other| !same(name, other));
    let held = |name: &String| {
        let holds = fleet.account(name).map(|account| Hold::read(fleet.kept(), &account.owner()));
        // An error in reading holds is reported when the whole state is read.
        holds.is_ok_and(|holds| holds.is_ok_and(|holds| !holds.is_empty()))
    };
    let mut chosen: Vec<String> = Vec::new();
    for name in names.iter().filter(|name| alone(name)) {
        let twice = chosen.iter().any(|other| same(name, other));
        if is_ruled(loaded, name) || !twice && held(name) {
            chosen.push(name.clone());
        }
    }
    names.retain(|name| chosen.contains(name) && fleet.account(name).is_ok());
    (names, twins)
}

/// True when a rule names an account.
fn is_ruled(loaded: &Loaded, name: &String) -> bool {
    loaded.rules.iter().any(|rule| rule.accounts.contains(name))
}

/// Adds the errors in sections of accounts that rules name to the errors of the rules: no state can be kept
/// of such an account.
pub(crate) fn unusable(context: &Context, loaded: &mut Loaded) {
    let fleet = &context.fleet;
    let names = fleet.names().into_iter().filter(|name| is_ruled(loaded, name)).collect::<Vec<_>>();
    loaded.bad.extend(names.iter().filter_map(|name| fleet.account(name).err()));
}

/// Lists the machines of accounts.
pub(crate) async fn look(context: &Context, names: &[String]) -> Vec<Answer<Instance>> {
    let sessions: Vec<_> = names.iter().filter_map(|name| context.fleet.session(name).ok()).collect();
    in_order(sessions.len(), sessions.iter().map(|session| session.heed_refusal())).await;
    let mut answers = fleet::list_as::<Instance>(&context.fleet, names, context.reading()).await;
    check_clocks(&mut answers);
    answers.iter_mut().for_each(tell_of_refusal);
    answers
}

/// Drops the machines of accounts whose clock differs from this machine's, since the right time is unknown. An account
/// that tells no time is taken for right only where no other is wrong, or one is right.
fn check_clocks(answers: &mut [Answer<Instance>]) {
    let ahead = |answer: &Answer<Instance>| answer.session.as_ref().and_then(|session| session.ahead());
    let wrong = answers.iter().find_map(|answer| adrift(ahead(answer)?));
    let right = answers.iter().any(clock_is_right);
    for answer in answers {
        let error = match ahead(answer) {
            Some(ahead) => adrift(ahead),
            None if right || answer.entries.is_empty() => None,
            None => wrong.clone(),
        };
        if let (Some(error), Some(session)) = (error, &answer.session) {
            answer.entries.clear();
            answer.failures.insert(0, session.place(error));
        }
    }
}

/// True when an account's replies show the same time as this machine's clock.
fn clock_is_right(answer: &Answer<Instance>) -> bool {
    answer.session.as_ref().and_then(|session| session.ahead()).is_some_and(|ahead| adrift(ahead).is_none())
}

/// Says of a refused secret that schedules do not send it again.
fn tell_of_refusal(answer: &mut Answer<Instance>) {
    if !answer.session.as_ref().is_some_and(|session| session.is_refused()) {
        return;
    }
    let now = |error: &&mut Error| error.kind() == Kind::Denied && error.details().http_status.is_some();
    for error in answer.failures.iter_mut().filter(now) {
        let hint = format!("schedules send nothing more to it until: {}", Session::after_refusal(&answer.account));
        *error = error.clone().hint(hint);
    }
}

/// The error of a clock that is so far ahead of a provider's, where that is too far.
pub(crate) fn adrift(ahead: SignedDuration) -> Option<Error> {
    if ahead.abs() <= ADRIFT {
        return None;
    }
    let (word, by) = (if ahead.is_positive() { "ahead of" } else { "behind" }, ahead.abs().as_secs());
    let sentence = format!("this machine's clock is more than two minutes {word} the provider's");
    let hint = format!("set it: it is {} min {} s {word} the Date of the provider's replies", by / 60, by % 60);
    Some(Error::new(Kind::Unavailable, sentence).hint(hint))
}

/// An account's listing as the input of decisions; `started` are the starts of machines in the history.
pub(crate) fn listing<'a>(
    context: &Context,
    answer: &'a Answer<Instance>,
    max_targets: Option<usize>,
    started: &[Start],
) -> Listing<'a> {
    let account = context.fleet.account(&answer.account).ok();
    let stop = account.as_ref().and_then(|account| account.act(&INSTANCES, &verbs::STOP));
    let names = [answer.account.clone()];
    let owner = account.as_ref().map(|account| account.owner());
    let own = started.iter().filter(|start| owner.is_some_and(|owner| start.is_at(&owner)));
    let ceiling = context.config.accounts.get(&answer.account).and_then(|section| section.max_targets);
    // A limit typed for this run is no more than the account's own.
    let ceiling = ceiling.unwrap_or(usize::MAX);
    Listing {
        account: &answer.account,
        entries: &answer.entries,
        failure: answer.failures.first().map(|error| (error.kind(), failure(answer, error))),
        stop: stop.map_or(Some(StopMode::Unknown), |stop| stop.how),
        tags_told: account.as_ref().is_some_and(|account| account.provider.id() == "fleio"),
        hard: account.as_ref().is_some_and(|account| account.act(&INSTANCES, &verbs::STOP_HARD).is_some()),
        max_targets: max_targets.unwrap_or_else(|| context.max_targets(&names)).min(ceiling),
        ceiling,
        clock_is_right: clock_is_right(answer),
        started: own.map(|start| (start.id.clone(), start.at)).collect(),
    }
}

/// The reason why an account's listing is incomplete, in words that stay the same as long as the reason does.
fn failure(answer: &Answer<Instance>, error: &Error) -> String {
    match &answer.session {
        Some(session) if session.is_refused() && error.kind() == Kind::Denied => REFUSED.to_owned(),
        _ => error.in_full(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_clock_may_differ_by_two_minutes() {
        for seconds in [0, 1, 120, -120] {
            assert!(adrift(SignedDuration::from_secs(seconds)).is_none(), "{seconds}");
        }
        let error = adrift(SignedDuration::from_secs(-121)).unwrap();
        assert_eq!(error.kind(), Kind::Unavailable);
        assert!(error.to_string().contains("behind"), "{error}");
        assert!(error.details().hint.as_deref().unwrap().contains("2 min 1 s behind"));
        assert!(adrift(SignedDuration::from_secs(121)).unwrap().to_string().contains("ahead of"));
    }
}
