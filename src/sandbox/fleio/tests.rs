//! The simulated Fleio against the API document's samples and the notes on its errors.

#![allow(clippy::unwrap_used)]

mod addresses;
mod copies;
mod making;
mod money;
mod told;

use serde_json::{Value, json};

use crate::sandbox::tests::Bench;

const WEB: &str = "/backend/api/openstack/instances/a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001";
const LOCKED: &str = "/backend/api/openstack/instances/b7d5a3f0-61e8-4c29-b0d4-95e0c72fa003";
/// An image in the region of the two instances above.
const DEBIAN: &str = "b8e54aa5-0c1d-4a34-9d2f-5b7f2f0c7a11";
const UBUNTU: &str = "b8e54aa5-0c1d-4a34-9d2f-5b7f2f0c7a12";
const ISO: &str = "b8e54aa5-0c1d-4a34-9d2f-5b7f2f0c7a14";
const OTHERS: &str = "openstack/instances/f46b0c8e-13d9-4a65-b7c2-5d9e71f3a007";

fn fleio() -> Bench {
    Bench::new(&super::FACE, "Token sandbox-fleio-token", "application/json")
}

#[test]
fn any_scheme_word_will_do_but_no_other_token() {
    let mut bench = fleio();
    let path = "/backend/api/openstack/regions";
    for right in ["token sandbox-fleio-token", "Fleio-Token sandbox-fleio-token", "OPENAPITOKEN sandbox-fleio-token"] {
        assert_eq!(bench.with(right).json("GET", path, "").0, 200, "{right}");
    }
    assert_eq!(bench.with("Token wrong").json("GET", path, ""), (401, json!({"detail": "Invalid token."})));
    let missing = json!({"detail": "Authentication credentials were not provided."});
    assert_eq!(bench.with("Bearer sandbox-fleio-token").json("GET", path, ""), (401, missing.clone()));
    assert_eq!(bench.with("").json("GET", path, ""), (401, missing));
    let (status, nobody) = bench.json("GET", "/backend/api/current-user", "");
    assert_eq!((status, nobody.get("user")), (200, None), "nobody is logged in, which is no failure");
    assert_eq!(bench.with("Token wrong").json("GET", "/backend/api/current-user", "").0, 401);
}

#[test]
fn a_stop_shows_its_task_for_two_reads() {
    let bench = fleio();
    let shown = |bench: &Bench| {
        let instance = bench.json("GET", WEB, "").1;
        (instance["status"].clone(), instance["display_task"].clone())
    };
    assert_eq!(bench.json("POST", &format!("{WEB}/stop"), ""), (200, json!({"detail": "Instance is stopping"})));
    assert_eq!(bench.json("POST", &format!("{WEB}/start"), "").0, 409, "a task is under way");
    for _ in 0..2 {
        assert_eq!(shown(&bench), (json!("active"), json!("Powering off")));
    }
    assert_eq!(shown(&bench), (json!("stopped"), Value::Null));
    let (status, again) = bench.json("POST", &format!("{WEB}/stop"), "");
    assert!(status == 400 && again["detail"].as_str().unwrap().contains("vm_state stopped"), "{again}");
    assert_eq!(bench.json("POST", &format!("{WEB}/reboot"), "").0, 400, "only what runs is rebooted");
    assert_eq!(bench.json("POST", &format!("{WEB}/start"), ""), (200, json!({"detail": "Instance is starting"})));
}

#[test]
fn a_list_is_one_read_of_every_machine() {
    let bench = fleio();
    bench.json("POST", &format!("{WEB}/stop"), "");
    let status = || {
        bench.json("GET", "/backend/api/openstack/instances?filtering=name:web-1", "").1["objects"][0]["status"].clone()
    };
    assert_eq!([status(), status(), status()], ["active", "active", "stopped"]);
}

