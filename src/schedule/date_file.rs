//! Files of dates: each line is a date or a stretch as in `2026-12-24..2027-01-06`; text after `#` is a comment.
//! Only dates with a year stand there; any other line is an error.

use std::path::Path;

use jiff::civil::Date;

use super::dates::Dates;
use crate::{
    config::files,
    error::{Error, Result},
};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// True when an entry names a file rather than dates.
pub(crate) fn is_file(entry: &str) -> bool {
    entry.contains('/') || [".txt", ".dates"].iter().any(|ending| entry.trim().ends_with(ending))
}

/// The dates of a file beside the rules file.
///
/// # Errors
/// `config` when it cannot be read, is too large, or has a line that is no date.
pub(crate) fn read(entry: &str, rules: &Path) -> Result<Dates> {
    let path = rules.parent().unwrap_or(Path::new(".")).join(entry.trim());
    let shown = path.display();
    let size = std::fs::metadata(&path).map_or(0, |about| about.len());
    if size > LARGEST {
        return Err(Error::config(format!("{shown} is larger than 1 MiB")));
    }
    let text = files::read_text(&path)?.ok_or_else(|| Error::config(format!("{shown} does not exist")))?;
    let mut stretches = Vec::new();
    for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let dates = line.split('#').next().unwrap_or_default().trim();
        if !dates.is_empty() {
            stretches.push(stretch(dates).ok_or_else(|| {
                Error::config(format!("{shown}, line {}: {dates:?} is no date with a year", number + 1))
                    .hint("write 2026-12-25, or a stretch as in 2026-12-24..2027-01-06")
            })?);
        }
    }
    Ok(Dates::File(stretches))
}

fn stretch(text: &str) -> Option<(Date, Date)> {
    match Dates::parse(text).ok()? {
        Dates::Between(first, last) => Some((first, last)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_file_has_a_date_or_a_stretch_a_line() {
        let folder = tempfile::tempdir().unwrap();
        let rules = folder.path().join("schedules.toml");
        let written = |text: &str| {
            std::fs::write(folder.path().join("holidays.txt"), text).unwrap();
            read("holidays.txt", &rules)
        };
        let dates = written("# Zurich\n2026-12-25 # Christmas\n\n2026-12-31..2027-01-02\r\n").unwrap();
        assert!(dates.has(date(2026, 12, 25)) && dates.has(date(2027, 1, 1)) && !dates.has(date(2026, 12, 26)));
        let error = written("2026-12-25\n12-26\n").unwrap_err().to_string();
        assert!(error.ends_with("holidays.txt, line 2: \"12-26\" is no date with a year"), "{error}");
        assert!(read("none.txt", &rules).unwrap_err().to_string().contains("does not exist"));
        assert!(is_file("holidays.txt") && is_file("/etc/dates") && !is_file("2026-12-24..2027-01-06"));
    }
}
