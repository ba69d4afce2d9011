//! `nubo schema NOUN`: the JSON that `--json` prints, as JSON Schema 2020-12, made from the fields that print it.
//! A noun, or a type of row, is one line here and one word in `cli::own`.

mod document;

use clap::ArgMatches;

use crate::{
    cli::{SchemaArgs, schemas},
    error::{Error, Kind, Result},
    model::{Change, Field, RowType, Rows, Shape, row},
    provider::{self, Menu, Noun, WHOAMI},
};

use super::{
    accounts, catalogue, context::Invocation, doctor, flags, history, inbox, outcome::Outcome, providers, runway,
    schedules,
};
use document::Described;

row! {
    /// A schema that can be asked for.
    SchemaRow "schema" {
        noun: &'static str = Text Table "what a schema is asked for by";
        describes: String = Text Table "the command whose JSON it describes";
    }
}

/// Prints the schema of a noun, or which nouns have one.
pub(crate) fn print(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    let SchemaArgs { noun } = flags(args)?;
    let Some(word) = noun else {
        let row = |word: &'static str| Some(SchemaRow { noun: word, describes: named(word)?.command });
        let rows = schemas().filter_map(row).collect();
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
fn named(word: &str) -> Option<Described> {
    let provided = provider::noun(word).map(records);
    provided.or_else(|| OWN.iter().find(|own| own.word == word).map(Own::described))
}

/// A noun that providers have.
fn records(noun: &Noun) -> Described {
    let command = match noun.menu {
        Menu::Verbs(_) if noun.single => format!("nubo {} show --json", noun.word),
        _ => format!("{} --json", noun.listing()),
    };
    Described { kind: noun.kind(), command, fields: noun.record.all_fields(), raw: noun.word != WHOAMI.word }
}

/// Rows of a command of nubo's own, and the word that names them.
struct Own {
    word: &'static str,
    command: &'static str,
    kind: &'static str,
    fields: fn() -> Vec<Field>,
}

/// Every type of row with a schema.
static OWN: [Own; 17] = [
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
    own::<schedules::StatusRow>("schedules-status", "nubo schedules status --json"),
    own::<schedules::ReportRow>("schedules-report", "nubo schedules report --json"),
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
    fn described(&self) -> Described {
        Described { kind: self.kind, command: self.command.to_owned(), fields: (self.fields)(), raw: false }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn what_can_be_asked_for_is_what_has_a_schema() {
        let nouns = || provider::NOUNS.iter().map(|noun| noun.word);
        let known: BTreeSet<&str> = nouns().chain(OWN.iter().map(|own| own.word)).collect();
        assert_eq!(known, schemas().collect());
        assert_eq!(known.len(), nouns().count() + OWN.len(), "no word stands for two");
    }
}
