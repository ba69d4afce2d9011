//! The schemas fit all printed records, and every printed key is in them.
//! Values are checked by the few keywords the schemas use; any other keyword fails the test.

use serde_json::{Value, json};

use crate::harness::Home;

/// The errors of a value by a schema, each with its place.
fn wrong(root: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (keyword, told) in schema.as_object().unwrap() {
        let fits = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => true,
            "$ref" => {
                let target = root.pointer(told.as_str().unwrap().trim_start_matches('#')).unwrap();
                faults.extend(wrong(root, target, value, place));
                true
            }
            "type" if told.is_array() => told.as_array().unwrap().iter().any(|name| is(name, value)),
            "type" => is(told, value),
            "enum" => told.as_array().unwrap().contains(value),
            "minimum" => value.is_null() || value.as_i64() >= told.as_i64(),
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                faults.extend(items.flat_map(|(at, item)| wrong(root, told, item, &format!("{place}/{at}"))));
                true
            }
            "required" => {
                let missing = |key: &&Value| value.get(key.as_str().unwrap()).is_none();
                value.is_null() || told.as_array().unwrap().iter().find(missing).is_none()
            }
            "properties" => {
                for (key, value) in value.as_object().into_iter().flatten() {
                    match told.get(key) {
                        Some(schema) => faults.extend(wrong(root, schema, value, &format!("{place}/{key}"))),
                        None => faults.push(format!("{place}/{key} is not described")),
                    }
                }
                true
            }
            other => panic!("{other} is a keyword that this test does not know"),
        };
        if !fits {
            faults.push(format!("{place}: {value} against {keyword} {told}"));
        }
    }
    faults
}

/// True when a value is of a type.
fn is(name: &Value, value: &Value) -> bool {
    match name.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is no type that this test knows"),
    }
}

/// Checks an array against a schema, and one record against that of a record; neither may be empty.
#[track_caller]
fn holds(home: &Home, noun: &str, printed: &Value) {
    let root = home.nubo(&format!("schema {noun}")).ends(0).quietly().json();
    let list = if printed.is_array() { printed.clone() } else { json!([printed]) };
    assert!(list.as_array().is_some_and(|list| !list.is_empty()), "{noun}: nothing was printed");
    assert_eq!(wrong(&root, &root, &list, ""), Vec::<String>::new(), "{noun}");
}

#[test]
fn of_every_noun() {
    let home = Home::new();
    for (noun, target) in [("instances", "web-1"), ("drives", "archive"), ("invoices", "3052"), ("tickets", "437928")] {
        holds(&home, noun, &home.sandbox(&format!("{noun} list --json")).json());
        holds(&home, noun, &home.sandbox(&format!("{noun} list --raw --json")).json());
        let account = if noun == "instances" { "sandbox-fleio/" } else { "" };
        let one = home.sandbox(&format!("{noun} show {account}{target} --json")).json();
        holds(&home, noun, &one);
        let schema = home.nubo(&format!("schema {noun}")).json();
        let (_, record) = schema["$defs"].as_object().unwrap().iter().next().unwrap();
        let mut described: Vec<&String> = record["properties"].as_object().unwrap().keys().collect();
        described.retain(|key| *key != "raw");
        assert_eq!(one.as_object().unwrap().keys().collect::<Vec<_>>(), described, "{noun}");
    }
    holds(&home, "whoami", &home.sandbox("whoami --json").json());
    holds(&home, "runway", &home.sandbox("runway --json").json());
    holds(&home, "inbox", &home.sandbox("inbox --json").json());
    holds(&home, "operations", &home.nubo("operations list --json").json());
}

#[test]
fn of_schedules() {
    let home = Home::new();
    // One machine is paused, which no wish can change: it is left out, or the exit code would go by the hour.
    let rules = "[night]\naccounts = ['sandbox-uivmm']\nselect = ['name~*', 'name!=lab']\nzone = 'UTC'\n";
    let windows = format!("{rules}up = ['daily 08:00-19:30']\n");
    let one_sided = format!("{}down_at = ['daily 19:30']\n", rules.replace("night", "evening"));
    std::fs::write(home.path("rules.toml"), windows + &one_sided).unwrap();
    for (noun, line) in [
        ("schedules", "list"),
        ("schedules-check", "check"),
        ("schedules-explain", "explain web-test"),
        ("schedules-preview", "preview --week"),
        ("schedules-plan", "plan --all"),
        ("schedules-apply", "apply --dry-run"),
    ] {
        holds(&home, noun, &home.sandbox(&format!("schedules {line} --file rules.toml --json")).ends(0).json());
    }
    for line in ["hold sandbox-uivmm/web-test off --forever", "hold sandbox-uivmm/registry up --until 2h"] {
        holds(&home, "changes", &home.sandbox(&format!("schedules {line} --json")).ends(0).json());
    }
    holds(&home, "schedules-holds", &home.sandbox("schedules holds --json").ends(0).json());
    let caused = r#"{"id":"one","at":"2026-11-21T10:00:00.000Z","open":{"account":"lab","provider":"fleio","url":"","user":null,
        "action":"stop","operations":[],"kind":"instance","target_id":"7","name":null,"before":null,
        "cause":{"rules":["night"],"why":"it should be down"}}}"#;
    std::fs::create_dir_all(home.path("state/history")).unwrap();
    std::fs::write(home.path("state/history/journal.ndjson"), caused.replace('\n', "") + "\n").unwrap();
    holds(&home, "schedules-log", &home.nubo("schedules log --json").ends(0).json());
}

