//! What all nouns share: the head of a record, the trait every format reads, and the macro that declares a noun.
//! Field names and units are those of conventions ("Records"); they are only ever added to.

use std::sync::Arc;

use super::value::{AsValue, Field, FieldKind, Shown, Value};

/// The account a record came from, as three words that every record shows.
#[derive(Debug, PartialEq, Eq)]
pub struct Origin {
    /// The configured account's name.
    pub account: String,
    /// `fleio`, `cloudsigma`, `seflow` or `uivmm`.
    pub provider: &'static str,
    /// The preset the account names, if any.
    pub preset: Option<String>,
}

/// What every record has beside its noun's own fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The provider's id, as text; composite ids are joined by `/`.
    pub id: String,
    /// The name, when the thing has one.
    pub name: Option<String>,
    /// One of the noun's own state words.
    pub state: &'static str,
    /// The provider's word for the state.
    pub provider_state: Option<String>,
    /// When it was created: RFC 3339, or as given when the provider names no zone.
    pub created_at: Option<String>,
}

/// The fields every noun begins with.
pub const HEAD: [Field; 8] = [
    Field::of::<String>("account", FieldKind::Text, Shown::Table, "the configured account"),
    Field::of::<&'static str>("provider", FieldKind::Text, Shown::Wide, "the word of the provider"),
    field("preset", FieldKind::Text, Shown::Data, "the preset the account names"),
    Field::of::<String>("id", FieldKind::Text, Shown::Table, "the provider's id, as text"),
    field("name", FieldKind::Text, Shown::Table, "the name"),
    Field::of::<&'static str>("state", FieldKind::State, Shown::Table, "one of nubo's state words"),
    field("provider_state", FieldKind::Text, Shown::Wide, "the provider's word for the state"),
    field("created_at", FieldKind::Time, Shown::Wide, "when it was created"),
];

/// A field from its four parts; any text may stand in it, and nothing.
pub const fn field(name: &'static str, kind: FieldKind, shown: Shown, about: &'static str) -> Field {
    Field::new(name, kind, shown, about)
}

/// A noun's record: its head, its own fields, and their values by position.
pub trait Record: Send + Sync + 'static {
    /// The noun in the singular, as in `instance`.
    const KIND: &'static str;
    /// The noun's own fields, after [`HEAD`].
    const FIELDS: &'static [Field];
    /// The state words of the noun.
    const STATES: &'static [&'static str];
    /// The fields of the head that tell a reader nothing of such records, so that tables do without them.
    const HIDES: &'static [&'static str] = &[];
    /// What every record has.
    fn head(&self) -> &Head;
    /// The value of the noun's own field at a position of [`Record::FIELDS`].
    fn own(&self, index: usize) -> Value<'_>;
}

/// A record together with where it came from and, when asked for, the provider's reply.
#[derive(Clone, Debug)]
pub struct Entry<R> {
    /// Where it came from.
    pub origin: Arc<Origin>,
    /// The record itself.
    pub record: R,
    /// The provider's reply as JSON text, for `--raw`.
    pub raw: Option<String>,
}

impl<R: Record> Row for Entry<R> {
    fn value(&self, index: usize) -> Value<'_> {
        let head = self.record.head();
        match index {
            0 => Value::Text(&self.origin.account),
            1 => Value::Text(self.origin.provider),
            2 => self.origin.preset.as_value(),
            3 => Value::Text(&head.id),
            4 => head.name.as_value(),
            5 => Value::Text(head.state),
            6 => head.provider_state.as_value(),
            7 => head.created_at.as_value(),
            own => self.record.own(own - HEAD.len()),
        }
    }

    fn raw(&self) -> Option<&str> {
        self.raw.as_deref()
    }
}

/// One line of output of any kind: values by the position of its field.
pub trait Row: Send {
    /// The value of the field at a position.
    fn value(&self, index: usize) -> Value<'_>;
    /// The provider's reply as JSON text, when it was kept.
    fn raw(&self) -> Option<&str> {
        None
    }
}

/// Rows of one kind with their fields: what a command returns and every format writes.
#[expect(clippy::struct_field_names, reason = "the rows of the rows are rows")]
pub struct Rows {
    /// The fields, head first.
    pub fields: Vec<Field>,
    /// The lines.
    pub rows: Vec<Box<dyn Row>>,
    /// Whether the answer is an array or the one object of a literal `show`.
    pub shape: Shape,
}

/// The outer form of an answer; it follows from what was typed, never from what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An array, also for none or one.
    Array,
    /// One object.
    Object,
}

/// All fields of a noun: the head, then its own.
pub fn fields_of<R: Record>() -> Vec<Field> {
    let head = |field: Field| Field {
        shown: if R::HIDES.contains(&field.name) { Shown::Data } else { field.shown },
        words: if field.name == "state" { R::STATES } else { field.words },
        ..field
    };
    HEAD.iter().copied().map(head).chain(R::FIELDS.iter().copied()).collect()
}

impl Rows {
    /// The answer of a noun's records.
    pub fn of<R: Record>(entries: Vec<Entry<R>>, shape: Shape) -> Self {
        let rows = entries.into_iter().map(|entry| Box::new(entry) as Box<dyn Row>).collect();
        Self { fields: fields_of::<R>(), rows, shape }
    }
}

/// Declares a struct whose members are readable as fields by position: a noun's record or a row of its own.
/// Each member gives its type, what kind of field it is, where it is shown, and what it means.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident $kind:literal [$($state:literal)*] $(hides [$($hidden:literal)*])? {
        $($field:ident: $ty:ty = $fkind:ident $shown:ident $about:literal;)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[allow(clippy::struct_field_names, reason = "the public key of a key is its name everywhere")]
        pub struct $name {
            /// What every record has.
            pub head: $crate::model::Head,
            $(#[doc = $about] pub $field: $ty,)*
        }
        impl $crate::model::Record for $name {
            const KIND: &'static str = $kind;
            const STATES: &'static [&'static str] = &[$($state),*];
            $(const HIDES: &'static [&'static str] = &[$($hidden),*];)?
            const FIELDS: &'static [$crate::model::Field] = &[$($crate::model::Field::of::<$ty>(
                stringify!($field), $crate::model::FieldKind::$fkind, $crate::model::Shown::$shown, $about,
            )),*];
            fn head(&self) -> &$crate::model::Head {
                &self.head
            }
            fn own(&self, index: usize) -> $crate::model::Value<'_> {
                use $crate::model::AsValue;
                let mut at = 0;
                $(
                    if index == at {
                        return self.$field.as_value();
                    }
                    at += 1;
                )*
                let _ = at;
                $crate::model::Value::Null
            }
        }
    };
}
pub(crate) use record;
