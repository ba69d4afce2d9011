//! Failures outside: refused secrets, dead addresses, time that is up. Each has its exit code.
//! One account that fails never hides the others.

use crate::harness::{Clouds, DEAD, Home, Server};

#[test]
fn a_wrong_secret() {
    let clouds = Clouds::serve();
    let home = ["FLEIO", "CLOUDSIGMA", "SEFLOW", "UIVMM"]
        .iter()
        .fold(clouds.home(""), |home, name| home.with(&format!("NUBO_SECRET_{name}"), "hush-wrong"));
    home.nubo("instances list").shows(
        "
        --- stderr
        error: cloudsigma: the provider refused the secret (servers.info)
          provider said: 401 Authorization required
          hint: check the secret: nubo accounts test
        error: fleio: the provider refused the secret (instances.list)
          provider said: 401 Invalid token.
          hint: check the secret: nubo accounts test
        error: seflow: the provider refused the secret (services.list)
          provider said: 200 wronglogin
          hint: check the secret: nubo accounts test
        error: uivmm: the provider refused the secret (server.list)
          provider said: 401 token not found
          hint: check the secret: nubo accounts test
        --- exit 4
    ",
    );
    home.nubo("instances show uivmm/lab").ends(4);
    home.nubo("instances stop fleio/web-1").shows(
        r#"
        ACCOUNT  ID  NAME         ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        fleio    -   fleio/web-1  stop    no       failed  -       -      -
        --- stderr
        error: fleio: cannot look for instance "fleio/web-1": the provider refused the secret (instances.list)
          provider said: 401 Invalid token.
          hint: check the secret: nubo accounts test
        --- exit 4
    "#,
    );
    assert_eq!(home.nubo("drives list -a cloudsigma --json").ends(4).error()["http_status"], 401);
}

#[test]
fn after_one_refusal_nothing_more_is_sent() {
    let clouds = Clouds::serve();
    let home = clouds.home("").with("NUBO_SECRET_SEFLOW", "hush-wrong");
    let run = home.nubo("instances show seflow/a seflow/b seflow/id:1/2 seflow/id:3/4 -v");
    assert_eq!(run.ends(4).stderr.matches("127.0.0.1").count(), 1, "{}", run.stderr);
}

#[test]
fn a_dead_address() {
    let home = Home::at(DEAD, "");
    home.nubo("instances list --retries 0").shows(
        "
        --- stderr
        error: lab: cannot reach 127.0.0.1 (Connection refused (os error [n]))
        --- exit 5
    ",
    );
    assert_eq!(home.nubo("instances list --retries 0 --json").ends(5).stdout, "[]\n");
    let error = home.nubo("instances list --retries 0 --json").error();
    assert_eq!(
        (&error["code"], &error["retryable"], &error["account"]),
        (&"unavailable".into(), &true.into(), &"lab".into())
    );
    home.nubo("instances stop web-1 --retries 0").shows(
        r#"
        ACCOUNT  ID  NAME   ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        -        -   web-1  stop    no       failed  -       -      -
        --- stderr
        error: lab: cannot look for instance "web-1": cannot reach 127.0.0.1 (Connection refused (os error [n]))
        --- exit 5
    "#,
    );
    home.nubo("instances show web-1 --retries 0").ends(5);
    home.nubo("whoami").ends(5).tells("trying again in");
}

