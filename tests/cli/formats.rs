//! The formats yaml, csv and tsv agree with json in every answer: records, changes, replies of a provider's tree.
//! The documents are read back by independent readers.

use serde_json::Value;

use crate::harness::Home;

/// Commands that print a list, of every sort there is.
const LISTS: [&str; 13] = [
    "--sandbox instances list",
    "--sandbox instances list --raw",
    "--sandbox drives list",
    "--sandbox invoices list",
    "--sandbox tickets list",
    "--sandbox whoami",
    "--sandbox accounts list --columns account,provider,user,default",
    "--sandbox cloudsigma servers info",
    "--sandbox instances list --columns name,ips,tags --sort -name --limit 3",
    "--sandbox instances start sandbox-fleio/web-1 sandbox-fleio/nobody --dry-run",
    "operations list --provider seflow",
    "providers",
    "schema",
];

/// Commands that print one record.
const RECORDS: [&str; 4] = [
    "--sandbox instances show sandbox-fleio/web-1 --raw",
    "--sandbox invoices show 3052 --raw",
    "--sandbox tickets show 437928",
    "--sandbox fleio instances show a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001",
];

/// True when two values are the same; JSON may write a number in more digits than it needs.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((key, a), (other, b))| key == other && same(a, b))
        }
        _ => one == other,
    }
}

#[test]
fn yaml_says_what_json_says() {
    let home = Home::new();
    for line in LISTS.iter().chain(&RECORDS) {
        let json = home.nubo(&format!("{line} --json")).json();
        let run = home.nubo(&format!("{line} -o yaml"));
        let yaml: Value = serde_saphyr::from_str(&run.stdout).unwrap();
        assert!(same(&yaml, &json), "nubo {line}\n{}\n{json:#}", run.stdout);
        assert!(json.as_array().is_none_or(|list| !list.is_empty()), "nubo {line} has nothing to compare");
    }
}

/// The csv cell of a JSON value.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(";")
        }
        other => other.to_string(),
    }
}

/// Compares lines of cells with records of JSON; nested values may be spaced differently.
fn compare(line: &str, header: &[String], rows: &[Vec<String>], json: &Value) {
    let records = match json {
        Value::Array(records) => records.clone(),
        record => vec![record.clone()],
    };
    assert_eq!(rows.len(), records.len(), "nubo {line}");
    for (row, record) in rows.iter().zip(&records) {
        let record = record.as_object().unwrap();
        let keys: Vec<&String> = record.keys().filter(|key| *key != "account").collect();
        let named: Vec<&String> = header.iter().filter(|name| *name != "account").collect();
        assert_eq!(named, keys, "nubo {line}");
        assert_eq!(header[0] == "account", header.iter().any(|name| name == "account"), "nubo {line}");
        for (name, text) in header.iter().zip(row) {
            let Some(value) = record.get(name) else { continue };
            let nested = serde_json::from_str::<Value>(text).is_ok_and(|nested| nested == *value);
            assert!(nested || *text == cell(value), "nubo {line}: {name} is {text}, not {value}");
        }
    }
}

#[test]
fn csv_and_tsv_say_what_json_says() {
    let home = Home::new();
    for line in LISTS.iter().chain(&RECORDS) {
        let json = home.nubo(&format!("{line} --json")).json();
        let run = home.nubo(&format!("{line} -o csv"));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(run.stdout.as_bytes());
        let mut rows: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let tabs = home.nubo(&format!("{line} -o tsv"));
        let split: Vec<Vec<String>> =
            tabs.stdout.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect();
        assert_eq!(split, rows, "nubo {line}");
        let header = rows.remove(0);
        compare(line, &header, &rows, &json);
    }
}

#[test]
fn csv_begins_with_the_account_and_may_go_without_a_heading() {
    let home = Home::new();
    home.sandbox("instances list -a sandbox-uivmm --filter name=lab --columns name,ips,memory_bytes -o csv").shows(
        "
        account,name,ips,memory_bytes
        sandbox-uivmm,lab,,
        --- exit 0
    ",
    );
    home.sandbox("instances list -a sandbox-uivmm --filter name=lab --columns name --no-header -o tsv").shows(
        "
        sandbox-uivmm\tlab
        --- exit 0
    ",
    );
    home.sandbox("instances list --filter name=nobody --columns id -o csv").shows(
        "
        account,id
        --- exit 0
    ",
    );
    home.sandbox("instances list --filter name=nobody -o yaml").shows(
        "
        []
        --- exit 0
    ",
    );
}

#[test]
fn what_means_nothing_in_a_format_is_refused() {
    let home = Home::new();
    for line in ["-o yaml --no-header", "-o yaml --utc", "-o csv --utc", "-o name --raw"] {
        home.sandbox(&format!("instances list {line}")).ends(2).tells("means nothing in the format");
    }
}

#[test]
fn failures_beside_them_are_text() {
    let home = Home::new();
    for format in ["yaml", "csv", "tsv"] {
        let run = home.sandbox(&format!("instances show sandbox-fleio/nobody -o {format}"));
        run.ends(3).tells("error: ");
        assert_eq!(run.stdout, "");
    }
}
