//! Sorting keeps every row and the order of equal ones; limits, columns and mistakes are reported.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::{
    error::Kind,
    model::{Entry, Head, Instance, Invoice, Origin, Record, Shape, Value},
};

fn rows<R: Record + Default>(records: Vec<R>) -> Rows {
    let origin = Arc::new(Origin { account: "a".into(), provider: "fleio", preset: None });
    let entry = |record| Entry { origin: Arc::clone(&origin), record: Arc::new(record) as Arc<dyn Record>, raw: None };
    Rows::records(R::default().kind(), records.into_iter().map(entry).collect(), Shape::Array)
}

fn machine(id: usize, cpus: Option<u64>) -> Instance {
    Instance { head: Head { id: id.to_string(), ..Head::default() }, cpus, ..Instance::default() }
}

fn selection(filters: &[&str], sort: Option<&str>, columns: Option<&str>, limit: Option<usize>) -> Result<Selection> {
    let filters: Vec<String> = filters.iter().map(ToString::to_string).collect();
    Selection::parse(&filters, sort, columns, limit, &Instance::KIND.all_fields())
}

fn ids(selected: &Selected) -> Vec<String> {
    let text = |row: &dyn Row| match row.value(3) {
        Value::Text(text) => text.to_owned(),
        other => format!("{other:?}"),
    };
    selected.rows.rows.iter().map(|row| text(row.as_ref())).collect()
}

#[test]
fn filters_sort_and_limit_work_together() {
    let selection = selection(&["cpus>1", "cpus<16"], Some("-cpus,id"), Some("id,name"), Some(2)).unwrap();
    let found =
        vec![machine(1, Some(2)), machine(2, Some(4)), machine(3, Some(16)), machine(4, Some(4)), machine(5, None)];
    let selected = selection.apply(rows(found));
    assert_eq!(ids(&selected), ["2", "4"]);
    assert_eq!((selected.cut, selected.columns), (1, Some(vec![3, 4])));
}

#[test]
fn what_is_not_told_comes_last_in_both_directions() {
    let found = || rows(vec![machine(1, None), machine(2, Some(10)), machine(3, Some(9))]);
    let sorted = |sort| ids(&selection(&[], Some(sort), None, None).unwrap().apply(found()));
    assert_eq!(sorted("cpus"), ["3", "2", "1"]);
    assert_eq!(sorted("-cpus"), ["2", "3", "1"]);
}

#[test]
fn amounts_and_times_sort_by_what_they_mean() {
    let invoice = |id: &str, total: &str, due: &str| Invoice {
        head: Head { id: id.into(), ..Head::default() },
        total: Some(total.into()),
        due_at: Some(due.into()),
        ..Invoice::default()
    };
    let found = || {
        rows(vec![
            invoice("a", "100.00", "2026-02-01"),
            invoice("b", "-5.5", "2026-01-31T23:30:00-02:00"),
            invoice("c", "20", "soon"),
            invoice("d", "9.99", "2026-01-31 23:00:00"),
        ])
    };
    let sorted =
        |sort| ids(&Selection::parse(&[], Some(sort), None, None, &Invoice::KIND.all_fields()).unwrap().apply(found()));
    assert_eq!(sorted("total"), ["b", "d", "c", "a"]);
    assert_eq!(sorted("due_at"), ["d", "a", "b", "c"]);
}

#[test]
fn mistakes_are_bad_usage() {
    for (sort, columns, message) in [
        (Some("nam"), None, "there is no field \"nam\""),
        (Some("--name"), None, "there is no field \"-name\""),
        (Some(""), None, "a field's name is empty"),
        (None, Some("id,,name"), "a field's name is empty"),
        (None, Some("ID"), "there is no field \"ID\""),
        (None, Some("id,name,id"), "the column id is named twice"),
    ] {
        let error = selection(&[], sort, columns, None).unwrap_err();
        assert_eq!((error.kind(), error.details().message.as_str()), (Kind::Usage, message));
    }
    let lines = Selection::parse(&[], Some("lines"), None, None, &Invoice::KIND.all_fields()).unwrap_err();
    assert_eq!(lines.details().message, "lines has no order to sort by");
}

proptest! {
    #[test]
    fn sorting_is_a_stable_permutation(cpus in prop::collection::vec(prop::option::of(0_u64..5), 0..40), down: bool) {
        let found = cpus.iter().enumerate().map(|(id, cpus)| machine(id, *cpus)).collect();
        let sort = if down { "-cpus" } else { "cpus" };
        let sorted = ids(&selection(&[], Some(sort), None, None).unwrap().apply(rows(found)));
        let mut expected: Vec<(bool, i64, usize)> = cpus
            .iter()
            .enumerate()
            .map(|(id, cpus)| (cpus.is_none(), cpus.map_or(0, |n| if down { -n.cast_signed() } else { n.cast_signed() }), id))
            .collect();
        expected.sort_unstable();
        prop_assert_eq!(sorted, expected.iter().map(|(_, _, id)| id.to_string()).collect::<Vec<_>>());
    }

    #[test]
    fn any_mixture_of_texts_can_be_sorted(times in prop::collection::vec(
        prop_oneof!["2026-0[1-9]-0[1-9]( 10:00:00|T10:00:00Z|T10:00:00[+]02:00)?", "[a-z0-9-]{0,8}"], 0..40,
    )) {
        let found = times.iter().map(|at| Instance {
            head: Head { created_at: Some(at.clone()), ..Head::default() }, ..Instance::default()
        }).collect();
        let selected = selection(&[], Some("created_at"), None, None).unwrap().apply(rows(found));
        prop_assert_eq!(selected.rows.rows.len(), times.len());
    }
}

fn owed(id: usize, currency: Option<&str>, cents: i64) -> Invoice {
    Invoice {
        head: Head { id: id.to_string(), ..Head::default() },
        currency: currency.map(str::to_owned),
        total: Some(format!("{}.{:02}", cents / 100, cents % 100)),
        ..Invoice::default()
    }
}

proptest! {
    #[test]
    fn sorting_by_amount_keeps_currencies_apart(
        amounts in proptest::collection::vec((0..3_usize, 0_i64..1_000_000), 0..30), descending in any::<bool>(),
    ) {
        let currencies = [Some("CHF"), Some("EUR"), None];
        let sort = if descending { "-total" } else { "total" };
        let selection = Selection::parse(&[], Some(sort), None, None, &Invoice::KIND.all_fields()).unwrap();
        let records = amounts.iter().enumerate().map(|(id, (currency, cents))| owed(id, currencies[*currency], *cents));
        let sorted = ids(&selection.apply(rows(records.collect())));
        let order: Vec<(usize, i64)> = sorted.iter().map(|id| amounts[id.parse::<usize>().unwrap()]).collect();
        let mut expected = amounts.clone();
        expected.sort_by_key(|(currency, cents)| (*currency, if descending { -cents } else { *cents }));
        prop_assert_eq!(order, expected);
    }
}
