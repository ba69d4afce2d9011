//! The values that flags become: ids of the account's records, numbers, bytes, texts; and refusals before any request.
//! The account has two servers at ui-vmm, and the flags are those of making an instance.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::{
    fleet::testing::{account, reply, scripted},
    http::stub::Stub,
    model::{
        Action,
        verbs::{DRIVE_ATTACH, GROUP_ADD, INSTANCE_CREATE},
    },
    provider::{DRIVES, GROUPS, NOUNS, by_id},
};

const LIMIT: Duration = Duration::from_secs(60);

/// A fleet of one account.
fn alone(session: &Rc<Session>) -> Fleet {
    Fleet::of(vec![(session.account.name().to_owned(), Ok(Rc::clone(session)))], None)
}

/// A panel whose servers have these addresses.
fn panel(hosts: [&'static str; 2]) -> (Rc<Session>, Stub) {
    account("test", "uivmm", move |_| {
        let [a, b] = hosts;
        reply(
            200,
            format!(
                r#"{{"data":[{{"attributes":{{"server_id":3,"server_host":"{a}"}}}},{{"attributes":{{"server_id":7,"server_host":"{b}"}}}}]}}"#
            ),
        )
    })
}

fn raw(action: &'static Action, name: &str, values: &[&str]) -> Raw {
    Raw { flag: action.flag(name).unwrap(), values: values.iter().map(|value| (*value).to_owned()).collect() }
}

/// The binding of making an instance.
fn binding() -> &'static Act {
    by_id("uivmm").unwrap().bindings().instances.act(&INSTANCE_CREATE).unwrap()
}

/// The value that a flag of making an instance becomes, and the number of requests that took.
async fn value(name: &str, values: &[&str]) -> (Result<Given>, usize) {
    let (session, stub) = panel(["a.example.net", "b.example.net"]);
    let given = given(&alone(&session), &session, binding(), &[raw(&INSTANCE_CREATE, name, values)], LIMIT).await;
    (given, stub.count())
}

#[tokio::test]
async fn a_record_is_named_by_its_name_or_its_id() {
    for text in ["a.example.net", "3", "id:3", "name:a.example.net"] {
        let (given, asked) = value("host", &[text]).await;
        let given = given.unwrap();
        assert_eq!((given.flags.get("host").as_deref(), asked), (Some("3"), 1), "{text}");
        assert!(given.named.is_empty(), "nobody protects a server");
    }
}

#[tokio::test]
async fn what_names_nothing_or_several_is_refused_with_the_flag() {
    for (text, kind) in [("c.example.net", Kind::NotFound), ("*.example.net", Kind::Usage)] {
        let (given, _) = value("host", &[text]).await;
        let error = given.unwrap_err();
        assert_eq!(error.kind(), kind, "{text}: {error}");
        assert!(error.to_string().contains("--host"), "{error}");
    }
    let (session, _) = panel(["a.example.net", "a.example.net"]);
    let raw = [raw(&INSTANCE_CREATE, "host", &["a.example.net"])];
    let error = given(&alone(&session), &session, binding(), &raw, LIMIT).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Conflict, "{error}");
    let told = format!("{error} {}", error.details().hint.clone().unwrap_or_default());
    assert!(told.contains("--host") && told.contains('3') && told.contains('7'), "{told}");
}

#[tokio::test]
async fn an_account_that_does_not_answer_names_nothing() {
    let (session, _) = scripted("uivmm", [reply(503, "")]);
    let raw = [raw(&INSTANCE_CREATE, "host", &["3"])];
    assert_eq!(given(&alone(&session), &session, binding(), &raw, LIMIT).await.unwrap_err().kind(), Kind::Unavailable);
}

#[tokio::test]
async fn a_flag_that_means_nothing_there_is_refused_before_anything_is_asked() {
    for (name, typed) in
        [("flavor", "small"), ("region", "nl"), ("key", "laptop"), ("disk", "10GB"), ("user-data", "x")]
    {
        let (given, asked) = value(name, &[typed]).await;
        let error = given.unwrap_err();
        assert_eq!((error.kind(), asked), (Kind::Usage, 0), "{name}");
        assert!(error.to_string().contains(&format!("--{name} means nothing at ui-vmm")), "{error}");
        assert_eq!(error.details().account.as_deref(), Some("test"));
    }
}

