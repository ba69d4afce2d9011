//! A registered server, and the things on it beside instances and volumes.
//! Ids are those the calls take, without the server's number in front.

use crate::{
    error::Result,
    model::{Head, Host, Image, Network},
    provider::{Node, read},
};

/// An image on a server, or one that an image server offers; it has a description instead of a name.
pub(crate) fn image(_: Option<&str>, n: &Node<'_>) -> Result<Image> {
    let a = n.at("attributes");
    Ok(Image {
        head: Head {
            id: read::id(a.at("image_fingerprint"), "image")?,
            name: a.at("image_description").text(),
            state: "available",
            provider_state: None,
            created_at: None,
        },
        kind: Some("own"),
        size_bytes: None,
        os: None,
        region: None,
        min_disk_bytes: None,
    })
}

/// The address of an image server.
pub(crate) fn image_server(n: &Node<'_>) -> Option<String> {
    n.at("attributes").at("image_server_host").text()
}

/// A network, whose name is its id below a server.
pub(crate) fn network(_: Option<&str>, n: &Node<'_>) -> Result<Network> {
    let a = n.at("attributes");
    let name = read::id(a.at("network_name"), "network")?;
    let ranges = a.at("network_addr").str().map(|text| text.split(',').map(str::trim).filter(|r| r.contains('/')));
    Ok(Network {
        head: Head { id: name.clone(), name: Some(name), state: "active", provider_state: None, created_at: None },
        kind: a.at("network_type").text(),
        cidrs: ranges.map(|ranges| ranges.map(str::to_owned).collect()),
        region: None,
        subnets: Vec::new(),
    })
}

/// A registered server, named by its address; its memory is in MiB. Its only state is being registered.
pub(crate) fn host(_: Option<&str>, n: &Node<'_>) -> Result<Host> {
    let a = n.at("attributes");
    let address = a.at("server_host").text();
    let port = a.at("server_port").str().map(|port| format!(":{port}")).unwrap_or_default();
    let driver: Vec<&str> =
        [a.at("server_driver").str(), a.at("server_driver_version").str()].into_iter().flatten().collect();
    Ok(Host {
        head: Head {
            id: server_id(n).map_or_else(|| read::id(&Node::Null, "server"), Ok)?,
            name: address.clone(),
            state: "available",
            provider_state: None,
            created_at: None,
        },
        address: address.map(|address| format!("{address}{port}")),
        cpus: a.any(&["server_cpu_threads", "server_cpu_cores"]).integer(),
        memory_bytes: a.at("server_memory_total").scaled(1 << 20),
        memory_used_bytes: a.at("server_memory_used").scaled(1 << 20),
        driver: (!driver.is_empty()).then(|| driver.join(" ")),
        instances: None,
    })
}

/// The number of a server, which lists have only among its attributes.
pub(crate) fn server_id(n: &Node<'_>) -> Option<String> {
    n.at("attributes").at("server_id").text().or_else(|| n.at("id").text())
}

/// The names of the instances included with a server. An error among the included parts stands for a part that could
/// not be read, so that with an error an empty list means nothing.
pub(crate) fn instances_on(included: &Node<'_>) -> Option<Vec<String>> {
    let of_kind = |n: &&Node<'_>| n.at("type").str() == Some("instance");
    let each = || included.items().map(|(_, n)| n);
    let names: Vec<String> =
        each().filter(of_kind).filter_map(|n| n.at("attributes").at("instance_name").text()).collect();
    let told = matches!(included, Node::List(_)) && each().all(|n| n.at("errors").is_empty());
    (told || !names.is_empty()).then_some(names)
}
