//! How machines are reached: addresses, networks, firewalls and keys.
//! What they are attached to is told by id.

use super::{
    record::record,
    value::{AsValue, Value},
};

record! {
    /// An address.
    Ip "ip" ["free" "assigned" "unknown"] {
        address: Option<String> = Text Table "the address itself";
        version: Option<u64> = Integer Table "4 or 6";
        assigned_to: Option<String> = Text Table "id of the machine it leads to";
        rdns: Option<String> = Text Table "its reverse name";
        region: Option<String> = Text Wide "where it can be used";
    }

    fn holders(&self) -> Option<Vec<String>> {
        match (&self.assigned_to, self.head.state) {
            (Some(machine), _) => Some(vec![machine.clone()]),
            (None, "free") => Some(Vec::new()),
            (None, _) => None,
        }
    }
}

record! {
    /// A network or VLAN.
    Network "network" ["active" "busy" "error" "unknown"] {
        kind: Option<String> = Text Table "public, private, vlan, bridge, or as the provider calls it";
        cidrs: Option<Vec<String>> = List Table "its address ranges";
        region: Option<String> = Text Wide "where it is";
        subnets: Vec<Subnet> = Objects Detail "its subnets";
    }
}

record! {
    /// A firewall: a set of rules that machines can be put behind.
    Firewall "firewall" ["active" "unknown"] {
        description: Option<String> = Text Table "what it is for";
        region: Option<String> = Text Wide "where it is";
        rules: Vec<Rule> = Objects Detail "what it lets through";
    }
}

record! {
    /// A public SSH key that new machines can be given.
    Key "key" ["active" "unknown"] {
        kind: Option<String> = Text Table "ssh, or as the provider calls it";
        fingerprint: Option<String> = Text Table "by which it is recognised";
        public_key: Option<String> = Text Data "the public key itself";
    }
}

/// One range of addresses of a network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subnet {
    /// The provider's id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its range.
    pub cidr: Option<String>,
    /// Where it leads out.
    pub gateway: Option<String>,
}

/// One rule of a firewall.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rule {
    /// The provider's id.
    pub id: Option<String>,
    /// `in` or `out`.
    pub direction: Option<String>,
    /// `tcp`, `udp`, `icmp` or `any`.
    pub protocol: Option<String>,
    /// A port, or a range as in `8000-8100`; null for all.
    pub ports: Option<String>,
    /// The other side: a range of addresses, or another firewall.
    pub remote: Option<String>,
}

impl AsValue for Vec<Subnet> {
    fn as_value(&self) -> Value<'_> {
        Value::Objects(self.iter().map(Subnet::members).collect())
    }
}

impl AsValue for Vec<Rule> {
    fn as_value(&self) -> Value<'_> {
        Value::Objects(self.iter().map(Rule::members).collect())
    }
}

impl Subnet {
    fn members(&self) -> Vec<(&'static str, Value<'_>)> {
        vec![
            ("id", self.id.as_value()),
            ("name", self.name.as_value()),
            ("cidr", self.cidr.as_value()),
            ("gateway", self.gateway.as_value()),
        ]
    }
}

impl Rule {
    fn members(&self) -> Vec<(&'static str, Value<'_>)> {
        vec![
            ("id", self.id.as_value()),
            ("direction", self.direction.as_value()),
            ("protocol", self.protocol.as_value()),
            ("ports", self.ports.as_value()),
            ("remote", self.remote.as_value()),
        ]
    }
}
