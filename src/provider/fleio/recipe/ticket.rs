//! Writing to support: files are sent first, and their ids go with the message.
//! Source: Fleio's web application, which shows messages as HTML.

use super::{fault, object, op, read};
use crate::{
    error::{Kind, Result},
    provider::{
        Attachment, CallScope, Inputs, Session, Typed,
        act::{Call, Made},
        inputs::Input,
    },
};

/// The longest message, in characters.
const LONGEST: usize = 10240;

/// Opens a ticket.
pub(crate) async fn create(call: &Call<'_>) -> Result<Made> {
    let body = message(call)?;
    let inputs = Inputs::none()
        .text("title", call.typed.flag("subject").unwrap_or_default())
        .text("department", call.typed.flag("department").unwrap_or_default())
        .text("description", body);
    let inputs = with_files(call, inputs, "associated_attachment_ids").await?;
    call.create(&op::TICKETS_CREATE, inputs, &["id"]).await.map(Made::with_id)
}

/// Answers in a ticket.
pub(crate) async fn reply(call: &Call<'_>) -> Result<Made> {
    let inputs = call.typed.target()?.text("reply_text", message(call)?);
    let inputs = with_files(call, inputs, "associated_attachments").await?;
    call.send(&op::TICKETS_REPLY, inputs).await.map(|_| Made::default())
}

/// Typed text as the HTML that the portal reads: a typed `<` or `&` is escaped.
fn message(call: &Call<'_>) -> Result<String> {
    let body = call.typed.flag("body").unwrap_or_default();
    let html = body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let count = html.chars().count();
    if count > LONGEST {
        let sentence = format!("the message has {count} characters as the portal counts them, and takes {LONGEST}");
        return Err(fault(call, Kind::Usage, sentence).hint("send the rest as a file: --attach FILE"));
    }
    Ok(html)
}

/// Uploads the files that were named and adds their ids.
async fn with_files(call: &Call<'_>, inputs: Inputs, argument: &'static str) -> Result<Inputs> {
    let mut ids = Vec::new();
    for path in call.typed.all("attach") {
        let name = std::path::Path::new(&path).file_name().map(|name| name.to_string_lossy().into_owned());
        let file = Inputs::none()
            .text("file_name", name.unwrap_or_else(|| path.clone()))
            .with("data", Input::File(path.into()));
        ids.push(call.create(&op::TICKETS_ATTACH, file, &["id"]).await?);
    }
    Ok(if ids.is_empty() { inputs } else { inputs.texts(argument, ids) })
}

/// The files of a ticket; files of one name are distinguished by their ids.
pub(crate) async fn attachments(session: &Session, typed: &Typed<'_>) -> Result<Vec<Attachment>> {
    let ticket = object(session, &op::TICKETS_SHOW, &typed.target()?).await?;
    let mut kept: Vec<Attachment> = Vec::new();
    for (id, name) in read::attachments(&ticket) {
        let inputs = Inputs::none().text("id", &*id);
        let bytes = session.bytes(&op::TICKETS_ATTACHMENT, &inputs, CallScope::reading()).await?;
        let taken = kept.iter().any(|file| file.name == name);
        kept.push(Attachment { name: if taken { format!("{id}-{name}") } else { name }, bytes });
    }
    Ok(kept)
}