#[test]
fn a_locked_or_unknown_instance_is_left_alone() {
    let bench = fleio();
    let (status, words) = bench.json("POST", &format!("{LOCKED}/stop"), "");
    assert!(status == 400 && words["detail"].as_str().unwrap().contains("locked"));
    assert_eq!(bench.json("DELETE", LOCKED, "").0, 400);
    let not_found = (404, json!({"detail": "Not found."}));
    assert_eq!(bench.json("POST", "/backend/api/openstack/instances/nothing/stop", ""), not_found);
    assert_eq!(bench.json("POST", &format!("/backend/api/{OTHERS}/stop"), ""), not_found, "another client's");
    assert_eq!(bench.json("GET", &format!("{WEB}/stop"), ""), (405, json!({"detail": "Method \"GET\" not allowed."})));
    assert_eq!(bench.unknown(), "");
}

#[test]
fn a_deleted_instance_is_there_for_two_reads_and_then_not() {
    let bench = fleio();
    assert_eq!(bench.text("DELETE", WEB, ""), (204, String::new()));
    assert_eq!(bench.json("GET", WEB, "").1["display_task"], "Deleting");
    assert_eq!(bench.json("GET", WEB, "").0, 200);
    assert_eq!(bench.json("GET", WEB, "").0, 404);
}

#[test]
fn a_new_instance_has_an_operation_before_it_has_an_id() {
    let bench = fleio();
    let body = r#"{"name":"new-1","flavor":"nl-2","region":"nl","client":700101,"boot_source":{"source_type":"image","source_id":"b8e54aa5-0c1d-4a34-9d2f-5b7f2f0c7a11"}}"#;
    let (status, made) = bench.json("POST", "/backend/api/openstack/instances", body);
    assert_eq!((status, made.get("id")), (201, None));
    let path = format!("/backend/api/operations/{}", made["operation_id"].as_str().unwrap());
    let operation = |status: &str, done: bool| {
        let (_, operation) = bench.json("GET", &path, "");
        assert_eq!((&operation["status"], &operation["completed"]), (&json!(status), &json!(done)));
        operation["primary_object_id"].clone()
    };
    assert_eq!([operation("in progress", false), operation("in progress", false)], [Value::Null, Value::Null]);
    let id = operation("succeeded", true);
    let (_, instance) = bench.json("GET", &format!("/backend/api/openstack/instances/{}", id.as_str().unwrap()), "");
    assert_eq!((&instance["name"], &instance["status"]), (&json!("new-1"), &json!("active")));
    let (status, missing) = bench.json("POST", "/backend/api/openstack/instances", "{}");
    assert_eq!((status, &missing["flavor"]), (400, &json!(["This field is required."])));
}

#[test]
fn invoices_and_tickets_have_less_in_lists() {
    let bench = fleio();
    let (_, list) = bench.json("GET", "/backend/api/billing/invoices?filtering=status:unpaid", "");
    let invoice = &list["objects"][0];
    assert_eq!((&list["count"], invoice.get("items")), (&json!(4), None));
    let (_, whole) = bench.json("GET", &format!("/backend/api/billing/invoices/{}", invoice["id"]), "");
    assert_eq!(whole["items"][0]["amount"], "40.00");
    let (_, list) = bench.json("GET", "/backend/api/plugins/tickets/tickets", "");
    let id = list["objects"][0]["id"].as_str().unwrap();
    let (_, ticket) = bench.json("GET", &format!("/backend/api/plugins/tickets/tickets/{id}"), "");
    assert_eq!(ticket["ticket_updates"].as_array().unwrap().len(), 5);
    assert_eq!(bench.json("GET", "/backend/api/billing/summary", "").1["invoices_details"]["unpaid_amount"], "48.40");
}

