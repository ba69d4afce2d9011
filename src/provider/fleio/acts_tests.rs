//! What each verb sends, to the letter, written from the provider's document.
//! Every binding stands here; reads that a recipe makes first are answered beside it.

use crate::provider::contract::acts::{Sends, sent_to_the_letter};

/// A row without flags and without reads.
const fn plain(verb: &'static str, on: &'static str, requests: &'static [&'static str]) -> Sends {
    Sends { verb, on, flags: "", reads: &[], requests }
}

/// A row with flags and without reads.
const fn flagged(
    verb: &'static str,
    on: &'static str,
    flags: &'static str,
    requests: &'static [&'static str],
) -> Sends {
    Sends { verb, on, flags, reads: &[], requests }
}

const OPTIONS: &str = r#"{"bootSources":{"image":[{"id":"std","name":"Debian 13"}],"owned_image":[{"id":"own"}],
    "shared_image":[],"community_image":[{"id":"com"}],"volume":[]},"flavor":[{"id":"nl-2"}],"ssh_key":[],
    "nics":[{"id":"n1","name":"public"}],"region":[{"id":"nl"}],"selected_region":"nl","client":{"id":700101}}"#;
/// Nothing that is chosen for the user: no client, several networks.
const BARE: &str = r#"{"bootSources":{"image":[{"id":"x1","name":"x"}]},"flavor":[{"id":"de-4","name":"s1.medium"}],
    "nics":[{"id":"n1"},{"id":"n2","name":"lan"},{"id":"n3","name":"n2"}],"client":{}}"#;
const MACHINE: &str = r#"{"id":"a","name":"web","status":"active","region":"nl","project":"p1","flavor":{"id":"nl-2"},
    "net_details":{"ports":[{"id":"port-1","network":"n1"},{"id":"port-2","network":{"id":"n2"}}]},
    "storage_details":{"volume_attachments":[
        {"id":"boot","name":"root","size":20,"delete_on_termination":true},
        {"id":"data","name":"data-1","size":50,"delete_on_termination":false},{"volume_id":"log"}]}}"#;
const FLOATING: &str = r#"{"objects":[{"id":"f1","floating_ip_address":"203.0.113.50","port":null,"associated_object":null},
    {"id":"f2","floating_ip_address":"203.0.113.51","port":{"id":"x"},"associated_object":{"id":"a","name":"web","device_type":"compute:nova"}}],
    "totalCount":2}"#;
const PORTS: &str = r#"{"ports":[{"id":"port-1","fixed_ips":[{"ip_address":"10.0.0.11"},{"ip_address":"2001:db8::1"}]}],"free_ips":[]}"#;
const REGIONS: &str =
    r#"{"objects":[{"id":"de","enabled":true,"is_default":false},{"id":"nl","enabled":true,"is_default":true}]}"#;
const OUTER: &str = r#"{"networks":[{"id":"o1","name":"public","region":"nl"},{"id":"o2","name":"other","region":"de"}],"default_region":"nl"}"#;
const NETWORK: &str = r#"{"id":"n1","name":"lan","description":"for the shop","admin_state_up":false,
    "subnets":[{"id":"s6","cidr":"2001:db8::/64"},{"id":"s4","cidr":"10.0.0.0/24"}]}"#;
const GROUP: &str = r#"{"id":"g","name":"web","description":"http","region":"nl","security_group_rules":[]}"#;
const BACKUPS: &str = r#"{"backups":[{"id":"b1","name":"one","backup_type":"manual"},{"id":"b2","name":"two","backup_type":"daily"}],
    "schedules":[{"id":12,"instance":"a","backup_name":"nightly","backup_type":"daily","rotation":3}]}"#;

