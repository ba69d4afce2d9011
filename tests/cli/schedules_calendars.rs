//! Calendars of other people: iCalendar files beside the rules and at addresses, whose copies serve while they cannot be had.
//! A rule whose calendar cannot be read stops nothing.

use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};

use crate::harness::{Home, Server, html, plain, reply, rules};

/// A calendar with one event that lasts from yesterday until tomorrow.
fn today() -> String {
    let date = |days: i64| {
        let at = Timestamp::now().to_zoned(TimeZone::UTC).checked_add(days.days()).unwrap();
        at.strftime("%Y%m%d").to_string()
    };
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:{}\r\nDTEND;VALUE=DATE:{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        date(-1),
        date(2)
    )
}

/// A home whose rule wants machines up each day but those of a calendar at an address.
fn home(url: &str) -> Home {
    let home = Home::new();
    home.sandbox_rules(&rules::up("work", "['sandbox-uivmm']", "name=web-test", &format!("except = ['{url}']")));
    home
}

fn apply(home: &Home) -> crate::harness::Run {
    home.nubo("--sandbox schedules apply --yes")
}

#[test]
fn a_calendar_at_an_address_is_fetched_hourly_and_its_copy_serves_while_it_cannot_be() {
    let (calendar, broken) = (today(), html("200 OK"));
    let server = Server::new(move |number, _| if number == 0 { plain(&calendar) } else { broken.clone() });
    let home = home(&format!("{}/key/basic.ics", server.url()));
    apply(&home).ends(0);
    assert_eq!(home.states("sandbox-uivmm", "web-test"), ["web-test stopped"], "today is left out");
    apply(&home).ends(0);
    assert_eq!(server.lines(), ["GET /key/basic.ics"], "a copy of this hour is not fetched again");
    let copy = std::fs::read_dir(home.path("state/sandbox/calendars")).unwrap().next().unwrap().unwrap().path();
    let aged = |days: i64| {
        let at = Timestamp::now().checked_sub(SignedDuration::from_hours(24 * days)).unwrap();
        let file = std::fs::File::options().write(true).open(&copy).unwrap();
        file.set_modified(std::time::SystemTime::from(at)).unwrap();
    };
    aged(2);
    let run = apply(&home);
    run.ends(0);
    assert_eq!((server.lines().len(), run.stderr.contains("calendar")), (2, false), "{}", run.stderr);
    assert_eq!(home.states("sandbox-uivmm", "web-test"), ["web-test stopped"]);
    aged(31);
    let run = apply(&home);
    run.ends(0);
    assert!(run.stderr.contains("the copy of the calendar at 127.0.0.1 is 31 days old"), "{}", run.stderr);
    assert!(!run.stderr.contains("key"), "{}", run.stderr);
    assert!(!apply(&home).ends(0).stderr.contains("days old"), "it is told once an hour");
}

#[test]
fn without_a_calendar_its_rule_acts_on_nothing() {
    let large = plain(&"x".repeat((1 << 20) + 1));
    for (answer, words) in [
        (reply("503 Busy", "", b""), "answered 503"),
        (html("200 OK"), "is no date with a year"),
        (reply("302 Found", "location: https://other.example/a\r\n", b""), "redirects to other.example"),
        (large, "more than 1024 KiB"),
    ] {
        let server = Server::always(answer);
        let home = home(&format!("{}/key/basic.ics", server.url()));
        let run = apply(&home);
        run.ends(12);
        assert!(run.stderr.contains(words) && run.stderr.contains("rule work, except"), "{}", run.stderr);
        assert!(!run.stderr.contains("key"), "{}", run.stderr);
        assert_eq!(home.states("sandbox-uivmm", "web-test"), ["web-test stopped"]);
    }
    let home = home("http://calendar.example/key.ics");
    let run = home.nubo("--sandbox schedules check");
    run.ends(12);
    assert!(run.stderr.contains("a calendar at calendar.example is not fetched"), "{}", run.stderr);
}

#[test]
fn a_calendar_beside_the_rules_adds_and_leaves_out_dates() {
    let home = home("holidays.ics");
    std::fs::write(home.path("state/sandbox/holidays.ics"), today()).unwrap();
    apply(&home).ends(0);
    assert_eq!(home.states("sandbox-uivmm", "web-test"), ["web-test stopped"]);
    std::fs::write(home.path("state/sandbox/holidays.ics"), "BEGIN:VCALENDAR\nEND:VCALENDAR\n").unwrap();
    apply(&home).ends(0);
    assert_eq!(home.states("sandbox-uivmm", "web-test"), ["web-test running"]);
    std::fs::remove_file(home.path("state/sandbox/holidays.ics")).unwrap();
    assert!(apply(&home).ends(12).stderr.contains("holidays.ics does not exist"));
}
