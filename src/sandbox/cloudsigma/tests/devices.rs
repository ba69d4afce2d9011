//! Drives of the simulated `CloudSigma`, put into servers and taken out.
//! Status alone never shows that a drive is ready: claims and the progress of imaging do.

use super::{Keys, all, cloud, id, status};
use crate::sandbox::{clock::Clock, store::Store, tests::Bench};

/// The details of a drive.
fn info(bench: &Bench, drive: &str) -> Keys {
    Keys::parse(&bench.text("GET", &format!("/drives/{drive}/info"), "").1)
}

fn post(bench: &Bench, path: &str, body: &str) -> (u16, Keys) {
    let (code, text) = bench.text("POST", path, body);
    (code, Keys::parse(&text))
}

#[test]
fn a_new_drive_is_said_to_be_finished_and_is_not_for_two_reads() {
    let bench = cloud();
    let (code, made) = post(&bench, "/drives/create", "name data\nsize 1G\nclaim:type shared\n");
    assert_eq!((code, made.get("status"), made.has("imaging")), (200, "active", false), "as the manual's example");
    let drive = made.get("drive");
    for path in [format!("/drives/{drive}/write/0"), format!("/drives/{drive}/destroy")] {
        assert_eq!(bench.text("POST", &path, "x").0, 400, "{path}");
    }
    let server = format!("name x\ncpu 1000\nmem 1024\nide:0:0 {drive}\n");
    assert_eq!(post(&bench, "/servers/create", &server).0, 400);
    let imaging = || info(&bench, drive).get("imaging").to_owned();
    assert_eq!([imaging(), imaging(), imaging()], ["queued", "queued", ""]);
    assert_eq!(post(&bench, "/servers/create", &server).0, 200);
    assert_eq!(post(&bench, "/drives/create", "name x\nsize 1G\nclaim:type mine\n").0, 400);
}

#[test]
fn a_clone_is_claimed_by_imaging_and_keeps_its_tags_unless_they_are_unset() {
    let bench = cloud();
    let source = "7d13e7bb-5c3d-4e7f-8a9b-1c2d71828394";
    let (_, made) = post(&bench, &format!("/drives/{source}/clone"), "name copy\n");
    assert_eq!((made.get("tags"), made.get("status"), made.get("imaging")), ("affinity:ssd", "active", "0%"));
    assert!(made.get("claimed").ends_with(":imaging") && !made.get("claimed").contains("guest"));
    let (code, failure) = post(&bench, &format!("/drives/{}/destroy", made.get("drive")), "");
    assert!(code == 400 && failure.get("errors:system").contains("currently in use"));
    let (_, slow) = post(&bench, &format!("/drives/{source}/clone"), "name slow\ntags\n");
    assert_eq!(slow.get("tags"), "");
    let (_, disc) = post(&bench, "/drives/52e1a005-9b0c-4d1e-8f2a-3b4c5d6e7f04/clone", "name disc\n");
    assert_eq!(disc.get("type"), "cdrom");
    assert!([0, 0, 0].map(|_| info(&bench, made.get("drive")).has("claimed")) == [true, true, false]);
    assert_eq!(post(&bench, &format!("/drives/{}/destroy", made.get("drive")), "").0, 204);
}

#[test]
fn drives_are_renamed_at_any_time_and_only_grow_and_only_when_nobody_has_them() {
    let bench = cloud();
    let (used, spare) = ("7a10e1b2-5c3d-4e7f-8a9b-1c2d3e4f5061", "8117efc7-5c3d-4e7f-8a9b-1c2db5c6c7d8");
    let set = |drive: &str, body: &str| post(&bench, &format!("/drives/{drive}/set"), body).0;
    assert_eq!((set(used, "name root\n"), set(used, "size 30G\n"), set(used, "name x\nsize 20G\n")), (200, 400, 200));
    assert_eq!((set(spare, "size 1G\n"), set(spare, "size 200G\n"), set(spare, "size x\n")), (400, 200, 400));
    assert_eq!((info(&bench, used).get("name"), info(&bench, used).get("size")), ("x", "21474836480"));
    assert_eq!(info(&bench, spare).get("size"), "214748364800");
}

#[test]
fn a_shared_drive_has_many_claims_and_a_disc_none() {
    let bench = cloud();
    let shared = "8218f1ca-5c3d-4e7f-8a9b-1c2dc6d7d8e9";
    assert_eq!(info(&bench, shared).get("claimed").split(' ').count(), 2);
    let mail = id(&bench, "mail-1");
    let attach = format!("block:3 {shared}\nide:1:0 52e1a005-9b0c-4d1e-8f2a-3b4c5d6e7f04\nide:1:0:media cdrom\n");
    assert_eq!(post(&bench, &format!("/servers/{mail}/set"), &attach).0, 200);
    let claims = info(&bench, shared).get("claimed").to_owned();
    assert!(claims.split(' ').count() == 3 && claims.contains(&format!("{mail}:block:3")), "{claims}");
    assert!(!info(&bench, "52e1a005-9b0c-4d1e-8f2a-3b4c5d6e7f04").has("claimed"));
    let exclusive = "block:4 7c12e5b8-5c3d-4e7f-8a9b-1c2d60717283\n";
    assert_eq!(post(&bench, &format!("/servers/{mail}/set"), exclusive).0, 400, "another server has it");
}

