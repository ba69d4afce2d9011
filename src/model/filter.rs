//! The filter language: `field=value`, `!=`, `~glob`, `<`, `<=`, `>`, `>=`, the same on lists and on changes.
//! A comparison with a value that the provider does not tell is false, `!=` included.

use std::{cmp::Ordering, fmt, net::IpAddr};

use super::{
    address::address,
    compare::{Decimal, Moment},
    lookup::{field_named, known_word},
    record::{Origin, Row, Rows},
    units::parse_size,
    value::{AsValue, Field, FieldKind, Value},
};
use crate::{
    error::{Error, Result},
    glob::Glob,
};

/// One condition on one field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Filter {
    field: usize,
    name: &'static str,
    op: Op,
    operand: Operand,
    typed: String,
}

/// The comparison of a field's value with the operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
    Equal,
    NotEqual,
    Like,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// The right side of a condition, read once by the kind of the field.
#[derive(Clone, Debug, PartialEq)]
enum Operand {
    Text(String),
    Address(IpAddr),
    Pattern(Glob),
    Number(i64),
    Amount(String),
    Time(Moment),
    Bool(bool),
}

impl Op {
    /// The signs, longer ones first where one begins another.
    const ALL: [(&'static str, Self); 7] = [
        ("!=", Self::NotEqual),
        ("<=", Self::LessOrEqual),
        (">=", Self::GreaterOrEqual),
        ("=", Self::Equal),
        ("~", Self::Like),
        ("<", Self::Less),
        (">", Self::Greater),
    ];

    /// The sign people type.
    fn sign(self) -> &'static str {
        Self::ALL.iter().find(|(_, op)| *op == self).map_or("", |(sign, _)| sign)
    }

    /// True for the operators that ask which of two values is larger.
    fn orders(self) -> bool {
        matches!(self, Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual)
    }

    /// True when two values in this order satisfy the operator.
    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal | Self::Like => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

impl Filter {
    /// The name of the field it compares.
    pub(crate) const fn field_name(&self) -> &'static str {
        self.name
    }

    /// Reads an expression against the fields it may name.
    pub(crate) fn parse(expression: &str, fields: &[Field]) -> Result<Self> {
        let (name, op, typed) = split(expression)?;
        let (index, field) = field_named(name, fields)?;
        let operand = Operand::read(field, op, typed)?;
        Ok(Self { field: index, name: field.name, op, operand, typed: typed.to_owned() })
    }

    /// True when it tells accounts apart, so that it can be judged before any of them is asked.
    pub(crate) fn is_about_accounts(&self) -> bool {
        matches!(self.name, "account" | "provider" | "preset")
    }

    /// True when an account's records can satisfy the condition, as far as the account decides.
    pub(crate) fn admits(&self, origin: &Origin) -> bool {
        match self.name {
            "account" => self.fits(Value::Text(&origin.account)),
            "provider" => self.fits(Value::Text(origin.provider)),
            "preset" => self.fits(origin.preset.as_value()),
            _ => true,
        }
    }

    /// True when a row satisfies the condition.
    pub(crate) fn matches(&self, row: &dyn Row) -> bool {
        self.fits(row.value(self.field))
    }

    /// True when the value of its field satisfies the condition.
    fn fits(&self, value: Value<'_>) -> bool {
        match value {
            // A single star is the one exception to null: it fits every record, even one without a name.
            Value::Null => self.name == "name" && self.op == Op::Like && self.typed == "*",
            Value::Object(_) | Value::Objects(_) => false,
            Value::Json(text) => self.holds(&Value::Text(text)),
            Value::List(items) if self.op == Op::NotEqual => items.iter().all(|item| self.holds(&Value::Text(item))),
            Value::List(items) => items.iter().any(|item| self.holds(&Value::Text(item))),
            value => self.holds(&value),
        }
    }

    /// True when one plain value satisfies the condition; a value that cannot be read as its field's kind never does.
    fn holds(&self, value: &Value<'_>) -> bool {
        let order = match (&self.operand, value) {
            (Operand::Pattern(glob), Value::Text(text)) => {
                let usual = || address(text).is_some_and(|address| glob.matches(&address.to_string()));
                return glob.matches(text) || usual();
            }
            (Operand::Address(own), Value::Text(text)) => {
                Some(address(text).map_or(Ordering::Less, |other| other.cmp(own)))
            }
            (Operand::Pattern(glob), Value::Integer(number)) => return glob.matches(&number.to_string()),
            (Operand::Text(own), Value::Text(text)) => Some((*text).cmp(own.as_str())),
            (Operand::Number(own), Value::Integer(number)) => Some(number.cmp(own)),
            (Operand::Bool(own), Value::Bool(yes)) => Some(yes.cmp(own)),
            (Operand::Amount(own), Value::Text(text)) => {
                Decimal::parse(text).zip(Decimal::parse(own)).map(|(amount, own)| amount.cmp(&own))
            }
            (Operand::Time(own), Value::Text(text)) => Moment::parse(text).map(|moment| moment.against(own)),
            _ => None,
        };
        order.is_some_and(|order| self.op.holds(order))
    }
}

