//! One record of a reply as a small borrowed tree, which text and JSON both become; numbers keep their text.
//! The reading methods are lenient: strings or numbers, lists or maps, missing or null.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error as _, MapAccess, SeqAccess, Visitor},
    ser::SerializeMap,
};

use crate::http::{HIDDEN, is_secret, keeps_secrets, memory};

/// A value of a reply.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as it was written.
    Number(Cow<'a, str>),
    /// A string.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Node<'a>>),
    /// An object, in its order.
    Map(Vec<(Cow<'a, str>, Node<'a>)>),
}

/// The key under which `serde_json` hands over a number as its text.
const NUMBER: &str = "$serde_json::private::Number";

/// The node that a missing key reads as.
static NOTHING: Node<'static> = Node::Null;

impl<'a> Node<'a> {
    /// The value under a key of a map; null if the key is missing.
    pub(crate) fn at(&self, key: &str) -> &Node<'a> {
        let found = match self {
            Node::Map(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        };
        found.unwrap_or(&NOTHING)
    }

    /// The first value that is not empty, of several keys.
    pub(crate) fn any(&self, keys: &[&str]) -> &Node<'a> {
        keys.iter().map(|key| self.at(key)).find(|node| !node.is_empty()).unwrap_or(&NOTHING)
    }

    /// Returns whether the value is null, or an empty text, list or map.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Node::Null => true,
            Node::Bool(_) | Node::Number(_) => false,
            Node::Text(t) => t.trim().is_empty(),
            Node::List(l) => l.is_empty(),
            Node::Map(m) => m.is_empty(),
        }
    }

    /// A scalar as it was written, trimmed; nothing for null, empty text, lists and maps.
    pub(crate) fn str(&self) -> Option<&str> {
        match self {
            Node::Number(t) | Node::Text(t) => Some(t.trim()).filter(|t| !t.is_empty()),
            Node::Bool(true) => Some("true"),
            Node::Bool(false) => Some("false"),
            _ => None,
        }
    }

    /// A scalar as owned text.
    pub(crate) fn text(&self) -> Option<String> {
        self.str().map(str::to_owned)
    }

    /// A whole number that is not negative; `2.0` counts, `2.5` does not.
    pub(crate) fn integer(&self) -> Option<u64> {
        let text = self.str()?;
        text.parse().ok().or_else(|| text.split_once('.').filter(|(_, f)| f.bytes().all(|b| b == b'0'))?.0.parse().ok())
    }

    /// A whole number times a unit, unless that is too large.
    pub(crate) fn scaled(&self, unit: u64) -> Option<u64> {
        self.integer()?.checked_mul(unit)
    }

    /// Yes or no, in any of the spellings portals use.
    pub(crate) fn bool(&self) -> Option<bool> {
        match self.str()?.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Some(true),
            "false" | "0" | "no" | "off" => Some(false),
            _ => None,
        }
    }

    /// A date or time as given; the zero date means never.
    pub(crate) fn time(&self) -> Option<String> {
        self.str().filter(|t| !t.starts_with("0000-00-00") && *t != "0").map(str::to_owned)
    }

    /// A decimal amount as text; nothing when it is not a number.
    pub(crate) fn money(&self) -> Option<String> {
        let text = self.str()?;
        let digits = text.strip_prefix('-').unwrap_or(text);
        let numeric =
            digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') && digits.bytes().any(|b| b.is_ascii_digit());
        (numeric && digits.bytes().filter(|b| *b == b'.').count() <= 1).then(|| text.to_owned())
    }

    /// The elements with their keys: those of a map, or of a list without keys; a single scalar is one element.
    pub(crate) fn items(&self) -> Box<dyn Iterator<Item = (Option<&str>, &Node<'a>)> + '_> {
        match self {
            Node::List(list) => Box::new(list.iter().map(|node| (None, node))),
            Node::Map(map) => Box::new(map.iter().map(|(key, node)| (Some(key.as_ref()), node))),
            node if node.is_empty() => Box::new(std::iter::empty()),
            node => Box::new(std::iter::once((None, node))),
        }
    }

    /// The tree without a borrow of the reply.
    pub(crate) fn into_owned(self) -> Node<'static> {
        match self {
            Node::Null => Node::Null,
            Node::Bool(b) => Node::Bool(b),
            Node::Number(t) => Node::Number(Cow::Owned(t.into_owned())),
            Node::Text(t) => Node::Text(Cow::Owned(t.into_owned())),
            Node::List(l) => Node::List(l.into_iter().map(Node::into_owned).collect()),
            Node::Map(m) => {
                Node::Map(m.into_iter().map(|(k, v)| (Cow::Owned(k.into_owned()), v.into_owned())).collect())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        memory::count().map_err(D::Error::custom)?;
        deserializer.deserialize_any(Tree)
    }
}

/// The longest text of a reply, in bytes.
const LONGEST_TEXT: usize = 16 << 20;

/// Refuses a text that is longer than any record needs.
fn short<E: serde::de::Error>(text: &str) -> Result<(), E> {
    let refused = || E::custom(format!("one text in it is longer than {} MiB", LONGEST_TEXT >> 20));
    if text.len() > LONGEST_TEXT { Err(refused()) } else { Ok(()) }
}

/// Builds a node from whatever a deserializer finds.
struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, b: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(b))
    }

    fn visit_u64<E>(self, n: u64) -> Result<Node<'de>, E> {
        Ok(Node::Number(Cow::Owned(n.to_string())))
    }

    fn visit_i64<E>(self, n: i64) -> Result<Node<'de>, E> {
        Ok(Node::Number(Cow::Owned(n.to_string())))
    }

    fn visit_f64<E>(self, n: f64) -> Result<Node<'de>, E> {
        Ok(Node::Number(Cow::Owned(n.to_string())))
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, t: &'de str) -> Result<Node<'de>, E> {
        short(t)?;
        Ok(Node::Text(Cow::Borrowed(t)))
    }

    fn visit_str<E: serde::de::Error>(self, t: &str) -> Result<Node<'de>, E> {
        short(t)?;
        Ok(Node::Text(Cow::Owned(t.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = seq.next_element()? {
            list.push(node);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            if key == NUMBER && entries.is_empty() {
                return Ok(Node::Number(Cow::Owned(map.next_value()?)));
            }
            entries.push((key, map.next_value()?));
        }
        Ok(Node::Map(entries))
    }
}

/// A key of an object, borrowed from the body unless it has escapes.
pub(super) struct Key<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_str(Tree)? {
            Node::Text(text) => Ok(Key(text)),
            _ => Err(serde::de::Error::custom("a key must be a string")),
        }
    }
}

