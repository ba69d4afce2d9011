//! Creating a machine, and deleting one with its drives.
//! Source: fotbo.txt, "Create Instances", "Get create Instance options", "Delete instance".

use serde_json::{Value, json};

use super::{about, fault, needed, object, op, walk::GROUPS};
use crate::{
    error::{Kind, Result},
    model::show_bytes,
    provider::{
        Inputs, Node, Planned, Session,
        act::{ArgSource, Call, Made},
        inputs::Input,
    },
};

const GIB: u64 = 1 << 30;
/// The arguments that are sent as typed.
const TYPED: [(&str, ArgSource); 4] = [
    ("name", ArgSource::Name),
    ("root_password", ArgSource::Flag("password-file")),
    ("ssh_keys", ArgSource::Flag("key")),
    ("user_data", ArgSource::Flag("user-data")),
];

/// Creates a machine; the reply names the operation that makes it. Names are looked up in the region, as several
/// regions may have a flavor of one name.
pub(crate) async fn create(call: &Call<'_>) -> Result<Made> {
    let (image, flavor) = (needed(call, "image")?, needed(call, "flavor")?);
    let asked = call.typed.flag("region").map(|region| Inputs::none().text("region", region)).unwrap_or_default();
    let options = object(call.session, &op::INSTANCES_CREATE_OPTIONS, &asked).await?;
    let region = call.typed.flag("region").or_else(|| options.at("selected_region").text());
    let region = region.ok_or_else(|| fault(call, Kind::Usage, "no region is the default one: add --region"))?;
    let flavor = chosen(call, "flavor", &flavor, rows(options.at("flavor")))?;
    let mut inputs = call
        .typed
        .fill(&TYPED)?
        .with("boot_source", Input::Json(boot_source(call, &options, &image)?))
        .text("client", client(call, &options).await?)
        .text("flavor", flavor)
        .text("region", region);
    let nics = networks(call, options.at("nics"))?;
    if !nics.is_empty() {
        inputs = inputs.texts("nics", nics);
    }
    let Some(reply) = call.send(&op::INSTANCES_CREATE, inputs).await? else { return Ok(Made::with_id("NEW")) };
    let mut job = None;
    call.session.each(&op::INSTANCES_CREATE, &reply, &mut |_, n| {
        let operation = n.at("operation_id");
        job = operation.text().or_else(|| operation.at("id").text());
    })?;
    let lost = "the machine is being made, but the reply names no operation to follow";
    let job = job.ok_or_else(|| fault(call, Kind::Failed, lost).hint("look at: nubo instances list"))?;
    Ok(Made { job: Some(job), ..Made::default() })
}

/// Changes the flavor of a machine to another that it can be resized to.
pub(crate) async fn resize(call: &Call<'_>) -> Result<Made> {
    let typed = needed(call, "flavor")?;
    let options = about(call, &op::INSTANCES_RESIZE_OPTIONS, call.typed.id).await?;
    let flavor = chosen(call, "flavor", &typed, rows(options.at("flavors")))?;
    call.send(&op::INSTANCES_RESIZE, call.typed.target()?.text("flavor", flavor)).await.map(|_| Made::default())
}

fn rows<'n>(list: &'n Node<'n>) -> impl Iterator<Item = &'n Node<'n>> {
    list.items().map(|(_, row)| row)
}

/// The id of the one option with this name.
fn chosen<'n>(call: &Call<'_>, what: &str, typed: &str, offer: impl Iterator<Item = &'n Node<'n>>) -> Result<String> {
    let offer: Vec<&Node<'_>> = offer.filter(|row| row.at("id").str().is_some()).collect();
    let by = |key: &str| offer.iter().filter(|row| row.at(key).str() == Some(typed)).collect::<Vec<_>>();
    let found = if by("id").is_empty() { by("name") } else { by("id") };
    let mut ids: Vec<String> = found.iter().filter_map(|row| row.at("id").text()).collect();
    ids.dedup();
    match ids.as_slice() {
        [only] => Ok(only.clone()),
        [] => {
            let names: Vec<&str> = offer.iter().filter_map(|row| row.any(&["name", "id"]).str()).collect();
            let error = fault(call, Kind::NotFound, format!("--{what}: no {what} \"{typed}\" is on offer here"));
            Err(error.hint(format!("one of: {}", names.join(", "))))
        }
        several => {
            let sentence = format!("--{what}: \"{typed}\" is several: {}", several.join(", "));
            Err(fault(call, Kind::Conflict, sentence).hint("name it by its id"))
        }
    }
}

/// The source that the machine boots from; its type is the group in which the image is offered.
fn boot_source(call: &Call<'_>, options: &Node<'_>, typed: &str) -> Result<Value> {
    let group = |name: &str| rows(options.at("bootSources").at(name));
    let image = chosen(call, "image", typed, GROUPS.iter().flat_map(|(name, _)| group(name)))?;
    let offered = |name: &&str| group(name).any(|row| row.at("id").str() == Some(image.as_str()));
    let kind = GROUPS.iter().map(|(name, _)| *name).find(offered).unwrap_or_default();
    Ok(match call.typed.scaled("disk", GIB) {
        Some(size) => json!({ "source_type": kind, "source_id": image, "create_new_volume": true,
            "volume_size": size, "delete_on_termination": true }),
        None => json!({ "source_type": kind, "source_id": image }),
    })
}

