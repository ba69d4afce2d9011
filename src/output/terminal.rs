//! A table for eyes: state words in colour, and lines that fit the terminal.
//! Only the ends of free texts are cut, with `…`; nothing is wrapped.

use std::io::{self, Write};

use comfy_table::{Attribute, Cell, CellAlignment, Color, ColumnConstraint, Row, Table, Width, presets};

use super::{
    Page,
    cell::{NOTHING, Tint},
    clean::width,
    grid::{Column, GAP, Grid},
    layout::Laid,
};

/// The number of rows from which on their count is told.
const LONG: usize = 20;

/// Writes a table to a stream that may have colour and a width.
pub(crate) fn write(laid: &Laid<'_>, page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let color = page.stream.color;
    if !laid.above.is_empty() {
        let alike: Vec<String> = laid.above.iter().map(|(heading, value)| format!("{heading} {value}")).collect();
        writeln!(out, "{}\n", alike.join(GAP))?;
    }
    if laid.one_by_one {
        records(&laid.grid, page.named_columns, color, out)?;
    } else {
        table(laid, color, out)?;
    }
    let rows = laid.grid.rows.len();
    let count = (page.stream.terminal && rows > LONG).then(|| format!("{rows} {}", page.caption.noun));
    for line in count.into_iter().chain(laid.below()) {
        writeln!(out, "{}", if color { Tint::Dim.paint(&line) } else { line })?;
    }
    Ok(())
}

/// Writes the rows in columns.
fn table(laid: &Laid<'_>, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let grid = &laid.grid;
    let mut table = Table::new();
    // No cell holds this sign: at spaces, a cell would be cut earlier than need be.
    table.load_style(presets::NOTHING).set_delimiter('\0').force_no_tty();
    if color {
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
    let gap = u16::try_from(GAP.len()).unwrap_or_default();
    for (column, width) in table.column_iter_mut().zip(&laid.widths) {
        let width = u16::try_from(*width).unwrap_or(u16::MAX).saturating_add(gap);
        column.set_padding((0, gap)).set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Writes each row by itself, a line a field; one that is not told only where its column was named.
fn records(grid: &Grid<'_>, named: bool, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let widest = grid.columns.iter().map(|column| width(&column.heading)).max().unwrap_or(0);
    for (number, row) in grid.rows.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        for (text, column) in row.iter().zip(&grid.columns).filter(|(text, _)| named || *text != NOTHING) {
            let tint = Tint::of_state(text).filter(|_| column.state && color);
            let text = text.trim_end();
            let shown = tint.map_or_else(|| text.to_owned(), |tint| tint.paint(text));
            writeln!(out, "{:widest$}  {shown}", column.heading)?;
        }
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
