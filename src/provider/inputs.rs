//! The inputs of an operation, and their distribution over path, query and body before a dialect writes them.
//! Bodies are ordered pairs, so that requests compare byte for byte.

mod write;

use std::{borrow::Cow, path::PathBuf};

use serde_json::Value;

use crate::{
    error::{Error, Result},
    http::Method,
    model::{parse_offset, parse_size, public_key},
};

pub(crate) use write::{form, object, percent, plain};

use super::operation::{Arg, ArgKind, Join, Operation, placeholders};

/// The value of one argument, typed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Input {
    /// Text as it is; empty means that the key is unset.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Bool(bool),
    /// A list, an object, or any other JSON.
    Json(Value),
    /// A file, read when it is sent.
    File(PathBuf),
}

/// Arguments by name, in the order they were given.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Inputs(Vec<(Cow<'static, str>, Input)>);

impl Inputs {
    /// No arguments.
    pub(crate) fn none() -> Self {
        Self::default()
    }

    /// Adds a text.
    #[must_use]
    pub(crate) fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push((Cow::Borrowed(name), Input::Text(value.into())));
        self
    }

    /// Adds a value of any kind.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: Input) -> Self {
        self.0.push((Cow::Borrowed(name), value));
        self
    }

    /// Adds a list of texts.
    #[must_use]
    pub(crate) fn texts(self, name: &'static str, values: impl IntoIterator<Item = String>) -> Self {
        let list = values.into_iter().map(Value::String).collect();
        self.with(name, Input::Json(Value::Array(list)))
    }

    /// Adds keys and values.
    #[must_use]
    pub(crate) fn pairs(self, name: &'static str, pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let map = pairs.into_iter().map(|(key, value)| (key, Value::String(value))).collect();
        self.with(name, Input::Json(Value::Object(map)))
    }

    /// The text of an argument.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(n, _)| n == name).and_then(|(_, value)| plain(value))
    }

    /// The value of an argument.
    pub(crate) fn value(&self, name: &str) -> Option<&Input> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value)
    }

    /// The JSON of an argument.
    pub(crate) fn json(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .and_then(|(_, value)| if let Input::Json(json) = value { Some(json) } else { None })
    }

    /// All values by name, those of keys and values each under its own key.
    pub(crate) fn flat(&self) -> impl Iterator<Item = (&str, Cow<'_, Input>)> {
        self.0.iter().flat_map(|(name, input)| match input {
            Input::Json(Value::Object(map)) => {
                map.iter().map(|(key, value)| (&**key, Cow::Owned(Input::Json(value.clone())))).collect::<Vec<_>>()
            }
            input => vec![(&**name, Cow::Borrowed(input))],
        })
    }

    /// The inputs that the other operation takes too.
    #[must_use]
    pub(crate) fn only(mut self, operation: &Operation) -> Self {
        self.0.retain(|(name, _)| operation.takes(name));
        self
    }

    /// Adds the fixed values of a binding.
    #[must_use]
    pub(crate) fn fixed(self, pairs: &[(&'static str, &'static str)]) -> Self {
        pairs.iter().fold(self, |inputs, (name, value)| inputs.text(name, *value))
    }

    /// Adds an id, whose parts between slashes fill several arguments in order; the last takes the rest.
    ///
    /// # Errors
    /// `usage` when the id has fewer parts.
    pub(crate) fn id(self, names: &[&'static str], id: &str) -> Result<Self> {
        let parts: Vec<&str> = id.splitn(names.len(), '/').collect();
        if parts.len() != names.len() || parts.iter().any(|part| part.is_empty()) {
            let form = names.join("/").to_uppercase();
            return Err(Error::usage(format!("\"{id}\" is not an id of the form {form}")));
        }
        Ok(names.iter().zip(parts).fold(self, |inputs, (name, part)| inputs.text(name, part)))
    }
}

/// An operation's arguments, sorted by the part of the request they belong to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parts {
    /// The path with its placeholders filled.
    pub path: String,
    /// The pairs after the question mark.
    pub query: Vec<(String, Input)>,
    /// The pairs of the body.
    pub body: Vec<(String, Input)>,
}

/// Spreads inputs over an operation: placeholders into the path, the rest into the query of a GET or DELETE, or a body.
///
/// # Errors
/// `usage` when an argument is unknown, malformed or a required one is missing.
pub(crate) fn spread(operation: &Operation, path: &str, inputs: &Inputs) -> Result<Parts> {
    let given = |name: &str| inputs.0.iter().find(|(n, _)| n == name).map(|(_, value)| value);
    if let Some((name, _)) = inputs.0.iter().find(|(name, _)| !operation.takes(name)) {
        return Err(Error::usage(format!("{} takes no argument \"{name}\"", operation.id)));
    }
    let mut parts = path_only(operation, path, inputs)?;
    let bodiless = matches!(operation.method, Method::Get | Method::Delete);
    for arg in operation.args {
        let place = if bodiless { &mut parts.query } else { &mut parts.body };
        let default = arg.default.map(|text| Input::Text(text.to_owned()));
        match given(arg.name).or(default.as_ref()) {
            Some(value) => {
                let before = place.len();
                write(operation, arg, value, place)?;
                if arg.required && is_blank(place.get(before..).unwrap_or_default()) {
                    return Err(missing(operation, arg.name));
                }
            }
            None if arg.required => return Err(missing(operation, arg.name)),
            None => {}
        }
    }
    let place = if bodiless { &mut parts.query } else { &mut parts.body };
    place.extend(operation.fixed.iter().map(|(name, value)| ((*name).to_owned(), constant(value))));
    Ok(parts)
}

