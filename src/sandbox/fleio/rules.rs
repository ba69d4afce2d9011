//! The rules of the simulated Fleio's security groups.
//! The reply to a new rule lacks its id: it is found in the group.

use serde_json::{Value, json};

use super::{
    actions::{given, invalid},
    collection::{answer, known, required, set},
    detail,
    firewalls::GROUPS,
    not_found,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, only, text, with as merged},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::post("openstack/securitygroups/{id}/add_rule", |world, call| answer(add_rule(world, call))),
    Route::post("openstack/securitygroups/{id}/delete_rule", |world, call| answer(delete_rule(world, call))),
];

/// The members of a rule that a request may set.
const RULE: [&str; 8] = [
    "direction",
    "ethertype",
    "protocol",
    "port_range_min",
    "port_range_max",
    "remote_ip_prefix",
    "remote_group",
    "description",
];

fn add_rule(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = required(call, &["direction"])?;
    if !["ingress", "egress"].contains(&text(&asked, "direction").as_str()) {
        return Err(invalid("direction", "Not a valid choice."));
    }
    let id = world.next_uuid();
    let groups = world.fleio.security_groups.clone();
    let group = GROUPS.found(world, call.param(0)).ok_or_else(not_found)?;
    let remote = text(&asked, "remote_group_id");
    let remote = if remote.is_empty() { None } else { Some(known(&groups, "remote_group_id", &remote)?) };
    let usual: Value = RULE.iter().map(|key| ((*key).to_owned(), Value::Null)).collect();
    let own = json!({
        "id": id, "remote_group": remote.map(|group| text(group, "id")),
        "remote_group_name": remote.map(|group| text(group, "name")),
    });
    let rule = merged(&merged(&usual, json!({ "ethertype": "IPv4", "description": "" })), only(&asked, &RULE));
    let rule = merged(&rule, own);
    let mut rules: Vec<Value> = member(group, "security_group_rules");
    let same = |other: &Value| RULE.iter().filter(|key| **key != "description").all(|key| other[*key] == rule[*key]);
    if rules.iter().any(same) {
        return Err(detail(409, "Security group rule already exists."));
    }
    rules.push(rule);
    set(group, json!({ "security_group_rules": rules }));
    Ok(detail(201, "Security group rule created"))
}

fn delete_rule(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let id = given(call, "rule_id")?;
    let group = GROUPS.found(world, call.param(0)).ok_or_else(not_found)?;
    let mut rules: Vec<Value> = member(group, "security_group_rules");
    let before = rules.len();
    rules.retain(|rule| text(rule, "id") != id);
    if rules.len() == before {
        return Err(not_found());
    }
    set(group, json!({ "security_group_rules": rules }));
    Ok(Reply::no_content())
}

/// A rule in words.
pub(crate) fn display(rule: &Value) -> String {
    let or = |key: &str, usual: &str| Some(text(rule, key)).filter(|text| !text.is_empty()).unwrap_or(usual.to_owned());
    let (low, high) = (or("port_range_min", "any"), or("port_range_max", "any"));
    let ports = if low == high { low } else { format!("{low}-{high}") };
    let (word, from) = if text(rule, "direction") == "egress" { ("to", "any") } else { ("from", "0.0.0.0/0") };
    let other = or("remote_ip_prefix", &or("remote_group_name", from));
    format!("ALLOW {} {ports}/{} {word} {other}", text(rule, "ethertype"), or("protocol", "any"))
}
