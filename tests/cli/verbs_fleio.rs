//! The verbs at Fleio, in sessions on the simulated cloud: making, changing, attaching and deleting of every noun.
//! Each change is read back by its noun.

use serde_json::Value;

use crate::harness::Home;

/// An image that the region `nl` offers.
const IMAGE: &str = "b8e54aa5-0c1d-4a34-9d2f-5b7f2f0c7a11";

/// One record of the account.
#[track_caller]
fn shown(home: &Home, noun: &str, name: &str) -> Value {
    home.sandbox(&format!("{noun} show sandbox-fleio/{name} --json")).json()
}

/// Runs a command that must succeed.
#[track_caller]
fn done(home: &Home, line: &str) {
    let run = home.sandbox(&format!("{line} --json"));
    let change = run.ends(0).json();
    assert_eq!((&change[0]["status"], &change[0]["changed"]), (&"ok".into(), &true.into()), "{line}: {change}");
}

#[test]
fn a_machine_from_its_making_to_its_end() {
    let home = Home::new();
    let create = format!("instances create w-9 -a sandbox-fleio --image {IMAGE} --flavor s1.small --key laptop --yes");
    home.sandbox(&format!("{create} --dry-run")).ends(0).tells("POST http").tells("\"ssh_keys\":\"[115]\"");
    let made = home.sandbox(&format!("{create} --network public --json")).ends(0).json();
    let (resource, job) = (&made[0]["resource"], &made[0]["job"]);
    assert_eq!((&resource["name"], &resource["state"]), (&"w-9".into(), &"running".into()), "{made}");
    assert_eq!(resource["image"], IMAGE);
    assert_eq!(shown(&home, "jobs", &format!("id:{}", job.as_str().unwrap()))["resource"], resource["id"]);
    done(&home, "instances rename sandbox-fleio/w-9 --name web-9");
    done(&home, "instances resize sandbox-fleio/web-9 --flavor s1.medium --yes");
    let resized = shown(&home, "instances", "web-9");
    assert_eq!((&resized["state"], &resized["provider_state"]), (&"running".into(), &"resized".into()));
    done(&home, "instances resize sandbox-fleio/web-9 --revert --yes");
    assert_eq!(shown(&home, "instances", "web-9")["flavor"], "s1.small");
    done(&home, "instances resize sandbox-fleio/web-9 --flavor nl-4 --yes");
    done(&home, "instances resize sandbox-fleio/web-9 --confirm --yes");
    assert_eq!(shown(&home, "instances", "web-9")["cpus"], 2);
    done(&home, "instances shelve sandbox-fleio/web-9");
    done(&home, "instances unshelve sandbox-fleio/web-9");
    home.sandbox(&format!("instances rebuild sandbox-fleio/web-9 --image {IMAGE}")).ends(10);
    done(&home, &format!("instances rebuild sandbox-fleio/web-9 --image {IMAGE} --yes"));
    home.sandbox("instances delete sandbox-fleio/web-9 --yes").ends(10).tells("stop it first");
    done(&home, "instances delete sandbox-fleio/web-9 --force --yes");
    home.sandbox("instances show sandbox-fleio/web-9").ends(3);
}

#[test]
fn a_flavor_is_one_of_the_region_and_a_resize_one_of_what_is_offered() {
    let home = Home::new();
    let create = format!("instances create w -a sandbox-fleio --image {IMAGE} --yes");
    home.sandbox(&format!("{create} --flavor de-2")).ends(3).tells("no flavor \"de-2\" is on offer here");
    home.sandbox(&create).ends(2).tells("--flavor");
    home.sandbox(&format!("{create} --flavor nl-2 --cpus 2")).ends(2).tells("--cpus means nothing");
    home.sandbox("instances resize sandbox-fleio/web-1 --flavor m1.large --yes").ends(3).tells("s1.medium");
    home.sandbox("instances suspend sandbox-fleio/web-1").ends(9);
}

#[test]
fn rescue_boot_iso_and_password() {
    let home = Home::new();
    std::fs::write(home.path("password"), "Synthetic-0nly\n").unwrap();
    done(&home, &format!("instances rescue sandbox-fleio/web-1 --image {IMAGE} --password-file password"));
    assert_eq!(shown(&home, "instances", "web-1")["provider_state"], "rescued");
    done(&home, "instances unrescue sandbox-fleio/web-1");
    done(&home, "instances boot-iso sandbox-fleio/web-1 --image 'Finnix 126 ISO'");
    assert_eq!(shown(&home, "instances", "web-1")["provider_state"], "booted_from_iso");
    done(&home, "instances unrescue sandbox-fleio/web-1");
    let run = home.sandbox("instances password sandbox-fleio/web-1 --password-file password --dry-run");
    run.ends(0).tells("change_password");
    assert!(!run.stderr.contains("Synthetic"), "{}", run.stderr);
    done(&home, "instances password sandbox-fleio/web-1 --password-file password");
}

