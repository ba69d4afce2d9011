//! Subscribing and extending on a scripted wire: refusals before anything is sent, the price, one request, two shapes.
//! The replies are those that the manual prints.

use std::{
    cell::RefCell,
    path::Path,
    rc::Rc,
    time::{Duration, Instant},
};

use super::*;
use crate::{
    config::{Paths, StateStore},
    error::{Error, Result},
    http::{Consent, Observer, Reply, Request, Wire},
    model::{Action, verbs::EXTEND, verbs::SUBSCRIBE},
    provider::{Call, CallScope, Input, Inputs, Made, Planned, Provider, Typed},
};

/// An id that the manual prints.
pub(crate) const ID: &str = "c8308b4d-3c98-472c-9944-024b9c700c10";
/// Manual 11.10, the printed reply with the blank lines that were lost.
pub(crate) const BOUGHT: &str = "type cpu\nsubscription 233bfb80-a1a8-4e9a-a1e4-d7822a87b681\ntype_str CPU\nunit core MHz\nquantity 2000\n\
start_time 2099-03-10 21:24\nend_time 2099-04-10 21:24\n\ntype mem\nsubscription be59f94b-b684-4715-83f6-75c97bd65cc9\ntype_str Memory\n\
unit MB\nquantity 2000\nstart_time 2099-03-10 21:24\nend_time 2099-04-10 21:24\n";
/// Manual 11.9, the printed reply of the same call.
const ECHO: &str = "cpu 2000\nmem 2000\ndisk 100\nxfer 10\nstart_time 2010-03-20 13:20\nend_time 2010-03-20 13:20\n";
/// Manual 11.10, the printed failure.
const REFUSED: &str = "cpu 1000\nerrors:cpu The minimum CPU subscription is 2000 core MHz\nmem 1000\n\
errors:mem The minimum memory subscription is 1024 MB\ndisk 100\nxfer 10\nstart_time 2010-03-22 00:12\nend_time 2010-04-22 00:12\n";
/// Manual 11.11, the printed reply.
pub(crate) const ADDRESSES: &str = "type ip\nresource 91.203.56.75\ntype_str Static IP address admin\nunit IPs\nquantity 2\nstart_time 2099-03-10 11:49:09\n\
end_time 2099-04-10 11:49:09\n\ntype ip\nresource 91.203.56.77\ntype_str Static IP address admin\nunit IPs\nquantity 2\nstart_time 2099-03-10 11:49\n\
end_time 2099-04-10 11:49\n";
/// Manual 11.13, the printed reply.
pub(crate) const VLAN: &str = "type vlan\nresource 727d8022-9045-48ff-92ae-a4d243bab890\ntype_str Private network VLAN\nunit VLANs\nquantity 1\n\
start_time 2099-03-10 19:30\nend_time 2099-04-10 19:30\n";
/// Manual 11.15, the printed reply.
const SOFTWARE: &str =
    "msft_lwa_00135 1\nmsft_p73_04837 0\nmsft_tfa_00009 0\nstart_time 2010-03-21 12:21\nend_time 2010-03-31 12:21:00\n";

/// Remembers the warnings to the user.
#[derive(Default)]
pub(crate) struct Ear(pub RefCell<Vec<String>>);

impl Observer for Ear {
    fn exchange(&self, _: &Request, _: &Result<Reply>, _: Duration) {}
    fn warning(&self, words: &str) {
        self.0.borrow_mut().push(words.to_owned());
    }
    fn alarm(&self, words: &str) {
        self.0.borrow_mut().push(format!("ALARM {words}"));
    }
    fn retrying(&self, _: &Request, _: &Result<Reply>, _: Duration) {}
}

