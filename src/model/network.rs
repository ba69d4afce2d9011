//! The ways to reach machines: addresses, networks, firewalls and keys.
//! The machine that one of them is attached to is told by its id.

use super::{record::record, value::object};

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

object! {
    /// One range of addresses of a network.
    #[derive(Default)]
    Subnet {
        id: Option<String> = Text "The provider's id.";
        name: Option<String> = Text "Its name.";
        cidr: Option<String> = Text "Its range.";
        gateway: Option<String> = Text "Where it leads out.";
    }
}

object! {
    /// One rule of a firewall.
    #[derive(Default)]
    Rule {
        id: Option<String> = Text "The provider's id.";
        direction: Option<String> = Text "`in` or `out`.";
        protocol: Option<String> = Text "`tcp`, `udp`, `icmp` or `any`.";
        ports: Option<String> = Text "A port, or a range as in `8000-8100`; null for all.";
        remote: Option<String> = Text "The other side: a range of addresses, or another firewall.";
    }
}
