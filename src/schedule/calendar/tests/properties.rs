//! Properties of any rule at any instant, compared on both nights of a clock change with the slow calendar.
//! Rules are made of text, as people write them.

use jiff::tz::TimeZoneDatabase;
use proptest::{collection::vec, prelude::*, sample::select};

use super::{oracle::Clock, *};

const ZONES: [&str; 10] = [
    "Europe/Rome",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Asia/Beirut",
    "UTC",
    "Pacific/Apia",
    "Africa/Casablanca",
    "America/St_Johns",
    "Asia/Kathmandu",
];
const DAYS: [&str; 8] = ["mon", "tue", "fri", "sat", "sun", "mon-fri", "sat-mon", "daily"];

/// A zone of the list, or now and then any there is.
fn zone() -> impl Strategy<Value = String> {
    let any: Vec<String> = TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect();
    prop_oneof![2 => select(&ZONES[..]).prop_map(str::to_owned), 1 => select(any)]
}

/// Days and a time, whole quarters of an hour being likely to meet.
fn moment() -> impl Strategy<Value = String> {
    (select(&DAYS[..]), 0..24, select(&[0, 15, 30, 59][..]))
        .prop_map(|(days, hour, minute)| format!("{days} {hour:02}:{minute:02}"))
}

/// A window inside a day, over midnight or over days.
fn window() -> impl Strategy<Value = String> {
    let short = (moment(), 0..=24).prop_map(|(start, end)| format!("{start}-{end:02}:00"));
    let long = (select(&DAYS[..5]), 0..24, select(&DAYS[..5]), 0..=24)
        .prop_map(|(first, start, last, end)| format!("{first} {start:02}:00 - {last} {end:02}:00"));
    prop_oneof![3 => short, 1 => long].prop_filter("ends when it begins", |text| Window::parse(text).is_ok())
}

fn excepts() -> impl Strategy<Value = Vec<String>> {
    vec((1..=12, 1..=28).prop_map(|(month, day)| format!("{month:02}-{day:02}")), 0..40)
}

fn texts(owned: &[String]) -> Vec<&str> {
    owned.iter().map(String::as_str).collect()
}

prop_compose! {
    fn windowed()(zone in zone(), up in vec(window(), 1..4), except in excepts()) -> Calendar {
        windows(&zone, &texts(&up), &texts(&except))
    }
}

prop_compose! {
    fn sided()(zone in zone(), up in vec(moment(), 0..3), down in vec(moment(), 1..3), except in excepts()) -> Calendar {
        one_sided(&zone, &texts(&up), &texts(&down), &texts(&except))
    }
}

/// A second of the years 2000 to 2040.
fn instant() -> impl Strategy<Value = Timestamp> {
    (946_684_800_i64..2_208_988_800).prop_map(|second| Timestamp::from_second(second).unwrap())
}

