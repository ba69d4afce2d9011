//! One operation of a provider's catalogue, called as it stands: `nubo PROVIDER GROUP OPERATION`.
//! Consent follows its effect; what comes back is printed as it came, but for secrets.

use std::rc::Rc;

use clap::ArgMatches;
use serde_json::Value;

use crate::{
    cli::{self, Changing, Looks, Selecting},
    error::{Error, Kind, Result},
    fleet::{self, Choice, Need, Plan, Said},
    http::{Effect, Nature, Target},
    model::{Change, Drive, How, Instance, Selected, Selection, Shape, Status},
    provider::{Aim, ArgKind, Inputs, Node, Operation, Provider, ReplyKind, Session},
};

use super::{
    context::Context,
    derived, flags,
    outcome::{Answer, Outcome},
    render,
    verb::told,
};

/// Calls the operation that was typed.
pub async fn run(
    context: &Context,
    provider: &'static dyn Provider,
    group: &str,
    word: &str,
    args: &ArgMatches,
) -> Result<Outcome> {
    let operation = provider.operations().iter().find(|operation| cli::words(operation) == (group, word.to_owned()));
    let operation = *operation.ok_or_else(|| Error::usage(format!("there is no {} {group} {word}", provider.id())))?;
    if args.try_contains_id("body").unwrap_or(false) {
        bodies_are_tame(provider, operation)?;
    }
    let session = session(context, provider)?;
    let inputs = inputs(context, operation, args)?;
    let mut call = Call { context, session, operation, inputs, args };
    if operation.effect == Effect::Read {
        return call.print(Aim::reading()).await;
    }
    let changing: Changing = flags(args)?;
    if changing.dry_run {
        return call.rehearse().await;
    }
    let aim = call.agree(&changing).await?;
    call.print(aim).await
}

/// Refuses a body of the caller's own where it could do what a graver operation on the same path does.
fn bodies_are_tame(provider: &dyn Provider, operation: &Operation) -> Result<()> {
    let same = |o: &&&Operation| o.method == operation.method && o.path == operation.path;
    match provider.operations().iter().filter(same).find(|o| o.effect > operation.effect) {
        None => Ok(()),
        Some(graver) => {
            let (group, word) = cli::words(graver);
            let why = format!("a body of your own could make {} do what {} does", operation.id, graver.id);
            Err(Error::usage(why).hint(format!("call that one: nubo {} {group} {word} --body FILE", provider.id())))
        }
    }
}

