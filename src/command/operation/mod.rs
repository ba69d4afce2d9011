//! One operation of a provider's catalogue, called as it stands: `nubo PROVIDER GROUP OPERATION`.
//! Consent follows its effect; the reply is printed as it came, but for secrets.

mod consent;
mod inputs;
mod own_flags;
mod pictures;

use std::{path::Path, rc::Rc, time::Duration};

use clap::ArgMatches;

use crate::{
    cli::{self, Changing, Looks, Selecting},
    config::files,
    error::{Error, Kind, Result},
    fleet::{self, Choice},
    http::{Effect, Request},
    model::{Change, Selected, Selection, Shape, Status, show_bytes},
    output::Format,
    provider::{BodyKind, CallScope, Inputs, Node, Operation, Provider, ReplyKind, Session},
};

use inputs::bodies_are_tame;
pub(crate) use inputs::{content, secret_in};
use own_flags::OwnFlags;

use super::{
    context::{Context, READING},
    derived, flags,
    outcome::{Answer, Outcome},
    render,
    verb::told,
};

/// Calls the operation that was typed.
pub(crate) async fn run(
    context: &Context,
    provider: &'static dyn Provider,
    group: &str,
    word: &str,
    args: &ArgMatches,
) -> Result<Outcome> {
    let operation = provider.operations().iter().find(|operation| cli::words(operation) == (group, word.to_owned()));
    let operation = *operation.ok_or_else(|| Error::usage(format!("there is no {} {group} {word}", provider.id())))?;
    let own = OwnFlags::read(args);
    if own.body.is_some() {
        bodies_are_tame(provider, operation)?;
    }
    let (session, by_default) = session(context, provider)?;
    let inputs = inputs::inputs(context, operation, &own, args)?;
    if operation.told_once && own.secret_to.is_none() && !own.reveal {
        return Err(Error::usage(format!("{} tells a secret that cannot be read again", operation.id))
            .hint("show it with --reveal, or keep it with --secret-to FILE"));
    }
    let call = Call { context, session, operation, inputs, own, args, by_default };
    let reads = operation.effect == Effect::Read;
    if call.effect() == Effect::Read {
        return call.print(CallScope::reading()).await;
    }
    let changing = if reads { Changing { yes: call.own.yes, ..Changing::default() } } else { flags(args)? };
    if changing.dry_run {
        return call.rehearse().await;
    }
    context.relax(&changing)?;
    let aim = call.agree(&changing).await?;
    call.session.allow(if context.console.can_ask() { usize::MAX } else { changing.max_targets.unwrap_or(0) });
    call.noted(aim).await
}

/// The one account that is meant: `-a`, the only one of this provider, or the default if it is one.
fn session(context: &Context, provider: &'static dyn Provider) -> Result<(Rc<Session>, bool)> {
    let of_provider = |name: &String| context.fleet.account(name).is_ok_and(|a| a.provider.id() == provider.id());
    let all: Vec<String> = context.fleet.names().into_iter().filter(of_provider).collect();
    let name = match (&context.choice, &*all) {
        (Choice::Named(_), _) => match &*context.fleet.reading(&context.choice)?.names {
            [name] => name.clone(),
            _ => return Err(Error::usage("one operation is called at one account: name one with -a")),
        },
        (_, []) => {
            return Err(Error::usage(format!("no account of {} is configured", provider.title()))
                .hint(format!("nubo accounts add NAME --provider {}", provider.presets()[0].id)));
        }
        (_, [only]) => only.clone(),
        (_, several) => match context.config.default_account.as_ref().filter(|default| several.contains(default)) {
            Some(default) => default.clone(),
            None => {
                return Err(Error::usage("several accounts could be meant")
                    .hint(format!("name one with -a: {}", several.join(" "))));
            }
        },
    };
    let session = context.fleet.session(&name)?;
    if session.account.provider.id() != provider.id() {
        let is = session.account.provider.title();
        return Err(Error::usage(format!("account \"{name}\" is one of {is}, not of {}", provider.title())));
    }
    Ok((session, context.choice == Choice::Unsaid && all.len() > 1))
}