/// The clock changes of a zone in the four years from one on.
fn changes(zone: &TimeZone, year: i16) -> Vec<Timestamp> {
    let from = format!("{year}-01-01T00:00:00Z").parse::<Timestamp>().unwrap();
    let until = format!("{}-01-01T00:00:00Z", year + 4).parse::<Timestamp>().unwrap();
    let all = zone.following(from).map(|change| change.timestamp()).take_while(|at| *at < until);
    all.filter(|at| zone.to_offset(*at) != zone.to_offset(moved(*at, -INSTANT))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_wish_for_up_is_exactly_inside_the_up_times(rule in windowed(), now in instant()) {
        let wish = rule.wish(now).unwrap();
        let times = rule.up_times(moved(now, -HORIZON), moved(now, HORIZON));
        let inside = times.iter().find(|(from, until)| *from <= now && now < *until);
        prop_assert_eq!(wish.wanted == Wanted::Up, inside.is_some());
        prop_assert!(times.windows(2).all(|pair| pair[0].1 < pair[1].0));
        prop_assert!(times.iter().all(|(from, until)| from < until));
        if let Some((from, until)) = inside {
            // The cut at the horizon is no edge.
            prop_assert_eq!(wish.since, Some(*from).filter(|at| *at > moved(now, -HORIZON)));
            prop_assert_eq!(wish.until, Some(*until).filter(|at| *at < moved(now, HORIZON)));
        }
    }

    #[test]
    fn edges_alternate_and_lie_at_the_ends_of_up_times(rule in windowed(), from in instant(), days in 1..60_i64) {
        let until = moved(from, SignedDuration::from_hours(24 * days));
        let edges = rule.edges(from, until);
        prop_assert!(edges.windows(2).all(|pair| pair[0].at < pair[1].at && pair[0].wanted != pair[1].wanted));
        let times = rule.up_times(moved(from, -INSTANT), moved(until, INSTANT));
        let ends = times.iter().flat_map(|(start, end)| [(*start, Wanted::Up), (*end, Wanted::Down)]);
        let ends: Vec<_> = ends.filter(|(at, _)| from <= *at && *at < until).collect();
        prop_assert_eq!(edges.iter().map(|edge| (edge.at, edge.wanted)).collect::<Vec<_>>(), ends);
    }

    #[test]
    fn a_wish_lasts_from_one_edge_to_the_next(rule in prop_oneof![windowed(), sided()], now in instant()) {
        let edges = rule.edges(moved(now, -HORIZON), moved(now, HORIZON));
        let past = edges.iter().rfind(|edge| edge.at <= now);
        let next = edges.iter().find(|edge| edge.at > now);
        let wish = rule.wish(now);
        prop_assert_eq!(wish.and_then(|wish| wish.since), past.map(|edge| edge.at));
        prop_assert_eq!(wish.is_none(), rule.one_sided() && past.is_none());
        if let (Some(wish), Some(past)) = (wish, past) {
            prop_assert_eq!((wish.wanted, wish.until), (past.wanted, next.map(|edge| edge.at)));
            prop_assert_eq!(rule.wish(past.at).unwrap().wanted, past.wanted);
        }
        if let (Some(next), false) = (next, rule.one_sided()) {
            prop_assert_ne!(wish.unwrap().wanted, next.wanted);
        }
    }

    #[test]
    fn no_edge_is_listed_twice_or_lost_between_two_ranges(
        rule in prop_oneof![windowed(), sided()], from in instant(), hours in vec(1..200_i64, 1..6),
    ) {
        let mut parts = Vec::new();
        let mut at = from;
        for hours in hours {
            let next = moved(at, SignedDuration::from_hours(hours));
            parts.extend(rule.edges(at, next));
            at = next;
        }
        prop_assert_eq!(&parts, &rule.edges(from, at));
        let mut once: Vec<_> = parts.iter().map(|edge| (edge.at, edge.wanted)).collect();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), parts.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn around_a_clock_change_the_slow_calendar_agrees(
        zone in zone(), year in 2005..2035_i16, which in any::<prop::sample::Index>(),
        from in (0..24_i8, select(&[0, 10, 30][..])), until in (0..24_i8, select(&[0, 15, 30][..])),
    ) {
        prop_assume!(from != until);
        let text = format!("daily {:02}:{:02}-{:02}:{:02}", from.0, from.1, until.0, until.1);
        let rule = windows(&zone, &[&text], &[]);
        let changes = changes(&rule.zone, year);
        let noon = utc(&format!("{year}-06-15T12:00"));
        let change = if changes.is_empty() { noon } else { *which.get(&changes) };
        let hours = |hours| moved(change, SignedDuration::from_hours(hours));
        let clock = Clock::watch(&rule.zone, hours(-24 * 5), 60 * 24 * 9);
        let slow = clock.daily(rule.zone.to_datetime(change).date(), from, until);
        let times = rule.up_times(hours(-23), hours(23));
        for minute in -23 * 60..23 * 60 {
            let at = moved(change, SignedDuration::from_mins(minute));
            let expected = slow.iter().any(|(from, until)| *from <= at && at < *until);
            prop_assert_eq!(times.iter().any(|(from, until)| *from <= at && at < *until), expected, "{} {}", text, at);
            if minute % 30 == 0 {
                prop_assert_eq!(rule.wish(at).unwrap().wanted == Wanted::Up, expected, "{} {}", text, at);
            }
        }
        let start = one_sided(&zone, &[&text[..11]], &[], &[]);
        let date = rule.zone.to_datetime(change).date();
        let at = clock.first(date.at(from.0, from.1, 0, 0));
        prop_assert!(start.edges(hours(-48), hours(48)).iter().any(|edge| edge.at == at), "{} {}", text, at);
    }
}
