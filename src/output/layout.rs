//! The layout of a table that is too wide for its terminal. It gives way in a fixed order: columns that are empty or alike,
//! ids to a prefix that still works as a target, seconds, the ends of free texts, the rightmost columns. Accounts, names,
//! addresses, dates, amounts, states, sizes and numbers are never cut; where not even accounts, names and addresses fit
//! side by side, each record stands by itself, a field a line.

use std::borrow::Cow;

use super::{
    cell::NOTHING,
    clean::width,
    grid::{GAP, Grid},
    role::Role,
};

/// The width that a free text keeps.
const FREE: usize = 24;
/// The heading of the number that stands for a name.
const NUMBER: &str = "NUMBER";

/// The columns that are left out one after another, from the right; of times the first goes first.
const LEAST_NEEDED: [Role; 5] = [Role::Plain, Role::Time, Role::Free, Role::Number, Role::Amount];

/// An id as a reader may type it.
pub(crate) struct ShortId<'a> {
    /// Its shortest prefix that works as a target, or the whole id.
    pub text: Cow<'a, str>,
    /// True when the record's name alone tells it from the others.
    pub named: bool,
}

/// A table as a terminal shows it.
pub(crate) struct Laid<'a> {
    /// The columns that are alike in all rows, with their values.
    pub above: Vec<(String, String)>,
    /// The columns that are shown.
    pub grid: Grid<'a>,
    /// The width of each column.
    pub widths: Vec<usize>,
    /// The headings of the columns that are left out.
    pub left_out: Vec<String>,
    /// True when each record stands by itself, a field a line.
    pub one_by_one: bool,
}

impl<'a> Laid<'a> {
    /// A table of its natural width.
    pub(crate) fn whole(grid: Grid<'a>) -> Self {
        let widths = grid.widths();
        Self { above: Vec::new(), grid, widths, left_out: Vec::new(), one_by_one: false }
    }

    /// A table that fits into a room; of columns that the user named none is left out.
    pub(crate) fn fitting(
        grid: Grid<'a>,
        room: usize,
        named_columns: bool,
        short: impl FnOnce() -> Vec<ShortId<'a>>,
    ) -> Self {
        let mut all = Self::whole(grid);
        if all.fits(room) {
            return all;
        }
        let order: Vec<String> = all.grid.columns.iter().map(|column| column.heading.clone()).collect();
        if !named_columns {
            all.drop_while(room, |all, place| all.is_empty(place) || all.repeats_the_name(place), |_, _| ());
        }
        if all.grid.rows.len() > 1 {
            all.drop_while(room, Self::is_alike, Self::put_above);
        }
        if all.fits(room) {
            return all;
        }
        let ids = short();
        let nameable = !ids.is_empty() && ids.iter().all(|id| id.named);
        if all.least(&ids, nameable) > room {
            return Self { one_by_one: true, ..all };
        }
        all.shorten(&ids, room);
        all.fit_texts(room);
        if named_columns {
            all.one_by_one = !all.fits(room);
            return all;
        }
        let numbered = nameable && all.grid.columns.iter().any(|column| column.heading == NUMBER);
        for role in LEAST_NEEDED {
            if role == Role::Time {
                // A number is the name of an invoice or a ticket, and its id is of little use beside it.
                all.leave_out(room, |all, place| numbered && all.role(place) == Role::Id);
                all.leave_out_first_times(room);
            }
            all.leave_out(room, |all, place| all.role(place) == role);
        }
        all.leave_out(room, |all, place| nameable && all.role(place) == Role::Id);
        all.fit_texts(room);
        all.left_out.sort_by_key(|heading| order.iter().position(|other| other == heading));
        all
    }

    /// The line that tells the columns which are left out.
    pub(crate) fn below(&self) -> Option<String> {
        (!self.left_out.is_empty()).then(|| format!("not shown: {}; -o wide shows all", self.left_out.join(", ")))
    }

    fn role(&self, place: usize) -> Role {
        self.grid.columns.get(place).map_or(Role::Plain, |column| column.role)
    }

    fn cells(&self, place: usize) -> impl Iterator<Item = &str> {
        self.grid.rows.iter().filter_map(move |row| row.get(place)).map(AsRef::as_ref)
    }

    fn is_empty(&self, place: usize) -> bool {
        self.cells(place).all(|cell| cell == NOTHING)
    }

    /// True for an id or an address that is the name in every row.
    fn repeats_the_name(&self, place: usize) -> bool {
        let name = self.grid.columns.iter().position(|column| column.role == Role::Name);
        let repeats = |name: usize| self.cells(place).eq(self.cells(name));
        matches!(self.role(place), Role::Id | Role::Address) && name.is_some_and(repeats)
    }

    fn is_alike(&self, place: usize) -> bool {
        let mut cells = self.cells(place);
        cells.next().is_some_and(|first| cells.all(|cell| cell == first))
    }

    fn put_above(&mut self, place: usize) {
        let value = self.cells(place).next().unwrap_or_default().to_owned();
        let heading = self.grid.columns.get(place).map(|column| column.heading.clone()).unwrap_or_default();
        self.above.insert(0, (heading, value));
    }

