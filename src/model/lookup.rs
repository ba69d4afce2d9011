//! Fields and words by the name that was typed, and the nearest one where there is none of that name.

use std::fmt::Write as _;

use super::value::Field;
use crate::error::{Error, Result};

/// The field of a name with its position, or an error that says which there are.
pub(crate) fn field_named<'a>(name: &str, fields: &'a [Field]) -> Result<(usize, &'a Field)> {
    fields.iter().enumerate().find(|(_, field)| field.name == name).ok_or_else(|| {
        let names = || fields.iter().map(|field| field.name);
        let mut hint = String::new();
        if let Some(near) = nearest(name, names()) {
            let _ = write!(hint, "did you mean {near}? ");
        }
        let _ = write!(hint, "the fields are {}", names().collect::<Vec<_>>().join(", "));
        let message =
            if name.is_empty() { "a field's name is empty".to_owned() } else { format!("there is no field {name:?}") };
        Error::usage(message).hint(hint)
    })
}

/// Refuses a word that a field of fixed words can never be.
pub(crate) fn known_word(field: &Field, typed: &str, is: impl Fn(&str) -> bool) -> Result<()> {
    if field.words.is_empty() || field.words.iter().any(|word| is(word)) {
        return Ok(());
    }
    let near = nearest(typed, field.words.iter().copied()).map(|near| format!("did you mean {near}? "));
    let hint = format!("{}it can be {}", near.unwrap_or_default(), field.words.join(", "));
    Err(Error::usage(format!("{} is never {typed:?}", field.name)).hint(hint))
}

/// The word most like a mistyped one, when one is alike at all; capitals make no difference to the likeness.
pub(crate) fn nearest<'a>(typed: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = &*typed.to_lowercase();
    words
        .into_iter()
        .map(|word| (strsim::jaro_winkler(typed, &word.to_lowercase()), word))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(one, _), (two, _)| one.total_cmp(two))
        .map(|(_, word)| word)
}
