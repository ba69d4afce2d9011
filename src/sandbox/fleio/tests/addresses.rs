//! Networks, ports, floating IPs and security groups: later reads show each change, and things in use stay.

use serde_json::{Value, json};

use super::{LOCKED, WEB, at, done, fleio, refused, rows};
use crate::sandbox::tests::Bench;

const INSTANCE: &str = "openstack/instances/a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001";
const WORKER: &str = "openstack/instances/c3e91b74-2ad6-48b5-a3f9-18d6fe05b004";
const PUBLIC: &str = "2c9f6e14-5d3a-4b7e-8f02-6d1f9f7a9001";
const LAN: &str = "d9f9ca07-3ce5-435e-8aa2-a7302697025d";
const GROUP: &str = "6d1f3b2a-90c4-4c57-8a43-5c2f1f9f5001";

fn floating(bench: &Bench, address: &str) -> Value {
    let all = rows(bench, "openstack/floatingips");
    all.into_iter().find(|ip| ip["floating_ip_address"] == address).unwrap()
}

#[test]
fn a_floating_ip_is_reserved_assigned_named_taken_off_and_released() {
    let bench = fleio();
    let wish = json!({ "floating_network": PUBLIC, "description": "" });
    let made = done(&bench, "POST", "openstack/floatingips", &wish);
    assert_eq!(made.get("floating_ip_address"), None, "the address is found in the list");
    let own =
        |bench: &Bench| rows(bench, "openstack/floatingips").into_iter().find(|ip| ip["id"] == made["id"]).unwrap();
    let address = own(&bench)["floating_ip_address"].as_str().unwrap().to_owned();
    let path = format!("openstack/floatingips/{}", made["id"].as_str().unwrap());
    let put = json!({ "fixed_ip": "203.0.113.11", "floating_ip": address });
    assert_eq!(done(&bench, "POST", &format!("{INSTANCE}/add_floating_ip"), &put)["detail"], "Floating ip associated");
    let shown = own(&bench);
    assert_eq!((&shown["status"], &shown["associated_object"]["name"]), (&json!("ACTIVE"), &json!("web-1")));
    assert_eq!(shown["floating_network"]["name"], "public");
    let port = &bench.json("GET", WEB, "").1["net_details"]["ports"][0];
    assert_eq!((&port["floating_ips"][0]["floating_ip_address"], &port["id"]), (&json!(address), &shown["port"]["id"]));
    let held = done(&bench, "GET", &format!("{INSTANCE}/dissociate_ip_create_options"), &Value::Null);
    assert_eq!(held["ips"], json!([{ "id": made["id"], "floating_ip_address": address }]));
    assert_eq!(refused(&bench, "DELETE", &path, &Value::Null), 409, "it is assigned");
    assert_eq!(refused(&bench, "POST", &format!("{INSTANCE}/add_floating_ip"), &put), 409, "once is enough");
    let name = json!({ "floating_ip_id": made["id"], "ptrdname": "web.example.com.", "ttl": "60" });
    let ptr = done(&bench, "POST", "openstack/dns/set_floating_ip_ptr", &name);
    assert_eq!((&ptr["address"], &ptr["ttl"], &ptr["status"]), (&json!(address), &json!(60), &json!("PENDING")));
    assert_eq!(own(&bench)["ptrdname"], "web.example.com.");
    done(&bench, "POST", &format!("{INSTANCE}/remove_floating_ip"), &json!({ "ip": address }));
    assert_eq!((&own(&bench)["status"], &own(&bench)["associated_object"]), (&json!("DOWN"), &Value::Null));
    assert_eq!(bench.text("DELETE", &at(&path), ""), (204, String::new()));
    assert_eq!(rows(&bench, "openstack/floatingips").len(), 3);
    assert_eq!(refused(&bench, "DELETE", &path, &Value::Null), 404);
}

