//! Envelopes: the payload under its key, as a list or keyed by id, and whatever else a server may send instead.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::*;
use crate::provider::operation::get;

static LIST: Operation = get("things.list", "/things", "List things").objects(&["things", "items"]);
static ONE: Operation = get("things.show", "/things/{id}", "Show a thing").object(&["thing", "things"]);
static WHOLE: Operation = get("whole.show", "/whole", "Show all").object(&[]);

/// Records with the keys they stood under, as JSON text.
type Found = Vec<(Option<String>, String)>;

/// The records of a body, and the rest of the reply.
fn records(operation: &Operation, body: &str) -> Result<(Found, String)> {
    let mut found = Vec::new();
    let rest = each(body, operation, &mut |key, node| {
        found.push((key.map(str::to_owned), serde_json::to_string(node).unwrap()));
    })?;
    Ok((found, serde_json::to_string(&rest).unwrap()))
}

fn texts(operation: &Operation, body: &str) -> Vec<String> {
    records(operation, body).unwrap().0.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn a_list_stands_under_its_key_or_alone() {
    for body in [
        r#"{"x":1,"things":[{"id":1},{"id":2}],"next":null}"#,
        r#"{"items":[{"id":1},{"id":2}]}"#,
        r#"[{"id":1},{"id":2}]"#,
    ] {
        assert_eq!(texts(&LIST, body), [r#"{"id":1}"#, r#"{"id":2}"#], "{body}");
    }
    let (_, rest) = records(&LIST, r#"{"total":"7","things":[1],"next":"x"}"#).unwrap();
    assert_eq!(rest, r#"{"total":"7","things":true,"next":"x"}"#);
}

#[test]
fn a_map_of_objects_is_a_list_with_keys_and_any_other_map_is_one_record() {
    let (found, _) = records(&LIST, r#"{"things":{"8":{"a":1},"9":{"a":2}}}"#).unwrap();
    assert_eq!(
        found,
        [(Some("8".to_owned()), r#"{"a":1}"#.to_owned()), (Some("9".to_owned()), r#"{"a":2}"#.to_owned())]
    );
    assert_eq!(texts(&LIST, r#"{"things":{"id":1,"b":{}}}"#), [r#"{"id":1,"b":{}}"#], "unwrapped");
    assert_eq!(texts(&ONE, r#"{"thing":{"b":{"c":1}}}"#), [r#"{"b":{"c":1}}"#], "one object of objects");
    assert_eq!(texts(&WHOLE, r#"{"id":1,"things":[]}"#), [r#"{"id":1,"things":[]}"#]);
}

#[test]
fn only_a_list_without_records_is_none_and_nothing_is_not() {
    for body in ["[]", r#"{"things":[]}"#, r#"{"things":{}}"#, r#"{"x":1,"items":[]}"#] {
        assert!(texts(&LIST, body).is_empty(), "{body}");
    }
    for body in [
        "",
        " \n",
        "null",
        "{}",
        "7",
        r#"{"things":null}"#,
        r#"{"things":false}"#,
        r#"{"things":true}"#,
        r#"{"things":""}"#,
        r#"{"detail":"no"}"#,
        r#"{"Things":[]}"#,
    ] {
        match records(&LIST, body) {
            Ok(found) => panic!("{body}: {found:?}"),
            Err(error) if body == "7" => assert_eq!(error.kind(), Kind::Failed, "{body}"),
            Err(error) => assert_eq!(error.kind(), Kind::Unavailable, "{body}"),
        }
    }
    for body in ["", "null", "{}"] {
        assert!(records(&ONE, body).is_ok(), "one record is missed by who reads it: {body}");
    }
}

#[test]
fn bare_values_are_records_too() {
    assert_eq!(texts(&LIST, r#"{"things":["a","b"]}"#), [r#""a""#, r#""b""#]);
    assert_eq!(texts(&LIST, r#"{"things":"a"}"#), [r#""a""#]);
}

#[test]
fn what_is_no_json_is_told_with_its_place() {
    for body in ["<html>", "{", r#"{"things":[{}"#, "[1,]", "[] x", "\"text\"", "true"] {
        let error = records(&LIST, body).unwrap_err();
        assert_eq!(error.kind(), Kind::Failed, "{body}");
        assert!(error.to_string().contains("not the JSON it should be"), "{error}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(body in any::<String>()) {
        for operation in [&LIST, &ONE, &WHOLE] {
            let _ = records(operation, &body);
        }
    }

    #[test]
    fn no_piece_of_json_makes_it_panic(body in "[\\[\\]{}\",:0-9a \\\\.eE+-]{0,40}", key in "things|items|\\$serde_json::private::Number") {
        for body in [body.clone(), format!("{{\"{key}\":{body}}}"), format!("{{\"{key}\":{body}")] {
            for operation in [&LIST, &ONE, &WHOLE] {
                let _ = records(operation, &body);
                let _ = super::records(&body, operation, &mut |_, _| {});
            }
        }
    }

    #[test]
    fn a_list_and_a_map_by_id_hold_the_same_records(
        rows in prop::collection::btree_map("[a-z0-9]{1,6}", prop::collection::btree_map("[a-z]{1,5}", "[a-z0-9 ]{0,6}", 1..4), 1..6)
    ) {
        let row = |fields: &std::collections::BTreeMap<String, String>| -> Value {
            Value::Object(fields.iter().map(|(k, v)| (k.clone(), Value::from(v.clone()))).collect::<Map<_, _>>())
        };
        let listed = Value::Array(rows.values().map(row).collect());
        let keyed = Value::Object(rows.iter().map(|(id, fields)| (id.clone(), row(fields))).collect::<Map<_, _>>());
        let (list, map) = (format!(r#"{{"things":{listed}}}"#), format!(r#"{{"things":{keyed}}}"#));
        prop_assert_eq!(texts(&LIST, &list), texts(&LIST, &map));
        let keys: Vec<_> = records(&LIST, &map).unwrap().0.into_iter().map(|(key, _)| key.unwrap()).collect();
        prop_assert_eq!(keys, rows.keys().cloned().collect::<Vec<_>>());
    }
}
