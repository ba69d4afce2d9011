//! The catalogue's unit: one documented operation as constant data.
//! It serves encoding, help, the support matrix and the tests; a wrong name does not compile.

use crate::http::{Effect, Method, Nature, Repeat};

/// One operation of a provider's API, as its document gives it.
#[derive(Debug)]
pub struct Operation {
    /// `GROUP.OPERATION`, unique in its provider.
    pub id: &'static str,
    /// The method its document prints.
    pub method: Method,
    /// The path below the base URL, with `{placeholders}`.
    pub path: &'static str,
    /// What it is for, in one sentence.
    pub about: &'static str,
    /// Its arguments beside those of the path, in the order they are sent.
    pub args: &'static [Arg],
    /// What its reply is.
    pub reply: ReplyKind,
    /// The keys its payload may stand under, the likeliest first; empty for the whole document.
    pub payload: &'static [&'static str],
    /// What it does.
    pub effect: Effect,
    /// Whether it may be repeated.
    pub repeat: Repeat,
    /// What the guard rails must know beside the effect.
    pub nature: Nature,
    /// Which of the account's two bases it stands below.
    pub base: Base,
    /// Whether its list comes in pages.
    pub paged: bool,
    /// How well it is known.
    pub confidence: Confidence,
    /// The section or heading of its document.
    pub source: &'static str,
}

/// One argument of an operation.
#[derive(Debug)]
pub struct Arg {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it holds.
    pub kind: ArgKind,
    /// Whether the operation is meaningless without it.
    pub required: bool,
}

/// What an argument holds, which decides how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgKind {
    /// Text as it is.
    Text,
    /// A whole number; a JSON number where the body is JSON.
    Integer,
    /// Yes or no.
    Bool,
    /// Keys and values, written as the dialect nests them.
    Map,
}

/// What a reply is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyKind {
    /// One object.
    Object,
    /// A list of objects.
    Objects,
    /// Nothing that is read.
    None,
}

/// Which base URL of an account an operation stands below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// The account's `url`.
    User,
    /// Fleio's staff API, which sees the machines of every customer.
    Staff,
}

/// How well an operation is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// The provider's own document names it.
    Documented,
    /// Published clients use it.
    Observed,
    /// It follows from others of its kind.
    Inferred,
}

impl Operation {
    const fn new(method: Method, effect: Effect, id: &'static str, path: &'static str, about: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            about,
            args: &[],
            reply: ReplyKind::None,
            payload: &[],
            effect,
            repeat: if matches!(effect, Effect::Read) { Repeat::Safe } else { Repeat::Never },
            nature: Nature::Plain,
            base: Base::User,
            paged: false,
            confidence: Confidence::Documented,
            source: "",
        }
    }

    /// What its effect is, where that is not what the method suggests.
    pub const fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self.repeat = if matches!(effect, Effect::Read) { Repeat::Safe } else { Repeat::Never };
        self
    }

    /// Its reply is one object under one of the keys.
    pub const fn object(mut self, payload: &'static [&'static str]) -> Self {
        self.reply = ReplyKind::Object;
        self.payload = payload;
        self
    }

    /// Its reply is a list of objects under one of the keys.
    pub const fn objects(mut self, payload: &'static [&'static str]) -> Self {
        self.reply = ReplyKind::Objects;
        self.payload = payload;
        self
    }

    /// Its list comes in pages.
    pub const fn paged(mut self) -> Self {
        self.paged = true;
        self
    }

    /// Doing it twice ends in the same state, so it may be sent again after reading the state back.
    pub const fn converges(mut self) -> Self {
        self.repeat = Repeat::ReadBack;
        self
    }

    /// What the guard rails must know beside the effect.
    pub const fn nature(mut self, nature: Nature) -> Self {
        self.nature = nature;
        self
    }

    /// Its arguments beside those of the path.
    pub const fn with(mut self, args: &'static [Arg]) -> Self {
        self.args = args;
        self
    }

    /// Where it is documented.
    pub const fn at(mut self, source: &'static str) -> Self {
        self.source = source;
        self
    }

    /// Published clients use it, but the provider's document does not name it.
    pub const fn observed(mut self, source: &'static str) -> Self {
        self.confidence = Confidence::Observed;
        self.source = source;
        self
    }

    /// Whether an argument of this name exists, in the path or beside it.
    pub fn takes(&self, name: &str) -> bool {
        self.placeholders().any(|p| p == name) || self.args.iter().any(|arg| arg.name == name)
    }

    /// The names in the braces of its path, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
    }
}

/// A GET that reads.
pub const fn get(id: &'static str, path: &'static str, about: &'static str) -> Operation {
    Operation::new(Method::Get, Effect::Read, id, path, about)
}

/// A POST that changes.
pub const fn post(id: &'static str, path: &'static str, about: &'static str) -> Operation {
    Operation::new(Method::Post, Effect::Change, id, path, about)
}

/// A text argument.
pub const fn text(name: &'static str) -> Arg {
    Arg { name, kind: ArgKind::Text, required: false }
}

/// A whole number.
pub const fn integer(name: &'static str) -> Arg {
    Arg { name, kind: ArgKind::Integer, required: false }
}

impl Arg {
    /// Without it the operation is meaningless.
    pub const fn req(mut self) -> Self {
        self.required = true;
        self
    }
}

/// Declares a provider's catalogue: each line a static operation, all of them together in `ALL`.
macro_rules! operations {
    ($($name:ident = $operation:expr;)*) => {
        $(pub static $name: $crate::provider::Operation = $operation;)*
        /// The whole catalogue, in the order of its document.
        pub static ALL: &[&$crate::provider::Operation] = &[$(&$name),*];
    };
}
pub(crate) use operations;
