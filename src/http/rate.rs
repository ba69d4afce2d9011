//! Limits on an account's requests, at once and per second: portals that run on small machines lock addresses out.
//! An account that was answered 429 is asked more slowly for the rest of the run.

use std::{cell::Cell, num::NonZeroU32, rc::Rc, time::Duration};

use jiff::{Timestamp, tz::TimeZone};
use tokio::{sync::Semaphore, time::Instant};

use crate::error::{Error, Kind, Result};

use super::{Reply, Request, Transport};

/// A number of requests that may be under way together.
pub(crate) type Limit = Rc<Semaphore>;

/// Waits for a free place before it sends.
pub(crate) struct ConcurrencyLimit<T> {
    places: Limit,
    inner: T,
}

impl<T> ConcurrencyLimit<T> {
    /// A transport within a limit.
    pub(crate) fn new(places: Limit, inner: T) -> Self {
        Self { places, inner }
    }
}

impl<T: Transport> Transport for ConcurrencyLimit<T> {
    async fn send(&self, request: &Request) -> Result<Reply> {
        let closed = |_| Error::new(Kind::Interrupted, "the run is ending");
        let _place = self.places.acquire().await.map_err(closed)?;
        self.inner.send(request).await
    }
}

/// Spaces requests out once the burst that may go at once has been sent.
pub(crate) struct RateLimit<T> {
    /// The average distance between two requests; zero when there is no limit.
    interval: Cell<Duration>,
    /// The time by which a request may be sent earlier than the average allows.
    ahead: Cell<Duration>,
    /// The moment when the next request is due on average.
    due: Cell<Option<Instant>>,
    inner: T,
}

/// The longest pause before a request without a time limit of its own.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// The distance between requests after the first reply with 429, unless the distance is longer already.
const SLOW: Duration = Duration::from_millis(500);
/// The longest distance between requests.
const SLOWEST: Duration = Duration::from_secs(8);
/// The status by which a server asks for fewer requests.
const TOO_MANY: u16 = 429;

impl<T> RateLimit<T> {
    /// A transport that sends at most so many requests a second, and as many at once.
    pub(crate) fn new(a_second: Option<NonZeroU32>, inner: T) -> Self {
        let interval = a_second.map_or(Duration::ZERO, |count| Duration::from_secs(1) / count.get());
        let ahead = Duration::from_secs(1).saturating_sub(interval);
        Self { interval: Cell::new(interval), ahead: Cell::new(ahead), due: Cell::new(None), inner }
    }

    /// The pause before a request, whose place in the queue is taken.
    ///
    /// # Errors
    /// `unavailable` when the pause would outlast the request's deadline.
    fn pause(&self, request: &Request) -> Result<Duration> {
        let now = Instant::now();
        let due = self.due.get().map_or(now, |due| due.max(now));
        let pause = due.duration_since(now).saturating_sub(self.ahead.get());
        let left = request.deadline.map(|deadline| deadline.saturating_duration_since(now.into_std()));
        if !pause.is_zero() && pause >= left.unwrap_or(LONGEST_PAUSE) {
            let sentence = format!("{} was not sent: the provider asks for fewer requests", request.operation);
            return Err(Error::new(Kind::Unavailable, sentence).hint(try_again(pause)));
        }
        self.due.set(due.checked_add(self.interval.get()).or(Some(due)));
        Ok(pause)
    }

    /// Slows down for the rest of the run, and sends nothing before the time that the reply names.
    fn slow_down(&self, reply: &Reply) {
        let interval = self.interval.get().saturating_mul(2).clamp(SLOW, SLOWEST);
        self.interval.set(interval);
        self.ahead.set(Duration::ZERO);
        let pause = reply.retry_after.unwrap_or(interval);
        let now = Instant::now();
        let until = now.checked_add(pause).or_else(|| now.checked_add(Duration::from_secs(u64::from(u32::MAX))));
        self.due.set(self.due.get().max(until));
    }
}

impl<T: Transport> Transport for RateLimit<T> {
    async fn send(&self, request: &Request) -> Result<Reply> {
        let pause = self.pause(request)?;
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
        let result = self.inner.send(request).await;
        if let Ok(reply) = &result
            && reply.status == TOO_MANY
        {
            self.slow_down(reply);
        }
        result
    }
}

/// The advice to try again after a pause, with the time of day.
pub(crate) fn try_again(pause: Duration) -> String {
    let seconds = pause.as_secs() + u64::from(pause.subsec_nanos() > 0);
    let then = i64::try_from(seconds).ok().and_then(|seconds| {
        let then = Timestamp::now().checked_add(jiff::SignedDuration::from_secs(seconds)).ok()?;
        Some(then.to_zoned(TimeZone::system()))
    });
    match then {
        Some(then) if seconds < 86_400 => format!("try again at {}", then.strftime("%H:%M:%S")),
        Some(then) => format!("try again after {}", then.strftime("%Y-%m-%d %H:%M")),
        None => "try again much later".to_owned(),
    }
}

#[cfg(test)]
mod tests;
