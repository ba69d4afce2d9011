//! A provider's reply as rows whose fields are the reply's own keys, in the order they first appear.
//! The provider trees use it, whose replies have no common record.

use serde_json::to_string;

use crate::{
    http::HIDDEN,
    model::{Cell, Field, FieldKind, Line, Rows, Shape, Shown, field},
    provider::Node,
};

/// The rows of records; the attributes of a JSON:API resource stand beside its id.
pub(crate) fn rows(records: Vec<Node<'static>>, shape: Shape, reveal: bool) -> Rows {
    let records: Vec<Node<'static>> = records.into_iter().map(flat).collect();
    let records = &*records;
    let keys = keys(records);
    let kinds = keys.iter().map(|key| kind(records, key));
    let fields: Vec<Field> = keys
        .iter()
        .zip(kinds)
        .map(|(key, kind)| field(name(key), kind, Shown::Wide, "as the provider sends it"))
        .collect();
    let line = |record: &Node<'static>| {
        let value = |key: &String| match record {
            Node::Map(_) if !reveal && record.at(key).is_covered_by(key) => Cell::Text(HIDDEN.to_owned()),
            Node::Map(_) => cell(record.at(key), reveal),
            scalar => cell(scalar, reveal),
        };
        Line(keys.iter().map(value).collect())
    };
    Rows::lines(&fields, records.iter().map(line).collect(), shape)
}

/// A resource with its attributes taken out of their object.
fn flat(record: Node<'static>) -> Node<'static> {
    match record {
        Node::Map(entries) if entries.iter().any(|(key, node)| key == "attributes" && matches!(node, Node::Map(_))) => {
            let mut out = Vec::with_capacity(entries.len() + 16);
            for (key, node) in entries {
                match node {
                    Node::Map(inner) if key == "attributes" => out.extend(inner),
                    node => out.push((key, node)),
                }
            }
            Node::Map(out)
        }
        other => other,
    }
}

/// The number of columns that a table shows unasked.
const TABLE: usize = 8;

/// The keys that a table begins with, of each group the first that the reply has: id, name, state, size, total. One that
/// begins with a line stands for any key that ends so.
const FIRST: [&[&str]; 5] = [
    &["id", "uuid", "server", "drive", "server_id", "resource"],
    &["name", "display_number", "number", "title", "subject", "label", "hostname", "domain", "_name"],
    &["status", "state", "_status"],
    &["size", "memory", "mem", "disk"],
    &["total", "balance", "amount", "price"],
];

/// The positions of the fields that a table shows unasked, and how many others there are.
pub(crate) fn columns(fields: &[Field]) -> (Vec<usize>, usize) {
    let find = |word: &&str| {
        let is = |field: &&Field| field.name == *word || (word.starts_with('_') && field.name.ends_with(*word));
        fields.iter().find(is).and_then(|found| fields.iter().position(|field| field.name == found.name))
    };
    let mut chosen: Vec<usize> = FIRST.iter().filter_map(|words| words.iter().find_map(find)).collect();
    let rest: Vec<usize> = (0..fields.len()).filter(|place| !chosen.contains(place)).collect();
    chosen.extend(rest);
    chosen.truncate(TABLE);
    (chosen, fields.len().saturating_sub(TABLE))
}

/// Every key that a record has, in the order they first appear; a plain value stands under `value`.
fn keys(records: &[Node<'static>]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for record in records {
        match record {
            Node::Map(entries) => {
                for (key, _) in entries {
                    if seen.insert(key.to_string()) {
                        keys.push(key.to_string());
                    }
                }
            }
            _ if seen.insert("value".to_owned()) => keys.push("value".to_owned()),
            _ => {}
        }
    }
    keys
}

/// A field's name must live as long as the program, since nubo's own are constants; a reply has few of them.
fn name(key: &str) -> &'static str {
    Box::leak(key.to_owned().into_boxed_str())
}

/// A column of nothing but numbers is compared and aligned as such.
fn kind(records: &[Node<'static>], key: &str) -> FieldKind {
    let mut values = records.iter().map(|record| record.at(key)).filter(|node| !node.is_empty()).peekable();
    let some = values.peek().is_some();
    if some && values.all(|node| node.money().is_some()) { FieldKind::Money } else { FieldKind::Text }
}

fn cell(node: &Node<'static>, reveal: bool) -> Cell {
    match node {
        Node::Null => Cell::Null,
        Node::Bool(b) => Cell::Bool(*b),
        Node::Text(text) => Cell::Text(text.to_string()),
        Node::Number(text) => Cell::Json(text.to_string()),
        nested if reveal => Cell::Json(nested.revealed()),
        nested => Cell::Json(to_string(nested).unwrap_or_default()),
    }
}
