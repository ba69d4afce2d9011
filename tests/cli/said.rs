//! What is said is so: keys of the file are used, `--yes` may stand everywhere, and what is asked for as JSON is JSON.

use crate::harness::{Clouds, Home, Server};

#[test]
fn an_accounts_own_time_limit_holds_and_the_flag_wins_over_it() {
    let server = Server::new(|_, _| {
        std::thread::park_timeout(std::time::Duration::from_secs(5));
        Vec::new()
    });
    let home = Home::at(&server.url(), "timeout = \"1s\"");
    home.nubo("instances list --retries 0").ends(5).tells("no whole answer within 1 s");
    home.nubo("fleio instances list --retries 0").ends(5).tells("within 1 s");
    home.nubo("instances list --retries 0 --timeout 2s").ends(5).tells("within 2 s");
}

#[test]
fn a_time_limit_that_is_none_stops_that_account_only() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    home.set("fleio", "timeout = \"banana\"");
    home.nubo("instances list -a fleio").ends(12).tells("timeout: \"banana\" is not a duration");
    home.nubo("instances list -a uivmm").ends(0);
    let rest = home.nubo("instances list --columns account --limit 1");
    assert!(rest.ends(12).stdout.contains("cloudsigma"), "{}", rest.stdout);
}

#[test]
fn a_key_of_the_file_that_nothing_uses_is_refused_where_it_stands() {
    let clouds = Clouds::serve();
    let home = clouds.home("paralel = 3");
    home.set("fleio", "read_onyl = true");
    let listed = home.nubo("instances list --columns account");
    assert!(listed.ends(12).stdout.contains("uivmm") && !listed.stdout.contains("fleio"), "{}", listed.stdout);
    assert!(listed.stderr.contains("unknown key `read_onyl`") && listed.stderr.contains("did you mean `read_only`?"));
    home.nubo("whoami -a uivmm").ends(0).tells("unknown key `paralel`: did you mean `parallel`?");
    home.nubo("instances start uivmm/registry").ends(12).tells("unknown key `paralel`");
}

#[test]
fn yes_is_accepted_everywhere() {
    let home = Home::new();
    for command in [
        "instances list -a sandbox-uivmm --yes",
        "instances show sandbox-uivmm/lab -y",
        "cloudsigma servers list -a sandbox-cloudsigma --yes",
        "whoami --yes",
        "providers --yes",
        "api sandbox-fleio GET /openstack/regions --yes",
    ] {
        let offline = command.starts_with("providers");
        let run = if offline { home.nubo(command) } else { home.sandbox(command) };
        assert!(!run.stderr.contains("--yes") && run.code != Some(2), "{command}: {}", run.stderr);
    }
    home.sandbox("instances list --yess").ends(2).tells("--yess");
    home.sandbox("instances list --yes --nope").ends(2);
}

#[test]
fn dry_runs_and_operations_are_json_where_that_is_asked_for() {
    let home = Home::new();
    let account = "-a sandbox-cloudsigma --dry-run --json";
    let planned = home.sandbox(&format!("cloudsigma drives create --name d --size 1GiB {account}")).ends(0).json();
    assert_eq!((&planned[0]["status"], &planned[0]["action"]), (&"planned".into(), &"drives.create".into()));
    let request = planned[0]["requests"][0].as_str().unwrap();
    assert!(request.starts_with("POST http") && request.contains("size 1073741824"), "{request}");
    let planned = home.sandbox("api sandbox-fleio POST /openstack/volumes -f name=v --dry-run --json").ends(0).json();
    assert_eq!(planned[0]["status"], "planned");
    let shown = home.nubo("operations show cloudsigma drives.clone --json").ends(0).json();
    assert_eq!((&shown["id"], &shown["effect"]), (&"drives.clone".into(), &"pay".into()));
    assert!(shown["request"].as_str().unwrap().starts_with("POST "), "{shown}");
    assert!(shown["command"].as_str().unwrap().starts_with("nubo cloudsigma drives clone"), "{shown}");
}

#[test]
fn without_a_home_the_error_names_the_variable() {
    let run = Home::nowhere().nubo("instances list");
    assert!(run.ends(12).stderr.contains("NUBO_CONFIG_DIR"), "{}", run.stderr);
}
