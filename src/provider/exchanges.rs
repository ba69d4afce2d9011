//! The catalogue against the recorded exchanges: requests are compared byte for byte, replies are decoded.
//! The exchanges are written from the API documents, not from the encoders.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{collections::BTreeSet, rc::Rc};

use super::{
    Account, CallScope, Inputs, Operation, Provider, ReplyKind, contract::providers, encode, inputs::Input, testing,
};
use crate::{exchange::Exchange, http::Reply};

/// The account whose requests are recorded.
fn account(provider: &'static dyn Provider) -> Rc<Account> {
    testing::account(provider, provider.facts().fixture.url)
}

fn inputs(operation: &Operation, args: &str) -> Inputs {
    let args: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(if args.is_empty() { "{}" } else { args }).unwrap();
    args.into_iter().fold(Inputs::none(), |inputs, (name, value)| {
        let name = operation.placeholders().chain(operation.args.iter().map(|a| a.name)).find(|n| *n == name);
        let name = name.unwrap_or_else(|| panic!("{} takes no such argument", operation.id));
        match value {
            serde_json::Value::String(text) => inputs.text(name, text),
            other => inputs.with(name, Input::Json(other)),
        }
    })
}

fn each(mut check: impl FnMut(&'static dyn Provider, &'static Operation, &Exchange<'_>)) {
    let mut checked = 0;
    for provider in providers() {
        let exchanges: Vec<_> = provider.exchanges().collect();
        for operation in provider.operations() {
            if let Some(exchange) = exchanges.iter().find(|e| e.id == operation.id) {
                check(provider, operation, exchange);
                checked += 1;
            }
        }
    }
    println!("{checked} operations checked");
}

#[test]
fn every_operation_has_one_exchange_and_every_exchange_an_operation() {
    for provider in providers() {
        let recorded: Vec<_> = provider.exchanges().map(|e| e.id.to_owned()).collect();
        let unique: BTreeSet<_> = recorded.iter().cloned().collect();
        let ids: BTreeSet<_> = provider.operations().iter().map(|o| o.id.to_owned()).collect();
        assert_eq!(unique.len(), recorded.len(), "{}: an exchange is there twice", provider.id());
        let missing: Vec<_> = ids.symmetric_difference(&unique).collect();
        assert!(missing.is_empty(), "{}: without a counterpart: {missing:?}", provider.id());
    }
}

#[test]
fn what_is_sent_is_what_was_recorded() {
    each(|provider, operation, exchange| {
        let request = encode(&account(provider), operation, &inputs(operation, exchange.args), CallScope::reading());
        let request = request.unwrap_or_else(|e| panic!("{}: {e}", operation.id));
        let place = format!("{} {}", provider.id(), operation.id);
        assert_eq!(request.method.word(), exchange.method, "{place}");
        let path = request.url.splitn(4, '/').nth(3).unwrap_or_default();
        assert_eq!(format!("/{path}"), exchange.path, "{place}");
        let headers: Vec<_> = request.headers.iter().map(|(n, v)| (&**n, v.as_str())).collect();
        assert_eq!(headers, exchange.headers, "{place}");
        let mut body = request.body.to_vec();
        if let Some(file) = &request.file {
            body.extend(std::fs::read(&file.path).unwrap());
            body.extend_from_slice(&file.suffix);
        }
        assert_eq!(String::from_utf8_lossy(&body).replace('\r', ""), exchange.body, "{place}");
    });
}

#[test]
fn what_comes_back_is_what_the_operation_says() {
    each(|provider, operation, exchange| {
        let place = format!("{} {}", provider.id(), operation.id);
        let mut reply = Reply::with(exchange.status);
        exchange.content_type.clone_into(&mut reply.content_type);
        if let Err(e) = provider.verdict(operation, &reply, exchange.reply) {
            panic!("{place}: {e:?}");
        }
        if matches!(operation.reply, ReplyKind::Binary | ReplyKind::Events) {
            return assert!(!exchange.reply.is_empty(), "{place}: an empty reply");
        }
        let mut records = Vec::new();
        let rest = provider.each(operation, exchange.reply, &mut |_, node| records.push(node.clone().into_owned()));
        rest.unwrap_or_else(|e| panic!("{place}: {e}"));
        let mut gives = exchange.gives.split(' ').filter(|w| !w.is_empty());
        let count: usize = gives.next().unwrap_or_else(|| panic!("{place}: @gives is missing")).parse().unwrap();
        assert_eq!(records.len(), count, "{place}: {records:?}");
        for key in gives {
            assert!(!records[0].at(key).is_empty(), "{place}: no {key} in {:?}", records[0]);
        }
        match operation.reply {
            ReplyKind::Object => assert_eq!(count, 1, "{place}: an object is one record"),
            ReplyKind::Values => assert!(records.iter().all(|r| r.str().is_some()), "{place}: values are plain"),
            _ => {}
        }
    });
}

/// A path without the names of its placeholders.
fn bare(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { "{}".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// An operation's base and path as the catalogue should have them: true for another base, and the path below it.
fn below<'p>(provider: &dyn Provider, path: &'p str) -> (bool, &'p str) {
    let bases = provider.facts().bases.iter().map(|base| base.replaces);
    let other = bases.clone().find_map(|(_, other)| path.strip_prefix(other));
    let usual = bases.map(|(usual, _)| usual).find_map(|usual| path.strip_prefix(usual));
    other.map_or((false, usual.unwrap_or(path)), |path| (true, path))
}

#[test]
fn every_documented_operation_is_there_with_its_method_path_and_effect() {
    let mut rows = include_str!("../../tests/operations.tsv").lines().skip(1).count();
    for provider in providers() {
        let mut counted = 0;
        for line in include_str!("../../tests/operations.tsv").lines().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            let (owner, method, documented, effect) = (columns[0], columns[1], columns[2], columns[3]);
            if owner != provider.id() {
                continue;
            }
            let (other, path) = below(provider, documented);
            let fits = |o: &&&Operation| {
                let same = o.base.is_some() == other && o.method.word() == method;
                // What costs pays, whatever else it does.
                let does = if o.makes { "create" } else { "change" };
                let does = o.effect.word() == effect || (o.cost.is_some() && does == effect);
                same && bare(o.path) == bare(path) && does
            };
            let known = provider.operations().iter().find(fits);
            assert!(known.is_some(), "{owner} {method} {documented} ({effect}) is missing, or is something else");
            counted += 1;
        }
        assert_eq!(counted, provider.facts().fixture.documented, "{}", provider.id());
        rows -= counted;
    }
    assert_eq!(rows, 0, "operations of a provider that there is not");
}
