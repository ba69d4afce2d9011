//! What each verb sends, to the letter, written from the provider's document.
//! Every binding stands here; reads that a recipe makes first are answered beside it.

use crate::provider::contract::acts::{Sends, sent_to_the_letter};

/// A row without flags and without reads.
const fn plain(verb: &'static str, on: &'static str, requests: &'static [&'static str]) -> Sends {
    Sends { verb, on, flags: "", reads: &[], requests }
}

const SENDS: &[Sends] = &[
    plain("instances start", "33301/4965", &["POST /service/33301/vms/4965/start"]),
    plain("instances stop", "33301/4965", &["POST /service/33301/vms/4965/stop"]),
    plain("instances reboot", "33301/4965", &["POST /service/33301/vms/4965/reboot"]),
];

#[tokio::test]
async fn verbs_send_what_the_document_says() {
    sent_to_the_letter(&super::SEFLOW, SENDS).await;
}
