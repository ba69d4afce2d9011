//! A dead man's switch: a URL that is asked for when a run begins and when it ends, so that its owner hears of runs
//! that fail, and of runs that never come. Nothing is told but that; the URL itself is never printed.

use std::time::Duration;

use reqwest::Url;

use super::Net;
use crate::error::{Error, Kind, Result};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The switch.
pub struct Ping {
    url: Url,
    net: Net,
}

impl Ping {
    /// The switch at a URL.
    ///
    /// # Errors
    /// `usage` when it is no http or https URL.
    pub fn new(text: &str) -> Result<Self> {
        let hint = "as in --ping https://hc-ping.com/UUID";
        let url = Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let url = url.ok_or_else(|| Error::usage("--ping wants an http or https URL").hint(hint))?;
        let net = Net::new(url.as_str(), None)?;
        Ok(Self { url, net })
    }

    /// Says that a run begins.
    ///
    /// # Errors
    /// What kept it from being heard.
    pub async fn start(&self) -> Result<()> {
        self.get("/start").await
    }

    /// Says that a run ended, and whether well.
    ///
    /// # Errors
    /// What kept it from being heard.
    pub async fn end(&self, well: bool) -> Result<()> {
        self.get(if well { "" } else { "/fail" }).await
    }

    async fn get(&self, behind: &str) -> Result<()> {
        let mut url = self.url.clone();
        url.set_path(&format!("{}{behind}", self.url.path().trim_end_matches('/')));
        let host = url.host_str().unwrap_or_default().to_owned();
        let failed = |why: &str| Error::new(Kind::Unavailable, format!("the ping to {host} was not taken: {why}"));
        match tokio::time::timeout(PATIENCE, self.net.status(url.as_str())).await {
            Ok(Ok(200..=299)) => Ok(()),
            Ok(Ok(status)) => Err(failed(&format!("it answered {status}"))),
            Ok(Err(error)) => Err(failed(&error.details().message)),
            Err(_) => Err(failed("no answer within 10 s")),
        }
    }
}
