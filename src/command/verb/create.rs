//! Making records: in one account that was named, from flags or a file, as many as there are names.
//! Nothing is sent twice; what was made is read and shown as it then is.

use std::rc::Rc;

use clap::ArgMatches;
use futures_util::{StreamExt, stream};

use crate::{
    cli::{Changing, Looks},
    error::{Error, Result},
    fleet::{self, ActOptions, Making, Scope, Spec},
    http::{Consent, Effect},
    model::{Action, CHANGE, Change, Selection},
    provider::{Account, Noun, Planned, Session},
};

use super::{
    super::{consent::agree, context::Context, flags, outcome::Outcome},
    act::{reach, rehearsed},
    plan, told, typed,
};

/// Makes records in the account that was named.
pub async fn create(noun: &'static Noun, context: &Context, word: &str, args: &ArgMatches) -> Result<Outcome> {
    let changing: Changing = flags(args)?;
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, &CHANGE)?;
    let action = typed::chosen(noun, word, args)?;
    let names = names(args)?;
    let reach = reach(args)?;
    let session = account(noun, context, action)?;
    let raw = typed::raw(noun, context, action, args)?;
    let act = session.account.act(noun, action);
    let act = act.ok_or_else(|| Error::usage(format!("there is no {word}")))?;
    let given = fleet::given(&session, act, &raw, context.reading()).await?;
    let mut plan = plan::empty(context, action, &[Spec::all()], &[session.account.name().to_owned()], false);
    plan.effect = act.operations().map(|o| session.account.actual(o).effect).max().unwrap_or(Effect::Create);
    let flags: Vec<String> = raw.iter().map(|raw| shown(raw.flag.name, &raw.values)).collect();
    let mut costs = Vec::new();
    if let Some(consequences) = act.consequences {
        costs = consequences(&session, Planned { id: "", flags: &given.flags }).await?;
    }
    for name in &names {
        let name = name.as_deref().map(|name| format!(" \"{name}\"")).unwrap_or_default();
        let line = format!("{word} {}{name} at {} {}", noun.kind(), session.account.name(), flags.join(" "));
        plan.lines.push(costs.iter().fold(line, |line, sentence| format!("{line}\n  {sentence}")));
    }
    let pays = plan.effect == Effect::Pay;
    let consent = if changing.dry_run { Consent::Reading } else { agree(context, &plan, &changing, pays)? };
    let progress = context.console.follow(names.len(), action.word);
    let tell = |label: &str, state: &str| progress.state(label, state);
    let options = ActOptions {
        consent,
        wait: !changing.no_wait,
        deadline: context.deadline(),
        hard_after: None,
        dry_run: changing.dry_run,
        force: false,
        reach: reach.as_ref(),
        journal: &context.journal,
        cause: None,
        tell: &tell,
    };
    let (session, given, progress) = (&session, &given, &progress);
    let one = |name: &Option<String>| {
        let name = name.clone();
        async move {
            let label = name.as_deref().unwrap_or(noun.kind());
            let _under_way = context.begin(format!("{} of {}/{label}", action.word, session.account.name()));
            let name = name.as_deref();
            let making = Making { noun, session: Rc::clone(session), name, action, act, given, options };
            let change = fleet::make(&making).await;
            progress.done(&making.label(), change.after.unwrap_or_default(), change.error.is_none());
            change
        }
    };
    let all = stream::iter(&names).map(one).buffered(if pays { 1 } else { names.len().max(1) }).collect();
    let mut changes: Vec<Change> = if changing.dry_run { all.await } else { progress.during(all).await };
    if changing.dry_run {
        rehearsed(context, &plan.lines, &mut changes);
    }
    Ok(told(changes, &selection))
}

/// A flag as it was typed, without what a file held.
fn shown(name: &str, values: &[String]) -> String {
    let plain = values.iter().all(|value| value.len() < 60 && !value.contains('\n')) && !name.contains("password");
    match values {
        [] => format!("--{name}"),
        values if plain => format!("--{name} {}", values.join(",")),
        _ => format!("--{name} ..."),
    }
}

/// The names of what is made; one without a name where such things have none.
fn names(args: &ArgMatches) -> Result<Vec<Option<String>>> {
    let typed: Vec<String> = args.try_get_many("names").ok().flatten().into_iter().flatten().cloned().collect();
    if typed.iter().any(|name| name.trim().is_empty()) {
        return Err(Error::usage("a name is empty"));
    }
    let count = args.try_get_one::<u16>("count").ok().flatten().copied().unwrap_or(1);
    Ok(match (&*typed, count) {
        ([], count) => (0..count).map(|_| None).collect(),
        ([one], count) if count > 1 => (1..=count).map(|n| Some(format!("{one}-{n}"))).collect(),
        (_, count) if count > 1 => return Err(Error::usage("--count goes with one name, to which numbers are added")),
        (names, _) => names.iter().cloned().map(Some).collect(),
    })
}

/// The one account that is meant, whose provider can make such things.
fn account(noun: &'static Noun, context: &Context, action: &'static Action) -> Result<Rc<Session>> {
    let scope = context.fleet.changing(&context.choice)?;
    let [name] = &*scope.names else {
        return Err(Error::usage("something new is made in one account")
            .hint(format!("name it with -a: {}", scope.names.join(" "))));
    };
    let can = |account: &Account| account.act(noun, action).is_some();
    context.fleet.able(noun, &Scope { names: vec![name.clone()], named: true }, &action.name(), can)?;
    context.fleet.session(name)
}