#[test]
fn drives_go_with_their_machine_where_that_is_wanted() {
    let home = Home::new();
    done(&home, "drives create data-9 -a sandbox-fleio --size 20GiB --yes");
    done(&home, "drives rename sandbox-fleio/data-9 --name data-8");
    home.sandbox("drives resize sandbox-fleio/data-8 --size 10GiB --yes").ends(7).tells("it has 20 GiB already");
    done(&home, "drives resize sandbox-fleio/data-8 --size 40GiB --yes");
    done(&home, "drives attach sandbox-fleio/data-8 --to web-1");
    done(&home, "drives detach sandbox-fleio/data-8");
    done(&home, "instances attach sandbox-fleio/web-1 --drive data-8");
    let drive = shown(&home, "drives", "data-8");
    assert_eq!((&drive["size_bytes"], &drive["state"]), (&(40_u64 << 30).into(), &"attached".into()));
    done(&home, "instances detach sandbox-fleio/web-1 --drive data-8");
    done(&home, "drives delete sandbox-fleio/data-8 --yes");
    home.sandbox("instances delete sandbox-fleio/worker-1 --with-drives --dry-run")
        .ends(0)
        .tells("worker-1-data (200 GiB) is deleted too")
        .tells("worker-1-scratch (50 GiB) is deleted with it")
        .tells("DELETE http");
    done(&home, "instances delete sandbox-fleio/worker-1 --with-drives --yes");
    let left = home.sandbox("drives list -a sandbox-fleio --filter name~worker-1-* --json").json();
    assert_eq!(left, serde_json::json!([]), "both are gone when the command ends");
    home.sandbox("instances delete sandbox-fleio/db-1 --force --with-drives --yes").ends(7).tells("is locked");
    assert_eq!(shown(&home, "drives", "db-1-data")["state"], "attached", "nothing goes without its machine");
}

#[test]
fn addresses_lead_to_machines_and_away() {
    let home = Home::new();
    let made = home.sandbox("ips reserve -a sandbox-fleio --json --yes").ends(0).json();
    let address = made[0]["resource"]["address"].as_str().unwrap().to_owned();
    done(&home, &format!("ips rdns sandbox-fleio/{address} --name mail.example.com"));
    done(&home, &format!("ips assign sandbox-fleio/{address} --to web-1"));
    let ip = shown(&home, "ips", &address);
    assert_eq!((&ip["state"], &ip["rdns"]), (&"assigned".into(), &"mail.example.com.".into()));
    assert_eq!(ip["assigned_to"], shown(&home, "instances", "web-1")["id"]);
    home.sandbox(&format!("ips assign sandbox-fleio/{address} --to web-2")).ends(7).tells("leads to the instance");
    home.sandbox("instances delete sandbox-fleio/web-1 --force --dry-run")
        .ends(0)
        .tells(&format!("{address} stays reserved and is paid for"));
    done(&home, &format!("ips unassign sandbox-fleio/{address}"));
    done(&home, &format!("instances attach sandbox-fleio/web-1 --ip {address}"));
    done(&home, &format!("instances detach sandbox-fleio/web-1 --ip {address}"));
    home.sandbox(&format!("ips release sandbox-fleio/{address}")).ends(10);
    done(&home, &format!("ips release sandbox-fleio/{address} --yes"));
    home.sandbox(&format!("ips show sandbox-fleio/{address}")).ends(3);
}

#[test]
fn networks_and_their_ports() {
    let home = Home::new();
    done(&home, "networks create back -a sandbox-fleio --cidr 10.9.0.0/24 --yes");
    done(&home, "networks rename sandbox-fleio/back --name backend");
    let network = shown(&home, "networks", "backend");
    assert_eq!((&network["kind"], &network["cidrs"][0]), (&"private".into(), &"10.9.0.0/24".into()));
    done(&home, "instances attach sandbox-fleio/web-1 --network backend");
    let ips = shown(&home, "instances", "web-1")["ips"].clone();
    assert!(ips.to_string().contains("10.9.0."), "{ips}");
    home.sandbox("instances attach sandbox-fleio/web-1 --ip 198.51.100.50").ends(7).tells("several addresses");
    home.sandbox("instances detach sandbox-fleio/web-1 --network backend").ends(10);
    done(&home, "instances detach sandbox-fleio/web-1 --network backend --yes");
    home.sandbox("networks delete sandbox-fleio/backend --dry-run").ends(0).tells("10.9.0.0/24 is deleted with it");
    done(&home, "networks delete sandbox-fleio/backend --yes");
    home.sandbox("networks create bad -a sandbox-fleio --cidr 10.9.0.0 --yes")
        .ends(2)
        .tells("not a range of addresses");
}

