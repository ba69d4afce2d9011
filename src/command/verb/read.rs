//! Reading nouns: whole lists, named records, and the choices for flags that create one.
//! A failure of one account is reported beside the records of the others.

use crate::{
    cli::{Looks, flag_id},
    error::{Error, Result},
    fleet::{self, Match, Resolved, Spec, Terms},
    in_order::in_order,
    model::{self, Entry, FlagKind, RowType, Rows, Selected, Selection, Shape, Value, null_everywhere, row},
    provider::{Account, Noun},
};
use clap::ArgMatches;

use super::super::{
    context::Context,
    flags,
    outcome::{Answer, Outcome},
    selecting,
};

/// Lists a noun in the accounts of the scope.
pub(crate) async fn list(noun: &'static Noun, context: &Context, args: &ArgMatches) -> Result<Outcome> {
    listed(noun, context, args, |_| {}).await
}

/// Lists a noun, and tells of the records found before they are selected from.
pub(crate) async fn listed(
    noun: &'static Noun,
    context: &Context,
    args: &ArgMatches,
    tell: impl Fn(&[Entry]),
) -> Result<Outcome> {
    let asked = selecting(args)?;
    let columns = asked.looks.columns.as_deref();
    let selection =
        Selection::parse(&asked.filter, asked.sort.as_deref(), columns, asked.limit, &noun.record.all_fields())?;
    let found = everything(noun, context, args, &selection).await?;
    tell(&found.entries);
    let rows = Rows::records(noun.record, found.entries, Shape::Array);
    tell_of_nulls(context, &selection, &rows);
    let selected = Selected { short_ids: found.whole, ..selection.apply(rows) };
    let answer = Answer::Rows { selected, noun: noun.word, one_account: found.one_account };
    Ok(Outcome { answer, ..Outcome::nothing() }.failing(found.failures, found.some))
}

/// The records of a noun in the accounts of the scope.
pub(crate) struct Everything {
    /// The records that the flags of the list keep.
    pub entries: Vec<Entry>,
    /// The failures that kept accounts from answering completely.
    pub failures: Vec<Error>,
    /// True when the entries are all that the accounts have.
    pub whole: bool,
    /// True when at least one account answered.
    pub some: bool,
    /// True when one account was asked.
    pub one_account: bool,
}

/// Reads all of a noun in the accounts of the scope.
///
/// # Errors
/// Errors that keep every account from being asked.
pub(crate) async fn everything(
    noun: &'static Noun,
    context: &Context,
    args: &ArgMatches,
    selection: &Selection,
) -> Result<Everything> {
    let kept = kept(noun, args)?;
    let choice = if noun.everywhere { context.choice.or_all() } else { context.choice.clone() };
    let scope = context.asked(&choice, selection)?;
    let (able, unable) = context.fleet.able(noun, &scope, "list", |account| account.binding(noun).list.is_some())?;
    context.tell_skipped(&unable, &format!("no {}", noun.word));
    context.console.progress(&format!("asking {}", able.join(", ")));
    let answers = fleet::list(&context.fleet, noun, &able, context.reading()).await;
    let some = answers.iter().any(|answer| answer.complete() || !answer.entries.is_empty());
    let mut entries = Vec::with_capacity(answers.iter().map(|a| a.entries.len()).sum());
    let mut failures = Vec::new();
    for answer in answers {
        entries.extend(answer.entries);
        failures.extend(answer.failures);
    }
    let count = entries.len();
    entries.retain(|entry: &Entry| kept.iter().all(|keep| keep(&*entry.record, entry)));
    let whole = failures.is_empty() && entries.len() == count;
    Ok(Everything { entries, failures, whole, some, one_account: scope.names.len() == 1 })
}

/// The tests of the flags of a list that were typed.
fn kept(noun: &'static Noun, args: &ArgMatches) -> Result<Vec<model::Test>> {
    let mut tests = Vec::new();
    for flag in noun.list_flags {
        let id = flag_id(flag.name);
        if args.value_source(&id) == Some(clap::parser::ValueSource::CommandLine) {
            let time = flag.keep.takes_time().then(|| args.get_one::<String>(&id)).flatten();
            tests.push(flag.keep.test(noun.record, time.map_or("", String::as_str))?);
        }
    }
    Ok(tests)
}

/// Tells of filters on fields that no provider asked fills.
pub(crate) fn tell_of_nulls(context: &Context, selection: &Selection, rows: &Rows) {
    for filter in selection.filters.iter().filter(|filter| !rows.rows.is_empty() && null_everywhere(filter, rows)) {
        context.console.notice(&format!("no provider asked tells \"{}\", so nothing can match", filter.field_name()));
    }
}

