//! The memory that the command holds, measured while replies are read and parsed: more than the limit is refused.
//! A few bytes on the wire can become gigabytes: compressed, as records, or as many pages.

use std::{
    cell::Cell,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

use crate::error::{Error, Kind, Result};

/// The most bytes that a command holds when nothing else is configured.
const USUAL: usize = 256 << 20;
/// The number of values after which the memory is measured again.
const INTERVAL: u32 = 4_096;

/// The most bytes that the command may hold.
static MOST: AtomicUsize = AtomicUsize::new(USUAL);
/// Memory is measured only in a command; the library's tests may hold more than a command does.
static MEASURED: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// The number of values taken since the memory was last measured.
    static TAKEN: Cell<u32> = const { Cell::new(0) };
}

/// Starts measuring, against a given number of bytes or the usual one.
pub(crate) fn measure(most: Option<u64>) {
    MOST.store(most.map_or(USUAL, |most| usize::try_from(most).unwrap_or(usize::MAX)), Ordering::Relaxed);
    MEASURED.store(true, Ordering::Relaxed);
}

/// The most bytes that one reply may have.
pub(crate) fn largest() -> usize {
    MOST.load(Ordering::Relaxed)
}

/// Refuses when the command cannot hold so many bytes more.
///
/// # Errors
/// `failed`, naming the limit and the flag that raises it.
pub(crate) fn room_for(bytes: usize) -> Result<()> {
    let most = MOST.load(Ordering::Relaxed);
    let held = || memory_stats::memory_stats().map_or(0, |stats| stats.physical_mem);
    if MEASURED.load(Ordering::Relaxed) && held().saturating_add(bytes) > most {
        return Err(too_much());
    }
    Ok(())
}

/// Counts a value that was taken, and checks now and then that there is room for more.
///
/// # Errors
/// The errors of [`room_for`].
pub(crate) fn count() -> Result<()> {
    let taken = TAKEN.get() + 1;
    TAKEN.set(taken % INTERVAL);
    if taken < INTERVAL { Ok(()) } else { room_for(0) }
}

/// The error of a command that would hold too much.
pub(crate) fn too_much() -> Error {
    let most = largest();
    Error::new(Kind::Failed, format!("the replies take more than {} MiB of memory", most >> 20))
        .hint(format!("allow more with --max-reply, as in --max-reply {}MiB", (most >> 20).saturating_mul(4)))
}
