//! The common records: what an instance, a drive, an invoice and a ticket are at every provider.
//! Commands return them as [`Rows`]; filters, sorting and every output format read them by field.

mod account;
mod action;
mod change;
mod compare;
mod filter;
mod instance;
mod line;
mod record;
mod select;
mod units;
mod value;

pub use account::{Identity, Invoice, InvoiceLine, InvoiceTransaction, Message, Ticket};
pub use action::{Action, How, REBOOT, START, STOP, STOP_HARD};
pub use change::{CHANGE, Change, Status};
pub use compare::Decimal;
pub use filter::null_everywhere;
pub use instance::{Drive, Instance};
pub use line::{Cell, Line};
pub use record::{Entry, Head, Origin, Record, Row, Rows, Shape, field, fields_of};
pub use select::{Selected, Selection, nearest};
pub use units::{parse_duration, parse_size, show_bytes};
pub use value::{AsValue, Field, FieldKind, Shown, Value};