#[test]
fn of_the_doctor() {
    let home = Home::new().config("[accounts.lab]\nprovider = \"fleio\"\nurl = \"http://127.0.0.1:1\"");
    holds(&home, "doctor", &home.nubo("doctor --json").ends(4).json());
    holds(&home, "doctor", &home.nubo("doctor --as-cron --json").ends(4).json());
    holds(&home, "doctor", &home.sandbox("doctor --json").ends(0).json());
}

#[test]
fn of_accounts() {
    let home = Home::new().config(
        "
        default_account = \"zurich\"
        [accounts.zurich]
        provider = \"cloudsigma-zrh\"
        user = \"ops@example.com\"
        protect = [\"db-*\"]
        [accounts.broken]
        provider = \"no such preset\"
    ",
    );
    let list = home.nubo("accounts list --json").json();
    assert_eq!(list.as_array().map(Vec::len), Some(2));
    holds(&home, "accounts", &list);
    holds(&home, "accounts", &home.nubo("accounts show zurich --json").json());
    holds(&home, "accounts", &home.sandbox("accounts list --json").json());
}

#[test]
fn of_changes() {
    let home = Home::new();
    for line in [
        "instances stop sandbox-fleio/web-1 --dry-run",
        "instances stop sandbox-fleio/web-1",
        "instances start sandbox-fleio/web-1 --no-wait",
        "instances start sandbox-fleio/web-2 sandbox-fleio/nobody",
        "instances stop sandbox-cloudsigma/'*' --hard --yes --max-targets 99",
    ] {
        holds(&home, "changes", &home.sandbox(&format!("{line} --json")).json());
    }
    holds(&home, "history", &home.sandbox("history list --json").json());
    let without_cron = Home::new().with("PATH", "/nonexistent");
    holds(&home, "changes", &without_cron.sandbox("schedules uninstall --crontab --json").json());
    for line in [
        "accounts add zurich --provider cloudsigma-zrh --user a@example.com --no-verify --secret-command 'echo x'",
        "accounts use zurich",
        "accounts use --none",
        "accounts remove zurich",
    ] {
        holds(&home, "changes", &home.nubo(&format!("{line} --json")).json());
    }
}

#[test]
fn a_record_that_breaks_its_schema_is_noticed() {
    let home = Home::new();
    let root = home.nubo("schema instances").json();
    let list = home.sandbox("instances list -a sandbox-uivmm --json").json();
    let faults = |key: &str, value: Option<Value>| {
        let mut list = list.clone();
        let record = list[0].as_object_mut().unwrap();
        match value {
            Some(value) => record.insert(key.to_owned(), value),
            None => record.remove(key),
        };
        wrong(&root, &root, &list, "").len()
    };
    assert_eq!(faults("name", Some(Value::Null)), 0);
    for (key, value) in [
        ("name", None),
        ("name", Some(json!(1))),
        ("id", Some(Value::Null)),
        ("state", Some(json!("weird"))),
        ("cpus", Some(json!(-1))),
        ("cpus", Some(json!(1.5))),
        ("ips", Some(json!([1]))),
        ("colour", Some(json!("red"))),
    ] {
        assert!(faults(key, value.clone()) > 0, "{key} {value:?}");
    }
}

#[test]
fn what_has_a_schema_is_listed() {
    let home = Home::new();
    let nouns = home.nubo("schema --json").json();
    assert_eq!(nouns.as_array().map(Vec::len), Some(45));
    for noun in nouns.as_array().unwrap() {
        let schema = home.nubo(&format!("schema {}", noun["noun"].as_str().unwrap())).json();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["title"], noun["describes"]);
    }
}

#[test]
fn what_cannot_apply_is_refused() {
    let home = Home::new();
    home.nubo("schema instances --json").ends(0).quietly();
    for line in [
        "schema planets",
        "schema instances -o yaml",
        "schema instances --columns noun",
        "schema instances --no-header",
        "schema instances -a zurich",
        "schema --sandbox",
    ] {
        assert_eq!(home.nubo(line).ends(2).stdout, "");
    }
}
