//! Changing the contact details: only given details are sent, so that the others stay.
//! The e-mail is the user name and is changed last.

use crate::{
    error::{Error, Result},
    provider::{
        Call, Inputs,
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
    if !any(call) {
        return Err(Error::usage("set needs at least one of the details").hint("nubo contact set --help"));
    }
    check(call)?;
    call.send(&op::DETAILS_UPDATE, call.typed.fill(DETAILS)?).await.map(|_| Made::default())
}

/// Changes the e-mail, after the other given details.
pub(crate) async fn set_email(call: &Call<'_>) -> Result<Made> {
    let email = call.email()?;
    check(call)?;
    if any(call) {
        call.send(&op::DETAILS_UPDATE, call.typed.fill(DETAILS)?).await?;
    }
    call.send(&op::DETAILS_UPDATE_EMAIL, Inputs::none().text("email", email)).await.map(|_| Made::default())
}

/// True when a detail other than the e-mail is given.
fn any(call: &Call<'_>) -> bool {
    DETAILS.iter().any(|(_, from)| matches!(from, ArgSource::Flag(name) if call.typed.flag(name).is_some()))
}

/// Refuses a mobile number that is not international.
fn check(call: &Call<'_>) -> Result<()> {
    let mobile = call.typed.flag("mobile").filter(|number| !number.is_empty());
    let international =
        |number: &str| number.strip_prefix('+').is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()));
    match mobile.filter(|number| !international(number)) {
        Some(number) => {
            let sentence = format!("--mobile \"{number}\" must start with + and the country's code");
            Err(Error::usage(sentence).hint("as in +390212345678"))
        }
        None => Ok(()),
    }
}
