//! What the catalogues and bindings promise before anything is sent.

use std::collections::BTreeSet;

use super::{super::*, *};
use crate::{
    config::AccountSection,
    http::{Consent, Effect, Hazard, Repeat, stub::Stub},
    model::verbs::START,
    provider::{inputs::Input, operation::BodyKind},
};

#[test]
fn ids_of_operations_are_unique() {
    for provider in ALL {
        let ids: Vec<_> = provider.operations().iter().map(|o| o.id).collect();
        assert!(!ids.is_empty(), "{}", provider.id());
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{}: {ids:?}", provider.id());
        assert!(ids.iter().all(|id| id.contains('.')), "{}: {ids:?}", provider.id());
    }
}

#[test]
fn bindings_use_operations_of_their_own_catalogue() {
    for provider in ALL {
        for used in uses(provider) {
            assert!(provider.operations().iter().any(|o| std::ptr::eq(*o, used.operation)), "{}", used.what);
        }
    }
}

/// A number for each part of an id, none of which is part of another.
fn id_of(parts: usize) -> String {
    ["7701", "8802", "9903"][..parts].join("/")
}

#[test]
fn the_parts_of_an_id_fill_every_place_and_nothing_is_left_over() {
    for provider in ALL {
        let account = testing::account(provider, BASE);
        for Use { what, operation, id, fixed } in uses(provider) {
            let inputs = Inputs::none().id(id, &id_of(id.len())).unwrap().fixed(fixed);
            let request =
                encode(&account, operation, &inputs, CallScope::reading()).unwrap_or_else(|e| panic!("{what}: {e}"));
            let sent = format!("{} {}", request.url, String::from_utf8_lossy(&request.body));
            assert!(!request.url.contains(['{', '}']), "{what}: {sent}");
            for part in id_of(id.len()).split('/').take(id.len()) {
                assert_eq!(sent.matches(part).count(), 1, "{what}: {part} in {sent}");
            }
        }
    }
}

#[test]
fn what_an_operation_does_not_take_is_an_error() {
    for provider in ALL {
        let account = testing::account(provider, BASE);
        for Use { what, operation, id, fixed } in uses(provider) {
            let inputs = Inputs::none().id(id, &id_of(id.len())).unwrap().fixed(fixed).text("no-such", "1");
            let error = encode(&account, operation, &inputs, CallScope::reading()).unwrap_err();
            assert_eq!(error.kind(), crate::error::Kind::Usage, "{what}: {error}");
        }
    }
}

/// Some value for each argument; a file needs one that is there, so operations with files are passed over.
fn sample(operation: &Operation) -> Option<Inputs> {
    if operation.body != BodyKind::Usual || operation.args.iter().any(|a| a.kind == ArgKind::File) {
        return None;
    }
    let named = operation.placeholders().fold(Inputs::none(), |inputs, name| inputs.text(name, "7701"));
    Some(operation.args.iter().fold(named, |inputs, arg| match arg.kind {
        ArgKind::Bool => inputs.text(arg.name, "true"),
        ArgKind::Map | ArgKind::Open => inputs.pairs(arg.name, [("7".to_owned(), "8".to_owned())]),
        ArgKind::Json => inputs.with(arg.name, Input::Json(serde_json::json!({"a": 1}))),
        _ => inputs.text(arg.name, "7"),
    }))
}

#[tokio::test]
async fn requests_go_below_the_base_and_hold_the_secret_in_one_place_only() {
    for provider in ALL {
        let account = testing::account(provider, BASE);
        let stub = Stub::by(|_| reply(200, ""));
        let session = testing::over(account.clone(), &stub);
        let mut sent = 0;
        for operation in provider.operations() {
            let Some(inputs) = sample(operation) else { continue };
            // What comes back is nothing, which some operations rightly complain of.
            let _ =
                session.call(operation, &inputs, CallScope { targets: Vec::new(), consent: Consent::Everything }).await;
            sent += 1;
            assert_eq!(stub.count(), sent, "{}: was not sent", operation.id);
            let request = stub.sent.borrow_mut().last().cloned().unwrap();
            let place = format!("{} {}", provider.id(), operation.id);
            assert!(request.url.starts_with(account.base(operation.base)), "{place}: {}", request.url);
            let authorization = request.authorization.clone().expect(&place);
            let credentials = authorization.credentials.expose().to_owned();
            let told = format!("{request:?} {authorization:?} {}", String::from_utf8_lossy(&request.body));
            for secret in [SECRET, &credentials] {
                assert!(!told.contains(secret), "{place}: {told}");
                assert!(request.headers.iter().all(|(_, value)| !value.contains(secret)), "{place}");
            }
            assert!(request.headers.iter().all(|(name, _)| !name.eq_ignore_ascii_case("authorization")), "{place}");
        }
        assert!(sent > 0, "{}", provider.id());
    }
}

