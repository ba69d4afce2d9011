//! The limits of the simulated Fleio's account.
//! No document prints the summary; its form is that of the recorded one.

use serde_json::{Value, json};

use super::{
    detail,
    instances::own_client,
    state::{Fleio, Instance},
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, text},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[Route::get("openstack/summary", summary)];

/// One limit.
pub(crate) struct Limit {
    /// The limit's name.
    name: &'static str,
    /// The largest permitted number.
    most: u64,
    /// The present number.
    used: fn(&Fleio) -> u64,
}

/// The limit on instances.
pub(crate) const INSTANCES: Limit = Limit { name: "instances", most: 60, used: |fleio| own(fleio).map(|_| 1).sum() };
/// The limit on the cores of all instances.
pub(crate) const CORES: Limit = Limit { name: "cores", most: 200, used: |fleio| of_flavors(fleio, "vcpus") };
/// The limit on the memory of all instances.
const MEMORY: Limit = Limit { name: "memory_mb", most: 409_600, used: |fleio| of_flavors(fleio, "memory_mb") };
/// The limit on floating IPs.
pub(crate) const FLOATING_IPS: Limit =
    Limit { name: "floating_ips", most: 10, used: |fleio| fleio.floating_ips.iter().map(|_| 1).sum() };

fn own(fleio: &Fleio) -> impl Iterator<Item = &Instance> {
    let client = own_client(fleio);
    fleio.instances.iter().filter(move |instance| instance.client == client)
}

fn of_flavors(fleio: &Fleio, key: &str) -> u64 {
    let flavor = |instance: &Instance| fleio.flavors.iter().find(|flavor| text(flavor, "id") == instance.flavor);
    own(fleio).filter_map(flavor).map(|flavor| member::<u64>(flavor, key)).sum()
}

/// The failure of a request that would exceed a limit.
pub(crate) fn check(limit: &Limit, fleio: &Fleio, more: u64) -> Result<(), Reply> {
    let used = (limit.used)(fleio);
    if used.saturating_add(more) <= limit.most {
        return Ok(());
    }
    let Limit { name, most, .. } = limit;
    let words = format!("Quota exceeded for {name}: Requested {more}, but already used {used} of {most} {name}");
    Err(detail(403, &words))
}

fn summary(world: &mut World, _: &Call) -> Reply {
    let row =
        |limit: &Limit| (limit.name.to_owned(), json!({ "used": (limit.used)(&world.fleio), "limit": limit.most }));
    let rows: Value = [INSTANCES, CORES, MEMORY, FLOATING_IPS].iter().map(row).collect();
    Reply::json(200, &rows)
}
