//! Fleio's replies: the instance list that fleio.txt prints, the forms of fotbo.txt, and those observed elsewhere.
//! Addresses and names are made up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::{FLEIO, op};
use crate::{
    config::Secret,
    error::Kind,
    http::Reply,
    model::{Drive, Identity, Instance, Invoice, Ticket},
    provider::{
        Provider, Session,
        testing::{self, list, reply, show},
    },
};

const BASE: &str = "https://cloud.example.com/backend/api";

/// A session that answers one request.
fn once(body: impl Into<String>) -> Session {
    testing::session(testing::account(&FLEIO, BASE), [reply(200, body)])
}

/// fleio.txt, "Get client's instance list", its permissions and allowed actions shortened.
const INSTANCES: &str = r#"{"permissions": {"instances.rename": true, "instances.stop": true}, "next": null, "previous": null,
  "objects": [{"status": "active", "os_distro": null,
    "flavor": {"description": "m1.tiny", "memory_gb": 0.25, "properties": "{}", "region": "Region1", "out_of_stock": false,
      "vcpus": 1, "used_by_resellers": [], "memory_mb": 256, "id": "fd6ebb42-f305-4eb7-b086-fcce39bc761f", "root_gb": 1,
      "swap": 0, "ephemeral_gb": 0, "name": "m1.tiny", "reseller_resources": null,
      "flavor_group": {"name": "Local storage", "id": 1, "priority": 10}},
    "booted_from_iso": false, "host_name": "Region1-compute.fleio.org", "name": "newinstance", "current_month_traffic": 0,
    "client": {"name": "Jane Doe", "id": 722694}, "created": "2019-11-27T14:36:45+02:00",
    "hostId": "30e22192fc4ca6ee560afe0b1b42502c76f23dd25ae7722d320b3369", "allowed_actions": ["reboot", "shutoff"],
    "uuid": "a623787b-d529-4681-9c51-6abcf3b5a4d8", "region": "Region1", "description": null,
    "region_obj": {"id": "Region1", "enable_volumes": true, "description": "", "enable_snapshots": true, "enabled": true},
    "current_cycle_traffic": 0, "access_ip": "192.168.40.174", "display_status": "Running", "locked": false,
    "image": "b8e54aa5-eca9-454a-adaf-00fbc659755e", "display_task": null, "id": "a623787b-d529-4681-9c51-6abcf3b5a4d8"}],
  "count": 1, "pageNo": 1, "totalCount": 1}"#;

#[tokio::test]
async fn the_printed_instance_list_is_read() {
    let listing = list::<Instance>(&once(INSTANCES)).await.unwrap();
    assert_eq!((listing.records.len(), listing.failures().len()), (1, 0));
    let vm = &listing.records[0].0;
    assert_eq!(vm.head.id, "a623787b-d529-4681-9c51-6abcf3b5a4d8");
    assert_eq!((vm.head.name.as_deref(), vm.head.state), (Some("newinstance"), "running"));
    assert_eq!(vm.head.provider_state.as_deref(), Some("active"), "not the display text, which is translated");
    assert_eq!(vm.head.created_at.as_deref(), Some("2019-11-27T14:36:45+02:00"));
    assert_eq!((vm.cpus, vm.memory_bytes, vm.disk_bytes), (Some(1), Some(256 << 20), Some(1 << 30)));
    assert_eq!(vm.ips.as_deref(), Some(&["192.168.40.174".to_owned()][..]));
    assert_eq!((vm.region.as_deref(), vm.flavor.as_deref()), (Some("Region1"), Some("m1.tiny")));
    assert_eq!(vm.image.as_deref(), Some("b8e54aa5-eca9-454a-adaf-00fbc659755e"));
    assert_eq!((vm.locked, vm.tags.as_ref(), vm.persistent), (Some(false), None, None));
}

/// fotbo.txt, "Get Instance list": the envelope of an account without machines.
const NOTHING: &str = r#"{"count": 0, "next": null, "previous": null, "objects": [], "totalCount": 0, "pageNo": "string",
  "permissions": {}, "filter_options": {}, "operations": []}"#;

