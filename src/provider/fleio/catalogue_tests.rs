//! Fleio's catalogue as a whole, and replies of unusual shapes.
//! The wire itself is tested with the recorded exchanges.
#![allow(clippy::unwrap_used)]

use super::{op, *};
use crate::{
    http::{Effect, Repeat},
    provider::{ArgKind, Inputs, inputs::spread, operation::Confidence},
};

/// The number of records in a reply.
fn count(operation: &Operation, reply: &str) -> usize {
    let mut found = 0;
    FLEIO.each(operation, reply, &mut |_, _| found += 1).unwrap();
    found
}

#[test]
fn a_list_may_come_in_an_envelope_bare_or_as_its_only_object() {
    let cases = [
        (r#"{"count":2,"objects":[{"id":1},{"id":2}]}"#, 2),
        (r#"[{"id":1}]"#, 1),
        (r#"{"id":181141,"rotation":1}"#, 1),
        (r#"{"count":0,"objects":[]}"#, 0),
    ];
    for (reply, expected) in cases {
        assert_eq!(count(&op::SCHEDULES_LIST, reply), expected, "{reply}");
    }
    assert!(FLEIO.each(&op::SCHEDULES_LIST, "null", &mut |_, _| {}).is_err(), "null is no list");
}

#[test]
fn only_what_stands_below_the_staff_base_says_staff() {
    for operation in op::ALL {
        assert_eq!(operation.id.starts_with("staff."), operation.base.is_some(), "{}", operation.id);
    }
}

#[test]
fn nothing_that_makes_pays_or_wipes_is_sent_twice() {
    for operation in op::ALL {
        if operation.repeat == Repeat::ReadBack {
            let ends_alike = operation.id.ends_with("start") || operation.id.ends_with("stop");
            assert!(ends_alike || operation.effect == Effect::Destroy, "{}", operation.id);
        }
    }
    assert_eq!(op::INSTANCES_REBUILD.repeat, Repeat::Never);
    assert_eq!(op::IMAGES_MOVE.repeat, Repeat::Never);
}

#[test]
fn only_reading_is_tried_elsewhere_and_with_the_same_places() {
    for operation in op::ALL.iter().filter(|o| !o.fallbacks.is_empty()) {
        assert_eq!(operation.effect, Effect::Read, "{}", operation.id);
        for path in operation.fallbacks {
            let named = operation.placeholders().all(|name| path.contains(&format!("{{{name}}}")));
            assert!(named, "{}: {path}", operation.id);
        }
    }
}

#[test]
fn what_the_document_names_without_a_path_is_marked() {
    assert_eq!(op::BALANCERS_POLICIES.confidence, Confidence::Inferred);
    assert!(op::ALL.iter().all(|o| !o.source.is_empty()));
}

#[test]
fn examples_of_required_arguments_fit_their_operation() {
    for operation in op::ALL {
        let given = operation.args.iter().filter(|arg| arg.required && !arg.sample.is_empty());
        let placed = operation.placeholders().map(|name| (name, "1"));
        let inputs = given.map(|arg| (arg.name, arg.sample)).chain(placed);
        let inputs = inputs.fold(Inputs::none(), |inputs, (name, value)| inputs.text(name, value));
        let wanted = operation.args.iter().filter(|arg| arg.required && arg.sample.is_empty());
        let inputs = wanted.fold(inputs, |inputs, arg| {
            assert_eq!(arg.kind, ArgKind::Secret, "{}: {} has no example", operation.id, arg.name);
            inputs.text(arg.name, "x")
        });
        spread(operation, operation.path, &inputs).unwrap();
    }
}
