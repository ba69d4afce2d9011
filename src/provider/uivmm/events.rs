//! The event stream of ui-vmm: opened without a token, authorised by a second call, then followed until it is closed.
//! Source: the panel's own code; the document says "socket" and prints a POST, which the real server does not take.

use crate::{
    error::{Error, Kind, Result},
    http::Event,
    provider::{CallScope, Inputs, Node, Operation, Session, bindings::OnEvent},
};

use super::op;

/// Follows the stream, handing over each event as one JSON object.
pub(crate) async fn follow(
    session: &Session,
    operation: &'static Operation,
    stream: Option<String>,
    on_event: OnEvent<'_>,
) -> Result<()> {
    let stream = match stream {
        Some(stream) => stream,
        None => own_stream(session).await?,
    };
    let mut events = session.events(operation, &Inputs::none().text("stream", &*stream)).await?;
    session.call(&op::EVENT_AUTH, &Inputs::none().text("stream", &*stream), CallScope::reading()).await?;
    while let Some(event) = events.next().await? {
        if event.name == "close" {
            return Ok(());
        }
        on_event(&shown(&event)?)?;
    }
    Ok(())
}

/// The URL of the panel's own stream.
async fn own_stream(session: &Session) -> Result<String> {
    let text = session.call(&op::CONFIG_GET, &Inputs::none(), CallScope::reading()).await?;
    let mut stream = None;
    session.each(&op::CONFIG_GET, &text, &mut |_, n| stream = n.at("attributes").at("stream").text())?;
    stream.ok_or_else(|| session.place(Error::new(Kind::Failed, "config.get names no event stream")))
}

/// An event as one line of JSON; its data is a document inside a string, which is unwrapped.
fn shown(event: &Event) -> Result<String> {
    let broken = |e| Error::new(Kind::Failed, format!("an event is not the JSON it should be: {e}"));
    let node: Node<'_> = serde_json::from_str(&event.data).map_err(broken)?;
    let Node::Map(mut entries) = node.into_owned() else { return Ok(event.data.clone()) };
    for (_, value) in entries.iter_mut().filter(|(key, _)| key == "body") {
        let inner = value.str().and_then(|text| serde_json::from_str::<Node<'_>>(text).ok().map(Node::into_owned));
        if let Some(inner) = inner {
            *value = inner;
        }
    }
    serde_json::to_string(&Node::Map(entries)).map_err(broken)
}
