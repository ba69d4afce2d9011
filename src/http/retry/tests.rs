//! Tests of which requests are sent again, how often and after which pause, on a clock that the test moves.
//! A change is sent once, whatever happens.
#![allow(clippy::unwrap_used)]

use super::super::{
    Repeat, Wire,
    stub::Stub,
    testing::{broken, down, memory, request, status},
};
use super::*;

/// The answer, the number of tries, and the pauses in between.
async fn send(
    tries: u32,
    request: &Request,
    replies: impl IntoIterator<Item = Result<Reply>>,
) -> (Result<Reply>, usize, Vec<Duration>) {
    let (stub, heard) = (Stub::new(replies), memory());
    let begun = tokio::time::Instant::now();
    let retry = Retry::new(tries, Rc::clone(&heard) as Rc<dyn Observer>, Wire::Stub(stub.clone()));
    let result = retry.send(request).await;
    let pauses = heard.0.borrow().clone();
    let waited = begun.elapsed();
    let told: Duration = pauses.iter().sum();
    assert!(waited >= told && waited < told + Duration::from_millis(10), "waited {waited:?}, told {told:?}");
    (result, stub.count(), pauses)
}

fn read() -> Request {
    request(Effect::Read, "http://x/")
}

#[tokio::test(start_paused = true)]
async fn reads_are_repeated_past_what_passes() {
    for passing in [status(429, None), status(502, None), status(503, None), status(504, None), down(), broken()] {
        let what = format!("{passing:?}");
        let (result, sent, pauses) = send(3, &read(), [passing.clone(), passing.clone(), status(200, None)]).await;
        assert_eq!((result.unwrap().status, sent, pauses.len()), (200, 3, 2), "{what}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_more_than_the_tries_there_are() {
    for (tries, expected) in [(0, 1), (1, 1), (2, 2), (5, 5)] {
        let (result, sent, _) = send(tries, &read(), (0..9).map(|_| status(503, None))).await;
        assert_eq!((result.unwrap().status, sent), (503, expected));
        let (result, sent, _) = send(tries, &read(), (0..9).map(|_| down())).await;
        assert_eq!((result.unwrap_err().kind(), sent), (Kind::Unavailable, expected));
    }
}

#[tokio::test(start_paused = true)]
async fn answers_that_will_not_change_are_taken_at_once() {
    for code in [200, 204, 400, 401, 403, 404, 409, 500, 501] {
        let (result, sent, _) = send(3, &read(), [status(code, Some(1))]).await;
        assert_eq!((result.unwrap().status, sent), (code, 1));
    }
    let refused = Err(Error::new(Kind::Config, "no"));
    let (result, sent, _) = send(3, &read(), [refused]).await;
    assert_eq!((result.unwrap_err().kind(), sent), (Kind::Config, 1));
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_and_vary() {
    let (_, sent, pauses) = send(12, &read(), (0..12).map(|_| down())).await;
    assert_eq!(sent, 12);
    for (pause, doublings) in pauses.iter().zip((0..8_u32).chain(std::iter::repeat(7))) {
        let longest = FIRST_PAUSE * 2_u32.pow(doublings);
        assert!(*pause >= longest / 2 && *pause <= longest, "{pause:?} of {longest:?}");
    }
    assert_eq!(pauses.len(), 11);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_obeyed() {
    let (result, sent, pauses) =
        send(3, &read(), [status(429, Some(7)), status(503, Some(0)), status(200, None)]).await;
    assert_eq!((result.unwrap().status, sent), (200, 3));
    assert_eq!(pauses, [Duration::from_secs(7), Duration::ZERO]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_waited_for_past_the_deadline() {
    let until = |time| Request { deadline: Some(Instant::now() + time), ..read() };
    let (result, sent, pauses) = send(3, &until(Duration::from_secs(5)), [status(429, Some(6))]).await;
    assert_eq!((result.unwrap().status, sent, pauses.len()), (429, 1, 0));
    let (_, sent, _) = send(3, &until(Duration::from_secs(60)), [status(429, Some(6)), status(200, None)]).await;
    assert_eq!(sent, 2);
    let (_, sent, _) = send(3, &until(Duration::ZERO), [down()]).await;
    assert_eq!(sent, 1);
}

#[tokio::test(start_paused = true)]
async fn changes_are_sent_exactly_once() {
    for effect in [Effect::Change, Effect::Create, Effect::Destroy, Effect::Pay] {
        for repeat in [Repeat::Safe, Repeat::ReadBack, Repeat::Never] {
            for answer in [status(429, Some(0)), status(502, None), status(503, None), down(), broken()] {
                let change = Request { repeat, ..request(effect, "http://x/") };
                let (_, sent, pauses) = send(5, &change, [answer]).await;
                assert_eq!((sent, pauses.len()), (1, 0), "{effect:?} {repeat:?}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_change_whose_answer_did_not_come_may_have_been_carried_out() {
    let change = request(Effect::Create, "http://x/");
    let error = send(3, &change, [broken()]).await.0.unwrap_err();
    assert_eq!((error.kind(), error.details().outcome_unknown, error.retryable()), (Kind::UnknownOutcome, true, false));
    assert!(error.to_string().contains("may have been carried out"), "{error}");
    assert_eq!(error.details().provider_message.as_deref(), Some("reset by peer"));
    assert!(error.details().hint.is_some());
    let error = send(3, &change, [down()]).await.0.unwrap_err();
    assert_eq!((error.kind(), error.details().outcome_unknown), (Kind::Unavailable, false), "it never arrived");
    let error = send(1, &read(), [broken()]).await.0.unwrap_err();
    assert_eq!(error.kind(), Kind::Unavailable, "a read has no outcome");
}
