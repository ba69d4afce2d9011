//! Tests that failures of a listing are never lost, and that broken records are reported in one sentence.
#![allow(clippy::unwrap_used)]

use super::*;

fn error(kind: Kind) -> Error {
    Error::new(kind, "no id")
}

fn told(listing: &Listing<u8>) -> Vec<String> {
    listing.failures().iter().map(|error| error.details().message.clone()).collect()
}

#[test]
fn broken_records_are_told_by_their_number_and_the_first_three() {
    let mut listing = Listing::<u8>::new();
    listing.broken("keys.list", 2, error(Kind::Failed));
    assert_eq!(told(&listing), ["1 record of keys.list could not be read (number 2: no id)"]);
    for place in [3, 5, 8, 13] {
        let mut page = Listing::new();
        page.broken("keys.list", place, error(Kind::Failed));
        listing.extend(page);
    }
    listing.broken("images.list", 1, error(Kind::Failed));
    assert_eq!(
        told(&listing),
        [
            "5 records of keys.list could not be read (number 2: no id; number 3: no id; number 5: no id ...)",
            "1 record of images.list could not be read (number 1: no id)",
        ]
    );
    assert_eq!((listing.count_broken(), listing.complete()), (6, false));
}

#[test]
fn what_is_missing_is_unavailable_and_what_must_be_mended_keeps_its_kind() {
    for (kind, expected) in [
        (Kind::Failed, Kind::Unavailable),
        (Kind::NotFound, Kind::Unavailable),
        (Kind::Conflict, Kind::Unavailable),
        (Kind::Unavailable, Kind::Unavailable),
        (Kind::Denied, Kind::Denied),
        (Kind::Config, Kind::Config),
        (Kind::Unsupported, Kind::Unsupported),
    ] {
        let mut listing = Listing::<u8>::new();
        listing.take(Err(error(kind)));
        assert_eq!(listing.failures()[0].kind(), expected, "{kind:?}");
    }
}

#[test]
fn absence_from_a_listing_that_lacks_something_is_what_it_lacks() {
    let missing = || error(Kind::NotFound);
    let kind = |listing: Listing<u8>| listing.find(|number| *number == 9, missing).map_err(|error| error.kind());
    assert_eq!(kind(Listing::of(vec![(1, None)])), Err(Kind::NotFound));
    for broken in [true, false] {
        let mut ids = Listing::of(vec![(9, None)]);
        if broken {
            ids.broken("keys.list", 1, error(Kind::Failed));
        } else {
            ids.fail(error(Kind::Failed));
        }
        let mut made = Listing::<u8>::new();
        assert_eq!(made.inherit(ids).len(), 1);
        assert_eq!(kind(made), Err(Kind::Unavailable), "what a list was made from lacks");
        let mut found = Listing::of(vec![(9, None)]);
        found.fail(error(Kind::Failed));
        assert_eq!(kind(found), Ok((9, None)));
    }
}
