//! HTTP Basic authentication, which two of the providers use.
//! Source: RFC 7617; the user is an e-mail address and the password may hold colons.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    config::Secret,
    error::{Error, Result},
    http::Authorization,
};

use super::Account;

/// `Authorization: Basic base64(user:password)`.
///
/// # Errors
/// `config` when the account has no user, or one with a colon, which cannot be sent.
pub(crate) fn authorize(account: &Account, secret: &Secret) -> Result<Authorization> {
    let missing = || Error::config("the account has no user").account(account.name());
    let user = account.user.as_deref().ok_or_else(missing)?;
    if user.contains(':') {
        return Err(Error::config("a user name cannot hold a colon").account(account.name()));
    }
    let credentials = Secret::new(STANDARD.encode(format!("{user}:{}", secret.expose())))?;
    Ok(Authorization { scheme: "Basic".to_owned(), credentials })
}
