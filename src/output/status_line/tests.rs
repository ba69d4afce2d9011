//! The foot on a terminal in memory: writes above it, and no trace of it afterwards.

use indicatif::{InMemoryTerm, TermLike};

use super::*;

/// A terminal of some columns, and its foot.
fn terminal(columns: u16) -> (InMemoryTerm, StatusLine) {
    let term = InMemoryTerm::new(8, columns);
    let own = term.clone();
    (term, StatusLine::of(move || ProgressDrawTarget::term_like(Box::new(own.clone()))))
}

fn say(term: &InMemoryTerm, text: &str) {
    let _ = term.write_line(text);
}

#[test]
fn what_passes_is_gone_with_the_next_write() {
    let (term, status_line) = terminal(40);
    status_line.put("asking zurich".to_owned(), false);
    assert_eq!(term.contents(), "asking zurich");
    status_line.put("asking lugano".to_owned(), false);
    assert_eq!(term.contents(), "asking lugano");
    status_line.aside(|| say(&term, "no instances"));
    assert_eq!(term.contents(), "no instances");
}

#[test]
fn what_stays_stands_below_every_write_until_it_is_taken_away() {
    let (term, status_line) = terminal(40);
    status_line.put("stop: 0 of 2 done\n  zurich/web-1: stopping".to_owned(), true);
    status_line.aside(|| say(&term, "first"));
    status_line.aside(|| say(&term, "second"));
    assert_eq!(term.contents(), "first\nsecond\nstop: 0 of 2 done\n  zurich/web-1: stopping");
    status_line.put("asking zurich".to_owned(), false);
    assert!(!term.contents().contains("asking"), "what passes gives way");
    status_line.put("stop: 2 of 2 done".to_owned(), true);
    assert_eq!(term.contents(), "first\nsecond\nstop: 2 of 2 done");
    status_line.clear();
    status_line.clear();
    assert_eq!(term.contents(), "first\nsecond");
    status_line.aside(|| say(&term, "third"));
    assert_eq!(term.contents(), "first\nsecond\nthird");
}

#[test]
fn lines_that_are_too_wide_leave_nothing_behind_either() {
    let (term, status_line) = terminal(10);
    status_line.put("stop: 0 of 2 done\n  東京/東京の機械: stopping".to_owned(), true);
    status_line.aside(|| say(&term, "notice"));
    status_line.put("stop: 1 of 2 done".to_owned(), true);
    status_line.clear();
    assert_eq!(term.contents(), "notice");
}

#[test]
fn a_run_that_ends_early_leaves_nothing() {
    let (term, status_line) = terminal(40);
    status_line.put("asking zurich".to_owned(), false);
    drop(status_line);
    assert_eq!(term.contents(), "");
}

#[test]
fn nothing_is_opened_before_something_stands_there() {
    let status_line = StatusLine::of(|| unreachable!("nothing was put"));
    assert_eq!(status_line.aside(|| 7), 7);
    status_line.clear();
}
