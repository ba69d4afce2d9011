//! `nubo schema NOUN`: what `--json` prints, as JSON Schema 2020-12, made from the very fields that print it.
//! A noun is one line here and one word in `cli::SCHEMAS`.

mod document;

use clap::ArgMatches;

use crate::{
    cli::SCHEMAS,
    error::{Error, Kind, Result},
    model::{CHANGE, Field, FieldKind, Line, Rows, Shape, Shown, Status, StopMode, field},
    provider::{self, ALL, INVOICES, Menu, Noun, TICKETS},
    schedule::Held,
};

use super::{
    accounts, catalogue, context::Invocation, doctor, history, inbox, outcome::Outcome, providers, runway, schedules,
};
use document::Described;

/// The fields of the list of schemas.
static FIELDS: [Field; 2] = [
    field("noun", FieldKind::Text, Shown::Table, "what a schema is asked for by"),
    field("describes", FieldKind::Text, Shown::Table, "the command whose JSON it describes"),
];

/// Prints the schema of a noun, or which nouns have one.
pub fn print(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    let Some(word) = args.get_one::<String>("noun") else {
        let line = |word: &str| named(word).map(|noun| Line(vec![word.into(), noun.command.as_str().into()]));
        let lines = SCHEMAS.iter().filter_map(|word| line(word)).collect();
        return Ok(Outcome::rows(providers::select(Rows::lines(&FIELDS, lines, Shape::Array), args)?, "schemas"));
    };
    if start.globals.output.as_deref().is_some_and(|format| format != "json") {
        return Err(Error::usage("a schema is always JSON").hint("leave out -o"));
    }
    let noun = named(word).ok_or_else(|| Error::usage(format!("there is no schema of \"{word}\"")))?;
    let text = serde_json::to_string_pretty(&document::of(&noun));
    text.map(|text| Outcome::text(text + "\n")).map_err(|e| Error::new(Kind::Failed, format!("no schema: {e}")))
}

/// What the schema of a noun is made from.
fn named(word: &str) -> Option<Described> {
    if let Some(noun) = provider::noun(word) {
        return Some(records(noun));
    }
    Some(match word {
        "runway" => Described {
            words: vec![("provider", ids()), ("estimate", runway::Source::ALL.map(runway::Source::word).to_vec())],
            ..own("runway", "nubo runway --json", &runway::FIELDS, |key| {
                matches!(key, "account" | "provider" | "estimate" | "basis" | "events")
            })
        },
        "inbox" => Described {
            words: vec![
                ("provider", ids()),
                ("kind", vec![TICKETS.kind(), INVOICES.kind()]),
                ("change", inbox::Why::ALL.map(inbox::Why::word).to_vec()),
            ],
            ..own("news", "nubo inbox --json", &inbox::FIELDS, |key| {
                matches!(key, "account" | "provider" | "kind" | "id" | "state" | "change")
            })
        },
        "accounts" => {
            own("account", "nubo accounts list --json", &accounts::FIELDS, |key| matches!(key, "account" | "default"))
        }
        "operations" => own("operation", "nubo operations list --json", &catalogue::FIELDS, |_| true),
        "history" => own("entry", "nubo history list --json", &history::FIELDS, |key| {
            matches!(key, "id" | "at" | "account" | "action" | "status")
        }),
        "doctor" => found(),
        "changes" => changes(&CHANGE, "any command that changes something, with --json"),
        _ => return scheduled(word),
    })
}

/// What the schema of a command of schedules is made from.
fn scheduled(word: &str) -> Option<Described> {
    Some(match word {
        "schedules" => rules("list", &schedules::LIST, &[("now", WISHES), ("next", WISHES)]),
        "schedules-check" => rules("check", &schedules::CHECK, &[]),
        "schedules-explain" => rules("explain MACHINE", &schedules::EXPLAIN, &[("wish", WISHES)]),
        "schedules-plan" => changes(&schedules::run_fields(), "nubo schedules plan --json"),
        "schedules-apply" => changes(&schedules::run_fields(), "nubo schedules apply --yes --json"),
        "schedules-preview" => rules("preview --week", &schedules::PREVIEW, &[]),
        "schedules-holds" => Described {
            words: vec![
                ("provider", ids()),
                ("held", Held::ALL.map(Held::word).to_vec()),
                ("state", schedules::HOLD_STATES.to_vec()),
            ],
            ..own("hold", "nubo schedules holds --json", &schedules::HOLDS, |key| !matches!(key, "name" | "until"))
        },
        "schedules-log" => own("entry", "nubo schedules log --json", &history::log_fields(), |key| {
            matches!(key, "id" | "at" | "account" | "action" | "status" | "rules" | "why")
        }),
        _ => return None,
    })
}

/// A noun that providers have.
fn records(noun: &Noun) -> Described {
    let command = if noun.single { format!("nubo {} show", noun.word) } else { noun.listing() };
    let command = if noun.menu == Menu::Itself { noun.listing() } else { command };
    Described {
        kind: noun.kind(),
        command: format!("{command} --json"),
        fields: noun.record.all_fields(),
        words: vec![("provider", ids()), ("state", noun.record.states.to_vec())],
        certain: |key| matches!(key, "account" | "provider" | "id" | "state"),
        raw: noun.word != "whoami",
    }
}

/// What nubo itself keeps.
fn own(kind: &'static str, command: &str, fields: &[Field], certain: fn(&str) -> bool) -> Described {
    Described {
        kind,
        command: command.to_owned(),
        fields: fields.to_vec(),
        words: vec![("provider", ids())],
        certain,
        raw: false,
    }
}

/// What a rule can wish.
const WISHES: &[&str] = &["up", "down"];

/// What a command that looks at rules prints.
fn rules(command: &str, fields: &[Field], words: &[(&'static str, &[&'static str])]) -> Described {
    let certain = |key: &str| {
        let unsure = ["name", "now", "since", "next", "next_at", "zone", "wish", "until", "window", "tags", "why"];
        !unsure.contains(&key)
    };
    let words = words.iter().map(|(key, words)| (*key, words.to_vec())).chain([("provider", ids())]).collect();
    Described { words, ..own("rule", &format!("nubo schedules {command} --json"), fields, certain) }
}

/// What the doctor finds.
fn found() -> Described {
    let certain = |key: &str| matches!(key, "check" | "status" | "message");
    let words = doctor::words().into_iter().chain([("code", Kind::ALL.map(Kind::word).to_vec())]).collect();
    Described { words, ..own("finding", "nubo doctor --json", &doctor::FIELDS, certain) }
}

/// What every command that changes something prints.
fn changes(fields: &[Field], command: &str) -> Described {
    let statuses = [Status::Ok, Status::Failed, Status::Pending, Status::Planned, Status::Skipped].map(Status::word);
    let hows = [StopMode::Clean, StopMode::Hard, StopMode::Unknown].map(StopMode::word);
    let words = vec![("provider", ids()), ("status", statuses.to_vec()), ("how", hows.to_vec())];
    let certain = |key: &str| matches!(key, "kind" | "action" | "changed" | "status");
    Described { words, ..own("change", command, fields, certain) }
}

/// The words a provider is told by.
fn ids() -> Vec<&'static str> {
    ALL.iter().map(|provider| provider.id()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_noun_that_can_be_asked_for_has_a_schema() {
        let missing = super::SCHEMAS.iter().filter(|word| super::named(word).is_none());
        assert_eq!(missing.collect::<Vec<_>>(), Vec::<&&str>::new());
    }
}
