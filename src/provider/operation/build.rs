//! Builders of a catalogue: const functions that declare an operation and its arguments.
//! Each one takes an operation and changes one thing.

use crate::http::{Effect, Hazard, Method, Repeat};

use super::{Arg, Base, BodyKind, Confidence, Cost, Operation, ReplyKind};

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
            hazard: Hazard::Plain,
            base: None,
            paged: false,
            fallbacks: &[],
            makes: false,
            cost: Cost::Nothing,
            costs_with: &[],
            warning: "",
            told_once: false,
            pictures: &[],
            confidence: Confidence::Documented,
            source: "",
        }
    }

    /// Sets the effect, if it is not the one that the method suggests.
    pub(crate) const fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self.repeat = if matches!(effect, Effect::Read) { Repeat::Safe } else { Repeat::Never };
        self
    }

    /// Declares that the reply is one object under one of the keys.
    pub(crate) const fn object(mut self, payload: &'static [&'static str]) -> Self {
        self.reply = ReplyKind::Object;
        self.payload = payload;
        self
    }

    /// Declares that the reply is a list of objects under one of the keys.
    pub(crate) const fn objects(mut self, payload: &'static [&'static str]) -> Self {
        self.reply = ReplyKind::Objects;
        self.payload = payload;
        self
    }

    /// Declares that the list comes in pages.
    pub(crate) const fn paged(mut self) -> Self {
        self.paged = true;
        self
    }

    /// Declares that repeating leads to the same state, so that it may be sent again after reading the state back.
    pub(crate) const fn converges(mut self) -> Self {
        self.repeat = Repeat::ReadBack;
        self
    }

    /// Sets the danger that the guard rails must know beside the effect.
    pub(crate) const fn hazard(mut self, hazard: Hazard) -> Self {
        self.hazard = hazard;
        self
    }

    /// Names the arguments beside those of the path.
    pub(crate) const fn with(mut self, args: &'static [Arg]) -> Self {
        self.args = args;
        self
    }

    /// Describes the arguments of the path that are more than a text.
    pub(crate) const fn in_path(mut self, segments: &'static [Arg]) -> Self {
        self.segments = segments;
        self
    }

    /// Names the section of the document.
    pub(crate) const fn at(mut self, source: &'static str) -> Self {
        self.source = source;
        self
    }

    /// Declares that published clients use the operation, but the provider's document does not name it.
    pub(crate) const fn observed(mut self, source: &'static str) -> Self {
        self.confidence = Confidence::Observed;
        self.source = source;
        self
    }

    /// Declares that the operation follows from others of its kind; no client is known to use it.
    pub(crate) const fn inferred(mut self, source: &'static str) -> Self {
        self.confidence = Confidence::Inferred;
        self.source = source;
        self
    }

    /// The operation makes something new.
    pub(crate) const fn creates(mut self) -> Self {
        self.makes = true;
        self.effect(Effect::Create)
    }

    /// Declares that something is gone for good afterwards; one already gone is a success too.
    pub(crate) const fn destroys(self) -> Self {
        self.effect(Effect::Destroy).converges()
    }

    /// The operation spends money, and no price is told.
    pub(crate) const fn pays(mut self) -> Self {
        self.cost = Cost::Untold;
        self.effect(Effect::Pay)
    }

    /// The operation spends money with one of these arguments, and nothing without them.
    pub(crate) const fn pays_with(mut self, args: &'static [&'static str], cost: Cost<&'static Operation>) -> Self {
        self.cost = cost;
        self.costs_with = args;
        self
    }

    /// The operation only reads, whatever its method.
    pub(crate) const fn reads(self) -> Self {
        self.effect(Effect::Read)
    }

    /// Declares that the reply is a list of plain values.
    pub(crate) const fn values(mut self) -> Self {
        self.reply = ReplyKind::Values;
        self
    }

    /// Declares that the reply acknowledges work that goes on.
    pub(crate) const fn job(mut self, payload: &'static [&'static str]) -> Self {
        self.reply = ReplyKind::Job;
        self.payload = payload;
        self
    }

    /// Declares that the reply is bytes.
    pub(crate) const fn binary(mut self) -> Self {
        self.reply = ReplyKind::Binary;
        self
    }

    /// Declares that the reply is a stream of events.
    pub(crate) const fn events(mut self) -> Self {
        self.reply = ReplyKind::Events;
        self
    }

    /// Sets a base URL other than the account's `url`.
    pub(crate) const fn below(mut self, base: &'static Base) -> Self {
        self.base = Some(base);
        self
    }

    /// Declares that the body is multipart.
    pub(crate) const fn multipart(mut self) -> Self {
        self.body = BodyKind::Multipart;
        self
    }

    /// Declares that the body is a file's bytes.
    pub(crate) const fn raw(mut self) -> Self {
        self.body = BodyKind::Raw;
        self
    }

    /// Sets the values that are always sent.
    pub(crate) const fn fixed(mut self, fixed: &'static [(&'static str, &'static str)]) -> Self {
        self.fixed = fixed;
        self
    }

    /// Sets the older paths to read from.
    pub(crate) const fn or_else(mut self, paths: &'static [&'static str]) -> Self {
        self.fallbacks = paths;
        self
    }

    /// The operation spends money, and this one tells how much.
    pub(crate) const fn priced_by(mut self, price: &'static Operation) -> Self {
        self = self.pays();
        self.cost = Cost::Told(price);
        self
    }

    /// Names the keys of the records that hold pictures as base64.
    pub(crate) const fn pictures(mut self, keys: &'static [&'static str]) -> Self {
        self.pictures = keys;
        self
    }

    /// Declares that the reply holds a secret that cannot be read again.
    pub(crate) const fn told_once(mut self) -> Self {
        self.told_once = true;
        self
    }

    /// Sets the warning for the help and for the question for consent.
    pub(crate) const fn warns(mut self, warning: &'static str) -> Self {
        self.warning = warning;
        self
    }
}

/// A GET that reads.
pub(crate) const fn get(id: &'static str, path: &'static str, about: &'static str) -> Operation {
    Operation::new(Method::Get, Effect::Read, id, path, about)
}

/// A POST that changes.
pub(crate) const fn post(id: &'static str, path: &'static str, about: &'static str) -> Operation {
    Operation::new(Method::Post, Effect::Change, id, path, about)
}

/// A PUT that changes.
pub(crate) const fn put(id: &'static str, path: &'static str, about: &'static str) -> Operation {
    Operation::new(Method::Put, Effect::Change, id, path, about)
}

/// A DELETE that destroys.
pub(crate) const fn delete(id: &'static str, path: &'static str, about: &'static str) -> Operation {
    Operation::new(Method::Delete, Effect::Destroy, id, path, about).converges()
}