const MACHINES: &[Sends] = &[
    Sends {
        verb: "instances create",
        on: "web",
        flags: r#"{"image":"own","flavor":"nl-2"}"#,
        reads: &[("/openstack/instances/create_options", OPTIONS)],
        requests: &[
            r#"POST /openstack/instances  {"boot_source":{"source_type":"owned_image","source_id":"own"},"client":700101,"flavor":"nl-2","name":"web","nics":["n1"],"region":"nl"}"#,
        ],
    },
    Sends {
        verb: "instances create",
        on: "web",
        flags: r##"{"image":"x","flavor":"s1.medium","region":"de","disk":21474836481,"key":["115","116"],"network":["lan","n3"],"user-data":"#cloud-config","password-file":"Synthetic-0nly"}"##,
        reads: &[
            ("/openstack/instances/create_options", BARE),
            ("/current-user", r#"{"user":{"id":41,"clients":[{"id":7}]}}"#),
        ],
        requests: &[
            r##"POST /openstack/instances  {"boot_source":{"source_type":"image","source_id":"x1","create_new_volume":true,"volume_size":21,"delete_on_termination":true},"client":7,"flavor":"de-4","name":"web","nics":["n2","n3"],"region":"de","root_password":"Synthetic-0nly","ssh_keys":"[115,116]","user_data":"#cloud-config"}"##,
        ],
    },
    flagged(
        "instances rename",
        "a",
        r#"{"name":"netbsd-3333"}"#,
        &[r#"POST /openstack/instances/a/rename  {"name":"netbsd-3333"}"#],
    ),
    plain("instances start", "a b", &["POST /openstack/instances/a%20b/start"]),
    plain("instances stop", "a", &["POST /openstack/instances/a/stop"]),
    plain("instances reboot", "a", &["POST /openstack/instances/a/reboot"]),
    plain("instances shelve", "a", &["POST /openstack/instances/a/shelve"]),
    plain("instances unshelve", "a", &["POST /openstack/instances/a/unshelve"]),
    flagged(
        "instances rescue",
        "a",
        r#"{"image":"i","password-file":"Synthetic-0nly"}"#,
        &[r#"POST /openstack/instances/a/rescue  {"image":"i","root_password":"Synthetic-0nly"}"#],
    ),
    plain("instances unrescue", "a", &["POST /openstack/instances/a/unrescue"]),
    flagged(
        "instances rebuild",
        "a",
        r#"{"image":"i","key":["115"]}"#,
        &[r#"POST /openstack/instances/a/rebuild  {"image":"i","ssh_keys":"[115]"}"#],
    ),
    flagged(
        "instances boot-iso",
        "a",
        r#"{"image":"i"}"#,
        &[r#"POST /openstack/instances/a/boot_from_iso  {"image":"i"}"#],
    ),
    Sends {
        verb: "instances resize",
        on: "a",
        flags: r#"{"flavor":"s1.medium"}"#,
        reads: &[("/resize_options", r#"{"flavors":[{"id":"nl-4","name":"s1.medium"}],"instance":{}}"#)],
        requests: &[r#"POST /openstack/instances/a/resize  {"flavor":"nl-4"}"#],
    },
    plain("instances resize --confirm", "a", &["POST /openstack/instances/a/confirm_resize"]),
    plain("instances resize --revert", "a", &["POST /openstack/instances/a/revert_resize"]),
    flagged(
        "instances password",
        "a",
        r#"{"password-file":"Synthetic-0nly"}"#,
        &[r#"POST /openstack/instances/a/change_password  {"password":"Synthetic-0nly"}"#],
    ),
    flagged(
        "instances attach --drive",
        "a",
        r#"{"drive":"v"}"#,
        &[r#"POST /openstack/instances/a/attach_volume  {"volume_id":"v"}"#],
    ),
    flagged(
        "instances detach --drive",
        "a",
        r#"{"drive":"v"}"#,
        &[r#"POST /openstack/instances/a/detach_volume  {"volume_id":"v"}"#],
    ),
    Sends {
        verb: "instances attach --ip",
        on: "a",
        flags: r#"{"ip":"f1"}"#,
        reads: &[("/openstack/floatingips", FLOATING), ("/openstack/instances/a/associate_ip_create_options", PORTS)],
        requests: &[
            r#"POST /openstack/instances/a/add_floating_ip  {"fixed_ip":"10.0.0.11","floating_ip":"203.0.113.50"}"#,
        ],
    },
    Sends {
        verb: "instances detach --ip",
        on: "a",
        flags: r#"{"ip":"f2"}"#,
        reads: &[("/openstack/floatingips", FLOATING)],
        requests: &[r#"POST /openstack/instances/a/remove_floating_ip  {"ip":"203.0.113.51"}"#],
    },
    Sends {
        verb: "instances attach --network",
        on: "a",
        flags: r#"{"network":"n1"}"#,
        reads: &[
            ("/openstack/instances/a/add_port_options", r#"{"networks":[],"project_id":"p2"}"#),
            ("/openstack/instances/a", MACHINE),
            ("/openstack/networks/n1", NETWORK),
        ],
        requests: &[
            r#"POST /openstack/ports  {"attach_to":"a","device_id":"a","device_owner":"compute:nova","fixed_ips":[{"subnet_id":"s4"}],"network":"n1","project":"p2","region":"nl","subnet":"s4"}"#,
        ],
    },
    Sends {
        verb: "instances detach --network",
        on: "a",
        flags: r#"{"network":"n2"}"#,
        reads: &[("/openstack/instances/a", MACHINE)],
        requests: &["DELETE /openstack/ports/port-2"],
    },
    flagged(
        "instances attach --firewall",
        "a",
        r#"{"firewall":"g"}"#,
        &[r#"POST /openstack/instances/a/associate_security_group  {"group":"g"}"#],
    ),
    flagged(
        "instances detach --firewall",
        "a",
        r#"{"firewall":"g"}"#,
        &[r#"POST /openstack/instances/a/dissociate_security_group  {"group":"g"}"#],
    ),
    plain("instances delete", "a", &["DELETE /openstack/instances/a"]),
    Sends {
        verb: "instances delete",
        on: "a",
        flags: r#"{"with-drives":true}"#,
        reads: &[("/openstack/instances/a", MACHINE)],
        requests: &["DELETE /openstack/instances/a", "DELETE /openstack/volumes/data", "DELETE /openstack/volumes/log"],
    },
];

const STORAGE: &[Sends] = &[
    flagged(
        "drives create",
        "data-1",
        r#"{"size":21474836480}"#,
        &[r#"POST /openstack/volumes  {"name":"data-1","size":20,"source":{"source_type":"new"}}"#],
    ),
    flagged(
        "drives create",
        "data-1",
        r#"{"size":20000000000,"region":"nl"}"#,
        &[r#"POST /openstack/volumes  {"name":"data-1","size":19,"region":"nl","source":{"source_type":"new"}}"#],
    ),
    flagged("drives rename", "v", r#"{"name":"logs"}"#, &[r#"POST /openstack/volumes/v/rename  {"name":"logs"}"#]),
    Sends {
        verb: "drives resize",
        on: "v",
        flags: r#"{"size":42949672960}"#,
        reads: &[("/openstack/volumes/v", r#"{"id":"v","size":20}"#)],
        requests: &[r#"POST /openstack/volumes/v/extend  {"size":40}"#],
    },
    flagged(
        "drives attach",
        "v",
        r#"{"to":"a"}"#,
        &[r#"POST /openstack/instances/a/attach_volume  {"volume_id":"v"}"#],
    ),
    Sends {
        verb: "drives detach",
        on: "v",
        flags: "",
        reads: &[("/openstack/volumes/v", r#"{"id":"v","status":"in-use","attachments":[{"server_id":"a"}]}"#)],
        requests: &[r#"POST /openstack/instances/a/detach_volume  {"volume_id":"v"}"#],
    },
    plain("drives delete", "v", &["DELETE /openstack/volumes/v"]),
    flagged(
        "images copy",
        "i",
        r#"{"region":"de"}"#,
        &[
            r#"POST /openstack/images/i/copy-image  {"destination_name":"web","destination_region_id":"de","delete_source_image":false}"#,
        ],
    ),
    plain("images delete", "i", &["DELETE /openstack/images/i"]),
    flagged(
        "snapshots create",
        "before-upgrade",
        r#"{"of":"a"}"#,
        &[r#"POST /openstack/instances/a/create_snapshot  {"name":"before-upgrade"}"#],
    ),
    plain("snapshots delete", "i", &["DELETE /openstack/images/i"]),
    Sends {
        verb: "backups create",
        on: "today",
        flags: r#"{"of":"a"}"#,
        reads: &[("/get_instance_backups_and_backup_schedules", BACKUPS)],
        requests: &[
            r#"POST /openstack/instances/a/create_backup  {"backup_name":"today","backup_type":"manual","rotation":2}"#,
        ],
    },
    flagged(
        "backups create",
        "nightly",
        r#"{"of":"a","every":"daily","keep":7}"#,
        &[
            r#"POST /osbackup  {"backup_name":"nightly","backup_type":"daily","instance":"a","rotation":7,"run_at":null}"#,
        ],
    ),
    flagged(
        "backups create",
        "weekly",
        r#"{"of":"a","every":"weekly","keep":1,"day":1}"#,
        &[
            r#"POST /osbackup  {"backup_name":"weekly","backup_type":"weekly","day":0,"instance":"a","rotation":1,"run_at":null}"#,
        ],
    ),
    plain("backups delete", "b1", &["DELETE /openstack/images/b1"]),
    plain("backups delete", "schedule/12", &["DELETE /osbackup/12"]),
];

const NETWORKS: &[Sends] = &[
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

#[tokio::test]
async fn verbs_send_what_the_document_says() {
    let table: Vec<Sends> = [MACHINES, STORAGE, NETWORKS].concat();
    sent_to_the_letter(&super::FLEIO, &table).await;
}
