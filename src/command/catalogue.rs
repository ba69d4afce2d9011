//! `nubo operations`: the catalogue itself, to search and to look at, with the request an operation would send.
//! Nothing here asks a provider.

use clap::ArgMatches;

use crate::{
    cli::{self, OperationFilter, OperationName},
    error::{Error, Kind, Result},
    http::{Effect, Hazard},
    model::{PROVIDERS, Rows, Shape, row},
    provider::{ALL, Arg, Operation, Provider},
};

use super::{context::Invocation, flags, outcome::Outcome, providers, render};

row! {
    /// An operation of the catalogue.
    OperationRow "operation" {
        provider: &'static str = Text Table [PROVIDERS] "whose it is";
        id: &'static str = Text Table "its id, as in drives.clone";
        method: &'static str = Text Table ["GET" "POST" "PUT" "PATCH" "DELETE"] "the HTTP method";
        path: &'static str = Text Table "the path below the base URL";
        effect: &'static str = Text Table ["read" "change" "create" "destroy" "pay"] "read, change, create, destroy or pay";
        confidence: &'static str = Text Table ["documented" "observed" "inferred"] "documented, observed or inferred";
        source: &'static str = Text Wide "where it is documented";
        arguments: Vec<String> = List Data "its arguments; those with a star are required";
        argument_confidence: Vec<String> = List Data "those of its arguments for which there is weaker evidence, each with its kind";
        about: &'static str = Text Wide "what it is for";
        warning: Option<&'static str> = Text Detail "what to mind";
        command: Option<String> = Text Detail "the command that calls it";
        request: Option<String> = Text Detail "the request it would send, from its recorded example";
        curl: Option<String> = Text Detail "a line that sends the same, with the secret left out";
    }
}

/// Lists the operations that fit.
pub(crate) fn list(args: &ArgMatches) -> Result<Outcome> {
    let OperationFilter { provider, effect, confidence, text } = flags(args)?;
    let text = text.map(|text| text.to_lowercase());
    let is = |wanted: &Option<String>, word: &str| wanted.as_ref().is_none_or(|wanted| wanted == word);
    let mut rows = Vec::new();
    for (owner, operation) in ALL.iter().flat_map(|p| p.operations().iter().map(move |o| (p, o))) {
        let fits = is(&provider, owner.id())
            && effect.as_ref().is_none_or(|effect| is_asked_as(operation, effect))
            && is(&confidence, operation.confidence.word())
            && text.as_ref().is_none_or(|t| {
                [operation.id, operation.about, operation.path].iter().any(|s| s.to_lowercase().contains(t))
            });
        if fits {
            rows.push(row(*owner, operation));
        }
    }
    Ok(Outcome::rows(providers::select(Rows::typed(rows, Shape::Array), args)?, "operations"))
}

/// True for an operation of an effect, and for one that is asked about as destroying because it can end what runs or
/// the account's own access.
fn is_asked_as(operation: &Operation, effect: &str) -> bool {
    let grave = matches!(operation.hazard, Hazard::EndsRun | Hazard::EndsAccess);
    operation.effect.word() == effect || (grave && effect == Effect::Destroy.word())
}

/// An argument with its kind of evidence, where that is weaker than for its operation.
fn weaker(arg: &Arg) -> Option<String> {
    arg.confidence.map(|evidence| format!("{}={}", arg.name, evidence.word()))
}

fn row(provider: &dyn Provider, operation: &Operation) -> OperationRow {
    let argument = |arg: &Arg| format!("{}{}", arg.name, if arg.required { "*" } else { "" });
    let path = operation.placeholders().map(|name| format!("{name}*"));
    OperationRow {
        provider: provider.id(),
        id: operation.id,
        method: operation.method.word(),
        path: operation.path,
        effect: operation.effect.word(),
        confidence: operation.confidence.word(),
        source: operation.source,
        arguments: path.chain(operation.args.iter().map(argument)).collect(),
        argument_confidence: operation.args.iter().filter_map(weaker).collect(),
        about: operation.about,
        warning: None,
        command: None,
        request: None,
        curl: None,
    }
}

/// Shows one operation with the request it would send, from its recorded example.
pub(crate) fn show(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    let (provider, operation) = found(args)?;
    if start.console.settings().format.is_structured() {
        let request = super::sample::request(provider, operation)?;
        let row = OperationRow {
            warning: Some(operation.warning).filter(|warning| !warning.is_empty()),
            command: Some(format!("nubo {}", cli::example(provider.id(), operation))),
            request: Some(render::http(&request)),
            curl: Some(render::curl(&request)),
            ..row(provider, operation)
        };
        return Ok(Outcome::rows(Rows::typed(vec![row], Shape::Object), "operations"));
    }
    let mut out = format!("{} {}: {}\n\n", provider.id(), operation.id, operation.about);
    let mut tell = |name: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("{name:<11} {}\n", value.trim_end()));
        }
    };
    tell("effect", operation.effect.word());
    tell("confidence", operation.confidence.word());
    tell("source", operation.source);
    tell("mind", operation.warning);
    tell("command", &format!("nubo {}", cli::example(provider.id(), operation)));
    for arg in operation.segments.iter().chain(operation.args) {
        let required = if arg.required { " (required)" } else { "" };
        let evidence = arg.confidence.map(|evidence| format!(" ({})", evidence.word())).unwrap_or_default();
        let values = if arg.values.is_empty() { String::new() } else { format!(": {}", arg.values.join(", ")) };
        tell("argument", &format!("{}{required}{evidence} {}{values}", arg.name, arg.about));
    }
    let request = super::sample::request(provider, operation)?;
    out.push_str(&format!("\n{}\n\n{}\n", render::http(&request).trim_end(), render::curl(&request)));
    Ok(Outcome::text(out))
}

/// The operation that was named, by `PROVIDER ID`.
fn found(args: &ArgMatches) -> Result<(&'static dyn Provider, &'static Operation)> {
    let OperationName { provider: name, id } = flags(args)?;
    let provider = crate::provider::by_id(&name);
    let provider = provider
        .ok_or_else(|| Error::usage(format!("there is no provider \"{name}\"")).hint(crate::provider::words()))?;
    let operation = provider.operations().iter().find(|operation| operation.id == id);
    let missing =
        || {
            let near = crate::model::nearest(&id, provider.operations().iter().map(|o| o.id));
            let error = Error::new(Kind::NotFound, format!("{name} has no operation \"{id}\""));
            error.hint(near.map_or_else(
                || format!("nubo operations list --provider {name}"),
                |near| format!("did you mean {near}?"),
            ))
        };
    operation.map(|operation| (provider, *operation)).ok_or_else(missing)
}
