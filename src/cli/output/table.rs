//! The table for people: as wide as the terminal, and no wider than it needs.

use crate::store::{Meta, Source};
use anstyle::Style;
use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

use super::{ResultTable, distinct, printable, reference};

/// A rule under the headings and blanks between columns; no borders.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

pub fn render(sheet: &ResultTable, sources: Option<&[Vec<Source>]>, meta: &Meta) -> String {
    let width = width();
    let mut text = format!("{BOLD}{}{BOLD:#}\n", wrapped(&printable(&sheet.title).replace('\n', " "), "", width));
    if !sheet.rows.is_empty() {
        text += &format!("\n{}\n", grid(sheet, meta, width));
    }
    if !sheet.notes.is_empty() {
        text += "\n";
    }
    for note in &sheet.notes {
        text += &format!("{DIM}note: {}{DIM:#}\n", wrapped(&printable(note), "      ", width));
    }
    if let Some(sources) = sources {
        text += &format!("\n{BOLD}Sources{BOLD:#}\n");
        for source in distinct(sources) {
            text += &format!("- {}\n", wrapped(&printable(&reference(source)), "  ", width));
        }
    }
    text
}

/// Returns the width of the terminal, or the one in COLUMNS; `None` if the output goes elsewhere.
fn width() -> Option<u16> {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    said.or_else(|| terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| width.0))
        .filter(|width| *width > 0)
}

fn grid(sheet: &ResultTable, meta: &Meta, width: Option<u16>) -> String {
    let mut table = Table::new();
    table.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic);
    if let Some(width) = width {
        table.set_width(width);
    }
    if sheet.shown.iter().any(|(_, heading)| !heading.is_empty()) {
        table.set_header(sheet.shown.iter().map(|(_, heading)| printable(heading)));
    }
    for row in &sheet.rows {
        table.add_row(sheet.shown.iter().map(|(column, _)| {
            let text = printable(&sheet.cell(row, column, meta)).replace('\n', " ");
            match row.get(*column) {
                Some(value) if value.is_number() && *column != "turn" => {
                    Cell::new(text).set_alignment(CellAlignment::Right)
                }
                _ => Cell::new(text),
            }
        }));
    }
    let text = table.to_string();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Breaks `text` at blanks so that no line is wider than `width`; later lines begin with `indent`.
/// The first line is assumed to follow a mark as wide as `indent`.
fn wrapped(text: &str, indent: &str, width: Option<u16>) -> String {
    let Some(width) = width.map(usize::from).filter(|width| *width > indent.len() + 20) else {
        return text.to_string();
    };
    let mut lines = String::new();
    let mut column = indent.len();
    for word in text.split(' ') {
        let letters = word.chars().count();
        if column > indent.len() && column + 1 + letters > width {
            lines.push('\n');
            lines.push_str(indent);
            column = indent.len();
        } else if column > indent.len() {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += letters;
    }
    lines
}
