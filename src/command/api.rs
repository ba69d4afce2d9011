//! `nubo api ACCOUNT METHOD PATH`: any request with the account's authentication, guard rails and consent.
//! A path is normalised and matched to the gravest operation of the catalogue; an unknown path counts as destroying.

use std::rc::Rc;

use clap::ArgMatches;
use reqwest::header::{HeaderName, HeaderValue};

use crate::{
    cli::{ApiArgs, Changing},
    error::{Error, Result},
    fleet::{self, Plan},
    http::{Consent, Effect, Hazard, Method, Repeat, Request, Target},
    model::{Change, Status},
    provider::{self, Input, Operation, Provider, Session, UNTOLD, percent},
};

use super::{
    consent::agree,
    context::Context,
    flags,
    operation::{content, planned},
    outcome::Outcome,
    raw_reply::{self, Wish},
};

/// Sends the request that was typed.
pub(crate) async fn run(context: &Context, args: &ArgMatches) -> Result<Outcome> {
    let typed: ApiArgs = flags(args)?;
    let session = context.fleet.session(&typed.name)?;
    let word = typed.method.as_str();
    let method = provider::method(word);
    let method = method.ok_or_else(|| Error::usage(format!("\"{word}\" is not GET, POST, PUT, PATCH or DELETE")))?;
    let path = normalised(&typed.path)?;
    let matched = matching(session.account.provider, method, &path);
    let changing: Changing = flags(args)?;
    let mut request = request(&session, method, matched, &typed).await?;
    if typed.paginate && request.effect != Effect::Read {
        return Err(Error::usage("only what reads has pages: --paginate would send this more than once"));
    }
    if changing.dry_run {
        let origin = Some(session.account.origin.clone());
        return Ok(planned(context, &request, Change::planned(origin, "request", "api")));
    }
    if request.effect != Effect::Read {
        request.consent = consent(context, &request, matched, &changing).await?;
        session.allow(changing.max_targets.unwrap_or(0));
    }
    let wish = Wish { include: typed.include, paginate: typed.paginate, reveal: typed.reveal, to: typed.to.clone() };
    let asked = (request.operation, request.effect);
    let reads = request.effect == Effect::Read;
    let action = format!("api {word} {}", typed.path.split('?').next().unwrap_or_default());
    let opening = || fleet::opening(&session, &action, request.effect, matched.into_iter(), request.targets.first());
    context.relax(&changing)?;
    let entry = (!reads).then(|| context.journal.begin(opening())).transpose()?;
    let sent = context.in_time(&session, asked, None, raw_reply::fetch(&session, request, matched, &wish)).await;
    if let Some(entry) = entry {
        let origin = Some(session.account.origin.clone());
        let error = sent.as_ref().map_or_else(|error| Some(error.clone()), |outcome| outcome.failures.first().cloned());
        let status = error.as_ref().map_or(Status::Ok, Status::after);
        let change = Change { status, error, changed: true, ..Change::planned(origin, "request", "api") };
        fleet::complete(&context.journal, entry, &change);
    }
    sent
}

/// A path without query, percent-decoded, without doubled or trailing slashes; `..` and other hosts are refused.
fn normalised(path: &str) -> Result<Vec<String>> {
    if path.contains("://") || path.starts_with("//") || !path.starts_with('/') {
        return Err(Error::usage(format!("\"{path}\" is not a path below the account's url"))
            .hint("it begins with one slash, as in /servers/info"));
    }
    let bare = path.split(['?', '#']).next().unwrap_or_default();
    let segments: Vec<String> = bare
        .split('/')
        .filter(|segment| !segment.is_empty())
        .map(|segment| percent_encoding::percent_decode_str(segment).decode_utf8_lossy().into_owned())
        .collect();
    // The client drops tabs, line breaks and outer spaces of an address, so that a dot between them would climb.
    if path.contains(|c: char| c.is_control() || c == ' ') {
        return Err(Error::usage(format!("\"{}\" has a space or worse in it", path.escape_debug()))
            .hint("write a space as %20"));
    }
    let climbs = segments.iter().any(|s| s == "." || s == ".." || s.contains(['/', '\\', '\n', '\r']));
    if climbs {
        return Err(Error::usage(format!("\"{path}\" climbs out of its place")));
    }
    Ok(segments)
}

