//! The rules file: its fields, their defaults, and the error of each mistake.
//! A bad rule has its file, line and field named, and the others act.

#![allow(clippy::unwrap_used)]

use std::time::Duration;

use super::*;
use crate::{
    error::Kind,
    schedule::{
        calendar::Times,
        rule::{Enforce, How, Stop, Then},
        window::{Moment, Window},
    },
};

const OFFICE: &str = r#"
[office]
accounts = ["fotbo", "zurich"]
select   = ["name~dev-*", "tags=dev"]
zone     = "Europe/Rome"
up       = ["mon-fri 08:00-19:30"]
except   = ["2026-12-25", "12-26"]
enforce  = "always"
late     = "1h"
stop     = { how = "provider", grace = "10m", then = "hard" }
new_machine_grace = "0s"
"#;

const SMALL: &str = "accounts = ['a']\nselect = ['name~*']\nzone = 'UTC'\n";

fn parsed(text: &str) -> Loaded {
    load(text, Path::new("schedules.toml"), &Copies::default())
}

/// The one complaint about a file, with its hint.
fn complaint_of(text: &str) -> (String, String) {
    let loaded = parsed(text);
    assert_eq!(loaded.bad.len(), 1, "{text}: {:?}", loaded.bad);
    assert!(loaded.rules.is_empty(), "{text}");
    assert_eq!(loaded.bad[0].kind(), Kind::Config);
    (loaded.bad[0].to_string(), loaded.bad[0].details().hint.clone().unwrap_or_default())
}

#[test]
fn every_field_is_read() {
    let loaded = parsed(OFFICE);
    assert!(loaded.bad.is_empty(), "{:?}", loaded.bad);
    let rule = &loaded.rules[0];
    assert_eq!(
        (rule.name.as_str(), rule.accounts.as_slice()),
        ("office", ["fotbo".to_owned(), "zurich".to_owned()].as_slice())
    );
    let select: Vec<String> = rule.select.filters.iter().map(ToString::to_string).collect();
    assert_eq!(select, ["name~dev-*", "tags=dev"]);
    assert_eq!(rule.calendar.zone.iana_name(), Some("Europe/Rome"));
    assert_eq!(rule.calendar.times, Times::Windows(vec![Window::parse("mon-fri 08:00-19:30").unwrap()]));
    assert_eq!(rule.calendar.except.len(), 2);
    assert_eq!((rule.enforce, rule.late), (Enforce::Always, Duration::from_secs(3_600)));
    assert_eq!(rule.stop, Stop { how: How::Provider, grace: Duration::from_secs(600), then: Then::Hard });
    assert_eq!(rule.new_machine_grace, Duration::ZERO);
}

#[test]
fn what_is_left_out_has_its_default() {
    for stop in ["", "stop = {}", "[r.stop]"] {
        let loaded = parsed(&format!("[r]\n{SMALL}up = ['daily 08:00-20:00']\n{stop}"));
        assert!(loaded.bad.is_empty(), "{:?}", loaded.bad);
        let rule = &loaded.rules[0];
        assert_eq!((rule.enforce, rule.late), (Enforce::Once, Duration::from_secs(7_200)));
        assert_eq!(rule.stop, Stop { how: How::Clean, grace: Duration::from_secs(300), then: Then::Leave });
        assert_eq!(rule.new_machine_grace, Duration::from_secs(900));
        assert!(rule.calendar.except.is_empty());
    }
}

#[test]
fn a_rule_may_only_start_or_only_stop() {
    let loaded = parsed(&format!(
        "[r]\n{SMALL}down_at = ['mon-fri 19:30']\n[s]\n{SMALL}up_at = ['mon 8:00']\ndown_at = ['mon 9:00']"
    ));
    assert!(loaded.bad.is_empty(), "{:?}", loaded.bad);
    let down = vec![Moment::parse("mon-fri 19:30").unwrap()];
    assert_eq!(loaded.rules[0].calendar.times, Times::OneSided { up: Vec::new(), down });
    assert!(loaded.rules[1].calendar.one_sided());
    assert!(parsed("").rules.is_empty() && parsed("# none yet").bad.is_empty());
}

