//! CloudSigma's catalogue, in the order of its manual; `at` names the section.
//! Methods are those the manual prints on the path line, even when its examples use another.

use crate::{
    http::{
        Effect::{Change, Destroy},
        Hazard::{EndsRun, Starts},
    },
    provider::operation::{
        Arg, Cost, Join, boolean, file, get, integer, list, offset, open, operations, post, secret, size, text,
    },
};

/// The arguments of a server: sections 8.2 and 8.8, and `persistent`, which the manual only ever prints in replies.
const SERVER: &[Arg] = &[
    text("name").eg("web1"),
    text("parent").about("UUID of the parent object, if any"),
    integer("cpu").about("CPU quota in core MHz").eg("2000"),
    text("smp").about("number of processors (1000 to 2200 MHz each), or auto to derive it from cpu"),
    integer("mem").about("memory in MB").eg("2048"),
    boolean("persistent").observed().about("whether the server survives being stopped; a new one does not unless told"),
    device("ide:0:0"),
    media("ide:0:0:media"),
    device("ide:0:1"),
    media("ide:0:1:media"),
    device("ide:1:0"),
    media("ide:1:0:media"),
    device("ide:1:1"),
    media("ide:1:1:media"),
    device("block:0"),
    media("block:0:media"),
    device("block:1"),
    media("block:1:media"),
    device("block:2"),
    media("block:2:media"),
    device("block:3"),
    media("block:3:media"),
    device("block:4"),
    media("block:4:media"),
    device("block:5"),
    media("block:5:media"),
    device("block:6"),
    media("block:6:media"),
    device("block:7"),
    media("block:7:media"),
    list("boot", Join::Space).about("device to boot from, as in ide:0:0; several make all of them bootable"),
    text("nic:0:model").about("network card to create; e1000 is the usual one").among(NIC_MODELS),
    text("nic:0:dhcp").about("address offered by DHCP, or auto for a temporary one at boot; none where empty"),
    text("nic:1:model").about("second network card; e1000 is the usual one").among(NIC_MODELS),
    text("nic:1:vlan").about("UUID of the VLAN the second card is attached to"),
    text("nic:1:mac").about("its MAC address, unique on the VLAN; a random one where left out"),
    text("vnc:ip").about("address for VNC on port 5900, or auto to share that of the first card"),
    secret("vnc:password").about("password for VNC, at most 8 characters; no VNC where empty"),
    text("vnc:tls").about("on to demand VeNCrypt-style TLS as well").among(&["on"]),
    open("key").observed().about("any other key, as in scsi:0:0=UUID or use=webserver"),
];

/// The kinds of network card: section 8.2.
const NIC_MODELS: &[&str] = &["e1000", "rtl8139", "virtio"];
/// A place for a drive.
const fn device(name: &'static str) -> Arg {
    text(name).about("UUID of the drive to connect here; empty takes it out")
}

/// The ways a drive can be shown.
const fn media(name: &'static str) -> Arg {
    text(name).about("how the drive is shown; a disk where left out").among(&["cdrom", "disk"])
}

/// The drive's name.
const NAME: Arg = text("name").req().eg("data-1");
/// The claims by which a drive may be used.
const CLAIM: Arg =
    text("claim:type").about("who may use it at once; exclusive where left out").among(&["exclusive", "shared"]);
/// The users who may read a drive.
const READERS: Arg = list("readers", Join::Space).about("UUIDs of the users who may read the drive");
/// The tags of a drive, which choose its kind of storage.
const TAGS: Arg = list("tags", Join::Space).about("affinity:ssd for solid state; empty for the other kind");
/// The servers of a call on several.
const SERVERS: &[Arg] =
    &[list("server", Join::Indexed).req().about("UUID of a server").eg("b91bd1cd-c63b-45ae-9dda-69fc53d74f41")];
