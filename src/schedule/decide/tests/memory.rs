//! Memory that survives bad listings, wrong clocks and lost files, and is forgotten in the end.

use super::*;

/// A bench with four machines, one of them held, seen by runs in the evening.
fn four() -> Bench {
    let mut bench = Bench::seasoned(OFFICE, "running");
    bench.entries.extend(["2", "3", "4"].map(|id| machine(id, "running")));
    bench.hold(Held::Up, "05 07:00", None);
    bench.all(jan("05 12:00"), down);
    bench.all(jan("05 19:30"), obeyed);
    bench
}

/// The ids of the known machines and of the holds.
fn known(bench: &Bench) -> (Vec<String>, usize) {
    let known = &bench.state.accounts["a"];
    (known.marks.machines.keys().cloned().collect(), known.holds.len())
}

fn words(report: &Report) -> Vec<&str> {
    report.notes.iter().map(|note| note.words.as_str()).collect()
}

#[test]
fn one_listing_without_a_machine_forgets_nothing() {
    for left in 0..4 {
        let mut bench = four();
        let entries = bench.entries.split_off(left);
        let report = bench.all(jan("05 19:35"), down);
        assert_eq!(known(&bench), (["1", "2", "3", "4"].map(str::to_owned).into(), 1), "{left}");
        let doubted = report.notes.iter().any(|note| note.kind == Some(Kind::Unavailable));
        assert_eq!(doubted, left < 2, "{left}: {report:?}");
        let again = bench.all(jan("05 19:40"), down);
        assert!(again.notes.iter().all(|note| !note.tell), "told once: {again:?}");
        bench.entries.extend(entries);
        let report = bench.all(jan("05 19:45"), |line| panic!("{line:?}"));
        assert_eq!(report.lines[0].verdict, Verdict::Nothing, "the hold holds");
        bench.set("2", "running");
        let report = bench.all(jan("05 19:50"), |line| panic!("{line:?}"));
        assert_eq!(report.lines[1].verdict, Verdict::Left(Left::Done), "a person started it, and its edge is done");
    }
}

#[test]
fn marks_are_dropped_after_a_week_of_absence_and_a_hold_without_an_end_after_thirty_days() {
    let mut bench = four();
    bench.entries.remove(0);
    let mut told = Vec::new();
    for hour in (0..40 * 24).step_by(4) {
        let report = bench.all(later(jan("05 20:00"), hour * 60), obeyed);
        told.extend(words(&report).into_iter().map(|words| format!("{hour} {words}")));
        let (ids, holds) = known(&bench);
        assert_eq!((ids.contains(&"1".to_owned()), holds), (hour < 7 * 24, usize::from(hour < 30 * 24)), "{hour}");
    }
    let expected = [
        "0 dev-1 (id:1) is not listed any more; what is known of it is kept for a week, and a hold longer",
        "168 dev-1 (id:1) has not been listed for long: its marks are removed",
        "720 dev-1 (id:1) has not been listed for long: its hold, which had no end, is removed",
    ];
    assert_eq!(told, expected);
}

#[test]
fn an_absence_begins_anew_when_the_machine_was_listed_in_between() {
    let mut bench = four();
    let held = bench.entries.remove(0);
    for day in ["06", "09", "12"] {
        bench.all(jan(&format!("{day} 20:00")), down);
    }
    bench.entries.insert(0, held);
    bench.failure = Some((Kind::Partial, "page 2".to_owned()));
    bench.all(jan("12 21:00"), down);
    bench.failure = None;
    bench.entries.remove(0);
    bench.all(jan("13 20:00"), down);
    assert_eq!(known(&bench).0.len(), 4, "a partial listing that has it proves that it is there");
}

