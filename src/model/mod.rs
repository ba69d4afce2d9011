//! The common records: what an instance, a drive, an invoice and a ticket are at every provider.
//! Commands return them as [`Rows`]; filters, sorting and every output format read them by field.

mod account;
mod compare;
mod filter;
mod glob;
mod instance;
mod record;
mod select;
mod units;
mod value;

pub use account::{Invoice, InvoiceLine, InvoiceTransaction, Message, Ticket};
pub use compare::{Decimal, Moment};
pub use filter::{Filter, null_everywhere};
pub use glob::Glob;
pub use instance::{Drive, Instance};
pub use record::{Entry, HEAD, Head, Origin, Record, Row, Rows, Shape, field, fields_of};
pub use select::{Selected, Selection, field_named, nearest};
pub use units::{parse_duration, parse_size, show_bytes};
pub use value::{AsValue, Field, FieldKind, Shown, Value};
