//! The text grammar against the manual's printed examples and against the forms real servers were seen to use.
//! Property tests: what is written is read back, and nothing that is read can panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::{bindings::BINDINGS, read, text};
use crate::{
    error::Kind,
    http::{Effect, Hazard, Reply},
    provider::{Cost, Provider, inputs::Input},
};

/// Manual section 8.6, the printed example to the letter.
const SERVER: &str = "status active\nname dbserver1\ntx 0\nnic:1:model e1000\nmem 4096\nrx 0\nboot ide:0:0\nvnc:password KD9R3jcF\n\
persistent true\nide:0:1 76096e90-6e34-40b6-9ef5-216abe6b330b\nide:0:0 529ec0ce-f930-4b69-8aca-d438e9bbe6d3\n\
nic:1:vlan 6e2d1f6a-03c8-422b-bc8e-d744612cf46a\ncpu 4000\nuser f2e19d5c-eaa1-44e5-94aa-dc194594bd7b\nnic:0:model e1000\n\
nic:1:mac 66:c8:fd:23:a7:a2\nvnc:ip 91.203.56.72\nsmp 4\nserver bb783ced-d2b4-4003-a66e-87337ea6427e\nnic:0:dhcp 91.203.56.72\n";

/// Manual section 6.1, the printed example to the letter.
const PROFILE: &str = "uuid f2e19d5c-eaa1-44e5-94aa-dc194594bd7b\nemail foo.bar@example.com\n\
secret_key Fvsnn7SFuUa3U3VxvFJfgK7c4FPCFDBc4hevBfmm\nfirst_name Foo\nlast_name Bar\nnick_name FooBar\ntitle\ncompany\naddress here\n\
postcode 1000\nphone\n";

#[test]
fn the_printed_server_is_read() {
    let node = text::records(SERVER).next().unwrap();
    let server = read::server(None, &node).unwrap();
    assert_eq!(server.head.id, "bb783ced-d2b4-4003-a66e-87337ea6427e");
    assert_eq!((server.head.state, server.cpus, server.memory_bytes), ("running", Some(4), Some(4 << 30)));
    assert_eq!(server.ips.as_deref(), Some(&["91.203.56.72".to_owned()][..]));
    assert_eq!(server.persistent, Some(true));
}

#[test]
fn a_missing_persistent_key_is_no() {
    let node = text::records("server x\nstatus active").next().unwrap();
    assert_eq!(read::server(None, &node).unwrap().persistent, Some(false));
}

#[test]
fn the_printed_profile_keeps_its_bare_keys() {
    let node = text::records(PROFILE).next().unwrap();
    assert_eq!(node.at("title").str(), None);
    assert_eq!(node.items().filter(|(k, _)| *k == Some("company")).count(), 1);
    let profile = read::profile(None, &node).unwrap();
    assert_eq!((profile.head.name.as_deref(), profile.company), (Some("Foo Bar"), None));
}

#[test]
fn records_split_at_blank_lines_of_any_number_and_ending() {
    let body = "\n\ndrive a\r\nname  two  spaces\r\n\r\n\r\n\r\ndrive b\nname ";
    let names: Vec<_> =
        text::records(body).map(|r| (r.at("drive").text().unwrap(), format!("{:?}", r.at("name")))).collect();
    assert_eq!(names[0], ("a".to_owned(), "Text(\" two  spaces\")".to_owned()));
    assert_eq!(names[1], ("b".to_owned(), "Text(\"\")".to_owned()));
    assert_eq!(text::records("").count(), 0);
}

#[test]
fn drives_are_ready_only_when_three_signals_agree() {
    let state = |extra: &str| {
        let body = format!("drive d\nsize 9007199254740993\n{extra}");
        read::drive(None, &text::records(&body).next().unwrap()).unwrap().head.state
    };
    assert_eq!(state("status active"), "available");
    assert_eq!(state("status active\nclaimed h:guest:s:ide:0:0"), "attached");
    assert_eq!(state("status active\nimaging false"), "available");
    for busy in ["imaging 50%", "imaging queued", "imaging", "claimed h:imaging:x"] {
        assert_eq!(state(&format!("status active\n{busy}")), "busy", "{busy}");
    }
    for busy in ["imaging 50%", "copying 12%", "copying"] {
        assert_eq!(state(&format!("status {busy}")), "busy", "{busy}");
    }
    let claimed =
        text::records("drive d\nstatus active\nclaimed h:guest:s1:ide:0:0 h:guest:s2:block:1").next().unwrap();
    assert_eq!(read::drive(None, &claimed).unwrap().attached_to.unwrap(), ["s1", "s2"]);
}