#[test]
fn the_secret_is_in_the_authorization_as_the_provider_wants_it() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    for (id, scheme, plain) in [
        ("fleio", "Token", true),
        ("cloudsigma", "Basic", false),
        ("seflow", "Basic", false),
        ("uivmm", "Bearer", true),
    ] {
        let provider = by_id(id).unwrap();
        let account = testing::account(provider, BASE);
        let secret = Secret::new(SECRET.to_owned()).unwrap();
        let authorization = provider.authorize(&account, &secret).unwrap();
        let expected = if plain { SECRET.to_owned() } else { STANDARD.encode(format!("ops@example.com:{SECRET}")) };
        assert_eq!((authorization.scheme.as_str(), authorization.credentials.expose()), (scheme, &*expected), "{id}");
    }
}

#[test]
fn reads_may_be_repeated_and_changes_may_not() {
    for provider in ALL {
        for operation in provider.operations() {
            let place = format!("{} {}", provider.id(), operation.id);
            let read = operation.effect == Effect::Read;
            assert_eq!(operation.repeat == Repeat::Safe, read, "{place}");
            if matches!(operation.hazard, Hazard::EndsRun | Hazard::Starts) {
                assert_eq!(operation.repeat, Repeat::ReadBack, "{place}");
            }
            if matches!(operation.effect, Effect::Create | Effect::Pay) {
                assert_eq!(operation.repeat, Repeat::Never, "{place}: twice would be two");
            }
        }
    }
}

#[test]
fn list_and_show_read_and_acts_do_not() {
    for provider in ALL {
        for used in uses(provider) {
            let reads = used.what.ends_with(" list") || used.what.ends_with(" show");
            assert_eq!(used.operation.effect == Effect::Read, reads, "{}", used.what);
        }
    }
}

#[test]
fn acts_tell_the_guard_rails_what_they_are() {
    for provider in ALL {
        for (action, act) in provider.bindings().instances.acts {
            let operation = act.operation;
            let place = format!("{} {}", provider.id(), action.name());
            assert_eq!(operation.hazard == Hazard::Starts, **action == START, "{place}");
            assert_eq!(act.how.is_none(), !action.ends_run, "{place}");
            // Only CloudSigma destroys what is stopped; elsewhere ending a run is a change like any other.
            let deadly = provider.id() == "cloudsigma" && action.ends_run;
            assert!(operation.hazard == Hazard::EndsRun || !deadly, "{place}");
        }
    }
}

#[test]
fn presets_have_the_addresses_that_were_published() {
    let urls: Vec<_> =
        presets().filter_map(|(provider, preset)| Some((provider.id(), preset.id, preset.url?))).collect();
    assert_eq!(
        urls,
        [
            ("fleio", "fotbo", "https://api.fotbo.com/backend/api"),
            ("cloudsigma", "cloudsigma-zrh", "https://api.zrh.cloudsigma.com"),
            ("cloudsigma", "cloudsigma-lvs", "https://api.lvs.cloudsigma.com"),
            ("seflow", "seflow", "https://manage.seflow.it/api"),
        ]
    );
    let bare: Vec<_> = presets().filter(|(_, preset)| preset.url.is_none()).map(|(_, preset)| preset.id).collect();
    assert_eq!(bare, ["fleio", "cloudsigma", "hostbill", "uivmm"]);
    for (provider, preset) in presets() {
        let (parallel, rate) = if provider.id() == "seflow" { (4, 20) } else { (50, 100) };
        assert_eq!((preset.parallel, preset.rate), (parallel, rate), "{}", preset.id);
        let section = AccountSection {
            provider: preset.id.to_owned(),
            url: preset.url.is_none().then(|| "https://cloud.example.com/x/".to_owned()),
            user: Some("ops@example.com".to_owned()),
            ..AccountSection::default()
        };
        let account = Account::resolve("a", &section).unwrap_or_else(|e| panic!("{}: {e}", preset.id));
        assert!(account.url.starts_with("https://") && !account.url.ends_with('/'), "{}", account.url);
    }
}
