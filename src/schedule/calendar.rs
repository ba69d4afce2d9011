//! The wish of a rule at an instant, its beginning and its end: the windows of a week laid over the instants
//! of its zone. A start is included and an end excluded; windows that touch or overlap are one.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

use super::{
    dates::Dates,
    instant,
    window::{Moment, Window},
};
use crate::model::words;

/// The reach of [`Calendar::wish`] back and ahead for an edge: five weeks, more than a month of exceptions.
pub(crate) const HORIZON: SignedDuration = SignedDuration::from_hours(35 * 24);

/// The reach from which a window can still matter: the longest window is a week, and a clock change may lengthen it.
const REACH: SignedDuration = SignedDuration::from_hours(9 * 24);

/// The time for which a rule still wishes the state of its last edge.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// The shortest time there is: a window that ends where the next begins touches it.
const INSTANT: SignedDuration = SignedDuration::from_nanos(1);

/// The wanted state of machines.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Wanted {
    /// The machines should run.
    Up,
    /// The machines should be stopped.
    Down,
}

words!(Wanted);

impl Wanted {
    /// Every wanted state.
    pub(crate) const ALL: [Self; 2] = [Self::Up, Self::Down];

    /// The word people read.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    /// The opposite.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
        }
    }
}

/// The times of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Times {
    /// Windows: up inside them, down outside.
    Windows(Vec<Window>),
    /// One-sided times: started and stopped then, and left alone between.
    OneSided {
        /// The times to start.
        up: Vec<Moment>,
        /// The times to stop.
        down: Vec<Moment>,
    },
}

/// The times of a rule in its zone, except on excepted dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Calendar {
    /// The zone the times are of.
    pub zone: TimeZone,
    /// The times.
    pub times: Times,
    /// Dates of that zone on which nothing begins.
    pub except: Vec<Dates>,
    /// Dates of that zone on which every window begins, even on other weekdays and on excepted dates.
    pub also: Vec<Dates>,
    /// The first date on which anything begins.
    pub from: Option<Date>,
    /// The last date on which anything begins; the rule wishes nothing afterwards.
    pub until: Option<Date>,
}

/// An instant at which a rule's wish begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edge<'a> {
    /// The instant.
    pub at: Timestamp,
    /// The state wanted from then on.
    pub wanted: Wanted,
    /// The window that begins or ends there, or the one-sided time, as typed.
    pub window: &'a str,
}

/// The wish of a rule at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wish<'a> {
    /// The wanted state.
    pub wanted: Wanted,
    /// The edge it follows; none when there was none within [`HORIZON`], so that the wish has always been this one.
    pub since: Option<Timestamp>,
    /// The next edge, for either state; none when there is none within [`HORIZON`].
    pub until: Option<Timestamp>,
    /// The window that holds the instant, else the window or one-sided time of `since`, as typed; none without either.
    pub window: Option<&'a str>,
    /// True when the wish comes from `up_at` or `down_at`: then it lasts only until done, or until the rule's `late`.
    pub one_sided: bool,
}

/// A stretch of being up, with its first and its last window.
#[derive(Clone, Copy, Debug)]
struct Span<'a> {
    start: Timestamp,
    end: Timestamp,
    first: &'a str,
    last: &'a str,
}

