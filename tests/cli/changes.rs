//! The verbs start, stop and reboot at each provider: one record a target, and nothing done twice.
//! The end is waited for unless `--no-wait` is given.

use crate::harness::{Home, Server, plain};

#[test]
fn fleio() {
    let home = Home::new();
    home.sandbox("instances stop sandbox-fleio/web-1").shows(
        "
        ACCOUNT        ID                                    NAME   ACTION  CHANGED  STATUS  BEFORE   AFTER    HOW
        sandbox-fleio  a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001  web-1  stop    yes      ok      running  stopped  clean
        --- exit 0
    ",
    );
    home.sandbox("instances stop sandbox-fleio/web-1").shows(
        "
        ACCOUNT        ID                                    NAME   ACTION  CHANGED  STATUS  BEFORE   AFTER    HOW
        sandbox-fleio  a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001  web-1  stop    no       ok      stopped  stopped  -
        --- exit 0
    ",
    );
    home.sandbox("instances start sandbox-fleio/web-1 sandbox-fleio/web-1").shows(
        "
        ACCOUNT        ID                                    NAME   ACTION  CHANGED  STATUS  BEFORE   AFTER    HOW
        sandbox-fleio  a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001  web-1  start   yes      ok      stopped  running  -
        --- exit 0
    ",
    );
    home.sandbox("instances reboot sandbox-fleio/web-1 --columns name,changed,status,after,how").shows(
        "
        ACCOUNT        NAME   CHANGED  STATUS  AFTER    HOW
        sandbox-fleio  web-1  yes      ok      running  -
        --- exit 0
    ",
    );
}

