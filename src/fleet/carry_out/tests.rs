//! Acting on one machine, step by step: the requests in their order, and the record of the change.
//! The clock stands still but for waiting, so that every pause is free.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod creating;
mod refused;

use std::rc::Rc;

use super::*;
use crate::{
    fleet::{
        Given,
        testing::{broken, hit, machine, patient, reply, scripted},
    },
    http::{Reply, stub::Stub},
    model::{
        Action, Instance,
        verbs::{REBOOT, START, STOP},
    },
    provider::Bound,
};

/// The change's record, and the paths that were requested, without base and method.
type Done = (Change, Vec<String>);

/// Carries out an action on a machine at a provider that answers like this.
async fn done(
    provider: &str,
    record: Instance,
    action: &'static Action,
    options: ActOptions<'_>,
    replies: impl IntoIterator<Item = Result<Reply>>,
) -> Done {
    let (session, stub) = scripted(provider, replies);
    let binding = Instance::noun().binding(session.account.provider.bindings()).act(action).unwrap();
    let subject = Subject::Found(hit(&session, record));
    let change = carry_out(&Task { subject, action, act: binding, given: Rc::default() }, options).await;
    (change, paths(&stub))
}

fn paths(stub: &Stub) -> Vec<String> {
    stub.sent.borrow().iter().map(|r| r.url.split_once("example.com").unwrap().1.to_owned()).collect()
}

/// A CloudSigma server as it is shown.
fn server(status: &str, name: &str, persistent: bool) -> Result<Reply> {
    reply(200, format!("server s\nname {name}\nstatus {status}\npersistent {persistent}\n"))
}

fn seen(status: &str) -> Result<Reply> {
    server(status, "web", true)
}

fn gone() -> Result<Reply> {
    reply(400, "errors:system The server s could not be found")
}

fn lasting(state: &'static str) -> Instance {
    Instance { persistent: Some(true), ..machine("s", state) }
}

fn fleeting(state: &'static str) -> Instance {
    Instance { persistent: Some(false), ..machine("s", state) }
}

/// Status, whether it changed, the state after, and how.
fn told(change: &Change) -> (Status, bool, Option<&'static str>, Option<StopMode>) {
    (change.status, change.changed, change.after, change.how)
}

fn kind(change: &Change) -> Option<Kind> {
    change.error.as_ref().map(Error::kind)
}

const STOP_SHOW: [&str; 2] = ["/servers/s/shutdown", "/servers/s/info"];

