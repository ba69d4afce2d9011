//! Records: what a provider's own words become, and what is sent to act on them.

use proptest::prelude::*;

use super::{super::*, *};
use crate::{
    http::{Request, stub::Stub},
    provider::{DRIVES, HOSTS, IMAGES, INSTANCES, INVOICES, KEYS, NETWORKS, TICKETS, WHOAMI},
};

/// One machine, drive, invoice, ticket and user at each provider, in the forms their documents print.
fn answer(provider: &str, request: &Request) -> &'static str {
    let path = request.url.strip_prefix(BASE).unwrap().split('?').next().unwrap();
    match (provider, path) {
        ("fleio", "/openstack/instances") => {
            r#"{"objects":[{"id":"a623787b","name":"web","status":"active","display_task":null}],"next":null,"totalCount":1}"#
        }
        ("fleio", "/openstack/instances/a623787b") => r#"{"id":"a623787b","name":"web","status":"active"}"#,
        ("fleio", "/openstack/volumes") => r#"{"objects":[{"id":"v1","name":"data","size":10,"status":"available"}]}"#,
        ("fleio", "/openstack/volumes/v1") => r#"{"id":"v1","name":"data","size":10,"status":"available"}"#,
        ("fleio", "/billing/invoices") => r#"{"objects":[{"id":12,"status":"unpaid","total":"9.50"}]}"#,
        ("fleio", "/billing/invoices/12") => r#"{"id":12,"status":"unpaid","total":"9.50","items":[]}"#,
        ("fleio", "/plugins/tickets/tickets") => r#"{"objects":[{"id":"T-1","status":"open","title":"Help"}]}"#,
        ("fleio", "/plugins/tickets/tickets/T-1") => r#"{"id":"T-1","status":"open","title":"Help"}"#,
        ("fleio", "/current-user") => r#"{"user":{"id":3,"email":"ops@example.com"},"features":{}}"#,
        ("cloudsigma", "/servers/info" | "/servers/s1/info") => "server s1\nname web\nstatus active\n",
        ("cloudsigma", "/drives/info" | "/drives/d1/info") => "drive d1\nname data\nstatus active\nsize 1000\n",
        ("cloudsigma", "/drives/standard/info") => "drive i1\nname debian\nstatus active\ntype disk\n",
        ("cloudsigma", "/resources/ip/info") => "resource 192.0.2.7\ntype ip\n",
        ("cloudsigma", "/resources/vlan/info" | "/resources/vlan/v1/info") => "resource v1\ntype vlan\nname back\n",
        ("cloudsigma", "/servergroups/list") => "g1\n",
        ("cloudsigma", "/servergroups/g1/info") => "uuid g1\nname office\n",
        ("cloudsigma", "/profile/info") => "uuid u1\nemail ops@example.com\n",
        ("seflow", "/service") => r#"{"services":[{"id":"33301","status":"Active"}]}"#,
        ("seflow", "/service/33301/vms") => r#"{"vms":{"4965":{"label":"web","state":"online"}}}"#,
        ("seflow", "/service/33301/vms/4965") => r#"{"vm":{"label":"web","status":"running"}}"#,
        ("seflow", "/service/33301/vms/4965/storage") => r#"{"storage":[{"id":"d1","size_gb":"10"}]}"#,
        ("seflow", "/service/33301/ip") => r#"{"ips":[{"ipaddress":"192.0.2.7","status":"assigned"}]}"#,
        ("seflow", "/service/33301/rdns") => r#"{"ips":[{"ipaddress":"192.0.2.7","ptrcontent":"web.example.com"}]}"#,
        ("seflow", "/service/33301/vms/4965/ips") => r#"{"ips":["192.0.2.7"]}"#,
        ("seflow", "/service/33301/templates") => r#"{"templates":[{"id":"12","name":"Debian 12"}]}"#,
        ("seflow", "/invoice") => r#"{"invoices":[{"id":"12","status":"Unpaid","total":"9.50"}]}"#,
        ("seflow", "/invoice/12") => r#"{"invoice":{"id":"12","status":"Unpaid","total":9.5}}"#,
        ("seflow", "/tickets") => r#"{"tickets":[{"ticket_number":"7","status":"Open","subject":"Help"}]}"#,
        ("seflow", "/tickets/7") => r#"{"tickets":{"ticket_number":"7","status":"Open"},"replies":[]}"#,
        ("seflow", "/details") => r#"{"client":{"id":"20408","email":"ops@example.com","status":"Active"}}"#,
        ("uivmm", "/v1/server.list") => r#"{"data":[{"type":"server","attributes":{"server_id":1,"provider":"lxd"}}]}"#,
        ("uivmm", "/v1/instance.list") => {
            r#"{"data":[{"id":5,"type":"instance","attributes":{"instance_name":"web","instance_status":"running"}}]}"#
        }
        ("uivmm", "/v1/instance.get") => {
            r#"{"data":{"id":5,"attributes":{"instance_name":"web","instance_status":"running"}}}"#
        }
        ("uivmm", "/v1/volume.list") => {
            r#"{"data":[{"attributes":{"pool_name":"p","volume_name":"v","volume_used_by":""}}]}"#
        }
        ("uivmm", "/v1/image.list") => r#"{"data":[{"attributes":{"image_fingerprint":"3a9d"}}]}"#,
        ("uivmm", "/v1/network.list") => r#"{"data":[{"attributes":{"network_name":"lxdbr0"}}]}"#,
        ("uivmm", "/v1/ssh-key.get") => r#"{"data":[{"id":17,"attributes":{"key_name":"laptop"}}]}"#,
        ("uivmm", "/v1/server.get") => r#"{"data":{"id":1,"attributes":{"server_host":"lxd-a.example.net"}}}"#,
        ("uivmm", "/v1/user.get") => r#"{"data":{"id":3,"attributes":{"login":"ops","email":"ops@example.com"}}}"#,
        other => panic!("nobody answers {other:?}"),
    }
}

