//! A dead man's switch: a URL that is requested when a run begins and when it ends, so that its owner learns of runs
//! that fail and of runs that never start. Nothing else is sent; the URL itself is never printed.

use std::time::Duration;

use reqwest::Url;

use super::Net;
use crate::error::{Error, Kind, Result};

/// The longest time an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The switch.
pub(crate) struct Ping {
    url: Url,
    net: Net,
}

impl Ping {
    /// A switch for a URL.
    ///
    /// # Errors
    /// `usage` when the text is no http or https URL.
    pub(crate) fn new(text: &str) -> Result<Self> {
        let hint = "as in --ping https://hc-ping.com/UUID";
        let url = Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let url = url.ok_or_else(|| Error::usage("--ping wants an http or https URL").hint(hint))?;
        let net = Net::new(url.as_str(), None)?;
        Ok(Self { url, net })
    }

    /// Reports that a run begins.
    ///
    /// # Errors
    /// The cause that kept the report from arriving.
    pub(crate) async fn start(&self) -> Result<()> {
        self.get("/start").await
    }

    /// Reports that a run ended, and if it succeeded.
    ///
    /// # Errors
    /// The cause that kept the report from arriving.
    pub(crate) async fn end(&self, well: bool) -> Result<()> {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::{
        io::{Read, Write},
        net::TcpListener,
    };

    use super::*;

    /// A switch at a listener that gives each request the next status, and the paths that were requested.
    fn switch(behind: &str, statuses: &'static [u16]) -> (Ping, std::thread::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}{behind}", listener.local_addr().unwrap());
        let serve = move || {
            let answer = |status: &u16| {
                let mut stream = listener.accept().unwrap().0;
                let mut head = [0; 2048];
                let count = stream.read(&mut head).unwrap();
                write!(stream, "HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
                String::from_utf8_lossy(&head[..count]).lines().next().unwrap().to_owned()
            };
            statuses.iter().map(answer).collect()
        };
        (Ping::new(&url).unwrap(), std::thread::spawn(serve))
    }

    #[tokio::test]
    async fn it_is_told_of_the_start_and_of_either_end() {
        let (ping, heard) = switch("/uuid/?key=1", &[200, 200, 204]);
        ping.start().await.unwrap();
        ping.end(true).await.unwrap();
        ping.end(false).await.unwrap();
        let paths = ["/uuid/start?key=1", "/uuid?key=1", "/uuid/fail?key=1"];
        assert_eq!(heard.join().unwrap(), paths.map(|path| format!("GET {path} HTTP/1.1")));
    }

    #[tokio::test]
    async fn what_is_not_taken_is_told_without_the_url() {
        let (ping, heard) = switch("/secret", &[404]);
        let error = ping.start().await.unwrap_err();
        assert_eq!(error.to_string(), "the ping to 127.0.0.1 was not taken: it answered 404");
        heard.join().unwrap();
        let error = ping.start().await.unwrap_err();
        assert!(
            error.to_string().contains("cannot reach 127.0.0.1") && !error.to_string().contains("secret"),
            "{error}"
        );
    }

    #[test]
    fn only_a_url_of_the_web_is_one() {
        for text in ["", "hc-ping.com/uuid", "file:///etc/passwd", "mailto:a@b"] {
            assert_eq!(Ping::new(text).err().unwrap().kind(), Kind::Usage, "{text}");
        }
    }
}
