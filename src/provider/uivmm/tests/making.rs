//! Making an instance and adding a key: the reads before, the one call, and the queue that reports no failure.
//! The panel here has a list of states that its one instance goes through, read by read.

use std::{
    cell::RefCell,
    time::{Duration, Instant},
};

use super::*;
use crate::{
    http::Consent,
    model::{Key, verbs},
    provider::{
        Bound, CallScope, Inputs,
        act::{Call, Made, Typed},
        inputs::Input,
    },
};

/// One or more registered servers.
fn servers(ids: &[u8]) -> String {
    let each =
        ids.iter().map(|id| format!(r#"{{"type":"server","attributes":{{"provider":"lxd","server_id":{id}}}}}"#));
    format!(r#"{{"data":[{}]}}"#, each.collect::<Vec<_>>().join(","))
}

/// The list of instances with `web-9` in a state; without it for an empty state.
fn listed(state: &str) -> String {
    let own = format!(r#"{{"attributes":{{"instance_name":"web-9","instance_status":"{state}"}}}}"#);
    format!(r#"{{"data":[{}]}}"#, if state.is_empty() { "" } else { &own })
}

/// A panel whose lists show `web-9` in these states, one after the other; the last one stays.
fn going_through(states: &'static [&'static str]) -> impl Fn(&str, &str) -> Result<Reply> + 'static {
    let left = RefCell::new(states);
    move |operation, body| match operation {
        "server.list" => reply(200, servers(&[7])),
        "instance.list" => {
            let [first, rest @ ..] = *left.borrow() else { panic!("one look too many") };
            if !rest.is_empty() {
                left.replace(rest);
            }
            match *first {
                "down" => reply(500, ""),
                state => reply(200, listed(state)),
            }
        }
        "image.list" if body.contains("images.example.net") => reply(
            200,
            r#"{"data":[{"attributes":{"image_fingerprint":"c0ffee","image_description":"Alpine 3.20"}},
                {"attributes":{"image_fingerprint":"aa","image_description":"Debian sid"}},
                {"attributes":{"image_fingerprint":"bb","image_description":"Debian sid"}}]}"#,
        ),
        "image.list" => {
            reply(200, r#"{"data":[{"attributes":{"image_fingerprint":"3a9d","image_description":"Debian 12"}}]}"#)
        }
        "image.serverList" => {
            reply(200, r#"{"data":[{"attributes":{"image_server_host":"https://images.example.net"}}]}"#)
        }
        "network.list" => reply(200, r#"{"data":[{"attributes":{"network_name":"lxdbr0"}}]}"#),
        "instance.add" | "instance.action" | "ssh-key.add" => {
            reply(200, r#"{"data":{"type":"x","attributes":{"response":true}}}"#)
        }
        other => panic!("{other} was not expected"),
    }
}

/// The result of a verb, and the changes it sent.
async fn act<R: Bound>(
    verb: &'static crate::model::Action,
    name: &str,
    flags: Inputs,
    seconds: u64,
    answer: impl Fn(&str, &str) -> Result<Reply> + 'static,
) -> (Result<Made>, Vec<String>) {
    let (session, stub) = panel(answer);
    let typed = Typed { id: "", names: R::noun().binding(UIVMM.facts().bindings).id, name: Some(name), flags: &flags };
    let aim = CallScope { targets: Vec::new(), consent: Consent::Changing };
    let deadline = Instant::now() + Duration::from_secs(seconds);
    let binding = R::noun().binding(UIVMM.facts().bindings).act(verb).unwrap();
    let made = Call::new(&session, binding, typed, aim, deadline, false).go().await;
    let changes = |url: &str| ["add", "action"].iter().any(|word| url.ends_with(word));
    let sent = stub.sent.borrow().iter().filter(|request| changes(&request.url)).map(line).collect();
    (made, sent)
}

fn line(request: &crate::http::Request) -> String {
    let operation = request.url.rsplit('/').next().unwrap();
    format!("{operation} {}", String::from_utf8_lossy(&request.body))
}

async fn create(image: &str, answer: impl Fn(&str, &str) -> Result<Reply> + 'static) -> (Result<Made>, Vec<String>) {
    act::<Instance>(&verbs::INSTANCE_CREATE, "web-9", Inputs::none().text("image", image), 60, answer).await
}

const ADD: &str = r#"instance.add {"instance_name":"web-9","instance_type":"container","instance_image":"3a9d","instance_memory":"64","instance_cpu":"1","instance_profiles":"default","provider":"lxd","server_id":7}"#;
const START: &str =
    r#"instance.action {"server_id":7,"instance_name":"web-9","provider":"lxd","instance_status":"start"}"#;

#[tokio::test(start_paused = true)]
async fn a_queued_instance_is_waited_for_and_started() {
    for states in [
        &["", "stopped"][..],
        &["", "", "", "operation created", "", "operation created", "stopped"],
        &["", "down", "pending", "strange", "stopped"],
    ] {
        let (made, sent) = create("Debian 12", going_through(states)).await;
        assert_eq!(made.unwrap(), Made::with_id("7/web-9"));
        assert_eq!(sent, [ADD, START], "{states:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_runs_by_itself_is_not_started_and_a_start_that_was_overtaken_is_fine() {
    for states in [&["", "running"][..], &["", "starting", "running"], &["", "error"]] {
        let (made, sent) = create("7/3a9d", going_through(states)).await;
        assert_eq!((made.unwrap(), sent), (Made::with_id("7/web-9"), vec![ADD.to_owned()]), "{states:?}");
    }
    for (detail, fine) in [("The instance is already running", true), ("not enough access rights", false)] {
        let panel = going_through(&["", "stopped"]);
        let (made, sent) = create("3a9d", move |operation, body| match operation {
            "instance.action" => reply(400, format!(r#"{{"errors":[{{"detail":"{detail}"}}]}}"#)),
            _ => panel(operation, body),
        })
        .await;
        assert_eq!((made.is_ok(), sent.len()), (fine, 2), "{detail}");
        assert!(made.is_ok() || made.unwrap_err().to_string().contains("7/web-9 was asked for, but was not started"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_name_that_is_taken_is_never_sent() {
    let (made, sent) = create("3a9d", going_through(&["stopped"])).await;
    assert_eq!((made.unwrap_err().kind(), sent.len()), (Kind::Conflict, 0));
}

#[tokio::test(start_paused = true)]
async fn when_the_time_is_up_its_id_is_told_and_nothing_more_is_sent() {
    let flags = Inputs::none().text("image", "3a9d");
    let (made, sent) = act::<Instance>(&verbs::INSTANCE_CREATE, "web-9", flags, 0, going_through(&[""])).await;
    assert_eq!((made.unwrap(), sent), (Made::with_id("7/web-9"), vec![ADD.to_owned()]));
}

#[tokio::test]
async fn a_making_that_is_refused_is_neither_repeated_nor_started() {
    let panel = going_through(&[""]);
    let (made, sent) = create("3a9d", move |operation, body| match operation {
        "instance.add" => reply(200, r#"{"errors":[{"detail":"not enough access rights"}]}"#),
        _ => panel(operation, body),
    })
    .await;
    assert_eq!((made.unwrap_err().kind(), sent.len()), (Kind::Denied, 1));
}

#[tokio::test]
async fn names_that_lxd_would_refuse_are_refused_here() {
    let long = "a".repeat(64);
    for name in ["", "web_9", "9web", "-web", "web-", "a/b", "wéb", "web 9", &*long] {
        let flags = Inputs::none().text("image", "3a9d");
        let (session, stub) = panel(|_, _| reply(500, ""));
        let typed = Typed { id: "", names: &[], name: Some(name), flags: &flags };
        let binding = UIVMM.facts().bindings.instances.act(&verbs::INSTANCE_CREATE).unwrap();
        let aim = CallScope { targets: Vec::new(), consent: Consent::Changing };
        let made = Call::new(&session, binding, typed, aim, Instant::now(), false).go().await;
        assert_eq!((made.unwrap_err().kind(), stub.count()), (Kind::Usage, 0), "{name}");
    }
}

#[tokio::test]
async fn the_server_is_the_only_one_or_the_one_that_was_named() {
    for (ids, host, kind) in
        [(&[3, 7][..], None, Kind::Usage), (&[], None, Kind::NotFound), (&[3, 7], Some("9"), Kind::NotFound)]
    {
        let flags = host.iter().fold(Inputs::none().text("image", "3a9d"), |flags, host| flags.text("host", *host));
        let answer = move |_: &str, _: &str| reply(200, servers(ids));
        let (made, sent) = act::<Instance>(&verbs::INSTANCE_CREATE, "web-9", flags, 60, answer).await;
        assert_eq!((made.unwrap_err().kind(), sent.len()), (kind, 0), "{ids:?} {host:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn images_are_those_of_the_server_then_those_it_is_offered_and_no_others() {
    let there = || going_through(&["", "running"]);
    for (image, sent_as) in [
        ("3a9d", r#""instance_image":"3a9d","instance_memory""#),
        ("Alpine 3.20", r#""image_server_host":"https://images.example.net","instance_image":"c0ffee","#),
        ("aa", r#""image_server_host":"https://images.example.net","instance_image":"aa","#),
        (
            "https://images.example.net/debian/12",
            r#""image_server_host":"https://images.example.net","instance_image":"debian/12","#,
        ),
    ] {
        let (_, sent) = create(image, there()).await;
        assert!(sent[0].contains(sent_as), "{image}: {sent:?}");
    }
    for (image, kind) in [
        ("Debian sid", Kind::Conflict),
        ("3/3a9d", Kind::Usage),
        ("debian/12", Kind::NotFound),
        ("Nope", Kind::NotFound),
    ] {
        let (made, sent) = create(image, there()).await;
        assert_eq!((made.unwrap_err().kind(), sent.len()), (kind, 0), "{image}");
    }
    let (made, sent) = act::<Instance>(&verbs::INSTANCE_CREATE, "web-9", Inputs::none(), 60, there()).await;
    assert_eq!((made.unwrap_err().kind(), sent.len()), (Kind::Usage, 0), "without an image");
}

#[tokio::test(start_paused = true)]
async fn one_network_of_the_server_can_be_named() {
    let networks = |names: &[&str]| {
        let names = names.iter().map(|name| serde_json::Value::from(*name)).collect();
        Inputs::none().text("image", "3a9d").with("network", Input::Json(names))
    };
    for (names, kind) in [
        (&["7/lxdbr0"][..], None),
        (&["back"], Some(Kind::NotFound)),
        (&["3/lxdbr0"], Some(Kind::Usage)),
        (&["lxdbr0", "lxdbr0"], Some(Kind::Usage)),
    ] {
        let panel = going_through(&["", "running"]);
        let (made, sent) = act::<Instance>(&verbs::INSTANCE_CREATE, "web-9", networks(names), 60, panel).await;
        assert_eq!(made.err().map(|error| error.kind()), kind, "{names:?}");
        let one = r#""instance_interface":"eth0","instance_network":"lxdbr0","instance_dhcp":true"#;
        assert_eq!(sent.iter().filter(|line| line.contains(one)).count(), usize::from(kind.is_none()), "{names:?}");
    }
}

async fn add_key(text: &str, keys: &'static str) -> (Result<Made>, Vec<String>) {
    let panel = going_through(&[]);
    let flags = Inputs::none().text("public-key", text);
    act::<Key>(&verbs::KEY_CREATE, "laptop", flags, 60, move |operation, body| match operation {
        "ssh-key.get" => reply(200, keys),
        _ => panel(operation, body),
    })
    .await
}

const KEYS: &str = r#"{"data":[{"id":17,"attributes":{"key_name":"laptop"}},{"id":18,"attributes":{"key_name":"laptop"}},
    {"id":19,"attributes":{"key_name":"desk"}},{"type":"ssh-key"}]}"#;

#[tokio::test]
async fn a_key_goes_without_its_comment_and_its_number_is_looked_up() {
    for text in ["ssh-ed25519 AAAAC3Nz", "ssh-ed25519 AAAAC3Nz ops at home\n"] {
        let (made, sent) = add_key(text, KEYS).await;
        assert_eq!(made.unwrap(), Made::with_id("18"), "the newest of that name");
        assert_eq!(sent, [r#"ssh-key.add {"key_name":"laptop","key_public":"ssh-ed25519 AAAAC3Nz"}"#]);
    }
    let (made, sent) = add_key("ssh-ed25519 AAAAC3Nz", r#"{"data":[]}"#).await;
    assert_eq!((made.unwrap_err().kind(), sent.len()), (Kind::Failed, 1));
}

#[tokio::test]
async fn what_is_no_public_key_stays_here() {
    let private = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\n-----END OPENSSH PRIVATE KEY-----";
    for text in [private, "", "ssh-ed25519", "ssh-ed25519 \n", "ssh-rsa A\nssh-rsa B", "hello world"] {
        let (made, sent) = add_key(text, KEYS).await;
        let error = made.unwrap_err();
        assert_eq!((error.kind(), sent.len()), (Kind::Usage, 0), "{text}");
        assert!(!error.to_string().contains("b3BlbnNz"));
    }
}