impl Calendar {
    /// The rule's wish at an instant; a rule with windows always has one.
    pub(crate) fn wish(&self, now: Timestamp) -> Option<Wish<'_>> {
        let edges = self.edges(moved(now, -HORIZON), moved(now, HORIZON));
        let latest = edges.iter().rfind(|edge| edge.at <= now);
        let since = latest.map(|edge| edge.at);
        let until = edges.iter().map(|edge| edge.at).find(|at| *at > now);
        let wish = |wanted, window, one_sided| Wish { wanted, since, until, window, one_sided };
        match &self.times {
            Times::OneSided { .. } => latest.map(|edge| wish(edge.wanted, Some(edge.window), true)),
            Times::Windows(_) if !self.lasts(now) => None,
            Times::Windows(windows) => {
                let around = self.spans(windows, now, moved(now, INSTANT));
                Some(match around.first() {
                    Some(span) => wish(Wanted::Up, Some(span.first), false),
                    None => wish(Wanted::Down, latest.map(|edge| edge.window), false),
                })
            }
        }
    }

    /// True when a rule with windows has a wish at an instant: from the midnight of its first date on.
    fn lasts(&self, now: Timestamp) -> bool {
        let begun = self.from.and_then(|date| self.midnight(date)).is_none_or(|begin| begin <= now);
        begun && self.over().is_none_or(|end| now < end)
    }

    /// The instant after which it has no wish: a day after its last date, or after the end of a window begun then.
    pub(crate) fn over(&self) -> Option<Timestamp> {
        let end = self.midnight(self.until?.tomorrow().ok()?)?;
        let last = self.edges(end, moved(end, REACH)).last().map_or(end, |edge| edge.at);
        Some(moved(last, A_DAY))
    }

    /// The first instant of a date.
    fn midnight(&self, date: Date) -> Option<Timestamp> {
        instant::first(&self.zone, date.to_datetime(Time::midnight()))
    }

    /// The calendar in one line, by which equal calendars are recognised.
    pub(crate) fn text(&self) -> String {
        let zone = self.zone.iana_name().unwrap_or_default();
        let moments = |moments: &[Moment]| moments.iter().map(|one| one.text.clone()).collect::<Vec<_>>().join(", ");
        match &self.times {
            Times::Windows(windows) => {
                let windows: Vec<&str> = windows.iter().map(|window| window.text.as_str()).collect();
                format!("{zone}: {}", windows.join(", "))
            }
            Times::OneSided { up, down } => format!("{zone}: up {}; down {}", moments(up), moments(down)),
        }
    }

    /// True when the rule only starts or stops machines at single times.
    pub(crate) fn one_sided(&self) -> bool {
        matches!(self.times, Times::OneSided { .. })
    }

    /// The edges from an instant on and before another, in order, each instant once for each direction.
    pub(crate) fn edges(&self, from: Timestamp, until: Timestamp) -> Vec<Edge<'_>> {
        let mut edges = match &self.times {
            Times::Windows(windows) => merged(self.spans(windows, moved(from, -INSTANT), until))
                .into_iter()
                .flat_map(|span| {
                    let edge = |at, wanted, window| Edge { at, wanted, window };
                    [edge(span.start, Wanted::Up, span.first), edge(span.end, Wanted::Down, span.last)]
                })
                .collect(),
            Times::OneSided { up, down } => self.moments(up, down, from, until),
        };
        edges.retain(|edge| from <= edge.at && edge.at < until);
        edges
    }

    /// The times it is up from an instant on and before another, cut off at both; none for a one-sided rule.
    pub(crate) fn up_times(&self, from: Timestamp, until: Timestamp) -> Vec<(Timestamp, Timestamp)> {
        let Times::Windows(windows) = &self.times else { return Vec::new() };
        let cut = |span: Span<'_>| (span.start.max(from), span.end.min(until));
        let up = merged(self.spans(windows, from, until)).into_iter().map(cut);
        // A date that does not exist ends when it begins.
        up.filter(|(from, until)| from < until).collect()
    }

    /// The windows that hold a part of the time between two instants, by their start; each whole, and none empty.
    fn spans<'a>(&self, windows: &'a [Window], from: Timestamp, until: Timestamp) -> Vec<Span<'a>> {
        let mut spans = Vec::new();
        for date in self.dates(from, until) {
            for window in windows {
                let Some((start, end)) = window.on(date, self.adds(date)) else { continue };
                let (start, end) = (instant::first(&self.zone, start), instant::last(&self.zone, end));
                let (Some(start), Some(end)) = (start, end) else { continue };
                if start < end && start < until && from < end {
                    spans.push(Span { start, end, first: &window.text, last: &window.text });
                }
            }
        }
        spans.sort_by_key(|span| span.start);
        spans
    }

    /// The edges of one-sided times by instant; where the clock jumped over two, the later time comes last.
    fn moments<'a>(&self, up: &'a [Moment], down: &'a [Moment], from: Timestamp, until: Timestamp) -> Vec<Edge<'a>> {
        let mut edges = Vec::new();
        for date in self.dates(from, until) {
            for (wanted, moments) in [(Wanted::Up, up), (Wanted::Down, down)] {
                for moment in moments {
                    let Some(civil) = moment.on(date, self.adds(date)) else { continue };
                    let at = instant::first(&self.zone, civil);
                    edges.extend(at.map(|at| (at, civil, Edge { at, wanted, window: &moment.text })));
                }
            }
        }
        edges.sort_by_key(|(at, civil, edge)| (*at, *civil, edge.wanted));
        let mut once: Vec<Edge<'a>> = Vec::new();
        for (at, _, edge) in edges {
            // The clock's jump may merge several into one instant: the last of one direction replaces the others.
            once.retain(|other| other.at != at || other.wanted != edge.wanted);
            once.push(edge);
        }
        once
    }

    /// The dates on which something may begin that reaches the time between two instants.
    fn dates(&self, from: Timestamp, until: Timestamp) -> impl Iterator<Item = Date> {
        let first = self.zone.to_datetime(moved(from, -REACH)).date();
        let last = self.zone.to_datetime(moved(until, SignedDuration::from_hours(48))).date();
        first
            .series(jiff::Span::new().days(1))
            .take_while(move |date| *date <= last)
            .filter(|date| !self.excepts(*date))
    }

    /// True when nothing begins on a date.
    fn excepts(&self, date: Date) -> bool {
        let within = self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until);
        !within || self.except.iter().any(|except| except.has(date)) && !self.adds(date)
    }

    /// True when every window begins on a date.
    fn adds(&self, date: Date) -> bool {
        self.also.iter().any(|also| also.has(date))
    }
}

/// An instant moved later or earlier, cut off at the ends of time.
pub(crate) fn moved(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(at)
}

/// Spans in order of their start, those that touch or overlap made one.
fn merged(spans: Vec<Span<'_>>) -> Vec<Span<'_>> {
    let mut whole: Vec<Span<'_>> = Vec::new();
    for span in spans {
        match whole.last_mut() {
            Some(last) if span.start <= last.end => {
                if span.end > last.end {
                    (last.end, last.last) = (span.end, span.last);
                }
            }
            _ => whole.push(span),
        }
    }
    whole
}

#[cfg(test)]
mod tests;
