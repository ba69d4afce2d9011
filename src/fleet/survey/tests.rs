//! Several nouns of one account: each failure once, and no question to an account that does not answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::{
    error::Result,
    fleet::{
        Choice,
        testing::{account, broken, fleet, reply, servers},
    },
    http::{Reply, Request, stub::Stub},
    model::{Host, Invoice, Ticket},
    provider::{HOSTS, INVOICES},
};

const LONG: Duration = Duration::from_secs(60);

/// An account at a portal with invoices and tickets.
fn portal(script: impl FnMut(&Request) -> Result<Reply> + 'static) -> (Rc<Session>, Stub) {
    account("portal", "seflow", script)
}

fn asks_for(request: &Request, word: &str) -> bool {
    request.url.contains(word)
}

#[tokio::test]
async fn what_is_not_read_keeps_nothing_else_from_being_read() {
    let (session, _) = portal(|request| {
        if asks_for(request, "invoice") {
            return reply(500, "{}");
        }
        reply(200, r#"{"tickets":[{"ticket_number":"437928","status":"Open"}]}"#)
    });
    let mut round = Survey::of(session, LONG);
    let (invoices, tickets, hosts) =
        (round.read::<Invoice>().await, round.read::<Ticket>().await, round.read::<Host>().await);
    assert_eq!((invoices.told, invoices.tells()), (Completeness::Part, false));
    assert_eq!((tickets.told, tickets.records.len()), (Completeness::All, 1));
    assert_eq!((hosts.told, hosts.tells()), (Completeness::Nothing, false), "the provider does not have it");
    let failures = round.end().failures;
    assert_eq!(failures.iter().map(Error::kind).collect::<Vec<_>>(), [Kind::Unavailable]);
    assert_eq!(failures[0].details().account.as_deref(), Some("portal"));
}

#[tokio::test]
async fn a_refused_secret_is_sent_and_told_once() {
    let (session, stub) = portal(|_| reply(401, ""));
    let mut round = Survey::of(session, LONG);
    assert!(!round.read::<Ticket>().await.tells() && !round.read::<Invoice>().await.tells());
    assert_eq!((stub.count(), round.end().failures.len()), (1, 1));
}

#[tokio::test]
async fn where_nobody_answers_nothing_more_is_asked() {
    let (session, stub) = portal(|_| broken());
    let mut round = Survey::of(session, LONG);
    round.read::<Ticket>().await;
    assert_eq!(round.read::<Invoice>().await.told, Completeness::Part);
    assert_eq!((stub.count(), round.end().failures.len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn the_nouns_share_the_time_of_their_account() {
    let (session, stub) = portal(|_| reply(200, r#"{"tickets":[],"invoices":[]}"#));
    let mut round = Survey { deadline: Instant::now(), ..Survey::of(session, LONG) };
    assert_eq!(round.read::<Ticket>().await.told, Completeness::Part);
    assert!(round.end().failures[0].to_string().contains("within 60 s"));
    assert!(stub.count() <= 1);
}

#[tokio::test]
async fn what_a_deployment_lacks_is_only_a_failure_where_it_tells_nothing_else() {
    let fleio = |tickets: u16, invoices: u16| {
        account("portal", "fleio", move |request| {
            reply(if asks_for(request, "tickets") { tickets } else { invoices }, r#"{"objects":[]}"#)
        })
    };
    let heard = async |(session, _): (Rc<Session>, Stub)| {
        let mut round = Survey::of(session, LONG);
        let tickets = round.read::<Ticket>().await;
        round.read::<Invoice>().await;
        let ended = round.end();
        (tickets.told, ended.missing.len(), ended.failures.len())
    };
    assert_eq!(heard(fleio(404, 200)).await, (Completeness::Nothing, 1, 0));
    assert_eq!(heard(fleio(404, 404)).await, (Completeness::Nothing, 0, 2));
}

#[test]
fn accounts_without_any_of_the_nouns_are_passed_over_unless_named() {
    static NOUNS: [&Noun; 2] = [&INVOICES, &HOSTS];
    let [portal, cloud] = [portal(|_| reply(200, "")), servers("cloud", &[])];
    let fleet = fleet(&[&portal, &cloud], None);
    let having = |choice: Choice| fleet.having(&fleet.reading(&choice).unwrap(), &NOUNS);
    assert_eq!(having(Choice::All).unwrap(), (vec!["portal".to_owned()], vec!["cloud".to_owned()]));
    let error = having(Choice::Named(vec!["cloud".to_owned()])).unwrap_err();
    assert_eq!((error.kind(), error.details().account.as_deref()), (Kind::Unsupported, Some("cloud")));
    assert!(error.to_string().ends_with("has none of these: invoices, hosts"), "{error}");
    let hint = error.details().hint.clone().unwrap();
    assert!(hint.contains("Fleio") && hint.contains("ui-vmm") && !hint.contains("CloudSigma"), "{hint}");
}
