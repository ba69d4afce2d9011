//! start, stop and reboot at each provider: one record a target, and nothing done twice.
//! The end is waited for unless that is not wanted.

use crate::harness::Home;

#[test]
fn fleio() {
    let home = Home::new();
    home.sandbox("instances stop sandbox-fleio/web-1").shows(
        "
        ACCOUNT        ID                                    NAME   ACTION  CHANGED  STATUS  BEFORE   AFTER    HOW
        sandbox-fleio  a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001  web-1  stop    yes      ok      running  stopped  unknown
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
            "error": null
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
            "error": null
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
fn a_machine_that_does_not_run_is_not_restarted() {
    let home = Home::new();
    home.sandbox("instances reboot sandbox-fleio/worker-1").shows(
        r#"
        ACCOUNT        ID                                    NAME      ACTION  CHANGED  STATUS  BEFORE   AFTER  HOW
        sandbox-fleio  c3e91b74-2ad6-48b5-a3f9-18d6fe05b004  worker-1  reboot  no       failed  stopped  -      -
        --- stderr
        error: sandbox-fleio: cannot reboot "worker-1": it is stopped, and only a running machine can be told to reboot
        --- exit 7
    "#,
    );
    let run = home.sandbox("instances reboot sandbox-fleio/worker-1 --json");
    assert_eq!(run.ends(7).quietly().json()[0]["error"]["code"], "conflict");
}

#[test]
fn what_the_provider_refuses_is_told_in_its_words() {
    let home = Home::new();
    home.sandbox("instances stop sandbox-fleio/db-1").shows(
        r#"
        ACCOUNT        ID                                    NAME  ACTION  CHANGED  STATUS  BEFORE   AFTER  HOW
        sandbox-fleio  b7d5a3f0-61e8-4c29-b0d4-95e0c72fa003  db-1  stop    no       failed  running  -      unknown
        --- stderr
        error: sandbox-fleio: cannot stop "db-1": the instance is locked
          provider said: 400 Instance b7d5a3f0-61e8-4c29-b0d4-95e0c72fa003 is locked
        --- exit 7
    "#,
    );
    home.sandbox("instances start sandbox-seflow/shop-old").shows(
        r#"
        ACCOUNT         ID        NAME      ACTION  CHANGED  STATUS  BEFORE     AFTER  HOW
        sandbox-seflow  33302/12  shop-old  start   no       failed  suspended  -      -
        --- stderr
        error: sandbox-seflow: cannot start "shop-old": the provider refused (vms.start)
          provider said: 200 Service is suspended
        --- exit 1
    "#,
    );
}

#[test]
fn nobody_has_to_wait() {
    let home = Home::new();
    home.sandbox("instances start sandbox-fleio/worker-1 --no-wait").shows(
        "
        ACCOUNT        ID                                    NAME      ACTION  CHANGED  STATUS   BEFORE   AFTER  HOW
        sandbox-fleio  c3e91b74-2ad6-48b5-a3f9-18d6fe05b004  worker-1  start   yes      pending  stopped  -      -
        --- exit 0
    ",
    );
    let state = home.sandbox("instances show sandbox-fleio/worker-1 --json").json()["state"].clone();
    assert!(["starting", "running"].contains(&state.as_str().unwrap()), "{state}");
}

#[test]
fn several_targets_at_several_providers() {
    Home::new()
        .sandbox(
            "instances stop sandbox-fleio/web-1 sandbox-uivmm/registry sandbox-seflow/web-3 sandbox-cloudsigma/web-2",
        )
        .shows("
            ACCOUNT             ID                                    NAME      ACTION  CHANGED  STATUS  BEFORE   AFTER    HOW
            sandbox-fleio       a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001  web-1     stop    yes      ok      running  stopped  unknown
            sandbox-uivmm       3/registry                            registry  stop    yes      ok      running  stopped  clean
            sandbox-seflow      33301/12                              web-3     stop    yes      ok      running  stopped  unknown
            sandbox-cloudsigma  21c8d802-2e1f-4f79-9a4e-c5d2dfd15e4a  web-2     stop    yes      ok      running  stopped  clean
            --- exit 0
        ");
}

#[test]
fn one_failing_target_does_not_stop_the_others() {
    let home = Home::new();
    home.sandbox("instances start sandbox-fleio/nobody sandbox-fleio/worker-1 sandbox-uivmm/web-test").shows(r#"
        ACCOUNT        ID                                    NAME                  ACTION  CHANGED  STATUS  BEFORE   AFTER    HOW
        sandbox-fleio  -                                     sandbox-fleio/nobody  start   no       failed  -        -        -
        sandbox-fleio  c3e91b74-2ad6-48b5-a3f9-18d6fe05b004  worker-1              start   yes      ok      stopped  running  -
        sandbox-uivmm  7/web-test                            web-test              start   yes      ok      stopped  running  -
        --- stderr
        error: no instance "sandbox-fleio/nobody" in sandbox-fleio
          hint: see what there is: nubo instances list
        --- exit 6
    "#);
    home.sandbox("instances stop sandbox-fleio/nobody sandbox-fleio/nothing").shows(
        r#"
        ACCOUNT        ID  NAME                   ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        sandbox-fleio  -   sandbox-fleio/nobody   stop    no       failed  -       -      -
        sandbox-fleio  -   sandbox-fleio/nothing  stop    no       failed  -       -      -
        --- stderr
        error: no instance "sandbox-fleio/nobody" in sandbox-fleio
          hint: see what there is: nubo instances list
        error: no instance "sandbox-fleio/nothing" in sandbox-fleio
          hint: see what there is: nubo instances list
        --- exit 3
    "#,
    );
    let list = home.sandbox("instances list --filter state=stopped --json").json();
    let names: Vec<&str> = list.as_array().unwrap().iter().map(|record| record["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["mail-1", "mail-2"]);
}
