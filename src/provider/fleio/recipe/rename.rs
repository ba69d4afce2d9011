//! Names of things that Fleio only changes as a whole: their other values are read first and sent back unchanged.
//! Sources: `OneCloudPlanet`'s OpenAPI file for networks and keys, Fotbo's for security groups.

use super::{about, op};
use crate::{
    error::Result,
    provider::{
        Inputs, Node, Operation,
        act::{Call, Made},
        inputs::Input,
    },
};

/// Renames a network, which keeps its description, and stays on or off.
pub(crate) async fn network(call: &Call<'_>) -> Result<Made> {
    let kept = |n: &Node<'_>, inputs: Inputs| {
        let up = n.at("admin_state_up").bool().unwrap_or(true);
        inputs.with("admin_state_up", Input::Bool(up)).text("description", or_empty(n, "description"))
    };
    renamed(call, &op::NETWORKS_SHOW, &op::NETWORKS_UPDATE, kept).await
}

/// Renames a security group, which keeps its description.
pub(crate) async fn firewall(call: &Call<'_>) -> Result<Made> {
    let kept = |n: &Node<'_>, inputs: Inputs| {
        let region = n.at("region").text().or_else(|| n.at("region").at("id").text());
        let inputs = inputs.text("description", or_empty(n, "description"));
        region.map_or(inputs.clone(), |region| inputs.text("region", region))
    };
    renamed(call, &op::GROUPS_SHOW, &op::GROUPS_UPDATE, kept).await
}

/// Renames an SSH key, whose text stays.
pub(crate) async fn key(call: &Call<'_>) -> Result<Made> {
    let kept = |n: &Node<'_>, inputs: Inputs| inputs.text("public_key", or_empty(n, "public_key"));
    renamed(call, &op::KEYS_SHOW, &op::KEYS_UPDATE, kept).await
}

async fn renamed(
    call: &Call<'_>,
    show: &'static Operation,
    update: &'static Operation,
    kept: impl Fn(&Node<'_>, Inputs) -> Inputs,
) -> Result<Made> {
    let shown = about(call, show, call.typed.id).await?;
    let inputs = call.typed.target()?.text("name", call.typed.flag("name").unwrap_or_default());
    call.send(update, kept(&shown, inputs)).await.map(|_| Made::default())
}

fn or_empty(n: &Node<'_>, key: &str) -> String {
    n.at(key).text().unwrap_or_default()
}
