//! The common records: what an instance, a drive, an invoice and a ticket are at every provider.
//! Commands return them as [`Rows`]; filters, sorting and every output format read them by field.

mod account;
mod action;
mod change;
mod compare;
mod filter;
mod instance;
mod line;
mod network;
mod place;
mod query;
mod record;
mod select;
mod storage;
mod units;
mod value;
pub mod verbs;

pub use account::{Identity, Invoice, InvoiceLine, InvoiceTransaction, Message, Ticket};
pub use action::{Action, Flag, FlagKind, Goal, How, Query};
pub use change::{CHANGE, Change, Resource, Status};
pub use compare::Decimal;
pub use filter::null_everywhere;
pub use instance::{Drive, Instance};
pub use line::{Cell, Line};
pub use network::{Firewall, Ip, Key, Network, Rule, Subnet};
pub use place::{Flavor, Group, Host, Job, Region};
pub use query::{ACTIONS, CONSOLE, LOG, METRICS, PRICE, TRAFFIC};
pub use record::{Entry, Head, Origin, Record, Row, Rows, Shape, field, fields_of};
pub use select::{Selected, Selection, nearest};
pub use storage::{Backup, Image, Snapshot};
pub use units::{moment_before, parse_duration, parse_size, show_bytes};
pub use value::{AsValue, Field, FieldKind, Shown, Value};
