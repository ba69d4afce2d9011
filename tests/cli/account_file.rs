//! The verbs list, show, use and remove of `accounts`: the file is the user's, and edits keep the rest of it.
//! An account that cannot be used is told, not hidden.

use crate::harness::Home;

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
}

#[test]
fn no_default_account_is_a_change_of_no_account() {
    let home = Home::new().config(COMMENTED);
    home.nubo("accounts use a").ends(0);
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