/// The arguments of a subscription to several things of one kind.
const QUANTITY: &[Arg] = &[integer("quantity").req().about("how many").eg("2"), START, MONTHS];
/// The arguments of a subscription to software.
const SOFTWARE: &[Arg] = &[
    integer("msft_lwa_00135").about("licences of Windows Web Server 2008"),
    integer("msft_p73_04837").about("licences of Windows Server 2008 Standard"),
    integer("msft_tfa_00009").about("licences of Microsoft SQL Server 2008 Web Edition"),
    START,
    MONTHS,
];
/// The time when a subscription begins. Source: the examples; the tables say `start_date`, which no server accepts.
const START: Arg = text("start_time").req().about("when it begins, as YYYY-MM-DD HH:MM").eg("2010-03-22 00:00");
/// The time that a subscription lasts.
const MONTHS: Arg = integer("months").req().about("how many months it lasts").eg("1");
/// The one argument of an extension.
const LONGER: &[Arg] = &[integer("months").req().about("how many months are added").eg("1")];

/// A warning about a drive's readers.
const ALL_USERS: &str = "the reader ffffffff-ffff-ffff-ffff-ffffffffffff stands for every user of the cloud";
/// A warning that a stop may destroy a server.
const NOT_PERSISTENT: &str = "a server without persistent true is destroyed when its run ends";
/// A warning that drives outlive their server.
const DRIVES_STAY: &str =
    "its drives and addresses stay and are still paid for; only a stopped server can be destroyed";

