//! Addresses, use and labels of the simulated `SeFlow`.
//! An address has an id only in replies about machines; the service's own list has none.

use serde_json::json;

use super::{Bench, error, portal};

const MACHINE: &str = "/api/service/33301/vms/12";

/// The status of an address at the service.
fn status(bench: &Bench, address: &str) -> String {
    let (_, list) = bench.json("GET", "/api/service/33301/ip", "");
    let ips = list["ips"].as_array().unwrap();
    assert!(ips.iter().all(|ip| ip.get("id").is_none()), "{list}");
    ips.iter().find(|ip| ip["ipaddress"] == address).unwrap()["status"].as_str().unwrap().to_owned()
}

#[test]
fn a_spare_address_is_assigned_and_taken_away_again() {
    let bench = portal();
    let done = (200, json!({"status": true}));
    let interfaces = bench.json("GET", &format!("{MACHINE}/interfaces"), "").1;
    assert_eq!(
        (&interfaces["interfaces"]["net0"]["id"], &interfaces["interfaces"]["net0"]["ip"]),
        (&json!("1"), &json!("192.0.2.12"))
    );
    let spare = |iface: &str| bench.json("GET", &format!("{MACHINE}/interfaces/{iface}/ips"), "");
    assert_eq!(
        spare("net0").1,
        json!({"ips": [{"id": "121", "ipaddress": "192.0.2.16"}, {"id": "122", "ipaddress": "192.0.2.17"}]})
    );
    assert_eq!((spare("1"), spare("net9")), (spare("net0"), error("Interface not found")));
    let assign = |body: &str| bench.json("POST", &format!("{MACHINE}/ips"), body);
    assert_eq!(assign("ipid=122"), error("Interface not found"));
    assert_eq!(assign("ipid=9&interfaceid=1"), error("IP address not found"));
    assert_eq!(assign("ipid=119&interfaceid=1"), error("IP address is already assigned"), "to another machine");
    assert_eq!((assign("ipid=122&interfaceid=1"), status(&bench, "192.0.2.17").as_str()), (done.clone(), "assigned"));
    let own = || bench.json("GET", &format!("{MACHINE}/ips"), "").1["ips"].clone();
    assert_eq!(
        own(),
        json!({
            "118": {"ipaddress": "192.0.2.12", "main": "1"}, "612": {"ipaddress": "2001:db8:2::12", "main": "0"},
            "122": {"ipaddress": "192.0.2.17", "main": "0"},
        })
    );
    assert_eq!(bench.json("GET", MACHINE, "").1["vm"]["ip"][2], "192.0.2.17");
    assert_eq!(spare("net0").1["ips"].as_array().unwrap().len(), 1);
    let unassign = |id: &str| bench.json("DELETE", &format!("{MACHINE}/ips/{id}"), "");
    assert_eq!(
        (unassign("119"), unassign("122?interfaceid=7")),
        (error("IP address not found"), error("Interface not found"))
    );
    assert_eq!((unassign("122?interfaceid=1"), status(&bench, "192.0.2.17").as_str()), (done, "unassigned"));
    assert_eq!((unassign("122"), own().as_object().unwrap().len()), (error("IP address not found"), 2));
    assert_eq!(
        bench.json("POST", "/api/service/33302/vms/12/ips", "ipid=140&interfaceid=1"),
        error("IP address is already assigned")
    );
    assert_eq!(bench.json("DELETE", "/api/service/33302/vms/12/ips/140", ""), error("Service is suspended"));
}

#[test]
fn a_machine_that_goes_leaves_its_addresses_and_its_service() {
    let bench = portal();
    assert_eq!(status(&bench, "192.0.2.12"), "assigned");
    bench.json("DELETE", MACHINE, "");
    for _ in 0..3 {
        bench.json("GET", MACHINE, "");
    }
    assert_eq!(status(&bench, "192.0.2.12"), "unassigned");
    assert_eq!(bench.json("GET", "/api/service/33301", "").1["service"]["status"], "Active");
    assert_eq!(bench.json("GET", &format!("{MACHINE}/interfaces"), ""), error("Virtual machine not found"));
}

#[test]
fn the_network_is_rebuilt_while_the_machine_is_locked() {
    let bench = portal();
    let state = || bench.json("GET", MACHINE, "").1["vm"]["state"].clone();
    assert_eq!(bench.json("POST", &format!("{MACHINE}/rebuild_network"), "").1, json!({"status": true}));
    assert_eq!(
        bench.json("POST", &format!("{MACHINE}/ips"), "ipid=122&interfaceid=1"),
        error("Virtual machine is locked")
    );
    assert_eq!(status(&bench, "192.0.2.17"), "unassigned", "what is refused changes nothing");
    assert_eq!([state(), state(), state()], ["rebuilding", "rebuilding", "online"]);
}

#[test]
fn what_is_used_follows_the_machines() {
    let bench = portal();
    let used = || bench.json("GET", "/api/service/33301/resources", "").1["memory"].clone();
    assert_eq!(used(), json!({"total": 32768, "used": 13312, "free": 19456, "percent": "40"}));
    bench.json("PUT", &format!("{MACHINE}?memory=8192"), "memory=8192");
    assert_eq!(used()["used"], 17408);
    let graph =
        |machine: &str, kind: &str| bench.text("GET", &format!("/api/service/33301/vms/{machine}/usage/{kind}"), "").1;
    assert!(graph("12", "cpu").starts_with(r#"<div id="cpu_usage" class="chart" data-points="[[1767222000,14]"#));
    assert!(graph("15", "net").contains(",0]"), "a machine that is off uses nothing");
    assert!(graph("14", "disk").starts_with(r#"{"usage":"<div id=\"disk_usage\""#));
    assert!(graph("99", "cpu").contains("Virtual machine not found"));
}

#[test]
fn a_service_has_a_label() {
    let bench = portal();
    let path = "/api/service/33301/label";
    assert_eq!(bench.json("GET", path, "").1, json!({"label": ""}));
    assert_eq!(bench.json("POST", path, "label=web%20shop").1, json!({"success": true}));
    assert_eq!(bench.json("GET", path, "").1, json!({"label": "web shop"}));
    assert_eq!(bench.json("GET", "/api/service/33301", "").1["service"]["label"], "web shop");
    assert_eq!(bench.json("POST", "/api/service/99/label", "label=x"), error("Service not found"));
    assert_eq!(bench.json("POST", path, ""), error("invalid label"));
}
