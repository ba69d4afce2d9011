//! Changes as journal entries: the request that is about to be sent, and its outcome.
//! No secret is in either: flags are not written down.

use crate::{
    error::Error,
    history::{Closing, Journal, Opening},
    http::{Effect, Target},
    model::{Change, Status},
    provider::{Operation, Session},
};

/// A change that is about to be sent.
pub(crate) fn opening(
    session: &Session,
    action: &str,
    effect: Effect,
    operations: impl Iterator<Item = &'static Operation>,
    target: Option<&Target>,
) -> Opening {
    let account = &session.account;
    let id = |target: &Target| Some(target.id.clone()).filter(|id| !id.is_empty());
    Opening {
        account: account.name().to_owned(),
        provider: account.provider.id().to_owned(),
        url: account.url.clone(),
        user: account.user.clone(),
        action: action.to_owned(),
        operations: operations.map(|operation| operation.id.to_owned()).collect(),
        kind: target.map(|target| target.kind.to_owned()).unwrap_or_default(),
        target_id: target.and_then(id),
        name: target.and_then(|target| target.name.clone()),
        before: None,
        effect: effect.word().to_owned(),
        consent: String::new(),
        cause: None,
    }
}

/// Notes the outcome of the change.
pub(crate) fn complete(journal: &Journal, entry: String, change: &Change) {
    let error = change.error.as_ref();
    journal.complete(
        entry,
        Closing {
            status: change.status.word().to_owned(),
            changed: change.changed && !matches!(change.status, Status::Failed | Status::Unknown),
            target_id: change.id.clone(),
            after: change.after.map(str::to_owned),
            job: change.job.clone(),
            code: error.map(|error| error.kind().word().to_owned()),
            message: error.map(Error::in_full),
        },
    );
}
