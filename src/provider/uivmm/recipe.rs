//! The verbs that take several calls: making an instance, and adding a key.
//! A queued call that fails reports nothing, so every failure that can be foreseen is refused before it is sent.

use std::cell::Cell;

use crate::{
    error::{Error, Kind, Result},
    provider::{
        Inputs, Session,
        act::{Call, Made},
    },
};

use super::{choice, op, read, walk::Server};

/// The bytes of an MB, as ui-vmm and LXD count memory.
const MB: u64 = 1_000_000;

/// Makes an instance as the panel does, and starts it once it exists: LXD leaves new ones stopped.
pub(crate) async fn create(call: &Call<'_>) -> Result<Made> {
    let session = call.session;
    let name = named(call.typed.name)?;
    let server = choice::server(session, call.typed.flag("host")).await?;
    if state(session, &server, name).await?.is_some() {
        let sentence = format!("the server {} has an instance called {name} already", server.id);
        return Err(session.place(Error::new(Kind::Conflict, sentence)));
    }
    call.send(&op::INSTANCE_ADD, wanted(call, &server, name).await?).await?;
    let made = Made::with_id(format!("{}/{name}", server.id));
    match started(call, &server, name).await {
        Err(error) if error.kind() != Kind::Timeout => {
            let told =
                error.while_doing(&format!("{} was asked for, but was not started", made.id.unwrap_or_default()));
            Err(told)
        }
        // The wait for a running instance reads it next and reports its state.
        _ => Ok(made),
    }
}

/// A name that LXD takes: it is a host name, and LXD's refusal would not be visible.
fn named(name: Option<&str>) -> Result<&str> {
    let name = name.ok_or_else(|| Error::usage("an instance needs a name"))?;
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let edges = name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.ends_with('-');
    if plain && edges && name.len() <= 63 {
        return Ok(name);
    }
    let sentence = format!("\"{name}\" cannot be the name of an instance at ui-vmm");
    Err(Error::usage(sentence).hint("letters, digits and dashes, a letter first and no dash last, at most 63"))
}

/// The arguments of the call that makes an instance.
async fn wanted(call: &Call<'_>, server: &Server, name: &str) -> Result<Inputs> {
    let typed = &call.typed;
    let image =
        typed.flag("image").ok_or_else(|| Error::usage("an instance is made from an image: name one with --image"))?;
    let image = choice::image(call.session, server, &image).await?;
    let mut inputs = server.inputs().text("instance_name", name).text("instance_image", image.name);
    if let Some(host) = image.server {
        inputs = inputs.text("image_server_host", host);
    }
    if let Some(memory) = typed.scaled("memory", MB) {
        inputs = inputs.text("instance_memory", memory.to_string());
    }
    if let Some(cpus) = typed.flag("cpus") {
        inputs = inputs.text("instance_cpu", cpus);
    }
    inputs = inputs.texts("instance_profiles", ["default".to_owned()]);
    match &*typed.all("network") {
        [] => Ok(inputs),
        [network] => {
            let network = choice::network(call.session, server, network).await?;
            Ok(inputs
                .text("instance_interface", "eth0")
                .text("instance_network", network)
                .text("instance_dhcp", "true"))
        }
        _ => Err(Error::usage("ui-vmm puts a new instance into one network: give --network once")),
    }
}

/// Waits until the instance exists and is at rest, and starts it if it is stopped.
async fn started(call: &Call<'_>, server: &Server, name: &str) -> Result<()> {
    let last = Cell::new("stopped");
    let there = async || {
        let seen = match state(call.session, server, name).await {
            Err(error) if error.kind() == Kind::Unavailable => None,
            seen => seen?,
        };
        last.set(seen.unwrap_or_default());
        Ok(!matches!(last.get(), "" | "busy" | "starting" | "stopping" | "unknown"))
    };
    call.until(&format!("the instance {name} was there"), there).await?;
    if last.get() != "stopped" {
        return Ok(());
    }
    let inputs = server.inputs().text("instance_name", name);
    match call.send(&op::INSTANCE_START, inputs).await {
        Err(error) if error.kind() != Kind::Conflict => Err(error),
        _ => Ok(()),
    }
}

/// The state of an instance in the list of its server; nothing while it does not exist.
async fn state(session: &Session, server: &Server, name: &str) -> Result<Option<&'static str>> {
    let (listing, _) = session.page(&op::INSTANCE_LIST, &server.inputs(), read::instance).await?;
    Ok(listing.records.into_iter().find(|(own, _)| own.head.id == name).map(|(own, _)| own.head.state))
}

/// Adds a public key without its comment, as the panel does, and finds the number it got.
pub(crate) async fn add_key(call: &Call<'_>) -> Result<Made> {
    let text = call.typed.flag("public-key").unwrap_or_default();
    let name = call.typed.name.unwrap_or_default();
    let inputs = Inputs::none().text("key_name", name).text("key_public", public(&text));
    if call.send(&op::SSH_KEY_ADD, inputs).await?.is_none() {
        return Ok(Made::with_id("NEW"));
    }
    let text = call.read(&op::SSH_KEY_GET, &Inputs::none()).await?;
    let mut id = None;
    call.session.each(&op::SSH_KEY_GET, &text, &mut |_, n| {
        let key = read::key(None, n).ok().filter(|key| key.head.name.as_deref() == Some(name));
        id = key.map(|key| key.head.id).or(id.take());
    })?;
    id.map(Made::with_id).ok_or_else(|| {
        let sentence = "the provider accepted it, but lists no such key: it may not have been stored";
        call.session.place(Error::new(Kind::Failed, sentence)).operation(op::SSH_KEY_ADD.id)
    })
}

/// A public key without its comment.
fn public(text: &str) -> String {
    text.split(' ').filter(|part| !part.is_empty()).take(2).collect::<Vec<_>>().join(" ")
}