fn cloud(provider: &'static dyn Provider) -> (Session, Stub) {
    let stub = Stub::by(move |request| reply(200, answer(provider.id(), request)));
    (testing::over(testing::account(provider, BASE), &stub), stub)
}

/// Reads the one record of a noun by list and by show, and gives its id and state; nothing where there is no binding.
async fn read(noun: &Noun, provider: &'static dyn Provider) -> Option<(String, &'static str)> {
    let binding = noun.binding(provider.bindings());
    binding.list.as_ref()?;
    let (session, _) = cloud(provider);
    let listing = list_of(noun, &session).await.unwrap();
    let place = format!("{} {}", provider.id(), noun.word);
    assert_eq!((listing.records.len(), listing.failures().len()), (1, 0), "{place}");
    let head = listing.records[0].0.head().clone();
    assert!(noun.record.states.contains(&head.state), "{place}: {}", head.state);
    if !matches!(binding.show, None | Some(Show::Listed)) {
        let shown = show_of(noun, &session, &head.id).await.unwrap();
        assert_eq!((shown.head().id.as_str(), shown.head().state), (head.id.as_str(), head.state), "{place}");
    }
    Some((head.id, head.state))
}

#[tokio::test]
async fn every_noun_is_listed_and_shown_alike() {
    let ids = [
        ("fleio", ["a623787b", "v1", "12", "T-1", "3"]),
        ("cloudsigma", ["s1", "d1", "", "", "u1"]),
        ("seflow", ["33301/4965", "33301/4965/d1", "12", "7", "20408"]),
        ("uivmm", ["1/web", "1/p/v", "", "", "3"]),
    ];
    for (provider, expected) in ids {
        let provider = by_id(provider).unwrap();
        let found = [
            read(&INSTANCES, provider).await,
            read(&DRIVES, provider).await,
            read(&INVOICES, provider).await,
            read(&TICKETS, provider).await,
            read(&WHOAMI, provider).await,
        ];
        let ids = found.each_ref().map(|f| f.as_ref().map_or("", |(id, _)| id.as_str()));
        assert_eq!(ids, expected, "{}", provider.id());
        assert_eq!(found[0].as_ref().unwrap().1, "running", "{}", provider.id());
    }
}

#[tokio::test]
async fn what_only_a_panel_for_servers_has_is_listed_and_shown_alike() {
    let provider = by_id("uivmm").unwrap();
    let found = [
        read(&IMAGES, provider).await,
        read(&NETWORKS, provider).await,
        read(&KEYS, provider).await,
        read(&HOSTS, provider).await,
    ];
    let found = found.each_ref().map(|f| f.as_ref().map(|(id, state)| (id.as_str(), *state)).unwrap());
    assert_eq!(found, [("1/3a9d", "available"), ("1/lxdbr0", "active"), ("17", "active"), ("1", "available")]);
}

