//! Records: the common words for a provider's own, and the requests that act on them.

use proptest::prelude::*;

use super::{super::*, *};
use crate::{
    http::{Request, stub::Stub},
    provider::{DRIVES, INSTANCES, INVOICES, TICKETS, WHOAMI},
};

/// The path of a request below the base URL, without its query.
fn path(request: &Request) -> &str {
    request.url.strip_prefix(BASE).unwrap().split('?').next().unwrap()
}

fn cloud(provider: &'static dyn Provider) -> Session {
    let stub = Stub::by(move |request| {
        let answer = (provider.facts().fixture.answer)(path(request));
        reply(200, answer.unwrap_or_else(|| panic!("nobody at {} answers {}", provider.id(), request.url)))
    });
    testing::over(testing::account(provider, BASE), &stub)
}

/// Reads the one record of a noun by list and by show, and gives its id and state; nothing without a binding.
async fn read(noun: &Noun, provider: &'static dyn Provider) -> Option<(String, &'static str)> {
    let binding = noun.binding(provider.bindings());
    binding.list.as_ref()?;
    let session = cloud(provider);
    let listing = list_of(noun, &session).await.unwrap();
    let place = format!("{} {}", provider.id(), noun.word);
    assert_eq!((listing.records.len(), listing.failures().len()), (1, 0), "{place}");
    let head = listing.records[0].0.head().clone();
    assert!(noun.record.states.contains(&head.state), "{place}: {}", head.state);
    if !matches!(binding.show, None | Some(Show::Listed)) {
        let shown = show_of(noun, &session, &head.id).await.unwrap();
        assert_eq!((shown.head().id.as_str(), shown.head().state), (head.id.as_str(), head.state), "{place}");
    }
    Some((head.id, head.state))
}

#[tokio::test]
async fn every_noun_is_listed_and_shown_alike() {
    for provider in providers() {
        let records = provider.facts().fixture.records;
        for (word, id, state) in records {
            let noun = NOUNS.into_iter().find(|noun| noun.word == *word).unwrap_or_else(|| panic!("no noun is {word}"));
            let found = read(noun, provider).await.unwrap();
            assert_eq!((&*found.0, state.unwrap_or(found.1)), (*id, found.1), "{} {word}", provider.id());
        }
    }
}

#[tokio::test]
async fn an_id_cannot_lead_out_of_its_path() {
    for provider in providers() {
        let parts = provider.bindings().instances.id.len();
        for id in ["", "/", "a/", "/a", "../x", "x/..", "..", ".", "a/../../b", "a?b", "a#b"] {
            let stub = Stub::by(|_| reply(404, "{}"));
            let session = testing::over(testing::account(provider, BASE), &stub);
            assert!(show::<Instance>(&session, id).await.is_err(), "{} {id:?}", provider.id());
            let asked = stub.asked();
            assert!(asked.iter().all(|url| !url.contains(['?', '#'])), "{asked:?}");
            // Some servers decode a slash before they look at the segments.
            let climbs = |url: &String| url.replace("%2F", "/").split('/').any(|part| matches!(part, "." | ".."));
            assert!(!asked.iter().any(climbs), "{asked:?}");
            let whole = id.split('/').filter(|part| !part.is_empty()).count() >= parts && !id.starts_with('/');
            assert!(stub.count() == 0 || whole || parts == 1, "{} {id:?}: {asked:?}", provider.id());
        }
    }
}

/// Lists a noun where every state is one word, and gives the number of records.
async fn states(noun: &Noun, provider: &'static dyn Provider, word: &str) -> usize {
    let owned = word.to_owned();
    let stub = Stub::by(move |request| reply(200, (provider.facts().fixture.worded)(path(request), &owned)));
    let session = testing::over(testing::account(provider, BASE), &stub);
    let listing = list_of(noun, &session).await.unwrap();
    for (record, _) in &listing.records {
        let state = record.head().state;
        assert!(noun.record.states.contains(&state), "{} {} {word:?}: {state}", provider.id(), noun.word);
    }
    listing.records.len()
}

/// Lists every noun whose states are words, at every provider that has it, and gives the shortest list's length.
async fn all_states(word: &str) -> usize {
    let mut fewest = usize::MAX;
    for provider in providers() {
        for noun in [&INSTANCES, &DRIVES, &INVOICES, &TICKETS, &WHOAMI] {
            if noun.binding(provider.bindings()).list.is_some() {
                fewest = fewest.min(states(noun, provider, word).await);
            }
        }
    }
    fewest
}

/// A runtime that a property test can use.
fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

#[test]
fn known_words_become_states_of_ours() {
    let words = "active building paused suspended stopped rescued booted_from_iso resized soft-delete deleted error \
        shelved shelved_offloaded powering-off powering-on rebooting online offline running on off up down starting \
        stopping shutdown migrating rebuild creating failed frozen thawed ready pending cancelling aborting freezing \
        dead dumped imaging copying available in-use attaching detaching extending maintenance unpaid paid overdue \
        cancelled canceled refunded draft collections credited open answered closed done Open Client-Reply In-Progress \
        On-Hold Active Suspended Closed Inactive Unpaid Paid true false 1 0";
    for word in words.split_whitespace() {
        assert!(runtime().block_on(all_states(word)) > 0, "{word}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_word_makes_a_state_that_is_not_ours(word in "[a-zA-Z0-9:/ _%.-]{0,14}") {
        prop_assert!(runtime().block_on(all_states(&word)) > 0);
    }
}
