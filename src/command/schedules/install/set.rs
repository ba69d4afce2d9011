//! The result of putting a block or units where they belong, or of taking them away.

use crate::error::Error;

/// What became of a block or units.
pub(crate) struct Set {
    /// Whether they were there before.
    pub there: bool,
    /// Whether anything is another way now.
    pub changed: bool,
    /// What a manager of units did not do.
    pub failed: Option<Error>,
}
