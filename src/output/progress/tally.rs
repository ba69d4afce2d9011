//! The tally of targets that are worked on, and its words for a terminal and for a log.
//! A log gets a line after half a minute, and then each time that time has doubled: a short wait writes none.

use std::time::Duration;

use tokio::time::Instant;

use crate::output::{
    cell::Tint,
    clean::{clean, cut, width},
};

/// The most targets that are named.
const NAMED: usize = 5;
/// The time after which a log gets its first line.
const FIRST: Duration = Duration::from_secs(30);

/// The tally of targets that are worked on.
pub(crate) struct Tally {
    verb: String,
    total: usize,
    done: usize,
    failed: usize,
    under_way: Vec<UnderWay>,
    begun: Instant,
    /// The time after which a log gets its next line.
    next: Duration,
}

/// A target that is worked on.
struct UnderWay {
    label: String,
    words: String,
    begun: Instant,
}

impl Tally {
    /// Nothing is done yet.
    pub(crate) fn new(total: usize, verb: &str, now: Instant) -> Self {
        let verb = clean(verb).into_owned();
        Self { verb, total, done: 0, failed: 0, under_way: Vec::new(), begun: now, next: FIRST }
    }

    /// A target is at something.
    pub(crate) fn state(&mut self, label: &str, words: &str, now: Instant) {
        let (label, words) = (clean(label), clean(words).trim().to_owned());
        match self.under_way.iter_mut().find(|target| target.label == label) {
            Some(target) => target.words = words,
            None => self.under_way.push(UnderWay { label: label.into_owned(), words, begun: now }),
        }
    }

    /// A target has ended.
    pub(crate) fn done(&mut self, label: &str, ok: bool) {
        let label = clean(label);
        self.under_way.retain(|target| target.label != label);
        if ok {
            self.done += 1;
        } else {
            self.failed += 1;
        }
    }

    /// The lines for a terminal on which each may take some columns.
    pub(crate) fn lines(&self, now: Instant, room: usize, color: bool) -> String {
        let mut lines = Vec::new();
        if let (1, [only]) = (self.total, &*self.under_way) {
            return only.line("", now, room);
        }
        let plain = self.summary(false) + &ago(self.begun, now);
        lines.push(match cut(&plain, room) {
            whole if color && whole == plain => self.summary(true) + &ago(self.begun, now),
            cut => cut.into_owned(),
        });
        lines.extend(self.under_way.iter().take(NAMED).map(|target| target.line("  ", now, room)));
        if let more @ 1.. = self.under_way.len().saturating_sub(NAMED) {
            lines.push(cut(&format!("  and {more} more"), room).into_owned());
        }
        lines.join("\n")
    }

    /// The line for a log, when one is due.
    pub(crate) fn due(&mut self, now: Instant) -> Option<String> {
        let passed = now - self.begun;
        if passed < self.next || self.under_way.is_empty() {
            return None;
        }
        while self.next <= passed {
            self.next *= 2;
        }
        let passed = words(passed);
        if let (1, [only]) = (self.total, &*self.under_way) {
            return Some(format!("{}: still {} after {passed}", only.label, only.words));
        }
        let each = |target: &UnderWay| format!("{} ({})", target.label, target.words);
        let mut names = self.under_way.iter().take(NAMED).map(each).collect::<Vec<_>>().join(", ");
        if let more @ 1.. = self.under_way.len().saturating_sub(NAMED) {
            names.push_str(&format!(" and {more} more"));
        }
        Some(format!("{} after {passed}; still under way: {names}", self.summary(false)))
    }

    /// The numbers of targets that ended in each way.
    fn summary(&self, color: bool) -> String {
        let failed = format!("{} failed", self.failed);
        let failed = match self.failed {
            0 => String::new(),
            _ if color => format!(", {}", Tint::Red.paint(&failed)),
            _ => format!(", {failed}"),
        };
        format!("{}: {} of {} done{failed}", self.verb, self.done, self.total)
    }
}

impl UnderWay {
    /// The line for a terminal: a name that is too long gives way to the state and the time.
    fn line(&self, indent: &str, now: Instant, room: usize) -> String {
        let ago = ago(self.begun, now);
        let left = room.saturating_sub(indent.len() + ": ".len() + ago.len());
        let words = cut(&self.words, left / 2);
        let label = cut(&self.label, left.saturating_sub(width(&words)));
        cut(&format!("{indent}{label}: {words}{ago}"), room).into_owned()
    }
}

/// The time since then, as on a clock.
fn ago(then: Instant, now: Instant) -> String {
    let seconds = (now - then).as_secs();
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, minutes, seconds) => format!(", {minutes}:{seconds:02}"),
        (hours, minutes, seconds) => format!(", {hours}:{minutes:02}:{seconds:02}"),
    }
}

/// A time as durations are typed.
fn words(time: Duration) -> String {
    let seconds = time.as_secs();
    let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")];
    let parts = parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count}{unit}"));
    parts.collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests;
