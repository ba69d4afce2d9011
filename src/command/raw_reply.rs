//! The reply of a raw request, as it came but for secrets; pages of a list one after the other.
//! Only the data that paging needs is decoded.

use std::rc::Rc;

use crate::{
    error::{Error, Result},
    http::{Reply, Request, memory, opaque, redacted},
    provider::{Exchange, Operation, ReplyKind, Session},
};

use super::outcome::Outcome;

/// The form in which a reply is wanted.
pub(crate) struct Wish {
    /// True when status and content type are wanted.
    pub include: bool,
    /// True when the further pages of a list are wanted.
    pub paginate: bool,
    /// True when the secrets in it are shown.
    pub reveal: bool,
    /// The file it is written to.
    pub to: Option<String>,
}

/// Sends a request and gives its reply as something to print.
pub(crate) async fn fetch(
    session: &Rc<Session>,
    request: Request,
    matched: Option<&'static Operation>,
    wish: &Wish,
) -> Result<Outcome> {
    let mut out = Vec::new();
    let mut page = 1_u64;
    loop {
        let mut request = request.clone();
        if wish.paginate {
            let joint = if request.url.contains('?') { '&' } else { '?' };
            request.url = format!("{}{joint}page={page}", request.url);
        }
        let Exchange { reply, text, verdict } = session.exchange(matched, &request).await?;
        if wish.include {
            out.extend_from_slice(
                format!("HTTP {}\ncontent-type: {}\n\n", reply.status, reply.content_type).as_bytes(),
            );
        }
        memory::room_for(text.len().saturating_mul(2))?;
        let download = matched.is_some_and(|operation| operation.reply == ReplyKind::Binary) && verdict.is_ok();
        out.extend(shown(&reply, &text, wish, download)?);
        if let Err(error) = verdict {
            return Ok(Outcome::bytes(out, wish.to.clone()).failing(vec![error], false));
        }
        if !wish.paginate || !has_next(&text) || page >= 10_000 {
            return Ok(Outcome::bytes(out, wish.to.clone()));
        }
        page += 1;
    }
}

/// A reply as it may be written: its secrets are hidden unless they were asked for, and a download is left as it is.
///
/// # Errors
/// `usage` where a file is wanted of a reply that cannot be shown without its secrets.
fn shown(reply: &Reply, text: &str, wish: &Wish, download: bool) -> Result<Vec<u8>> {
    let bytes = reply.body.contains(&0);
    if download || wish.reveal && bytes || wish.to.is_some() && bytes {
        return Ok(reply.body.to_vec());
    }
    let mut shown = match (wish.reveal, redacted(text)) {
        (true, _) => text.to_owned(),
        (false, Some(shown)) => shown,
        (false, None) if wish.to.is_some() => {
            let sentence = "the reply cannot be taken apart, so it cannot be written without its secrets";
            return Err(Error::usage(sentence).hint("add --reveal to have it as it is"));
        }
        (false, None) => opaque(text.len(), &reply.content_type),
    };
    if !shown.is_empty() && !shown.ends_with('\n') {
        shown.push('\n');
    }
    Ok(shown.into_bytes())
}

/// True when a reply says that there is a further page.
fn has_next(text: &str) -> bool {
    let node = serde_json::from_str::<crate::provider::Node<'_>>(text);
    node.is_ok_and(|node| !node.at("next").is_empty())
}
