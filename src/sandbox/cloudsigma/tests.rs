//! The simulated `CloudSigma` against the manual's examples and the requests of real clients.

#![allow(clippy::unwrap_used)]

mod devices;
mod resources;

use std::io::Read as _;

use flate2::{Compression, read::GzEncoder};
use hyper::header::{CONTENT_ENCODING, TRANSFER_ENCODING};

use super::text::Keys;
use crate::sandbox::tests::Bench;

fn cloud() -> Bench {
    Bench::new(&super::FACE, "Basic b3BzQGV4YW1wbGUuY29tOnNhbmRib3gtcGFzc3dvcmQ=", "text/plain")
}

/// The records of a reply.
fn all(bench: &Bench, path: &str) -> Vec<Keys> {
    bench.text("GET", path, "").1.split("\n\n").map(Keys::parse).collect()
}

fn id(bench: &Bench, name: &str) -> String {
    let servers = all(bench, "/servers/info");
    servers
        .iter()
        .find(|server| server.get("name") == name)
        .map_or_else(String::new, |server| server.get("server").into())
}

fn status(bench: &Bench, id: &str) -> String {
    Keys::parse(&bench.text("GET", &format!("/servers/{id}/info"), "").1).get("status").to_owned()
}

#[test]
fn records_are_parted_by_a_blank_line_and_have_bare_keys() {
    let bench = cloud();
    let (code, body) = bench.text("GET", "/servers/info", "");
    assert_eq!((code, body.matches("\n\n").count()), (200, 5));
    assert_eq!(body, bench.text("GET", "/guests/info", "").1);
    let (_, drives) = bench.text("GET", "/drives/info", "");
    assert!(drives.contains("\ntags\n") && drives.contains("name old backup, do not delete\n"));
    assert!(drives.lines().all(|line| line.trim() == line));
    assert_eq!(bench.text("GET", "/servers/list", "").1.lines().count(), 6);
    assert_eq!(bench.text("GET", "/resources/ip/list", "").1.lines().next(), Some("ip 198.51.100.11"));
    assert!(bench.text("GET", "/resources/vlan/list", "").1.starts_with("vlan "));
    assert!(bench.text("GET", "/profile/info", "").1.contains("\ntitle\n"));
}

#[test]
fn a_wrong_secret_is_a_401_in_text() {
    let mut bench = cloud();
    assert_eq!(bench.with("Basic b3BzOndyb25n").text("GET", "/servers/info", "").0, 401);
    assert_eq!(bench.with("").text("GET", "/servers/info", ""), (401, "errors:system Authorization required\n".into()));
}

#[test]
fn changes_printed_with_get_take_post_and_the_rest_only_post() {
    for method in ["GET", "POST"] {
        let bench = cloud();
        let web = id(&bench, "web-1");
        assert_eq!(bench.text(method, &format!("/servers/{web}/stop"), ""), (204, String::new()));
        assert_eq!([status(&bench, &web), status(&bench, &web), status(&bench, &web)], ["active", "active", "stopped"]);
        let (code, started) = bench.text(method, &format!("/guests/{web}/start"), "");
        assert_eq!((code, Keys::parse(&started).get("name")), (200, "web-1"));
        assert_eq!(
            [status(&bench, &web), status(&bench, &web), status(&bench, &web)],
            ["stopped", "stopped", "active"]
        );
    }
    let bench = cloud();
    for path in ["/servers/create", "/drives/create", "/drives/x/set", "/servers/stop", "/resources/vlan/create"] {
        let (code, body) = bench.text("GET", path, "");
        assert_eq!((code, body.as_str()), (405, "errors:system GET used on command expecting POST\n"), "{path}");
    }
    assert_eq!(bench.unknown(), "");
}

#[test]
fn a_server_that_is_not_persistent_is_gone_once_it_stops() {
    let bench = cloud();
    let batch = id(&bench, "batch-1");
    assert!(!batch.is_empty());
    bench.text("GET", &format!("/servers/{batch}/shutdown"), "");
    assert_eq!([status(&bench, &batch), status(&bench, &batch)], ["active", "active"]);
    let (code, body) = bench.text("GET", &format!("/servers/{batch}/info"), "");
    assert!(code == 404 && body.contains("could not be found"), "{code} {body}");
    assert_eq!(id(&bench, "batch-1"), "");
    let claimed = || {
        let drives = all(&bench, "/drives/info");
        drives.iter().find(|drive| drive.get("name") == "batch-1 root").unwrap().has("claimed")
    };
    assert!(!claimed(), "a claim ends with its server");
}

#[test]
fn reading_one_server_is_no_read_of_another() {
    let bench = cloud();
    let (web, other) = (id(&bench, "web-1"), id(&bench, "web-2"));
    bench.text("POST", &format!("/servers/{web}/stop"), "");
    for _ in 0..5 {
        assert_eq!(status(&bench, &other), "active");
    }
    assert_eq!([status(&bench, &web), status(&bench, &web), status(&bench, &web)], ["active", "active", "stopped"]);
}

