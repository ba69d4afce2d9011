//! Verbs that take several calls: values that the user left open are read before anything is sent.
//! A choice that only the user can make is an error that names the options, and nothing is sent.

pub(crate) mod address;
pub(crate) mod answer;
pub(crate) mod client;
pub(crate) mod firewall;
pub(crate) mod machine;
pub(crate) mod network;
pub(crate) mod payment;
pub(crate) mod price;
pub(crate) mod rename;
pub(crate) mod storage;
pub(crate) mod ticket;
pub(crate) mod upgrade;

use crate::{
    error::{Error, Kind, Result},
    model::Region,
    provider::{Inputs, Node, Operation, Session, act::Call},
};

use super::{
    op, read,
    walk::{self, object},
};

/// An error at the account of a call.
fn fault(call: &Call<'_>, kind: Kind, sentence: impl Into<String>) -> Error {
    call.session.place(Error::new(kind, sentence))
}

/// One object about the thing with an id.
async fn about(call: &Call<'_>, operation: &'static Operation, id: &str) -> Result<Node<'static>> {
    object(call.session, operation, &Inputs::none().text("id", id)).await
}

/// The value of a flag that the verb needs here.
fn needed(call: &Call<'_>, flag: &str) -> Result<String> {
    call.typed.flag(flag).ok_or_else(|| fault(call, Kind::Usage, format!("Fleio needs --{flag}")))
}

/// The region of a call.
async fn region(call: &Call<'_>) -> Result<String> {
    region_of(call.session, call.typed.flag("region")).await
}

/// The region that was typed, else the default one, else the only one.
async fn region_of(session: &Session, typed: Option<String>) -> Result<String> {
    if let Some(region) = typed {
        return Ok(region);
    }
    let listing = session.list::<Region>(&op::REGIONS_LIST, Inputs::none(), read::region).await?;
    let regions: Vec<&Region> = listing.records.iter().map(|(region, _)| region).collect();
    let default = regions.iter().find(|region| region.default == Some(true));
    match (default, regions.as_slice()) {
        (Some(region), _) => Ok(region.head.id.clone()),
        (None, [only]) => Ok(only.head.id.clone()),
        _ => {
            let ids: Vec<&str> = regions.iter().map(|region| region.head.id.as_str()).collect();
            let error = Error::usage("no region is the default one").hint(format!("--region {}", ids.join("|")));
            Err(session.place(error))
        }
    }
}
