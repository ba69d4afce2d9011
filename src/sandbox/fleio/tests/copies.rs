//! Images, snapshots, backups and keys of the simulated Fleio.

use serde_json::{Value, json};

use super::{DEBIAN, WEB, after, at, done, fleio, refused, rows};
use crate::sandbox::tests::Bench;

const INSTANCE: &str = "openstack/instances/a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001";
const SNAPSHOT: &str = "openstack/images/ede0eb63-5c8f-4c9b-95ab-c1a167cb8101";

/// Reads an image until it is active.
fn ready(bench: &Bench, id: &Value, word: &str) -> Value {
    let path = at(&format!("openstack/images/{}", id.as_str().unwrap()));
    for _ in 0..2 {
        assert_eq!(bench.json("GET", &path, "").1["status"], word);
    }
    let image = bench.json("GET", &path, "").1;
    assert_eq!(image["status"], "active");
    image
}

#[test]
fn keys_are_made_changed_and_deleted() {
    let bench = fleio();
    let key = json!({ "name": "desk", "public_key": "ssh-ed25519 AAAAC3Nz desk" });
    let made = done(&bench, "POST", "pkm", &key);
    let path = format!("pkm/{}", made["id"]);
    assert_eq!(done(&bench, "GET", &path, &Value::Null), made);
    let other = done(&bench, "PUT", &path, &json!({ "name": "lap", "public_key": "ssh-rsa AAAAB3Nz lap" }));
    assert_eq!((&other["name"], &other["id"]), (&json!("lap"), &made["id"]));
    assert_ne!(other["fingerprint"], made["fingerprint"]);
    for wrong in [
        json!({ "name": "x" }),
        json!({ "name": "x", "public_key": "x AAAA" }),
        json!({ "name": "x", "public_key": "ssh-rsa" }),
        json!({ "name": "a/b", "public_key": "ssh-rsa AAAA" }),
    ] {
        assert_eq!(refused(&bench, "POST", "pkm", &wrong), 400, "{wrong}");
    }
    assert_eq!(rows(&bench, "pkm").len(), 3);
    done(&bench, "DELETE", &path, &Value::Null);
    assert_eq!((rows(&bench, "pkm").len(), refused(&bench, "DELETE", &path, &Value::Null)), (2, 404));
}

#[test]
fn a_snapshot_becomes_an_image_of_its_instance() {
    let bench = fleio();
    let made = done(&bench, "POST", &format!("{INSTANCE}/create_snapshot"), &json!({ "name": "today" }));
    assert_eq!(bench.json("GET", WEB, "").1["display_task"], "Image snapshot");
    assert_eq!(refused(&bench, "POST", &format!("{INSTANCE}/create_snapshot"), &json!({ "name": "again" })), 409);
    let image = ready(&bench, &made["image_uuid"], "saving");
    assert_eq!(
        (&image["type"], &image["min_disk"], &image["os_distro"]),
        (&json!("snapshot"), &json!(20), &json!("debian"))
    );
    let path = "openstack/images/get_snapshots_for_instance?instance_uuid=a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001";
    let names: Vec<_> = rows(&bench, path).iter().map(|row| row["name"].clone()).collect();
    assert_eq!(names, ["web-1-before-upgrade", "today"]);
    (0..2).for_each(|_| drop(bench.json("GET", WEB, "")));
    after(&bench, "rebuild", &json!({ "image": image["id"] }).to_string());
}

