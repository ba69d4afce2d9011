//! What each verb sends, to the letter, written from the provider's document.
//! Every binding stands here; reads that a recipe makes first are answered beside it.

use crate::provider::contract::acts::{Sends, sent_to_the_letter};

/// A row without flags and without reads.
const fn plain(verb: &'static str, on: &'static str, requests: &'static [&'static str]) -> Sends {
    Sends { verb, on, flags: "", reads: &[], requests }
}

const SENDS: &[Sends] = &[
    plain("instances start", "a b", &["POST /openstack/instances/a%20b/start"]),
    plain("instances stop", "a", &["POST /openstack/instances/a/stop"]),
    plain("instances reboot", "a", &["POST /openstack/instances/a/reboot"]),
];

#[tokio::test]
async fn verbs_send_what_the_document_says() {
    sent_to_the_letter(&super::FLEIO, SENDS).await;
}
