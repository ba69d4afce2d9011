//! CloudSigma on the wire: text bodies, and failures that hide behind 400, behind 200, or between the lines.
//! Source: manual section 5; replies of real servers are described where they matter.

use crate::{
    error::{Kind, Result},
    http::{Method, Reply},
    provider::{
        Encoded, Node, Operation, Parts,
        operation::ReplyKind,
        verdict::{kind_of, nonsense, refusal},
    },
};

use super::text;

/// A text body; a POST without one still names its content type. Bytes of a drive are requested uncompressed, since a
/// compressed answer hides their number.
pub(crate) fn encode(operation: &Operation, parts: &Parts) -> Result<Encoded> {
    let mut headers = match operation.reply {
        ReplyKind::Binary => {
            vec![("accept", "application/octet-stream".to_owned()), ("accept-encoding", "identity".to_owned())]
        }
        _ => vec![("accept", "text/plain".to_owned())],
    };
    if operation.method != Method::Get {
        headers.push(("content-type", "text/plain".to_owned()));
    }
    Ok(Encoded { headers, body: text::lines(&parts.body)?.into_bytes() })
}

/// A failure is a status, an `errors:` line in whatever status, or a creation that names no id.
pub(crate) fn verdict(operation: &'static Operation, reply: &Reply, body: &str) -> Result<()> {
    let binary = operation.reply == ReplyKind::Binary;
    if binary && reply.ok() && !reply.content_type.starts_with("text/") {
        return Ok(());
    }
    let errors = errors(body);
    if !reply.ok() || !errors.is_empty() {
        let words = if errors.is_empty() { body.trim().to_owned() } else { errors.join("; ") };
        let kind = if reply.ok() { Kind::Failed } else { kind(operation, reply.status, &words) };
        return Err(refusal(operation, reply, kind, &words));
    }
    if reply.is_html(body) {
        return Err(nonsense(operation, reply, body, "an HTML page"));
    }
    // An empty body is an empty list, but a status of no content says nothing about the list.
    if reply.status == 204 && matches!(operation.reply, ReplyKind::Objects | ReplyKind::Values) {
        return Err(refusal(operation, reply, Kind::Unavailable, "no content, where a list should be"));
    }
    if operation.reply != ReplyKind::None && !binary && !body.lines().all(|line| line.is_empty() || text::is_line(line))
    {
        return Err(nonsense(operation, reply, body, "text that is no list of keys and values"));
    }
    let created = operation.makes && operation.reply == ReplyKind::Object;
    let named = || text::records(body).any(|r| !r.any(&["drive", "server", "resource", "uuid"]).is_empty());
    if created && !named() {
        return Err(nonsense(operation, reply, body, "success but no id of what was to be created"));
    }
    Ok(())
}

/// An error is an `errors:KEY` line.
pub(crate) fn refuses(text: &str) -> bool {
    !errors(text).is_empty()
}

/// The texts of `errors:KEY` lines, each named by its key.
fn errors(body: &str) -> Vec<String> {
    let named = |line: &str| {
        let named = line.strip_prefix("errors:")?;
        let (key, words) = named.split_once(' ').unwrap_or((named, ""));
        let words = words.trim().trim_start_matches("* ");
        // An error without a message is a failure all the same.
        let words = if words.is_empty() { "refused" } else { words };
        Some(if key == "system" { words.to_owned() } else { format!("{key}: {words}") })
    };
    body.lines().filter_map(named).collect()
}

/// The kind of failure of a status: 400 also means "not found" and "busy", told apart by the message.
fn kind(operation: &Operation, status: u16, words: &str) -> Kind {
    let words = words.to_ascii_lowercase();
    match status {
        400 if operation.path.ends_with("}/info") || words.contains("could not be found") => Kind::NotFound,
        400 if words.contains("currently in use") => Kind::Conflict,
        _ => kind_of(operation, status),
    }
}

/// The node's value is the word `true`; a missing key is false.
pub(crate) fn is_true(node: &Node<'_>) -> bool {
    node.str() == Some("true")
}
