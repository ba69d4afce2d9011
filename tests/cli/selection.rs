//! The selection from a list: filters, order, columns, limits, headings and the provider's own replies.
//! Expressions that mean nothing are refused before anything is printed.

use serde_json::json;

use crate::harness::{Home, day};

#[test]
fn filters_and_order_and_columns() {
    let home = Home::new();
    home.sandbox("instances list --filter state=running --filter 'name~web-*' --sort -memory_bytes,name --columns account,name,memory_bytes")
        .shows("
            ACCOUNT             NAME   MEMORY
            sandbox-seflow      web-3   4 GiB
            sandbox-fleio       web-1   2 GiB
            sandbox-cloudsigma  web-1   2 GiB
            sandbox-fleio       web-2   2 GiB
            sandbox-cloudsigma  web-2   2 GiB
            --- exit 0
        ");
    home.sandbox("instances list --filter 'memory_bytes>=4GiB' --sort -name --columns name").shows(
        "
        ACCOUNT             NAME
        sandbox-fleio       worker-1
        sandbox-seflow      web-3
        sandbox-cloudsigma  mail-1
        sandbox-seflow      db-2
        sandbox-fleio       db-1
        sandbox-cloudsigma  db-1
        --- exit 0
    ",
    );
    home.sandbox("instances list --filter ips=192.0.2.40 --columns name,ips").shows(
        "
        ACCOUNT         NAME      IPS
        sandbox-seflow  shop-old  192.0.2.40
        --- exit 0
    ",
    );
    home.sandbox("instances list --filter state!=running --filter memory_bytes<=1GiB --columns name,state").shows(
        "
        ACCOUNT             NAME    STATE
        sandbox-cloudsigma  dev-1   paused
        sandbox-seflow      mail-2  stopped
        --- exit 0
    ",
    );
    let recent = format!("--filter total>40 --filter issued_at>={} --columns number,total", day(-20));
    home.sandbox(&format!("invoices list -a sandbox-fleio {recent}")).shows(
        "
        ACCOUNT        NUMBER    TOTAL
        sandbox-fleio  INV-3107  48.40
        --- exit 0
    ",
    );
}

#[test]
fn columns_and_their_order_hold_in_json_too() {
    Home::new().sandbox("drives list -a sandbox-seflow --json --columns size_bytes,id --limit 1").shows(
        r#"
        [
          {
            "size_bytes": 42949672960,
            "id": "33301/12/1201"
          }
        ]
        --- exit 0
    "#,
    );
}

#[test]
fn an_unknown_field_is_bad_usage_wherever_it_is_named() {
    let home = Home::new();
    home.sandbox("instances list --filter stat=running").shows(r#"
        --- stderr
        error: there is no field "stat"
          hint: did you mean state? the fields are account, provider, preset, id, name, state, provider_state, created_at, cpus, memory_bytes, disk_bytes, ips, region, flavor, image, tags, locked, persistent
        --- exit 2
    "#);
    home.sandbox("tickets list --sort size").shows(r#"
        --- stderr
        error: there is no field "size"
          hint: the fields are account, provider, preset, id, name, state, provider_state, created_at, number, subject, department, unread, updated_at, messages
        --- exit 2
    "#);
    home.sandbox("drives list --columns id,,name").shows("
        --- stderr
        error: a field's name is empty
          hint: the fields are account, provider, preset, id, name, state, provider_state, created_at, size_bytes, kind, attached_to
        --- exit 2
    ");
    home.sandbox("drives list --columns id,id").shows(
        "
        --- stderr
        error: the column id is named twice
        --- exit 2
    ",
    );
    assert_eq!(home.sandbox("instances show sandbox-uivmm/lab --columns nope --json").ends(2).error()["code"], "usage");
}

#[test]
fn a_word_that_a_field_never_has_is_bad_usage_on_lists_and_changes() {
    let home = Home::new();
    home.sandbox("instances list --filter state=runing").shows(r#"
        --- stderr
        error: state is never "runing"
          hint: did you mean running? it can be running, stopped, paused, suspended, shelved, starting, stopping, busy, error, unknown
        --- exit 2
    "#);
    for command in [
        "instances list --filter state=RUNNING",
        "instances stop --filter state=runing --yes",
        "instances wait --filter state=runing",
        "drives list --filter kind=disc",
        "images list --filter kind=Own",
        "backups list --filter kind=dayly",
        "operations list --filter effect=destory",
        "providers --filter fleio=maybe",
        "inbox --filter change=newer",
        "history list --filter status=faild",
        "instances list --filter provider=floio",
    ] {
        let offline = command.starts_with("operations") || command.starts_with("providers");
        let run = if offline { home.nubo(command) } else { home.sandbox(command) };
        assert!(run.ends(2).stderr.contains(" is never "), "{command}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{command}");
    }
    home.sandbox("drives list --filter kind=disk").ends(0);
}

#[test]
fn an_expression_that_means_nothing_is_bad_usage() {
    let home = Home::new();
    home.sandbox("instances list --filter ''").shows(
        r#"
        --- stderr
        error: the filter "" is empty
          hint: write field=value, field!=value, field~glob, or <, <=, > and >=
        --- exit 2
    "#,
    );
    for expression in ["' '", "name", "=x", "name=", "cpus=many", "memory_bytes>big", "locked~x", "ips<1"] {
        let run = home.sandbox(&format!("instances list --filter {expression}"));
        assert_eq!(run.ends(2).stdout, "", "{expression}");
    }
    home.sandbox("invoices list --filter total=1,5").shows(
        r#"
        --- stderr
        error: "1,5" cannot be compared with total
          hint: it takes an amount such as 12.10
        --- exit 2
    "#,
    );
}

#[test]
fn a_field_nobody_tells_matches_nothing_and_says_so() {
    let home = Home::new();
    home.sandbox("instances list --filter tags!=x").shows(
        r#"
        --- stderr
        no provider asked tells "tags", so nothing can match
        no instances
        --- exit 0
    "#,
    );
    home.sandbox("instances list --filter tags!=x --json").shows(
        "
        []
        --- exit 0
    ",
    );
    home.sandbox("instances list --filter name=nobody").shows(
        "
        --- stderr
        no instances
        --- exit 0
    ",
    );
}

#[test]
fn a_limit_says_that_it_stopped_unless_a_program_reads() {
    let home = Home::new();
    home.sandbox("instances list --limit 1").shows(
        "
        ACCOUNT        ID                                    NAME   STATE    CPUS  MEMORY  IPS           REGION
        sandbox-fleio  a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001  web-1  running     1   2 GiB  203.0.113.11  nl
        --- stderr
        showing 1 of 20 instances
        --- exit 0
    ",
    );
    home.sandbox("instances list --limit 1 --columns name -q").shows(
        "
        ACCOUNT        NAME
        sandbox-fleio  web-1
        --- exit 0
    ",
    );
    home.sandbox("instances list --limit 1 --columns name --json").shows(
        r#"
        [
          {
            "name": "web-1"
          }
        ]
        --- exit 0
    "#,
    );
    home.sandbox("instances list --limit 0").shows(
        "
        --- stderr
        showing 0 of 20 instances
        --- exit 0
    ",
    );
    home.sandbox("instances list --limit 99 -a sandbox-uivmm --columns name").shows(
        "
        ACCOUNT        NAME
        sandbox-uivmm  ci-runner
        sandbox-uivmm  registry
        sandbox-uivmm  web-test
        sandbox-uivmm  lab
        --- exit 0
    ",
    );
}

#[test]
fn tables_can_go_without_their_heading() {
    Home::new().sandbox("tickets list -a sandbox-fleio --no-header --columns id,state,subject,department").shows(
        "
        sandbox-fleio  T-261118-0931-XK4  answered  db-1: disk latency  Technical support
        sandbox-fleio  T-261020-1604-B7M  closed    Invoice address     Billing
        --- exit 0
    ",
    );
}

#[test]
fn raw_replies_stand_under_raw_without_their_secrets() {
    let home = Home::new();
    let one = home.sandbox("instances show sandbox-cloudsigma/web-1 --json --raw");
    assert_eq!(one.ends(0).json()["raw"]["vnc:password"], "***");
    assert_eq!(one.json()["raw"]["ide:0:0:read:bytes"], "104857600");
    for noun in ["instances", "drives", "invoices", "tickets"] {
        let list = home.sandbox(&format!("{noun} list --json --raw")).ends(0).json();
        assert!(list.as_array().unwrap().iter().all(|record| record["raw"].is_object()), "{noun}");
        assert_eq!(home.sandbox(&format!("{noun} list --json")).json()[0].get("raw"), None);
    }
    let seflow = home.sandbox("instances show sandbox-seflow/web-3 -o ndjson --raw");
    assert_eq!(seflow.stdout.lines().count(), 1);
    assert_eq!(seflow.json()["raw"]["password"], json!("***"));
}

#[test]
fn flags_that_cannot_apply_are_refused() {
    let home = Home::new();
    home.sandbox("instances list --raw").shows(
        "
        --- stderr
        error: --raw means nothing in the format table
        --- exit 2
    ",
    );
    for line in [
        "instances list --no-header --json",
        "instances list --utc -o ndjson",
        "instances list -o name --columns id",
        "--config x instances list",
        "instances stop x --hard --hard-after 1s",
        "instances stop x --hard-after 1s --no-wait",
        "instances list --dry-run",
        "instances start x --hard",
        "instances list --json -o table",
        "-a x -A instances list",
        "sandbox reset -A",
        "providers -a x",
        "completions bash --json",
        "accounts list -a sandbox-fleio",
        "accounts show sandbox-fleio -A",
    ] {
        let run = home.sandbox(line);
        assert_eq!(run.ends(2).stdout, "", "{line}");
    }
}

#[test]
fn times_are_shown_in_utc_on_demand() {
    let ticket = "tickets show sandbox-fleio/T-261020-1604-B7M --columns created_at,updated_at --utc";
    Home::new().sandbox(ticket).shows(&format!(
        "
            CREATED AT  {}T14:04:00Z
            UPDATED AT  -
            --- exit 0
        ",
        day(-32)
    ));
}
