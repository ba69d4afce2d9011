//! The simulated `SeFlow` against the portal's document and the replies of `HostBill` in the field.

#![allow(clippy::unwrap_used)]

mod billing;
mod network;

use serde_json::{Value, json};

use crate::sandbox::tests::Bench;

const BASIC: &str = "Basic b3BzQGV4YW1wbGUuY29tOnNhbmRib3gtcGFzc3dvcmQ=";
const FORM: &str = "application/x-www-form-urlencoded";

fn portal() -> Bench {
    Bench::new(&super::FACE, BASIC, FORM)
}

fn error(code: &str) -> (u16, Value) {
    (200, json!({"error": [code]}))
}

#[test]
fn failures_come_with_success() {
    let mut bench = portal();
    assert_eq!(bench.json("GET", "/api/invoice/1", ""), error("Invoice not found"));
    assert_eq!(bench.json("GET", "/api/service/33303/vms", ""), error("invalid method"), "no machines here");
    assert_eq!(bench.json("GET", "/api/service/33301/vms/99", ""), error("Virtual machine not found"));
    assert_eq!(bench.json("GET", "/api/nothing", ""), (404, json!({"error": ["invalid method"]})));
    assert_eq!(bench.json("GET", "/api/service/33301/vms/12/stop", "").0, 405);
    assert_eq!(bench.with("Basic d3Jvbmc=").json("GET", "/api/details", ""), error("wronglogin"));
    assert_eq!(bench.with("").json("GET", "/api/details", ""), error("wronglogin"));
}

#[test]
fn machines_come_as_a_map_or_a_list_and_hold_passwords() {
    let bench = portal();
    let (_, map) = bench.json("GET", "/api/service/33301/vms", "");
    assert_eq!((&map["vms"]["12"]["id"], &map["vms"]["12"]["state"]), (&json!("12"), &json!("online")));
    assert!(map["vms"]["12"]["password"].is_string() && map["vms"]["12"]["ip"][1].as_str().unwrap().starts_with(' '));
    let (_, list) = bench.json("GET", "/api/service/33302/vms", "");
    assert_eq!((&list["vms"][0]["id"], &list["vms"][0]["status"]), (&json!("12"), &json!("suspended")));
    let (_, service) = bench.json("GET", "/api/service/33301", "");
    assert!(!service["service"]["rootpassword"].as_str().unwrap().is_empty());
    assert_eq!(bench.json("GET", "/api/service/33302/templates", "").1, json!({"templates": []}), "an empty map");
    assert_eq!(bench.json("GET", "/api/service/33301/templates", "").1["templates"]["12"]["name"], "Debian 12");
}

#[test]
fn actions_answer_at_once_and_show_in_later_reads() {
    let bench = portal();
    let path = "/api/service/33301/vms/12";
    let state = || bench.json("GET", path, "").1["vm"]["state"].clone();
    assert_eq!(bench.json("POST", &format!("{path}/stop"), "id=33301&vmid=12"), (200, json!({"status": true})));
    assert_eq!(bench.json("POST", &format!("{path}/start"), ""), error("Virtual machine is locked"));
    assert_eq!([state(), state(), state()], ["stopping", "stopping", "offline"]);
    assert_eq!(bench.json("POST", &format!("{path}/stop"), ""), error("Virtual machine is already stopped"));
    assert_eq!(bench.json("POST", &format!("{path}/reboot"), ""), error("Virtual machine is not running"));
    assert_eq!(bench.json("POST", &format!("{path}/start"), "").1, json!({"status": true}));
    bench.json("GET", "/api/service/33301/vms", "");
    assert_eq!([state(), state()], ["starting", "online"], "a list is a read too");
    assert_eq!(bench.json("POST", "/api/service/33302/vms/12/start", ""), error("Service is suspended"));
}

