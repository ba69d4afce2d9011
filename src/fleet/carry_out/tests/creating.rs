//! Making a drive at CloudSigma and registering a server at ui-vmm: the requests, the reads after them, and the record.
//! The clock stands still but for waiting.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::rc::Rc;

use super::{super::*, Given};
use crate::{
    fleet::testing::{broken, patient, reply, scripted},
    http::{Consent, Reply},
    model::{
        Action, Drive, Host, Row,
        verbs::{DRIVE_CREATE, HOST_CREATE},
    },
    provider::{Bound, Input, Inputs, Made, boxed},
};

/// The change's record, and the paths that were requested.
type Done = (Change, Vec<String>);

async fn made<R: Bound>(
    provider: &str,
    action: &'static Action,
    act: Option<&'static Act>,
    options: ActOptions<'_>,
    replies: impl IntoIterator<Item = Result<Reply>>,
) -> Done {
    let (session, stub) = scripted(provider, replies);
    let bound = R::noun().binding(session.account.provider.bindings()).act(action).unwrap();
    let flags = match R::noun().kind() {
        "drive" => Inputs::none().with("size", Input::Integer(1000)),
        _ => Inputs::none().text("password-file", "made-up-trust"),
    };
    let given = Given { flags, named: Vec::new() };
    let name = if R::noun().kind() == "drive" { "data-9" } else { "lxd-c.example.net" };
    let act = act.unwrap_or(bound);
    let subject = Subject::New { noun: R::noun(), session: Rc::clone(&session), name: Some(name.to_owned()) };
    let options = ActOptions { consent: Consent::Everything, ..options };
    let change = carry_out(&Task { subject, action, act, given: Rc::new(given) }, options).await;
    let paths = stub.sent.borrow().iter().map(|r| r.url.split_once("example.com").unwrap().1.to_owned()).collect();
    (change, paths)
}

async fn drive(options: ActOptions<'_>, replies: impl IntoIterator<Item = Result<Reply>>) -> Done {
    made::<Drive>("cloudsigma", &DRIVE_CREATE, None, options, replies).await
}

async fn host(options: ActOptions<'_>, replies: impl IntoIterator<Item = Result<Reply>>) -> Done {
    made::<Host>("uivmm", &HOST_CREATE, None, options, replies).await
}

fn shown(more: &str) -> Result<Reply> {
    reply(200, format!("drive d9\nname data-9\nsize 1000\nstatus active\n{more}"))
}

fn gone() -> Result<Reply> {
    reply(400, "errors:system The drive d9 could not be found")
}

const CREATE: &str = "/drives/create";
const SHOW: &str = "/drives/d9/info";

/// Status, whether it changed, id and state after.
fn told(change: &Change) -> (Status, bool, Option<&str>, Option<&str>) {
    (change.status, change.changed, change.id.as_deref(), change.after)
}

fn error(change: &Change) -> (Kind, String, String) {
    let error = change.error.as_ref().unwrap();
    (error.kind(), error.to_string(), error.details().hint.clone().unwrap_or_default())
}

/// The record that was read afterwards, as text.
fn resource(change: &Change) -> String {
    format!("{:?}", change.value(14))
}

#[tokio::test(start_paused = true)]
async fn it_is_sent_once_followed_until_it_is_of_use_and_read() {
    let (change, asked) =
        drive(patient(), [shown(""), shown("imaging 40%\n"), shown("imaging 90%\n"), shown("")]).await;
    assert_eq!(told(&change), (Status::Ok, true, Some("d9"), Some("available")), "{:?}", change.error);
    assert_eq!((change.name.as_deref(), change.kind, change.action), (Some("data-9"), "drive", "create"));
    assert_eq!(asked, [CREATE, SHOW, SHOW, SHOW]);
    assert!(resource(&change).contains("data-9") && resource(&change).contains("1000"), "{}", resource(&change));
}

