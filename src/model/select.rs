//! Selecting from an answer: filters, sort keys, columns and a limit.
//! Every noun and every format is selected from by the same words.

use std::cmp::Ordering;

use super::{
    compare::Key,
    filter::Filter,
    lookup::field_named,
    record::{Row, Rows},
    value::{Field, FieldKind},
};
use crate::error::{Error, Result};

/// The rows and columns that are wanted of an answer, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Selection {
    /// Conditions that all must hold.
    pub filters: Vec<Filter>,
    /// Sort keys by the position of their field, each with whether the largest comes first.
    pub sort: Vec<(usize, bool)>,
    /// The positions of the wanted fields, when they were named.
    pub columns: Option<Vec<usize>>,
    /// The most rows that are kept.
    pub limit: Option<usize>,
}

/// An answer after its selection, ready to be written.
pub(crate) struct Selected {
    /// The rows that are left.
    pub rows: Rows,
    /// The positions of the wanted fields, when they were named.
    pub columns: Option<Vec<usize>>,
    /// The number of rows that the limit cut off.
    pub cut: usize,
    /// The rows that are left out, by which an id's prefix may be no target.
    pub others: Vec<Box<dyn Row>>,
    /// True when the user named the fields, so that none of them is left out.
    pub named_columns: bool,
    /// True when the rows are records of a whole listing, so that the prefix of an id can be a target.
    pub short_ids: bool,
}

impl From<Rows> for Selected {
    /// An answer from which nothing was selected.
    fn from(rows: Rows) -> Self {
        Self { rows, columns: None, cut: 0, others: Vec::new(), named_columns: false, short_ids: false }
    }
}

impl Selection {
    /// Reads the flags: filter expressions, `name,-created_at`, `id,name`, and a number.
    pub(crate) fn parse(
        filters: &[String],
        sort: Option<&str>,
        columns: Option<&str>,
        limit: Option<usize>,
        fields: &[Field],
    ) -> Result<Self> {
        Ok(Self {
            filters: filters.iter().map(|one| Filter::parse(one, fields)).collect::<Result<_>>()?,
            sort: sort.map_or(Ok(Vec::new()), |keys| sort_keys(keys, fields))?,
            columns: columns.map(|names| column_positions(names, fields)).transpose()?,
            limit,
        })
    }

    /// The filters that tell accounts apart.
    pub(crate) fn of_accounts(&self) -> impl Iterator<Item = &Filter> {
        self.filters.iter().filter(|filter| filter.is_about_accounts())
    }

    /// True when a row satisfies every filter.
    pub(crate) fn matches(&self, row: &dyn Row) -> bool {
        self.filters.iter().all(|filter| filter.matches(row))
    }

    /// Filters, sorts and cuts an answer.
    pub(crate) fn apply(&self, mut rows: Rows) -> Selected {
        let mut others: Vec<_> = rows.rows.extract_if(.., |row| !self.matches(row.as_ref())).collect();
        self.sort(&mut rows);
        let cut = self.limit.map_or(0, |limit| rows.rows.len().saturating_sub(limit));
        others.extend(rows.rows.drain(rows.rows.len() - cut..));
        let named_columns = self.columns.is_some();
        Selected { rows, columns: self.columns.clone(), cut, others, named_columns, short_ids: false }
    }

    /// Sorts the rows by the keys; equal ones keep their order.
    fn sort(&self, rows: &mut Rows) {
        if self.sort.is_empty() {
            return;
        }
        // Amounts are only larger or smaller than those of the same currency.
        let currency = rows.fields.iter().position(|field| field.name == "currency");
        let kind = |index: usize| rows.fields.get(index).map_or(FieldKind::Text, |field| field.kind);
        let mut kinds = Vec::new();
        for (index, descending) in &self.sort {
            if let (FieldKind::Money, Some(currency)) = (kind(*index), currency) {
                kinds.push((currency, FieldKind::Text, false));
            }
            kinds.push((*index, kind(*index), *descending));
        }
        let mut keyed: Vec<(Vec<SortKey<'_>>, usize)> = rows
            .rows
            .iter()
            .enumerate()
            .map(|(place, row)| {
                let key = |(index, kind, descending): &_| (Key::of(*kind, &row.value(*index)), *descending);
                (kinds.iter().map(key).collect(), place)
            })
            .collect();
        keyed.sort_by(|(one, _), (two, _)| in_order(one, two));
        let order: Vec<usize> = keyed.into_iter().map(|(_, place)| place).collect();
        let mut places: Vec<Option<Box<dyn Row>>> = rows.rows.drain(..).map(Some).collect();
        rows.rows.extend(order.into_iter().filter_map(|place| places.get_mut(place).and_then(Option::take)));
    }
}

/// A row's value for one sort key, and true when the largest comes first.
type SortKey<'a> = (Option<Key<'a>>, bool);

/// The order of two rows by their keys; a value that is not told comes last in either direction.
fn in_order(one: &[SortKey<'_>], two: &[SortKey<'_>]) -> Ordering {
    one.iter()
        .zip(two)
        .map(|((a, descending), (b, _))| match (a, b) {
            (Some(a), Some(b)) if *descending => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Reads sort keys separated by commas, `-` for the largest first.
fn sort_keys(keys: &str, fields: &[Field]) -> Result<Vec<(usize, bool)>> {
    keys.split(',')
        .map(|key| {
            let key = key.trim();
            let (name, descending) = key.strip_prefix('-').map_or((key, false), |name| (name, true));
            match field_named(name, fields)? {
                (_, Field { kind: FieldKind::Objects | FieldKind::Object, .. }) => {
                    Err(Error::usage(format!("{name} has no order to sort by")))
                }
                (index, _) => Ok((index, descending)),
            }
        })
        .collect()
}

/// Reads column names separated by commas.
fn column_positions(names: &str, fields: &[Field]) -> Result<Vec<usize>> {
    let mut columns = Vec::new();
    for name in names.split(',') {
        let (index, field) = field_named(name.trim(), fields)?;
        if columns.contains(&index) {
            return Err(Error::usage(format!("the column {} is named twice", field.name)));
        }
        columns.push(index);
    }
    Ok(columns)
}

#[cfg(test)]
mod tests;
