//! The requests of each verb, to the letter, written from the provider's document.
//! Every binding has a row here; reads that a recipe makes first are answered beside it.

use crate::provider::contract::acts::{Sends, sent_to_the_letter};

/// A row without flags and without reads.
const fn plain(verb: &'static str, on: &'static str, requests: &'static [&'static str]) -> Sends {
    Sends { verb, on, flags: "", reads: &[], requests }
}

/// Two registered servers.
const SERVERS: &str = r#"{"data":[{"type":"server","attributes":{"provider":"lxd","server_id":3}},
    {"type":"server","attributes":{"provider":"lxd","server_id":7}}]}"#;
/// One registered server.
const SERVER: &str = r#"{"data":[{"type":"server","attributes":{"provider":"lxd","server_id":3}}]}"#;
/// A list with nothing in it.
const NONE: (&str, &str) = ("/v1/instance.list", r#"{"data":[]}"#);
/// The images of a server, or of an image server.
const IMAGES: (&str, &str) = (
    "/v1/image.list",
    r#"{"data":[{"type":"image","attributes":{"image_fingerprint":"3a9d2000","image_description":"Debian bookworm amd64"}},
        {"type":"image","attributes":{"image_fingerprint":"4b0e","image_description":"Alpine 3.20"}}]}"#,
);
/// The networks of a server.
const NETWORKS: (&str, &str) = (
    "/v1/network.list",
    r#"{"data":[{"type":"network","attributes":{"network_name":"lxdbr0","network_type":"bridge"}}]}"#,
);

const SENDS: &[Sends] = &[
    plain(
        "instances start",
        "1/web",
        &[
            r#"POST /v1/instance.action  {"server_id":1,"instance_name":"web","provider":"lxd","instance_status":"start"}"#,
        ],
    ),
    plain(
        "instances stop",
        "1/web",
        &[
            r#"POST /v1/instance.action  {"server_id":1,"instance_name":"web","provider":"lxd","instance_status":"stop"}"#,
        ],
    ),
    plain(
        "instances stop --hard",
        "1/web",
        &[
            r#"POST /v1/instance.action  {"server_id":1,"instance_name":"web","provider":"lxd","instance_status":"stop-force"}"#,
        ],
    ),
    plain(
        "instances reboot",
        "1/web",
        &[
            r#"POST /v1/instance.action  {"server_id":1,"instance_name":"web","provider":"lxd","instance_status":"restart"}"#,
        ],
    ),
    plain(
        "instances reset",
        "1/web",
        &[
            r#"POST /v1/instance.action  {"server_id":1,"instance_name":"web","provider":"lxd","instance_status":"restart-force"}"#,
        ],
    ),
    plain(
        "instances suspend",
        "1/web",
        &[
            r#"POST /v1/instance.action  {"server_id":1,"instance_name":"web","provider":"lxd","instance_status":"freeze"}"#,
        ],
    ),
    plain(
        "instances resume",
        "1/web",
        &[
            r#"POST /v1/instance.action  {"server_id":1,"instance_name":"web","provider":"lxd","instance_status":"unfreeze"}"#,
        ],
    ),
    Sends {
        verb: "instances create",
        on: "web-9",
        flags: r#"{"host":"7","image":"Debian bookworm amd64","cpus":2,"memory":2147483648,"network":["7/lxdbr0"]}"#,
        reads: &[("/v1/server.list", SERVERS), NONE, IMAGES, NETWORKS],
        requests: &[
            r#"POST /v1/instance.add  {"instance_name":"web-9","instance_type":"container","instance_image":"3a9d2000","instance_memory":"2148","instance_cpu":"2","instance_profiles":"default","instance_interface":"eth0","instance_network":"lxdbr0","instance_dhcp":true,"provider":"lxd","server_id":7}"#,
            r#"POST /v1/instance.action  {"server_id":7,"instance_name":"web-9","provider":"lxd","instance_status":"start"}"#,
        ],
    },
    Sends {
        verb: "instances create",
        on: "web-9",
        flags: r#"{"image":"Debian bookworm amd64"}"#,
        reads: &[("/v1/server.list", SERVER), NONE, IMAGES],
        requests: &[
            r#"POST /v1/instance.add  {"instance_name":"web-9","instance_type":"container","instance_image":"3a9d2000","instance_memory":"64","instance_cpu":"1","instance_profiles":"default","provider":"lxd","server_id":3}"#,
            r#"POST /v1/instance.action  {"server_id":3,"instance_name":"web-9","provider":"lxd","instance_status":"start"}"#,
        ],
    },
    plain(
        "images delete",
        "3/3a9d2000",
        &[r#"POST /v1/image.delete  {"image_fingerprint":"3a9d2000","provider":"lxd","server_id":3}"#],
    ),
    Sends {
        verb: "keys create",
        on: "laptop",
        flags: r#"{"public-key":"ssh-ed25519 AAAAC3Nz ops@example.com"}"#,
        reads: &[],
        requests: &[r#"POST /v1/ssh-key.add  {"key_name":"laptop","key_public":"ssh-ed25519 AAAAC3Nz"}"#],
    },
    plain("keys delete", "17", &[r#"POST /v1/ssh-key.delete  {"key_id":17}"#]),
    Sends {
        verb: "hosts create",
        on: "lxd-c.example.net",
        flags: r#"{"password-file":"made-up-trust"}"#,
        reads: &[],
        requests: &[
            r#"POST /v1/server.add  {"server_host":"lxd-c.example.net","server_password":"made-up-trust","server_port":8443,"server_protocol":"lxd","provider":"lxd"}"#,
        ],
    },
    Sends {
        verb: "hosts create",
        on: "lxd-c.example.net",
        flags: r#"{"password-file":"made-up-trust","port":9443}"#,
        reads: &[],
        requests: &[
            r#"POST /v1/server.add  {"server_host":"lxd-c.example.net","server_password":"made-up-trust","server_port":9443,"server_protocol":"lxd","provider":"lxd"}"#,
        ],
    },
];

#[tokio::test]
async fn verbs_send_what_the_document_says() {
    sent_to_the_letter(&super::UIVMM, SENDS).await;
}
