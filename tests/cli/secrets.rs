//! The places of a secret: variable, command, keyring, file; and an account made of variables alone.
//! Every run of every test checks that no secret is shown.

use crate::harness::{Clouds, DEAD, Home};

/// A home with an account `my-lab` at the simulated Fleio whose section has one more line.
fn lab(clouds: &Clouds, line: &str) -> Home {
    let url = clouds.told("fleio", "url");
    Home::new().config(&format!("[accounts.my-lab]\nprovider = \"fleio\"\nurl = \"{url}\"\n{line}"))
}

fn wrong_file(home: &Home) {
    home.fed("hush-wrong", "accounts set-secret my-lab --secret-stdin --no-verify").ends(0);
}

#[test]
fn a_variable_wins_over_a_command_and_a_command_over_the_file() {
    let clouds = Clouds::serve();
    let secret = clouds.told("fleio", "secret");
    let home = lab(&clouds, "");
    wrong_file(&home);
    home.nubo("whoami").shows(
        "
        --- stderr
        error: my-lab: the provider refused the secret (current-user.show)
          provider said: 401 Invalid token.
          hint: check the secret: nubo accounts test
        --- exit 4
    ",
    );
    home.set("my-lab", &format!("secret_command = \"echo {secret}\""));
    home.nubo("whoami --columns account,email").shows(
        "
        ACCOUNT  EMAIL
        my-lab   ops@example.com
        --- exit 0
    ",
    );
    home.nubo("accounts show my-lab --columns secret_in").shows(
        "
        SECRET IN  the account's secret_command
        --- exit 0
    ",
    );
    let home = home.with("NUBO_SECRET_MY_LAB", "hush-wrong-too");
    home.nubo("whoami --columns account,email").ends(4);
    home.nubo("accounts show my-lab --columns secret_in").shows(
        "
        SECRET IN  the variable NUBO_SECRET_MY_LAB
        --- exit 0
    ",
    );
    home.nubo("accounts remove my-lab").shows(
        "
        ACCOUNT  ID      NAME    ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        my-lab   my-lab  my-lab  remove  yes      ok      -       -      -
        --- stderr
        its secret was removed from [home]/config/credentials.toml
        warning: a secret for it is still in the variable NUBO_SECRET_MY_LAB
        warning: a secret for it is still in the account's secret_command
        --- exit 0
    ",
    );
}

#[test]
fn a_command_that_fails_is_told_without_its_output() {
    let clouds = Clouds::serve();
    let home = lab(&clouds, "secret_command = \"echo hush-half; echo the agent is locked >&2; exit 3\"");
    home.nubo("whoami").shows(
        "
        --- stderr
        error: my-lab: the secret_command of account `my-lab` failed (exit status: 3): the agent is locked
          hint: run it by hand, or `nubo accounts set-secret my-lab` without a secret_command
        --- exit 4
    ",
    );
    lab(&clouds, "secret_command = \"true\"").nubo("whoami --json").ends(4).error();
}

#[test]
fn an_account_is_added_with_its_command() {
    let clouds = Clouds::serve();
    let home = Home::new();
    let (url, secret) = (clouds.told("fleio", "url"), clouds.told("fleio", "secret"));
    std::fs::write(home.path("secret.txt"), secret).unwrap();
    let file = home.path("secret.txt").display().to_string();
    home.nubo(&format!("accounts add a --provider fleio --url {url} --secret-command 'cat {file}'")).shows(
        r#"
        ACCOUNT  ID  NAME  ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        a        a   a     add     yes      ok      -       -      -
        --- stderr
        account "a" is in [home]/config/config.toml
        --- exit 0
    "#,
    );
    home.nubo("accounts add b --provider fotbo --secret-command 'exit 1'").ends(4);
    home.nubo("whoami --columns account").shows(
        "
        ACCOUNT
        a
        --- exit 0
    ",
    );
    assert!(!home.path("config/credentials.toml").exists());
}

#[test]
fn an_empty_variable_is_an_error_and_not_a_missing_one() {
    let clouds = Clouds::serve();
    lab(&clouds, "").with("NUBO_SECRET_MY_LAB", "").nubo("whoami").shows(
        "
        --- stderr
        error: my-lab: NUBO_SECRET_MY_LAB is set but empty
          hint: set it, or `unset NUBO_SECRET_MY_LAB`
        --- exit 12
    ",
    );
    lab(&clouds, "").with("NUBO_SECRET_MY_LAB", " ").nubo("whoami").ends(12);
    lab(&clouds, "").nubo("whoami").shows(
        "
        --- stderr
        error: my-lab: no secret for account `my-lab` (keyring: no session bus)
          hint: `nubo accounts set-secret my-lab`, or set NUBO_SECRET_MY_LAB
        --- exit 4
    ",
    );
}

