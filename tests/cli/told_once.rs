//! Secrets that go to a provider or come back from it, and replies that are bytes.
//! No secret is an argument; bytes are written as they came.

use std::{fs, os::unix::fs::PermissionsExt};

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::harness::{Home, Server, json, reply};

#[test]
fn a_secret_comes_from_a_file_or_stdin() {
    let server = Server::always(json(r#"{"id":"7","name":"web"}"#));
    let home = Home::at(&server.url(), "");
    fs::write(home.path("pass"), "hush-file\nsecond line\n").unwrap();
    home.nubo("fleio instances change-password 7 --password-file pass").ends(0);
    assert_eq!(server.body(), r#"{"password":"hush-file"}"#);
    home.fed("hush-stdin\n", "fleio instances change-password 7 --password-file -").ends(0);
    assert_eq!(server.body(), r#"{"password":"hush-stdin"}"#);
    let before = server.asked().len();
    home.nubo("fleio instances change-password 7 --password-file pass --dry-run --debug").ends(0);
    home.nubo("fleio instances change-password 7 --password-file nowhere").ends(2).tells("cannot read nowhere");
    home.nubo("fleio instances change-password 7 --password open").ends(2);
    assert_ne!(home.nubo("fleio instances change-password 7").code, Some(0));
    assert_eq!(server.asked().len(), before);
    home.nubo("fleio instances change-password 7 --password-file pass -v --debug").ends(0);
}

fn tokens() -> Server {
    let document = r#"{"data":{"type":"token","id":"t1","attributes":{"token":"new.t0ken"}}}"#;
    Server::always(reply("200 OK", "content-type: application/vnd.api+json\r\n", document.as_bytes()))
}

#[test]
fn what_is_told_once_must_be_wanted() {
    let server = tokens();
    let home = Home::of("uivmm", &server.url(), "");
    home.nubo("uivmm token create --token-lifetime 60").shows(
        "
        --- stderr
        error: token.create tells a secret that cannot be read again
          hint: show it with --reveal, or keep it with --secret-to FILE
        --- exit 2
    ",
    );
    assert_eq!(server.lines(), [""; 0]);
    let shown = home.nubo("uivmm token create --token-lifetime 60 --reveal --json").ends(0).json();
    assert_eq!(shown["token"], "new.t0ken");
    assert_eq!(server.body(), r#"{"token_lifetime":60,"token_revoke_all":false}"#);
    home.nubo("uivmm token create-revoking --token-lifetime 60 --reveal").ends(10);
}

#[test]
fn what_is_told_once_is_kept_for_nobody_else_to_read() {
    let server = tokens();
    let home = Home::of("uivmm", &server.url(), "");
    let run = home.nubo("uivmm token create --token-lifetime 60 --secret-to kept --json");
    assert!(!run.ends(0).stdout.contains("new.t0ken"), "{}", run.stdout);
    assert!(home.text("kept").contains("new.t0ken"));
    let mode = fs::metadata(home.path("kept")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// A picture of one pixel, as far as its first bytes.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\nonly the beginning";

#[test]
fn pictures_are_written_to_files() {
    let graph = format!(r#"{{"graphs":[{{"name":"eth1","daily":"{}"}}]}}"#, STANDARD.encode(PNG));
    let server = Server::always(json(&graph));
    let home = Home::of("seflow", &server.url(), "");
    home.nubo("seflow services bandwidth-graphs 33301 --to traffic.png").shows(
        "
        RECORD  PICTURE  NAME  FILE
        1       daily    eth1  traffic-1-daily.png
        --- exit 0
    ",
    );
    assert_eq!(fs::read(home.path("traffic-1-daily.png")).unwrap(), PNG);
    let bad = Server::always(json(r#"{"graphs":[{"daily":"bm90IGEgcGljdHVyZQ=="}]}"#));
    let home = Home::of("seflow", &bad.url(), "");
    home.nubo("seflow services bandwidth-graphs 33301 --to traffic").ends(1).tells("no PNG picture");
    assert!(!home.path("traffic-1-daily.png").exists());
}

#[test]
fn bytes_come_out_as_they_went_in() {
    let bytes: Vec<u8> = (0..=255).collect();
    let server = Server::always(reply("200 OK", "content-type: application/octet-stream\r\n", &bytes));
    let home = Home::of("cloudsigma", &server.url(), "");
    home.nubo("cloudsigma drives read D 0 1KiB --to piece").ends(0);
    assert_eq!(fs::read(home.path("piece")).unwrap(), bytes);
    assert_eq!(server.lines(), ["GET /drives/D/read/0/1024"]);
    let piped = home.command("cloudsigma drives read D 0 256").output().unwrap();
    assert_eq!((piped.status.code(), piped.stdout), (Some(0), bytes.clone()));
    let raw = home.command("api lab GET /drives/D/read/0/256").output().unwrap();
    assert_eq!((raw.status.code(), raw.stdout), (Some(0), bytes));
    home.nubo("cloudsigma drives set D --name x --to file").ends(2);
}

#[test]
fn a_failure_is_no_file() {
    let server = Server::always(reply("404 Not Found", "content-type: application/json\r\n", br#"{"detail":"No."}"#));
    let home = Home::at(&server.url(), "");
    home.nubo("fleio invoices download 7 --to invoice.pdf").ends(3).tells("path not confirmed for this deployment");
    assert!(!home.path("invoice.pdf").exists());
}
