//! An order of a subscription, as typed: the calls that buy it and calculate its price, and their arguments.
//! Source: manual 11.9 to 11.16; times are named as in the examples.

use jiff::civil::{Date, DateTime};

use crate::{
    error::{Error, Kind, Result},
    provider::{Input, Inputs, Operation, Session},
};

use super::{object::objects, op};

/// The flags of each kind of order; only one kind can be bought at once.
const KINDS: [&[&str]; 4] = [&["cpu", "memory", "disk", "transfer"], &["ips"], &["vlans"], &["software"]];
/// The flags that say what is bought and for how long.
pub(crate) const FLAGS: &[&str] =
    &["cpu", "memory", "disk", "transfer", "ips", "vlans", "software", "starts", "months"];
/// Resources: flag, key, the bytes of one unit if a size is typed, and the unit. Source: manual 11.8.
const RESOURCES: [(&str, &str, u64, &str); 4] = [
    ("cpu", "cpu", 1, "core MHz"),
    ("memory", "mem", 1 << 20, "MB"),
    ("disk", "disk", 1_000_000_000, "GB"),
    ("transfer", "xfer", 1_000_000_000, "GB a month"),
];
/// The licences. Source: manual 11.15.
const SOFTWARE: [&str; 3] = ["msft_lwa_00135", "msft_p73_04837", "msft_tfa_00009"];
/// The format of a time in a request.
const TIME: &str = "%Y-%m-%d %H:%M";

/// An order.
pub(crate) struct Order {
    /// The operation that buys.
    pub create: &'static Operation,
    /// The operation that calculates the price, if there is one.
    calculate: Option<&'static Operation>,
    /// The arguments of both operations.
    pub inputs: Inputs,
    /// The things that are bought, in words, each with its key in the price list.
    things: Vec<(String, String)>,
    /// The beginning and the length, in words.
    pub term: String,
}

/// A price.
pub(crate) struct OrderPrice {
    /// The thing.
    pub of: String,
    /// The amount; nothing when the price list lacks it.
    pub price: Option<String>,
    /// The currency, if it is known.
    pub currency: Option<String>,
    /// The source of the price: `calculated` or `price list`.
    pub basis: &'static str,
}