#[test]
fn firewalls_and_keys() {
    let home = Home::new();
    done(&home, "firewalls create shop -a sandbox-fleio --description http");
    done(&home, "firewalls rename sandbox-fleio/shop --name shop-2");
    done(&home, "firewalls add-rule sandbox-fleio/shop-2 --protocol tcp --ports 8000-8100 --remote 198.51.100.0/24");
    done(&home, "firewalls add-rule sandbox-fleio/shop-2 --protocol icmp");
    let firewall = shown(&home, "firewalls", "shop-2");
    let rules = firewall["rules"].as_array().unwrap();
    assert_eq!((rules.len(), &firewall["description"]), (3, &"http".into()), "{firewall}");
    assert_eq!((&rules[0]["ports"], &rules[0]["remote"]), (&"8000-8100".into(), &"198.51.100.0/24".into()));
    let rule = rules[0]["id"].as_str().unwrap();
    done(&home, &format!("firewalls delete-rule sandbox-fleio/shop-2 --rule {rule} --yes"));
    done(&home, "firewalls assign sandbox-fleio/shop-2 --to web-1");
    done(&home, "firewalls unassign sandbox-fleio/shop-2 --from web-1");
    done(&home, "instances attach sandbox-fleio/web-1 --firewall shop-2");
    done(&home, "instances detach sandbox-fleio/web-1 --firewall shop-2");
    done(&home, "firewalls delete sandbox-fleio/shop-2 --yes");
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExample ops";
    std::fs::write(home.path("desk.pub"), format!("{key}\n")).unwrap();
    done(&home, "keys create desk -a sandbox-fleio --public-key desk.pub");
    done(&home, "keys rename sandbox-fleio/desk --name desktop");
    assert_eq!(shown(&home, "keys", "desktop")["public_key"], key);
    done(&home, "keys delete sandbox-fleio/desktop --yes");
}

#[test]
fn snapshots_backups_and_images() {
    let home = Home::new();
    done(&home, "snapshots create before -a sandbox-fleio --of web-1 --yes");
    let machine = shown(&home, "instances", "web-1")["id"].clone();
    let snapshots = home.sandbox("snapshots list -a sandbox-fleio --filter name=before --json").json();
    assert_eq!(snapshots[0]["source"], machine);
    done(&home, "images copy sandbox-fleio/before --region de --yes");
    done(&home, "snapshots delete sandbox-fleio/before --yes");
    let images = home.sandbox("images list -a sandbox-fleio --filter name=before --json").json();
    assert_eq!((images.as_array().unwrap().len(), &images[0]["region"]), (1, &"de".into()), "{images}");
    done(&home, "images delete sandbox-fleio/before --yes");
    done(&home, "backups create today -a sandbox-fleio --of web-1 --yes");
    home.sandbox("backups create next -a sandbox-fleio --of web-1 --keep 1 --yes")
        .ends(7)
        .tells("delete older backups");
    home.sandbox("backups create nightly -a sandbox-fleio --of web-1 --every daily --yes").ends(2).tells("--keep");
    done(&home, "backups create sundays -a sandbox-fleio --of web-1 --every weekly --keep 2 --day 7 --yes");
    home.sandbox("backups list -a sandbox-fleio --filter name!=web-1-weekly --columns name,state,kind,keep").shows(
        "
        ACCOUNT        NAME     STATE      KIND    KEEP
        sandbox-fleio  today    available  manual     -
        sandbox-fleio  sundays  scheduled  weekly     2
        --- exit 0
    ",
    );
    home.sandbox("backups delete sandbox-fleio/sundays --dry-run").ends(0).tells("those it made stay and are paid for");
    done(&home, "backups delete sandbox-fleio/sundays --yes");
    done(&home, "backups delete sandbox-fleio/today --yes");
}

#[test]
fn jobs_and_questions() {
    let home = Home::new();
    let failed = "9c4d2e61-7b30-4f18-a5c9-6b6d1f9fb002";
    assert_eq!(shown(&home, "jobs", &format!("id:{failed}"))["message"], "No valid host was found.");
    done(&home, &format!("jobs retry sandbox-fleio/id:{failed}"));
    home.sandbox(&format!("jobs retry sandbox-fleio/id:{failed}")).ends(7).tells("it is done");
    let made = home.sandbox(&format!(
        "instances create w-8 -a sandbox-fleio --image {IMAGE} --flavor nl-2 --network public --no-wait --json --yes"
    ));
    let job = made.ends(0).json()[0]["job"].as_str().unwrap().to_owned();
    done(&home, &format!("jobs abort sandbox-fleio/id:{job}"));
    assert_eq!(shown(&home, "jobs", &format!("id:{job}"))["state"], "cancelled");
    home.sandbox("instances price sandbox-fleio/web-1 --columns of,price").shows(
        "
        ACCOUNT        OF        PRICE
        sandbox-fleio  machine   ESTIMATED COST €0.0069 / hour or €5.00 / month
        sandbox-fleio  snapshot  ESTIMATED COST €0.0007 / hour or €0.50 / month
        sandbox-fleio  backup    ESTIMATED COST €0.0007 / hour or €0.50 / month
        --- exit 0
    ",
    );
    let rows = |line: &str| home.sandbox(&format!("instances {line} sandbox-fleio/web-1 --json")).ends(0).json();
    assert_eq!(rows("log --lines 3").as_array().unwrap().len(), 3);
    assert!(rows("console")[0]["address"].as_str().unwrap().starts_with("https://"));
    assert!(rows("metrics --hours 24")[0]["value"].is_string());
    assert!(rows("traffic")[0]["received_bytes"].is_number());
    assert_eq!(rows("actions").as_array().unwrap().last().unwrap()["action"], "create");
}