#[test]
fn a_drive_taken_out_stays_claimed_for_two_reads_but_may_go_back() {
    let bench = cloud();
    let (mail, drive) = (id(&bench, "mail-1"), "7f15ebc1-5c3d-4e7f-8a9b-1c2d93a4a5b6");
    let set = |body: &str| post(&bench, &format!("/servers/{mail}/set"), body).0;
    assert_eq!(set("ide:0:0\n"), 200);
    assert!(info(&bench, drive).get("claimed").ends_with(":ide:0:0"));
    assert_eq!(set(&format!("block:0 {drive}\n")), 200);
    assert!(info(&bench, drive).get("claimed").ends_with(":block:0"), "and of the old claim nothing is left");
    assert_eq!(set("block:0\n"), 200);
    let other = format!("name x\ncpu 1000\nmem 1024\nblock:0 {drive}\n");
    assert_eq!(post(&bench, "/servers/create", &other).0, 400);
    assert!([0, 0, 0].map(|_| info(&bench, drive).has("claimed")) == [true, true, false]);
    assert_eq!(post(&bench, "/servers/create", &other).0, 200);
}

#[test]
fn a_server_with_nothing_to_boot_from_dies_and_can_be_mended() {
    let bench = cloud();
    let (mail, drive) = (id(&bench, "mail-1"), "7f15ebc1-5c3d-4e7f-8a9b-1c2d93a4a5b6");
    assert_eq!(post(&bench, &format!("/servers/{mail}/set"), "boot ide:0:0\nide:0:0\n").0, 200);
    bench.text("POST", &format!("/servers/{mail}/start"), "");
    assert_eq!([status(&bench, &mail), status(&bench, &mail), status(&bench, &mail)], ["stopped", "stopped", "dead"]);
    assert_eq!(post(&bench, &format!("/servers/{mail}/reset"), "").0, 400);
    assert_eq!(post(&bench, &format!("/servers/{mail}/set"), &format!("ide:0:0 {drive}\n")).0, 200);
    bench.text("POST", &format!("/servers/{mail}/start"), "");
    assert_eq!([0, 0, 0].map(|_| status(&bench, &mail)), ["dead", "dead", "active"]);
    let mut store = Store::new(&bench.world());
    let dump = |world: &mut crate::sandbox::world::World| {
        world.cloudsigma.server(&mail).unwrap().clock = Clock::at("dumped");
        ((), true)
    };
    store.with(dump).unwrap();
    assert_eq!(post(&bench, &format!("/servers/{mail}/set"), "mem 1024\n").0, 200);
    assert_eq!(
        (status(&bench, &mail).as_str(), post(&bench, &format!("/servers/{mail}/destroy"), "").0),
        ("dumped", 204)
    );
}

#[test]
fn a_server_that_starts_counts_as_running_for_its_devices() {
    let bench = cloud();
    let mail = id(&bench, "mail-1");
    bench.text("POST", &format!("/servers/{mail}/start"), "");
    assert_eq!(post(&bench, &format!("/servers/{mail}/set"), "mem 512\n").0, 409);
    assert_eq!(post(&bench, &format!("/servers/{mail}/set"), "vnc:password secret\n").0, 200);
}

#[test]
fn a_clone_of_a_server_has_its_own_drives_and_addresses_and_shares_what_is_shared() {
    let bench = cloud();
    let (_, copy) = post(&bench, &format!("/servers/{}/clone", id(&bench, "db-1")), "name db-2\n");
    let original = all(&bench, "/servers/info").into_iter().find(|server| server.get("name") == "db-1").unwrap();
    for (key, same) in [("ide:0:0", false), ("nic:1:mac", false), ("block:0", true), ("ide:0:1", true), ("mem", true)] {
        assert_eq!(copy.get(key) == original.get(key), same, "{key}");
        assert!(copy.has(key), "{key}");
    }
    let (_, web) = post(&bench, &format!("/servers/{}/clone", id(&bench, "web-1")), "name web-9\n");
    assert!(web.get("nic:0:dhcp").starts_with("198.51.100.1") && web.get("nic:0:dhcp") != "198.51.100.11");
    assert!(!web.has("started") && web.get("vnc:ip") == web.get("nic:0:dhcp"), "the screen has the card's address");
}
