//! Readers of a reply's records: of all of them, or of the one that was asked for.
//! A record that cannot be read never hides the others.

use crate::{
    error::{Error, Kind, Result},
    http::Effect,
};

use super::{
    bindings::ReadAs,
    encode::CallScope,
    inputs::Inputs,
    listing::Listing,
    node::Node,
    operation::{Operation, ReplyKind},
    session::Session,
};

impl Session {
    /// The records of one reply, and the rest of the reply.
    ///
    /// # Errors
    /// The errors of the call; `unavailable` when the list is missing from the reply.
    pub(crate) async fn page<R>(
        &self,
        operation: &'static Operation,
        inputs: &Inputs,
        read: ReadAs<R>,
    ) -> Result<(Listing<R>, Node<'static>)> {
        let text = self.call(operation, inputs, CallScope::reading()).await?;
        self.collect(operation, &text, read)
    }

    /// The records of a reply that was received already, and the rest of the reply.
    ///
    /// # Errors
    /// `unavailable` when the list is missing from the reply.
    pub(crate) fn collect<R>(
        &self,
        operation: &'static Operation,
        text: &str,
        read: impl Fn(Option<&str>, &Node<'_>) -> Result<R>,
    ) -> Result<(Listing<R>, Node<'static>)> {
        let mut listing = Listing::new();
        let mut place = 0;
        let rest = self.each(operation, text, &mut |key, node| {
            place += 1;
            match read(key, node) {
                Ok(record) => listing.records.push((record, self.raw(node))),
                // An error of any other kind is not about this record alone.
                Err(error) if error.kind() != Kind::Failed => listing.fail(self.place(error).operation(operation.id)),
                Err(error) => listing.broken(operation.id, place, self.place(error)),
            }
        })?;
        Ok((listing, rest))
    }

    /// Reads the one record of a reply.
    ///
    /// # Errors
    /// The errors of the call; `failed` when the reply holds no record.
    pub(crate) async fn one<R>(
        &self,
        operation: &'static Operation,
        inputs: &Inputs,
        read: ReadAs<R>,
    ) -> Result<(R, Option<String>)> {
        let text = self.call(operation, inputs, CallScope::reading()).await?;
        let mut found = None;
        self.each(operation, &text, &mut |key, node| {
            found.get_or_insert_with(|| read(key, node).map(|record| (record, self.raw(node))));
        })?;
        let empty = || Error::new(Kind::Failed, format!("{} was answered without a record", operation.id));
        found.unwrap_or_else(|| Err(empty())).map_err(|error| self.place(error).operation(operation.id))
    }

    /// Checks that a reply is about the record that was asked for, if it names one: changes rely on that, and a server
    /// or a cache in between may mix up its replies.
    ///
    /// # Errors
    /// `failed` when the reply names another record.
    pub(crate) fn is_about(&self, operation: &'static Operation, inputs: &Inputs, text: &str) -> Result<()> {
        let Some((asked, keys)) = asked_for(operation, inputs, self.account.provider.facts().identity) else {
            return Ok(());
        };
        let mut other = None;
        let _ = self.account.provider.each(operation, text, &mut |_, node| {
            other = node.any(keys).text().filter(|id| !id.eq_ignore_ascii_case(&asked)).or(other.take());
        });
        other.map_or(Ok(()), |other| Err(another(&asked, &other)))
    }

    /// Hands over each record of a reply.
    pub(crate) fn each(
        &self,
        operation: &'static Operation,
        text: &str,
        record: &mut dyn FnMut(Option<&str>, &Node<'_>),
    ) -> Result<Node<'static>> {
        let rest = self.account.provider.each(operation, text, record);
        rest.map(Node::into_owned).map_err(|error| self.place(error).operation(operation.id))
    }

    /// The reply of a record as JSON text, if it is to be kept.
    pub(crate) fn raw(&self, node: &Node<'_>) -> Option<String> {
        if self.settings.raw { serde_json::to_string(node).ok() } else { None }
    }
}

/// The id that the path of a read ends with, and the keys that hold the id in the reply's record.
fn asked_for<'k>(
    operation: &Operation,
    inputs: &Inputs,
    identity: &'k [(&'static str, &'static [&'static str])],
) -> Option<(String, &'k [&'static str])> {
    if operation.effect != Effect::Read || operation.reply != ReplyKind::Object {
        return None;
    }
    let path = operation.path.strip_suffix("/info").unwrap_or(operation.path);
    let (_, name) = path.strip_suffix('}')?.rsplit_once('{')?;
    let (_, keys) = identity.iter().find(|(placeholder, _)| *placeholder == name)?;
    Some((inputs.get(name)?, keys))
}

/// The error of a reply about a record other than the one asked for.
pub(crate) fn another(asked: &str, other: &str) -> Error {
    let sentence = format!("{asked} was asked for, and the reply is about {other}, so nothing is done with it");
    Error::new(Kind::Failed, sentence).hint("ask again: the provider, or something on the way, mixes up its replies")
}