#[test]
fn each_mistake_is_told_by_line_and_field() {
    let windowed = format!("[r]\n{SMALL}up = ['daily 08:00-20:00']\n");
    for (line, field, what, hint) in [
        ("lates = '2h'", "lates", "there is no such field", "did you mean late? the fields are accounts, select"),
        ("late = '2 hours'", "late", "\"2 hours\" is not a duration", "write 90s"),
        ("late = '36d'", "late", "\"36d\" is too long", "35d"),
        ("late = 2", "late", "expected a text, found an integer", "quotes"),
        ("enforce = 'twice'", "enforce", "there is no \"twice\"", "once or always"),
        ("except = ['25.12.2026']", "except", "\"25.12.2026\" is no date", "2026-12-25"),
        ("except = ['02-30']", "except", "\"02-30\" is no date", "12-26"),
        ("except = [2026-12-25]", "except", "expected a text, found a datetime", "quotes"),
        ("except = '12-26'", "except", "expected a list, found a string", "except = [\"..\", \"..\"]"),
        ("new_machine_grace = ''", "new_machine_grace", "is not a duration", "write 90s"),
        ("stop = 'clean'", "stop", "expected a table with how, grace and then", "grace"),
        ("stop = { how = 'soft' }", "stop.how", "there is no \"soft\"", "clean or hard or provider"),
        ("stop = { then = 'start' }", "stop.then", "there is no \"start\"", "leave or hard"),
        ("stop = { grase = '1m' }", "stop.grase", "there is no such field", "did you mean grace?"),
        ("stop = { how = 'hard', then = 'hard' }", "stop.then", "nothing follows a hard stop", "remove then"),
        ("up_at = ['mon 08:00']", "up_at", "it cannot stand beside up", "without it"),
        ("down_at = ['mon 08:00']", "down_at", "it cannot stand beside up", "without it"),
    ] {
        let (message, told) = complaint_of(&format!("{windowed}{line}"));
        let place = format!("schedules.toml, line 6: rule r, {field}: ");
        assert!(message.starts_with(&place) && message.contains(what), "{message}");
        assert!(told.contains(hint), "{line}: {told}");
    }
}

#[test]
fn what_a_rule_needs_must_be_there_and_say_something() {
    let whole = ["accounts = ['a']", "select = ['name~*']", "zone = 'UTC'", "up = ['daily 08:00-20:00']"];
    for (at, instead, what, hint) in [
        (0, "", "line 1: rule r, accounts: it is missing", "each rule"),
        (0, "accounts = []", "line 2: rule r, accounts: the list is empty", "nubo accounts list"),
        (0, "accounts = ['a', ' ']", "line 2: rule r, accounts: a name is blank", "nubo accounts list"),
        (0, "accounts = ['a', 'a']", "line 2: rule r, accounts: \"a\" is named twice", "once"),
        (1, "", "line 1: rule r, select: it is missing", "each rule"),
        (1, "select = []", "line 3: rule r, select: the list is empty", "name~*"),
        (1, "select = ['']", "line 3: rule r, select: ", ""),
        (1, "select = ['  ']", "line 3: rule r, select: ", ""),
        (1, "select = ['nam=x']", "line 3: rule r, select: there is no field \"nam\"", "did you mean name?"),
        (
            1,
            "select = [\n'name~*',\n'tag=dev']",
            "line 5: rule r, select: there is no field \"tag\"",
            "did you mean tags?",
        ),
        (2, "", "line 1: rule r, zone: it is missing", "each rule"),
        (2, "zone = 'Europe/Roma'", "line 4: rule r, zone: there is no time zone \"Europe/Roma\"", "Europe/Rome"),
        (3, "", "line 1: rule r, up: it is missing", "up_at or down_at"),
        (3, "up = []", "line 5: rule r, up: the list is empty", "down_at or up_at"),
        (3, "up = ['mon 08:00-08:00']", "line 5: rule r, up: \"mon 08:00-08:00\", character 11: ", "00:00-24:00"),
        (3, "up = ['daily 8:00-9:00',\n\n'mon 8:00']", "line 7: rule r, up: \"mon 8:00\", character 9: ", "up_at"),
        (3, "up_at = []", "line 5: rule r, up_at: the list is empty", "mon-fri 19:30"),
        (
            3,
            "up_at = ['mon 8:00']\ndown_at = ['mon-fri 08:00']",
            "line 6: rule r, down_at: \"mon-fri 08:00\" is also among up_at",
            "minute",
        ),
    ] {
        let mut lines = whole;
        lines[at] = instead;
        let (message, told) = complaint_of(&format!("[r]\n{}", lines.join("\n")));
        assert!(message.starts_with(&format!("schedules.toml, {what}")), "{message}");
        assert!(told.contains(hint), "{instead}: {told}");
    }
}

