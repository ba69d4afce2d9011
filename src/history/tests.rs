//! The journal on disk: what is written before and after, what a crash leaves, and how files follow each other.
#![allow(clippy::unwrap_used)]

use std::{cell::RefCell, fs, os::unix::fs::PermissionsExt, rc::Rc};

use super::*;

fn opening(name: &str) -> Opening {
    Opening { account: "lab".into(), action: "stop".into(), name: Some(name.into()), ..Opening::default() }
}

fn closing(status: &str) -> Closing {
    Closing { status: status.into(), changed: true, ..Closing::default() }
}

fn journal(folder: &Path) -> Journal {
    Journal::new(Some(folder.to_owned()), Some("ops".into()), Box::new(|why| panic!("{why}")))
}

#[test]
fn a_change_stands_there_before_it_is_done() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("state/history");
    let journal = journal(&folder);
    let id = journal.begin(opening("web-1"));
    let open = read(&folder).unwrap();
    assert_eq!((open.entries[0].id.as_str(), &open.entries[0].close), (id.as_str(), &None));
    assert_eq!((open.entries[0].who.as_deref(), open.entries[0].pid), (Some("ops"), Some(std::process::id())));
    journal.complete(id, closing("ok"));
    let whole = read(&folder).unwrap();
    assert_eq!(whole.entries.len(), 1);
    assert_eq!(whole.entries[0].close.as_ref().unwrap().1, closing("ok"));
    assert_eq!(whole.entries[0].open, opening("web-1"));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&folder.join(FILES[0]))), (0o700, 0o600));
}

#[test]
fn a_line_that_was_cut_is_skipped_and_the_next_begins_afresh() {
    let home = tempfile::tempdir().unwrap();
    let journal = journal(home.path());
    journal.begin(opening("web-1"));
    let file = home.path().join(FILES[0]);
    let mut text = fs::read_to_string(&file).unwrap();
    text.push_str("{\"id\":\"x\",\"at\":");
    fs::write(&file, text).unwrap();
    journal.begin(opening("web-2"));
    let found = read(home.path()).unwrap();
    let names: Vec<_> = found.entries.iter().map(|entry| entry.open.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["web-1", "web-2"]);
    assert!(found.warnings[0].contains("journal.ndjson:2 is not readable"), "{:?}", found.warnings);
}

#[test]
fn a_long_file_gives_way_and_its_entries_are_still_joined() {
    let home = tempfile::tempdir().unwrap();
    let journal = journal(home.path());
    let id = journal.begin(opening("old"));
    let file = home.path().join(FILES[0]);
    let mut text = fs::read_to_string(&file).unwrap();
    text.push_str(&" ".repeat(usize::try_from(LONGEST).unwrap()));
    fs::write(&file, text + "\n").unwrap();
    journal.complete(id, closing("failed"));
    assert!(home.path().join(FILES[1]).exists() && fs::metadata(&file).unwrap().len() < 1000);
    let found = read(home.path()).unwrap();
    assert_eq!(found.entries[0].close.as_ref().unwrap().1.status, "failed");
}

#[test]
fn one_that_cannot_be_written_warns_once() {
    let told = Rc::new(RefCell::new(Vec::new()));
    let heard = Rc::clone(&told);
    let journal = Journal::new(None, None, Box::new(move |why| heard.borrow_mut().push(why.to_owned())));
    let id = journal.begin(opening("web-1"));
    journal.complete(id, closing("ok"));
    assert_eq!(*told.borrow(), ["this is not in the history: no folder is known: set NUBO_STATE_DIR"]);
}

#[test]
fn ids_are_ordered_and_differ() {
    let ids: Vec<String> = (0..50).map(|_| next_id()).collect();
    let mut unique = ids.clone();
    unique.dedup();
    assert_eq!(unique.len(), 50);
    assert_eq!((base36(0), base36(35), base36(36)), ("0".to_owned(), "z".to_owned(), "10".to_owned()));
}
