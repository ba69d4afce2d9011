//! Booting a stopped server from a CD of the library or of the account.
//! The server boots from the CD until its boot key is set again; the user is shown the command for that.

use crate::{
    error::{Error, Result},
    provider::{Call, Inputs, Made, Planned, Session},
};

use super::{
    super::{object::Server, op, walk},
    conflict,
    drive::TRAYS,
    needed,
};

/// Puts a CD into a free place of the server, makes it boot from there, and starts it.
pub(crate) async fn boot_iso(call: &Call<'_>) -> Result<Made> {
    let id = needed(call, "image")?;
    let (image, _) = walk::image(call.session, &id).await?;
    if image.kind != Some("cdrom") {
        let name = image.head.name.as_deref().unwrap_or(&id);
        let hint = "list the CDs with: nubo images list --filter kind=cdrom";
        return Err(call.session.place(Error::usage(format!("\"{name}\" is no CD")).hint(hint)));
    }
    let server = Server::read(call.session, call.typed.id).await?;
    server.must_be_stopped(&call.session.account)?;
    let there = server.devices().find(|(_, drive)| *drive == id).map(|(place, _)| place);
    let full = || conflict(call, "none of its IDE places is free").hint("take a drive or CD from it first");
    let place = there.or_else(|| server.free(&TRAYS)).ok_or_else(full)?.to_owned();
    let media = format!("{place}:media");
    server.set(call, [(place.clone(), id), (media, "cdrom".to_owned()), ("boot".to_owned(), place)]).await?;
    call.send(&op::SERVERS_START, Inputs::none().text("id", call.typed.id)).await?;
    let running = async || Ok(Server::read(call.session, call.typed.id).await?.state() == "running");
    call.until("it runs", running).await?;
    Ok(Made::default())
}

/// The sentence on the way to make the server boot from its disk again.
pub(crate) async fn after_iso(session: &Session, Planned { id, .. }: Planned<'_>) -> Result<Vec<String>> {
    let boot = Server::read(session, id).await.ok().and_then(|server| server.key("boot").map(str::to_owned));
    let boot = boot.unwrap_or_else(|| "ide:0:0".to_owned());
    let account = session.account.name();
    Ok(vec![format!(
        "it boots from the CD until it is stopped and set back: nubo cloudsigma servers set -a {account} {id} --boot {boot}"
    )])
}
