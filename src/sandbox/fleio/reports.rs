//! Reports on a running instance of the simulated Fleio: console, measures, traffic and past actions.
//! The figures are invented, but the same in every read within one hour.

use serde_json::{Value, json};

use super::{actions::invalid, collection::answer, detail, instances, not_found, state::Instance};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, only, text},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("openstack/instances/{id}/get_console_url", |world, call| answer(url(world, call))),
    Route::get("openstack/instances/{id}/get_console_output", |world, call| answer(output(world, call))),
    Route::get("openstack/instances/{id}/measures", |world, call| answer(measures(world, call))),
    Route::get("openstack/instances/{id}/traffic-data", |world, call| answer(traffic(world, call))),
    Route::get("openstack/instances/{id}/actions", |world, call| answer(actions(world, call))),
];

/// The number of rows of measures, whatever the hours.
const ROWS: i64 = 12;

fn own<'a>(world: &'a World, call: &Call) -> Result<&'a Instance, Reply> {
    instances::own(&world.fleio, call.param(0)).ok_or_else(not_found)
}

/// The instance in the path, if it runs.
fn running<'a>(world: &'a World, call: &Call, verb: &str) -> Result<&'a Instance, Reply> {
    let instance = own(world, call)?;
    match instance.clock.state() {
        "active" | "rescued" | "booted_from_iso" | "resized" => Ok(instance),
        state => {
            let words = format!("Cannot '{verb}' instance {} while it is in vm_state {state}", instance.id);
            Err(detail(409, &words))
        }
    }
}

fn url(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let instance = running(world, call, "get_console_url")?;
    let url = format!("https://console.example.com/vnc_auto.html?path=synthetic-{}", instance.id);
    Ok(Reply::json(200, &json!({ "remote_console": { "protocol": "vnc", "type": "novnc", "url": url } })))
}

fn output(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let length = call.query("length").filter(|length| !length.is_empty()).unwrap_or("30");
    let length = length.parse().ok().filter(|length| *length <= 1000_usize);
    let length = length.ok_or_else(|| invalid("length", "A number from 0 to 1000 is required."))?;
    let instance = running(world, call, "get_console_output")?;
    let boot = (0..40u32).map(|step| format!("[{step:5}.{:06}] systemd[1]: Reached target {step}.", step * 7919));
    let login = [format!("Debian GNU/Linux 13 {} ttyS0", instance.name), String::new()];
    let lines: Vec<_> = boot.chain(login).chain([format!("{} login: ", instance.name)]).collect();
    let text = lines.get(lines.len().saturating_sub(length)..).unwrap_or_default().join("\n");
    Ok(Reply::json(200, &json!({ "console_text": text, "length": length })))
}

fn measures(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let hours = call.query("hours").filter(|hours| !hours.is_empty()).unwrap_or("1");
    if !["1", "24", "168", "720"].contains(&hours) {
        return Err(invalid("hours", "Must be one of 1, 24, 168, 720."));
    }
    let metric = call.query("metric").filter(|metric| !metric.is_empty()).unwrap_or("cpu_util");
    if !["cpu_util", "interface_traffic"].contains(&metric) {
        return Err(invalid("metric", "Must be one of cpu_util, interface_traffic."));
    }
    if own(world, call)?.clock.state() != "active" {
        return Ok(Reply::json(200, &json!({ "measures": [] })));
    }
    let step = hours.parse::<i64>().unwrap_or(1) * 3600 / ROWS;
    let end = jiff::Timestamp::now().as_second() / 3600 * 3600;
    let rows: Vec<_> = (1..=ROWS).map(|row| measure(end - (ROWS - row) * step, row, metric == "cpu_util")).collect();
    Ok(Reply::json(200, &json!({ "measures": rows })))
}

fn measure(second: i64, row: i64, cpu: bool) -> Value {
    let date = jiff::Timestamp::from_second(second).unwrap_or_default().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    if cpu {
        let tenths = i32::try_from(row * 37 % 100).unwrap_or_default();
        return json!({ "date": date, "value": f64::from(tenths) / 10.0 });
    }
    let bytes = row * 4096;
    json!({ "date": date, "bytes_in": bytes, "bytes_out": bytes * 3, "packets_in": row * 8, "packets_out": row * 11 })
}

fn traffic(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    own(world, call)?;
    let row = |id: u64, month: &str, last: u32| {
        json!({
            "id": id, "in": id * 1_048_576, "out": id * 2_097_152, "start_dt": format!("2026-{month}-01T00:00:00+01:00"),
            "end_dt": format!("2026-{month}-{last}T23:59:59+01:00"),
        })
    };
    let months = [(1, "11", 30), (2, "10", 31)];
    let month = |(id, month, last): (u64, &str, u32)| {
        crate::sandbox::world::with(&row(id, month, last), json!({ "month": month.parse::<u32>().unwrap_or_default() }))
    };
    let month_traffic: Vec<_> = months.into_iter().map(month).collect();
    let cycle = [row(1, "11", 30)];
    Ok(Reply::json(200, &json!({ "cycle_traffic": cycle, "month_traffic": month_traffic })))
}

fn actions(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let instance = own(world, call)?;
    let done = world.fleio.actions.iter().rev().filter(|action| text(action, "instance") == instance.id);
    let row = |action: &Value| only(action, &["action", "message", "request_id", "start_time"]);
    let mut rows: Vec<_> = done.map(row).collect();
    rows.push(json!({
        "action": "create", "message": null, "request_id": format!("req-{}", instance.id),
        "start_time": instance.created,
    }));
    let total = rows.len();
    let limit = call.query("limit").and_then(|limit| limit.parse().ok()).unwrap_or(total);
    rows.truncate(limit);
    Ok(Reply::json(200, &json!({ "count": rows.len(), "hasMore": total > limit, "objects": rows })))
}
