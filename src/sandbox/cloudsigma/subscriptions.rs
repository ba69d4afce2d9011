//! Subscriptions of the simulated `CloudSigma`: prices, buying, extending. Manual 11.6 to 11.18.
//! The manual's examples fix the prices: four times the listed one a month for addresses and VLANs, once for software.

use jiff::{Span, civil::DateTime};

use super::{
    failure, invalid,
    networks::{new_ip, new_vlan},
    record, required,
    state::CloudSigma,
    text::{Keys, records},
};
use crate::sandbox::{call::Call, reply::Reply, route::Route, world::World};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("list", |world, _| shown(&world.cloudsigma, &[])),
    Route::get("resources/info", |world, _| shown(&world.cloudsigma, &["cpu", "mem", "disk", "xfer"])),
    Route::get("net/info", |world, _| shown(&world.cloudsigma, &["ip", "vlan"])),
    Route::post("resources/create", |world, call| begun(world, call, buy_resources)),
    Route::post("network/ip/create", |world, call| begun(world, call, |world, order| buy_network(world, order, "ip"))),
    Route::post("network/vlan/create", |world, call| {
        begun(world, call, |world, order| buy_network(world, order, "vlan"))
    }),
    Route::post("software/create", |world, call| begun(world, call, buy_software)),
    Route::ask("network/ip/calculate", |world, call| begun(world, call, |world, order| price(world, order, &["ip"]))),
    Route::ask("network/vlan/calculate", |world, call| {
        begun(world, call, |world, order| price(world, order, &["vlan"]))
    }),
    Route::ask("software/calculate", |world, call| begun(world, call, |world, order| price(world, order, &SOFTWARE))),
    Route::post("{id}/set", extend),
    Route::ask("{id}/set/calculate", extension),
];

/// The kinds of subscriptions: type, label, unit, and the smallest quantity.
const KINDS: [(&str, &str, &str, u64); 6] = [
    ("cpu", "CPU", "core MHz", 2000),
    ("mem", "Memory", "MB", 1024),
    ("disk", "Disk", "GB", 1),
    ("xfer", "Committed data transfer", "GB per month", 1),
    ("ip", "Static IP address admin", "IPs", 1),
    ("vlan", "Private network VLAN", "VLANs", 1),
];
const SOFTWARE: [&str; 3] = ["msft_lwa_00135", "msft_p73_04837", "msft_tfa_00009"];
/// The format of times.
const TIME: &str = "%Y-%m-%d %H:%M";
/// The longest subscription and the largest quantity, against typing errors.
const MONTHS: i64 = 120;
const MOST: u64 = 1_000_000;

/// An order, with its dates parsed.
struct Order {
    asked: Keys,
    months: i64,
    end: String,
}

/// Parses the dates of an order and continues with it.
fn begun(world: &mut World, call: &Call, run: impl FnOnce(&mut World, &Order) -> Reply) -> Reply {
    let mut asked = Keys::parse(&call.text());
    if let Some(reply) = ["start_time", "months"].iter().find_map(|key| required(&asked, key)) {
        return reply;
    }
    let months = match months(&asked) {
        Ok(months) => months,
        Err(reply) => return reply,
    };
    match later(asked.get("start_time"), months) {
        None => invalid(&asked, "start_time", "Enter a valid date and time."),
        Some(end) => {
            asked.set("end_time", &end);
            run(world, &Order { asked, months, end })
        }
    }
}

fn months(asked: &Keys) -> Result<i64, Reply> {
    let months = asked.get("months").parse().ok().filter(|months| (1..=MONTHS).contains(months));
    months.ok_or_else(|| invalid(asked, "months", "Enter a whole number."))
}

/// A time some months later.
fn later(time: &str, months: i64) -> Option<String> {
    let minutes = time.get(..16).unwrap_or(time);
    let end = DateTime::strptime(TIME, minutes).ok()?.checked_add(Span::new().try_months(months).ok()?).ok()?;
    Some(end.strftime(TIME).to_string())
}

fn amount(asked: &Keys, key: &str) -> Option<u64> {
    asked.get(key).parse().ok().filter(|amount| *amount <= MOST)
}

