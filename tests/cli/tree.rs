//! The providers' own trees: replies become tables, and the help tells the arguments.
//! Replies are the simulated clouds', or a small server's where the shape matters.

use crate::harness::{Clouds, Home, Server, json};

const WEB: &str = "a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001";
const BATCH: &str = "43eafa24-3041-4f57-9a88-c5d2dd8ad37c";

#[test]
fn an_object_a_list_and_plain_values() {
    let home = Home::new();
    let shown = home.sandbox("cloudsigma servers show 10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1 --json").ends(0).json();
    assert_eq!((&shown["name"], &shown["persistent"]), (&"web-1".into(), &"true".into()));
    home.sandbox("cloudsigma servers info --columns name,status,persistent,smp").shows(
        "
        NAME     STATUS   PERSISTENT  SMP
        web-1    active   true        1
        web-2    active   true        auto
        db-1     active   true        4
        batch-1  active   -           1
        mail-1   stopped  true        -
        dev-1    paused   true        1
        --- exit 0
    ",
    );
    home.sandbox("cloudsigma currencies list").shows(
        "
        VALUE
        CHF
        EUR
        GBP
        USD
        --- exit 0
    ",
    );
    home.sandbox("cloudsigma currencies list -o ndjson").shows(
        r#"
        {"value":"CHF"}
        {"value":"EUR"}
        {"value":"GBP"}
        {"value":"USD"}
        --- exit 0
    "#,
    );
}

#[test]
fn a_derived_table_is_selected_from_as_any_other() {
    let home = Home::new();
    home.sandbox("cloudsigma servers info --columns name,mem --sort -mem --limit 2 --filter status=active -o csv")
        .shows(
            "
        name,mem
        db-1,8192
        web-1,2048
        --- stderr
        showing 2 of 4 records
        --- exit 0
    ",
        );
    home.sandbox("cloudsigma servers info --columns name --filter 'mem>=4096' --no-header -o tsv").shows(
        "
        db-1
        mail-1
        --- exit 0
    ",
    );
    home.sandbox("cloudsigma servers show 10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1 --columns name,mem -o yaml").shows(
        r#"
        name: web-1
        mem: "2048"
        --- exit 0
    "#,
    );
    home.sandbox("cloudsigma servers info --columns nope").ends(2);
    home.sandbox("cloudsigma servers show 10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1 --filter name=x").ends(2);
}

#[test]
fn a_change_without_a_reply_is_told_as_a_change() {
    let home = Home::new();
    home.sandbox(&format!("cloudsigma servers start {BATCH}")).shows(
        "
        ACCOUNT             ID                                    NAME  ACTION         CHANGED  STATUS  BEFORE  AFTER  HOW
        sandbox-cloudsigma  43eafa24-3041-4f57-9a88-c5d2dd8ad37c  -     servers.start  yes      ok      -       -      -
        --- exit 0
    ",
    );
    let changes = home.sandbox(&format!("fleio instances stop {WEB} --json")).ends(0).json();
    assert_eq!((changes[0]["name"].as_str(), changes[0]["action"].as_str()), (Some("web-1"), Some("instances.stop")));
    assert_eq!((&changes[0]["changed"], changes[0]["status"].as_str()), (&true.into(), Some("ok")));
}

