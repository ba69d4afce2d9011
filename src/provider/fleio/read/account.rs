//! The owner of a token, the address for letters, and the clients of a portal's operator.
//! Source: `current-user` and `clients` as Fotbo's OpenAPI file has them; fleio.txt, "List all clients".

use super::{currency, split};
use crate::{
    error::Result,
    model::{Client, Contact, Head, Identity},
    provider::{Node, read},
};

/// The owner of a token. A reply without `user` means that nobody is logged in.
pub(crate) fn identity(_: Option<&str>, n: &Node<'_>) -> Result<Identity> {
    let user = n.at("user");
    if user.is_empty() {
        return Err(read::nobody("the token is not accepted: the reply names no user"));
    }
    let client = user.at("clients").items().next().map_or(Node::Null, |(_, client)| client.clone());
    Ok(Identity {
        head: Head {
            id: read::id(user.any(&["id", "username", "email"]), "user")?,
            name: full_name(user).or_else(|| user.at("username").text()),
            state: if user.at("is_active").bool() == Some(false) { "closed" } else { "active" },
            provider_state: client.at("status").text(),
            created_at: user.any(&["date_joined", "date_created"]).time(),
        },
        email: user.at("email").text(),
        company: client.at("company").text(),
        currency: currency(client.at("currency")),
    })
}

/// The status word of a client: active, suspended or closed.
pub(crate) fn standing(status: Option<&str>) -> &'static str {
    match status {
        Some("active") => "active",
        Some("suspended" | "suspending") => "suspended",
        Some("closed" | "deleting") => "closed",
        _ => "unknown",
    }
}

/// The address for a client's letters.
pub(crate) fn contact(_: Option<&str>, n: &Node<'_>) -> Result<Contact> {
    Ok(Contact {
        head: Head {
            id: read::id(n.at("id"), "client")?,
            name: n.any(&["long_name", "name"]).text().or_else(|| full_name(n)),
            state: standing(n.at("status").str()),
            provider_state: n.at("status").text(),
            created_at: n.at("date_created").time(),
        },
        first_name: n.at("first_name").text(),
        last_name: n.at("last_name").text(),
        company: n.at("company").text(),
        email: n.at("email").text(),
        phone: n.at("phone").text(),
        address1: n.at("address1").text(),
        address2: n.at("address2").text(),
        postcode: n.at("zip_code").text(),
        city: n.at("city").text(),
        region: n.at("state").text(),
        country: n.at("country").text(),
        vat_id: n.at("vat_id").text(),
        ..Contact::default()
    })
}

fn full_name(n: &Node<'_>) -> Option<String> {
    let name = [n.at("first_name").str(), n.at("last_name").str()];
    let full: Vec<&str> = name.into_iter().flatten().collect();
    (!full.is_empty()).then(|| full.join(" "))
}

/// A client, as staff see it.
pub(crate) fn client(_: Option<&str>, n: &Node<'_>) -> Result<Client> {
    let (credit, due) = split(n.any(&["uptodate_credit", "credit"]).money());
    Ok(Client {
        head: Head {
            id: read::id(n.at("id"), "client")?,
            name: n.at("name").text().or_else(|| full_name(n)),
            state: match n.at("status").str() {
                Some("active") => "active",
                Some("inactive") => "inactive",
                Some("suspended") => "suspended",
                Some("closed") => "closed",
                Some("suspending" | "deleting") => "busy",
                _ => "unknown",
            },
            provider_state: n.at("status").text(),
            created_at: n.at("date_created").time(),
        },
        first_name: n.at("first_name").text(),
        last_name: n.at("last_name").text(),
        company: n.at("company").text(),
        email: n.at("email").text(),
        phone: n.at("phone").text(),
        city: n.at("city").text(),
        country: n.at("country").text(),
        vat_id: n.at("vat_id").text(),
        currency: currency(n.at("currency")),
        credit,
        due,
        out_of_credit_at: n.at("outofcredit_datetime").time(),
    })
}
