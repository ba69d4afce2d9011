//! Unusual homes: none at all, a broken file, wide modes.
//! A command that needs no file works without one.

use std::{fs, os::unix::fs::PermissionsExt};

use crate::harness::{Clouds, DEAD, Home};

/// Variables that make an account at the simulated ui-vmm, and nothing else.
fn only_variables(clouds: &Clouds) -> Home {
    let url = clouds.told("uivmm", "url");
    let home = Home::nowhere().with("NUBO_PROVIDER", "uivmm").with("NUBO_URL", url);
    home.with("NUBO_SECRET", clouds.told("uivmm", "secret"))
}

#[test]
fn without_a_home_an_account_of_variables_works() {
    let clouds = Clouds::serve();
    let home = only_variables(&clouds);
    home.nubo("instances list --columns name,state").shows(
        "
        ACCOUNT  NAME       STATE
        env      ci-runner  running
        env      registry   running
        env      web-test   stopped
        env      lab        paused
        --- exit 0
    ",
    );
    home.nubo("instances start registry --no-header").shows(
        "
        env  3/registry  registry  start  no  ok  running  running  -
        --- exit 0
    ",
    );
    home.nubo("accounts list --no-header --columns account,provider").shows(
        "
        env  uivmm
        --- exit 0
    ",
    );
    assert_eq!(home.path("").read_dir().unwrap().count(), 1, "only the folder the harness makes");
}

#[test]
fn without_a_home_what_needs_one_names_the_variable() {
    let nowhere = Home::nowhere();
    nowhere.sandbox("instances list").shows(
        "
        --- stderr
        error: no folder for the state: HOME is not set
          hint: set HOME, or NUBO_STATE_DIR to a folder
        --- exit 12
    ",
    );
    nowhere.nubo("sandbox reset").shows(
        "
        --- stderr
        error: no folder for the state: HOME is not set
          hint: set HOME, or NUBO_STATE_DIR to a folder
        --- exit 12
    ",
    );
    nowhere.fed("hush-x", "accounts add a --provider fotbo --secret-stdin --no-verify").shows(
        "
        --- stderr
        error: no folder for the configuration: HOME is not set
          hint: set HOME, or NUBO_CONFIG_DIR to a folder
        --- exit 12
    ",
    );
    nowhere.nubo("instances list").shows(
        "
        --- stderr
        error: no folder for the configuration: HOME is not set
          hint: set HOME, or NUBO_CONFIG_DIR to a folder
        --- exit 12
    ",
    );
    nowhere.nubo("accounts use a").ends(2);
    assert_eq!(nowhere.sandbox("whoami --json").ends(12).error()["code"], "config");
}

#[test]
fn a_state_folder_alone_is_enough_for_the_sandbox() {
    let home = Home::nowhere();
    let state = home.path("elsewhere").display().to_string();
    let home = home.with("NUBO_STATE_DIR", &state);
    home.sandbox("whoami --columns account").ends(0);
    Home::nowhere().with("NUBO_STATE_DIR", "").sandbox("whoami").shows(
        "
        --- stderr
        error: NUBO_STATE_DIR is set but empty
          hint: name a folder, or `unset NUBO_STATE_DIR`
        --- exit 12
    ",
    );
    Home::nowhere().with("NUBO_STATE_DIR", "/dev/null/x").sandbox("whoami -a sandbox-uivmm --retries 0").ends(5);
}

#[test]
fn home_alone_has_the_usual_folders() {
    let home = Home::nowhere();
    let folder = home.path("me").display().to_string();
    let home = home.with("HOME", &folder);
    home.sandbox("instances start sandbox-uivmm/web-test").ends(0);
    home.fed("hush-x", "accounts add a --provider fotbo --secret-stdin --no-verify").ends(0);
    for file in [".config/nubo/config.toml", ".config/nubo/credentials.toml", ".local/state/nubo/sandbox/world.json"] {
        assert!(home.path("me").join(file).exists(), "{file}");
    }
}

