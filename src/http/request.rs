//! What is sent, with all that the layers need to judge it: effect, repeatability, targets and consent.
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

/// What an operation does at the provider, whatever its method.
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
}

/// What the guard rails must know of an operation beside its effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hazard {
    /// Nothing.
    Plain,
    /// It starts a machine, which is allowed on protected ones.
    Starts,
    /// It ends a machine's run, which destroys one that does not survive that.
    EndsRun,
    /// It can end the account's own access, which counts as destroying.
    EndsAccess,
    /// It is a step of logging in, which is allowed on an account that is only read.
    LogsIn,
}

/// Whether sending the same request again is harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Always.
    Safe,
    /// After reading the state back: it converges.
    ReadBack,
    /// Never: a second one would do a second thing.
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
    /// Whether a read in this command showed that it survives being stopped.
    pub survives_stop: bool,
}

/// How far the user agreed to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Consent {
    /// Only to read.
    Reading,
    /// To change and create what was named.
    Changing,
    /// To what was shown to destroy or cost money.
    Everything,
}

/// The value of the `Authorization` header: its scheme may be shown, the rest never.
#[derive(Clone)]
pub(crate) struct Authorization {
    /// The scheme word, such as `Basic`.
    pub scheme: String,
    /// What follows it.
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
    /// Where it is.
    pub path: PathBuf,
    /// What follows it.
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
    /// Who asks.
    pub authorization: Option<Authorization>,
    /// What it does.
    pub effect: Effect,
    /// Whether it may be repeated.
    pub repeat: Repeat,
    /// What the guard rails must know beside the effect.
    pub hazard: Hazard,
    /// What it acts on.
    pub targets: Vec<Target>,
    /// How far the user agreed to go.
    pub consent: Consent,
    /// When its answer is of no more use.
    pub deadline: Option<Instant>,
}
