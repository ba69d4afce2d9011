//! Lists in pages: all of them are read, the later ones concurrently once the total is known, and counted against it.
//! Paging goes by number: the address a provider gives for the next page may be one that a secret must not be sent to.

use std::collections::HashSet;

use futures_util::{StreamExt, stream};

use crate::error::{Error, Kind, Result};

use super::{
    Paging,
    bindings::ReadAs,
    inputs::Inputs,
    listing::{Identified, Listing},
    operation::Operation,
    session::Session,
};

/// The most pages that are read of one list.
const MOST_PAGES: u64 = 10_000;

/// The number of pages that may fail before no more are asked for.
const MOST_FAILURES: usize = 3;

/// The parts that all requests for pages of one list share.
struct Pages<R> {
    operation: &'static Operation,
    inputs: Inputs,
    read: ReadAs<R>,
    paging: Paging,
}

/// One page of a list.
struct Page<R> {
    listing: Listing<R>,
    /// The reply announces another page.
    more: bool,
    /// The number of records in the whole list, as the reply states it.
    total: Option<u64>,
}

/// All pages of a list, read once.
struct Round<R> {
    listing: Listing<R>,
    seen: HashSet<String>,
    totals: HashSet<u64>,
    /// The page at which the reading ended early: it repeats others, or is missing although it was announced.
    end: Option<(u64, End)>,
}

/// The reason why a list was not read to its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// The page holds nothing new, yet announces more.
    Repeated,
    /// The page is missing.
    Missing,
    /// The list has more pages than the limit.
    TooMany,
}

impl Session {
    /// Reads all records of an operation, its pages included. A list whose records contradict its own total is read
    /// once more, since it may have changed in between, and is incomplete if that does not settle it.
    ///
    /// # Errors
    /// The error of the first page; a later one only makes the listing incomplete.
    pub(crate) async fn list<R: Identified>(
        &self,
        operation: &'static Operation,
        inputs: Inputs,
        read: ReadAs<R>,
    ) -> Result<Listing<R>> {
        let Some(paging) = self.account.provider.paging().filter(|_| operation.paged) else {
            return Ok(self.page(operation, &inputs, read).await?.0);
        };
        let pages = Pages { operation, inputs, read, paging };
        let first = self.round(&pages).await?;
        if !first.may_settle() {
            return Ok(first.told(self, operation));
        }
        match self.round(&pages).await {
            Ok(second) if second.whole() => Ok(second.listing),
            Ok(second) => {
                let mut listing = second.told(self, operation);
                listing.records.extend(first.listing.into_parts().0);
                Ok(listing.unique())
            }
            Err(error) => {
                let mut listing = first.told(self, operation);
                listing.fail(error);
                Ok(listing)
            }
        }
    }

    /// Reads all pages once.
    async fn round<R: Identified>(&self, pages: &Pages<R>) -> Result<Round<R>> {
        let mut round = Round::new();
        let first = self.numbered(pages, 1).await?;
        let rows = first.rows();
        // Beyond the pages that the total makes, pages are read one by one as long as more are announced.
        let known =
            first.total.and_then(|total| total.checked_div(rows).map(|full| full + u64::from(total % rows > 0)));
        let known = known.unwrap_or(1).clamp(1, MOST_PAGES);
        if !round.add(1, first) {
            return Ok(round);
        }
        let one = |page: u64| async move { (page, self.numbered(pages, page).await) };
        let ahead = stream::iter(2..=known).map(one).buffered(self.account.parallel);
        let mut rest = std::pin::pin!(ahead.chain(stream::iter(known + 1..=MOST_PAGES).then(one)));
        while let Some((page, result)) = rest.next().await {
            let further = match result {
                Ok(found) => round.add(page, found),
                Err(error) if error.kind() == Kind::NotFound => round.end_at(page, End::Missing),
                Err(error) => {
                    round.listing.fail(error);
                    page <= known && round.listing.count_failed() < MOST_FAILURES
                }
            };
            if !further {
                return Ok(round);
            }
        }
        round.end_at(MOST_PAGES, End::TooMany);
        Ok(round)
    }

