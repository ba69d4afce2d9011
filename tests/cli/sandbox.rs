//! The simulated clouds: a world that lasts from one command to the next, until it is started over.
//! Served by themselves, they announce how they are reached.

use std::{
    io::{BufRead, BufReader, Read},
    process::Stdio,
};

use crate::harness::{Clouds, Home};

#[test]
fn one_line_says_that_it_is_simulated() {
    let home = Home::new();
    let run = home.sandbox("whoami");
    assert_eq!(run.stderr, "sandbox: these clouds are simulated, and so is what happens to them\n");
    home.sandbox("whoami --json").ends(0).quietly();
    home.sandbox("whoami -q").ends(0).quietly();
    assert_eq!(Home::new().with("NUBO_SANDBOX", "1").nubo("whoami").stdout, run.stdout);
    Home::new().with("NUBO_SANDBOX", "0").nubo("whoami").ends(2).tells("no account is configured");
}

#[test]
fn the_variable_is_0_or_1() {
    Home::new().with("NUBO_SANDBOX", "2").nubo("whoami").shows(
        r#"
        --- stderr
        error: NUBO_SANDBOX is "2"; it can be 0 or 1
        --- exit 2
    "#,
    );
    Home::new().with("NUBO_SANDBOX", "true").nubo("instances list --json").ends(2).error();
    Home::new().with("NUBO_SANDBOX", "").nubo("whoami").tells("NUBO_SANDBOX is set but empty");
}

#[test]
fn what_happens_in_one_process_is_seen_by_the_next_until_it_is_reset() {
    let home = Home::new();
    let first = home.sandbox("instances list --json").stdout;
    home.sandbox("instances stop sandbox-fleio/web-1").ends(0);
    home.sandbox("instances list -a sandbox-fleio --filter state=stopped --columns name,state").shows(
        "
        ACCOUNT        NAME      STATE
        sandbox-fleio  web-1     stopped
        sandbox-fleio  worker-1  stopped
        --- exit 0
    ",
    );
    home.nubo("sandbox reset").shows(
        "
        --- stderr
        the simulated clouds are as they were at first
        --- exit 0
    ",
    );
    assert_eq!(home.sandbox("instances list --json").stdout, first);
    home.nubo("sandbox reset --json").shows(
        "
        --- exit 0
    ",
    );
}

#[test]
fn its_world_is_private_and_nothing_else_is_written() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.sandbox("instances list").ends(0);
    home.sandbox("instances start sandbox-uivmm/web-test").ends(0);
    let mode = |path: &str| home.path(path).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("state/sandbox"), mode("state/sandbox/world.json")), (0o700, 0o600));
    assert_eq!(home.path("config").read_dir().unwrap().count(), 0);
    assert_eq!(home.path("").read_dir().unwrap().count(), 2);
}

#[test]
fn a_world_that_cannot_be_read_says_what_to_do() {
    let home = Home::new();
    home.sandbox("instances start sandbox-uivmm/web-test").ends(0);
    std::fs::write(home.path("state/sandbox/world.json"), "{").unwrap();
    home.sandbox("whoami -a sandbox-fleio --retries 0").tells("nubo sandbox reset");
    home.nubo("sandbox reset").ends(0);
    home.sandbox("whoami").ends(0);
}

