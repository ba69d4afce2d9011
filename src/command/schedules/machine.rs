//! The machines that were named, as their account lists them, since rules select from listings.
//! Machines to be held are resolved like machines to be changed.

use clap::ArgMatches;

use crate::{
    command::context::Context,
    error::{Error, Result},
    fleet::{self, Match, Resolved, Spec, Terms},
    model::{Entry, Instance},
    provider::{Account, INSTANCES},
    schedule::Rule,
};

/// Resolves the target that was typed.
pub(crate) async fn resolve(context: &Context, args: &ArgMatches) -> Result<(Spec, Resolved)> {
    let typed = args.get_one::<String>("targets").map_or("", String::as_str);
    let spec = fleet::parse(typed, &context.fleet)?;
    let limit = context.reading();
    let terms = Terms { change: false, prefixes: context.console.can_ask(), limit, choice: &context.choice };
    let can = |account: &Account| account.binding(&INSTANCES).list.is_some();
    let found = fleet::resolve(&context.fleet, &INSTANCES, std::slice::from_ref(&spec), &terms, &can, "list").await?;
    Ok((spec, found))
}

/// The machines that several targets mean, each once, and the targets that mean none.
pub(crate) async fn resolve_all(context: &Context, typed: &[String]) -> Result<(Vec<Spec>, Resolved)> {
    let specs = typed.iter().map(|typed| fleet::parse(typed, &context.fleet)).collect::<Result<Vec<_>>>()?;
    let limit = context.reading();
    let terms = Terms { change: true, prefixes: context.console.can_ask(), limit, choice: &context.choice };
    let can = |account: &Account| account.binding(&INSTANCES).list.is_some();
    let found = fleet::resolve(&context.fleet, &INSTANCES, &specs, &terms, &can, "list").await?;
    Ok((specs, found))
}

/// The machines that a rule is about, and the errors that kept its accounts from listing all.
pub(crate) async fn of_rule(context: &Context, rule: &Rule) -> (Vec<Entry<Instance>>, Vec<Error>) {
    let mut names = context.fleet.names();
    names.retain(|name| rule.accounts.contains(name));
    let answers = fleet::list_as::<Instance>(&context.fleet, &names, context.reading()).await;
    let (mut machines, mut failures) = (Vec::new(), Vec::new());
    for answer in answers {
        machines.extend(answer.entries.into_iter().filter(|entry| rule.selects(entry)));
        failures.extend(answer.failures);
    }
    (machines, failures)
}

/// The machine of a match as its account lists it; the one at hand where that fails.
pub(crate) async fn listed(context: &Context, hit: Match) -> Option<Entry<Instance>> {
    let known: Entry<Instance> = hit.entry.typed()?;
    if !hit.exact {
        return Some(known);
    }
    let account = [hit.session.account.name().to_owned()];
    let answers = fleet::list_as::<Instance>(&context.fleet, &account, context.reading()).await;
    let mut all = answers.into_iter().flat_map(|answer| answer.entries);
    Some(all.find(|entry| entry.record.head.id == known.record.head.id).unwrap_or(known))
}
