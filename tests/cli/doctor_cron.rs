//! The flag `doctor --as-cron`: things that work in this shell and would not under cron, each with its remedy.
//! The other run has nothing of this one's environment, and sends no refused secret again.

use std::{fs, os::unix::fs::PermissionsExt};

use crate::{
    doctor::server,
    harness::{Clouds, Home},
};

#[test]
fn a_secret_that_only_a_variable_has_fails_under_cron_until_it_is_in_the_file() {
    let server = server(0);
    let home = Home::at(&server.url(), "");
    home.nubo("doctor").ends(0);
    let run = home.nubo("doctor --as-cron");
    run.ends(4).tells("here the variable NUBO_SECRET_LAB has it, which cron does not set");
    run.tells("hint: nubo accounts set-secret lab --in-file");
    assert_eq!(server.lines().len(), 1, "nothing is sent without a secret");
    home.fed("hush-lab", "accounts set-secret lab --in-file --secret-stdin").ends(0).tells("credentials.toml");
    home.nubo("doctor --as-cron").ends(0).quietly();
    assert_eq!(server.lines().len(), 3, "once to try the secret, once by the run as cron");
}

#[test]
fn a_secret_in_the_file_that_is_another_than_here_is_told_to_be() {
    let clouds = Clouds::serve();
    let home = Home::at(clouds.told("fleio", "url"), "");
    home.fed("hush-old", "accounts set-secret lab --in-file --secret-stdin --no-verify").ends(0);
    let home = home.with("NUBO_SECRET_LAB", clouds.told("fleio", "secret"));
    home.nubo("doctor").ends(0);
    let run = home.nubo("doctor --as-cron");
    run.ends(4).tells("credentials.toml, and here that of NUBO_SECRET_LAB is taken");
    run.tells("hint: nubo accounts set-secret lab --in-file");
}

#[test]
fn a_command_that_needs_the_path_of_this_shell_fails_under_cron() {
    let server = server(0);
    let home = Home::at(&server.url(), "secret_command = \"tell-secret\"").without("NUBO_SECRET_LAB");
    fs::create_dir(home.path("bin")).unwrap();
    fs::write(home.path("bin/tell-secret"), "#!/bin/sh\necho hush-lab\n").unwrap();
    fs::set_permissions(home.path("bin/tell-secret"), fs::Permissions::from_mode(0o700)).unwrap();
    let path = format!("{}:/usr/bin:/bin", home.path("bin").display());
    let home = home.with("PATH", &path);
    home.nubo("doctor").ends(0);
    let run = home.nubo("doctor --as-cron");
    run.ends(4).tells("here it works, but there HOME is missing and PATH is /usr/bin:/bin");
    run.tells("hint: write whole paths into the secret_command of [accounts.lab]");
}

#[test]
fn the_run_as_cron_has_its_folders_and_nothing_else() {
    let server = server(0);
    let home = Home::new().with("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere").with("NUBO_SECRET_OTHER", "hush-x");
    let told = home.path("environment").display().to_string();
    let line = format!("env > {told}; readlink /proc/self/fd/0 >> {told}; pwd >> {told}; echo hush-lab");
    let url = server.url();
    let home =
        home.config(&format!("[accounts.lab]\nprovider = \"fleio\"\nurl = \"{url}\"\nsecret_command = \"{line}\""));
    home.nubo("doctor --as-cron").ends(0).quietly();
    let text = home.text("environment");
    let own = |line: &&str| !["PWD=", "OLDPWD=", "SHLVL=", "_="].iter().any(|own| line.starts_with(own));
    let mut lines: Vec<&str> = text.lines().filter(own).collect();
    lines.sort_unstable();
    let folder = |name: &str| home.path(name).display().to_string();
    let (config, state) = (folder("config"), folder("state"));
    let (config, state) = (format!("NUBO_CONFIG_DIR={config}"), format!("NUBO_STATE_DIR={state}"));
    assert_eq!(lines, ["/", "/dev/null", &*config, &*state, "PATH=/usr/bin:/bin"]);
}

#[test]
fn an_account_made_by_variables_is_none_under_cron() {
    let server = server(0);
    let home =
        Home::new().with("NUBO_PROVIDER", "fleio").with("NUBO_URL", &server.url()).with("NUBO_SECRET", "hush-env");
    home.nubo("doctor").ends(0);
    let told = "env: variables make this account, and cron does not set them";
    home.nubo("doctor --as-cron").ends(12).tells(told).tells("no account is configured");
    let run = home.nubo("doctor --as-cron -a env");
    run.ends(12).tells(told);
    assert_eq!(run.stderr.matches("error: ").count(), 1, "{}", run.stderr);
    assert_eq!(server.lines().len(), 1);
}
