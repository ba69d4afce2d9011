//! A provider's own forms of requests and replies for the suite: each provider has one, in its folder.
//! Each provider's file explains where its forms differ.

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
    /// Each noun that `answer` has a record of, with the record's id, and its state if it is always one and the same.
    pub records: &'static [(&'static str, &'static str, Option<&'static str>)],
    /// The reply to a list at a path, with a word in every place of a state.
    pub worded: fn(&str, &str) -> String,
    /// Bodies of `listing`: broken ones, and an empty list.
    pub bodies: Bodies,
    /// The changes that an account allows where every machine is protected: what starts, creates, or touches no machine.
    pub spared: &'static [&'static str],
    /// Replies that refuse the secret, beside those of status 401.
    pub refused: &'static [(u16, &'static str)],
    /// Replies that deny a permission, beside those of status 403.
    pub forbidden: &'static [(u16, &'static str)],
}

/// A body, and the number of records that it holds or the kind of failure that reading it gives.
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
    /// Further bodies with their names, none of which says that the list is empty.
    pub more: &'static [(&'static str, Body)],
}

impl Bodies {
    /// The bodies with their names.
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
