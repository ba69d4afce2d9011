//! The order of the places, the error of each failure, and the places of stored secrets.
//! The keyring is a test's own; the real one is asked by a test of the whole program.
#![allow(clippy::unwrap_used)]

use std::sync::atomic::Ordering;

use super::super::fake_keyring::Fake;
use super::super::keyring::Unusable;
use super::*;

struct Home {
    dir: tempfile::TempDir,
    paths: Paths,
}

impl Home {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let paths = Paths { config_dir: Some(dir.path().join("nubo")), ..Paths::default() };
        Self { dir, paths }
    }

    fn file(&self) -> PathBuf {
        self.dir.path().join("nubo/credentials.toml")
    }
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned()).unwrap()
}

fn command(line: &str) -> AccountSection {
    AccountSection { secret_command: Some(line.to_owned()), ..AccountSection::default() }
}

fn holding(entries: &[(&str, &str)]) -> Fake {
    let fake = Fake::default();
    for (name, text) in entries {
        fake.entries.lock().unwrap().insert((*name).to_owned(), (*text).to_owned());
    }
    fake
}

fn closed() -> Fake {
    Fake { outage: Some(Unusable::closed("the keyring is locked")), ..Fake::default() }
}

fn asked(env: &Env) -> usize {
    let Env::Given(given) = env else { return 0 };
    given.keyring.asked.load(Ordering::Relaxed)
}

#[test]
fn variables_are_named_after_accounts() {
    assert_eq!(variable("se-flow_2"), "NUBO_SECRET_SE_FLOW_2");
    assert_eq!(variable("env"), "NUBO_SECRET");
}

#[cfg(unix)]
#[tokio::test]
async fn each_place_wins_over_those_after_it_and_the_keyring_is_asked_last() {
    let home = Home::new();
    credentials_file::write(&home.file(), "a", &secret("from-file")).unwrap();
    let plain = AccountSection::default();
    let rows = [
        (vec![("NUBO_SECRET_A", "from-env")], command("echo from-command"), "from-env", 0),
        (vec![], command("echo from-command"), "from-command", 0),
        (vec![], plain, "from-keyring", 1),
    ];
    for (vars, section, wanted, times) in rows {
        let env = Env::with_keyring(&vars, holding(&[("a", "from-keyring")]));
        let found = find(&env, &home.paths, "a", &section).await.unwrap();
        assert_eq!(found.secret.expose(), wanted);
        assert_eq!(asked(&env), times, "{wanted}");
        assert!(found.warnings.is_empty());
    }
    let env = Env::with_keyring::<&str>(&[], holding(&[("b", "of-another")]));
    let found = find(&env, &home.paths, "a", &AccountSection::default()).await.unwrap();
    assert_eq!((found.secret.expose(), found.source), ("from-file", Place::File(home.file())));
}

