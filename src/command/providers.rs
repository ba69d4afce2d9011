//! `nubo providers`: which provider can do what, told by the bindings themselves.
//! With `--presets`, the ready-made settings an account can name.

use clap::ArgMatches;

use crate::{
    cli::ProvidersArgs,
    error::Result,
    model::{
        Backup, Balance, Cell, Client, Contact, Currency, Department, Domain, Drive, FieldKind, Firewall, Flavor,
        Group, Host, Identity, Image, Instance, Invoice, Ip, Job, Key, Line, Network, Price, Region, Rows, Selected,
        Selection, Service, Shape, Shown, Snapshot, Subscription, Ticket, Transaction, Usage, field, row,
    },
    provider::{ALL, Bound, Confidence, Provider, presets, supports},
};

use super::{flags, outcome::Outcome};

/// Prints the support matrix, or the presets.
pub fn matrix(args: &ArgMatches) -> Result<Outcome> {
    let ProvidersArgs { presets } = flags(args)?;
    let (rows, noun) = if presets { (preset_rows(), "presets") } else { (support_rows(), "verbs") };
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
    fields.extend(ALL.iter().map(|p| {
        field(
            p.id(),
            FieldKind::Text,
            Shown::Table,
            "yes, some, emulated, inferred or no: some portals of the provider have it; inferred follows from others of its kind",
        )
    }));
    fields.push(field("emulation", FieldKind::Text, Shown::Wide, "how a provider is made to do what it lacks"));
    let mut lines = Vec::new();
    for verbs in VERBS {
        verbs(&mut lines);
    }
    lines.push(line("balance".to_owned(), listed::<Balance>));
    lines.push(line("usage".to_owned(), listed::<Usage>));
    lines.push(line("pricing".to_owned(), listed::<Price>));
    lines.push(line("currencies".to_owned(), listed::<Currency>));
    lines.push(line("whoami".to_owned(), |p| word(supports::<Identity>(p, "list"), "")));
    lines.push(line("accounts login".to_owned(), |p| word(p.bindings().login.is_some(), "")));
    Rows::lines(&fields, lines, Shape::Array)
}

/// The verbs of each noun.
const VERBS: [fn(&mut Vec<Line>); 23] = [
    verbs::<Instance>,
    verbs::<Drive>,
    verbs::<Image>,
    verbs::<Snapshot>,
    verbs::<Backup>,
    verbs::<Ip>,
    verbs::<Network>,
    verbs::<Firewall>,
    verbs::<Key>,
    verbs::<Region>,
    verbs::<Flavor>,
    verbs::<Host>,
    verbs::<Group>,
    verbs::<Job>,
    verbs::<Invoice>,
    verbs::<Transaction>,
    verbs::<Subscription>,
    verbs::<Service>,
    verbs::<Domain>,
    verbs::<Ticket>,
    |lines| lines.push(line("tickets departments".to_owned(), listed::<Department>)),
    verbs::<Contact>,
    verbs::<Client>,
];

/// The word for listing a noun at a provider.
fn listed<R: Bound>(provider: &dyn Provider) -> (&'static str, &'static str) {
    let noun = R::of(provider.bindings());
    if noun.lacking.is_empty() { word(noun.list.is_some(), "") } else { (SOME, "") }
}

/// The word for what only some portals of a provider have.
const SOME: &str = "some";

fn verbs<R: Bound>(lines: &mut Vec<Line>) {
    if R::SINGLE {
        lines.push(line(format!("{} show", R::WORD), |p| listed::<R>(p)));
    }
    for verb in ["list", "show"].iter().filter(|_| !R::SINGLE) {
        lines.push(line(format!("{} {verb}", R::WORD), |p| word(supports::<R>(p, verb), "")));
    }
    for action in R::ACTIONS {
        lines.push(line(format!("{} {}", R::WORD, action.name()), |p| {
            let act = R::of(p.bindings()).act(action);
            match act {
                Some(act) if !act.lacking.is_empty() => (SOME, ""),
                Some(act) if act.emulated.is_empty() && act.operation.confidence == Confidence::Inferred => {
                    (Confidence::Inferred.word(), "")
                }
                _ => word(act.is_some(), act.map_or("", |act| act.emulated)),
            }
        }));
    }
    for query in R::QUERIES {
        let name = format!("{} {}", R::WORD, query.word);
        lines.push(line(name, |p| {
            let noun = R::of(p.bindings());
            if noun.unanswered(query).is_empty() { word(noun.ask(query).is_some(), "") } else { (SOME, "") }
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
        provider: &'static str = Text Table "the provider";
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
