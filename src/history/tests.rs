//! The journal on disk: the lines before and after a change, the traces of a crash, and the order of files.
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
    Journal::new(
        Some(folder.to_owned()),
        Some("ops".into()),
        "nubo instances stop web-1".into(),
        Box::new(|why| panic!("{why}")),
    )
}

#[test]
fn a_change_stands_there_before_it_is_done() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("state/history");
    let journal = journal(&folder);
    let id = journal.begin(opening("web-1")).unwrap();
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
fn a_cause_reads_back_and_is_left_out_where_there_is_none() {
    let home = tempfile::tempdir().unwrap();
    let journal = journal(home.path());
    let cause = Cause { rules: vec!["office".into()], why: "it should run".into() };
    let caused = Opening { cause: Some(cause), ..opening("web-1") };
    let _ = journal.begin(caused.clone());
    journal.begin(opening("web-2")).unwrap();
    let text = fs::read_to_string(home.path().join(FILES[0])).unwrap();
    let has: Vec<bool> = text.lines().map(|line| line.contains("\"cause\"")).collect();
    assert_eq!(has, [true, false]);
    let found: Vec<_> = read(home.path()).unwrap().entries.into_iter().map(|entry| entry.open).collect();
    assert_eq!(found, [caused, opening("web-2")]);
}

#[test]
fn a_line_that_was_cut_is_skipped_and_the_next_begins_afresh() {
    let home = tempfile::tempdir().unwrap();
    let journal = journal(home.path());
    journal.begin(opening("web-1")).unwrap();
    let file = home.path().join(FILES[0]);
    let mut text = fs::read(&file).unwrap();
    text.extend_from_slice(b"{\"id\":\"x\",\"at\":\"\xc3");
    fs::write(&file, text).unwrap();
    journal.begin(opening("web-2")).unwrap();
    let found = read(home.path()).unwrap();
    let names: Vec<_> = found.entries.iter().map(|entry| entry.open.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["web-1", "web-2"]);
    assert!(found.warnings[0].contains("journal.ndjson:2 is not readable"), "{:?}", found.warnings);
}

#[test]
fn a_long_file_gives_way_and_its_entries_are_still_joined() {
    let home = tempfile::tempdir().unwrap();
    let journal = journal(home.path());
    let id = journal.begin(opening("old")).unwrap();
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
fn five_files_are_kept() {
    let home = tempfile::tempdir().unwrap();
    let journal = journal(home.path());
    for number in 0..8 {
        let _ = journal.begin(opening(&format!("web-{number}")));
        let file = fs::File::options().write(true).open(home.path().join(FILES[0])).unwrap();
        file.set_len(LONGEST + 1).unwrap();
    }
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), FILES.len());
    for (file, name) in FILES.iter().zip(["web-7", "web-6", "web-5", "web-4", "web-3"]) {
        let bytes = fs::read(home.path().join(file)).unwrap();
        let line = bytes.split(|byte| *byte == b'\n').next().unwrap();
        assert!(String::from_utf8_lossy(line).contains(&format!("\"{name}\"")), "{file}");
    }
}

#[test]
fn several_at_once_begin_one_new_file_and_lose_nothing() {
    for _ in 0..10 {
        let home = tempfile::tempdir().unwrap();
        let old = fs::File::create(home.path().join(FILES[0])).unwrap();
        old.set_len(LONGEST + 1).unwrap();
        let start = std::sync::Barrier::new(8);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    start.wait();
                    write(home.path(), "{}").unwrap();
                });
            }
        });
        assert!(!home.path().join(FILES[2]).exists());
        assert_eq!(fs::read_to_string(home.path().join(FILES[0])).unwrap(), "{}\n".repeat(8));
    }
}

#[test]
fn a_reader_waits_until_the_files_have_moved() {
    let home = tempfile::tempdir().unwrap();
    let _ = journal(home.path()).begin(opening("web-1"));
    let (file, old) = (home.path().join(FILES[0]), home.path().join(FILES[1]));
    let lock = files::lock(&file).unwrap();
    let aside = home.path().join("aside");
    fs::rename(&file, &aside).unwrap();
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| read(home.path()).unwrap().entries.len());
        while !reader.is_finished() && fs::read_to_string("/proc/locks").is_ok_and(|locks| !locks.contains("->")) {
            std::thread::yield_now();
        }
        fs::rename(&aside, &old).unwrap();
        drop(lock);
        assert_eq!(reader.join().unwrap(), 1);
    });
}

#[test]
fn a_file_that_others_can_read_is_told() {
    let home = tempfile::tempdir().unwrap();
    let _ = journal(home.path()).begin(opening("web-1"));
    fs::set_permissions(home.path().join(FILES[0]), fs::Permissions::from_mode(0o644)).unwrap();
    let told = read(home.path()).unwrap().warnings;
    assert!(told[0].contains("journal.ndjson is open to others (mode 0644)"), "{told:?}");
}