#[test]
fn cloudsigma() {
    let home = Home::new();
    home.sandbox("instances stop sandbox-cloudsigma/web-1").shows("
        ACCOUNT             ID                                    NAME   ACTION  CHANGED  STATUS  BEFORE   AFTER    HOW
        sandbox-cloudsigma  10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1  web-1  stop    yes      ok      running  stopped  clean
        --- exit 0
    ");
    home.sandbox("instances stop --hard sandbox-cloudsigma/web-1 --no-header").shows(
        "
        sandbox-cloudsigma  10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1  web-1  stop  no  ok  stopped  stopped  -
        --- exit 0
    ",
    );
    home.sandbox("instances start sandbox-cloudsigma/web-1 --no-header").shows(
        "
        sandbox-cloudsigma  10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1  web-1  start  yes  ok  stopped  running  -
        --- exit 0
    ",
    );
    home.sandbox("instances stop --hard sandbox-cloudsigma/web-1 --no-header").shows(
        "
        sandbox-cloudsigma  10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1  web-1  stop  yes  ok  running  stopped  hard
        --- exit 0
    ",
    );
    home.sandbox("instances start sandbox-cloudsigma/web-1 sandbox-cloudsigma/mail-1 --no-header").shows(
        "
        sandbox-cloudsigma  10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1  web-1   start  yes  ok  stopped  running  -
        sandbox-cloudsigma  54fc0b35-3152-4f46-9aa5-c5d2dc678e15  mail-1  start  yes  ok  stopped  running  -
        --- exit 0
    ",
    );
    home.sandbox("instances reboot sandbox-cloudsigma/web-1 --no-header").shows(
        "
        sandbox-cloudsigma  10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1  web-1  reboot  yes  ok  running  running  -
        --- exit 0
    ",
    );
}

#[test]
fn seflow() {
    let home = Home::new();
    home.sandbox("instances stop sandbox-seflow/web-3 sandbox-seflow/mail-2").shows(
        "
        ACCOUNT         ID        NAME    ACTION  CHANGED  STATUS  BEFORE   AFTER    HOW
        sandbox-seflow  33301/12  web-3   stop    yes      ok      running  stopped  unknown
        sandbox-seflow  33301/15  mail-2  stop    no       ok      stopped  stopped  -
        --- exit 0
    ",
    );
    home.sandbox("instances start sandbox-seflow/id:33301/12 --no-header").shows(
        "
        sandbox-seflow  33301/12  web-3  start  yes  ok  stopped  running  -
        --- exit 0
    ",
    );
    home.sandbox("instances reboot sandbox-seflow/web-3 --no-header").shows(
        "
        sandbox-seflow  33301/12  web-3  reboot  yes  ok  running  running  -
        --- exit 0
    ",
    );
}

#[test]
fn uivmm() {
    let home = Home::new();
    home.sandbox("instances stop sandbox-uivmm/registry").shows(
        "
        ACCOUNT        ID          NAME      ACTION  CHANGED  STATUS  BEFORE   AFTER    HOW
        sandbox-uivmm  3/registry  registry  stop    yes      ok      running  stopped  clean
        --- exit 0
    ",
    );
    home.sandbox("instances stop sandbox-uivmm/registry --hard --no-header").shows(
        "
        sandbox-uivmm  3/registry  registry  stop  no  ok  stopped  stopped  -
        --- exit 0
    ",
    );
    home.sandbox("instances start sandbox-uivmm/registry --no-header").shows(
        "
        sandbox-uivmm  3/registry  registry  start  yes  ok  stopped  running  -
        --- exit 0
    ",
    );
    home.sandbox("instances stop sandbox-uivmm/registry --hard --no-header").shows(
        "
        sandbox-uivmm  3/registry  registry  stop  yes  ok  running  stopped  hard
        --- exit 0
    ",
    );
    home.sandbox("instances start sandbox-uivmm/web-test --no-header").shows(
        "
        sandbox-uivmm  7/web-test  web-test  start  yes  ok  stopped  running  -
        --- exit 0
    ",
    );
    home.sandbox("instances reboot sandbox-uivmm/ci-runner --no-header").shows(
        "
        sandbox-uivmm  3/ci-runner  ci-runner  reboot  yes  ok  running  running  -
        --- exit 0
    ",
    );
}

#[test]
fn a_clean_stop_that_takes_too_long_becomes_a_hard_one() {
    let home = Home::new();
    for target in ["sandbox-cloudsigma/web-1", "sandbox-uivmm/registry"] {
        let change = home.sandbox(&format!("instances stop {target} --hard-after 0s --json")).ends(0).json();
        assert_eq!((&change[0]["how"], &change[0]["after"]), (&"hard".into(), &"stopped".into()), "{target}");
    }
    let change = home.sandbox("instances stop sandbox-cloudsigma/web-2 --hard-after 1m --json").ends(0).json();
    assert_eq!((&change[0]["how"], &change[0]["after"]), (&"clean".into(), &"stopped".into()));
}

#[test]
fn the_record_of_a_change_in_json() {
    Home::new().sandbox("instances stop sandbox-uivmm/lab sandbox-uivmm/registry --json").shows(
        r#"
        [
          {
            "account": "sandbox-uivmm",
            "provider": "uivmm",
            "preset": null,
            "id": "7/lab",
            "name": "lab",
            "kind": "instance",
            "action": "stop",
            "changed": true,
            "status": "ok",
            "before": "paused",
            "after": "stopped",
            "how": "clean",
            "error": null,
            "job": null,
            "resource": null,
            "requests": null,
            "consequences": null
          },
          {
            "account": "sandbox-uivmm",
            "provider": "uivmm",
            "preset": null,
            "id": "3/registry",
            "name": "registry",
            "kind": "instance",
            "action": "stop",
            "changed": true,
            "status": "ok",
            "before": "running",
            "after": "stopped",
            "how": "clean",
            "error": null,
            "job": null,
            "resource": null,
            "requests": null,
            "consequences": null
          }
        ]
        --- exit 0
    "#,
    );
    Home::new().sandbox("instances stop sandbox-uivmm/registry -o ndjson --columns id,status").shows(
        r#"
        {"id":"3/registry","status":"ok"}
        --- exit 0
    "#,
    );
    Home::new().sandbox("instances stop sandbox-uivmm/registry -o name").shows(
        "
        sandbox-uivmm/id:3/registry
        --- exit 0
    ",
    );
}

#[test]
fn what_must_answer_is_waited_for_even_where_nothing_was_to_be_done() {
    let home = Home::new();
    let server = Server::always(plain("ok"));
    let start = format!("instances start sandbox-fleio/web-1 --wait-for http:{}/ --json", server.url());
    assert_eq!(home.sandbox(&start).ends(0).json()[0]["changed"], false);
    assert_eq!(server.lines(), ["GET /"]);
    let late = home.sandbox("instances start sandbox-fleio/web-1 --wait-for tcp:127.0.0.1:9 --timeout 1s");
    late.ends(8).tells("127.0.0.1:9");
    home.sandbox("instances start sandbox-fleio/web-1 --wait-for smtp:25").ends(2);
}
