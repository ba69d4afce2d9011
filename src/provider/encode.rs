//! From an operation and its inputs to a request: path, query and body in the provider's dialect.
//! Nothing is sent here, and no secret is needed.

use bytes::Bytes;

use crate::{
    error::Result,
    http::{Consent, Method, Request, Target},
};

use super::{Account, inputs, inputs::Inputs, operation::Operation, upload};

/// The targets of a request, and the extent of the user's consent.
#[derive(Clone, Debug)]
pub(crate) struct CallScope {
    /// The targets.
    pub targets: Vec<Target>,
    /// The extent of the user's consent.
    pub consent: Consent,
}

impl CallScope {
    /// The scope of a read, which has no targets.
    pub(crate) const fn reading() -> Self {
        Self { targets: Vec::new(), consent: Consent::Reading }
    }
}

/// The request of an operation, without authorization, as the account's overrides have it.
///
/// # Errors
/// `usage` when the inputs do not fit the operation.
pub(crate) fn encode(account: &Account, operation: &Operation, inputs: &Inputs, aim: CallScope) -> Result<Request> {
    written(account, &account.actual(operation), account.path(operation), inputs, aim, None)
}

/// The request of an operation with a body of the caller's own.
pub(crate) fn encode_with(
    account: &Account,
    operation: &Operation,
    inputs: &Inputs,
    aim: CallScope,
    body: Vec<u8>,
) -> Result<Request> {
    written(account, &account.actual(operation), account.path(operation), inputs, aim, Some(body))
}

/// The request of an operation by another method than its document's, with the headers and the body of that method.
pub(crate) fn by_method(
    account: &Account,
    operation: &Operation,
    method: Method,
    inputs: &Inputs,
    aim: CallScope,
) -> Result<Request> {
    let other = Operation { method, ..account.actual(operation) };
    written(account, &other, account.path(operation), inputs, aim, None)
}

/// The request of a reading fallback: the same operation at an older path.
pub(crate) fn at_path(account: &Account, operation: &Operation, path: &str, inputs: &Inputs) -> Result<Request> {
    written(account, operation, path, inputs, CallScope::reading(), None)
}

fn written(
    account: &Account,
    operation: &Operation,
    path: &str,
    inputs: &Inputs,
    aim: CallScope,
    body: Option<Vec<u8>>,
) -> Result<Request> {
    let whole = body.is_none();
    let mut parts =
        if whole { inputs::spread(operation, path, inputs)? } else { inputs::path_only(operation, path, inputs)? };
    let mut encoded = account.provider.encode(account, operation, &mut parts)?;
    let file = upload::place(operation, &parts, &mut encoded);
    let mut url = format!("{}{}", account.base(operation), parts.path);
    if !parts.query.is_empty() {
        url = format!("{url}?{}", inputs::form(&parts.query));
    }
    Ok(Request {
        operation: operation.id,
        method: operation.method,
        url,
        headers: encoded.headers.into_iter().map(|(name, value)| (name.into(), value)).collect(),
        body: Bytes::from(body.unwrap_or(encoded.body)),
        file,
        authorization: None,
        effect: operation.effect,
        repeat: operation.repeat,
        hazard: operation.hazard,
        targets: aim.targets,
        consent: aim.consent,
        deadline: None,
    })
}
