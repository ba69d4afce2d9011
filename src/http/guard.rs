//! The guard rails of an account, checked where every request passes, so that no caller can go round them.
//! Source: conventions, "Consent".

use std::{
    cell::{Cell, RefCell},
    collections::HashSet,
};

use crate::{
    error::{Error, Kind, Result},
    glob::Glob,
};

use super::{Consent, Effect, Hazard, Reply, Request, Target, Transport};

/// The limits that an account's section of the configuration sets.
#[derive(Clone, Debug, Default)]
pub(crate) struct GuardRails {
    /// Nothing but reading.
    pub read_only: bool,
    /// Names of machines that are only read and started.
    pub protect: Vec<Glob>,
    /// The most things that may be changed in one run, unless more was agreed to.
    pub max_targets: Option<usize>,
    /// The account's own number, which nothing raises.
    pub ceiling: Option<usize>,
}

/// The most things that may be changed in one run when nothing else is configured.
pub(crate) const MAX_TARGETS: usize = 10;

/// Refuses requests that the guard rails forbid or the user did not agree to.
pub(crate) struct Guard<T> {
    rails: GuardRails,
    inner: T,
    allowed: Cell<usize>,
    changed: RefCell<HashSet<(&'static str, String)>>,
}

impl<T> Guard<T> {
    /// Guard rails in front of a transport.
    pub(crate) fn new(rails: GuardRails, inner: T) -> Self {
        let allowed = Cell::new(rails.max_targets.unwrap_or(MAX_TARGETS));
        Self { rails, inner, allowed, changed: RefCell::default() }
    }

    /// Raises the number of things that this run may change, because the user agreed to it.
    pub(crate) fn allow(&self, count: usize) {
        self.allowed.set(self.allowed.get().max(count).min(self.rails.ceiling.unwrap_or(usize::MAX)));
    }

    /// Refuses a number of targets that the account never allows.
    ///
    /// # Errors
    /// `refused`, with the number and the key.
    pub(crate) fn has_room(&self, count: usize) -> Result<()> {
        match self.rails.ceiling.filter(|ceiling| count > *ceiling) {
            Some(ceiling) => {
                Err(Error::new(Kind::Refused, format!("{count} targets refused: the account allows {ceiling}")).hint(
                    "`max_targets` in the account's section of the configuration is the most that any flag can allow",
                ))
            }
            None => Ok(()),
        }
    }

    /// Counts the things a request changes, and refuses when there are too many.
    fn count(&self, request: &Request) -> Result<()> {
        if Self::effect(request) == Effect::Read {
            return Ok(());
        }
        let mut changed = self.changed.borrow_mut();
        let kind = request.targets.first().map(|target| target.kind);
        let alike = request.targets.iter().filter(|target| Some(target.kind) == kind && !target.id.is_empty());
        let keys: Vec<_> = alike.map(|target| (target.kind, target.id.clone())).collect();
        let count = changed.len() + keys.iter().filter(|key| !changed.contains(*key)).count();
        let limit = self.allowed.get();
        if !keys.is_empty() {
            self.has_room(count)?;
        }
        if count > limit && !keys.is_empty() {
            let sentence = format!("{} refused: it makes {count} targets, and the limit is {limit}", request.operation);
            return Err(
                Error::new(Kind::Refused, sentence).hint(format!("agree beforehand with --max-targets {count}"))
            );
        }
        changed.extend(keys);
        Ok(())
    }

    /// The effect a request really has: stopping a machine that does not survive a stop destroys it.
    fn effect(request: &Request) -> Effect {
        let kills = request.hazard == Hazard::EndsAccess
            || request.hazard == Hazard::EndsRun
                && (request.targets.is_empty() || request.targets.iter().any(|t| !t.survives_stop));
        if kills { request.effect.max(Effect::Destroy) } else { request.effect }
    }

    /// Refuses a request that the guard rails forbid or the user did not agree to.
    ///
    /// # Errors
    /// `refused`, naming the guard rail or the flag.
    pub(crate) fn check(&self, request: &Request) -> Result<()> {
        let effect = Self::effect(request);
        if effect == Effect::Read {
            return Ok(());
        }
        if self.rails.read_only && request.hazard != Hazard::LogsIn {
            return Err(Error::new(Kind::Refused, format!("{} refused: the account is read_only", request.operation))
                .hint("remove `read_only = true` from the account's section of the configuration"));
        }
        if effect == Effect::Destroy && request.targets.is_empty() && !self.rails.protect.is_empty() {
            let sentence = format!("{} refused: it does not say which machines it hits", request.operation);
            return Err(Error::new(Kind::Refused, sentence).hint("the account's `protect` list could name one of them"));
        }
        if let Some(target) = self.protected(request) {
            let name = target.name.as_deref().unwrap_or(&target.id);
            return Err(Error::new(Kind::Refused, format!("{} refused: \"{name}\" is protected", request.operation))
                .hint("the account's `protect` list names it"));
        }
        let needed = if effect >= Effect::Destroy { Consent::Everything } else { Consent::Changing };
        if request.consent < needed {
            return Err(refused(request, effect));
        }
        Ok(())
    }

    /// The first target that the account protects; a machine of unknown name, and an unknown request, count as protected.
    fn protected<'r>(&self, request: &'r Request) -> Option<&'r Target> {
        if self.rails.protect.is_empty() || matches!(request.hazard, Hazard::Starts | Hazard::LogsIn) {
            return None;
        }
        let matches = |name: &String| self.rails.protect.iter().any(|glob| glob.matches(name));
        let unknown = |target: &Target| matches!(target.kind, "instance" | "request");
        request.targets.iter().find(|target| target.name.as_ref().map_or_else(|| unknown(target), matches))
    }
}

/// The error of a request that the user did not agree to.
fn refused(request: &Request, effect: Effect) -> Error {
    let doomed = request.targets.iter().find(|t| !t.survives_stop).filter(|_| request.hazard == Hazard::EndsRun);
    let why = match doomed {
        Some(t) => format!(
            "\"{}\" is not persistent: ending its run destroys it, and --yes was not given",
            t.name.as_deref().unwrap_or(&t.id)
        ),
        None => format!("{}, and --yes was not given", effect.told()),
    };
    Error::new(Kind::Refused, format!("{} refused: {why}", request.operation)).hint("add --yes to agree beforehand")
}

impl<T: Transport> Transport for Guard<T> {
    async fn send(&self, request: &Request) -> Result<Reply> {
        self.check(request)?;
        self.count(request)?;
        self.inner.send(request).await
    }
}

#[cfg(test)]
mod tests;
