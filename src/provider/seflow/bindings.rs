//! The bindings of the common nouns for a `HostBill` portal.
//! `SeFlow`'s own portal cannot write tickets or pay invoices, which newer portals can.

use crate::{
    model::{
        ADDRESSES, ATTACHMENTS, BANDWIDTH, CHECK, GRAPHS, PRICE, RESOURCES, REVERSE_NAMES, StopMode, TEMPLATES,
        TRAFFIC, UPGRADE_OPTIONS, verbs,
    },
    provider::{
        act::{Act, ArgSource},
        ask::Ask,
        bindings::{Binding, List, Show, lists, reader, shows},
        boxed,
        nouns::Bindings,
    },
};

use super::{
    MACHINE, answer, contact, domains, ips, money, op,
    read::{self, account, billing, domain, service},
    recipe, services, support, upgrade, usage, walk,
};

/// The presets whose portals only read tickets and take no payments.
const READS_ONLY: &[&str] = &["seflow"];

/// The bindings.
pub(crate) static BINDINGS: Bindings = Bindings {
    instances: Binding {
        id: MACHINE,
        list: Some(lists!(walk::instances)),
        show: Some(shows!(walk::instance)),
        acts: &[
            (&verbs::START, Act::by(&op::VMS_START)),
            (&verbs::STOP, Act::ending(&op::VMS_STOP, Some(StopMode::Unknown))),
            (&verbs::REBOOT, Act::by(&op::VMS_REBOOT)),
            (
                &verbs::BOOT_ISO,
                Act::by(&op::VMS_REBOOT).with(&[("iso", ArgSource::Flag("image"))]).as_typed(&["image"]),
            ),
            (
                &verbs::RESIZE,
                Act::recipe(&op::VMS_UPDATE, boxed!(recipe::resize(call))).takes(&["cpus", "memory"]).untold(),
            ),
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
        ..Binding::NONE
    },
    drives: Binding {
        id: &["id", "vmid", "diskid"],
        list: Some(lists!(walk::drives)),
        show: Some(Show::Listed),
        acts: &[(
            &verbs::DRIVE_RESIZE,
            Act::recipe(&op::VMS_STORAGE_RESIZE, boxed!(recipe::resize_drive(call))).takes(&["size"]).untold(),
        )],
        ..Binding::NONE
    },
    images: Binding {
        id: &["id", "templateid"],
        list: Some(lists!(walk::images)),
        show: Some(Show::Listed),
        ..Binding::NONE
    },
    ips: Binding {
        id: &["id", "ipaddress"],
        list: Some(lists!(ips::list)),
        show: Some(Show::Listed),
        acts: &[
            (&verbs::ASSIGN, Act::recipe(&op::VMS_IP_ASSIGN, boxed!(recipe::assign(call))).takes(&["to"])),
            (&verbs::UNASSIGN, Act::recipe(&op::VMS_IP_UNASSIGN, boxed!(recipe::unassign(call)))),
            (&verbs::RDNS, Act::recipe(&op::SERVICES_RDNS_SET, boxed!(recipe::rdns(call))).takes(&["name"])),
        ],
        ..Binding::NONE
    },
    invoices: Binding {
        id: &["id"],
        list: Some(List::Op(&op::INVOICES_LIST, reader!(billing::invoice))),
        show: Some(Show::Op(&op::INVOICES_SHOW, &[], reader!(billing::invoice))),
        acts: &[(
            &verbs::PAY,
            Act::recipe(&op::INVOICES_CREDIT, boxed!(money::pay(call)))
                .priced(boxed!(money::payment_consequences(session, planned)))
                .lacking(READS_ONLY),
        )],
        ..Binding::NONE
    },
    tickets: Binding {
        id: &["number"],
        list: Some(List::Op(&op::TICKETS_LIST, reader!(read::ticket::ticket))),
        show: Some(shows!(support::show)),
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
        ..Binding::NONE
    },
    departments: Binding {
        id: &["id"],
        list: Some(lists!(support::departments)),
        show: Some(Show::Listed),
        lacking: READS_ONLY,
        ..Binding::NONE
    },
    balance: Binding { list: Some(lists!(money::balance)), ..Binding::NONE },
    usage: Binding { list: Some(lists!(usage::list)), ..Binding::NONE },
    services: Binding {
        id: &["id"],
        list: Some(List::Op(&op::SERVICES_LIST, reader!(service::record))),
        show: Some(Show::Op(&op::SERVICES_SHOW, &[], reader!(service::record))),
        acts: &[(
            &verbs::UPGRADE,
            Act::recipe(&op::SERVICES_UPGRADE, boxed!(upgrade::order_it(call)))
                .takes(&["resource", "package", "cycle"])
                .priced(boxed!(upgrade::consequences(session, planned))),
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
        ..Binding::NONE
    },
    domains: Binding {
        id: &["id"],
        list: Some(List::Op(&op::DOMAINS_LIST, reader!(domain::domain))),
        show: Some(Show::Op(&op::DOMAINS_SHOW, &[], reader!(domain::domain))),
        asks: &[(&CHECK, Ask::Recipe(&[], boxed!(domains::check(session, typed))))],
        ..Binding::NONE
    },
    contact: Binding {
        list: Some(List::Op(&op::DETAILS_SHOW, reader!(account::contact))),
        acts: &[
            (&verbs::CONTACT_SET, Act::recipe(&op::DETAILS_UPDATE, boxed!(contact::set(call))).with(contact::DETAILS)),
            (
                &verbs::CONTACT_SET_EMAIL,
                Act::recipe(&op::DETAILS_UPDATE_EMAIL, boxed!(contact::set_email(call)))
                    .and(&[&op::DETAILS_UPDATE])
                    .with(contact::DETAILS)
                    .takes(&["email"]),
            ),
        ],
        ..Binding::NONE
    },
    identity: Binding { list: Some(List::Op(&op::DETAILS_SHOW, reader!(account::client))), ..Binding::NONE },
    ..Bindings::NONE
};
