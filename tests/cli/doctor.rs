//! `nubo doctor`, here and as cron would run it: the finding of each check, and the exit code.
//! No file is made by looking, and each account is asked once.

use std::{fs, os::unix::fs::PermissionsExt};

use crate::harness::{DEAD, Home, Server, json, reply};

/// The reply of Fleio about the owner of a token.
const USER: &str = r#"{"user":{"id":7,"username":"ops","email":"ops@example.com","is_active":true}}"#;

/// A server that gives this reply, with a clock so many seconds ahead of this machine's.
pub(crate) fn server(seconds: i64) -> Server {
    Server::new(move |_, _| {
        let time = jiff::Timestamp::now().checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap();
        let date = time.strftime("date: %a, %d %b %Y %H:%M:%S GMT\r\n").to_string();
        reply("200 OK", &format!("{date}content-type: application/json\r\n"), USER.as_bytes())
    })
}

/// The most telling columns, for tests of one account.
const SHORT: &str = "--columns check,status,message";

#[test]
fn the_sandbox_is_well_here_and_as_cron_would_run_it() {
    let home = Home::new();
    for line in ["doctor --json", "doctor --as-cron --json"] {
        let found = home.sandbox(line).ends(0).quietly().json();
        let of = |key: &str| found.as_array().unwrap().iter().map(|one| one[key].clone()).collect::<Vec<_>>();
        assert!(of("status").iter().all(|status| status == "ok" || status == "skipped"), "{found:#}");
        let mut checks = of("check");
        checks.dedup();
        assert_eq!(checks, ["config", "permissions", "secret", "account", "clock", "schedules"]);
        let asked = found.as_array().unwrap().iter().filter(|one| one["check"] == "account" && one["status"] == "ok");
        assert_eq!(asked.count(), 4);
    }
    assert!(!home.path("config/config.toml").exists());
    let of_one = home.sandbox("doctor -a sandbox-uivmm --as-cron --json --columns check,account").json();
    assert!(!of_one.to_string().contains("fleio"), "{of_one}");
    home.sandbox("doctor -a lab").ends(2).tells("there is no account \"lab\"");
    home.sandbox("doctor --config x").ends(2);
}

#[test]
fn nothing_configured_says_how_to_begin_and_makes_nothing() {
    let home = Home::new();
    for line in ["doctor", "doctor --as-cron"] {
        home.nubo(&format!("{line} {SHORT}")).shows(
            "
            ACCOUNT  CHECK        STATUS   MESSAGE
            -        config       failed   no account is configured
            -        permissions  skipped  there is no configuration file yet
            -        permissions  ok       the configuration folder is private
            -        permissions  skipped  there is no credentials file yet
            -        permissions  ok       the state folder is not there yet and can be made
            -        secret       skipped  there is no account to look at
            -        account      skipped  there is no account to look at
            -        clock        skipped  there is no account to look at
            -        schedules    skipped  there are no rules
            --- stderr
            error: no account is configured
              hint: add one: nubo accounts add NAME --provider PRESET, or try: nubo --sandbox instances list
            --- exit 12
        ",
        );
    }
    assert!(!home.path("state").exists());
    assert_eq!(home.path("config").read_dir().unwrap().count(), 0);
}

#[test]
fn without_a_home_the_variables_are_named() {
    let home = Home::nowhere();
    for line in ["doctor", "doctor --as-cron"] {
        let run = home.nubo(line);
        run.ends(12).tells("no account is configured").tells("warning: no folder for the state: HOME is not set");
        assert!(run.stderr.contains("NUBO_STATE_DIR"), "{}", run.stderr);
    }
}

#[test]
fn all_is_well_with_one_request() {
    let server = server(0);
    let home = Home::at(&server.url(), "");
    home.nubo(&format!("doctor {SHORT}")).shows(
        "
        ACCOUNT  CHECK        STATUS   MESSAGE
        -        config       ok       1 account
        lab      config       ok       http://127.0.0.1:[port]
        -        permissions  ok       the configuration file is private
        -        permissions  ok       the configuration folder is private
        -        permissions  skipped  there is no credentials file yet
        -        permissions  ok       the state folder is not there yet and can be made
        lab      secret       ok       it is in the variable NUBO_SECRET_LAB
        lab      account      ok       it answers as ops@example.com
        lab      clock        ok       it is within 30s of the provider's
        -        schedules    skipped  there are no rules
        --- exit 0
    ",
    );
    assert_eq!(server.lines(), ["GET /current-user"]);
    assert!(!home.path("state").exists());
}

