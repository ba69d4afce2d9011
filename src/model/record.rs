//! The common parts of all nouns: the head of a record, the trait that formats read, and the macro for a noun.
//! Field names and units are those of conventions ("Records"); they are only ever added to.

use std::{any::Any, fmt, sync::Arc};

use super::value::{AsValue, Field, FieldKind, Shown, Value};

/// The account a record came from, as three words that every record shows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The configured account's name.
    pub account: String,
    /// `fleio`, `cloudsigma`, `seflow` or `uivmm`.
    pub provider: &'static str,
    /// The preset the account names, if any.
    pub preset: Option<String>,
}

/// The head of a record, which it has beside its noun's own fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// The provider's id, as text; composite ids are joined by `/`.
    pub id: String,
    /// The name, when the thing has one.
    pub name: Option<String>,
    /// One of the noun's own state words.
    pub state: &'static str,
    /// The provider's word for the state.
    pub provider_state: Option<String>,
    /// The creation time: RFC 3339, or as given when the provider names no zone.
    pub created_at: Option<String>,
}

/// The words of the providers.
pub(crate) const PROVIDERS: &[&str] = &["fleio", "cloudsigma", "seflow", "uivmm"];

/// The fields every noun begins with.
pub(crate) const HEAD: [Field; 8] = [
    Field::of::<String>("account", FieldKind::Text, Shown::Table, "the configured account"),
    Field::of::<&'static str>("provider", FieldKind::Text, Shown::Wide, "the word of the provider").only(PROVIDERS),
    field("preset", FieldKind::Text, Shown::Data, "the preset the account names"),
    Field::of::<String>("id", FieldKind::Text, Shown::Table, "the provider's id, as text"),
    field("name", FieldKind::Text, Shown::Table, "the name"),
    Field::of::<&'static str>("state", FieldKind::State, Shown::Table, "one of nubo's state words"),
    field("provider_state", FieldKind::Text, Shown::Wide, "the provider's word for the state"),
    field("created_at", FieldKind::Time, Shown::Wide, "when it was created"),
];

/// A field from its four parts; any text may stand in it, and nothing.
pub(crate) const fn field(name: &'static str, kind: FieldKind, shown: Shown, about: &'static str) -> Field {
    Field::new(name, kind, shown, about)
}

/// A kind of record as data.
#[derive(Debug)]
pub(crate) struct RecordKind {
    /// The noun in the singular, as in `instance`.
    pub name: &'static str,
    /// The noun's own fields, after [`HEAD`].
    pub fields: &'static [Field],
    /// The state words of the noun.
    pub states: &'static [&'static str],
    /// The fields of the head that tell a reader nothing of such records, so that tables do without them.
    pub hides: &'static [&'static str],
}

impl RecordKind {
    /// All fields: the head, then its own.
    pub(crate) fn all_fields(&self) -> Vec<Field> {
        let head = |field: Field| Field {
            shown: if self.hides.contains(&field.name) { Shown::Data } else { field.shown },
            words: if field.name == "state" { self.states } else { field.words },
            ..field
        };
        HEAD.iter().copied().map(head).chain(self.fields.iter().copied()).collect()
    }
}

/// The reason that stopping a machine destroys it, where its provider keeps it only while it runs.
pub(crate) const FLEETING: &str = "not persistent, so stopping destroys it";

/// A noun's record: its head, its own fields by position, and the facts that guard rails and waits ask for.
pub(crate) trait Record: Any + fmt::Debug + Send + Sync {
    /// The kind of record it is.
    fn kind(&self) -> &'static RecordKind;
    /// The part that every record has.
    fn head(&self) -> &Head;
    /// The value of the noun's own field at a position of [`RecordKind::fields`].
    fn own(&self, index: usize) -> Value<'_>;

    /// The number that people know it by, where it has no name.
    fn number(&self) -> Option<&str> {
        None
    }

    /// True for a machine that survives being stopped.
    fn survives_stop(&self) -> bool {
        true
    }

    /// The reason that stopping it destroys something, where it does not survive that.
    fn fleeting(&self) -> &'static str {
        FLEETING
    }

    /// True when the record refuses changes; none where the provider does not tell.
    fn locked(&self) -> Option<bool> {
        None
    }

    /// True when it is at work, so that ending it needs more than a yes.
    fn at_work(&self) -> bool {
        false
    }

    /// The reason that it failed, in the provider's words.
    fn trouble(&self) -> Option<&str> {
        None
    }

    /// The ids of the machines it belongs to; nothing where that cannot be told.
    fn holders(&self) -> Option<Vec<String>> {
        None
    }
}

