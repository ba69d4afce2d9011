//! The shape of JSON follows from the command line, and the keys of each noun are only ever added to.
//! A change of these lists breaks users' scripts.

use serde_json::Value;

use crate::harness::Home;

/// The keys at the beginning of every record.
const HEAD: [&str; 8] = ["account", "provider", "preset", "id", "name", "state", "provider_state", "created_at"];

/// The further keys of each noun in a list, and the keys that `show` adds.
const NOUNS: [(&str, &str, &[&str], &[&str]); 4] = [
    (
        "instances",
        "sandbox-fleio/web-1",
        &["cpus", "memory_bytes", "disk_bytes", "ips", "region", "flavor", "image", "tags", "locked", "persistent"],
        &[],
    ),
    ("drives", "archive", &["size_bytes", "kind", "attached_to"], &[]),
    (
        "invoices",
        "3052",
        &["number", "issued_at", "due_at", "paid_at", "currency", "total", "due", "credit"],
        &["subtotal", "tax", "taxes", "lines", "transactions", "mismatch"],
    ),
    ("tickets", "437928", &["number", "subject", "department", "unread", "updated_at"], &["messages"]),
];

fn keys(record: &Value) -> Vec<&str> {
    record.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_fields_of_every_noun() {
    let home = Home::new();
    for (noun, target, listed, shown) in NOUNS {
        let wanted = [&HEAD, listed].concat();
        let list = home.sandbox(&format!("{noun} list --json")).json();
        for record in list.as_array().unwrap() {
            assert_eq!(keys(record)[..wanted.len()], wanted, "{noun} list");
        }
        let one = home.sandbox(&format!("{noun} show {target} --json")).json();
        assert_eq!(keys(&one), [&*wanted, shown].concat(), "{noun} show");
    }
    let who = home.sandbox("whoami --json").json();
    assert_eq!(keys(&who[0]), [&HEAD[..], &["email", "company", "currency"]].concat());
}

#[test]
fn the_fields_of_what_is_inside() {
    let home = Home::new();
    let invoice = home.sandbox("invoices show 3052 --json").json();
    assert_eq!(keys(&invoice["lines"][0]), ["description", "amount"]);
    assert_eq!(keys(&invoice["transactions"][0])[..3], ["date", "description", "amount"]);
    let ticket = home.sandbox("tickets show 437928 --json").json();
    assert_eq!(keys(&ticket["messages"][0]), ["author", "staff", "at", "text", "attachments"]);
}

#[test]
fn the_fields_of_a_change_and_of_its_error() {
    let home = Home::new();
    let run = home.sandbox("instances start sandbox-fleio/web-1 sandbox-fleio/nobody --json");
    run.ends(6).quietly();
    let list = run.json();
    let wanted = "account provider preset id name kind action changed status before after how error job resource requests consequences";
    for record in list.as_array().unwrap() {
        assert_eq!(keys(record).join(" "), wanted);
    }
    let error = list.as_array().unwrap().iter().find_map(|record| record["error"].as_object()).unwrap();
    let keys: Vec<&str> = error.keys().map(String::as_str).collect();
    let wanted = "code message hint account provider operation target http_status provider_message retryable exit";
    assert_eq!(keys.join(" "), wanted);
}

#[test]
fn a_list_is_an_array_for_none_and_for_one() {
    let home = Home::new();
    home.sandbox("instances list --filter name=nobody --json").shows(
        "
        []
        --- exit 0
    ",
    );
    home.sandbox("instances list --filter name=nobody -o ndjson").shows(
        "
        --- exit 0
    ",
    );
    home.sandbox("instances list --filter name=nobody -o name").shows(
        "
        --- exit 0
    ",
    );
    assert!(home.sandbox("instances list --filter name=lab --json").json().is_array());
    home.nubo("accounts list --json").shows(
        "
        []
        --- exit 0
    ",
    );
}

#[test]
fn what_is_shown_is_an_object_only_for_one_literal_target() {
    let home = Home::new();
    for target in ["lab", "id:7/lab", "name:lab", "sandbox-uivmm/lab", "ip:192.0.2.40"] {
        assert!(home.sandbox(&format!("instances show {target} --json")).ends(0).json().is_object(), "{target}");
    }
    for (targets, count) in [("lab registry", 2), ("'la?'", 1), ("sandbox-uivmm/'*'", 4), ("lab lab", 1)] {
        let shown = home.sandbox(&format!("instances show {targets} --json")).ends(0).json();
        assert_eq!(shown.as_array().map(Vec::len), Some(count), "{targets}");
    }
}

#[test]
fn states_are_our_words() {
    let home = Home::new();
    let words = [
        ("instances", "running stopped paused suspended shelved starting stopping busy error unknown"),
        ("drives", "available attached busy error unknown"),
        ("invoices", "draft unpaid overdue paid cancelled refunded unknown"),
        ("tickets", "open answered customer_reply in_progress on_hold closed unknown"),
    ];
    for (noun, words) in words {
        for record in home.sandbox(&format!("{noun} list --json")).json().as_array().unwrap() {
            let state = record["state"].as_str().unwrap();
            assert!(words.split(' ').any(|word| word == state), "{noun} {state}");
        }
    }
}
