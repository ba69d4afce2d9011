//! Fleio's own forms of the replies that the contract suite reads, as its documents print them.

use crate::{
    error::Kind,
    provider::contract::{Bodies, Fixture},
};

/// The suite's knowledge of Fleio.
pub(crate) static FIXTURE: Fixture = Fixture {
    url: "https://cloud.example.com/backend/api",
    documented: 59,
    presets: &[("fleio", None, 50), ("fotbo", Some("https://api.fotbo.com/backend/api"), 50)],
    scheme: "Token",
    credentials: str::to_owned,
    listing: "instances.list",
    answer,
    records: &[
        ("instances", "a623787b", Some("running")),
        ("drives", "v1", Some("attached")),
        ("invoices", "12", None),
        ("tickets", "T-1", Some("open")),
        ("whoami", "3", Some("active")),
    ],
    worded,
    bodies: Bodies {
        empty: ("", Err(Kind::Unavailable)),
        truncated: (r#"{"objects":[{"id":"a"},{"i"#, Err(Kind::Failed)),
        an_error: (r#"{"detail":"Not right now."}"#, Err(Kind::Unavailable)),
        other_text: ("gone fishing", Err(Kind::Failed)),
        no_records: (r#"{"count":0,"next":null,"objects":[],"totalCount":0}"#, Ok(0)),
        more: &[
            ("an empty object", ("{}", Err(Kind::Unavailable))),
            ("an empty array", ("[]", Ok(0))),
            ("null", ("null", Err(Kind::Unavailable))),
            ("null for the list", (r#"{"objects":null,"totalCount":0}"#, Err(Kind::Unavailable))),
            ("a total beside an empty list", (r#"{"objects":[],"totalCount":2}"#, Ok(0))),
        ],
    },
    spared: &[
        "staff.clients-create",
        "staff.instances-create",
        "staff.instances-start",
        "instances.create",
        "instances.start",
        "operations.mark-all-as-read",
        "volumes.create",
        "networks.create",
        "subnets.create",
        "routers.create",
        "security-groups.create",
        "floating-ips.create",
        "ssh-keys.create",
        "ssh-keys.update",
        "ssh-keys.delete",
        "images.delete",
        "images.copy",
        "images.move",
        "invoices.pay",
        "clients.update",
        "notifications.view",
        "notifications.unseen",
        "notifications.mark-all-as-read",
        "tickets.create",
        "tickets.reply",
        "tickets.close",
        "tickets.reopen",
    ],
    refused: &[],
    forbidden: &[(428, r#"{"emailNotVerified":true}"#)],
};

/// One machine and one of each thing around it.
fn answer(path: &str) -> Option<&'static str> {
    Some(match path {
        "/openstack/instances" => {
            r#"{"objects":[{"id":"a623787b","name":"web","status":"active","display_task":null}],"next":null,"totalCount":1}"#
        }
        "/openstack/instances/a623787b" => r#"{"id":"a623787b","name":"web","status":"active"}"#,
        "/openstack/volumes" => {
            r#"{"objects":[{"id":"v1","name":"data","size":10,"status":"in-use","attachments":[{"server_id":"a623787b"}]}]}"#
        }
        "/openstack/volumes/v1" => {
            r#"{"id":"v1","name":"data","size":10,"status":"in-use","attachments":[{"server_id":"a623787b"}]}"#
        }
        "/billing/invoices" => r#"{"objects":[{"id":12,"status":"unpaid","total":"9.50"}]}"#,
        "/billing/invoices/12" => r#"{"id":12,"status":"unpaid","total":"9.50","items":[]}"#,
        "/plugins/tickets/tickets" => r#"{"objects":[{"id":"T-1","status":"open","title":"Help"}]}"#,
        "/plugins/tickets/tickets/T-1" => r#"{"id":"T-1","status":"open","title":"Help"}"#,
        "/current-user" => r#"{"user":{"id":3,"email":"ops@example.com"},"features":{}}"#,
        _ => return None,
    })
}

fn worded(path: &str, word: &str) -> String {
    let json = match path {
        "/current-user" => r#"{"user":{"id":1,"is_active":WORD,"clients":[{"status":WORD}]}}"#,
        _ => r#"{"objects":[{"id":1,"status":WORD,"display_task":WORD},{"id":2,"status":WORD}]}"#,
    };
    json.replace("WORD", &serde_json::Value::from(word).to_string())
}
