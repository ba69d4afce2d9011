//! Changing the contact details: only given details are sent, so that the others stay.
//! The e-mail is the user name and is not changed here.

use crate::{
    error::{Error, Result},
    provider::{
        Call,
        act::{ArgSource, Made},
    },
};

use super::op;

/// The portal's names of the details, with the flags that set them.
pub(crate) const DETAILS: &[(&str, ArgSource)] = &[
    ("firstname", ArgSource::Flag("first-name")),
    ("lastname", ArgSource::Flag("last-name")),
    ("companyname", ArgSource::Flag("company")),
    ("phonenumber", ArgSource::Flag("phone")),
    ("mobilephone", ArgSource::Flag("mobile")),
    ("address1", ArgSource::Flag("address1")),
    ("address2", ArgSource::Flag("address2")),
    ("postcode", ArgSource::Flag("postcode")),
    ("city", ArgSource::Flag("city")),
    ("state", ArgSource::Flag("region")),
    ("country", ArgSource::Flag("country")),
];

/// Changes the given details.
pub(crate) async fn set(call: &Call<'_>) -> Result<Made> {
    let flag = |(_, from): &(&str, ArgSource)| match from {
        ArgSource::Flag(name) => call.typed.flag(name).map(|_| *name),
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
