//! Changes that need consent, changes that an account forbids, and plans that send nothing.
//! No test has a terminal, so that nothing is ever asked.

use crate::harness::{Clouds, Home};

#[test]
fn stopping_what_is_not_persistent_destroys_it_and_needs_a_yes() {
    let home = Home::new();
    home.sandbox("instances stop sandbox-cloudsigma/batch-1").shows(
        r"
        --- stderr
        error: stop refused: batch-1: not persistent, so stopping destroys it
          hint: agree beforehand with --yes
        --- exit 10
    ",
    );
    home.sandbox("instances stop --hard sandbox-cloudsigma/web-1 sandbox-cloudsigma/batch-1").shows(
        r"
        --- stderr
        error: stop refused: batch-1: not persistent, so stopping destroys it
          hint: agree beforehand with --yes
        --- exit 10
    ",
    );
    home.sandbox("instances list -a sandbox-cloudsigma --columns name,state,persistent").shows(
        "
        ACCOUNT             NAME     STATE    PERSISTENT
        sandbox-cloudsigma  web-1    running  yes
        sandbox-cloudsigma  web-2    running  yes
        sandbox-cloudsigma  db-1     running  yes
        sandbox-cloudsigma  batch-1  running  no
        sandbox-cloudsigma  mail-1   stopped  yes
        sandbox-cloudsigma  dev-1    paused   yes
        --- exit 0
    ",
    );
    home.sandbox("instances stop sandbox-cloudsigma/batch-1 --yes").shows("
        ACCOUNT             ID                                    NAME     ACTION  CHANGED  STATUS  BEFORE   AFTER  HOW
        sandbox-cloudsigma  43eafa24-3041-4f57-9a88-c5d2dd8ad37c  batch-1  stop    yes      ok      running  -      clean
        --- exit 0
    ");
    home.sandbox("instances show sandbox-cloudsigma/batch-1").shows(
        r#"
        --- stderr
        error: no instance "sandbox-cloudsigma/batch-1" in sandbox-cloudsigma
          hint: see what there is: nubo instances list
        --- exit 3
    "#,
    );
}

#[test]
fn a_refusal_in_json() {
    let run = Home::new().sandbox("instances stop sandbox-cloudsigma/batch-1 --json");
    let error = run.ends(10).error();
    assert_eq!((&error["code"], &error["exit"]), (&"refused".into(), &10.into()));
    assert_eq!(run.stdout, "");
}

#[test]
fn a_dry_run_plans_and_sends_nothing() {
    let home = Home::new();
    let before = home.sandbox("instances list --json").stdout;
    home.sandbox("instances stop sandbox-cloudsigma/batch-1 sandbox-fleio/web-1 sandbox-uivmm/web-test --dry-run")
        .shows("
            ACCOUNT             ID                                    NAME      ACTION  CHANGED  STATUS   BEFORE   AFTER    HOW
            sandbox-cloudsigma  43eafa24-3041-4f57-9a88-c5d2dd8ad37c  batch-1   stop    yes      planned  running  -        clean
            sandbox-fleio       a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001  web-1     stop    yes      planned  running  stopped  clean
            sandbox-uivmm       7/web-test                            web-test  stop    no       ok       stopped  stopped  -
            --- stderr
            DESTROY sandbox-cloudsigma/batch-1 (id 43eafa24-3041-4f57-9a88-c5d2dd8ad37c, running): it is not persistent, so stopping destroys it
              would send: GET http://127.0.0.1:[port]/servers/43eafa24-3041-4f57-9a88-c5d2dd8ad37c/shutdown
            stop sandbox-fleio/web-1 (id a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001, running)
              would send: POST http://127.0.0.1:[port]/backend/api/openstack/instances/a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001/stop
            stop sandbox-uivmm/web-test (id 7/web-test, stopped)
              nothing to do
            --- exit 0
        ");
    home.sandbox("instances reboot sandbox-cloudsigma/web-1 -n --json --columns name,status,changed,after").shows(
        r#"
        [
          {
            "name": "web-1",
            "status": "planned",
            "changed": true,
            "after": "running"
          }
        ]
        --- exit 0
    "#,
    );
    let run = home.sandbox("instances start sandbox-fleio/worker-1 --dry-run -v");
    let sent = |method: &str| run.stderr.lines().any(|line| line.starts_with(method));
    assert!(run.ends(0).code == Some(0) && sent("GET ") && !sent("POST "), "{}", run.stderr);
    assert_eq!(home.sandbox("instances list --json").stdout, before);
}

#[test]
fn targets_found_by_a_glob_need_a_yes() {
    let home = Home::new();
    home.sandbox("instances stop 'sandbox-seflow/web*'").shows(
        "
        --- stderr
        error: stop refused: its targets were not named one by one
          hint: agree beforehand with --yes
        --- exit 10
    ",
    );
    home.sandbox("instances stop 'sandbox-seflow/web*' --dry-run").shows(
        "
        ACCOUNT         ID        NAME   ACTION  CHANGED  STATUS   BEFORE   AFTER    HOW
        sandbox-seflow  33301/12  web-3  stop    yes      planned  running  stopped  unknown
        --- stderr
        stop sandbox-seflow/web-3 (id 33301/12, running)
          would send: POST http://127.0.0.1:[port]/api/service/33301/vms/12/stop
        --- exit 0
    ",
    );
    home.sandbox("instances stop 'sandbox-seflow/web*' -y").shows(
        "
        ACCOUNT         ID        NAME   ACTION  CHANGED  STATUS  BEFORE   AFTER    HOW
        sandbox-seflow  33301/12  web-3  stop    yes      ok      running  stopped  unknown
        --- exit 0
    ",
    );
    home.sandbox("instances stop 'sandbox-seflow/nobody*' -y").shows(
        r#"
        ACCOUNT         ID  NAME                    ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        sandbox-seflow  -   sandbox-seflow/nobody*  stop    no       failed  -       -      -
        --- stderr
        error: no instance "sandbox-seflow/nobody*" in sandbox-seflow
          hint: see what there is: nubo instances list
        --- exit 3
    "#,
    );
}

#[test]
fn many_targets_need_their_number() {
    let home = Home::new();
    home.sandbox("instances start -A '*' --yes").shows(
        "
        --- stderr
        error: start of 20 targets refused: the limit is 10
          hint: agree beforehand with --max-targets 20
        --- exit 10
    ",
    );
    home.sandbox("instances start 'sandbox-seflow/*' --yes --max-targets 3").shows(
        "
        --- stderr
        error: start of 4 targets refused: the limit is 3
          hint: agree beforehand with --max-targets 4
        --- exit 10
    ",
    );
    home.sandbox("instances start sandbox-uivmm/ci-runner sandbox-uivmm/registry --max-targets 1").shows(
        "
        --- stderr
        error: start of 2 targets refused: the limit is 1
          hint: agree beforehand with --max-targets 2
        --- exit 10
    ",
    );
    home.sandbox("instances start 'sandbox-uivmm/*r*' --yes --max-targets 2").ends(0);
}

#[test]
fn the_limit_of_an_account_and_of_all() {
    let clouds = Clouds::serve();
    clouds.home("max_targets = 1").nubo("instances start uivmm/ci-runner uivmm/registry").shows(
        "
        --- stderr
        error: start of 2 targets refused: the limit is 1
          hint: agree beforehand with --max-targets 2
        --- exit 10
    ",
    );
    clouds.home("max_targets = 1").nubo("instances start uivmm/ci-runner uivmm/registry --max-targets 2").ends(0);
}

#[test]
fn the_number_of_an_account_is_the_most_that_any_flag_allows() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    home.set("uivmm", "max_targets = 1");
    home.set("cloudsigma", "max_targets = 1");
    let told = "2 targets refused: the account allows 1";
    for line in [
        "instances start uivmm/ci-runner uivmm/registry --max-targets 2",
        "instances start 'uivmm/*r*' --yes --max-targets 50",
        "cloudsigma servers start-several --server 10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1 \
         --server 21c8d802-2e1f-4f79-9a4e-c5d2dfd15e4a --max-targets 9 --yes",
        "api cloudsigma POST /servers/start -f server:0=10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1 \
         -f server:1=21c8d802-2e1f-4f79-9a4e-c5d2dfd15e4a --max-targets 9 --yes",
    ] {
        home.nubo(line).ends(10).tells(told);
    }
    home.nubo("instances start uivmm/ci-runner --max-targets 1").ends(0);
}

#[test]
fn an_account_can_be_for_reading_only() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    home.set("uivmm", "read_only = true");
    home.nubo("instances stop uivmm/registry --yes").shows(
        r#"
        ACCOUNT  ID          NAME      ACTION  CHANGED  STATUS  BEFORE   AFTER  HOW
        uivmm    3/registry  registry  stop    no       failed  running  -      clean
        --- stderr
        error: uivmm: cannot stop "registry": instance.action-stop refused: the account is read_only
          hint: remove `read_only = true` from the account's section of the configuration
        --- exit 10
    "#,
    );
    home.nubo("instances start uivmm/lab fleio/worker-1 --no-wait --json --columns name,status").shows(
        r#"
        [
          {
            "name": "lab",
            "status": "failed"
          },
          {
            "name": "worker-1",
            "status": "pending"
          }
        ]
        --- exit 6
    "#,
    );
    home.nubo("instances start uivmm/registry").ends(0);
    home.nubo("instances list -a uivmm --columns name,state").shows(
        "
        ACCOUNT  NAME       STATE
        uivmm    ci-runner  running
        uivmm    registry   running
        uivmm    web-test   stopped
        uivmm    lab        paused
        --- exit 0
    ",
    );
}

