//! Flags resolved for the one server that an instance is made on: the server, the image and the network.
//! Names of images and networks recur from server to server, so they are looked up on that server alone.

use crate::{
    error::{Error, Kind, Result},
    model::{Image, Record},
    provider::{Listing, Session, encode::CallScope},
};

use super::{
    op, read,
    walk::{self, Server},
};

/// An image as the call takes it.
pub(crate) struct Chosen {
    /// The fingerprint, or the text that was typed.
    pub name: String,
    /// The image server that has the image, if the server itself does not.
    pub server: Option<String>,
}

/// The named server, else the only one.
pub(crate) async fn server(session: &Session, wanted: Option<String>) -> Result<Server> {
    let servers = walk::servers(session).await?;
    let ids: Vec<String> = servers.records.iter().map(|(server, _)| server.id.clone()).collect();
    let found = match wanted {
        Some(id) => {
            let missing = || Error::new(Kind::NotFound, format!("no server {id} is registered"));
            servers.find(|server| server.id == id, missing)
        }
        None if ids.len() > 1 => {
            Err(Error::usage("several servers are registered").hint(format!("name one with --host: {}", ids.join(" "))))
        }
        None => {
            let whole = servers.complete();
            servers.find(|_| whole, || Error::new(Kind::NotFound, "no server is registered"))
        }
    };
    found.map(|(server, _)| server).map_err(|error| session.place(error))
}

/// The image that the flag names: one on the server, one that an image server offers it, or an alias after the address
/// of an image server, which no list contains.
///
/// # Errors
/// `not_found` if no list has it: the call to make an instance would be accepted, and fail silently.
pub(crate) async fn image(session: &Session, server: &Server, typed: &str) -> Result<Chosen> {
    let name = here(session, server, typed)?;
    let mut read = Listing::new();
    let own = session.page(&op::IMAGE_LIST, &server.inputs(), read::image).await?.0;
    if let Some(print) = one(session, name, read.inherit(own))? {
        return Ok(Chosen { name: print, server: None });
    }
    for url in image_servers(session, server).await? {
        if let Some(alias) = name.strip_prefix(url.trim_end_matches('/')).and_then(|rest| rest.strip_prefix('/')) {
            return Ok(Chosen { name: alias.to_owned(), server: Some(url) });
        }
        let inputs = server.inputs().text("image_server_host", &*url);
        let offers = session.page(&op::IMAGE_LIST, &inputs, read::image).await;
        let offers = offers.map_err(|error| error.while_doing(&format!("image server {url}")))?.0;
        if let Some(print) = one(session, name, read.inherit(offers))? {
            return Ok(Chosen { name: print, server: Some(url) });
        }
    }
    let missing = || {
        let sentence = format!("neither the server {} nor an image server it knows has an image \"{name}\"", server.id);
        let error = Error::new(Kind::NotFound, sentence);
        session.place(error.hint("name it as `nubo images list` does, or as ADDRESS-OF-IMAGE-SERVER/ALIAS"))
    };
    read.find(|_: &Image| false, missing).map(|_| Chosen { name: name.to_owned(), server: None })
}

/// The image servers that a server knows.
async fn image_servers(session: &Session, server: &Server) -> Result<Vec<String>> {
    let text = session.call(&op::IMAGE_SERVER_LIST, &server.inputs(), CallScope::reading()).await?;
    let mut urls = Vec::new();
    session.each(&op::IMAGE_SERVER_LIST, &text, &mut |_, n| urls.extend(read::image_server(n)))?;
    Ok(urls)
}

/// The least length at which the beginning of a fingerprint stands for it, as LXD prints it.
const SHORT: usize = 12;

/// The fingerprint of the one image with this fingerprint or description.
fn one(session: &Session, text: &str, images: Vec<(Image, Option<String>)>) -> Result<Option<String>> {
    let short = |id: &str| text.len() >= SHORT && id.starts_with(text);
    let meant = |image: &Image| {
        short(&image.head.id) || [Some(&*image.head.id), image.head.name.as_deref()].contains(&Some(text))
    };
    let mut prints: Vec<String> =
        images.into_iter().filter(|(image, _)| meant(image)).map(|(image, _)| image.head.id).collect();
    prints.sort_unstable();
    prints.dedup();
    match &*prints {
        [] => Ok(None),
        [print] => Ok(Some(print.clone())),
        _ => {
            let sentence = format!("several images are called \"{text}\"");
            let hint = format!("name one by its fingerprint: {}", prints.join(" "));
            Err(session.place(Error::new(Kind::Conflict, sentence).hint(hint)))
        }
    }
}

/// The network of the server that the flag names.
pub(crate) async fn network(session: &Session, server: &Server, typed: &str) -> Result<String> {
    let name = here(session, server, typed)?;
    let (listing, _) = session.page(&op::NETWORK_LIST, &server.inputs(), read::network).await?;
    let names: Vec<String> = listing.records.iter().map(|(network, _)| network.head().id.clone()).collect();
    let missing = || {
        let error = Error::new(Kind::NotFound, format!("the server {} has no network {name}", server.id));
        session.place(error.hint(format!("it has: {}", names.join(" "))))
    };
    listing.find(|network| network.head().id == name, missing).map(|_| name.to_owned())
}

/// The flag without the number of the server, which must be this one.
fn here<'t>(session: &Session, server: &Server, typed: &'t str) -> Result<&'t str> {
    match typed.split_once('/') {
        Some((id, rest)) if id == server.id => Ok(rest),
        Some((id, _)) if !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()) => {
            let sentence = format!("\"{typed}\" is on the server {id}, and the instance is made on {}", server.id);
            Err(session.place(Error::usage(sentence)))
        }
        _ => Ok(typed),
    }
}
