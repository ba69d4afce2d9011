//! The base URL of an account in the form it is compared in: one place may have several spellings.
//! Capitals in scheme and host, a default port, a final slash and the names of this machine make no difference.

use reqwest::Url;

/// True when two base URLs are the same place.
pub(crate) fn same_place(one: &str, other: &str) -> bool {
    one == other || normal(one) == normal(other)
}

fn normal(url: &str) -> String {
    let Ok(mut url) = Url::parse(url.trim()) else { return url.to_owned() };
    if matches!(url.host_str(), Some("127.0.0.1" | "[::1]")) {
        // The host `localhost` is valid in every http URL, so that this cannot fail.
        let _ = url.set_host(Some("localhost"));
    }
    url.as_str().trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_place_are_the_same() {
        for (one, other) in [
            ("HTTPS://API.Example.com", "https://api.example.com/"),
            ("https://api.example.com:443/v1/", "https://api.example.com/v1"),
            ("http://localhost:8080", "http://127.0.0.1:8080"),
            ("http://LOCALHOST:80/x", "http://[::1]/x"),
        ] {
            assert!(same_place(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("https://api.example.com", "http://api.example.com"),
            ("https://api.example.com/a", "https://api.example.com/A"),
            ("http://localhost:8080", "http://localhost:8081"),
            ("", "https://a"),
        ] {
            assert!(!same_place(one, other), "{one} {other}");
        }
    }
}
