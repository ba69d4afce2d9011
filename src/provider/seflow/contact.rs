//! Changing the contact details: only what was given is sent, so that the rest stays.
//! The e-mail is the user name, which this does not change.

use futures_util::{FutureExt, future::LocalBoxFuture};

use crate::{
    error::{Error, Result},
    provider::{
        Call,
        act::{From, Made},
    },
};

use super::op;

/// What the portal calls the details.
pub const DETAILS: &[(&str, From)] = &[
    ("firstname", From::Flag("first-name")),
    ("lastname", From::Flag("last-name")),
    ("companyname", From::Flag("company")),
    ("phonenumber", From::Flag("phone")),
    ("mobilephone", From::Flag("mobile")),
    ("address1", From::Flag("address1")),
    ("address2", From::Flag("address2")),
    ("postcode", From::Flag("postcode")),
    ("city", From::Flag("city")),
    ("state", From::Flag("region")),
    ("country", From::Flag("country")),
];

/// Changes the details that were given.
pub fn set<'c>(call: &'c Call<'c>) -> LocalBoxFuture<'c, Result<Made>> {
    async move {
        let flag = |(_, from): &(&str, From)| match from {
            From::Flag(name) => call.typed.flag(name).map(|_| *name),
            _ => None,
        };
        if DETAILS.iter().all(|detail| flag(detail).is_none()) {
            return Err(Error::usage("set needs at least one of the details").hint("nubo contact set --help"));
        }
        let mobile = call.typed.flag("mobile").filter(|number| !number.is_empty());
        let international =
            |number: &str| number.strip_prefix('+').is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()));
        if let Some(number) = mobile.filter(|number| !international(number)) {
            let sentence = format!("--mobile \"{number}\" must start with + and the country's code");
            return Err(Error::usage(sentence).hint("as in +390212345678"));
        }
        call.send(&op::DETAILS_UPDATE, call.typed.fill(DETAILS)?).await.map(|_| Made::default())
    }
    .boxed_local()
}
