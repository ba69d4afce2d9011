//! `nubo schedules check`: all rules are read, their accounts are asked, and mistakes are told beforehand.
//! One list an account is all that is asked for, all accounts at once.

use clap::ArgMatches;
use jiff::{SignedDuration, Timestamp};

use crate::{
    command::{
        context::Context,
        outcome::{Answer, Outcome},
        providers,
    },
    error::{Error, Result, together},
    fleet::{self, Scope},
    model::{FLEETING, Instance, Rows, Shape, row},
    provider::INSTANCES,
    schedule::{Loaded, Rule},
};

use super::{
    findings::{Governed, clashes, most, oddities, orphans, stops, strange_tags, too_many},
    rules::Rules,
};

row! {
    /// A rule with the machines it selects.
    CheckRow "rule" {
        rule: String = Text Table "the rule's name";
        accounts: Vec<String> = List Wide "the accounts whose machines it is about";
        machines: u64 = Integer Table "how many machines it governs now";
        names: Vec<String> = List Wide "which they are";
        never_stopped: Vec<String> = List Table "those of them that no rule stops, since that would destroy them";
        opposes: Vec<String> = List Wide "the rules that wish the opposite of one of them within a month";
        unanswered: Vec<String> = List Wide "the accounts that did not answer completely";
    }
}

/// Checks the rules.
pub(crate) async fn run(
    context: &Context,
    rules: Rules,
    installed: Option<SignedDuration>,
    args: &ArgMatches,
) -> Result<Outcome> {
    let loaded = rules.checked(&context.fleet.names())?;
    let file = loaded.file().to_owned();
    let own = loaded.interval.and_then(|interval| SignedDuration::try_from(interval).ok());
    let Loaded { rules, bad, .. } = loaded;
    let (able, mut unanswered) = able(context, &rules);
    context.console.progress(&format!("asking {}", able.join(", ")));
    let answers = fleet::list_as::<Instance>(&context.fleet, &able, context.reading()).await;
    let some = answers.iter().any(|answer| answer.complete() || !answer.entries.is_empty());
    let now = Timestamp::now();
    let governed: Vec<Governed<'_>> = rules.iter().map(|rule| Governed::of(rule, &answers, now)).collect();
    for one in &governed {
        tell(context, one);
        for words in oddities(one, installed.or(own), now).into_iter().chain(one.rule.remarks()) {
            context.console.warning(&words);
        }
    }
    let mut found = bad;
    found.extend(rules.iter().filter_map(|rule| too_many(rule, &answers, most(&context.config, rule), &file)));
    found.extend(rules.iter().flat_map(|rule| stops(rule, |name| context.fleet.account(name).ok())));
    found.extend(strange_tags(&rules, &answers));
    for words in orphans(&context.fleet) {
        context.console.warning(&words);
    }
    let clashes = clashes(&governed);
    let rows = governed.iter().map(|one| row(one, &clashes.pairs)).collect();
    found.extend(clashes.errors);
    let selected = providers::select(Rows::typed(rows, Shape::Array), args)?;
    unanswered.extend(answers.into_iter().flat_map(|answer| answer.failures));
    let asked = together(unanswered.iter().map(Error::kind), some);
    let kind = together(found.iter().map(Error::kind).chain(asked), false);
    found.extend(unanswered);
    let answer = Answer::Rows { selected, noun: "rules", one_account: false };
    Ok(Outcome { answer, recorded: Vec::new(), failures: found, kind })
}

/// The accounts of the rules that have machines, and the errors of the others.
pub(crate) fn able(context: &Context, rules: &[Rule]) -> (Vec<String>, Vec<Error>) {
    let mut names = context.fleet.names();
    names.retain(|name| rules.iter().any(|rule| rule.accounts.contains(name)));
    let (mut able, mut unable) = (Vec::new(), Vec::new());
    for name in names {
        let scope = Scope { names: vec![name], named: true };
        match context.fleet.able(&INSTANCES, &scope, "list", |account| account.binding(&INSTANCES).list.is_some()) {
            Ok((one, _)) => able.extend(one),
            Err(error) => unable.push(error),
        }
    }
    (able, unable)
}

/// Prints warnings about a rule that are no errors.
fn tell(context: &Context, one: &Governed<'_>) {
    let rule = &one.rule.name;
    if one.machines.is_empty() && one.unanswered.is_empty() {
        context.console.warning(&format!("rule {rule} selects no machine now"));
    }
    for machine in &one.machines {
        context.console.notice(&format!("rule {rule} is about {}", machine.place));
    }
    let never = one.never_stopped();
    if !never.is_empty() {
        context.console.warning(&format!("rule {rule} never stops what is {FLEETING}: {}", never.join(", ")));
    }
}

fn row(one: &Governed<'_>, pairs: &[(&str, &str)]) -> CheckRow {
    let name = one.rule.name.as_str();
    let other = |(a, b): &(&str, &str)| match name {
        name if name == *a => Some((*b).to_owned()),
        name if name == *b => Some((*a).to_owned()),
        _ => None,
    };
    CheckRow {
        rule: name.to_owned(),
        accounts: one.rule.accounts.clone(),
        machines: u64::try_from(one.machines.len()).unwrap_or(u64::MAX),
        names: one.machines.iter().map(|machine| machine.place.clone()).collect(),
        never_stopped: one.never_stopped(),
        opposes: pairs.iter().filter_map(other).collect(),
        unanswered: one.unanswered.clone(),
    }
}
