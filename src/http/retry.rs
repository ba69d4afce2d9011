//! Sends reads again when the provider was out of reach or too busy; everything else exactly once.
//! Source: conventions, "Retries".

use std::{
    rc::Rc,
    time::{Duration, Instant},
};

use crate::error::{Error, Kind, Result};

use super::{Effect, Observer, Reply, Request, Transport};

/// Repeats reads with growing pauses.
pub(crate) struct Retry<T> {
    /// The most times that one request is sent.
    tries: u32,
    observer: Rc<dyn Observer>,
    inner: T,
}

/// Statuses that a repeated read may get past.
const PASSING: [u16; 4] = [429, 502, 503, 504];
/// The first pause; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

impl<T> Retry<T> {
    /// Sends a read at most `tries` times.
    pub(crate) fn new(tries: u32, observer: Rc<dyn Observer>, inner: T) -> Self {
        Self { tries: tries.max(1), observer, inner }
    }

    /// The pause before the next try; nothing when there is no point or no time.
    fn pause(&self, request: &Request, result: &Result<Reply>, tried: u32) -> Option<Duration> {
        if request.effect != Effect::Read || tried >= self.tries {
            return None;
        }
        let asked = match result {
            Ok(reply) if PASSING.contains(&reply.status) => reply.retry_after,
            Err(error) if error.kind() == Kind::Unavailable => None,
            _ => return None,
        };
        let pause = asked.unwrap_or_else(|| jittered(FIRST_PAUSE * 2_u32.pow(tried.min(8) - 1)));
        let end = Instant::now().checked_add(pause)?;
        request.deadline.is_none_or(|deadline| end < deadline).then_some(pause)
    }
}

/// A random pause between half of this one and all of it, so that many programs do not come back at once.
fn jittered(pause: Duration) -> Duration {
    let noise = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.subsec_nanos());
    pause / 2 + pause.mul_f64(f64::from(noise % 1000) / 2000.0)
}

impl<T: Transport> Transport for Retry<T> {
    async fn send(&self, request: &Request) -> Result<Reply> {
        let mut tried = 0;
        loop {
            let result = self.inner.send(request).await;
            tried += 1;
            let Some(pause) = self.pause(request, &result, tried) else {
                return result.map_err(|error| unknown_outcome(request, error));
            };
            self.observer.retrying(request, &result, pause);
            tokio::time::sleep(pause).await;
        }
    }
}

/// Adds to the error of a change whose answer did not come that the change may have been carried out.
fn unknown_outcome(request: &Request, error: Error) -> Error {
    if request.effect == Effect::Read || !error.details().outcome_unknown {
        return error;
    }
    let details = error.details();
    let why = if details.kind == Kind::Unavailable { "no answer came" } else { &details.message };
    let what = format!("{} was sent but {why}, so it may have been carried out", request.operation);
    let told = Error::unknown_outcome(what);
    details.provider_message.as_ref().map_or(told.clone(), |words| told.said(words))
}

#[cfg(test)]
mod tests;