#[test]
fn numbers_are_strings_in_lists_and_dates_may_be_zero() {
    let bench = portal();
    let (_, list) = bench.json("GET", "/api/invoice", "");
    assert_eq!(
        (&list["invoices"][0]["total"], &list["invoices"][0]["datepaid"]),
        (&json!("24.40"), &json!("0000-00-00 00:00:00"))
    );
    let (_, invoice) = bench.json("GET", "/api/invoice/303118", "");
    assert!(invoice["invoice"]["total"].is_number() && invoice["invoice"]["client"]["id"] == "20408");
    assert_eq!(bench.json("GET", "/api/service", "").1["services"][0]["total"], "30.0000");
    let (_, ticket) = bench.json("GET", "/api/tickets/437928", "");
    assert_eq!((&ticket["tickets"]["deptname"], ticket["replies"].as_array().unwrap().len()), (&json!("Support"), 5));
    assert!(ticket["tickets"].get("replies").is_none());
    assert_eq!(bench.json("GET", "/api/domain/548", "").1["details"]["nameservers"][3], "");
    assert_eq!(
        bench.json("POST", "/api/domainorder/status", "name=free.example").1,
        json!({"details": {"status": "ok"}})
    );
    assert_eq!(bench.json("POST", "/api/domainorder/status", "name=example.com").1, json!([]));
}

#[test]
fn names_of_addresses_are_set_by_form_or_json() {
    let mut bench = portal();
    let path = "/api/service/33301/rdns";
    let name = |bench: &Bench| bench.json("GET", path, "").1["ips"][0]["ptrcontent"].clone();
    let done = (200, json!({"info": ["revdnsupdated"]}));
    assert_eq!(bench.json("POST", path, "id=33301&ipaddress%5B192.0.2.12%5D=a.example"), done);
    assert_eq!(name(&bench), "a.example");
    assert_eq!(bench.json("POST", path, "192.0.2.12=b.example"), error("invalid ip address"), "a dot in a bare name");
    bench.typed("application/json");
    assert_eq!(bench.json("POST", path, r#"{"ipaddress": {"192.0.2.12": "c.example"}}"#), done);
    assert_eq!(name(&bench), "c.example");
    assert_eq!(bench.json("POST", path, r#"{"ipaddress": {"192.0.2.99": "d.example"}}"#), error("invalid ip address"));
}

#[test]
fn machines_are_changed_and_deleted_and_services_upgraded() {
    let bench = portal();
    let path = "/api/service/33301/vms/12";
    let done = (200, json!({"status": true}));
    assert_eq!(
        bench.json("PUT", &format!("{path}?memory=4096&cpu=4"), "memory=4096&cpu=4&note=a%20%26%20b&disk=1"),
        done
    );
    assert_eq!(bench.json("PUT", path, "memory=much"), error("invalid memory"));
    assert_eq!(bench.json("PUT", path, "memory=40960"), error("Not enough memory available"));
    let (_, shown) = bench.json("GET", path, "");
    assert_eq!(
        (&shown["vm"]["memory"], &shown["vm"]["cpus"], &shown["vm"]["note"]),
        (&json!(4096), &json!("4"), &json!("a & b"))
    );
    assert_eq!(bench.json("PUT", &format!("{path}/storage/1201?size=80"), "size=80"), done);
    assert_eq!(bench.json("GET", &format!("{path}/storage"), "").1["storage"][0]["size_gb"], "80");
    assert_eq!(bench.json("GET", path, "").1["vm"]["disk"], json!(80), "the machine's record follows");
    assert_eq!(bench.json("PUT", &format!("{path}/storage/1201"), "size=900"), error("Not enough disk available"));
    assert_eq!(bench.json("PUT", &format!("{path}/storage/9?size=80"), ""), error("Disk not found"));
    assert_eq!(bench.json("PUT", &format!("{path}/storage/1201"), ""), error("invalid size"));
    assert_eq!(bench.json("DELETE", path, ""), done);
    let state = || bench.json("GET", path, "").1["vm"]["state"].clone();
    assert_eq!([state(), state()], ["deleting", "deleting"]);
    assert_eq!(bench.json("GET", path, ""), error("Virtual machine not found"));
    assert!(bench.json("GET", "/api/service/33301/vms", "").1["vms"].get("12").is_none());
    assert_eq!(bench.json("DELETE", "/api/service/33302/vms/12", ""), error("Service is suspended"));
}
