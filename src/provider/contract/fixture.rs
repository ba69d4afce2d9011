//! A provider's own forms of what the suite sends and reads: each provider has one, in its folder.
//! Where the forms differ, the provider's file says why.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::error::Kind;

/// The suite's knowledge of one provider.
pub(crate) struct Fixture {
    /// The base URL that its recorded exchanges are sent to.
    pub url: &'static str,
    /// The number of operations that its documents name.
    pub documented: usize,
    /// Its presets in order: id, published URL, and requests that may be under way together.
    pub presets: &'static [(&'static str, Option<&'static str>, usize)],
    /// The word before the credentials in the `Authorization` header.
    pub scheme: &'static str,
    /// The credentials that a secret becomes in the `Authorization` header, for the user of the test accounts.
    pub credentials: fn(&str) -> String,
    /// The id of a list that is read by one request without arguments.
    pub listing: &'static str,
    /// The reply to a read below the base URL: one record of each noun in `records`.
    pub answer: fn(&str) -> Option<&'static str>,
    /// Each noun that `answer` has a record of, with the record's id, and its state where that is one and the same.
    pub records: &'static [(&'static str, &'static str, Option<&'static str>)],
    /// The reply to a list at a path, with a word in every place of a state.
    pub worded: fn(&str, &str) -> String,
    /// Bodies of `listing` that are no whole list, and an empty one.
    pub bodies: Bodies,
    /// Replies that refuse the secret, beside those of status 401.
    pub refused: &'static [(u16, &'static str)],
    /// Replies that deny a permission, beside those of status 403.
    pub forbidden: &'static [(u16, &'static str)],
}

/// A body, and the number of records or the kind of failure that reading it comes to.
pub(crate) type Body = (&'static str, Result<usize, Kind>);

/// Bodies of a list.
pub(crate) struct Bodies {
    /// Nothing at all.
    pub empty: Body,
    /// The beginning of a list.
    pub truncated: Body,
    /// An error with the status of a success.
    pub an_error: Body,
    /// Text of another kind.
    pub other_text: Body,
    /// A list without records.
    pub no_records: Body,
    /// Further bodies with their names, which do not say that there is nothing.
    pub more: &'static [(&'static str, Body)],
}

impl Bodies {
    /// Each body with its name.
    pub(crate) fn named(&self) -> Vec<(&'static str, Body)> {
        let named = [
            ("empty", self.empty),
            ("truncated", self.truncated),
            ("an error inside a success", self.an_error),
            ("text of another kind", self.other_text),
            ("an empty list", self.no_records),
        ];
        named.into_iter().chain(self.more.iter().copied()).collect()
    }
}

/// The credentials of HTTP Basic authentication for the user of the test accounts.
pub(crate) fn basic(secret: &str) -> String {
    STANDARD.encode(format!("ops@example.com:{secret}"))
}
