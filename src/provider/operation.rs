//! The catalogue's unit: one documented operation as constant data.
//! It serves encoding, help, the support matrix and the tests; a wrong name does not compile.

use crate::http::{Effect, Method, Nature, Repeat};

/// One operation of a provider's API, as its document gives it.
#[derive(Clone, Copy, Debug)]
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
    /// What is known of the arguments of its path that are more than a text.
    pub segments: &'static [Arg],
    /// Values that are always sent, which make it this operation rather than another on the same path.
    pub fixed: &'static [(&'static str, &'static str)],
    /// How its body is written.
    pub body: BodyKind,
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
    /// Older paths that a read may be tried at, in order, when its own is not there.
    pub fallbacks: &'static [&'static str],
    /// The operation that tells what this one costs, with those of the same arguments that it takes.
    pub priced_by: Option<&'static Operation>,
    /// What must be known before it is used, shown with the help and when consent is asked.
    pub warning: &'static str,
    /// Whether its reply holds a secret that cannot be read again.
    pub told_once: bool,
    /// The keys of its records that hold pictures as base64.
    pub pictures: &'static [&'static str],
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
    /// What is sent where it is left out; none leaves it out of the request.
    pub default: Option<&'static str>,
    /// What it is, for the help; its name says enough where this is empty.
    pub about: &'static str,
    /// A value for examples.
    pub sample: &'static str,
}

/// What an argument holds, which decides how it is typed and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgKind {
    /// Text as it is.
    Text,
    /// A whole number; a JSON number where the body is JSON.
    Integer,
    /// Yes or no.
    Bool,
    /// A size, typed with a unit and written in bytes.
    Size,
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

/// How several texts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
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

/// What a reply is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyKind {
    /// One object.
    Object,
    /// A list of objects.
    Objects,
    /// A list of plain values.
    Values,
    /// An acknowledgement of work that goes on, with an id where there is one.
    Job,
    /// Bytes to be kept as they are.
    Binary,
    /// Server-sent events until somebody ends them.
    Events,
    /// Nothing that is read, or a word of acknowledgement.
    None,
}

/// How a body is written, where it is not the dialect's usual way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// The dialect's usual way.
    Usual,
    /// `multipart/form-data` with the file as one part.
    Multipart,
    /// The file's bytes as they are.
    Raw,
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

impl Confidence {
    /// The word in tables and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::Inferred => "inferred",
        }
    }
}

impl Operation {
    const fn new(method: Method, effect: Effect, id: &'static str, path: &'static str, about: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            about,
            args: &[],
            segments: &[],
            fixed: &[],
            body: BodyKind::Usual,
            reply: ReplyKind::None,
            payload: &[],
            effect,
            repeat: if matches!(effect, Effect::Read) { Repeat::Safe } else { Repeat::Never },
            nature: Nature::Plain,
            base: Base::User,
            paged: false,
            fallbacks: &[],
            priced_by: None,
            warning: "",
            told_once: false,
            pictures: &[],
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

    /// What is known of the arguments of its path that are more than a text.
    pub const fn in_path(mut self, segments: &'static [Arg]) -> Self {
        self.segments = segments;
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

    /// It follows from others of its kind; nobody was seen to use it.
    pub const fn inferred(mut self, source: &'static str) -> Self {
        self.confidence = Confidence::Inferred;
        self.source = source;
        self
    }

    /// It makes something new.
    pub const fn creates(self) -> Self {
        self.effect(Effect::Create)
    }

    /// Something is gone for good after it; being gone already is as good.
    pub const fn destroys(self) -> Self {
        self.effect(Effect::Destroy).converges()
    }

    /// It spends money.
    pub const fn pays(self) -> Self {
        self.effect(Effect::Pay)
    }

    /// It only reads, whatever its method.
    pub const fn reads(self) -> Self {
        self.effect(Effect::Read)
    }

    /// Its reply is a list of plain values.
    pub const fn values(mut self) -> Self {
        self.reply = ReplyKind::Values;
        self
    }

    /// Its reply acknowledges work that goes on.
    pub const fn job(mut self, payload: &'static [&'static str]) -> Self {
        self.reply = ReplyKind::Job;
        self.payload = payload;
        self
    }

    /// Its reply is bytes.
    pub const fn binary(mut self) -> Self {
        self.reply = ReplyKind::Binary;
        self
    }

    /// Its reply is a stream of events.
    pub const fn events(mut self) -> Self {
        self.reply = ReplyKind::Events;
        self
    }

    /// It stands below the staff base.
    pub const fn staff(mut self) -> Self {
        self.base = Base::Staff;
        self
    }

    /// Its body is multipart.
    pub const fn multipart(mut self) -> Self {
        self.body = BodyKind::Multipart;
        self
    }

    /// Its body is a file's bytes.
    pub const fn raw(mut self) -> Self {
        self.body = BodyKind::Raw;
        self
    }

    /// Values that are always sent.
    pub const fn fixed(mut self, fixed: &'static [(&'static str, &'static str)]) -> Self {
        self.fixed = fixed;
        self
    }

    /// Older paths to read from.
    pub const fn or_else(mut self, paths: &'static [&'static str]) -> Self {
        self.fallbacks = paths;
        self
    }