#[test]
fn a_bad_rule_never_stops_the_others_and_tells_all_that_is_wrong() {
    let loaded = parsed(&format!(
        "loose = 1\n{OFFICE}\n[bad]\nzone = 'x'\nup = ['y']\n[[many]]\n[last]\n{SMALL}up_at = ['mon 1:00']"
    ));
    let names: Vec<&str> = loaded.rules.iter().map(|rule| rule.name.as_str()).collect();
    assert_eq!(names, ["office", "last"]);
    let told: Vec<String> = loaded.bad.iter().map(|error| error.to_string().replace("schedules.toml, ", "")).collect();
    let starts = [
        "line 1: loose stands outside a rule",
        "line 14: rule bad, accounts: it is missing",
        "line 14: rule bad, select: it is missing",
        "line 15: rule bad, zone: there is no time zone",
        "line 16: rule bad, up: \"y\", character 1",
        "line 17: many stands outside a rule",
    ];
    assert_eq!(told.len(), starts.len(), "{told:?}");
    for (told, start) in told.iter().zip(starts) {
        assert!(told.starts_with(start), "{told}");
    }
    assert!(loaded.bad[1..5].iter().all(|error| error.details().target.as_deref() == Some("bad")));
}

#[test]
fn what_is_no_toml_is_told_once_by_line_and_column() {
    for (text, place) in [
        ("[office]\nzone = Rome", "line 2, column 8: "),
        ("[office\n", "line 1, column 8: "),
        ("[a]\n[b]\n[a]\n", "line 3, column 2: "),
        ("[a]\n\"é\" = 1 2", "line 2, column 7: "),
    ] {
        let (message, hint) = complaint_of(text);
        assert!(message.starts_with(&format!("schedules.toml, {place}")), "{message}");
        assert!(hint.contains("no rule acts until then"), "{hint}");
    }
}

#[test]
fn an_account_that_is_not_configured_makes_its_rule_a_bad_one() {
    let mut loaded = parsed(&format!("{OFFICE}[r]\n{SMALL}up_at = ['mon 1:00']"));
    loaded.check_accounts(&["a", "fotbo", "zurich"]);
    assert_eq!((loaded.rules.len(), loaded.bad.len()), (2, 0));
    let text = OFFICE.replace("\"fotbo\", ", "\"fotbo\",\n\n");
    let mut loaded = parsed(&format!("{text}[r]\n{SMALL}up_at = ['mon 1:00']"));
    loaded.check_accounts(&["a", "fotbo", "zurch"]);
    assert_eq!(loaded.rules.len(), 1);
    assert_eq!(
        loaded.bad[0].to_string(),
        "schedules.toml, line 5: rule office, accounts: there is no account \"zurich\""
    );
    assert_eq!(loaded.bad[0].details().hint.as_deref(), Some("did you mean zurch?"));
    loaded.check_accounts(&[]);
    assert!(loaded.rules.is_empty() && loaded.bad.iter().all(|error| error.kind() == Kind::Config));
    assert_eq!(loaded.bad[1].details().hint.as_deref(), Some("configure one with `nubo accounts add`"));
}

