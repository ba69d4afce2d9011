//! Fleio's bindings of the common nouns: each verb with the operation or the recipe that carries it out.
//! Suspending, locking and their opposites are for staff; resetting a state is not resetting a machine.

mod billing;

use super::{
    op, read,
    recipe::{address, answer, firewall, machine, network, price, rename, storage},
    walk,
};
use crate::{
    model::{ACTIONS, CONSOLE, LOG, METRICS, PRICE, StopMode, TRAFFIC, verbs as v},
    provider::{
        act::{Act, ArgSource},
        ask::Ask,
        bindings::{Binding, List, Show, lists, reader, shows},
        boxed,
        nouns::Bindings,
    },
};

const ID: &[&str] = &["id"];
const GIB: u64 = 1 << 30;
const IMAGE: (&str, ArgSource) = ("image", ArgSource::Flag("image"));
const KEYS: (&str, ArgSource) = ("ssh_keys", ArgSource::Flag("key"));
const ROOT: (&str, ArgSource) = ("root_password", ArgSource::Flag("password-file"));
const VOLUME: &[(&str, ArgSource)] = &[("volume_id", ArgSource::Flag("drive"))];
const GROUP: &[(&str, ArgSource)] = &[("group", ArgSource::Flag("firewall"))];
const NAME: &[(&str, ArgSource)] = &[("name", ArgSource::Flag("name"))];

