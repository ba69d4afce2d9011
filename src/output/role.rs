//! The part that a column plays in a table that must fit: what is never cut, what may be shortened, what can be left out.

use crate::model::{Field, FieldKind};

/// The fields of free text, whose end may be cut.
const TEXTS: [&str; 13] = [
    "about",
    "consequences",
    "description",
    "hint",
    "message",
    "news",
    "note",
    "reason",
    "said",
    "subject",
    "warning",
    "what",
    "why",
];

/// The part that a column plays when room is short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The account.
    Account,
    /// The id, which a prefix can stand for.
    Id,
    /// The name, or the number that stands for one.
    Name,
    /// The state.
    State,
    /// Addresses.
    Address,
    /// A date or a time.
    Time,
    /// An amount, aligned at its point, or its currency.
    Amount,
    /// A number or a size.
    Number,
    /// Free text, whose end may be cut.
    Free,
    /// Anything else: whole or left out.
    Plain,
}

impl Role {
    /// The part of a field.
    pub(crate) fn of(field: &Field) -> Self {
        match (field.name, field.kind) {
            ("account", _) => Self::Account,
            ("id", _) => Self::Id,
            ("name" | "number", _) => Self::Name,
            ("ips" | "ip" | "address", _) => Self::Address,
            ("state" | "status", _) | (_, FieldKind::State) => Self::State,
            (_, FieldKind::Time) => Self::Time,
            (_, FieldKind::Money | FieldKind::Decimal) | ("currency", _) => Self::Amount,
            (_, FieldKind::Integer | FieldKind::Bytes) => Self::Number,
            (_, FieldKind::Object | FieldKind::Objects) => Self::Free,
            (name, FieldKind::Text) if TEXTS.contains(&name) => Self::Free,
            _ => Self::Plain,
        }
    }

    /// True for a column that is never left out.
    pub(crate) const fn stays(self) -> bool {
        matches!(self, Self::Name | Self::State)
    }

    /// True for a column that records need side by side.
    pub(crate) const fn identifies(self) -> bool {
        matches!(self, Self::Account | Self::Id | Self::Name | Self::State | Self::Address)
    }
}
