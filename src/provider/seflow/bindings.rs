//! What a `HostBill` portal can do with the common nouns.
//! `SeFlow`'s own portal lacks the writing of tickets and the paying of invoices, which newer portals have.

use crate::{
    model::{
        ADDRESSES, ATTACHMENTS, BANDWIDTH, CHECK, GRAPHS, PRICE, RESOURCES, REVERSE_NAMES, StopMode, TEMPLATES,
        TRAFFIC, UPGRADE_OPTIONS, verbs,
    },
    provider::{
        act::{Act, ArgSource},
        ask::Ask,
        bindings::{Bindings, List, Noun, Show},
        boxed,
    },
};

use super::{
    MACHINE, answer, contact, domains, ips, money, op,
    read::{self, account, billing, domain, service},
    recipe, services, support, upgrade, usage, walk,
};

/// The presets whose portals only read tickets and pay nothing.
const READS_ONLY: &[&str] = &["seflow"];

/// The bindings.
pub static BINDINGS: Bindings = Bindings {
    instances: Noun {
        id: MACHINE,
        list: Some(List::Recipe(boxed!(walk::instances(session)))),
        show: Some(Show::Recipe(boxed!(walk::instance(session, id)))),
        acts: &[
            (&verbs::START, Act::by(&op::VMS_START)),
            (&verbs::STOP, Act::ending(&op::VMS_STOP, Some(StopMode::Unknown))),
            (&verbs::REBOOT, Act::by(&op::VMS_REBOOT)),
            (
                &verbs::BOOT_ISO,
                Act::by(&op::VMS_REBOOT).with(&[("iso", ArgSource::Flag("image"))]).as_typed(&["image"]),
            ),
            (&verbs::RESIZE, Act::recipe(&op::VMS_UPDATE, boxed!(recipe::resize(call))).takes(&["cpus", "memory"])),
            (
                &verbs::ATTACH_IP,
                Act::recipe(&op::VMS_IP_ASSIGN, boxed!(recipe::attach_ip(call))).takes(&["ip"]).as_typed(&["ip"]),
            ),
            (
                &verbs::DETACH_IP,
                Act::recipe(&op::VMS_IP_UNASSIGN, boxed!(recipe::detach_ip(call))).takes(&["ip"]).as_typed(&["ip"]),
            ),
            (
                &verbs::INSTANCE_DELETE,
                Act::by(&op::VMS_DELETE).consequences(boxed!(answer::consequences(session, planned))),
            ),
        ],
        asks: &[
            (&TRAFFIC, Ask::Recipe(&[], boxed!(answer::traffic(session, typed)))),
            (&PRICE, Ask::Recipe(&[], boxed!(answer::price(session, typed)))),
        ],
        ..Noun::NONE
    },
    drives: Noun {
        id: &["id", "vmid", "diskid"],
        list: Some(List::Recipe(boxed!(walk::drives(session)))),
        show: Some(Show::Listed),
        acts: &[(
            &verbs::DRIVE_RESIZE,
            Act::recipe(&op::VMS_STORAGE_RESIZE, boxed!(recipe::resize_drive(call))).takes(&["size"]),
        )],
        ..Noun::NONE
    },
    images: Noun {
        id: &["id", "templateid"],
        list: Some(List::Recipe(boxed!(walk::images(session)))),
        show: Some(Show::Listed),
        ..Noun::NONE
    },
    ips: Noun {
        id: &["id", "ipaddress"],
        list: Some(List::Recipe(boxed!(ips::list(session)))),
        show: Some(Show::Listed),
        acts: &[
            (&verbs::ASSIGN, Act::recipe(&op::VMS_IP_ASSIGN, boxed!(recipe::assign(call))).takes(&["to"])),
            (&verbs::UNASSIGN, Act::recipe(&op::VMS_IP_UNASSIGN, boxed!(recipe::unassign(call)))),
            (&verbs::RDNS, Act::recipe(&op::SERVICES_RDNS_SET, boxed!(recipe::rdns(call))).takes(&["name"])),
        ],
        ..Noun::NONE
    },
    invoices: Noun {
        id: &["id"],
        list: Some(List::Op(&op::INVOICES_LIST, billing::invoice)),
        show: Some(Show::Op(&op::INVOICES_SHOW, &[], billing::invoice)),
        acts: &[(
            &verbs::PAY,
            Act::recipe(&op::INVOICES_CREDIT, boxed!(money::pay(call)))
                .consequences(boxed!(money::payment_consequences(session, planned)))
                .lacking(READS_ONLY),
        )],
        ..Noun::NONE
    },
    tickets: Noun {
        id: &["number"],
        list: Some(List::Op(&op::TICKETS_LIST, read::ticket::ticket)),
        show: Some(Show::Recipe(boxed!(support::show(session, id)))),
        acts: &[
            (
                &verbs::TICKET_CREATE,
                Act::recipe(&op::TICKETS_OPEN, boxed!(support::open(call))).with(support::OPENING).lacking(READS_ONLY),
            ),
            (&verbs::REPLY, Act::by(&op::TICKETS_REPLY).with(&[("body", ArgSource::Flag("body"))]).lacking(READS_ONLY)),
            (&verbs::CLOSE, Act::by(&op::TICKETS_CLOSE).lacking(READS_ONLY)),
            (&verbs::REOPEN, Act::by(&op::TICKETS_REOPEN).lacking(READS_ONLY)),
        ],
        asks: &[(&ATTACHMENTS, Ask::Files(boxed!(support::attachments(session, typed))))],
        unanswered: &[(&ATTACHMENTS, &["seflow"])],
        ..Noun::NONE
    },
    departments: Noun {
        id: &["id"],
        list: Some(List::Recipe(boxed!(support::departments(session)))),
        show: Some(Show::Listed),
        lacking: READS_ONLY,
        ..Noun::NONE
    },
    balance: Noun { list: Some(List::Recipe(boxed!(money::balance(session)))), ..Noun::NONE },
    usage: Noun { list: Some(List::Recipe(boxed!(usage::list(session)))), ..Noun::NONE },
    services: Noun {
        id: &["id"],
        list: Some(List::Op(&op::SERVICES_LIST, service::record)),
        show: Some(Show::Op(&op::SERVICES_SHOW, &[], service::record)),
        acts: &[(
            &verbs::UPGRADE,
            Act::recipe(&op::SERVICES_UPGRADE, boxed!(upgrade::order_it(call)))
                .takes(&["resource", "package", "cycle"])
                .consequences(boxed!(upgrade::consequences(session, planned))),
        )],
        asks: &[
            (&UPGRADE_OPTIONS, Ask::Op(&op::SERVICES_UPGRADE_OPTIONS, &[], service::upgrade_options)),
            (&RESOURCES, Ask::Op(&op::SERVICES_RESOURCES, &[], read::usage::resource_rows)),
            (&BANDWIDTH, Ask::Op(&op::SERVICES_BANDWIDTH, &[], read::usage::bandwidth_row)),
            (&GRAPHS, Ask::Files(boxed!(services::graphs(session, typed)))),
            (&ADDRESSES, Ask::Recipe(&[], boxed!(services::addresses(session, typed)))),
            (&REVERSE_NAMES, Ask::Recipe(&[], boxed!(services::reverse_names(session, typed)))),
            (&TEMPLATES, Ask::Recipe(&[], boxed!(services::templates(session, typed)))),
        ],
        ..Noun::NONE
    },
    domains: Noun {
        id: &["id"],
        list: Some(List::Op(&op::DOMAINS_LIST, domain::domain)),
        show: Some(Show::Op(&op::DOMAINS_SHOW, &[], domain::domain)),
        asks: &[(&CHECK, Ask::Recipe(&[], boxed!(domains::check(session, typed))))],
        ..Noun::NONE
    },
    contact: Noun {
        list: Some(List::Op(&op::DETAILS_SHOW, account::contact)),
        acts: &[(
            &verbs::CONTACT_SET,
            Act::recipe(&op::DETAILS_UPDATE, boxed!(contact::set(call))).with(contact::DETAILS),
        )],
        ..Noun::NONE
    },
    identity: Noun { list: Some(List::Op(&op::DETAILS_SHOW, account::client)), ..Noun::NONE },
    ..Bindings::NONE
};
