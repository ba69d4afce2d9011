//! What is typed and read as bytes: sizes and offsets, public keys, scripts, and files with a byte order mark.
//! What would be sent wrongly is refused before anything is sent.

use crate::harness::{Clouds, Home, Server, plain};

const DRIVE: &str = "7d13e7bb-5c3d-4e7f-8a9b-1c2d71828394";
const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHuHVSvJRrUb1iPuZ6YdYnjmPzEhl6t7vJ3nM0Xw8Zxy";

#[test]
fn an_offset_is_plain_bytes_in_whole_blocks_and_no_single_letter() {
    let home = Home::new();
    std::fs::write(home.path("disk.img"), [0_u8; 512]).unwrap();
    let write = |offset: &str| {
        home.sandbox(&format!("cloudsigma drives write {DRIVE} {offset} --data disk.img -a sandbox-cloudsigma -n"))
    };
    for (offset, hint) in [("4M", "4MiB"), ("4k", "4MiB"), ("1G", "1MiB"), ("100", "100MiB"), ("4MB", "MiB")] {
        let refused = write(offset);
        assert!(refused.ends(2).stderr.contains("is no offset") && refused.stderr.contains(hint), "{}", refused.stderr);
    }
    for (offset, bytes) in [("4MiB", "4194304"), ("0", "0"), ("1536", "1536"), ("1GiB", "1073741824")] {
        let shown = write(offset);
        assert!(shown.ends(0).stdout.contains(&format!("/write/{bytes}")), "{}", shown.stdout);
    }
    // It is said before anybody is asked to agree.
    home.sandbox(&format!("cloudsigma drives write {DRIVE} 4M --data disk.img -a sandbox-cloudsigma")).ends(2);
    home.sandbox(&format!("cloudsigma drives read {DRIVE} 4M 4MiB -a sandbox-cloudsigma")).ends(2);
}

#[test]
fn sizes_are_sent_as_plain_bytes_by_typed_verbs_and_raw_operations_alike() {
    let home = Home::new();
    for (size, bytes) in [("20G", "20000000000"), ("20GiB", "21474836480"), ("4096", "4096")] {
        for command in [
            format!("drives create d -a sandbox-cloudsigma --size {size} -n"),
            format!("cloudsigma drives create -a sandbox-cloudsigma --name d --size {size} -n"),
        ] {
            let run = home.sandbox(&command);
            let shown = format!("{}{}", run.ends(0).stdout, run.stderr);
            assert!(shown.contains(&format!("size {bytes}")), "{command}: {shown}");
        }
    }
    for command in ["drives create --help", "instances create --help", "cloudsigma drives create --help"] {
        let help = home.nubo(command).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(help.contains("20G is 20 * 10^9, 20GiB is 20 * 2^30"), "{command}: {help}");
    }
    let made = "cloudsigma drives create -a sandbox-cloudsigma --name d --size 1GiB --use webserver --key description=spare -n";
    let shown = home.sandbox(made).stdout;
    assert!(shown.contains("use webserver\n") && shown.contains("description spare"), "{shown}");
}

#[test]
fn only_one_public_key_is_sent_and_a_private_one_is_shown_nowhere() {
    let home = Home::new();
    let private = "-----BEGIN OPENSSH PRIVATE KEY-----\nhush-private\n-----END OPENSSH PRIVATE KEY-----\n";
    for (text, why) in [
        (private.to_owned(), "private key"),
        (format!("\u{feff}{KEY}\n"), "byte order mark"),
        (format!("# mine\n{KEY}\n"), "several lines"),
        (format!("{KEY}\n{KEY}\n"), "several lines"),
        ("hush-nothing".to_owned(), "no public SSH key"),
    ] {
        std::fs::write(home.path("key"), text).unwrap();
        for account in ["sandbox-fleio", "sandbox-uivmm"] {
            home.sandbox(&format!("keys create desk -a {account} --public-key key")).ends(2).tells(why);
        }
    }
    home.sandbox("fleio ssh-keys create -a sandbox-fleio --name desk --public-key hush-nothing -n").ends(2);
    std::fs::write(home.path("key.pub"), format!("{KEY} ops@desk\n")).unwrap();
    for account in ["sandbox-fleio", "sandbox-uivmm"] {
        home.sandbox(&format!("keys create desk -a {account} --public-key key.pub")).ends(0);
    }
}

#[test]
fn a_byte_order_mark_is_dropped_wherever_a_file_is_read() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    let config = home.text("config/config.toml");
    std::fs::write(home.path("config/config.toml"), format!("\u{feff}{config}")).unwrap();
    home.nubo("accounts use fleio").ends(0);
    home.nubo("accounts list --columns account").ends(0);
    let create = "instances create w -a fleio --image debian-12 --flavor s1.small --user-data script -n";
    std::fs::write(home.path("script"), "\u{feff}#!/bin/sh\r\ntrue\r\n").unwrap();
    let run = home.nubo(create);
    assert!(run.stderr.contains("byte order mark") && run.stderr.contains("CRLF"), "{}", run.stderr);
    assert!(!run.stderr.contains('\u{feff}'), "{}", run.stderr);
    std::fs::write(home.path("script"), "\u{feff} \n").unwrap();
    home.nubo(create).ends(2).tells("--user-data is empty");
}

#[test]
fn another_method_has_the_content_type_of_that_method() {
    let server = Server::new(|_, request| match request {
        get if get.starts_with("GET /servers/s1/start") => {
            b"HTTP/1.1 405 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec()
        }
        _ => plain("server s1\nname web\nstatus active\npersistent true\n"),
    });
    let home = Home::of("cloudsigma", &server.url(), "");
    home.nubo("cloudsigma servers start s1").ends(0);
    let asked = server.asked();
    let of = |start: &str| asked.iter().find(|request| request.starts_with(start)).unwrap().to_lowercase();
    assert!(!of("GET /servers/s1/start").contains("content-type"), "{asked:?}");
    assert!(of("POST /servers/s1/start").contains("content-type: text/plain"), "{asked:?}");
}