#[test]
fn its_accounts_are_listed_and_cannot_be_changed() {
    let home = Home::new();
    home.sandbox("accounts list").shows(
        "
        ACCOUNT             PROVIDER    PRESET  URL                                 USER             DEFAULT
        sandbox-fleio       fleio       -       http://127.0.0.1:[port]/backend/api  -                no
        sandbox-cloudsigma  cloudsigma  -       http://127.0.0.1:[port]              ops@example.com  no
        sandbox-seflow      seflow      -       http://127.0.0.1:[port]/api          ops@example.com  no
        sandbox-uivmm       uivmm       -       http://127.0.0.1:[port]              demo             no
        --- exit 0
    ",
    );
    home.sandbox("accounts test").shows(
        "
        ACCOUNT             PROVIDER    OK   IDENTITY      EMAIL            PROBLEM
        sandbox-fleio       fleio       yes  Alex Example  ops@example.com  -
        sandbox-cloudsigma  cloudsigma  yes  Alex Example  ops@example.com  -
        sandbox-seflow      seflow      yes  Alex Example  ops@example.com  -
        sandbox-uivmm       uivmm       yes  demo          ops@example.com  -
        --- exit 0
    ",
    );
    home.sandbox("accounts remove sandbox-fleio").shows(
        "
        --- stderr
        error: --sandbox means nothing here
        --- exit 2
    ",
    );
    home.sandbox("accounts add x --provider fotbo").ends(2);
}

#[test]
fn what_is_served_is_the_same_world_in_the_providers_own_formats() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    let own = clouds.home.sandbox("instances list -o ndjson --columns id,name,state,ips --sort id").stdout.clone();
    let served = home.nubo("instances list -o ndjson --columns id,name,state,ips --sort id");
    assert_eq!(served.ends(0).stdout, own);
    home.nubo("instances start uivmm/web-test --no-wait").ends(0);
    let seen = clouds.home.sandbox("instances show sandbox-uivmm/web-test --json").json()["state"].clone();
    assert_ne!(seen, "stopped");
}

#[test]
fn it_fails_as_often_as_it_is_told_and_says_so() {
    let home = Clouds::failing(1).home("");
    home.nubo("instances list -a fleio --retries 0").ends(5);
    let shaky = Clouds::failing(3);
    let names = |run: &crate::harness::Run| run.json().as_array().unwrap().len();
    assert_eq!(names(shaky.home("").nubo("instances list -a cloudsigma --retries 20 --json").ends(0)), 6);
    Home::new().nubo("sandbox serve --fail 0").ends(2).tells("--fail");
    let serving = Home::new();
    let mut command = serving.command("sandbox serve --fail 1");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let told = lines.by_ref().take(4).map(Result::unwrap).find(|line| line.starts_with("sandbox-fleio")).unwrap();
    let home = Home::at(told.split_whitespace().nth(1).unwrap(), "");
    home.nubo("instances list --retries 0").ends(5);
    child.kill().unwrap();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    child.wait().unwrap();
    assert!(said.starts_with("fleio GET /backend/api/openstack/instances: "), "{said}");
    assert!(said.trim_end().ends_with("carried out") && said.lines().count() == 1, "{said}");
}

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().min(65_532);
    let run = Home::new().nubo(&format!("sandbox serve --port {port}"));
    run.ends(1).tells("cannot be used for the sandbox").tells("--port");
    Home::new().nubo("sandbox serve --port 65533").ends(2);
}

#[test]
fn every_operation_is_modelled_or_canned() {
    let home = Home::new();
    let all = home.nubo("sandbox operations --json").json();
    let all = all.as_array().unwrap();
    assert!(all.len() > 300, "{}", all.len());
    for operation in all {
        assert!(["modelled", "canned"].contains(&operation["answer"].as_str().unwrap_or("none")), "{operation}");
    }
    home.nubo("sandbox operations --filter path=/service/{id}/methods --filter answer=canned").shows(
        "
        PROVIDER  ID                METHOD  PATH                   ANSWER
        seflow    services.methods  GET     /service/{id}/methods  canned
        --- exit 0
    ",
    );
    assert!(!home.path("state/sandbox").exists(), "the list needs no world");
}

#[test]
fn what_is_canned_still_knows_its_machines() {
    let home = Home::new();
    home.sandbox("seflow services methods 33301 --json").ends(0);
    home.sandbox("seflow services methods 99 --json").ends(3);
    assert!(!home.path("state/sandbox/unknown-requests.log").exists());
}
