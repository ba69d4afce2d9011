//! Instances and volumes, found by walking over the registered servers; and logging in, which gives the token to keep.
//! A server that cannot be read makes the listing incomplete.

use crate::{
    error::{Error, Kind, Result},
    http::Consent,
    in_order::in_order,
    model::{Drive, Host, Image, Instance, Network, Record},
    provider::{Inputs, Listing, Node, Operation, ReadAs, Session, encode::CallScope},
};

use super::{HOST, MACHINE, op, read};

/// A registered server: its number, and the plug-in that serves it.
pub(crate) struct Server {
    pub id: String,
    pub provider: String,
}

impl Server {
    /// The arguments of nearly every call.
    pub(crate) fn inputs(&self) -> Inputs {
        Inputs::none().text("provider", &*self.provider).text("server_id", &*self.id)
    }
}

/// The instances of every server.
pub(crate) async fn instances(session: &Session) -> Result<Listing<Instance>> {
    over_servers(session, &op::INSTANCE_LIST, read::instance, |instance, server| below(&mut instance.head.id, server))
        .await
}

/// The volumes of every server.
pub(crate) async fn volumes(session: &Session) -> Result<Listing<Drive>> {
    over_servers(session, &op::VOLUME_LIST, read::volume, |volume, server| {
        below(&mut volume.head.id, server);
        volume.attached_to.iter_mut().flatten().for_each(|user| below(user, server));
    })
    .await
}

/// The images on every server; image servers take a call each and offer hundreds of images, so they are left out.
pub(crate) async fn images(session: &Session) -> Result<Listing<Image>> {
    over_servers(session, &op::IMAGE_LIST, read::image, |image, server| below(&mut image.head.id, server)).await
}

/// The networks of every server.
pub(crate) async fn networks(session: &Session) -> Result<Listing<Network>> {
    over_servers(session, &op::NETWORK_LIST, read::network, |network, server| below(&mut network.head.id, server)).await
}

/// Puts the server's number in front of an id.
fn below(id: &mut String, server: &str) {
    *id = format!("{server}/{id}");
}

/// One listing per server, concurrently, with the server's number put in front of each id.
async fn over_servers<R: Record>(
    session: &Session,
    operation: &'static Operation,
    read: ReadAs<R>,
    place: fn(&mut R, &str),
) -> Result<Listing<R>> {
    let one = |server: Server| async move {
        let found = session.page(operation, &server.inputs(), read).await;
        let (mut listing, _) = found.map_err(|e| e.while_doing(&format!("server {}", server.id)))?;
        listing.records.iter_mut().for_each(|(record, _)| place(record, &server.id));
        Ok(listing)
    };
    let mut listing = Listing::new();
    let servers = listing.inherit(servers(session).await?).into_iter().map(|(server, _)| server);
    let parts: Vec<_> = in_order(session.account.parallel, servers.map(one)).await;
    for part in parts {
        listing.take(part);
    }
    Ok(listing)
}

/// The registered servers, whose numbers are among their attributes.
pub(crate) async fn servers(session: &Session) -> Result<Listing<Server>> {
    let text = session.call(&op::SERVER_LIST, &Inputs::none(), CallScope::reading()).await?;
    let read = |_: Option<&str>, n: &Node<'_>| {
        let id = read::server_id(n).ok_or_else(|| Error::new(Kind::Failed, "one server of the reply has no id"))?;
        Ok(Server { id, provider: n.at("attributes").at("provider").text().unwrap_or_else(|| "lxd".to_owned()) })
    };
    Ok(session.collect(&op::SERVER_LIST, &text, read)?.0)
}

/// One instance by `SERVER/NAME`.
pub(crate) async fn instance(session: &Session, id: &str) -> Result<(Instance, Option<String>)> {
    let inputs = Inputs::none().id(MACHINE, id)?;
    let (mut instance, raw) = session.one(&op::INSTANCE_GET, &inputs, read::instance).await?;
    below(&mut instance.head.id, id.split('/').next().unwrap_or_default());
    Ok((instance, raw))
}

/// One registered server, with the names of the instances on it.
pub(crate) async fn host(session: &Session, id: &str) -> Result<(Host, Option<String>)> {
    let text = session.call(&op::SERVER_GET, &Inputs::none().id(HOST, id)?, CallScope::reading()).await?;
    let mut found = None;
    let beside =
        session.each(&op::SERVER_GET, &text, &mut |_, n| found = Some((read::host(None, n), session.raw(n))))?;
    let empty = || session.place(Error::new(Kind::Failed, "server.get was answered without a record"));
    let (host, raw) = found.ok_or_else(empty)?;
    Ok((Host { instances: read::instances_on(beside.at("included")), ..host? }, raw))
}

/// A token for a user and a password.
pub(crate) async fn login(session: &Session, user: &str, password: &str) -> Result<String> {
    let inputs = Inputs::none().text("user_login", user).text("user_password", password);
    let aim = CallScope { targets: Vec::new(), consent: Consent::Changing };
    let text = session.call(&op::USER_LOGIN, &inputs, aim).await?;
    let mut token = None;
    session.each(&op::USER_LOGIN, &text, &mut |_, n: &Node<'_>| token = n.at("attributes").at("token").text())?;
    token.ok_or_else(|| session.place(Error::new(Kind::Failed, "the reply to user.login holds no token")))
}
