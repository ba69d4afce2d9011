//! The requests of verbs, to the letter: each provider has a table of its bindings, and none may be missing from it.
//! A rehearsal notes the requests; the table answers the reads that recipes make first.

use std::time::Instant;

use serde_json::Value;

use super::{
    super::{act::ArgSource, *},
    *,
};
use crate::{
    http::{Consent, Effect, Request, Target, stub::Stub},
    model::{Action, FlagKind},
};

/// One binding and the requests it sends.
#[derive(Clone)]
pub(crate) struct Sends {
    /// Noun and verb as in the support matrix: `instances stop --hard`.
    pub verb: &'static str,
    /// The id of the target, or the name of the new record.
    pub on: &'static str,
    /// The flags as JSON: ids where they name records, bytes where they are sizes.
    pub flags: &'static str,
    /// The answers to its reads: the end of the path (without the query), and the body.
    pub reads: &'static [(&'static str, &'static str)],
    /// Each request in its order: method, path below the base, and two spaces before the body if there is one.
    pub requests: &'static [&'static str],
}

/// Checks a provider's table: every binding has a row, and sends exactly its requests.
pub(crate) async fn sent_to_the_letter(provider: &'static dyn Provider, table: &[Sends]) {
    let mut seen = Vec::new();
    let bound = |noun: &'static Noun| noun.binding(provider.bindings()).acts.iter().map(move |act| (noun, act));
    for (noun, (action, act)) in NOUNS.into_iter().flat_map(bound) {
        let verb = format!("{} {}", noun.word, action.name());
        let rows: Vec<&Sends> = table.iter().filter(|row| row.verb == verb).collect();
        assert!(!rows.is_empty(), "{verb} is not in the table of {}", provider.id());
        for row in rows {
            let sent = rehearse(provider, noun.binding(provider.bindings()).id, noun.kind(), action, act, row).await;
            assert_eq!(sent, row.requests, "{} {verb} {}", provider.id(), row.flags);
        }
        seen.push(verb);
    }
    let strays: Vec<_> = table.iter().map(|row| row.verb).filter(|verb| !seen.iter().any(|s| s == verb)).collect();
    assert_eq!(strays, Vec::<&str>::new(), "{} has no such binding", provider.id());
}

async fn rehearse(
    provider: &'static dyn Provider,
    names: &'static [&'static str],
    kind: &'static str,
    action: &'static Action,
    act: &'static Act,
    row: &Sends,
) -> Vec<String> {
    let reads = row.reads;
    let stub = Stub::by(move |request: &Request| {
        let path = request.url.split('?').next().unwrap();
        match reads.iter().find(|(end, _)| path.ends_with(end)) {
            Some((_, body)) => reply(200, *body),
            None => panic!("nobody answers {} {}", request.method.word(), request.url),
        }
    });
    let session = testing::over(testing::account(provider, BASE), &stub);
    let flags = flags(action, row.flags);
    let (id, name) = if action.makes { ("", row.on) } else { (row.on, "web") };
    let typed = Typed { id, names, name: Some(name).filter(|name| !name.is_empty()), flags: &flags };
    let target = Target { kind, id: id.to_owned(), name: Some(name.to_owned()), survives_stop: true };
    let aim = CallScope { targets: vec![target], consent: Consent::Everything };
    let call = Call::new(&session, act, typed, aim, Instant::now(), true);
    call.go().await.unwrap_or_else(|e| panic!("{} {}: {e}", provider.id(), row.verb));
    call.noted().iter().map(line).collect()
}

fn line(request: &Request) -> String {
    let line = format!("{} {}", request.method.word(), request.url.strip_prefix(BASE).unwrap());
    let body = String::from_utf8_lossy(&request.body);
    if body.is_empty() { line } else { format!("{line}  {body}") }
}

