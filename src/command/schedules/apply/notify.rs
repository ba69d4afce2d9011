//! Telling whoever a rule names what will happen and what did: JSON on the input of a command, or posted to an address.
//! Each message takes ten seconds at most; a failure is printed, and nothing depends on it.

use std::{process::Stdio, time::Duration};

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt, time::timeout};

use crate::{
    command::context::Context,
    config::command::{readable, shell},
    error::{Error, Kind, Result},
    http::Net,
    in_order::in_order,
    model::{Change, Entry, Instance},
    schedule::{Decision, Decisions, Loaded, Notify, Rule, Verdict},
};

/// The time limit of one message.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest answer that is read, in bytes.
const ANSWER: usize = 64 << 10;
/// The beginning of variables that hold secrets.
const SECRETS: &str = "NUBO_SECRET";

/// The change of an act, and true when it is printed.
pub(crate) type Done = (Option<Change>, bool);

/// Tells of the stops to come.
pub(crate) async fn warnings(context: &Context, loaded: &Loaded, decisions: &Decisions<'_>) {
    let of = |rule: &Rule| -> Vec<Value> {
        let own = decisions.warnings.iter().filter(|warning| warning.rule == rule.name);
        own.map(|warning| {
            let mut told = machine(warning.entry);
            told["action"] = json!("stop");
            told["at"] = time(warning.at);
            told
        })
        .collect()
    };
    tell(context, loaded, "warning", of).await;
}

/// Tells what was done.
pub(crate) async fn done<'d>(
    context: &Context,
    loaded: &Loaded,
    now: Timestamp,
    acts: impl Iterator<Item = (&'d Decision<'d>, &'d Done)>,
) {
    let acts: Vec<_> = acts.filter_map(|(decision, (change, _))| Some((decision, change.as_ref()?))).collect();
    let of = |rule: &Rule| -> Vec<Value> {
        let own = acts.iter().filter(|(decision, _)| decision.rules.contains(&rule.name.as_str()));
        own.map(|(decision, change)| {
            let mut told = machine(decision.entry);
            told["action"] = json!(if decision.verdict == Verdict::Start { "start" } else { "stop" });
            told["at"] = time(now);
            told["status"] = json!(change.status.word());
            told["changed"] = json!(change.changed);
            told["why"] = json!(decision.why);
            told["error"] = json!(change.error.as_ref().map(ToString::to_string));
            told
        })
        .collect()
    };
    tell(context, loaded, "done", of).await;
}

/// A time to the second.
fn time(at: Timestamp) -> Value {
    json!(Timestamp::from_second(at.as_second()).unwrap_or(at).to_string())
}

fn machine(entry: &Entry<Instance>) -> Value {
    let head = &entry.record.head;
    json!({ "account": entry.origin.account, "id": head.id, "name": head.name })
}

/// Tells those whom the rules name, all at once.
async fn tell(context: &Context, loaded: &Loaded, event: &str, machines: impl Fn(&Rule) -> Vec<Value>) {
    let of = |rule: &Rule| {
        let machines = machines(rule);
        let text = json!({ "event": event, "rule": rule.name, "machines": machines }).to_string();
        (!machines.is_empty()).then_some(text)
    };
    let told = loaded.rules.iter().filter(|rule| !rule.telling.notify.is_empty());
    let told: Vec<(&Rule, String)> = told.filter_map(|rule| Some((rule, of(rule)?))).collect();
    let all = || told.iter().flat_map(|(rule, text)| rule.telling.notify.iter().map(move |who| (rule, who, text)));
    let ended = in_order(all().count(), all().map(|(_, who, text)| one(who, text))).await;
    for ((rule, ..), error) in all().zip(ended).filter_map(|(who, ended)| Some((who, ended.err()?))) {
        context.console.warning(&format!("rule {}: {}", rule.name, error.details().message));
    }
}

async fn one(who: &Notify, text: &str) -> Result<()> {
    let (what, told) = match who {
        Notify::Command(line) => ("the command of notify", timeout(PATIENCE, command(line, text)).await),
        Notify::Url(url) => ("the address of notify", timeout(PATIENCE, post(url, text)).await),
    };
    let failed = |why: &str| Error::new(Kind::Failed, format!("{what} {why}"));
    match told {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(failed(&format!("failed: {}", error.details().message))),
        Err(_) => Err(failed("did not end within 10 s")),
    }
}

async fn post(url: &str, text: &str) -> Result<()> {
    Net::new(url, None)?.plain(url, Some(text), ANSWER).await.map(drop)
}

/// Runs a command that reads the text; it need not read all of it.
async fn command(line: &str, text: &str) -> Result<()> {
    let failed = |why: String| Error::new(Kind::Failed, why);
    let mut command = shell(line);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let secrets = std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with(SECRETS));
    secrets.for_each(|(name, _)| {
        command.env_remove(name);
    });
    let mut child = command.spawn().map_err(|error| failed(error.to_string()))?;
    if let Some(mut input) = child.stdin.take() {
        let _ = input.write_all(format!("{text}\n").as_bytes()).await;
    }
    let output = child.wait_with_output().await.map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    Err(failed(format!("{} {}", output.status, readable(&output.stderr)).trim_end().to_owned()))
}
