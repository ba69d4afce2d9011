//! A table for eyes: state words in colour, and lines that fit the terminal.
//! Long cells are cut with `…`, never wrapped.

use std::io::{self, Write};

use comfy_table::{Attribute, Cell, CellAlignment, Color, ColumnConstraint, Row, Table, Width, presets};

use super::{
    cell::Tint,
    grid::{Column, GAP, Grid},
    stream::Stream,
};

/// Writes a grid to a stream that may have colour and a width.
pub(crate) fn write(grid: &Grid<'_>, stream: Stream, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new();
    // No cell holds this sign: at spaces, a cell would be cut earlier than need be.
    table.load_style(presets::NOTHING).set_delimiter('\0').force_no_tty();
    if stream.color {
        // The crate would ask NO_COLOR by itself, which a flag has overruled by now.
        crossterm::style::force_color_output(true);
        table.enforce_styling().style_text_only();
    }
    if grid.header {
        table.set_header(line(grid.columns.iter().map(|column| aligned(Cell::new(&column.heading), column))));
    }
    for row in &grid.rows {
        table.add_row(line(row.iter().zip(&grid.columns).map(|(text, column)| painted(text, column))));
    }
    let widths = stream.width.map_or_else(|| grid.widths(), |room| grid.fitting(room));
    let gap = u16::try_from(GAP.len()).unwrap_or_default();
    for (column, width) in table.column_iter_mut().zip(widths) {
        let width = u16::try_from(width).unwrap_or(u16::MAX).saturating_add(gap);
        column.set_padding((0, gap)).set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Cells in one line.
fn line(cells: impl Iterator<Item = Cell>) -> Row {
    let mut row = Row::from(cells);
    row.max_height(1);
    row
}

/// A cell at the end of its column that it is read from.
fn aligned(cell: Cell, column: &Column) -> Cell {
    cell.set_alignment(if column.right { CellAlignment::Right } else { CellAlignment::Left })
}

/// A cell in the colour of its state word, if it is one.
fn painted(text: &str, column: &Column) -> Cell {
    let cell = aligned(Cell::new(text), column);
    match Tint::of_state(text).filter(|_| column.state) {
        Some(Tint::Green) => cell.fg(Color::DarkGreen),
        Some(Tint::Yellow) => cell.fg(Color::DarkYellow),
        Some(Tint::Red) => cell.fg(Color::DarkRed),
        Some(Tint::Dim) => cell.add_attribute(Attribute::Dim),
        None => cell,
    }
}
