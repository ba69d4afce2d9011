//! The common records: what an instance, a drive, an invoice and a ticket are at every provider.
//! Commands return them as [`Rows`]; filters, sorting and every output format read them by field.

mod account;
mod instance;
mod record;
mod value;

pub use account::{Invoice, InvoiceLine, InvoiceTransaction, Message, Ticket};
pub use instance::{Drive, Instance};
pub use record::{Entry, HEAD, Head, Origin, Record, Row, Rows, Shape, field, fields_of};
pub use value::{AsValue, Field, FieldKind, Shown, Value};
