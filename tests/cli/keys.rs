//! Every key of the accounts file changes something: with it, other requests are sent or another answer is given.
//! The keys are those that the program itself knows, so that a new one must have its line here.

use std::collections::BTreeSet;

use crate::harness::{Home, Server, json, reply};

/// A key, the section's lines without and with it, and the command that shows the difference. `URL` is the server's.
struct Row(&'static str, &'static str, &'static str, &'static str);

const FLEIO: &str = "provider = 'fleio'\nurl = 'URL'\n";
const SIGMA: &str = "provider = 'cloudsigma'\nurl = 'URL'\nuser = 'ann'\n";
const LIST: &str = "instances list --retries 0";

/// The keys of an account's section.
const ACCOUNT: &[Row] = &[
    Row("provider", FLEIO, "provider = 'uivmm'\nurl = 'URL'\n", LIST),
    Row("url", FLEIO, "provider = 'fleio'\nurl = 'URL/backend'\n", LIST),
    Row("staff_url", FLEIO, "+staff_url = 'URL/desk'", "fleio staff clients-list"),
    Row("user", SIGMA, "provider = 'cloudsigma'\nurl = 'URL'\nuser = 'bob'\n", LIST),
    Row("secret_command", FLEIO, "+secret_command = 'echo another'", "without-secret"),
    Row("scheme", FLEIO, "+scheme = 'Fleio-Token'", LIST),
    Row(
        "encoding",
        "provider = 'seflow'\nurl = 'URL'\nuser = 'ann'\n",
        "+encoding = 'json'",
        "seflow details update --city x --yes",
    ),
    Row("ca_file", "provider = 'fleio'\nurl = 'https://cloud.invalid'\n", "+ca_file = 'none.pem'", LIST),
    Row("plain_http", "provider = 'fleio'\nurl = 'http://cloud.invalid'\n", "+plain_http = true", LIST),
    Row("read_only", FLEIO, "+read_only = true", "instances start w-1 --no-wait"),
    Row("protect", FLEIO, "+protect = ['web-*']", "instances rename w-1 --name new"),
    Row("max_targets", FLEIO, "+max_targets = 1", "instances start w-1 w-2 --no-wait"),
    Row("parallel", FLEIO, "+parallel = 1", "pages --timeout 1s"),
    Row("rate", FLEIO, "+rate = 1", "instances show w-1 w-2 --timeout 1s"),
    Row("timeout", FLEIO, "+timeout = 'soon'", LIST),
    Row("operations", FLEIO, "+operations.'instances.list'.path = '/else'", LIST),
    Row("tags", FLEIO, "+tags.w-1 = ['night']", "instances list --json --columns tags"),
];

/// The keys for all accounts.
const GLOBAL: &[Row] = &[
    Row("default_account", "", "default_account = 'lab'\n", LIST),
    Row("parallel", "", "parallel = 1\n", "pages --timeout 1s"),
    Row("retries", "", "retries = 0\n", "invoices list -a lab"),
    Row("max_targets", "", "max_targets = 1\n", "instances start lab/w-1 lab/w-2 --no-wait"),
];

/// A page of machines; the pages behind the first are silent where the first is asked to be slow.
fn answer(silent: bool, request: &str) -> Vec<u8> {
    let one = |id: &str| format!(r#"{{"id":"{id}","name":"web-{id}","status":"stopped"}}"#);
    if request.starts_with("GET /billing/invoices") {
        return reply("503 Busy", "retry-after: 0\r\n", b"");
    }
    if !request.starts_with("GET /openstack/instances?") {
        return json(&one(if request.contains("w-2") { "w-2" } else { "w-1" }));
    }
    if silent && !request.contains("page=1&") {
        return Vec::new();
    }
    let (count, total, next) = if silent { (500, 1500, "\"?page=2\"") } else { (2, 2, "null") };
    let rows: Vec<String> = (1..=count).map(|n| one(&format!("w-{n}"))).collect();
    json(&format!(r#"{{"objects":[{}],"totalCount":{total},"next":{next}}}"#, rows.join(",")))
}

/// All that a command asked, answered and ended with.
fn seen(text: &str, line: &str) -> String {
    let silent = line.starts_with("pages");
    let server = Server::new(move |_, request| answer(silent, request));
    let home = Home::new().config(&text.replace("URL", &server.url()));
    let home = if line == "without-secret" {
        home
    } else {
        home.with("NUBO_SECRET_LAB", "hush-lab").with("NUBO_SECRET_OTHER", "hush")
    };
    let line = if line == "without-secret" { LIST } else { line };
    let run = home.nubo(&line.replace("pages", "instances list --retries 0"));
    let mut asked = server.asked();
    asked.sort();
    let asked = asked.join("\n");
    format!("{:?}\n{}\n{}\n{asked}", run.code, run.stdout, run.stderr).replace(&server.url()[7..], "HOST")
}

/// The section of a row with its key.
fn with(row: &Row) -> String {
    row.2.strip_prefix('+').map_or_else(|| row.2.to_owned(), |more| format!("{}{more}\n", row.1))
}

#[test]
fn each_key_of_an_account_changes_something() {
    for row in ACCOUNT {
        let before = seen(&format!("[accounts.lab]\n{}", row.1), row.3);
        let after = seen(&format!("[accounts.lab]\n{}", with(row)), row.3);
        assert_ne!(before, after, "{}", row.0);
        assert!(!after.contains("unknown key"), "{}: {after}", row.0);
    }
}

#[test]
fn each_key_for_all_accounts_changes_something() {
    let accounts = format!("[accounts.lab]\n{FLEIO}[accounts.other]\n{FLEIO}");
    for row in GLOBAL {
        let [before, after] = [row.1, row.2].map(|top| seen(&format!("{top}{accounts}"), row.3));
        assert_ne!(before, after, "{}", row.0);
        assert!(!after.contains("unknown key"), "{}: {after}", row.0);
    }
}

#[test]
fn no_key_is_left_out() {
    let source = include_str!("../../src/config/unknown.rs");
    for (name, rows) in [("ACCOUNT", ACCOUNT), ("GLOBAL", GLOBAL)] {
        let table = source.split_once(&format!("const {name}: ")).unwrap().1.split_once("];").unwrap().0;
        let known: BTreeSet<&str> = table.split('"').skip(1).step_by(2).filter(|key| *key != "accounts").collect();
        assert_eq!(rows.iter().map(|row| row.0).collect::<BTreeSet<_>>(), known, "{name}");
    }
}
