//! What each verb sends, to the letter, written from the provider's document.
//! Every binding stands here; reads that a recipe makes first are answered beside it.

use crate::provider::contract::acts::{Sends, sent_to_the_letter};

/// A row without flags and without reads.
const fn plain(verb: &'static str, on: &'static str, requests: &'static [&'static str]) -> Sends {
    Sends { verb, on, flags: "", reads: &[], requests }
}

const SENDS: &[Sends] = &[
    plain("instances start", "s1", &["GET /servers/s1/start"]),
    plain("instances stop", "s1", &["GET /servers/s1/shutdown"]),
    plain("instances stop --hard", "s1", &["GET /servers/s1/stop"]),
    plain("instances reboot", "s1", &["POST /servers/s1/reset"]),
];

#[tokio::test]
async fn verbs_send_what_the_document_says() {
    sent_to_the_letter(&super::CLOUDSIGMA, SENDS).await;
}
