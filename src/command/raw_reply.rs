//! The reply of a raw request, as it came but for secrets; pages of a list one after the other.
//! Nothing is decoded beyond what paging needs.

use std::rc::Rc;

use crate::{
    error::Result,
    http::{Reply, Request, redact},
    provider::{Operation, Session},
};

use super::outcome::Outcome;

/// The form in which a reply is wanted.
pub struct Wish {
    /// With status and content type.
    pub include: bool,
    /// With the further pages of a list.
    pub paginate: bool,
    /// With its secrets.
    pub reveal: bool,
    /// Into this file.
    pub to: Option<String>,
}

/// Sends a request and gives its reply as something to print.
pub async fn fetch(
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
        let reply = session.exchange(&request).await?;
        if wish.include {
            out.extend_from_slice(
                format!("HTTP {}\ncontent-type: {}\n\n", reply.status, reply.content_type).as_bytes(),
            );
        }
        out.extend(shown(&reply, wish.reveal));
        let text = String::from_utf8_lossy(&reply.body).into_owned();
        let verdict = session.judge(matched, &request, &reply, &text);
        if let Err(error) = verdict {
            return Ok(Outcome::bytes(out, wish.to.clone()).failing(vec![error], false));
        }
        if !wish.paginate || !has_next(&text) || page >= 10_000 {
            return Ok(Outcome::bytes(out, wish.to.clone()));
        }
        page += 1;
    }
}

fn shown(reply: &Reply, reveal: bool) -> Vec<u8> {
    let text =
        reply.content_type.contains("json") || reply.content_type.starts_with("text/") || reply.content_type.is_empty();
    let mut bytes = if reveal || !text { reply.body.to_vec() } else { redact(&reply.body).into_owned().into_bytes() };
    if text && !bytes.is_empty() && !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    bytes
}

/// True when a reply says that there is a further page.
fn has_next(text: &str) -> bool {
    let node = serde_json::from_str::<crate::provider::Node<'_>>(text);
    node.is_ok_and(|node| !node.at("next").is_empty())
}