#[tokio::test]
async fn an_id_cannot_lead_out_of_its_path() {
    for provider in ALL {
        let parts = provider.bindings().instances.id.len();
        for id in ["", "/", "a/", "/a", "../x", "x/..", "..", ".", "a/../../b", "a?b", "a#b"] {
            let stub = Stub::by(|_| reply(404, "{}"));
            let session = testing::over(testing::account(provider, BASE), &stub);
            assert!(show::<Instance>(&session, id).await.is_err(), "{} {id:?}", provider.id());
            let asked = stub.asked();
            assert!(asked.iter().all(|url| !url.contains(['?', '#'])), "{asked:?}");
            // Some servers decode a slash before they look at the segments.
            let climbs = |url: &String| url.replace("%2F", "/").split('/').any(|part| matches!(part, "." | ".."));
            assert!(!asked.iter().any(climbs), "{asked:?}");
            let whole = id.split('/').filter(|part| !part.is_empty()).count() >= parts && !id.starts_with('/');
            assert!(stub.count() == 0 || whole || parts == 1, "{} {id:?}: {asked:?}", provider.id());
        }
    }
}

/// Replies to a list of machines, drives, invoices, tickets and the user with one word in every place of a state.
fn worded(provider: &str, url: &str, word: &str) -> String {
    let text = serde_json::Value::from(word).to_string();
    let json = match (provider, url.strip_prefix(BASE).unwrap().split('?').next().unwrap()) {
        ("cloudsigma", _) => {
            return format!("server a\ndrive a\nuuid a\nstatus {word}\nimaging {word}\nclaimed {word}");
        }
        ("fleio", "/current-user") => r#"{"user":{"id":1,"is_active":WORD,"clients":[{"status":WORD}]}}"#,
        ("fleio", _) => r#"{"objects":[{"id":1,"status":WORD,"display_task":WORD},{"id":2,"status":WORD}]}"#,
        ("seflow", "/service") => r#"{"services":[{"id":"1","status":"Active"}]}"#,
        ("seflow", _) => {
            r#"{"vms":[{"id":1,"state":WORD,"built":WORD,"power":WORD}],"storage":[{"id":1,"status":WORD}],"ips":[{"ipaddress":"192.0.2.7","status":WORD}],
                "invoices":[{"id":1,"status":WORD}],"tickets":[{"number":1,"status":WORD}],"client":{"id":1,"status":WORD}}"#
        }
        (_, "/v1/server.list") => r#"{"data":[{"id":1,"attributes":{}}]}"#,
        (_, "/v1/user.get") => r#"{"data":{"id":1,"attributes":{"status":WORD}}}"#,
        _ => {
            r#"{"data":[{"attributes":{"instance_name":"a","pool_name":"p","volume_name":"v",
                "instance_status":WORD,"volume_used_by":WORD}}]}"#
        }
    };
    json.replace("WORD", &text)
}

async fn states(noun: &Noun, provider: &'static dyn Provider, word: &str) -> usize {
    if noun.binding(provider.bindings()).list.is_none() {
        return 0;
    }
    let owned = word.to_owned();
    let stub = Stub::by(move |request| reply(200, worded(provider.id(), &request.url, &owned)));
    let session = testing::over(testing::account(provider, BASE), &stub);
    let listing = list_of(noun, &session).await.unwrap();
    for (record, _) in &listing.records {
        let state = record.head().state;
        assert!(noun.record.states.contains(&state), "{} {} {word:?}: {state}", provider.id(), noun.word);
    }
    listing.records.len()
}

async fn all_states(word: &str) -> usize {
    let mut seen = 0;
    for provider in ALL {
        seen += states(&INSTANCES, provider, word).await;
        seen += states(&DRIVES, provider, word).await;
        seen += states(&INVOICES, provider, word).await;
        seen += states(&TICKETS, provider, word).await;
        seen += states(&WHOAMI, provider, word).await;
    }
    seen
}

/// A runtime that a property test can use.
fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

#[test]
fn known_words_become_states_of_ours() {
    let words = "active building paused suspended stopped rescued booted_from_iso resized soft-delete deleted error \
        shelved shelved_offloaded powering-off powering-on rebooting online offline running on off up down starting \
        stopping shutdown migrating rebuild creating failed frozen thawed ready pending cancelling aborting freezing \
        dead dumped imaging copying available in-use attaching detaching extending maintenance unpaid paid overdue \
        cancelled canceled refunded draft collections credited open answered closed done Open Client-Reply In-Progress \
        On-Hold Active Suspended Closed Inactive Unpaid Paid true false 1 0";
    for word in words.split_whitespace() {
        assert_eq!(runtime().block_on(all_states(word)), 20, "{word}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_word_makes_a_state_that_is_not_ours(word in "[a-zA-Z0-9:/ _%.-]{0,14}") {
        prop_assert!(runtime().block_on(all_states(&word)) > 0);
    }
}