#[test]
fn wide_modes_are_warned_of_once() {
    let server = server(0);
    let home = Home::at(&server.url(), "");
    let wide = |name: &str, mode| fs::set_permissions(home.path(name), fs::Permissions::from_mode(mode)).unwrap();
    fs::write(home.path("config/credentials.toml"), "").unwrap();
    wide("config/credentials.toml", 0o644);
    wide("config/config.toml", 0o640);
    wide("config", 0o755);
    let run = home.nubo("doctor --columns name,status,message --no-header");
    run.ends(0);
    assert_eq!(run.stdout.matches("warning").count(), 3, "{}", run.stdout);
    assert_eq!(run.stderr.matches("open to others (mode 0640): `chmod 600 ").count(), 1, "{}", run.stderr);
    run.tells("the credentials file is open to others (mode 0644): `chmod 600 ");
    run.tells("the configuration folder is open to others (mode 0755): `chmod 700 ");
    assert_eq!(run.stderr.lines().count(), 3, "{}", run.stderr);
}

#[test]
fn a_broken_file_is_told_by_its_line_and_the_rest_is_checked() {
    let home = Home::new().config("[accounts.lab]\nprovider = \"fleio\"\nread_only = \"red\"");
    fs::write(home.path("config/schedules.toml"), "[office]\naccounts = ['lab']\n").unwrap();
    let run = home.nubo("doctor --columns check,status,code --json");
    assert_eq!(run.stderr, "");
    let found = run.ends(12).json();
    let of =
        |check: &str| found.as_array().unwrap().iter().filter(|one| one["check"] == check).collect::<Vec<_>>().len();
    assert_eq!((found[0]["status"].as_str(), found[0]["code"].as_str()), (Some("failed"), Some("config")));
    assert!(of("permissions") == 4 && of("schedules") > 1, "{found:#}");
    home.nubo("doctor").ends(12).tells("config.toml, line 3: invalid type: string");
    home.nubo("doctor --as-cron").ends(12).tells("config.toml, line 3: invalid type: string");
    let home = Home::new().config("[accounts.lab]\nprovider = \"nimbus\"");
    home.nubo(&format!("doctor {SHORT}")).shows(
        r#"
        ACCOUNT  CHECK        STATUS   MESSAGE
        -        config       ok       1 account
        lab      config       failed   "nimbus" is neither a provider nor a preset
        -        permissions  ok       the configuration file is private
        -        permissions  ok       the configuration folder is private
        -        permissions  skipped  there is no credentials file yet
        -        permissions  ok       the state folder is not there yet and can be made
        -        secret       skipped  there is no account to look at
        -        account      skipped  there is no account to look at
        -        clock        skipped  there is no account to look at
        -        schedules    skipped  there are no rules
        --- stderr
        error: lab: "nimbus" is neither a provider nor a preset
          hint: one of: fleio fotbo cloudsigma cloudsigma-zrh cloudsigma-lvs seflow hostbill uivmm
        --- exit 12
    "#,
    );
}

#[test]
fn a_state_folder_that_cannot_be_made_is_a_failure() {
    let home = Home::at(&server(0).url(), "");
    fs::write(home.path("file"), "").unwrap();
    let state = home.path("file/state").display().to_string();
    let home = home.with("NUBO_STATE_DIR", &state);
    home.nubo("doctor").ends(12).tells("no state can be kept, because ").tells("file is not a folder");
}

#[test]
fn a_missing_secret_sends_nothing() {
    let server = server(0);
    let home = Home::at(&server.url(), "").without("NUBO_SECRET_LAB");
    for line in ["doctor", "doctor --as-cron"] {
        let run = home.nubo(&format!("{line} --json"));
        let found = run.ends(4).quietly().json();
        let of = |check: &str| found.as_array().unwrap().iter().find(|one| one["check"] == check).unwrap().clone();
        assert_eq!(
            (of("secret")["code"].as_str(), of("account")["status"].as_str()),
            (Some("denied"), Some("skipped"))
        );
        assert_eq!(of("secret")["message"], "no secret for account `lab` (keyring: no session bus)");
    }
    assert_eq!(server.lines(), Vec::<String>::new());
}

#[test]
fn a_wrong_secret_is_sent_once() {
    let server = Server::always(reply(
        "401 Unauthorized",
        "content-type: application/json\r\n",
        b"{\"detail\":\"Invalid token.\"}",
    ));
    let home = Home::at(&server.url(), "");
    let run = home.nubo("doctor");
    run.ends(4).tells("provider said: 401 Invalid token.").tells("hint: set NUBO_SECRET_LAB to the right secret");
    assert_eq!(server.lines().len(), 1);
    home.fed("hush-old", "accounts set-secret lab --in-file --secret-stdin --no-verify").ends(0);
    home.without("NUBO_SECRET_LAB").nubo("doctor --as-cron").ends(4).tells("hint: nubo accounts set-secret lab\n");
    assert_eq!(server.lines().len(), 2, "what was refused as cron is not sent again from here");
}

