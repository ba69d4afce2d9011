//! Reports by rule: hours added up over machines, and money by what a machine cost while it was up.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use super::*;
use crate::{
    model::{Entry, Origin},
    schedule::{Known, Turn},
};

fn at(hour: i64) -> Timestamp {
    Timestamp::from_second(hour * 3_600).unwrap()
}

/// An account whose machine `db` was up for ten hours and down for twenty under two rules.
fn accounts() -> BTreeMap<String, Known> {
    let mut known = Known::default();
    let machine = known.marks.machines.entry("1".to_owned()).or_default();
    machine.name = Some("db".to_owned());
    let turn = |hour, up, rules: &[&str]| Turn {
        at: at(hour),
        up: Some(up),
        rules: rules.iter().map(|rule| (*rule).to_owned()).collect(),
    };
    machine.turns = vec![turn(0, true, &["office"]), turn(10, false, &["office", "lab"])];
    BTreeMap::from([("a".to_owned(), known)])
}

fn told(usage: Usage) -> Vec<Answer<Usage>> {
    let origin = Arc::new(Origin { account: "a".to_owned(), provider: "fleio", preset: None });
    let entries = vec![Entry { origin, record: Arc::new(usage), raw: None }];
    vec![Answer { account: "a".to_owned(), session: None, entries, failures: Vec::new() }]
}

#[test]
fn hours_are_those_of_each_rule_and_money_is_told_where_it_can_be() {
    let accounts = accounts();
    let stays = stays(&accounts, at(30));
    let text = |text: &str| Some(text.to_owned());
    let priced = Usage {
        resource: text("db"),
        price: text("2.50"),
        currency: text("EUR"),
        from: text("1970-01-01"),
        ..Usage::default()
    };
    let span = (at(5), at(30));
    let rows = |usage: &[Answer<Usage>]| -> Vec<String> {
        let rows = sums(&stays, usage, span).into_iter().map(|(rule, sum)| row(rule, &sum, span));
        let money = |row: &ReportRow| format!("{:?} {:?}", row.saved.as_deref(), row.currency.as_deref());
        rows.map(|one| format!("{} {} {} {} {}", one.rule, one.machines, one.hours_down, one.hours_up, money(&one)))
            .collect()
    };
    let money = "Some(\"5.00\") Some(\"EUR\")";
    assert_eq!(rows(&told(priced.clone())), [format!("lab 1 20.0 0.0 {money}"), format!("office 1 20.0 5.0 {money}")]);
    let other = Usage { resource: text("db-2"), ..priced.clone() };
    let unpriced = Usage { price: None, ..priced };
    for usage in [told(other), told(unpriced), Vec::new()] {
        assert_eq!(rows(&usage), ["lab 1 20.0 0.0 None None", "office 1 20.0 5.0 None None"]);
    }
}
