//! Fetching files that belong to records: invoices as PDF, graphs, attachments of tickets.
//! A file that is there already is overwritten only with `--force`.

use std::path::{Path, PathBuf};

use crate::{
    cli::Looks,
    config::files,
    error::{Error, Kind, Result},
    fleet::Match,
    in_order::in_order,
    model::{Cell, Field, Line, Query, Rows, Selection, Shape},
    provider::{Account, Ask, Attachment, Inputs, Noun, Typed},
};
use clap::ArgMatches;

use super::{
    super::{context::Context, flags, outcome::Outcome},
    ask::WHOSE,
    read::sought,
};

/// Fetches the files of the targets and tells where they are.
pub(crate) async fn fetch(
    noun: &'static Noun,
    context: &Context,
    query: &'static Query,
    args: &ArgMatches,
) -> Result<Outcome> {
    let looks: Looks = flags(args)?;
    let fields: Vec<Field> = WHOSE.iter().chain(query.fields).copied().collect();
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, &fields)?;
    let to = args.get_one::<String>("to").map_or("", String::as_str);
    if to.trim().is_empty() {
        return Err(Error::usage("--to names nothing"));
    }
    let can = |account: &Account| account.ask(noun, query).is_some();
    let (single, found) = sought(noun, context, args, query.word, &can).await?;
    let one = |hit: Match| async move {
        let kept = files_of(context, query, &hit).await;
        (hit, kept)
    };
    let count = found.hits.len().max(1);
    let fetched: Vec<_> = in_order(count, found.hits.into_iter().map(one)).await;
    let mut failures: Vec<Error> = found.misses.into_iter().map(|(_, error)| error).collect();
    failures.extend(found.failures);
    let several = fetched.iter().filter_map(|(_, kept)| kept.as_ref().ok()).map(Vec::len).sum::<usize>() > 1;
    if to == "-" && !several && failures.is_empty() {
        return match fetched.into_iter().next() {
            Some((_, Ok(mut kept))) if !kept.is_empty() => Ok(Outcome::bytes(kept.swap_remove(0).bytes.to_vec(), None)),
            Some((_, Err(error))) => Err(error),
            _ => Err(Error::new(Kind::NotFound, format!("there is nothing to {}", query.word))),
        };
    }
    let place = Place::new(to, several)?;
    let mut lines = Vec::new();
    for (hit, kept) in fetched {
        let written = kept.and_then(|kept| kept.iter().map(|file| place.write(file, args.get_flag("force"))).collect());
        let written: Result<Vec<(PathBuf, usize)>> = written;
        match written {
            Ok(written) => lines.extend(written.into_iter().map(|file| line(&hit, file))),
            Err(error) => failures.push(hit.session.place(error)),
        }
    }
    if let (true, true, Some(error)) = (single, lines.is_empty(), failures.first()) {
        return Err(error.clone());
    }
    let some = !lines.is_empty();
    if lines.is_empty() && failures.is_empty() {
        context.console.notice(&format!("there is nothing to {}", query.word));
    }
    let rows = Rows::lines(&fields, lines, Shape::Array);
    Ok(Outcome::rows(selection.apply(rows), "files").failing(failures, some))
}

/// The files of one record.
async fn files_of(context: &Context, query: &Query, hit: &Match) -> Result<Vec<Attachment>> {
    let binding = hit.session.account.binding(hit.noun);
    let Some(Ask::Files(recipe)) = hit.session.account.ask(hit.noun, query) else { return Ok(Vec::new()) };
    let head = hit.record().head();
    let nothing = Inputs::none();
    let typed = Typed { id: &head.id, names: binding.id, name: head.name.as_deref(), flags: &nothing };
    let files = recipe(&hit.session, &typed);
    let usual = Some(context.reading());
    context.in_time(&hit.session, (query.word, crate::http::Effect::Read), usual, files).await
}

fn line(hit: &Match, (file, size): (PathBuf, usize)) -> Line {
    let head = hit.record().head();
    Line(vec![
        Cell::from(&*hit.entry.origin.account),
        Cell::from(&*head.id),
        head.name.as_deref().or(hit.record().number()).map(str::to_owned).into(),
        Cell::Text(file.display().to_string()),
        u64::try_from(size).ok().into(),
    ])
}

/// The file or folder that files are written to.
enum Place {
    /// One file, by this name.
    File(PathBuf),
    /// A folder, each by its own name.
    Folder(PathBuf),
}

impl Place {
    /// The place that was typed: a folder when it ends in a slash, is one, or has to hold several.
    fn new(to: &str, several: bool) -> Result<Self> {
        let path = PathBuf::from(to);
        if to == "-" {
            return Err(Error::usage("several files do not go to stdout").hint("name a folder: --to DIR"));
        }
        if several && path.is_file() {
            return Err(Error::usage(format!("{to} is a file, and there are several to write")).hint("name a folder"));
        }
        if several || to.ends_with(['/', std::path::MAIN_SEPARATOR]) || path.is_dir() {
            let made = std::fs::create_dir_all(&path);
            made.map_err(|e| Error::new(Kind::Failed, format!("cannot make the folder {to}: {e}")))?;
            return Ok(Self::Folder(path));
        }
        Ok(Self::File(path))
    }

    /// Writes one file and tells where.
    fn write(&self, file: &Attachment, force: bool) -> Result<(PathBuf, usize)> {
        let path = match self {
            Self::File(path) => path.clone(),
            Self::Folder(folder) => folder.join(tame(&file.name)),
        };
        write(&path, &file.bytes, force)?;
        Ok((path, file.bytes.len()))
    }
}

/// A name as a provider gave it, that leads nowhere else and hides nothing.
fn tame(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '-' } else { c }).collect();
    let plain = plain.trim().trim_start_matches('.');
    if plain.is_empty() { "file".to_owned() } else { plain.to_owned() }
}

fn write(path: &Path, bytes: &[u8], force: bool) -> Result<()> {
    let shown = path.display();
    files::write_output(path, bytes, force).map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Error::new(Kind::Refused, format!("{shown} is there already")).hint("add --force to overwrite it")
        }
        _ => Error::new(Kind::Failed, format!("cannot write {shown}: {e}")),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_of_providers_lead_nowhere() {
        for (name, plain) in [
            ("a.pdf", "a.pdf"),
            ("../../etc/passwd", "-..-etc-passwd"),
            (".bashrc", "bashrc"),
            ("", "file"),
            ("a\u{1b}b", "a-b"),
        ] {
            assert_eq!(tame(name), plain);
        }
    }

    #[test]
    fn what_is_there_is_only_overwritten_when_that_was_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        write(&path, b"one", false).unwrap();
        assert_eq!(write(&path, b"two", false).unwrap_err().kind(), Kind::Refused);
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        write(&path, b"2", true).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"2");
    }
}
