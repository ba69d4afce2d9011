//! Files of dates beside the rules: a line each for a date or a stretch as in `2026-12-24..2027-01-06`, or an iCalendar file;
//! at an https address too, of which a copy is kept. What is no date is told by its line.

use std::path::Path;

use jiff::{civil::Date, tz::TimeZone};

use super::{
    copies::{Copies, LARGEST, host_of, is_url},
    dates::{Dates, FileDates},
    ical,
};
use crate::{
    config::files,
    error::{Error, Result},
};

/// True when an entry names a file rather than dates.
pub(crate) fn is_file(entry: &str) -> bool {
    let entry = entry.trim();
    entry.contains('/') || [".txt", ".dates", ".ics", ".ical"].iter().any(|ending| entry.ends_with(ending))
}

/// The dates of a file beside the rules file, or of the copy of one at an address.
///
/// # Errors
/// `config` when it cannot be read, is too large, or has something else than dates in it.
pub(crate) fn read(entry: &str, rules: &Path, copies: &Copies, zone: &TimeZone) -> Result<Dates> {
    if is_url(entry) {
        let copy = copies.read(entry)?;
        return dates(&copy.text, &format!("the calendar at {}", host_of(entry)), copy.remark, zone);
    }
    let path = rules.parent().unwrap_or(Path::new(".")).join(entry.trim());
    let shown = path.display();
    let size = std::fs::metadata(&path).map_or(0, |about| about.len());
    if size > LARGEST as u64 {
        return Err(Error::config(format!("{shown} is larger than 1 MiB")));
    }
    let text = files::read_text(&path)?.ok_or_else(|| Error::config(format!("{shown} does not exist")))?;
    dates(&text, &shown.to_string(), None, zone)
}

/// The dates of a text in either form.
pub(crate) fn dates(text: &str, shown: &str, remark: Option<String>, zone: &TimeZone) -> Result<Dates> {
    let text = text.trim_start_matches('\u{feff}');
    if !text.trim_start().get(..6).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:")) {
        return Ok(Dates::File(FileDates::new(lines(text, shown)?, remark)));
    }
    let events = ical::read(text, zone).map_err(|error| {
        let told = Error::config(format!("{shown}: {}", error.details().message));
        error.details().hint.iter().fold(told, |told, hint| told.hint(hint.clone()))
    })?;
    let hours = match events.partial {
        0 => None,
        1 => Some(format!("{shown} has 1 event that fills no whole day, which counts for nothing")),
        many => Some(format!("{shown} has {many} events that fill no whole day, which count for nothing")),
    };
    Ok(Dates::File(FileDates::new(events.stretches, remark.or(hours))))
}

fn lines(text: &str, shown: &str) -> Result<Vec<(Date, Date)>> {
    let mut stretches = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let dates = line.split('#').next().unwrap_or_default().trim();
        if !dates.is_empty() {
            stretches.push(stretch(dates).ok_or_else(|| {
                Error::config(format!("{shown}, line {}: {dates:?} is no date with a year", number + 1))
                    .hint("write 2026-12-25, or a stretch as in 2026-12-24..2027-01-06")
            })?);
        }
    }
    Ok(stretches)
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
    fn a_file_has_a_date_or_a_stretch_a_line_or_is_a_calendar() {
        let folder = tempfile::tempdir().unwrap();
        let rules = folder.path().join("schedules.toml");
        let copies = Copies::default();
        let read = |name: &str| read(name, &rules, &copies, &TimeZone::UTC);
        let written = |text: &str| {
            std::fs::write(folder.path().join("holidays.txt"), text).unwrap();
            read("holidays.txt")
        };
        let dates = written("# Zurich\n2026-12-25 # Christmas\n\n2026-12-31..2027-01-02\r\n2027-01-01\n").unwrap();
        let has = |dates: &Dates, year, month, day| dates.has(date(year, month, day));
        assert!(has(&dates, 2026, 12, 25) && has(&dates, 2027, 1, 2) && !has(&dates, 2026, 12, 26));
        let error = written("2026-12-25\n12-26\n").unwrap_err().to_string();
        assert!(error.ends_with("holidays.txt, line 2: \"12-26\" is no date with a year"), "{error}");
        let event = "BEGIN:VEVENT\nDTSTART:20261225\nRRULE:FREQ=YEARLY\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20260101T090000\nEND:VEVENT\n";
        let dates = written(&format!("BEGIN:VCALENDAR\n{event}END:VCALENDAR\n")).unwrap();
        assert!(has(&dates, 2031, 12, 25) && !has(&dates, 2026, 1, 1));
        assert!(
            dates
                .remark()
                .unwrap()
                .ends_with("holidays.txt has 1 event that fills no whole day, which counts for nothing")
        );
        let error = written(&format!("BEGIN:VCALENDAR\n{event}")).unwrap_err().to_string();
        assert!(error.ends_with("holidays.txt: it is no iCalendar file"), "{error}");
        assert!(read("none.txt").unwrap_err().to_string().contains("does not exist"));
        assert!(
            is_file("holidays.txt")
                && is_file("zurich.ics")
                && is_file("/etc/dates")
                && !is_file("2026-12-24..2027-01-06")
        );
    }
}