/// The operation that a request is; where its body decides which of several, the one that needs the most consent.
fn matching(provider: &dyn Provider, method: Method, path: &[String]) -> Option<&'static Operation> {
    let mut path = path.to_vec();
    if let Some(first) = path.first_mut()
        && let Some((_, word)) = provider.facts().path_words.iter().find(|(alias, _)| alias == first)
    {
        *first = (*word).to_owned();
    }
    let ranked = |o: &&&Operation| {
        (o.gravity(), o.hazard == Hazard::EndsRun, o.hazard == Hazard::Plain, o.repeat == Repeat::Never)
    };
    let fitting = provider.operations().iter().rev().filter(|o| o.method == method && fits(o.path, &path));
    fitting.max_by_key(ranked).copied()
}

/// True when segments fit a path of the catalogue.
fn fits(path: &str, segments: &[String]) -> bool {
    let pattern: Vec<&str> = path.split('/').filter(|s| !s.is_empty()).collect();
    pattern.len() == segments.len() && pattern.iter().zip(segments).all(|(p, s)| p.starts_with('{') || p == s)
}

/// The request, with the effect of the operation it matches.
async fn request(
    session: &Rc<Session>,
    method: Method,
    matched: Option<&'static Operation>,
    typed: &ApiArgs,
) -> Result<Request> {
    let fields = fields(typed)?;
    let bodiless = matches!(method, Method::Get | Method::Delete);
    let input = typed.input.as_deref().map(content).transpose()?;
    let body: Vec<(String, Input)> = if bodiless { Vec::new() } else { fields.iter().cloned().map(as_input).collect() };
    let written = input.as_deref().map(String::from_utf8_lossy).unwrap_or_default().into_owned();
    let several = several(&fields, input.as_deref());
    let mut request = session.raw_request(method, &typed.path, body, input)?;
    if let (Some(whole), true) = (request.targets.first().cloned(), several.len() > 1) {
        request.targets = several.into_iter().map(|id| Target { id, ..whole.clone() }).collect();
    }
    if bodiless && !fields.is_empty() {
        let query: Vec<String> = fields.iter().map(|(k, v)| format!("{}={}", percent(k), percent(&plain(v)))).collect();
        let joint = if request.url.contains('?') { '&' } else { '?' };
        request.url = format!("{}{joint}{}", request.url, query.join("&"));
    }
    for header in &typed.header {
        let (name, value) = header
            .split_once(':')
            .ok_or_else(|| Error::usage(format!("--header takes NAME: VALUE, not \"{header}\"")))?;
        let plain = name.trim().to_ascii_lowercase();
        harmless(&plain, value.trim())?;
        request.headers.push((plain.into(), value.trim().to_owned()));
    }
    request.authorization = session.authorization().await?;
    if let Some(operation) = matched {
        request.operation = operation.id;
        request.effect = operation.effect;
        if operation.costs(|name| says(&fields, &written, name)) {
            request.effect = request.effect.max(Effect::Pay);
        }
        request.hazard = operation.hazard;
        request.repeat = operation.repeat;
    }
    Ok(request)
}

/// Headers that the user may not add: the reason, and the names without hyphens.
const FORBIDDEN: [(&[&str], &str); 3] = [
    (&["authorization", "proxyauthorization", "cookie"], "the account's own secret is sent; no header may replace it"),
    (
        &[
            "methodoverride",
            "httpmethod",
            "xmethod",
            "originalurl",
            "rewriteurl",
            "forwardedhost",
            "forwardedprefix",
            "xhost",
        ],
        "a header may not make another request of this one",
    ),
    (
        &[
            "contentlength",
            "transferencoding",
            "contentencoding",
            "acceptencoding",
            "connection",
            "upgrade",
            "expect",
            "trailer",
        ],
        "a header may not say how the request is sent",
    ),
];

/// Refuses a header that is none, or that would make another request of this one.
fn harmless(name: &str, value: &str) -> Result<()> {
    if HeaderName::from_bytes(name.as_bytes()).is_err() {
        return Err(Error::usage(format!("--header: \"{}\" is no name of a header", name.escape_debug())));
    }
    if HeaderValue::from_str(value).is_err() {
        return Err(Error::usage(format!("--header: the value of {name} holds characters that no header may hold")));
    }
    let flat: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let whole = matches!(flat.as_str(), "host" | "te" | "keepalive").then_some(FORBIDDEN[1].1);
    let part = FORBIDDEN.iter().find(|(words, _)| words.iter().any(|word| flat.contains(word))).map(|(_, why)| *why);
    part.or(whole).map_or(Ok(()), |why| Err(Error::usage(format!("{name}: {why}"))))
}