/// The one account that is meant: `-a`, the only one of this provider, or the default if it is one.
fn session(context: &Context, provider: &'static dyn Provider) -> Result<Rc<Session>> {
    let of_provider = |name: &String| context.fleet.account(name).is_ok_and(|a| a.provider.id() == provider.id());
    let all: Vec<String> = context.fleet.names().into_iter().filter(of_provider).collect();
    let name = match (&context.choice, &*all) {
        (Choice::Named(names), _) => match &**names {
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
    Ok(session)
}

/// The arguments that were typed; secrets are read from files or asked for.
fn inputs(context: &Context, operation: &'static Operation, args: &ArgMatches) -> Result<Inputs> {
    let mut inputs = Inputs::none();
    for name in operation.placeholders() {
        let value = args.get_one::<String>(&cli::id(name)).cloned().unwrap_or_default();
        inputs = inputs.text(name, value);
    }
    for arg in operation.args {
        let id = cli::id(arg.name);
        let typed = args.get_many::<String>(&id).map(|values| values.cloned().collect::<Vec<_>>());
        inputs = match (arg.kind, typed) {
            (ArgKind::Secret, Some(files)) => {
                inputs.text(arg.name, secret_in(context, files.first().map_or("-", String::as_str))?)
            }
            (ArgKind::Secret, None) if arg.required && body_file(args).is_none() => {
                inputs.text(arg.name, context.console.ask_secret(&cli::kebab(arg.name))?)
            }
            (_, None) => inputs,
            (ArgKind::List(_), Some(values)) => inputs.texts(arg.name, values),
            (ArgKind::Map | ArgKind::Open, Some(values)) => {
                inputs.pairs(arg.name, pairs(&cli::flag_name(arg), values)?)
            }
            (_, Some(values)) => inputs.text(arg.name, values.into_iter().next().unwrap_or_default()),
        };
    }
    Ok(inputs)
}

/// The first line of a file, or of stdin.
fn secret_in(context: &Context, file: &str) -> Result<String> {
    if file == "-" {
        return context.console.read_secret_stdin();
    }
    let text = std::fs::read_to_string(file).map_err(|e| Error::usage(format!("cannot read {file}: {e}")))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn pairs(flag: &str, values: Vec<String>) -> Result<Vec<(String, String)>> {
    let pair = |value: String| {
        let split = value.split_once('=').map(|(k, v)| (k.to_owned(), v.to_owned()));
        split.ok_or_else(|| Error::usage(format!("--{flag} takes KEY=VALUE, not \"{value}\"")))
    };
    values.into_iter().map(pair).collect()
}

/// One call with all that it needs.
struct Call<'c> {
    context: &'c Context,
    session: Rc<Session>,
    operation: &'static Operation,
    inputs: Inputs,
    args: &'c ArgMatches,
}

impl Call<'_> {
    /// Calls it and gives what came back as something to print.
    async fn print(&mut self, aim: Aim) -> Result<Outcome> {
        let operation = self.operation;
        let reply = self.send(aim.clone()).await?;
        let mut records = Vec::new();
        if operation.reply == ReplyKind::Binary {
            return Ok(Outcome::bytes(reply.into_bytes(), self.args.get_one::<String>("to").cloned()));
        }
        self.session.each(operation, &reply, &mut |key, node| records.push(keyed(key, node)))?;
        let silent = operation.reply == ReplyKind::None || (operation.reply == ReplyKind::Job && records.is_empty());
        if silent && operation.effect != Effect::Read {
            return Ok(told(vec![self.change(&aim)], &Selection::default()));
        }
        let lists = matches!(operation.reply, ReplyKind::Objects | ReplyKind::Values);
        let shape = if lists { Shape::Array } else { Shape::Object };
        let rows = derived::rows(&records, shape, self.args.get_flag("reveal"));
        let selected = self.select(rows, lists)?;
        Ok(Outcome { answer: Answer::Rows { selected, noun: "records", one_account: true }, ..Outcome::nothing() })
    }

    fn select(&self, rows: crate::model::Rows, lists: bool) -> Result<Selected> {
        if lists {
            let asked: Selecting = flags(self.args)?;
            let columns = asked.looks.columns.as_deref();
            let selection = Selection::parse(&asked.filter, asked.sort.as_deref(), columns, asked.limit, &rows.fields)?;
            return Ok(selection.apply(rows));
        }
        let looks: Looks = flags(self.args)?;
        Ok(Selection::parse(&[], None, looks.columns.as_deref(), None, &rows.fields)?.apply(rows))
    }

    /// Sends it, with the body of a file where one was named.
    async fn send(&self, aim: Aim) -> Result<String> {
        match body_file(self.args) {
            Some(file) => self.session.call_with(self.operation, &self.inputs, aim, content(file)?).await,
            None => self.session.call(self.operation, &self.inputs, aim).await,
        }
    }

    /// Shows the request instead of sending it.
    async fn rehearse(&self) -> Result<Outcome> {
        let request = self.session.rehearse(self.operation, &self.inputs).await?;
        Ok(Outcome::text(render::http(&request)))
    }

    /// The record of a change that came back without one.
    fn change(&self, aim: &Aim) -> Change {
        let target = aim.targets.first();
        Change {
            origin: Some(self.session.account.origin.clone()),
            kind: cli::words(self.operation).0,
            id: target.map(|t| t.id.clone()),
            name: target.and_then(|t| t.name.clone()),
            action: self.operation.id,
            changed: true,
            status: Status::Ok,
            before: None,
            after: None,
            how: How::Not,
            error: None,
        }
    }

    /// Says what will be done and asks for what its effect needs.
    async fn agree(&self, changing: &Changing) -> Result<Aim> {
        let operation = self.operation;
        let targets = self.targets().await?;
        let doomed =
            operation.nature == Nature::EndsRun && (targets.is_empty() || targets.iter().any(|t| !t.survives_stop));
        let effect = if doomed { operation.effect.max(Effect::Destroy) } else { operation.effect };
        let names: Vec<String> = targets.iter().map(|t| t.name.clone().unwrap_or_else(|| t.id.clone())).collect();
        let what = if names.is_empty() { String::new() } else { format!(" {}", names.join(", ")) };
        let mut line = format!("{}{what} at {} ({})", operation.id, self.session.account.name(), effect.word());
        if !operation.warning.is_empty() {
            line = format!("{line}; mind: {}", operation.warning);
        }
        let mut lines = vec![line];
        if let Some(price) = operation.priced_by {
            lines.push(self.price(price).await?);
        }
        let plan = Plan {
            action: operation.id.to_owned(),
            doomed: if effect == Effect::Destroy {
                if names.is_empty() { vec![operation.id.to_owned()] } else { names }
            } else {
                Vec::new()
            },
            fate: "",
            effect,
            found: false,
            by_default: self.context.choice == Choice::Unsaid && self.context.fleet.names().len() > 1,
            max_targets: usize::MAX,
            lines,
        };
        let said = Said { yes: changing.yes, max_targets: Some(usize::MAX), can_ask: self.context.console.can_ask() };
        let need = plan.need(said)?;
        if need != Need::Nothing || operation.effect == Effect::Pay || operation.priced_by.is_some() {
            plan.lines.iter().for_each(|line| self.context.console.ask_about(line));
        }
        let agreed = match need {
            Need::Nothing => true,
            Need::Yes => self.context.console.confirm("go on?")?,
            Need::Word(word) => self.context.console.ask_word(&word)?,
        };
        if agreed {
            return Ok(Aim { targets, consent: plan.consent() });
        }
        Err(Error::new(Kind::Refused, format!("{} was not agreed to; nothing was done", operation.id)))
    }

    /// What it costs, as the provider calculates it.
    async fn price(&self, price: &'static Operation) -> Result<String> {
        let text = self.session.call(price, &self.inputs.clone().only(price), Aim::reading()).await?;
        let mut told = Vec::new();
        self.session.each(price, &text, &mut |_, node| {
            told.extend(node.items().filter_map(|(key, value)| Some(format!("{} {}", key?, value.str()?))));
        })?;
        Ok(format!("it costs: {}", told.join(", ")))
    }

    /// The things it acts on, with their names where a read tells them.
    async fn targets(&self) -> Result<Vec<Target>> {
        let kind = cli::words(self.operation).0;
        let mut ids = Vec::new();
        let parts = self.depth(kind);
        let path: Vec<String> =
            self.operation.placeholders().take(parts).filter_map(|name| self.inputs.get(name)).collect();
        if !path.is_empty() {
            ids.push(path.join("/"));
        }
        if let Some(Value::Array(several)) = self.inputs.json("server") {
            ids = several.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        }
        let mut targets: Vec<Target> = self.machine().filter(|_| path.is_empty()).into_iter().collect();
        for id in ids {
            let (name, survives_stop) = self.look(kind, &id).await?;
            targets.push(Target { kind, id, name, survives_stop });
        }
        Ok(targets)
    }

    /// How many parts the id of such a thing has; what follows them in a path is inside it.
    fn depth(&self, kind: &str) -> usize {
        let bindings = self.session.account.provider.bindings();
        match kind {
            "servers" | "instances" | "vms" => bindings.instances.id.len(),
            "drives" | "volumes" => bindings.drives.id.len(),
            _ => usize::MAX,
        }
    }

    /// The machine that a change's arguments name, where its id is no part of the path; without a name where only the
    /// place is told that holds it, or where the body is the caller's own.
    fn machine(&self) -> Option<Target> {
        let names = self.session.account.provider.bindings().instances.id;
        let takes = |name: &&str| self.operation.args.iter().any(|arg| arg.name == *name);
        if self.operation.effect == Effect::Create || !names.iter().any(takes) {
            return None;
        }
        let given: Vec<String> = names.iter().filter_map(|name| self.inputs.get(name)).collect();
        let name = names.last().filter(|_| body_file(self.args).is_none()).and_then(|name| self.inputs.get(name));
        let survives_stop = self.operation.nature != Nature::EndsRun;
        Some(Target { kind: "instance", id: given.join("/"), name, survives_stop })
    }

    /// The name of a machine or drive, and whether it survives being stopped.
    async fn look(&self, kind: &str, id: &str) -> Result<(Option<String>, bool)> {
        let limit = self.context.reading();
        match kind {
            "servers" | "instances" | "vms" if self.operation.nature != Nature::Starts => {
                let entry = fleet::show::<Instance>(&self.session, id, limit).await?;
                Ok((entry.record.head.name, entry.record.persistent.unwrap_or(true)))
            }
            "drives" | "volumes" => {
                let entry = fleet::show::<Drive>(&self.session, id, limit).await?;
                Ok((entry.record.head.name, true))
            }
            _ => Ok((None, self.operation.nature != Nature::EndsRun)),
        }
    }
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

/// The file of a body of the caller's own, where the operation takes one and one was named.
fn body_file(args: &ArgMatches) -> Option<&String> {
    args.try_get_one("body").ok().flatten()
}

/// What a file, or stdin, holds.
pub fn content(file: &str) -> Result<Vec<u8>> {
    let read = |e: std::io::Error| Error::usage(format!("cannot read {file}: {e}"));
    if file == "-" {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes).map_err(read)?;
        return Ok(bytes);
    }
    std::fs::read(file).map_err(read)
}
