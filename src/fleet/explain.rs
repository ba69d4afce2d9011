//! The errors of changes in the user's words: the failure, its cause as far as the record tells, and a way to look.

use crate::{
    error::{Error, Kind},
    model::verbs::UNLOCK,
};

use super::task::Task;

/// The error in the user's words, with the cause that the record tells, and a way to look where the outcome is unknown.
pub(crate) fn explained(task: &Task, error: Error) -> Error {
    let unknown = error.details().outcome_unknown;
    let (session, noun, word) = (task.session(), task.subject.noun(), task.action.word);
    let account = session.account.name();
    let Some(found) = task.found() else {
        let name = task.target().name.map(|name| format!(" \"{name}\"")).unwrap_or_default();
        let told = error.while_doing(&format!("cannot {word} the {}{name}", noun.kind()));
        let told = session.place(told).target(task.subject.place());
        let look = format!("nubo {} list -a {account}", noun.word);
        return if unknown {
            told.hint(format!("it may have been made: look before trying again: {look}"))
        } else {
            told
        };
    };
    let name = found.label();
    let refused = matches!(error.details().http_status, Some(400 | 403 | 409));
    let told = if found.record().locked() == Some(true) && refused {
        let told = error.replaced(Kind::Conflict, format!("cannot {word} \"{name}\": the {} is locked", noun.kind()));
        let unlock = task.act_for(&UNLOCK).map(|_| format!("nubo {} unlock {}", noun.word, found.place()));
        unlock.into_iter().fold(told, Error::hint)
    } else {
        error.while_doing(&format!("cannot {word} \"{name}\""))
    };
    let id = &found.record().head().id;
    let told = session.place(told).target(format!("{account}/id:{id}"));
    let look = format!("look at the present state before trying again: nubo {} show {account}/id:{id}", noun.word);
    if unknown { told.hint(look) } else { told }
}