#[test]
fn with_a_clock_that_is_not_found_right_nothing_is_forgotten() {
    let mut bench = four();
    let before = bench.state.accounts["a"].marks.machines.clone();
    bench.failure = Some((Kind::Unavailable, "this machine's clock is more than two minutes ahead".to_owned()));
    bench.clock_is_right = false;
    let entries = std::mem::take(&mut bench.entries);
    let ahead = later(jan("05 19:35"), 40 * 24 * 60);
    bench.all(ahead, down);
    assert_eq!(bench.state.accounts["a"].marks.machines, before);
    let notes = bench.all(jan("05 19:40"), down).notes;
    assert!(notes[0].tell, "what was printed in the future was not printed: {notes:?}");
    (bench.failure, bench.entries, bench.clock_is_right) = (None, entries, true);
    bench.set("2", "running");
    let report = bench.all(jan("05 19:45"), |line| panic!("{line:?}"));
    assert_eq!(report.lines[1].verdict, Verdict::Left(Left::Done), "a person's machine stays up");
    bench.clock_is_right = false;
    bench.entries.truncate(2);
    bench.all(later(jan("05 19:45"), 40 * 24 * 60), |_| Outcome::Accepted);
    assert_eq!(known(&bench).0.len(), 4);
}

#[test]
fn times_in_the_future_are_no_memory() {
    let mut bench = Bench::seasoned(OFFICE, "running");
    bench.hold(Held::Up, "20 00:00", Some("21 00:00"));
    assert_eq!(bench.quiet("05 19:30").verdict, Verdict::Nothing, "a hold that exists has begun");
    bench.state.accounts.get_mut("a").unwrap().holds.clear();
    bench.run("15 19:30", ignored);
    let line = bench.run("05 19:30", ignored);
    assert!(is_stop(line.verdict), "neither the request nor the wait after it is known: {line:?}");
}

#[test]
fn a_machine_made_in_the_closed_window_is_new_where_no_listing_was_ever_whole() {
    for created in [None, Some("05 20:00")] {
        let mut bench = Bench::new(OFFICE, "running");
        bench.failure = Some((Kind::Partial, "one service of many".to_owned()));
        let report = bench.all(jan("05 12:00"), obeyed);
        assert_eq!(report.first_run, ["office at a"]);
        bench.all(jan("05 19:30"), obeyed);
        let mut new = machine("2", "running");
        Arc::make_mut(&mut new.record).head.created_at = created.map(|at| jan(at).to_string());
        bench.entries.push(new);
        let report = bench.all(jan("05 20:05"), |line| panic!("{line:?}"));
        assert_eq!(report.lines[1].verdict, Verdict::Left(Left::New), "{created:?}");
        assert_eq!(report.first_run, [""; 0]);
    }
}

#[test]
fn a_renamed_rule_is_not_a_first_run() {
    for seen in [false, true] {
        let mut bench = Bench::seasoned(OFFICE, "stopped");
        bench.quiet("05 19:30");
        let mut new = machine("2", "running");
        Arc::make_mut(&mut new.record).head.created_at = Some(jan("05 20:00").to_string());
        bench.entries.push(new);
        if seen {
            bench.all(jan("05 20:05"), |line| panic!("{line:?}"));
        }
        bench.rules = rules(&OFFICE.replace("office", "bureau"));
        let report = bench.all(jan("05 20:10"), |line| panic!("{line:?}"));
        assert_eq!((report.lines[1].verdict, report.first_run.len()), (Verdict::Left(Left::New), 0), "{seen}");
    }
}

#[test]
fn an_older_edge_does_not_take_the_place_of_a_wish_without_one() {
    let mut bench = Bench::seasoned(OFFICE, "stopped");
    bench.run("05 08:00", obeyed);
    bench.run("05 19:30", obeyed);
    bench.rules = rules(&OFFICE.replace("mon-fri 08:00-19:30", "daily 00:00-24:00"));
    bench.run("06 10:00", obeyed);
    bench.set("1", "stopped");
    for day in 0..60 {
        let report = bench.all(later(jan("06 11:00"), day * 24 * 60), |line| panic!("{day}: {line:?}"));
        assert_eq!(report.lines[0].verdict, Verdict::Left(Left::Done), "{day}");
    }
}

