//! The verbs of billing and support: invoices, tickets, subscriptions, services, contact, clients.
//! A verb that spends money asks with its price before anything is sent, and is never sent twice.

use super::{action, flag};
use crate::model::action::{Action, Flag, FlagKind, Goal};

const fn text(name: &'static str, value: &'static str, about: &'static str) -> Flag {
    flag(name, value, FlagKind::Text, about)
}

const fn count(name: &'static str, about: &'static str) -> Flag {
    flag(name, "N", FlagKind::Count, about)
}

const BODY: Flag =
    flag("body", "TEXT", FlagKind::Words, "What you write; from a file with --body-file, else in $EDITOR").req();
const MONTHS: Flag = count("months", "For how many months");
const ATTACH: Flag = flag("attach", "FILE", FlagKind::Files, "A file to send with it; may be repeated");

/// Paying an invoice from credit.
pub(crate) static PAY: Action = action(
    "pay",
    "Pay invoices from the credit of the account, one after another",
    &["INV-3107", "fotbo/INV-3107 --dry-run", "--filter state=overdue -a fotbo"],
)
.to("paid")
.only_from(&["unpaid", "overdue"]);
/// Opening a ticket.
pub(crate) static TICKET_CREATE: Action = action(
    "create",
    "Open a ticket",
    &[
        "-a fotbo --department Support --subject \"web-1 is slow\" --body \"Since noon.\"",
        "-a fotbo --department Support --subject \"web-1 is slow\" --body-file report.txt",
    ],
)
.making("open")
.goal(Goal::Done)
.with(&[
    text("subject", "TEXT", "What it is about").req(),
    flag("department", "DEPARTMENT", FlagKind::Named("departments"), "Who is to answer: tickets departments").req(),
    BODY,
    ATTACH,
]);
/// Answering in a ticket.
pub(crate) static REPLY: Action =
    action("reply", "Reply to a ticket", &["437928 --body \"Thank you.\"", "437928 --body-file answer.txt"])
        .with(&[BODY, ATTACH]);
/// Closing a ticket.
pub(crate) static CLOSE: Action =
    action("close", "Close tickets", &["437928", "--filter state=answered -a fotbo"]).to("closed");
/// Opening a closed ticket again.
pub(crate) static REOPEN: Action = action("reopen", "Open closed tickets again", &["437928"]).only_from(&["closed"]);
/// Buying resources for some months.
pub(crate) static SUBSCRIBE: Action = action(
    "create",
    "Subscribe to resources; the price is shown before you agree",
    &["-a zurich --cpu 2000 --memory 2GiB --disk 100G --months 1", "-a zurich --ips 2 --months 3 --dry-run"],
)
.making("active")
.goal(Goal::Done)
.with(SUBSCRIBING);
/// The resources that a subscription can be for.
pub(crate) const SUBSCRIBING: &[Flag] = &[
    count("cpu", "Core MHz, at least 2000"),
    flag("memory", "SIZE", FlagKind::Size, "Memory, at least 1GiB"),
    flag("disk", "SIZE", FlagKind::Size, "Disk space, in steps of 1G"),
    flag("transfer", "SIZE", FlagKind::Size, "Data transfer a month, in steps of 1G"),
    count("ips", "How many static addresses"),
    count("vlans", "How many VLANs"),
    flag(
        "software",
        "KEY=N",
        FlagKind::Pairs,
        "Licences by their key in the prices, as in msft_lwa_00135=1; may be repeated",
    ),
    text("starts", "TIME", "When it begins, as in 2026-12-01 or 2026-12-01 13:20; now without it"),
    MONTHS.req(),
];
/// Making a subscription last longer.
pub(crate) static EXTEND: Action =
    action("extend", "Make subscriptions last longer", &["UUID --months 1", "UUID --months 1 --dry-run"])
        .with(&[MONTHS.req()]);
/// The flags of the contact details.
const CONTACT: &[Flag] = &[
    text("first-name", "TEXT", "First name"),
    text("last-name", "TEXT", "Last name"),
    text("company", "TEXT", "The company"),
    text("email", "ADDRESS", "The e-mail address; where it is the user name as well, the old one no longer logs in"),
    text("phone", "NUMBER", "Telephone"),
    text("mobile", "NUMBER", "Mobile telephone, with the country's prefix"),
    text("address1", "TEXT", "Street"),
    text("address2", "TEXT", "What stands below the street"),
    text("postcode", "TEXT", "Postcode"),
    text("city", "TEXT", "City"),
    text("region", "TEXT", "State or province"),
    text("country", "CODE", "Country, in two letters"),
    text("vat-id", "TEXT", "VAT number"),
    text("title", "TEXT", "Title"),
    text("nick-name", "TEXT", "What you are called"),
];
/// Changing the contact details at a provider.
pub(crate) static CONTACT_SET: Action = action(
    "set",
    "Change your contact details at a provider; what is not given stays",
    &["-a zurich --phone +41.441234567", "-a fotbo --company \"Example AG\" --city Zurich"],
)
.with(CONTACT);
/// Changing the e-mail address at a provider, which may be the user name.
pub(crate) static CONTACT_SET_EMAIL: Action =
    action("set", "Change your e-mail address at a provider", &["-a zurich --email ops@example.com"])
        .variant("email")
        .with(CONTACT);
/// Ordering a change of a service.
pub(crate) static UPGRADE: Action = action(
    "upgrade",
    "Order a change of services; the portal's price is shown before you agree",
    &["33301 --resource 1557=10103 --dry-run", "33301 --package 12 --cycle monthly"],
)
.with(&[
    flag(
        "resource",
        "ID=VALUE",
        FlagKind::Pairs,
        "A resource and its new quantity or item: services upgrade-options; may be repeated",
    ),
    count("package", "The new package, by its id"),
    text(
        "cycle",
        "WORD",
        "The new billing cycle: monthly, quarterly, semiannually, annually, biennially or triennially",
    ),
]);
/// Making a client.
pub(crate) static CLIENT_CREATE: Action = action(
    "create",
    "Create a client",
    &["-a panel --first-name Jane --last-name Doe --email jane@example.com --country US --currency EUR"],
)
.making("active")
.goal(Goal::Done)
.with(&[
    text("first-name", "TEXT", "First name").req(),
    text("last-name", "TEXT", "Last name").req(),
    text("email", "ADDRESS", "The e-mail address").req(),
    text("company", "TEXT", "The company"),
    text("address1", "TEXT", "Street"),
    text("city", "TEXT", "City"),
    text("region", "TEXT", "State or province"),
    text("postcode", "TEXT", "Postcode"),
    text("country", "CODE", "Country, in two letters"),
    text("phone", "NUMBER", "Telephone"),
    text("currency", "CODE", "The currency it is billed in, as in EUR"),
]);
/// Adding to the credit of a client, or taking from it.
pub(crate) static CREDIT: Action = action(
    "credit",
    "Add to the credit of a client, or take from it",
    &["700101 --amount 25.00 --currency EUR", "700101 --amount -5.00 --currency EUR --dry-run"],
)
.with(&[
    text("amount", "AMOUNT", "How much; taken away where it is negative").req(),
    text("currency", "CODE", "The currency, as in EUR").req(),
]);
/// Suspending a client with everything the client has.
pub(crate) static CLIENT_SUSPEND: Action =
    action("suspend", "Suspend clients and all that they have", &["700101"]).to("suspended");
/// Ending the suspension of a client.
pub(crate) static CLIENT_RESUME: Action =
    action("resume", "Let suspended clients go on", &["700101"]).to("active").only_from(&["suspended"]);
