//! Questions about paid things: services of a portal, free domains, prices before buying, files of invoices.
//! The fields are the same at every provider; who can answer stands in its bindings.

use super::{query, shown};
use crate::model::{
    action::{About, Query},
    value::{Field, FieldKind},
    verbs::SUBSCRIBING,
};

const SERVICE: &[&str] = &["33301", "seflow/33301 --json"];
const NAME: Field = shown("resource", FieldKind::Text, "what it is, as the portal calls it");

/// The fields of a file that was written.
const FILE: &[Field] =
    &[shown("file", FieldKind::Text, "where it was written"), shown("size_bytes", FieldKind::Bytes, "how large it is")];

const fn files(word: &'static str, about: &'static str, examples: &'static [&'static str]) -> Query {
    Query { of: About::Files, ..query(word, about, examples, FILE) }
}

/// An invoice as a document.
pub(crate) static DOWNLOAD: Query = files(
    "download",
    "Download invoices as PDF",
    &["INV-3107 --to invoice.pdf", "--filter state=paid -a fotbo --to invoices/"],
);
/// The files of a ticket.
pub(crate) static ATTACHMENTS: Query =
    files("download", "Download the files that belong to tickets", &["T-261118-0931-XK4 --to files/"]);
/// The traffic of a service as pictures.
pub(crate) static GRAPHS: Query =
    files("graphs", "Download graphs of a service's traffic: day, week and month, as PNG", &["33301 --to graphs/"]);

/// The packages and options that a service can be changed to.
pub(crate) static UPGRADE_OPTIONS: Query = query(
    "upgrade-options",
    "Show what services can be changed to, with prices",
    SERVICE,
    &[
        shown("kind", FieldKind::Text, "resource or package"),
        NAME,
        shown("resource_id", FieldKind::Text, "what --resource or --package is given"),
        shown("item", FieldKind::Text, "one of its choices"),
        shown("item_id", FieldKind::Text, "what stands behind the = of --resource"),
        shown("price", FieldKind::Money, "what it costs for a cycle"),
        shown("setup_price", FieldKind::Money, "what it costs once"),
        shown("selected", FieldKind::Bool, "whether the service has it now"),
    ],
);
/// The resources of a service and their use.
pub(crate) static RESOURCES: Query = query(
    "resources",
    "Show what services have, and how much of it is used",
    SERVICE,
    &[
        NAME,
        shown("total", FieldKind::Decimal, "how much there is"),
        shown("used", FieldKind::Decimal, "how much is used"),
        shown("free", FieldKind::Decimal, "how much is left"),
    ],
);
/// The traffic of a service and its cost.
pub(crate) static BANDWIDTH: Query = query(
    "bandwidth",
    "Show the traffic of services and what it costs",
    SERVICE,
    &[
        shown("model", FieldKind::Text, "how it is counted"),
        shown("used", FieldKind::Text, "how much was used, with its unit"),
        shown("limit", FieldKind::Text, "how much is paid for, with its unit"),
        shown("overage", FieldKind::Text, "how much was more than that, with its unit"),
        shown("charge", FieldKind::Money, "what is charged for that"),
        shown("projected_charge", FieldKind::Money, "what it will be by the end of the period"),
        shown("from", FieldKind::Time, "the beginning of the period"),
        shown("until", FieldKind::Time, "its end"),
    ],
);
/// The addresses of a service.
pub(crate) static ADDRESSES: Query = query(
    "ips",
    "Show the addresses of services",
    SERVICE,
    &[
        shown("address", FieldKind::Text, "the address"),
        shown("mask", FieldKind::Text, "its netmask"),
        shown("description", FieldKind::Text, "what it is for"),
        shown("status", FieldKind::Text, "the portal's word for its state"),
    ],
);
/// The reverse names of a service's addresses.
pub(crate) static REVERSE_NAMES: Query = query(
    "rdns",
    "Show the reverse names of a service's addresses; set them with: ips rdns",
    SERVICE,
    &[shown("address", FieldKind::Text, "the address"), shown("rdns", FieldKind::Text, "its reverse name")],
);
/// The templates that machines of a service can be made from.
pub(crate) static TEMPLATES: Query = query(
    "templates",
    "Show what machines of services can be made from",
    SERVICE,
    &[shown("template_id", FieldKind::Text, "its id"), shown("template", FieldKind::Text, "its name")],
);
/// The availability and the price of domains.
pub(crate) static CHECK: Query = Query {
    of: About::Account(Some("NAME")),
    ..query(
        "check",
        "Show whether domains can be registered, and what they cost where the portal tells",
        &["example.com example.org -a seflow"],
        &[
            shown("domain", FieldKind::Text, "the domain"),
            shown("available", FieldKind::Bool, "whether it can be registered"),
            shown("price", FieldKind::Money, "what it costs; null where the portal does not tell"),
            shown("currency", FieldKind::Text, "ISO currency"),
        ],
    )
};
/// The price of a subscription before it is made.
pub(crate) static CALCULATE: Query = Query {
    of: About::Account(None),
    takes: SUBSCRIBING,
    ..query(
        "calculate",
        "Show what a subscription would cost",
        &["-a zurich --ips 2 --months 1", "-a zurich --cpu 2000 --memory 2GiB --months 1"],
        &[
            shown("of", FieldKind::Text, "what is priced"),
            shown("price", FieldKind::Money, "what it costs"),
            shown("currency", FieldKind::Text, "ISO currency; null where the provider tells none"),
            shown("basis", FieldKind::Text, "where the price is from: calculated by the provider, or its price list"),
        ],
    )
};
/// The services that a client pays for.
pub(crate) static CLIENT_SERVICES: Query = query(
    "services",
    "Show what clients pay for",
    &["700101"],
    &[
        shown("service_id", FieldKind::Text, "its id"),
        shown("service", FieldKind::Text, "what it is"),
        shown("status", FieldKind::Text, "the provider's word for its state"),
        shown("next_due", FieldKind::Time, "when it is due next"),
    ],
);