#[test]
fn a_dead_account_is_unavailable_and_hides_no_other() {
    let server = server(0);
    let more = format!("[accounts.live]\nprovider = \"fleio\"\nurl = \"{}\"", server.url());
    let home = Home::at(DEAD, &more).with("NUBO_SECRET_LIVE", "hush-live");
    let run = home.nubo("doctor --retries 0 --columns check,account,status");
    run.ends(5).tells("error: lab: cannot reach 127.0.0.1");
    assert!(run.stdout.contains("live     account      ok") && run.stdout.contains("lab      clock        skipped"));
}

#[test]
fn a_clock_that_is_off_is_warned_of_and_then_a_failure() {
    let clock = |seconds: i64| {
        let server = server(seconds);
        let run = Home::at(&server.url(), "").nubo("doctor");
        (run.code, run.stderr)
    };
    let (code, told) = clock(-600);
    assert!(code == Some(5) && told.contains("lab: this machine's clock is more than two minutes ahead of"), "{told}");
    let (code, told) = clock(600);
    assert!(code == Some(5) && told.contains("behind the provider's"), "{told}");
    let (code, told) = clock(60);
    assert!(code == Some(0) && told.contains("behind the provider's: `sudo timedatectl set-ntp true`"), "{told}");
    assert_eq!(clock(10), (Some(0), String::new()));
    let timeless = Server::always(json(USER));
    let run = Home::at(&timeless.url(), "").nubo(&format!("doctor {SHORT}"));
    assert!(run.ends(0).stdout.contains("clock        skipped  no reply told a time"), "{}", run.stdout);
}

#[test]
fn bad_rules_are_told_by_line_beside_good_ones() {
    let home = Home::at(&server(0).url(), "");
    let rule = |name: &str, account: &str| {
        format!(
            "[{name}]\naccounts = [\"{account}\"]\nselect = [\"name~*\"]\nzone = \"UTC\"\nup = [\"mon-fri 08:00-19:00\"]\n"
        )
    };
    let portal = "[accounts.portal]\nprovider = \"seflow\"\nuser = \"ops\"";
    let home = home.without("NUBO_SECRET_LAB");
    fs::write(home.path("config/config.toml"), home.text("config/config.toml") + portal).unwrap();
    let rules = rule("good", "lab") + &rule("lost", "nobody") + &rule("hard", "portal");
    fs::write(home.path("config/schedules.toml"), &rules).unwrap();
    let run = home.nubo("doctor -a lab");
    run.ends(12).tells("schedules.toml, line 7: rule lost, accounts: there is no account \"nobody\"");
    run.tells("portal: rule hard: stop.how is clean, and SeFlow (HostBill) does not tell how it stops machines");
    fs::write(home.path("rules.toml"), rule("good", "lab")).unwrap();
    // Under cron no timer is found, either.
    for (line, code) in [("doctor", 4), ("doctor --as-cron", 6)] {
        let run = home.nubo(&format!("{line} -a lab --file rules.toml {SHORT}"));
        assert!(run.ends(code).stdout.contains("schedules    ok       1 rule\n"), "{}", run.stdout);
        assert!(run.stdout.contains("schedules    ok       time zones are "), "{}", run.stdout);
    }
    home.nubo("doctor --file missing.toml").ends(12).tells("missing.toml does not exist");
    home.nubo("doctor --as-cron --file -").ends(2).tells("cron has no stdin");
}

#[test]
fn a_bus_where_nobody_answers_holds_nothing_up() {
    let home = Home::at(DEAD, "").without("NUBO_SECRET_LAB").with("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    home.nubo("doctor").ends(4).tells("keyring: the session bus cannot be reached");
}

#[test]
fn a_secret_refused_to_an_unattended_run_is_not_sent_by_the_doctor() {
    let server = Server::always(reply("401 Unauthorized", "", b""));
    let home = Home::at(&server.url(), "");
    let rule = "[office]\naccounts = ['lab']\nselect = ['name~*']\nzone = 'UTC'\nup = ['daily 08:00-19:00']\n";
    fs::write(home.path("config/schedules.toml"), rule).unwrap();
    home.nubo("schedules apply --yes");
    let sent = server.lines().len();
    assert!(sent > 0);
    home.nubo("doctor").ends(4).tells("the provider refused this secret in an earlier run").tells("accounts test lab");
    assert_eq!(server.lines().len(), sent);
}