/// The bindings.
pub(crate) static BINDINGS: Bindings = Bindings {
    instances: Binding {
        id: ID,
        list: Some(List::Op(&op::INSTANCES_LIST, reader!(read::instance))),
        show: Some(Show::Op(&op::INSTANCES_SHOW, &[], reader!(read::instance))),
        acts: &[
            (
                &v::INSTANCE_CREATE,
                Act::recipe(&op::INSTANCES_CREATE, boxed!(machine::create(call)))
                    .takes(&["image", "flavor", "disk", "region", "key", "network", "user-data", "password-file"])
                    .as_typed(&["image", "flavor", "network"])
                    .priced(boxed!(price::created(session, planned))),
            ),
            (&v::RENAME, Act::by(&op::INSTANCES_RENAME).with(NAME)),
            (&v::START, Act::by(&op::INSTANCES_START)),
            // Fleio passes a stop on to `OpenStack`, which asks the guest to shut down before it cuts the power.
            (&v::STOP, Act::ending(&op::INSTANCES_STOP, Some(StopMode::Clean))),
            (&v::REBOOT, Act::by(&op::INSTANCES_REBOOT)),
            (&v::SHELVE, Act::by(&op::INSTANCES_SHELVE)),
            (&v::UNSHELVE, Act::by(&op::INSTANCES_UNSHELVE)),
            (&v::RESCUE, Act::by(&op::INSTANCES_RESCUE).with(&[IMAGE, ROOT])),
            (&v::UNRESCUE, Act::by(&op::INSTANCES_UNRESCUE)),
            (&v::REBUILD, Act::by(&op::INSTANCES_REBUILD).with(&[IMAGE, KEYS, ROOT])),
            (&v::BOOT_ISO, Act::by(&op::INSTANCES_ISO).with(&[IMAGE])),
            (
                &v::RESIZE,
                Act::recipe(&op::INSTANCES_RESIZE, boxed!(machine::resize(call)))
                    .takes(&["flavor"])
                    .as_typed(&["flavor"])
                    .priced(boxed!(price::resized(session, planned))),
            ),
            (&v::RESIZE_CONFIRM, Act::by(&op::INSTANCES_CONFIRM_RESIZE)),
            (&v::RESIZE_REVERT, Act::by(&op::INSTANCES_REVERT_RESIZE)),
            (
                &v::PASSWORD_SET,
                Act::by(&op::INSTANCES_PASSWORD).with(&[("password", ArgSource::Flag("password-file"))]),
            ),
            (&v::ATTACH_DRIVE, Act::by(&op::INSTANCES_ATTACH_VOLUME).with(VOLUME)),
            (&v::DETACH_DRIVE, Act::by(&op::INSTANCES_DETACH_VOLUME).with(VOLUME)),
            (
                &v::ATTACH_IP,
                Act::recipe(&op::INSTANCES_ADD_FLOATING_IP, boxed!(address::attach_ip(call))).takes(&["ip"]),
            ),
            (
                &v::DETACH_IP,
                Act::recipe(&op::INSTANCES_REMOVE_FLOATING_IP, boxed!(address::detach_ip(call))).takes(&["ip"]),
            ),
            (&v::ATTACH_NETWORK, Act::recipe(&op::PORTS_CREATE, boxed!(network::attach(call))).takes(&["network"])),
            (&v::DETACH_NETWORK, Act::recipe(&op::PORTS_DELETE, boxed!(network::detach(call))).takes(&["network"])),
            (&v::ATTACH_FIREWALL, Act::by(&op::INSTANCES_ADD_GROUP).with(GROUP)),
            (&v::DETACH_FIREWALL, Act::by(&op::INSTANCES_REMOVE_GROUP).with(GROUP)),
            (
                &v::INSTANCE_DELETE,
                Act::recipe(&op::INSTANCES_DELETE, boxed!(machine::delete(call)))
                    .and(&[&op::VOLUMES_DELETE])
                    .takes(&["with-drives"])
                    .consequences(boxed!(machine::consequences(session, planned))),
            ),
        ],
        asks: &[
            (&CONSOLE, Ask::Op(&op::INSTANCES_CONSOLE_URL, &[], read::console)),
            (&LOG, Ask::Op(&op::INSTANCES_CONSOLE_OUTPUT, &[("length", ArgSource::Flag("lines"))], read::log)),
            (&METRICS, Ask::Recipe(&["hours"], boxed!(answer::metrics(session, typed)))),
            (&TRAFFIC, Ask::Op(&op::INSTANCES_TRAFFIC, &[], read::traffic)),
            (&ACTIONS, Ask::Op(&op::INSTANCES_ACTIONS, &[], read::action)),
            (&PRICE, Ask::Recipe(&["flavor", "region", "network"], boxed!(price::answer(session, typed)))),
        ],
        ..Binding::NONE
    },
    drives: Binding {
        id: ID,
        list: Some(List::Op(&op::VOLUMES_LIST, reader!(read::volume))),
        show: Some(Show::Op(&op::VOLUMES_SHOW, &[], reader!(read::volume))),
        acts: &[
            (
                &v::DRIVE_CREATE,
                Act::by(&op::VOLUMES_CREATE)
                    .with(&[
                        ("name", ArgSource::Name),
                        ("size", ArgSource::Scaled("size", GIB)),
                        ("region", ArgSource::Flag("region")),
                        ("source", ArgSource::Fixed(r#"{"source_type":"new"}"#)),
                    ])
                    .made(&["id"])
                    .untold(),
            ),
            (&v::RENAME, Act::by(&op::VOLUMES_RENAME).with(NAME)),
            (
                &v::DRIVE_RESIZE,
                Act::recipe(&op::VOLUMES_EXTEND, boxed!(storage::extend(call))).takes(&["size"]).untold(),
            ),
            (
                &v::DRIVE_ATTACH,
                Act::by(&op::INSTANCES_ATTACH_VOLUME)
                    .with(&[("id", ArgSource::Flag("to")), ("volume_id", ArgSource::Target)]),
            ),
            (&v::DRIVE_DETACH, Act::recipe(&op::INSTANCES_DETACH_VOLUME, boxed!(storage::detach(call)))),
            (&v::DELETE, Act::by(&op::VOLUMES_DELETE)),
        ],
        ..Binding::NONE
    },
    images: Binding {
        id: ID,
        list: Some(lists!(walk::images)),
        show: Some(shows!(walk::image)),
        acts: &[
            (&v::IMAGE_COPY, Act::recipe(&op::IMAGES_COPY, boxed!(storage::copy(call))).takes(&["region"]).untold()),
            (&v::DELETE, Act::by(&op::IMAGES_DELETE)),
        ],
        ..Binding::NONE
    },
    snapshots: Binding {
        id: ID,
        list: Some(lists!(walk::snapshots)),
        show: Some(Show::Op(&op::IMAGES_SHOW, &[], reader!(read::snapshot))),
        acts: &[
            (
                &v::SNAPSHOT_CREATE,
                Act::by(&op::INSTANCES_CREATE_SNAPSHOT)
                    .with(&[("id", ArgSource::Flag("of")), ("name", ArgSource::Name)])
                    .made(&["image_uuid"])
                    .priced(boxed!(price::snapshot(session, planned))),
            ),
            (&v::DELETE, Act::by(&op::IMAGES_DELETE)),
        ],
        ..Binding::NONE
    },
    backups: Binding {
        id: ID,
        list: Some(lists!(walk::backups)),
        show: Some(Show::Listed),
        acts: &[
            (
                &v::BACKUP_CREATE,
                Act::recipe(&op::INSTANCES_CREATE_BACKUP, boxed!(storage::back_up(call)))
                    .and(&[&op::SCHEDULES_CREATE])
                    .takes(&["of", "every", "keep", "day"])
                    .priced(boxed!(price::backup(session, planned))),
            ),
            (
                &v::DELETE,
                Act::recipe(&op::IMAGES_DELETE, boxed!(storage::delete_backup(call)))
                    .and(&[&op::SCHEDULES_DELETE])
                    .consequences(boxed!(storage::backup_consequences(session, planned))),
            ),
        ],
        ..Binding::NONE
    },
    ips: Binding {
        id: ID,
        list: Some(List::Op(&op::FLOATING_LIST, reader!(read::ip))),
        show: Some(Show::Listed),
        acts: &[
            (
                &v::RESERVE,
                Act::recipe(&op::FLOATING_CREATE, boxed!(address::reserve(call)))
                    .takes(&["region", "network"])
                    .as_typed(&["network"])
                    .priced(boxed!(price::address(session, planned))),
            ),
            (&v::RELEASE, Act::by(&op::FLOATING_DELETE)),
            (&v::ASSIGN, Act::recipe(&op::INSTANCES_ADD_FLOATING_IP, boxed!(address::assign(call))).takes(&["to"])),
            (&v::UNASSIGN, Act::recipe(&op::INSTANCES_REMOVE_FLOATING_IP, boxed!(address::unassign(call)))),
            (&v::RDNS, Act::recipe(&op::FLOATING_PTR, boxed!(address::rdns(call))).takes(&["name"])),
        ],
        ..Binding::NONE
    },
    networks: Binding {
        id: ID,
        list: Some(List::Op(&op::NETWORKS_LIST, reader!(read::network))),
        show: Some(Show::Op(&op::NETWORKS_SHOW, &[], reader!(read::network))),
        acts: &[
            (
                &v::NETWORK_CREATE,
                Act::recipe(&op::NETWORKS_CREATE, boxed!(network::create(call))).and(&[&op::SUBNETS_CREATE]).takes(&[
                    "cidr",
                    "region",
                    "description",
                ]),
            ),
            (&v::RENAME, Act::recipe(&op::NETWORKS_UPDATE, boxed!(rename::network(call))).takes(&["name"])),
            (&v::DELETE, Act::by(&op::NETWORKS_DELETE).consequences(boxed!(network::consequences(session, planned)))),
        ],
        ..Binding::NONE
    },
    firewalls: Binding {
        id: ID,
        list: Some(List::Op(&op::GROUPS_LIST, reader!(read::group))),
        show: Some(Show::Op(&op::GROUPS_SHOW, &[], reader!(read::group))),
        acts: &[
            (
                &v::FIREWALL_CREATE,
                Act::recipe(&op::GROUPS_CREATE, boxed!(firewall::create(call))).takes(&["description", "region"]),
            ),
            (&v::RENAME, Act::recipe(&op::GROUPS_UPDATE, boxed!(rename::firewall(call))).takes(&["name"])),
            (
                &v::RULE_ADD,
                Act::recipe(&op::GROUPS_ADD_RULE, boxed!(firewall::add_rule(call))).takes(&[
                    "protocol",
                    "ports",
                    "remote",
                    "direction",
                ]),
            ),
            (&v::RULE_DELETE, Act::by(&op::GROUPS_DELETE_RULE).with(&[("rule_id", ArgSource::Flag("rule"))])),
            (
                &v::FIREWALL_ASSIGN,
                Act::by(&op::INSTANCES_ADD_GROUP).with(&[("id", ArgSource::Flag("to")), ("group", ArgSource::Target)]),
            ),
            (
                &v::FIREWALL_UNASSIGN,
                Act::by(&op::INSTANCES_REMOVE_GROUP)
                    .with(&[("id", ArgSource::Flag("from")), ("group", ArgSource::Target)]),
            ),
            (&v::DELETE, Act::by(&op::GROUPS_DELETE)),
        ],
        ..Binding::NONE
    },
    keys: Binding {
        id: ID,
        list: Some(List::Op(&op::KEYS_LIST, reader!(read::key))),
        show: Some(Show::Op(&op::KEYS_SHOW, &[], reader!(read::key))),
        acts: &[
            (
                &v::KEY_CREATE,
                Act::by(&op::KEYS_CREATE)
                    .with(&[("name", ArgSource::Name), ("public_key", ArgSource::Flag("public-key"))])
                    .made(&["id"]),
            ),
            (&v::RENAME, Act::recipe(&op::KEYS_UPDATE, boxed!(rename::key(call))).takes(&["name"])),
            (&v::DELETE, Act::by(&op::KEYS_DELETE)),
        ],
        ..Binding::NONE
    },
    regions: Binding {
        id: ID,
        list: Some(List::Op(&op::REGIONS_LIST, reader!(read::region))),
        show: Some(Show::Listed),
        ..Binding::NONE
    },
    flavors: Binding { id: ID, list: Some(lists!(walk::flavors)), show: Some(Show::Listed), ..Binding::NONE },
    jobs: Binding {
        id: ID,
        list: Some(List::Op(&op::OPERATIONS_LIST, reader!(read::operation))),
        show: Some(Show::Op(&op::OPERATIONS_SHOW, &[], reader!(read::operation))),
        acts: &[(&v::JOB_RETRY, Act::by(&op::OPERATIONS_RETRY)), (&v::JOB_ABORT, Act::by(&op::OPERATIONS_ABORT))],
        ..Binding::NONE
    },
    invoices: billing::INVOICES,
    tickets: billing::TICKETS,
    departments: billing::DEPARTMENTS,
    balance: billing::BALANCE,
    usage: billing::USAGE,
    services: billing::SERVICES,
    contact: billing::CONTACT,
    clients: billing::CLIENTS,
    identity: Binding {
        id: &[],
        list: Some(List::Op(&op::CURRENT_USER, reader!(read::identity))),
        show: None,
        ..Binding::NONE
    },
    ..Bindings::NONE
};