fn as_input((name, value): (String, serde_json::Value)) -> (String, Input) {
    (name, value.as_str().map_or_else(|| Input::Json(value.clone()), |text| Input::Text(text.to_owned())))
}

/// The things that a body names, where it names several: the longest list in it, or the numbered keys as in `server:0`.
fn several(fields: &[(String, serde_json::Value)], input: Option<&[u8]>) -> Vec<String> {
    let text = input.map(String::from_utf8_lossy).unwrap_or_default();
    let whole = serde_json::from_str::<serde_json::Value>(&text).unwrap_or_default();
    let lists = fields.iter().map(|(_, value)| value).chain([&whole]).map(longest_list);
    let lines = text.lines().filter_map(|line| line.split_once(' ')).map(|(key, value)| (key, value.to_owned()));
    let typed = fields.iter().map(|(key, value)| (key.as_str(), plain(value)));
    let numbered =
        |key: &str| key.rsplit_once([':', '[']).is_some_and(|(_, n)| n.trim_end_matches(']').parse::<u32>().is_ok());
    let numbered = typed.chain(lines).filter(|(key, _)| numbered(key)).map(|(_, value)| value).collect::<Vec<_>>();
    lists.chain([numbered]).max_by_key(Vec::len).unwrap_or_default()
}

/// True when a request's fields or its body name a key.
fn says(fields: &[(String, serde_json::Value)], body: &str, name: &str) -> bool {
    let part = |text: &str| text.split(|c: char| !c.is_alphanumeric() && !"_:-".contains(c)).any(|word| word == name);
    fields.iter().any(|(key, _)| key == name) || part(body)
}

/// The longest list of plain values in a tree.
fn longest_list(tree: &serde_json::Value) -> Vec<String> {
    let own = match tree {
        serde_json::Value::Array(list) => list.iter().map(plain).collect(),
        _ => Vec::new(),
    };
    let inner: Box<dyn Iterator<Item = &serde_json::Value>> = match tree {
        serde_json::Value::Array(list) => Box::new(list.iter()),
        serde_json::Value::Object(map) => Box::new(map.values()),
        _ => Box::new(std::iter::empty()),
    };
    inner.map(longest_list).chain([own]).max_by_key(Vec::len).unwrap_or_default()
}

fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The fields that were typed, as JSON values.
fn fields(typed: &ApiArgs) -> Result<Vec<(String, serde_json::Value)>> {
    let mut fields = Vec::new();
    for field in &typed.field {
        let (key, value) =
            field.split_once('=').ok_or_else(|| Error::usage(format!("-f takes KEY=VALUE, not \"{field}\"")))?;
        fields.push((key.to_owned(), value.into()));
    }
    for field in &typed.json_field {
        let (key, value) =
            field.split_once(":=").ok_or_else(|| Error::usage(format!("-F takes KEY:=JSON, not \"{field}\"")))?;
        let value = serde_json::from_str(value).map_err(|e| Error::usage(format!("-F {key}: that is no JSON: {e}")))?;
        fields.push((key.to_owned(), value));
    }
    Ok(fields)
}

/// Asks for the consent that the effect of a request needs.
async fn consent(
    context: &Context,
    request: &Request,
    matched: Option<&Operation>,
    changing: &Changing,
) -> Result<Consent> {
    let effect =
        if matches!(request.hazard, Hazard::EndsRun | Hazard::EndsAccess) { Effect::Destroy } else { request.effect };
    let known = matched.map_or("a path nubo does not know, so it may destroy anything", |o| o.id);
    let line = format!("{} {} ({known}: {})", request.method.word(), request.url, effect.word());
    let (what, consequences) = match matched {
        Some(operation) => (operation.id, Effect::Destroy.told()),
        None => (request.method.word(), "a path nubo does not know may destroy anything"),
    };
    let doomed = if effect == Effect::Destroy { vec![what.to_owned()] } else { Vec::new() };
    let pays = effect == Effect::Pay;
    let line = if pays { format!("{line}\n  {UNTOLD} of a request of your own") } else { line };
    agree(context, &Plan { consequences, ..Plan::of("api", effect, vec![line], doomed) }, changing, pays).await
}