/// A session that keeps purchases in a folder, and its warnings.
pub(crate) fn keeping(folder: &Path, stub: &Stub) -> (Session, Rc<Ear>) {
    let mut settings = Rc::into_inner(testing::settings()).unwrap();
    let ear = Rc::new(Ear::default());
    settings.kept = StateStore::new(&Paths { state_dir: Some(folder.to_owned()), ..Paths::default() }, false);
    settings.observer = Rc::clone(&ear) as Rc<dyn Observer>;
    (Session::over(Wire::Stub(stub.clone()), account(&CLOUDSIGMA, BASE), &Rc::new(settings)), ear)
}

/// Flags from their JSON form.
pub(crate) fn flags(json: &str) -> Inputs {
    let map: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).unwrap();
    map.into_iter().fold(Inputs::none(), |inputs, (name, value)| {
        let name = SUBSCRIBE.takes.iter().find(|flag| flag.name == name).unwrap().name;
        match value {
            serde_json::Value::Number(n) => inputs.with(name, Input::Integer(n.as_i64().unwrap())),
            serde_json::Value::String(text) => inputs.text(name, text),
            other => inputs.with(name, Input::Json(other)),
        }
    })
}

/// Carries a verb out.
pub(crate) async fn go(session: &Session, action: &'static Action, id: &str, flags: &Inputs) -> Result<Made> {
    let noun = &CLOUDSIGMA.facts().bindings.subscriptions;
    let typed = Typed { id, names: noun.id, name: None, flags };
    let aim = CallScope { targets: Vec::new(), consent: Consent::Everything };
    Call::new(session, noun.act(action).unwrap(), typed, aim, Instant::now(), false).go().await
}

/// The sentences shown before a verb's consent is asked.
pub(crate) async fn consequences(
    session: &Session,
    action: &'static Action,
    id: &str,
    flags: &Inputs,
) -> Result<Vec<String>> {
    let act = CLOUDSIGMA.facts().bindings.subscriptions.act(action).unwrap();
    act.foretold(session, Planned { id, flags }).await
}

/// An order of everything whose price the provider does not calculate.
pub(crate) const ORDER: &str =
    r#"{"cpu":2000,"memory":2097152000,"disk":100000000000,"transfer":10000000000,"starts":"2010-04-12","months":1}"#;

