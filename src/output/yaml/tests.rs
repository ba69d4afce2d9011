//! Whole documents, and equal values for a reader of YAML and a reader of JSON.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::Value;

use super::super::{
    Format,
    samples::{Pair, Wish, instances, invoice, print, print_as, ticket},
};
use crate::model::{Cell, FieldKind, Line, Rows, Shape, Shown, field};

fn of(rows: &Rows, format: Format, raw: bool) -> String {
    print(rows, |settings| {
        settings.format = format;
        settings.raw = raw;
    })
}

/// The value that a reader of YAML finds.
fn read(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

fn cells(cells: Vec<Cell>) -> Rows {
    const NAMES: [&str; 4] = ["a", "b", "c", "d"];
    let fields: Vec<_> =
        NAMES.iter().take(cells.len()).map(|name| field(name, FieldKind::Text, Shown::Table, "")).collect();
    Rows::lines(&fields, vec![Line(cells)], Shape::Object)
}

#[test]
fn a_list_is_a_sequence() {
    let mut wish = Wish { columns: Some(vec![3, 4, 9, 11, 17]), ..Wish::default() };
    wish.settings.format = Format::Yaml;
    let expected = "\
- id: 4b2f9a1e-7c1d-4d0a-9e55-0d6a3c1f8b21
  name: web-1
  memory_bytes: 8589934592
  ips:
  - \"10.0.0.1\"
  - 2001:db8::1
  persistent: true
- id: 33301/12
  name: \"d\\e[31mb\\n東京\\x9B2J\"
  memory_bytes: 536870912
  ips: []
  persistent: null
- id: \"9\"
  name: null
  memory_bytes: null
  ips: null
  persistent: null
";
    assert_eq!(print_as(&instances(Shape::Array), &wish), expected);
}

#[test]
fn one_record_is_a_mapping() {
    let text = of(&ticket(), Format::Yaml, false);
    assert!(text.starts_with("account: seflow\nprovider: seflow\npreset: null\nid: \"5\"\n"), "{text}");
    assert!(text.contains("\nmessages:\n- author: Ada\n  staff: false\n  at: \"2026-03-05 10:00:00\"\n"), "{text}");
}

#[test]
fn an_empty_list_is_an_empty_list() {
    let mut rows = instances(Shape::Array);
    rows.rows.clear();
    assert_eq!(of(&rows, Format::Yaml, false), "[]\n");
}

#[test]
fn it_says_what_json_says() {
    for rows in [instances(Shape::Array), instances(Shape::Object), invoice(), ticket()] {
        let json: Value = serde_json::from_str(&of(&rows, Format::Json, false)).unwrap();
        let yaml = of(&rows, Format::Yaml, false);
        assert_eq!(read(&yaml), json, "{yaml}");
        assert!(!yaml.chars().any(|c| c.is_control() && c != '\n'), "{yaml:?}");
        let order = |value: &Value| value.as_object().map(|o| o.keys().cloned().collect::<Vec<_>>());
        assert_eq!(order(&read(&yaml)), order(&json));
    }
}

#[test]
fn what_a_provider_sent_is_written_as_what_it_is() {
    let text = of(&instances(Shape::Object), Format::Yaml, true);
    assert!(text.ends_with("\nraw:\n  id: as it came\n  \"n\": 12.1\n"), "{text}");
    let json = |text: &str| Cell::Json(text.to_owned());
    let rows = cells(vec![
        json("{\"on\": [1, -2, {\"x\": null}], \"no\": \"no\", \"e\": {}}"),
        json("12.50"),
        json("340282366920938463463374607431768211456"),
        json("1e999"),
    ]);
    let expected = "\
a:
  \"on\":
  - 1
  - -2
  - x: null
  \"no\": \"no\"
  e: {}
b: 12.5
c: 3.402823669209385e+38
d: \"1e+999\"
";
    let text = of(&rows, Format::Yaml, false);
    assert_eq!(text, expected);
}

#[test]
fn a_long_text_stays_in_its_line() {
    let long = "word ".repeat(60) + "end";
    assert_eq!(of(&cells(vec![Cell::Text(long.clone())]), Format::Yaml, false), format!("a: {long}\n"));
}

proptest! {
    #[test]
    fn any_text_is_read_as_it_was(text in "(\\PC|[\0-\x1f\x7f\u{80}-\u{9f}\u{2028}\u{feff}:#'\"\\-?&*!|> \n]){0,30}", item in "\\PC{0,6}") {
        let rows = Rows::typed(vec![Pair { a: text.clone(), b: vec![item, text] }], Shape::Object);
        let json: Value = serde_json::from_str(&of(&rows, Format::Json, false)).unwrap();
        let yaml = of(&rows, Format::Yaml, false);
        prop_assert_eq!(read(&yaml), json, "{}", yaml);
        prop_assert!(!yaml.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
    }
}