#[tokio::test]
async fn an_empty_or_odd_variable_is_an_error_and_nothing_else_is_asked() {
    for value in ["", " ", "hunter2\nhunter3"] {
        let env = Env::with_keyring(&[("NUBO_SECRET_A", value)], holding(&[("a", "x")]));
        let error = find(&env, &Home::new().paths, "a", &AccountSection::default()).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Config);
        assert!(error.to_string().contains("NUBO_SECRET_A") && !format!("{error:?}").contains("hunter"), "{error}");
        assert_eq!(asked(&env), 0);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_that_fails_is_not_passed_over() {
    let env = Env::with_keyring::<&str>(&[], holding(&[("a", "x")]));
    let error = find(&env, &Home::new().paths, "a", &command("exit 1")).await.unwrap_err();
    assert_eq!((error.kind(), asked(&env)), (Kind::Denied, 0));
}

#[tokio::test]
async fn no_secret_says_why_and_how() {
    let env = Env::given::<&str>(&[]);
    let error = find(&env, &Paths::default(), "my-a", &AccountSection::default()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Denied);
    assert_eq!(error.to_string(), "no secret for account `my-a` (keyring: no session bus)");
    assert_eq!(error.details().hint.as_deref(), Some("`nubo accounts set-secret my-a`, or set NUBO_SECRET_MY_A"));
}

#[tokio::test]
async fn a_closed_keyring_is_told_when_the_file_steps_in() {
    let home = Home::new();
    credentials_file::write(&home.file(), "a", &secret("s")).unwrap();
    let env = Env::with_keyring::<&str>(&[], closed());
    let found = find(&env, &home.paths, "a", &AccountSection::default()).await.unwrap();
    assert_eq!(found.warnings, ["the keyring was passed over (the keyring is locked)"]);
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_private_and_a_wider_mode_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let (home, env) = (Home::new(), Env::given::<&str>(&[]));
    let stored = store(&env, &home.paths, "a", None, &secret("s")).await.unwrap();
    assert_eq!(stored.place, Place::File(home.file()));
    let note = stored.note.unwrap();
    assert!(note.starts_with("no keyring here (no session bus): stored in /") && note.ends_with("mode 0600"), "{note}");
    assert_eq!(std::fs::metadata(home.file()).unwrap().permissions().mode() & 0o777, 0o600);
    let section = AccountSection::default();
    assert!(find(&env, &home.paths, "a", &section).await.unwrap().warnings.is_empty());
    std::fs::set_permissions(home.file(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let warnings = find(&env, &home.paths, "a", &section).await.unwrap().warnings;
    assert!(warnings[0].contains("0644") && warnings[0].contains("chmod 600"), "{warnings:?}");
}

#[tokio::test]
async fn storing_prefers_the_keyring_and_names_the_other_places() {
    let home = Home::new();
    credentials_file::write(&home.file(), "a", &secret("old")).unwrap();
    let env = Env::with_keyring(&[("NUBO_SECRET_A", "x")], Fake::default());
    let stored = store(&env, &home.paths, "a", Some(&command("pass")), &secret("new")).await.unwrap();
    assert_eq!((stored.place, stored.note), (Place::Keyring, None));
    let variable = Place::Variable("NUBO_SECRET_A".to_owned());
    assert_eq!(stored.elsewhere, [variable, Place::Command, Place::File(home.file())]);
    let env = Env::with_keyring::<&str>(&[], holding(&[("a", "new")]));
    assert_eq!(store(&env, &Paths::default(), "a", None, &secret("n")).await.unwrap().elsewhere, []);
}

#[tokio::test]
async fn a_closed_keyring_may_win_later_and_the_note_says_so() {
    let home = Home::new();
    let stored = store(&Env::with_keyring::<&str>(&[], closed()), &home.paths, "a", None, &secret("s")).await.unwrap();
    assert!(stored.note.unwrap().contains("an older secret in the keyring would be used before it"));
    let nowhere = store(&Env::given::<&str>(&[]), &Paths::default(), "a", None, &secret("s")).await.unwrap_err();
    assert!(nowhere.details().hint.as_deref().unwrap().contains("NUBO_CONFIG_DIR"));
}

#[tokio::test]
async fn forgetting_empties_both_stores_and_keeps_other_accounts() {
    let home = Home::new();
    credentials_file::write(&home.file(), "a", &secret("1")).unwrap();
    credentials_file::write(&home.file(), "b", &secret("2")).unwrap();
    let env = Env::with_keyring::<&str>(&[], holding(&[("a", "x")]));
    let forgotten = forget(&env, &home.paths, "a", Some(&command("pass"))).await.unwrap();
    assert_eq!(forgotten.from, [Place::File(home.file()), Place::Keyring]);
    assert_eq!((forgotten.note, forgotten.elsewhere), (None, vec![Place::Command]));
    assert!(credentials_file::read(&home.file(), "a").unwrap().is_none());
    assert_eq!(credentials_file::read(&home.file(), "b").unwrap().unwrap().expose(), "2");
    assert_eq!(forget(&env, &home.paths, "a", None).await.unwrap().from, []);
    let env = Env::with_keyring::<&str>(&[], closed());
    assert!(forget(&env, &home.paths, "a", None).await.unwrap().note.unwrap().contains("may still hold one"));
}

#[tokio::test]
async fn forgetting_makes_no_file() {
    let home = Home::new();
    forget(&Env::given::<&str>(&[]), &home.paths, "a", None).await.unwrap();
    assert!(!home.dir.path().join("nubo").exists());
}

#[tokio::test]
async fn a_spoilt_file_is_told_by_line_and_shows_nothing() {
    let home = Home::new();
    for text in ["[a]\nsecret = hunter2\n", "[a]\nsecret = ['hunter2']\n", "a = 'hunter2'\n", "[a]\nsecret = ''\n"] {
        super::super::files::write_private(&home.file(), text.as_bytes()).unwrap();
        let env = Env::given::<&str>(&[]);
        let error = find(&env, &home.paths, "a", &AccountSection::default()).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Config);
        assert!(!format!("{error:?}").contains("hunter2") && error.to_string().contains("credentials.toml"), "{error}");
    }
}

#[tokio::test]
async fn a_secret_for_the_file_goes_there_past_the_keyring_and_the_other_one_is_told() {
    let home = Home::new();
    let env = Env::with_keyring(&[("NUBO_SECRET_A", "v")], holding(&[("a", "old"), ("b", "kept")]));
    let stored = store_in_file(&env, &home.paths, "a", None, &secret("new")).await.unwrap();
    assert_eq!(stored.place, Place::File(home.file()));
    assert_eq!(stored.elsewhere, [Place::Variable("NUBO_SECRET_A".to_owned()), Place::Keyring]);
    assert_eq!(credentials_file::read(&home.file(), "a").unwrap().unwrap().expose(), "new");
    let Env::Given(given) = &env else { return };
    assert_eq!(given.keyring.entries.lock().unwrap().get("a").map(String::as_str), Some("old"));
    let alone = store_in_file(&Env::given::<&str>(&[]), &home.paths, "c", None, &secret("new")).await.unwrap();
    assert_eq!((alone.elsewhere, alone.note), (Vec::new(), None));
}