#[test]
fn staff_see_and_change_what_belongs_to_every_client() {
    let bench = fleio();
    let (_, list) =
        bench.json("GET", "/backend/staffapi/openstack/instances?filtering=project__service__client__id:700102", "");
    assert_eq!((&list["count"], &list["objects"][0]["name"]), (&json!(1), &json!("shop-1")));
    let stopped = bench.json("POST", &format!("/backend/staffapi/{OTHERS}/stop"), "");
    assert_eq!(stopped, (200, json!({"detail": "Instance is stopping"})));
    let body = r#"{"address1": "99 Elm St.", "create_auto_order_service": true, "email": "jane@example.org", "first_name": "Jane", "last_name": "Doe"}"#;
    let (status, client) = bench.json("POST", "/backend/staffapi/clients", body);
    assert_eq!((status, &client["create_auto_order_service"]), (201, &json!(false)), "the echo differs");
    let (_, clients) = bench.json("GET", "/backend/staffapi/clients", "");
    assert_eq!((&clients["count"], &clients["objects"][2]["id"]), (&json!(3), &client["id"]));
}

/// Carries an action out on the first instance and reads it until it is at rest.
fn after(bench: &Bench, action: &str, body: &str) -> Value {
    let (status, words) = bench.json("POST", &format!("{WEB}/{action}"), body);
    assert_eq!(status, 200, "{action}: {words}");
    for _ in 0..2 {
        bench.json("GET", WEB, "");
    }
    bench.json("GET", WEB, "").1
}