    /// The operation that tells its price.
    pub const fn priced_by(mut self, price: &'static Operation) -> Self {
        self.priced_by = Some(price);
        self
    }

    /// These keys of its records hold pictures as base64.
    pub const fn pictures(mut self, keys: &'static [&'static str]) -> Self {
        self.pictures = keys;
        self
    }

    /// Its reply holds a secret that cannot be read again.
    pub const fn told_once(mut self) -> Self {
        self.told_once = true;
        self
    }

    /// What must be known before it is used.
    pub const fn warns(mut self, warning: &'static str) -> Self {
        self.warning = warning;
        self
    }

    /// Whether an argument of this name exists, in the path or beside it.
    pub fn takes(&self, name: &str) -> bool {
        self.placeholders().any(|p| p == name) || self.args.iter().any(|arg| arg.name == name)
    }

    /// The name of an argument as the catalogue has it, if there is one so called.
    pub fn name(&self, name: &str) -> Option<&'static str> {
        self.placeholders().chain(self.args.iter().map(|arg| arg.name)).find(|known| *known == name)
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

/// A PUT that changes.
pub const fn put(id: &'static str, path: &'static str, about: &'static str) -> Operation {
    Operation::new(Method::Put, Effect::Change, id, path, about)
}

/// A DELETE that destroys.
pub const fn delete(id: &'static str, path: &'static str, about: &'static str) -> Operation {
    Operation::new(Method::Delete, Effect::Destroy, id, path, about).converges()
}

const fn arg(name: &'static str, kind: ArgKind) -> Arg {
    Arg { name, kind, required: false, default: None, about: "", sample: "" }
}

/// A text.
pub const fn text(name: &'static str) -> Arg {
    arg(name, ArgKind::Text)
}

/// A whole number.
pub const fn integer(name: &'static str) -> Arg {
    arg(name, ArgKind::Integer)
}

/// Yes or no.
pub const fn boolean(name: &'static str) -> Arg {
    arg(name, ArgKind::Bool)
}

/// A size in bytes.
pub const fn size(name: &'static str) -> Arg {
    arg(name, ArgKind::Size)
}

/// Several texts.
pub const fn list(name: &'static str, join: Join) -> Arg {
    arg(name, ArgKind::List(join))
}

/// Keys and values.
pub const fn map(name: &'static str) -> Arg {
    arg(name, ArgKind::Map)
}

/// Any JSON.
pub const fn json(name: &'static str) -> Arg {
    arg(name, ArgKind::Json)
}

/// Keys of the caller's own.
pub const fn open(name: &'static str) -> Arg {
    arg(name, ArgKind::Open)
}

/// A file's content.
pub const fn file(name: &'static str) -> Arg {
    arg(name, ArgKind::File)
}

/// A secret.
pub const fn secret(name: &'static str) -> Arg {
    arg(name, ArgKind::Secret)
}

impl Arg {
    /// Without it the operation is meaningless.
    pub const fn req(mut self) -> Self {
        self.required = true;
        self
    }

    /// What is sent where it is left out.
    pub const fn or(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }

    /// What it is.
    pub const fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    /// A value for examples.
    pub const fn eg(mut self, sample: &'static str) -> Self {
        self.sample = sample;
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