    /// Reads the page with a number, from 1.
    async fn numbered<R: Identified>(&self, pages: &Pages<R>, page: u64) -> Result<Page<R>> {
        let Pages { operation, inputs, read, paging } = pages;
        let size = paging.per_page.to_string();
        let inputs = inputs.clone().text(paging.page, page.to_string()).text(paging.size, size);
        let (listing, rest) = self.page(operation, &inputs, *read).await?;
        Ok(Page { listing, more: !rest.at(paging.next).is_empty(), total: rest.any(paging.total).integer() })
    }
}

impl<R> Page<R> {
    /// The number of records in the reply, the broken ones included.
    fn rows(&self) -> u64 {
        (self.listing.records.len() + self.listing.count_broken()) as u64
    }
}

impl<R: Identified> Round<R> {
    fn new() -> Self {
        Self { listing: Listing::new(), seen: HashSet::new(), totals: HashSet::new(), end: None }
    }

    /// Adds the page with a number and returns whether to go on to the next.
    fn add(&mut self, number: u64, page: Page<R>) -> bool {
        let Page { mut listing, more, total } = page;
        self.totals.extend(total);
        listing.records.retain(|(record, _)| self.seen.insert(record.id().to_owned()));
        let news = !listing.records.is_empty();
        self.listing.extend(listing);
        if more && number > 1 && !news {
            return self.end_at(number, End::Repeated);
        }
        more
    }

    /// Notes that the reading ended early, and ends it.
    fn end_at(&mut self, page: u64, end: End) -> bool {
        self.end = Some((page, end));
        false
    }

    /// The number of records, the broken ones included.
    fn count(&self) -> u64 {
        (self.seen.len() + self.listing.count_broken()) as u64
    }

    /// A second reading may show that the list only changed in between.
    fn may_settle(&self) -> bool {
        let endless = matches!(self.end, Some((_, End::Repeated | End::TooMany)));
        !endless && self.listing.count_failed() == 0 && self.contradicts_itself()
    }

    /// Nothing is missing.
    fn whole(&self) -> bool {
        self.listing.count_failed() == 0 && !self.contradicts_itself()
    }

    /// The number of records differs from the pages' total, or the list ends elsewhere than it should.
    fn contradicts_itself(&self) -> bool {
        let whole = self.totals.len() == 1 && self.totals.contains(&self.count());
        match self.end {
            Some((_, End::Repeated | End::TooMany)) => true,
            Some((_, End::Missing)) => !whole,
            None => !whole && !self.totals.is_empty(),
        }
    }

    /// The statement of the list about itself that its records contradict.
    fn contradiction(&self, operation: &Operation) -> Option<String> {
        // A failed page already explains whatever is missing.
        let explained = self.listing.count_failed() > 0 && self.end.is_none();
        if explained || !self.contradicts_itself() {
            return None;
        }
        let (id, count) = (operation.id, self.count());
        Some(match (self.end, self.totals.iter().max()) {
            (Some((page, End::Repeated)), _) => format!("page {page} of {id} holds nothing new and announces more"),
            (Some((page, End::TooMany)), _) => format!("{id} has more than {page} pages"),
            (_, Some(_)) if self.totals.len() > 1 => format!("the total of {id} changed while it was read"),
            (_, Some(total)) => format!("{id} tells of {total} records, and holds {count}"),
            (Some((page, _)), None) => format!("page {page} of {id} is announced and not there"),
            (None, None) => return None,
        })
    }

    /// The listing, incomplete when its records contradict the list's own statements.
    fn told(mut self, session: &Session, operation: &'static Operation) -> Listing<R> {
        if let Some(sentence) = self.contradiction(operation) {
            let error = Error::new(Kind::Unavailable, sentence).operation(operation.id);
            self.listing.fail(session.place(error).hint("there may be more than is shown: ask again"));
        }
        self.listing
    }
}
