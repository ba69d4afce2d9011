//! A request with all that the layers need to judge it: effect, repeatability, targets and consent.
//! A request never holds a secret in a form that can be printed.

use std::{
    borrow::Cow,
    fmt,
    path::PathBuf,
    sync::{Arc, atomic::AtomicU64},
    time::Instant,
};

use bytes::Bytes;

use crate::config::Secret;

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PUT
    Put,
    /// PATCH
    Patch,
    /// DELETE
    Delete,
}

impl Method {
    /// The word on the wire.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// The effect of an operation at the provider, whatever its HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effect {
    /// Nothing changes.
    Read,
    /// Something existing changes and can be changed back.
    Change,
    /// Something new comes into being.
    Create,
    /// Something is gone for good.
    Destroy,
    /// Money is spent.
    Pay,
}

impl Effect {
    /// The word in tables and JSON.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Change => "change",
            Self::Create => "create",
            Self::Destroy => "destroy",
            Self::Pay => "pay",
        }
    }

    /// The words for people who are asked about it.
    pub(crate) const fn told(self) -> &'static str {
        match self {
            Self::Read => "this only reads",
            Self::Change => "this changes something",
            Self::Create => "this creates something",
            Self::Destroy => "this destroys something",
            Self::Pay => "this spends money",
        }
    }
}

/// The risk that the guard rails must know of beside the effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hazard {
    /// Nothing.
    Plain,
    /// Starts a machine, which is allowed on protected ones.
    Starts,
    /// Stops a machine, which destroys one that does not survive a stop.
    EndsRun,
    /// May end the account's own access, which counts as destroying.
    EndsAccess,
    /// Is a step of logging in, which is allowed on a read-only account.
    LogsIn,
}

/// The conditions under which sending a request again is harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Always.
    Safe,
    /// After reading the state back: repeating leads to the same state.
    ReadBack,
    /// Never: a repeated request would act twice.
    Never,
}

/// A thing a request acts on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The noun in the singular.
    pub kind: &'static str,
    /// The provider's id.
    pub id: String,
    /// The name, when it is known.
    pub name: Option<String>,
    /// A read in this command showed that the thing survives being stopped.
    pub survives_stop: bool,
}

/// The extent of the user's consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Consent {
    /// Reading only.
    Reading,
    /// Changing and creating the named things.
    Changing,
    /// Destroying and spending as the user was shown.
    Everything,
}

/// The value of the `Authorization` header: its scheme may be shown, the rest never.
#[derive(Clone)]
pub(crate) struct Authorization {
    /// The scheme word, such as `Basic`.
    pub scheme: String,
    /// The rest of the value, after the scheme.
    pub credentials: Secret,
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ***", self.scheme)
    }
}

/// A file that follows the body, read when it is sent.
#[derive(Clone, Debug)]
pub(crate) struct FilePart {
    /// The path of the file.
    pub path: PathBuf,
    /// The bytes of the body after the file.
    pub suffix: Bytes,
    /// The count of its bytes that were handed to the network, for progress.
    pub sent: Arc<AtomicU64>,
}

/// One request, encoded.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The catalogue's id of the operation.
    pub operation: &'static str,
    /// The method.
    pub method: Method,
    /// The whole URL, query included.
    pub url: String,
    /// Headers beside authorization, in order.
    pub headers: Vec<(Cow<'static, str>, String)>,
    /// The body; empty for none.
    pub body: Bytes,
    /// A file that follows the body.
    pub file: Option<FilePart>,
    /// The credentials of the caller.
    pub authorization: Option<Authorization>,
    /// The effect at the provider.
    pub effect: Effect,
    /// The conditions under which the request may be sent again.
    pub repeat: Repeat,
    /// The risk that the guard rails must know of beside the effect.
    pub hazard: Hazard,
    /// The things that the request acts on.
    pub targets: Vec<Target>,
    /// The extent of the user's consent.
    pub consent: Consent,
    /// The moment after which an answer is of no more use.
    pub deadline: Option<Instant>,
}