#[test]
fn an_instance_goes_through_rescue_shelving_and_rebuilding() {
    let bench = fleio();
    let from = |image: &str| json!({ "image": image, "ssh_keys": "[115]" }).to_string();
    for (action, body, status) in [
        ("rescue", from(DEBIAN), "rescued"),
        ("unrescue", String::new(), "active"),
        ("boot_from_iso", from(ISO), "booted_from_iso"),
        ("unrescue", String::new(), "active"),
        ("shelve", String::new(), "shelved"),
        ("unshelve", String::new(), "active"),
        ("rebuild", from(UBUNTU), "active"),
        ("rename", json!({ "name": "shop" }).to_string(), "active"),
    ] {
        let instance = after(&bench, action, &body);
        assert_eq!((&instance["status"], &instance["display_task"]), (&json!(status), &Value::Null), "{action}");
    }
    let (_, instance) = bench.json("GET", WEB, "");
    assert_eq!((&instance["image"], &instance["name"]), (&json!(UBUNTU), &json!("shop")));
    assert_eq!(
        bench.json("POST", &format!("{WEB}/rescue"), "{}"),
        (400, json!({"image": ["This field is required."]}))
    );
    assert_eq!(bench.json("POST", &format!("{WEB}/unshelve"), "").0, 400, "it is not shelved");
    assert_eq!(bench.json("POST", &format!("{LOCKED}/rename"), r#"{"name": "x"}"#).0, 400, "it is locked");
    assert_eq!(after(&bench, "change_password", r#"{"password": "x"}"#)["status"], "active");
    after(&bench, "stop", "");
    assert_eq!(bench.json("POST", &format!("{WEB}/change_password"), r#"{"password": "x"}"#).0, 400);
    assert_eq!(after(&bench, "reset_state", "")["status"], "active");
}

#[test]
fn a_resize_is_confirmed_or_taken_back() {
    let bench = fleio();
    let flavor = |instance: &Value| (instance["flavor"]["id"].clone(), instance["status"].clone());
    assert_eq!(flavor(&after(&bench, "resize", r#"{"flavor": "nl-4"}"#)), (json!("nl-4"), json!("resized")));
    assert_eq!(bench.json("POST", &format!("{WEB}/stop"), "").0, 400, "it waits for a word");
    assert_eq!(flavor(&after(&bench, "revert_resize", "")), (json!("nl-2"), json!("active")));
    after(&bench, "stop", "");
    after(&bench, "resize", r#"{"flavor": "nl-4"}"#);
    assert_eq!(flavor(&after(&bench, "confirm_resize", "")), (json!("nl-4"), json!("stopped")), "as it was before");
    assert_eq!(bench.json("POST", &format!("{WEB}/confirm_resize"), "").0, 400);
    assert_eq!(bench.json("POST", &format!("{WEB}/resize"), r#"{"flavor": "huge"}"#).0, 400);
}

#[test]
fn volumes_are_made_attached_and_freed_with_their_instance() {
    let bench = fleio();
    let path = "/backend/api/openstack/volumes";
    let (status, made) = bench.json("POST", path, r#"{"name": "data", "size": 20, "region": "nl"}"#);
    assert_eq!((status, &made["status"], &made["size"]), (201, &json!("creating"), &json!(20)));
    let path = format!("{path}/{}", made["id"].as_str().unwrap());
    let body = json!({"volume_id": made["id"]}).to_string();
    let shown = || {
        let (_, volume) = bench.json("GET", &path, "");
        (volume["status"].clone(), volume["attachments"][0]["server_name"].clone())
    };
    assert_eq!([shown().0, shown().0], ["creating", "creating"]);
    assert_eq!(shown(), (json!("available"), Value::Null));
    after(&bench, "attach_volume", &body);
    assert_eq!(shown(), (json!("in-use"), json!("web-1")));
    assert_eq!(bench.json("GET", WEB, "").1["storage_details"]["volume_attachments"][0]["name"], "data");
    for (method, path, body) in [
        ("DELETE", path.clone(), ""),
        ("POST", format!("{WEB}/attach_volume"), body.as_str()),
        ("POST", format!("{LOCKED}/detach_volume"), &body),
        ("POST", format!("{path}/extend"), r#"{"size": 20}"#),
        ("POST", format!("{WEB}/attach_volume"), r#"{"volume_id": "nothing"}"#),
    ] {
        assert_eq!(bench.json(method, &path, body).0, 400, "{method} {path}");
    }
    after(&bench, "detach_volume", &body);
    assert_eq!(shown().0, "available");
    assert_eq!(bench.json("POST", &format!("{path}/extend"), r#"{"size": "30"}"#).0, 200);
    assert_eq!(bench.json("POST", &format!("{path}/rename"), r#"{"name": "logs"}"#).0, 200);
    assert_eq!([shown().0, shown().0], ["extending", "extending"]);
    let (_, volume) = bench.json("GET", &path, "");
    assert_eq!((&volume["name"], &volume["size"]), (&json!("logs"), &json!(30)));
    after(&bench, "attach_volume", &body);
    bench.json("DELETE", WEB, "");
    (0..3).for_each(|_| drop(bench.json("GET", WEB, "")));
    assert_eq!(shown().0, "available");
    assert_eq!(bench.text("DELETE", &path, "").0, 204);
    assert_eq!([shown().0, shown().0], ["deleting", "deleting"]);
    assert_eq!(bench.json("GET", &path, "").0, 404);
}

/// The path of a thing of the account's.
fn at(path: &str) -> String {
    format!("/backend/api/{path}")
}

/// The rows of a list.
fn rows(bench: &Bench, path: &str) -> Vec<Value> {
    let (status, list) = bench.json("GET", &at(path), "");
    assert_eq!(status, 200, "{path}: {list}");
    list["objects"].as_array().unwrap().clone()
}

/// The reply to a request that must succeed.
fn done(bench: &Bench, method: &str, path: &str, body: &Value) -> Value {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let (status, reply) = bench.json(method, &at(path), &body);
    assert!(status < 300, "{method} {path}: {status} {reply}");
    reply
}

/// The status of the reply to a request that must be refused and change nothing.
fn refused(bench: &Bench, method: &str, path: &str, body: &Value) -> u16 {
    let before = std::fs::read(bench.world()).ok();
    let (status, reply) = bench.json(method, &at(path), &body.to_string());
    assert!(status >= 400 && reply.is_object(), "{method} {path}: {status} {reply}");
    assert_eq!(std::fs::read(bench.world()).ok(), before, "{method} {path}");
    status
}
