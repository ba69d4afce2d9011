//! State between runs: kept apart by account, and never overwritten where it cannot be read.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::{
    config::Paths,
    error::Kind,
    schedule::{
        asked::Asked,
        calendar::{Wanted, moved},
        failing::{Failing, Tries},
        holds::Held,
        marks::{Ended, MachineMarks, Run, Version},
    },
};

const OURS: Owner<'static> = Owner { provider: "fleio", url: "https://a.example.com", user: None };
const OTHER: Owner<'static> = Owner { url: "https://b.example.com", ..OURS };

fn kept(folder: &Path) -> StateStore {
    StateStore::new(&Paths { state_dir: Some(folder.to_owned()), ..Paths::default() }, false)
}

fn at(minutes: i64) -> Timestamp {
    moved(Timestamp::UNIX_EPOCH, SignedDuration::from_mins(minutes))
}

fn hold(id: &str) -> Hold {
    let (version, held) = (Version, Held::Up);
    Hold { version, id: id.to_owned(), name: None, held, since: at(0), until: Some(at(60)), created: None }
}

fn full() -> Marks {
    let mut mark = MachineMarks { name: Some("dev-1".to_owned()), first_seen: Some(at(1)), ..MachineMarks::default() };
    mark.end(at(2), Some(at(2)), Wanted::Up, Ended::Seen);
    mark.end(at(2), Some(at(3)), Wanted::Down, Ended::Late);
    mark.end(at(2), None, Wanted::Down, Ended::Seen);
    mark.asked = Some(Asked::new(at(4), None));
    Tries::add(&mut mark.tries, at(5));
    Failing::note(&mut mark.failing, at(6), Some(Kind::Denied), "no \"key\"\n");
    let run = Run { first: Some(at(0)), last: Some(at(6)), failing: mark.failing.clone(), ..Run::default() };
    Marks {
        listed: Some(["1".to_owned()].into()),
        failing: mark.failing.clone(),
        rules: [("office".to_owned(), run)].into(),
        machines: [("1".to_owned(), mark)].into(),
        ..Marks::default()
    }
}

#[test]
fn what_is_written_is_read_again_and_apart_by_account() {
    let folder = tempfile::tempdir().unwrap();
    let kept = kept(folder.path());
    let accounts = [("a", OURS), ("b", OTHER)];
    let mut state = State::read(&kept, &accounts, at(9));
    assert_eq!(state.accounts.len(), 2);
    state.accounts.get_mut("a").unwrap().marks = full();
    state.write(&kept, &accounts).unwrap();
    state.write(&kept, &accounts).unwrap();
    assert_eq!(State::read(&kept, &accounts, at(9)), state);
    let renamed = State::read(&kept, &[("b", OURS), ("c", OTHER)], at(9));
    assert_eq!((&renamed.accounts["b"].marks, &renamed.accounts["c"].marks), (&full(), &Marks::default()));
    let text = std::fs::read_to_string(folder.path().join("kept/marks.json")).unwrap();
    assert!(text.contains("\"version\": 1") && text.contains("1970-01-01T00:04:00Z"), "{text}");
}

#[test]
fn what_has_not_changed_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let kept = kept(folder.path());
    let accounts = [("a", OURS), ("b", OTHER)];
    State::read(&kept, &accounts, at(9)).write(&kept, &accounts).unwrap();
    let file = folder.path().join("kept/marks.json");
    let mut state = State::read(&kept, &accounts, at(9));
    std::fs::remove_file(&file).unwrap();
    state.write(&kept, &accounts).unwrap();
    assert!(!file.exists());
    state.accounts.get_mut("b").unwrap().marks = full();
    state.write(&kept, &accounts).unwrap();
    assert_eq!(State::read(&kept, &accounts, at(9)).accounts["b"].marks, full());
}

