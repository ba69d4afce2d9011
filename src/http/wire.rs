//! The end of the stack: the network, or a stub that answers from a script in tests.
//! TLS is rustls with `ring` and compiled-in roots; it is set up only when a URL needs it.

mod plain;
mod proxy;

use std::{collections::VecDeque, num::IntErrorKind, path::Path, sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use jiff::{SignedDuration, Timestamp, fmt::rfc2822};
use reqwest::{
    Body, Client, Url,
    header::{AUTHORIZATION, HeaderValue},
    redirect::Policy,
};
use rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::CertificateDer, pki_types::pem::PemObject};

use crate::error::{Error, Kind, Result};

use super::{Event, Events, Method, Reply, Request, Transport, memory, shown_url};

/// The most room, in bytes, that is reserved for a body before any of it has come.
const FIRST_ROOM: usize = 1 << 20;
/// The longest time that connecting may take.
const CONNECT: Duration = Duration::from_secs(10);
/// The longest time that a connection may stay silent.
const SILENCE: Duration = Duration::from_secs(30);

/// The end of the stack, which answers requests.
pub(crate) enum Wire {
    /// The network.
    Net(Net),
    /// A script of replies, for tests.
    #[cfg(test)]
    Stub(super::stub::Stub),
}

impl Transport for Wire {
    async fn send(&self, request: &Request) -> Result<Reply> {
        match self {
            Self::Net(net) => net.send(request).await,
            #[cfg(test)]
            Self::Stub(stub) => stub.send(request).await,
        }
    }
}

/// An HTTP client for one account's host.
pub(crate) struct Net {
    client: Client,
    proxied: bool,
}

impl Net {
    /// A client for a base URL; the certificates of an extra file are trusted too. Proxies come from the
    /// environment, but loopback is always reached directly.
    pub(crate) fn new(base: &str, ca_file: Option<&Path>) -> Result<Self> {
        Self::with_silence(base, ca_file, Some(SILENCE))
    }

    /// A client with another limit on silence, for streams of events, which may stay silent.
    pub(crate) fn with_silence(base: &str, ca_file: Option<&Path>, silence: Option<Duration>) -> Result<Self> {
        let url = Url::parse(base).map_err(|e| Error::config(format!("the url \"{base}\" is malformed: {e}")))?;
        let mut builder = Client::builder()
            .tls_backend_preconfigured(tls(url.scheme() == "https", ca_file)?)
            .redirect(Policy::none())
            .connect_timeout(CONNECT)
            .tcp_nodelay(true)
            .user_agent(concat!("nubo/", env!("CARGO_PKG_VERSION")));
        if let Some(silence) = silence {
            builder = builder.read_timeout(silence);
        }
        let proxied = !is_loopback(&url);
        if !proxied {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|e| Error::config(format!("no HTTP client: {}", chain(&e))))?;
        Ok(Self { client, proxied })
    }
}

/// The URL names this machine, where plain `http` is no risk.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        None => false,
    }
}

/// The TLS settings: no roots at all when the URL is plain HTTP.
fn tls(needed: bool, ca_file: Option<&Path>) -> Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    if needed {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        if let Some(path) = ca_file {
            add_roots(&mut roots, path)?;
        }
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| Error::config(format!("no TLS: {e}")))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Adds the PEM certificates of a file, at least one.
fn add_roots(roots: &mut RootCertStore, path: &Path) -> Result<()> {
    let bad = |why: String| Error::config(format!("ca_file {}: {why}", path.display()));
    let mut added = 0;
    for cert in CertificateDer::pem_file_iter(path).map_err(|e| bad(e.to_string()))? {
        let cert = cert.map_err(|e| bad(e.to_string()))?;
        roots.add(cert).map_err(|e| bad(e.to_string()))?;
        added += 1;
    }
    if added == 0 {
        return Err(bad("it holds no PEM certificate".to_owned()));
    }
    Ok(())
}

impl Transport for Net {
    async fn send(&self, request: &Request) -> Result<Reply> {
        let outgoing = self.outgoing(request)?;
        let mut response = self.client.execute(outgoing).await.map_err(|e| self.unanswered(&request.url, &e))?;
        let header = |name: &str| {
            response.headers().get(name).map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned()).unwrap_or_default()
        };
        let content_type = header("content-type");
        let now = Timestamp::now();
        let retry_after = patience(now, &header("retry-after"), &header("date"));
        let ahead = ahead(now, &header("date"));
        let location = header("location");
        let status = response.status().as_u16();
        if (300..400).contains(&status) {
            return Err(redirected(&request.url, status, &location));
        }
        let mut body = BytesMut::with_capacity(
            response.content_length().and_then(|n| usize::try_from(n).ok()).map_or(0, |n| n.min(FIRST_ROOM)),
        );
        while let Some(chunk) = response.chunk().await.map_err(|e| unreachable(&request.url, &e))? {
            let length = body.len() + chunk.len();
            if length > memory::largest() {
                return Err(memory::too_much().outcome_unknown());
            }
            if length / FIRST_ROOM > body.len() / FIRST_ROOM {
                memory::room_for(chunk.len()).map_err(Error::outcome_unknown)?;
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Reply { status, content_type, retry_after, ahead, body: body.freeze() })
    }
}

