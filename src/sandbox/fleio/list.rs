//! The list envelope of Fleio: filtering, ordering, searching and paging, with page numbers from 1.
//! The host of `next` can be reached only from the installation itself, as behind a proxy: following it must fail.

use serde_json::{Value, json};

use super::detail;
use crate::sandbox::{
    call::Call,
    reply::Reply,
    world::{text, with},
};

/// The rows of a page when the request gives no size.
const PAGE_SIZE: usize = 20;
/// The most rows of a page.
const LARGEST_PAGE: usize = 10_000;

/// A page of the rows a request asks for, with more members for the envelope.
pub(crate) fn envelope(call: &Call, rows: Vec<Value>, more: Value) -> Reply {
    let rows = match filtered(call, rows) {
        Ok(rows) => ordered(call, searched(call, rows)),
        Err(reply) => return reply,
    };
    let asked = call.query("page_size").and_then(|size| size.parse().ok()).filter(|size| *size > 0);
    let size = asked.unwrap_or(PAGE_SIZE).min(LARGEST_PAGE);
    let pages = rows.len().div_ceil(size).max(1);
    let page = match call.query("page") {
        None => 1,
        Some("last") => pages,
        Some(number) => number.parse().unwrap_or(0),
    };
    if page == 0 || page > pages {
        return detail(404, "Invalid page.");
    }
    let number = call.query("page").map_or_else(|| json!(page), |_| json!(page.to_string()));
    let total = rows.len();
    let objects: Vec<_> = rows.into_iter().skip((page - 1) * size).take(size).collect();
    let list = json!({
        "count": total,
        "next": (page < pages).then(|| link(call, page + 1)),
        "previous": (page > 1).then(|| link(call, page - 1)),
        "objects": objects,
        "totalCount": total,
        "pageNo": number,
    });
    Reply::json(200, &with(&list, more))
}

/// The failure of a read that lacks query parameters.
pub(crate) fn lacking(call: &Call, names: &[&str]) -> Result<(), Reply> {
    let lacks = |name: &&&str| call.query(name).is_none_or(str::is_empty);
    let first = names.iter().find(lacks);
    first.map_or(Ok(()), |name| Err(super::actions::invalid(name, "This field is required.")))
}

fn link(call: &Call, page: usize) -> String {
    let size = call.query("page_size").map_or_else(String::new, |size| format!("&page_size={size}"));
    format!("https://backend.internal{}?page={page}{size}", call.path)
}

/// The rows that pass `filtering=field:value+field:value`: different fields by AND, one field by OR.
fn filtered(call: &Call, rows: Vec<Value>) -> Result<Vec<Value>, Reply> {
    let filters: Vec<(&str, &str)> = call
        .query("filtering")
        .unwrap_or_default()
        .split('+')
        .filter(|filter| !filter.is_empty())
        .map(|filter| filter.split_once(':').unwrap_or((filter, "")))
        .collect();
    for (field, _) in &filters {
        let name = field.trim_end_matches("__ne");
        if rows.first().is_some_and(|row| lookup(row, name).is_none()) {
            return Err(detail(400, &format!("Cannot resolve keyword '{name}' into field.")));
        }
    }
    let passes = |row: &Value| {
        filters.iter().all(|(field, value)| match field.strip_suffix("__ne") {
            Some(field) => lookup(row, field).as_deref() != Some(value),
            None => {
                filters.iter().any(|(other, wanted)| other == field && lookup(row, field).as_deref() == Some(wanted))
            }
        })
    };
    Ok(rows.into_iter().filter(passes).collect())
}

/// The text of a field by its lookup name, such as `name` or `project__service__client__id`.
fn lookup(row: &Value, name: &str) -> Option<String> {
    let name = name.strip_prefix("project__service__").unwrap_or(name);
    let mut at = row;
    for part in name.split("__") {
        at = at.get(part)?;
    }
    Some(match at {
        Value::String(text) => text.clone(),
        Value::Null => "null".to_owned(),
        other => other.to_string(),
    })
}

fn searched(call: &Call, mut rows: Vec<Value>) -> Vec<Value> {
    if let Some(wanted) = call.query("search").filter(|wanted| !wanted.is_empty()) {
        rows.retain(|row| ["name", "title", "access_ip"].iter().any(|key| text(row, key).contains(wanted)));
    }
    rows
}

fn ordered(call: &Call, mut rows: Vec<Value>) -> Vec<Value> {
    if let Some(field) = call.query("ordering") {
        let name = field.trim_start_matches('-');
        rows.sort_by_key(|row| text(row, name));
        if field.starts_with('-') {
            rows.reverse();
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn page(query: &str) -> (u16, Value) {
        let uri = format!("/backend/api/things{query}").parse().unwrap();
        let call = Call::new(hyper::Method::GET, &uri, hyper::HeaderMap::new(), bytes::Bytes::new());
        let rows = (1..=45)
            .map(|n| json!({"id": n, "name": format!("n{n:02}"), "status": if n % 2 == 0 { "active" } else { "stopped" }, "client": {"id": n % 3}}))
            .collect();
        let reply = envelope(&call, rows, json!({"permissions": {}}));
        (reply.status, serde_json::from_slice(reply.body()).unwrap())
    }

    fn names(query: &str) -> Vec<String> {
        page(query).1["objects"].as_array().unwrap().iter().map(|row| text(row, "name")).collect()
    }

    #[test]
    fn pages_count_from_one_and_end_with_a_404() {
        let (status, first) = page("");
        assert_eq!((status, first["objects"].as_array().unwrap().len(), &first["pageNo"]), (200, 20, &json!(1)));
        assert_eq!((&first["count"], &first["totalCount"], &first["previous"]), (&json!(45), &json!(45), &Value::Null));
        assert_eq!(first["next"], "https://backend.internal/backend/api/things?page=2");
        let (_, last) = page("?page=last&page_size=10");
        assert_eq!((last["objects"].as_array().unwrap().len(), &last["pageNo"]), (5, &json!("5")));
        assert_eq!((&last["next"], last["previous"].is_string()), (&Value::Null, true));
        for query in ["?page=4", "?page=0", "?page=x"] {
            assert_eq!(page(query), (404, json!({"detail": "Invalid page."})), "{query}");
        }
    }

    #[test]
    fn filters_join_by_and_and_the_same_field_by_or() {
        assert_eq!(names("?filtering=name:n07"), ["n07"]);
        assert_eq!(names("?filtering=name:n07%2Bname:n08"), ["n07", "n08"]);
        assert_eq!(names("?filtering=name:n07%2Bstatus:active"), [""; 0]);
        assert_eq!(names("?filtering=name:n07+status:stopped"), [""; 0], "a bare plus is a space");
        assert_eq!(names("?filtering=project__service__client__id:1&page_size=3"), ["n01", "n04", "n07"]);
        assert_eq!(names("?filtering=status__ne:active&page_size=2"), ["n01", "n03"]);
        assert_eq!(page("?filtering=colour:red").0, 400);
    }

    #[test]
    fn rows_are_ordered_and_searched() {
        assert_eq!(names("?ordering=-name&page_size=2"), ["n45", "n44"]);
        assert_eq!(names("?search=n0&page_size=2"), ["n01", "n02"]);
    }
}
