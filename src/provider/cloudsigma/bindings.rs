//! What CloudSigma can do with the common nouns.
//! Sections of the manual stand in the catalogue; verbs of several calls in `recipe`.

use crate::{
    model::{self, StopMode, verbs},
    provider::{
        act::{Act, ArgSource},
        ask::Ask,
        bindings::{Bindings, List, Noun, Show},
    },
};

use super::{answer, money, op, order, read, recipe, subscribed, walk};

const ID: &[&str] = &["id"];
const NAME: &[(&str, ArgSource)] = &[("name", ArgSource::Flag("name"))];
const SIZED: &[(&str, ArgSource)] = &[("name", ArgSource::Flag("name")), ("size", ArgSource::Flag("size"))];
const NEW: &[(&str, ArgSource)] = &[("name", ArgSource::Name)];
const MEMBERS: &[(&str, ArgSource)] = &[("server", ArgSource::Flag("instance"))];

pub static BINDINGS: Bindings = Bindings {
    instances: Noun {
        id: ID,
        list: Some(List::Op(&op::SERVERS_INFO, read::server)),
        show: Some(Show::Op(&op::SERVERS_SHOW, &[], read::server)),
        acts: &[
            (
                &verbs::INSTANCE_CREATE,
                Act::recipe(&op::SERVERS_CREATE, recipe::create)
                    .and(&[&op::DRIVES_CLONE, &op::SERVERS_START])
                    .takes(&["image", "cpus", "memory", "disk", "network", "password-file"]),
            ),
            (&verbs::RENAME, Act::by(&op::SERVERS_SET).with(NAME)),
            (&verbs::START, Act::by(&op::SERVERS_START)),
            (&verbs::STOP, Act::ending(&op::SERVERS_SHUTDOWN, Some(StopMode::Clean))),
            (&verbs::STOP_HARD, Act::ending(&op::SERVERS_STOP, Some(StopMode::Hard))),
            (
                &verbs::REBOOT,
                Act::by(&op::SERVERS_RESET)
                    .emulated("by a reset, which the guest is not asked about: it has no clean restart"),
            ),
            (&verbs::RESET, Act::by(&op::SERVERS_RESET)),
            (
                &verbs::BOOT_ISO,
                Act::recipe(&op::SERVERS_SET, recipe::boot_iso)
                    .and(&[&op::SERVERS_START])
                    .takes(&["image"])
                    .emulated(
                        "by putting the CD into a free IDE place of a stopped machine, booting from it, and starting",
                    )
                    .consequences(recipe::after_iso),
            ),
            (&verbs::RESIZE, Act::recipe(&op::SERVERS_SET, recipe::resize).takes(&["cpus", "memory"])),
            (
                &verbs::CLONE,
                Act::by(&op::SERVERS_CLONE).with(NAME).made(&["server"]).consequences(recipe::copied_or_shared),
            ),
            (&verbs::ATTACH_DRIVE, Act::recipe(&op::SERVERS_SET, recipe::attach_drive).takes(&["drive"])),
            (&verbs::ATTACH_IP, Act::recipe(&op::SERVERS_SET, recipe::attach_ip).takes(&["ip"])),
            (&verbs::ATTACH_NETWORK, Act::recipe(&op::SERVERS_SET, recipe::attach_network).takes(&["network"])),
            (&verbs::DETACH_DRIVE, Act::recipe(&op::SERVERS_SET, recipe::detach_drive).takes(&["drive"])),
            (&verbs::DETACH_IP, Act::recipe(&op::SERVERS_SET, recipe::detach_ip).takes(&["ip"])),
            (&verbs::DETACH_NETWORK, Act::recipe(&op::SERVERS_SET, recipe::detach_network).takes(&["network"])),
            (
                &verbs::INSTANCE_DELETE,
                Act::recipe(&op::SERVERS_DESTROY, recipe::delete)
                    .and(&[&op::SERVERS_STOP, &op::DRIVES_DESTROY])
                    .takes(&["with-drives"])
                    .consequences(recipe::left_behind),
            ),
        ],
        asks: &[
            (&model::CONSOLE, Ask::Recipe(&[], answer::console)),
            (&model::TRAFFIC, Ask::Op(&op::SERVERS_SHOW, &[], answer::traffic)),
        ],
        ..Noun::NONE
    },
    drives: Noun {
        id: ID,
        list: Some(List::Op(&op::DRIVES_INFO, read::drive)),
        show: Some(Show::Op(&op::DRIVES_SHOW, &[], read::drive)),
        acts: &[
            (
                &verbs::DRIVE_CREATE,
                Act::by(&op::DRIVES_CREATE)
                    .with(&[("name", ArgSource::Name), ("size", ArgSource::Flag("size"))])
                    .made(&["drive"]),
            ),
            (&verbs::RENAME, Act::by(&op::DRIVES_SET).with(NAME)),
            (&verbs::DRIVE_RESIZE, Act::recipe(&op::DRIVES_SET, recipe::grow_drive).takes(&["size"])),
            (&verbs::DRIVE_CLONE, Act::by(&op::DRIVES_CLONE).with(SIZED).made(&["drive"])),
            (&verbs::DRIVE_ATTACH, Act::recipe(&op::SERVERS_SET, recipe::attach_to).takes(&["to"])),
            (&verbs::DRIVE_DETACH, Act::recipe(&op::SERVERS_SET, recipe::detach)),
            (&verbs::DELETE, Act::recipe(&op::DRIVES_DESTROY, recipe::delete_drive)),
        ],
        ..Noun::NONE
    },
    images: Noun {
        id: ID,
        list: Some(List::Recipe(walk::images)),
        show: Some(Show::Recipe(walk::image)),
        ..Noun::NONE
    },
    ips: Noun {
        id: &["ip"],
        list: Some(List::Recipe(walk::ips)),
        show: Some(Show::Listed),
        acts: &[
            (&verbs::RESERVE, Act::by(&op::IPS_CREATE).made(&["resource"])),
            (&verbs::RELEASE, Act::recipe(&op::IPS_DESTROY, recipe::release)),
            (
                &verbs::ASSIGN,
                Act::recipe(&op::SERVERS_SET, recipe::assign)
                    .takes(&["to"])
                    .emulated("by giving it to the first network card of the machine, which must be stopped"),
            ),
            (
                &verbs::UNASSIGN,
                Act::recipe(&op::SERVERS_SET, recipe::unassign).emulated(
                    "by giving the first network card of the machine, which must be stopped, a temporary address",
                ),
            ),
        ],
        ..Noun::NONE
    },
    networks: Noun {
        id: ID,
        list: Some(List::Recipe(walk::vlans)),
        show: Some(Show::Op(&op::VLANS_SHOW, &[], read::vlan)),
        acts: &[
            (&verbs::NETWORK_CREATE, Act::by(&op::VLANS_CREATE).with(NEW).made(&["resource"])),
            (&verbs::RENAME, Act::by(&op::VLANS_SET).with(NAME)),
            (&verbs::DELETE, Act::recipe(&op::VLANS_DESTROY, recipe::delete_vlan)),
        ],
        ..Noun::NONE
    },
    groups: Noun {
        id: ID,
        list: Some(List::Recipe(walk::groups)),
        show: Some(Show::Recipe(walk::group)),
        acts: &[
            (&verbs::GROUP_CREATE, Act::by(&op::GROUPS_CREATE).with(NEW).made(&["uuid"])),
            (&verbs::RENAME, Act::by(&op::GROUPS_SET).with(NAME)),
            (&verbs::GROUP_ADD, Act::by(&op::GROUPS_ADD).with(MEMBERS)),
            (&verbs::GROUP_REMOVE, Act::by(&op::GROUPS_REMOVE).with(MEMBERS)),
            (&verbs::GROUP_START, Act::by(&op::GROUPS_START)),
            (&verbs::GROUP_STOP, Act::ending(&op::GROUPS_STOP, Some(StopMode::Unknown))),
            (&verbs::DELETE, Act::by(&op::GROUPS_DESTROY)),
        ],
        ..Noun::NONE
    },
    transactions: Noun { list: Some(List::Recipe(money::transactions)), show: Some(Show::Listed), ..Noun::NONE },
    balance: Noun { list: Some(List::Op(&op::BALANCE_INFO, read::balance)), ..Noun::NONE },
    usage: Noun { list: Some(List::Recipe(money::usage)), ..Noun::NONE },
    pricing: Noun { list: Some(List::Recipe(money::prices)), ..Noun::NONE },
    currencies: Noun { list: Some(List::Recipe(money::currencies)), ..Noun::NONE },
    subscriptions: Noun {
        list: Some(List::Recipe(subscribed::all)),
        show: Some(Show::Recipe(subscribed::one)),
        acts: &[
            (
                &verbs::SUBSCRIBE,
                Act::recipe(&op::SUBSCRIPTIONS_RESOURCES_CREATE, recipe::subscribe)
                    .and(&[
                        &op::SUBSCRIPTIONS_IP_CREATE,
                        &op::SUBSCRIPTIONS_VLAN_CREATE,
                        &op::SUBSCRIPTIONS_SOFTWARE_CREATE,
                    ])
                    .takes(order::FLAGS)
                    .consequences(recipe::order_price),
            ),
            (
                &verbs::EXTEND,
                Act::recipe(&op::SUBSCRIPTIONS_SET, recipe::extend)
                    .takes(&["months"])
                    .consequences(recipe::extension_price),
            ),
        ],
        asks: &[(&model::CALCULATE, Ask::Recipe(order::FLAGS, recipe::calculate))],
        ..Noun::NONE
    },
    contact: Noun {
        list: Some(List::Op(&op::PROFILE_INFO, read::contact)),
        acts: &[(&verbs::CONTACT_SET, Act::recipe(&op::PROFILE_SET, recipe::set_contact).takes(recipe::CONTACT_FLAGS))],
        ..Noun::NONE
    },
    identity: Noun { id: &[], list: Some(List::Op(&op::PROFILE_INFO, read::profile)), show: None, ..Noun::NONE },
    ..Bindings::NONE
};
