//! The fields of a request that brings a file, as multipart or as JSON.
//! The file itself is let go: nobody reads it again.

use serde_json::{Value, json};

use super::detail;
use crate::sandbox::{call::Call, reply::Reply};

/// The fields of the request.
pub fn asked(call: &Call) -> Result<Value, Reply> {
    let content = call.header("content-type");
    let Some(boundary) = content.strip_prefix("multipart/form-data").and_then(|rest| rest.split_once("boundary="))
    else {
        return call.json().ok_or_else(|| detail(400, "JSON parse error"));
    };
    let text = call.text();
    let mark = format!("--{}", boundary.1.trim_matches('"'));
    Ok(text.split(&mark).filter_map(field).collect())
}

/// Name and value of a part; a file has only its name.
fn field(part: &str) -> Option<(String, Value)> {
    let part = part.strip_prefix("\r\n").or_else(|| part.strip_prefix('\n'))?;
    let (head, value) = part.split_once("\r\n\r\n").or_else(|| part.split_once("\n\n"))?;
    let quoted = |key: &str| head.split_once(key)?.1.split_once('"').map(|(value, _)| value.to_owned());
    let name = quoted(" name=\"")?;
    Some((name, quoted(" filename=\"").map_or_else(|| typed(value.trim_end()), |file| json!(file))))
}

/// A number or truth value where the text is one.
fn typed(text: &str) -> Value {
    serde_json::from_str(text)
        .ok()
        .filter(|value: &Value| value.is_number() || value.is_boolean())
        .unwrap_or(json!(text))
}