#[test]
fn a_file_that_cannot_be_read_is_set_aside_and_stops_all_stops_until_it_is_repaired() {
    for (file, right, wrong) in [
        ("marks", "\"version\": 1", "\"version\": 2"),
        ("marks", "[", "{"),
        ("holds", "\"up\"", "\"sideways\""),
        ("holds", "*", ""),
        ("marks", "*", "\u{0}\u{fffd}"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let kept = kept(folder.path());
        Hold::keep(&[hold("1")], &kept, &OURS).unwrap();
        Hold::keep(&[hold("1")], &kept, &OTHER).unwrap();
        let accounts = [("a", OURS), ("b", OTHER)];
        let mut state = State::read(&kept, &accounts, at(9));
        state.write(&kept, &accounts).unwrap();
        let path = folder.path().join(format!("kept/{file}.json"));
        let whole = std::fs::read_to_string(&path).unwrap();
        let broken = if right == "*" { wrong.to_owned() } else { whole.replacen(right, wrong, 1) };
        std::fs::write(&path, &broken).unwrap();
        let lost = |kept: &StateStore| State::read(kept, &accounts, at(9)).lost;
        assert_eq!(lost(&kept).iter().map(|lost| lost.kind).collect::<Vec<_>>(), [file], "before it is set aside");
        set_aside(&kept, at(10)).unwrap();
        let found = lost(&kept).remove(0);
        assert_eq!((found.kind, found.at), (file, at(10)));
        assert!(found.words.contains(".unreadable-1970"), "{}", found.words);
        let aside = folder.path().join(format!("kept/{file}.json.unreadable-19700101T001000Z"));
        assert_eq!(std::fs::read_to_string(&aside).unwrap(), broken);
        // A hold that is set in the meantime is kept, and restores nothing.
        Hold::keep(&[hold("2")], &kept, &OURS).unwrap();
        State::read(&kept, &accounts, at(11)).write(&kept, &accounts).unwrap();
        set_aside(&kept, at(12)).unwrap();
        assert_eq!(lost(&kept).len(), 1);
        let readable = file == "holds" && wrong.len() > 2;
        assert_eq!(
            Hold::read(&kept, &OTHER).unwrap().len(),
            usize::from(file == "marks" || readable),
            "{file} {wrong}"
        );
        let copy = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole).unwrap();
        assert_eq!(lost(&kept), [], "the restored file has no marker");
        std::fs::write(&path, copy).unwrap();
        assert_eq!(repair(&kept, at(13)).unwrap().len(), 1);
        assert_eq!((lost(&kept), repair(&kept, at(14)).unwrap().len()), (Vec::new(), 0));
        assert_eq!(std::fs::read_to_string(&aside).unwrap(), broken, "it stays where it is");
    }
}

#[test]
fn one_place_under_several_spellings_is_one_memory() {
    let folder = tempfile::tempdir().unwrap();
    let kept = kept(folder.path());
    let other = Owner { url: "HTTPS://A.example.com:443/", ..OURS };
    let mut state = State::read(&kept, &[("a", other)], at(9));
    state.accounts.get_mut("a").unwrap().marks = full();
    state.write(&kept, &[("a", other)]).unwrap();
    Hold::keep(&[hold("1")], &kept, &other).unwrap();
    let mut state = State::read(&kept, &[("a", OURS)], at(9));
    assert_eq!((&state.accounts["a"].marks, state.accounts["a"].holds.len()), (&full(), 1));
    state.accounts.get_mut("a").unwrap().marks.believe_next = true;
    state.write(&kept, &[("a", OURS)]).unwrap();
    let text = std::fs::read_to_string(folder.path().join("kept/marks.json")).unwrap();
    assert!(text.contains("https://a.example.com\"") && !text.contains("HTTPS"), "{text}");
    assert_eq!(owners(&kept).unwrap().len(), 2, "marks under the new spelling, holds under the old one");
}

#[test]
fn a_hold_replaces_the_former_one_and_can_be_released() {
    let folder = tempfile::tempdir().unwrap();
    let kept = kept(folder.path());
    Hold::keep(&[hold("1")], &kept, &OURS).unwrap();
    Hold::keep(&[hold("2")], &kept, &OURS).unwrap();
    Hold::keep(&[Hold { held: Held::Off, until: None, ..hold("1") }], &kept, &OURS).unwrap();
    let told = |kept| {
        let holds = Hold::read(kept, &OURS).unwrap();
        holds.into_iter().map(|hold| (hold.id, hold.held, hold.until)).collect::<Vec<_>>()
    };
    let two = ("2".to_owned(), Held::Up, Some(at(60)));
    assert_eq!(told(&kept), [two.clone(), ("1".to_owned(), Held::Off, None)]);
    assert!(Hold::release(&kept, &OURS, "1", at(5)).unwrap());
    assert_eq!(told(&kept), [two, ("1".to_owned(), Held::Off, Some(at(5)))]);
    assert!(!Hold::release(&kept, &OURS, "1", at(6)).unwrap(), "it has ended");
    assert!(!Hold::release(&kept, &OURS, "3", at(6)).unwrap(), "nobody holds it");
    assert!(!Hold::release(&kept, &OTHER, "2", at(6)).unwrap(), "another account's");
}

#[test]
fn only_the_hold_that_was_dropped_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let kept = kept(folder.path());
    Hold::keep(&[hold("1")], &kept, &OURS).unwrap();
    Hold::keep(&[hold("2")], &kept, &OURS).unwrap();
    let mut state = State::read(&kept, &[("a", OURS)], at(9));
    let known = state.accounts.get_mut("a").unwrap();
    known.dropped = std::mem::take(&mut known.holds);
    // A person holds it anew while the run is under way.
    let anew = Hold { until: None, ..hold("2") };
    Hold::keep(std::slice::from_ref(&anew), &kept, &OURS).unwrap();
    state.write(&kept, &[("a", OURS)]).unwrap();
    assert_eq!(Hold::read(&kept, &OURS).unwrap(), [anew]);
}
