//! Targets as they are typed: name, id, address, glob, each with or without its account.
//! Two hits are never guessed between, and nothing is sent for an empty target.

use crate::harness::Home;

/// The exact targets that a read of these finds.
fn found(home: &Home, targets: &str) -> String {
    home.sandbox(&format!("instances show {targets} -o name")).ends(0).stdout.clone()
}

#[test]
fn every_form_finds_its_machine() {
    let home = Home::new();
    for (target, found_as) in [
        ("web-3", "sandbox-seflow/id:33301/12"),
        ("33301/12", "sandbox-seflow/id:33301/12"),
        ("id:33301/12", "sandbox-seflow/id:33301/12"),
        ("name:web-3", "sandbox-seflow/id:33301/12"),
        ("ip:192.0.2.12", "sandbox-seflow/id:33301/12"),
        ("ip:2001:db8:2::12", "sandbox-seflow/id:33301/12"),
        ("sandbox-seflow/web-3", "sandbox-seflow/id:33301/12"),
        ("sandbox-seflow/33301/12", "sandbox-seflow/id:33301/12"),
        ("sandbox-seflow/id:33301/12", "sandbox-seflow/id:33301/12"),
        ("sandbox-seflow/name:web-3", "sandbox-seflow/id:33301/12"),
        ("sandbox-seflow/ip:192.0.2.12", "sandbox-seflow/id:33301/12"),
        ("7/lab", "sandbox-uivmm/id:7/lab"),
        ("10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1", "sandbox-cloudsigma/id:10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1"),
        ("'sandbox-uivmm/l?b'", "sandbox-uivmm/id:7/lab"),
    ] {
        assert_eq!(found(&home, target), format!("{found_as}\n"), "{target}");
    }
}

#[test]
fn a_glob_finds_every_name_it_fits() {
    let home = Home::new();
    home.sandbox("instances show 'web-*' -o name").shows(
        "
        sandbox-fleio/id:a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001
        sandbox-fleio/id:a2b84e16-90c3-4f7d-8a15-2c9f4be7d002
        sandbox-cloudsigma/id:10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1
        sandbox-cloudsigma/id:21c8d802-2e1f-4f79-9a4e-c5d2dfd15e4a
        sandbox-seflow/id:33301/12
        sandbox-uivmm/id:7/web-test
        --- exit 0
    ",
    );
    home.sandbox("instances show 'sandbox-fleio/web-[2-9]' 'l*' --columns account,name").shows(
        "
        ACCOUNT        NAME
        sandbox-fleio  web-2
        sandbox-fleio  legacy-1
        sandbox-uivmm  lab
        --- exit 0
    ",
    );
    home.sandbox("instances show 'nobody-*'").shows(
        r#"
        --- stderr
        error: no instance "nobody-*" in sandbox-fleio, sandbox-cloudsigma, sandbox-seflow, sandbox-uivmm
          hint: see what there is: nubo instances list
        --- exit 3
    "#,
    );
}

#[test]
fn each_thing_is_taken_once() {
    let home = Home::new();
    assert_eq!(found(&home, "web-3 id:33301/12 'web-3*' web-3"), "sandbox-seflow/id:33301/12\n");
}

