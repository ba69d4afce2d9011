//! A borrowed value of one field of a record, and the kind of value a field holds.
//! Every output format, filter and sort key reads records through these two.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// The kind of value in a field, by which tables show it and filters compare it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// Plain text.
    Text,
    /// One of nubo's state words; coloured on a terminal.
    State,
    /// A whole number without a unit.
    Integer,
    /// A size in bytes; shown with a binary unit in tables.
    Bytes,
    /// Yes or no.
    Bool,
    /// A decimal amount as text, in the currency beside it.
    Money,
    /// A decimal number as text, without a currency.
    Decimal,
    /// `YYYY-MM-DD`, or a time as RFC 3339, or as given when the provider names no zone.
    Time,
    /// A list of texts.
    List,
    /// A list of small objects, only shown whole.
    Objects,
    /// One small object, only shown whole.
    Object,
}

/// A column of a noun: its key in JSON, its heading in tables, and where it appears.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    /// The `snake_case` key.
    pub name: &'static str,
    /// The kind of its values.
    pub kind: FieldKind,
    /// The formats that show it unasked.
    pub shown: Shown,
    /// One sentence for the schema and the help.
    pub about: &'static str,
    /// True when a record may lack a value; the key is there all the same.
    pub nullable: bool,
    /// The only words a value can be; none where any text can be one.
    pub words: &'static [&'static str],
    /// The keys of the small objects it holds.
    pub parts: &'static [Field],
}

impl Field {
    /// A field whose values may be missing and are of no fixed words.
    pub(crate) const fn new(name: &'static str, kind: FieldKind, shown: Shown, about: &'static str) -> Self {
        Self { name, kind, shown, about, nullable: true, words: &[], parts: &[] }
    }

    /// A field whose values are of a type, which says whether they can be missing, their words and their keys.
    pub(crate) const fn of<T: AsValue>(name: &'static str, kind: FieldKind, shown: Shown, about: &'static str) -> Self {
        Self { nullable: T::NULLABLE, words: T::WORDS, parts: T::PARTS, ..Self::new(name, kind, shown, about) }
    }

    /// The field with the only words that its values can be.
    pub(crate) const fn only(self, words: &'static [&'static str]) -> Self {
        Self { words, ..self }
    }
}

/// The formats that show a field without `--columns`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shown {
    /// Every format.
    Table,
    /// The format `wide` and the structured formats.
    Wide,
    /// The structured formats only.
    Data,
    /// The structured formats of a single shown record only.
    Detail,
}

/// One field's value, borrowed from its record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    /// The provider does not tell.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number or a size.
    Integer(i64),
    /// Text of any kind, amounts and times included.
    Text(&'a str),
    /// JSON as the provider sent it, numbers to the letter.
    Json(&'a str),
    /// A list of texts.
    List(&'a [String]),
    /// One small object: keys and values.
    Object(Vec<(&'static str, Value<'a>)>),
    /// Small objects.
    Objects(Vec<Vec<(&'static str, Value<'a>)>>),
}

impl Value<'_> {
    /// True when the provider does not tell the value.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_none(),
            Value::Bool(b) => serializer.serialize_bool(*b),
            Value::Integer(n) => serializer.serialize_i64(*n),
            Value::Text(t) => serializer.serialize_str(t),
            Value::Json(t) => match serde_json::from_str::<&RawValue>(t) {
                Ok(raw) => raw.serialize(serializer),
                Err(_) => serializer.serialize_str(t),
            },
            Value::List(l) => l.serialize(serializer),
            Value::Object(row) => Entries(row).serialize(serializer),
            Value::Objects(rows) => serializer.collect_seq(rows.iter().map(|row| Entries(row))),
        }
    }
}

/// Writes pairs as one JSON object, in their order.
struct Entries<'a, 'b>(&'a [(&'static str, Value<'b>)]);

impl Serialize for Entries<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// A type of a record's member, which is read as a [`Value`].
pub(crate) trait AsValue {
    /// True when a value can be null.
    const NULLABLE: bool = false;
    /// The only words a value can be; none where any text can be one.
    const WORDS: &'static [&'static str] = &[];
    /// The keys of the small objects that a value holds.
    const PARTS: &'static [Field] = &[];
    /// The member as a borrowed value.
    fn as_value(&self) -> Value<'_>;
}

impl AsValue for String {
    fn as_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl AsValue for &'static str {
    fn as_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl AsValue for bool {
    fn as_value(&self) -> Value<'_> {
        Value::Bool(*self)
    }
}

impl AsValue for u64 {
    fn as_value(&self) -> Value<'_> {
        Value::Integer(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}

impl AsValue for u16 {
    fn as_value(&self) -> Value<'_> {
        Value::Integer(i64::from(*self))
    }
}

impl AsValue for i64 {
    fn as_value(&self) -> Value<'_> {
        Value::Integer(*self)
    }
}

impl AsValue for Vec<String> {
    fn as_value(&self) -> Value<'_> {
        Value::List(self)
    }
}

impl<T: AsValue> AsValue for Option<T> {
    const NULLABLE: bool = true;
    const WORDS: &'static [&'static str] = T::WORDS;
    const PARTS: &'static [Field] = T::PARTS;

    fn as_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, AsValue::as_value)
    }
}

/// A small object inside a record.
pub(crate) trait Object {
    /// The object's keys, in their order.
    const KEYS: &'static [Field];
    /// The object's keys with their values.
    fn entries(&self) -> Vec<(&'static str, Value<'_>)>;
}

impl<T: Object> AsValue for Vec<T> {
    const PARTS: &'static [Field] = T::KEYS;

    fn as_value(&self) -> Value<'_> {
        Value::Objects(self.iter().map(Object::entries).collect())
    }
}

/// Lets enums with `ALL` and `word` be values of records: texts that can be those words only.
macro_rules! words {
    ($($name:ty),* $(,)?) => {$(
        impl $crate::model::AsValue for $name {
            const WORDS: &'static [&'static str] = &{
                let mut words = [""; Self::ALL.len()];
                let mut at = 0;
                while at < words.len() {
                    words[at] = Self::ALL[at].word();
                    at += 1;
                }
                words
            };
            fn as_value(&self) -> $crate::model::Value<'_> {
                $crate::model::Value::Text(self.word())
            }
        }
    )*};
}
pub(crate) use words;

/// Declares a small object of a record: a struct whose members are its keys, in their order.
/// Each member gives its type, the kind of field, and its meaning.
macro_rules! object {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $ty:ty = $kind:ident $about:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub(crate) struct $name {
            $(#[doc = $about] pub $field: $ty,)*
        }
        impl $crate::model::Object for $name {
            const KEYS: &'static [$crate::model::Field] = &[$($crate::model::Field::of::<$ty>(
                stringify!($field), $crate::model::FieldKind::$kind, $crate::model::Shown::Data, $about,
            )),*];
            fn entries(&self) -> Vec<(&'static str, $crate::model::Value<'_>)> {
                vec![$((stringify!($field), $crate::model::AsValue::as_value(&self.$field))),*]
            }
        }
    };
}
pub(crate) use object;
