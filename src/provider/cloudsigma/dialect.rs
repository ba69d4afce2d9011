//! CloudSigma on the wire: text bodies, and failures that hide behind 400, behind 200, or between the lines.
//! Source: manual section 5; what real servers answered is told where it matters.

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

/// A text body; a POST without one still says what it would be. Bytes of a drive are asked for as they are, since a
/// compressed answer hides how many there were.
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
    // A list without records is an empty body, but one that was meant: a status of no content tells of none.
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
        // One without words is a failure all the same.
        let words = if words.is_empty() { "refused" } else { words };
        Some(if key == "system" { words.to_owned() } else { format!("{key}: {words}") })
    };
    body.lines().filter_map(named).collect()
}

/// What a status means: 400 also stands for "not found" and "busy", told apart by its words.
fn kind(operation: &Operation, status: u16, words: &str) -> Kind {
    let words = words.to_ascii_lowercase();
    match status {
        400 if operation.path.ends_with("}/info") || words.contains("could not be found") => Kind::NotFound,
        400 if words.contains("currently in use") => Kind::Conflict,
        _ => kind_of(operation, status),
    }
}

/// Whether a node's value is the word for yes; a missing key is no.
pub(crate) fn is_true(node: &Node<'_>) -> bool {
    node.str() == Some("true")
}
