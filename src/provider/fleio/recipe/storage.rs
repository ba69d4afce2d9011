//! Volumes, images and backups: the checks and look-ups before the one call that changes something.
//! Sources: Fleio's web application for volumes; fotbo.txt for backups and their schedules.

use std::future::{Ready, ready};

use serde_json::Value;

use super::{about, fault, op, read, walk};
use crate::{
    error::{Kind, Result},
    model::Backup,
    provider::{
        Inputs, Planned, Session,
        act::{Call, Made},
        inputs::Input,
    },
};

const GIB: u64 = 1 << 30;

/// Makes a volume larger; one that would not grow is refused before anything is sent.
pub(crate) async fn extend(call: &Call<'_>) -> Result<Made> {
    let wanted = call.typed.scaled("size", GIB).unwrap_or_default();
    let now = about(call, &op::VOLUMES_SHOW, call.typed.id).await?.at("size").integer();
    if let Some(now) = now.filter(|now| *now >= wanted) {
        let sentence = format!("it has {now} GiB already, and a drive can only be made larger");
        return Err(fault(call, Kind::Conflict, sentence));
    }
    let inputs = call.typed.target()?.text("size", wanted.to_string());
    call.send(&op::VOLUMES_EXTEND, inputs).await.map(|_| Made::default())
}

/// Takes a volume from the one machine that it is attached to.
pub(crate) async fn detach(call: &Call<'_>) -> Result<Made> {
    let volume = read::volume(None, &about(call, &op::VOLUMES_SHOW, call.typed.id).await?)?;
    match volume.attached_to.unwrap_or_default().as_slice() {
        [only] => {
            let inputs = Inputs::none().text("id", &**only).text("volume_id", call.typed.id);
            call.send(&op::INSTANCES_DETACH_VOLUME, inputs).await.map(|_| Made::default())
        }
        [] => Err(fault(call, Kind::Conflict, "nothing tells that it is attached to an instance")),
        several => {
            let sentence = format!("it is attached to several instances: {}", several.join(", "));
            Err(fault(call, Kind::Conflict, sentence).hint("nubo instances detach INSTANCE --drive DRIVE"))
        }
    }
}

/// Copies an image to another region under its own name.
pub(crate) async fn copy(call: &Call<'_>) -> Result<Made> {
    let inputs = call
        .typed
        .target()?
        .text("destination_name", call.typed.name.unwrap_or(call.typed.id))
        .text("destination_region_id", call.typed.flag("region").unwrap_or_default());
    call.send(&op::IMAGES_COPY, inputs).await.map(|_| Made::default())
}

/// Backs a machine up now, or makes a schedule that does.
pub(crate) async fn back_up(call: &Call<'_>) -> Result<Made> {
    match call.typed.flag("every") {
        None => back_up_now(call).await,
        Some(every) => schedule(call, &every).await,
    }
}

/// Makes one backup now. The number to keep is chosen so that no older one is deleted, and the answer, which may hide
/// a failure, counts only once the backup is listed.
async fn back_up_now(call: &Call<'_>) -> Result<Made> {
    if call.typed.flag("day").is_some() {
        return Err(fault(call, Kind::Usage, "--day goes with --every weekly"));
    }
    let (machine, name) = (call.typed.flag("of").unwrap_or_default(), call.typed.name.unwrap_or_default());
    let before = listed(call.session, &machine).await?;
    let manual = before.iter().filter(|backup| backup.kind.is_none_or(|kind| kind == "manual")).count() + 1;
    let keep = call.typed.flag("keep").and_then(|keep| keep.parse::<usize>().ok()).unwrap_or(manual);
    if keep < manual {
        let sentence = format!("keeping {keep} would delete older backups: with this one there are {manual}");
        return Err(fault(call, Kind::Conflict, sentence).hint("delete them yourself: nubo backups delete"));
    }
    let inputs = Inputs::none()
        .text("id", &*machine)
        .text("backup_name", name)
        .text("backup_type", "manual")
        .text("rotation", keep.to_string());
    call.send(&op::INSTANCES_CREATE_BACKUP, inputs).await?;
    let new = async || -> Result<Option<String>> {
        let now = listed(call.session, &machine).await?;
        let new = |backup: &&Backup| before.iter().all(|old| old.head.id != backup.head.id);
        Ok(now.iter().filter(new).find(|b| b.head.name.as_deref() == Some(name)).map(|b| b.head.id.clone()))
    };
    call.until("the backup was listed", async || Ok(new().await?.is_some())).await?;
    let id = if call.rehearsing() { None } else { new().await? };
    Ok(id.map_or_else(Made::default, Made::with_id))
}

/// The backups of a machine, without its schedules.
async fn listed(session: &Session, machine: &str) -> Result<Vec<Backup>> {
    let listing = walk::backups_of(session, machine).await?;
    Ok(listing.records.into_iter().map(|(backup, _)| backup).filter(|b| b.head.state != "scheduled").collect())
}

/// A schedule of daily or weekly backups; Fleio counts the days from Monday, which is 0.
async fn schedule(call: &Call<'_>, every: &str) -> Result<Made> {
    let usage = |sentence: &str| fault(call, Kind::Usage, sentence);
    let keep = call.typed.flag("keep").ok_or_else(|| usage("a schedule needs --keep: older ones are deleted"))?;
    let day = call.typed.flag("day").map(|day| day.parse::<u8>().unwrap_or_default());
    if day.is_some() && every != "weekly" {
        return Err(usage("--day goes with --every weekly"));
    }
    if day.is_none() && every == "weekly" {
        return Err(usage("a weekly schedule needs --day, 1 for Monday to 7 for Sunday"));
    }
    if day.is_some_and(|day| !(1..=7).contains(&day)) {
        return Err(usage("--day takes 1 for Monday to 7 for Sunday"));
    }
    let mut inputs = Inputs::none()
        .text("backup_name", call.typed.name.unwrap_or_default())
        .text("backup_type", every)
        .text("instance", call.typed.flag("of").unwrap_or_default())
        .text("rotation", keep)
        .with("run_at", Input::Json(Value::Null));
    if let Some(day) = day {
        inputs = inputs.text("day", day.saturating_sub(1).to_string());
    }
    let id = call.create(&op::SCHEDULES_CREATE, inputs, &["id"]).await?;
    Ok(Made::with_id(format!("{}{id}", read::SCHEDULE)))
}

/// Deletes a backup, which is an image, or a schedule.
pub(crate) async fn delete_backup(call: &Call<'_>) -> Result<Made> {
    let (operation, id) = match call.typed.id.strip_prefix(read::SCHEDULE) {
        Some(id) => (&op::SCHEDULES_DELETE, id),
        None => (&op::IMAGES_DELETE, call.typed.id),
    };
    call.send(operation, Inputs::none().text("id", id)).await.map(|_| Made::default())
}

/// The sentences on the backups that stay when their schedule is deleted.
pub(crate) fn backup_consequences(_: &Session, Planned { id, .. }: Planned<'_>) -> Ready<Result<Vec<String>>> {
    let stays = "no more backups are made by it; those it made stay and are paid for".to_owned();
    let words = if id.starts_with(read::SCHEDULE) { vec![stays] } else { Vec::new() };
    ready(Ok(words))
}
