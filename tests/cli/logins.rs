//! Trying, replacing and getting secrets of accounts that are there already.
//! A password becomes a token in `accounts login`, and only the token is kept.

use crate::harness::{Clouds, DEAD, Home};

#[test]
fn every_account_is_tested_and_one_that_fails_does_not_hide_the_others() {
    let clouds = Clouds::serve();
    let home = clouds.home("").with("NUBO_SECRET_SEFLOW", "hush-wrong");
    home.nubo("accounts test").shows(
        "
        ACCOUNT     PROVIDER    OK   IDENTITY      EMAIL            PROBLEM
        cloudsigma  cloudsigma  yes  Alex Example  ops@example.com  -
        fleio       fleio       yes  Alex Example  ops@example.com  -
        seflow      seflow      no   -             -                the provider refused the secret (details.show)
        uivmm       uivmm       yes  demo          ops@example.com  -
        --- stderr
        error: seflow: the provider refused the secret (details.show)
          provider said: 200 wronglogin
          hint: check the secret: nubo accounts test
        --- exit 6
    ",
    );
    home.nubo("accounts test fleio uivmm --columns account,ok").shows(
        "
        ACCOUNT  OK
        fleio    yes
        uivmm    yes
        --- exit 0
    ",
    );
    home.nubo("accounts test seflow --json").shows(
        r#"
        [
          {
            "account": "seflow",
            "provider": "seflow",
            "ok": false,
            "identity": null,
            "email": null,
            "problem": "the provider refused the secret (details.show)"
          }
        ]
        --- exit 4
    "#,
    );
    home.nubo("accounts test -a fleio --no-header").shows(
        "
        fleio  fleio  yes  Alex Example  ops@example.com  -
        --- exit 0
    ",
    );
    home.nubo("accounts test fleio -a fleio").ends(2);
}

#[test]
fn a_password_becomes_a_token() {
    let clouds = Clouds::serve();
    let home = Home::new();
    let url = clouds.told("uivmm", "url");
    home.nubo(&format!("accounts add lab --provider uivmm --url {url}")).shows(
        r#"
        ACCOUNT  ID   NAME  ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        lab      lab  lab   add     yes      ok      -       -      -
        --- stderr
        account "lab" is in [home]/config/config.toml
        it has no secret yet: nubo accounts login lab
        --- exit 0
    "#,
    );
    home.nubo("instances list").shows(
        "
        --- stderr
        error: lab: no secret for account `lab` (keyring: no session bus)
          hint: `nubo accounts set-secret lab`, or set NUBO_SECRET_LAB
        --- exit 4
    ",
    );
    home.fed("hush-wrong", "accounts login lab --user demo --secret-stdin").shows(
        "
        --- stderr
        error: lab: the provider refused the secret (user.login)
          provider said: 400 wrong credential
          hint: check the secret: nubo accounts test
        --- exit 4
    ",
    );
    home.fed("x", "accounts login lab --secret-stdin").shows(
        "
        --- stderr
        error: who logs in?
          hint: name the user with --user
        --- exit 2
    ",
    );
    let password = clouds.told("seflow", "secret");
    home.fed(password, "accounts login lab --user demo --secret-stdin").shows(
        "
        ACCOUNT  ID   NAME  ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        lab      lab  lab   login   yes      ok      -       -      -
        --- stderr
        no keyring here (no session bus): stored in [home]/config/credentials.toml, mode 0600
        --- exit 0
    ",
    );
    let kept = home.text("config/credentials.toml");
    assert!(kept.starts_with("[lab]\nsecret = \"") && !kept.contains(password), "{kept}");
    home.nubo("instances list --columns name").ends(0);
    home.nubo("accounts test lab --json").ends(0);
}

#[test]
fn who_has_no_login_says_so() {
    let clouds = Clouds::serve();
    clouds.home("").fed("x", "accounts login seflow --secret-stdin").shows(
        "
        --- stderr
        error: SeFlow (HostBill) has no login: its secret is kept as it is
          hint: nubo accounts set-secret seflow
        --- exit 9
    ",
    );
}

#[test]
fn another_secret_is_tried_before_it_replaces_the_first() {
    let clouds = Clouds::serve();
    let url = clouds.told("fleio", "url");
    let home = Home::new().config(&format!("[accounts.a]\nprovider = \"fleio\"\nurl = \"{url}\""));
    home.fed(clouds.told("fleio", "secret"), "accounts set-secret a --secret-stdin").shows(
        "
        ACCOUNT  ID  NAME  ACTION      CHANGED  STATUS  BEFORE  AFTER  HOW
        a        a   a     set-secret  yes      ok      -       -      -
        --- stderr
        no keyring here (no session bus): stored in [home]/config/credentials.toml, mode 0600
        --- exit 0
    ",
    );
    let kept = home.text("config/credentials.toml");
    home.fed("hush-wrong", "accounts set-secret a --secret-stdin").shows("
        --- stderr
        error: a: nothing was stored, because trying the secret failed: the provider refused the secret (current-user.show)
          provider said: 401 Invalid token.
          hint: check user and secret
        --- exit 4
    ");
    assert_eq!(home.text("config/credentials.toml"), kept);
    home.fed("hush-wrong", "accounts set-secret a --secret-stdin --no-verify --json").shows(
        r#"
        [
          {
            "account": "a",
            "provider": "fleio",
            "preset": null,
            "id": "a",
            "name": "a",
            "kind": "account",
            "action": "set-secret",
            "changed": true,
            "status": "ok",
            "before": null,
            "after": null,
            "how": null,
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
}

#[test]
fn a_stored_secret_goes_with_its_account() {
    let home = Home::new();
    home.fed("hush-x", "accounts add a --provider fotbo --secret-stdin --no-verify").ends(0);
    home.nubo("accounts set-secret a").shows(
        "
        --- stderr
        error: a secret is needed, and there is no terminal to ask on
          hint: pipe it in with --secret-stdin
        --- exit 2
    ",
    );
    home.fed("x", "accounts set-secret nobody --secret-stdin").ends(2);
    home.nubo("accounts remove a").shows(
        "
        ACCOUNT  ID  NAME  ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        a        a   a     remove  yes      ok      -       -      -
        --- stderr
        its secret was removed from [home]/config/credentials.toml
        --- exit 0
    ",
    );
    assert!(!home.text("config/credentials.toml").contains("hush"));
}

#[test]
fn a_secret_is_one_line() {
    let home = Home::at(DEAD, "");
    for (text, why) in [("", "no secret was given"), ("  \n", "no secret"), ("a\nb\n", "a secret is one line")] {
        home.fed(text, "accounts set-secret lab --secret-stdin --no-verify").ends(2).tells(why);
    }
}

#[test]
fn the_files_are_private_whatever_they_were() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.fed("hush-x", "accounts add a --provider fotbo --secret-stdin --no-verify").ends(0);
    for file in ["config/config.toml", "config/credentials.toml"] {
        let path = home.path(file);
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file}");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    }
    home.nubo("accounts show a").shows("
        ACCOUNT    a
        PROVIDER   fleio
        PRESET     fotbo
        URL        https://api.fotbo.com/backend/api
        USER       -
        DEFAULT    no
        READ ONLY  no
        PROTECT    -
        SECRET IN  [home]/config/credentials.toml
        PROBLEM    -
        --- stderr
        warning: [home]/config/credentials.toml holds secrets and is open to others (mode 0644): `chmod 600 [home]/config/credentials.toml`
        --- exit 0
    ");
}
