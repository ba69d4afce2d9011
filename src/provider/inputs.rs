//! What a caller gives an operation, and how it is spread over path, query and body before a dialect writes it.
//! Bodies are ordered pairs, so that requests compare byte for byte.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Serialize, Serializer};

use crate::{
    error::{Error, Result},
    http::Method,
};

use super::operation::{Arg, ArgKind, Operation};

/// The value of one argument.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Text as it is.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Bool(bool),
    /// Keys and values.
    Map(Vec<(String, String)>),
}

/// Arguments by name, in the order they were given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs(Vec<(Cow<'static, str>, Input)>);

impl Inputs {
    /// No arguments.
    pub fn none() -> Self {
        Self::default()
    }

    /// The same with one more text.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push((Cow::Borrowed(name), Input::Text(value.into())));
        self
    }

    /// The same with the fixed values of a binding.
    #[must_use]
    pub fn fixed(self, pairs: &[(&'static str, &'static str)]) -> Self {
        pairs.iter().fold(self, |inputs, (name, value)| inputs.text(name, *value))
    }

    /// The same with an id, whose parts between slashes fill several arguments in order; the last takes the rest.
    ///
    /// # Errors
    /// `usage` when the id has fewer parts.
    pub fn id(self, names: &[&'static str], id: &str) -> Result<Self> {
        let parts: Vec<&str> = id.splitn(names.len(), '/').collect();
        if parts.len() != names.len() || parts.iter().any(|part| part.is_empty()) {
            let form = names.join("/").to_uppercase();
            return Err(Error::usage(format!("\"{id}\" is not an id of the form {form}")));
        }
        Ok(names.iter().zip(parts).fold(self, |inputs, (name, part)| inputs.text(name, part)))
    }
}

/// An operation's arguments where they go.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// The path with its placeholders filled.
    pub path: String,
    /// What goes behind the question mark.
    pub query: Vec<(String, Input)>,
    /// What goes into the body.
    pub body: Vec<(String, Input)>,
}

/// Spreads inputs over an operation: placeholders into the path, the rest into the query of a GET or DELETE, else the body.
///
/// # Errors
/// `usage` when an argument is unknown, malformed or a required one is missing.
pub fn spread(operation: &Operation, inputs: &Inputs) -> Result<Parts> {
    let mut parts = Parts { path: operation.path.to_owned(), ..Parts::default() };
    for name in operation.placeholders() {
        let value = inputs.0.iter().find(|(n, _)| n == name).and_then(|(_, v)| plain(v));
        let value = value.filter(|v| !v.is_empty()).ok_or_else(|| missing(operation, name))?;
        parts.path = parts.path.replacen(&format!("{{{name}}}"), &segment(&value)?, 1);
    }
    for arg in operation.args {
        match inputs.0.iter().find(|(name, _)| name == arg.name) {
            Some((_, value)) => {
                let place = if matches!(operation.method, Method::Get | Method::Delete) {
                    &mut parts.query
                } else {
                    &mut parts.body
                };
                place.push((arg.name.to_owned(), typed(operation, arg, value)?));
            }
            None if arg.required => return Err(missing(operation, arg.name)),
            None => {}
        }
    }
    if let Some((name, _)) = inputs.0.iter().find(|(name, _)| !operation.takes(name)) {
        return Err(Error::usage(format!("{} takes no argument \"{name}\"", operation.id)));
    }
    Ok(parts)
}

fn missing(operation: &Operation, name: &str) -> Error {
    Error::usage(format!("{} needs {name}", operation.id))
}

/// A value as the argument's kind wants it.
fn typed(operation: &Operation, arg: &Arg, value: &Input) -> Result<Input> {
    let Input::Text(text) = value else { return Ok(value.clone()) };
    let malformed = || Error::usage(format!("{}: {} must be a whole number, not \"{text}\"", operation.id, arg.name));
    Ok(match arg.kind {
        ArgKind::Integer => Input::Integer(text.parse().map_err(|_| malformed())?),
        ArgKind::Bool => Input::Bool(text == "true"),
        ArgKind::Text | ArgKind::Map => value.clone(),
    })
}

/// A scalar as text.
pub fn plain(value: &Input) -> Option<String> {
    match value {
        Input::Text(text) => Some(text.clone()),
        Input::Integer(n) => Some(n.to_string()),
        Input::Bool(b) => Some(b.to_string()),
        Input::Map(_) => None,
    }
}

/// A path segment, percent-encoded; the segments that would climb out of their place are refused.
fn segment(value: &str) -> Result<String> {
    if value == "." || value == ".." {
        return Err(Error::usage(format!("\"{value}\" cannot be an id")));
    }
    Ok(percent(value))
}

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes everything but the unreserved characters of RFC 3986.
pub fn percent(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Pairs as a query or form; maps become bracketed keys, as PHP reads them.
pub fn form(pairs: &[(String, Input)]) -> String {
    let mut out: Vec<String> = Vec::with_capacity(pairs.len());
    for (name, value) in pairs {
        match value {
            Input::Map(entries) => {
                out.extend(
                    entries.iter().map(|(key, v)| format!("{}={}", percent(&format!("{name}[{key}]")), percent(v))),
                );
            }
            scalar => out.push(format!("{}={}", percent(name), percent(&plain(scalar).unwrap_or_default()))),
        }
    }
    out.join("&")
}

/// Pairs as the text of a JSON object, in their order.
pub fn object(pairs: &[(String, Input)]) -> Vec<u8> {
    let written = serde_json::to_vec(&Pairs(pairs));
    written.unwrap_or_default()
}

/// Pairs that serialize as one object.
struct Pairs<'a>(&'a [(String, Input)]);

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Serialize for Input {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(n) => serializer.serialize_i64(*n),
            Self::Bool(b) => serializer.serialize_bool(*b),
            Self::Map(entries) => serializer.collect_map(entries.iter().map(|(k, v)| (k, v))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_keep_the_address_inside_them() {
        let pairs = [("ipaddress".to_owned(), Input::Map(vec![("10.0.0.1".into(), "a b.example".into())]))];
        assert_eq!(form(&pairs), "ipaddress%5B10.0.0.1%5D=a%20b.example");
    }

    #[test]
    fn ids_cannot_climb_out_of_the_path() {
        assert_eq!(percent("a/b c"), "a%2Fb%20c");
        assert!(segment("..").is_err());
    }
}
