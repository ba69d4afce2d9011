//! The limits hold, also when requests fail or are given up, and nobody waits for nothing.
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

/// The most requests that were under way together, of twenty at each of two accounts.
async fn most(own: usize, all: usize) -> (usize, usize) {
    let (stub, shared) = (Stub::by(|_| status(200, None)), limit(all));
    let accounts = [0, 1].map(|_| ConcurrencyLimit::new(limit(own), Rc::clone(&shared), Wire::Stub(stub.clone())));
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
    let rate = ConcurrencyLimit::new(Rc::clone(&places), limit(1), Wire::Stub(Stub::by(|_| down())));
    let read = request(Effect::Read, "http://x/");
    assert!(rate.send(&read).await.is_err());
    assert_eq!(places.available_permits(), 1);
    let mut given_up = Box::pin(rate.send(&read));
    assert!(given_up.as_mut().now_or_never().is_none());
    assert_eq!(places.available_permits(), 0);
    drop(given_up);
    assert_eq!(places.available_permits(), 1);
}
