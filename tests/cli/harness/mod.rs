//! The harness of the tests: an empty home, runs of the binary in it, servers, and comparison of blocks of text.
//! Every run is searched for secrets, and every home for requests that the simulated clouds did not know.

mod block;
mod clouds;
mod home;
mod lab;
pub(crate) mod rules;
mod run;
mod server;

pub(crate) use block::dedented;
pub(crate) use clouds::Clouds;
pub(crate) use home::Home;
pub(crate) use lab::{CUT, Lab, SHUTDOWN};
pub(crate) use run::{NOTICE, Run};
pub(crate) use server::{Server, gzipped, html, json, plain, reply};

/// A loopback port on which nobody listens.
pub(crate) const DEAD: &str = "http://127.0.0.1:1";

/// The beginning of every secret that a test makes up, so that all output can be searched for it.
pub(crate) const HUSH: &str = "hush-";

/// The secrets of the simulated clouds, as they are and as Basic authentication writes them.
const SECRETS: [&str; 9] = [
    HUSH,
    "sandbox-password",
    "sandbox-fleio-token",
    "sandbox-root-password",
    "sandbox-service-password",
    "sandbox.uivmm",
    "not-a-real-secret-key",
    "sandbox1",
    "b3BzQGV4YW1wbGUuY29tOnNhbmRib3gtcGFzc3dvcmQ",
];

/// The date some days from today, as the simulated clouds count it.
pub(crate) fn day(days: i64) -> String {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    today.checked_add(jiff::Span::new().days(days)).unwrap().to_string()
}
