//! Reading records: one, a reply's, or all pages of a list, the later ones concurrently once the total is known.
//! Paging goes by number: the address a provider gives for the next page may be one that a secret must not be sent to.

use std::{collections::HashSet, sync::Arc};

use futures_util::{StreamExt, stream};

use crate::{
    error::{Error, Kind, Result},
    model::Record,
};

use super::{
    Paging,
    bindings::{Listing, ReadAs},
    inputs::Inputs,
    node::Node,
    operation::Operation,
    session::{CallScope, Session},
};

/// The most pages that are read of one list.
const MOST_PAGES: u64 = 10_000;

/// A record that pages tell apart by its id, typed or erased.
pub trait Identified {
    /// The provider's id.
    fn id(&self) -> &str;
}

impl<R: Record> Identified for R {
    fn id(&self) -> &str {
        &self.head().id
    }
}

impl Identified for Arc<dyn Record> {
    fn id(&self) -> &str {
        &self.head().id
    }
}

impl Session {
    /// Reads all records of an operation, its pages included.
    ///
    /// # Errors
    /// When the first page fails; a later one only makes the listing incomplete.
    pub async fn list<R: Identified>(
        &self,
        operation: &'static Operation,
        inputs: Inputs,
        read: ReadAs<R>,
    ) -> Result<Listing<R>> {
        let Some(paging) = self.account.provider.paging().filter(|_| operation.paged) else {
            return Ok(self.page(operation, &inputs, read).await?.0);
        };
        let size = paging.per_page.to_string();
        let numbered = |page: u64| inputs.clone().text(paging.page, page.to_string()).text(paging.size, size.as_str());
        let (mut listing, more, total) = self.paged(operation, &numbered(1), read, &paging).await?;
        let first = (listing.records.len() + listing.failures.len()) as u64;
        if !more || first == 0 {
            return Ok(listing);
        }
        match total {
            Some(total) => {
                let pages = total.div_ceil(first).min(MOST_PAGES);
                let rest = stream::iter(2..=pages)
                    .map(|page| {
                        let inputs = numbered(page);
                        async move { self.paged(operation, &inputs, read, &paging).await }
                    })
                    .buffered(self.account.parallel);
                let mut rest = std::pin::pin!(rest);
                while let Some(page) = rest.next().await {
                    if !listing.followed_by(page) {
                        break;
                    }
                }
            }
            None => self.follow(operation, read, &paging, numbered, &mut listing).await,
        }
        let mut seen = HashSet::new();
        listing.records.retain(|(record, _)| seen.insert(record.id().to_owned()));
        Ok(listing)
    }

    /// Reads page after page, where nobody says how many there are.
    async fn follow<R>(
        &self,
        operation: &'static Operation,
        read: ReadAs<R>,
        paging: &Paging,
        numbered: impl Fn(u64) -> Inputs,
        listing: &mut Listing<R>,
    ) {
        for page in 2..=MOST_PAGES {
            let result = self.paged(operation, &numbered(page), read, paging).await;
            let failed = result.is_err();
            if !listing.followed_by(result) || failed {
                break;
            }
        }
    }

    /// One page, whether there are more, and how many records there are in all.
    async fn paged<R>(
        &self,
        operation: &'static Operation,
        inputs: &Inputs,
        read: ReadAs<R>,
        paging: &Paging,
    ) -> Result<(Listing<R>, bool, Option<u64>)> {
        let (listing, rest) = self.page(operation, inputs, read).await?;
        let total = rest.any(paging.total).integer();
        Ok((listing, !rest.at(paging.next).is_empty(), total))
    }

    /// The records of one reply, and what stood beside them.
    pub async fn page<R>(
        &self,
        operation: &'static Operation,
        inputs: &Inputs,
        read: ReadAs<R>,
    ) -> Result<(Listing<R>, Node<'static>)> {
        let text = self.call(operation, inputs, CallScope::reading()).await?;
        let mut listing = Listing::new();
        let rest = self.each(operation, &text, &mut |key, node| match read(key, node) {
            Ok(record) => listing.records.push((record, self.raw(node))),
            Err(error) => listing.failures.push(self.place(error).operation(operation.id)),
        })?;
        Ok((listing, rest))
    }

    /// Reads the one record of a reply.
    ///
    /// # Errors
    /// Those of the call; `failed` when the reply holds no record.
    pub async fn one<R>(
        &self,
        operation: &'static Operation,
        inputs: &Inputs,
        read: ReadAs<R>,
    ) -> Result<(R, Option<String>)> {
        let (listing, _) = self.page(operation, inputs, read).await?;
        let failed = listing.failures.into_iter().next();
        listing.records.into_iter().next().ok_or_else(|| {
            let empty = || Error::new(Kind::Failed, format!("{} was answered without a record", operation.id));
            failed.unwrap_or_else(|| self.place(empty()))
        })
    }

    /// Hands over each record of a reply.
    pub fn each(
        &self,
        operation: &'static Operation,
        text: &str,
        record: &mut dyn FnMut(Option<&str>, &Node<'_>),
    ) -> Result<Node<'static>> {
        let rest = self.account.provider.each(operation, text, record);
        rest.map(Node::into_owned).map_err(|error| self.place(error).operation(operation.id))
    }

    /// The reply of a record as JSON text, where it is to be kept.
    pub fn raw(&self, node: &Node<'_>) -> Option<String> {
        if self.settings.raw { serde_json::to_string(node).ok() } else { None }
    }
}

impl<R> Listing<R> {
    /// Adds a further page and tells whether more may come. What the reply says of their number may be wrong by then:
    /// a list ends with a page that says so, that is empty, or that is not there.
    fn followed_by(&mut self, page: Result<(Self, bool, Option<u64>)>) -> bool {
        match page {
            Ok((found, more, _)) => {
                let empty = found.records.is_empty() && found.failures.is_empty();
                self.extend(found);
                more && !empty
            }
            Err(error) if error.kind() == Kind::NotFound => false,
            Err(error) => {
                self.failures.push(error);
                true
            }
        }
    }

    /// Adds a further part, or that it failed.
    pub fn take(&mut self, part: Result<Self>) {
        match part {
            Ok(part) => self.extend(part),
            Err(error) => self.failures.push(error),
        }
    }
}