#[tokio::test]
async fn one_call_answers_in_two_shapes_and_both_are_a_purchase() {
    let first = "233bfb80-a1a8-4e9a-a1e4-d7822a87b681";
    for (reply_of, id, told) in [(BOUGHT, Some(first), 1), (ECHO, None, 0), ("", None, 0)] {
        let folder = tempfile::tempdir().unwrap();
        let stub = Stub::new([reply(200, reply_of)]);
        let (session, ear) = keeping(folder.path(), &stub);
        let made = go(&session, &SUBSCRIBE, "", &flags(ORDER)).await.unwrap();
        assert_eq!(made, Made { id: id.map(str::to_owned), ..Made::default() });
        let heard = ear.0.borrow();
        assert_eq!(heard.len(), told, "{heard:?}");
        assert!(
            heard
                .iter()
                .all(|words| words.contains(first) && words.contains("mem be59f94b-b684-4715-83f6-75c97bd65cc9"))
        );
        assert_eq!(stub.asked(), [format!("POST {BASE}/subscriptions/resources/create")]);
        let body = stub.sent.borrow()[0].body.clone();
        let sent = "cpu 2000\nmem 2000\ndisk 100\nxfer 10\nstart_time 2010-04-12 00:00\nmonths 1\n";
        assert_eq!(String::from_utf8_lossy(&body), sent, "the order of manual 11.10");
    }
    for (typed, reply_of, heard) in [
        (r#"{"ips":2,"months":1}"#, ADDRESSES, "ip 91.203.56.75, ip 91.203.56.77"),
        (r#"{"vlans":1,"months":1}"#, VLAN, "vlan 727d8022-9045-48ff-92ae-a4d243bab890"),
        (r#"{"software":{"msft_lwa_00135":"1"},"months":1}"#, SOFTWARE, ""),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (session, ear) = keeping(folder.path(), &Stub::new([reply(200, reply_of)]));
        assert_eq!(go(&session, &SUBSCRIBE, "", &flags(typed)).await.unwrap(), Made::default());
        assert_eq!(ear.0.borrow().iter().any(|words| words.ends_with(heard)), !heard.is_empty(), "{typed}");
    }
}

#[tokio::test]
async fn errors_inside_a_success_are_told_in_the_providers_words() {
    for status in [200, 400] {
        let folder = tempfile::tempdir().unwrap();
        let stub = Stub::new([reply(status, REFUSED)]);
        let (session, _) = keeping(folder.path(), &stub);
        let error = go(&session, &SUBSCRIBE, "", &flags(ORDER)).await.unwrap_err();
        let words =
            "cpu: The minimum CPU subscription is 2000 core MHz; mem: The minimum memory subscription is 1024 MB";
        assert_eq!((error.kind(), error.details().provider_message.as_deref()), (Kind::Failed, Some(words)));
        assert!(!error.details().outcome_unknown);
        assert_eq!((stub.count(), folder.path().join("kept").exists()), (1, false), "nothing was bought");
    }
    let quantity = "quantity 1\nstart_time\nerrors:start_time This field is required.\nend_time\n";
    let (session, _) = told_all(quantity);
    let error = go(&session, &SUBSCRIBE, "", &flags(r#"{"ips":1,"months":1}"#)).await.unwrap_err();
    assert_eq!(error.details().provider_message.as_deref(), Some("start_time: This field is required."));
}

/// A session that gives every request the same answer.
pub(crate) fn told_all(body: &'static str) -> (Session, Stub) {
    let stub = Stub::by(move |_| reply(200, body));
    (over(account(&CLOUDSIGMA, BASE), &stub), stub)
}

#[tokio::test]
async fn a_connection_that_breaks_sends_one_order_and_leaves_the_outcome_open() {
    for (action, id, typed) in
        [(&SUBSCRIBE, "", ORDER), (&SUBSCRIBE, "", r#"{"vlans":1,"months":1}"#), (&EXTEND, ID, r#"{"months":1}"#)]
    {
        let broken = || Err(Error::new(Kind::Unavailable, "the connection broke").outcome_unknown());
        let stub = Stub::by(move |_| broken());
        let error = go(&over(account(&CLOUDSIGMA, BASE), &stub), action, id, &flags(typed)).await.unwrap_err();
        assert_eq!((stub.count(), error.details().outcome_unknown, error.retryable()), (1, true, false), "{typed}");
        let gateway = Stub::by(|_| reply(504, ""));
        let error = go(&over(account(&CLOUDSIGMA, BASE), &gateway), action, id, &flags(typed)).await.unwrap_err();
        assert_eq!((gateway.count(), error.details().outcome_unknown), (1, true), "{typed}");
    }
}

#[tokio::test]
async fn what_cannot_be_ordered_is_refused_before_anything_is_sent() {
    for (typed, words) in [
        (r#"{"months":1}"#, "nothing says what"),
        (r#"{"cpu":2000,"ips":2,"months":1}"#, "--cpu and --ips are bought one by one"),
        (r#"{"vlans":1,"software":{"msft_lwa_00135":"1"},"ips":2,"months":1}"#, "--ips and --vlans and --software"),
        (r#"{"ips":0,"months":1}"#, "--ips must be more than nothing"),
        (r#"{"ips":-3,"months":1}"#, "--ips must be more than nothing"),
        (r#"{"ips":1,"months":0}"#, "--months must be more than nothing"),
        (r#"{"ips":1}"#, "--months is needed"),
        (r#"{"memory":0,"months":1}"#, "--memory must be"),
        (r#"{"software":{"office":"1"},"months":1}"#, "no licence \"office\""),
        (r#"{"software":{"msft_lwa_00135":"many"},"months":1}"#, "whole number"),
        (r#"{"software":{"msft_lwa_00135":"0"},"months":1}"#, "no licence at all"),
        (r#"{"ips":1,"months":1,"starts":"soon"}"#, "\"soon\" is no time"),
        (r#"{"ips":1,"months":1,"starts":"2026-02-30"}"#, "is no time"),
        (r#"{"ips":1,"months":1,"starts":"2026-12-01 25:00"}"#, "is no time"),
        (r#"{"ips":1,"months":1,"starts":"2026-12-01 10:00\nmonths 9"}"#, "is no time"),
    ] {
        let (session, stub) = told_all("amount 1\n");
        for error in [
            go(&session, &SUBSCRIBE, "", &flags(typed)).await.unwrap_err(),
            consequences(&session, &SUBSCRIBE, "", &flags(typed)).await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), Kind::Usage, "{typed}: {error}");
            assert!(error.details().message.contains(words), "{typed}: {error}");
        }
        assert_eq!(stub.count(), 0, "{typed}");
    }
}

#[tokio::test]
async fn what_was_typed_is_what_is_sent() {
    for (typed, path, body) in [
        (
            r#"{"ips":2,"starts":"2010-03-23","months":1}"#,
            "network/ip",
            "quantity 2\nstart_time 2010-03-23 00:00\nmonths 1\n",
        ),
        (
            r#"{"vlans":1,"starts":"2010-03-09T14:04","months":12}"#,
            "network/vlan",
            "quantity 1\nstart_time 2010-03-09 14:04\nmonths 12\n",
        ),
        (
            r#"{"software":{"msft_tfa_00009":"3","msft_lwa_00135":"1"},"starts":"2010-03-21 12:21","months":1}"#,
            "software",
            "msft_lwa_00135 1\nmsft_p73_04837 0\nmsft_tfa_00009 3\nstart_time 2010-03-21 12:21\nmonths 1\n",
        ),
        (
            r#"{"memory":1073741825,"disk":1,"starts":"2010-03-21","months":1}"#,
            "resources",
            "mem 1025\ndisk 1\nstart_time 2010-03-21 00:00\nmonths 1\n",
        ),
    ] {
        let (session, stub) = told_all("amount 16.00\ncurrency EUR\n");
        consequences(&session, &SUBSCRIBE, "", &flags(typed)).await.unwrap();
        go(&session, &SUBSCRIBE, "", &flags(typed)).await.unwrap();
        let sent = stub.sent.borrow();
        let told =
            |request: &Request| (request.url.replace(BASE, ""), String::from_utf8_lossy(&request.body).into_owned());
        assert_eq!(told(&sent[1]), (format!("/subscriptions/{path}/create"), body.to_owned()));
        let asked = if path == "resources" {
            ("/pricing/info".to_owned(), String::new())
        } else {
            (format!("/subscriptions/{path}/calculate"), body.to_owned())
        };
        assert_eq!(told(&sent[0]), asked, "the price is asked for the very same");
    }
    let (session, stub) = told_all("");
    go(&session, &SUBSCRIBE, "", &flags(r#"{"ips":1,"months":1}"#)).await.unwrap();
    let body = String::from_utf8_lossy(&stub.sent.borrow()[0].body).into_owned();
    let now = jiff::Timestamp::now().strftime("%Y-%m-%d %H").to_string();
    assert!(body.starts_with(&format!("quantity 1\nstart_time {}", &now[..10])), "{body}");
}

#[tokio::test]
async fn an_id_that_was_made_here_cannot_be_extended() {
    for id in ["cpu@2010-03-08T21:15:18", "CPU", "c8308b4d"] {
        let (session, stub) = told_all("amount 1\n");
        let typed = flags(r#"{"months":1}"#);
        for error in [
            go(&session, &EXTEND, id, &typed).await.unwrap_err(),
            consequences(&session, &EXTEND, id, &typed).await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), Kind::Conflict);
            assert!(error.details().message.contains("tells ids when one buys"), "{error}");
            assert!(error.details().hint.as_deref().unwrap().contains("test/id:UUID"));
        }
        assert_eq!(stub.count(), 0);
    }
}
