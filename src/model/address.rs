//! Addresses, which are the same however they are spelled.

use std::net::IpAddr;

/// An address in any spelling: IPv6 with or without its zeros, in either case, in brackets as in a URL.
pub(crate) fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.unwrap_or(text).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_in_any_spelling() {
        let usual = address("2001:db8::1");
        assert!(usual.is_some());
        for other in ["2001:DB8::1", "2001:0db8:0:0:0:0:0:1", "[2001:db8::1]", " 2001:db8:0::1"] {
            assert_eq!(address(other), usual, "{other}");
        }
        for none in ["", "web-1", "2001:db8::/64", "192.0.2", "[::1"] {
            assert_eq!(address(none), None, "{none}");
        }
    }
}
