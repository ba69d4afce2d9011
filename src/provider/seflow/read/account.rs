//! The account's owner: the user, and the address for the portal's letters.
//! Source: GET /details; operators add fields of their own, and newer portals leave some out.

use crate::{
    error::Result,
    model::{Contact, Head, Identity},
    provider::{Node, read},
};

/// The account's owner.
pub(crate) fn client(_: Option<&str>, n: &Node<'_>) -> Result<Identity> {
    Ok(Identity {
        head: head(n)?,
        email: n.at("email").text(),
        company: n.at("companyname").text(),
        currency: n.at("currency").text(),
    })
}

/// The contact details of the account.
pub(crate) fn contact(_: Option<&str>, n: &Node<'_>) -> Result<Contact> {
    Ok(Contact {
        head: head(n)?,
        first_name: n.at("firstname").text(),
        last_name: n.at("lastname").text(),
        company: n.at("companyname").text(),
        email: n.at("email").text(),
        phone: n.at("phonenumber").text(),
        mobile: n.at("mobilephone").text(),
        address1: n.at("address1").text(),
        address2: n.at("address2").text(),
        postcode: n.at("postcode").text(),
        city: n.at("city").text(),
        region: n.at("state").text(),
        country: n.at("country").text(),
        ..Contact::default()
    })
}

fn head(n: &Node<'_>) -> Result<Head> {
    let name: Vec<&str> = [n.at("firstname").str(), n.at("lastname").str()].into_iter().flatten().collect();
    Ok(Head {
        id: read::id(n.any(&["id", "email"]), "client")?,
        name: (!name.is_empty()).then(|| name.join(" ")),
        state: match n.at("status").str() {
            Some("Active") => "active",
            Some("Suspended") => "suspended",
            Some("Closed" | "Inactive") => "closed",
            _ => "unknown",
        },
        provider_state: n.at("status").text(),
        created_at: n.at("datecreated").time(),
    })
}
