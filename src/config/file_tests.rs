//! The accounts file: its keys, and errors about mistakes.
//! Every complaint has kind `config`, names file and line, and shows no secret.
#![allow(clippy::unwrap_used)]

use std::fs;

use super::super::Encoding;
use super::*;

const WHOLE: &str = r#"
default_account = "zurich"
parallel = 8
retries = 1
max_targets = 20
[accounts.zurich]
provider = "cloudsigma-zrh"
user = "ops@example.com"
secret_command = "pass show clouds/zurich"
protect = ["db-*"]
read_only = true
ca_file = "ca.pem"
timeout = "90s"
parallel = 4
[accounts.se-flow]
provider = "hostbill"
url = "https://example.com/api"
encoding = "form"
"#;

fn load_with(text: &str, vars: &[(&str, &str)]) -> Result<Config> {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("nubo").display().to_string();
    files::write_private(&home.path().join("nubo/config.toml"), text.as_bytes()).unwrap();
    let vars: Vec<_> = vars.iter().copied().chain([("NUBO_CONFIG_DIR", dir.as_str())]).collect();
    let env = Env::given(&vars);
    Config::load(&Paths::new(None, &env).unwrap(), &env)
}

fn load(text: &str) -> Result<Config> {
    load_with(text, &[])
}

/// The message after the folder, and the hint.
fn complaint(text: &str) -> (String, String) {
    let error = load(text).unwrap_err();
    assert_eq!(error.kind(), Kind::Config, "{error}");
    let hint = error.details().hint.clone().unwrap_or_default();
    let message = error.to_string();
    (message.split_once("config.toml").unwrap().1.to_owned(), hint)
}

#[test]
fn a_whole_file_is_read() {
    let config = load(WHOLE).unwrap();
    assert_eq!(config.default_account.as_deref(), Some("zurich"));
    assert_eq!((config.parallel.unwrap().get(), config.retries, config.max_targets), (8, Some(1), Some(20)));
    let zurich = &config.accounts["zurich"];
    assert_eq!(zurich.protect, ["db-*"]);
    assert!(zurich.read_only && !zurich.plain_http);
    assert!(zurich.ca_file.as_ref().unwrap().is_absolute());
    assert_eq!(config.accounts["se-flow"].encoding, Some(Encoding::Form));
    assert!(config.file.is_some());
    assert!(config.warnings.is_empty(), "{:?}", config.warnings);
}

#[test]
fn no_file_and_no_home_is_an_empty_configuration() {
    let env = Env::given::<&str>(&[]);
    let config = Config::load(&Paths::new(None, &env).unwrap(), &env).unwrap();
    assert_eq!(config, Config::default());
}

#[test]
fn a_file_named_by_the_flag_has_to_exist_unless_it_is_to_be_made() {
    let home = tempfile::tempdir().unwrap();
    let env = Env::given::<&str>(&[]);
    let paths = Paths::new(Some(&home.path().join("mine.toml")), &env).unwrap();
    assert!(Config::load(&paths, &env).unwrap_err().to_string().contains("mine.toml does not exist"));
    assert!(Config::load_if_any(&paths, &env).is_ok());
    fs::write(home.path().join("mine.toml"), WHOLE).unwrap();
    assert_eq!(Config::load(&paths, &env).unwrap().accounts.len(), 2);
}

#[test]
fn a_secret_is_refused_without_being_shown() {
    for text in [
        "[accounts.zurich]\nsecret = \"hunter2\"\nprovider = \"x\"",
        "[accounts.zurich]\nAPI-Token = \"hunter2\"",
        "[accounts]\nzurich = { password = \"hunter2\" }",
        "accounts.zurich.passwd = \"hunter2\"",
        "default_account = 1\n[accounts.zurich]\napi_key = 'hunter2'",
    ] {
        let (message, hint) = complaint(text);
        assert!(message.contains(", line ") && message.contains("secrets do not belong in this file"), "{message}");
        assert_eq!(hint, "remove the line, then `nubo accounts set-secret zurich`");
        assert!(!message.contains("hunter2"), "{message}");
    }
    assert!(complaint("token = 'hunter2'").1.contains("set-secret NAME"));
    assert!(load("[accounts.a]\nprovider = 'x'\nsecret_command = 'pass show a'").is_ok());
}

