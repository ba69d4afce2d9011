//! How changes come to rest: the job that a provider named is followed, what was made is read, what must answer is tried.
//! Shared by acting on records and by making them.

use super::{
    act::ActOptions,
    hit::Subject,
    wait::{self, Ended, Wait},
};
use crate::{
    error::{Error, Kind, Result},
    http::{Request, redact},
    model::{Entry, Goal, Row, Value, fields_of},
    provider::Session,
};

/// Follows a job to its end, telling its states under a label, and gives the id of what it made, where it tells one.
///
/// # Errors
/// `failed` with the provider's words when it failed, `timeout` when the time is up.
pub async fn job<J: Subject>(
    session: &Session,
    id: &str,
    label: &str,
    options: ActOptions<'_>,
) -> Result<Option<String>> {
    if session.account.noun::<J>().show.is_none() {
        return Ok(None);
    }
    let tell = |state: &'static str| (options.tell)(label, state);
    let goal = Goal::State("done");
    let wait = Wait { goal, eager: false, new: false, deadline: options.deadline, tell: &tell };
    match wait::until::<J>(session, id, &wait).await? {
        Ended::Reached(entry) => Ok(text(&entry, "resource")),
        Ended::Gone => Err(session.place(Error::new(Kind::NotFound, format!("the job {id} is gone")))),
        Ended::Late(_) => {
            let hint = format!("follow it with: nubo jobs wait {}/{id}", session.account.name());
            Err(session.place(late(goal)).hint(hint))
        }
    }
}

/// The text of a record's field.
fn text<R: Subject>(entry: &Entry<R>, name: &str) -> Option<String> {
    let place = fields_of::<R>().iter().position(|field| field.name == name)?;
    match entry.value(place) {
        Value::Text(text) => Some(text.to_owned()),
        _ => None,
    }
}

/// The error of a goal that was not reached in time.
pub fn late(goal: Goal) -> Error {
    let goal = wait::words(goal);
    Error::new(Kind::Timeout, format!("it is not {goal} yet, and the time is up"))
        .hint("it may still get there: look again, or allow more time with --timeout")
}

/// Waits until what must answer does, at the addresses of a machine.
pub async fn answering<R: Subject>(entry: &Entry<R>, options: ActOptions<'_>) -> Result<()> {
    let Some(reach) = options.reach else { return Ok(()) };
    let place = fields_of::<R>().iter().position(|field| field.name == "ips").unwrap_or(usize::MAX);
    let ips = match entry.value(place) {
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