/// Fills the path alone, for a body of the caller's own.
pub(crate) fn path_only(operation: &Operation, path: &str, inputs: &Inputs) -> Result<Parts> {
    let mut parts = Parts { path: path.to_owned(), ..Parts::default() };
    for name in placeholders(path) {
        let value = in_path(operation, name, inputs)?.filter(|v| !v.is_empty());
        let value = value.ok_or_else(|| missing(operation, name))?;
        parts.path = parts.path.replacen(&format!("{{{name}}}"), &segment(&value)?, 1);
    }
    Ok(parts)
}

/// The value of a placeholder, as the path has it: a size in bytes, whatever unit was typed.
fn in_path(operation: &Operation, name: &str, inputs: &Inputs) -> Result<Option<String>> {
    let mut written = Vec::new();
    for (_, value) in inputs.0.iter().filter(|(given, _)| given == name) {
        match operation.segments.iter().find(|arg| arg.name == name) {
            Some(arg) => write(operation, arg, value, &mut written)?,
            None => written.push((name.to_owned(), value.clone())),
        }
    }
    Ok(written.first().and_then(|(_, value)| plain(value)))
}

/// Returns whether only blanks were written: an empty id among several could match anything.
fn is_blank(written: &[(String, Input)]) -> bool {
    written.is_empty() || written.iter().any(|(_, value)| matches!(value, Input::Text(text) if text.trim().is_empty()))
}

fn missing(operation: &Operation, name: &str) -> Error {
    Error::usage(format!("{} needs {name}", operation.id))
}

/// A constant of the catalogue: `true` and `false` are booleans.
fn constant(value: &str) -> Input {
    match value {
        "true" => Input::Bool(true),
        "false" => Input::Bool(false),
        text => Input::Text(text.to_owned()),
    }
}

/// Writes a value in the form of its argument: usually one pair; indexed lists and open keys are several.
fn write(operation: &Operation, arg: &Arg, value: &Input, place: &mut Vec<(String, Input)>) -> Result<()> {
    let bad = |what: &str| Error::usage(format!("{}: {} must be {what}", operation.id, arg.name));
    let name = arg.name.to_owned();
    match (arg.kind, value) {
        (ArgKind::Integer, Input::Text(t)) => {
            place.push((name, Input::Integer(t.parse().map_err(|_| bad("a whole number"))?)));
        }
        (ArgKind::Size, Input::Text(t)) => {
            let bytes = i64::try_from(parse_size(t)?).map_err(|_| bad("a size that fits"))?;
            place.push((name, Input::Integer(bytes)));
        }
        (ArgKind::Offset, Input::Text(t)) => {
            let bytes = i64::try_from(parse_offset(t)?).map_err(|_| bad("an offset that fits"))?;
            place.push((name, Input::Integer(bytes)));
        }
        (ArgKind::PublicKey, Input::Text(t)) => place.push((name, Input::Text(public_key(t)?))),
        (ArgKind::Bool, Input::Text(t)) => match t.as_str() {
            "true" | "false" => place.push((name, Input::Bool(t == "true"))),
            _ => return Err(bad("true or false")),
        },
        (ArgKind::Json, Input::Text(t)) => {
            place.push((name, Input::Json(serde_json::from_str(t).map_err(|e| bad(&format!("JSON ({e})")))?)));
        }
        (ArgKind::File, Input::Text(t)) => place.push((name, Input::File(PathBuf::from(t)))),
        (ArgKind::List(join), Input::Json(Value::Array(items))) => joined(arg.name, join, items, place),
        (ArgKind::List(join), Input::Text(t)) => joined(arg.name, join, &[Value::String(t.clone())], place),
        (ArgKind::Open, Input::Json(Value::Object(map))) => {
            place.extend(map.iter().map(|(k, v)| (k.clone(), scalar(v))));
        }
        _ => place.push((name, value.clone())),
    }
    Ok(())
}

/// Several texts as one pair, or as one each.
fn joined(name: &str, join: Join, items: &[Value], place: &mut Vec<(String, Input)>) {
    let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
    match join {
        Join::Space => place.push((name.to_owned(), Input::Text(texts.join(" ")))),
        Join::Comma => place.push((name.to_owned(), Input::Text(texts.join(",")))),
        Join::Indexed => {
            place.extend(texts.iter().enumerate().map(|(n, t)| (format!("{name}:{n}"), Input::Text((*t).to_owned()))));
        }
        Join::JsonText => {
            let numeric = |t: &&str| serde_json::from_str::<i64>(t).map_or_else(|_| Value::from(*t), Value::from);
            let array: Value = texts.iter().map(numeric).collect();
            place.push((name.to_owned(), Input::Text(array.to_string())));
        }
        Join::Array => place.push((name.to_owned(), Input::Json(Value::Array(items.to_vec())))),
    }
}

fn scalar(value: &Value) -> Input {
    match value {
        Value::String(text) => Input::Text(text.clone()),
        other => Input::Json(other.clone()),
    }
}

/// A path segment, percent-encoded; the segments that would climb out of their place are refused.
fn segment(value: &str) -> Result<String> {
    if value.split('/').any(|part| matches!(part, "." | "..")) {
        return Err(Error::usage(format!("\"{value}\" cannot be an id")));
    }
    Ok(percent(value))
}

#[cfg(test)]
mod tests;