    /// The width of all columns with the gaps between them.
    fn total(&self) -> usize {
        self.widths.iter().sum::<usize>() + GAP.len() * self.widths.len().saturating_sub(1)
    }

    fn fits(&self, room: usize) -> bool {
        self.total() <= room
    }

    /// Removes columns from the right until the rest fits.
    fn drop_while(&mut self, room: usize, may_go: impl Fn(&Self, usize) -> bool, before: impl Fn(&mut Self, usize)) {
        for place in (0..self.widths.len()).rev() {
            if self.fits(room) {
                return;
            }
            if !self.role(place).stays() && may_go(self, place) {
                before(self, place);
                self.remove(place);
            }
        }
    }

    /// Leaves columns out from the right until the rest fits, and keeps their headings.
    fn leave_out(&mut self, room: usize, may_go: impl Fn(&Self, usize) -> bool) {
        self.drop_while(room, may_go, Self::note);
    }

    /// Leaves out the times but the last, from the left, until the rest fits.
    fn leave_out_first_times(&mut self, room: usize) {
        let times = self.grid.columns.iter().filter(|column| column.role == Role::Time).count();
        for _ in 1..times {
            let first = self.grid.columns.iter().position(|column| column.role == Role::Time);
            if let Some(place) = first.filter(|_| !self.fits(room)) {
                self.note(place);
                self.remove(place);
            }
        }
    }

    fn note(&mut self, place: usize) {
        self.left_out.extend(self.grid.columns.get(place).map(|column| column.heading.clone()));
    }

    fn remove(&mut self, place: usize) {
        self.widths.remove(place);
        self.grid.columns.remove(place);
        for row in &mut self.grid.rows {
            row.remove(place);
        }
    }

    /// The least room that accounts, ids, names, states and addresses need side by side.
    fn least(&self, ids: &[ShortId<'_>], nameable: bool) -> usize {
        let short = ids.iter().map(|id| width(&id.text)).max().unwrap_or(usize::MAX);
        let needed = self.grid.columns.iter().zip(&self.widths).filter_map(|(column, width)| match column.role {
            Role::Id if nameable => None,
            Role::Id => Some((*width).min(short.max(self.heading(&column.heading)))),
            role => role.identifies().then_some(*width),
        });
        let needed: Vec<usize> = needed.collect();
        needed.iter().sum::<usize>() + GAP.len() * needed.len().saturating_sub(1)
    }

    fn heading(&self, heading: &str) -> usize {
        if self.grid.header { width(heading) } else { 0 }
    }

    /// Shortens ids, then times, until the table fits.
    fn shorten(&mut self, ids: &[ShortId<'a>], room: usize) {
        for place in self.places(Role::Id) {
            self.rewrite(room, place, |number, cell| {
                ids.get(number).map_or_else(|| cell.clone(), |id| id.text.clone())
            });
        }
        for place in self.places(Role::Time) {
            self.rewrite(room, place, |_, cell| without_seconds(cell).into());
        }
    }

    fn places(&self, role: Role) -> Vec<usize> {
        (0..self.widths.len()).filter(|place| self.role(*place) == role).collect()
    }

    /// Writes the cells of a column anew, by the number of their row, unless the table fits.
    fn rewrite(&mut self, room: usize, place: usize, shorter: impl Fn(usize, &Cow<'a, str>) -> Cow<'a, str>) {
        if self.fits(room) {
            return;
        }
        let mut widest = self.grid.columns.get(place).map_or(0, |column| self.heading(&column.heading));
        for (number, row) in self.grid.rows.iter_mut().enumerate() {
            if let Some(cell) = row.get_mut(place) {
                *cell = shorter(number, cell);
                widest = widest.max(width(cell));
            }
        }
        if let Some(width) = self.widths.get_mut(place) {
            *width = widest;
        }
    }

    /// Gives free texts the room that the other columns leave, the widest giving way first.
    fn fit_texts(&mut self, room: usize) {
        let natural = self.grid.widths();
        for ((width, natural), column) in self.widths.iter_mut().zip(natural).zip(&self.grid.columns) {
            if column.role == Role::Free {
                *width = natural;
            }
        }
        while !self.fits(room) {
            let texts = self.widths.iter_mut().zip(&self.grid.columns);
            let giving =
                texts.filter_map(|(width, column)| (column.role == Role::Free && *width > FREE).then_some(width));
            let Some(widest) = giving.max() else { return };
            *widest -= 1;
        }
    }
}

/// A time without its seconds; a date, and what is no time, stay as they are.
fn without_seconds(text: &str) -> String {
    let Some((date, time)) = text.split_once(['T', ' ']).filter(|(date, _)| date.len() == 10) else {
        return text.to_owned();
    };
    let Some((minutes, rest)) = time.split_at_checked(5).filter(|(_, rest)| rest.starts_with(':')) else {
        return text.to_owned();
    };
    let zone = rest.trim_start_matches(|c: char| c == ':' || c == '.' || c.is_ascii_digit());
    format!("{date}{}{minutes}{zone}", text.get(10..11).unwrap_or("T"))
}

#[cfg(test)]
mod tests;
