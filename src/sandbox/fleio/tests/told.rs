//! Reports on an instance: options, prices, console, measures, traffic, actions and tags.

use serde_json::{Value, json};

use super::{ISO, WEB, after, at, done, fleio, refused};

const INSTANCE: &str = "openstack/instances/a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001";
const WORKER: &str = "openstack/instances/c3e91b74-2ad6-48b5-a3f9-18d6fe05b004";

#[test]
fn options_are_those_of_the_instances_region() {
    let bench = fleio();
    let of = |path: &str| done(&bench, "GET", &format!("{INSTANCE}/{path}"), &Value::Null);
    let flavors: Vec<_> =
        of("resize_options")["flavors"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    assert_eq!(flavors, ["nl-4", "nl-8"]);
    let iso = of("boot_from_iso");
    assert_eq!((&iso["image"]["pub"][0]["id"], iso["image"]["pub"].as_array().unwrap().len()), (&json!(ISO), 1));
    assert_eq!(of("rescue")["image"]["own"][0]["name"], "web-1-before-upgrade");
    assert_eq!(of("rebuild")["bootSources"]["shared_image"][0]["name"], "appliance");
    assert_eq!(of("add_ip_options")["networks"][0]["subnets"][0]["name"], "public-4");
    assert_eq!(of("add_port_options")["networks"].as_array().unwrap().len(), 2);
    let wrong = json!({ "image": "b8e54aa5-0c1d-4a34-9d2f-5b7f2f0c7a11" });
    assert_eq!(refused(&bench, "POST", &format!("{INSTANCE}/boot_from_iso"), &wrong), 400, "not an ISO");
    assert_eq!(refused(&bench, "POST", &format!("{WORKER}/rescue"), &wrong), 400, "another region's");
    for (flavor, status) in [("nl-8", 403), ("de-8", 400), ("nl-2", 400)] {
        let body = json!({ "flavor": flavor });
        assert_eq!(refused(&bench, "POST", &format!("{INSTANCE}/resize"), &body), status, "{flavor}");
    }
    assert_eq!(
        done(&bench, "GET", "openstack/volumes/create_options?region=de", &Value::Null)["selected_region"],
        "de"
    );
    assert_eq!(done(&bench, "GET", "openstack/summary", &Value::Null)["instances"]["used"], 6);
}

#[test]
fn prices_follow_the_size_and_come_in_three_forms() {
    let bench = fleio();
    let price = |path: &str| done(&bench, "GET", path, &Value::Null)["estimated_cost_display"].clone();
    let of = |flavor: &str| {
        price(&format!("openstack/instances/get_price?client_id=1&flavor_id={flavor}&network_ids=x&region=nl"))
    };
    assert_eq!(of("nl-2"), "ESTIMATED COST<br>\n€0.0069 / hour<br>\nor €5.00 / month");
    assert_eq!(of("nl-4"), "ESTIMATED COST<br>\n€0.0139 / hour<br>\nor €10.00 / month");
    assert_eq!(
        price(&format!("{INSTANCE}/get_backup_price")),
        "ESTIMATED COST<br>\n€0.0007 / hour<br>\nor €0.50 / month"
    );
    assert_eq!(price("openstack/floatingips/get_price?region=nl"), "0.0018 EUR - €1.26 EUR");
    let image = "openstack/images/get_price?disk_format=raw&region=nl&visibility=private";
    assert_eq!(price(image), "0,0395 EUR - 28,44 EUR");
    for path in ["openstack/instances/get_price?region=nl", "openstack/floatingips/get_price?region=mars"] {
        assert_eq!(refused(&bench, "GET", path, &Value::Null), 400, "{path}");
    }
}

#[test]
fn console_and_measures_are_those_of_a_running_instance() {
    let bench = fleio();
    let of = |path: &str| done(&bench, "GET", &format!("{INSTANCE}/{path}"), &Value::Null);
    assert!(
        of("get_console_url")["remote_console"]["url"].as_str().unwrap().starts_with("https://console.example.com/")
    );
    let lines = |path: &str| of(path)["console_text"].as_str().unwrap().lines().count();
    assert_eq!([lines("get_console_output?length=5"), lines("get_console_output")], [5, 30]);
    assert_eq!(refused(&bench, "GET", &format!("{INSTANCE}/get_console_output?length=1001"), &Value::Null), 400);
    for path in ["get_console_url", "get_console_output"] {
        assert_eq!(refused(&bench, "GET", &format!("{WORKER}/{path}"), &Value::Null), 409, "{path}: it is stopped");
    }
    let measures = |path: &str| of(path)["measures"].as_array().unwrap().clone();
    assert!(measures("measures?hours=24&metric=cpu_util").iter().all(|row| row["value"].is_f64()));
    assert_eq!(measures("measures?hours=1&metric=interface_traffic")[1]["bytes_out"], 24_576);
    for wrong in ["hours=2", "metric=heat"] {
        assert_eq!(refused(&bench, "GET", &format!("{INSTANCE}/measures?{wrong}"), &Value::Null), 400, "{wrong}");
    }
    assert_eq!(done(&bench, "GET", &format!("{WORKER}/measures"), &Value::Null)["measures"], json!([]));
    assert_eq!(of("traffic-data")["month_traffic"][1]["month"], 10);
}

#[test]
fn actions_are_what_was_done_newest_first() {
    let bench = fleio();
    after(&bench, "stop", "");
    after(&bench, "start", "");
    bench.json("POST", &format!("{WEB}/start"), "");
    let of = |path: &str| done(&bench, "GET", &format!("{INSTANCE}/{path}"), &Value::Null);
    let all = of("actions");
    let words: Vec<_> = all["objects"].as_array().unwrap().iter().map(|row| row["action"].clone()).collect();
    assert_eq!((words, &all["hasMore"]), (vec![json!("start"), json!("stop"), json!("create")], &json!(false)));
    assert_eq!(all["objects"][2]["start_time"], "2026-01-14T10:02:31+01:00");
    let some = of("actions?limit=1");
    assert_eq!((&some["count"], &some["hasMore"]), (&json!(1), &json!(true)));
}

#[test]
fn tags_are_put_on_and_taken_off() {
    let bench = fleio();
    let tags = || bench.json("GET", WEB, "").1["tags"].clone();
    assert_eq!(tags(), json!([]));
    let put = done(&bench, "POST", &format!("{INSTANCE}/tag"), &json!({ "name": "shop" }));
    assert_eq!((&put, &put[0]["name"]), (&tags(), &json!("shop")));
    let path = format!("{INSTANCE}/tag/{}", put[0]["id"]);
    assert_eq!(bench.text("DELETE", &at(&path), ""), (204, String::new()));
    assert_eq!(tags(), json!([]));
    assert_eq!(refused(&bench, "DELETE", &path, &Value::Null), 404);
    assert_eq!(refused(&bench, "POST", &format!("{INSTANCE}/tag"), &json!({})), 400);
}
