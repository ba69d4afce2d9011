//! Outcomes of a change: refused, pending, done in part. Each target has its record.
//! One failing target does not stop the others.

use crate::harness::Home;

#[test]
fn a_machine_that_does_not_run_is_not_restarted() {
    let home = Home::new();
    home.sandbox("instances reboot sandbox-fleio/worker-1").shows(
        r#"
        ACCOUNT        ID                                    NAME      ACTION  CHANGED  STATUS  BEFORE   AFTER  HOW
        sandbox-fleio  c3e91b74-2ad6-48b5-a3f9-18d6fe05b004  worker-1  reboot  no       failed  stopped  -      -
        --- stderr
        error: sandbox-fleio: cannot reboot "worker-1": it is stopped, and only what is running can be told to reboot
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
        sandbox-fleio  b7d5a3f0-61e8-4c29-b0d4-95e0c72fa003  db-1  stop    no       failed  running  -      clean
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
            sandbox-fleio       a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001  web-1     stop    yes      ok      running  stopped  clean
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