fn buy_resources(world: &mut World, order: &Order) -> Reply {
    let wanted = KINDS.iter().filter(|(kind, ..)| order.asked.has(kind) && !["ip", "vlan"].contains(kind));
    let (mut echo, mut cost, mut bought) = (order.asked.clone(), 0, Vec::new());
    for (kind, label, unit, least) in wanted {
        match amount(&order.asked, kind).filter(|amount| amount >= least) {
            None => {
                let name = if *kind == "mem" { "memory" } else { label };
                echo.set(&format!("errors:{kind}"), &format!("The minimum {name} subscription is {least} {unit}"));
            }
            Some(amount) => {
                cost += cents(world, kind, amount, order.months);
                bought.push(subscription(world, kind, amount, order));
            }
        }
    }
    if echo != order.asked {
        return Reply::text(400, echo.text());
    }
    if bought.is_empty() {
        return invalid(&order.asked, "cpu", "This field is required.");
    }
    let what: Vec<_> = bought.iter().map(|keys| keys.get("type_str").to_owned()).collect();
    pay(world, cost, &paid(&what.join(", "), order.months)).unwrap_or_else(|| {
        world.cloudsigma.subscriptions.extend(bought.clone());
        Reply::text(200, records(bought))
    })
}

/// Buys addresses or VLANs: as many as were asked for, each reported with the whole quantity.
fn buy_network(world: &mut World, order: &Order, kind: &str) -> Reply {
    let Some(count) = amount(&order.asked, "quantity").filter(|count| (1..=20).contains(count)) else {
        return invalid(&order.asked, "quantity", "Enter a whole number.");
    };
    let cost = cents(world, kind, count, order.months);
    let label = KINDS.iter().find(|(known, ..)| *known == kind).map_or("", |(_, label, ..)| label);
    if let Some(reply) = pay(world, cost, &paid(&format!("{count} {label}"), order.months)) {
        return reply;
    }
    let mut bought = Vec::new();
    for _ in 0..count {
        let made = if kind == "ip" { new_ip(world) } else { new_vlan(world, "") };
        let mut keys = subscription(world, kind, count, order);
        keys.set("resource", made.get("resource"));
        bought.push(keys);
    }
    world.cloudsigma.subscriptions.extend(bought.clone());
    // Only resources come with an id to extend them by.
    for keys in &mut bought {
        keys.remove("subscription");
    }
    Reply::text(200, records(bought))
}

fn buy_software(world: &mut World, order: &Order) -> Reply {
    let cost = SOFTWARE.iter().map(|key| cents(world, key, amount(&order.asked, key).unwrap_or(0), order.months)).sum();
    let mut echo = order.asked.clone();
    echo.remove("months");
    pay(world, cost, &paid("software", order.months)).unwrap_or_else(|| record(&echo))
}

/// The price of an order.
fn price(world: &mut World, order: &Order, keys: &[&str]) -> Reply {
    let quantity = |key: &&str| amount(&order.asked, if SOFTWARE.contains(key) { key } else { "quantity" });
    let cost = keys.iter().map(|key| cents(world, key, quantity(key).unwrap_or(0), order.months)).sum();
    told(world, cost)
}

