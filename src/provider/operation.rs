//! The catalogue's unit: one documented operation as constant data.
//! One constant serves encoding, help, the support matrix and the tests; a wrong name does not compile.

mod args;
mod build;

use crate::http::{Effect, Hazard, Method, Repeat};

use super::AccountOption;

pub(crate) use args::*;
pub(crate) use build::*;

/// One operation of a provider's API, as its document describes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operation {
    /// `GROUP.OPERATION`, unique within its provider.
    pub id: &'static str,
    /// The method its document prints.
    pub method: Method,
    /// The path below the base URL, with `{placeholders}`.
    pub path: &'static str,
    /// The purpose in one sentence.
    pub about: &'static str,
    /// The arguments beside those of the path, in the order they are sent.
    pub args: &'static [Arg],
    /// The arguments of the path that are more than a text.
    pub segments: &'static [Arg],
    /// Values that are always sent, which distinguish operations on one path.
    pub fixed: &'static [(&'static str, &'static str)],
    /// The form of the request body.
    pub body: BodyKind,
    /// The form of the reply.
    pub reply: ReplyKind,
    /// The keys the payload may be under, the likeliest first; empty for the whole document.
    pub payload: &'static [&'static str],
    /// The effect.
    pub effect: Effect,
    /// The rule for repeating the operation when its outcome is not known.
    pub repeat: Repeat,
    /// The danger that the guard rails must know beside the effect.
    pub hazard: Hazard,
    /// The operation's base URL, if that is not the account's `url`.
    pub base: Option<&'static Base>,
    /// True when the list comes in pages.
    pub paged: bool,
    /// Older paths that a read tries in order when its own is not found.
    pub fallbacks: &'static [&'static str],
    /// True when it makes something new.
    pub makes: bool,
    /// The cost of it; where told, by the operation that tells, with those of the same arguments that it takes.
    pub cost: Cost<&'static Operation>,
    /// The arguments of which one makes it cost; it costs with or without them where none is named.
    pub costs_with: &'static [&'static str],
    /// The warning that is shown in the help and when consent is asked.
    pub warning: &'static str,
    /// True when the reply holds a secret that cannot be read again.
    pub told_once: bool,
    /// The keys of the records that hold pictures as base64.
    pub pictures: &'static [&'static str],
    /// The kind of evidence that the operation exists.
    pub confidence: Confidence,
    /// The section or heading of its document.
    pub source: &'static str,
}

/// One argument of an operation.
#[derive(Debug)]
pub(crate) struct Arg {
    /// The name on the wire.
    pub name: &'static str,
    /// The kind of its value.
    pub kind: ArgKind,
    /// True when the operation is meaningless without it.
    pub required: bool,
    /// The value that is sent when the argument is left out; without one nothing is sent.
    pub default: Option<&'static str>,
    /// The explanation for the help; empty when the name says enough.
    pub about: &'static str,
    /// A value for examples.
    pub sample: &'static str,
    /// The values that its document enumerates; any where there is none.
    pub values: &'static [&'static str],
    /// The kind of evidence for it, where that is weaker than for the operation.
    pub confidence: Option<Confidence>,
}

/// The kind of an argument's value, which decides how it is typed and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArgKind {
    /// Text as it is.
    Text,
    /// A whole number; a JSON number where the body is JSON.
    Integer,
    /// Yes or no.
    Bool,
    /// A size, typed with a unit and written in bytes.
    Size,
    /// A place in a drive: bytes in steps of 512, typed with a binary unit.
    Offset,
    /// A public SSH key.
    PublicKey,
    /// Several texts, written as [`Join`] says.
    List(Join),
    /// Keys and values, typed `KEY=VALUE`; bracketed in a form, an object in JSON.
    Map,
    /// Any JSON; bracketed in a form.
    Json,
    /// Keys of the caller's own beside the named ones, typed `KEY=VALUE`.
    Open,
    /// A file's content.
    File,
    /// Text that is never shown, asked for or read from a file.
    Secret,
}

/// The form in which several texts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    /// With spaces between them.
    Space,
    /// With commas between them.
    Comma,
    /// Each under its own numbered key, as in `server:0`.
    Indexed,
    /// As the text of a JSON array, as in `"[115]"`.
    JsonText,
    /// As a JSON array.
    Array,
}

/// The cost of something, as far as its provider tells it beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cost<T> {
    /// It buys, creates, enlarges or renews nothing that has a price.
    Nothing,
    /// It costs, and no price is told.
    Untold,
    /// It costs what this tells.
    Told(T),
}

impl<T> Cost<T> {
    /// True when it costs, whether a price is told or not.
    pub(crate) const fn is_some(&self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

/// The sentence on a price that nobody tells.
pub(crate) const UNTOLD: &str = "it costs money, and no price is told";

/// The form of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReplyKind {
    /// One object.
    Object,
    /// A list of objects.
    Objects,
    /// A list of plain values.
    Values,
    /// An acknowledgement of work that goes on, with an id if there is one.
    Job,
    /// Bytes to be kept as they are.
    Binary,
    /// Server-sent events until one side ends them.
    Events,
    /// Nothing that is read, or a word of acknowledgement.
    None,
}

/// The form of a body, if it is not the dialect's usual one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyKind {
    /// The dialect's usual form.
    Usual,
    /// `multipart/form-data` with the file as one part.
    Multipart,
    /// The file's bytes as they are.
    Raw,
}

/// A base URL that an account has beside its `url`, as for staff calls.
#[derive(Debug)]
pub(crate) struct Base {
    /// The key of the account's section that sets it.
    pub option: &'static AccountOption,
    /// The end of the account's `url`, and its replacement when the section does not set this base URL.
    pub replaces: (&'static str, &'static str),
}

/// The kind of evidence that an operation exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Confidence {
    /// The provider's own document names it.
    Documented,
    /// Published clients use it.
    Observed,
    /// The operation follows from others of its kind.
    Inferred,
}

impl Confidence {
    /// The word in tables and JSON.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::Inferred => "inferred",
        }
    }
}

impl Operation {
    /// Returns whether an argument of this name exists, in the path or beside it.
    pub(crate) fn takes(&self, name: &str) -> bool {
        self.placeholders().any(|p| p == name) || self.args.iter().any(|arg| arg.name == name)
    }

    /// The catalogue's own constant for an argument name, if there is such an argument.
    pub(crate) fn name(&self, name: &str) -> Option<&'static str> {
        self.placeholders().chain(self.args.iter().map(|arg| arg.name)).find(|known| *known == name)
    }

    /// The order by how much consent it needs: what destroys needs most, then what pays.
    pub(crate) fn gravity(&self) -> (bool, Effect) {
        (self.effect == Effect::Destroy, self.effect)
    }

    /// True when it costs with these arguments.
    pub(crate) fn costs(&self, given: impl Fn(&str) -> bool) -> bool {
        self.cost.is_some() && (self.costs_with.is_empty() || self.costs_with.iter().any(|name| given(name)))
    }

    /// The names in the braces of its path, in order.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &'static str> {
        placeholders(self.path)
    }
}

/// The names in the braces of a path, in order.
pub(crate) fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// Declares a provider's catalogue: each line a static operation, all of them together in `ALL`.
macro_rules! operations {
    ($($name:ident = $operation:expr;)*) => {
        $(pub(crate) static $name: $crate::provider::Operation = $operation;)*
        /// The whole catalogue, in the order of its document.
        pub(crate) static ALL: &[&$crate::provider::Operation] = &[$(&$name),*];
    };
}
pub(crate) use operations;
