//! Reads the payload of a JSON reply record by record, without a tree of the whole list.
//! Envelopes differ by provider and portal: the payload is under the first candidate key present, else the document.

use std::borrow::Cow;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use crate::{
    error::{Error, Kind, Result},
    http::{Effect, memory},
};

use super::{
    node::{Key, Node},
    operation::{Operation, ReplyKind},
};

/// The receiver of one record, with its key when the payload was a map.
pub(crate) type Each<'f> = &'f mut dyn FnMut(Option<&str>, &Node<'_>);

/// Hands over each record of the payload and gives the rest of the envelope, in which `true` stands for the payload.
///
/// # Errors
/// `failed` when the body is no JSON; the sentence names the place. `unavailable` when the list is missing from the
/// reply: a missing list is never taken for an empty one.
pub(crate) fn each<'a>(body: &'a str, operation: &Operation, record: Each<'_>) -> Result<Node<'a>> {
    let rest = records(body, operation, record)?;
    if operation.reply != ReplyKind::Objects || holds_list(&rest, operation) {
        return Ok(rest);
    }
    Err(listless(operation, &rest))
}

/// Reads records like [`each`], but accepts a reply without its list.
///
/// # Errors
/// `failed` when the body is no JSON; the sentence names the place.
pub(crate) fn records<'a>(body: &'a str, operation: &Operation, record: Each<'_>) -> Result<Node<'a>> {
    if body.trim_ascii().is_empty() {
        return Ok(Node::Null);
    }
    let whole = operation.reply == ReplyKind::Object;
    let mut json = serde_json::Deserializer::from_str(body);
    let rest = Envelope { payload: operation.payload, whole, record }
        .deserialize(&mut json)
        .and_then(|rest| json.end().map(|()| rest));
    rest.map_err(|e| unreadable(&e))
}

/// The error of a body that is no JSON, or that needs more memory than allowed.
fn unreadable(error: &serde_json::Error) -> Error {
    let words = error.to_string();
    if let Err(full) = memory::room_for(0) {
        return full;
    }
    if words.starts_with("recursion limit exceeded") {
        return Error::new(Kind::Failed, "the reply is nested deeper than 128 levels");
    }
    Error::new(Kind::Failed, format!("the reply is not the JSON it should be: {words}"))
}

/// The reply holds the list: under its key, or as the whole document.
pub(crate) fn holds_list(rest: &Node<'_>, operation: &Operation) -> bool {
    match rest {
        Node::Map(_) => operation.payload.is_empty() || *rest.any(operation.payload) == Node::Bool(true),
        rest => matches!(rest, Node::List(_)),
    }
}

/// The error of a reply in which the list is missing.
pub(crate) fn listless(operation: &Operation, rest: &Node<'_>) -> Error {
    let what = match rest {
        Node::Map(_) => format!("without \"{}\"", operation.payload.join("\" or \"")),
        _ => "without a list".to_owned(),
    };
    // A read may be repeated; the outcome of a change is for its caller to judge.
    let kind = if operation.effect == Effect::Read { Kind::Unavailable } else { Kind::Failed };
    Error::new(kind, format!("{} was answered {what}", operation.id)).hint("ask again with --debug to see the reply")
}

/// The top of the document.
struct Envelope<'f> {
    payload: &'static [&'static str],
    /// A map is one record rather than records by their key.
    whole: bool,
    record: Each<'f>,
}

impl<'de> DeserializeSeed<'de> for Envelope<'_> {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Envelope<'_> {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node<'de>, A::Error> {
        while let Some(node) = seq.next_element::<Node<'de>>()? {
            (self.record)(None, &node);
        }
        Ok(Node::List(Vec::new()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let mut rest: Vec<(Cow<'de, str>, Node<'de>)> = Vec::new();
        let mut found = false;
        while let Some(Key(key)) = map.next_key()? {
            if rest.len() > 100_000 {
                return Err(A::Error::custom("too many keys"));
            }
            if !found && self.payload.contains(&key.as_ref()) {
                found = true;
                let held = map.next_value_seed(Payload { whole: self.whole, record: &mut *self.record })?;
                rest.push((key, if held { Node::Bool(true) } else { Node::Null }));
            } else {
                rest.push((key, map.next_value()?));
            }
        }
        let rest = Node::Map(rest);
        if !found && self.payload.is_empty() {
            (self.record)(None, &rest);
        }
        Ok(rest)
    }
}

/// The list, the map keyed by id, or the one object under the payload's key; its value says if it is any of these.
struct Payload<'f> {
    whole: bool,
    record: Each<'f>,
}

impl<'de> DeserializeSeed<'de> for Payload<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Payload<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list or an object")
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_str<E>(self, text: &str) -> Result<bool, E> {
        if !text.trim().is_empty() {
            (self.record)(None, &Node::Text(Cow::Borrowed(text)));
        }
        Ok(!text.trim().is_empty())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<bool, A::Error> {
        while let Some(node) = seq.next_element::<Node<'de>>()? {
            (self.record)(None, &node);
        }
        Ok(true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut fields = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            fields.push((key, map.next_value::<Node<'de>>()?));
        }
        let of_objects =
            !self.whole && !fields.is_empty() && fields.iter().all(|(_, node)| matches!(node, Node::Map(_)));
        if of_objects {
            for (key, node) in &fields {
                (self.record)(Some(key), node);
            }
        } else if !fields.is_empty() {
            (self.record)(None, &Node::Map(fields));
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
