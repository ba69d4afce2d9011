//! Lists in numbered pages: read by number below the account's own base, and incomplete when a page is missing.
//! Only Fleio has them.

use std::collections::BTreeSet;

use super::{super::*, *};
use crate::{
    error::Kind,
    http::{Request, stub::Stub},
};

fn fleio() -> &'static dyn Provider {
    by_id("fleio").unwrap()
}

/// The page that a request asks for.
fn page_of(request: &Request) -> usize {
    let (_, query) = request.url.split_once('?').unwrap();
    let page = query.split('&').find_map(|pair| pair.strip_prefix("page=")).unwrap();
    page.parse().unwrap()
}

fn row(id: usize) -> String {
    format!(r#"{{"id":"vm-{id}","name":"vm-{id}","status":"active"}}"#)
}

/// A page of two machines out of some, in Fleio's envelope; `next` names another host, as behind a proxy.
fn page(number: usize, of: usize, total: &str) -> String {
    let rows: Vec<_> = (number * 2 - 1..=(number * 2).min(of)).map(row).collect();
    let next = if number * 2 < of { "\"http://10.0.0.7/backend/api/openstack/instances?page=9\"" } else { "null" };
    format!(
        r#"{{"count":{of},"next":{next},"previous":null,"objects":[{}],"totalCount":{total},"pageNo":"{number}"}}"#,
        rows.join(",")
    )
}

async fn listed(stub: &Stub) -> (Vec<String>, Vec<crate::error::Error>) {
    let session = testing::over(testing::account(fleio(), BASE), stub);
    let listing = list::<Instance>(&session).await.unwrap();
    let (records, failures) = listing.into_parts();
    (records.into_iter().map(|(vm, _)| vm.head.id).collect(), failures)
}

fn ids(range: std::ops::RangeInclusive<usize>) -> Vec<String> {
    range.map(|n| format!("vm-{n}")).collect()
}

#[tokio::test]
async fn pages_are_walked_by_number_and_never_at_the_host_of_next() {
    let stub = Stub::by(|request| reply(200, page(page_of(request), 9, "9")));
    let (found, failures) = listed(&stub).await;
    assert_eq!((found, failures.len()), (ids(1..=9), 0));
    let asked = stub.asked();
    assert!(asked.iter().all(|url| url.starts_with(&format!("GET {BASE}/openstack/instances?"))), "{asked:?}");
    let pages: BTreeSet<_> = stub.sent.borrow().iter().map(page_of).collect();
    assert_eq!((pages, asked.len()), ((1..=5).collect(), 5));
    assert!(asked.iter().all(|url| url.contains("page_size=500")), "{asked:?}");
}

#[tokio::test]
async fn pages_after_the_first_are_asked_for_together() {
    let stub = Stub::by(|request| reply(200, page(page_of(request), 20, "20")));
    let (found, _) = listed(&stub).await;
    assert_eq!((found, stub.most()), (ids(1..=20), 9));
    let mut account = testing::named(fleio(), "test", BASE);
    account.parallel = 3;
    let stub = Stub::by(|request| reply(200, page(page_of(request), 20, "20")));
    let session = testing::over(account.into(), &stub);
    assert_eq!(list::<Instance>(&session).await.unwrap().records.len(), 20);
    assert_eq!(stub.most(), 3, "within the account's limit");
}

#[tokio::test]
async fn a_total_may_be_text_or_stand_under_another_key_or_be_missing() {
    for total in ["\"5\"", "5", "5.0", "null", "\"\"", "\"many\""] {
        let stub = Stub::by(move |request| reply(200, page(page_of(request), 5, total)));
        let (found, failures) = listed(&stub).await;
        assert_eq!((found, failures.len(), stub.count()), (ids(1..=5), 0, 3), "{total}");
    }
    let bare =
        |request: &Request| page(page_of(request), 5, "0").replace("\"count\":5,", "").replace("totalCount", "x");
    let stub = Stub::by(move |request| reply(200, bare(request)));
    assert_eq!((listed(&stub).await.0, stub.count(), stub.most()), (ids(1..=5), 3, 1), "one after the other");
}

#[tokio::test]
async fn one_page_is_one_request() {
    for of in [0, 1, 2] {
        let stub = Stub::by(move |request| reply(200, page(page_of(request), of, &of.to_string())));
        let (found, failures) = listed(&stub).await;
        assert_eq!((found.len(), failures.len(), stub.count()), (of, 0, 1), "{of}");
    }
}

#[tokio::test]
async fn a_failing_first_page_is_a_failure_and_a_later_one_an_incomplete_listing() {
    let session = testing::session(testing::account(fleio(), BASE), [reply(500, "")]);
    assert!(list::<Instance>(&session).await.is_err());
    for broken in [(500, ""), (403, ""), (200, "{\"objects\":[{"), (200, "")] {
        let stub = Stub::by(move |request| match page_of(request) {
            2 => reply(broken.0, broken.1),
            number => reply(200, page(number, 7, "7")),
        });
        let (found, failures) = listed(&stub).await;
        assert_eq!((found.len(), failures.len()), (5, 1), "{broken:?}");
        assert_eq!(failures[0].details().account.as_deref(), Some("test"), "{broken:?}");
    }
    let nobody_counts = |request: &Request| page(page_of(request), 7, "null").replace("\"count\":7,", "");
    let stub = Stub::by(
        move |request| if page_of(request) == 3 { reply(500, "") } else { reply(200, nobody_counts(request)) },
    );
    let (found, failures) = listed(&stub).await;
    assert_eq!((found.len(), failures.len(), stub.count()), (4, 1, 3), "what comes after it is not guessed");
}

/// The number of times that a contradictory list was read, its records, and the reason why it is incomplete.
async fn incomplete(answer: impl Fn(usize) -> Result<Reply> + 'static) -> (usize, Vec<String>, String) {
    let stub = Stub::by(move |request| answer(page_of(request)));
    let (mut found, failures) = listed(&stub).await;
    found.sort();
    let told: Vec<_> = failures.iter().map(|error| error.details().message.clone()).collect();
    assert!(failures.iter().all(|error| error.kind() == Kind::Unavailable), "{told:?}");
    (stub.sent.borrow().iter().filter(|request| page_of(request) == 1).count(), found, told.join("; "))
}

#[tokio::test]
async fn records_that_contradict_their_total_are_read_once_more_and_then_incomplete() {
    let envelope = |total: &str, next: &str, rows: &[usize]| {
        let rows: Vec<_> = rows.iter().map(|id| row(*id)).collect();
        reply(200, format!(r#"{{"objects":[{}],"next":{next},"totalCount":{total}}}"#, rows.join(",")))
    };
    let (more, end) = ("\"/next\"", "null");
    let missing = || reply(404, r#"{"detail":"Invalid page."}"#);
    for (what, second, found, told) in [
        ("an empty page", envelope("4", end, &[]), 2, "instances.list tells of 4 records, and holds 2"),
        ("a short page", envelope("4", end, &[3]), 3, "instances.list tells of 4 records, and holds 3"),
        ("a long page", envelope("4", end, &[3, 4, 5]), 5, "instances.list tells of 4 records, and holds 5"),
        ("the first page again", envelope("4", end, &[1, 2]), 2, "instances.list tells of 4 records, and holds 2"),
        ("a page that is not there", missing(), 2, "instances.list tells of 4 records, and holds 2"),
        ("another total", envelope("5", end, &[3, 4]), 4, "the total of instances.list changed while it was read"),
    ] {
        let pages = move |page| if page == 1 { envelope("4", more, &[1, 2]) } else { second.clone() };
        let (rounds, ids, sentence) = incomplete(pages).await;
        assert_eq!((rounds, ids.len(), sentence.as_str()), (2, found, told), "{what}");
    }
    for (what, first, found, told) in [
        ("no total but more", envelope("null", more, &[1]), 1, "page 2 of instances.list is announced and not there"),
        ("none of many", envelope("7", end, &[]), 0, "instances.list tells of 7 records, and holds 0"),
        ("some of none", envelope("0", end, &[1]), 1, "instances.list tells of 0 records, and holds 1"),
    ] {
        let pages = move |page| if page == 1 { first.clone() } else { missing() };
        let (rounds, ids, sentence) = incomplete(pages).await;
        assert_eq!((rounds, ids.len(), sentence.as_str()), (2, found, told), "{what}");
    }
    let emptied = move |page| envelope("0", if page == 1 { more } else { end }, if page == 1 { &[] } else { &[1, 2] });
    let (_, ids, told) = incomplete(emptied).await;
    assert_eq!(
        (ids.len(), told.as_str()),
        (2, "instances.list tells of 0 records, and holds 2"),
        "more behind nothing"
    );
}

#[tokio::test]
async fn a_list_that_only_changed_in_between_is_whole() {
    let asked = std::cell::Cell::new(0);
    let stub = Stub::by(move |request| {
        asked.set(asked.get() + 1);
        let of = if asked.get() > 2 { 4 } else { 5 };
        match (page_of(request), asked.get()) {
            (3, _) => reply(404, r#"{"detail":"Invalid page."}"#),
            (number, _) => reply(200, page(number, of, &of.to_string())),
        }
    });
    let (found, failures) = listed(&stub).await;
    assert_eq!((found, failures.len()), (ids(1..=4), 0));
    assert!(stub.count() <= 6, "{}", stub.count());
}

#[tokio::test]
async fn what_two_rounds_found_is_shown_though_neither_was_whole() {
    let asked = std::cell::Cell::new(0);
    let stub = Stub::by(move |_| {
        asked.set(asked.get() + 1);
        reply(200, format!(r#"{{"objects":[{}],"next":null,"totalCount":3}}"#, row(asked.get())))
    });
    let (mut found, failures) = listed(&stub).await;
    found.sort();
    assert_eq!((found, failures.len()), (ids(1..=2), 1));
}

#[tokio::test]
async fn a_page_that_repeats_itself_for_ever_ends_the_reading() {
    for total in ["null", "1", "2", "9", "1000000", "18446744073709551615"] {
        let again = format!(r#"{{"objects":[{},{}],"next":"/again","totalCount":{total}}}"#, row(1), row(2));
        let stub = Stub::by(move |_| reply(200, again.clone()));
        let (found, failures) = listed(&stub).await;
        assert_eq!((found, failures.len()), (ids(1..=2), 1), "{total}");
        let told = &failures[0].details().message;
        assert_eq!(told, "page 2 of instances.list holds nothing new and announces more", "{total}");
        assert!(stub.count() <= 51, "{total}: {} requests", stub.count());
    }
}

#[tokio::test]
async fn a_total_that_lies_ends_with_the_pages_there_are() {
    for beyond in
        [(404, r#"{"detail":"Invalid page."}"#), (200, r#"{"objects":[],"next":"x","totalCount":9}"#), (500, "")]
    {
        for total in ["1000000", "18446744073709551615"] {
            let stub = Stub::by(move |request| match page_of(request) {
                number @ 1..=3 => reply(200, page(number, 99, total)),
                _ => reply(beyond.0, beyond.1),
            });
            let (found, failures) = listed(&stub).await;
            assert_eq!(found, ids(1..=6), "{total} {beyond:?}");
            assert!((1..=3).contains(&failures.len()), "{failures:?}");
            assert!(stub.count() <= 120, "{} requests", stub.count());
        }
    }
}

#[tokio::test]
async fn what_two_pages_hold_is_told_once() {
    let stub = Stub::by(|request| {
        let number = page_of(request);
        let rows = [row(number), row(number + 1)].join(",");
        let next = if number < 4 { "\"x\"" } else { "null" };
        reply(200, format!(r#"{{"next":{next},"objects":[{rows}],"totalCount":5}}"#))
    });
    let (found, failures) = listed(&stub).await;
    assert_eq!((found, failures.len()), (ids(1..=5), 0));
}

#[tokio::test]
async fn a_record_that_cannot_be_read_makes_the_listing_incomplete() {
    let body = format!(r#"{{"objects":[{},{{"name":"no id"}},7,null],"totalCount":4}}"#, row(1));
    let (found, failures) = listed(&Stub::by(move |_| reply(200, body.clone()))).await;
    assert_eq!((found, failures.len()), (ids(1..=1), 1));
    let no_id = "one instance of the reply has no id";
    let told = format!(
        "3 records of instances.list could not be read (number 2: {no_id}; number 3: {no_id}; number 4: {no_id})"
    );
    assert_eq!(failures[0].details().message, told);
}