#[test]
fn secrets_of_a_reply_are_shown_only_when_asked_for() {
    let server = Server::always(json(r#"{"id":7,"password":"s3same","nested":{"token":"t0ken","name":"in"}}"#));
    let home = Home::at(&server.url(), "");
    let run = home.nubo("fleio instances show 7 --json");
    assert!(!run.ends(0).stdout.contains("s3same") && !run.stdout.contains("t0ken"), "{}", run.stdout);
    assert_eq!((&run.json()["password"], &run.json()["nested"]["name"]), (&"***".into(), &"in".into()));
    let run = home.nubo("fleio instances show 7 --json --reveal");
    assert_eq!(run.json()["password"], "s3same");
    assert_eq!(run.json()["nested"]["token"], "t0ken");
}

#[test]
fn help_tells_purpose_example_and_arguments() {
    let run = Home::nowhere().nubo("cloudsigma drives clone --help");
    let help = &run.ends(0).quietly().stdout;
    assert_eq!(help.lines().next(), Some("Copy a drive"));
    assert!(help.contains("Examples:\n  nubo cloudsigma drives clone ID --name data-1\n"), "{help}");
    let arguments = help.split("\nArguments:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    for flag in ["--name <TEXT>", "--size <SIZE>", "--claim-type <TEXT>", "--readers <TEXT>", "<ID>"] {
        assert!(arguments.contains(flag), "{flag}: {arguments}");
    }
    assert!(help.ends_with("POST /drives/{id}/clone - effect: pay, documented: 7.4\n"), "{help}");
}

#[test]
fn an_argument_named_like_a_flag_keeps_its_name() {
    let home = Home::new();
    let help = home.nubo("fleio instances actions --help").stdout;
    assert!(help.contains("--limit <N>  actions at most") && help.contains("--nubo-limit <N>"), "{help}");
    home.sandbox("instances stop sandbox-fleio/web-1").ends(0);
    home.sandbox(&format!("fleio instances actions {WEB} --nubo-limit 1 --columns action")).shows(
        "
        ACTION
        stop
        --- stderr
        showing 1 of 2 records
        --- exit 0
    ",
    );
    let server = Server::always(json(r#"{"objects":[{"action":"create"}]}"#));
    Home::at(&server.url(), "").nubo("fleio instances actions 7 --limit 3").ends(0);
    assert_eq!(server.lines(), ["GET /openstack/instances/7/actions?limit=3"]);
}

#[test]
fn which_account_is_meant() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    home.nubo("cloudsigma currencies list --no-header").shows(
        "
        CHF
        EUR
        GBP
        USD
        --- exit 0
    ",
    );
    home.nubo("cloudsigma currencies list -a fleio").shows(
        r#"
        --- stderr
        error: account "fleio" is one of Fleio, not of CloudSigma API 1.0
        --- exit 2
    "#,
    );
    home.nubo("cloudsigma currencies list -a fleio,cloudsigma").ends(2).tells("name one with -a");
    Home::new().nubo("cloudsigma currencies list").shows(
        "
        --- stderr
        error: no account of CloudSigma API 1.0 is configured
          hint: nubo accounts add NAME --provider cloudsigma
        --- exit 2
    ",
    );
}

/// The reply to every request: one record.
const ONE: &str = r#"{"id":"7","name":"web"}"#;

/// Two accounts of one provider.
fn two(first: &str, second: &str, more: &str) -> Home {
    let section = |name: &str, url: &str| format!("[accounts.{name}]\nprovider = \"fleio\"\nurl = \"{url}\"\n");
    Home::new()
        .config(&format!("{more}\n{}{}", section("one", first), section("two", second)))
        .with("NUBO_SECRET_ONE", "hush-1")
        .with("NUBO_SECRET_TWO", "hush-2")
}

#[test]
fn of_several_accounts_the_default_is_meant_or_none() {
    let (first, second) = (Server::always(json(ONE)), Server::always(json(ONE)));
    two(&first.url(), &second.url(), "").nubo("fleio security-groups list").shows(
        "
        --- stderr
        error: several accounts could be meant
          hint: name one with -a: one two
        --- exit 2
    ",
    );
    let home = two(&first.url(), &second.url(), "default_account = \"two\"");
    home.nubo("fleio operations in-progress").ends(0);
    assert_eq!(first.lines(), [""; 0]);
    assert_eq!(second.lines(), ["GET /operations/has_operations_in_progress"]);
    home.nubo("fleio instances delete 7 --yes").ends(10).tells("it must name its account");
    home.nubo("fleio operations in-progress -a one").ends(0);
    assert_eq!(first.lines(), ["GET /operations/has_operations_in_progress"]);
    assert!(second.lines().iter().all(|line| line.starts_with("GET ")), "{:?}", second.lines());
}

#[test]
fn unknown_groups_and_operations_are_wrong_usage() {
    let home = Home::new();
    home.nubo("cloudsigma nothing list").ends(2);
    home.nubo("cloudsigma servers explode X").ends(2);
    home.nubo("cloudsigma drives clone X").ends(2).tells("--name");
    home.nubo("fleio instances create-options --region").ends(2);
    home.sandbox("cloudsigma drives clone .. --name x --yes").ends(2);
}

#[test]
fn a_time_limit_holds_for_operations_and_raw_requests() {
    let silent = Server::always(Vec::new());
    let home = Home::at(&silent.url(), "");
    for line in ["fleio volumes list", "fleio invoices download 7", "api lab GET /openstack/volumes"] {
        home.nubo(&format!("{line} --timeout 1s --retries 1")).ends(5).tells("no whole answer within 1 s");
    }
    home.nubo("api lab POST /openstack/volumes/7/rename -f name=x --timeout 1s").ends(8);
    assert_eq!(silent.asked().len(), 4);
}