#[test]
fn stop_then_start_at_once_restarts_a_persistent_server_and_ends_another() {
    let bench = cloud();
    for (name, code) in [("web-1", 200), ("batch-1", 404)] {
        let server = id(&bench, name);
        bench.text("POST", &format!("/servers/{server}/stop"), "");
        assert_eq!(bench.text("POST", &format!("/servers/{server}/start"), "").0, code, "{name}");
    }
}

#[test]
fn an_address_from_dhcp_is_there_while_the_server_runs() {
    let bench = cloud();
    let address = |name: &str| {
        let servers = all(&bench, "/servers/info");
        servers.iter().find(|server| server.get("name") == name).unwrap().get("nic:0:dhcp").to_owned()
    };
    assert_eq!((address("batch-1").as_str(), address("mail-1").as_str()), ("198.51.100.64", "auto"));
}

#[test]
fn running_servers_are_not_destroyed_and_stopped_ones_leave_their_drives() {
    let bench = cloud();
    let (web, mail) = (id(&bench, "web-1"), id(&bench, "mail-1"));
    assert_eq!(bench.text("GET", &format!("/servers/{web}/destroy"), "").0, 409);
    let drive = Keys::parse(&bench.text("GET", &format!("/servers/{mail}/info"), "").1).get("ide:0:0").to_owned();
    let (code, body) = bench.text("POST", &format!("/drives/{drive}/destroy"), "");
    assert!(code == 400 && body.contains("currently in use"), "{body}");
    assert_eq!(bench.text("POST", &format!("/servers/{mail}/destroy"), "").0, 204);
    let info = || Keys::parse(&bench.text("GET", &format!("/drives/{drive}/info"), "").1);
    assert!(!info().has("claimed"), "a claim ends with its server");
    assert_eq!(bench.text("GET", &format!("/drives/{drive}/destroy"), "").0, 204, "GET destroys as well as POST");
    let (code, body) = bench.text("GET", &format!("/drives/{drive}/info"), "");
    assert!(code == 400 && body.contains("could not be found"), "a missing drive is a 400: {body}");
}

#[test]
fn a_clone_is_imaged_for_two_reads_and_a_new_server_runs() {
    let bench = cloud();
    let image = bench.text("GET", "/drives/standard/img/list", "").1.lines().next().unwrap().to_owned();
    let (code, drive) = bench.text("POST", &format!("/drives/{image}/clone"), "name new\nsize 50G\ndriveType hdd\n");
    let drive = Keys::parse(&drive);
    assert_eq!((code, drive.get("size"), drive.has("imaging")), (200, "53687091200", true));
    let path = format!("/drives/{}/info", drive.get("drive"));
    let imaging = || Keys::parse(&bench.text("GET", &path, "").1).get("imaging").to_owned();
    assert_eq!([imaging(), imaging(), imaging()], ["33%", "66%", ""]);
    let body = format!("name new\ncpu 1000\nmem 1000\nide:0:0 {}\nnic:0:dhcp auto\n", drive.get("drive"));
    let server = Keys::parse(&bench.text("POST", "/servers/create", &body).1);
    assert_eq!((server.get("status"), server.get("name"), server.has("persistent")), ("active", "new", false));
    assert_eq!(bench.text("POST", "/servers/create", &body).0, 400, "the drive is in use now");
    assert_eq!(status(&bench, server.get("server")), "active");
    let (code, failure) = bench.text("POST", "/drives/create", "name x\nsize huge\n");
    assert_eq!((code, failure.as_str()), (400, "name x\nsize huge\nerrors:size Enter a whole number.\n"));
    assert_eq!(
        bench.text("POST", "/servers/create", "cpu 1\n").1,
        "cpu 1\nname\nerrors:name This field is required.\n"
    );
}

#[test]
fn a_change_of_devices_wants_a_stopped_server_and_an_empty_value_clears() {
    let bench = cloud();
    let (web, mail) = (id(&bench, "web-1"), id(&bench, "mail-1"));
    assert_eq!(bench.text("POST", &format!("/servers/{web}/set"), "mem 4096\n").0, 409);
    assert_eq!(bench.text("POST", &format!("/servers/{web}/set"), "name web-one\n").0, 200);
    let set = Keys::parse(&bench.text("POST", &format!("/servers/{mail}/set"), "mem 512\nide:0:0\nvnc:ip \n").1);
    assert_eq!((set.get("mem"), set.has("ide:0:0"), set.has("vnc:ip"), set.has("cpu")), ("512", false, false, true));
    let long = bench.text("POST", &format!("/servers/{mail}/set"), "vnc:password much-too-long\n");
    assert!(long.0 == 400 && long.1.contains("errors:vnc:password"));
}

