//! Edits of the accounts file: the edit is made, and every other byte stays.
//! Files of odd layout are edited rightly or refused, never spoilt.
#![allow(clippy::unwrap_used)]

use std::fs;

use proptest::prelude::*;

use super::*;

const FILE: &str = "# my clouds\n# since 2019\n\ndefault_account = 'a'  # the busy one\nretries=2\n\n# first\n[accounts.a]   # here\nprovider   = \"x\"\n# url = \"old\"\n\n# second\n[accounts.b]\nprovider='y'\nprotect = [\n  \"db-*\", # data\n]\n\n# the end\n";

struct Home(tempfile::TempDir, Paths);

impl Home {
    fn with(text: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("config.toml");
        fs::write(&file, text).unwrap();
        Self(dir, Paths { config_file: Some(file), ..Paths::default() })
    }

    fn text(&self) -> String {
        fs::read_to_string(self.0.path().join("config.toml")).unwrap()
    }
}

fn section(provider: &str) -> AccountSection {
    AccountSection { provider: provider.to_owned(), ..AccountSection::default() }
}

#[test]
fn the_first_account_makes_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let paths = Paths { config_file: Some(dir.path().join("new/config.toml")), ..Paths::default() };
    let full = AccountSection {
        user: Some("a \"b\"".to_owned()),
        protect: vec!["db-*".to_owned()],
        read_only: true,
        encoding: Some(super::super::Encoding::Json),
        ..section("fleio")
    };
    let file = add_account(&paths, "mine", &full).unwrap();
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("[accounts.mine]\nprovider = \"fleio\"\n"), "{text}");
    assert_eq!(Config::parse(&file, &text).unwrap().accounts["mine"], full);
}

#[test]
fn adding_keeps_every_byte() {
    for text in [FILE, "retries = 2", &FILE.replace('\n', "\r\n"), "# only a comment"] {
        let home = Home::with(text);
        add_account(&home.1, "c", &section("z")).unwrap();
        let after = home.text();
        assert!(after.starts_with(text), "{after}");
        assert!(after[text.len()..].trim_start().starts_with("[accounts.c]"), "{after}");
        assert_eq!(after.contains("\r\n"), text.contains("\r\n"));
    }
}

#[test]
fn a_name_that_is_there_or_collides_is_refused() {
    let home = Home::with("[accounts.a-b]\nprovider = 'x'\n");
    for name in ["a-b", "a_b"] {
        let error = add_account(&home.1, name, &section("z")).unwrap_err();
        assert_eq!(error.kind(), Kind::Conflict, "{error}");
    }
    assert_eq!(add_account(&home.1, "A", &section("z")).unwrap_err().kind(), Kind::Usage);
    let url = AccountSection { url: Some("https://u:hunter2@x".to_owned()), ..section("z") };
    let error = add_account(&home.1, "u", &url).unwrap_err();
    assert!(error.kind() == Kind::Usage && !format!("{error:?}").contains("hunter2"));
    assert_eq!(home.text(), "[accounts.a-b]\nprovider = 'x'\n");
}

#[test]
fn removing_takes_the_section_its_own_comment_and_the_default() {
    let home = Home::with(FILE);
    remove_account(&home.1, "a").unwrap();
    assert_eq!(
        home.text(),
        "# my clouds\n# since 2019\n\nretries=2\n\n# url = \"old\"\n\n# second\n[accounts.b]\nprovider='y'\nprotect = [\n  \"db-*\", # data\n]\n\n# the end\n"
    );
    remove_account(&home.1, "b").unwrap();
    assert_eq!(home.text(), "# my clouds\n# since 2019\n\nretries=2\n\n# url = \"old\"\n\n# the end\n");
    assert_eq!(remove_account(&home.1, "b").unwrap_err().kind(), Kind::NotFound);
}

#[test]
fn removing_another_keeps_the_default() {
    let home = Home::with(FILE);
    remove_account(&home.1, "b").unwrap();
    assert!(home.text().contains("default_account = 'a'  # the busy one\n"));
}

#[test]
fn an_account_on_one_line_goes_with_its_line() {
    let home = Home::with("[accounts]\na = { provider = 'x' }\nb = { provider = 'y' }\n");
    remove_account(&home.1, "a").unwrap();
    assert_eq!(home.text(), "[accounts]\nb = { provider = 'y' }\n");
}

#[test]
fn a_layout_that_lines_cannot_change_is_refused_and_stays() {
    for text in [
        "accounts = { a = { provider = 'x' }, b = { provider = 'y' } }\n",
        "accounts.a.provider = 'x'\naccounts.b.provider = 'y'\naccounts.a.user = 'z'\n",
    ] {
        let home = Home::with(text);
        let error = remove_account(&home.1, "a").unwrap_err();
        assert_eq!(error.kind(), Kind::Config, "{error}");
        assert_eq!(home.text(), text);
    }
    let home = Home::with("accounts = {}\n");
    assert!(add_account(&home.1, "c", &section("z")).is_err());
    assert_eq!(home.text(), "accounts = {}\n");
}