#[test]
fn failures_are_told_apart() {
    let of = |status, body| {
        super::CLOUDSIGMA.verdict(&super::op::SERVERS_STOP, &Reply::with(status), body).map_err(|e| e.kind())
    };
    assert_eq!(of(204, ""), Ok(()));
    assert_eq!(of(400, "errors:system The server x could not be found"), Err(Kind::NotFound));
    assert_eq!(of(400, "errors:system Drive is CURRENTLY IN USE"), Err(Kind::Conflict));
    assert_eq!(of(400, "name Foo\nerrors:name * This field is required."), Err(Kind::Failed));
    assert_eq!(of(200, "cpu 1000\nerrors:cpu The minimum CPU subscription is 2000 core MHz"), Err(Kind::Failed));
    assert_eq!(of(401, "anything"), Err(Kind::Denied));
    assert_eq!(of(409, ""), Err(Kind::Conflict));
    assert_eq!(of(502, "<html>bad gateway"), Err(Kind::Unavailable));
}

#[test]
fn bytes_of_a_drive_are_not_taken_for_words() {
    let of = |content_type: &str, body| {
        let reply = Reply { content_type: content_type.to_owned(), ..Reply::with(200) };
        super::CLOUDSIGMA.verdict(&super::op::DRIVES_READ, &reply, body).map_err(|e| e.kind())
    };
    for bytes in ["", "errors:system x\n", "<html>", "\u{1}\u{0} \n"] {
        assert_eq!(of("application/octet-stream", bytes), Ok(()), "{bytes:?}");
    }
    assert_eq!(of("text/plain", "no grammar at all!"), Ok(()));
    assert_eq!(of("text/plain", "errors:system no such drive"), Err(Kind::Failed));
    assert_eq!(of("text/html", "<html>"), Err(Kind::Failed));
}

#[test]
fn what_is_paid_for_names_its_price_and_what_ends_a_run_says_so() {
    for operation in super::op::ALL {
        if let Cost::Told(price) = operation.cost {
            assert_eq!(price.effect, Effect::Read, "{}", operation.id);
            let asked = price.placeholders().chain(price.args.iter().filter(|a| a.required).map(|a| a.name));
            assert!(asked.into_iter().all(|name| operation.takes(name)), "{}", operation.id);
        }
        assert!(operation.effect != Effect::Pay || operation.cost.is_some(), "{}", operation.id);
        assert!(operation.effect != Effect::Destroy || !operation.warning.is_empty(), "{}", operation.id);
        let stops = operation.path.ends_with("/stop") || operation.path.ends_with("/shutdown");
        assert_eq!(operation.hazard == Hazard::EndsRun, stops, "{}", operation.id);
    }
}

#[test]
fn what_would_inject_a_key_is_refused() {
    let pair = |key: &str, value: &str| text::lines(&[(key.to_owned(), Input::Text(value.to_owned()))]);
    assert_eq!(pair("name", "a b").unwrap(), "name a b\n");
    assert_eq!(pair("tags", "").unwrap(), "tags\n");
    for (key, value) in
        [("name", "x\npersistent false"), ("name", "x\rmem 1"), ("na me", "x"), ("", "x"), ("a\nb", "x")]
    {
        assert_eq!(pair(key, value).unwrap_err().kind(), Kind::Usage, "{key:?} {value:?}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(pairs in prop::collection::btree_map("[a-z][a-z0-9:_]{0,12}", "[^\r\n]{0,20}", 1..8)) {
        let sent: Vec<_> = pairs.iter().map(|(k, v)| (k.clone(), Input::Text(v.clone()))).collect();
        let body = text::lines(&sent).unwrap();
        let read: Vec<_> = text::records(&body).collect();
        prop_assert_eq!(read.len(), 1);
        for (key, value) in &pairs {
            prop_assert_eq!(read[0].at(key).str(), Some(value.trim()).filter(|v| !v.is_empty()));
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(body in any::<String>()) {
        for record in text::records(&body) {
            let _ = read::server(None, &record);
            let _ = read::drive(None, &record);
            let _ = read::profile(None, &record);
        }
        let _ = super::CLOUDSIGMA.verdict(&super::op::SERVERS_INFO, &Reply::with(200), &body);
    }
}

#[test]
fn whatever_ends_a_run_is_known_to_the_guard_rails() {
    // A server without `persistent true` is destroyed when its run ends, as published clients of the API have it.
    let ending: Vec<_> = BINDINGS.instances.acts.iter().filter(|(action, _)| action.ends_run).collect();
    assert!(!ending.is_empty());
    for (action, act) in ending {
        assert_eq!(act.operation.hazard, Hazard::EndsRun, "{}", action.name());
    }
}
