//! `table` and `wide`: a list in columns, or one record as a list of its fields.
//! Piped tables always begin with the account; a terminal may do without.

use std::io::{self, Write};

use super::{
    Format, Page,
    cell::cell,
    grid::{Column, Grid},
    layout::Laid,
    short_id::short_ids,
    show, terminal,
};
use crate::model::{Field, Row, Shape, Shown};

/// Writes an answer for people; an empty list writes nothing at all.
pub(crate) fn write(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    match (page.rows.shape, page.rows.rows.as_slice()) {
        (_, []) => Ok(()),
        (Shape::Object, [row, ..]) => show::write(page, row.as_ref(), out),
        (Shape::Array, _) if page.stream.terminal || page.stream.color => terminal::write(&laid(page), page, out),
        (Shape::Array, _) => grid(page).write_plain("", out),
    }
}

/// The table as it fits the terminal.
fn laid<'a>(page: &Page<'a>) -> Laid<'a> {
    let mut grid = grid(page);
    if page.stream.terminal {
        grid.name_column();
        grid.align_points();
    }
    let whole = page.settings.format == Format::Wide || page.settings.no_trunc;
    match page.stream.width.filter(|_| !whole) {
        Some(room) => Laid::fitting(grid, room, page.named_columns, || short_ids(page)),
        None => Laid::whole(grid),
    }
}

/// The chosen columns of every row.
fn grid<'a>(page: &Page<'a>) -> Grid<'a> {
    let chosen = columns(page);
    let utc = page.settings.utc;
    let cells =
        |row: &'a dyn Row| chosen.iter().map(|(index, field)| cell(field.kind, &row.value(*index), utc)).collect();
    Grid {
        columns: chosen.iter().map(|(_, field)| Column::for_field(field)).collect(),
        rows: page.rows.rows.iter().map(|row| cells(row.as_ref())).collect(),
        header: !page.settings.no_header,
    }
}

/// The fields that become columns, in their order.
fn columns<'a>(page: &Page<'a>) -> Vec<(usize, &'a Field)> {
    let fields = &page.rows.fields;
    let widest = if page.settings.format == Format::Wide { Shown::Wide } else { Shown::Table };
    let mut chosen: Vec<(usize, &Field)> = match page.columns {
        Some(columns) => columns.iter().filter_map(|index| Some((*index, fields.get(*index)?))).collect(),
        None => fields.iter().enumerate().filter(|(_, field)| field.shown <= widest).collect(),
    };
    let Some(account) = fields.iter().position(|field| field.name == "account") else { return chosen };
    if !page.stream.terminal {
        account_first(&mut chosen, fields);
    } else if page.columns.is_none() && page.caption.one_account && same_everywhere(page, account) {
        chosen.retain(|(index, _)| *index != account);
    }
    chosen
}

/// Puts the account before all other columns, also when it was not asked for.
pub(super) fn account_first<'a>(chosen: &mut Vec<(usize, &'a Field)>, fields: &'a [Field]) {
    if let Some(account) = fields.iter().enumerate().find(|(_, field)| field.name == "account") {
        chosen.retain(|(index, _)| *index != account.0);
        chosen.insert(0, account);
    }
}

/// True when all rows have the same value in a field.
fn same_everywhere(page: &Page<'_>, index: usize) -> bool {
    page.rows.rows.windows(2).all(|pair| matches!(pair, [one, two] if one.value(index) == two.value(index)))
}

#[cfg(test)]
mod tests;
