//! Tests of the distribution and the writing of arguments.
//! Every kind of argument has its form on the wire.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::provider::operation::{get, integer, list, post, size, text};

static READ: Operation =
    get("drives.read", "/drives/{id}/read/{offset}", "Read").in_path(&[size("offset").about("where to begin")]);
static STOP: Operation =
    post("servers.stop", "/servers/stop", "Stop").with(&[list("server", Join::Indexed).req(), text("note")]);

#[test]
fn sizes_in_a_path_are_bytes() {
    let path = |offset: &str| {
        let inputs = Inputs::none().text("id", "d").text("offset", offset);
        spread(&READ, READ.path, &inputs).map_or_else(|e| e.to_string(), |parts| parts.path)
    };
    assert_eq!(path("0"), "/drives/d/read/0");
    assert_eq!(path("4MiB"), "/drives/d/read/4194304");
    assert!(!path("").starts_with('/') && !path("x").starts_with('/'));
}

#[test]
fn what_is_required_cannot_be_empty() {
    let stop = |servers: &[&str]| {
        let inputs = Inputs::none().texts("server", servers.iter().map(|s| (*s).to_owned())).text("note", "");
        spread(&STOP, STOP.path, &inputs).map_or_else(|e| e.to_string(), |parts| format!("{:?}", parts.body))
    };
    assert!(stop(&["a", "b"]).contains("server:1"));
    assert!(stop(&[]).ends_with("needs server") && stop(&["a", " "]).ends_with("needs server"));
}

#[test]
fn brackets_keep_the_address_inside_them() {
    let pairs = |json: Value| [("x".to_owned(), Input::Json(json))];
    assert_eq!(form(&pairs(serde_json::json!({"10.0.0.1": "a b.example"}))), "x%5B10.0.0.1%5D=a%20b.example");
    assert_eq!(form(&pairs(serde_json::json!({"12": {"34": 1}}))), "x%5B12%5D%5B34%5D=1");
    assert_eq!(form(&pairs(serde_json::json!(["a", "b"]))), "x%5B%5D=a&x%5B%5D=b");
}

#[test]
fn what_is_left_out_is_sent_by_its_default_alone() {
    static OPERATION: Operation =
        post("x.y", "/x", "").with(&[text("a").or("lxd"), integer("b").or("8443"), text("c")]);
    let body =
        |inputs: &Inputs| String::from_utf8(object(&spread(&OPERATION, OPERATION.path, inputs).unwrap().body)).unwrap();
    assert_eq!(body(&Inputs::none()), r#"{"a":"lxd","b":8443}"#);
    assert_eq!(body(&Inputs::none().text("a", "").text("b", "1")), r#"{"a":"","b":1}"#);
}

#[test]
fn ids_cannot_climb_out_of_the_path() {
    assert_eq!(percent("a/b c"), "a%2Fb%20c");
    assert!(segment("..").is_err());
}
