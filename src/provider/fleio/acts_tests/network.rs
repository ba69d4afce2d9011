//! The requests that the verbs of addresses, networks, firewalls, keys and jobs send to Fleio.
//! Sources: Fotbo's OpenAPI file, and that of another deployment of the same product.

use super::{FLOATING, NETWORK, PORTS, Sends, flagged, plain};

const REGIONS: &str =
    r#"{"objects":[{"id":"de","enabled":true,"is_default":false},{"id":"nl","enabled":true,"is_default":true}]}"#;
const OUTER: &str = r#"{"networks":[{"id":"o1","name":"public","region":"nl"},{"id":"o2","name":"other","region":"de"}],"default_region":"nl"}"#;
const GROUP: &str = r#"{"id":"g","name":"web","description":"http","region":"nl","security_group_rules":[]}"#;

/// The rows.
pub(crate) const NETWORKS: &[Sends] = &[
    Sends {
        verb: "ips reserve",
        on: "",
        flags: "",
        reads: &[("/openstack/floatingips/create_options", OUTER)],
        requests: &[r#"POST /openstack/floatingips  {"floating_network":"o1","description":"","region":"nl"}"#],
    },
    Sends {
        verb: "ips reserve",
        on: "",
        flags: r#"{"region":"de","network":"other"}"#,
        reads: &[("/openstack/floatingips/create_options", OUTER)],
        requests: &[r#"POST /openstack/floatingips  {"floating_network":"o2","description":"","region":"de"}"#],
    },
    plain("ips release", "f1", &["DELETE /openstack/floatingips/f1"]),
    Sends {
        verb: "ips assign",
        on: "f1",
        flags: r#"{"to":"a"}"#,
        reads: &[("/openstack/floatingips", FLOATING), ("/openstack/instances/a/associate_ip_create_options", PORTS)],
        requests: &[
            r#"POST /openstack/instances/a/add_floating_ip  {"fixed_ip":"10.0.0.11","floating_ip":"203.0.113.50"}"#,
        ],
    },
    Sends {
        verb: "ips unassign",
        on: "f2",
        flags: "",
        reads: &[("/openstack/floatingips", FLOATING)],
        requests: &[r#"POST /openstack/instances/a/remove_floating_ip  {"ip":"203.0.113.51"}"#],
    },
    flagged(
        "ips rdns",
        "f1",
        r#"{"name":"web.example.com"}"#,
        &[
            r#"POST /openstack/dns/set_floating_ip_ptr  {"floating_ip_id":"f1","ptrdname":"web.example.com.","description":"","ttl":"3600"}"#,
        ],
    ),
    flagged(
        "networks create",
        "lan",
        r#"{"region":"nl"}"#,
        &[r#"POST /openstack/networks  {"name":"lan","region":"nl","admin_state_up":true}"#],
    ),
    Sends {
        verb: "networks create",
        on: "lan",
        flags: r#"{"cidr":"10.9.0.0/24","description":"for the shop"}"#,
        reads: &[("/openstack/regions", REGIONS)],
        requests: &[
            r#"POST /openstack/networks  {"name":"lan","region":"nl","admin_state_up":true,"description":"for the shop"}"#,
            r#"POST /openstack/subnets  {"name":"lan","network_id":"NEW","ip_version":4,"cidr":"10.9.0.0/24","enable_dhcp":true,"network_address_source":"manually","setGatewayIp":"default"}"#,
        ],
    },
    Sends {
        verb: "networks rename",
        on: "n1",
        flags: r#"{"name":"back"}"#,
        reads: &[("/openstack/networks/n1", NETWORK)],
        requests: &[
            r#"PUT /openstack/networks/n1  {"name":"back","admin_state_up":false,"description":"for the shop"}"#,
        ],
    },
    plain("networks delete", "n1", &["DELETE /openstack/networks/n1"]),
    Sends {
        verb: "firewalls create",
        on: "web",
        flags: "",
        reads: &[("/openstack/regions", REGIONS)],
        requests: &[r#"POST /openstack/securitygroups  {"name":"web","description":"","region":"nl"}"#],
    },
    Sends {
        verb: "firewalls rename",
        on: "g",
        flags: r#"{"name":"shop"}"#,
        reads: &[("/openstack/securitygroups/g", GROUP)],
        requests: &[r#"PUT /openstack/securitygroups/g  {"name":"shop","description":"http","region":"nl"}"#],
    },
    flagged(
        "firewalls add-rule",
        "g",
        r#"{"protocol":"tcp","ports":"8000-8100","remote":"198.51.100.0/24"}"#,
        &[
            r#"POST /openstack/securitygroups/g/add_rule  {"security_group_id":"g","direction":"ingress","ethertype":"IPv4","protocol":"tcp","port_range_min":8000,"port_range_max":8100,"remote_ip_prefix":"198.51.100.0/24"}"#,
        ],
    ),
    flagged(
        "firewalls add-rule",
        "g",
        r#"{"protocol":"any","direction":"out"}"#,
        &[
            r#"POST /openstack/securitygroups/g/add_rule  {"security_group_id":"g","direction":"egress","ethertype":"IPv4","remote_ip_prefix":"0.0.0.0/0"}"#,
            r#"POST /openstack/securitygroups/g/add_rule  {"security_group_id":"g","direction":"egress","ethertype":"IPv6","remote_ip_prefix":"::/0"}"#,
        ],
    ),
    flagged(
        "firewalls delete-rule",
        "g",
        r#"{"rule":"r1"}"#,
        &[r#"POST /openstack/securitygroups/g/delete_rule  {"rule_id":"r1"}"#],
    ),
    flagged(
        "firewalls assign",
        "g",
        r#"{"to":"a"}"#,
        &[r#"POST /openstack/instances/a/associate_security_group  {"group":"g"}"#],
    ),
    flagged(
        "firewalls unassign",
        "g",
        r#"{"from":"a"}"#,
        &[r#"POST /openstack/instances/a/dissociate_security_group  {"group":"g"}"#],
    ),
    plain("firewalls delete", "g", &["DELETE /openstack/securitygroups/g"]),
    flagged(
        "keys create",
        "laptop",
        r#"{"public-key":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample ops"}"#,
        &[r#"POST /pkm  {"name":"laptop","public_key":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample ops"}"#],
    ),
    Sends {
        verb: "keys rename",
        on: "115",
        flags: r#"{"name":"desktop"}"#,
        reads: &[("/pkm/115", r#"{"id":115,"name":"laptop","public_key":"ssh-ed25519 AAAA"}"#)],
        requests: &[r#"PUT /pkm/115  {"name":"desktop","public_key":"ssh-ed25519 AAAA"}"#],
    },
    plain("keys delete", "115", &["DELETE /pkm/115"]),
    plain("jobs retry", "o1", &["POST /operations/o1/retry"]),
    plain("jobs abort", "o1", &["POST /operations/o1/abort_operation"]),
];