fn extend(world: &mut World, call: &Call) -> Reply {
    let (place, months, cost) = match prolonged(world, call) {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let of = world.cloudsigma.subscriptions.get(place).map(|keys| keys.get("type_str").to_owned());
    if let Some(reply) = pay(world, cost, &paid(&format!("{}, extended", of.unwrap_or_default()), months)) {
        return reply;
    }
    let Some(keys) = world.cloudsigma.subscriptions.get_mut(place) else { return unknown(call) };
    if let Some(end) = later(keys.get("end_time"), months) {
        keys.set("end_time", &end);
    }
    record(keys)
}

fn extension(world: &mut World, call: &Call) -> Reply {
    prolonged(world, call).map_or_else(|reply| reply, |(_, _, cost)| told(world, cost))
}

/// The subscription in the path, the months of its extension, and the price of that.
fn prolonged(world: &World, call: &Call) -> Result<(usize, i64, u64), Reply> {
    let asked = Keys::parse(&call.text());
    if let Some(reply) = required(&asked, "months") {
        return Err(reply);
    }
    let months = months(&asked)?;
    let own = world.cloudsigma.subscriptions.iter().enumerate();
    let mut found = own.filter(|(_, keys)| keys.get("subscription") == call.param(0));
    let (place, keys) = found.next().ok_or_else(|| unknown(call))?;
    let quantity = amount(keys, "quantity").unwrap_or(0);
    Ok((place, months, cents(world, keys.get("type"), quantity, months)))
}

fn unknown(call: &Call) -> Reply {
    failure(400, &format!("Subscription {} could not be found", call.param(0)))
}

/// A new subscription.
fn subscription(world: &mut World, kind: &str, quantity: u64, order: &Order) -> Keys {
    let (_, label, unit, _) = KINDS.into_iter().find(|(known, ..)| *known == kind).unwrap_or(("", "", "", 0));
    let (id, quantity) = (world.next_uuid(), quantity.to_string());
    Keys::of([
        ("type", kind),
        ("subscription", &id),
        ("type_str", label),
        ("unit", unit),
        ("quantity", &quantity),
        ("start_time", order.asked.get("start_time")),
        ("end_time", &order.end),
    ])
}

/// The ledger's words for a purchase.
fn paid(what: &str, months: i64) -> String {
    format!("Subscription for {months} month{}: {what}", if months == 1 { "" } else { "s" })
}

/// The subscriptions of some types, or all. Their ids and resources are left out, and times have the seconds
/// that the replies to purchases lack: manual 11.8 and 11.10.
fn shown(cloud: &CloudSigma, kinds: &[&str]) -> Reply {
    let wanted = cloud.subscriptions.iter().filter(|keys| kinds.is_empty() || kinds.contains(&keys.get("type")));
    Reply::text(
        200,
        records(wanted.cloned().map(|mut keys| {
            keys.remove("subscription");
            keys.remove("resource");
            for key in ["start_time", "end_time"] {
                let time = keys.get(key).to_owned();
                if time.len() == "YYYY-MM-DD HH:MM".len() {
                    keys.set(key, &format!("{time}:18"));
                }
            }
            keys
        })),
    )
}

/// The price of a thing for some months, in hundredths.
fn cents(world: &World, key: &str, quantity: u64, months: i64) -> u64 {
    let pricing = &world.cloudsigma.pricing;
    let (listed, times) = match key {
        "ip" | "vlan" => (pricing.get(key), 400),
        // The manual names no unit for these prices; hundredths keep them near its example.
        "cpu" | "mem" | "disk" | "xfer" => (pricing.get(&format!("{key}:sub")), 1),
        _ => (pricing.get(key), 100),
    };
    let (whole, part) = listed.split_once('.').unwrap_or((listed, ""));
    let thousandths = format!("{whole}{part:0<3}").parse::<u64>().unwrap_or(0);
    let months = u64::try_from(months).unwrap_or(0);
    thousandths.saturating_mul(times).saturating_mul(quantity).saturating_mul(months) / 1000
}

fn told(world: &World, cents: u64) -> Reply {
    let currency = world.cloudsigma.balance.get("currency");
    record(&Keys::of([("amount", &decimal(cents)), ("currency", currency)]))
}

/// Takes money from the balance; a failure when there is too little.
fn pay(world: &mut World, cost: u64, what: &str) -> Option<Reply> {
    let balance = world.cloudsigma.balance.get("balance").replace('.', "").parse::<u64>().unwrap_or(0);
    let Some(left) = balance.checked_sub(cost) else { return Some(failure(400, "Insufficient funds")) };
    world.cloudsigma.balance.set("balance", &decimal(left));
    let date = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M:%S").to_string();
    let entry = [
        ("date", date.as_str()),
        ("description", what),
        ("value", "n/a"),
        ("tax", "n/a"),
        ("total", &format!("-{}", decimal(cost))),
    ];
    world.cloudsigma.transactions.insert(0, Keys::of(entry));
    None
}

fn decimal(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
