//! The foot on a terminal in memory: what is written above it, and that nothing of it stays.

use indicatif::{InMemoryTerm, TermLike};

use super::*;

/// A terminal of some columns, and its foot.
fn terminal(columns: u16) -> (InMemoryTerm, Foot) {
    let term = InMemoryTerm::new(8, columns);
    let own = term.clone();
    (term, Foot::of(move || ProgressDrawTarget::term_like(Box::new(own.clone()))))
}

fn say(term: &InMemoryTerm, text: &str) {
    let _ = term.write_line(text);
}

#[test]
fn what_passes_is_gone_with_the_next_write() {
    let (term, foot) = terminal(40);
    foot.put("asking zurich".to_owned(), false);
    assert_eq!(term.contents(), "asking zurich");
    foot.put("asking lugano".to_owned(), false);
    assert_eq!(term.contents(), "asking lugano");
    foot.aside(|| say(&term, "no instances"));
    assert_eq!(term.contents(), "no instances");
}

#[test]
fn what_stays_stands_below_every_write_until_it_is_taken_away() {
    let (term, foot) = terminal(40);
    foot.put("stop: 0 of 2 done\n  zurich/web-1: stopping".to_owned(), true);
    foot.aside(|| say(&term, "first"));
    foot.aside(|| say(&term, "second"));
    assert_eq!(term.contents(), "first\nsecond\nstop: 0 of 2 done\n  zurich/web-1: stopping");
    foot.put("asking zurich".to_owned(), false);
    assert!(!term.contents().contains("asking"), "what passes gives way");
    foot.put("stop: 2 of 2 done".to_owned(), true);
    assert_eq!(term.contents(), "first\nsecond\nstop: 2 of 2 done");
    foot.clear();
    foot.clear();
    assert_eq!(term.contents(), "first\nsecond");
    foot.aside(|| say(&term, "third"));
    assert_eq!(term.contents(), "first\nsecond\nthird");
}

#[test]
fn lines_that_are_too_wide_leave_nothing_behind_either() {
    let (term, foot) = terminal(10);
    foot.put("stop: 0 of 2 done\n  東京/東京の機械: stopping".to_owned(), true);
    foot.aside(|| say(&term, "notice"));
    foot.put("stop: 1 of 2 done".to_owned(), true);
    foot.clear();
    assert_eq!(term.contents(), "notice");
}

#[test]
fn a_run_that_ends_early_leaves_nothing() {
    let (term, foot) = terminal(40);
    foot.put("asking zurich".to_owned(), false);
    drop(foot);
    assert_eq!(term.contents(), "");
}

#[test]
fn nothing_is_opened_before_something_stands_there() {
    let foot = Foot::of(|| unreachable!("nothing was put"));
    assert_eq!(foot.aside(|| 7), 7);
    foot.clear();
}