#[test]
fn the_order_of_machines_and_rules_is_read_and_a_circle_is_told() {
    let rule = |name: &str, more: &str| format!("[{name}]\n{SMALL}up = ['daily 08:00-20:00']\n{more}\n");
    let loaded = parsed(&format!(
        "{}{}",
        rule("db", "order = ['name~a-*', 'name~b-*']\nready = 'tcp:5432'\nstagger = '30s'"),
        rule("web", "after = ['db']")
    ));
    assert!(loaded.bad.is_empty(), "{:?}", loaded.bad);
    let [db, web] = loaded.rules.as_slice() else { panic!("{:?}", loaded.rules) };
    assert_eq!(
        (db.order.groups.len(), db.order.ready, db.order.stagger),
        (2, Some(5432), Some(Duration::from_secs(30)))
    );
    assert_eq!(web.order.after, ["db"]);
    for (more, words, hint) in [
        ("after = ['dbs']", "line 12: rule web, after: there is no rule \"dbs\"", "did you mean db?"),
        ("after = ['web']", "line 12: rule web, after: in the end it waits for itself", "circle"),
        ("ready = '5432'", "ready: \"5432\" is nothing that can be asked", "tcp:5432"),
        ("ready = 'tcp:0'", "ready: \"tcp:0\" is nothing that can be asked", "tcp:5432"),
        ("order = []", "order: the list is empty", "groups"),
        ("order = ['name']", "order: ", ""),
    ] {
        let loaded = parsed(&format!("{}{}", rule("db", ""), rule("web", more)));
        assert_eq!((loaded.bad.len(), loaded.rules.len(), loaded.shields.len()), (1, 1, 1), "{more}: {:?}", loaded.bad);
        let (told, own) = (loaded.bad[0].to_string(), loaded.bad[0].details().hint.clone().unwrap_or_default());
        assert!(told.contains(words) && own.contains(hint), "{told}; {own}");
    }
    let loaded = parsed(&format!("{}{}", rule("a", "after = ['b']"), rule("b", "after = ['a']")));
    assert_eq!((loaded.bad.len(), loaded.rules.len()), (2, 0));
}

#[test]
fn the_help_and_the_readme_name_each_field() {
    let readme = include_str!("../../README.md");
    for key in read::KEYS.iter().chain(&KEYS) {
        let word = |text: &str| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == *key);
        assert!(word(crate::cli::schedules::RULES) && word(readme), "{key}");
    }
}

#[test]
fn who_is_told_stands_in_the_rule_or_at_the_top() {
    let rule = |more: &str| format!("[r]\n{SMALL}up = ['daily 08:00-20:00']\n{more}\n");
    let top = "warn = '10m'\nnotify = ['command cat', 'https://x.example/key']\n";
    let loaded = parsed(&format!("{top}{}", rule("")));
    let own = parsed(&rule("warn = '5m'\nnotify = ['command true']"));
    let quiet = parsed(&format!("{top}{}", rule("notify = []")));
    let telling = |loaded: &Loaded| {
        assert!(loaded.bad.is_empty(), "{:?}", loaded.bad);
        let telling = &loaded.rules[0].telling;
        (telling.warn.map(|warn| warn.as_secs()), telling.notify.len())
    };
    assert_eq!([&loaded, &own, &quiet].map(telling), [(Some(600), 2), (Some(300), 1), (None, 0)]);
    for (more, words) in [
        ("warn = '10m'", "line 6: rule r, warn: nobody is told"),
        ("notify = ['mail me']", "notify: it is neither a command nor an https address"),
        ("notify = ['http://x.example/key']", "notify: it is neither"),
        ("notify = ['command ']", "notify: it is neither"),
    ] {
        let (told, _) = complaint_of(&rule(more));
        assert!(told.contains(words) && !told.contains("key"), "{told}");
    }
}
