//! Fleio's bindings of money and tickets, and of the clients of a portal's operator.
//! Payments and changes of credit are announced with their amounts before consent is asked.

use super::super::{
    money, op, read,
    recipe::{client, payment, ticket, upgrade},
};
use super::ID;
use crate::{
    model::{ATTACHMENTS, CLIENT_SERVICES, DOWNLOAD, UPGRADE_OPTIONS, verbs as v},
    provider::{
        Operation,
        act::{Act, ArgSource},
        ask::Ask,
        bindings::{Binding, List, Show, lists, reader},
        boxed,
    },
};

/// The operation that uploads the files of a ticket or a reply first.
const ATTACH: &[&Operation] = &[&op::TICKETS_ATTACH];

/// Invoices.
pub(crate) const INVOICES: Binding = Binding {
    id: ID,
    list: Some(List::Op(&op::INVOICES_LIST, reader!(read::invoice))),
    show: Some(Show::Op(&op::INVOICES_SHOW, &[], reader!(read::invoice))),
    acts: &[(
        &v::PAY,
        Act::recipe(&op::INVOICES_PAY, boxed!(payment::pay(call))).priced(boxed!(payment::cost(session, planned))),
    )],
    asks: &[(&DOWNLOAD, Ask::Files(boxed!(payment::download(session, typed))))],
    ..Binding::NONE
};

/// Tickets.
pub(crate) const TICKETS: Binding = Binding {
    id: ID,
    list: Some(List::Op(&op::TICKETS_LIST, reader!(read::ticket))),
    show: Some(Show::Op(&op::TICKETS_SHOW, &[], reader!(read::ticket))),
    acts: &[
        (
            &v::TICKET_CREATE,
            Act::recipe(&op::TICKETS_CREATE, boxed!(ticket::create(call))).and(ATTACH).takes(&[
                "subject",
                "department",
                "body",
                "attach",
            ]),
        ),
        (
            &v::REPLY,
            Act::recipe(&op::TICKETS_REPLY, boxed!(ticket::reply(call))).and(ATTACH).takes(&["body", "attach"]),
        ),
        (&v::CLOSE, Act::by(&op::TICKETS_CLOSE)),
        (&v::REOPEN, Act::by(&op::TICKETS_REOPEN)),
    ],
    asks: &[(&ATTACHMENTS, Ask::Files(boxed!(ticket::attachments(session, typed))))],
    ..Binding::NONE
};

/// Departments.
pub(crate) const DEPARTMENTS: Binding = Binding {
    id: ID,
    list: Some(List::Op(&op::TICKETS_DEPARTMENTS, reader!(read::department))),
    show: Some(Show::Listed),
    ..Binding::NONE
};

/// The credit and the debt of the account.
pub(crate) const BALANCE: Binding =
    Binding { id: ID, list: Some(lists!(money::balance)), show: Some(Show::Listed), ..Binding::NONE };

/// The usage of the account.
pub(crate) const USAGE: Binding =
    Binding { id: ID, list: Some(lists!(money::usage)), show: Some(Show::Listed), ..Binding::NONE };

/// Services.
pub(crate) const SERVICES: Binding = Binding {
    id: ID,
    list: Some(List::Op(&op::SERVICES_LIST, reader!(read::service))),
    show: Some(Show::Op(&op::SERVICES_SHOW, &[], reader!(read::service))),
    acts: &[(
        &v::UPGRADE,
        Act::recipe(&op::SERVICES_UPGRADE, boxed!(upgrade::order(call)))
            .takes(&["resource", "package", "cycle"])
            .priced(boxed!(upgrade::price(session, planned))),
    )],
    asks: &[(&UPGRADE_OPTIONS, Ask::Op(&op::SERVICES_UPGRADE_OPTIONS, &[], read::upgrade_options))],
    ..Binding::NONE
};

/// The account's details.
pub(crate) const CONTACT: Binding = Binding {
    id: ID,
    list: Some(lists!(money::contacts)),
    show: Some(Show::Op(&op::CLIENTS_SHOW, &[], reader!(read::contact))),
    acts: &[
        (&v::CONTACT_SET, Act::recipe(&op::CLIENTS_UPDATE, boxed!(client::set_contact(call))).takes(client::CONTACT)),
        (
            &v::CONTACT_SET_EMAIL,
            Act::recipe(&op::CLIENTS_UPDATE, boxed!(client::set_contact(call))).takes(client::CONTACT),
        ),
    ],
    ..Binding::NONE
};

/// The clients of the portal.
pub(crate) const CLIENTS: Binding = Binding {
    id: ID,
    list: Some(List::Op(&op::STAFF_CLIENTS_LIST, reader!(read::client))),
    show: Some(Show::Op(&op::STAFF_CLIENTS_SHOW, &[], reader!(read::client))),
    acts: &[
        (
            &v::CLIENT_CREATE,
            Act::by(&op::STAFF_CLIENTS_CREATE)
                .with(&[
                    ("first_name", ArgSource::Flag("first-name")),
                    ("last_name", ArgSource::Flag("last-name")),
                    ("email", ArgSource::Flag("email")),
                    ("company", ArgSource::Flag("company")),
                    ("address1", ArgSource::Flag("address1")),
                    ("city", ArgSource::Flag("city")),
                    ("state", ArgSource::Flag("region")),
                    ("zip_code", ArgSource::Flag("postcode")),
                    ("country", ArgSource::Flag("country")),
                    ("phone", ArgSource::Flag("phone")),
                    ("currency", ArgSource::Flag("currency")),
                    ("create_auto_order_service", ArgSource::Fixed("true")),
                ])
                .made(&["id"])
                .consequences(boxed!(client::beginning(session, planned))),
        ),
        (
            &v::CREDIT,
            Act::recipe(&op::STAFF_CLIENTS_CREDIT, boxed!(client::change_credit(call)))
                .takes(&["amount", "currency"])
                .priced(boxed!(client::credit_after(session, planned))),
        ),
        (&v::CLIENT_SUSPEND, Act::by(&op::STAFF_CLIENTS_SUSPEND)),
        (&v::CLIENT_RESUME, Act::by(&op::STAFF_CLIENTS_RESUME)),
    ],
    asks: &[(
        &CLIENT_SERVICES,
        Ask::Op(
            &op::STAFF_SERVICES_LIST,
            &[("client", ArgSource::Target), ("page_size", ArgSource::Fixed("500"))],
            read::client_service,
        ),
    )],
    ..Binding::NONE
};
