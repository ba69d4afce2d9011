//! Rows of nubo's own commands: structs whose members are the fields, declared once by a macro.
//! Their schemas follow from the types of the members.

use std::sync::Arc;

use super::{
    record::{Origin, PROVIDERS, Row, Rows, Shape},
    value::{AsValue, Field, FieldKind, Shown, Value},
};

/// A type of row that a command of nubo's own prints.
pub(crate) trait RowType: Row + Sized + 'static {
    /// One such row, in the singular.
    const KIND: &'static str;
    /// The fields, in the order of the values.
    const FIELDS: &'static [Field];
}

impl Rows {
    /// The answer of a command's own rows.
    pub(crate) fn typed<R: RowType>(rows: Vec<R>, shape: Shape) -> Self {
        let rows = rows.into_iter().map(|row| Box::new(row) as Box<dyn Row>).collect();
        Self { fields: R::FIELDS.to_vec(), rows, shape }
    }
}

/// A member that says which account a row is about: it fills the first three fields.
pub(crate) trait FromAccount {
    /// True when a row may be about no account.
    const NULLABLE: bool = false;
    /// The account, its provider and its preset.
    fn origin(&self) -> Option<&Origin>;
}

impl FromAccount for Arc<Origin> {
    fn origin(&self) -> Option<&Origin> {
        Some(self)
    }
}

impl FromAccount for Option<Arc<Origin>> {
    const NULLABLE: bool = true;

    fn origin(&self) -> Option<&Origin> {
        self.as_deref()
    }
}

/// The number of fields filled by a member that says which account a row is about.
pub(crate) const ORIGIN_FIELDS: usize = 3;

/// The field at one of the first three places, for a member of a type; the provider is shown where it is said.
pub(crate) const fn origin_field<T: FromAccount>(index: usize, provider: Shown) -> Field {
    let field = match index {
        0 => Field::new("account", FieldKind::Text, Shown::Table, "the configured account"),
        1 => Field::new("provider", FieldKind::Text, provider, "the word of the provider").only(PROVIDERS),
        _ => Field::new("preset", FieldKind::Text, Shown::Data, "the preset the account names"),
    };
    Field { nullable: T::NULLABLE || index > 1, ..field }
}

/// The value at one of the first three places.
pub(crate) fn origin_value(origin: Option<&Origin>, index: usize) -> Value<'_> {
    match (origin, index) {
        (None, _) => Value::Null,
        (Some(origin), 0) => Value::Text(&origin.account),
        (Some(origin), 1) => Value::Text(origin.provider),
        (Some(origin), _) => origin.preset.as_value(),
    }
}

/// The fixed words of a field: the literals themselves, or those of a constant.
macro_rules! fixed_words {
    ($words:ident) => { $words };
    ($($word:literal)*) => { &[$($word),*] };
}
pub(crate) use fixed_words;

/// Declares a row of a command's own: a struct whose members are readable as fields by position.
///
/// Each member gives its type, what kind of field it is, where it is shown, the only words it can be where they are
/// fixed, and what it means. A member behind `from`
/// says which account the row is about and fills the fields `account`, `provider` and `preset`, the provider shown where
/// it is said. A method behind `if` says whether its field has a value in a row; without one it is null.
macro_rules! row {
    ($(#[$doc:meta])* $name:ident $kind:literal $(from $origin:ident: $origin_ty:ty = $provider:ident)? {
        $($field:ident: $ty:ty = $fkind:ident $shown:ident $([$($word:tt)*])? $about:literal $(if $given:ident)?;)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $name {
            $(#[doc = "The account it is about."] pub $origin: $origin_ty,)?
            $(#[doc = $about] pub $field: $ty,)*
        }
        impl $crate::model::RowType for $name {
            const KIND: &'static str = $kind;
            const FIELDS: &'static [$crate::model::Field] = &[
                $(
                    $crate::model::origin_field::<$origin_ty>(0, $crate::model::Shown::$provider),
                    $crate::model::origin_field::<$origin_ty>(1, $crate::model::Shown::$provider),
                    $crate::model::origin_field::<$origin_ty>(2, $crate::model::Shown::$provider),
                )?
                $($crate::model::Field {
                    $(nullable: !stringify!($given).is_empty(),)?
                    ..$crate::model::Field::of::<$ty>(
                        stringify!($field), $crate::model::FieldKind::$fkind, $crate::model::Shown::$shown, $about,
                    )$(.only($crate::model::fixed_words!($($word)*)))?
                },)*
            ];
        }
        impl $crate::model::Row for $name {
            fn value(&self, index: usize) -> $crate::model::Value<'_> {
                let mut at = 0;
                $(
                    if index < $crate::model::ORIGIN_FIELDS {
                        let origin = $crate::model::FromAccount::origin(&self.$origin);
                        return $crate::model::origin_value(origin, index);
                    }
                    at += $crate::model::ORIGIN_FIELDS;
                )?
                $(
                    if index == at {
                        $(if !self.$given() { return $crate::model::Value::Null; })?
                        return $crate::model::AsValue::as_value(&self.$field);
                    }
                    at += 1;
                )*
                let _ = at;
                $crate::model::Value::Null
            }
        }
    };
}
pub(crate) use row;

#[cfg(test)]
mod tests {
    use super::*;

    row! {
        /// A row with every kind of member.
        Sample "sample" from origin: Option<Arc<Origin>> = Wide {
            name: String = Text Table "its name";
            size: Option<u64> = Bytes Wide "its size";
            secret: String = Text Data "told when asked for" if is_told;
        }
    }

    impl Sample {
        fn is_told(&self) -> bool {
            self.name == "open"
        }
    }

    fn sample(name: &str) -> Sample {
        let origin = Origin { account: "lab".to_owned(), provider: "fleio", preset: None };
        Sample { origin: Some(Arc::new(origin)), name: name.to_owned(), size: None, secret: "s".to_owned() }
    }

    #[test]
    fn values_stand_under_their_fields() {
        let row = sample("open");
        let values: Vec<_> = Sample::FIELDS.iter().enumerate().map(|(at, field)| (field.name, row.value(at))).collect();
        let text = Value::Text;
        let expected = [
            ("account", text("lab")),
            ("provider", text("fleio")),
            ("preset", Value::Null),
            ("name", text("open")),
            ("size", Value::Null),
            ("secret", text("s")),
        ];
        assert_eq!(values, expected);
        assert_eq!(sample("closed").value(5), Value::Null);
        assert_eq!(Sample { origin: None, ..sample("open") }.value(0), Value::Null);
        assert_eq!(row.value(6), Value::Null);
    }

    #[test]
    fn a_field_says_whether_it_can_be_null() {
        let nullable = Sample::FIELDS.iter().map(|field| field.nullable).collect::<Vec<_>>();
        assert_eq!(nullable, [true, true, true, false, true, true]);
        let sure = [0, 1, 2].map(|at| origin_field::<Arc<Origin>>(at, Shown::Data).nullable);
        assert_eq!(sure, [false, false, true]);
    }
}
