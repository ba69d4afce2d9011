//! The making of instances in the simulated Fleio: one or several, from an image or a volume.
//! The reply names an operation; the ids follow when that operation is done.

use serde_json::{Value, json};

use super::{
    actions::invalid,
    collection::{answer, known, required},
    detail,
    instances::own_client,
    networks, operations, ports,
    quota::{self, CORES, INSTANCES},
    state::{Fleio, Instance},
    volumes,
};
use crate::sandbox::{
    call::Call,
    clock::Clock,
    reply::Reply,
    world::{World, member, text},
};

/// The longest name.
const LONGEST: usize = 128;

/// Makes the instances that a request asks for.
pub(crate) fn create(world: &mut World, call: &Call) -> Reply {
    // A part of the request must not stay behind when the rest is refused.
    let before = (world.fleio.clone(), world.created);
    let outcome = made(world, call);
    if outcome.is_err() {
        (world.fleio, world.created) = before;
    }
    answer(outcome)
}

fn made(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = required(call, &["name", "flavor", "region", "boot_source"])?;
    let (name, region) = (text(&asked, "name"), text(&asked, "region"));
    if name.chars().count() > LONGEST {
        return Err(invalid("name", "Ensure this field has no more than 128 characters."));
    }
    known(&world.fleio.regions, "region", &region)?;
    let kind = flavor(&world.fleio, &text(&asked, "flavor"), &region)?.clone();
    keys(&world.fleio, &asked)?;
    let nics = nics(&world.fleio, &asked, &region)?;
    let count = count(&asked)?;
    quota::check(&INSTANCES, &world.fleio, count)?;
    quota::check(&CORES, &world.fleio, count.saturating_mul(member(&kind, "vcpus")))?;
    let mut ids = Vec::new();
    for number in 1..=count {
        let name = if count == 1 { name.clone() } else { format!("{name}-{number}") };
        ids.push(one(world, &asked, &name, &kind, &nics)?);
    }
    let operation = operations::begin(world, &ids);
    let reply = json!({
        "name": name, "flavor": text(&asked, "flavor"), "region": region, "availability_zone": null,
        "operation_id": operation,
    });
    Ok(Reply::json(201, &reply))
}

/// Makes one of the instances; gives its id.
fn one(world: &mut World, asked: &Value, name: &str, flavor: &Value, nics: &[String]) -> Result<String, Reply> {
    let (id, region) = (world.next_uuid(), text(asked, "region"));
    let default = |group: &&Value| text(group, "name") == "default" && text(group, "region") == region;
    let groups = world.fleio.security_groups.iter().filter(default).map(|group| text(group, "id")).collect();
    let mut clock = Clock::at("building");
    clock.begin("Spawning", "active");
    let client = asked.get("client").and_then(|id| id.to_string().trim_matches('"').parse().ok());
    for nic in nics {
        ports::make(world, nic, &id)?;
    }
    let instance = Instance {
        id: id.clone(),
        name: name.to_owned(),
        region: region.clone(),
        flavor: text(flavor, "id"),
        image: boot(world, asked, &region, flavor, (&id, name))?,
        created: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string(),
        locked: false,
        client: client.unwrap_or_else(|| own_client(&world.fleio)),
        groups,
        tags: Vec::new(),
        resized: None,
        clock,
    };
    world.fleio.instances.push(instance);
    Ok(id)
}

/// Gives an instance its boot source; gives the id of its image if that is no volume.
fn boot(
    world: &mut World,
    asked: &Value,
    region: &str,
    flavor: &Value,
    server: (&str, &str),
) -> Result<Option<String>, Reply> {
    let source = asked.get("boot_source").unwrap_or(&Value::Null);
    let wrong = |words: &str| Reply::json(400, &json!({ "boot_source": { "source_id": [words] } }));
    let (kind, id) = (text(source, "source_type"), text(source, "source_id"));
    let goes = member::<bool>(source, "delete_on_termination");
    if kind == "volume" {
        volumes::take(&mut world.fleio, &id, region, server, goes).map_err(|words| wrong(&words))?;
        return Ok(None);
    }
    if !["image", "owned_image", "shared_image", "community_image"].contains(&kind.as_str()) {
        let words = format!("\"{kind}\" is not a valid choice.");
        return Err(Reply::json(400, &json!({ "boot_source": { "source_type": [words] } })));
    }
    let image = world.fleio.images.iter().find(|image| text(image, "id") == id && text(image, "region") == region);
    let image = image.ok_or_else(|| wrong("Image not found"))?;
    if text(image, "status") != "active" {
        return Err(wrong("The image is not active"));
    }
    if member::<u64>(image, "min_ram") > member(flavor, "memory_mb") {
        return Err(invalid("flavor", "The flavor has too little memory for the image."));
    }
    let size = text(source, "volume_size").parse::<u64>().ok();
    let made = member::<bool>(source, "create_new_volume");
    let size = if made { size.unwrap_or_else(|| member(flavor, "root_gb")) } else { member(flavor, "root_gb") };
    if member::<u64>(image, "min_disk") > size {
        return Err(invalid("flavor", "The disk is too small for the image."));
    }
    if !made {
        return Ok(Some(id));
    }
    let volume = volumes::bootable(world, size, region);
    volumes::take(&mut world.fleio, &volume, region, server, goes).map_err(|words| wrong(&words))?;
    Ok(None)
}

/// A flavor that is available in a region.
pub(crate) fn flavor<'a>(fleio: &'a Fleio, id: &str, region: &str) -> Result<&'a Value, Reply> {
    let flavor = known(&fleio.flavors, "flavor", id)?;
    if text(flavor, "region") != region {
        return Err(invalid("flavor", "The flavor is in another region."));
    }
    if member(flavor, "out_of_stock") {
        return Err(detail(403, "The flavor is out of stock."));
    }
    Ok(flavor)
}

/// The failure of a request whose keys, a JSON list as text, are not all known.
pub(crate) fn keys(fleio: &Fleio, asked: &Value) -> Result<(), Reply> {
    let given = text(asked, "ssh_keys");
    if given.is_empty() {
        return Ok(());
    }
    let ids: Vec<Value> = serde_json::from_str(&given).map_err(|_| invalid("ssh_keys", "Value must be valid JSON."))?;
    ids.iter().try_for_each(|id| known(&fleio.keys, "ssh_keys", id.to_string().trim_matches('"')).map(drop))
}

/// The networks of a new instance: those it asks for, or the region's public one.
fn nics(fleio: &Fleio, asked: &Value, region: &str) -> Result<Vec<String>, Reply> {
    let given: Vec<String> = member(asked, "nics");
    for nic in &given {
        if text(known(&fleio.networks, "nics", nic)?, "region") != region {
            return Err(invalid("nics", "The network is in another region."));
        }
    }
    let public = fleio.networks.iter().find(|one| networks::public(one) && text(one, "region") == region);
    Ok(if given.is_empty() { public.map(|one| text(one, "id")).into_iter().collect() } else { given })
}

/// The number of instances to make.
fn count(asked: &Value) -> Result<u64, Reply> {
    match text(asked, "number_of_instances").as_str() {
        "" => Ok(1),
        given => given
            .parse()
            .ok()
            .filter(|count| *count > 0)
            .ok_or_else(|| invalid("number_of_instances", "Ensure this value is greater than or equal to 1.")),
    }
}
