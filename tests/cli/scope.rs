//! The accounts that a command is about: flag, variable, default, the only one, or all.
//! Reads ask all; a change must say which it means.

use crate::harness::{Clouds, Home};

const WHERE: &str = "whoami --columns account";
const MACHINES: &str = "instances list --columns account";

#[test]
fn reads_ask_all_unless_something_is_said() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    home.nubo(WHERE).shows(
        "
        ACCOUNT
        cloudsigma
        fleio
        seflow
        uivmm
        --- exit 0
    ",
    );
    home.nubo(&format!("{WHERE} -a seflow")).shows(
        "
        ACCOUNT
        seflow
        --- exit 0
    ",
    );
    home.nubo(&format!("-a uivmm,fleio {WHERE}")).shows(
        "
        ACCOUNT
        uivmm
        fleio
        --- exit 0
    ",
    );
    home.nubo(&format!("-a fleio -a uivmm -a fleio {WHERE}")).shows(
        "
        ACCOUNT
        fleio
        uivmm
        --- exit 0
    ",
    );
}

#[test]
fn the_default_account_is_meant_when_none_is_named() {
    let clouds = Clouds::serve();
    let home = clouds.home("default_account = \"seflow\"");
    home.nubo(&format!("{MACHINES} --limit 1 -q")).shows(
        "
        ACCOUNT
        seflow
        --- exit 0
    ",
    );
    let narrowed = "only seflow is asked, the default account; -A asks all";
    home.nubo(&format!("{MACHINES} --limit 1")).ends(0).tells(narrowed);
    for said in ["-A", "-a seflow", "--filter provider=fleio"] {
        let run = home.nubo(&format!("{MACHINES} {said}"));
        assert!(!run.ends(0).stderr.contains("default account"), "{said}: {}", run.stderr);
    }
    assert_eq!(home.nubo(&format!("-A {WHERE} --json")).json().as_array().unwrap().len(), 4);
    home.nubo("instances show fleio/web-1 --columns account,name").shows(
        "
        ACCOUNT  fleio
        NAME     web-1
        --- exit 0
    ",
    );
    home.nubo("instances start web-3").shows(
        "
        ACCOUNT  ID        NAME   ACTION  CHANGED  STATUS  BEFORE   AFTER    HOW
        seflow   33301/12  web-3  start   no       ok      running  running  -
        --- exit 0
    ",
    );
    let home = home.with("NUBO_ACCOUNT", "fleio,uivmm");
    home.nubo(WHERE).shows(
        "
        ACCOUNT
        fleio
        uivmm
        --- exit 0
    ",
    );
    home.nubo(&format!("{WHERE} -a seflow")).shows(
        "
        ACCOUNT
        seflow
        --- exit 0
    ",
    );
    home.nubo(&format!("{WHERE} -A --no-header")).shows(
        "
        cloudsigma
        fleio
        seflow
        uivmm
        --- exit 0
    ",
    );
}

