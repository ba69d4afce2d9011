//! What is read, followed, replaced and left behind.

#![allow(clippy::unwrap_used)]

use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn folder_and_file_are_private_and_nothing_else_is_left() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("a/b/config.toml");
    write_private(&file, b"one").unwrap();
    write_private(&file, b"two").unwrap();
    assert_eq!(read_text(&file).unwrap().as_deref(), Some("two"));
    assert_eq!((mode(&file), mode(&home.path().join("a/b")), mode(&home.path().join("a"))), (0o600, 0o700, 0o700));
    assert_eq!(fs::read_dir(home.path().join("a/b")).unwrap().count(), 1);
    assert_eq!(wider_than_private(&file), None);
}

#[test]
fn a_shared_file_can_be_read_by_others_and_takes_the_place_of_a_link() {
    let home = tempfile::tempdir().unwrap();
    let (file, other) = (home.path().join("a.timer"), home.path().join("other"));
    fs::write(&other, "other").unwrap();
    symlink("other", &file).unwrap();
    write_shared(&file, b"one").unwrap();
    assert_eq!((mode(&file), fs::read_to_string(&file).unwrap().as_str()), (0o644, "one"));
    assert!(!file.is_symlink() && fs::read_to_string(&other).unwrap() == "other");
    assert_eq!(write_shared(&home.path().join("a.timer/b"), b"").map_err(|_| ()), Err(()));
}

#[test]
fn a_wide_file_is_told_and_narrowed_when_written() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("config.toml");
    fs::write(&file, "x").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(wider_than_private(&file), Some(0o640));
    write_private(&file, b"y").unwrap();
    assert_eq!(mode(&file), 0o600);
}

#[test]
fn links_stay_links_even_to_a_file_that_is_not_there_yet() {
    let home = tempfile::tempdir().unwrap();
    let (link, hop) = (home.path().join("config.toml"), home.path().join("hop"));
    symlink("hop", &link).unwrap();
    symlink("dots/real.toml", &hop).unwrap();
    assert!(write_private(&link, b"text").unwrap_err().to_string().contains("folder is not there"));
    fs::create_dir(home.path().join("dots")).unwrap();
    write_private(&link, b"text").unwrap();
    rewrite(&link, |text| Ok(Some(text + "!"))).unwrap();
    assert!(link.is_symlink() && hop.is_symlink());
    assert_eq!(fs::read_to_string(home.path().join("dots/real.toml")).unwrap(), "text!");
}

#[test]
fn no_device_pipe_or_folder_is_replaced_or_waited_for() {
    let home = tempfile::tempdir().unwrap();
    let link = home.path().join("credentials.toml");
    for target in ["/dev/null", "/dev/full", home.path().to_str().unwrap()] {
        symlink(target, &link).unwrap();
        assert!(write_private(&link, b"secret").unwrap_err().to_string().contains("no regular file"), "{target}");
        assert!(rewrite(&link, |text| Ok(Some(text))).is_err(), "{target}");
        fs::remove_file(&link).unwrap();
    }
    let pipe = home.path().join("config.toml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert!(read_text(&pipe).unwrap_err().to_string().contains("no regular file"));
    assert!(read_bytes(&pipe).is_err() && write_private(&pipe, b"x").is_err());
    assert_eq!(read_text(Path::new("/dev/null")).unwrap().as_deref(), Some(""));
}

#[test]
fn an_output_that_fails_leaves_the_old_file_and_keeps_its_mode() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("out");
    write_output(&file, b"one", false).unwrap();
    assert_eq!(write_output(&file, b"two", false).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    write_output(&file, b"three", true).unwrap();
    assert_eq!((fs::read_to_string(&file).unwrap().as_str(), mode(&file)), ("three", 0o640));
    write_output(Path::new("/dev/null"), b"gone", true).unwrap();
    assert!(write_output(Path::new("/dev/full"), b"gone", true).is_err());
    assert!(write_output(&home.path().join("none/out"), b"", true).is_err());
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
}

#[test]
fn what_a_killed_write_has_left_is_removed_once_it_is_old() {
    let home = tempfile::tempdir().unwrap();
    let (old, young) = (home.path().join(".nubo-old"), home.path().join(".nubo-young"));
    for file in [&old, &young] {
        fs::write(file, "secret").unwrap();
    }
    let long_ago = std::time::SystemTime::now() - ABANDONED * 2;
    File::options().write(true).open(&old).unwrap().set_modified(long_ago).unwrap();
    write_private(&home.path().join("config.toml"), b"").unwrap();
    assert!(!old.exists() && young.exists());
}

#[test]
fn a_circle_of_links_is_an_error() {
    let home = tempfile::tempdir().unwrap();
    let link = home.path().join("round");
    symlink("round", &link).unwrap();
    assert!(write_private(&link, b"").unwrap_err().to_string().contains("too many"));
    assert!(read_text(&link).is_err());
}

#[test]
fn a_held_file_is_held_once_and_a_left_one_is_free() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("a/run.lock");
    let held = try_lock(&file).unwrap().unwrap();
    assert!(try_lock(&file).unwrap().is_none());
    assert_eq!(read_text(&file).unwrap(), Some(format!("process {}\n", std::process::id())));
    drop(held);
    fs::write(&file, "process 4194304, long gone\n").unwrap();
    assert!(try_lock(&file).unwrap().is_some());
    assert_eq!(read_text(&file).unwrap(), Some(format!("process {}\n", std::process::id())));
}

#[test]
fn what_cannot_be_read_is_named() {
    let home = tempfile::tempdir().unwrap();
    let error = read_text(home.path()).unwrap_err();
    assert!(error.to_string().contains(&home.path().display().to_string()));
    fs::write(home.path().join("latin"), b"\xff").unwrap();
    assert!(read_text(&home.path().join("latin")).is_err());
    assert_eq!(read_text(&home.path().join("missing")).unwrap(), None);
}
