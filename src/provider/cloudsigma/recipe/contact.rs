//! Changing the contact details: only given details are sent, and the others stay.
//! Source: the example of manual 6.2; the e-mail address is the login name and is changed last.

use crate::{
    error::{Error, Result},
    provider::{Call, Inputs, Made},
};

use super::super::op;

/// The flags with the keys that they set.
const KEYS: [(&str, &str); 8] = [
    ("first-name", "first_name"),
    ("last-name", "last_name"),
    ("nick-name", "nick_name"),
    ("title", "title"),
    ("company", "company"),
    ("address1", "address"),
    ("postcode", "postcode"),
    ("phone", "phone"),
];
/// The flags of the contact details.
pub(crate) const CONTACT_FLAGS: &[&str] =
    &["first-name", "last-name", "nick-name", "title", "company", "address1", "postcode", "phone"];

/// Changes the given details.
pub(crate) async fn set_contact(call: &Call<'_>) -> Result<Made> {
    let inputs = given(call);
    if inputs == Inputs::none() {
        let flags: Vec<String> = CONTACT_FLAGS.iter().map(|flag| format!("--{flag}")).collect();
        let error = Error::usage("nothing says what to change").hint(format!("add one of {}", flags.join(" ")));
        return Err(call.session.place(error));
    }
    call.send(&op::PROFILE_SET, inputs).await?;
    Ok(Made::default())
}

/// Changes the e-mail address, after the other given details.
pub(crate) async fn set_email(call: &Call<'_>) -> Result<Made> {
    let email = call.email()?;
    let inputs = given(call);
    if inputs != Inputs::none() {
        call.send(&op::PROFILE_SET, inputs).await?;
    }
    call.send(&op::PROFILE_SET_EMAIL, Inputs::none().text("email", email)).await.map(|_| Made::default())
}

/// The given details but the e-mail address.
fn given(call: &Call<'_>) -> Inputs {
    let given = KEYS.iter().filter_map(|(flag, key)| Some((*key, call.typed.flag(flag)?)));
    given.fold(Inputs::none(), |inputs, (key, value)| inputs.text(key, value))
}
