//! Fields as JSON Schema 2020-12. A value that a provider does not tell is null, so most values may be.
//! Keys are only ever added to records, so no schema forbids the ones it does not name.

use serde_json::{Map, Value, json};

use crate::model::{Field, FieldKind, Shown};

/// The parts that a schema is made from.
pub(crate) struct Described {
    /// One record, in the singular.
    pub kind: &'static str,
    /// The command that prints them.
    pub command: String,
    /// The keys of a record.
    pub fields: Vec<Field>,
    /// True when a provider's reply may stand beside the fields.
    pub raw: bool,
}

/// The schema of the array that a list prints, with that of one record under `$defs`.
pub(crate) fn list_schema(noun: &Described) -> Value {
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
        noun.fields.iter().map(|field| (field.name.to_owned(), described(field))).collect();
    if noun.raw {
        properties.insert("raw".to_owned(), json!({"description": "the provider's own reply, with --raw"}));
    }
    let always = noun.fields.iter().filter(|field| field.shown != Shown::Detail);
    let required: Vec<_> = always.map(|field| field.name).collect();
    json!({"type": "object", "properties": properties, "required": required})
}

/// The schema of one field, with its meaning.
fn described(field: &Field) -> Value {
    let about = match field.shown {
        Shown::Detail => format!("{}; only where a record is shown by itself", field.about),
        _ => field.about.to_owned(),
    };
    let mut schema = one("description", json!(about));
    schema.extend(value(field, field.words));
    Value::Object(schema)
}

/// The schema of a field's values.
fn value(field: &Field, words: &[&str]) -> Map<String, Value> {
    let (word, more) = match field.kind {
        FieldKind::Text | FieldKind::State | FieldKind::Money | FieldKind::Decimal | FieldKind::Time => {
            ("string", Map::new())
        }
        FieldKind::Integer | FieldKind::Bytes => ("integer", one("minimum", json!(0))),
        FieldKind::Bool => ("boolean", Map::new()),
        FieldKind::List => ("array", one("items", json!({"type": "string"}))),
        FieldKind::Object => ("object", object(field.parts)),
        FieldKind::Objects => ("array", one("items", Value::Object(whole(object(field.parts))))),
    };
    let mut schema = one("type", if field.nullable { json!([word, "null"]) } else { json!(word) });
    if !words.is_empty() {
        let null = field.nullable.then_some(Value::Null);
        schema.extend(one("enum", words.iter().map(|word| json!(word)).chain(null).collect()));
    }
    schema.extend(more);
    schema
}

/// The keys of a small object; none of them is ever left out.
fn object(parts: &[Field]) -> Map<String, Value> {
    let part = |part: &Field| (part.name.to_owned(), Value::Object(value(part, part.words)));
    let properties: Map<String, Value> = parts.iter().map(part).collect();
    let required: Vec<&str> = parts.iter().map(|part| part.name).collect();
    Map::from_iter([("properties".to_owned(), json!(properties)), ("required".to_owned(), json!(required))])
}

/// The keys of a small object as a schema by itself.
fn whole(keys: Map<String, Value>) -> Map<String, Value> {
    one("type", json!("object")).into_iter().chain(keys).collect()
}

/// A schema of one keyword.
fn one(key: &str, value: Value) -> Map<String, Value> {
    Map::from_iter([(key.to_owned(), value)])
}