#[test]
fn one_that_cannot_be_written_warns_once() {
    let told = Rc::new(RefCell::new(Vec::new()));
    let heard = Rc::clone(&told);
    let journal = Journal::new(None, None, String::new(), Box::new(move |why| heard.borrow_mut().push(why.to_owned())));
    let id = journal.begin(opening("web-1")).unwrap();
    journal.complete(id, closing("ok"));
    assert_eq!(*told.borrow(), ["this is not in the history: no folder is known: set NUBO_STATE_DIR"]);
}

#[test]
fn ids_are_ordered_and_differ() {
    let ids: Vec<String> = (0..2000).map(|_| next_id()).collect();
    assert!(ids.is_sorted_by(|one, next| one < next), "{ids:?}");
    assert_eq!((base36(0), base36(35), base36(36)), ("0".to_owned(), "z".to_owned(), "10".to_owned()));
}

fn buying(name: &str) -> Opening {
    Opening { effect: "create".into(), action: "create".into(), kind: "instance".into(), ..opening(name) }
}

#[test]
fn what_buys_creates_or_destroys_is_not_sent_unless_it_is_on_disk() {
    let journal = Journal::new(None, None, String::new(), Box::new(|_| {}));
    for effect in ["create", "destroy", "pay"] {
        let error = journal.begin(Opening { effect: effect.into(), ..opening("web-1") }).unwrap_err();
        assert_eq!(error.kind(), Kind::Config, "{effect}: {error}");
    }
    assert!(journal.begin(Opening { effect: "change".into(), ..opening("web-1") }).is_ok());
    journal.relax(true, false);
    assert!(journal.begin(buying("web-1")).is_ok());
}

#[test]
fn a_second_creation_like_one_that_is_not_settled_waits_for_that() {
    let home = tempfile::tempdir().unwrap();
    let journal = journal(home.path());
    let first = journal.begin(buying("web-1")).unwrap();
    // This process is still at it.
    assert!(journal.begin(buying("web-1")).is_ok());
    journal.complete(first.clone(), closing("unknown"));
    let last = journal.begin(Opening { kind: "drive".into(), ..buying("web-1") }).unwrap();
    journal.complete(last, closing("unknown"));
    assert!(journal.begin(buying("web-2")).is_ok());
    let second = journal.begin(Opening { kind: "drive".into(), ..buying("web-1") }).unwrap_err();
    assert_eq!(second.kind(), Kind::Conflict);
    assert!(second.details().hint.as_deref().unwrap_or_default().contains("nubo history check"), "{second:?}");
    journal.relax(false, true);
    assert!(journal.begin(Opening { kind: "drive".into(), ..buying("web-1") }).is_ok());
}

#[test]
fn a_settled_creation_keeps_nothing_from_being_made() {
    let home = tempfile::tempdir().unwrap();
    let journal = journal(home.path());
    let id = journal.begin(buying("web-1")).unwrap();
    journal.complete(id.clone(), closing("unknown"));
    assert!(journal.begin(buying("web-1")).is_err());
    journal.complete(id, closing("failed"));
    assert!(journal.begin(buying("web-1")).is_ok());
}

#[test]
fn one_thing_is_changed_by_one_process_at_a_time() {
    let home = tempfile::tempdir().unwrap();
    let journal = journal(home.path());
    let of = |id: &str| Opening { target_id: Some(id.into()), ..opening("web-1") };
    let held = journal.alone(&of("1")).unwrap();
    assert!(held.is_some());
    assert_eq!(journal.alone(&of("1")).err().map(|error| error.kind()), Some(Kind::Conflict));
    assert!(journal.alone(&of("2")).unwrap().is_some());
    drop(held);
    assert!(journal.alone(&of("1")).unwrap().is_some());
    assert!(journal.alone(&opening("new")).unwrap().is_none());
}

#[test]
fn an_entry_of_an_earlier_build_is_read() {
    let home = tempfile::tempdir().unwrap();
    let line = r#"{"id":"mi8x2c1k-1-0000","at":"2026-01-02T03:04:05.000Z","who":"ops","pid":1,"open":{"account":"lab","provider":"fleio","url":"https://x","user":null,"action":"stop","operations":[],"kind":"instance","target_id":"7","name":"web-1","before":"running"}}"#;
    fs::write(home.path().join(FILES[0]), format!("{line}\n")).unwrap();
    let found = read(home.path()).unwrap();
    assert_eq!((&*found.entries[0].open.effect, &found.entries[0].host), ("", &None));
    assert!(found.entries[0].is_unsettled());
}
