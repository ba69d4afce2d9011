//! Tests of what a verb fills in, sends, notes and waits for, on operations of the test's own.
//! The clock advances only while waiting.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use serde_json::json;

use super::*;
use crate::{
    error::{Kind, Result},
    http::{Consent, Reply, Target, stub::Stub},
    provider::{
        Pace, boxed, by_id,
        encode::CallScope,
        operation::{get, integer, post, text},
        testing::{self, reply},
    },
};

const BASE: &str = "https://cloud.example.com";
static LOOK: Operation = get("things.look", "/things/{place}/{thing}", "Look").object(&["data"]);
static MAKE: Operation = post("things.make", "/things", "Make").creates().object(&["data"]).with(&[
    text("name").req(),
    integer("megabytes"),
    text("colour"),
    text("kind"),
]);
static PAINT: Operation =
    post("things.paint", "/things/{place}/{thing}/paint", "Paint").with(&[text("colour").req(), text("other")]);
static BREAK: Operation = post("things.break", "/things/{place}/{thing}/break", "Break").destroys();

static SIMPLE: Act = Act::by(&MAKE).with(MADE_OF).made(&["uuid", "id"]);
static NEW: Act = Act::by(&MAKE).with(&[("name", ArgSource::Name), ("kind", ArgSource::Target)]).made(&["uuid", "id"]);
static PLAIN: Act = Act::by(&PAINT).with(&[("colour", ArgSource::Flag("colour"))]);
const MADE_OF: &[(&str, ArgSource)] = &[
    ("name", ArgSource::Name),
    ("megabytes", ArgSource::Scaled("size", 1_000_000)),
    ("colour", ArgSource::Flag("colour")),
    ("kind", ArgSource::Fixed("box")),
];

/// A verb on `a/b/c`, which is named `web`.
struct Trial {
    session: Session,
    stub: Stub,
    flags: Inputs,
    act: &'static Act,
    rehearsal: bool,
    deadline: Duration,
}

impl Trial {
    fn of(act: &'static Act, replies: impl IntoIterator<Item = Result<Reply>>) -> Self {
        let stub = Stub::new(replies);
        let session = testing::over(testing::account(by_id("fleio").unwrap(), BASE), &stub);
        let deadline = Duration::from_secs(60);
        Self { session, stub, flags: Inputs::none(), act, rehearsal: false, deadline }
    }

    fn rehearsed(mut self) -> Self {
        self.rehearsal = true;
        self
    }

    fn with(mut self, flags: Inputs) -> Self {
        self.flags = flags;
        self
    }

    fn typed(&self) -> Typed<'_> {
        Typed { id: "a/b/c", names: &["place", "thing"], name: Some("web"), flags: &self.flags }
    }

    fn call(&self) -> Call<'_> {
        let target =
            Target { kind: "thing", id: "a/b/c".to_owned(), name: Some("web".to_owned()), survives_stop: true };
        let aim = CallScope { targets: vec![target], consent: Consent::Changing };
        Call::new(&self.session, self.act, self.typed(), aim, Instant::now() + self.deadline, self.rehearsal)
    }

    fn sent(&self) -> Vec<String> {
        self.stub.asked()
    }
}

#[test]
fn flags_names_and_ids_become_arguments() {
    let flags = Inputs::none().with("size", Input::Integer(1_000_001)).text("colour", "red");
    let trial = Trial::of(&SIMPLE, []).with(flags);
    let filled = trial.typed().fill(MADE_OF).unwrap();
    let expected = Inputs::none()
        .text("place", "a")
        .text("thing", "b/c")
        .text("name", "web")
        .with("megabytes", Input::Integer(2))
        .text("colour", "red")
        .text("kind", "box");
    assert_eq!(filled, expected, "the last part of an id takes the rest, and a size is rounded up");
    let placed = trial.typed().fill(&[("other", ArgSource::Target), ("colour", ArgSource::Flag("size"))]).unwrap();
    assert_eq!(placed, Inputs::none().text("other", "a/b/c").with("colour", Input::Integer(1_000_001)));
    let none = Inputs::none();
    let bare = Typed { id: "", name: None, flags: &none, ..trial.typed() };
    assert_eq!(bare.fill(MADE_OF).unwrap(), Inputs::none().text("kind", "box"), "what was not typed is left out");
    let short = Typed { id: "a", ..trial.typed() };
    assert_eq!(short.fill(MADE_OF).unwrap_err().kind(), Kind::Usage);
    assert!(short.fill(&[("other", ArgSource::Target)]).is_ok());
}

