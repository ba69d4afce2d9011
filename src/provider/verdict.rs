//! The meaning of a status when a provider gives no better word, and the error that says so.
//! Bodies that are no data are never shown whole.

use crate::{
    error::{Error, Kind, Result},
    http::{Effect, Reply, Request, try_again},
};

use super::{Provider, operation::Operation};

/// The kind of failure that a status means.
pub(crate) fn kind_of(operation: &Operation, status: u16) -> Kind {
    match status {
        401 | 403 | 428 => Kind::Denied,
        404 | 410 => Kind::NotFound,
        402 | 409 | 423 => Kind::Conflict,
        408 | 429 | 502 | 503 | 504 => Kind::Unavailable,
        500.. if operation.effect == Effect::Read => Kind::Unavailable,
        _ => Kind::Failed,
    }
}

/// The error of a refused operation, with the provider's message if it is readable text.
pub(crate) fn refusal(operation: &'static Operation, reply: &Reply, kind: Kind, words: &str) -> Error {
    let sentence = match kind {
        Kind::Denied if permission(reply.status, words) => "the provider does not permit this",
        Kind::Denied => "the provider refused the secret",
        Kind::NotFound => "the provider knows no such thing",
        Kind::Conflict if reply.status == 402 => "the provider wants to be paid first",
        Kind::Conflict => "the provider says it is busy or in the wrong state",
        Kind::Unavailable if reply.status == 429 => "the provider asks for fewer requests",
        Kind::Unavailable => "the provider is not available at the moment",
        _ => "the provider refused",
    };
    let error = Error::new(kind, format!("{sentence} ({})", operation.id)).operation(operation.id).status(reply.status);
    let error = error.said(if reply.is_html(words) { "(an HTML page, not the API)" } else { clipped(words) });
    let error = match reply.retry_after {
        Some(pause) if kind == Kind::Unavailable && !pause.is_zero() => error.hint(try_again(pause)),
        _ => error,
    };
    match kind {
        Kind::Denied if !permission(reply.status, words) => error.hint("check the secret: nubo accounts test"),
        Kind::Failed | Kind::NotFound if reply.is_html(words) => error.hint("check the account's url"),
        _ => error,
    }
}

/// The error means that the secret itself was refused, rather than one permission.
pub(crate) fn secret_refused(error: &Error) -> bool {
    let details = error.details();
    let words = details.provider_message.as_deref().unwrap_or_default();
    details.kind == Kind::Denied && !permission(details.http_status.unwrap_or_default(), words)
}

/// The denial is about a permission: Fleio answers 428 for an account that is not ready,
/// and ui-vmm says so in words alone.
fn permission(status: u16, words: &str) -> bool {
    matches!(status, 403 | 428) || words.to_ascii_lowercase().contains("not enough access")
}

/// The error of a reply that is nothing like the expected kind.
pub(crate) fn nonsense(operation: &'static Operation, reply: &Reply, text: &str, why: &str) -> Error {
    let hint = if reply.is_html(text) {
        "that is a page for a browser: check the account's url"
    } else {
        "ask again with --debug to see it"
    };
    Error::new(Kind::Failed, format!("{} was answered with {why}", operation.id))
        .operation(operation.id)
        .status(reply.status)
        .hint(hint)
}

/// The verdict on the reply to a request that may have changed something: a reply that is neither a success nor a
/// refusal in the provider's own form leaves the outcome open, such as a gateway's, a web page or half a document.
pub(crate) fn settled(
    provider: &dyn Provider,
    request: &Request,
    reply: &Reply,
    text: &str,
    verdict: Result<()>,
) -> Result<()> {
    let Err(error) = verdict else { return Ok(()) };
    let refused = match reply.status {
        400..=499 | 501 => true,
        200..=299 | 500 => provider.refuses(text),
        _ => false,
    };
    if refused || request.effect == Effect::Read { Err(error) } else { Err(unsettled(request, reply, &error)) }
}

/// The error of a change whose reply leaves its outcome open.
pub(crate) fn unsettled(request: &Request, reply: &Reply, error: &Error) -> Error {
    let why = if reply.ok() {
        error.details().message.clone()
    } else {
        format!("{} was answered with status {}", request.operation, reply.status)
    };
    let told = Error::unknown_outcome(format!("{why}, so it may have been carried out")).status(reply.status);
    error.details().provider_message.as_ref().map_or(told.clone(), |words| told.said(words))
}

/// At most 300 characters of a message.
fn clipped(words: &str) -> &str {
    let words = words.trim();
    words.char_indices().nth(300).map_or(words, |(end, _)| &words[..end])
}