#[test]
fn variables_alone_make_an_account() {
    let clouds = Clouds::serve();
    let home = Home::new()
        .with("NUBO_PROVIDER", "cloudsigma")
        .with("NUBO_URL", clouds.told("cloudsigma", "url"))
        .with("NUBO_USER", clouds.told("cloudsigma", "user"))
        .with("NUBO_SECRET", clouds.told("cloudsigma", "secret"));
    home.nubo("instances list --columns account,name,state --limit 2").shows(
        "
        ACCOUNT  NAME   STATE
        env      web-1  running
        env      web-2  running
        --- stderr
        showing 2 of 6 instances
        --- exit 0
    ",
    );
    home.nubo("instances start env/web-1 --no-header").shows(
        "
        env  10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1  web-1  start  no  ok  running  running  -
        --- exit 0
    ",
    );
    home.nubo("accounts list --json --columns account,provider,default").shows(
        r#"
        [
          {
            "account": "env",
            "provider": "cloudsigma",
            "default": false
          }
        ]
        --- exit 0
    "#,
    );
    home.nubo("accounts remove env").shows(
        "
        --- stderr
        error: no account `env` in [home]/config/config.toml
          hint: `nubo accounts list` shows the accounts
        --- exit 3
    ",
    );
    home.with("NUBO_SECRET", "").nubo("whoami").shows(
        "
        --- stderr
        error: env: NUBO_SECRET is set but empty
          hint: set it, or `unset NUBO_SECRET`
        --- exit 12
    ",
    );
}

#[test]
fn variables_that_make_half_an_account_are_told() {
    Home::new().with("NUBO_URL", DEAD).nubo("whoami").shows(
        "
        --- stderr
        warning: NUBO_URL is ignored: without NUBO_PROVIDER it makes no account
        error: no account is configured
          hint: add one: nubo accounts add NAME --provider PRESET, or try: nubo --sandbox instances list
        --- exit 2
    ",
    );
    Home::new().with("NUBO_PROVIDER", "fleio").nubo("whoami").shows(
        r"
        --- stderr
        error: env: fleio needs a url
          hint: set NUBO_URL
        --- exit 12
    ",
    );
    Home::new().with("NUBO_PROVIDER", "").nubo("whoami").ends(12);
    let home = Home::new().with("NUBO_PROVIDER", "fotbo").with("NUBO_URL", "https://ops:hush-pass@portal.example.com");
    home.nubo("whoami").shows(
        "
        --- stderr
        error: the URL of account `env` has a user or password in it
          hint: use `user`, and `nubo accounts set-secret env` for the secret
        --- exit 12
    ",
    );
    Home::at(DEAD, "[accounts.env]\nprovider = \"fotbo\"").with("NUBO_PROVIDER", "fotbo").nubo("whoami").shows(
        "
        --- stderr
        error: the account `env` is both in the accounts file and made by NUBO_PROVIDER
          hint: rename the account in the file, or `unset NUBO_PROVIDER`
        --- exit 12
    ",
    );
}

#[test]
fn a_secret_in_the_accounts_file_is_refused_and_not_shown() {
    for key in ["secret", "password", "api_key", "token"] {
        let home = Home::at(DEAD, &format!("{key} = \"hush-in-the-open\""));
        home.nubo("whoami").ends(12).tells("secrets do not belong in this file");
    }
}

#[test]
fn not_even_debugging_shows_a_secret() {
    let home = Home::new();
    for line in ["instances list", "drives list", "invoices list", "tickets list", "whoami"] {
        let run = home.sandbox(&format!("{line} --debug"));
        assert!(run.ends(0).stderr.contains("> authorization: Basic ***"), "{}", run.stderr);
    }
    let clouds = Clouds::serve();
    let home = Home::new();
    let url = clouds.told("uivmm", "url");
    home.nubo(&format!("accounts add lab --provider uivmm --url {url}")).ends(0);
    let run = home.fed(clouds.told("seflow", "secret"), "accounts login lab --user demo --secret-stdin --debug");
    run.ends(0).tells("\"user_password\":\"***\"").tells("\"token\":\"***\"");
    let run = clouds.home("").nubo("accounts test -vv --debug");
    run.ends(0).tells("secret_key ***");
}
