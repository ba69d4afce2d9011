//! `nubo providers`: which provider can do what, told by the bindings themselves.
//! With `--presets`, the ready-made settings an account can name.

use clap::ArgMatches;

use crate::{
    error::Result,
    model::{
        Cell, Drive, Field, FieldKind, Identity, Instance, Invoice, Line, Rows, Selected, Selection, Shape, Shown,
        Ticket, field,
    },
    provider::{ALL, Bound, presets, supports},
};

use super::outcome::Outcome;

/// Prints the support matrix, or the presets.
pub fn matrix(args: &ArgMatches) -> Result<Outcome> {
    let rows = if args.get_flag("presets") { preset_rows() } else { support_rows() };
    let noun = if args.get_flag("presets") { "presets" } else { "verbs" };
    Ok(Outcome::rows(select(rows, args)?, noun))
}

/// Applies the selection flags of a list.
pub fn select(rows: Rows, args: &ArgMatches) -> Result<Selected> {
    let flags = super::selecting(args)?;
    let looks = &flags.looks;
    let selection =
        Selection::parse(&flags.filter, flags.sort.as_deref(), looks.columns.as_deref(), flags.limit, &rows.fields)?;
    Ok(selection.apply(rows))
}

/// One line a verb, one column a provider.
fn support_rows() -> Rows {
    let mut fields = vec![field("verb", FieldKind::Text, Shown::Table, "the command")];
    fields.extend(ALL.iter().map(|p| field(p.id(), FieldKind::Bool, Shown::Table, "whether this provider can")));
    let mut lines = Vec::new();
    verbs::<Instance>(&mut lines);
    verbs::<Drive>(&mut lines);
    verbs::<Invoice>(&mut lines);
    verbs::<Ticket>(&mut lines);
    lines.push(line("whoami".to_owned(), |p| supports::<Identity>(p, "list")));
    lines.push(line("accounts login".to_owned(), |p| p.bindings().login.is_some()));
    Rows::lines(&fields, lines, Shape::Array)
}

fn verbs<R: Bound>(lines: &mut Vec<Line>) {
    let actions = R::ACTIONS.iter().map(|action| action.name());
    for verb in ["list".to_owned(), "show".to_owned()].into_iter().chain(actions) {
        lines.push(line(format!("{} {verb}", R::WORD), |p| supports::<R>(p, &verb)));
    }
}

fn line(verb: String, can: impl Fn(&'static dyn crate::provider::Provider) -> bool) -> Line {
    let cells = ALL.iter().map(|provider| Cell::Bool(can(*provider)));
    Line(std::iter::once(Cell::Text(verb)).chain(cells).collect())
}

/// The fields of a preset.
static PRESET: [Field; 4] = [
    field("preset", FieldKind::Text, Shown::Table, "what an account's `provider` names"),
    field("provider", FieldKind::Text, Shown::Table, "the provider"),
    field("url", FieldKind::Text, Shown::Table, "the base URL; the account must give one where there is none"),
    field("about", FieldKind::Text, Shown::Table, "what it is"),
];

fn preset_rows() -> Rows {
    let line = |(provider, preset): (&'static dyn crate::provider::Provider, &crate::provider::Preset)| {
        Line(vec![preset.id.into(), provider.id().into(), preset.url.map(str::to_owned).into(), preset.about.into()])
    };
    Rows::lines(&PRESET, presets().map(line).collect(), Shape::Array)
}
