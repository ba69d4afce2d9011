//! The decision that a run would make now about one machine: the rules' wish after holds and earlier acts.
//! Nothing is kept: the decision is made as a run makes it, of this machine alone.

use jiff::Timestamp;

use crate::{
    command::context::Context,
    error::{Error, Kind, Result},
    fleet::Answer,
    model::{Entry, Instance},
    schedule::{Loaded, Question, Rule, State, decide},
};

use super::apply::{action, listing};

/// The sentence of the decision; none where neither a rule nor a hold is about the machine.
///
/// # Errors
/// `config` when the state of runs and holds cannot be read.
pub(crate) fn sentence(context: &Context, loaded: &Loaded, machine: &Entry<Instance>) -> Result<Option<String>> {
    let account = context.fleet.account(&machine.origin.account)?;
    let now = Timestamp::now();
    let state = State::read(context.fleet.kept(), &[(account.name(), account.owner())], now);
    let answer = Answer {
        account: account.name().to_owned(),
        session: None,
        entries: vec![machine.clone()],
        // One machine is no whole listing, from which the absence of others would follow.
        failures: vec![Error::new(Kind::Failed, "one machine")],
    };
    let listings = [listing(context, &answer, None, &[])];
    // One machine does not tell what it waits for.
    let rules: Vec<Rule> = loaded.rules.iter().map(Rule::alone).collect();
    let answers = std::collections::BTreeMap::new();
    let question = Question { now, rules: &rules, shields: &loaded.shields, interval: None, answers: &answers };
    let decisions = decide(question, &listings, &state);
    Ok(decisions.machines.first().map(|decision| match action(decision.verdict) {
        Some(action) => format!("{} is due: {}", action.name(), decision.why),
        None => decision.why.clone(),
    }))
}
