//! The making of instances, the operations that report it, and the volumes that belong to them.

use serde_json::{Value, json};

use super::{DEBIAN, at, done, fleio, refused, rows};
use crate::sandbox::{tests::Bench, world::with};

const WORKER: &str = "openstack/instances/c3e91b74-2ad6-48b5-a3f9-18d6fe05b004";

fn wish(more: Value) -> Value {
    let usual = json!({
        "name": "new", "flavor": "nl-2", "region": "nl", "client": 700_101,
        "boot_source": { "source_type": "image", "source_id": DEBIAN },
    });
    with(&usual, more)
}

/// Makes instances and reads the operation until it is done.
fn made(bench: &Bench, more: Value) -> Value {
    let operation = done(bench, "POST", "openstack/instances", &wish(more))["operation_id"].clone();
    let path = format!("operations/{}", operation.as_str().unwrap());
    (0..2).for_each(|_| assert_eq!(done(bench, "GET", &path, &Value::Null)["completed"], false));
    let operation = done(bench, "GET", &path, &Value::Null);
    assert_eq!(operation["status"], "succeeded");
    let id = operation["primary_object_id"].as_str().unwrap();
    done(bench, "GET", &format!("openstack/instances/{id}"), &Value::Null)
}

#[test]
fn several_instances_are_made_by_one_operation() {
    let bench = fleio();
    let nics = json!(["d9f9ca07-3ce5-435e-8aa2-a7302697025d", "2c9f6e14-5d3a-4b7e-8f02-6d1f9f7a9001"]);
    let first = made(&bench, json!({ "number_of_instances": 3, "nics": nics, "ssh_keys": "[115,116]" }));
    assert_eq!((&first["name"], &first["access_ip"]), (&json!("new-1"), &json!("10.0.0.20")));
    assert_eq!(first["net_details"]["grouped_ips"][1]["network_name"], "public");
    let all = rows(&bench, "openstack/instances?search=new-&ordering=name");
    let told = |key: &str| all.iter().map(|row| row[key].clone()).collect::<Vec<_>>();
    assert_eq!(told("name"), ["new-1", "new-2", "new-3"]);
    assert_eq!(told("access_ip"), ["10.0.0.20", "10.0.0.21", "10.0.0.22"]);
    let groups = format!("openstack/instances/{}/list_security_groups", first["id"].as_str().unwrap());
    assert_eq!(done(&bench, "GET", &groups, &Value::Null)["security_groups"][0]["name"], "default");
}

#[test]
fn what_is_offered_can_be_made() {
    let bench = fleio();
    for region in ["nl", "de"] {
        let offer = done(&bench, "GET", &format!("openstack/instances/create_options?region={region}"), &Value::Null);
        let flavors = offer["flavor"].as_array().unwrap();
        let flavor = flavors.iter().find(|flavor| flavor["out_of_stock"] == false).unwrap();
        let source = json!({ "source_type": "image", "source_id": offer["bootSources"]["image"][0]["id"] });
        let body = json!({
            "region": offer["selected_region"], "flavor": flavor["id"], "boot_source": source,
            "nics": [offer["nics"][0]["id"]], "ssh_keys": format!("[{}]", offer["ssh_key"][0]["id"]),
        });
        assert_eq!(made(&bench, body)["region"], region);
    }
    let (status, words) = bench.json("GET", &at("openstack/instances/create_options?region=mars"), "");
    assert!(status == 400 && words["region"].is_array(), "{words}");
}

#[test]
fn what_cannot_be_made_is_refused_whole() {
    let bench = fleio();
    let source = |id: &str| json!({ "source_type": "image", "source_id": id });
    for (more, status) in [
        (json!({ "flavor": "nl-8" }), 403),
        (json!({ "flavor": "de-2" }), 400),
        (json!({ "region": "mars" }), 400),
        (json!({ "boot_source": source("nothing") }), 400),
        (json!({ "boot_source": source("b8e54aa5-0c1d-4a34-9d2f-5b7f2f0c7a13") }), 400),
        (json!({ "boot_source": { "source_type": "tape", "source_id": DEBIAN } }), 400),
        (json!({ "nics": ["nothing"] }), 400),
        (json!({ "ssh_keys": "[1]" }), 400),
        (json!({ "ssh_keys": "laptop" }), 400),
        (json!({ "number_of_instances": 0 }), 400),
        (json!({ "number_of_instances": 55 }), 403),
    ] {
        assert_eq!(refused(&bench, "POST", "openstack/instances", &wish(more.clone())), status, "{more}");
    }
    assert_eq!(rows(&bench, "openstack/instances").len(), 6);
}

#[test]
fn a_volume_goes_or_stays_with_its_instance_as_it_says() {
    let bench = fleio();
    let storage = done(&bench, "GET", WORKER, &Value::Null)["storage_details"]["volume_attachments"].clone();
    let told: Vec<_> =
        storage.as_array().unwrap().iter().map(|row| (&row["name"], &row["delete_on_termination"])).collect();
    assert_eq!(told, [(&json!("worker-1-scratch"), &json!(true)), (&json!("worker-1-data"), &json!(false))]);
    done(&bench, "DELETE", WORKER, &Value::Null);
    (0..3).for_each(|_| drop(bench.json("GET", &at(WORKER), "")));
    let left = rows(&bench, "openstack/volumes?search=worker");
    assert_eq!((left.len(), &left[0]["name"], &left[0]["status"]), (1, &json!("worker-1-data"), &json!("available")));
    let source = json!({
        "source_type": "image", "source_id": DEBIAN, "create_new_volume": true, "volume_size": "30",
        "delete_on_termination": true,
    });
    let instance = made(&bench, json!({ "boot_source": source }));
    let volume = &instance["storage_details"]["volume_attachments"][0];
    assert_eq!((&instance["image"], &volume["size"], &volume["bootable"]), (&Value::Null, &json!(30), &json!(true)));
    assert_eq!(volume["delete_on_termination"], true);
}

#[test]
fn an_operation_is_aborted_retried_and_read() {
    let bench = fleio();
    let told = |bench: &Bench| {
        let now = done(bench, "GET", "operations/has_operations_in_progress", &Value::Null);
        (now["operations_count"].clone(), now["unseen_failed_operations"].clone())
    };
    assert_eq!(told(&bench), (json!(0), json!(1)));
    done(&bench, "POST", "operations/mark_all_as_read", &Value::Null);
    assert_eq!(told(&bench).1, 0);
    let id = done(&bench, "POST", "openstack/instances", &wish(json!({})))["operation_id"].clone();
    let path = format!("operations/{}", id.as_str().unwrap());
    assert_eq!(told(&bench).0, 1);
    assert_eq!(refused(&bench, "POST", &format!("{path}/retry"), &Value::Null), 400, "it is under way");
    done(&bench, "POST", &format!("{path}/abort_operation"), &Value::Null);
    let aborted = done(&bench, "GET", &path, &Value::Null);
    assert_eq!((&aborted["status"], &aborted["can_retry"]), (&json!("aborted"), &json!(true)));
    assert_eq!(refused(&bench, "POST", &format!("{path}/abort_operation"), &Value::Null), 400);
    assert_eq!(rows(&bench, "openstack/instances?search=new")[0]["status"], "error");
    done(&bench, "POST", &format!("{path}/retry"), &Value::Null);
    (0..2).for_each(|_| assert_eq!(done(&bench, "GET", &path, &Value::Null)["status"], "in progress"));
    assert_eq!(rows(&bench, "operations?ordering=-created_at")[0]["status"], "succeeded");
    assert_eq!(refused(&bench, "GET", "operations/nothing", &Value::Null), 404);
}