impl fmt::Display for Filter {
    /// The expression, which reads back as the same filter.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.name, self.op.sign(), self.typed)
    }
}

impl Operand {
    /// Reads an operand by the kind of its field, where the operator has a meaning for that kind.
    fn read(field: &Field, op: Op, typed: &str) -> Result<Self> {
        let senseless = match field.kind {
            FieldKind::Objects | FieldKind::Object => true,
            FieldKind::Bool => op.orders() || op == Op::Like,
            FieldKind::List => op.orders(),
            _ => false,
        };
        if senseless {
            return Err(Error::usage(format!("{} cannot be filtered with {}", field.name, op.sign()))
                .hint(operators(field.kind)));
        }
        if op == Op::Like {
            let pattern = Glob::new(typed);
            known_word(field, typed, |word| pattern.matches(word))?;
            return Ok(Self::Pattern(pattern));
        }
        known_word(field, typed, |word| word == typed)?;
        let operand = match field.kind {
            FieldKind::Integer => typed.parse().ok().map(Self::Number),
            FieldKind::Bytes => Some(Self::Number(i64::try_from(parse_size(typed)?).unwrap_or(i64::MAX))),
            FieldKind::Money | FieldKind::Decimal => Decimal::parse(typed).map(|_| Self::Amount(typed.to_owned())),
            FieldKind::Time => Moment::parse(typed).map(Self::Time),
            FieldKind::Bool => yes_or_no(typed).map(Self::Bool),
            FieldKind::Text | FieldKind::State | FieldKind::List | FieldKind::Objects | FieldKind::Object => {
                let spelled = address(typed).filter(|_| !op.orders()).map(Self::Address);
                Some(spelled.unwrap_or_else(|| Self::Text(typed.to_owned())))
            }
        };
        operand.ok_or_else(|| {
            Error::usage(format!("{typed:?} cannot be compared with {}", field.name)).hint(expected(field.kind))
        })
    }
}

/// The field's name, the operator and the operand, none of them empty.
fn split(expression: &str) -> Result<(&str, Op, &str)> {
    let wrong = |why: &str| {
        Error::usage(format!("the filter {expression:?} {why}"))
            .hint("write field=value, field!=value, field~glob, or <, <=, > and >=")
    };
    if expression.trim().is_empty() {
        return Err(wrong("is empty"));
    }
    let at = expression.find(['!', '<', '>', '=', '~']).ok_or_else(|| wrong("has no operator"))?;
    let (name, rest) = expression.split_at(at);
    let (op, value) = Op::ALL
        .iter()
        .find_map(|(sign, op)| rest.strip_prefix(sign).map(|value| (*op, value.trim())))
        .ok_or_else(|| wrong("has no operator"))?;
    match (name.trim(), value) {
        ("", _) => Err(wrong("names no field")),
        (_, "") => Err(wrong("has no value")),
        (name, value) => Ok((name, op, value)),
    }
}

/// Reads the words for yes and no.
fn yes_or_no(typed: &str) -> Option<bool> {
    match typed {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}

/// The hint that says how a value of a kind is written.
fn expected(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Integer => "it takes a whole number",
        FieldKind::Money | FieldKind::Decimal => "it takes an amount such as 12.10",
        FieldKind::Time => "it takes a date such as 2026-01-31, or a time such as 2026-01-31T08:00:00Z",
        FieldKind::Bool => "it takes true or false",
        _ => "it takes text",
    }
}

/// The operators a kind has.
fn operators(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Bool => "it takes = and !=",
        FieldKind::List => "a list takes = (any of it), != (none of it) and ~",
        _ => "it cannot be filtered at all",
    }
}

/// True when the filter's field is null in every row, so that no row can ever match.
pub(crate) fn null_everywhere(filter: &Filter, rows: &Rows) -> bool {
    !rows.rows.is_empty() && rows.rows.iter().all(|row| row.value(filter.field).is_null())
}

#[cfg(test)]
mod tests;