/// The client that pays: the one of the options, else the only one of the user.
async fn client(call: &Call<'_>, options: &Node<'_>) -> Result<String> {
    let client = options.at("client");
    if let Some(id) = client.at("id").text().or_else(|| client.text()) {
        return Ok(id);
    }
    let user = object(call.session, &op::CURRENT_USER, &Inputs::none()).await?;
    let ids: Vec<String> = user.at("user").at("clients").items().filter_map(|(_, c)| c.at("id").text()).collect();
    match ids.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(fault(call, Kind::Failed, "the user has no client that a machine could be made for")),
        _ => {
            let sentence = format!("the user has several clients ({}), and nothing tells which pays", ids.join(", "));
            Err(fault(call, Kind::Conflict, sentence).hint("nubo fleio instances create --client ID ..."))
        }
    }
}

/// The networks that were typed, else the only one on offer.
fn networks(call: &Call<'_>, offer: &Node<'_>) -> Result<Vec<String>> {
    let typed = call.typed.all("network");
    let offered: Vec<String> = rows(offer).filter_map(|nic| nic.at("id").text()).collect();
    if typed.is_empty() && offered.len() == 1 {
        return Ok(offered);
    }
    typed.iter().map(|name| chosen(call, "network", name, rows(offer))).collect()
}

/// A drive of a machine.
struct Attached {
    id: String,
    words: String,
    /// True if the drive is deleted with the machine; nothing if that is not known.
    goes: Option<bool>,
}

/// The drives of a machine.
fn attached(machine: &Node<'_>) -> Vec<Attached> {
    let one = |n: &Node<'_>| {
        let volume = if n.at("volume").is_empty() { n } else { n.at("volume") };
        let id = n.at("volume_id").text().or_else(|| volume.at("id").text()).or_else(|| volume.text())?;
        let size = volume.at("size").scaled(GIB).and_then(|bytes| i64::try_from(bytes).ok());
        let size = size.map(|bytes| format!(" ({})", show_bytes(bytes))).unwrap_or_default();
        let name = volume.at("name").text().unwrap_or_else(|| id.clone());
        Some(Attached { words: format!("its drive {name}{size}"), goes: n.at("delete_on_termination").bool(), id })
    };
    machine.at("storage_details").at("volume_attachments").items().filter_map(|(_, n)| one(n)).collect()
}

/// Deletes a machine and, if asked, then the drives that would stay.
pub(crate) async fn delete(call: &Call<'_>) -> Result<Made> {
    let id = call.typed.id;
    let drives =
        if call.typed.on("with-drives") { attached(&about(call, &op::INSTANCES_SHOW, id).await?) } else { Vec::new() };
    call.send(&op::INSTANCES_DELETE, call.typed.target()?).await?;
    if drives.is_empty() {
        return Ok(Made::default());
    }
    call.until("the machine was gone", async || gone(call, &op::INSTANCES_SHOW, id).await).await?;
    for drive in drives.iter().filter(|drive| drive.goes != Some(true)) {
        let stays = |error: crate::error::Error| {
            error.while_doing(&format!("the machine is gone, {} ({}) may be left", drive.words, drive.id))
        };
        remove(call, &drive.id).await.map_err(stays)?;
    }
    Ok(Made::default())
}

/// Deletes a drive once it is free; one that was deleted with its machine needs nothing.
async fn remove(call: &Call<'_>, id: &str) -> Result<()> {
    call.until("the drive was free", async || match about(call, &op::VOLUMES_SHOW, id).await {
        Ok(volume) => Ok(matches!(volume.at("status").str(), Some("available" | "error"))),
        Err(error) if error.kind() == Kind::NotFound => Ok(true),
        Err(error) => Err(error),
    })
    .await?;
    match call.send(&op::VOLUMES_DELETE, Inputs::none().text("id", id)).await {
        Err(error) if error.kind() == Kind::NotFound => return Ok(()),
        Err(error) if !error.details().outcome_unknown => return Err(error),
        _ => {}
    }
    call.until("the drive was gone", async || gone(call, &op::VOLUMES_SHOW, id).await).await
}

/// Returns whether a thing no longer exists.
async fn gone(call: &Call<'_>, operation: &'static crate::provider::Operation, id: &str) -> Result<bool> {
    match about(call, operation, id).await {
        Ok(_) => Ok(false),
        Err(error) if error.kind() == Kind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// The sentences on what ends with a machine, and on what stays and costs.
pub(crate) async fn consequences(session: &Session, planned: Planned<'_>) -> Result<Vec<String>> {
    let too = planned.has("with-drives");
    let machine = object(session, &op::INSTANCES_SHOW, &Inputs::none().text("id", planned.id)).await?;
    let drive = |drive: Attached| match drive.goes {
        Some(true) => format!("{} is deleted with it", drive.words),
        Some(false) if too => format!("{} is deleted too", drive.words),
        Some(false) => format!("{} stays and is paid for, unless --with-drives is given", drive.words),
        None => format!("{} may be deleted with it, or stay and be paid for", drive.words),
    };
    let ports = machine.at("net_details").at("ports");
    let floating = ports.items().flat_map(|(_, port)| port.at("floating_ips").items().map(|(_, ip)| ip));
    let addresses = floating.filter_map(|ip| ip.at("floating_ip_address").text().or_else(|| ip.text()));
    let stays = |address| format!("its address {address} stays reserved and is paid for until it is released");
    Ok(attached(&machine).into_iter().map(drive).chain(addresses.map(stays)).collect())
}
