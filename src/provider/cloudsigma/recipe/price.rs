//! Prices of what is not subscribed to: the lines of the price list, as they stand there.
//! They are never added up, since the manual (11.3) tells neither their units nor their currency.

use super::super::{object::objects, op};
use crate::{
    error::Result,
    provider::{Inputs, Planned, Session, UNTOLD},
};

/// The sentence on what a machine costs: processors and memory while it runs, its drive always.
pub(crate) async fn machine_price(session: &Session, _: Planned<'_>) -> Result<Vec<String>> {
    listed(session, &["cpu", "mem", "disk"]).await
}

/// The sentence on what more processors and memory cost.
pub(crate) async fn size_price(session: &Session, _: Planned<'_>) -> Result<Vec<String>> {
    listed(session, &["cpu", "mem"]).await
}

/// The sentence on what a drive costs.
pub(crate) async fn drive_price(session: &Session, _: Planned<'_>) -> Result<Vec<String>> {
    listed(session, &["disk"]).await
}

/// The sentence on what a static address costs.
pub(crate) async fn ip_price(session: &Session, _: Planned<'_>) -> Result<Vec<String>> {
    listed(session, &["ip"]).await
}

/// The sentence on what a VLAN costs.
pub(crate) async fn vlan_price(session: &Session, _: Planned<'_>) -> Result<Vec<String>> {
    listed(session, &["vlan"]).await
}

/// The lines of the price list on some resources, with the price without a subscription where there are two.
async fn listed(session: &Session, resources: &[&str]) -> Result<Vec<String>> {
    let list = match objects(session, &op::PRICING_INFO, &Inputs::none()).await {
        Ok(list) => list,
        Err(error) => return Ok(vec![format!("{UNTOLD}: {}", error.details().message)]),
    };
    let price = |key: &str| Some(format!("{key} {}", list.first()?.at(key).money()?));
    let line = |resource: &&str| price(&format!("{resource}:burst")).or_else(|| price(resource));
    let lines: Vec<String> = resources.iter().filter_map(line).collect();
    Ok(vec![if lines.is_empty() {
        UNTOLD.to_owned()
    } else {
        format!("it costs what the price list has, without units or a currency: {}", lines.join(", "))
    }])
}