/// One call with all that it needs.
struct Call<'c> {
    context: &'c Context,
    session: Rc<Session>,
    operation: &'static Operation,
    inputs: Inputs,
    own: OwnFlags,
    args: &'c ArgMatches,
    /// True when only the configured default says which account is meant.
    by_default: bool,
}

impl Call<'_> {
    /// The effect of the operation at this account.
    fn effect(&self) -> Effect {
        let effect = self.session.account.actual(self.operation).effect;
        if self.costs() { effect.max(Effect::Pay) } else { effect }
    }

    /// True when it costs as it was typed; a body of one's own may say anything.
    fn costs(&self) -> bool {
        self.operation.costs(|name| self.own.body.is_some() || self.inputs.value(name).is_some())
    }

    /// Calls it, with a line in the journal before and one after.
    async fn noted(&self, aim: CallScope) -> Result<Outcome> {
        let operations = std::iter::once(self.operation);
        let (target, mut change) = (aim.targets.first(), self.change(&aim));
        let journal = &self.context.journal;
        let opening = fleet::opening(&self.session, self.operation.id, self.effect(), operations, target);
        let _alone = journal.alone(&opening)?;
        let entry = journal.begin(opening)?;
        let outcome = self.print(aim).await;
        if let Err(error) = &outcome {
            change.status = Status::after(error);
            change.error = Some(error.clone());
        }
        fleet::complete(journal, entry, &change);
        match outcome {
            Err(error) if error.kind() == Kind::UnknownOutcome => Ok(told(vec![change], &Selection::default())),
            outcome => outcome,
        }
    }

    /// Calls it and gives the reply as something to print.
    async fn print(&self, aim: CallScope) -> Result<Outcome> {
        let operation = self.operation;
        if operation.reply == ReplyKind::Events {
            return self.follow().await;
        }
        if operation.reply == ReplyKind::Binary {
            let bytes = self.in_time(None, self.session.bytes(operation, &self.inputs, aim)).await?;
            return Ok(Outcome::bytes(bytes.into(), self.own.to.clone()));
        }
        let reply = self.in_time(Some(READING), self.send(aim.clone())).await?;
        let mut records = Vec::new();
        self.session.each(operation, &reply, &mut |key, node| records.push(keyed(key, node)))?;
        self.keep(&records)?;
        let silent = operation.reply == ReplyKind::None || (operation.reply == ReplyKind::Job && records.is_empty());
        if silent && operation.effect != Effect::Read {
            return Ok(told(vec![self.change(&aim)], &Selection::default()));
        }
        let lists = matches!(operation.reply, ReplyKind::Objects | ReplyKind::Values);
        let shape = if lists { Shape::Array } else { Shape::Object };
        if let Some(prefix) = self.pictured() {
            return pictures::write(self.operation, &records, prefix);
        }
        let rows = derived::rows(records, shape, self.own.reveal);
        let selected = self.select(rows, lists)?;
        Ok(Outcome { answer: Answer::Rows { selected, noun: "records", one_account: true }, ..Outcome::nothing() })
    }

    /// Calls it within the time limit.
    async fn in_time<T>(&self, usual: Option<Duration>, call: impl Future<Output = Result<T>>) -> Result<T> {
        self.context.in_time(&self.session, (self.operation.id, self.effect()), usual, call).await
    }

    /// The beginning of the picture files' names, where the operation has pictures and they are wanted.
    fn pictured(&self) -> Option<&String> {
        self.own.to.as_ref().filter(|_| !self.operation.pictures.is_empty())
    }

    /// Writes a reply that holds a secret told once to the file that was named for it.
    fn keep(&self, records: &[Node<'static>]) -> Result<()> {
        let Some(file) = &self.own.secret_to else { return Ok(()) };
        let lines: Vec<String> = records.iter().map(Node::revealed).collect();
        files::write_private(Path::new(file), lines.join("\n").as_bytes())?;
        self.context.console.notice(&format!("the reply with its secret is in {file}"));
        Ok(())
    }

    /// Prints events, one line of JSON each, until they end or somebody interrupts.
    async fn follow(&self) -> Result<Outcome> {
        let follow = self.session.account.provider.bindings().events;
        let follow = follow.ok_or_else(|| Error::usage(format!("{} has no events to follow", self.operation.id)))?;
        let console = &self.context.console;
        let stream = self.inputs.get("stream");
        follow(&self.session, self.operation, stream, &mut |line| console.text(&format!("{line}\n"))).await?;
        Ok(Outcome::nothing())
    }

    fn select(&self, rows: crate::model::Rows, lists: bool) -> Result<Selected> {
        if lists {
            let asked: Selecting = flags(self.args)?;
            let columns = asked.looks.columns.as_deref();
            let selection = Selection::parse(&asked.filter, asked.sort.as_deref(), columns, asked.limit, &rows.fields)?;
            let mut selected = selection.apply(rows);
            if selected.columns.is_none() && self.context.console.settings().format == Format::Table {
                let (chosen, others) = derived::columns(&selected.rows.fields);
                selected.columns = Some(chosen);
                if others > 0 {
                    let columns = if others == 1 { "column" } else { "columns" };
                    self.context.console.notice(&format!("{others} more {columns}: -o wide shows all"));
                }
            }
            return Ok(selected);
        }
        let looks: Looks = flags(self.args)?;
        Ok(Selection::parse(&[], None, looks.columns.as_deref(), None, &rows.fields)?.apply(rows))
    }

    /// Sends it, with the body of a file where one was named.
    async fn send(&self, aim: CallScope) -> Result<String> {
        match &self.own.body {
            Some(file) => self.session.call_with(self.operation, &self.inputs, aim, content(file)?).await,
            None if self.operation.body == BodyKind::Usual => {
                self.session.call(self.operation, &self.inputs, aim).await
            }
            None => self.upload(aim).await,
        }
    }

    /// Sends a file, and tells how much of it is sent.
    async fn upload(&self, aim: CallScope) -> Result<String> {
        let mut call = std::pin::pin!(self.session.call(self.operation, &self.inputs, aim));
        let mut tick = tokio::time::interval(Duration::from_millis(200));
        loop {
            tokio::select! {
                result = &mut call => return result,
                _ = tick.tick() => {
                    let sent = i64::try_from(self.session.uploaded()).unwrap_or(i64::MAX);
                    self.context.console.progress(&format!("{}: {} sent", self.operation.id, show_bytes(sent)));
                }
            }
        }
    }

    /// Shows the request instead of sending it.
    async fn rehearse(&self) -> Result<Outcome> {
        let request = self.session.rehearse(self.operation, &self.inputs).await?;
        Ok(planned(self.context, &request, Change { changed: false, ..self.change(&CallScope::reading()) }))
    }

    /// The record of a change that came back without one.
    fn change(&self, aim: &CallScope) -> Change {
        let target = aim.targets.first();
        Change {
            origin: Some(self.session.account.origin.clone()),
            id: target.map(|t| t.id.clone()),
            name: target.and_then(|t| t.name.clone()),
            changed: true,
            status: Status::Ok,
            ..Change::planned(None, cli::words(self.operation).0, self.operation.id)
        }
    }
}

/// A request that is shown and not sent: as it would go over the wire, or as the record of a planned change.
pub(super) fn planned(context: &Context, request: &Request, change: Change) -> Outcome {
    if !context.console.settings().format.is_structured() {
        return Outcome::text(render::http(request));
    }
    let requests = vec![fleet::request_line(request)];
    told(vec![Change { status: Status::Planned, requests, ..change }], &Selection::default())
}

/// A record that keeps the key it stood under, where it has no id of its own.
fn keyed(key: Option<&str>, node: &Node<'_>) -> Node<'static> {
    let node = node.clone().into_owned();
    match (key, node) {
        (Some(key), Node::Map(mut entries)) if !entries.iter().any(|(k, _)| k == "id") => {
            entries.insert(0, ("id".into(), Node::Text(key.to_owned().into())));
            Node::Map(entries)
        }
        (_, node) => node,
    }
}
