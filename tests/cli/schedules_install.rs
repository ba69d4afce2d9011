//! Installing the runs of schedules: with a crontab, a manager and a user that are scripts, never the real ones.
//! The rest of a crontab stays, byte by byte.

use std::fs;

use serde_json::{Value, json};

use crate::harness::{Clouds, Home, Run};

const RULES: &str = "[office]\naccounts = ['sandbox-fleio', 'sandbox-uivmm']\nselect = ['name~web-*']\n\
                     zone = 'Europe/Rome'\nup = ['mon-fri 08:00-19:30']\nstop = { how = 'provider' }\n";

const PROGRAMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/programs");

/// Lines of another person, some of which are no text.
const OTHERS: &[u8] = b"MAILTO=ops\r\n\n0 1 * * * backup \xff\n# END of mine\n";

const INSTALL: &str = "schedules install --crontab";

/// A home with scripts in place of the system's programs, and rules for its sandbox.
fn home() -> Home {
    let home = Home::new().with("PATH", PROGRAMS);
    fs::create_dir_all(home.path("state/sandbox")).unwrap();
    fs::write(home.path("state/sandbox/schedules.toml"), RULES).unwrap();
    home
}

/// The programs that were called since the last look.
fn calls(home: &Home) -> Vec<String> {
    let calls = fs::read_to_string(home.path("calls")).unwrap_or_default();
    let _ = fs::remove_file(home.path("calls"));
    calls.lines().map(str::to_owned).collect()
}

/// The change of a run: true when something was changed, and the state before and after.
fn told(run: &Run) -> [Value; 3] {
    let record = &run.json()[0];
    ["changed", "before", "after"].map(|key| record[key].clone())
}

#[test]
fn a_block_is_installed_once_and_its_end_leaves_the_very_bytes() {
    let home = home();
    fs::write(home.path("crontab"), OTHERS).unwrap();
    let block = home.sandbox(&format!("{INSTALL} --print")).ends(0).stdout.clone();
    assert!(calls(&home).is_empty() && fs::read(home.path("crontab")).unwrap() == OTHERS);
    let run = home.sandbox(&format!("{INSTALL} --json"));
    assert_eq!(told(run.ends(0).quietly()), [json!(true), json!("absent"), json!("installed")]);
    assert_eq!(fs::read(home.path("crontab")).unwrap(), [OTHERS, block.as_bytes()].concat());
    assert_eq!(calls(&home), ["crontab -l", "crontab -"]);
    let run = home.sandbox(&format!("{INSTALL} --json"));
    assert_eq!(told(run.ends(0).quietly()), [json!(false), json!("installed"), json!("installed")]);
    assert_eq!(calls(&home), ["crontab -l"]);
    let run = home.sandbox(&format!("{INSTALL} --every 2h --json"));
    assert_eq!(told(run.ends(0).quietly()), [json!(true), json!("installed"), json!("installed")]);
    assert!(fs::read(home.path("crontab")).unwrap().starts_with(&[OTHERS, &block.as_bytes()[..40]].concat()));
    let run = home.sandbox("schedules uninstall --crontab --json");
    assert_eq!(told(run.ends(0).quietly()), [json!(true), json!("installed"), json!("absent")]);
    assert_eq!(fs::read(home.path("crontab")).unwrap(), OTHERS);
}

#[test]
fn it_says_what_it_governs_and_that_the_program_may_go() {
    let home = home();
    let run = home.sandbox(INSTALL);
    run.ends(0).tells("3 machines of 2 accounts are governed\n").tells("may be gone one day");
    assert_eq!(
        run.stdout.lines().last().unwrap().split("  ").map(str::trim).filter(|w| !w.is_empty()).collect::<Vec<_>>(),
        ["-", "nubo schedules of the sandbox", "crontab", "install", "yes", "ok", "absent", "installed", "-"]
    );
    home.sandbox("schedules uninstall --crontab").ends(0);
    assert!(!home.path("crontab").exists(), "there was none before");
    home.sandbox("schedules uninstall --crontab").ends(0).tells("nothing was installed there");
}

#[test]
fn a_crontab_that_cannot_be_read_is_not_written() {
    let home = home();
    fs::write(home.path("crontab"), OTHERS).unwrap();
    fs::write(home.path("broken"), "").unwrap();
    for verb in ["install", "uninstall"] {
        let run = home.sandbox(&format!("schedules {verb} --crontab --json"));
        let error = run.ends(1).json()[0]["error"].clone();
        assert_eq!(error["message"], "cannot read the crontab: crontab: /var/spool: Permission denied");
        assert_eq!(calls(&home), ["crontab -l"]);
    }
    fs::remove_file(home.path("broken")).unwrap();
    let cut = "# BEGIN nubo schedules of the sandbox (x)\n* * * * * mine\n";
    fs::write(home.path("crontab"), cut).unwrap();
    home.sandbox(INSTALL).ends(7).tells("(line 1) has no line").tells("nothing was changed");
    assert_eq!(home.text("crontab"), cut);
}

