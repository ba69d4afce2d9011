//! The requests of each verb, to the letter, written from the provider's document.
//! Every binding has a row here; reads that a recipe makes first are answered beside it.

use crate::provider::contract::acts::{Sends, sent_to_the_letter};

/// A row without flags and without reads.
const fn plain(verb: &'static str, on: &'static str, requests: &'static [&'static str]) -> Sends {
    Sends { verb, on, flags: "", reads: &[], requests }
}

/// A row with flags and without reads.
const fn with(verb: &'static str, on: &'static str, flags: &'static str, requests: &'static [&'static str]) -> Sends {
    Sends { verb, on, flags, reads: &[], requests }
}

/// A stopped server with a disk, a CD, an address, a VLAN, and their neighbours.
const STOPPED: &str = "server s1\nname web\nuser u1\nstatus stopped\npersistent true\ncpu 3000\nsmp 2\nmem 2048\nboot ide:0:0\n\
ide:0:0 d1\nide:0:0:media disk\nide:0:0:read:bytes 4096\nide:0:1 cd1\nide:0:1:media cdrom\nblock:0 d3\nnic:0:model virtio\n\
nic:0:dhcp 192.0.2.7\nnic:1:model e1000\nnic:1:vlan v1\nnic:1:mac 66:c8:fd:23:a7:a2\n";
/// A server as it was made, with nothing but a disk.
const BARE: &str =
    "server s1\nname web\nuser u1\nstatus stopped\npersistent true\nsmp auto\nide:0:0 d1\nnic:0:dhcp auto\n";
/// A running server.
const RUNNING: &str =
    "server s1\nname web\nuser u1\nstatus active\npersistent true\nide:0:0 d1\nide:0:1 cd1\nblock:0 d3\n";
/// The drive of a server.
const OWN: &str = "drive d1\nname root\nuser u1\nstatus active\nsize 1000\nclaimed h:guest:s1:ide:0:0\n";
/// A drive that nothing uses.
const FREE: &str = "drive d2\nname data\nuser u1\nstatus active\nsize 5368709120\n";
/// A CD of the library.
const DISC: &str = "drive cd1\nname rescue\nuser 00000000-0000-0000-0000-000000000001\nstatus active\ntype cdrom\nclaimed h:guest:s1:ide:0:1\n";
/// A drive that several servers may use.
const SHARED: &str = "drive d3\nname pool\nuser u1\nstatus active\nclaim:type shared\nclaimed h:guest:s1:block:0\n";
/// An image of the library.
const IMAGE: &str =
    "drive i1\nname debian\nuser 00000000-0000-0000-0000-000000000001\nstatus active\ntype disk\nsize 1000\n";

const SENDS: &[Sends] = &[
    Sends {
        verb: "instances create",
        on: "web-9",
        flags: r#"{"image":"i1","cpus":2,"memory":2147483648}"#,
        reads: &[("/drives/i1/info", IMAGE)],
        requests: &[
            "POST /drives/i1/clone  name web-9\n",
            "POST /servers/create  name web-9\ncpu 4000\nsmp 2\nmem 2048\npersistent true\nide:0:0 NEW\nboot ide:0:0\n\
             nic:0:model e1000\nnic:0:dhcp auto\n",
        ],
    },
    Sends {
        verb: "instances create",
        on: "web-9",
        flags: r#"{"image":"i1","cpus":1,"memory":536870912,"disk":21474836480,"network":["v1"],"password-file":"12345678"}"#,
        reads: &[("/drives/i1/info", IMAGE)],
        requests: &[
            "POST /drives/i1/clone  name web-9\nsize 21474836480\n",
            "POST /servers/create  name web-9\ncpu 2000\nsmp 1\nmem 512\npersistent true\nide:0:0 NEW\nboot ide:0:0\n\
             nic:0:model e1000\nnic:0:dhcp auto\nnic:1:model e1000\nnic:1:vlan v1\nvnc:ip auto\nvnc:password 12345678\n",
        ],
    },
    with("instances rename", "s1", r#"{"name":"web-2"}"#, &["POST /servers/s1/set  name web-2\n"]),
    plain("instances start", "s1", &["GET /servers/s1/start"]),
    plain("instances stop", "s1", &["GET /servers/s1/shutdown"]),
    plain("instances stop --hard", "s1", &["GET /servers/s1/stop"]),
    plain("instances reboot", "s1", &["POST /servers/s1/reset"]),
    plain("instances reset", "s1", &["POST /servers/s1/reset"]),
    Sends {
        verb: "instances boot-iso",
        on: "s1",
        flags: r#"{"image":"cd1"}"#,
        reads: &[("/drives/cd1/info", DISC), ("/servers/s1/info", BARE)],
        requests: &["POST /servers/s1/set  ide:0:1 cd1\nide:0:1:media cdrom\nboot ide:0:1\n", "GET /servers/s1/start"],
    },
    Sends {
        verb: "instances resize",
        on: "s1",
        flags: r#"{"cpus":4,"memory":1073741824}"#,
        reads: &[("/servers/s1/info", STOPPED)],
        requests: &["POST /servers/s1/set  cpu 6000\nsmp 4\nmem 1024\n"],
    },
    Sends {
        verb: "instances resize",
        on: "s1",
        flags: r#"{"cpus":4}"#,
        reads: &[("/servers/s1/info", BARE)],
        requests: &["POST /servers/s1/set  cpu 8000\nsmp 4\n"],
    },
    with("instances clone", "s1", r#"{"name":"web-2"}"#, &["POST /servers/s1/clone  name web-2\n"]),
    Sends {
        verb: "instances attach --drive",
        on: "s1",
        flags: r#"{"drive":"d2"}"#,
        reads: &[("/servers/s1/info", STOPPED), ("/drives/d2/info", FREE)],
        requests: &["POST /servers/s1/set  block:1 d2\n"],
    },
    Sends {
        verb: "instances attach --drive",
        on: "s1",
        flags: r#"{"drive":"d1"}"#,
        reads: &[("/servers/s1/info", RUNNING)],
        requests: &[],
    },
    Sends {
        verb: "instances detach --drive",
        on: "s1",
        flags: r#"{"drive":"d1"}"#,
        reads: &[("/servers/s1/info", STOPPED)],
        requests: &["POST /servers/s1/set  ide:0:0\nide:0:0:media\n"],
    },
    Sends {
        verb: "instances attach --ip",
        on: "s1",
        flags: r#"{"ip":"192.0.2.9"}"#,
        reads: &[("/servers/s1/info", BARE), ("/servers/info", BARE)],
        requests: &["POST /servers/s1/set  nic:0:model e1000\nnic:0:dhcp 192.0.2.9\n"],
    },
    Sends {
        verb: "instances detach --ip",
        on: "s1",
        flags: r#"{"ip":"192.0.2.7"}"#,
        reads: &[("/servers/s1/info", STOPPED)],
        requests: &["POST /servers/s1/set  nic:0:dhcp auto\n"],
    },
    Sends {
        verb: "instances attach --network",
        on: "s1",
        flags: r#"{"network":"v2"}"#,
        reads: &[("/servers/s1/info", BARE)],
        requests: &["POST /servers/s1/set  nic:1:model e1000\nnic:1:vlan v2\n"],
    },
    Sends {
        verb: "instances detach --network",
        on: "s1",
        flags: r#"{"network":"v1"}"#,
        reads: &[("/servers/s1/info", STOPPED)],
        requests: &["POST /servers/s1/set  nic:1:model\nnic:1:vlan\nnic:1:mac\n"],
    },
    Sends {
        verb: "instances delete",
        on: "s1",
        flags: "",
        reads: &[("/servers/s1/info", STOPPED)],
        requests: &["GET /servers/s1/destroy"],
    },
    Sends {
        verb: "instances delete",
        on: "s1",
        flags: r#"{"force":true,"with-drives":true}"#,
        reads: &[
            ("/servers/s1/info", RUNNING),
            ("/drives/d1/info", OWN),
            ("/drives/cd1/info", DISC),
            ("/drives/d3/info", SHARED),
        ],
        requests: &["GET /servers/s1/stop", "GET /servers/s1/destroy", "POST /drives/d1/destroy"],
    },
    with("drives create", "data", r#"{"size":5368709120}"#, &["POST /drives/create  name data\nsize 5368709120\n"]),
    with("drives rename", "d2", r#"{"name":"old"}"#, &["POST /drives/d2/set  name old\n"]),
    Sends {
        verb: "drives resize",
        on: "d2",
        flags: r#"{"size":10737418240}"#,
        reads: &[("/drives/d2/info", FREE)],
        requests: &["POST /drives/d2/set  size 10737418240\n"],
    },
    with("drives clone", "d2", r#"{"name":"copy"}"#, &["POST /drives/d2/clone  name copy\n"]),
    with(
        "drives clone",
        "d2",
        r#"{"name":"copy","size":10737418240}"#,
        &["POST /drives/d2/clone  name copy\nsize 10737418240\n"],
    ),
    Sends {
        verb: "drives attach",
        on: "cd2",
        flags: r#"{"to":"s1"}"#,
        reads: &[("/servers/s1/info", STOPPED), ("/drives/cd2/info", "drive cd2\nstatus active\ntype cdrom\n")],
        requests: &["POST /servers/s1/set  ide:1:0 cd2\nide:1:0:media cdrom\n"],
    },
    Sends {
        verb: "drives detach",
        on: "d1",
        flags: "",
        reads: &[("/drives/d1/info", OWN), ("/servers/s1/info", STOPPED)],
        requests: &["POST /servers/s1/set  ide:0:0\nide:0:0:media\n"],
    },
    Sends {
        verb: "drives delete",
        on: "d2",
        flags: "",
        reads: &[("/drives/d2/info", FREE)],
        requests: &["POST /drives/d2/destroy"],
    },
    plain("ips reserve", "", &["POST /resources/ip/create"]),
    Sends {
        verb: "ips release",
        on: "192.0.2.9",
        flags: "",
        reads: &[("/servers/info", STOPPED)],
        requests: &["GET /resources/ip/192.0.2.9/destroy"],
    },
    Sends {
        verb: "ips assign",
        on: "192.0.2.9",
        flags: r#"{"to":"s1"}"#,
        reads: &[("/servers/s1/info", BARE), ("/servers/info", BARE)],
        requests: &["POST /servers/s1/set  nic:0:model e1000\nnic:0:dhcp 192.0.2.9\n"],
    },
    Sends {
        verb: "ips unassign",
        on: "192.0.2.7",
        flags: "",
        reads: &[("/servers/info", STOPPED)],
        requests: &["POST /servers/s1/set  nic:0:dhcp auto\n"],
    },
    plain("networks create", "back", &["POST /resources/vlan/create  name back\n"]),
    with("networks rename", "v1", r#"{"name":"front"}"#, &["POST /resources/vlan/v1/set  name front\n"]),
    Sends {
        verb: "networks delete",
        on: "v2",
        flags: "",
        reads: &[("/servers/info", STOPPED)],
        requests: &["GET /resources/vlan/v2/destroy"],
    },
    plain("groups create", "office", &["POST /servergroups/create  name office\n"]),
    with("groups rename", "g1", r#"{"name":"shop"}"#, &["POST /servergroups/g1/set  name shop\n"]),
    with("groups add", "g1", r#"{"instance":["s1","s2"]}"#, &["POST /servergroups/g1/add  server:0 s1\nserver:1 s2\n"]),
    with("groups remove", "g1", r#"{"instance":["s1"]}"#, &["POST /servergroups/g1/remove  server:0 s1\n"]),
    plain("groups start", "g1", &["GET /servergroups/g1/start"]),
    plain("groups stop", "g1", &["GET /servergroups/g1/stop"]),
    plain("groups delete", "g1", &["POST /servergroups/g1/destroy"]),
    with(
        "subscriptions create",
        "",
        r#"{"cpu":2000,"memory":2147483648,"disk":100000000000,"transfer":10000000000,"starts":"2026-12-01","months":1}"#,
        &[
            "POST /subscriptions/resources/create  cpu 2000\nmem 2048\ndisk 100\nxfer 10\nstart_time 2026-12-01 00:00\nmonths 1\n",
        ],
    ),
    with(
        "subscriptions create",
        "",
        r#"{"ips":2,"starts":"2026-12-01 13:20","months":3}"#,
        &["POST /subscriptions/network/ip/create  quantity 2\nstart_time 2026-12-01 13:20\nmonths 3\n"],
    ),
    with(
        "subscriptions create",
        "",
        r#"{"vlans":1,"starts":"2026-12-01 13:20","months":1}"#,
        &["POST /subscriptions/network/vlan/create  quantity 1\nstart_time 2026-12-01 13:20\nmonths 1\n"],
    ),
    with(
        "subscriptions create",
        "",
        r#"{"software":{"msft_lwa_00135":"1"},"starts":"2026-12-01","months":1}"#,
        &["POST /subscriptions/software/create  msft_lwa_00135 1\nmsft_p73_04837 0\nmsft_tfa_00009 0\n\
           start_time 2026-12-01 00:00\nmonths 1\n"],
    ),
    with(
        "subscriptions extend",
        "c8308b4d-3c98-472c-9944-024b9c700c10",
        r#"{"months":2}"#,
        &["POST /subscriptions/c8308b4d-3c98-472c-9944-024b9c700c10/set  months 2\n"],
    ),
    with(
        "contact set",
        "u1",
        r#"{"phone":"+41.441234567","address1":"Hauptstrasse 2","company":""}"#,
        &["POST /profile/set  company\naddress Hauptstrasse 2\nphone +41.441234567\n"],
    ),
    with(
        "contact set",
        "u1",
        r#"{"first-name":"Foo","last-name":"Bar","nick-name":"FooBar","title":"Dr","postcode":"1000"}"#,
        &["POST /profile/set  first_name Foo\nlast_name Bar\nnick_name FooBar\ntitle Dr\npostcode 1000\n"],
    ),
    with(
        "contact set --email",
        "u1",
        r#"{"email":"ops@example.com","phone":"+41.441234567"}"#,
        &["POST /profile/set  phone +41.441234567\n", "POST /profile/set  email ops@example.com\n"],
    ),
];

#[tokio::test]
async fn verbs_send_what_the_document_says() {
    sent_to_the_letter(&super::CLOUDSIGMA, SENDS).await;
}