#[test]
fn a_dead_account_does_not_hide_the_others() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    let more =
        format!("{}\n[accounts.dead]\nprovider = \"fleio\"\nurl = \"{DEAD}\"\n", home.text("config/config.toml"));
    let home = home.config(&(more + "# the end")).with("NUBO_SECRET_DEAD", "hush-dead");
    home.nubo("whoami -A --retries 0 --columns account,email").shows(
        "
        ACCOUNT     EMAIL
        cloudsigma  ops@example.com
        fleio       ops@example.com
        seflow      ops@example.com
        uivmm       ops@example.com
        --- stderr
        error: dead: cannot reach 127.0.0.1 (Connection refused (os error [n]))
        --- exit 6
    ",
    );
    let run = home.nubo("instances list -A --retries 0 --json");
    assert_eq!(run.ends(6).json().as_array().unwrap().len(), 20);
    assert_eq!((&run.error()["account"], &run.error()["code"]), (&"dead".into(), &"unavailable".into()));
    home.nubo("instances show web-3 --retries 0 --columns account,id").shows(
        "
        ACCOUNT  seflow
        ID       33301/12
        --- exit 0
    ",
    );
    home.nubo("instances show nobody --retries 0").shows(r#"
        --- stderr
        error: cannot tell which instance "nobody" is: account dead did not answer completely (cannot reach 127.0.0.1 (Connection refused (os error [n])))
          hint: say which account it is in: ACCOUNT/nobody
        --- exit 5
    "#);
    home.nubo("instances start -A web-3 --retries 0").shows(r#"
        ACCOUNT  ID  NAME   ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        -        -   web-3  start   no       failed  -       -      -
        --- stderr
        error: cannot tell which instance "web-3" is: account dead did not answer completely (cannot reach 127.0.0.1 (Connection refused (os error [n])))
          hint: say which account it is in: ACCOUNT/web-3
        --- exit 5
    "#);
    home.nubo("instances start -A seflow/web-3 --retries 0 --no-header").shows(
        "
        seflow  33301/12  web-3  start  no  ok  running  running  -
        --- exit 0
    ",
    );
}

#[test]
fn failures_of_different_kinds_are_partial() {
    let clouds = Clouds::serve();
    let home = clouds.home("").with("NUBO_SECRET_FLEIO", "hush-wrong");
    home.nubo("whoami -a fleio,seflow --columns account,email").shows(
        "
        ACCOUNT  EMAIL
        seflow   ops@example.com
        --- stderr
        error: fleio: the provider refused the secret (current-user.show)
          provider said: 401 Invalid token.
          hint: check the secret: nubo accounts test
        --- exit 6
    ",
    );
    let run = home.nubo("instances start fleio/web-1 seflow/nobody --json");
    assert_eq!(run.ends(6).quietly().json()[0]["status"], "failed");
}

#[test]
fn a_change_that_is_not_done_in_time() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    home.nubo("instances start uivmm/web-test --timeout 1s").shows(
        r#"
        ACCOUNT  ID          NAME      ACTION  CHANGED  STATUS   BEFORE   AFTER     HOW
        uivmm    7/web-test  web-test  start   yes      pending  stopped  starting  -
        --- stderr
        error: uivmm: cannot start "web-test": it is not running yet, and the time is up
          hint: it may still get there: look again, or allow more time with --timeout
        --- exit 8
    "#,
    );
    let run = clouds.home("").nubo("instances stop uivmm/registry --timeout 1s --json");
    let change = run.ends(8).quietly().json()[0].clone();
    assert_eq!((&change["status"], &change["error"]["code"]), (&"pending".into(), &"timeout".into()));
    home.nubo("instances stop uivmm/ci-runner --no-wait").shows(
        "
        ACCOUNT  ID           NAME       ACTION  CHANGED  STATUS   BEFORE   AFTER  HOW
        uivmm    3/ci-runner  ci-runner  stop    yes      pending  running  -      clean
        --- exit 0
    ",
    );
}

#[test]
fn a_read_that_is_not_done_in_time_is_its_accounts_failure() {
    let silent = Server::always(Vec::new());
    let home = Home::at(&silent.url(), "");
    home.nubo("instances list --timeout 1s").shows(
        "
        --- stderr
        error: lab: no whole answer within 1 s
          hint: allow more time with --timeout
        --- exit 5
    ",
    );
    home.nubo("instances list --timeout 0s --json").ends(5).error();
    home.nubo("instances list --timeout soon").shows(
        r#"
        --- stderr
        error: invalid value 'soon' for '--timeout <DUR>': "soon" is not a duration
        --- exit 2
    "#,
    );
}