#[test]
fn a_floating_ip_that_cannot_be_had_or_put_is_refused() {
    let bench = fleio();
    let path = "openstack/floatingips";
    assert_eq!(refused(&bench, "POST", path, &json!({})), 400);
    assert_eq!(refused(&bench, "POST", path, &json!({ "floating_network": LAN })), 400, "not an external network");
    for (floating_ip, fixed_ip, status) in [
        ("198.51.100.99", "203.0.113.11", 404),
        ("198.51.100.50", "203.0.113.12", 400),
        ("198.51.100.52", "203.0.113.11", 400),
    ] {
        let body = json!({ "floating_ip": floating_ip, "fixed_ip": fixed_ip });
        assert_eq!(refused(&bench, "POST", &format!("{INSTANCE}/add_floating_ip"), &body), status, "{body}");
    }
    let locked = json!({ "floating_ip": "198.51.100.50", "fixed_ip": "203.0.113.13" });
    assert_eq!(bench.json("POST", &format!("{LOCKED}/add_floating_ip"), &locked.to_string()).0, 400);
    assert_eq!(refused(&bench, "GET", &format!("{INSTANCE}/dissociate_ip_create_options"), &Value::Null), 400);
    let free = done(&bench, "GET", &format!("{INSTANCE}/associate_ip_create_options"), &Value::Null);
    assert_eq!(free["free_ips"][0]["floating_ip_address"], "198.51.100.50");
    (0..7).for_each(|_| drop(done(&bench, "POST", path, &json!({ "floating_network": PUBLIC }))));
    assert_eq!(refused(&bench, "POST", path, &json!({ "floating_network": PUBLIC })), 403, "the quota is ten");
}

#[test]
fn a_floating_ip_is_free_again_when_its_instance_is_gone() {
    let bench = fleio();
    let web = "openstack/instances/a2b84e16-90c3-4f7d-8a15-2c9f4be7d002";
    assert_eq!(floating(&bench, "198.51.100.51")["associated_object"]["name"], "web-2");
    done(&bench, "DELETE", web, &Value::Null);
    (0..3).for_each(|_| drop(bench.json("GET", &at(web), "")));
    assert_eq!(floating(&bench, "198.51.100.51")["status"], "DOWN");
}

#[test]
fn a_network_is_made_used_and_only_then_kept() {
    let bench = fleio();
    let body = json!({ "name": "back", "region": "nl", "admin_state_up": true });
    let network = done(&bench, "POST", "openstack/networks", &body)["id"].clone();
    let path = format!("openstack/networks/{}", network.as_str().unwrap());
    let wish = json!({ "name": "back-4", "network_id": network, "ip_version": 4, "cidr": "10.1.0.0/24" });
    let subnet = done(&bench, "POST", "openstack/subnets", &wish);
    assert_eq!((&subnet["gateway_ip"], &subnet["cidr"]), (&json!("10.1.0.1"), &json!("10.1.0.0/24")));
    assert_eq!(done(&bench, "GET", &path, &Value::Null)["subnets"][0]["id"], subnet["id"]);
    assert_eq!(refused(&bench, "POST", "openstack/subnets", &wish), 400, "it overlaps");
    let port = json!({
        "attach_to": WEB.rsplit('/').next().unwrap(), "network": network, "region": "nl",
        "fixed_ips": [{ "ip_address": "10.1.0.7" }],
    });
    done(&bench, "POST", "openstack/ports", &port);
    assert_eq!(refused(&bench, "POST", "openstack/ports", &port), 409, "the address is taken");
    let ports = bench.json("GET", WEB, "").1["net_details"]["ports"].clone();
    assert_eq!((&ports[1]["network"], &ports[1]["ipv4s"][0]["ip_address"]), (&network, &json!("10.1.0.7")));
    let at_port = format!("openstack/ports/{}", ports[1]["id"].as_str().unwrap());
    let more = json!({ "fixed_ips": [{ "subnet_id": subnet["id"] }], "region": "nl" });
    done(&bench, "POST", &format!("{at_port}/automatic_add_ips"), &more);
    let ips = bench.json("GET", WEB, "").1["net_details"]["grouped_ips"][1]["ipv4s"].clone();
    assert_eq!(ips, json!(["10.1.0.7", "10.1.0.20"]));
    let one = json!({ "fixed_ips": [{ "ip_address": "10.1.0.7", "subnet_id": subnet["id"] }], "region": "nl" });
    done(&bench, "POST", &format!("{at_port}/remove_ip"), &one);
    assert_eq!(refused(&bench, "POST", &format!("{at_port}/remove_ip"), &one), 400);
    let at_subnet = format!("openstack/subnets/{}", subnet["id"].as_str().unwrap());
    for busy in [&path, &at_subnet] {
        assert_eq!(refused(&bench, "DELETE", busy, &Value::Null), 409, "{busy}");
    }
    done(&bench, "DELETE", &at_port, &Value::Null);
    let off = json!({ "name": "rear", "admin_state_up": false });
    assert_eq!(done(&bench, "PUT", &path, &off)["name"], "rear");
    assert_eq!(done(&bench, "PUT", &at_subnet, &json!({ "name": "x", "enable_dhcp": false }))["enable_dhcp"], false);
    done(&bench, "DELETE", &path, &Value::Null);
    assert_eq!((bench.json("GET", &at(&path), "").0, bench.json("GET", &at(&at_subnet), "").0), (404, 404));
    for method in ["PUT", "DELETE"] {
        assert_eq!(refused(&bench, method, &format!("openstack/networks/{PUBLIC}"), &off), 403, "{method}");
    }
}

