//! Prices as Fleio words them: of a machine before it is bought, of another flavor, of snapshots, backups and addresses.
//! Source: fotbo.txt, "Get Instance Price" and the prices of backups and snapshots. A price that is not told stops nothing.

use super::{object, op, read, region_of};
use crate::{
    error::{Error, Result},
    model::{Cell, Line},
    provider::{Inputs, Node, Operation, Planned, Session, Typed, UNTOLD},
};

/// The sentence on what a new machine costs.
pub(crate) async fn created(session: &Session, planned: Planned<'_>) -> Result<Vec<String>> {
    let words = async || words(session, &op::INSTANCES_PRICE, &bought(session, planned.flags).await?).await;
    Ok(sentence(words().await))
}

/// The sentence on what a machine costs with its new flavor.
pub(crate) async fn resized(session: &Session, planned: Planned<'_>) -> Result<Vec<String>> {
    let words = async || {
        let of = Inputs::none().text("id", planned.id);
        let machine = object(session, &op::INSTANCES_SHOW, &of).await?;
        let options = object(session, &op::INSTANCES_RESIZE_OPTIONS, &of).await?;
        let typed = planned.flags.get("flavor").unwrap_or_default();
        let inputs = like(&machine).text("flavor_id", named(options.at("flavors"), &typed).unwrap_or(typed));
        words(session, &op::INSTANCES_PRICE, &inputs).await
    };
    Ok(sentence(words().await))
}

/// The sentence on what a snapshot of a machine costs.
pub(crate) async fn snapshot(session: &Session, planned: Planned<'_>) -> Result<Vec<String>> {
    copied(session, planned, &op::INSTANCES_SNAPSHOT_PRICE).await
}

/// The sentence on what a backup of a machine costs.
pub(crate) async fn backup(session: &Session, planned: Planned<'_>) -> Result<Vec<String>> {
    copied(session, planned, &op::INSTANCES_BACKUP_PRICE).await
}

async fn copied(session: &Session, planned: Planned<'_>, price: &'static Operation) -> Result<Vec<String>> {
    let machine = Inputs::none().text("id", planned.flags.get("of").unwrap_or_default());
    Ok(sentence(words(session, price, &machine).await))
}

/// The sentence on what a floating IP costs.
pub(crate) async fn address(session: &Session, planned: Planned<'_>) -> Result<Vec<String>> {
    let words = async || {
        let region = region_of(session, planned.flags.get("region")).await?;
        words(session, &op::FLOATING_PRICE, &Inputs::none().text("region", region)).await
    };
    Ok(sentence(words().await))
}

/// The price of a machine like one that there is, and of a snapshot or a backup of it, or of one of a flavor; none
/// where Fleio gives none.
pub(crate) async fn answer(session: &Session, typed: &Typed<'_>) -> Result<Vec<Line>> {
    if typed.id.is_empty() {
        let inputs = bought(session, typed.flags).await?;
        return Ok(vec![read::price("machine", &object(session, &op::INSTANCES_PRICE, &inputs).await?)]);
    }
    let machine = object(session, &op::INSTANCES_SHOW, &typed.target()?).await?;
    let inputs = like(&machine).text("flavor_id", machine.at("flavor").at("id").text().unwrap_or_default());
    let mut lines = vec![read::price("machine", &object(session, &op::INSTANCES_PRICE, &inputs).await?)];
    for (of, operation) in [("snapshot", &op::INSTANCES_SNAPSHOT_PRICE), ("backup", &op::INSTANCES_BACKUP_PRICE)] {
        let told = object(session, operation, &typed.target()?).await;
        lines.push(told.map_or_else(|_| Line(vec![Cell::from(of), Cell::Null]), |n| read::price(of, &n)));
    }
    Ok(lines)
}

/// The arguments by which a machine is priced that is to be bought: flavor and networks by the names of the region.
async fn bought(session: &Session, flags: &Inputs) -> Result<Inputs> {
    let region = flags.get("region");
    let asked = region.as_ref().map(|region| Inputs::none().text("region", region)).unwrap_or_default();
    let options = object(session, &op::INSTANCES_CREATE_OPTIONS, &asked).await?;
    let region = region.or_else(|| options.at("selected_region").text());
    let region = region.ok_or_else(|| session.place(Error::usage("no region is the default one: add --region")))?;
    let typed = flags.get("flavor").ok_or_else(|| session.place(Error::usage("Fleio needs --flavor")))?;
    let flavor = named(options.at("flavor"), &typed).unwrap_or(typed);
    let nics = options.at("nics");
    let several = flags.json("network").and_then(|json| json.as_array().cloned()).unwrap_or_default();
    let typed = several
        .iter()
        .filter_map(|name| name.as_str())
        .map(str::to_owned)
        .chain(flags.get("network").filter(|_| several.is_empty()));
    let mut networks: Vec<String> = typed.map(|name| named(nics, &name).unwrap_or(name)).collect();
    if networks.is_empty() {
        networks = nics.items().filter_map(|(_, nic)| nic.at("id").text()).take(1).collect();
    }
    let client = options.at("client");
    Ok(priced(region, client.at("id").text().or_else(|| client.text()), &networks).text("flavor_id", flavor))
}

/// The arguments by which a machine like one that there is is priced, but for its flavor.
fn like(machine: &Node<'_>) -> Inputs {
    let ports = machine.at("net_details").at("ports");
    let networks: Vec<String> = ports.items().filter_map(|(_, port)| port.at("network").text()).collect();
    let client = machine.at("client").at("id").text();
    priced(machine.at("region").text().unwrap_or_default(), client, &networks)
}

fn priced(region: String, client: Option<String>, networks: &[String]) -> Inputs {
    let mut inputs = Inputs::none().text("region", region);
    if let Some(client) = client {
        inputs = inputs.text("client_id", client);
    }
    if networks.is_empty() { inputs } else { inputs.text("network_ids", networks.join(",")) }
}

/// The id of the one thing on offer that has a name or an id.
fn named(offer: &Node<'_>, typed: &str) -> Option<String> {
    let by = |key: &str| offer.items().find(|(_, row)| row.at(key).str() == Some(typed)).map(|(_, row)| row);
    by("id").or_else(|| by("name"))?.at("id").text()
}

/// The words of a price; nothing where the reply has none.
async fn words(session: &Session, price: &'static Operation, inputs: &Inputs) -> Result<Option<String>> {
    Ok(read::price_words(&object(session, price, inputs).await?))
}

/// The sentence of a price, or that none is told and why.
fn sentence(words: Result<Option<String>>) -> Vec<String> {
    vec![match words {
        Ok(Some(words)) => format!("it costs, as the provider words it: {words}"),
        Ok(None) => UNTOLD.to_owned(),
        Err(error) => format!("{UNTOLD}: {}", error.details().message),
    }]
}
