//! The request an operation would send, from the sample arguments of its recorded exchange.
//! Nothing is sent; the host is the preset's, or a stand-in.

use crate::{
    config::{AccountSection, Secret},
    error::{Error, Kind, Result},
    http::{Authorization, Request},
    provider::{Account, CallScope, Input, Inputs, Operation, Provider, encode},
};

/// The sample request of an operation.
pub(crate) fn request(provider: &'static dyn Provider, operation: &'static Operation) -> Result<Request> {
    let account = stand_in(provider)?;
    let inputs = inputs(provider, operation)?;
    let mut request = encode(&account, operation, &inputs, CallScope::reading())?;
    request.authorization = Some(placeholder(provider)?);
    Ok(request)
}

/// A made-up account.
fn stand_in(provider: &dyn Provider) -> Result<Account> {
    let preset = provider.presets().iter().find(|preset| preset.url.is_some());
    let section = AccountSection {
        provider: preset.map_or(provider.id(), |preset| preset.id).to_owned(),
        url: preset.is_none().then(|| "https://HOST".to_owned()),
        user: Some("USER".to_owned()),
        ..AccountSection::default()
    };
    Account::resolve("example", &section)
}

/// The sample arguments as inputs.
fn inputs(provider: &dyn Provider, operation: &'static Operation) -> Result<Inputs> {
    let args = provider.exchanges().find(|e| e.id == operation.id).map_or("{}", |e| e.args);
    let broken = |e| Error::new(Kind::Failed, format!("the recorded arguments of {} are no JSON: {e}", operation.id));
    let args: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(if args.is_empty() { "{}" } else { args }).map_err(broken)?;
    Ok(args.into_iter().fold(Inputs::none(), |inputs, (name, value)| match (operation.name(&name), value) {
        (None, _) => inputs,
        (Some(name), serde_json::Value::String(text)) => inputs.text(name, text),
        (Some(name), other) => inputs.with(name, Input::Json(other)),
    }))
}

/// An authorization that shows its scheme and nothing else.
fn placeholder(provider: &dyn Provider) -> Result<Authorization> {
    Ok(Authorization { scheme: provider.facts().scheme.to_owned(), credentials: Secret::new("SECRET".to_owned())? })
}
