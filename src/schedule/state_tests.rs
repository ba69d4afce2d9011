//! What is kept between runs: apart by account, and never overwritten where it cannot be read.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::{
    config::Paths,
    error::Kind,
    schedule::{
        calendar::{Wanted, moved},
        failing::{Failing, Tries},
        holds::Held,
        marks::{Asked, Ended, Mark, Run, Version},
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
    Hold { version, id: id.to_owned(), name: None, held, since: at(0), until: Some(at(60)) }
}

fn full() -> Marks {
    let mut mark = Mark { name: Some("dev-1".to_owned()), first_seen: Some(at(1)), ..Mark::default() };
    mark.end(Some(at(2)), Wanted::Up, Ended::Seen);
    mark.end(Some(at(3)), Wanted::Down, Ended::Late);
    mark.end(None, Wanted::Down, Ended::Seen);
    mark.asked = Some(Asked { at: at(4), edge: None });
    Tries::add(&mut mark.tries, at(5));
    Failing::note(&mut mark.failing, at(6), Some(Kind::Denied), "no \"key\"\n");
    let run = Run { first: Some(at(0)), last: Some(at(6)), failing: mark.failing.clone() };
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
    let mut state = State::read(&kept, &accounts).unwrap();
    assert_eq!(state.accounts.len(), 2);
    state.accounts.get_mut("a").unwrap().marks = full();
    state.write(&kept, &accounts).unwrap();
    state.write(&kept, &accounts).unwrap();
    assert_eq!(State::read(&kept, &accounts).unwrap(), state);
    let renamed = State::read(&kept, &[("b", OURS), ("c", OTHER)]).unwrap();
    assert_eq!((&renamed.accounts["b"].marks, &renamed.accounts["c"].marks), (&full(), &Marks::default()));
    let text = std::fs::read_to_string(folder.path().join("kept/marks.json")).unwrap();
    assert!(text.contains("\"version\": 1") && text.contains("1970-01-01T00:04:00Z"), "{text}");
}

#[test]
fn what_has_not_changed_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let kept = kept(folder.path());
    let accounts = [("a", OURS), ("b", OTHER)];
    State::read(&kept, &accounts).unwrap().write(&kept, &accounts).unwrap();
    let file = folder.path().join("kept/marks.json");
    let mut state = State::read(&kept, &accounts).unwrap();
    std::fs::remove_file(&file).unwrap();
    state.write(&kept, &accounts).unwrap();
    assert!(!file.exists());
    state.accounts.get_mut("b").unwrap().marks = full();
    state.write(&kept, &accounts).unwrap();
    assert_eq!(State::read(&kept, &accounts).unwrap().accounts["b"].marks, full());
}

#[test]
fn a_file_that_is_broken_or_of_another_version_is_told_with_its_remedy_and_left_alone() {
    for (file, right, wrong) in
        [("marks", "\"version\": 1", "\"version\": 2"), ("marks", "[", "{"), ("holds", "\"up\"", "\"sideways\"")]
    {
        let folder = tempfile::tempdir().unwrap();
        let kept = kept(folder.path());
        hold("1").keep(&kept, &OURS).unwrap();
        let mut state = State::read(&kept, &[("a", OURS)]).unwrap();
        state.write(&kept, &[("a", OURS)]).unwrap();
        let path = folder.path().join(format!("kept/{file}.json"));
        let broken = std::fs::read_to_string(&path).unwrap().replacen(right, wrong, 1);
        std::fs::write(&path, &broken).unwrap();
        let error = State::read(&kept, &[("a", OURS)]).unwrap_err();
        assert_eq!(error.kind(), Kind::Config);
        let hint = error.details().hint.clone().unwrap();
        assert!(hint.contains(&format!("remove kept/{file}.json")), "{hint}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), broken);
    }
}

#[test]
fn one_account_under_two_names_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let error = State::read(&kept(folder.path()), &[("a", OURS), ("b", OTHER), ("c", OURS)]).unwrap_err();
    assert_eq!((error.kind(), error.to_string().contains("a and c")), (Kind::Config, true));
}

#[test]
fn a_hold_replaces_the_former_one_and_can_be_released() {
    let folder = tempfile::tempdir().unwrap();
    let kept = kept(folder.path());
    hold("1").keep(&kept, &OURS).unwrap();
    hold("2").keep(&kept, &OURS).unwrap();
    Hold { held: Held::Off, until: None, ..hold("1") }.keep(&kept, &OURS).unwrap();
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
    hold("1").keep(&kept, &OURS).unwrap();
    hold("2").keep(&kept, &OURS).unwrap();
    let mut state = State::read(&kept, &[("a", OURS)]).unwrap();
    let known = state.accounts.get_mut("a").unwrap();
    known.dropped = std::mem::take(&mut known.holds);
    // Someone holds it anew while the run is under way.
    let anew = Hold { until: None, ..hold("2") };
    anew.clone().keep(&kept, &OURS).unwrap();
    state.write(&kept, &[("a", OURS)]).unwrap();
    assert_eq!(Hold::read(&kept, &OURS).unwrap(), [anew]);
}

#[test]
fn a_bad_rule_is_told_once_then_hourly_then_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let kept = kept(folder.path());
    let loaded = |text: &str| crate::schedule::load(text, Path::new("/etc/nubo/schedules.toml"));
    let (bad, good) = (loaded("[office]\nzon = 1\n"), loaded(""));
    let tell = |loaded: &Loaded, minutes| note_rules(&kept, loaded, at(minutes)).unwrap();
    assert_eq!(tell(&good, 0), BadRules::default());
    assert!(!folder.path().join("kept").exists(), "nothing is written of what is in order");
    let told: Vec<i64> = (0..16).map(|run| run * 5).filter(|minutes| tell(&bad, *minutes).tell).collect();
    assert_eq!(told, [0, 60]);
    assert!(tell(&loaded("office = 1"), 76).tell, "something else is wrong");
    let ended = tell(&good, 80).ended.unwrap();
    assert!(ended.starts_with("all rules of /etc/nubo/schedules.toml act again; before, in 1 run"), "{ended}");
    assert_eq!(tell(&good, 85), BadRules::default());
}
