//! `HostBill` on the wire: form or JSON bodies, and errors inside replies of status 200.
//! Sources: `SeFlow`'s page; error words as published clients of other portals read them.

use serde::{
    Deserialize,
    de::{IgnoredAny, MapAccess, Visitor},
};

use crate::{
    config::Encoding,
    error::{Error, Kind, Result},
    http::{Effect, Method, Reply},
    provider::{
        Account, Each, Encoded, Node, Operation, Parts, ReplyKind,
        inputs::{form, object},
        json,
        node::Key,
        verdict::{kind_of, nonsense, refusal},
    },
};

use super::{TAKES_JSON, operations::DETAILS_UPDATE};

/// A form body, or JSON if the preset or the account says so. A PUT carries its values in the query too,
/// since PHP does not read the body of one.
pub(crate) fn encode(account: &Account, operation: &Operation, parts: &mut Parts) -> Result<Encoded> {
    if operation.id == DETAILS_UPDATE.id
        && let Some((name, _)) = parts.body.iter().find(|(name, _)| is_access(name))
    {
        return Err(Error::usage(format!("{} does not change {name}, which logging in depends on", operation.id))
            .hint("use `details update-email` for the e-mail, and the portal's own pages for the password"));
    }
    let mut headers = vec![("accept", "application/json".to_owned())];
    if parts.body.is_empty() {
        return Ok(Encoded { headers, body: Vec::new() });
    }
    let usual = TAKES_JSON.contains(&account.preset.id);
    let json = encoding(account, operation).map_or(usual, |encoding| encoding == Encoding::Json);
    if operation.method == Method::Put && !json {
        parts.query.extend(parts.body.iter().cloned());
    }
    let (kind, body) = if json {
        ("application/json", object(&parts.body))
    } else {
        ("application/x-www-form-urlencoded", form(&parts.body).into_bytes())
    };
    headers.push(("content-type", kind.to_owned()));
    Ok(Encoded { headers, body })
}

/// The field decides how the account's owner logs in.
fn is_access(field: &str) -> bool {
    let field = field.split('[').next().unwrap_or_default();
    field == "email" || field.starts_with("password")
}

/// The encoding of this operation's body, if the account sets it for the operation or for all.
fn encoding(account: &Account, operation: &Operation) -> Option<Encoding> {
    let own = account.section.operations.get(operation.id).and_then(|own| own.encoding);
    own.or(account.section.encoding)
}

/// A failure is a status, a filled `error` or `errors`, `success: false`, or `status: false` on an action.
/// A download may be text that is no JSON, but not a whole page: that is a login page.
pub(crate) fn verdict(operation: &'static Operation, reply: &Reply, text: &str) -> Result<()> {
    let body = text.trim_start();
    if reply.ok() && operation.reply == ReplyKind::Binary && !body.starts_with(['{', '[']) && !is_page(body) {
        return Ok(());
    }
    if !body.is_empty() && !body.starts_with(['{', '[']) {
        return Err(if reply.ok() {
            nonsense(operation, reply, text, if reply.is_html(text) { "an HTML page" } else { "text that is no JSON" })
        } else {
            refusal(operation, reply, kind_of(operation, reply.status), text)
        });
    }
    let said = ErrorFields::parse(text);
    let refused = !said.errors.is_empty() || said.success == Some(false);
    let undone = operation.effect != Effect::Read && said.status == Some(false);
    if reply.ok() && !refused && !undone {
        return Ok(());
    }
    let words = said.errors.join("; ");
    let kind = if reply.ok() { kind_of_words(&words) } else { kind_of(operation, reply.status) };
    Err(refusal(operation, reply, kind, &words))
}

/// Hands over each record. A list of the account must be present even when empty; below a service or a machine, a
/// portal sends an empty array or object of PHP's, without its key, for an empty list.
/// Sources: PHP's `json_encode` of an empty array; clients of other portals, which guard against it.
///
/// # Errors
/// `failed` when the body is no JSON, `unavailable` when it is not the list it should be.
pub(crate) fn each<'a>(operation: &Operation, text: &'a str, record: Each<'_>) -> Result<Node<'a>> {
    let mut count = 0_usize;
    let rest = json::records(text, operation, &mut |key, node| {
        count += 1;
        record(key, node);
    })?;
    let bare = count == 0 && matches!(rest, Node::List(_));
    let keyless = matches!(&rest, Node::Map(keys) if keys.iter().all(|(key, _)| ENVELOPE.contains(&&**key)));
    let whole = match operation.placeholders().next() {
        Some(_) if bare || keyless => true,
        None if bare => false,
        _ => json::holds_list(&rest, operation),
    };
    if operation.reply != ReplyKind::Objects || whole { Ok(rest) } else { Err(json::listless(operation, &rest)) }
}

/// The keys beside a payload in every reply.
const ENVELOPE: [&str; 5] = ["success", "error", "errors", "info", "page"];

