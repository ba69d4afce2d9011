//! Marks as files, and how they move.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::{
    error::Kind,
    model::Head,
    provider::{by_id, testing::named},
};

fn invoice(id: &str, state: &'static str) -> Invoice {
    Invoice { head: Head { id: id.to_owned(), state, ..Head::default() }, ..Invoice::default() }
}

fn listed(invoices: &[(&str, &'static str)], told: Completeness) -> Surveyed<Invoice> {
    Surveyed { records: invoices.iter().map(|(id, state)| invoice(id, state)).collect(), told }
}

/// The ids and states of marked records.
fn states(seen: Option<&Seen<SeenInvoice>>) -> Option<Vec<(&str, &str)>> {
    seen.map(|seen| seen.iter().map(|(id, seen)| (id.as_str(), seen.state.as_str())).collect())
}

fn after(before: &[(&str, &'static str)], listing: &Surveyed<Invoice>, hidden: &[&str]) -> Option<Seen<SeenInvoice>> {
    let before = before.iter().map(|(id, state)| ((*id).to_owned(), invoice(id, state).seen())).collect();
    moved(Some(before), listing, &hidden.iter().copied().collect())
}

#[test]
fn a_complete_listing_takes_the_place_of_what_was_marked() {
    let moved =
        after(&[("1", "unpaid"), ("2", "unpaid")], &listed(&[("2", "paid"), ("3", "draft")], Completeness::All), &[]);
    assert_eq!(states(moved.as_ref()), Some(vec![("2", "paid"), ("3", "draft")]));
}

#[test]
fn an_incomplete_listing_removes_nothing_and_makes_no_first_mark() {
    let part = listed(&[("2", "paid")], Completeness::Part);
    let kept = after(&[("1", "unpaid"), ("2", "unpaid")], &part, &[]);
    assert_eq!(states(kept.as_ref()), Some(vec![("1", "unpaid"), ("2", "paid")]));
    assert_eq!(moved(None, &part, &BTreeSet::new()), None);
    assert_eq!(moved(None, &listed(&[], Completeness::Nothing), &BTreeSet::new()), None);
}

#[test]
fn what_was_not_shown_stays_as_it_was() {
    let moved =
        after(&[("1", "unpaid")], &listed(&[("1", "overdue"), ("2", "unpaid")], Completeness::All), &["1", "2"]);
    assert_eq!(states(moved.as_ref()), Some(vec![("1", "unpaid")]));
}

#[test]
fn a_mark_is_a_private_file_that_reads_back() {
    let home = tempfile::tempdir().unwrap();
    let account = named(by_id("fleio").unwrap(), "fotbo", "https://cloud.example.com/backend/api");
    let file = file(&home.path().join("marks"), &account, false);
    assert!(file.ends_with("fleio/https%3A%2F%2Fcloud%2Eexample%2Ecom%2Fbackend%2Fapi/ops%40example%2Ecom.json"));
    assert_eq!(read(&file).unwrap(), ReadMark::default());
    let mark = ReadMark { invoices: after(&[], &listed(&[("1", "unpaid")], Completeness::All), &[]), tickets: None };
    write(&file, |before| {
        assert_eq!(before, ReadMark::default());
        mark.clone()
    })
    .unwrap();
    assert_eq!(read(&file).unwrap(), mark);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(file.parent().unwrap()), mode(&home.path().join("marks"))), (0o600, 0o700, 0o700));
}

#[test]
fn the_simulated_clouds_and_those_without_a_user_have_names_of_their_own() {
    let mut account = named(by_id("uivmm").unwrap(), "sandbox-uivmm", "http://127.0.0.1:4711");
    account.user = None;
    let names = [file(Path::new(""), &account, true), file(Path::new(""), &account, false)];
    assert_eq!(names[0], Path::new("uivmm/sandbox%2Duivmm/_.json"));
    account.user = Some("_".to_owned());
    assert_ne!(file(Path::new(""), &account, false), names[1]);
}

#[test]
fn a_mark_that_cannot_be_understood_is_named_and_kept() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("mark.json");
    for text in ["{", "[]", "{\"invoices\": 7}"] {
        std::fs::write(&file, text).unwrap();
        for error in [read(&file).unwrap_err(), write(&file, |mark| mark).unwrap_err()] {
            assert_eq!(error.kind(), Kind::Config);
            assert!(error.to_string().contains(&file.display().to_string()), "{error}");
            assert!(error.details().hint.as_deref().unwrap().contains("remove it"));
        }
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    }
}
