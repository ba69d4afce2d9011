//! Constructors of the arguments that a catalogue declares.
//! An argument is optional unless it is declared required.

use super::{Arg, ArgKind, Confidence, Join};

const fn arg(name: &'static str, kind: ArgKind) -> Arg {
    Arg { name, kind, required: false, default: None, about: "", sample: "", values: &[], confidence: None }
}

/// A text.
pub(crate) const fn text(name: &'static str) -> Arg {
    arg(name, ArgKind::Text)
}

/// A whole number.
pub(crate) const fn integer(name: &'static str) -> Arg {
    arg(name, ArgKind::Integer)
}

/// Yes or no.
pub(crate) const fn boolean(name: &'static str) -> Arg {
    arg(name, ArgKind::Bool)
}

/// A size in bytes.
pub(crate) const fn size(name: &'static str) -> Arg {
    arg(name, ArgKind::Size)
}

/// A place in a drive.
pub(crate) const fn offset(name: &'static str) -> Arg {
    arg(name, ArgKind::Offset)
}

/// A public SSH key.
pub(crate) const fn ssh_key(name: &'static str) -> Arg {
    arg(name, ArgKind::PublicKey)
}

/// Several texts.
pub(crate) const fn list(name: &'static str, join: Join) -> Arg {
    arg(name, ArgKind::List(join))
}

/// Keys and values.
pub(crate) const fn map(name: &'static str) -> Arg {
    arg(name, ArgKind::Map)
}

/// Any JSON.
pub(crate) const fn json(name: &'static str) -> Arg {
    arg(name, ArgKind::Json)
}

/// Keys of the caller's own.
pub(crate) const fn open(name: &'static str) -> Arg {
    arg(name, ArgKind::Open)
}

/// A file's content.
pub(crate) const fn file(name: &'static str) -> Arg {
    arg(name, ArgKind::File)
}

/// A secret.
pub(crate) const fn secret(name: &'static str) -> Arg {
    arg(name, ArgKind::Secret)
}

impl Arg {
    /// Makes the argument required: without it the operation is meaningless.
    pub(crate) const fn req(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets the value that is sent when the argument is left out.
    pub(crate) const fn or(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }

    /// Explains the argument for the help.
    pub(crate) const fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    /// Names the values that its document enumerates.
    pub(crate) const fn among(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// Declares that published clients send the argument, but the provider's document does not name it.
    pub(crate) const fn observed(mut self) -> Self {
        self.confidence = Some(Confidence::Observed);
        self
    }

    /// Sets a value for examples.
    pub(crate) const fn eg(mut self, sample: &'static str) -> Self {
        self.sample = sample;
        self
    }
}