impl dyn Record {
    /// The record as the noun's own type, for code about that noun alone.
    pub(crate) fn typed<R: Record>(&self) -> Option<&R> {
        (self as &dyn Any).downcast_ref()
    }
}

/// A record together with its account and, when asked for, the provider's reply.
/// Code that is about one noun names its type, as in `Entry<Instance>`.
pub(crate) struct Entry<R: ?Sized = dyn Record> {
    /// The account it came from.
    pub origin: Arc<Origin>,
    /// The record itself.
    pub record: Arc<R>,
    /// The provider's reply as JSON text, for `--raw`.
    pub raw: Option<String>,
}

impl<R: ?Sized> Clone for Entry<R> {
    fn clone(&self) -> Self {
        Self { origin: Arc::clone(&self.origin), record: Arc::clone(&self.record), raw: self.raw.clone() }
    }
}

impl<R: ?Sized + fmt::Debug> fmt::Debug for Entry<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("account", &self.origin.account)
            .field("record", &self.record)
            .finish_non_exhaustive()
    }
}

impl<R: Record> From<Entry<R>> for Entry {
    fn from(entry: Entry<R>) -> Self {
        Self { origin: entry.origin, record: entry.record, raw: entry.raw }
    }
}

impl Entry {
    /// The entry with its record as the noun's own type, for code about that noun alone.
    pub(crate) fn typed<R: Record>(self) -> Option<Entry<R>> {
        let record = (self.record as Arc<dyn Any + Send + Sync>).downcast().ok()?;
        Some(Entry { origin: self.origin, record, raw: self.raw })
    }

    /// The value of a field by its name.
    pub(crate) fn named(&self, field: &str) -> Value<'_> {
        let own = self.record.kind().fields.iter().position(|own| own.name == field);
        let head = || HEAD.iter().position(|head| head.name == field);
        own.map(|at| at + HEAD.len()).or_else(head).map_or(Value::Null, |at| self.value(at))
    }
}

impl<R: Record + ?Sized> Row for Entry<R> {
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
pub(crate) trait Row: Send {
    /// The value of the field at a position.
    fn value(&self, index: usize) -> Value<'_>;
    /// The provider's reply as JSON text, when it was kept.
    fn raw(&self) -> Option<&str> {
        None
    }
}

/// Rows of one kind with their fields: the result of a command, which every format writes.
#[expect(clippy::struct_field_names, reason = "the rows of the rows are rows")]
pub(crate) struct Rows {
    /// The fields, head first.
    pub fields: Vec<Field>,
    /// The lines.
    pub rows: Vec<Box<dyn Row>>,
    /// The outer form: an array, or the one object of a literal `show`.
    pub shape: Shape,
}

/// The outer form of an answer; it follows from the command line, never from the records found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// An array, also for none or one.
    Array,
    /// One object.
    Object,
}

impl Rows {
    /// The answer of a noun's records.
    pub(crate) fn records(kind: &RecordKind, entries: Vec<Entry>, shape: Shape) -> Self {
        let rows = entries.into_iter().map(|entry| Box::new(entry) as Box<dyn Row>).collect();
        Self { fields: kind.all_fields(), rows, shape }
    }
}

/// Declares a struct whose members are readable as fields by position: a noun's record or a row of its own.
/// Each member gives its type, the kind of field, the formats that show it, its only words where they are fixed, and its
/// meaning.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident $kind:literal [$($state:literal)*] $(hides [$($hidden:literal)*])? {
        $($field:ident: $ty:ty = $fkind:ident $shown:ident $([$($word:literal)*])? $about:literal;)*
    } $($fact:item)*) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[allow(clippy::struct_field_names, reason = "the public key of a key is its name everywhere")]
        pub(crate) struct $name {
            /// The head of the record.
            pub head: $crate::model::Head,
            $(#[doc = $about] pub $field: $ty,)*
        }
        impl $name {
            /// The kind of record it is.
            pub(crate) const KIND: &'static $crate::model::RecordKind = &$crate::model::RecordKind {
                name: $kind,
                states: &[$($state),*],
                hides: &[$($($hidden),*)?],
                fields: &[$($crate::model::Field::of::<$ty>(
                    stringify!($field), $crate::model::FieldKind::$fkind, $crate::model::Shown::$shown, $about,
                )$(.only(&[$($word),*]))?),*],
            };
        }
        impl $crate::model::Record for $name {
            $($fact)*
            fn kind(&self) -> &'static $crate::model::RecordKind {
                Self::KIND
            }
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