#[test]
fn a_change_with_a_bare_name_lists_the_candidates() {
    let home = Home::new();
    home.sandbox("instances stop web-3").shows("
        --- stderr
        error: a change must say which account it means
          hint: put it in front, as in sandbox-fleio/NAME, or use -a; configured: sandbox-fleio sandbox-cloudsigma sandbox-seflow sandbox-uivmm
        --- exit 2
    ");
    home.sandbox("instances stop web-3 --json").ends(2).error();
    home.sandbox("instances start web-3 -A --no-header").shows(
        "
        sandbox-seflow  33301/12  web-3  start  no  ok  running  running  -
        --- exit 0
    ",
    );
    home.sandbox("instances start web-3 -a sandbox-seflow --no-header").shows(
        "
        sandbox-seflow  33301/12  web-3  start  no  ok  running  running  -
        --- exit 0
    ",
    );
}

#[test]
fn the_only_account_is_meant() {
    let clouds = Clouds::serve();
    let url = clouds.told("uivmm", "url");
    let home = Home::new().config(&format!("[accounts.lab]\nprovider = \"uivmm\"\nurl = \"{url}\""));
    let home = home.with("NUBO_SECRET_LAB", clouds.told("uivmm", "secret"));
    home.nubo("instances start registry").shows(
        "
        ACCOUNT  ID          NAME      ACTION  CHANGED  STATUS  BEFORE   AFTER    HOW
        lab      3/registry  registry  start   no       ok      running  running  -
        --- exit 0
    ",
    );
}

#[test]
fn an_unknown_account_is_bad_usage() {
    let home = Home::new();
    home.sandbox("instances list -a zurich").shows(
        r#"
        --- stderr
        error: there is no account "zurich"
          hint: configured: sandbox-fleio sandbox-cloudsigma sandbox-seflow sandbox-uivmm
        --- exit 2
    "#,
    );
    home.sandbox("instances list -a ''").shows(
        "
        --- stderr
        error: an account name is empty
        --- exit 2
    ",
    );
    home.sandbox("accounts test zurich").ends(2).tells("there is no account \"zurich\"");
    Home::new().with("NUBO_ACCOUNT", "zurich").sandbox("whoami").ends(2).tells("\"zurich\"");
    Home::new().with("NUBO_ACCOUNT", "").sandbox("whoami").tells("NUBO_ACCOUNT is set but empty");
    Home::new().nubo("instances list").shows(
        "
        --- stderr
        error: no account is configured
          hint: add one: nubo accounts add NAME --provider PRESET, or try: nubo --sandbox instances list
        --- exit 2
    ",
    );
}

#[test]
fn a_real_account_and_the_sandbox_do_not_mix() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    home.sandbox("instances list -a fleio").shows(
        r#"
        --- stderr
        error: there is no account "fleio"
          hint: configured: sandbox-fleio sandbox-cloudsigma sandbox-seflow sandbox-uivmm
        --- exit 2
    "#,
    );
    home.sandbox("instances show fleio/web-1").shows(
        r#"
        --- stderr
        error: "fleio" is an account of your own, and this is the sandbox
          hint: leave out --sandbox, or unset NUBO_SANDBOX
        --- exit 2
    "#,
    );
    home.sandbox("instances start lab fleio/web-1 -A").ends(2);
    home.nubo("instances list -a sandbox-fleio").ends(2);
    home.sandbox("accounts use fleio").shows(
        "
        --- stderr
        error: --sandbox means nothing here
        --- exit 2
    ",
    );
    home.with("NUBO_SANDBOX", "1").nubo("whoami -a fleio").ends(2);
}

#[test]
fn a_flag_and_a_target_that_disagree_are_bad_usage() {
    Home::new().sandbox("instances show -a sandbox-fleio sandbox-uivmm/lab").shows(
        r#"
        --- stderr
        error: "sandbox-uivmm/lab" is in account sandbox-uivmm, but -a names sandbox-fleio
        --- exit 2
    "#,
    );
}

#[test]
fn an_account_that_cannot_is_passed_over_unless_it_was_named() {
    let home = Home::new();
    home.sandbox("tickets list --columns account,id").shows(
        "
        ACCOUNT         ID
        sandbox-fleio   T-261118-0931-XK4
        sandbox-fleio   T-261020-1604-B7M
        sandbox-seflow  437928
        sandbox-seflow  401177
        --- stderr
        skipped: sandbox-cloudsigma, sandbox-uivmm have no tickets
        --- exit 0
    ",
    );
    home.sandbox("tickets list --columns account,id --json --limit 1").shows(
        r#"
        [
          {
            "account": "sandbox-fleio",
            "id": "T-261118-0931-XK4"
          }
        ]
        --- exit 0
    "#,
    );
    home.sandbox("tickets list -A --columns account,id --limit 1 -q").shows(
        "
        ACCOUNT        ID
        sandbox-fleio  T-261118-0931-XK4
        --- exit 0
    ",
    );
    home.sandbox("tickets list -a sandbox-fleio,sandbox-cloudsigma").ends(9);
    home.sandbox("instances stop --hard -A lab --no-header").shows(
        "
        sandbox-uivmm  7/lab  lab  stop  yes  ok  paused  stopped  hard
        --- exit 0
    ",
    );
    let clouds = Clouds::serve();
    clouds.home("default_account = \"uivmm\"").nubo("invoices list").shows(
        "
        --- stderr
        only uivmm is asked, the default account; -A asks all
        error: uivmm: ui-vmm (LXD) has no invoices
          hint: Fleio, SeFlow (HostBill) can
        --- exit 9
    ",
    );
}
