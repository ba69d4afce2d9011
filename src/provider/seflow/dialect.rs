//! HostBill on the wire: form or JSON bodies, and errors inside replies of status 200.
//! Sources: SeFlow's page; error words as published clients of other portals read them.

use serde::{
    Deserialize,
    de::{IgnoredAny, MapAccess, Visitor},
};

use crate::{
    config::Encoding,
    error::{Kind, Result},
    http::{Effect, Method, Reply},
    provider::{
        Account, Encoded, Node, Operation, Parts,
        inputs::{form, object},
        node::Key,
        verdict::{kind_of, nonsense, refusal},
    },
};

/// A form body, or JSON where the preset or the account says so. A PUT carries its values in the query too,
/// since PHP does not read the body of one.
pub fn encode(account: &Account, operation: &Operation, parts: &mut Parts) -> Result<Encoded> {
    let mut headers = vec![("accept", "application/json".to_owned())];
    if parts.body.is_empty() {
        return Ok(Encoded { headers, body: Vec::new() });
    }
    let json = account.section.encoding.map_or(account.preset.json, |encoding| encoding == Encoding::Json);
    if operation.method == Method::Put && !json {
        parts.query.extend(parts.body.iter().cloned());
    }
    let (kind, body) = if json {
        ("application/json", object(&parts.body))
    } else {
        ("application/x-www-form-urlencoded", form(&parts.body).into_bytes())
    };
    headers.push(("content-type", kind.to_owned()));
    Ok(Encoded { headers, body })
}

/// A failure is a status, a filled `error` or `errors`, `success: false`, or `status: false` on an action.
pub fn verdict(operation: &'static Operation, reply: &Reply, text: &str) -> Result<()> {
    let body = text.trim_start();
    if !body.is_empty() && !body.starts_with(['{', '[']) {
        return Err(if reply.ok() {
            nonsense(operation, reply, text, if reply.is_html(text) { "an HTML page" } else { "text that is no JSON" })
        } else {
            refusal(operation, reply, kind_of(operation, reply.status), text)
        });
    }
    let said = Said::of(text);
    let refused = !said.errors.is_empty() || said.success == Some(false);
    let undone = operation.effect != Effect::Read && said.status == Some(false);
    if reply.ok() && !refused && !undone {
        return Ok(());
    }
    let words = said.errors.join("; ");
    let kind = if reply.ok() { kind_of_words(&words) } else { kind_of(operation, reply.status) };
    Err(refusal(operation, reply, kind, &words))
}

/// What an error word inside a reply of status 200 stands for.
fn kind_of_words(words: &str) -> Kind {
    let words = words.to_ascii_lowercase();
    let any = |list: &[&str]| list.iter().any(|w| words.contains(w));
    if any(&["wronglogin", "unauthorized", "token_expired"]) {
        Kind::Denied
    } else if any(&["internal_error"]) {
        Kind::Unavailable
    } else if any(&["not found", "notfound", "invalid id", "does not exist"]) {
        Kind::NotFound
    } else if any(&["locked", "in progress", "busy", "already"]) {
        Kind::Conflict
    } else {
        Kind::Failed
    }
}

/// What the top level of a reply says about success; everything else is passed over without being kept.
#[derive(Default)]
struct Said {
    errors: Vec<String>,
    success: Option<bool>,
    status: Option<bool>,
}

impl Said {
    fn of(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(Top)
    }
}

/// Visits the top level only.
struct Top;

impl<'de> Visitor<'de> for Top {
    type Value = Said;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> std::result::Result<Said, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Said::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Said, A::Error> {
        let mut said = Said::default();
        while let Some(Key(key)) = map.next_key()? {
            match key.as_ref() {
                "error" | "errors" => texts(&map.next_value::<Node<'de>>()?, &mut said.errors, 0),
                "success" => said.success = map.next_value::<Node<'de>>()?.bool(),
                "status" => said.status = map.next_value::<Node<'de>>()?.bool(),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(said)
    }
}

/// Every text inside an error, which may be a word, a list, or objects.
fn texts(node: &Node<'_>, out: &mut Vec<String>, depth: usize) {
    match node {
        Node::Bool(false) | Node::Null => {}
        Node::List(_) | Node::Map(_) if depth < 4 => node.items().for_each(|(_, inner)| texts(inner, out, depth + 1)),
        scalar => out.extend(scalar.text()),
    }
}
