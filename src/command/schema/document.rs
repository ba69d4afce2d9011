//! Fields as JSON Schema 2020-12. What a provider does not tell is null, so most values may be.
//! Keys are only ever added to records, so no schema forbids the ones it does not name.

use serde_json::{Map, Value, json};

use crate::{
    command::runway::What,
    error::Kind,
    model::{Field, FieldKind, Shown},
};

/// What the schema of a noun is made from.
pub struct Described {
    /// One record, in the singular.
    pub kind: &'static str,
    /// The command that prints them.
    pub command: String,
    /// The keys of a record.
    pub fields: Vec<Field>,
    /// The words that a key is limited to.
    pub words: Vec<(&'static str, Vec<&'static str>)>,
    /// Whether a key is never null.
    pub certain: fn(&str) -> bool,
    /// Whether a provider's reply may stand beside the fields.
    pub raw: bool,
}

/// The keys of the small objects in a field; none is ever left out.
const PARTS: [(&str, &[(&str, FieldKind)]); 8] = [
    ("up", &[("from", FieldKind::Time), ("until", FieldKind::Time)]),
    ("edges", &[("at", FieldKind::Time), ("wanted", FieldKind::Text)]),
    ("taxes", &[("name", FieldKind::Text), ("rate", FieldKind::Decimal), ("amount", FieldKind::Money)]),
    ("lines", &[("description", FieldKind::Text), ("amount", FieldKind::Money)]),
    ("transactions", &[("date", FieldKind::Time), ("description", FieldKind::Text), ("amount", FieldKind::Money)]),
    (
        "events",
        &[
            ("at", FieldKind::Time),
            ("what", FieldKind::State),
            ("name", FieldKind::Text),
            ("amount", FieldKind::Money),
            ("currency", FieldKind::Text),
        ],
    ),
    (
        "messages",
        &[
            ("author", FieldKind::Text),
            ("staff", FieldKind::Bool),
            ("at", FieldKind::Time),
            ("text", FieldKind::Text),
            ("attachments", FieldKind::List),
        ],
    ),
    (
        "error",
        &[
            ("code", FieldKind::State),
            ("message", FieldKind::Text),
            ("hint", FieldKind::Text),
            ("account", FieldKind::Text),
            ("provider", FieldKind::Text),
            ("operation", FieldKind::Text),
            ("target", FieldKind::Text),
            ("http_status", FieldKind::Integer),
            ("provider_message", FieldKind::Text),
            ("retryable", FieldKind::Bool),
            ("exit", FieldKind::Integer),
        ],
    ),
];

/// The schema of the array that a list prints, with that of one record under `$defs`.
pub fn of(noun: &Described) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": noun.command,
        "type": "array",
        "items": {"$ref": format!("#/$defs/{}", noun.kind)},
        "$defs": {(noun.kind): record(noun)},
    })
}

/// The schema of one record.
fn record(noun: &Described) -> Value {
    let mut properties: Map<String, Value> =
        noun.fields.iter().map(|field| (field.name.to_owned(), property(noun, field))).collect();
    if noun.raw {
        properties.insert("raw".to_owned(), json!({"description": "the provider's own reply, with --raw"}));
    }
    let always = noun.fields.iter().filter(|field| field.shown != Shown::Detail);
    let required: Vec<_> = always.map(|field| field.name).collect();
    json!({"type": "object", "properties": properties, "required": required})
}

/// The schema of one field.
fn property(noun: &Described, field: &Field) -> Value {
    let about = match field.shown {
        Shown::Detail => format!("{}; only where a record is shown by itself", field.about),
        _ => field.about.to_owned(),
    };
    let words = noun.words.iter().find(|(key, _)| *key == field.name).map(|(_, words)| words.as_slice());
    let mut schema = Map::from_iter([("description".to_owned(), json!(about))]);
    schema.extend(value(field.name, field.kind, words, (noun.certain)(field.name)));
    Value::Object(schema)
}

/// What a value of a kind can be.
fn value(name: &str, kind: FieldKind, words: Option<&[&str]>, certain: bool) -> Map<String, Value> {
    let (word, more) = match kind {
        FieldKind::Text | FieldKind::State | FieldKind::Money | FieldKind::Decimal | FieldKind::Time => {
            ("string", Map::new())
        }
        FieldKind::Integer | FieldKind::Bytes => ("integer", one("minimum", json!(0))),
        FieldKind::Bool => ("boolean", Map::new()),
        FieldKind::List => ("array", one("items", json!({"type": "string"}))),
        FieldKind::Objects if name == "error" => ("object", parts(name)),
        FieldKind::Objects => ("array", one("items", Value::Object(parts(name)))),
    };
    let mut schema = one("type", if certain { json!(word) } else { json!([word, "null"]) });
    if let Some(words) = words {
        let null = (!certain).then_some(Value::Null);
        schema.extend(one("enum", words.iter().map(|word| json!(word)).chain(null).collect()));
    }
    for (key, value) in more {
        schema.entry(key).or_insert(value);
    }
    schema
}

/// A schema of one keyword.
fn one(key: &str, value: Value) -> Map<String, Value> {
    Map::from_iter([(key.to_owned(), value)])
}

/// What a small object of a field is.
fn parts(name: &str) -> Map<String, Value> {
    let keys = PARTS.iter().find(|(field, _)| *field == name).map_or(&[][..], |(_, keys)| keys);
    let part = |(key, kind): &(&str, FieldKind)| {
        let words = match *key {
            "code" => Some(Kind::ALL.map(Kind::word).to_vec()),
            "what" => Some(What::ALL.map(|what| what.words().0).to_vec()),
            _ => None,
        };
        let certain = matches!(*key, "code" | "message" | "retryable" | "exit" | "text" | "what");
        ((*key).to_owned(), Value::Object(value(key, *kind, words.as_deref(), certain)))
    };
    let properties: Map<String, Value> = keys.iter().map(part).collect();
    let required: Vec<&str> = keys.iter().map(|(key, _)| *key).collect();
    let mut schema = one("type", json!("object"));
    schema.extend([("properties".to_owned(), json!(properties)), ("required".to_owned(), json!(required))]);
    schema
}
