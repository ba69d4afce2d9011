//! The common records: what an instance, a drive, an invoice and a ticket are at every provider.
//! Commands return them as [`Rows`]; filters, sorting and every output format read them by field.

mod account;
mod action;
mod amount;
mod change;
pub mod clean;
mod compare;
mod filter;
mod instance;
mod invoice;
mod line;
mod listing;
mod money;
mod network;
mod place;
mod query;
mod record;
mod select;
mod service;
mod storage;
mod ticket;
mod units;
mod value;
pub mod verbs;

pub use account::{Client, Contact, Identity};
pub use action::{About, Action, Flag, FlagKind, Goal, Query, StopMode};
pub use amount::{Amount, Totals};
pub use change::{CHANGE, Change, Status};
pub use compare::Decimal;
pub use filter::{Filter, null_everywhere};
pub use instance::{Drive, Instance};
pub use invoice::{Invoice, InvoiceLine, InvoiceTransaction, Tax};
pub use line::{Cell, Line};
pub use listing::*;
pub use money::{Balance, Currency, Price, Transaction, Usage};
pub use network::{Firewall, Ip, Key, Network, Rule, Subnet};
pub use place::{Flavor, Group, Host, Job, Region};
pub use query::*;
pub use record::{Entry, FLEETING, Head, Origin, Record, RecordKind, Row, Rows, Shape, field};
pub use select::{Selected, Selection, nearest};
pub use service::{Domain, Service, Subscription};
pub use storage::{Backup, Image, Snapshot};
pub use ticket::{Department, Message, Ticket};
pub use units::{moment_before, parse_duration, parse_size, show_bytes};
pub use value::{AsValue, Field, FieldKind, Shown, Value};
