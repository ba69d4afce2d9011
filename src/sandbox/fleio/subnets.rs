//! Subnets of the simulated Fleio: ranges of addresses on a network.
//! Pools are written as Python writes its lists, as the real Fleio does.

use serde_json::{Value, json};

use super::{
    actions::invalid,
    addresses::Range,
    collection::{Collection, answer, known},
    detail, networks, not_found,
    state::Fleio,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, only, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::post("openstack/subnets", |world, call| answer(create(world, call))),
    Route::get("openstack/subnets/create_options", |world, call| answer(options(world, call))),
    Route::get("openstack/subnets/{id}", |world, call| SUBNETS.show(world, call)),
    Route::put("openstack/subnets/{id}", |world, call| answer(update(world, call))),
    Route::delete("openstack/subnets/{id}", |world, call| answer(delete(world, call))),
];

const SUBNETS: Collection = Collection {
    things: |fleio| &mut fleio.subnets,
    required: &["name"],
    optional: &["enable_dhcp", "gateway_ip", "dns_nameservers", "host_routes"],
};

/// The range that subnets are taken from when a request gives none.
const POOL: &str = "10.64.0.0/16";
/// The number of subnets in that range.
const POOLED: u128 = 256;

fn create(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = super::collection::required(call, &["name", "network_id", "ip_version"])?;
    let id = text(&asked, "network_id");
    networks::own(known(&world.fleio.networks, "network_id", &id)?)?;
    let range = range(&world.fleio, &asked, &id)?;
    let gateway = Some(text(&asked, "gateway_ip")).filter(|ip| !ip.is_empty()).unwrap_or_else(|| range.at(1));
    if !range.holds(&gateway) {
        return Err(invalid("gateway_ip", "The gateway is not an address of the subnet."));
    }
    let usual = json!({
        "id": world.next_uuid(), "name": text(&asked, "name"), "network_id": id, "ip_version": range.version(),
        "cidr": range.to_string(), "enable_dhcp": true, "dns_nameservers": [], "host_routes": [],
        "allocation_pools": pools(&asked, range), "extra": "{}",
    });
    Ok(SUBNETS.add(world, with(&with(&usual, only(&asked, SUBNETS.optional)), json!({ "gateway_ip": gateway }))))
}

/// The range of a new subnet: the one asked for, or the next of the pool.
fn range(fleio: &Fleio, asked: &Value, network: &str) -> Result<Range, Reply> {
    let ranges = |subnet: &Value| Range::parse(&text(subnet, "cidr"));
    let overlaps = |range: &Range, others: &mut dyn Iterator<Item = &Value>| {
        others.filter_map(ranges).any(|other| other.overlaps(*range))
    };
    let cidr = text(asked, "cidr");
    if cidr.is_empty() {
        let pooled = (0..POOLED).filter_map(|step| Range::parse(&format!("10.64.{step}.0/24")));
        let mut free = pooled.filter(|range| !overlaps(range, &mut fleio.subnets.iter()));
        return free.next().ok_or_else(|| detail(409, "The subnet pool is used up."));
    }
    let range = Range::parse(&cidr).ok_or_else(|| invalid("cidr", "Enter a valid CIDR."))?;
    if text(asked, "ip_version") != range.version().to_string() {
        return Err(invalid("ip_version", "The IP version is not that of the CIDR."));
    }
    let mut own = fleio.subnets.iter().filter(|subnet| text(subnet, "network_id") == network);
    if overlaps(&range, &mut own) {
        return Err(detail(400, &format!("Requested subnet with cidr: {cidr} overlaps with another subnet")));
    }
    Ok(range)
}

/// The pools as Python prints them.
fn pools(asked: &Value, range: Range) -> String {
    let asked: Vec<Value> = member(asked, "allocation_pools");
    let pool = |start: &str, end: &str| format!("{{'start': '{start}', 'end': '{end}'}}");
    let mut pools: Vec<_> = asked.iter().map(|one| pool(&text(one, "start"), &text(one, "end"))).collect();
    if pools.is_empty() {
        pools.push(pool(&range.at(2), &range.at(range.last().saturating_sub(1))));
    }
    format!("[{}]", pools.join(", "))
}

/// The failure of a change of the provider's subnet.
fn own(world: &mut World, id: &str) -> Result<(), Reply> {
    let network = text(SUBNETS.found(world, id).ok_or_else(not_found)?, "network_id");
    networks::own(known(&world.fleio.networks, "network_id", &network)?)
}

fn update(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    own(world, call.param(0))?;
    SUBNETS.update(world, call)
}

fn delete(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    own(world, call.param(0))?;
    let id = call.param(0);
    let fixed = world.fleio.ports.iter().flat_map(|port| member::<Vec<Value>>(port, "fixed_ips"));
    if fixed.into_iter().any(|ip| text(&ip, "subnet_id") == id) {
        let words = "One or more ports have an IP allocation from this subnet.";
        return Err(detail(409, &format!("Unable to complete operation on subnet {id}: {words}")));
    }
    Ok(SUBNETS.delete(world, call))
}

/// Removes the subnets of a deleted network.
pub(crate) fn forget(fleio: &mut Fleio, network: &str) {
    fleio.subnets.retain(|subnet| text(subnet, "network_id") != network);
}

fn options(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    known(&world.fleio.networks, "network_id", call.query("network_id").unwrap_or_default())?;
    let pool = json!({
        "id": "pool-1", "name": "shared", "prefixes": [POOL], "min_prefixlen": 24, "max_prefixlen": 28,
        "default_prefixlen": 24, "ip_version": 4, "is_default": true,
    });
    let modes = ["slaac", "dhcpv6-stateful", "dhcpv6-stateless"];
    Ok(Reply::json(200, &json!({ "pools": [pool], "ipv6_modes": modes })))
}
