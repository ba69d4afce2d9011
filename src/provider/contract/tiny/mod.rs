//! A fifth provider, as small as one can be: three operations and one noun, in one folder.
//! Beside the folder it takes its `mod` line and its place in `providers`; no other part of the program knows it.

mod fixture;

use std::time::Duration;

use crate::{
    config::Secret,
    error::Result,
    http::{Authorization, Hazard, Reply},
    model::{Head, Instance, verbs},
    provider::{
        Account, Act, Bindings, Each, Encoded, Facts, INSTANCES, List, Node, Operation, Pace, Parts, Preset, Provider,
        Show,
        bindings::{Binding, reader},
        contract::acts::{Sends, sent_to_the_letter},
        inputs::object,
        json,
        operation::{get, operations, post},
        read,
        surroundings::Names,
        verdict::{kind_of, nonsense, refusal},
    },
};

/// The provider's value.
struct Tiny;

/// The provider.
pub(crate) static TINY: &dyn Provider = &Tiny;

operations! {
    LIST = get("machines.list", "/machines", "List machines").objects(&["machines"]).at("the test's own document");
    SHOW = get("machines.show", "/machines/{id}", "Show a machine").object(&["machine"]).at("the test's own document");
    START = post("machines.start", "/machines/{id}/start", "Start a machine").converges().hazard(Hazard::Starts).at("the test's own document");
}

static PRESETS: [Preset; 1] = [Preset { id: "tiny", about: "a cloud of the tests", url: None, parallel: 2, rate: 100 }];

static BINDINGS: Bindings = Bindings {
    instances: Binding {
        id: &["id"],
        list: Some(List::Op(&LIST, reader!(machine))),
        show: Some(Show::Op(&SHOW, &[], reader!(machine))),
        acts: &[(&verbs::START, Act::by(&START))],
        ..Binding::NONE
    },
    ..Bindings::NONE
};

static FACTS: Facts = Facts {
    names: &[("/machines/{id}", Names::Record(&INSTANCES))],
    identity: &[],
    id: "tiny",
    title: "Tiny",
    presets: &PRESETS,
    operations: ALL,
    bindings: &BINDINGS,
    pace: Pace { first: Duration::from_secs(1), longest: Duration::from_secs(5) },
    path_words: &[],
    terminal: &["off"],
    needs_user: false,
    scheme: "Key",
    gets_only_read: true,
    options: &[],
    bases: &[],
    api: "Tiny's API",
    aliases: &[],
    exchanges: include_str!("exchanges.http"),
    fixture: &fixture::FIXTURE,
};

impl Provider for Tiny {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn authorize(&self, _: &Account, secret: &Secret) -> Result<Authorization> {
        Ok(Authorization { scheme: FACTS.scheme.to_owned(), credentials: secret.clone() })
    }

    fn encode(&self, _: &Account, _: &Operation, parts: &mut Parts) -> Result<Encoded> {
        let body = if parts.body.is_empty() { Vec::new() } else { object(&parts.body) };
        Ok(Encoded { headers: vec![("accept", "application/json".to_owned())], body })
    }

    fn refuses(&self, text: &str) -> bool {
        text.contains("\"error\"")
    }

    fn verdict(&self, operation: &'static Operation, reply: &Reply, text: &str) -> Result<()> {
        if !reply.ok() {
            return Err(refusal(operation, reply, kind_of(operation, reply.status), text));
        }
        if reply.is_html(text) { Err(nonsense(operation, reply, text, "an HTML page")) } else { Ok(()) }
    }

    fn each<'a>(&self, operation: &Operation, text: &'a str, record: Each<'_>) -> Result<Node<'a>> {
        json::each(text, operation, record)
    }
}

fn machine(_: Option<&str>, n: &Node<'_>) -> Result<Instance> {
    let state = match n.at("state").str() {
        Some("on") => "running",
        Some("off") => "stopped",
        _ => "unknown",
    };
    let head = Head {
        id: read::id(n.at("id"), "machine")?,
        name: n.at("name").text(),
        state,
        provider_state: n.at("state").text(),
        created_at: None,
    };
    Ok(Instance { head, ..Instance::default() })
}

#[tokio::test]
async fn every_verb_sends_what_the_document_prints() {
    let start =
        Sends { verb: "instances start", on: "m1", flags: "", reads: &[], requests: &["POST /machines/m1/start"] };
    sent_to_the_letter(TINY, &[start]).await;
}
