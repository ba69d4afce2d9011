//! The portal's own forms of the replies that the contract suite reads, as its documents print them.

use crate::{
    error::Kind,
    provider::contract::{Bodies, Fixture, basic},
};

/// The suite's knowledge of `HostBill`.
pub(crate) static FIXTURE: Fixture = Fixture {
    url: "https://portal.example.com/api",
    documented: 39,
    presets: &[("seflow", Some("https://manage.seflow.it/api"), 4), ("hostbill", None, 4)],
    scheme: "Basic",
    credentials: basic,
    listing: "services.list",
    answer,
    records: &[
        ("instances", "33301/4965", Some("running")),
        ("drives", "33301/4965/d1", None),
        ("invoices", "12", None),
        ("tickets", "7", Some("open")),
        ("whoami", "20408", None),
    ],
    worded,
    bodies: Bodies {
        // An empty body does not show that the list is empty.
        empty: ("", Err(Kind::Unavailable)),
        truncated: (r#"{"services":[{"id":"1"},{"id""#, Err(Kind::Failed)),
        an_error: (r#"{"error":["something_else"]}"#, Err(Kind::Failed)),
        other_text: ("gone fishing", Err(Kind::Failed)),
        no_records: (r#"{"services":[]}"#, Ok(0)),
        more: &[
            ("an empty object", ("{}", Err(Kind::Unavailable))),
            ("an empty array", ("[]", Err(Kind::Unavailable))),
            ("null", ("null", Err(Kind::Failed))),
            ("null for the list", (r#"{"services":null}"#, Err(Kind::Unavailable))),
            (
                "an error beside an empty list",
                (r#"{"services":[],"error":["Connection timed out"]}"#, Err(Kind::Failed)),
            ),
        ],
    },
    spared: &[
        "details.update",
        "details.update-email",
        "vms.start",
        "invoices.credit",
        "tickets.open",
        "tickets.reply",
        "tickets.close",
        "tickets.reopen",
    ],
    refused: &[
        (200, r#"{"error":["wronglogin"]}"#),
        (200, r#"{"error":["unauthorized"]}"#),
        (200, r#"{"error":["token_expired"]}"#),
    ],
    forbidden: &[],
};

/// One machine and one of each thing around it.
fn answer(path: &str) -> Option<&'static str> {
    Some(match path {
        "/service" => r#"{"services":[{"id":"33301","status":"Active"}]}"#,
        "/service/33301/vms" => r#"{"vms":{"4965":{"label":"web","state":"online"}}}"#,
        "/service/33301/vms/4965" => r#"{"vm":{"label":"web","status":"running"}}"#,
        "/service/33301/vms/4965/storage" => r#"{"storage":[{"id":"d1","size_gb":"10"}]}"#,
        "/service/33301/ip" => r#"{"ips":[{"ipaddress":"192.0.2.7","status":"assigned"}]}"#,
        "/service/33301/rdns" => r#"{"ips":[{"ipaddress":"192.0.2.7","ptrcontent":"web.example.com"}]}"#,
        "/service/33301/vms/4965/ips" => r#"{"ips":["192.0.2.7"]}"#,
        "/service/33301/templates" => r#"{"templates":[{"id":"12","name":"Debian 12"}]}"#,
        "/invoice" => r#"{"invoices":[{"id":"12","status":"Unpaid","total":"9.50"}]}"#,
        "/invoice/12" => r#"{"invoice":{"id":"12","status":"Unpaid","total":9.5}}"#,
        "/tickets" => r#"{"tickets":[{"ticket_number":"7","status":"Open","subject":"Help"}]}"#,
        "/tickets/7" => r#"{"tickets":{"ticket_number":"7","status":"Open"},"replies":[]}"#,
        "/details" => r#"{"client":{"id":"20408","email":"ops@example.com","status":"Active"}}"#,
        _ => return None,
    })
}

fn worded(path: &str, word: &str) -> String {
    let json = match path {
        "/service" => r#"{"services":[{"id":"1","status":"Active"}]}"#,
        _ => {
            r#"{"vms":[{"id":1,"state":WORD,"built":WORD,"power":WORD}],"storage":[{"id":1,"status":WORD}],"ips":[{"ipaddress":"192.0.2.7","status":WORD}],
                "invoices":[{"id":1,"status":WORD}],"tickets":[{"number":1,"status":WORD}],"client":{"id":1,"status":WORD}}"#
        }
    };
    json.replace("WORD", &serde_json::Value::from(word).to_string())
}