#[tokio::test]
async fn the_printed_envelope_of_nothing_is_an_empty_listing() {
    let listing = list::<Instance>(&once(NOTHING)).await.unwrap();
    assert_eq!((listing.records.len(), listing.failures().len()), (0, 0));
    let bare = list::<Instance>(&once(r#"[{"id":1,"status":"stopped"}]"#)).await.unwrap();
    assert_eq!(bare.records[0].0.head.id, "1", "a bare array is a list too");
}

/// fotbo.txt, "Get Instance Details", its placeholders filled in and its elided parts as observed.
const DETAILS: &str = r#"{"access_ip": "2001:db8::f816:3eff:fe72:1524", "allowed_actions": ["shutoff"],
  "availability_zone": "nova", "booted_from_iso": false, "client": {"id": 1}, "created": "2023-11-30T12:41:48+02:00",
  "current_cycle_traffic": 0, "current_month_traffic": 0, "description": null, "display_status": "Running",
  "display_task": null, "flavor": {"vcpus": 2, "memory_mb": 2048, "root_gb": 20, "name": "s2"},
  "hostId": "d4e0", "host_name": "node-nl", "id": "i-1", "image": null, "locked": false, "name": "web",
  "net_details": {"ports": [{"ipv4s": [{"ip_address": "192.0.2.7"}], "ipv6s": ["2001:db8::f816:3eff:fe72:1524"],
    "floating_ips": [{"floating_ip_address": "198.51.100.9"}]}, {"ipv4s": [], "ipv6s": null}]},
  "project": "73aa943377f14b5bbef095786cd9635b", "region": "Netherlands", "region_obj": {"id": "NL"}, "status": "active",
  "storage_details": {}, "traffic_type": "all", "uuid": "i-1", "tags": [{"id": 4, "name": "prod"}, "eu"]}"#;

#[tokio::test]
async fn the_printed_instance_is_read() {
    let vm = show::<Instance>(&once(DETAILS), "i-1").await.unwrap();
    assert_eq!((vm.head.id.as_str(), vm.head.state, vm.image.as_deref()), ("i-1", "running", None));
    assert_eq!((vm.cpus, vm.memory_bytes, vm.disk_bytes), (Some(2), Some(2048 << 20), Some(20 << 30)));
    assert_eq!(vm.ips.unwrap(), ["192.0.2.7", "2001:db8::f816:3eff:fe72:1524", "198.51.100.9"], "each once");
    assert_eq!(vm.tags.unwrap(), ["prod", "eu"]);
    assert_eq!(vm.region.as_deref(), Some("Netherlands"));
}

async fn instance(fields: &str) -> Instance {
    show::<Instance>(&once(format!(r#"{{"id":5,{fields}}}"#)), "5").await.unwrap()
}

#[tokio::test]
async fn a_task_under_way_wins_over_the_status() {
    for (fields, state) in [
        (r#""status":"active","display_task":null"#, "running"),
        (r#""status":"active","display_task":"""#, "running"),
        (r#""status":"active""#, "running"),
        (r#""status":"active","display_task":"powering-off""#, "stopping"),
        (r#""status":"stopped","display_task":"Powering-On""#, "starting"),
        (r#""status":"active","display_task":"deleting""#, "busy"),
        (r#""status":"resized","display_task":"resize_confirming""#, "busy"),
        (r#""status":"rescued""#, "running"),
        (r#""status":"booted_from_iso""#, "running"),
        (r#""status":"stopped""#, "stopped"),
        (r#""status":"paused""#, "paused"),
        (r#""status":"suspended""#, "suspended"),
        (r#""status":"shelved_offloaded""#, "shelved"),
        (r#""status":"building""#, "busy"),
        (r#""status":"error""#, "error"),
        (r#""status":"soft-delete""#, "unknown"),
        (r#""display_status":"Running""#, "unknown"),
        (r#""status":7"#, "unknown"),
    ] {
        assert_eq!(instance(fields).await.head.state, state, "{fields}");
    }
}

#[tokio::test]
async fn what_is_not_told_is_null_and_what_is_odd_is_read() {
    let vm = instance(r#""name":null"#).await;
    assert_eq!((vm.head.name, vm.cpus, vm.memory_bytes, vm.ips, vm.flavor), (None, None, None, None, None));
    let vm = instance(r#""access_ip":null,"net_details":{},"tags":[],"flavor":"m1","image":{"id":"x","name":"Debian"},"region_obj":{"id":"R"},"locked":"true""#).await;
    assert_eq!((vm.ips, vm.tags), (Some(vec![]), Some(vec![])));
    assert_eq!(
        (vm.flavor.as_deref(), vm.image.as_deref(), vm.region.as_deref()),
        (Some("m1"), Some("Debian"), Some("R"))
    );
    assert_eq!((vm.head.id.as_str(), vm.locked), ("5", Some(true)));
}

#[tokio::test]
async fn volumes_are_read() {
    let body = r#"{"objects":[{"id":"v1","name":"data","size":10,"status":"in-use","attachments":[{"server_id":"i-1"}]},
        {"id":"v2","size":"20","status":"available","attachments":[]},{"id":"v3","status":"extending"},
        {"id":"v4","status":"error_deleting"},{"id":"v5"}],"totalCount":5}"#;
    let listing = list::<Drive>(&once(body)).await.unwrap();
    let found: Vec<_> =
        listing.records.iter().map(|(d, _)| (d.head.state, d.size_bytes, d.attached_to.as_deref())).collect();
    let used = ["i-1".to_owned()];
    assert_eq!(
        found,
        [
            ("attached", Some(10 << 30), Some(&used[..])),
            ("available", Some(20 << 30), Some(&[][..])),
            ("busy", None, None),
            ("error", None, None),
            ("unknown", None, None)
        ]
    );
}

#[tokio::test]
async fn invoices_are_read() {
    let body = r#"{"id":12,"display_number":"F-2024-12","status":"unpaid","issue_date":"2024-01-02","due_date":"2024-01-09T00:00:00Z",
        "total":"12.10","balance":12.1,"currency":{"code":"EUR"},"items":[{"amount":"12.10","description":"Services"}],
        "journal":[{"date_added":"2024-01-03","source":"card","source_amount":"1.00"}]}"#;
    let invoice = show::<Invoice>(&once(body), "12").await.unwrap();
    assert_eq!((invoice.head.state, invoice.number.as_deref()), ("unpaid", Some("F-2024-12")));
    assert_eq!((invoice.total.as_deref(), invoice.due.as_deref()), (Some("12.10"), Some("12.1")), "texts are kept");
    assert_eq!((invoice.currency.as_deref(), invoice.paid_at.as_deref()), (Some("EUR"), None));
    assert_eq!((invoice.lines.len(), invoice.transactions[0].amount.as_deref()), (1, Some("1.00")));
}

#[tokio::test]
async fn tickets_are_read_with_what_was_said() {
    let body = r#"{"id":"T-240102-0304-AB","title":"Help","status":"customer reply","department":{"name":"Support"},
        "created_at":"2024-01-02T03:04:05Z","created_by":{"full_name":"Ann","is_staff":false},"description":"<p>It broke</p>",
        "ticket_updates":[{"created_by":"Bo","is_staff":true,"reply_text":"On it","created_at":"2024-01-02T04:00:00Z"},
        {"note":"no words"}]}"#;
    let ticket = show::<Ticket>(&once(body), "T-240102-0304-AB").await.unwrap();
    assert_eq!((ticket.head.state, ticket.department.as_deref()), ("customer_reply", Some("Support")));
    let said: Vec<_> = ticket.messages.iter().map(|m| (m.author.as_deref(), m.staff, m.text.as_str())).collect();
    assert_eq!(said, [(Some("Ann"), Some(false), "It broke"), (Some("Bo"), Some(true), "On it")]);
}

#[tokio::test]
async fn nobody_is_logged_in_when_no_user_is_named() {
    for body in [r#"{"features":{},"backend_version":"2023.09.1"}"#, r#"{"user":null}"#, r#"{"user":{}}"#] {
        let listing = list::<Identity>(&once(body)).await.unwrap();
        assert_eq!(listing.records.len(), 0, "{body}");
        assert_eq!(listing.failures()[0].kind(), Kind::Denied, "{body}");
    }
    let body = r#"{"user":{"id":7,"username":"ann","email":"ann@example.com","is_active":true,
        "clients":[{"company":"Co","currency":"EUR","status":"active"}]}}"#;
    let user = list::<Identity>(&once(body)).await.unwrap().records.remove(0).0;
    assert_eq!((user.head.name.as_deref(), user.head.state), (Some("ann"), "active"));
    assert_eq!((user.company.as_deref(), user.currency.as_deref()), (Some("Co"), Some("EUR")));
}

#[test]
fn errors_keep_their_words_whatever_their_shape() {
    let of = |status, body: &str| {
        let error = FLEIO.verdict(&op::INSTANCES_START, &Reply::with(status), body).unwrap_err();
        (error.kind(), error.details().provider_message.clone().unwrap_or_default())
    };
    let told = |kind, words: &str| (kind, words.to_owned());
    assert_eq!(of(400, r#"{"detail":"Instance is locked"}"#), told(Kind::Failed, "Instance is locked"));
    assert_eq!(of(409, r#"{"detail":["No project","at all"]}"#), told(Kind::Conflict, "No project; at all"));
    assert_eq!(
        of(400, r#"{"boot_source":{"source_id":["missing"]}}"#),
        told(Kind::Failed, "boot_source.source_id: missing")
    );
    assert_eq!(of(400, r#"["no"]"#), told(Kind::Failed, "no"));
    assert_eq!(of(500, r#"{"details":"no pdf"}"#), told(Kind::Failed, "no pdf"));
    assert_eq!(of(428, r#"{"checkTOS":true}"#), told(Kind::Denied, "checkTOS: true"));
    assert_eq!(of(410, ""), told(Kind::NotFound, ""));
    assert_eq!(of(423, "busy"), told(Kind::Conflict, "busy"));
    assert_eq!(of(502, "<html>x</html>").0, Kind::Unavailable);
    assert_eq!(of(402, "{}").0, Kind::Conflict, "no credit");
    for status in [412, 417, 422, 526] {
        assert_eq!(of(status, "{}").0, Kind::Failed, "{status}");
    }
}

#[test]
fn long_words_are_cut() {
    let body = format!(r#"{{"detail":"{}"}}"#, "é".repeat(5000));
    let error = FLEIO.verdict(&op::INSTANCES_START, &Reply::with(400), &body).unwrap_err();
    assert_eq!(error.details().provider_message.as_deref().unwrap().chars().count(), 300);
}

#[test]
fn the_scheme_word_is_the_accounts_and_one_that_fleio_knows() {
    let secret = Secret::new("t".to_owned()).unwrap();
    for (scheme, word) in [
        (None, Some("Token")),
        (Some("Fleio-Token"), Some("Fleio-Token")),
        (Some("OpenAPIToken"), Some("OpenAPIToken")),
        (Some("Bearer"), None),
    ] {
        let mut account = testing::named(&FLEIO, "a", BASE);
        account.section.scheme = scheme.map(str::to_owned);
        let found = FLEIO.authorize(&account, &secret).map(|a| a.scheme).ok();
        assert_eq!(found.as_deref(), word);
    }
}

#[test]
fn no_common_noun_stands_on_the_staff_base() {
    let account = testing::named(&FLEIO, "a", BASE);
    assert_eq!(account.base(&op::STAFF_CLIENTS_LIST), "https://cloud.example.com/backend/staffapi");
    let used = [&op::INSTANCES_LIST, &op::INSTANCES_SHOW, &op::INSTANCES_START, &op::INSTANCES_STOP, &op::VOLUMES_LIST];
    assert!(used.iter().all(|operation| operation.base.is_none()));
}
