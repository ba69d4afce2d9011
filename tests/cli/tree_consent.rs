//! The consent that an operation of a provider's own tree needs: by its effect, whatever its method.
//! Rehearsals send nothing, and a body of the caller's own does not bypass consent.

use crate::harness::{Clouds, Home, Server, json, plain};

const BATCH: &str = "43eafa24-3041-4f57-9a88-c5d2dd8ad37c";
const WEB: &str = "10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1";

#[test]
fn a_dry_run_prints_the_request_and_sends_nothing() {
    let server = Server::always(json("{}"));
    let home = Home::of("seflow", &server.url(), "");
    home.nubo("seflow services rdns-set 33301 --ipaddress 10.0.0.1=host.example.com --dry-run").shows(
        "
        POST /service/33301/rdns HTTP/1.1
        host: 127.0.0.1:[port]
        authorization: Basic $SECRET
        accept: application/json
        content-type: application/x-www-form-urlencoded

        ipaddress%5B10.0.0.1%5D=host.example.com
        --- exit 0
    ",
    );
    home.nubo("seflow vms delete 33301 12 -n").ends(0);
    assert_eq!(server.lines(), [""; 0]);
}

#[test]
fn destroying_needs_a_yes() {
    let home = Home::new();
    home.sandbox("cloudsigma drives destroy 8117efc7-5c3d-4e7f-8a9b-1c2db5c6c7d8").shows(
        "
        --- stderr
        error: drives.destroy refused: it destroys old backup, do not delete
          hint: agree beforehand with --yes
        --- exit 10
    ",
    );
    home.sandbox("cloudsigma drives destroy 8117efc7-5c3d-4e7f-8a9b-1c2db5c6c7d8 --yes --json").ends(0);
    home.sandbox("cloudsigma drives show 8117efc7-5c3d-4e7f-8a9b-1c2db5c6c7d8").ends(3);
    home.sandbox("uivmm ssh-key delete --key-id 17").ends(10).tells("ssh-key.delete");
}

#[test]
fn what_does_not_survive_a_stop_is_destroyed_by_it() {
    let home = Home::new();
    for word in ["stop", "shutdown"] {
        home.sandbox(&format!("cloudsigma servers {word} {BATCH}")).shows(&format!(
            "
        --- stderr
        error: servers.{word} refused: it destroys batch-1
          hint: agree beforehand with --yes
        --- exit 10
        "
        ));
    }
    home.sandbox(&format!("cloudsigma servers stop-several --server {WEB},{BATCH}")).ends(10).tells("batch-1");
    home.sandbox("cloudsigma servergroups stop 7baa150e-2c4d-4f48-ac6c-02e59b23d001").ends(10);
    home.sandbox("cloudsigma servers list --json").ends(0);
    home.sandbox(&format!("cloudsigma servers stop {WEB}")).ends(0);
    home.sandbox(&format!("cloudsigma servers show {BATCH} --columns status --no-header -o tsv")).shows(
        "
        active
        --- exit 0
    ",
    );
    home.sandbox(&format!("cloudsigma servers stop {BATCH} --yes")).ends(0);
    // A simulated stop takes some looks to end.
    let looks = || home.sandbox(&format!("cloudsigma servers show {BATCH}")).code;
    assert!((0..10).any(|_| looks() == Some(3)));
}

#[test]
fn a_missing_key_means_that_it_does_not_survive() {
    let server = Server::new(|_, request| {
        if request.contains("/info ") { plain("server X\nname quiet\nstatus active\n") } else { plain("") }
    });
    let home = Home::of("cloudsigma", &server.url(), "");
    home.nubo("cloudsigma servers stop X").ends(10).tells("it destroys quiet");
    home.nubo("cloudsigma servers stop-several --server X").ends(10).tells("it destroys quiet");
    assert_eq!(server.lines(), ["GET /servers/X/info", "GET /servers/X/info"]);
    home.nubo("cloudsigma servers stop X --yes").ends(0);
    assert_eq!(server.lines().last().unwrap(), "GET /servers/X/stop");
}

#[test]
fn guard_rails_hold() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    home.set("cloudsigma", "protect = [\"web-*\"]");
    home.set("seflow", "read_only = true");
    home.nubo(&format!("cloudsigma servers stop {WEB} --yes")).ends(10).tells("is protected");
    home.nubo(&format!("cloudsigma servers stop-several --server {WEB} --yes")).ends(10).tells("is protected");
    home.nubo(&format!("cloudsigma servers start {WEB}")).ends(0);
    home.nubo("cloudsigma servergroups stop 7baa150e-2c4d-4f48-ac6c-02e59b23d001 --yes").ends(10).tells("is protected");
    home.nubo("seflow vms stop 33301 12 --yes").ends(10).tells("the account is read_only");
    home.nubo("seflow vms list 33301").ends(0);
}

#[test]
fn a_body_of_ones_own() {
    let server = Server::always(json(r#"{"id":"7","name":"data"}"#));
    let home = Home::at(&server.url(), "");
    home.fed("{\"name\":\"b\"}", "fleio volumes rename 7 --body -").ends(0);
    assert_eq!(server.body(), "{\"name\":\"b\"}");
    assert_eq!(server.lines().last().unwrap(), "POST /openstack/volumes/7/rename");
    let sent = || server.lines().iter().filter(|line| line.starts_with("POST ")).count();
    assert_eq!(sent(), 1);
    home.fed("{}", "fleio volumes rename 7 --body - --name x").ends(2).tells("cannot be used with");
    home.fed("{}", "fleio instances actions 7 --body -").ends(2);
    home.nubo("fleio volumes rename 7 --body nowhere").ends(2).tells("cannot read nowhere");
    assert_eq!(sent(), 1);
}

#[test]
fn a_body_cannot_do_what_a_graver_operation_does() {
    let server = Server::always(json("{}"));
    let home = Home::of("seflow", &server.url(), "");
    home.fed("send=true", "seflow services upgrade-estimate 33301 --body -").shows(
        "
        --- stderr
        error: a body of your own could make services.upgrade-estimate do what services.upgrade does
          hint: call that one: nubo seflow services upgrade --body FILE
        --- exit 2
    ",
    );
    home.fed("email=x", "seflow details update --body -").ends(2).tells("details.update-email");
    assert_eq!(server.lines(), [""; 0]);
}

#[test]
fn what_can_end_the_accounts_own_access_counts_as_destroying() {
    let home = Home::new();
    for line in [
        "uivmm user logout",
        "api sandbox-uivmm POST /v1/user.logout",
        "api sandbox-uivmm POST /v1/user.passwordChange",
    ] {
        let run = home.sandbox(line);
        assert_eq!(run.code, Some(10), "{}", run.stderr);
    }
    home.sandbox("whoami -a sandbox-uivmm --columns name --no-header").ends(0);
}
