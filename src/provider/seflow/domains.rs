//! The question whether domains are free to be registered.
//! Source: POST /domainorder/status: "ok" for a free domain, an empty reply for a taken one; an error is neither.

use crate::{
    error::{Error, Result},
    in_order::in_order,
    model::{Cell, Line},
    provider::{Inputs, Node, Session, Typed, encode::CallScope},
};

use super::op;

/// Answers for each typed domain whether it is free.
pub(crate) async fn check(session: &Session, typed: &Typed<'_>) -> Result<Vec<Line>> {
    let names = typed.all("words");
    if names.is_empty() {
        return Err(Error::usage("check needs the name of a domain"));
    }
    let one = |name: String| async move {
        let available = available(session, &name).await?;
        let available = available.map_or(Cell::Null, Cell::Bool);
        Ok(Line(vec![Cell::Text(name), available, Cell::Null, Cell::Null]))
    };
    in_order(session.account.parallel, names.into_iter().map(one)).await.into_iter().collect()
}

/// Returns whether a domain is free; nothing when the answer has a form that the page does not describe.
async fn available(session: &Session, name: &str) -> Result<Option<bool>> {
    let inputs = Inputs::none().text("name", name);
    let text = session.call(&op::DOMAINS_CHECK, &inputs, CallScope::reading()).await?;
    let mut status = None;
    let rest = session.each(&op::DOMAINS_CHECK, &text, &mut |_, n| {
        status = n.at("status").str().map(|word| word.eq_ignore_ascii_case("ok"));
    })?;
    let silent = ["details", "success", "error", "info"];
    let nothing = match &rest {
        Node::Map(entries) => entries.iter().all(|(key, _)| silent.contains(&key.as_ref())),
        _ => true,
    };
    Ok(status.filter(|ok| *ok).or_else(|| (nothing && status.is_none()).then_some(false)))
}
