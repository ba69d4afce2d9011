//! Readiness probes of a start: a port or a page of the machine that must answer, at any of its addresses.
//! These requests carry no secret and never go by way of the provider.

use std::{
    io,
    net::IpAddr,
    time::{Duration, Instant},
};

use futures_util::{StreamExt, stream};
use reqwest::Url;
use tokio::{
    net::TcpStream,
    time::{self, timeout_at},
};

use crate::{
    error::{Error, Kind, Result},
    http::Net,
};

/// The placeholder for the machine's address in a URL.
const IP: &str = "{ip}";
/// The time limit of one try.
const TRY: Duration = Duration::from_secs(5);
/// The pause after the first round of tries.
const FIRST: Duration = Duration::from_millis(500);
/// The longest pause between rounds.
const LONGEST: Duration = Duration::from_secs(5);

/// A readiness probe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReadinessProbe {
    typed: String,
    what: What,
}

/// The kind of endpoint that a probe asks.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    /// A port of each address of the machine.
    Own(u16),
    /// A port of a host.
    Port(String, u16),
    /// A URL, in which `{ip}` stands for each address of the machine.
    Page(String),
}

/// One place that is tried.
enum Place {
    Port(String, u16),
    Page(String, Net),
}

impl ReadinessProbe {
    /// Reads `tcp:22`, `tcp:HOST:22`, `http:8080/health` or a URL, also after `http:`, in which `{ip}` may be the host.
    ///
    /// # Errors
    /// `usage` for all else.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let bad = || {
            Error::usage(format!("cannot wait for \"{text}\"")).hint(
                "write tcp:22 or http:8080/health for the machine itself, tcp:HOST:22, or a URL such as https://HOST/health or http://{ip}/",
            )
        };
        let what = match text.split_once(':') {
            Some(("tcp", rest)) => tcp(rest),
            Some(("http", rest)) if rest.starts_with("http:") || rest.starts_with("https:") => page(rest),
            Some(("http", rest)) if rest.starts_with(|c: char| c.is_ascii_digit()) => own_page(rest),
            _ => page(text),
        };
        Ok(Self { typed: text.to_owned(), what: what.ok_or_else(bad)? })
    }

    /// Probes until there is an answer: a port by taking the connection, a page with a status below 400.
    ///
    /// # Errors
    /// `timeout` with the last tries, `failed` when the machine has no address to try.
    pub(crate) async fn wait(&self, ips: &[String], deadline: Instant, tell: &dyn Fn(&str)) -> Result<()> {
        let places = self.places(ips)?;
        let deadline = time::Instant::from_std(deadline);
        let mut pause = FIRST;
        tell(&format!("waiting for {}", self.typed));
        loop {
            let Err(failures) = round(&places, deadline).await else { return Ok(()) };
            if time::Instant::now() + pause >= deadline {
                return Err(self.late(&failures));
            }
            let last = failures.first().map_or("no answer", |(_, why)| why);
            tell(&format!("waiting for {} ({last})", self.typed));
            time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST);
        }
    }

    /// The places to try.
    fn places(&self, ips: &[String]) -> Result<Vec<Place>> {
        let ips: Vec<IpAddr> = ips.iter().filter_map(|ip| ip.parse().ok()).collect();
        let places: Vec<Place> = match &self.what {
            What::Own(port) => ips.iter().map(|ip| Place::Port(ip.to_string(), *port)).collect(),
            What::Port(host, port) => vec![Place::Port(host.clone(), *port)],
            What::Page(url) if url.contains(IP) => {
                ips.iter().map(|ip| Place::page(url.replace(IP, &host(*ip)))).collect::<Result<_>>()?
            }
            What::Page(url) => vec![Place::page(url.clone())?],
        };
        if places.is_empty() {
            let sentence = format!("it has no address, so {} cannot be tried", self.typed);
            return Err(Error::new(Kind::Failed, sentence).hint("name a host: tcp:HOST:22, or a URL"));
        }
        Ok(places)
    }

    /// The error of a wait that was too long.
    fn late(&self, failures: &[(String, String)]) -> Error {
        let tried: Vec<String> = failures.iter().map(|(place, why)| format!("{place}: {why}")).collect();
        let sentence = format!("{} does not answer yet, and the time is up ({})", self.typed, tried.join("; "));
        Error::new(Kind::Timeout, sentence).hint("it may still come up: look again, or allow more time with --timeout")
    }
}

