//! Questions about one machine, whose answers are rows of their own: console, log, metrics, traffic, actions, price.
//! The fields are the same at every provider; who can answer stands in its bindings.

mod billing;

use super::{
    action::{About, Flag, FlagKind, Query},
    record::field,
    value::{Field, FieldKind, Shown},
    verbs::flag,
};

pub(crate) use billing::*;

const MACHINE: &[&str] = &["web-1", "zurich/web-1 --json"];

const fn query(
    word: &'static str,
    about: &'static str,
    examples: &'static [&'static str],
    fields: &'static [Field],
) -> Query {
    Query { word, about, examples, takes: &[], of: About::Record, fields }
}

const fn shown(name: &'static str, kind: FieldKind, about: &'static str) -> Field {
    field(name, kind, Shown::Table, about)
}

/// The way to a machine's screen.
pub(crate) static CONSOLE: Query = query(
    "console",
    "Show how to get at a machine's screen; the answer opens it to anyone",
    MACHINE,
    &[
        shown("kind", FieldKind::Text, "url or vnc"),
        shown("address", FieldKind::Text, "the URL, or host and port"),
        shown("password", FieldKind::Text, "the password, where it needs one"),
    ],
);
/// The last lines that a machine wrote to its console.
pub(crate) static LOG: Query = Query {
    takes: &[flag("lines", "N", FlagKind::Count, "How many lines; 30 without it")],
    ..query(
        "log",
        "Show what a machine last wrote to its console",
        MACHINE,
        &[shown("text", FieldKind::Text, "what it wrote")],
    )
};
/// The load of a machine over time.
pub(crate) static METRICS: Query = Query {
    takes: &[flag("hours", "N", FlagKind::Count, "How far back: 1, 24, 168 or 720 hours")],
    ..query(
        "metrics",
        "Show the load of a machine over time",
        &["web-1 --hours 24"],
        &[
            shown("at", FieldKind::Time, "when it was measured"),
            shown("metric", FieldKind::Text, "what was measured"),
            shown("value", FieldKind::Text, "the value, as the provider gives it"),
        ],
    )
};
/// The bytes that a machine sent and received.
pub(crate) static TRAFFIC: Query = query(
    "traffic",
    "Show the traffic of a machine",
    MACHINE,
    &[
        shown("period", FieldKind::Text, "cycle, month or total"),
        shown("from", FieldKind::Time, "its beginning"),
        shown("until", FieldKind::Time, "its end"),
        shown("received_bytes", FieldKind::Bytes, "what the machine received"),
        shown("sent_bytes", FieldKind::Bytes, "what the machine sent"),
    ],
);
/// The actions on a machine, by the provider's own record.
pub(crate) static ACTIONS: Query = query(
    "actions",
    "Show what was done to a machine, by the provider's own record",
    MACHINE,
    &[
        shown("at", FieldKind::Time, "when"),
        shown("action", FieldKind::Text, "what, as the provider calls it"),
        shown("message", FieldKind::Text, "what came of it"),
    ],
);
/// The flags that say what is to be bought.
const PRICED: &[Flag] = &[
    flag("flavor", "FLAVOR", FlagKind::Text, "Of a new machine of this size, by name or id, instead of one there is"),
    flag("region", "REGION", FlagKind::Text, "Where the new machine would be"),
    flag("network", "NETWORK", FlagKind::Text, "The network it would be in"),
];
/// The price of a machine.
pub(crate) static PRICE: Query = Query {
    takes: PRICED,
    ..query(
        "price",
        "Show what a machine costs, or would cost before it is bought",
        &["web-1", "--flavor small --region nl -a fotbo"],
        &[
            shown("of", FieldKind::Text, "what is priced"),
            shown("price", FieldKind::Text, "what it costs, as the provider words it"),
        ],
    )
};
