//! The result of putting a block or units where they belong, or of taking them away.

use crate::error::Error;

/// The result for a block or units.
pub(crate) struct Set {
    /// True when there was an installation before.
    pub there: bool,
    /// True when anything was changed.
    pub changed: bool,
    /// The error of a `systemctl` call that failed after the files were written or removed.
    pub failed: Option<Error>,
}
