//! The promises of catalogues and bindings before anything is sent.

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
    for provider in providers() {
        let ids: Vec<_> = provider.operations().iter().map(|o| o.id).collect();
        assert!(!ids.is_empty(), "{}", provider.id());
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{}: {ids:?}", provider.id());
        assert!(ids.iter().all(|id| id.contains('.')), "{}: {ids:?}", provider.id());
    }
}

#[test]
fn bindings_use_operations_of_their_own_catalogue() {
    for provider in providers() {
        for used in uses(provider) {
            assert!(provider.operations().iter().any(|o| std::ptr::eq(*o, used.operation)), "{}", used.what);
        }
    }
}

#[test]
fn defaults_and_samples_are_among_the_values_that_a_document_names() {
    let mut seen = 0;
    for provider in providers() {
        for (operation, arg) in provider.operations().iter().flat_map(|o| o.args.iter().map(move |arg| (o, arg))) {
            let named = |value: &str| value.is_empty() || arg.values.is_empty() || arg.values.contains(&value);
            assert!(named(arg.sample) && named(arg.default.unwrap_or_default()), "{} {}", operation.id, arg.name);
            seen += usize::from(!arg.values.is_empty());
        }
    }
    assert!(seen > 20, "{seen}");
}

/// A number for each part of an id, none of which is part of another.
fn id_of(parts: usize) -> String {
    ["7701", "8802", "9903"][..parts].join("/")
}

#[test]
fn the_parts_of_an_id_fill_every_place_and_nothing_is_left_over() {
    for provider in providers() {
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
    for provider in providers() {
        let account = testing::account(provider, BASE);
        for Use { what, operation, id, fixed } in uses(provider) {
            let inputs = Inputs::none().id(id, &id_of(id.len())).unwrap().fixed(fixed).text("no-such", "1");
            let error = encode(&account, operation, &inputs, CallScope::reading()).unwrap_err();
            assert_eq!(error.kind(), crate::error::Kind::Usage, "{what}: {error}");
        }
    }
}

/// A sample value for each argument; operations with files are skipped, since a file must exist.
fn sample(operation: &Operation) -> Option<Inputs> {
    if operation.body != BodyKind::Usual || operation.args.iter().any(|a| a.kind == ArgKind::File) {
        return None;
    }
    let block = |name: &str| operation.segments.iter().any(|arg| arg.name == name && arg.kind == ArgKind::Offset);
    let value = |name: &str| if block(name) { "512" } else { "7701" };
    let named = operation.placeholders().fold(Inputs::none(), |inputs, name| inputs.text(name, value(name)));
    Some(operation.args.iter().fold(named, |inputs, arg| match arg.kind {
        ArgKind::Bool => inputs.text(arg.name, "true"),
        ArgKind::Map | ArgKind::Open => inputs.pairs(arg.name, [("7".to_owned(), "8".to_owned())]),
        ArgKind::PublicKey => inputs.text(arg.name, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"),
        ArgKind::Json => inputs.with(arg.name, Input::Json(serde_json::json!({"a": 1}))),
        _ => inputs.text(arg.name, "7"),
    }))
}

#[tokio::test]
async fn requests_go_below_the_base_and_hold_the_secret_in_one_place_only() {
    for provider in providers() {
        let account = testing::account(provider, BASE);
        let stub = Stub::by(|_| reply(200, ""));
        let session = testing::over(account.clone(), &stub);
        let mut sent = 0;
        for operation in provider.operations() {
            let Some(inputs) = sample(operation) else { continue };
            // The reply is empty, which some operations rightly report as an error.
            let _ =
                session.call(operation, &inputs, CallScope { targets: Vec::new(), consent: Consent::Everything }).await;
            sent += 1;
            assert_eq!(stub.count(), sent, "{}: was not sent", operation.id);
            let request = stub.sent.borrow_mut().last().cloned().unwrap();
            let place = format!("{} {}", provider.id(), operation.id);
            assert!(request.url.starts_with(account.base(operation)), "{place}: {}", request.url);
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
    for provider in providers() {
        let account = testing::account(provider, BASE);
        let secret = Secret::new(SECRET.to_owned()).unwrap();
        let authorization = provider.authorize(&account, &secret).unwrap();
        let expected = provider.facts().fixture;
        assert_eq!(authorization.scheme, expected.scheme, "{}", provider.id());
        assert_eq!(authorization.credentials.expose(), (expected.credentials)(SECRET), "{}", provider.id());
    }
}

#[test]
fn reads_may_be_repeated_and_changes_may_not() {
    for provider in providers() {
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
    for provider in providers() {
        for used in uses(provider) {
            let reads = used.what.ends_with(" list") || used.what.ends_with(" show");
            assert_eq!(used.operation.effect == Effect::Read, reads, "{}", used.what);
        }
    }
}

#[test]
fn acts_tell_the_guard_rails_what_they_are() {
    for provider in providers() {
        for (action, act) in provider.bindings().instances.acts {
            let operation = act.operation;
            let place = format!("{} {}", provider.id(), action.name());
            assert_eq!(operation.hazard == Hazard::Starts, **action == START, "{place}");
            assert_eq!(act.how.is_none(), !action.ends_run, "{place}");
        }
    }
}

#[test]
fn presets_have_the_addresses_that_were_published() {
    for provider in providers() {
        let presets = provider.presets().iter().map(|preset| (preset.id, preset.url, preset.parallel));
        assert_eq!(presets.collect::<Vec<_>>(), provider.facts().fixture.presets);
        for preset in provider.presets() {
            let section = AccountSection {
                provider: preset.id.to_owned(),
                url: preset.url.is_none().then(|| "https://cloud.example.com/x/".to_owned()),
                user: Some("ops@example.com".to_owned()),
                ..AccountSection::default()
            };
            let account =
                Account::new("a", &section, provider, preset).unwrap_or_else(|e| panic!("{}: {e}", preset.id));
            assert!(account.url.starts_with("https://") && !account.url.ends_with('/'), "{}", account.url);
        }
    }
}

/// A section of an account with an option of its provider; the value is a URL or a word, whichever fits.
fn with_option(provider: &dyn Provider, option: &AccountOption) -> AccountSection {
    let head = format!("provider = '{}'\nurl = '{BASE}'\nuser = 'ops'\n", provider.presets()[0].id);
    let sections = [BASE, "form"].map(|value| toml_edit::de::from_str(&format!("{head}{} = '{value}'", option.key)));
    sections.into_iter().flatten().find(|section| (option.value)(section).is_some()).expect(option.key)
}

#[test]
fn a_key_of_some_providers_is_refused_at_the_others() {
    let mut refused = 0;
    for (provider, option) in ALL.into_iter().flat_map(|provider| options().map(move |option| (provider, option))) {
        let owned = provider.facts().options.iter().any(|own| std::ptr::eq(*own, option));
        let resolved = Account::resolve("a", &with_option(provider, option)).map(drop);
        let refusal = resolved.as_ref().err().map(ToString::to_string).unwrap_or_default();
        assert_eq!(resolved.is_ok(), owned, "{} {}: {refusal}", provider.id(), option.key);
        assert!(owned || refusal.contains(option.key), "{refusal}");
        refused += usize::from(!owned);
    }
    assert!(refused > 0);
}
