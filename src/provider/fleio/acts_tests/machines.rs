//! The requests that the verbs of machines send to Fleio.
//! Source: fotbo.txt, the operations of the same names.

use super::{FLOATING, NETWORK, PORTS, Sends, flagged, plain};

const OPTIONS: &str = r#"{"bootSources":{"image":[{"id":"std","name":"Debian 13"}],"owned_image":[{"id":"own"}],
    "shared_image":[],"community_image":[{"id":"com"}],"volume":[]},"flavor":[{"id":"nl-2"}],"ssh_key":[],
    "nics":[{"id":"n1","name":"public"}],"region":[{"id":"nl"}],"selected_region":"nl","client":{"id":700101}}"#;
/// Options that leave the choice to the user: no client, several networks.
const BARE: &str = r#"{"bootSources":{"image":[{"id":"x1","name":"x"}]},"flavor":[{"id":"de-4","name":"s1.medium"}],
    "nics":[{"id":"n1"},{"id":"n2","name":"lan"},{"id":"n3","name":"n2"}],"client":{}}"#;
const MACHINE: &str = r#"{"id":"a","name":"web","status":"active","region":"nl","project":"p1","flavor":{"id":"nl-2"},
    "net_details":{"ports":[{"id":"port-1","network":"n1"},{"id":"port-2","network":{"id":"n2"}}]},
    "storage_details":{"volume_attachments":[
        {"id":"boot","name":"root","size":20,"delete_on_termination":true},
        {"id":"data","name":"data-1","size":50,"delete_on_termination":false},{"volume_id":"log"}]}}"#;

/// The rows.
pub(crate) const MACHINES: &[Sends] = &[
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
