//! Arguments as text: percent-encoded, as a form with bracketed keys, or as one JSON object in their order.
//! Source: RFC 3986 for what is encoded; PHP for the brackets.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::Input;

/// A scalar as text.
pub(crate) fn plain(value: &Input) -> Option<String> {
    match value {
        Input::Text(text) | Input::Json(Value::String(text)) => Some(text.clone()),
        Input::Integer(n) => Some(n.to_string()),
        Input::Bool(b) => Some(b.to_string()),
        Input::Json(value @ (Value::Number(_) | Value::Bool(_))) => Some(value.to_string()),
        Input::Json(_) | Input::File(_) => None,
    }
}

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes everything but the unreserved characters of RFC 3986.
pub(crate) fn percent(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Pairs as a query or form; lists and objects become bracketed keys, as PHP reads them.
pub(crate) fn form(pairs: &[(String, Input)]) -> String {
    let mut out = Vec::with_capacity(pairs.len());
    for (name, input) in pairs {
        match input {
            Input::Json(value) => bracketed(name, value, &mut out),
            scalar => out.push(format!("{}={}", percent(name), percent(&plain(scalar).unwrap_or_default()))),
        }
    }
    out.join("&")
}

fn bracketed(name: &str, value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| bracketed(&format!("{name}[{key}]"), inner, out)),
        Value::Array(list) => list.iter().for_each(|inner| bracketed(&format!("{name}[]"), inner, out)),
        Value::String(text) => out.push(format!("{}={}", percent(name), percent(text))),
        Value::Null => out.push(format!("{}=", percent(name))),
        scalar => out.push(format!("{}={}", percent(name), percent(&scalar.to_string()))),
    }
}

/// Pairs as the text of a JSON object, in their order.
pub(crate) fn object(pairs: &[(String, Input)]) -> Vec<u8> {
    let written = serde_json::to_vec(&Pairs(pairs));
    written.unwrap_or_default()
}

/// Pairs that serialize as one object.
struct Pairs<'a>(&'a [(String, Input)]);

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Serialize for Input {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(n) => serializer.serialize_i64(*n),
            Self::Bool(b) => serializer.serialize_bool(*b),
            Self::Json(value) => value.serialize(serializer),
            Self::File(_) => serializer.serialize_none(),
        }
    }
}
