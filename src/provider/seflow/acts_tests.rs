//! The requests of each verb, to the letter, written from the provider's document.
//! Every binding has a row here; reads that a recipe makes first are answered beside it.

use crate::provider::contract::acts::{Sends, sent_to_the_letter};

/// A row without flags and without reads.
const fn plain(verb: &'static str, on: &'static str, requests: &'static [&'static str]) -> Sends {
    Sends { verb, on, flags: "", reads: &[], requests }
}

/// A row with flags.
const fn flagged(
    verb: &'static str,
    on: &'static str,
    flags: &'static str,
    reads: &'static [(&'static str, &'static str)],
    requests: &'static [&'static str],
) -> Sends {
    Sends { verb, on, flags, reads, requests }
}

/// A machine with two interfaces, as two portals print them; the address is offered to the second.
const OFFERED: &[(&str, &str)] = &[
    ("/vms/4965/ips", r#"{"ips": {"88": {"ipaddress": "192.0.2.20", "main": "1"}}}"#),
    ("/vms/4965/interfaces", r#"{"interfaces": {"net0": {"mac": "m", "ip": []}, "net1": {"mac": "n"}}}"#),
    ("/interfaces/net0/ips", r#"{"error": ["invalid method"]}"#),
    ("/interfaces/net1/ips", r#"{"ips": {"118": "192.0.2.21", "119": "192.0.2.22"}}"#),
];

/// A machine with its address on its second interface.
const HELD: &[(&str, &str)] = &[
    ("/vms/4965/ips", r#"{"ips": {"88": {"ipaddress": "192.0.2.20"}}}"#),
    (
        "/vms/4965/interfaces",
        r#"{"interfaces": [{"id": 1, "name": "net0"}, {"id": 2, "name": "net1", "ip": [{"ipaddress": "192.0.2.20"}]}]}"#,
    ),
];

/// A service whose machines have bare addresses and one interface.
const BARE: &[(&str, &str)] = &[
    ("/service/33301/ip", r#"{"ips": [{"ipaddress": "192.0.2.20", "status": "assigned"}]}"#),
    ("/service/33301/rdns", r#"{"ips": []}"#),
    ("/service/33301/vms", r#"{"vms": {"17": {"label": "a"}, "4965": {"label": "b"}}}"#),
    ("/vms/17/ips", "[]"),
    ("/vms/4965/ips", r#"{"ips": ["192.0.2.20"]}"#),
    ("/vms/4965/interfaces", r#"{"interfaces": ["eth0"]}"#),
];

const DISK: &[(&str, &str)] = &[("/vms/4965/storage", r#"{"storage": {"d1": {"type": "disk", "size_gb": "20"}}}"#)];

const ASSIGN: &[&str] = &["POST /service/33301/vms/4965/ips  ipid=118&interfaceid=net1"];

/// An invoice that the credit suffices for, and a paid one.
const PAYABLE: &[(&str, &str)] = &[
    ("/invoice/303118", r#"{"invoice": {"id": "303118", "status": "Unpaid", "total": 36.6, "currency": "EUR"}}"#),
    ("/invoice/302877", r#"{"invoice": {"id": "302877", "status": "Paid", "total": 48.8, "currency": "EUR"}}"#),
    ("/balance", r#"{"details": {"acc_balance": "36.60", "acc_credit": "36.60"}}"#),
];

const SENDS: &[Sends] = &[
    flagged("invoices pay", "303118", "", PAYABLE, &["POST /invoice/303118/credit"]),
    flagged("invoices pay", "302877", "", PAYABLE, &[]),
    flagged(
        "tickets create",
        "",
        r#"{"department": "2", "subject": "Slow & slower", "body": "Since noon.\nÜ"}"#,
        &[],
        &["POST /tickets  dept_id=2&subject=Slow%20%26%20slower&body=Since%20noon.%0A%C3%9C"],
    ),
    flagged("tickets reply", "437928", r#"{"body": "Thank you."}"#, &[], &["POST /tickets/437928  body=Thank%20you."]),
    plain("tickets close", "437928", &["PUT /tickets/437928/close"]),
    plain("tickets reopen", "437928", &["PUT /tickets/437928/open"]),
    flagged(
        "services upgrade",
        "33301",
        r#"{"resource": {"1557": "10103", "1558": "4", "1559": "10201:2"}}"#,
        &[],
        &[
            "POST /service/33301/upgrade  resources%5B1557%5D=10103&resources%5B1558%5D=4&resources%5B1559%5D%5B10201%5D=2&send=true",
        ],
    ),
    flagged(
        "services upgrade",
        "33301",
        r#"{"package": 12, "cycle": "Semi-Annually"}"#,
        &[],
        &["POST /service/33301/upgrade  package=12&cycle=s&send=true"],
    ),
    flagged(
        "contact set",
        "20408",
        r#"{"first-name": "Ann", "company": "", "mobile": "+390212345678", "region": "MI"}"#,
        &[],
        &["POST /details  firstname=Ann&companyname=&state=MI&mobilephone=%2B390212345678"],
    ),
    flagged(
        "contact set --email",
        "20408",
        r#"{"email": "ops@example.com", "city": "Milano"}"#,
        &[],
        &["POST /details  city=Milano", "POST /details  email=ops%40example.com"],
    ),
    plain("instances start", "33301/4965", &["POST /service/33301/vms/4965/start"]),
    plain("instances stop", "33301/4965", &["POST /service/33301/vms/4965/stop"]),
    plain("instances reboot", "33301/4965", &["POST /service/33301/vms/4965/reboot"]),
    flagged(
        "instances boot-iso",
        "33301/4965",
        r#"{"image": "rescue.iso"}"#,
        &[],
        &["POST /service/33301/vms/4965/reboot  iso=rescue.iso"],
    ),
    flagged(
        "instances resize",
        "33301/4965",
        r#"{"cpus": 4, "memory": 8589934592}"#,
        &[],
        &["PUT /service/33301/vms/4965?memory=8192&cpu=4  memory=8192&cpu=4"],
    ),
    flagged(
        "instances resize",
        "33301/4965",
        r#"{"memory": 1000000000}"#,
        &[],
        &["PUT /service/33301/vms/4965?memory=954  memory=954"],
    ),
    flagged("instances attach --ip", "33301/4965", r#"{"ip": "192.0.2.21"}"#, OFFERED, ASSIGN),
    flagged("instances attach --ip", "33301/4965", r#"{"ip": "118"}"#, OFFERED, ASSIGN),
    flagged("instances attach --ip", "33301/4965", r#"{"ip": "192.0.2.20"}"#, OFFERED, &[]),
    flagged(
        "instances detach --ip",
        "33301/4965",
        r#"{"ip": "192.0.2.20"}"#,
        HELD,
        &["DELETE /service/33301/vms/4965/ips/88?interfaceid=2"],
    ),
    flagged(
        "instances detach --ip",
        "33301/4965",
        r#"{"ip": "88"}"#,
        OFFERED,
        &["DELETE /service/33301/vms/4965/ips/88"],
    ),
    plain("instances delete", "33301/4965", &["DELETE /service/33301/vms/4965"]),
    flagged(
        "drives resize",
        "33301/4965/d1",
        r#"{"size": 42949672960}"#,
        DISK,
        &["PUT /service/33301/vms/4965/storage/d1?size=40  size=40"],
    ),
    flagged("drives resize", "33301/4965/d1", r#"{"size": 21474836480}"#, DISK, &[]),
    flagged("ips assign", "33301/192.0.2.21", r#"{"to": "33301/4965"}"#, OFFERED, ASSIGN),
    flagged(
        "ips unassign",
        "33301/192.0.2.20",
        "",
        BARE,
        &["DELETE /service/33301/vms/4965/ips/192.0.2.20?interfaceid=eth0"],
    ),
    flagged(
        "ips rdns",
        "33301/2001:db8::1",
        r#"{"name": "mail.example.com"}"#,
        &[],
        &["POST /service/33301/rdns  ipaddress%5B2001%3Adb8%3A%3A1%5D=mail.example.com"],
    ),
];

#[tokio::test]
async fn verbs_send_what_the_document_says() {
    sent_to_the_letter(&super::SEFLOW, SENDS).await;
}
