//! `nubo schema NOUN`: the JSON that `--json` prints, as JSON Schema 2020-12, made from the very fields that print it.
//! A noun, or a type of row, is one line here and one word in `cli::SCHEMAS`.

mod document;

use clap::ArgMatches;

use crate::{
    cli::{SCHEMAS, SchemaArgs},
    error::{Error, Kind, Result},
    model::{
        Backup, Balance, Change, Client, Contact, Currency, Domain, Drive, Field, Firewall, Flavor, Group, Host,
        Identity, Image, Instance, Invoice, Ip, Job, Key, Network, Price, Region, RowType, Rows, Service, Shape,
        Snapshot, Subscription, Ticket, Transaction, Usage, fields_of, row,
    },
    provider::Bound,
};

use super::{
    accounts, catalogue, context::Invocation, doctor, flags, history, inbox, outcome::Outcome, providers, runway,
    schedules,
};
use document::Noun;

row! {
    /// A schema that can be asked for.
    SchemaRow "schema" {
        noun: &'static str = Text Table "what a schema is asked for by";
        describes: String = Text Table "the command whose JSON it describes";
    }
}

/// Prints the schema of a noun, or which nouns have one.
pub fn print(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    let SchemaArgs { noun } = flags(args)?;
    let Some(word) = noun else {
        let row = |word: &&'static str| Some(SchemaRow { noun: word, describes: named(word)?.command });
        let rows = SCHEMAS.iter().filter_map(row).collect();
        return Ok(Outcome::rows(providers::select(Rows::typed(rows, Shape::Array), args)?, "schemas"));
    };
    if start.globals.output.as_deref().is_some_and(|format| format != "json") {
        return Err(Error::usage("a schema is always JSON").hint("leave out -o"));
    }
    let noun = named(&word).ok_or_else(|| Error::usage(format!("there is no schema of \"{word}\"")))?;
    let text = serde_json::to_string_pretty(&document::list_schema(&noun));
    text.map(|text| Outcome::text(text + "\n")).map_err(|e| Error::new(Kind::Failed, format!("no schema: {e}")))
}

/// The parts that the schema of a noun is made from.
fn named(word: &str) -> Option<Noun> {
    let provided = NOUNS.iter().map(|noun| noun()).find(|(own, _)| *own == word).map(|(_, noun)| noun);
    provided.or_else(|| OWN.iter().find(|own| own.word == word).map(Own::noun))
}

/// The nouns that providers have.
static NOUNS: [fn() -> (&'static str, Noun); 27] = [
    records::<Instance>,
    records::<Drive>,
    records::<Image>,
    records::<Snapshot>,
    records::<Backup>,
    records::<Ip>,
    records::<Network>,
    records::<Firewall>,
    records::<Key>,
    records::<Region>,
    records::<Flavor>,
    records::<Host>,
    records::<Group>,
    records::<Job>,
    records::<Invoice>,
    records::<Ticket>,
    records::<Transaction>,
    records::<Balance>,
    records::<Usage>,
    records::<Price>,
    records::<Currency>,
    records::<Subscription>,
    records::<Service>,
    records::<Domain>,
    records::<Contact>,
    records::<Client>,
    records::<Identity>,
];

/// Nouns whose list is the command itself.
const SELF_LISTING: [&str; 5] = ["balance", "usage", "pricing", "currencies", "whoami"];

/// A noun that providers have, by its word.
fn records<R: Bound>() -> (&'static str, Noun) {
    let command = match R::WORD {
        word if SELF_LISTING.contains(&word) => format!("nubo {word} --json"),
        word if R::SINGLE => format!("nubo {word} show --json"),
        word => format!("nubo {word} list --json"),
    };
    (R::WORD, Noun { kind: R::KIND, command, fields: fields_of::<R>(), raw: R::WORD != Identity::WORD })
}

/// Rows of a command of nubo's own, and what they are asked for by.
struct Own {
    word: &'static str,
    command: &'static str,
    kind: &'static str,
    fields: fn() -> Vec<Field>,
}

/// Every type of row with a schema.
static OWN: [Own; 15] = [
    own::<runway::Runway>("runway", "nubo runway --json"),
    own::<inbox::NewsRow>("inbox", "nubo inbox --json"),
    own::<accounts::AccountRow>("accounts", "nubo accounts list --json"),
    own::<catalogue::OperationRow>("operations", "nubo operations list --json"),
    own::<history::EntryRow>("history", "nubo history list --json"),
    own::<doctor::FindingRow>("doctor", "nubo doctor --json"),
    own::<Change>("changes", "any command that changes something, with --json"),
    own::<schedules::RuleRow>("schedules", "nubo schedules list --json"),
    own::<schedules::CheckRow>("schedules-check", "nubo schedules check --json"),
    own::<schedules::WishRow>("schedules-explain", "nubo schedules explain MACHINE --json"),
    own::<schedules::DayRow>("schedules-preview", "nubo schedules preview --week --json"),
    own::<schedules::HoldRow>("schedules-holds", "nubo schedules holds --json"),
    Own { fields: history::log_fields, ..own::<history::EntryRow>("schedules-log", "nubo schedules log --json") },
    Own { fields: schedules::run_fields, ..own::<Change>("schedules-plan", "nubo schedules plan --json") },
    Own { fields: schedules::run_fields, ..own::<Change>("schedules-apply", "nubo schedules apply --yes --json") },
];

/// Rows of a type.
const fn own<R: RowType>(word: &'static str, command: &'static str) -> Own {
    Own { word, command, kind: R::KIND, fields: || R::FIELDS.to_vec() }
}

impl Own {
    /// The parts that their schema is made from.
    fn noun(&self) -> Noun {
        Noun { kind: self.kind, command: self.command.to_owned(), fields: (self.fields)(), raw: false }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn what_can_be_asked_for_is_what_has_a_schema() {
        let provided = NOUNS.iter().map(|noun| noun().0);
        let known: BTreeSet<&str> = provided.chain(OWN.iter().map(|own| own.word)).collect();
        assert_eq!(known, BTreeSet::from(SCHEMAS));
        assert_eq!(known.len(), NOUNS.len() + OWN.len(), "no word stands for two");
    }
}