#[test]
fn without_cron_it_says_what_else_there_is() {
    let home = home();
    let empty = home.path("empty").display().to_string();
    let home = home.with("PATH", &empty);
    home.sandbox(INSTALL).ends(9).tells("no program `crontab`").tells("--systemd-user");
    home.sandbox("schedules uninstall --crontab").ends(0);
    let run = home.sandbox("schedules install --systemd-user");
    run.ends(1)
        .tells("there is no program `systemctl` here")
        .tells("hint: systemctl --user daemon-reload && systemctl");
    assert!(home.path(".config/systemd/user/nubo-schedules-sandbox.timer").exists());
}

#[test]
fn the_sandbox_of_the_environment_is_refused() {
    let home = home().with("NUBO_SANDBOX", "1");
    for line in [INSTALL, "schedules install --crontab --print", "schedules export --kubernetes --image x"] {
        home.nubo(line).ends(2).tells("NUBO_SANDBOX is set").tells("--sandbox");
    }
    assert!(calls(&home).is_empty());
    home.sandbox(INSTALL).ends(0);
}

#[test]
fn what_makes_no_sense_is_bad_usage() {
    let home = home();
    for line in [
        "install",
        "install --crontab --systemd-user",
        "install --crontab --user ops",
        "install --systemd-system --user ''",
        "install --crontab --every 7m",
        "install --crontab --every soon",
        "install --crontab --ping hc.example.com",
        "install --crontab --file -",
        "install --crontab --print --json",
        "install --crontab -a sandbox-uivmm",
        "uninstall --crontab --systemd-user",
        "export --kubernetes",
        "export --image x",
        "export --kubernetes --image ''",
        "export --kubernetes --image x",
    ] {
        assert_eq!(home.sandbox(&format!("schedules {line}")).ends(2).stdout, "");
    }
    let odd = home.path("a\nb").display().to_string();
    home.with("NUBO_STATE_DIR", &odd).sandbox(INSTALL).ends(2).tells("line break");
}

#[test]
fn only_rules_that_can_act_are_installed() {
    let home = home();
    let rules = |text: &str| fs::write(home.path("rules.toml"), text).unwrap();
    rules("");
    home.sandbox(&format!("{INSTALL} --file rules.toml")).ends(12).tells("there is no rule in the file");
    rules("[bad]\n");
    home.sandbox(&format!("{INSTALL} --file rules.toml")).ends(12).tells("rule bad");
    home.nubo(&format!("{INSTALL} --config rules.toml")).ends(12);
    assert!(!home.path("crontab").exists());
    rules(&format!("{RULES}[bad]\n"));
    home.sandbox(&format!("{INSTALL} --file rules.toml")).ends(12).tells("rule bad");
    let file = format!(
        " --sandbox schedules apply --yes --file {}\n",
        home.path("rules.toml").canonicalize().unwrap().display()
    );
    assert!(home.text("crontab").contains(&file), "{}", home.text("crontab"));
}

#[test]
fn paths_of_ones_own_are_absolute_and_an_account_that_is_down_is_no_hindrance() {
    let clouds = Clouds::serve();
    let home = clouds.home("[accounts.dead]\nprovider = \"uivmm\"\nurl = \"http://127.0.0.1:1\"");
    let home = home.with("NUBO_SECRET_DEAD", "hush-dead").with("PATH", PROGRAMS).with("NUBO_STATE_DIR", "it's 5%");
    let rules = RULES.replace("'sandbox-fleio', 'sandbox-uivmm'", "'uivmm', 'dead'");
    fs::write(home.path("config/schedules.toml"), rules).unwrap();
    let run = home.nubo(&format!("{INSTALL} --config config/config.toml --retries 0"));
    run.ends(0).tells("1 machine of 2 accounts is governed\n").tells("warning: dead: ");
    let text = home.text("crontab");
    let root = home.path("").canonicalize().unwrap().display().to_string();
    let path = |name: &str| format!("{root}/{name}");
    let line = format!(
        "; NUBO_CONFIG_DIR={} NUBO_STATE_DIR='{}'\\''s 5'\\%'' {} --config {} schedules apply --yes\n",
        home.path("config").display(),
        path("it"),
        env!("CARGO_BIN_EXE_nubo"),
        path("config/config.toml")
    );
    assert!(text.contains(&line), "{text}\n{line}");
    assert!(
        text.starts_with("# BEGIN nubo schedules (written") && text.ends_with("\n# END nubo schedules\n"),
        "{text}"
    );
    home.nubo(&format!("{INSTALL} --config none.toml")).ends(12).tells("none.toml does not exist");
}

#[test]
fn an_account_of_variables_cannot_be_installed() {
    let home = home().config("[accounts.lab]\nprovider = \"uivmm\"\nurl = \"http://127.0.0.1:1\"");
    let home = home.with("NUBO_PROVIDER", "uivmm").with("NUBO_URL", "http://127.0.0.1:1");
    fs::write(home.path("config/schedules.toml"), RULES.replace("'sandbox-fleio', 'sandbox-uivmm'", "'env'")).unwrap();
    for line in [INSTALL, "schedules export --kubernetes --image x"] {
        home.nubo(line).ends(12).tells("NUBO_PROVIDER, which a scheduler does not have");
    }
}