#[test]
fn a_machine_made_anew_under_an_id_is_another_and_the_former_is_absent() {
    let made = |bench: &mut Bench, at: &str| {
        Arc::make_mut(&mut bench.entries[0].record).head.created_at = Some(jan(at).to_string());
    };
    let mut bench = Bench::seasoned(OFFICE, "running");
    made(&mut bench, "02 08:00");
    bench.hold(Held::Down, "05 09:00", None);
    let holds = &mut bench.state.accounts.get_mut("a").unwrap().holds;
    holds[0].created = Some(jan("02 08:00").to_string());
    assert!(is_stop(bench.run("05 10:00", obeyed).verdict));
    made(&mut bench, "05 11:00");
    bench.set("1", "running");
    let report = bench.all(jan("05 12:00"), |line| panic!("{line:?}"));
    assert_eq!(report.lines[0].verdict, Verdict::Nothing, "another machine, that nobody holds");
    assert_eq!(known(&bench), (vec!["1".to_owned(), format!("1 made {}", jan("05 11:00"))], 1));
    // A single wrong answer forgets nothing.
    made(&mut bench, "02 08:00");
    assert!(is_stop(bench.run("05 12:05", obeyed).verdict), "it is held");
}

#[test]
fn while_a_file_is_lost_nothing_is_stopped_and_no_older_edge_is_started() {
    for kind in ["marks", "holds"] {
        let lost = || vec![crate::schedule::Lost { kind, at: jan("05 12:00"), words: "lost".to_owned() }];
        let mut bench = Bench::seasoned(OFFICE, "stopped");
        bench.state.lost = lost();
        let line = bench.run("05 12:05", obeyed);
        let left = Verdict::Left(Left::Unknown);
        assert_eq!(line.verdict, if kind == "marks" { left } else { Verdict::Start }, "{kind}");
        bench.set("1", "running");
        for now in ["05 19:30", "05 23:00"] {
            let line = bench.quiet(now);
            assert_eq!((line.verdict, line.kind), (Verdict::Refused, Some(Kind::Config)), "{kind} {now}: {line:?}");
        }
        bench.hold(Held::Down, "05 23:00", None);
        assert_eq!(bench.quiet("05 23:05").kind, Some(Kind::Config), "{kind}");
        bench.state.accounts.get_mut("a").unwrap().holds.clear();
        bench.set("1", "stopped");
        assert_eq!(bench.run("06 08:00", obeyed).verdict, Verdict::Start, "{kind}: an edge that came since");
        bench.set("1", "running");
        bench.state.lost.clear();
        assert!(is_stop(bench.run("06 19:30", obeyed).verdict), "{kind}");
    }
}

#[test]
fn a_rule_that_cannot_be_read_shields_what_it_may_be_about() {
    let shields = |text: &str| load(text, Path::new("schedules.toml"), &Copies::default()).shields;
    for (bad, shielded) in [
        ("[bad]\naccounts = ['a']\nselect = ['name=dev-1']\nzone = 'Nowhere'\n", true),
        ("[bad]\naccounts = ['a']\nselect = ['name=dev-2']\nzone = 'Nowhere'\n", false),
        ("[bad]\naccounts = ['b']\nselect = ['name=dev-1']\nzone = 'Nowhere'\n", false),
        ("[bad]\naccounts = ['a']\nselect = ['nam=dev-2']\n", true),
        ("[bad]\naccounts = ['b']\nselect = ['nam=dev-1']\n", false),
        ("[bad]\nselect = ['name=dev-1']\n", true),
        ("bad = 1\n", true),
        ("[bad", true),
    ] {
        let mut bench = Bench::seasoned(OFFICE, "running");
        bench.shields = shields(bad);
        let line = bench.run("05 19:30", obeyed);
        let expected = if shielded { Verdict::Refused } else { plain() };
        assert_eq!((line.verdict, line.kind), (expected, shielded.then_some(Kind::Conflict)), "{bad}");
        bench.set("1", "running");
        bench.hold(Held::Down, "05 19:31", None);
        assert_eq!(bench.run("05 19:35", obeyed).verdict, plain(), "a person holds it down: {bad}");
    }
}
