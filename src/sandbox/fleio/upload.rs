//! The fields of a request that brings a file, as multipart or as JSON.
//! Only the name of an image is kept; the files of tickets are kept as text.

use serde_json::{Value, json};

use super::detail;
use crate::sandbox::{call::Call, reply::Reply};

/// The fields of the request.
pub(crate) fn asked(call: &Call) -> Result<Value, Reply> {
    let Some(parts) = parts(call) else {
        return call.json().ok_or_else(|| detail(400, "JSON parse error"));
    };
    Ok(parts.iter().filter_map(|part| field(part)).collect())
}

/// The name and the content of the file that a request brings under a name.
pub(crate) fn file(call: &Call, name: &str) -> Option<(String, String)> {
    let parts = parts(call)?;
    let (head, content) = parts
        .iter()
        .filter_map(|part| split(part))
        .find(|(head, _)| quoted(head, " name=\"").as_deref() == Some(name))?;
    let content = content.strip_suffix("\r\n").or_else(|| content.strip_suffix('\n')).unwrap_or(content);
    Some((quoted(head, " filename=\"")?, content.to_owned()))
}

/// The parts of a multipart request.
fn parts(call: &Call) -> Option<Vec<String>> {
    let (_, boundary) = call.header("content-type").strip_prefix("multipart/form-data")?.split_once("boundary=")?;
    let mark = format!("--{}", boundary.trim_matches('"'));
    Some(call.text().split(&mark).map(str::to_owned).collect())
}

/// The head and the content of a part.
fn split(part: &str) -> Option<(&str, &str)> {
    let part = part.strip_prefix("\r\n").or_else(|| part.strip_prefix('\n'))?;
    part.split_once("\r\n\r\n").or_else(|| part.split_once("\n\n"))
}

/// The text in quotes after a key.
fn quoted(head: &str, key: &str) -> Option<String> {
    head.split_once(key)?.1.split_once('"').map(|(value, _)| value.to_owned())
}

/// Name and value of a part; a file has only its name.
fn field(part: &str) -> Option<(String, Value)> {
    let (head, value) = split(part)?;
    let name = quoted(head, " name=\"")?;
    Some((name, quoted(head, " filename=\"").map_or_else(|| typed(value.trim_end()), |file| json!(file))))
}

/// The text as a number or a boolean, if it is one.
fn typed(text: &str) -> Value {
    serde_json::from_str(text)
        .ok()
        .filter(|value: &Value| value.is_number() || value.is_boolean())
        .unwrap_or(json!(text))
}