#[test]
fn flags_are_read_as_what_they_are() {
    let flags = Inputs::none()
        .with("on", Input::Bool(true))
        .with("off", Input::Bool(false))
        .with("keys", Input::Json(json!(["one", 2, "three"])))
        .with("size", Input::Integer(1024))
        .with("less", Input::Integer(-1))
        .text("word", "true");
    let trial = Trial::of(&SIMPLE, []).with(flags);
    let typed = trial.typed();
    assert!(typed.on("on") && !typed.on("off") && !typed.on("word") && !typed.on("none"));
    assert_eq!((typed.all("keys"), typed.all("word")), (vec!["one".to_owned(), "three".to_owned()], vec![]));
    assert_eq!(
        (typed.scaled("size", 1000), typed.scaled("size", 1024), typed.scaled("size", 1)),
        (Some(2), Some(1), Some(1024))
    );
    assert_eq!((typed.scaled("less", 10), typed.scaled("word", 10), typed.scaled("none", 10)), (None, None, None));
    assert_eq!((typed.flag("word").as_deref(), typed.flag("none")), (Some("true"), None));
}

#[test]
fn a_binding_heeds_what_it_reads_and_declares_what_it_sends() {
    static OWN: Act = Act::recipe(&BREAK, boxed!(two_steps(call))).and(&[&PAINT]).takes(&["colour"]);
    assert!(SIMPLE.heeds("size") && SIMPLE.heeds("colour") && !SIMPLE.heeds("name") && !SIMPLE.heeds("kind"));
    assert!(OWN.heeds("colour") && !OWN.heeds("size"));
    assert_eq!(OWN.operations().map(|operation| operation.id).collect::<Vec<_>>(), ["things.break", "things.paint"]);
}