/// Flags from their JSON form.
fn flags(action: &'static Action, json: &str) -> Inputs {
    let given: serde_json::Map<String, Value> =
        serde_json::from_str(if json.is_empty() { "{}" } else { json }).unwrap_or_else(|e| panic!("{json}: {e}"));
    given.into_iter().fold(Inputs::none(), |inputs, (name, value)| {
        let flag = action.flag(&name).unwrap_or_else(|| panic!("{} has no --{name}", action.name()));
        let input = match (flag.kind, value) {
            (FlagKind::Switch | FlagKind::Own, Value::Bool(true)) => Input::Bool(true),
            (FlagKind::Count | FlagKind::Size, Value::Number(n)) => Input::Integer(n.as_i64().unwrap()),
            (FlagKind::AllNamed(_) | FlagKind::Files, list @ Value::Array(_)) => Input::Json(list),
            (FlagKind::Pairs, map @ Value::Object(_)) => Input::Json(map),
            (_, Value::String(text)) => Input::Text(text),
            (kind, value) => panic!("--{name} is {kind:?}, not {value}"),
        };
        inputs.with(flag.name, input)
    })
}

#[test]
fn bindings_fit_their_operations_and_their_verbs() {
    for provider in providers() {
        for noun in NOUNS {
            let mut seen: Vec<&Action> = Vec::new();
            for (action, act) in noun.binding(provider.bindings()).acts {
                let place = format!("{} {} {}", provider.id(), noun.word, action.name());
                assert!(noun.actions.contains(action), "{place} is no verb of the noun");
                assert!(!seen.contains(action), "{place} is bound twice");
                seen.push(action);
                fits(&place, action, act, noun.binding(provider.bindings()).id);
            }
        }
    }
}

fn fits(place: &str, action: &Action, act: &Act, id: &[&str]) {
    let simple = act.recipe.is_none();
    for (name, from) in act.inputs {
        assert!(!simple || act.operation.takes(name), "{place}: {} takes no {name}", act.operation.id);
        if let ArgSource::Flag(flag) | ArgSource::Scaled(flag, _) = from {
            assert!(action.flag(flag).is_some(), "{place} has no --{flag}");
        }
    }
    for flag in act.takes.iter().chain(act.as_typed) {
        assert!(action.flag(flag).is_some(), "{place} has no --{flag}");
    }
    for flag in action.takes.iter().filter(|flag| flag.required && flag.kind != FlagKind::Own) {
        assert!(act.heeds(flag.name), "{place} takes no notice of --{}", flag.name);
    }
    if simple && !action.makes && !act.inputs.iter().any(|(_, from)| *from == ArgSource::Target) {
        assert!(id.iter().all(|name| act.operation.takes(name)), "{place}: {} takes no id", act.operation.id);
    }
    assert!(!(simple && action.makes && act.made.is_empty()), "{place}: nothing tells the id of what it makes");
}

/// The flags by which something that has a price is made larger.
const ENLARGING: [&str; 4] = ["size", "cpus", "memory", "flavor"];
/// The providers that bill nobody.
const UNBILLED: [&str; 1] = ["uivmm"];

#[test]
fn what_costs_shows_its_price_or_says_that_none_is_told() {
    let (mut costly, mut told) = (0, 0);
    for provider in providers() {
        for noun in NOUNS {
            for (action, act) in noun.binding(provider.bindings()).acts {
                let place = format!("{} {} {}", provider.id(), noun.word, action.name());
                let filled = |name: &str| act.inputs.iter().any(|(own, _)| *own == name);
                // A recipe chooses the arguments itself; its flags tell what it is for.
                let by_operation = act.operations().any(|o| o.costs(|name| act.recipe.is_none() && filled(name)));
                let enlarges = ENLARGING.iter().any(|flag| act.heeds(flag));
                let costs = by_operation || (enlarges && !UNBILLED.contains(&provider.id()));
                assert_eq!(act.cost.is_some(), costs, "{place}");
                assert!(!costs || act.effect(&testing::account(provider, BASE)) == Effect::Pay, "{place}");
                costly += usize::from(costs);
                told += usize::from(matches!(act.cost, Cost::Told(_)));
            }
        }
        for operation in provider.operations().iter().filter(|operation| operation.costs_with.is_empty()) {
            assert_eq!(operation.effect == Effect::Pay, operation.cost.is_some(), "{}", operation.id);
        }
    }
    assert_eq!((costly, told), (25, 20), "the count of bindings that cost, and of those that tell a price");
}
