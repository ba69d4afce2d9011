//! One request as the handlers see it: decoded path, query, headers and body.
//! No provider is known here; forms and JSON are read as the providers' servers read them.

use bytes::Bytes;
use hyper::{HeaderMap, Method, Uri};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// GET, POST and so on.
    pub method: Method,
    /// The path as it was sent.
    pub path: String,
    /// The values of the route's placeholders, in order.
    pub params: Vec<String>,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
}

impl Call {
    /// A request from its parts.
    pub(crate) fn new(method: Method, uri: &Uri, headers: HeaderMap, body: Bytes) -> Self {
        let path = uri.path().to_owned();
        let query = pairs(uri.query().unwrap_or_default());
        Self { method, path, params: Vec::new(), query, headers, body }
    }

    /// A copy of the request with other values for the placeholders.
    pub(crate) fn with(&self, params: Vec<String>) -> Self {
        Self { params, ..self.clone() }
    }

    /// The value of a placeholder of the route; empty when there is no such placeholder.
    pub(crate) fn param(&self, position: usize) -> &str {
        self.params.get(position).map_or("", String::as_str)
    }

    /// The first value of a query parameter.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A header as text; empty when it is missing or not ASCII.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The two words of the Authorization header.
    pub(crate) fn authorization(&self) -> Option<(&str, &str)> {
        self.header("authorization").split_once(' ').map(|(scheme, rest)| (scheme, rest.trim()))
    }

    /// The body as it was sent.
    pub(crate) fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as a JSON object; an empty body counts as an empty object, anything else is `None`.
    pub(crate) fn json(&self) -> Option<Value> {
        if self.body.trim_ascii().is_empty() {
            return Some(Value::Object(serde_json::Map::new()));
        }
        serde_json::from_slice(&self.body).ok().filter(Value::is_object)
    }

    /// The values of the query and of a form or JSON body under bracketed names, as PHP reads them.
    pub(crate) fn fields(&self) -> Vec<(String, String)> {
        let mut fields = self.query.clone();
        if self.header("content-type").starts_with("application/json") {
            flatten("", &self.json().unwrap_or_default(), &mut fields);
        } else {
            fields.extend(pairs(&self.text()));
        }
        for (key, _) in &mut fields {
            if !key.contains('[') {
                *key = key.replace('.', "_");
            }
        }
        fields
    }
}

/// The decoded parts of a path.
pub(crate) fn segments(path: &str) -> Vec<String> {
    path.split('/').skip(1).map(decoded).collect()
}

/// The text with percent escapes decoded.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The pairs of a query or form, plus signs read as spaces.
fn pairs(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.trim().is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (decoded(&key.replace('+', " ")), decoded(&value.replace('+', " "))))
        .collect()
}

/// The leaves of a JSON value under bracketed names.
fn flatten(name: &str, value: &Value, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let inner = if name.is_empty() { key.clone() } else { format!("{name}[{key}]") };
                flatten(&inner, value, fields);
            }
        }
        Value::String(text) => fields.push((name.to_owned(), text.clone())),
        Value::Null => {}
        other => fields.push((name.to_owned(), other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn call(uri: &str, content: &'static str, body: &'static str) -> Call {
        let headers = HeaderMap::from_iter([(hyper::header::CONTENT_TYPE, content.parse().unwrap())]);
        Call::new(Method::POST, &uri.parse().unwrap(), headers, Bytes::from(body))
    }

    #[test]
    fn a_bare_plus_in_a_query_is_a_space_and_an_escaped_one_a_plus() {
        let call = call("/a%2Fb/c?filtering=name:x+status:y&other=1%2B1", "text/plain", "");
        assert_eq!(segments(&call.path), ["a/b", "c"]);
        assert_eq!((call.query("filtering"), call.query("other")), (Some("name:x status:y"), Some("1+1")));
        assert_eq!(call.query("absent"), None);
    }

    #[test]
    fn forms_and_json_give_the_same_bracketed_fields() {
        let form = call("/", "application/x-www-form-urlencoded", "ipaddress[192.0.2.1]=a.example&a.b=1&send=true");
        let json = call("/", "application/json", r#"{"ipaddress":{"192.0.2.1":"a.example"},"a.b":1,"send":true}"#);
        let mut wanted = form.fields();
        wanted.sort();
        assert_eq!(
            json.fields().into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>(),
            wanted
        );
        assert!(wanted.contains(&("a_b".into(), "1".into())), "PHP has no dots in names");
        assert!(wanted.contains(&("ipaddress[192.0.2.1]".into(), "a.example".into())));
    }

    #[test]
    fn only_an_object_or_nothing_is_a_json_body() {
        assert_eq!(call("/", "x/y", " \n").json(), Some(serde_json::json!({})));
        assert_eq!(call("/", "x/y", "[1]").json(), None);
        assert_eq!(call("/", "x/y", "{").json(), None);
    }
}