#[test]
fn two_hits_are_ambiguous_and_each_is_named() {
    let home = Home::new();
    home.sandbox("instances show web-1").shows(r#"
        --- stderr
        error: "web-1" is ambiguous: sandbox-fleio/id:a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001, sandbox-cloudsigma/id:10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1
          hint: use one of these forms instead
        --- exit 7
    "#);
    home.sandbox("instances start -A web-1").shows(r#"
        ACCOUNT  ID  NAME   ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        -        -   web-1  start   no       failed  -       -      -
        --- stderr
        error: "web-1" is ambiguous: sandbox-fleio/id:a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001, sandbox-cloudsigma/id:10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1
          hint: use one of these forms instead
        --- exit 7
    "#);
    let error = home.sandbox("instances show web-1 --json").ends(7).error();
    assert_eq!((&error["code"], &error["target"]), (&"conflict".into(), &"web-1".into()));
    home.sandbox("drives show sda").ends(7).tells("sandbox-seflow/id:33301/14/1401");
}

#[test]
fn an_empty_target_is_refused_before_any_request() {
    let home = Home::new();
    for target in ["''", "' '", "sandbox-fleio/", "'sandbox-fleio/ '", "id:", "sandbox-fleio/name:", "ip:", "lab ''"] {
        for verb in ["instances show", "instances stop -A --yes", "drives show"] {
            let run = home.sandbox(&format!("{verb} {target} -v"));
            assert_eq!(run.ends(2).stdout, "", "{verb} {target}");
            assert!(!run.stderr.contains("127.0.0.1"), "{verb} {target}: {}", run.stderr);
        }
    }
    home.sandbox("instances stop sandbox-fleio/").shows(
        "
        --- stderr
        error: a target is empty
          hint: name it by name or id, or with its account as in ACCOUNT/NAME
        --- exit 2
    ",
    );
    home.sandbox("instances stop").shows(
        "
        --- stderr
        error: the following required arguments were not provided: <TARGET>...
          hint: usage: nubo instances stop <TARGET>...
        --- exit 2
    ",
    );
}

#[test]
fn what_is_nowhere_is_not_found_and_what_is_near_is_named() {
    let home = Home::new();
    home.sandbox("instances show wbe-3").shows(
        r#"
        --- stderr
        error: no instance "wbe-3" in sandbox-fleio, sandbox-cloudsigma, sandbox-seflow, sandbox-uivmm
          hint: did you mean "web-3"?
        --- exit 3
    "#,
    );
    home.sandbox("instances show sandbox-uivmm/regstry").shows(
        r#"
        --- stderr
        error: no instance "sandbox-uivmm/regstry" in sandbox-uivmm
          hint: did you mean "registry"?
        --- exit 3
    "#,
    );
    home.sandbox("instances show zebra").shows(
        r#"
        --- stderr
        error: no instance "zebra" in sandbox-fleio, sandbox-cloudsigma, sandbox-seflow, sandbox-uivmm
          hint: see what there is: nubo instances list
        --- exit 3
    "#,
    );
    home.sandbox("instances show sandbox-fleio/id:no-such-id").shows(
        "
        --- stderr
        error: sandbox-fleio: the provider knows no such thing (instances.show)
          provider said: 404 Not found.
        --- exit 3
    ",
    );
    home.sandbox("instances show ip:203.0.113.99").ends(3);
    home.sandbox("instances start sandbox-seflow/nobody").shows(
        r#"
        ACCOUNT         ID  NAME                   ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        sandbox-seflow  -   sandbox-seflow/nobody  start   no       failed  -       -      -
        --- stderr
        error: no instance "sandbox-seflow/nobody" in sandbox-seflow
          hint: see what there is: nubo instances list
        --- exit 3
    "#,
    );
}

#[test]
fn the_beginning_of_an_id_means_nothing_off_a_terminal() {
    let home = Home::new();
    home.sandbox("instances show 10b7c6f1").ends(3);
    home.sandbox("instances start -a sandbox-cloudsigma 10b7c6f1").ends(3);
}

#[test]
fn ids_cannot_leave_their_place_in_a_path() {
    let home = Home::new();
    for target in ["id:..", "id:../servers", "id:%2e%2e", "id:a/../b", "id:?x=1", "id:a%2Fb"] {
        for account in ["fleio", "cloudsigma", "seflow", "uivmm"] {
            let run = home.sandbox(&format!("instances show sandbox-{account}/{target}"));
            assert!(matches!(run.code, Some(2 | 3)), "{account} {target}: {:?} {}", run.code, run.stderr);
        }
    }
}
