//! Tests that the limits hold, also when requests fail or are given up, and that nobody waits for nothing.
#![allow(clippy::unwrap_used)]

use futures_util::{FutureExt, future::join_all};

use super::super::{
    Effect, Wire,
    stub::Stub,
    testing::{down, request, status},
};
use super::*;

fn limit(places: usize) -> Limit {
    Rc::new(Semaphore::new(places))
}

/// A wire within the limits of its account and of the run.
fn within(own: Limit, all: Limit, wire: Wire) -> ConcurrencyLimit<ConcurrencyLimit<Wire>> {
    ConcurrencyLimit::new(own, ConcurrencyLimit::new(all, wire))
}

/// The most requests under way at once, of twenty at each of two accounts.
async fn most(own: usize, all: usize) -> (usize, usize) {
    let (stub, shared) = (Stub::by(|_| status(200, None)), limit(all));
    let accounts = [0, 1].map(|_| within(limit(own), Rc::clone(&shared), Wire::Stub(stub.clone())));
    let read = request(Effect::Read, "http://x/");
    let sent = join_all((0..40).map(|n| accounts[n % 2].send(&read))).await;
    assert!(sent.iter().all(Result::is_ok));
    (stub.most(), stub.count())
}

#[tokio::test]
async fn no_more_than_the_limits_are_under_way() {
    assert_eq!(most(4, 64).await, (8, 40), "four at each account");
    assert_eq!(most(50, 3).await, (3, 40), "three over all");
    assert_eq!(most(1, 1).await, (1, 40));
    assert_eq!(most(50, 64).await, (40, 40));
}

#[tokio::test]
async fn a_place_is_given_back_after_a_failure_and_when_given_up() {
    let places = limit(1);
    let rate = within(Rc::clone(&places), limit(1), Wire::Stub(Stub::by(|_| down())));
    let read = request(Effect::Read, "http://x/");
    assert!(rate.send(&read).await.is_err());
    assert_eq!(places.available_permits(), 1);
    let mut given_up = Box::pin(rate.send(&read));
    assert!(given_up.as_mut().now_or_never().is_none());
    assert_eq!(places.available_permits(), 0);
    drop(given_up);
    assert_eq!(places.available_permits(), 1);
}

/// The times at which so many requests were sent, all made at once, on a clock that advances only in pauses.
async fn times(a_second: Option<u32>, count: usize, answer: impl Fn(usize) -> Result<Reply> + 'static) -> Vec<u128> {
    let begun = Instant::now();
    let times = Rc::new(std::cell::RefCell::new(Vec::new()));
    let seen = Rc::clone(&times);
    let stub = Stub::by(move |_| {
        let mut seen = seen.borrow_mut();
        seen.push(begun.elapsed().as_millis());
        answer(seen.len())
    });
    let rate = RateLimit::new(a_second.and_then(NonZeroU32::new), Wire::Stub(stub));
    let read = request(Effect::Read, "http://x/");
    join_all((0..count).map(|_| rate.send(&read))).await;
    times.take()
}

#[tokio::test(start_paused = true)]
async fn no_more_than_the_rate_is_sent_in_a_second() {
    assert_eq!(times(None, 500, |_| status(200, None)).await, vec![0; 500]);
    let sent = times(Some(10), 35, |_| status(200, None)).await;
    assert_eq!(sent.iter().filter(|time| **time == 0).count(), 10, "a second's worth at once: {sent:?}");
    assert!(sent.iter().filter(|time| **time < 1_000).count() <= 20 && sent[34] >= 2_400, "{sent:?}");
    assert_eq!(times(Some(1), 3, |_| status(200, None)).await.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_account_that_says_429_is_asked_more_slowly_from_then_on() {
    let stub = Stub::new([status(429, Some(7)), status(200, None), status(200, None), status(429, None)].into_iter());
    let rate = RateLimit::new(None, Wire::Stub(stub));
    let read = request(Effect::Read, "http://x/");
    let begun = Instant::now();
    for (expected, code) in [(0, 429), (7_000, 200), (7_500, 200), (8_000, 429), (9_000, 0)] {
        let reply = rate.send(&read).await;
        let waited = begun.elapsed().as_millis();
        assert!(waited >= expected && waited < expected + 20, "{waited} for {expected}");
        assert_eq!(reply.map_or(0, |reply| reply.status), code);
    }
}

#[tokio::test(start_paused = true)]
async fn a_pause_of_ages_is_told_and_not_waited_for() {
    for seconds in [3_600, u64::MAX] {
        let stub = Stub::by(move |_| status(429, Some(seconds)));
        let rate = RateLimit::new(NonZeroU32::new(5), Wire::Stub(stub.clone()));
        let read = request(Effect::Read, "http://x/");
        assert_eq!(rate.send(&read).await.unwrap().status, 429);
        let error = rate.send(&read).await.unwrap_err();
        assert_eq!((error.kind(), error.retryable(), stub.count()), (Kind::Unavailable, true, 1), "{error}");
        assert!(error.details().hint.as_ref().unwrap().starts_with("try again"), "{error:?}");
    }
}
