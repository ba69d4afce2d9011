//! Making records: in one account that was named, from flags or a file, as many as there are names.
//! Nothing is sent twice; a created record is read and shown in its new state.

use std::rc::Rc;

use clap::ArgMatches;

use crate::{
    cli::{Changing, Looks},
    error::{Error, Result},
    fleet::{self, Choice, Raw, Scope, Spec, Subject, Task},
    model::{Action, Change, FlagKind, RowType, Selection},
    provider::{Account, Noun, Planned, Session},
};

use super::{
    super::{context::Context, flags, outcome::Outcome},
    pipeline::{self, Manner, probe},
    plan, told, typed,
};

/// Makes records in the account that was named.
pub(crate) async fn create(noun: &'static Noun, context: &Context, word: &str, args: &ArgMatches) -> Result<Outcome> {
    let changing: Changing = flags(args)?;
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, Change::FIELDS)?;
    let action = typed::chosen(noun, word, args)?;
    let names = names(args)?;
    let probe = probe(args)?;
    let raw = typed::raw(noun, context, action, args)?;
    let choice = place(context, &raw)?;
    let session = account(noun, context, action, &choice)?;
    let act = session.account.act(noun, action);
    let act = act.ok_or_else(|| Error::usage(format!("there is no {word}")))?;
    let given = Rc::new(fleet::given(&context.fleet, &session, act, &raw, context.reading()).await?);
    if action.flag(fleet::ALLOW).is_some() {
        let typed: Vec<&str> = names.iter().flatten().map(String::as_str).collect();
        let allowed = given.flags.value(fleet::ALLOW).is_some();
        fleet::unique(&session, noun, &typed, allowed, context.reading()).await?;
    }
    let mut plan = plan::empty(context, action, (&choice, &[Spec::all()]), &[session.account.name().to_owned()], false);
    plan.effect = act.effect(&session.account);
    let flags: Vec<String> = raw.iter().map(|raw| shown(raw.flag.name, &raw.values)).collect();
    let foretold = act.foretold(&session, Planned { id: "", flags: &given.flags }).await?;
    for name in &names {
        let name = name.as_deref().map(|name| format!(" \"{name}\"")).unwrap_or_default();
        let line = format!("{word} {}{name} at {} {}", noun.kind(), session.account.name(), flags.join(" "));
        let line = line.trim_end().to_owned();
        plan.lines.push(foretold.iter().fold(line, |line, sentence| format!("{line}\n  {sentence}")));
    }
    let task = |name: Option<String>| Task {
        subject: Subject::New { noun, session: Rc::clone(&session), name },
        action,
        act,
        given: Rc::clone(&given),
    };
    let tasks: Vec<Task> = names.into_iter().map(task).collect();
    let manner = Manner { changing: &changing, probe: probe.as_ref(), hard_after: None };
    Ok(told(pipeline::run(context, &plan, &tasks, &manner).await?, &selection))
}

/// A flag as it was typed, without the content of files.
fn shown(name: &str, values: &[String]) -> String {
    let plain = values.iter().all(|value| value.len() < 60 && !value.contains('\n')) && !name.contains("password");
    match values {
        [] => format!("--{name}"),
        values if plain => format!("--{name} {}", values.join(",")),
        _ => format!("--{name} ..."),
    }
}

/// The names of the records to make; one record without a name where the noun has none.
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

/// The account that was said: by flag or variable, else in front of what was named beside the new thing.
///
/// # Errors
/// `usage` when an account stands there that there is not.
fn place(context: &Context, raw: &[Raw]) -> Result<Choice> {
    let mut accounts: Vec<String> = Vec::new();
    let naming = |raw: &&Raw| matches!(raw.flag.kind, FlagKind::Named(_) | FlagKind::AllNamed(_));
    for text in raw.iter().filter(naming).flat_map(|raw| &raw.values) {
        let Some((account, _)) = text.split_once('/') else { continue };
        if context.fleet.has(account) {
            accounts.push(account.to_owned());
        } else if context.fleet.near(account).is_some() {
            // What is like no account may be a name that only the provider understands, as in ubuntu/24.04.
            fleet::parse(text, &context.fleet)?;
        }
    }
    let said = context.choice != Choice::Unsaid || accounts.is_empty();
    Ok(if said { context.choice.clone() } else { Choice::Named(accounts) })
}

/// The one account that is meant, whose provider can create the noun.
fn account(noun: &'static Noun, context: &Context, action: &'static Action, choice: &Choice) -> Result<Rc<Session>> {
    let scope = context.fleet.changing(choice)?;
    let [name] = &*scope.names else {
        return Err(Error::usage("something new is made in one account")
            .hint(format!("name it with -a: {}", scope.names.join(" "))));
    };
    let can = |account: &Account| account.act(noun, action).is_some();
    context.fleet.able(noun, &Scope { names: vec![name.clone()], named: true }, &action.name(), can)?;
    context.fleet.session(name)
}
