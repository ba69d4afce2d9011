//! The machines that were named, as the listing of their account tells of them, since rules select from that.
//! One that is to be held is looked for as one that is to be changed.

use clap::ArgMatches;

use crate::{
    command::context::Context,
    error::{Error, Result},
    fleet::{self, Match, Resolved, Spec, Terms},
    model::{Entry, Instance},
    provider::{Account, INSTANCES},
};

/// What was typed, and the machines it means; for a change it names exactly one.
pub async fn resolve(context: &Context, args: &ArgMatches, change: bool) -> Result<(Spec, Resolved)> {
    let typed = args.get_one::<String>("targets").map_or("", String::as_str);
    let spec = fleet::parse(typed, &context.fleet)?;
    if change && !spec.literal() {
        let error = Error::usage(format!("{typed:?} must name exactly one machine"));
        return Err(error.hint("machines are held one at a time"));
    }
    let limit = context.reading();
    let terms = Terms { change, prefixes: context.console.can_ask(), limit, choice: &context.choice };
    let can = |account: &Account| account.binding(&INSTANCES).list.is_some();
    let found = fleet::resolve(&context.fleet, &INSTANCES, std::slice::from_ref(&spec), &terms, &can, "list").await?;
    Ok((spec, found))
}

/// The machine of a match as its account lists it; the one at hand where that fails.
pub async fn listed(context: &Context, hit: Match) -> Option<Entry<Instance>> {
    let known: Entry<Instance> = hit.entry.typed()?;
    if !hit.exact {
        return Some(known);
    }
    let account = [hit.session.account.name().to_owned()];
    let answers = fleet::list_as::<Instance>(&context.fleet, &account, context.reading()).await;
    let mut all = answers.into_iter().flat_map(|answer| answer.entries);
    Some(all.find(|entry| entry.record.head.id == known.record.head.id).unwrap_or(known))
}
