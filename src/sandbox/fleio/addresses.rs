//! Ranges of addresses in the simulated Fleio, IPv4 and IPv6: membership and free addresses.
//! New addresses begin some way into a range, as if the first ones were the provider's own.

use std::net::IpAddr;

use serde_json::Value;

use super::state::Fleio;
use crate::sandbox::world::{member, text};

/// The offset in a range at which new addresses begin.
const BEGIN: u128 = 20;
/// The number of addresses that are tried before a range counts as used up.
const ENOUGH: u128 = 1 << 12;

/// A range: its first address as a number, the length of its prefix and of its addresses in bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    first: u128,
    length: u32,
    bits: u32,
}

impl Range {
    /// The range in CIDR notation; none when the text is not one.
    pub(crate) fn parse(cidr: &str) -> Option<Self> {
        let (address, length) = cidr.split_once('/')?;
        let (number, bits) = number(address)?;
        let length = length.parse().ok().filter(|length| *length <= bits)?;
        let range = Self { first: number, length, bits };
        (number & (range.size() - 1) == 0).then_some(range)
    }

    /// 4 or 6.
    pub(crate) fn version(self) -> u64 {
        if self.bits == 32 { 4 } else { 6 }
    }

    /// An address lies in the range.
    pub(crate) fn holds(self, address: &str) -> bool {
        number(address).is_some_and(|(number, bits)| {
            bits == self.bits && number >= self.first && number - self.first < self.size()
        })
    }

    /// Two ranges have an address in common.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        let (low, high) = if self.first <= other.first { (self, other) } else { (other, self) };
        low.bits == high.bits && high.first - low.first < low.size()
    }

    /// The address at an offset.
    pub(crate) fn at(self, steps: u128) -> String {
        let number = self.first.saturating_add(steps);
        u32::try_from(number)
            .ok()
            .filter(|_| self.bits == 32)
            .map_or_else(|| IpAddr::V6(number.into()).to_string(), |number| IpAddr::V4(number.into()).to_string())
    }

    /// The offset of the last address.
    pub(crate) fn last(self) -> u128 {
        self.size().saturating_sub(1)
    }

    /// The number of addresses; one less if that does not fit.
    fn size(self) -> u128 {
        1u128.checked_shl(self.bits - self.length).unwrap_or(u128::MAX)
    }

    /// An address that is not in use.
    pub(crate) fn free(self, fleio: &Fleio, gateway: &str) -> Option<String> {
        let taken = taken(fleio);
        let last = self.last();
        let begin = if last > BEGIN * 2 { BEGIN } else { 2 };
        let free = |address: &String| address != gateway && !taken.contains(address);
        (begin..last.min(ENOUGH)).map(|steps| self.at(steps)).find(free)
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.at(0), self.length)
    }
}

/// Every address that is in use.
pub(crate) fn taken(fleio: &Fleio) -> Vec<String> {
    let fixed = fleio.ports.iter().flat_map(|port| member::<Vec<Value>>(port, "fixed_ips"));
    let floating = fleio.floating_ips.iter().map(|ip| text(ip, "floating_ip_address"));
    fixed.map(|ip| text(&ip, "ip_address")).chain(floating).collect()
}

/// An address as a number, and its length in bits.
fn number(address: &str) -> Option<(u128, u32)> {
    match address.parse().ok()? {
        IpAddr::V4(address) => Some((u32::from(address).into(), 32)),
        IpAddr::V6(address) => Some((address.into(), 128)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_range_holds_its_addresses_and_no_others() {
        let range = Range::parse("10.0.0.0/24").unwrap();
        assert!(range.holds("10.0.0.255") && !range.holds("10.0.1.0") && !range.holds("::a00:1"));
        assert!(range.overlaps(Range::parse("10.0.0.0/8").unwrap()));
        assert!(!range.overlaps(Range::parse("10.0.1.0/24").unwrap()));
        assert!(!range.overlaps(Range::parse("::a00:0/120").unwrap()), "another version");
        assert_eq!([range.at(9), Range::parse("2001:db8::/64").unwrap().at(16)], ["10.0.0.9", "2001:db8::10"]);
        for wrong in ["10.0.0.0", "10.0.0.1/24", "10.0.0.0/33", "x/24", "10.0.0.0/x"] {
            assert_eq!(Range::parse(wrong), None, "{wrong}");
        }
        assert!(Range::parse("::/0").unwrap().holds("ffff::"));
    }

    #[test]
    fn free_addresses_come_to_an_end() {
        let mut fleio = crate::sandbox::world::World::initial().unwrap().fleio;
        let range = Range::parse("192.168.0.0/30").unwrap();
        let free = range.free(&fleio, "192.168.0.1").unwrap();
        assert_eq!(free, "192.168.0.2");
        fleio.ports.push(serde_json::json!({ "fixed_ips": [{ "ip_address": free }] }));
        assert_eq!(range.free(&fleio, "192.168.0.1"), None);
    }
}