#[tokio::test(start_paused = true)]
async fn what_is_not_there_yet_is_waited_for_and_what_was_there_is_gone() {
    let (change, asked) = drive(patient(), [shown(""), gone(), gone(), shown("")]).await;
    assert_eq!((told(&change), asked.len()), ((Status::Ok, true, Some("d9"), Some("available")), 4));
    let (change, asked) = drive(patient(), [shown(""), shown("imaging 40%\n"), gone()]).await;
    assert_eq!((change.status, error(&change).0, asked.len()), (Status::Failed, Kind::NotFound, 3));
}

#[tokio::test(start_paused = true)]
async fn an_unknown_outcome_is_never_sent_again_and_says_how_to_look() {
    let nameless = reply(200, r#"{"data":{"type":"server"}}"#);
    for ((change, asked), noun, name) in [
        (drive(patient(), [broken()]).await, "drive", "data-9"),
        (host(patient(), [nameless]).await, "host", "lxd-c.example.net"),
    ] {
        assert_eq!((change.status, change.id.as_deref(), asked.len()), (Status::Unknown, None, 1), "{noun}");
        let (kind, sentence, hint) = error(&change);
        assert_eq!(kind, Kind::UnknownOutcome, "{sentence}");
        assert!(sentence.contains(&format!("cannot create the {noun} \"{name}\"")), "{sentence}");
        assert!(hint.contains(&format!("look before trying again: nubo {noun}s list -a test")), "{hint}");
        assert_eq!(change.error.unwrap().details().target, Some(format!("test/{name}")));
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_told_in_the_providers_words_and_is_the_end() {
    let (change, asked) = drive(patient(), [reply(400, "errors:system You have no space left")]).await;
    assert_eq!((told(&change), asked.len()), ((Status::Failed, false, None, None), 1));
    let said = change.error.as_ref().unwrap().details().provider_message.clone().unwrap();
    assert!(said.contains("no space left") && !error(&change).2.contains("look before"), "{said}");
}

#[tokio::test(start_paused = true)]
async fn without_waiting_it_is_pending_and_nothing_is_read() {
    let (change, asked) = drive(ActOptions { wait: false, ..patient() }, [shown("")]).await;
    assert_eq!(told(&change), (Status::Pending, true, Some("d9"), None));
    assert_eq!((asked, change.error.is_none()), (vec![CREATE.to_owned()], true));
}

#[tokio::test(start_paused = true)]
async fn when_the_time_is_up_its_id_is_told() {
    let (change, asked) = drive(ActOptions { deadline: crate::fleet::now(), ..patient() }, [shown("")]).await;
    assert_eq!(told(&change), (Status::Pending, true, Some("d9"), None));
    let (kind, sentence, hint) = error(&change);
    assert_eq!((kind, asked.len()), (Kind::Timeout, 1));
    assert!(
        sentence.contains("has not shown up yet") && hint.contains("nubo drives list -a test"),
        "{sentence} {hint}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_dry_run_sends_nothing_and_hides_secrets() {
    let (change, asked) = host(ActOptions { dry_run: true, ..patient() }, []).await;
    assert_eq!((told(&change), asked.len()), ((Status::Planned, true, None, Some("available")), 0));
    let [request] = &*change.requests else { panic!("one request: {:?}", change.requests) };
    assert!(request.contains("/v1/server.add") && request.contains("lxd-c.example.net"), "{request}");
    assert!(!request.contains("made-up-trust"), "{request}");
}

#[tokio::test(start_paused = true)]
async fn what_was_made_is_called_as_the_provider_calls_it() {
    let add = reply(200, r#"{"data":{"id":9,"type":"server"}}"#);
    let get = reply(200, r#"{"data":{"id":9,"attributes":{"server_host":"192.0.2.40"}}}"#);
    let (change, asked) = host(patient(), [add, get]).await;
    assert_eq!(told(&change), (Status::Ok, true, Some("9"), Some("available")));
    assert_eq!((change.name.as_deref(), asked.len()), (Some("192.0.2.40"), 2));
}

/// A recipe that makes a drive in the course of a job.
async fn working(call: &Call<'_>) -> Result<Made> {
    call.read(&LOOK, &Inputs::none()).await.map(|_| Made { job: Some("j1".to_owned()), ..Made::with_id("d9") })
}

/// A recipe that finds nothing to do.
async fn idle(call: &Call<'_>) -> Result<Made> {
    call.read(&LOOK, &Inputs::none()).await.map(|_| Made { unchanged: true, ..Made::with_id("d9") })
}

static LOOK: crate::provider::Operation = crate::provider::testing::READS;

#[tokio::test(start_paused = true)]
async fn the_job_of_a_provider_that_shows_none_is_told_and_the_record_is_waited_for() {
    static ACT: Act = Act::recipe(&LOOK, boxed!(working(call)));
    let (change, asked) =
        made::<Drive>("cloudsigma", &DRIVE_CREATE, Some(&ACT), patient(), [reply(200, ""), shown("")]).await;
    assert_eq!((change.job.as_deref(), told(&change)), (Some("j1"), (Status::Ok, true, Some("d9"), Some("available"))));
    assert_eq!(asked[1], SHOW);
    let quick = ActOptions { wait: false, ..patient() };
    let (change, _) = made::<Drive>("cloudsigma", &DRIVE_CREATE, Some(&ACT), quick, [reply(200, "")]).await;
    assert_eq!((change.job.as_deref(), change.status), (Some("j1"), Status::Pending));
}

#[tokio::test(start_paused = true)]
async fn what_was_there_already_is_not_called_a_change() {
    static ACT: Act = Act::recipe(&LOOK, boxed!(idle(call)));
    let (change, _) =
        made::<Drive>("cloudsigma", &DRIVE_CREATE, Some(&ACT), patient(), [reply(200, ""), shown("")]).await;
    assert_eq!(told(&change), (Status::Ok, false, Some("d9"), Some("available")));
}

/// A drive that Fleio makes in the course of a job.
async fn by_job(replies: impl IntoIterator<Item = Result<Reply>>) -> Done {
    static ACT: Act = Act::recipe(&LOOK, boxed!(working(call)));
    let begun = [reply(200, "{}")].into_iter().chain(replies);
    made::<Drive>("fleio", &DRIVE_CREATE, Some(&ACT), patient(), begun).await
}

fn job(status: &str, more: &str) -> Result<Reply> {
    reply(200, format!(r#"{{"id":"j1","status":"{status}"{more}}}"#))
}

#[tokio::test(start_paused = true)]
async fn a_job_is_followed_and_says_what_it_made() {
    let volume = reply(200, r#"{"id":"v9","name":"data-9","size":1,"status":"available"}"#);
    let done = job("succeeded", r#","primary_object_id":"v9""#);
    let (change, asked) = by_job([job("pending", ""), job("running", ""), done, volume]).await;
    assert_eq!(told(&change), (Status::Ok, true, Some("v9"), Some("available")), "{:?}", change.error);
    assert_eq!(asked[1..], ["/operations/j1", "/operations/j1", "/operations/j1", "/openstack/volumes/v9"]);
}

#[tokio::test(start_paused = true)]
async fn a_job_that_failed_is_told_in_the_providers_words() {
    let steps = r#","progress":{"steps_details":[{"error_message":"no host has room"}]}"#;
    let (change, asked) = by_job([job("running", ""), job("failed", steps)]).await;
    assert_eq!((change.status, change.job.as_deref(), asked.len()), (Status::Failed, Some("j1"), 3));
    assert_eq!(change.error.as_ref().unwrap().details().provider_message.as_deref(), Some("no host has room"));
    assert_eq!(error(&change).0, Kind::Failed);
    let (change, _) = by_job([job("running", ""), reply(404, "{}")]).await;
    assert_eq!((change.status, error(&change).0), (Status::Failed, Kind::NotFound));
}