impl Order {
    /// Parses the flags of an order.
    ///
    /// # Errors
    /// `usage` when the order is empty, of two kinds, or has a bad number or time.
    pub(crate) fn read(flags: &Inputs) -> Result<Self> {
        let typed = |names: &&[&'static str]| names.iter().copied().find(|name| flags.value(name).is_some());
        let kinds: Vec<&str> = KINDS.iter().filter_map(typed).collect();
        let (create, calculate, inputs, things) = match &*kinds {
            [] => {
                let hint = "add --cpu, --memory, --disk and --transfer, or one of --ips, --vlans and --software";
                return Err(Error::usage("nothing says what to subscribe to").hint(hint));
            }
            ["ips"] => network(flags, "ips", "ip", (&op::SUBSCRIPTIONS_IP_CREATE, &op::SUBSCRIPTIONS_IP_CALCULATE))?,
            ["vlans"] => {
                network(flags, "vlans", "vlan", (&op::SUBSCRIPTIONS_VLAN_CREATE, &op::SUBSCRIPTIONS_VLAN_CALCULATE))?
            }
            ["software"] => software(flags)?,
            [_] => resources(flags)?,
            several => {
                let names: Vec<String> = several.iter().map(|name| format!("--{name}")).collect();
                let sentence = format!("{} are bought one by one", names.join(" and "));
                return Err(Error::usage(sentence).hint("subscribe to one kind of thing at a time"));
            }
        };
        let (starts, months) = (starts(flags)?, number(flags, "months", 1)?);
        let term = format!("from {starts} for {months} month{}", if months == 1 { "" } else { "s" });
        let inputs = inputs.text("start_time", starts).with("months", Input::Integer(months));
        Ok(Self { create, calculate, inputs, things, term })
    }

    /// The order in words.
    pub(crate) fn words(&self) -> String {
        self.things.iter().map(|(words, _)| words.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The price: the provider's calculation, or the lines of its price list when it calculates none.
    ///
    /// # Errors
    /// The errors of the call, and `failed` when a calculation has no amount.
    pub(crate) async fn price(&self, session: &Session) -> Result<Vec<OrderPrice>> {
        let Some(calculate) = self.calculate else { return self.listed(session).await };
        let found = objects(session, calculate, &self.inputs).await?;
        let told = found.first().and_then(|n| Some((n.at("amount").money()?, n.at("currency").text())));
        let (price, currency) = told.ok_or_else(|| {
            let sentence = "the provider told no price, and nothing is bought without one";
            session.place(Error::new(Kind::Failed, sentence)).operation(calculate.id)
        })?;
        Ok(vec![OrderPrice { of: self.words(), price: Some(price), currency, basis: "calculated" }])
    }

    /// The lines of the price list. They are never added up: the manual gives neither their units nor their currency.
    async fn listed(&self, session: &Session) -> Result<Vec<OrderPrice>> {
        let list = objects(session, &op::PRICING_INFO, &Inputs::none()).await?;
        let price = |key: &str| list.first().and_then(|n| n.at(key).money());
        let told = |(_, key): &(String, String)| OrderPrice {
            of: key.clone(),
            price: price(key),
            currency: None,
            basis: "price list",
        };
        Ok(self.things.iter().map(told).collect())
    }
}

/// The parts of an order that differ by kind.
type Parts = (&'static Operation, Option<&'static Operation>, Inputs, Vec<(String, String)>);

fn resources(flags: &Inputs) -> Result<Parts> {
    let (mut inputs, mut things) = (Inputs::none(), Vec::new());
    for (flag, key, size, unit) in RESOURCES {
        if flags.value(flag).is_some() {
            let amount = number(flags, flag, size)?;
            inputs = inputs.with(key, Input::Integer(amount));
            things.push((format!("{key} {amount} {unit}"), format!("{key}:sub")));
        }
    }
    Ok((&op::SUBSCRIPTIONS_RESOURCES_CREATE, None, inputs, things))
}

fn network(
    flags: &Inputs,
    flag: &str,
    key: &str,
    (create, calculate): (&'static Operation, &'static Operation),
) -> Result<Parts> {
    let count = number(flags, flag, 1)?;
    let inputs = Inputs::none().with("quantity", Input::Integer(count));
    Ok((create, Some(calculate), inputs, vec![(format!("{key} {count}"), key.to_owned())]))
}

/// Licences; those not typed are sent as none, as in the manual's example.
fn software(flags: &Inputs) -> Result<Parts> {
    let typed = flags.json("software").and_then(serde_json::Value::as_object);
    let typed = typed.ok_or_else(|| Error::usage("--software takes KEY=N"))?;
    if let Some(key) = typed.keys().find(|key| !SOFTWARE.contains(&key.as_str())) {
        let hint = format!("one of: {}", SOFTWARE.join(" "));
        return Err(Error::usage(format!("--software: there is no licence \"{key}\"")).hint(hint));
    }
    let (mut inputs, mut things) = (Inputs::none(), Vec::new());
    for key in SOFTWARE {
        let count = match typed.get(key) {
            None => 0,
            Some(value) => {
                let count = value.as_str().and_then(|text| text.parse::<u32>().ok()).map(i64::from);
                count.ok_or_else(|| Error::usage(format!("--software: {key} takes a whole number")))?
            }
        };
        inputs = inputs.with(key, Input::Integer(count));
        if count > 0 {
            things.push((format!("{key} {count}"), key.to_owned()));
        }
    }
    if things.is_empty() {
        return Err(Error::usage("--software: no licence at all cannot be subscribed to"));
    }
    Ok((&op::SUBSCRIPTIONS_SOFTWARE_CREATE, Some(&op::SUBSCRIPTIONS_SOFTWARE_CALCULATE), inputs, things))
}

/// A number of at least one, in units of so many, rounded up.
pub(crate) fn number(flags: &Inputs, flag: &str, unit: u64) -> Result<i64> {
    let typed = flags.get(flag).ok_or_else(|| Error::usage(format!("--{flag} is needed")))?;
    let number = typed.parse::<u64>().ok().filter(|number| *number > 0).map(|number| number.div_ceil(unit));
    let number = number.and_then(|number| i64::try_from(number).ok());
    number.ok_or_else(|| Error::usage(format!("--{flag} must be more than nothing")))
}

/// The beginning: as typed, else now in UTC, since the manual names no time zone.
fn starts(flags: &Inputs) -> Result<String> {
    let Some(typed) = flags.get("starts") else { return Ok(jiff::Timestamp::now().strftime(TIME).to_string()) };
    let text = typed.trim().replace('T', " ");
    let time = match text.parse::<Date>() {
        Ok(date) if text.len() == "YYYY-MM-DD".len() => Some(date.at(0, 0, 0, 0)),
        _ => DateTime::strptime(TIME, &text).ok(),
    };
    let time = time.ok_or_else(|| {
        Error::usage(format!("--starts: {typed:?} is no time")).hint("write 2026-12-01 or 2026-12-01 13:20")
    })?;
    Ok(time.strftime(TIME).to_string())
}
