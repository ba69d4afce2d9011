//! What each verb sends, to the letter, written from the provider's document.
//! Every binding stands here; reads that a recipe makes first are answered beside it.

use crate::provider::contract::acts::{Sends, sent_to_the_letter};

/// A row without flags and without reads.
const fn plain(verb: &'static str, on: &'static str, requests: &'static [&'static str]) -> Sends {
    Sends { verb, on, flags: "", reads: &[], requests }
}

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
];

#[tokio::test]
async fn verbs_send_what_the_document_says() {
    sent_to_the_letter(&super::UIVMM, SENDS).await;
}