/// Shows targets whole: an object for one that was named, else an array.
pub(crate) async fn show(noun: &'static Noun, context: &Context, args: &ArgMatches) -> Result<Outcome> {
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, &noun.record.all_fields())?;
    let (single, found) =
        sought(noun, context, args, "show", &|account: &Account| account.binding(noun).show.is_some()).await?;
    let wholes = whole(context, found.hits).await;
    let mut failures: Vec<Error> = found.misses.into_iter().map(|(_, error)| error).collect();
    let mut entries = Vec::new();
    for result in wholes {
        match result {
            Ok(entry) => entries.push(entry),
            Err(error) => failures.push(error),
        }
    }
    if single {
        if let Some(error) = failures.into_iter().next() {
            return Err(error);
        }
        return Ok(Outcome::rows(selection.apply(Rows::records(noun.record, entries, Shape::Object)), noun.word));
    }
    let some = !entries.is_empty();
    failures.extend(found.failures);
    Ok(Outcome::rows(selection.apply(Rows::records(noun.record, entries, Shape::Array)), noun.word)
        .failing(failures, some))
}

/// The records that were named or filtered for a read, and whether one was named literally.
pub(crate) async fn sought(
    noun: &'static Noun,
    context: &Context,
    args: &ArgMatches,
    verb: &str,
    can: &dyn Fn(&Account) -> bool,
) -> Result<(bool, Resolved)> {
    let specs = super::specs(noun, context, args)?;
    let filters: Vec<String> =
        args.try_get_many::<String>("filter").ok().flatten().into_iter().flatten().cloned().collect();
    let selection = Selection::parse(&filters, None, None, None, &noun.record.all_fields())?;
    let single = specs.len() == 1 && specs.iter().all(Spec::literal) && filters.is_empty();
    let choice = &context.fleet.chosen(&context.choice, &selection)?;
    let terms = Terms { change: false, prefixes: context.console.can_ask(), limit: context.reading(), choice };
    let mut found: Resolved = fleet::resolve(&context.fleet, noun, &specs, &terms, can, verb).await?;
    super::filtered(noun, context, &mut found, &selection);
    if specs.iter().all(Spec::literal) {
        found.failures.clear();
    }
    Ok((single, found))
}

/// The records as their provider shows them one by one; a listing may tell less.
async fn whole(context: &Context, hits: Vec<Match>) -> Vec<Result<Entry>> {
    let one = |hit: Match| async move {
        if hit.exact {
            return Ok(hit.entry);
        }
        fleet::show(&hit.session, hit.noun, &hit.entry.record.head().id, context.reading()).await
    };
    let count = hits.len();
    in_order(count, hits.into_iter().map(one)).await
}

row! {
    /// A value that a flag of creating can be given.
    OptionRow "option" {
        account: String = Text Table "the configured account";
        flag: String = Text Table "the flag it can be given to";
        name: Option<String> = Text Table "its name";
        id: Option<String> = Text Table "its id, which will do as well";
        region: Option<String> = Text Table "where it can be had";
        price: Option<String> = Money Table "what it costs, where the API tells, in the currency beside it";
        currency: Option<String> = Text Table "ISO currency";
        about: Option<String> = Text Table "what the flag is for, where it names no record";
    }
}

/// Prints the values that the flags of creating can be given, in the accounts of the scope.
pub(crate) async fn options(noun: &'static Noun, context: &Context, args: &ArgMatches) -> Result<Outcome> {
    let asked = selecting(args)?;
    let columns = asked.looks.columns.as_deref();
    let selection = Selection::parse(&asked.filter, asked.sort.as_deref(), columns, asked.limit, OptionRow::FIELDS)?;
    let making = noun.actions.iter().find(|action| action.makes);
    let making = making.ok_or_else(|| Error::usage(format!("{} are not made", noun.word)))?;
    let scope = context.asked(&context.choice, &selection)?;
    let can = |account: &Account| account.act(noun, making).is_some();
    let (able, _) = context.fleet.able(noun, &scope, making.word, can)?;
    let (mut rows, mut failures) = (Vec::new(), Vec::new());
    for name in &able {
        let session = context.fleet.session(name)?;
        let Some(act) = session.account.act(noun, making) else { continue };
        for flag in making.takes.iter().filter(|flag| act.heeds(flag.name)) {
            let of = |field: &str, entry: &Entry| match entry.named(field) {
                Value::Text(text) => Some(text.to_owned()),
                _ => None,
            };
            let row = |about: Option<String>, entry: Option<&Entry>| OptionRow {
                account: name.clone(),
                flag: format!("--{}", flag.name),
                name: entry.and_then(|entry| of("name", entry)),
                id: entry.and_then(|entry| of("id", entry)),
                region: entry.and_then(|entry| of("region", entry)),
                price: entry.and_then(|entry| of("price", entry)),
                currency: entry.and_then(|entry| of("currency", entry)),
                about,
            };
            let (FlagKind::Named(noun) | FlagKind::AllNamed(noun)) = flag.kind else {
                rows.push(row(Some(flag.about.to_owned()), None));
                continue;
            };
            match fleet::choices(&session, noun, context.reading()).await {
                Ok(entries) => rows.extend(entries.iter().map(|entry| row(None, Some(entry)))),
                Err(error) => failures.push(error),
            }
        }
    }
    let some = !rows.is_empty();
    let rows = Rows::typed(rows, Shape::Array);
    Ok(Outcome::rows(selection.apply(rows), "options").failing(failures, some))
}