#[tokio::test(start_paused = true)]
async fn what_is_there_already_is_not_done_again() {
    for (action, state) in [(&STOP, "stopped"), (&STOP_HARD, "stopped"), (&START, "running")] {
        for record in [lasting(state), fleeting(state)] {
            let (change, asked) = done("cloudsigma", record, action, patient(), []).await;
            assert_eq!(told(&change), (Status::Ok, false, Some(state), None), "{}", action.name());
            assert_eq!((change.before, kind(&change), asked.len()), (Some(state), None, 0));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn it_is_sent_once_and_waited_for() {
    let replies = [reply(204, ""), seen("active"), seen("stopped")];
    let (change, asked) = done("cloudsigma", lasting("running"), &STOP, patient(), replies).await;
    assert_eq!(told(&change), (Status::Ok, true, Some("stopped"), Some(StopMode::Clean)));
    assert_eq!(
        (change.action, change.kind, change.id.as_deref(), change.name.as_deref()),
        ("stop", "instance", Some("s"), Some("web"))
    );
    assert_eq!(asked, [STOP_SHOW[0], STOP_SHOW[1], STOP_SHOW[1]]);

    let (change, asked) =
        done("cloudsigma", lasting("running"), &STOP_HARD, patient(), [reply(204, ""), seen("stopped")]).await;
    assert_eq!(told(&change), (Status::Ok, true, Some("stopped"), Some(StopMode::Hard)));
    assert_eq!(asked[0], "/servers/s/stop");
    let (change, _) =
        done("cloudsigma", lasting("stopped"), &START, patient(), [reply(200, "server s\n"), seen("active")]).await;
    assert_eq!(told(&change), (Status::Ok, true, Some("running"), None));
}

#[tokio::test(start_paused = true)]
async fn a_state_that_is_not_known_is_not_taken_for_the_goal() {
    for state in ["unknown", "busy", "error", "paused", "starting"] {
        let (change, asked) =
            done("cloudsigma", lasting(state), &STOP, patient(), [reply(204, ""), seen("stopped")]).await;
        assert_eq!((change.status, change.changed, asked.len()), (Status::Ok, true, 2), "{state}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_waiting_it_is_pending_and_a_dry_run_sends_nothing() {
    let (change, asked) =
        done("cloudsigma", lasting("running"), &STOP, ActOptions { wait: false, ..patient() }, [reply(204, "")]).await;
    assert_eq!((told(&change), asked.len()), ((Status::Pending, true, None, Some(StopMode::Clean)), 1));
    for (record, after) in [(lasting("running"), Some("stopped")), (fleeting("running"), None)] {
        let (change, asked) = done("cloudsigma", record, &STOP, ActOptions { dry_run: true, ..patient() }, []).await;
        assert_eq!((told(&change), asked.len()), ((Status::Planned, true, after, Some(StopMode::Clean)), 0));
    }
}

#[tokio::test(start_paused = true)]
async fn when_no_answer_came_the_state_decides() {
    let run = |replies: Vec<Result<Reply>>| done("cloudsigma", lasting("running"), &STOP, patient(), replies);
    let again = [STOP_SHOW[0], STOP_SHOW[1], STOP_SHOW[0], STOP_SHOW[1]];
    for unknown in [broken, || reply(502, ""), || reply(504, "")] {
        let (change, asked) = run(vec![unknown(), seen("active"), reply(204, ""), seen("stopped")]).await;
        assert_eq!(
            told(&change),
            (Status::Ok, true, Some("stopped"), Some(StopMode::Clean)),
            "still needed: sent again"
        );
        assert_eq!(asked, again);
        let (change, asked) = run(vec![unknown(), seen("stopped"), seen("stopped")]).await;
        assert_eq!(
            (told(&change), asked.len()),
            ((Status::Ok, true, Some("stopped"), Some(StopMode::Clean)), 3),
            "it worked"
        );
        let (change, asked) = run(vec![unknown(), seen("imaging 5%"), seen("stopped")]).await;
        assert_eq!((change.status, change.changed), (Status::Ok, true), "it is under way");
        assert_eq!(asked, [STOP_SHOW[0], STOP_SHOW[1], STOP_SHOW[1]]);
    }
}

#[tokio::test(start_paused = true)]
async fn when_nothing_tells_the_outcome_is_said_to_be_unknown() {
    let (change, asked) = done("cloudsigma", lasting("running"), &STOP, patient(), [broken(), reply(503, "")]).await;
    let error = change.error.as_ref().unwrap();
    assert_eq!((change.status, change.changed, error.details().outcome_unknown), (Status::Unknown, false, true));
    assert_eq!((error.kind(), change.is_known(), asked.len()), (Kind::UnknownOutcome, false, 2));
    let (change, asked) =
        done("cloudsigma", lasting("running"), &STOP, patient(), [broken(), seen("active"), broken()]).await;
    assert_eq!((change.status, asked.len()), (Status::Unknown, 3), "not a third time");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_judged_by_the_state() {
    let run = |refusal: Result<Reply>, then: Vec<Result<Reply>>| {
        done("cloudsigma", lasting("running"), &STOP, patient(), std::iter::once(refusal).chain(then))
    };
    for refusal in [reply(409, ""), reply(400, "errors:system Something"), reply(500, "errors:system Broken")] {
        let (change, asked) = run(refusal.clone(), vec![seen("stopped")]).await;
        assert_eq!((told(&change), asked.len()), ((Status::Ok, false, Some("stopped"), None), 2), "there already");
        let (change, asked) = run(refusal.clone(), vec![seen("active")]).await;
        assert_eq!((change.status, change.changed, asked.len()), (Status::Failed, false, 2));
        let (change, _) = run(refusal, vec![gone()]).await;
        assert_eq!(change.status, Status::Failed);
    }
    for (refusal, expected) in [
        (reply(401, ""), Kind::Denied),
        (reply(403, ""), Kind::Denied),
        (reply(404, ""), Kind::NotFound),
        (reply(429, ""), Kind::Unavailable),
    ] {
        let (change, asked) = run(refusal, vec![]).await;
        assert_eq!((kind(&change), change.status, asked.len()), (Some(expected), Status::Failed, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_restart_is_sent_once_and_only_to_what_runs() {
    let (change, asked) = done("cloudsigma", lasting("running"), &REBOOT, patient(), [broken()]).await;
    assert_eq!((change.status, asked.len()), (Status::Unknown, 1), "a second one would be a second restart");
    assert!(change.error.as_ref().unwrap().details().outcome_unknown);
    for state in ["stopped", "paused", "busy", "error"] {
        let (change, asked) = done("cloudsigma", lasting(state), &REBOOT, patient(), []).await;
        assert_eq!((kind(&change), change.status, asked.len()), (Some(Kind::Conflict), Status::Failed, 0), "{state}");
    }
    let (change, _) =
        done("cloudsigma", lasting("running"), &REBOOT, patient(), [reply(204, ""), seen("active")]).await;
    assert_eq!(told(&change), (Status::Ok, true, Some("running"), None));
}

#[tokio::test(start_paused = true)]
async fn what_does_not_survive_is_read_again_and_needs_consent_to_be_destroyed() {
    let everything = || ActOptions { consent: Consent::Everything, ..patient() };
    let same = || server("active", "web", false);
    let (change, asked) = done("cloudsigma", fleeting("running"), &STOP, patient(), [same()]).await;
    assert_eq!((kind(&change), asked), (Some(Kind::Refused), vec![STOP_SHOW[1].to_owned()]));

    let (change, asked) =
        done("cloudsigma", fleeting("running"), &STOP, everything(), [same(), reply(204, ""), same(), gone()]).await;
    assert_eq!((told(&change), kind(&change)), ((Status::Ok, true, None, Some(StopMode::Clean)), None));
    assert_eq!(asked, [STOP_SHOW[1], STOP_SHOW[0], STOP_SHOW[1], STOP_SHOW[1]]);

    let (change, asked) =
        done("cloudsigma", fleeting("running"), &STOP, everything(), [server("active", "other", false)]).await;
    assert_eq!((kind(&change), change.status, asked.len()), (Some(Kind::Conflict), Status::Failed, 1));
    assert!(change.error.unwrap().to_string().contains("\"other\""));

    let (change, asked) = done("cloudsigma", fleeting("running"), &STOP, everything(), [gone()]).await;
    assert_eq!((kind(&change), asked.len()), (Some(Kind::NotFound), 1));

    let (change, _) =
        done("cloudsigma", fleeting("running"), &STOP, everything(), [same(), broken(), gone(), gone()]).await;
    assert_eq!((change.status, change.changed), (Status::Ok, true), "no answer, and it is gone");
}

#[tokio::test(start_paused = true)]
async fn a_clean_stop_that_does_not_work_becomes_a_hard_one_where_that_was_said() {
    let hard = ActOptions { hard_after: Some(Duration::ZERO), ..patient() };
    let (change, asked) =
        done("cloudsigma", lasting("running"), &STOP, hard, [reply(204, ""), reply(204, ""), seen("stopped")]).await;
    assert_eq!(told(&change), (Status::Ok, true, Some("stopped"), Some(StopMode::Hard)));
    assert_eq!(asked, ["/servers/s/shutdown", "/servers/s/stop", "/servers/s/info"]);

    let late = ActOptions { deadline: wait::now(), ..hard };
    let (change, asked) = done("cloudsigma", lasting("running"), &STOP, late, [reply(204, "")]).await;
    assert_eq!((kind(&change), asked.len()), (Some(Kind::Timeout), 1), "not when the time is up anyway");

    let (change, _) = done(
        "uivmm",
        machine("1/web", "running"),
        &STOP,
        hard,
        [
            reply(200, r#"{"data":{"attributes":{"response":true}}}"#),
            reply(200, r#"{"data":{"attributes":{"response":true}}}"#),
            reply(200, r#"{"data":{"attributes":{"instance_name":"web","instance_status":"stopped"}}}"#),
        ],
    )
    .await;
    assert_eq!(told(&change), (Status::Ok, true, Some("stopped"), Some(StopMode::Hard)));
    let (change, _) = done("fleio", machine("i", "running"), &STOP, hard, [reply(200, "{}")]).await;
    assert_eq!(kind(&change), Some(Kind::Unsupported));
}

#[tokio::test(start_paused = true)]
async fn when_the_time_is_up_it_is_pending_with_the_reason() {
    let now = ActOptions { deadline: wait::now(), ..patient() };
    let (change, _) = done("cloudsigma", lasting("running"), &STOP, now, [reply(204, "")]).await;
    assert_eq!(
        (told(&change), kind(&change)),
        ((Status::Pending, true, None, Some(StopMode::Clean)), Some(Kind::Timeout))
    );
    let error = change.error.unwrap();
    assert_eq!(
        (error.details().target.as_deref(), error.details().account.as_deref()),
        (Some("test/id:s"), Some("test"))
    );
    assert!(error.details().hint.as_deref().unwrap().contains("--timeout"));
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_ends_badly_has_failed() {
    let (change, _) = done("cloudsigma", lasting("stopped"), &START, patient(), [reply(200, ""), seen("dead")]).await;
    assert_eq!((kind(&change), change.status, change.changed), (Some(Kind::Failed), Status::Failed, true));
    let (change, _) = done("cloudsigma", lasting("stopped"), &START, patient(), [reply(200, ""), gone()]).await;
    assert_eq!(
        (kind(&change), change.status),
        (Some(Kind::NotFound), Status::Failed),
        "starting does not make it vanish"
    );
}

#[tokio::test(start_paused = true)]
async fn a_locked_machine_is_named_as_the_cause() {
    let locked = || Instance { locked: Some(true), ..machine("i", "running") };
    let still = || reply(200, r#"{"id":"i","name":"web","status":"active","locked":true}"#);
    for status in [400, 403, 409] {
        let (change, _) =
            done("fleio", locked(), &STOP, patient(), [reply(status, r#"{"detail":"no"}"#), still()]).await;
        let error = change.error.unwrap();
        assert_eq!(
            (error.kind(), error.details().provider_message.as_deref()),
            (Kind::Conflict, Some("no")),
            "{status}"
        );
        assert!(error.to_string().contains("cannot stop \"web\": the instance is locked"), "{error}");
    }
    let (change, _) = done("fleio", locked(), &STOP, patient(), [reply(404, "")]).await;
    assert_eq!(kind(&change), Some(Kind::NotFound));
}

#[tokio::test(start_paused = true)]
async fn elsewhere_stopping_destroys_nothing() {
    let replies = [reply(200, r#"{"detail":"Instance is stopping"}"#), reply(200, r#"{"id":"i","status":"stopped"}"#)];
    let (change, asked) = done("fleio", machine("i", "running"), &STOP, patient(), replies).await;
    assert_eq!(told(&change), (Status::Ok, true, Some("stopped"), Some(StopMode::Clean)));
    assert_eq!(asked, ["/openstack/instances/i/stop", "/openstack/instances/i"]);
    let replies = [reply(200, r#"{"status":true}"#), reply(200, r#"{"vm":{"status":"stopped"}}"#)];
    let (change, asked) = done("seflow", machine("33301/4965", "running"), &STOP, patient(), replies).await;
    assert_eq!(told(&change), (Status::Ok, true, Some("stopped"), Some(StopMode::Unknown)));
    assert_eq!(asked, ["/service/33301/vms/4965/stop", "/service/33301/vms/4965"]);
}
