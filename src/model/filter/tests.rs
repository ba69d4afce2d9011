//! The meaning of each operator on each kind of field, and that an expression reads back.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::{
    error::Kind,
    model::{Entry, Head, Instance, Invoice, Origin, Record, Shape},
};

fn entry(record: impl Record) -> Entry {
    let origin = Origin { account: "zurich".into(), provider: "cloudsigma", preset: None };
    Entry { origin: Arc::new(origin), record: Arc::new(record), raw: None }
}

fn machine() -> Instance {
    Instance {
        head: Head {
            id: "0012".into(),
            name: Some("web-1".into()),
            state: "running",
            created_at: Some("2026-03-05T10:00:00+02:00".into()),
            ..Head::default()
        },
        cpus: Some(4),
        memory_bytes: Some(8 << 30),
        ips: Some(vec!["10.0.0.1".into(), "2001:db8::1".into()]),
        tags: Some(vec![]),
        locked: Some(false),
        ..Instance::default()
    }
}

fn holds<R: Record>(expression: &str, record: R) -> bool {
    Filter::parse(expression, &record.kind().all_fields()).unwrap().matches(&entry(record))
}

fn refused(expression: &str) -> Error {
    Filter::parse(expression, &Instance::KIND.all_fields()).unwrap_err()
}

#[test]
fn every_operator_on_every_kind() {
    for (expression, expected) in [
        ("name=web-1", true),
        ("name = web-1", true),
        ("name=Web-1", false),
        ("name!=db", true),
        ("name~web-*", true),
        ("name~*-2", false),
        ("name<web-2", true),
        ("id=12", false),
        ("state=running", true),
        ("state!=running", false),
        ("cpus=4", true),
        ("cpus<10", true),
        ("cpus>=4", true),
        ("cpus>4", false),
        ("cpus~4", true),
        ("memory_bytes=8GiB", true),
        ("memory_bytes>8G", true),
        ("memory_bytes<=8589934592", true),
        ("memory_bytes<8GiB", false),
        ("locked=no", true),
        ("locked=true", false),
        ("locked!=yes", true),
        ("created_at=2026-03-05", true),
        ("created_at>2026-03-04", true),
        ("created_at>2026-03-05", false),
        ("created_at>=2026-03-05T08:00:00Z", true),
        ("created_at>2026-03-05T08:00:00Z", false),
        ("created_at~2026-03-*", true),
        ("account=zurich", true),
    ] {
        assert_eq!(holds(expression, machine()), expected, "{expression}");
    }
}

#[test]
fn a_list_is_asked_for_any_or_none() {
    for (expression, expected) in [
        ("ips=10.0.0.1", true),
        ("ips=10.0.0.2", false),
        ("ips!=10.0.0.1", false),
        ("ips!=10.0.0.2", true),
        ("ips~2001:*", true),
        ("tags=web", false),
        ("tags!=web", true),
    ] {
        assert_eq!(holds(expression, machine()), expected, "{expression}");
    }
}

#[test]
fn nothing_holds_for_what_is_not_told() {
    for field in ["disk_bytes", "region", "flavor", "provider_state", "persistent"] {
        let value = if field == "persistent" { "true" } else { "1" };
        for sign in ["=", "!="] {
            assert!(!holds(&format!("{field}{sign}{value}"), machine()), "{field}{sign}{value}");
        }
    }
    let silent = Instance { ips: None, ..machine() };
    assert!(!holds("ips!=10.0.0.1", silent.clone()) && !holds("ips~*", silent));
}

#[test]
fn amounts_are_exact() {
    let invoice = |total: &str| Invoice { total: Some(total.into()), ..Invoice::default() };
    assert!(holds("total=12.1", invoice("12.10")));
    assert!(holds("total>9.99", invoice("10")));
    assert!(holds("total<0.30000000000000000001", invoice("0.3")));
    assert!(!holds("total=0", invoice("free")) && !holds("total!=0", invoice("free")));
}