#[test]
fn a_broken_file_is_named_with_its_line() {
    Home::new().config("default_account = \"a\"\n[accounts.a\nprovider = \"fotbo\"").nubo("instances list").shows(
        "
        --- stderr
        error: [home]/config/config.toml, line 2: unclosed table, expected `]`
          hint: correct that line; see https://toml.io for the format
        --- exit 12
    ",
    );
    Home::new()
        .config("[accounts.a]\nprovider = \"fotbo\"\nuzer = \"x\"")
        .nubo("instances list")
        .ends(12)
        .tells("config.toml, line 3: unknown key `uzer`");
    Home::new().config("[accounts.a]\nprovider = 3").nubo("accounts list --json").ends(12).error();
    Home::new().config("[accounts.A]\nprovider = \"fotbo\"").nubo("instances list").shows(
        "
        --- stderr
        error: [home]/config/config.toml: `A` cannot be the name of an account
          hint: names are small letters, digits, `-` and `_`, and begin with a letter or digit
        --- exit 12
    ",
    );
    Home::new().config("default_account = \"b\"\n[accounts.a]\nprovider = \"fotbo\"").nubo("whoami").shows(
        "
        --- stderr
        error: [home]/config/config.toml: default_account is `b`, and no account has that name
          hint: choose one with `nubo accounts use NAME`, or remove the line
        --- exit 12
    ",
    );
}

#[test]
fn a_broken_file_is_not_edited() {
    let home = Home::new().config("[accounts.a");
    home.fed("hush-x", "accounts add b --provider fotbo --secret-stdin --no-verify").ends(12);
    home.nubo("accounts remove a").ends(12);
    assert_eq!(home.text("config/config.toml"), "[accounts.a\n");
}

#[test]
fn another_file_can_be_named_and_must_be_there() {
    let home = Home::at(DEAD, "");
    fs::write(home.path("other.toml"), "[accounts.other]\nprovider = \"fotbo\"\n").unwrap();
    fs::set_permissions(home.path("other.toml"), fs::Permissions::from_mode(0o600)).unwrap();
    home.nubo("--config other.toml accounts list --columns account").shows(
        "
        ACCOUNT
        other
        --- exit 0
    ",
    );
    home.nubo("accounts list --columns account --config missing.toml").shows(
        "
        --- stderr
        error: missing.toml does not exist
          hint: give --config a file, or make this one with `nubo accounts add`
        --- exit 12
    ",
    );
}

#[test]
fn wide_modes_are_warned_of_and_a_program_hears_nothing() {
    let home = Home::at(DEAD, "");
    fs::set_permissions(home.path("config/config.toml"), fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(home.path("config"), fs::Permissions::from_mode(0o755)).unwrap();
    home.nubo("accounts list --columns account").shows(
        "
        ACCOUNT
        lab
        --- stderr
        warning: [home]/config/config.toml is open to others (mode 0644): `chmod 600 [home]/config/config.toml`
        warning: [home]/config is open to others (mode 0755): `chmod 700 [home]/config`
        --- exit 0
    ",
    );
    home.nubo("accounts list --columns account --json").ends(0).quietly();
}

#[test]
fn an_account_in_the_clear_is_refused_unless_it_says_so() {
    let home = Home::at("http://portal.invalid/backend/api", "");
    home.nubo("instances list").shows(
        r#"
        --- stderr
        error: lab: url "http://portal.invalid/backend/api": plain http would send the secret in the open
          hint: use https, or --plain-http (`plain_http = true` in the account's section) if you must
        --- exit 12
    "#,
    );
    home.set("lab", "plain_http = true");
    home.with("http_proxy", DEAD).nubo("instances list --retries 0").ends(5);
    Home::at("https://ops:hush-pass@portal.example.com/backend/api", "").nubo("instances list").shows(
        "
        --- stderr
        error: [home]/config/config.toml: the URL of account `lab` has a user or password in it
          hint: use `user`, and `nubo accounts set-secret lab` for the secret
        --- exit 12
    ",
    );
    for url in ["http://localhost:1", "http://[::1]:1", "http://127.8.9.10:1"] {
        Home::at(url, "").nubo("instances list --retries 0").ends(5);
    }
}
