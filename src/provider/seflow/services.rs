//! Questions about a service whose answers take several replies or files: addresses, names, templates and graphs.
//! An error is reported: a question about one service must not pass as an empty answer.

use crate::{
    error::Result,
    model::{Cell, Line},
    provider::{Attachment, Node, Operation, Session, Typed, encode::CallScope, picture},
};

use super::{
    op,
    read::network::{self, OF_ADDRESS, OF_TEMPLATE},
    walk,
};

/// The addresses of a service.
pub(crate) async fn addresses(session: &Session, typed: &Typed<'_>) -> Result<Vec<Line>> {
    rows(session, typed, (&op::SERVICES_IPS, OF_ADDRESS), |key, n, lines| {
        for told in network::addresses(key, n) {
            let description = n.any(&["client_description", "description"]).text();
            let of = [Cell::Text(told.address), n.at("mask").text().into(), description.into(), told.status.into()];
            lines.push(Line(of.into()));
        }
    })
    .await
}

/// The reverse names of the addresses of a service.
pub(crate) async fn reverse_names(session: &Session, typed: &Typed<'_>) -> Result<Vec<Line>> {
    rows(session, typed, (&op::SERVICES_RDNS, OF_ADDRESS), |key, n, lines| {
        let told = network::addresses(key, n).into_iter();
        lines.extend(told.map(|told| Line(vec![Cell::Text(told.address), told.rdns.into()])));
    })
    .await
}

/// The templates that machines of a service can be made of.
pub(crate) async fn templates(session: &Session, typed: &Typed<'_>) -> Result<Vec<Line>> {
    rows(session, typed, (&op::SERVICES_TEMPLATES, OF_TEMPLATE), |key, n, lines| {
        if let Ok(image) = network::template(key, n) {
            lines.push(Line(vec![Cell::Text(image.head.id), image.head.name.into()]));
        }
    })
    .await
}

/// The rows of a reply about a service, whose entries are recognised by their own keys.
async fn rows(
    session: &Session,
    typed: &Typed<'_>,
    (operation, own): (&'static Operation, &'static [&'static str]),
    row: fn(Option<&str>, &Node<'_>, &mut Vec<Line>),
) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    walk::all(session, operation, &typed.target()?, own, &mut |key, n| row(key, n, &mut lines)).await?;
    Ok(lines)
}

/// The graphs of a service's traffic: day, week and month of each port.
pub(crate) async fn graphs(session: &Session, typed: &Typed<'_>) -> Result<Vec<Attachment>> {
    let operation = &op::SERVICES_BANDWIDTH_GRAPHS;
    let text = session.call(operation, &typed.target()?, CallScope::reading()).await?;
    let (mut kept, mut names): (Vec<Result<Attachment>>, Vec<String>) = (Vec::new(), Vec::new());
    session.each(operation, &text, &mut |_, n| {
        let name = file_name(n, &names);
        for period in operation.pictures {
            if let Some(text) = n.at(period).str() {
                let bytes = picture(operation, period, text).map_err(|error| session.place(error));
                let file = |bytes: Vec<u8>| Attachment {
                    name: format!("{}-{name}-{period}.png", typed.id),
                    bytes: bytes.into(),
                };
                kept.push(bytes.map(file));
            }
        }
        names.push(name);
    })?;
    kept.into_iter().collect()
}

/// The file name of a graph: its name in letters and digits, and a number if another graph has that name.
fn file_name(n: &Node<'_>, taken: &[String]) -> String {
    let port = [n.at("switch").str(), n.at("port").str()].into_iter().flatten().collect::<Vec<_>>().join("-");
    let words = n.at("name").str().unwrap_or(&port).split(|c: char| !c.is_alphanumeric() && c != '.');
    let name = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let name = if name.is_empty() { "port".to_owned() } else { name };
    let numbered = (2_u32..).map(|number| format!("{name}-{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(name)
}