#[test]
fn the_default_changes_in_place_and_goes_with_its_line() {
    let home = Home::with(FILE);
    set_default(&home.1, Some("b")).unwrap();
    assert_eq!(home.text(), FILE.replace("'a'  #", "\"b\"  #"));
    set_default(&home.1, None).unwrap();
    assert_eq!(home.text(), FILE.replace("default_account = 'a'  # the busy one\n", ""));
    assert_eq!(set_default(&home.1, Some("nobody")).unwrap_err().kind(), Kind::NotFound);
}

#[test]
fn a_new_default_stands_after_the_title_and_before_the_keys() {
    for (before, after) in [
        ("[accounts.a]\nprovider='x'\n", "default_account = \"a\"\n\n[accounts.a]\nprovider='x'\n"),
        ("# t\n\n# a\n[accounts.a]\nprovider='x'", "# t\n\ndefault_account = \"a\"\n\n# a\n[accounts.a]\nprovider='x'"),
        ("retries=1\n[accounts.a]\nprovider='x'", "default_account = \"a\"\nretries=1\n[accounts.a]\nprovider='x'"),
        ("accounts.a.provider='x'\r\n", "default_account = \"a\"\r\naccounts.a.provider='x'\r\n"),
    ] {
        let home = Home::with(before);
        set_default(&home.1, Some("a")).unwrap();
        assert_eq!(home.text(), after);
    }
}

#[test]
fn a_file_with_a_mistake_is_left_alone() {
    let home = Home::with("[accounts.a]\nprovder = 'x'\n");
    assert_eq!(add_account(&home.1, "b", &section("z")).unwrap_err().kind(), Kind::Config);
    assert_eq!(home.text(), "[accounts.a]\nprovder = 'x'\n");
}

/// A file of some sections, with comments, blank lines and line ends of every kind.
fn files() -> impl Strategy<Value = String> {
    let comment = prop_oneof![Just(""), Just("# note\n"), Just("\n# note\n\n"), Just("\n\n")];
    let keys = prop_oneof![Just(""), Just("user = 'me' # who\n"), Just("protect = [\n 'a', # b\n]\n# gone = 1\n")];
    let sections = prop::collection::vec((comment.clone(), keys, comment.clone()), 1..5);
    (comment, any::<bool>(), any::<bool>(), sections).prop_map(|(top, default, crlf, sections)| {
        let title = format!("{top}{}", if default { "default_account = 'n0' # d\n" } else { "" });
        let section =
            |(at, (above, keys, below))| format!("{above}[accounts.n{at}] # h\nprovider = 'p{at}'\n{keys}{below}");
        let text: String = std::iter::once(title).chain(sections.into_iter().enumerate().map(section)).collect();
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

proptest! {
    #[test]
    fn adding_and_removing_gives_the_same_bytes(text in files()) {
        let home = Home::with(&text);
        add_account(&home.1, "new-one", &section("z")).unwrap();
        prop_assert!(home.text().starts_with(&text));
        remove_account(&home.1, "new-one").unwrap();
        let after = home.text();
        prop_assert_eq!(after.trim_end(), text.trim_end());
    }

    #[test]
    fn choosing_a_default_and_none_changes_no_other_line(text in files()) {
        let home = Home::with(&text);
        set_default(&home.1, Some("n0")).unwrap();
        set_default(&home.1, None).unwrap();
        let kept = |text: &str| -> Vec<String> {
            text.lines().filter(|l| !l.starts_with("default_account") && !l.is_empty()).map(str::to_owned).collect()
        };
        prop_assert_eq!(kept(&home.text()), kept(&text));
    }

    #[test]
    fn removing_leaves_the_other_lines(text in files()) {
        let home = Home::with(&text);
        remove_account(&home.1, "n0").unwrap();
        let after = home.text();
        for line in after.lines() {
            prop_assert!(text.contains(line));
        }
        for line in text.lines().filter(|line| line.starts_with("[accounts.") && !line.contains("n0")) {
            prop_assert!(after.contains(line));
        }
    }
}

#[test]
fn an_account_goes_with_its_own_sections() {
    let text =
        "[accounts.a]\nprovider = \"x\"\n\n[accounts.a.tags]\n\"1/2\" = [\"dev\"]\n\n[accounts.b]\nprovider = \"y\"\n";
    let home = Home::with(text);
    remove_account(&home.1, "a").unwrap();
    assert_eq!(home.text(), "[accounts.b]\nprovider = \"y\"\n");
    let dir = tempfile::tempdir().unwrap();
    let paths = Paths { config_file: Some(dir.path().join("config.toml")), ..Paths::default() };
    let tags = [("1/2".to_owned(), vec!["dev".to_owned()])].into();
    let tagged = AccountSection { tags, timeout: Some("9s".to_owned()), ..section("fleio") };
    let file = add_account(&paths, "mine", &tagged).unwrap();
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(Config::parse(&file, &text).unwrap().accounts["mine"], tagged, "{text}");
}