#[test]
fn groups_and_bulk_changes_hit_every_server_or_none() {
    let bench = cloud();
    let group = bench.text("GET", "/servergroups/list", "").1.trim().to_owned();
    let members = bench.text("GET", &format!("/servergroups/{group}/stop"), "").1;
    assert_eq!(members.lines().count(), 2);
    for server in members.lines() {
        assert_eq!([status(&bench, server), status(&bench, server)], ["active", "active"]);
    }
    let (batch, web) = (id(&bench, "batch-1"), id(&bench, "web-1"));
    assert_eq!(status(&bench, &web), "stopped");
    let (code, _) = bench.text("POST", "/servers/stop", &format!("server:0 {batch}\nserver:1 nothing\n"));
    assert_eq!((code, status(&bench, &batch).as_str()), (400, "active"));
    let left = bench.text("POST", "/guest/destroy", &format!("server:0 {web}\n"));
    assert_eq!((left.0, left.1.lines().count()), (200, 5), "the servers that are left");
    assert_eq!(bench.text("POST", &format!("/servergroupss/{group}/set"), "name Two\n").1, "name Two\ndescription\n");
    let added = bench.text("POST", &format!("/servergroups/{group}/add"), &format!("server:0 {batch}\n")).1;
    assert!(added.contains(&batch) && !added.contains(&web), "{added}");
}

/// A new drive of 10 MiB, ready for use, and the beginning of its paths.
fn drive(bench: &Bench) -> String {
    let drive = Keys::parse(&bench.text("POST", "/drives/create", "name data\nsize 10M\n").1);
    let path = format!("/drives/{}", drive.get("drive"));
    while Keys::parse(&bench.text("GET", &format!("{path}/info"), "").1).has("imaging") {}
    path
}

#[test]
fn what_is_written_to_a_drive_is_read_back_and_the_rest_is_zeros() {
    let bench = cloud();
    let drive = drive(&bench);
    let read = |range: &str| bench.send("GET", &format!("{drive}/read/{range}"), &[], b"");
    assert_eq!(read("0/4").body().as_ref(), [0; 4]);
    assert_eq!(bench.send("POST", &format!("{drive}/write/2"), &[], b"\xff\x00hello").status, 204);
    assert_eq!(bench.send("POST", &format!("{drive}/write/4M"), &[], b"far").status, 204);
    assert_eq!(bench.send("POST", &format!("{drive}/write"), &[], b"a").status, 204);
    assert_eq!(read("0/12").body().as_ref(), b"a\x00\xff\x00hello\x00\x00\x00");
    assert_eq!((read("4194303/5").body().as_ref(), read("0/4M").body().len()), (b"\x00far\x00".as_ref(), 4 << 20));
    let info = Keys::parse(&bench.text("GET", &format!("{drive}/info"), "").1);
    assert_eq!((info.get("write:bytes"), info.get("write:requests")), ("4107", "4"));
    let copy = Keys::parse(&bench.text("POST", &format!("{drive}/clone"), "name copy\n").1);
    let copy = format!("/drives/{}", copy.get("drive"));
    assert_eq!(bench.send("GET", &format!("{copy}/read/4/5"), &[], b"").body().as_ref(), b"hello");
    assert_eq!(bench.text("POST", &format!("{copy}/write/0"), "x").0, 400, "it is being imaged");
    assert_eq!(bench.text("POST", &format!("{drive}/destroy"), "").0, 204);
    assert_eq!(bench.text("GET", &format!("{drive}/read/0/4"), "").0, 400);
    super::super::reset(&bench.world()).unwrap();
    assert!(!bench.world().with_extension("files").exists());
}

#[test]
fn writing_takes_gzip_but_no_chunks_and_nothing_beyond_the_end() {
    let bench = cloud();
    let drive = drive(&bench);
    let write = format!("{drive}/write/0");
    let mut packed = Vec::new();
    GzEncoder::new([7; 5000].as_slice(), Compression::fast()).read_to_end(&mut packed).unwrap();
    assert!(packed.len() < 100);
    assert_eq!(bench.send("POST", &write, &[(CONTENT_ENCODING, "gzip")], &packed).status, 204);
    assert_eq!(bench.send("GET", &format!("{drive}/read/4998/4"), &[], b"").body().as_ref(), [7, 7, 0, 0]);
    for (headers, path, body) in [
        ([(CONTENT_ENCODING, "gzip")], write.as_str(), b"plain".as_slice()),
        ([(CONTENT_ENCODING, "br")], &write, b"x"),
        ([(TRANSFER_ENCODING, "chunked")], &write, b"x"),
        ([(CONTENT_ENCODING, "identity")], &format!("{drive}/write/10485759"), b"xy"),
        ([(CONTENT_ENCODING, "identity")], &format!("{drive}/write/18446744073709551615"), b"xy"),
        ([(CONTENT_ENCODING, "identity")], &format!("{drive}/write/here"), b"x"),
        ([(CONTENT_ENCODING, "identity")], "/drives/..%2Fworld/write/0", b"x"),
    ] {
        let reply = bench.send("POST", path, &headers, body);
        assert_eq!(reply.status, 400, "{headers:?} {path}");
    }
    for range in ["0/4194305", "10485759/2", "x/1", "0/x"] {
        assert_eq!(bench.text("GET", &format!("{drive}/read/{range}"), "").0, 400, "{range}");
    }
    let server = all(&bench, "/servers/info").into_iter().find(|server| server.get("name") == "web-1").unwrap();
    let used = format!("/drives/{}/write/0", server.get("ide:0:0"));
    let (code, body) = bench.text("POST", &used, "x");
    assert!(code == 400 && body.contains("currently in use"), "{body}");
}