#[test]
fn a_security_group_gets_rules_and_goes_only_when_nothing_has_it() {
    let bench = fleio();
    let path = format!("openstack/securitygroups/{GROUP}");
    let rule = json!({ "direction": "ingress", "protocol": "tcp", "port_range_min": 22, "port_range_max": 22 });
    done(&bench, "POST", &format!("{path}/add_rule"), &rule);
    assert_eq!(refused(&bench, "POST", &format!("{path}/add_rule"), &rule), 409, "there already");
    assert_eq!(refused(&bench, "POST", &format!("{path}/add_rule"), &json!({ "direction": "up" })), 400);
    let rules = done(&bench, "GET", &path, &Value::Null)["security_group_rules"].clone();
    assert_eq!((rules.as_array().unwrap().len(), &rules[2]["port_range_max"]), (3, &json!(22)));
    let id = json!({ "rule_id": rules[2]["id"] });
    assert_eq!(bench.text("POST", &at(&format!("{path}/delete_rule")), &id.to_string()).0, 204);
    assert_eq!(refused(&bench, "POST", &format!("{path}/delete_rule"), &id), 404);
    let of = |bench: &Bench| done(bench, "GET", &format!("{INSTANCE}/list_security_groups"), &Value::Null);
    assert_eq!(
        of(&bench)["security_groups"][1]["security_group_rules"][0]["display"],
        "ALLOW IPv4 443/tcp from 0.0.0.0/0"
    );
    assert_eq!(refused(&bench, "DELETE", &path, &Value::Null), 409, "in use");
    let group = json!({ "group": GROUP });
    assert_eq!(refused(&bench, "POST", &format!("{INSTANCE}/associate_security_group"), &group), 409);
    assert_eq!(refused(&bench, "POST", &format!("{WORKER}/associate_security_group"), &group), 400, "another region");
    for instance in [INSTANCE, "openstack/instances/a2b84e16-90c3-4f7d-8a15-2c9f4be7d002"] {
        done(&bench, "POST", &format!("{instance}/dissociate_security_group"), &group);
    }
    assert_eq!(of(&bench)["security_groups"].as_array().unwrap().len(), 1);
    let free = done(&bench, "GET", &format!("{INSTANCE}/associate_security_group_create_options"), &Value::Null);
    assert_eq!(free["groups"], json!([{ "id": GROUP, "name": "web" }]));
    let text = json!({ "name": "www", "description": "sites", "region": "nl" });
    assert_eq!(done(&bench, "PUT", &path, &text)["description"], "sites");
    done(&bench, "DELETE", &path, &Value::Null);
    assert_eq!(rows(&bench, "openstack/securitygroups").len(), 2);
    let default = "openstack/securitygroups/6d1f3b2a-90c4-4c57-8a43-5c2f1f9f5000";
    assert_eq!(refused(&bench, "DELETE", default, &Value::Null), 409);
    assert_eq!(done(&bench, "POST", "openstack/securitygroups", &text)["name"], "www");
}
