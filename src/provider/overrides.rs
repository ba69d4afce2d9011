//! Operations that a deployment has elsewhere than its document says, by the account's configuration.
//! An overridden operation counts as destroying unless it plainly reads: nobody knows what the other path does.

use crate::{
    config::{AccountSection, Override},
    error::{Error, Result},
    http::{Effect, Hazard, Method, Repeat},
};

use super::{
    Operation, Provider,
    operation::{Confidence, placeholders},
};

/// An operation as overridden for an account.
pub(crate) struct Overridden {
    /// The operation, which keeps the catalogue's path.
    pub operation: Operation,
    /// The path in place of the catalogue's.
    pub path: Option<String>,
}

/// The operations of an account that are overridden.
pub(crate) fn resolve(account: &str, provider: &dyn Provider, section: &AccountSection) -> Result<Vec<Overridden>> {
    section.operations.iter().map(|(id, change)| overridden(account, provider, id, change)).collect()
}

fn overridden(account: &str, provider: &dyn Provider, id: &str, change: &Override) -> Result<Overridden> {
    let bad = |why: String| Error::config(format!("account \"{account}\": operations.\"{id}\": {why}"));
    let known = provider.operations().iter().find(|operation| operation.id == id);
    let known = known.ok_or_else(|| {
        bad(format!("{} has no such operation", provider.title()))
            .hint(format!("see: nubo operations list --provider {}", provider.id()))
    })?;
    let (mut operation, facts) = (**known, provider.facts());
    if change.encoding.is_some() && !facts.options.iter().any(|option| option.key == "encoding") {
        return Err(bad(format!("{} writes its bodies in one way only, so it has no `encoding`", provider.title())));
    }
    if let Some(word) = &change.method {
        operation.method =
            method(word).ok_or_else(|| bad(format!("\"{word}\" is not GET, POST, PUT, PATCH or DELETE")))?;
    }
    if let Some(path) = &change.path {
        let plain =
            path.starts_with('/') && !path.starts_with("//") && !path.contains("..") && !path.contains(['?', '#']);
        if !plain {
            return Err(bad(format!("\"{path}\" is not a path below the account's url")));
        }
        operation.confidence = Confidence::Inferred;
        if let Some(lost) = known.placeholders().find(|name| !placeholders(path).any(|kept| kept == *name)) {
            return Err(bad(format!("its path must keep {{{lost}}}")));
        }
    }
    let reads = known.effect == Effect::Read && operation.method == Method::Get && facts.gets_only_read;
    if !reads {
        operation.effect = Effect::Destroy;
        operation.repeat = Repeat::Never;
        if operation.hazard == Hazard::Starts {
            operation.hazard = Hazard::Plain;
        }
    }
    Ok(Overridden { operation, path: change.path.clone() })
}

/// The method of a word.
pub(crate) fn method(word: &str) -> Option<Method> {
    let all = [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete];
    all.into_iter().find(|method| method.word().eq_ignore_ascii_case(word))
}
