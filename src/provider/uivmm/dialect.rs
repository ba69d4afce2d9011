//! ui-vmm on the wire: flat JSON bodies under JSON:API's media type, errors by their `detail`.
//! Sources: its document for requests; its own panel for replies and errors.

use serde::{
    Deserialize,
    de::{IgnoredAny, MapAccess, Visitor},
};

use crate::{
    error::{Kind, Result},
    http::{Effect, Method, Reply},
    provider::{
        Each, Encoded, Node, Operation, Parts, ReplyKind,
        inputs::object,
        json,
        node::Key,
        verdict::{kind_of, nonsense, refusal},
    },
};

/// JSON:API forbids every parameter of its media type, so there is no charset.
const MEDIA: &str = "application/vnd.api+json";

/// The media type that a browser asks for when it opens an event stream.
const STREAM: &str = "text/event-stream";

/// A flat object; `{}` without arguments, never an empty body.
pub(crate) fn encode(operation: &Operation, parts: &Parts) -> Encoded {
    let wanted = if operation.reply == ReplyKind::Events { STREAM } else { MEDIA };
    let mut headers = vec![("accept", wanted.to_owned())];
    if operation.method == Method::Get {
        return Encoded { headers, body: Vec::new() };
    }
    headers.push(("content-type", MEDIA.to_owned()));
    Encoded { headers, body: object(&parts.body) }
}

/// A failure is a status, or `errors` in a document of whatever status.
pub(crate) fn verdict(operation: &'static Operation, reply: &Reply, text: &str) -> Result<()> {
    if reply.ok() && reply.is_html(text) {
        return Err(nonsense(operation, reply, text, "an HTML page"));
    }
    let document = serde_json::from_str::<Document>(text);
    let details = document.as_ref().map(|d| d.errors.join("; ")).unwrap_or_default();
    if reply.ok() && details.is_empty() {
        return match document {
            Err(e) if !text.trim().is_empty() && !status_says_all(operation, reply) => {
                Err(nonsense(operation, reply, text, &format!("text that is no JSON ({e})")))
            }
            _ => Ok(()),
        };
    }
    let words = if details.is_empty() { text } else { &details };
    Err(refusal(operation, reply, kind_of_detail(operation, reply.status, &details), words))
}

/// An error is a document with `errors`.
pub(crate) fn refuses(text: &str) -> bool {
    serde_json::from_str::<Document>(text).is_ok_and(|document| !document.errors.is_empty())
}

/// The status alone shows success: health checks and the like, whose bodies are unknown, and event streams.
fn status_says_all(operation: &Operation, reply: &Reply) -> bool {
    match operation.reply {
        ReplyKind::None => operation.effect == Effect::Read,
        ReplyKind::Events => reply.content_type.starts_with(STREAM),
        _ => false,
    }
}

/// Hands over each record; an acknowledgement has none.
///
/// # Errors
/// `failed` when the body is no JSON, or is not the list it should be.
pub(crate) fn each<'a>(operation: &Operation, text: &'a str, record: Each<'_>) -> Result<Node<'a>> {
    if operation.reply == ReplyKind::None { Ok(Node::Null) } else { json::each(text, operation, record) }
}

/// The kind of a failure: 401 is certain, for other statuses the words say more.
fn kind_of_detail(operation: &Operation, status: u16, detail: &str) -> Kind {
    let detail = detail.to_ascii_lowercase();
    let any = |list: &[&str]| list.iter().any(|w| detail.contains(w));
    match status {
        401 | 429 | 500.. => kind_of(operation, status),
        _ if any(&["wrong credential", "not enough access", "token has been revoked", "token not found"]) => {
            Kind::Denied
        }
        _ if any(&["not found"]) => Kind::NotFound,
        _ if any(&["already", "occupied", "isn't running", "busy"]) => Kind::Conflict,
        _ => kind_of(operation, status),
    }
}

/// The errors of a document; its data is skipped.
#[derive(Default)]
struct Document {
    errors: Vec<String>,
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(Top)
    }
}

/// Visits the top level only.
struct Top;

impl<'de> Visitor<'de> for Top {
    type Value = Document;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON:API document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Document, A::Error> {
        let mut document = Document::default();
        while let Some(Key(key)) = map.next_key()? {
            if key == "errors" {
                let errors: Node<'de> = map.next_value()?;
                document.errors = errors.items().map(|(_, e)| detail(e)).collect();
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(document)
    }
}

/// The message of one error object, whatever members it has.
fn detail(error: &Node<'_>) -> String {
    let words = error.any(&["detail", "title", "code", "status"]).text().or_else(|| error.text());
    words.unwrap_or_else(|| "an error without words".to_owned())
}