/// An error is a filled `error` or `errors`, `success: false`, or `status: false`.
pub(crate) fn refuses(text: &str) -> bool {
    let said = ErrorFields::parse(text);
    !said.errors.is_empty() || said.success == Some(false) || said.status == Some(false)
}

/// The text is a whole HTML document rather than a piece of one.
fn is_page(body: &str) -> bool {
    let start = |word: &str| body.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    start("<!doctype") || start("<html")
}

/// The kind of failure that an error word in a reply of status 200 means.
fn kind_of_words(words: &str) -> Kind {
    let words = words.to_ascii_lowercase();
    let any = |list: &[&str]| list.iter().any(|w| words.contains(w));
    if any(&["wronglogin", "unauthorized", "token_expired"]) {
        Kind::Denied
    } else if any(&["internal_error"]) {
        Kind::Unavailable
    } else if any(&["not found", "notfound", "invalid id", "does not exist"]) {
        Kind::NotFound
    } else if any(&["locked", "in progress", "busy", "already"]) {
        Kind::Conflict
    } else {
        Kind::Failed
    }
}

/// The fields of a reply's top level that report success or failure; everything else is skipped.
#[derive(Default)]
struct ErrorFields {
    errors: Vec<String>,
    success: Option<bool>,
    status: Option<bool>,
}

impl ErrorFields {
    fn parse(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for ErrorFields {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(Top)
    }
}

/// Visits the top level only.
struct Top;

impl<'de> Visitor<'de> for Top {
    type Value = ErrorFields;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> std::result::Result<ErrorFields, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(ErrorFields::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<ErrorFields, A::Error> {
        let mut said = ErrorFields::default();
        while let Some(Key(key)) = map.next_key()? {
            match key.as_ref() {
                "error" | "errors" => texts(&map.next_value::<Node<'de>>()?, &mut said.errors, 0),
                "success" => said.success = map.next_value::<Node<'de>>()?.bool(),
                "status" => said.status = map.next_value::<Node<'de>>()?.bool(),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(said)
    }
}

/// Collects every text inside an error, which may be a word, a list, or objects.
fn texts(node: &Node<'_>, out: &mut Vec<String>, depth: usize) {
    match node {
        Node::Bool(false) | Node::Null => {}
        Node::List(_) | Node::Map(_) if depth < 4 => node.items().for_each(|(_, inner)| texts(inner, out, depth + 1)),
        scalar => out.extend(scalar.text()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::{
        http::Request,
        provider::{
            Inputs,
            encode::CallScope,
            seflow::{SEFLOW, operations::*},
            testing,
        },
    };

    fn request(operation: &'static Operation, inputs: &Inputs) -> Result<Request> {
        let account = testing::account(&SEFLOW, "https://portal.example.com/api");
        crate::provider::encode(&account, operation, inputs, CallScope::reading())
    }

    fn graph(status: u16, content_type: &str, text: &str) -> Option<Kind> {
        let mut reply = Reply::with(status);
        content_type.clone_into(&mut reply.content_type);
        verdict(&VMS_USAGE_CPU, &reply, text).err().map(|error| error.kind())
    }

    #[test]
    fn a_graph_is_a_piece_of_html_and_a_page_is_not() {
        assert_eq!(graph(200, "text/html", " <div>12.5</div>"), None);
        assert_eq!(graph(200, "application/json", "{\"usage\": \"<div></div>\"}"), None);
        assert_eq!(graph(200, "text/html", "<!DOCTYPE html><title>Log in</title>"), Some(Kind::Failed));
        assert_eq!(graph(200, "application/json", "{\"error\": [\"wronglogin\"]}"), Some(Kind::Denied));
        assert_eq!(graph(404, "text/html", "<p>gone</p>"), Some(Kind::NotFound));
    }

    #[test]
    fn the_login_is_not_changed_by_the_way() {
        let field = |name: &str| Inputs::none().pairs("field", [(name.to_owned(), "x".to_owned())]);
        for name in ["email", "email[0]", "password", "password2"] {
            assert_eq!(request(&DETAILS_UPDATE, &field(name)).unwrap_err().kind(), Kind::Usage, "{name}");
        }
        assert_eq!(&*request(&DETAILS_UPDATE, &field("emails_wanted")).unwrap().body, b"emails_wanted=x");
        assert_eq!(DETAILS_UPDATE_EMAIL.effect, Effect::Destroy);
    }

    #[test]
    fn an_estimate_never_says_send_and_an_order_always_does() {
        let inputs = Inputs::none().text("id", "1").text("package", "12");
        assert_eq!(&*request(&SERVICES_UPGRADE_ESTIMATE, &inputs).unwrap().body, b"package=12");
        assert_eq!(&*request(&SERVICES_UPGRADE, &inputs).unwrap().body, b"package=12&send=true");
        assert!(request(&SERVICES_UPGRADE_ESTIMATE, &inputs.text("send", "true")).is_err());
    }
}