/// A reply that stays open: its events as they come.
pub(crate) struct Open {
    response: reqwest::Response,
    events: Events,
    ready: VecDeque<Event>,
    url: String,
}

impl Open {
    /// The next event; nothing when the server has closed the stream.
    ///
    /// # Errors
    /// `unavailable` when the connection breaks.
    pub(crate) async fn next(&mut self) -> Result<Option<Event>> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(Some(event));
            }
            match self.response.chunk().await.map_err(|e| unreachable(&self.url, &e))? {
                Some(chunk) => self.ready.extend(self.events.feed(&chunk)),
                None => return Ok(None),
            }
        }
    }
}

impl Net {
    /// Opens a stream of events.
    ///
    /// # Errors
    /// `failed` when the reply is no stream of events.
    pub(crate) async fn open(&self, request: &Request) -> Result<Open> {
        let outgoing = self.outgoing(request)?;
        let response = self.client.execute(outgoing).await.map_err(|e| self.unanswered(&request.url, &e))?;
        let status = response.status().as_u16();
        let kind = response.headers().get("content-type").map(|v| v.as_bytes().starts_with(b"text/event-stream"));
        if status != 200 || kind != Some(true) {
            let sentence = format!("{}: {} is no stream of events", host(&request.url), request.operation);
            return Err(Error::new(if status == 404 { Kind::NotFound } else { Kind::Failed }, sentence).status(status));
        }
        Ok(Open { response, events: Events::default(), ready: VecDeque::new(), url: request.url.clone() })
    }

    /// The status of the answer to a plain GET, redirects not followed; no secret is sent, and the body is not read.
    ///
    /// # Errors
    /// `unavailable` when no answer comes.
    pub(crate) async fn status(&self, url: &str) -> Result<u16> {
        let response = self.client.get(url).send().await.map_err(|e| self.unanswered(url, &e))?;
        Ok(response.status().as_u16())
    }

    /// The request in the form of the HTTP client.
    fn outgoing(&self, request: &Request) -> Result<reqwest::Request> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut builder = self.client.request(method, &request.url);
        for (name, value) in &request.headers {
            builder = builder.header(&**name, value);
        }
        if let Some(auth) = &request.authorization {
            let text = format!("{} {}", auth.scheme, auth.credentials.expose());
            let mut value = HeaderValue::from_str(&text)
                .map_err(|_| Error::new(Kind::Denied, "the secret holds characters that no HTTP header may hold"))?;
            value.set_sensitive(true);
            builder = builder.header(AUTHORIZATION, value);
        }
        if request.body.is_empty() && request.file.is_none() && request.method != Method::Get {
            builder = builder.header("content-length", "0");
        }
        let builder = match &request.file {
            Some(file) => {
                let (length, pieces) = super::upload::pieces(request.body.clone(), file)?;
                builder.header("content-length", length).body(Body::wrap_stream(pieces))
            }
            None if request.body.is_empty() => builder,
            None => builder.body(Bytes::clone(&request.body)),
        };
        builder.build().map_err(|e| Error::config(format!("the url \"{}\" is malformed: {}", request.url, chain(&e))))
    }
}

/// The time by which a clock is ahead of a `Date` header, which has whole seconds and was under way for a while.
fn ahead(now: Timestamp, date: &str) -> Option<SignedDuration> {
    Some(now.duration_since(rfc2822::DateTimeParser::new().parse_timestamp(date.trim()).ok()?))
}

/// The pause that `Retry-After` asks for: seconds, or a date, which is compared with the server's own `Date` if sent.
fn patience(now: Timestamp, header: &str, date: &str) -> Option<Duration> {
    let header = header.trim();
    let time = |text: &str| rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok();
    match header.parse::<u64>() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(e) if *e.kind() == IntErrorKind::PosOverflow => Some(Duration::from_secs(u64::MAX)),
        Err(_) => {
            Duration::try_from(time(header)?.duration_since(time(date).unwrap_or(now))).ok().or(Some(Duration::ZERO))
        }
    }
}

/// The host a URL names, for messages.
fn host(url: &str) -> String {
    Url::parse(url).ok().and_then(|u| u.host_str().map(str::to_owned)).unwrap_or_else(|| url.to_owned())
}

fn redirected(url: &str, status: u16, location: &str) -> Error {
    Error::new(
        Kind::Failed,
        format!("{} redirects to {}, which is not followed with a secret", host(url), shown_url(location)),
    )
    .status(status)
    .hint("put the right address into the account's `url`")
}

/// The error of a request without a whole answer; unless the connection itself failed, the request may have arrived.
fn unreachable(url: &str, error: &reqwest::Error) -> Error {
    let words = chain(error);
    let what = match (error.is_connect(), error.is_timeout()) {
        (true, _) => format!("cannot reach {}", host(url)),
        (_, true) => format!("{} did not answer in time", host(url)),
        _ => format!("the connection to {} broke", host(url)),
    };
    let told = Error::new(Kind::Unavailable, format!("{what} ({words})"));
    if error.is_connect() { told } else { told.outcome_unknown() }
}

/// The innermost causes of an error, without the URL, which could be long.
fn chain(error: &dyn std::error::Error) -> String {
    let mut cause = error.source();
    let mut words = error.to_string();
    while let Some(inner) = cause {
        words = inner.to_string();
        cause = inner.source();
    }
    words
}

#[cfg(test)]
mod tests;
