//! How changes come to rest: the job that a provider named is followed, what was made is read, what must answer is tried.
//! Shared by acting on records and by making them.

use super::{
    act::ActOptions,
    wait::{self, Ended, Wait},
};
use crate::{
    error::{Error, Kind, Result},
    http::{Request, redact},
    model::{Entry, Goal, Value},
    provider::{JOBS, Session},
};

/// Follows a job to its end, telling its states under a label, and gives the id of what it made, where it tells one.
///
/// # Errors
/// `failed` with the provider's words when it failed, `timeout` when the time is up.
pub async fn job(session: &Session, id: &str, label: &str, options: ActOptions<'_>) -> Result<Option<String>> {
    if session.account.binding(&JOBS).show.is_none() {
        return Ok(None);
    }
    let tell = |state: &'static str| (options.tell)(label, state);
    let goal = Goal::State("done");
    let wait = Wait { goal, eager: false, new: false, deadline: options.deadline, tell: &tell };
    match wait::until(session, &JOBS, id, &wait).await? {
        Ended::Reached(entry) => Ok(match entry.named("resource") {
            Value::Text(id) => Some(id.to_owned()),
            _ => None,
        }),
        Ended::Gone => Err(session.place(Error::new(Kind::NotFound, format!("the job {id} is gone")))),
        Ended::Late(_) => {
            let hint = format!("follow it with: nubo jobs wait {}/{id}", session.account.name());
            Err(session.place(late(goal)).hint(hint))
        }
    }
}

/// The error of a goal that was not reached in time.
pub fn late(goal: Goal) -> Error {
    let goal = wait::words(goal);
    Error::new(Kind::Timeout, format!("it is not {goal} yet, and the time is up"))
        .hint("it may still get there: look again, or allow more time with --timeout")
}

/// Waits until what must answer does, at the addresses of a machine.
pub async fn answering(entry: &Entry, options: ActOptions<'_>) -> Result<()> {
    let Some(reach) = options.reach else { return Ok(()) };
    let ips = match entry.named("ips") {
        Value::List(ips) => ips.to_vec(),
        _ => Vec::new(),
    };
    let head = entry.record.head();
    let label = format!("{}/{}", entry.origin.account, head.name.as_deref().unwrap_or(&head.id));
    reach.wait(&ips, options.deadline, &|words: &str| (options.tell)(&label, words)).await
}

/// A request in one line, without secrets.
pub fn line(request: &Request) -> String {
    let line = format!("{} {}", request.method.word(), request.url);
    if request.body.is_empty() {
        return line;
    }
    format!("{line}  {}", redact(&request.body).trim_end())
}
