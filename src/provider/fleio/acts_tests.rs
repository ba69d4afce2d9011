//! The requests of each verb, to the letter, written from the provider's document.
//! Every binding has a row here; reads that a recipe makes first are answered beside it.

mod billing;
mod machines;
mod network;
mod storage;

use crate::provider::contract::acts::{Sends, sent_to_the_letter};

/// A row without flags and without reads.
const fn plain(verb: &'static str, on: &'static str, requests: &'static [&'static str]) -> Sends {
    Sends { verb, on, flags: "", reads: &[], requests }
}

/// A row with flags and without reads.
const fn flagged(
    verb: &'static str,
    on: &'static str,
    flags: &'static str,
    requests: &'static [&'static str],
) -> Sends {
    Sends { verb, on, flags, reads: &[], requests }
}

const FLOATING: &str = r#"{"objects":[{"id":"f1","floating_ip_address":"203.0.113.50","port":null,"associated_object":null},
    {"id":"f2","floating_ip_address":"203.0.113.51","port":{"id":"x"},"associated_object":{"id":"a","name":"web","device_type":"compute:nova"}}],
    "totalCount":2}"#;
const PORTS: &str = r#"{"ports":[{"id":"port-1","fixed_ips":[{"ip_address":"10.0.0.11"},{"ip_address":"2001:db8::1"}]}],"free_ips":[]}"#;
const NETWORK: &str = r#"{"id":"n1","name":"lan","description":"for the shop","admin_state_up":false,
    "subnets":[{"id":"s6","cidr":"2001:db8::/64"},{"id":"s4","cidr":"10.0.0.0/24"}]}"#;

#[tokio::test]
async fn verbs_send_what_the_document_says() {
    let table: Vec<Sends> =
        [machines::MACHINES, storage::STORAGE, network::NETWORKS, billing::BILLING, billing::STAFF].concat();
    sent_to_the_letter(&super::FLEIO, &table).await;
}
