//! Whole documents, raw replies, and characters that a terminal must not obey.

#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::super::{
    Format,
    samples::{Wish, instances, invoice, print, print_as, terminal},
};
use super::*;
use crate::error::Kind;

fn json(settings: &mut super::super::Settings) {
    settings.format = Format::Json;
}

fn of(shape: Shape, columns: &[usize], format: Format, raw: bool) -> String {
    let mut wish = Wish { columns: Some(columns.to_vec()), ..Wish::default() };
    wish.settings.format = format;
    wish.settings.raw = raw;
    print_as(&instances(shape), &wish)
}

#[test]
fn an_array_is_indented_by_two() {
    let expected = "\
[
  {
    \"id\": \"4b2f9a1e-7c1d-4d0a-9e55-0d6a3c1f8b21\",
    \"memory_bytes\": 8589934592,
    \"disk_bytes\": null
  },
  {
    \"id\": \"33301/12\",
    \"memory_bytes\": 536870912,
    \"disk_bytes\": null
  },
  {
    \"id\": \"9\",
    \"memory_bytes\": null,
    \"disk_bytes\": null
  }
]
";
    assert_eq!(of(Shape::Array, &[3, 9, 10], Format::Json, false), expected);
}

#[test]
fn an_object_is_one_object() {
    let expected = "{\n  \"name\": \"web-1\",\n  \"locked\": null\n}\n";
    assert_eq!(of(Shape::Object, &[4, 16], Format::Json, false), expected);
}

#[test]
fn an_empty_array_is_an_array() {
    let mut rows = instances(Shape::Array);
    rows.rows.clear();
    assert_eq!(print(&rows, json), "[]\n");
    assert_eq!(print(&rows, |settings| settings.format = Format::Ndjson), "");
}

#[test]
fn every_field_is_there_but_details_only_of_one() {
    let whole: Value = serde_json::from_str(&print(&instances(Shape::Array), json)).unwrap();
    let keys: Vec<_> = whole[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys.len(), 18);
    assert_eq!(whole[1]["name"], "d\u{1b}[31mb\n東京\u{9b}2J");
    let mut rows = invoice();
    let one: Value = serde_json::from_str(&print(&rows, json)).unwrap();
    assert_eq!(one["lines"][0], json!({"description": "Cloud server M", "amount": "12.10"}));
    rows.shape = Shape::Array;
    let all: Value = serde_json::from_str(&print(&rows, json)).unwrap();
    assert_eq!((all[0].get("lines"), all[0]["total"].as_str()), (None, Some("112.10")));
}

#[test]
fn raw_replies_come_as_they_are() {
    let text = of(Shape::Object, &[3], Format::Json, true);
    assert!(text.ends_with("\"raw\": {\n  \"id\": \"as it came\",\n  \"n\": 12.10\n}\n}\n"), "{text}");
    let lines = of(Shape::Array, &[3], Format::Ndjson, true);
    assert_eq!(lines.lines().count(), 3);
    for line in lines.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        assert_eq!(value["raw"]["id"], "as it came");
    }
    assert_eq!(verbatim("oops\u{1}", false).get(), "\"oops\\u0001\"");
}

#[test]
fn no_control_reaches_a_terminal() {
    let text = print(&instances(Shape::Array), json);
    assert!(text.contains(r#""d\u001b[31mb\n東京\u009b2J""#), "{text}");
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
    let mut bytes = Vec::new();
    let mut escaping = Escaping::new(&mut bytes);
    escaping.write_all("\"a\u{7f}¡é\u{80}\u{9f}\u{a0}\"".as_bytes()).unwrap();
    escaping.flush().unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), "\"a\\u007f¡é\\u0080\\u009f\u{a0}\"");
}

#[test]
fn long_documents_arrive_whole() {
    let mut bytes = Vec::new();
    let mut escaping = Escaping::new(&mut bytes);
    for _ in 0..50_000 {
        escaping.write_all("é\u{85}".as_bytes()).unwrap();
    }
    escaping.flush().unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), "é\\u0085".repeat(50_000));
}

#[test]
fn a_terminal_gets_the_same_bytes() {
    let mut wish = Wish { stream: terminal(40), ..Wish::default() };
    wish.settings.format = Format::Json;
    assert_eq!(print_as(&instances(Shape::Array), &wish), print(&instances(Shape::Array), json));
}

#[test]
fn an_error_is_one_line() {
    let error = Error::new(Kind::Denied, "secret refused").at("fotbo", "fleio").status(401).said("no\u{85}\nway");
    let mut bytes = Vec::new();
    write_error(&error, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(
        text,
        "{\"error\":{\"code\":\"denied\",\"message\":\"secret refused\",\"hint\":null,\"account\":\"fotbo\",\
         \"provider\":\"fleio\",\"operation\":null,\"target\":null,\"http_status\":401,\
         \"provider_message\":\"no\\u0085\\nway\",\"retryable\":false,\"exit\":4}}\n"
    );
}
