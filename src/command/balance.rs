//! `nubo balance`: the credit and the debt of each account, and beside a table their sums in each currency.
//! Amounts of two currencies are never added, and an amount of an unknown currency is in no sum.

use clap::ArgMatches;

use crate::{
    error::Result,
    model::{Amount, Balance, Entry, Totals},
    provider::BALANCE,
};

use super::{context::Context, outcome::Outcome, verb::listed};

/// Shows the balances of the scope.
pub(crate) async fn run(context: &Context, args: &ArgMatches) -> Result<Outcome> {
    let tell = |entries: &[Entry]| {
        let entries: Vec<Entry<Balance>> = entries.iter().cloned().filter_map(Entry::typed).collect();
        for entry in entries.iter().filter(|entry| entry.record.currency.is_none()) {
            context.console.notice(&format!("{} does not tell its currency", entry.origin.account));
        }
        if entries.len() > 1 {
            for line in sums(&entries) {
                context.console.notice(&line);
            }
        }
    };
    listed(&BALANCE, context, args, tell).await
}

/// A line for each currency.
fn sums(entries: &[Entry<Balance>]) -> Vec<String> {
    let (mut credit, mut due) = (Totals::default(), Totals::default());
    for Entry { record, .. } in entries.iter().filter(|entry| entry.record.currency.is_some()) {
        for (sum, text) in [(&mut credit, &record.credit), (&mut due, &record.due)] {
            sum.add(record.currency.as_deref(), &Amount::of(text.as_deref()).unwrap_or_default());
        }
    }
    let both = credit.iter().zip(due.iter());
    both.map(|((currency, credit), (_, due))| {
        format!("in {}: credit {credit}, due {due}", currency.unwrap_or_default())
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::Origin;

    fn entry(currency: Option<&str>, credit: Option<&str>, due: Option<&str>) -> Entry<Balance> {
        let text = |text: Option<&str>| text.map(str::to_owned);
        let origin = Origin { account: "a".to_owned(), provider: "fleio", preset: None };
        let record = Balance { currency: text(currency), credit: text(credit), due: text(due), ..Balance::default() };
        Entry { origin: Arc::new(origin), record: Arc::new(record), raw: None }
    }

    #[test]
    fn currencies_have_sums_of_their_own() {
        let entries = [
            entry(Some("EUR"), Some("74.20"), Some("48.4")),
            entry(Some("CHF"), Some("1220.87"), None),
            entry(Some("EUR"), Some("0.80"), Some("1")),
            entry(None, Some("9"), Some("9")),
        ];
        assert_eq!(sums(&entries), ["in CHF: credit 1220.87, due 0", "in EUR: credit 75.00, due 49.4"]);
    }
}
