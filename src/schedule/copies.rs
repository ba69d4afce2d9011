//! Copies of calendars at https addresses, kept in the state folder: what is read is always the copy, and who fetches renews it.
//! An address may be a secret of its owner, so only its host is ever shown.

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use reqwest::Url;
use ring::digest;

use super::date_file;
use crate::{
    config::files,
    error::{Error, Result},
    http::fetch,
};

/// The largest calendar that is read, in bytes.
pub(crate) const LARGEST: usize = 1 << 20;
/// The age from which a copy is renewed.
const RENEWED: SignedDuration = SignedDuration::from_hours(1);
/// The age from which a copy is told of.
const OLD: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The folder of copies, and the present instant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Copies {
    /// The folder; none where there is no state folder.
    pub folder: Option<PathBuf>,
    /// The present instant.
    pub now: Timestamp,
}

/// A copy.
pub(crate) struct Copy {
    /// The calendar.
    pub text: String,
    /// The sentence on its age, where it is too old.
    pub remark: Option<String>,
}

impl Copies {
    /// Copies in a state folder.
    pub(crate) fn new(state: Option<&Path>, now: Timestamp) -> Self {
        Self { folder: state.map(|state| state.join("calendars")), now }
    }

    fn place(&self, url: &str) -> Option<PathBuf> {
        let digest = digest::digest(&digest::SHA256, url.trim().as_bytes());
        let name = digest.as_ref().iter().take(16).fold(String::new(), |name, byte| format!("{name}{byte:02x}"));
        Some(self.folder.as_ref()?.join(format!("{name}.ics")))
    }

    fn fetched(&self, url: &str) -> Option<Timestamp> {
        let about = std::fs::metadata(self.place(url)?).ok()?;
        Timestamp::try_from(about.modified().ok()?).ok()
    }

    /// True when a copy is missing or so old that it is renewed; one of a time to come tells no age.
    pub(crate) fn is_due(&self, url: &str) -> bool {
        self.fetched(url).is_none_or(|at| at > self.now || self.now.duration_since(at) >= RENEWED)
    }

    /// The copy of a calendar.
    ///
    /// # Errors
    /// `config` when there is none, or it cannot be read.
    pub(crate) fn read(&self, url: &str) -> Result<Copy> {
        let host = host_of(url);
        address(url)?;
        let text = self.place(url).map(|place| files::read_text(&place)).transpose()?.flatten();
        let none = || {
            Error::config(format!("there is no copy of the calendar at {host} yet"))
                .hint("nubo schedules check fetches it, and says why where it cannot")
        };
        let old = self.fetched(url).filter(|at| self.now.duration_since(*at) > OLD);
        let remark = old.map(|at| {
            let days = self.now.duration_since(at).as_hours() / 24;
            format!("the copy of the calendar at {host} is {days} days old, as it cannot be fetched")
        });
        Ok(Copy { text: text.ok_or_else(none)?, remark })
    }

    /// Fetches a calendar anew, and keeps it if it is one. While there is a copy it matters to nobody that this failed.
    ///
    /// # Errors
    /// `config` with the reason where there is no copy.
    pub(crate) async fn renew(&self, url: &str) -> Result<()> {
        let Ok(place) = address(url) else { return Ok(()) };
        let fetched = fetch(place.as_str(), LARGEST).await.and_then(|text| {
            date_file::dates(&text, "what was fetched", None, &TimeZone::UTC)?;
            self.keep(url, &text)
        });
        match fetched {
            Err(error) if self.fetched(url).is_none() => {
                let what = format!("the calendar at {} cannot be fetched: {}", host_of(url), error.details().message);
                let told = Error::config(what);
                Err(error.details().hint.iter().fold(told, |told, hint| told.hint(hint.clone())))
            }
            _ => Ok(()),
        }
    }

    fn keep(&self, url: &str, text: &str) -> Result<()> {
        let place = self.place(url).ok_or_else(|| {
            Error::config("no folder for copies of calendars: HOME is not set").hint("set HOME, or NUBO_STATE_DIR")
        })?;
        files::write_private(&place, text.as_bytes())
    }
}

/// True when an entry is an address, be it one that can be fetched or not.
pub(crate) fn is_url(entry: &str) -> bool {
    entry.contains("://")
}

/// The address of an entry, which is https, or http at this machine itself.
///
/// # Errors
/// `config` for any other.
pub(crate) fn address(entry: &str) -> Result<Url> {
    let url = Url::parse(entry.trim()).ok();
    let safe = |url: &Url| url.scheme() == "https" || url.scheme() == "http" && crate::http::is_loopback(url);
    url.filter(safe).ok_or_else(|| {
        Error::config(format!("a calendar at {} is not fetched", host_of(entry)))
            .hint("write its https address, without webcal")
    })
}

/// The host of an address, for people.
pub(crate) fn host_of(entry: &str) -> String {
    let url = Url::parse(entry.trim()).ok();
    url.as_ref().and_then(Url::host_str).unwrap_or("an address that is none").to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::{fs::File, time::SystemTime};

    use super::*;

    const URL: &str = "https://calendar.example/private-key/basic.ics";

    #[test]
    fn a_copy_is_renewed_hourly_and_told_of_after_thirty_days() {
        let folder = tempfile::tempdir().unwrap();
        let now = Timestamp::now();
        let copies = Copies::new(Some(folder.path()), now);
        let error = copies.read(URL).err().unwrap().to_string();
        assert_eq!(error, "there is no copy of the calendar at calendar.example yet");
        assert!(copies.is_due(URL));
        copies.keep(URL, "BEGIN:VCALENDAR").unwrap();
        let place = copies.place(URL).unwrap();
        assert!(!place.display().to_string().contains("private"));
        let aged = |hours: i64| {
            let at = now.checked_sub(SignedDuration::from_hours(hours)).unwrap();
            File::options().write(true).open(&place).unwrap().set_modified(SystemTime::from(at)).unwrap();
            (copies.is_due(URL), copies.read(URL).unwrap().remark)
        };
        assert_eq!(aged(0), (false, None));
        assert_eq!(aged(1), (true, None));
        assert_eq!(aged(30 * 24), (true, None));
        let told = "the copy of the calendar at calendar.example is 31 days old, as it cannot be fetched";
        assert_eq!(aged(31 * 24), (true, Some(told.to_owned())));
        assert_eq!(aged(-9), (true, None), "a time to come");
    }

    #[test]
    fn only_an_address_that_nobody_listens_to_is_fetched() {
        for entry in ["https://calendar.example/a.ics", " http://127.0.0.1:8080/a.ics", "http://localhost/a"] {
            assert!(address(entry).is_ok(), "{entry}");
        }
        for entry in
            ["http://calendar.example/secret", "webcal://calendar.example/secret", "file:///etc/secret", "://secret"]
        {
            let error = address(entry).unwrap_err();
            assert!(error.to_string().ends_with("is not fetched") && !error.to_string().contains("secret"), "{error}");
        }
    }
}