#[test]
fn what_makes_no_sense_is_bad_usage() {
    for (expression, message) in [
        ("", "the filter \"\" is empty"),
        ("  ", "the filter \"  \" is empty"),
        ("name", "the filter \"name\" has no operator"),
        ("name!web", "the filter \"name!web\" has no operator"),
        ("=web", "the filter \"=web\" names no field"),
        ("name=", "the filter \"name=\" has no value"),
        ("nmae=web", "there is no field \"nmae\""),
        ("cpus=four", "\"four\" cannot be compared with cpus"),
        ("memory_bytes>8X", "\"8X\" is not a size"),
        ("created_at>yesterday", "\"yesterday\" cannot be compared with created_at"),
        ("locked=maybe", "\"maybe\" cannot be compared with locked"),
        ("locked>true", "locked cannot be filtered with >"),
        ("ips<10", "ips cannot be filtered with <"),
    ] {
        let error = refused(expression);
        assert_eq!((error.kind(), error.details().message.as_str()), (Kind::Usage, message), "{expression}");
        assert!(error.details().hint.is_some(), "{expression}");
    }
    let lines = Filter::parse("lines=1", &Invoice::KIND.all_fields()).unwrap_err();
    assert_eq!(lines.details().message, "lines cannot be filtered with =");
}

#[test]
fn an_unknown_field_names_a_near_one() {
    let hint = refused("memory>1").details().hint.clone().unwrap();
    assert!(hint.starts_with("did you mean memory_bytes? the fields are account, provider, "), "{hint}");
}

#[test]
fn a_field_that_nobody_tells_is_noticed() {
    let rows =
        |records: Vec<Instance>| Rows::records(Instance::KIND, records.into_iter().map(entry).collect(), Shape::Array);
    let filter = Filter::parse("region=eu", &Instance::KIND.all_fields()).unwrap();
    let told = Instance { region: Some("us".into()), ..machine() };
    assert!(null_everywhere(&filter, &rows(vec![machine(), machine()])));
    assert!(!null_everywhere(&filter, &rows(vec![machine(), told])));
    assert!(!null_everywhere(&filter, &rows(vec![])));
}

proptest! {
    #[test]
    fn an_expression_reads_back(
        field in 0_usize..18,
        sign in prop::sample::select(vec!["=", "!=", "~", "<", "<=", ">", ">="]),
        value in prop_oneof!["[!-~]{1,8}", "[0-9]{1,5}", Just("2026-01-01".to_owned()), Just("true".to_owned())],
    ) {
        let fields = Instance::KIND.all_fields();
        if let Ok(filter) = Filter::parse(&format!("{}{sign}{value}", fields[field].name), &fields) {
            prop_assert_eq!(Filter::parse(&filter.to_string(), &fields).unwrap(), filter);
        }
    }

    #[test]
    fn any_text_is_a_filter_or_an_error(expression in ".{0,20}") {
        if let Err(error) = Filter::parse(&expression, &Instance::KIND.all_fields()) {
            prop_assert_eq!(error.kind(), Kind::Usage);
        }
    }

    #[test]
    fn the_three_orders_exclude_each_other(cpus in 0_u64..50, other in 0_i64..50) {
        let record = || Instance { cpus: Some(cpus), ..machine() };
        let count = ["<", "=", ">"].iter().filter(|sign| holds(&format!("cpus{sign}{other}"), record())).count();
        prop_assert_eq!(count, 1);
    }
}

#[test]
fn a_word_that_a_field_can_never_be_is_bad_usage() {
    for (expression, near) in [
        ("state=runing", "did you mean running? it can be running, stopped"),
        ("state=RUNNING", "did you mean running?"),
        ("state!=Stoped", "did you mean stopped?"),
        ("state~RUN*", "it can be running"),
        ("state<zzz", "it can be running"),
        ("provider=cloudsigna", "did you mean cloudsigma?"),
    ] {
        let error = refused(expression);
        let hint = error.details().hint.clone().unwrap();
        assert!(error.kind() == Kind::Usage && hint.contains(near), "{expression}: {hint}");
    }
    assert!(holds("state~run*", machine()) && holds("state!=stopped", machine()));
    let words = |fields: Vec<Field>| {
        fields.into_iter().filter(|field| field.kind == FieldKind::State).all(|f| !f.words.is_empty())
    };
    assert!(crate::provider::NOUNS.into_iter().all(|noun| words(noun.record.all_fields())));
}