#[tokio::test]
async fn what_the_recipe_looks_up_itself_is_passed_on_as_typed() {
    let (given, asked) = value("image", &["debian/12"]).await;
    assert_eq!((given.unwrap().flags.get("image").as_deref(), asked), (Some("debian/12"), 0));
    let (given, asked) = value("network", &["lxdbr0", "7/back"]).await;
    let list = serde_json::json!(["lxdbr0", "7/back"]);
    assert_eq!((given.unwrap().flags.json("network"), asked), (Some(&list), 0));
}

#[tokio::test]
async fn numbers_and_sizes_are_understood() {
    for (name, typed, read) in [("memory", "2GiB", 2_147_483_648), ("memory", "1GB", 1_000_000_000), ("cpus", "4", 4)] {
        let (given, asked) = value(name, &[typed]).await;
        assert_eq!((given.unwrap().flags.value(name), asked), (Some(&Input::Integer(read)), 0), "{typed}");
    }
    for (name, typed) in
        [("cpus", "four"), ("cpus", "1.5"), ("cpus", ""), ("memory", "much"), ("memory", "9223372036854775808")]
    {
        let (given, _) = value(name, &[typed]).await;
        assert_eq!(given.unwrap_err().kind(), Kind::Usage, "--{name} {typed}");
    }
}

/// A CloudSigma with two servers.
fn two_servers() -> (Rc<Session>, Stub) {
    crate::fleet::testing::servers("test", &[("s1", "web"), ("s22", "db")])
}

#[tokio::test]
async fn machines_that_are_named_are_told_to_the_guard_rails() {
    let (session, _) = two_servers();
    let bindings = session.account.provider.bindings();
    let act = DRIVES.binding(bindings).act(&DRIVE_ATTACH).unwrap();
    let given_one = given(&alone(&session), &session, act, &[raw(&DRIVE_ATTACH, "to", &["web"])], LIMIT).await.unwrap();
    let [target] = &*given_one.named else { panic!("one machine: {:?}", given_one.named) };
    assert_eq!((target.kind, target.id.as_str(), target.name.as_deref()), ("instance", "s1", Some("web")));
    let act = GROUPS.binding(bindings).act(&GROUP_ADD).unwrap();
    let both =
        given(&alone(&session), &session, act, &[raw(&GROUP_ADD, "instance", &["db", "web"])], LIMIT).await.unwrap();
    assert_eq!(both.flags.json("instance"), Some(&serde_json::json!(["s22", "s1"])));
    assert_eq!(both.named.iter().map(|target| target.id.as_str()).collect::<Vec<_>>(), ["s22", "s1"]);
}

#[tokio::test]
async fn records_that_are_not_listed_are_sent_as_typed_and_offer_no_choice() {
    let (session, stub) = scripted("cloudsigma", []);
    let (id, target) = found(&alone(&session), &session, "regions", "zrh", LIMIT).await.unwrap();
    assert_eq!((id.as_str(), target.is_none(), stub.count()), ("zrh", true, 0));
    assert!(choices(&session, "regions", LIMIT).await.unwrap().is_empty());
}

#[tokio::test]
async fn choices_are_the_records_or_why_there_are_none() {
    let (session, _) = two_servers();
    let heads = choices(&session, "instances", LIMIT).await.unwrap();
    let names: Vec<_> = heads.iter().map(|head| head.record.head().name.as_deref().unwrap()).collect();
    assert_eq!(names, ["web", "db"]);
    let (session, _) = crate::fleet::testing::down("test");
    assert_eq!(choices(&session, "instances", LIMIT).await.unwrap_err().kind(), Kind::Unavailable);
}

#[test]
fn every_noun_a_flag_can_name_is_looked_for() {
    let (session, _) = scripted("seflow", []);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let mut seen = 0;
    let flags = NOUNS.iter().flat_map(|noun| noun.actions).flat_map(|action| action.takes);
    for flag in flags {
        if let FlagKind::Named(noun) | FlagKind::AllNamed(noun) = flag.kind {
            let error =
                runtime.block_on(found(&alone(&session), &session, noun, "x", LIMIT)).err().map(|e| e.to_string());
            assert!(!error.clone().unwrap_or_default().contains("nothing looks for"), "--{}: {error:?}", flag.name);
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}
