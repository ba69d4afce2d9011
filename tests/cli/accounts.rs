//! The verb `accounts add`: the fields an account needs, and the ones that are refused.
//! A secret is tried before anything is stored.

use crate::harness::{Clouds, DEAD, Home};

#[test]
fn a_wrong_secret_stores_nothing() {
    let clouds = Clouds::serve();
    let home = Home::new();
    let url = clouds.told("fleio", "url");
    home.fed("hush-wrong\n", &format!("accounts add a --provider fleio --url {url} --secret-stdin")).shows("
        --- stderr
        error: a: nothing was stored, because trying the secret failed: the provider refused the secret (current-user.show)
          provider said: 401 Invalid token.
          hint: check user and secret
        --- exit 4
    ");
    let (url, user) = (clouds.told("cloudsigma", "url"), clouds.told("cloudsigma", "user"));
    let line = format!("accounts add a --provider cloudsigma --url {url} --user {user} --secret-stdin --json");
    assert_eq!(home.fed("hush-wrong\n", &line).ends(4).error()["code"], "denied");
    let line = format!("accounts add a --provider fleio --url {DEAD} --secret-stdin --retries 0");
    home.fed("hush-wrong\n", &line).shows("
        --- stderr
        error: a: nothing was stored, because trying the secret failed: cannot reach 127.0.0.1 (Connection refused (os error [n]))
          hint: try again, or store it untried with --no-verify
        --- exit 5
    ");
    assert_eq!(home.path("config").read_dir().unwrap().count(), 0);
}

#[test]
fn a_secret_can_be_stored_untried() {
    let home = Home::new();
    home.fed("hush-untried", &format!("accounts add a --provider fleio --url {DEAD} --secret-stdin --no-verify"))
        .shows(
            r#"
            ACCOUNT  ID  NAME  ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
            a        a   a     add     yes      ok      -       -      -
            --- stderr
            account "a" is in [home]/config/config.toml
            no keyring here (no session bus): stored in [home]/config/credentials.toml, mode 0600
            --- exit 0
        "#,
        );
    assert_eq!(home.text("config/credentials.toml"), "[a]\nsecret = \"hush-untried\"\n");
    home.nubo("accounts show a").shows(
        "
        ACCOUNT    a
        PROVIDER   fleio
        PRESET     -
        URL        http://127.0.0.1:[port]
        USER       -
        DEFAULT    no
        READ ONLY  no
        PROTECT    -
        SECRET IN  [home]/config/credentials.toml
        PROBLEM    -
        --- exit 0
    ",
    );
}

#[test]
fn a_name_is_given_once_and_is_plain() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    let add = |name: &str| format!("accounts add {name} --provider fotbo --secret-stdin --no-verify");
    home.fed("hush-x", &add("fleio")).shows(
        r#"
        --- stderr
        error: there is an account "fleio" already
          hint: give it another secret with: nubo accounts set-secret fleio
        --- exit 7
    "#,
    );
    home.fed("hush-x", &add("Fleio")).shows(
        "
        --- stderr
        error: `Fleio` cannot be the name of an account
          hint: names are small letters, digits, `-` and `_`, and begin with a letter or digit
        --- exit 2
    ",
    );
    for name in ["a/b", "a.b", "-a", "_a", "''", "ä", "a*"] {
        assert_eq!(home.fed("hush-x", &add(name)).ends(2).stdout, "", "{name}");
    }
    home.fed("hush-x", &add("my-lab")).ends(0);
    home.fed("hush-x", &add("my_lab")).shows(
        r#"
        --- stderr
        warning: "my-lab" has the same url and user as "my_lab": their machines are listed twice
        error: the account `my-lab` would share its variable with that name
          hint: choose another name, or remove that account first
        --- exit 7
    "#,
    );
}

#[test]
fn names_that_would_share_a_variable_are_refused_in_the_file_too() {
    let home = Home::new().config(
        "
        [accounts.my-lab]
        provider = \"fotbo\"
        [accounts.my_lab]
        provider = \"fotbo\"
        ",
    );
    home.nubo("instances list").shows(
        "
        --- stderr
        error: [home]/config/config.toml: the accounts `my-lab` and `my_lab` would share the variable NUBO_SECRET_MY_LAB
          hint: rename one of them
        --- exit 12
    ",
    );
}

#[test]
fn what_an_account_needs_is_told() {
    let home = Home::new();
    let refused = |line: &str| home.fed("hush-x", &format!("accounts add a {line} --secret-stdin"));
    refused("--provider fotboo").shows(
        r#"
        --- stderr
        error: a: "fotboo" is neither a provider nor a preset
          hint: one of: fleio fotbo cloudsigma cloudsigma-zrh cloudsigma-lvs seflow hostbill uivmm
        --- exit 2
    "#,
    );
    refused("--provider fleio").shows(
        r#"
        --- stderr
        error: a: fleio needs a url
          hint: give it with --url, or as `url = "..."` in [accounts.a]
        --- exit 2
    "#,
    );
    refused("--provider cloudsigma-zrh").shows(
        r#"
        --- stderr
        error: a: CloudSigma API 1.0 needs a user
          hint: give it with --user, or as `user = "..."` in [accounts.a]
        --- exit 2
    "#,
    );
    refused("--provider fleio --url http://portal.example.com/backend/api").shows(
        r#"
        --- stderr
        error: a: url "http://portal.example.com/backend/api": plain http would send the secret in the open
          hint: use https, or --plain-http (`plain_http = true` in the account's section) if you must
        --- exit 2
    "#,
    );
    refused("--provider fleio --url https://ops:hush-pass@portal.example.com/backend/api").shows(
        "
        --- stderr
        error: a: the url holds a user or a password
          hint: put the user into `user` and store the secret with: nubo accounts set-secret a
        --- exit 2
    ",
    );
    refused("--provider fleio --url ftp://portal.example.com").ends(2);
    refused("--provider fleio --url nonsense").ends(2);
    refused("--provider fleio --url https://portal.example.com/?a=b").ends(2);
    refused("--provider fotbo --secret-command x").ends(2);
    refused("").ends(2).tells("--provider");
    assert_eq!(home.path("config").read_dir().unwrap().count(), 0);
}

#[test]
fn an_account_like_another_is_warned_of() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    let (url, user) = (clouds.told("seflow", "url"), clouds.told("seflow", "user"));
    let line = format!("accounts add again --provider seflow --url {url} --user {user} --secret-stdin");
    home.fed(clouds.told("seflow", "secret"), &line).shows(
        r#"
        ACCOUNT  ID     NAME   ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        again    again  again  add     yes      ok      -       -      -
        --- stderr
        warning: "seflow" has the same url and user as "again": their machines are listed twice
        account "again" is in [home]/config/config.toml
        no keyring here (no session bus): stored in [home]/config/credentials.toml, mode 0600
        --- exit 0
    "#,
    );
}