#[test]
fn images_are_brought_copied_moved_and_deleted() {
    let bench = fleio();
    assert_eq!(rows(&bench, "openstack/images").len(), 6);
    let url =
        json!({ "name": "bsd", "source": "url", "url": "https://x.example/bsd", "disk_format": "raw", "region": "nl" });
    let made = done(&bench, "POST", "openstack/images", &url);
    assert_eq!((&made["disk_format"], made.get("_clock")), (&json!("raw"), None));
    ready(&bench, &made["id"], "queued");
    let mut typed = fleio();
    typed.typed("multipart/form-data; boundary=x");
    let part =
        |name: &str, value: &str| format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let body = part("name", "file")
        + &part("disk_format", "qcow2")
        + &part("region", "nl")
        + &part("min_disk", "3")
        + "--x--\r\n";
    let (status, image) = typed.json("POST", &at("openstack/images"), &body);
    assert_eq!((status, &image["name"], &image["min_disk"]), (201, &json!("file"), &json!(3)));
    for wrong in [json!({ "name": "x" }), json!({ "name": "x", "disk_format": "x", "region": "nl" })] {
        assert_eq!(refused(&bench, "POST", "openstack/images", &wrong), 400, "{wrong}");
    }
    let there = json!({ "destination_name": "there", "destination_region_id": "de", "delete_source_image": true });
    done(&bench, "POST", &format!("{SNAPSHOT}/copy-image"), &there);
    assert_eq!(bench.json("GET", &at(SNAPSHOT), "").0, 200, "not before the copy is there");
    let moved = rows(&bench, "openstack/images").into_iter().find(|image| image["name"] == "there").unwrap();
    assert_eq!((&moved["region"], &moved["type"]), (&json!("de"), &json!("snapshot")));
    (0..2).for_each(|_| drop(rows(&bench, "openstack/images")));
    assert_eq!(bench.json("GET", &at(SNAPSHOT), "").0, 404);
    let public = format!("openstack/images/{DEBIAN}");
    assert_eq!(refused(&bench, "POST", &format!("{public}/copy-image"), &there), 403, "a public one is not moved");
    assert_eq!(refused(&bench, "DELETE", &public, &Value::Null), 403);
    let path = format!("openstack/images/{}", made["id"].as_str().unwrap());
    done(&bench, "PUT", &path, &json!({ "name": "net", "protected": true }));
    assert_eq!(refused(&bench, "DELETE", &path, &Value::Null), 403, "it is protected");
    done(&bench, "PUT", &path, &json!({ "name": "net", "protected": false }));
    done(&bench, "DELETE", &path, &Value::Null);
    assert_eq!(bench.json("GET", &at(&path), "").0, 404);
}

#[test]
fn a_backup_beyond_the_rotation_removes_the_oldest() {
    let bench = fleio();
    let backup = |name: &str| {
        let body = json!({ "backup_name": name, "backup_type": "manual", "rotation": 2 });
        let words = after(&bench, "create_backup", &body.to_string());
        assert_eq!(words["display_task"], Value::Null);
    };
    ["one", "two", "three"].into_iter().for_each(backup);
    let path = format!("{INSTANCE}/get_instance_backups_and_backup_schedules");
    let both = done(&bench, "GET", &path, &Value::Null);
    let names: Vec<_> = both["backups"].as_array().unwrap().iter().map(|row| row["name"].clone()).collect();
    assert_eq!((names, &both["schedules"][0]["id"]), (vec![json!("two"), json!("three")], &json!(181_141)));
    for wrong in [("hourly", 1), ("manual", 0)] {
        let body = json!({ "backup_name": "x", "backup_type": wrong.0, "rotation": wrong.1 });
        assert_eq!(refused(&bench, "POST", &format!("{INSTANCE}/create_backup"), &body), 400, "{body}");
    }
}

#[test]
fn schedules_are_made_and_deleted_and_go_with_their_instance() {
    let bench = fleio();
    let id = WEB.rsplit('/').next().unwrap();
    let plan = json!({ "backup_name": "b", "backup_type": "daily", "instance": id, "rotation": 3, "run_at": null });
    let made = done(&bench, "POST", "osbackup", &plan);
    assert_eq!((&made["hour"], made["run_at"].is_string()), (&json!(6), true));
    for (key, value) in [("backup_type", json!("hourly")), ("rotation", json!(0)), ("instance", json!("x"))] {
        let wrong = crate::sandbox::world::with(&plan, json!({ key: value }));
        assert_eq!(refused(&bench, "POST", "osbackup", &wrong), 400, "{key}");
    }
    assert_eq!(rows(&bench, "osbackup").len(), 2);
    done(&bench, "DELETE", &format!("osbackup/{}", made["id"]), &Value::Null);
    assert_eq!(refused(&bench, "DELETE", "osbackup/1", &Value::Null), 404);
    done(&bench, "DELETE", INSTANCE, &Value::Null);
    (0..3).for_each(|_| drop(bench.json("GET", WEB, "")));
    assert_eq!(rows(&bench, "osbackup").len(), 0);
}
