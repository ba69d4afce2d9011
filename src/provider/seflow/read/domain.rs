//! Domains: their prices, renewals and ends.
//! Source: GET /domain and GET /domain/@id; a period is in years.

use crate::{
    error::Result,
    model::{Domain, Head},
    provider::{Node, read},
};

/// A domain; its list has no due date, so that the expiry date takes its place there.
pub(crate) fn domain(key: Option<&str>, n: &Node<'_>) -> Result<Domain> {
    let id = n.at("id").text().or_else(|| key.map(str::to_owned));
    let auto_renew = n.at("autorenew").bool();
    let expires_at = n.at("expires").time();
    let renews_at = n.at("next_due").time().or_else(|| expires_at.clone()).filter(|_| auto_renew == Some(true));
    let names = n.at("nameservers");
    Ok(Domain {
        head: Head {
            id: id.map_or_else(|| read::id(&Node::Null, "domain"), Ok)?,
            name: n.any(&["name", "domain"]).text(),
            state: state(n),
            provider_state: n.at("status").text(),
            created_at: n.at("date_created").time(),
        },
        currency: n.at("currency").text(),
        price: n.at("recurring_amount").money(),
        cycle: n.at("period").integer().filter(|years| *years > 0).map(cycle),
        auto_renew,
        renews_at,
        expires_at,
        nameservers: (*names != Node::Null).then(|| names.items().filter_map(|(_, name)| name.text()).collect()),
    })
}

/// The common word for the portal's state of a domain or a service.
pub(crate) fn state(n: &Node<'_>) -> &'static str {
    let word = n.at("status").str().unwrap_or_default().to_ascii_lowercase();
    match word.as_str() {
        "active" => "active",
        "suspended" => "suspended",
        "cancelled" | "canceled" | "terminated" | "transferred out" => "cancelled",
        "expired" => "expired",
        pending if pending.starts_with("pending") => "pending",
        _ => "unknown",
    }
}

fn cycle(years: u64) -> String {
    if years == 1 { "1 year".to_owned() } else { format!("{years} years") }
}
