//! ui-vmm's own forms of the replies that the contract suite reads, as its documents print them.

use crate::{
    error::Kind,
    provider::contract::{Bodies, Fixture},
};

/// The suite's knowledge of ui-vmm.
pub(crate) static FIXTURE: Fixture = Fixture {
    url: "https://cloud.example.com",
    documented: 47,
    presets: &[("uivmm", None, 50)],
    scheme: "Bearer",
    credentials: str::to_owned,
    listing: "server.list",
    answer,
    records: &[
        ("instances", "1/web", Some("running")),
        ("drives", "1/p/v", None),
        ("whoami", "3", None),
        ("images", "1/3a9d", Some("available")),
        ("networks", "1/lxdbr0", Some("active")),
        ("keys", "17", Some("active")),
        ("hosts", "1", Some("available")),
    ],
    worded,
    bodies: Bodies {
        empty: ("", Err(Kind::Unavailable)),
        truncated: (r#"{"data":[{"type":"server"},{"#, Err(Kind::Failed)),
        an_error: (r#"{"errors":[{"status":400,"detail":"something else"}]}"#, Err(Kind::Failed)),
        other_text: ("gone fishing", Err(Kind::Failed)),
        no_records: (r#"{"data":[]}"#, Ok(0)),
        more: &[
            ("an empty object", ("{}", Err(Kind::Unavailable))),
            ("an empty array", ("[]", Err(Kind::Failed))),
            ("null", ("null", Err(Kind::Failed))),
            ("null for the list", (r#"{"data":null}"#, Err(Kind::Unavailable))),
            ("an error beside an empty list", (r#"{"data":[],"errors":[{"detail":"timed out"}]}"#, Err(Kind::Failed))),
        ],
    },
    spared: &[
        "certificate.revoke",
        "image.delete",
        "instance.action-start",
        "instance.add",
        "server.add",
        "simplestream.add",
        "ssh-key.add",
        "ssh-key.delete",
        "token.create",
        "token.create-revoking",
        "token.revoke",
        "user.assertionVerify",
        "user.credentialDelete",
        "user.credentialMake",
        "user.emailChange",
        "user.login",
        "user.logout",
        "user.passwordChange",
        "user.passwordLock",
        "user.recovery",
        "user.register",
    ],
    refused: &[
        (400, r#"{"errors":[{"detail":"wrong credential"}]}"#),
        (400, r#"{"errors":[{"detail":"token has been revoked"}]}"#),
        (400, r#"{"errors":[{"detail":"token not found"}]}"#),
    ],
    forbidden: &[(400, r#"{"errors":[{"detail":"not enough access rights"}]}"#)],
};

/// One machine and one of each thing around it.
fn answer(path: &str) -> Option<&'static str> {
    Some(match path {
        "/v1/server.list" => r#"{"data":[{"type":"server","attributes":{"server_id":1,"provider":"lxd"}}]}"#,
        "/v1/instance.list" => {
            r#"{"data":[{"id":5,"type":"instance","attributes":{"instance_name":"web","instance_status":"running"}}]}"#
        }
        "/v1/instance.get" => r#"{"data":{"id":5,"attributes":{"instance_name":"web","instance_status":"running"}}}"#,
        "/v1/volume.list" => r#"{"data":[{"attributes":{"pool_name":"p","volume_name":"v","volume_used_by":""}}]}"#,
        "/v1/image.list" => r#"{"data":[{"attributes":{"image_fingerprint":"3a9d"}}]}"#,
        "/v1/network.list" => r#"{"data":[{"attributes":{"network_name":"lxdbr0"}}]}"#,
        "/v1/ssh-key.get" => r#"{"data":[{"id":17,"attributes":{"key_name":"laptop"}}]}"#,
        "/v1/server.get" => r#"{"data":{"id":1,"attributes":{"server_host":"lxd-a.example.net"}}}"#,
        "/v1/user.get" => r#"{"data":{"id":3,"attributes":{"login":"ops","email":"ops@example.com"}}}"#,
        _ => return None,
    })
}

fn worded(path: &str, word: &str) -> String {
    let json = match path {
        "/v1/server.list" => r#"{"data":[{"id":1,"attributes":{}}]}"#,
        "/v1/user.get" => r#"{"data":{"id":1,"attributes":{"status":WORD}}}"#,
        _ => {
            r#"{"data":[{"attributes":{"instance_name":"a","pool_name":"p","volume_name":"v",
                "instance_status":WORD,"volume_used_by":WORD}}]}"#
        }
    };
    json.replace("WORD", &serde_json::Value::from(word).to_string())
}
