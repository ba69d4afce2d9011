//! The keys that only an account section for Fleio has, and the base of its staff API.
//! Source: fleio.txt, whose staff calls are below `staffapi`.

use crate::provider::{AccountOption, operation::Base};

/// The base URL for staff calls.
pub(crate) static STAFF_URL: AccountOption =
    AccountOption { key: "staff_url", about: "Fleio's staff base URL", value: |section| section.staff_url.as_deref() };

/// The word before the token.
pub(crate) static SCHEME: AccountOption = AccountOption {
    key: "scheme",
    about: "Fleio's word before the token: Token, Fleio-Token or OpenAPIToken",
    value: |section| section.scheme.as_deref(),
};

/// The base of the staff API, which sees the machines of every customer.
pub(crate) static STAFF: Base = Base { option: &STAFF_URL, replaces: ("/api", "/staffapi") };
