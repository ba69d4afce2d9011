//! `CloudSigma`'s own forms of the replies that the contract suite reads, as its documents print them.

use crate::{
    error::Kind,
    provider::contract::{Bodies, Fixture, basic},
};

/// The suite's knowledge of `CloudSigma`.
pub(crate) static FIXTURE: Fixture = Fixture {
    url: "https://cloud.example.com",
    documented: 59,
    presets: &[
        ("cloudsigma", None, 50),
        ("cloudsigma-zrh", Some("https://api.zrh.cloudsigma.com"), 50),
        ("cloudsigma-lvs", Some("https://api.lvs.cloudsigma.com"), 50),
    ],
    scheme: "Basic",
    credentials: basic,
    listing: "servers.info",
    answer,
    records: &[("instances", "s1", Some("running")), ("drives", "d1", None), ("whoami", "u1", None)],
    worded,
    bodies: Bodies {
        // Lines of text have no mark of an empty list, nor of a missing rest: only the wire can notice that.
        empty: ("", Ok(0)),
        truncated: ("server a\nstatus active\n\nserver b\nsta", Ok(2)),
        an_error: ("errors:system Something went wrong", Err(Kind::Failed)),
        other_text: ("{\"detail\": \"a proxy\"}", Err(Kind::Failed)),
        no_records: ("\n", Ok(0)),
        more: &[
            ("an empty object", ("{}", Err(Kind::Failed))),
            ("an empty array", ("[]", Err(Kind::Failed))),
            ("an error instead of an empty list", ("errors:system Out of order", Err(Kind::Failed))),
        ],
    },
    spared: &[
        "profile.set",
        "profile.set-email",
        "drives.create",
        "servers.start",
        "servers.start-several",
        "vlans.create",
        "ips.create",
        "servergroups.create",
        "servergroups.start",
        "subscriptions.resources.create",
        "subscriptions.ip.create",
        "subscriptions.vlan.create",
        "subscriptions.software.create",
    ],
    refused: &[],
    forbidden: &[],
};

/// One machine and one of each thing around it.
fn answer(path: &str) -> Option<&'static str> {
    Some(match path {
        "/servers/info" | "/servers/s1/info" => "server s1\nname web\nstatus active\nnic:0:dhcp 192.0.2.7\n",
        "/drives/info" | "/drives/d1/info" => {
            "drive d1\nname data\nstatus active\nsize 1000\nclaimed 1:guest:s1:ide:0:0\n"
        }
        "/drives/standard/info" => "drive i1\nname debian\nstatus active\ntype disk\n",
        "/resources/ip/info" => "resource 192.0.2.7\ntype ip\n",
        "/resources/vlan/info" | "/resources/vlan/v1/info" => "resource v1\ntype vlan\nname back\n",
        "/servergroups/list" => "g1\n",
        "/servergroups/g1/info" => "uuid g1\nname office\n",
        "/profile/info" => "uuid u1\nemail ops@example.com\n",
        _ => return None,
    })
}

fn worded(_: &str, word: &str) -> String {
    format!("server a\ndrive a\nuuid a\nstatus {word}\nimaging {word}\nclaimed {word}")
}
