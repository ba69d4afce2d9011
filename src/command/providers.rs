//! `nubo providers`: which provider can do what, told by the bindings themselves.
//! With `--presets`, the ready-made settings an account can name.

use clap::ArgMatches;

use crate::{
    cli::ProvidersArgs,
    error::Result,
    model::{Cell, FieldKind, Line, PROVIDERS, Rows, Selected, Selection, Shape, Shown, field, row},
    provider::{ALL, Confidence, Menu, NOUNS, Noun, Provider, presets, supports},
};

use super::{flags, outcome::Outcome};

/// Prints the support matrix, or the presets.
pub(crate) fn matrix(args: &ArgMatches) -> Result<Outcome> {
    let ProvidersArgs { presets } = flags(args)?;
    let (rows, noun) = if presets { (preset_rows(), "presets") } else { (support_rows(), "verbs") };
    Ok(Outcome::rows(select(rows, args)?, noun))
}

/// Applies the selection flags of a list.
pub(crate) fn select(rows: Rows, args: &ArgMatches) -> Result<Selected> {
    let flags = super::selecting(args)?;
    let looks = &flags.looks;
    let selection =
        Selection::parse(&flags.filter, flags.sort.as_deref(), looks.columns.as_deref(), flags.limit, &rows.fields)?;
    Ok(selection.apply(rows))
}

/// One line a verb, one column a provider.
fn support_rows() -> Rows {
    let mut fields = vec![field("verb", FieldKind::Text, Shown::Table, "the command")];
    fields.extend(ALL.iter().map(|p| {
        field(
            p.id(),
            FieldKind::Text,
            Shown::Table,
            "yes, some, emulated, inferred or no: some portals of the provider have it; inferred follows from others of its kind",
        )
        .only(&["yes", "some", "emulated", "inferred", "no"])
    }));
    fields.push(field("emulation", FieldKind::Text, Shown::Wide, "how a provider is made to do what it lacks"));
    let mut lines = Vec::new();
    for noun in NOUNS {
        verbs(noun, &mut lines);
    }
    lines.push(line("accounts login".to_owned(), |p| word(p.bindings().login.is_some(), "")));
    Rows::lines(&fields, lines, Shape::Array)
}

/// The word for a verb that only some portals of a provider have.
const SOME: &str = "some";

/// The lines of a noun: its list and show, its actions and its questions.
fn verbs(noun: &'static Noun, lines: &mut Vec<Line>) {
    let listed = |provider: &dyn Provider| {
        let binding = noun.binding(provider.bindings());
        if binding.lacking.is_empty() { word(binding.list.is_some(), "") } else { (SOME, "") }
    };
    match noun.menu {
        Menu::Itself => return lines.push(line(noun.word.to_owned(), listed)),
        Menu::Under(other) => return lines.push(line(format!("{other} {}", noun.word), listed)),
        Menu::Verbs(_) if noun.single => lines.push(line(format!("{} show", noun.word), listed)),
        Menu::Verbs(_) => lines
            .extend(["list", "show"].map(|verb| {
                line(format!("{} {verb}", noun.word), |provider| word(supports(provider, noun, verb), ""))
            })),
    }
    for action in noun.actions {
        lines.push(line(format!("{} {}", noun.word, action.name()), |provider| {
            let act = noun.binding(provider.bindings()).act(action);
            match act {
                Some(act) if !act.lacking.is_empty() => (SOME, ""),
                Some(act) if act.emulated.is_empty() && act.operation.confidence == Confidence::Inferred => {
                    (Confidence::Inferred.word(), "")
                }
                _ => word(act.is_some(), act.map_or("", |act| act.emulated)),
            }
        }));
    }
    for query in noun.queries {
        lines.push(line(format!("{} {}", noun.word, query.word), |provider| {
            let binding = noun.binding(provider.bindings());
            if binding.unanswered(query).is_empty() { word(binding.ask(query).is_some(), "") } else { (SOME, "") }
        }));
    }
}

/// The word for an ability, and how it is emulated.
fn word(can: bool, emulated: &'static str) -> (&'static str, &'static str) {
    match (can, emulated) {
        (false, _) => ("no", ""),
        (true, "") => ("yes", ""),
        (true, how) => ("emulated", how),
    }
}

fn line(verb: String, can: impl Fn(&'static dyn Provider) -> (&'static str, &'static str)) -> Line {
    let words: Vec<_> = ALL.iter().map(|provider| (provider.id(), can(*provider))).collect();
    let how = words.iter().filter(|(_, (_, how))| !how.is_empty()).map(|(id, (_, how))| format!("{id}: {how}"));
    let how: Vec<String> = how.collect();
    let how = if how.is_empty() { Cell::Null } else { Cell::Text(how.join("; ")) };
    let cells = words.iter().map(|(_, (word, _))| Cell::from(*word));
    Line(std::iter::once(Cell::Text(verb)).chain(cells).chain([how]).collect())
}

row! {
    /// A preset.
    PresetRow "preset" {
        preset: &'static str = Text Table "what an account's `provider` names";
        provider: &'static str = Text Table [PROVIDERS] "the provider";
        url: Option<&'static str> = Text Table "the base URL; the account must give one where there is none";
        about: &'static str = Text Table "what it is";
    }
}

fn preset_rows() -> Rows {
    let row = |(provider, preset): (&'static dyn Provider, &'static crate::provider::Preset)| PresetRow {
        preset: preset.id,
        provider: provider.id(),
        url: preset.url,
        about: preset.about,
    };
    Rows::typed(presets().map(row).collect(), Shape::Array)
}
