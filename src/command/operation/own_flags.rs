//! nubo's own flags of an operation, beside its arguments.
//! An operation has the flags that apply to it; the others count as not typed.

use clap::ArgMatches;

/// The flags of nubo's own that were typed for an operation.
pub(crate) struct OwnFlags {
    /// The file of a body of the caller's own.
    pub body: Option<String>,
    /// The file for bytes that come back, or the beginning of the pictures' names.
    pub to: Option<String>,
    /// The file for a reply that holds a secret told once.
    pub secret_to: Option<String>,
    /// True when secrets in the reply are shown.
    pub reveal: bool,
    /// True when values that the document does not name are sent.
    pub force_value: bool,
    /// True when nothing is asked.
    pub yes: bool,
}

impl OwnFlags {
    /// Reads the flags.
    pub(crate) fn read(args: &ArgMatches) -> Self {
        let text = |id: &str| args.try_get_one::<String>(id).ok().flatten().cloned();
        let switch = |id: &str| args.try_get_one::<bool>(id).ok().flatten().copied().unwrap_or(false);
        Self {
            body: text("body"),
            to: text("to"),
            secret_to: text("secret-to"),
            reveal: switch("reveal"),
            force_value: switch("force-value"),
            yes: switch("yes"),
        }
    }
}
