#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
use std::rc::Rc;

use super::*;
use crate::{
    http::{Consent, Target, stub::Stub},
    provider::{
        ArgKind, BodyKind, CallScope, Provider,
        contract::{BASE, providers},
        testing,
    },
};

/// A session at an account of one provider that protects everything, in a world of one record of each noun.
fn session(provider: &'static dyn Provider, protect: &str) -> Session {
    let fixture = provider.facts().fixture;
    let mut account = Rc::into_inner(testing::account(provider, BASE)).unwrap();
    account.rails.protect = vec![Glob::new(protect)];
    let stub = Stub::by(move |request| {
        let path = request.url.strip_prefix(BASE).unwrap_or(&request.url);
        let path = path.split('?').next().unwrap_or_default();
        testing::reply(200, (fixture.answer)(path).unwrap_or_default())
    });
    testing::over(Rc::new(account), &stub)
}

/// The id of the one record that a noun has in that world.
async fn id_of(session: &Session, noun: &Noun) -> Option<String> {
    session.records(noun).await.ok()?.into_parts().0.first().map(|(record, _)| record.head().id.clone())
}

/// Arguments that name the one machine and what belongs to it wherever something can be named.
async fn surrounding(session: &Session, operation: &Operation) -> Inputs {
    let table = session.account.provider.facts().names;
    let mut inputs = Inputs::none();
    for name in operation.placeholders().chain(operation.args.iter().map(|arg| arg.name)) {
        let inside = format!("{{{name}}}");
        let of_path = |key: &&Named| key.0.contains(&inside) && operation.path.starts_with(key.0);
        let row = table.iter().filter(of_path).max_by_key(|row| row.0.len());
        let row = row.or_else(|| table.iter().find(|row| !row.0.starts_with('/') && takes(row.0, name)));
        let id = match row {
            Some((key, Names::Record(noun))) => id_of(session, noun).await.map(|id| part(key, name, &id)),
            _ => None,
        };
        let kind = operation.args.iter().find(|arg| arg.name == name).map(|arg| arg.kind);
        inputs = match (id, kind) {
            (Some(id), Some(ArgKind::List(_))) => inputs.texts(name, [id]),
            (Some(id), _) => inputs.text(name, id),
            (None, Some(ArgKind::Bool)) => inputs.text(name, "true"),
            (None, Some(ArgKind::Map | ArgKind::Open)) => inputs.pairs(name, [("7".to_owned(), "8".to_owned())]),
            (None, Some(ArgKind::Json)) => inputs.with(name, Input::Json(serde_json::json!({"a": 1}))),
            (None, Some(ArgKind::List(_))) => inputs.texts(name, ["7".to_owned()]),
            (None, _) => inputs.text(name, "7"),
        };
    }
    inputs
}

/// The part of an id that fills one name of a row.
fn part(key: &str, name: &str, id: &str) -> String {
    let names: Vec<&str> = if key.starts_with('/') { placeholders(key).collect() } else { key.split(',').collect() };
    let parts: Vec<&str> = id.splitn(names.len().max(1), '/').collect();
    let place = names.iter().position(|known| *known == name).unwrap_or_default();
    if key.contains(',') || names.len() > 1 {
        parts[place].to_owned()
    } else {
        id.split('/').next().unwrap().to_owned()
    }
}

#[tokio::test]
async fn every_change_that_reaches_a_protected_machine_is_refused() {
    let (mut walked, mut refused, mut wrong) = (0, 0, Vec::new());
    for provider in providers() {
        let machine =
            session(provider, "none").records(&INSTANCES).await.unwrap().into_parts().0[0].0.head().name.clone();
        let session = session(provider, &machine.unwrap());
        let mut passed = Vec::new();
        let changes = |o: &&&'static Operation| o.effect != Effect::Read && o.body == BodyKind::Usual;
        for operation in provider.operations().iter().filter(changes) {
            walked += 1;
            // The caller names something, so that the guard has no reason of its own to refuse.
            let target =
                Target { kind: "thing", id: String::new(), name: Some("thing".to_owned()), survives_stop: true };
            let scope = CallScope { targets: vec![target], consent: Consent::Everything };
            let result = session.call(operation, &surrounding(&session, operation).await, scope).await;
            match result {
                Err(error) if error.kind() == Kind::Refused => refused += 1,
                _ => passed.push(operation.id),
            }
        }
        if passed != provider.facts().fixture.spared {
            wrong.push(format!("{}: {passed:#?}", provider.id()));
        }
    }
    assert!(wrong.is_empty(), "passed: {}", wrong.join("\n"));
    println!("{walked} changes walked, {refused} refused");
}
