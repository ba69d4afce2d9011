//! Things that must not be lost: kept apart by owner, by many at once, and never overwritten when they cannot be read.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use super::*;
use crate::error::Kind;

const OURS: Owner<'static> = Owner { provider: "cloudsigma", url: "https://a.example.com", user: Some("ops") };

fn kept(folder: &Path) -> StateStore {
    StateStore::new(&Paths { state_dir: Some(folder.to_owned()), ..Paths::default() }, false)
}

fn add(kept: &StateStore, owner: &Owner<'_>, word: &str) -> Result<()> {
    kept.change("words", owner, |words: &mut Vec<String>| words.push(word.to_owned()))
}

#[test]
fn what_is_kept_belongs_to_provider_url_and_user() {
    let folder = tempfile::tempdir().unwrap();
    let kept = kept(folder.path());
    let others = [
        Owner { provider: "fleio", ..OURS },
        Owner { url: "https://b.example.com", ..OURS },
        Owner { user: Some("dev"), ..OURS },
        Owner { user: None, ..OURS },
    ];
    add(&kept, &OURS, "one").unwrap();
    for owner in &others {
        assert_eq!(kept.read::<String>("words", owner).unwrap(), [""; 0], "{owner:?}");
        add(&kept, owner, "other").unwrap();
    }
    add(&kept, &OURS, "two").unwrap();
    assert_eq!(kept.read::<String>("words", &OURS).unwrap(), ["one", "two"]);
    assert_eq!(kept.read::<String>("things", &OURS).unwrap(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn file_and_folder_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    add(&kept(folder.path()), &OURS, "one").unwrap();
    let mode = |path: &str| std::fs::metadata(folder.path().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("kept"), mode("kept/words.json")), (0o700, 0o600));
}

#[test]
fn simulated_clouds_have_a_place_of_their_own_where_no_url_counts() {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths { state_dir: Some(folder.path().to_owned()), ..Paths::default() };
    let simulated = StateStore::new(&paths, true);
    add(&simulated, &OURS, "one").unwrap();
    let moved = Owner { url: "http://127.0.0.1:40001", ..OURS };
    assert_eq!(simulated.read::<String>("words", &moved).unwrap(), ["one"]);
    assert_eq!(kept(folder.path()).read::<String>("words", &OURS).unwrap(), [""; 0]);
    assert!(folder.path().join("sandbox/kept/words.json").exists());
}

#[test]
fn several_that_change_it_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let kept = kept(folder.path());
            scope.spawn(move || {
                for count in 0..25 {
                    add(&kept, &OURS, &format!("{thread}-{count}")).unwrap();
                }
            });
        }
    });
    assert_eq!(kept(folder.path()).read::<String>("words", &OURS).unwrap().len(), 100);
}

#[test]
fn what_cannot_be_read_is_told_and_left_as_it_is() {
    for text in ["[{", "{}", "[{\"provider\":\"cloudsigma\"}]", "\u{1}"] {
        let folder = tempfile::tempdir().unwrap();
        let kept = kept(folder.path());
        add(&kept, &OURS, "one").unwrap();
        let file = folder.path().join("kept/words.json");
        std::fs::write(&file, text).unwrap();
        let told = [kept.read::<String>("words", &OURS).map(drop), add(&kept, &OURS, "two")];
        assert!(told.iter().all(|told| told.as_ref().unwrap_err().kind() == Kind::Config), "{text}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    }
    let folder = tempfile::tempdir().unwrap();
    let kept = kept(folder.path());
    add(&kept, &OURS, "one").unwrap();
    assert!(kept.read::<u32>("words", &OURS).is_err(), "things of another kind");
    std::fs::write(folder.path().join("kept/words.json"), "").unwrap();
    assert!(kept.read::<String>("words", &OURS).is_err(), "a file without a word was cut short");
    assert!(add(&kept, &OURS, "two").is_err());
}

#[test]
fn where_nothing_can_be_kept_reading_goes_on() {
    let nowhere = StateStore::default();
    assert_eq!(nowhere.read::<String>("words", &OURS).unwrap(), [""; 0]);
    let error = add(&nowhere, &OURS, "one").unwrap_err();
    assert!(error.details().hint.as_deref().unwrap().contains("NUBO_STATE_DIR"));
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("kept"), "a file in the way").unwrap();
    assert!(add(&kept(folder.path()), &OURS, "one").is_err());
}