impl Serialize for Node<'_> {
    /// The JSON that the provider sent, numbers to the letter, without its secrets.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written { node: self, reveal: false }.serialize(serializer)
    }
}

impl Node<'_> {
    /// The value is a secret because of its key; true, false and null never are.
    pub(crate) fn is_covered_by(&self, key: &str) -> bool {
        let plain = |node: &Node<'_>| matches!(node, Node::Text(_) | Node::Number(_)) && !node.is_empty();
        let telling = !self.is_empty() && !matches!(self, Node::Bool(_));
        let plural = |list: &[Node<'_>]| list.iter().any(plain);
        match self {
            Node::List(list) if keeps_secrets(key) => plural(list),
            Node::Text(_) | Node::Number(_) if keeps_secrets(key) => telling,
            _ => telling && is_secret(key),
        }
    }

    /// JSON with its secrets, for users who asked to see them.
    pub(crate) fn revealed(&self) -> String {
        serde_json::to_string(&Written { node: self, reveal: true }).unwrap_or_default()
    }
}

/// A node being written as JSON.
struct Written<'n> {
    node: &'n Node<'n>,
    reveal: bool,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reveal = self.reveal;
        match self.node {
            Node::Null => serializer.serialize_unit(),
            Node::Bool(b) => serializer.serialize_bool(*b),
            Node::Number(t) => match t.parse::<serde_json::Number>() {
                Ok(number) => number.serialize(serializer),
                Err(_) => serializer.serialize_str(t),
            },
            Node::Text(t) => serializer.serialize_str(t),
            Node::List(list) => serializer.collect_seq(list.iter().map(|node| Written { node, reveal })),
            Node::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, node) in entries {
                    if !reveal && node.is_covered_by(key) {
                        map.serialize_entry(key, HIDDEN)?;
                    } else {
                        map.serialize_entry(key, &Written { node, reveal })?;
                    }
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests;
