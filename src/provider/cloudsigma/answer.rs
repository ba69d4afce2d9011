//! Questions about one server: the way to its screen, and the traffic it sent and received.
//! Prices of single servers are left out: the manual gives no unit to the numbers of its price list.

use crate::{
    error::{Error, Kind, Result},
    model::{Cell, Line},
    provider::{Node, Session, Typed},
};

use super::object::{Server, place};

/// The port of VNC. Source: manual 8.2.
const VNC_PORT: u16 = 5900;

/// The way to see a server's screen: only a server with a VNC password shows it, and only once it has an address.
pub(crate) async fn console(session: &Session, typed: &Typed<'_>) -> Result<Vec<Line>> {
    let server = Server::read(session, typed.id).await?;
    let refuse = |sentence: String, hint: String| session.place(Error::new(Kind::Conflict, sentence).hint(hint));
    let Some(password) = server.key("vnc:password") else {
        let set = format!("nubo cloudsigma servers set -a {} {}", session.account.name(), server.id());
        let hint = format!("give it a password of at most 8 characters: {set} --vnc-ip auto --vnc-password-file FILE");
        return Err(refuse(format!("the machine {} has VNC switched off", server.label()), hint));
    };
    let address = server.key("vnc:ip").filter(|ip| ip.parse::<std::net::IpAddr>().is_ok());
    let Some(address) = address else {
        let start = place(&session.account, server.key("name"), server.id());
        let sentence = format!("the machine {} is {} and has no address for VNC", server.label(), server.state());
        return Err(refuse(sentence, format!("it gets one when it starts: nubo instances start {start}")));
    };
    let address =
        if address.contains(':') { format!("[{address}]:{VNC_PORT}") } else { format!("{address}:{VNC_PORT}") };
    Ok(vec![Line(vec![Cell::from("vnc"), Cell::Text(address), Cell::from(password)])])
}

/// The counters of a server. Source: the printed objects of manual 8.2 and 8.7, which do not say when counting began.
pub(crate) fn traffic(n: &Node<'_>, lines: &mut Vec<Line>) {
    let (received, sent) = (n.at("rx").integer(), n.at("tx").integer());
    if received.is_some() || sent.is_some() {
        lines.push(Line(vec![Cell::from("total"), Cell::Null, Cell::Null, received.into(), sent.into()]));
    }
}
