//! What costs money shows its price, or says that none is told, and asks: typed verbs and raw operations alike.
//! Off a terminal it is refused without `--yes`.

use crate::harness::{Home, Server, plain};

const FLEIO: &str = "it costs, as the provider words it: ";
const LIST: &str = "it costs what the price list has, without units or a currency: ";
const UNTOLD: &str = "it costs money, and no price is told";

#[test]
fn what_costs_is_refused_without_consent_and_shows_its_price_with_it() {
    let home = Home::new();
    for (command, price) in [
        ("instances create w-1 -a sandbox-fleio --image debian-12 --flavor s1.small", FLEIO),
        ("instances resize sandbox-fleio/web-1 --flavor nl-4", FLEIO),
        ("drives create data-8 -a sandbox-fleio --size 20GiB", UNTOLD),
        ("drives resize sandbox-fleio/archive --size 900GiB", UNTOLD),
        ("snapshots create s-1 -a sandbox-fleio --of web-1", FLEIO),
        ("backups create b-1 -a sandbox-fleio --of web-1", FLEIO),
        ("ips reserve -a sandbox-fleio", FLEIO),
        (
            "instances create w-1 -a sandbox-cloudsigma --image 'Debian Linux 12' --cpus 1 --memory 1GiB --disk 10GiB",
            LIST,
        ),
        ("instances resize sandbox-cloudsigma/dev-1 --memory 4GiB", LIST),
        ("instances clone sandbox-cloudsigma/web-1 --name w-2", LIST),
        ("drives create d-1 -a sandbox-cloudsigma --size 1GiB", "currency: disk:burst 0.200"),
        ("drives resize 'sandbox-cloudsigma/db-1 data' --size 900GiB", "currency: disk:burst 0.200"),
        ("drives clone 'sandbox-cloudsigma/db-1 data' --name d-2", "currency: disk:burst 0.200"),
        ("ips reserve -a sandbox-cloudsigma", "currency: ip 2.00"),
        ("networks create n-1 -a sandbox-cloudsigma", "currency: vlan 5.00"),
        ("instances resize sandbox-seflow/web-3 --cpus 4", UNTOLD),
        ("drives resize sandbox-seflow/id:33301/12/1201 --size 80GiB", UNTOLD),
        ("fleio volumes create -a sandbox-fleio --name v --size 20", UNTOLD),
        (
            "fleio floating-ips create -a sandbox-fleio --floating-network x --region nl",
            "it costs: estimated_cost_display",
        ),
        ("cloudsigma drives create -a sandbox-cloudsigma --name v --size 1GiB", "disk:burst 0.200"),
        (
            "cloudsigma drives set 7d13e7bb-5c3d-4e7f-8a9b-1c2d71828394 -a sandbox-cloudsigma --size 900GiB",
            "disk:burst 0.200",
        ),
        ("seflow vms update 33301 12 -a sandbox-seflow --memory 8192", UNTOLD),
        ("api sandbox-fleio POST /openstack/volumes -f name=v -f size=20", "no price is told of a request of your own"),
        ("api sandbox-cloudsigma POST /drives/7d13e7bb-5c3d-4e7f-8a9b-1c2d71828394/set -f size=9000000000000", UNTOLD),
    ] {
        let refused = home.sandbox(command);
        assert!(refused.ends(10).stderr.contains("it costs money"), "{command}: {}", refused.stderr);
        home.sandbox(&format!("{command} --yes")).tells(price);
    }
}

#[test]
fn what_does_not_buy_anything_does_not_ask() {
    let home = Home::new();
    for command in [
        "instances start sandbox-fleio/worker-1",
        "instances rename sandbox-cloudsigma/web-2 --name web-22",
        "cloudsigma drives set 7d13e7bb-5c3d-4e7f-8a9b-1c2d71828394 -a sandbox-cloudsigma --name 'db-1 more'",
        "seflow vms update 33301 12 -a sandbox-seflow --note hello",
        "groups create office -a sandbox-cloudsigma",
        "instances create w-1 -a sandbox-uivmm --image 'Debian bookworm amd64' --cpus 1 --memory 1GB --host 3",
    ] {
        let run = home.sandbox(command);
        assert!(!run.ends(0).stderr.contains("costs"), "{command}: {}", run.stderr);
    }
}

#[test]
fn the_price_stands_in_the_records_of_a_program() {
    let home = Home::new();
    let made = home.sandbox("drives create d-1 -a sandbox-fleio --size 20GiB --yes --json").ends(0).quietly().json();
    assert_eq!(made[0]["consequences"][0], UNTOLD);
    let planned = home.sandbox("ips reserve -a sandbox-fleio --dry-run --json").ends(0).json();
    assert!(planned[0]["consequences"][0].as_str().unwrap().starts_with(FLEIO), "{planned}");
}

#[test]
fn a_machine_is_priced_before_it_is_bought() {
    let home = Home::new();
    home.sandbox("instances price --flavor s1.small --region nl -a sandbox-fleio").shows(
        "
        ACCOUNT        OF       PRICE
        sandbox-fleio  machine  ESTIMATED COST €0.0069 / hour or €5.00 / month
        --- exit 0
    ",
    );
    home.sandbox("instances price sandbox-fleio/web-1 --flavor s1.small").ends(2);
    home.sandbox("instances price -a sandbox-fleio").ends(2);
    home.sandbox("instances price --flavor s1.small -a sandbox-seflow").ends(9);
}

#[test]
fn what_options_offers_can_be_had() {
    let home = Home::new();
    let offered = |account: &str, flag: &str| {
        let rows = home.sandbox(&format!("instances options -a {account} --filter flag={flag} --json")).ends(0).json();
        rows.as_array().unwrap().clone()
    };
    let listed = |noun: &str, account: &str| {
        home.sandbox(&format!("{noun} list -a {account} --json")).ends(0).json().as_array().unwrap().clone()
    };
    let flavors = listed("flavors", "sandbox-fleio");
    let had: Vec<_> = flavors.iter().filter(|flavor| flavor["state"] != "sold_out").map(|f| &f["id"]).collect();
    let rows = offered("sandbox-fleio", "--flavor");
    assert_eq!(rows.iter().map(|row| &row["id"]).collect::<Vec<_>>(), had);
    assert!(rows.iter().all(|row| row["region"].is_string()), "{rows:?}");
    let images = listed("images", "sandbox-cloudsigma");
    let cds: Vec<_> = images.iter().filter(|image| image["kind"] == "cdrom").map(|image| &image["id"]).collect();
    let rows = offered("sandbox-cloudsigma", "--image");
    assert!(!cds.is_empty() && rows.iter().all(|row| !cds.contains(&&row["id"])), "{rows:?}");
}

#[test]
fn a_reply_with_two_records_tells_both() {
    let server = Server::new(|_, request| match request {
        post if post.starts_with("POST") => plain("resource 203.0.113.7\ntype ip\n\nresource 203.0.113.8\ntype ip\n"),
        _ => plain("resource 203.0.113.7\ntype ip\n\nresource 203.0.113.8\ntype ip\n"),
    });
    let home = Home::of("cloudsigma", &server.url(), "");
    let run = home.nubo("ips reserve --yes --no-wait");
    assert!(run.stdout.contains("203.0.113.7") && run.stderr.contains("203.0.113.8"), "{}{}", run.stdout, run.stderr);
}
