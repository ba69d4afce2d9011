//! Failures on purpose: one request in so many fails, as it does at a provider in a bad hour.
//! Each cloud draws from a sequence of its own, so that the same requests fail the same way each time.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{call::Call, route::Face};

/// How often the pretend clouds fail; each copy speaks of the same clouds.
#[derive(Clone, Debug)]
pub(crate) struct Faults {
    one_in: Arc<AtomicU64>,
    seed: u64,
    told: UnboundedSender<Served>,
}

/// One request, as it was served.
#[derive(Clone, Debug)]
pub(crate) struct Served {
    /// The provider's word.
    pub provider: &'static str,
    /// Method and path.
    pub line: String,
    /// What came with it.
    #[cfg(test)]
    pub body: bytes::Bytes,
    /// Whether the cloud did what was asked.
    pub carried_out: bool,
    /// How it failed, if it was made to.
    pub fault: Option<Fault>,
}

impl Served {
    /// The line on a request that was made to fail.
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
    /// 502, and it is done.
    Unsaid,
    /// The connection closes, and nothing is done.
    Cut,
    /// The connection closes, and it is done.
    CutAfter,
    /// A shutdown is answered with success, and the machine ignores it.
    Ignored,
}

impl Faults {
    /// One request in so many fails, none for 0; what is served is told to the other end.
    pub(crate) fn new(one_in: u64, seed: u64) -> (Self, UnboundedReceiver<Served>) {
        let (told, heard) = unbounded_channel();
        (Self { one_in: Arc::new(AtomicU64::new(one_in)), seed, told }, heard)
    }

    /// From now on one request in so many fails, none for 0 and each for 1.
    #[cfg(test)]
    pub(crate) fn set(&self, one_in: u64) {
        self.one_in.store(one_in, Ordering::Relaxed);
    }

    /// The part of one cloud, by its number.
    pub(super) fn of(&self, cloud: u64) -> Mood {
        Mood { faults: self.clone(), state: AtomicU64::new(self.seed ^ mixed(cloud + 1)) }
    }
}

/// The chances of one cloud.
#[derive(Debug)]
pub(super) struct Mood {
    faults: Faults,
    state: AtomicU64,
}

impl Mood {
    /// How a request is to fail, if it is.
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

    /// Tells what became of a request; where nobody listens that is all the same.
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

/// The mixing of splitmix64.
fn mixed(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

impl Fault {
    /// Whether the request reaches the cloud all the same.
    pub(crate) fn reaches(self) -> bool {
        matches!(self, Self::Unsaid | Self::CutAfter)
    }

    /// What its client saw.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Busy => "answered with 503",
            Self::Unsaid => "answered with 502",
            Self::Cut | Self::CutAfter => "not answered",
            Self::Ignored => "answered as if the machine obeyed",
        }
    }
}
