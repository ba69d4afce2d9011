//! `select_tag`: machines name their rule or take themselves out by a tag of their own.
//! A tag that was added inside a closed window waits for the next edge.

use super::*;

const TAGGED: &str = "select_tag = 'schedule'\n[office]\naccounts = ['a']\nselect = ['name~dev-1']\nzone = 'UTC'\n\
    up = ['mon-fri 08:00-19:30']\n[night]\naccounts = ['a']\nzone = 'UTC'\nup = ['daily 00:00-24:00']\n";

fn tagged(bench: &mut Bench, tags: &[&str]) {
    let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    Arc::make_mut(&mut bench.entries[0].record).tags = Some(tags);
}

#[test]
fn a_tag_names_the_rule_or_takes_out_of_every_rule() {
    for (tags, rules) in [
        (&[][..], &["office"][..]),
        (&["schedule=night"], &["night"]),
        (&["x", "schedule: office"], &["office"]),
        (&["schedule=off"], &[]),
        (&["schedule=off", "schedule=office"], &[]),
        (&["schedules=night", "schedule"], &["office"]),
    ] {
        let mut bench = Bench::seasoned(TAGGED, "running");
        tagged(&mut bench, tags);
        let report = bench.all(jan("05 12:00"), obeyed);
        let found: Vec<&String> = report.lines.iter().flat_map(|line| &line.rules).collect();
        assert_eq!(found, rules, "{tags:?}");
    }
}

#[test]
fn a_tag_that_names_no_rule_is_a_failure_and_so_are_tags_that_could_not_be_read() {
    let mut bench = Bench::seasoned(TAGGED, "running");
    tagged(&mut bench, &["schedule=ofice"]);
    let line = bench.run("05 20:00", obeyed);
    assert_eq!((line.verdict, line.kind), (Verdict::Refused, Some(Kind::Conflict)));
    assert_eq!(line.why, "left alone, because its tag names \"ofice\", which is no rule of its account");
    let mut bench = Bench::seasoned(TAGGED, "running");
    bench.tags_told = true;
    let line = bench.run("05 20:00", obeyed);
    assert_eq!((line.verdict, line.kind), (Verdict::Refused, Some(Kind::Conflict)));
    assert!(line.why.starts_with("left alone, because its tags could not be read: office wants it down"), "{line:?}");
    bench.tags_told = false;
    assert_eq!(bench.run("05 20:05", obeyed).verdict, plain(), "a provider without tags has none to be read");
}

#[test]
fn a_tag_added_inside_a_closed_window_waits_for_the_next_edge() {
    for enforce in ["once", "always"] {
        let text = TAGGED.replace("select = ['name~dev-1']\n", &format!("enforce = '{enforce}'\n"));
        let mut bench = Bench::seasoned(&text, "running");
        tagged(&mut bench, &[]);
        assert!(bench.all(jan("05 20:00"), obeyed).lines.is_empty());
        tagged(&mut bench, &["schedule=office"]);
        bench.quiet("05 20:05");
        bench.quiet("05 23:00");
        bench.quiet("06 08:00");
        assert_eq!(bench.run("06 19:30", obeyed).verdict, plain(), "{enforce}");
    }
    let mut first = Bench::new(TAGGED, "running");
    tagged(&mut first, &["schedule=office"]);
    assert_eq!(first.run("05 20:00", obeyed).verdict, plain(), "a rule's first run takes what is there");
}
