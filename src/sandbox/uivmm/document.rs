//! The JSON:API documents of the simulated ui-vmm, with the real server's deviations.
//! Ids are numbers or missing, and failures may come inside a success.

use serde_json::{Value, json};

use crate::sandbox::{
    call::Call,
    reply::Reply,
    world::{member, text},
};

/// The media type of requests and replies; parameters are not allowed.
pub(crate) const MEDIA_TYPE: &str = "application/vnd.api+json";

/// A document with status 200.
pub(crate) fn document(body: &Value) -> Reply {
    Reply::new(200, MEDIA_TYPE, body.to_string())
}

/// One resource.
pub(crate) fn single(resource: &Value) -> Reply {
    document(&json!({ "data": resource }))
}

/// Several resources.
pub(crate) fn many(resources: impl IntoIterator<Item = Value>) -> Reply {
    document(&json!({ "data": resources.into_iter().collect::<Vec<_>>() }))
}

/// A resource; many kinds have no number.
pub(crate) fn resource(kind: &str, id: Option<u64>, attributes: &Value) -> Value {
    match id {
        Some(id) => json!({ "id": id, "type": kind, "attributes": attributes }),
        None => json!({ "type": kind, "attributes": attributes }),
    }
}

/// A resource of a list whose attributes hold its number under `key`.
pub(crate) fn numbered(kind: &str, key: &str, attributes: &Value) -> Value {
    resource(kind, member(attributes, key), attributes)
}

/// An acknowledgement.
pub(crate) fn done(kind: &str) -> Reply {
    single(&resource(kind, None, &json!({ "response": true })))
}

/// A failure with its status; the pointer is the path, as the server's author writes it.
pub(crate) fn failure(status: u16, call: &Call, words: &str) -> Reply {
    let source = json!({ "pointer": call.path });
    let error = json!({ "status": status, "code": status, "detail": words, "source": source });
    Reply::new(status, MEDIA_TYPE, json!({ "errors": [error] }).to_string())
}

/// A failure inside a success.
pub(crate) fn soft_failure(words: &str) -> Reply {
    document(&json!({ "errors": [{ "detail": words }] }))
}

/// The text of a field of the request.
pub(crate) fn field(call: &Call, key: &str) -> String {
    text(&call.json().unwrap_or_default(), key)
}

/// A number of the request, sent as a number or as text.
pub(crate) fn number(call: &Call, key: &str) -> Option<u64> {
    field(call, key).parse().ok()
}
