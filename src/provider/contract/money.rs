//! Money in all recorded exchanges: amounts keep the digits that were sent, and charges add up.
//! The exchanges are written from the API documents, or from what published clients read.

use std::sync::Arc;

use super::{super::*, *};
use crate::model::{FieldKind, Record, Value};

/// The records of an operation's recorded reply, with the reply.
fn read(
    provider: &'static dyn Provider,
    operation: &'static Operation,
    how: bindings::Read,
) -> (Vec<Arc<dyn Record>>, &'static str) {
    let recorded = provider.exchanges().find(|e| e.id == operation.id).unwrap();
    let mut found = Vec::new();
    provider.each(operation, recorded.reply, &mut |key, node| found.push(how(key, node).unwrap())).unwrap();
    (found, recorded.reply)
}

/// Every recorded reply that one operation answers a noun with.
fn recorded(provider: &'static dyn Provider, noun: &Noun) -> Vec<(Vec<Arc<dyn Record>>, &'static str)> {
    let noun = noun.binding(provider.bindings());
    let mut found = Vec::new();
    if let Some(List::Op(operation, how)) = noun.list {
        found.push(read(provider, operation, how));
    }
    if let Some(Show::Op(operation, _, how)) = noun.show {
        found.push(read(provider, operation, how));
    }
    found
}

/// The amounts of a record, including those of its small objects.
fn amounts(record: &Arc<dyn Record>) -> Vec<String> {
    let mut found = Vec::new();
    for (index, field) in record.kind().fields.iter().enumerate() {
        match record.own(index) {
            Value::Text(text) if field.kind == FieldKind::Money => found.push(text.to_owned()),
            Value::Objects(objects) => {
                let parts = objects.iter().flatten().filter(|(key, _)| *key == "amount");
                found.extend(parts.filter_map(|(_, value)| {
                    if let Value::Text(text) = value { Some((*text).to_owned()) } else { None }
                }));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn amounts_are_the_digits_that_were_sent() {
    let mut checked = 0;
    for provider in providers() {
        for (noun, (records, reply)) in
            NOUNS.into_iter().flat_map(|noun| recorded(provider, noun).into_iter().map(move |found| (noun, found)))
        {
            for amount in records.iter().flat_map(amounts) {
                // A paid amount leaves nothing due, which no reply needs to say.
                assert!(amount == "0.00" || reply.contains(&amount), "{} {}: {amount}", provider.id(), noun.word);
                checked += 1;
            }
        }
    }
    assert!(checked > 10, "only {checked} amounts");
}

#[test]
fn every_recorded_invoice_adds_up() {
    let mut with_lines = 0;
    for provider in providers() {
        for (invoices, _) in recorded(provider, &INVOICES) {
            for record in &invoices {
                let mut invoice = record.typed::<Invoice>().unwrap().clone();
                invoice.seen_on("2030-01-01");
                assert_eq!(invoice.mismatch, None, "{} {}", provider.id(), invoice.head.id);
                with_lines += usize::from(!invoice.lines.is_empty());
            }
        }
    }
    assert!(with_lines >= 2, "only {with_lines} invoices have lines");
}