#[test]
fn no_complaint_shows_a_value() {
    for text in [
        "[accounts.a]\nprovider = 'x'\nread_only = 'hunter2'",
        "[accounts.a]\nprovider = 'x'\nread_only = \"hunter2 \\\", expected hunter2\"",
        "[accounts.a]\nprovider = 'x'\nencoding = 'hunter2'",
        "[accounts]\na = 'hunter2'",
        "accounts = 'hunter2'",
        "[accounts.a]\nsecret = hunter2",
        "[accounts.a]\nsecret = 'hunter2",
        "[accounts.a]\nprovider = ['hunter2']",
        "[accounts.a]\nprovider = 'x'\nprotect = 'hunter2'",
        "[accounts.a]\nprovider = 'x'\nurl = 'https://me:hunter2@example.com/'",
    ] {
        let error = load(text).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
        assert_eq!(error.kind(), Kind::Config);
    }
}

#[test]
fn mistakes_are_told_by_line_and_remedy() {
    let (message, _) = complaint("[accounts.a]\nurl = 'y'");
    assert_eq!(message, ", line 1: missing field `provider`");
    let (message, hint) = complaint("[accounts.a]\nprovider = 'x'\nread_only = 'yes'");
    assert_eq!((message.as_str(), hint.as_str()), (", line 3: invalid type: string", "expected a boolean"));
    let (message, hint) = complaint("parallel = 0");
    assert_eq!((message.as_str(), hint.as_str()), (", line 1: invalid value: integer", "expected a nonzero usize"));
    let (message, hint) = complaint("[accounts.a]\nprovider = 'x'\nencoding = 'xml'");
    assert_eq!((message.as_str(), hint.as_str()), (", line 3: unknown word", "expected `form` or `json`"));
    let (message, _) = complaint("a = 1\nb = = 2");
    assert!(message.starts_with(", line 2: "), "{message}");
}

#[test]
fn names_that_cannot_be_or_collide_are_refused() {
    for name in ["Zurich", "-a", "_a", "a.b", "a b", "", "a/b", "ü"] {
        let (message, _) = complaint(&format!("[accounts.\"{name}\"]\nprovider = 'x'"));
        assert!(message.contains(&format!("`{name}` cannot be the name")), "{message}");
    }
    let (message, _) = complaint("[accounts.a-b]\nprovider = 'x'\n[accounts.a_b]\nprovider = 'x'");
    assert!(message.contains("`a-b` and `a_b`") && message.contains("NUBO_SECRET_A_B"), "{message}");
}

#[test]
fn a_default_that_is_no_account_is_refused() {
    let (message, hint) = complaint("default_account = 'zurich'");
    assert!(message.contains("`zurich`") && hint.contains("nubo accounts use"), "{message} {hint}");
}

#[test]
fn the_environment_makes_an_account() {
    let vars = [("NUBO_PROVIDER", "fleio"), ("NUBO_URL", "https://x"), ("NUBO_USER", "me")];
    let env = Env::given(&vars);
    let config = Config::load(&Paths::default(), &env).unwrap();
    let section = &config.accounts["env"];
    assert_eq!((section.provider.as_str(), section.user.as_deref()), ("fleio", Some("me")));
    assert_eq!(load_with(WHOLE, &vars).unwrap().accounts.len(), 3);
    let error = load_with("[accounts.env]\nprovider = 'x'", &vars).unwrap_err();
    assert!(error.to_string().contains("both"), "{error}");
    assert!(load("[accounts.env]\nprovider = 'x'").is_ok());
    assert!(load_with("", &[("NUBO_PROVIDER", "")]).is_err());
    assert!(load_with("", &[("NUBO_URL", "https://x")]).unwrap().warnings[0].contains("NUBO_URL"));
}

#[cfg(unix)]
#[test]
fn what_others_can_read_is_warned_about() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("config.toml");
    fs::write(&file, "").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o750)).unwrap();
    let env = Env::given(&[("NUBO_CONFIG_DIR", home.path())]);
    let warnings = Config::load(&Paths::new(None, &env).unwrap(), &env).unwrap().warnings;
    assert_eq!(warnings.len(), 2);
    assert!(warnings[0].contains("0644") && warnings[0].contains("chmod 600"), "{warnings:?}");
    assert!(warnings[1].contains("0750") && warnings[1].contains("chmod 700"), "{warnings:?}");
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[a-z\\[\\]{}.=\"'#\\\\\n ü-]{0,60}") {
        let _ = Config::parse(Path::new("config.toml"), &text);
    }
}