#[tokio::test]
async fn one_operation_is_filled_and_sent_once() {
    let trial = Trial::of(&PLAIN, [reply(200, "{}")]).with(Inputs::none().text("colour", "red"));
    assert_eq!(trial.call().go().await.unwrap(), Made::default());
    assert_eq!(trial.sent(), ["POST https://cloud.example.com/things/a/b%2Fc/paint"]);
    assert_eq!(trial.stub.sent.borrow()[0].body, r#"{"colour":"red"}"#);
    assert_eq!(trial.stub.sent.borrow()[0].targets[0].id, "a/b/c", "the guard rails are told of the target");
}

/// Makes something new from a reply.
async fn made(body: &str) -> Result<Made> {
    Trial::of(&NEW, [reply(200, body)]).call().go().await
}

#[tokio::test]
async fn what_was_made_is_told_by_its_id_and_nothing_is_made_up() {
    assert_eq!(made(r#"{"data":{"id":7}}"#).await.unwrap(), Made::with_id("7"));
    assert_eq!(made(r#"{"data":{"id":7,"uuid":"u"}}"#).await.unwrap(), Made::with_id("u"), "the likeliest key first");
    for body in [r#"{"data":{}}"#, r#"{"data":{"id":""}}"#, r#"{"data":{"id":null}}"#, r#"{"data":[]}"#, ""] {
        let error = made(body).await.unwrap_err();
        assert_eq!((error.kind(), error.details().operation), (Kind::UnknownOutcome, Some("things.make")), "{body}");
        assert!(error.details().outcome_unknown, "it was accepted: {body}");
    }
}

/// A recipe that reads, makes something, reads again and breaks.
async fn two_steps(call: &Call<'_>) -> Result<Made> {
    call.read(&LOOK, &call.typed.target()?).await?;
    call.send(&PAINT, call.typed.target()?.text("colour", "red")).await?;
    call.until("it was dry", async || panic!("a rehearsal does not look")).await?;
    call.send(&BREAK, call.typed.target()?).await?;
    Ok(Made::with_id("done"))
}

#[tokio::test]
async fn a_rehearsal_reads_notes_and_sends_nothing() {
    static STEPS: Act = Act::recipe(&BREAK, boxed!(two_steps(call))).and(&[&PAINT]);
    let trial = Trial::of(&STEPS, [reply(200, "{}")]).rehearsed();
    let call = trial.call();
    assert!(call.rehearsing());
    assert_eq!(call.go().await.unwrap(), Made::with_id("done"));
    let noted: Vec<String> = call.noted().into_iter().map(|request| request.url).collect();
    assert_eq!(noted, ["/paint", "/break"].map(|end| format!("{BASE}/things/a/b%2Fc{end}")));
    assert_eq!(trial.sent(), ["GET https://cloud.example.com/things/a/b%2Fc"]);

    let trial = Trial::of(&NEW, []).rehearsed();
    let call = trial.call();
    assert_eq!(call.go().await.unwrap(), Made::with_id("NEW"), "a later step has something to go by");
    assert_eq!((call.noted().len(), trial.sent().len()), (1, 0));
}

#[tokio::test]
async fn what_a_verb_does_not_declare_is_never_sent() {
    static STEPS: Act = Act::recipe(&PAINT, boxed!(two_steps(call)));
    for rehearsal in [true, false] {
        let mut trial = Trial::of(&PLAIN, [reply(200, "{}"), reply(200, "{}")]);
        trial.rehearsal = rehearsal;
        let call = trial.call();
        let error = call.send(&BREAK, trial.typed().target().unwrap()).await.unwrap_err();
        assert_eq!((error.kind(), trial.sent().len()), (Kind::Failed, 0));
        assert!(error.to_string().contains("things.break"), "{error}");
        assert!(call.send(&LOOK, trial.typed().target().unwrap()).await.is_ok(), "reads need no declaration");
        let noted = call.noted().len();
        assert_eq!(noted, usize::from(rehearsal));
    }
    let trial = Trial::of(&STEPS, [reply(200, "{}")]).rehearsed();
    assert_eq!(trial.call().go().await.unwrap_err().kind(), Kind::Failed, "a recipe neither");
}

#[tokio::test]
async fn a_change_in_the_clothes_of_a_read_is_refused() {
    let trial = Trial::of(&PLAIN, [reply(200, "{}")]);
    let error = trial.call().read(&BREAK, &trial.typed().target().unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), trial.sent().len()), (Kind::Refused, 0));
}

/// The number of checks, the time they took, and the result.
async fn looked(so_after: u32, deadline: Duration, rehearsal: bool) -> (u32, Duration, Result<()>) {
    let stub = Stub::new([]);
    let mut account = testing::named(by_id("fleio").unwrap(), "test", BASE);
    account.pace = Pace { first: Duration::from_secs(4), longest: Duration::from_secs(7) };
    let session = testing::over(account.into(), &stub);
    let trial = Trial { session, stub, flags: Inputs::none(), act: &PLAIN, rehearsal, deadline };
    let (looks, begun) = (Cell::new(0), tokio::time::Instant::now());
    let so = async || {
        looks.set(looks.get() + 1);
        Ok(looks.get() > so_after)
    };
    let ended = trial.call().until("it was dry", so).await;
    (looks.get(), begun.elapsed(), ended)
}

#[tokio::test(start_paused = true)]
async fn it_looks_at_the_providers_pace_until_it_is_so() {
    let (looks, took, ended) = looked(0, Duration::ZERO, false).await;
    assert_eq!((looks, took, ended.is_ok()), (1, Duration::ZERO, true), "what is so needs no time");
    let (looks, took, ended) = looked(4, Duration::from_secs(600), false).await;
    assert_eq!((looks, ended.is_ok()), (5, true));
    let took = took.as_millis();
    assert!((24_000..24_100).contains(&took), "4 + 6 + 7 + 7 s, not {took} ms");
    let (looks, took, ended) = looked(9, Duration::from_secs(600), true).await;
    assert_eq!((looks, took, ended.is_ok()), (0, Duration::ZERO, true), "a rehearsal takes it as given");
}

#[tokio::test(start_paused = true)]
async fn it_never_waits_past_the_deadline() {
    let (looks, took, ended) = looked(9, Duration::from_secs(3), false).await;
    let error = ended.unwrap_err();
    assert_eq!((looks, took, error.kind()), (1, Duration::ZERO, Kind::Timeout));
    assert!(error.to_string().contains("it was dry"), "{error}");
    assert_eq!(error.details().account.as_deref(), Some("test"));
}

#[tokio::test(start_paused = true)]
async fn a_look_that_fails_ends_it() {
    let trial = Trial::of(&PLAIN, []);
    let refused = async || Err(crate::error::Error::new(Kind::Denied, "no"));
    assert_eq!(trial.call().until("it was dry", refused).await.unwrap_err().kind(), Kind::Denied);
}
