//! Ends of waiting: at the goal, in a state that does not lead to it, when the machine is gone, when the time is up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::{
    error::Result,
    fleet::testing::{reply, scripted},
    http::Reply,
    provider::INSTANCES,
};

fn state(status: &str) -> Result<Reply> {
    reply(200, format!(r#"{{"id":"i","name":"web","status":"{status}"}}"#))
}

/// A wait for a stop, with this limit in seconds.
fn stopped(seconds: u64) -> Wait<'static> {
    let deadline = now() + Duration::from_secs(seconds);
    Wait { goal: Goal::State("stopped"), eager: false, new: false, deadline, tell: &|_| {} }
}

/// The end of a wait for a stop given these replies, the number of requests, and the time it took.
async fn wait(replies: Vec<Result<Reply>>) -> (Result<Ended>, usize, Duration) {
    let (session, stub) = scripted("fleio", replies);
    let begun = tokio::time::Instant::now();
    let ended = until(&session, &INSTANCES, "i", &stopped(60)).await;
    (ended, stub.count(), begun.elapsed())
}

#[tokio::test(start_paused = true)]
async fn it_looks_until_the_goal_is_reached() {
    let (ended, looks, took) = wait(vec![state("active"), state("active"), state("stopped")]).await;
    assert!(matches!(ended, Ok(Ended::Reached(vm)) if vm.record.head().state == "stopped"));
    assert_eq!(looks, 3);
    assert!(took >= Duration::from_millis(30), "it never looks faster than the provider's pace: {took:?}");
}

#[tokio::test(start_paused = true)]
async fn the_pauses_grow_up_to_the_longest() {
    let stub = crate::http::stub::Stub::new([state("active"), state("active"), state("active"), state("stopped")]);
    let provider = crate::provider::by_id("fleio").unwrap();
    let mut account = crate::provider::testing::named(provider, "test", "https://cloud.example.com");
    account.pace = crate::provider::Pace { first: Duration::from_secs(4), longest: Duration::from_secs(7) };
    let session = crate::provider::testing::over(account.into(), &stub);
    let begun = tokio::time::Instant::now();
    let ended = until(&session, &INSTANCES, "i", &stopped(600)).await;
    assert!(matches!(ended, Ok(Ended::Reached(_))));
    let took = begun.elapsed().as_millis();
    assert!((24_000..24_100).contains(&took), "4 + 6 + 7 + 7 s, not {took} ms");
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_is_gone_or_broken_ends_the_wait() {
    let (ended, looks, _) = wait(vec![state("active"), reply(404, "")]).await;
    assert!(matches!(ended, Ok(Ended::Gone)));
    assert_eq!(looks, 2);
    let (ended, _, _) = wait(vec![state("error")]).await;
    let error = ended.unwrap_err();
    assert_eq!((error.kind(), error.details().account.as_deref()), (Kind::Failed, Some("test")));
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_is_away_for_a_moment_is_asked_again_and_a_refusal_is_not() {
    let away = || Err(Error::new(Kind::Unavailable, "away"));
    let (ended, looks, _) = wait(vec![away(), reply(503, ""), reply(500, ""), state("stopped")]).await;
    assert!(matches!(ended, Ok(Ended::Reached(_))));
    assert_eq!(looks, 4);
    let (ended, looks, _) = wait(vec![reply(401, "")]).await;
    assert_eq!((ended.unwrap_err().kind(), looks), (Kind::Denied, 1));
}

#[tokio::test(start_paused = true)]
async fn when_the_time_is_up_it_does_not_look_again() {
    let (session, stub) = scripted("fleio", [state("active")]);
    let ended = until(&session, &INSTANCES, "i", &stopped(0)).await;
    assert!(matches!(ended, Ok(Ended::Late(None))));
    assert_eq!(stub.count(), 0);
}

/// The result of following a job through these states until it is done.
fn followed(states: &[&'static str], message: Option<&str>) -> Result<()> {
    let (session, _) = scripted("fleio", []);
    let mut seen = Seen::default();
    states.iter().try_for_each(|state| {
        let head = crate::model::Head { id: "j".to_owned(), state, ..crate::model::Head::default() };
        let message = message.map(str::to_owned);
        let job = crate::model::Job { head, action: None, resource: None, progress: None, message };
        seen.look(&session, Goal::State("done"), &job)
    })
}

#[test]
fn a_job_that_failed_is_told_with_the_providers_words() {
    assert!(followed(&["running", "running", "running", "unknown"], None).is_ok());
    let error = followed(&["running", "failed"], Some("no host has room")).unwrap_err();
    assert_eq!((error.kind(), error.details().provider_message.as_deref()), (Kind::Failed, Some("no host has room")));
    let error = followed(&["cancelled"], None).unwrap_err();
    assert_eq!((error.kind(), error.details().provider_message.is_none()), (Kind::Failed, true));
}

#[tokio::test(start_paused = true)]
async fn what_begins_and_falls_back_ends_the_wait() {
    let (session, stub) = scripted("uivmm", ["stopped", "starting", "stopped", "stopped"].map(panel));
    let wait = Wait { goal: Goal::State("running"), eager: true, ..stopped(60) };
    let error = until(&session, &INSTANCES, "3/web", &wait).await.unwrap_err();
    assert_eq!((error.kind(), stub.count()), (Kind::Failed, 4));
    assert!(error.to_string().contains("ended in state stopped instead of running"), "{error}");
}

/// An instance of ui-vmm in a state.
fn panel(status: &str) -> Result<Reply> {
    reply(200, format!(r#"{{"data":{{"attributes":{{"instance_name":"web","instance_status":"{status}"}}}}}}"#))
}

#[tokio::test(start_paused = true)]
async fn only_what_is_new_may_be_missing_and_only_until_it_was_seen() {
    let missing = || reply(200, r#"{"errors":[{"detail":"Instance not found"}]}"#);
    let (session, stub) = scripted("uivmm", [missing(), missing(), panel("starting"), missing()]);
    let wait = Wait { goal: Goal::State("running"), eager: true, new: true, ..stopped(60) };
    assert!(matches!(until(&session, &INSTANCES, "3/web", &wait).await, Ok(Ended::Gone)));
    assert_eq!(stub.count(), 4);
    let (session, stub) = scripted("uivmm", [missing(), panel("running")]);
    let wait = Wait { goal: Goal::State("running"), eager: true, ..stopped(60) };
    assert!(matches!(until(&session, &INSTANCES, "3/web", &wait).await, Ok(Ended::Gone)));
    assert_eq!(stub.count(), 1);
}
