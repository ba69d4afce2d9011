//! Refused acts: guard rails, rules that disagree, and operations a provider lacks.

use super::*;

fn two(first: &str, second: &str) -> String {
    let rule =
        |name: &str, rest: &str| format!("[{name}]\naccounts = ['a']\nselect = ['name~*']\nzone = 'UTC'\n{rest}\n");
    rule("one", first) + &rule("other", second)
}

#[test]
fn two_rules_with_the_same_wish_are_one_act() {
    let text = two("up = ['daily 08:00-19:00']", "up = ['daily 08:30-19:00']");
    let mut bench = Bench::seasoned(&text, "stopped");
    let mut sent = 0;
    let line = bench.run("05 09:00", |line| {
        sent += 1;
        obeyed(line)
    });
    assert_eq!((line.verdict, sent, line.rules), (Verdict::Start, 1, vec!["one".to_owned(), "other".to_owned()]));
    bench.set("1", "stopped");
    assert_eq!(bench.quiet("05 09:05").verdict, Verdict::Left(Left::Done), "both edges are done");
}

#[test]
fn two_rules_with_opposite_wishes_are_none_and_a_conflict() {
    let text = two("up = ['daily 08:00-19:00']", "up = ['daily 08:00-18:00']");
    for state in ["stopped", "running"] {
        let mut bench = Bench::seasoned(&text, state);
        let line = bench.quiet("05 18:30");
        assert_eq!((line.verdict, line.tell, line.kind), (Verdict::Conflict, true, Some(Kind::Conflict)));
        assert!(line.why.contains("one wants it up") && line.why.contains("other wants it down"), "{}", line.why);
        let line = bench.quiet("05 18:35");
        assert_eq!((line.tell, line.kind), (false, Some(Kind::Conflict)), "told once, and the exit code stays");
        let line = bench.run("05 19:00", obeyed);
        assert_eq!(line.verdict, if state == "running" { plain() } else { Verdict::Nothing });
    }
}

#[test]
fn a_one_sided_rule_disagrees_only_until_it_is_done_or_late() {
    let text = two("up = ['daily 08:00-19:00']", "down_at = ['daily 12:00']");
    let mut bench = Bench::seasoned(&text, "running");
    bench.quiet("05 08:00");
    assert_eq!(bench.quiet("05 12:00").verdict, Verdict::Conflict);
    assert_eq!(bench.quiet("05 13:59").verdict, Verdict::Conflict);
    assert_eq!(bench.quiet("05 14:00").verdict, Verdict::Nothing, "late");

    let mut bench = Bench::seasoned(&text, "running");
    bench.quiet("05 08:00");
    assert_eq!(bench.quiet("05 12:00").verdict, Verdict::Conflict);
    bench.set("1", "stopped");
    assert_eq!(bench.quiet("05 12:05").verdict, Verdict::Left(Left::Done), "a person did what one of them wants");
}

#[test]
fn a_machine_that_is_not_persistent_is_never_stopped() {
    for rest in ["", "enforce = 'always'\n", "stop = { how = 'hard' }\n"] {
        let mut bench = Bench::seasoned(&format!("{OFFICE}{rest}"), "running");
        Arc::make_mut(&mut bench.entries[0].record).persistent = Some(false);
        let line = bench.quiet("05 19:30");
        assert_eq!((line.verdict, line.tell, line.kind), (Verdict::Refused, true, Some(Kind::Refused)), "{rest}");
        assert!(line.why.contains("not persistent"), "{}", line.why);
        assert!(!bench.quiet("05 19:35").tell);
        bench.hold(Held::Down, "05 20:00", None);
        assert_eq!(bench.quiet("05 20:00").verdict, Verdict::Refused, "a hold does not pass it");
        Arc::make_mut(&mut bench.entries[0].record).persistent = Some(true);
        assert!(is_stop(bench.run("05 20:05", obeyed).verdict));
    }
    let mut bench = Bench::seasoned(OFFICE, "stopped");
    Arc::make_mut(&mut bench.entries[0].record).persistent = Some(false);
    assert_eq!(bench.run("05 08:00", obeyed).verdict, Verdict::Start, "starting it harms nothing");
}

#[test]
fn a_clean_stop_is_refused_where_the_kind_of_stop_is_unknown() {
    let mut bench = Bench::seasoned(OFFICE, "running");
    bench.stop = Some(StopMode::Unknown);
    let line = bench.quiet("05 19:30");
    assert_eq!((line.verdict, line.tell, line.kind), (Verdict::Refused, true, Some(Kind::Refused)));
    assert!(line.why.contains("how = \"provider\""), "{}", line.why);
    bench.rules = rules(&format!("{OFFICE}stop = {{ how = 'provider' }}\n"));
    assert!(is_stop(bench.run("05 19:35", obeyed).verdict));
}

#[test]
fn a_hard_stop_is_refused_where_there_is_none() {
    let mut bench = Bench::seasoned(&format!("{OFFICE}stop = {{ how = 'hard' }}\n"), "running");
    bench.hard = false;
    assert_eq!(bench.quiet("05 19:30").kind, Some(Kind::Unsupported));
}

#[test]
fn a_rule_that_would_act_on_more_than_max_targets_acts_on_nothing() {
    let mut bench = Bench::new(OFFICE, "stopped");
    bench.entries.extend([machine("2", "stopped"), machine("3", "stopped"), machine("4", "running")]);
    bench.max_targets = 2;
    for (now, tell) in [("05 08:00", true), ("05 08:05", false), ("05 09:00", true)] {
        let report = bench.all(jan(now), |line| panic!("{line:?}"));
        let refused: Vec<_> = report.lines.iter().map(|line| (line.verdict, line.kind, line.tell)).collect();
        assert_eq!(refused[..3], [(Verdict::Refused, Some(Kind::Refused), false); 3]);
        assert_eq!((refused[3].0, report.kinds.len()), (Verdict::Nothing, 4), "three machines and the rule");
        let [note] = report.notes.as_slice() else { panic!("{report:?}") };
        assert_eq!((note.rule.as_deref(), note.kind, note.tell), (Some("office"), Some(Kind::Refused), tell), "{now}");
        assert!(note.words.contains("on 3 machines") && note.words.contains("max_targets is 2"), "{}", note.words);
    }
    bench.set("3", "running");
    let report = bench.all(jan("05 09:05"), obeyed);
    assert_eq!(report.lines.iter().filter(|line| line.verdict == Verdict::Start).count(), 2);
    assert_eq!((report.notes.len(), report.notes[0].kind), (1, None), "its end is told");
    assert_eq!(bench.all(jan("05 09:10"), down).notes, []);
}

#[test]
fn max_targets_counts_per_rule() {
    let one = OFFICE.replace("office", "one").replace("name~*", "name=dev-1");
    let bench = &mut Bench::new(&(one + OFFICE), "stopped");
    bench.entries.extend([machine("2", "stopped"), machine("3", "stopped")]);
    bench.max_targets = 2;
    let verdicts: Vec<Verdict> = bench.all(jan("05 08:00"), obeyed).lines.iter().map(|line| line.verdict).collect();
    assert_eq!(verdicts, [Verdict::Start, Verdict::Refused, Verdict::Refused], "the other rule may start its one");
}
