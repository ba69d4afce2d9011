//! Every rule of the guard rails, alone and against the others.
//! Allowed requests reach the wire, refused ones never do.
#![allow(clippy::unwrap_used)]

use super::super::{
    Wire,
    stub::Stub,
    testing::{request, status, target},
};
use super::*;

fn rails(read_only: bool, protect: &[&str]) -> GuardRails {
    GuardRails {
        read_only,
        protect: protect.iter().map(|pattern| Glob::new(pattern)).collect(),
        max_targets: None,
        ceiling: None,
    }
}

/// Sends a request through the guard and gives its refusal, if any; the wire must see exactly the allowed ones.
async fn pass(rails: &GuardRails, request: &Request) -> Result<(), String> {
    let stub = Stub::by(|_| status(200, None));
    let result = Guard::new(rails.clone(), Wire::Stub(stub.clone())).send(request).await;
    assert_eq!(stub.count(), usize::from(result.is_ok()));
    result.map(drop).map_err(|error| {
        assert_eq!(error.kind(), Kind::Refused);
        assert!(error.details().hint.is_some());
        error.to_string()
    })
}

fn of(effect: Effect, hazard: Hazard, targets: Vec<Target>, consent: Consent) -> Request {
    Request { hazard, targets, consent, ..request(effect, "http://x/") }
}

const EFFECTS: [Effect; 5] = [Effect::Read, Effect::Change, Effect::Create, Effect::Destroy, Effect::Pay];

#[tokio::test]
async fn an_effect_needs_its_consent() {
    let open = rails(false, &[]);
    for effect in EFFECTS {
        for consent in [Consent::Reading, Consent::Changing, Consent::Everything] {
            let needed = match effect {
                Effect::Read => Consent::Reading,
                Effect::Change | Effect::Create => Consent::Changing,
                Effect::Destroy | Effect::Pay => Consent::Everything,
            };
            let passed = pass(&open, &of(effect, Hazard::Plain, vec![target(Some("a"), true)], consent)).await;
            assert_eq!(passed.is_ok(), consent >= needed, "{effect:?} {consent:?}: {passed:?}");
        }
    }
}

#[tokio::test]
async fn read_only_lets_reads_and_logging_in_pass() {
    let rails = rails(true, &[]);
    for effect in EFFECTS {
        for hazard in [Hazard::Plain, Hazard::Starts, Hazard::EndsRun] {
            let asked = of(effect, hazard, vec![target(Some("a"), true)], Consent::Everything);
            let passed = pass(&rails, &asked).await;
            assert_eq!(passed.is_ok(), effect == Effect::Read, "{effect:?} {hazard:?}");
            assert!(passed.is_ok() || passed.unwrap_err().contains("read_only"));
        }
    }
    assert!(pass(&rails, &of(Effect::Change, Hazard::LogsIn, Vec::new(), Consent::Changing)).await.is_ok());
}

#[tokio::test]
async fn protected_names_are_only_read_and_started() {
    let rails = rails(false, &["db-*", "main"]);
    let change = |hazard, name| of(Effect::Change, hazard, vec![target(name, true)], Consent::Everything);
    for name in ["db-1", "main"] {
        assert!(pass(&rails, &change(Hazard::Plain, Some(name))).await.unwrap_err().contains("protected"), "{name}");
        assert!(pass(&rails, &change(Hazard::EndsRun, Some(name))).await.is_err(), "{name}");
        assert!(pass(&rails, &change(Hazard::Starts, Some(name))).await.is_ok(), "{name}");
        let read = of(Effect::Read, Hazard::Plain, vec![target(Some(name), true)], Consent::Reading);
        assert!(pass(&rails, &read).await.is_ok(), "{name}");
    }
    assert!(pass(&rails, &change(Hazard::EndsRun, Some("web-1"))).await.is_ok());
    assert!(pass(&rails, &change(Hazard::EndsRun, Some("Main"))).await.is_ok(), "case counts");
}

#[tokio::test]
async fn what_cannot_be_named_counts_as_protected() {
    let some = rails(false, &["db-*"]);
    let unnamed =
        of(Effect::Change, Hazard::Plain, vec![target(Some("web"), true), target(None, true)], Consent::Everything);
    assert!(pass(&some, &unnamed).await.unwrap_err().contains("id-1"));
    assert!(pass(&rails(false, &[]), &unnamed).await.is_ok());
    for (effect, hazard) in [(Effect::Change, Hazard::EndsRun), (Effect::Destroy, Hazard::Plain)] {
        let nothing = of(effect, hazard, Vec::new(), Consent::Everything);
        assert!(pass(&some, &nothing).await.unwrap_err().contains("does not say which"), "{effect:?}");
        assert!(pass(&rails(false, &[]), &nothing).await.is_ok(), "{effect:?}");
    }
    assert!(pass(&some, &of(Effect::Create, Hazard::Plain, Vec::new(), Consent::Changing)).await.is_ok());
}

#[tokio::test]
async fn ending_the_run_of_what_does_not_survive_it_is_destroying() {
    let open = rails(false, &[]);
    let stop = |targets, consent| of(Effect::Change, Hazard::EndsRun, targets, consent);
    let (lasting, fleeting) = (|| target(Some("a"), true), || target(Some("b"), false));
    for (targets, doomed) in [
        (vec![lasting()], false),
        (vec![lasting(), lasting()], false),
        (vec![fleeting()], true),
        (vec![lasting(), fleeting()], true),
        (Vec::new(), true),
    ] {
        assert_eq!(pass(&open, &stop(targets.clone(), Consent::Changing)).await.is_err(), doomed, "{targets:?}");
        assert!(pass(&open, &stop(targets.clone(), Consent::Everything)).await.is_ok(), "{targets:?}");
        let plain = of(Effect::Change, Hazard::Plain, targets.clone(), Consent::Changing);
        assert!(pass(&open, &plain).await.is_ok(), "{targets:?}: what ends no run destroys nothing");
    }
    let told = pass(&open, &stop(vec![lasting(), fleeting()], Consent::Changing)).await.unwrap_err();
    assert!(told.contains("\"b\" is not persistent"), "{told}");
}

#[tokio::test]
async fn a_start_does_not_pass_for_a_stop() {
    let rails = rails(false, &["*"]);
    let both = of(Effect::Destroy, Hazard::Starts, vec![target(Some("a"), true)], Consent::Changing);
    assert!(pass(&rails, &both).await.is_err(), "its effect still needs consent");
}

#[tokio::test]
async fn more_things_than_were_agreed_to_are_not_changed() {
    let stub = Stub::by(|_| status(200, None));
    let guard = Guard::new(GuardRails { max_targets: Some(2), ..GuardRails::default() }, Wire::Stub(stub.clone()));
    let change = |id: &str| {
        let target = Target { kind: "instance", id: id.to_owned(), name: None, survives_stop: true };
        of(Effect::Change, Hazard::Plain, vec![target], Consent::Changing)
    };
    for id in ["a", "b", "a"] {
        assert!(guard.send(&change(id)).await.is_ok(), "{id}");
    }
    let error = guard.send(&change("c")).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Refused);
    assert!(error.to_string().contains("3 targets, and the limit is 2"), "{error}");
    assert_eq!(stub.count(), 3);
    guard.allow(3);
    assert!(guard.send(&change("c")).await.is_ok());
}
