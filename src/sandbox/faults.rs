//! Deliberate failures: one request in so many fails, as at a provider in a bad hour.
//! Each cloud draws from a sequence of its own, so that the same requests fail in the same way each time.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{call::Call, route::Face};

/// The failure rate of the simulated clouds; all copies share one setting.
#[derive(Clone, Debug)]
pub(crate) struct Faults {
    one_in: Arc<AtomicU64>,
    seed: u64,
    told: UnboundedSender<Served>,
}

/// One request, and its outcome.
#[derive(Clone, Debug)]
pub(crate) struct Served {
    /// The provider's word.
    pub provider: &'static str,
    /// Method and path.
    pub line: String,
    /// The request's body.
    #[cfg(test)]
    pub body: bytes::Bytes,
    /// The cloud did what was asked.
    pub carried_out: bool,
    /// The failure that was drawn, if any.
    pub fault: Option<Fault>,
}

impl Served {
    /// The line about a request that was made to fail.
    pub(crate) fn failure(&self) -> Option<String> {
        let done = if self.carried_out { "and carried out" } else { "and not carried out" };
        Some(format!("{} {}: {}, {done}", self.provider, self.line, self.fault?.words()))
    }
}

/// A way to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// 503, and nothing is done.
    Busy,
    /// 502, though the request is carried out.
    Unsaid,
    /// The connection closes, and nothing is done.
    Cut,
    /// The connection closes, though the request is carried out.
    CutAfter,
    /// A shutdown is answered with success, and the machine ignores it.
    Ignored,
}

impl Faults {
    /// A failure rate of one request in so many, none for 0, and the channel that reports each request.
    pub(crate) fn new(one_in: u64, seed: u64) -> (Self, UnboundedReceiver<Served>) {
        let (told, heard) = unbounded_channel();
        (Self { one_in: Arc::new(AtomicU64::new(one_in)), seed, told }, heard)
    }

    /// Sets the failure rate to one request in so many, none for 0 and each for 1.
    #[cfg(test)]
    pub(crate) fn set(&self, one_in: u64) {
        self.one_in.store(one_in, Ordering::Relaxed);
    }

    /// The failures of one cloud, by its number.
    pub(super) fn of(&self, cloud: u64) -> Mood {
        Mood { faults: self.clone(), state: AtomicU64::new(self.seed ^ mixed(cloud + 1)) }
    }
}

/// The failures drawn for one cloud.
#[derive(Debug)]
pub(super) struct Mood {
    faults: Faults,
    state: AtomicU64,
}

impl Mood {
    /// The failure drawn for a request, if any.
    pub(crate) fn draw(&self, face: &Face, call: &Call) -> Option<Fault> {
        let one_in = self.faults.one_in.load(Ordering::Relaxed);
        if one_in == 0 || !self.next().is_multiple_of(one_in) {
            return None;
        }
        Some(match self.next() % 6 {
            0 => Fault::Unsaid,
            1 => Fault::Cut,
            2 => Fault::CutAfter,
            _ if (face.shuts_down)(call) => Fault::Ignored,
            _ => Fault::Busy,
        })
    }

    /// Reports the outcome of a request; a missing listener is no error.
    pub(crate) fn tell(&self, face: &Face, call: &Call, carried_out: bool, fault: Option<Fault>) {
        let _ = self.faults.told.send(Served {
            provider: face.provider,
            line: format!("{} {}", call.method, call.path),
            #[cfg(test)]
            body: call.body().clone(),
            carried_out,
            fault,
        });
    }

    fn next(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        mixed(self.state.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP))
    }
}

/// The mixing function of splitmix64.
fn mixed(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

impl Fault {
    /// The request reaches the cloud in spite of the failure.
    pub(crate) fn reaches(self) -> bool {
        matches!(self, Self::Unsaid | Self::CutAfter)
    }

    /// The outcome as its client saw it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Busy => "answered with 503",
            Self::Unsaid => "answered with 502",
            Self::Cut | Self::CutAfter => "not answered",
            Self::Ignored => "answered as if the machine obeyed",
        }
    }
}
