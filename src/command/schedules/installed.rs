//! The runs that are installed on this machine: the block of the crontab, the timers of systemd, and their intervals.
//! Both are read as they are, whoever changed them last.

use jiff::SignedDuration;

use crate::{
    command::context::Invocation,
    schedule::install::{Every, Realm, crontab, systemd},
};

use super::install::{read_crontab, timers};

/// A place in which a run is installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Installed {
    /// `crontab`, or the file of the timer.
    pub place: String,
    /// The time between two runs, where it can be read.
    pub every: Option<Every>,
}

/// The places in which runs are installed; a crontab that cannot be read is none.
pub(crate) async fn installed(start: &Invocation) -> Vec<Installed> {
    let realm = if start.sandbox().unwrap_or_default() { Realm::Sandbox } else { Realm::Own };
    let mut found = Vec::new();
    let crontab = read_crontab().await.unwrap_or_default();
    if let Some(block) = crontab::block_of(&crontab, realm) {
        found.push(Installed { place: "crontab".to_owned(), every: crontab::every(&block) });
    }
    for (path, text) in timers(start, realm) {
        found.push(Installed { place: path.display().to_string(), every: systemd::every(&text) });
    }
    found
}

/// The interval between runs, the longest where there are several installations.
pub(crate) async fn interval(start: &Invocation) -> Option<SignedDuration> {
    let seconds = installed(start).await.into_iter().filter_map(|one| one.every).map(Every::seconds).max()?;
    i64::try_from(seconds).ok().map(SignedDuration::from_secs)
}