#[test]
fn a_protected_machine_is_only_read_and_started() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    home.set("uivmm", "protect = [\"reg*\", \"web-*\"]");
    home.nubo("instances stop uivmm/registry --yes").shows(
        r#"
        ACCOUNT  ID          NAME      ACTION  CHANGED  STATUS  BEFORE   AFTER  HOW
        uivmm    3/registry  registry  stop    no       failed  running  -      clean
        --- stderr
        error: uivmm: cannot stop "registry": instance.action-stop refused: "registry" is protected
          hint: the account's `protect` list names it
        --- exit 10
    "#,
    );
    home.nubo("instances reboot uivmm/registry --yes").ends(10);
    home.nubo("instances start uivmm/web-test --no-wait --no-header").shows(
        "
        uivmm  7/web-test  web-test  start  yes  pending  stopped  -  -
        --- exit 0
    ",
    );
    home.nubo("instances stop uivmm/ci-runner --no-wait --no-header").shows(
        "
        uivmm  3/ci-runner  ci-runner  stop  yes  pending  running  -  clean
        --- exit 0
    ",
    );
}

#[test]
fn destroying_never_relies_on_the_default_account() {
    let clouds = Clouds::serve();
    let home = clouds.home("default_account = \"cloudsigma\"");
    home.nubo("instances stop batch-1 --yes").shows(
        "
        --- stderr
        error: stop refused: it must name its account
          hint: use ACCOUNT/NAME or -a ACCOUNT
        --- exit 10
    ",
    );
    home.nubo("instances stop cloudsigma/batch-1 --yes --no-wait --no-header").shows(
        "
        cloudsigma  43eafa24-3041-4f57-9a88-c5d2dd8ad37c  batch-1  stop  yes  pending  running  -  clean
        --- exit 0
    ",
    );
}
