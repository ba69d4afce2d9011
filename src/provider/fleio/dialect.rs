//! Fleio on the wire: a token behind a scheme word, JSON bodies, and the many shapes of its errors.
//! Source: fotbo.txt "Authentication"; fleio.txt "Token authentication"; errors as Django REST Framework writes them.

use crate::{
    config::Secret,
    error::{Error, Result},
    http::{Authorization, Method, Reply},
    provider::{
        Account, Encoded, Node, Operation, Parts,
        inputs::object,
        verdict::{kind_of, nonsense, refusal},
    },
};

/// The scheme words that Fleio deployments use, the usual one first.
pub(crate) const SCHEMES: [&str; 3] = ["Token", "Fleio-Token", "OpenAPIToken"];

/// `Authorization: Token ...`, or the scheme word the account names.
pub(crate) fn authorize(account: &Account, secret: &Secret) -> Result<Authorization> {
    let scheme = account.section.scheme.as_deref().unwrap_or(SCHEMES[0]);
    if !SCHEMES.contains(&scheme) {
        let sentence = format!("scheme \"{scheme}\" is not one that Fleio knows");
        return Err(Error::config(sentence).account(account.name()).hint(format!("one of: {}", SCHEMES.join(" "))));
    }
    Ok(Authorization { scheme: scheme.to_owned(), credentials: secret.clone() })
}

/// A JSON body, and none for a GET or an action without arguments.
pub(crate) fn encode(operation: &Operation, parts: &Parts) -> Encoded {
    let accept = ("accept", "application/json".to_owned());
    if operation.method == Method::Get || parts.body.is_empty() {
        return Encoded { headers: vec![accept], body: Vec::new() };
    }
    let headers = vec![accept, ("content-type", "application/json".to_owned())];
    Encoded { headers, body: object(&parts.body) }
}

/// A failure is a status; its message is under `detail`, under field names, or in a bare list.
pub(crate) fn verdict(operation: &'static Operation, reply: &Reply, text: &str) -> Result<()> {
    if reply.ok() {
        if reply.is_html(text) {
            return Err(nonsense(operation, reply, text, "an HTML page"));
        }
        return Ok(());
    }
    let words = serde_json::from_str::<Node<'_>>(text).map_or_else(|_| text.to_owned(), |node| words(&node));
    Err(refusal(operation, reply, kind_of(operation, reply.status), &words))
}

/// An error is JSON with a message in it, in whatever shape.
pub(crate) fn refuses(text: &str) -> bool {
    let parsed = serde_json::from_str::<Node<'_>>(text);
    parsed.is_ok_and(|node| matches!(node, Node::Map(_) | Node::List(_)) && !words(&node).is_empty())
}

/// The texts of an error in any of its shapes, each field named before its own.
fn words(node: &Node<'_>) -> String {
    let mut out = Vec::new();
    collect(node, "", &mut out, 0);
    out.join("; ")
}

/// The depth to which an error is followed.
const DEPTH: usize = 6;

fn collect(node: &Node<'_>, path: &str, out: &mut Vec<String>, depth: usize) {
    if let Some(text) = node.str() {
        out.push(if path.is_empty() { text.to_owned() } else { format!("{path}: {text}") });
        return;
    }
    if depth > DEPTH {
        return;
    }
    for (key, inner) in node.items() {
        let path = match key {
            None | Some("detail" | "details" | "error" | "non_field_errors") => path.to_owned(),
            Some(key) if path.is_empty() => key.to_owned(),
            Some(key) => format!("{path}.{key}"),
        };
        collect(inner, &path, out, depth + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_read_in_every_shape() {
        let cases = [
            (r#"{"detail":"Not found."}"#, "Not found."),
            (r#"{"detail":["a","b"]}"#, "a; b"),
            (r#"{"name":["too long"],"region":["unknown"]}"#, "name: too long; region: unknown"),
            (r#"{"boot_source":{"source_id":["missing"]}}"#, "boot_source.source_id: missing"),
            (r#"{"fixed_ips":[{"ip_address":["bad"]}]}"#, "fixed_ips.ip_address: bad"),
            (r#"{"non_field_errors":["no"]}"#, "no"),
            (r#"["no","never"]"#, "no; never"),
            (r#"{"details":"no pdf"}"#, "no pdf"),
            (r#"{"error":"custom"}"#, "custom"),
        ];
        for (body, expected) in cases {
            let node: Node<'_> = serde_json::from_str(body).unwrap();
            assert_eq!(words(&node), expected, "{body}");
        }
    }
}
