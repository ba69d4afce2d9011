//! Security groups of the simulated Fleio: their rules, and the instances that use them.
//! The group named default belongs to its region and stays.

use serde_json::{Value, json};

use super::{
    actions::{ANY, given, invalid, with},
    collection::{Collection, answer, known, now},
    detail, instances, list, not_found, rules,
    state::Fleio,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, only, text, with as merged},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("openstack/securitygroups", all),
    Route::post("openstack/securitygroups", |world, call| answer(create(world, call))),
    Route::get("openstack/securitygroups/{id}", |world, call| answer(show(world, call))),
    Route::put("openstack/securitygroups/{id}", |world, call| answer(update(world, call))),
    Route::delete("openstack/securitygroups/{id}", |world, call| answer(delete(world, call))),
    Route::get("openstack/instances/{id}/list_security_groups", |world, call| answer(of_instance(world, call))),
    Route::get("openstack/instances/{id}/associate_security_group_create_options", |world, call| {
        answer(options(world, call))
    }),
    Route::post("openstack/instances/{id}/associate_security_group", |world, call| answer(associate(world, call))),
    Route::post("openstack/instances/{id}/dissociate_security_group", |world, call| answer(dissociate(world, call))),
];

/// The groups.
pub(crate) const GROUPS: Collection = Collection {
    things: |fleio| &mut fleio.security_groups,
    required: &["name", "region"],
    optional: &["description"],
};

/// A group with the instances that use it.
fn row(fleio: &Fleio, group: &Value) -> Value {
    let id = text(group, "id");
    let on = fleio.instances.iter().filter(|instance| instance.groups.contains(&id));
    let on: Vec<_> = on.map(|instance| json!({ "id": instance.id, "name": instance.name })).collect();
    merged(group, json!({ "associated_instances": on }))
}

fn all(world: &mut World, call: &Call) -> Reply {
    let fleio = &world.fleio;
    let mut rows: Vec<_> = fleio.security_groups.iter().map(|group| row(fleio, group)).collect();
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        row.remove("security_group_rules");
    }
    list::envelope(call, rows, json!({}))
}

fn show(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let group = GROUPS.row(world, call.param(0)).ok_or_else(not_found)?;
    Ok(Reply::json(200, &row(&world.fleio, &group)))
}

fn create(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = GROUPS.asked(call)?;
    known(&world.fleio.regions, "region", &text(&asked, "region"))?;
    let usual = json!({
        "id": world.next_uuid(), "description": "", "project": super::PROJECT, "created_at": now(),
        "security_group_rules": [],
    });
    let group = merged(&usual, asked);
    GROUPS.add(world, group.clone());
    Ok(Reply::json(201, &only(&group, &["id", "name", "description"])))
}

fn update(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = GROUPS.asked(call)?;
    let group = GROUPS.found(world, call.param(0)).ok_or_else(not_found)?;
    if text(&asked, "region") != text(group, "region") {
        return Err(invalid("region", "A security group stays in its region."));
    }
    GROUPS.update(world, call)?;
    show(world, call)
}

fn delete(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let group = GROUPS.row(world, call.param(0)).ok_or_else(not_found)?;
    let (id, name) = (text(&group, "id"), text(&group, "name"));
    if name == "default" {
        return Err(detail(409, "Removing default security group not allowed."));
    }
    if world.fleio.instances.iter().any(|instance| instance.groups.contains(&id)) {
        return Err(detail(409, &format!("Security Group {id} in use.")));
    }
    Ok(GROUPS.delete(world, call))
}

fn of_instance(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let instance = instances::own(&world.fleio, call.param(0)).ok_or_else(not_found)?;
    let on = world.fleio.security_groups.iter().filter(|group| instance.groups.contains(&text(group, "id")));
    let rows: Vec<_> = on
        .map(|group| {
            let rules: Vec<Value> = member(group, "security_group_rules");
            let rules: Vec<_> = rules.iter().map(|rule| json!({ "display": rules::display(rule) })).collect();
            merged(&only(group, &["id", "name", "description"]), json!({ "security_group_rules": rules }))
        })
        .collect();
    Ok(Reply::json(200, &json!({ "security_groups": rows })))
}

fn options(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let instance = instances::own(&world.fleio, call.param(0)).ok_or_else(not_found)?;
    let free =
        |group: &&Value| text(group, "region") == instance.region && !instance.groups.contains(&text(group, "id"));
    let groups: Vec<_> =
        world.fleio.security_groups.iter().filter(free).map(|group| only(group, &["id", "name"])).collect();
    Ok(Reply::json(200, &json!({ "groups": groups })))
}

fn associate(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let id = given(call, "group")?;
    let region = text(known(&world.fleio.security_groups, "group", &id)?, "region");
    Ok(with(world, call, "associate_security_group", ANY, |instance| {
        if instance.region != region {
            return invalid("group", "The security group is in another region.");
        }
        if instance.groups.contains(&id) {
            return detail(409, "Security group is already associated");
        }
        instance.groups.push(id);
        detail(200, "Security group associated")
    }))
}

fn dissociate(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let id = given(call, "group")?;
    known(&world.fleio.security_groups, "group", &id)?;
    Ok(with(world, call, "dissociate_security_group", ANY, |instance| {
        let before = instance.groups.len();
        instance.groups.retain(|group| *group != id);
        if instance.groups.len() == before {
            return detail(404, "Security group is not associated with the instance");
        }
        detail(200, "Security group dissociated")
    }))
}
