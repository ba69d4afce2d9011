//! CloudSigma's bindings of the common nouns.
//! The catalogue names sections of the manual; `recipe` has the verbs of several calls.

use crate::{
    model::{self, StopMode, verbs},
    provider::{
        act::{Act, ArgSource},
        ask::Ask,
        bindings::{Binding, List, Show, lists, reader, shows},
        boxed,
        nouns::Bindings,
    },
};

use super::{answer, money, op, order, read, recipe, subscribed, walk};

const ID: &[&str] = &["id"];
const NAME: &[(&str, ArgSource)] = &[("name", ArgSource::Flag("name"))];
const SIZED: &[(&str, ArgSource)] = &[("name", ArgSource::Flag("name")), ("size", ArgSource::Flag("size"))];
const NEW: &[(&str, ArgSource)] = &[("name", ArgSource::Name)];
const MEMBERS: &[(&str, ArgSource)] = &[("server", ArgSource::Flag("instance"))];

pub(crate) static BINDINGS: Bindings = Bindings {
    instances: Binding {
        id: ID,
        list: Some(List::Op(&op::SERVERS_INFO, reader!(read::server))),
        show: Some(Show::Op(&op::SERVERS_SHOW, &[], reader!(read::server))),
        acts: &[
            (
                &verbs::INSTANCE_CREATE,
                Act::recipe(&op::SERVERS_CREATE, boxed!(recipe::create(call)))
                    .and(&[&op::DRIVES_CLONE, &op::SERVERS_START])
                    .takes(&["image", "cpus", "memory", "disk", "network", "password-file"])
                    .priced(boxed!(recipe::machine_price(session, planned))),
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
                Act::recipe(&op::SERVERS_SET, boxed!(recipe::boot_iso(call)))
                    .and(&[&op::SERVERS_START])
                    .takes(&["image"])
                    .emulated(
                        "by putting the CD into a free IDE place of a stopped machine, booting from it, and starting",
                    )
                    .consequences(boxed!(recipe::after_iso(session, planned))),
            ),
            (
                &verbs::RESIZE,
                Act::recipe(&op::SERVERS_SET, boxed!(recipe::resize(call)))
                    .takes(&["cpus", "memory"])
                    .priced(boxed!(recipe::size_price(session, planned))),
            ),
            (
                &verbs::CLONE,
                Act::by(&op::SERVERS_CLONE)
                    .with(NAME)
                    .made(&["server"])
                    .consequences(boxed!(recipe::copied_or_shared(session, planned)))
                    .priced(boxed!(recipe::machine_price(session, planned))),
            ),
            (&verbs::ATTACH_DRIVE, Act::recipe(&op::SERVERS_SET, boxed!(recipe::attach_drive(call))).takes(&["drive"])),
            (&verbs::ATTACH_IP, Act::recipe(&op::SERVERS_SET, boxed!(recipe::attach_ip(call))).takes(&["ip"])),
            (
                &verbs::ATTACH_NETWORK,
                Act::recipe(&op::SERVERS_SET, boxed!(recipe::attach_network(call))).takes(&["network"]),
            ),
            (&verbs::DETACH_DRIVE, Act::recipe(&op::SERVERS_SET, boxed!(recipe::detach_drive(call))).takes(&["drive"])),
            (&verbs::DETACH_IP, Act::recipe(&op::SERVERS_SET, boxed!(recipe::detach_ip(call))).takes(&["ip"])),
            (
                &verbs::DETACH_NETWORK,
                Act::recipe(&op::SERVERS_SET, boxed!(recipe::detach_network(call))).takes(&["network"]),
            ),
            (
                &verbs::INSTANCE_DELETE,
                Act::recipe(&op::SERVERS_DESTROY, boxed!(recipe::delete(call)))
                    .and(&[&op::SERVERS_STOP, &op::DRIVES_DESTROY])
                    .takes(&["with-drives"])
                    .consequences(boxed!(recipe::left_behind(session, planned))),
            ),
        ],
        asks: &[
            (&model::CONSOLE, Ask::Recipe(&[], boxed!(answer::console(session, typed)))),
            (&model::TRAFFIC, Ask::Op(&op::SERVERS_SHOW, &[], answer::traffic)),
        ],
        ..Binding::NONE
    },
    drives: Binding {
        id: ID,
        list: Some(List::Op(&op::DRIVES_INFO, reader!(read::drive))),
        show: Some(Show::Op(&op::DRIVES_SHOW, &[], reader!(read::drive))),
        acts: &[
            (
                &verbs::DRIVE_CREATE,
                Act::by(&op::DRIVES_CREATE)
                    .with(&[("name", ArgSource::Name), ("size", ArgSource::Flag("size"))])
                    .made(&["drive"])
                    .priced(boxed!(recipe::drive_price(session, planned))),
            ),
            (&verbs::RENAME, Act::by(&op::DRIVES_SET).with(NAME)),
            (
                &verbs::DRIVE_RESIZE,
                Act::recipe(&op::DRIVES_SET, boxed!(recipe::grow_drive(call)))
                    .takes(&["size"])
                    .priced(boxed!(recipe::drive_price(session, planned))),
            ),
            (
                &verbs::DRIVE_CLONE,
                Act::by(&op::DRIVES_CLONE)
                    .with(SIZED)
                    .made(&["drive"])
                    .priced(boxed!(recipe::drive_price(session, planned))),
            ),
            (&verbs::DRIVE_ATTACH, Act::recipe(&op::SERVERS_SET, boxed!(recipe::attach_to(call))).takes(&["to"])),
            (&verbs::DRIVE_DETACH, Act::recipe(&op::SERVERS_SET, boxed!(recipe::detach(call)))),
            (&verbs::DELETE, Act::recipe(&op::DRIVES_DESTROY, boxed!(recipe::delete_drive(call)))),
        ],
        ..Binding::NONE
    },
    images: Binding { id: ID, list: Some(lists!(walk::images)), show: Some(shows!(walk::image)), ..Binding::NONE },
    ips: Binding {
        id: &["ip"],
        list: Some(lists!(walk::ips)),
        show: Some(Show::Listed),
        acts: &[
            (
                &verbs::RESERVE,
                Act::by(&op::IPS_CREATE).made(&["resource"]).priced(boxed!(recipe::ip_price(session, planned))),
            ),
            (&verbs::RELEASE, Act::recipe(&op::IPS_DESTROY, boxed!(recipe::release(call)))),
            (
                &verbs::ASSIGN,
                Act::recipe(&op::SERVERS_SET, boxed!(recipe::assign(call)))
                    .takes(&["to"])
                    .emulated("by giving it to the first network card of the machine, which must be stopped"),
            ),
            (
                &verbs::UNASSIGN,
                Act::recipe(&op::SERVERS_SET, boxed!(recipe::unassign(call))).emulated(
                    "by giving the first network card of the machine, which must be stopped, a temporary address",
                ),
            ),
        ],
        ..Binding::NONE
    },
    networks: Binding {
        id: ID,
        list: Some(lists!(walk::vlans)),
        show: Some(Show::Op(&op::VLANS_SHOW, &[], reader!(read::vlan))),
        acts: &[
            (
                &verbs::NETWORK_CREATE,
                Act::by(&op::VLANS_CREATE)
                    .with(NEW)
                    .made(&["resource"])
                    .priced(boxed!(recipe::vlan_price(session, planned))),
            ),
            (&verbs::RENAME, Act::by(&op::VLANS_SET).with(NAME)),
            (&verbs::DELETE, Act::recipe(&op::VLANS_DESTROY, boxed!(recipe::delete_vlan(call)))),
        ],
        ..Binding::NONE
    },
    groups: Binding {
        id: ID,
        list: Some(lists!(walk::groups)),
        show: Some(shows!(walk::group)),
        acts: &[
            (&verbs::GROUP_CREATE, Act::by(&op::GROUPS_CREATE).with(NEW).made(&["uuid"])),
            (&verbs::RENAME, Act::by(&op::GROUPS_SET).with(NAME)),
            (&verbs::GROUP_ADD, Act::by(&op::GROUPS_ADD).with(MEMBERS)),
            (&verbs::GROUP_REMOVE, Act::by(&op::GROUPS_REMOVE).with(MEMBERS)),
            (&verbs::GROUP_START, Act::by(&op::GROUPS_START)),
            (&verbs::GROUP_STOP, Act::ending(&op::GROUPS_STOP, Some(StopMode::Unknown))),
            (&verbs::DELETE, Act::by(&op::GROUPS_DESTROY)),
        ],
        ..Binding::NONE
    },
    transactions: Binding { list: Some(lists!(money::transactions)), show: Some(Show::Listed), ..Binding::NONE },
    balance: Binding { list: Some(List::Op(&op::BALANCE_INFO, reader!(read::balance))), ..Binding::NONE },
    usage: Binding { list: Some(lists!(money::usage)), ..Binding::NONE },
    pricing: Binding { list: Some(lists!(money::prices)), ..Binding::NONE },
    currencies: Binding { list: Some(lists!(money::currencies)), ..Binding::NONE },
    subscriptions: Binding {
        list: Some(lists!(subscribed::all)),
        show: Some(shows!(subscribed::one)),
        acts: &[
            (
                &verbs::SUBSCRIBE,
                Act::recipe(&op::SUBSCRIPTIONS_RESOURCES_CREATE, boxed!(recipe::subscribe(call)))
                    .and(&[
                        &op::SUBSCRIPTIONS_IP_CREATE,
                        &op::SUBSCRIPTIONS_VLAN_CREATE,
                        &op::SUBSCRIPTIONS_SOFTWARE_CREATE,
                    ])
                    .takes(order::FLAGS)
                    .priced(boxed!(recipe::order_price(session, planned))),
            ),
            (
                &verbs::EXTEND,
                Act::recipe(&op::SUBSCRIPTIONS_SET, boxed!(recipe::extend(call)))
                    .takes(&["months"])
                    .priced(boxed!(recipe::extension_price(session, planned))),
            ),
        ],
        asks: &[(&model::CALCULATE, Ask::Recipe(order::FLAGS, boxed!(recipe::calculate(session, typed))))],
        ..Binding::NONE
    },
    contact: Binding {
        list: Some(List::Op(&op::PROFILE_INFO, reader!(read::contact))),
        acts: &[
            (
                &verbs::CONTACT_SET,
                Act::recipe(&op::PROFILE_SET, boxed!(recipe::set_contact(call))).takes(recipe::CONTACT_FLAGS),
            ),
            (
                &verbs::CONTACT_SET_EMAIL,
                Act::recipe(&op::PROFILE_SET_EMAIL, boxed!(recipe::set_email(call)))
                    .and(&[&op::PROFILE_SET])
                    .with(&[("email", ArgSource::Flag("email"))])
                    .takes(recipe::CONTACT_FLAGS),
            ),
        ],
        ..Binding::NONE
    },
    identity: Binding {
        id: &[],
        list: Some(List::Op(&op::PROFILE_INFO, reader!(read::profile))),
        show: None,
        ..Binding::NONE
    },
    ..Bindings::NONE
};
