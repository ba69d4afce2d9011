//! How much memory the command holds, measured while replies are read and taken apart: what would be more is refused.
//! A few bytes on the wire can become gigabytes: compressed, as records, or as many pages.

use std::{
    cell::Cell,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

use crate::error::{Error, Kind, Result};

/// How many bytes a command holds where nothing else is said.
const USUAL: usize = 256 << 20;
/// After how many values the memory is measured again.
const INTERVAL: u32 = 4_096;

/// The most bytes that the command may hold.
static MOST: AtomicUsize = AtomicUsize::new(USUAL);
/// Whether it is measured; the tests of a library hold what no command does.
static MEASURED: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// How many values were taken since the memory was measured.
    static TAKEN: Cell<u32> = const { Cell::new(0) };
}

/// Measures from now on, against so many bytes or the usual ones.
pub(crate) fn measure(most: Option<u64>) {
    MOST.store(most.map_or(USUAL, |most| usize::try_from(most).unwrap_or(usize::MAX)), Ordering::Relaxed);
    MEASURED.store(true, Ordering::Relaxed);
}

/// The most bytes that one reply may have.
pub(crate) fn largest() -> usize {
    MOST.load(Ordering::Relaxed)
}

/// Whether the command can hold so many bytes more.
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

/// Counts a value that was taken, and now and then looks whether there is room for more.
///
/// # Errors
/// Those of [`room_for`].
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