operations! {
    PROFILE_INFO = get("profile.info", "/profile/info", "Show the profile of the account").object(&[]).at("6.1");
    PROFILE_SET = post("profile.set", "/profile/set", "Change the profile; what is left out stays").object(&[]).at("6.2")
        .with(&[text("first_name").eg("Foo"), text("last_name"), text("nick_name").about("name shown to others"), text("title"), text("company"), text("address"), text("postcode"), text("phone")]);
    PROFILE_SET_EMAIL = post("profile.set-email", "/profile/set", "Change the e-mail address, which is the login name").effect(Destroy).object(&[]).at("6.2")
        .with(&[text("email").req().eg("foo.bar@example.com")]).warns("the old address can no longer log in: set the account's user to the new one");
    DRIVES_CREATE = post("drives.create", "/drives/create", "Create an empty drive").creates().priced_by(&PRICING_INFO).object(&[]).at("7.1").warns(ALL_USERS)
        .with(&[NAME, size("size").req().eg("20GiB"), CLAIM, READERS, text("encryption:cipher").about("aes-xts-plain where left out").among(&["none", "aes-xts-plain"]), TAGS, list("use", Join::Space).observed().about("what it is for, as in webserver"), open("key").observed().about("any other key, as in description=spare")]);
    DRIVES_WRITE = post("drives.write", "/drives/{id}/write/{offset}", "Write a file's bytes to a drive, beginning at an offset").effect(Destroy).converges().raw().at("7.2")
        .in_path(&[offset("offset").about("where in the drive to begin").eg("0")]).with(&[file("data").req().about("the bytes to write").eg("disk.img")])
        .warns("what the drive holds there is overwritten; the manual advises pieces of at most 4 MiB");
    DRIVES_READ = get("drives.read", "/drives/{id}/read/{offset}/{size}", "Read bytes of a drive").binary().at("7.3")
        .in_path(&[offset("offset").about("where in the drive to begin").eg("0"), size("size").about("how much, at most 4 MiB").eg("4MiB")]);
    DRIVES_CLONE = post("drives.clone", "/drives/{id}/clone", "Copy a drive").creates().priced_by(&PRICING_INFO).object(&[]).at("7.4").warns(ALL_USERS)
        .with(&[NAME, size("size").about("size of the copy, not below that of the original").eg("20GiB"), CLAIM, READERS, TAGS]);
    DRIVES_DESTROY = post("drives.destroy", "/drives/{id}/destroy", "Destroy a drive").destroys().at("7.5").warns("its data is gone for good; a drive in use is refused");
    DRIVES_SHOW = get("drives.show", "/drives/{id}/info", "Show a drive").object(&[]).at("7.6");
    DRIVES_INFO = get("drives.info", "/drives/info", "List drives with their details").objects(&[]).at("7.7");
    DRIVES_STANDARD_CD_LIST = get("drives.standard.cd.list", "/drives/standard/cd/list", "List the UUIDs of the installation CDs in the library").values().at("7.8");
    DRIVES_STANDARD_IMG_LIST = get("drives.standard.img.list", "/drives/standard/img/list", "List the UUIDs of the images in the library").values().at("7.9");
    DRIVES_STANDARD_LIST = get("drives.standard.list", "/drives/standard/list", "List the UUIDs of all drives in the library").values().at("7.10");
    DRIVES_LIST = get("drives.list", "/drives/list", "List the UUIDs of the account's drives").values().observed("the command line in section 2, and jclouds");
    DRIVES_SET = post("drives.set", "/drives/{id}/set", "Change a drive; what is left out stays").pays_with(&["size"], Cost::Told(&PRICING_INFO)).object(&[]).observed("jclouds")
        .with(&[text("name").eg("data-1"), size("size").about("new size; whether a smaller one is refused is not known"), CLAIM, READERS, TAGS, list("use", Join::Space).about("what it is for, as in webserver")])
        .warns("the reader ffffffff-ffff-ffff-ffff-ffffffffffff stands for every user of the cloud; a smaller size may cut off data");
    DRIVES_STANDARD_INFO = get("drives.standard.info", "/drives/standard/info", "List all drives in the library with their details, which may take 15 s").objects(&[]).observed("Apache Libcloud");
    DRIVES_STANDARD_IMG_INFO = get("drives.standard.img.info", "/drives/standard/img/info", "List the images in the library with their details").objects(&[]).observed("Dasein Cloud");
    DRIVES_STANDARD_IMG_SHOW = get("drives.standard.img.show", "/drives/standard/img/{id}/info", "Show an image in the library that drives.show does not find").object(&[]).observed("Dasein Cloud");

    SERVERS_LIST = get("servers.list", "/servers/list", "List the UUIDs of servers").values().at("8.1");
    SERVERS_CREATE = post("servers.create", "/servers/create", "Create a server, which may start at once").creates().priced_by(&PRICING_INFO).object(&[]).at("8.2").with(SERVER).warns(NOT_PERSISTENT);
    SERVERS_CLONE = post("servers.clone", "/servers/{id}/clone", "Copy a server").creates().priced_by(&PRICING_INFO).object(&[]).at("8.3")
        .with(&[text("name").req().eg("web2")]).warns("the manual does not say whether its drives are copied or shared");
    SERVERS_DESTROY = get("servers.destroy", "/servers/{id}/destroy", "Destroy a server").destroys().at("8.4 and 8.12").warns(DRIVES_STAY);
    SERVERS_DESTROY_SEVERAL = post("servers.destroy-several", "/servers/destroy", "Destroy several servers").destroys().values().at("8.5").with(SERVERS).warns(DRIVES_STAY);
    SERVERS_SHOW = get("servers.show", "/servers/{id}/info", "Show a server").object(&[]).at("8.6");
    SERVERS_INFO = get("servers.info", "/servers/info", "List servers with their details").objects(&[]).at("8.7");
    SERVERS_SET = post("servers.set", "/servers/{id}/set", "Change a server; what is left out stays, what is empty is unset").pays_with(&["cpu", "smp", "mem"], Cost::Told(&PRICING_INFO)).object(&[]).at("8.8")
        .with(SERVER).warns("only a stopped server changes its devices, cards and memory; persistent false lets the next stop destroy it");
    SERVERS_STOP = get("servers.stop", "/servers/{id}/stop", "Cut the power of a server").effect(Change).converges().hazard(EndsRun).at("8.9").warns(NOT_PERSISTENT);
    SERVERS_SHUTDOWN = get("servers.shutdown", "/servers/{id}/shutdown", "Ask the guest to shut down, which it may ignore").effect(Change).converges().hazard(EndsRun).at("8.10").warns(NOT_PERSISTENT);
    SERVERS_START = get("servers.start", "/servers/{id}/start", "Start a server").effect(Change).converges().hazard(Starts).at("8.11");
    SERVERS_STOP_SEVERAL = post("servers.stop-several", "/servers/stop", "Cut the power of several servers").converges().hazard(EndsRun).at("8.13").with(SERVERS).warns(NOT_PERSISTENT);
    SERVERS_START_SEVERAL = post("servers.start-several", "/servers/start", "Start several servers").converges().hazard(Starts).at("8.14").with(SERVERS);
    SERVERS_RESET = post("servers.reset", "/servers/{id}/reset", "Reset a server, as its button would").observed("jclouds");

    VLANS_LIST = get("vlans.list", "/resources/vlan/list", "List the UUIDs of VLANs").values().at("9.1");
    VLANS_SHOW = get("vlans.show", "/resources/vlan/{id}/info", "Show a VLAN").object(&[]).at("9.2");
    VLANS_CREATE = post("vlans.create", "/resources/vlan/create", "Create a VLAN, at the price of pricing.info").creates().object(&[]).at("9.3")
        .with(&[text("name").req().eg("backend")]).priced_by(&PRICING_INFO).warns("a VLAN is paid for until it is destroyed");
    VLANS_SET = post("vlans.set", "/resources/vlan/{id}/set", "Rename a VLAN").object(&[]).at("9.4").with(&[text("name").req().eg("backend")]);
    VLANS_INFO = get("vlans.info", "/resources/vlan/info", "List VLANs with their details").objects(&[]).observed("jclouds and Dasein Cloud");
    VLANS_DESTROY = get("vlans.destroy", "/resources/vlan/{id}/destroy", "Destroy a VLAN").destroys().observed("jclouds; Dasein Cloud sends POST").warns("whether one that a server uses is refused is not known");
    IPS_INFO = get("ips.info", "/resources/ip/info", "List static addresses with their details").objects(&[]).at("9.5");
    IPS_LIST = get("ips.list", "/resources/ip/list", "List static addresses").values().at("9.6");
    IPS_CREATE = post("ips.create", "/resources/ip/create", "Get a static address, at the price of pricing.info").creates().object(&[]).at("9.7")
        .priced_by(&PRICING_INFO).warns("an address is paid for until it is destroyed");
    IPS_DESTROY = get("ips.destroy", "/resources/ip/{ip}/destroy", "Give up a static address").destroys().at("9.8").warns("the same address may not be had again");
    IPS_SHOW = get("ips.show", "/resources/ip/{ip}/info", "Show a static address").object(&[]).observed("jclouds and Dasein Cloud");

    GROUPS_CREATE = post("servergroups.create", "/servergroups/create", "Create a server group").creates().object(&[]).at("10.1").with(&[text("name").req().eg("Database Servers")]);
    GROUPS_SET = post("servergroups.set", "/servergroups/{id}/set", "Rename a server group").object(&[]).at("10.2").with(&[text("name").req().eg("Web Servers")]);
    GROUPS_DESTROY = post("servergroups.destroy", "/servergroups/{id}/destroy", "Destroy a server group").destroys().at("10.3").warns("the manual does not say what becomes of its servers");
    GROUPS_LIST = get("servergroups.list", "/servergroups/list", "List the UUIDs of server groups").values().at("10.4");
    GROUPS_SHOW = get("servergroups.show", "/servergroups/{id}/info", "Show a server group").object(&[]).at("10.5 and 10.6");
    GROUPS_ADD = post("servergroups.add", "/servergroups/{id}/add", "Add servers to a group").values().at("10.7").with(SERVERS);
    GROUPS_REMOVE = post("servergroups.remove", "/servergroups/{id}/remove", "Take servers out of a group; they stay as they are").values().at("10.8").with(SERVERS);
    GROUPS_START = get("servergroups.start", "/servergroups/{id}/start", "Start the servers of a group").effect(Change).converges().hazard(Starts).values().at("10.9");
    GROUPS_STOP = get("servergroups.stop", "/servergroups/{id}/stop", "Stop the servers of a group").effect(Change).converges().hazard(EndsRun).values().at("10.10").warns(NOT_PERSISTENT);

    CURRENCIES_LIST = get("currencies.list", "/currencies/list", "List the currencies of the system").values().at("11.1");
    USAGE_INFO = get("usage.info", "/usage/info", "Show present use: cpu in MHz, mem in MB, disk in GB; burst is what no subscription covers").object(&[]).at("11.2");
    PRICING_INFO = get("pricing.info", "/pricing/info", "Show present prices").object(&[]).at("11.3");
    TRANSACTIONS_LIST = get("transactions.list", "/transactions/list", "List transactions").objects(&[]).at("11.4");
    BALANCE_INFO = get("balance.info", "/balance/info", "Show the balance").object(&[]).at("11.5");
    SUBSCRIPTIONS_RESOURCES_INFO = get("subscriptions.resources.info", "/subscriptions/resources/info", "Show all subscribed resources").objects(&[]).at("11.6");
    SUBSCRIPTIONS_NET_INFO = get("subscriptions.net.info", "/subscriptions/net/info", "Show all subscribed network resources").objects(&[]).at("11.7");
    SUBSCRIPTIONS_LIST = get("subscriptions.list", "/subscriptions/list", "List subscriptions, which come without their UUIDs").objects(&[]).at("11.8");
    SUBSCRIPTIONS_RESOURCES_CREATE = post("subscriptions.resources.create", "/subscriptions/resources/create", "Subscribe to resources, at the prices of pricing.info").pays().objects(&[]).at("11.9 and 11.10")
        .with(&[integer("cpu").about("core MHz, at least 2000").eg("2000"), integer("mem").about("MB, at least 1024").eg("2000"), integer("disk").about("GB").eg("100"), integer("xfer").about("GB a month").eg("10"), START, MONTHS])
        .priced_by(&PRICING_INFO).warns("keep the UUIDs in the reply: no list tells them, and prolonging needs them");
    SUBSCRIPTIONS_IP_CREATE = post("subscriptions.ip.create", "/subscriptions/network/ip/create", "Subscribe to static addresses").pays().objects(&[]).at("11.11").with(QUANTITY).priced_by(&SUBSCRIPTIONS_IP_CALCULATE);
    SUBSCRIPTIONS_IP_CALCULATE = post("subscriptions.ip.calculate", "/subscriptions/network/ip/calculate", "Ask what static addresses would cost").reads().object(&[]).at("11.12").with(QUANTITY);
    SUBSCRIPTIONS_VLAN_CREATE = post("subscriptions.vlan.create", "/subscriptions/network/vlan/create", "Subscribe to VLANs").pays().objects(&[]).at("11.13").with(QUANTITY).priced_by(&SUBSCRIPTIONS_VLAN_CALCULATE);
    SUBSCRIPTIONS_VLAN_CALCULATE = post("subscriptions.vlan.calculate", "/subscriptions/network/vlan/calculate", "Ask what VLANs would cost").reads().object(&[]).at("11.14").with(QUANTITY);
    SUBSCRIPTIONS_SOFTWARE_CREATE = post("subscriptions.software.create", "/subscriptions/software/create", "Subscribe to software licences").pays().object(&[]).at("11.15").with(SOFTWARE).priced_by(&SUBSCRIPTIONS_SOFTWARE_CALCULATE);
    SUBSCRIPTIONS_SOFTWARE_CALCULATE = post("subscriptions.software.calculate", "/subscriptions/software/calculate", "Ask what software licences would cost").reads().object(&[]).at("11.16").with(SOFTWARE);
    SUBSCRIPTIONS_SET = post("subscriptions.set", "/subscriptions/{id}/set", "Prolong a subscription").pays().object(&[]).at("11.17").with(LONGER).priced_by(&SUBSCRIPTIONS_SET_CALCULATE);
    SUBSCRIPTIONS_SET_CALCULATE = post("subscriptions.set-calculate", "/subscriptions/{id}/set/calculate", "Ask what prolonging a subscription would cost").reads().object(&[]).at("11.18").with(LONGER);
}