#[test]
fn units_of_a_user_come_and_go() {
    let home = home();
    let printed = home.sandbox("schedules install --systemd-user --print").ends(0).stdout.clone();
    assert!(calls(&home).is_empty() && !home.path(".config").exists());
    let run = home.sandbox("schedules install --systemd-user --json");
    assert_eq!(told(run.ends(0)), [json!(true), json!("absent"), json!("installed")]);
    let timer = "nubo-schedules-sandbox.timer";
    let enable = format!("systemctl --user enable --now {timer}");
    assert_eq!(calls(&home), ["systemctl --user daemon-reload", &enable]);
    let folder = ".config/systemd/user";
    let unit = |kind: &str| home.text(&format!("{folder}/nubo-schedules-sandbox.{kind}"));
    let path = |kind: &str| home.path(&format!("{folder}/nubo-schedules-sandbox.{kind}")).display().to_string();
    let expected = format!("# {}\n{}\n# {}\n{}", path("service"), unit("service"), path("timer"), unit("timer"));
    assert_eq!(printed, expected);
    let again = home.sandbox("schedules install --systemd-user");
    again.ends(0).tells("loginctl enable-linger");
    fs::write(home.path("linger"), "").unwrap();
    let run = home.sandbox("schedules install --systemd-user --json");
    assert_eq!(told(run.ends(0).quietly()), [json!(false), json!("installed"), json!("installed")]);
    assert!(!home.sandbox("schedules install --systemd-user").stderr.contains("linger"));
    calls(&home);
    let run = home.sandbox("schedules uninstall --systemd-user --json");
    assert_eq!(told(run.ends(0).quietly()), [json!(true), json!("installed"), json!("absent")]);
    let reload = "systemctl --user daemon-reload";
    assert_eq!(calls(&home), [&*format!("systemctl --user stop {timer}"), reload, reload]);
    let left =
        |name: &str| fs::read_dir(home.path(name)).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
    assert_eq!(
        (left(folder), left(&format!("{folder}/timers.target.wants")).len()),
        (vec!["timers.target.wants".into()], 0)
    );
}

#[test]
fn a_manager_that_does_not_listen_is_told_with_what_to_run() {
    let home = home();
    fs::write(home.path("broken"), "").unwrap();
    let run = home.sandbox("schedules install --systemd-user");
    run.ends(1)
        .tells("the units are written, but your systemd was not told: Failed to connect to bus")
        .tells("hint: systemctl --user daemon-reload && systemctl --user enable --now nubo-schedules-sandbox.timer");
    assert!(home.path(".config/systemd/user/nubo-schedules-sandbox.service").exists());
    let run = home.sandbox("schedules uninstall --systemd-user");
    run.ends(1).tells("the units are removed").tells("hint: systemctl --user stop nubo-schedules-sandbox.timer && ");
    assert!(!home.path(".config/systemd/user/nubo-schedules-sandbox.timer").exists());
    fs::create_dir_all(home.path(".config/systemd/user/nubo-schedules-sandbox.service")).unwrap();
    home.sandbox("schedules install --systemd-user")
        .ends(1)
        .tells("cannot write")
        .tells("nubo-schedules-sandbox.service");
}

#[test]
fn units_of_the_system_have_a_user() {
    let home = home();
    let text = home.sandbox("schedules install --systemd-system --print").ends(0).stdout.clone();
    assert!(text.starts_with("# /etc/systemd/system/nubo-schedules-sandbox.service\n[Unit]\n"), "{text}");
    assert!(text.contains("\nUser=ops\nNoNewPrivileges=yes\n"), "{text}");
    let other = home.sandbox("schedules install --systemd-system --user backup --print").ends(0).stdout.clone();
    assert_eq!(other, text.replace("User=ops", "User=backup"));
    assert!(calls(&home).is_empty());
    let own =
        home.config("[accounts.lab]\nprovider = \"uivmm\"\nurl = \"http://127.0.0.1:1\"\nsecret_command = \"sudo x\"");
    fs::write(own.path("config/schedules.toml"), RULES.replace("'sandbox-fleio', 'sandbox-uivmm'", "'lab'")).unwrap();
    let text = own.nubo("schedules install --systemd-system --print").ends(0).stdout.clone();
    assert!(text.contains("User=ops\n") && !text.contains("NoNewPrivileges"), "{text}");
}

#[test]
fn everything_that_was_installed_goes_at_once() {
    let home = home();
    home.sandbox(INSTALL).ends(0);
    home.sandbox("schedules install --systemd-user").ends(0);
    home.sandbox("schedules uninstall --columns id,changed").ends(2);
    let records = home.sandbox("schedules uninstall --json").ends(0).json();
    let each = |key: &str| records.as_array().unwrap().iter().map(|record| record[key].clone()).collect::<Vec<_>>();
    assert_eq!(each("kind"), ["crontab", "timer", "timer"]);
    assert_eq!(each("changed"), [true, true, false]);
    assert_eq!(each("after"), ["absent"; 3]);
    assert!(!home.path("crontab").exists());
}
