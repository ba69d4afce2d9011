//! `accounts`: adding, listing, showing, choosing, removing. The file is the user's, and edits keep what is in it.
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
        error: a: nothing was stored, because trying the secret failed: cannot reach 127.0.0.1 (Connection refused (os error 111))
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

const COMMENTED: &str = "
    # my clouds

    # where I work
    default_account = \"b\" # for now

    # the first
    [accounts.a]
    provider = \"fotbo\"   # a preset

    # the second
    [accounts.b]
    provider = \"uivmm\"
    url      = \"http://127.0.0.1:1\"
    # the end";

#[test]
fn comments_survive_every_edit() {
    let home = Home::new().config(COMMENTED);
    home.nubo("accounts use a").shows(
        "
        ACCOUNT  ID  NAME  ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        a        a   a     use     yes      ok      -       -      -
        --- exit 0
    ",
    );
    home.fed("hush-x", "accounts add c --provider fotbo --secret-stdin --no-verify").ends(0);
    home.nubo("accounts remove b").shows(
        "
        ACCOUNT  ID  NAME  ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        b        b   b     remove  yes      ok      -       -      -
        --- exit 0
    ",
    );
    let text = home.text("config/config.toml");
    let expected = "
        # my clouds

        # where I work
        default_account = \"a\" # for now

        # the first
        [accounts.a]
        provider = \"fotbo\"   # a preset

        # the end

        [accounts.c]
        provider = \"fotbo\"
        ";
    assert_eq!(text, crate::harness::dedented(expected) + "\n");
}

#[test]
fn the_default_account_is_chosen_and_dropped() {
    let home = Home::new().config(COMMENTED);
    home.nubo("accounts use b").shows(
        "
        ACCOUNT  ID  NAME  ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        b        b   b     use     no       ok      -       -      -
        --- exit 0
    ",
    );
    home.nubo("accounts use a").shows(
        "
        ACCOUNT  ID  NAME  ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        a        a   a     use     yes      ok      -       -      -
        --- exit 0
    ",
    );
    home.nubo("accounts use nobody").shows(
        r#"
        --- stderr
        error: there is no account "nobody"
          hint: configured: a b
        --- exit 2
    "#,
    );
    home.nubo("accounts use").ends(2);
    home.nubo("accounts use a --none").ends(2);
    home.nubo("accounts use --none --json").shows(
        r#"
        [
          {
            "account": null,
            "provider": null,
            "preset": null,
            "id": null,
            "name": null,
            "kind": "account",
            "action": "use",
            "changed": true,
            "status": "ok",
            "before": null,
            "after": null,
            "how": null,
            "error": null
          }
        ]
        --- exit 0
    "#,
    );
    home.nubo("accounts remove b").ends(0);
    home.nubo("accounts remove b").shows(
        r#"
        --- stderr
        error: there is no account "b"
          hint: configured: a
        --- exit 2
    "#,
    );
    assert!(!home.text("config/config.toml").contains("default_account"));
}

#[test]
fn removing_the_default_account_leaves_no_default() {
    let home = Home::new().config(COMMENTED);
    home.nubo("accounts remove b").ends(0);
    home.nubo("accounts list --columns account,default").shows(
        "
        ACCOUNT  DEFAULT
        a        no
        --- exit 0
    ",
    );
}

#[test]
fn accounts_are_listed_and_shown() {
    let home = Home::new().config(COMMENTED);
    home.nubo("accounts list").shows(
        "
        ACCOUNT  PROVIDER  PRESET  URL                                USER  DEFAULT
        a        fleio     fotbo   https://api.fotbo.com/backend/api  -     no
        b        uivmm     -       http://127.0.0.1:[port]                 -     yes
        --- exit 0
    ",
    );
    home.nubo("accounts list -o wide --filter default=yes").shows(
        "
        ACCOUNT  PROVIDER  PRESET  URL                 USER  DEFAULT  READ ONLY  PROTECT  PROBLEM
        b        uivmm     -       http://127.0.0.1:[port]  -     yes      no         -        -
        --- exit 0
    ",
    );
    home.nubo("accounts list -o name").shows(
        "
        a
        b
        --- exit 0
    ",
    );
    home.nubo("accounts show a --json").shows(
        r#"
        {
          "account": "a",
          "provider": "fleio",
          "preset": "fotbo",
          "url": "https://api.fotbo.com/backend/api",
          "user": null,
          "default": false,
          "read_only": false,
          "protect": [],
          "staff_url": null,
          "secret_command": null,
          "secret_in": null,
          "problem": null
        }
        --- exit 0
    "#,
    );
    home.nubo("accounts show nobody").shows(
        r#"
        --- stderr
        error: there is no account "nobody"
          hint: configured: a b
        --- exit 2
    "#,
    );
    Home::new().nubo("accounts list").shows(
        "
        --- stderr
        no accounts
        --- exit 0
    ",
    );
}

#[test]
fn an_account_that_cannot_be_used_is_listed_with_its_problem() {
    let home = Home::new().config(
        "
        [accounts.a]
        provider = \"nimbus\"
        [accounts.b]
        provider = \"cloudsigma-zrh\"
        [accounts.c]
        provider = \"fleio\"
        url = \"http://portal.example.com/backend/api\"
        ",
    );
    home.nubo("accounts list -o ndjson --columns account,problem").shows(r#"
        {"account":"a","problem":"\"nimbus\" is neither a provider nor a preset"}
        {"account":"b","problem":"CloudSigma API 1.0 needs a user"}
        {"account":"c","problem":"url \"http://portal.example.com/backend/api\": plain http would send the secret in the open"}
        --- exit 0
    "#);
    home.nubo("instances list").shows(
        r#"
        --- stderr
        error: a: "nimbus" is neither a provider nor a preset
          hint: one of: fleio fotbo cloudsigma cloudsigma-zrh cloudsigma-lvs seflow hostbill uivmm
        error: b: CloudSigma API 1.0 needs a user
          hint: give it with --user, or as `user = "..."` in [accounts.b]
        error: c: url "http://portal.example.com/backend/api": plain http would send the secret in the open
          hint: use https, or --plain-http (`plain_http = true` in the account's section) if you must
        --- exit 12
    "#,
    );
}
