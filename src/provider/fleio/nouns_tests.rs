//! Tests of undocumented forms of replies: other words, missing fields, lists that cannot be read whole.
//! A reader takes what it finds and fails on nothing but a missing id.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::{FLEIO, read};
use crate::{
    http::{Request, stub::Stub},
    model::{Flavor, Image, Record},
    provider::{
        Node, Session,
        testing::{self, list, reply, show},
    },
};

const BASE: &str = "https://cloud.example.com/backend/api";

fn node(json: &str) -> Node<'_> {
    serde_json::from_str(json).unwrap()
}

/// A session that answers by the end of the path, and with 404 to paths outside the table.
fn answering(table: &'static [(&'static str, u16, &'static str)]) -> Session {
    let stub = Stub::by(move |request: &Request| {
        let found = table.iter().find(|(end, ..)| request.url.ends_with(end));
        found.map_or_else(|| reply(404, r#"{"detail":"Not found."}"#), |(_, status, body)| reply(*status, *body))
    });
    testing::over(testing::account(&FLEIO, BASE), &stub)
}

#[test]
fn words_of_states_are_ours() {
    let image = |word: &str| read::image(None, &node(&format!(r#"{{"id":1,"status":{word}}}"#))).unwrap().head.state;
    let words = [r#""active""#, r#""saving""#, r#""queued""#, r#""killed""#, "null", "7"];
    assert_eq!(words.map(image), ["available", "busy", "busy", "error", "unknown", "unknown"]);
    let job =
        |word: &str| read::operation(None, &node(&format!(r#"{{"id":1,"status":"{word}"}}"#))).unwrap().head.state;
    let words = ["in progress", "succeeded", "failed", "aborted", "Erfolg"];
    assert_eq!(words.map(job), ["running", "done", "failed", "cancelled", "unknown"]);
    let region = |body: &str| read::region(None, &node(body)).unwrap().head.state;
    let bodies = [r#"{"id":"a","enabled":true}"#, r#"{"id":"a","enabled":false}"#, r#"{"id":"a"}"#];
    assert_eq!(bodies.map(region), ["available", "disabled", "unknown"]);
    let network = |body: &str| read::network(None, &node(body)).unwrap().head.state;
    let bodies = [
        r#"{"id":"a","status":"ACTIVE"}"#,
        r#"{"id":"a","admin_state_up":true}"#,
        r#"{"id":"a","status":"BUILD","admin_state_up":true}"#,
        r#"{"id":"a","status":"ERROR"}"#,
        r#"{"id":"a","admin_state_up":false}"#,
        r#"{"id":"a"}"#,
    ];
    assert_eq!(bodies.map(network), ["active", "active", "busy", "error", "unknown", "unknown"]);
}

#[test]
fn an_address_is_free_when_nothing_holds_it() {
    let ip = |fields: &str| {
        let ip =
            read::ip(None, &node(&format!(r#"{{"id":"f","floating_ip_address":"2001:db8::9",{fields}}}"#))).unwrap();
        assert_eq!(ip.version, Some(6));
        (ip.head.state, ip.assigned_to)
    };
    let machine = |id: &str| Some(id.to_owned());
    assert_eq!(ip(r#""port":null,"associated_object":null,"status":"ACTIVE""#), ("free", None));
    assert_eq!(ip(r#""port":{"id":"p"},"associated_object":null"#), ("assigned", None), "to something else");
    assert_eq!(ip(r#""associated_object":{"id":"a","device_type":"compute:nova"}"#), ("assigned", machine("a")));
    assert_eq!(ip(r#""associated_object":{"id":"a"}"#), ("assigned", machine("a")));
    assert_eq!(ip(r#""associated_object":{"id":"l","device_type":"loadbalancer"}"#), ("assigned", None));
    assert_eq!(ip(r#""status":"DOWN""#), ("free", None));
    assert_eq!(ip(r#""status":"ACTIVE""#), ("assigned", None));
    assert_eq!(ip(r#""status":"?""#), ("unknown", None));
}

#[test]
fn images_and_rules_are_read_as_what_they_are() {
    let kind = |fields: &str| read::image(None, &node(&format!(r#"{{"id":1,{fields}}}"#))).unwrap().kind;
    assert_eq!(kind(r#""disk_format":"iso","visibility":"private""#), Some("cdrom"));
    assert_eq!(kind(r#""visibility":"public""#), Some("standard"));
    assert_eq!(kind(r#""visibility":"community""#), Some("shared"));
    assert_eq!(kind(r#""visibility":null"#), None);
    let group = r#"{"id":"g","create_at":"2026-01-14T10:00:00Z","security_group_rules":[
        {"id":"r","direction":"egress","protocol":null,"port_range_min":null,"remote_group_name":"db"},
        {"direction":"ingress","protocol":"udp","port_range_min":"8000","port_range_max":8100,"remote_ip_prefix":""},
        {"display":"ALLOW IPv4 443/tcp"}, 7, null]}"#;
    let group = read::group(None, &node(group)).unwrap();
    assert_eq!(group.head.created_at.as_deref(), Some("2026-01-14T10:00:00Z"));
    let told = |n: usize| {
        let rule = &group.rules[n];
        [&rule.direction, &rule.protocol, &rule.ports, &rule.remote].map(|text| text.as_deref().unwrap_or("-"))
    };
    assert_eq!(told(0), ["out", "any", "-", "db"]);
    assert_eq!(told(1), ["in", "udp", "8000-8100", "-"]);
    assert_eq!(told(2), ["-", "-", "-", "-"], "what is not told is not guessed");
}

#[test]
fn subnets_may_be_objects_or_ids() {
    let whole =
        node(r#"{"id":"n","subnets":[{"id":"s","name":"lan-4","cidr":"10.0.0.0/24","gateway_ip":"10.0.0.1"}]}"#);
    let network = read::network(None, &whole).unwrap();
    assert_eq!(network.cidrs.as_deref(), Some(&["10.0.0.0/24".to_owned()][..]));
    assert_eq!(network.subnets[0].gateway.as_deref(), Some("10.0.0.1"));
    let network = read::network(None, &node(r#"{"id":"n","subnets":["s4","s6"]}"#)).unwrap();
    assert_eq!((network.cidrs, network.subnets[1].id.as_deref()), (None, Some("s6")), "ids do not tell the ranges");
}

#[test]
fn a_job_tells_why_it_failed() {
    let failed = r#"{"id":1,"status":"failed","progress":{"completed_steps":"1","total_steps":2,"steps_details":[
        {"error_message":null},{"error_message":"No valid host was found."}]}}"#;
    let job = read::operation(None, &node(failed)).unwrap();
    assert_eq!((job.message.as_deref(), job.progress.as_deref()), (Some("No valid host was found."), Some("1/2")));
    let silent = read::operation(None, &node(r#"{"id":1,"status":"failed","progress":"odd"}"#)).unwrap();
    assert_eq!((silent.message, silent.progress), (None, None));
}

#[test]
fn readers_survive_anything_and_only_want_an_id() {
    let odd = ["1", "null", r#""x""#, "[]", "[[{}],7]", "{}", r#"{"id":{}}"#, "true"];
    let keys = "name status visibility size region subnets admin_state_up security_group_rules flavor floating_network \
        associated_object port progress created_at description enabled out_of_stock vcpus run_at rotation instance";
    for value in odd {
        let fields: Vec<String> = keys.split_whitespace().map(|key| format!(r#""{key}":{value}"#)).collect();
        let with = format!(r#"{{"id":5,{}}}"#, fields.join(","));
        for (body, fine) in [(with.as_str(), true), (value, false)] {
            let n = node(body);
            let found = [
                read::image(None, &n).map(|r| r.head),
                read::snapshot(None, &n).map(|r| r.head),
                read::backup("m", &n).map(|r| r.head),
                read::schedule("m", &n).map(|r| r.head),
                read::ip(None, &n).map(|r| r.head),
                read::network(None, &n).map(|r| r.head),
                read::group(None, &n).map(|r| r.head),
                read::key(None, &n).map(|r| r.head),
                read::region(None, &n).map(|r| r.head),
                read::flavor(&n, "nl").map(|r| r.head),
                read::operation(None, &n).map(|r| r.head),
            ];
            assert!(found.iter().all(|head| head.is_ok() == fine), "{body}: {found:?}");
            let mut lines = Vec::new();
            for answer in [read::console, read::log, read::traffic, read::action] {
                answer(&n, &mut lines);
            }
            read::measure(&n, "cpu_util", &mut lines);
            read::price("machine", &n);
        }
    }
}

const TWO_REGIONS: &str =
    r#"{"objects":[{"id":"nl","enabled":true},{"id":"de","enabled":true},{"id":"old","enabled":false}]}"#;
const OFFER: &str = r#"{"bootSources":{"image":[{"id":"std","name":"Debian 13"},{"name":"no id"}],"shared_image":[{"id":"iso","disk_format":"iso"}]},
    "flavor":[{"id":"f1","name":"s1","out_of_stock":true},{"id":"f2","vcpus":2,"memory_mb":2048,"root_gb":20}]}"#;

#[tokio::test]
async fn a_region_that_cannot_be_read_makes_the_listing_incomplete() {
    let session = answering(&[
        ("/openstack/regions?page=1&page_size=500", 200, TWO_REGIONS),
        ("/create_options?region=nl", 200, OFFER),
        ("/create_options?region=de", 503, "{}"),
    ]);
    let flavors = list::<Flavor>(&session).await.unwrap();
    let found: Vec<_> = flavors.records.iter().map(|(f, _)| (f.head.id.as_str(), f.head.state, f.cpus)).collect();
    assert_eq!(found, [("f1", "sold_out", None), ("f2", "available", Some(2))]);
    assert_eq!(flavors.failures().len(), 1, "the disabled region is not asked");
    assert!(flavors.failures()[0].to_string().contains("region de"), "{}", flavors.failures()[0]);
}

#[tokio::test]
async fn images_on_offer_are_listed_and_shown_beside_the_own_ones() {
    let session = answering(&[
        (
            "/openstack/images?page=1&page_size=500",
            200,
            r#"{"objects":[{"id":"own","status":"active","visibility":"private"}]}"#,
        ),
        ("/openstack/regions?page=1&page_size=500", 200, r#"{"objects":[{"id":"nl"}]}"#),
        ("/create_options?region=nl", 200, OFFER),
    ]);
    let images = list::<Image>(&session).await.unwrap();
    let found: Vec<_> = images.records.iter().map(|(i, _)| (i.head.id.as_str(), i.kind, i.head.state)).collect();
    assert_eq!(
        found,
        [
            ("own", Some("own"), "available"),
            ("std", Some("standard"), "available"),
            ("iso", Some("cdrom"), "available")
        ]
    );
    assert_eq!(images.failures().len(), 1, "one on offer has no id");
    let shown = show::<Image>(&session, "std").await.unwrap();
    assert_eq!((shown.head().name.as_deref(), shown.region.as_deref()), (Some("Debian 13"), Some("nl")));
    assert!(show::<Image>(&session, "gone").await.is_err());
}
