//! Markdown: the table for people, to paste in a document.

use crate::store::{Meta, Source};

use super::{ResultTable, distinct, reference};

pub fn render(sheet: &ResultTable, sources: Option<&[Vec<Source>]>, meta: &Meta) -> String {
    let mut text = format!("{}\n", escape(&sheet.title));
    if !sheet.rows.is_empty() {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        text += "\n";
        text += &line(sheet.shown.iter().map(|(_, heading)| escape(heading)).collect());
        text += &line(vec!["---".to_string(); sheet.shown.len()]);
        for row in &sheet.rows {
            text += &line(sheet.shown.iter().map(|(column, _)| escape(&sheet.cell(row, column, meta))).collect());
        }
    }
    if !sheet.notes.is_empty() {
        text += "\n";
    }
    for note in &sheet.notes {
        text += &format!("- {}\n", escape(note));
    }
    if let Some(sources) = sources {
        text += "\nSources\n\n";
        for source in distinct(sources) {
            text += &format!("- {}\n", escape(&reference(source)));
        }
    }
    text
}

/// `text` as it stands, where Markdown would read a mark in it.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in super::printable(text).chars() {
        match letter {
            '\n' => escaped.push(' '),
            '|' | '*' | '_' | '~' | '&' | '`' | '<' | '>' | '[' | ']' | '\\' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            _ => escaped.push(letter),
        }
    }
    escaped
}