/// `22`, or `HOST:22`.
fn tcp(rest: &str) -> Option<What> {
    let port = |text: &str| {
        let digits = text.starts_with(|c: char| c.is_ascii_digit());
        text.parse().ok().filter(|port| digits && *port > 0)
    };
    let Some((host, digits)) = rest.rsplit_once(':') else { return Some(What::Own(port(rest)?)) };
    // A host that a URL cannot have is refused here too.
    let url = Url::parse(&format!("http://{host}/")).ok()?;
    let plain = url.port().is_none() && url.path() == "/" && bare(&url);
    (plain && !host.contains(['/', '?', '#'])).then_some(())?;
    Some(What::Port(host.trim_matches(['[', ']']).to_owned(), port(digits)?))
}

/// `8080/health`
fn own_page(rest: &str) -> Option<What> {
    let (port, path) = rest.split_once('/').unwrap_or((rest, ""));
    port.parse::<u16>().ok().filter(|port| *port > 0)?;
    page(&format!("http://{IP}:{port}/{path}"))
}

/// A URL with a host, which may stand for the machine's address, and without a password.
fn page(url: &str) -> Option<What> {
    let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"))?;
    let placed = match url.matches(IP).count() {
        0 => true,
        1 => rest.strip_prefix(IP).is_some_and(|after| after.is_empty() || after.starts_with([':', '/', '?', '#'])),
        _ => false,
    };
    let parsed = Url::parse(&url.replace(IP, "192.0.2.1")).ok()?;
    (placed && bare(&parsed)).then(|| What::Page(url.to_owned()))
}

/// True when a URL holds neither a user's name nor a password.
fn bare(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none()
}

/// An address as a URL has it.
fn host(ip: IpAddr) -> String {
    if ip.is_ipv6() { format!("[{ip}]") } else { ip.to_string() }
}

impl Place {
    fn page(url: String) -> Result<Self> {
        let net = Net::new(&url, None)?;
        Ok(Self::Page(url, net))
    }

    /// Probes the place once.
    async fn answers(&self) -> Result<(), String> {
        match self {
            Self::Port(host, port) => TcpStream::connect((&**host, *port)).await.map(drop).map_err(|e| plain(&e)),
            Self::Page(url, net) => match net.status(url).await {
                Ok(200..400) => Ok(()),
                Ok(status) => Err(format!("status {status}")),
                Err(error) => Err(error.details().message.clone()),
            },
        }
    }

    /// The place's name.
    fn name(&self) -> String {
        match self {
            Self::Port(host, port) if host.contains(':') => format!("[{host}]:{port}"),
            Self::Port(host, port) => format!("{host}:{port}"),
            Self::Page(url, _) => url.clone(),
        }
    }
}

/// Tries all places at once until one answers; else tells of each why it does not.
async fn round(places: &[Place], deadline: time::Instant) -> Result<(), Vec<(String, String)>> {
    let end = deadline.min(time::Instant::now() + TRY);
    let one = |place| async move {
        let tried = timeout_at(end, Place::answers(place)).await;
        tried.unwrap_or_else(|_| Err("no answer".to_owned())).map_err(|why| (place.name(), why))
    };
    let mut tries = stream::iter(places).map(one).buffer_unordered(places.len());
    let mut failures = Vec::new();
    while let Some(tried) = tries.next().await {
        match tried {
            Ok(()) => return Ok(()),
            Err(failure) => failures.push(failure),
        }
    }
    Err(failures)
}

/// The words of an I/O error without the system's error number.
fn plain(error: &io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests;
