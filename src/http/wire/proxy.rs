//! The proxy between here and a host: it is named where a connection fails, since it may be what cannot be reached.

use hyper_util::client::proxy::matcher::Matcher;

use super::{Net, unreachable};
use crate::error::Error;

impl Net {
    /// The error of a request that was not answered, with the proxy that stands between.
    pub(super) fn unanswered(&self, url: &str, error: &reqwest::Error) -> Error {
        let told = unreachable(url, error);
        match self.proxy(url).filter(|_| error.is_connect()) {
            Some(proxy) => Error::new(told.kind(), format!("{} through the proxy {proxy}", told.details().message))
                .hint("HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names it; NO_PROXY names the hosts to reach without one"),
            None => told,
        }
    }

    /// The proxy on the way to a URL, without its user and password.
    fn proxy(&self, url: &str) -> Option<String> {
        let through = self.proxied.then(Matcher::from_system)?.intercept(&url.parse().ok()?)?;
        Some(through.uri().authority()?.to_string())
    }
}
