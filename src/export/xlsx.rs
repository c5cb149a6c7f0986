//! XLSX: one sheet per table, with a frozen header, filters, days as dates, and set up to be printed.

use rusqlite::types::Value as Cell;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::rows::rows;
use super::{Exporter, Output};
use crate::Error;
use crate::date::{PartialDate, Precision};
use crate::store::Registry;
use crate::store::schema::{Column, Table};

/// The registry as an Excel workbook (XLSX): one sheet per table, days as dates.
#[derive(Clone, Copy, Debug)]
pub struct Xlsx;

/// Limits of the width of a column, in characters.
const NARROW: usize = 8;
const WIDE: usize = 60;
/// The first year that a spreadsheet has dates for.
const FIRST_YEAR: i32 = 1900;

impl Exporter for Xlsx {
    fn export(&self, registry: &Registry) -> Result<Output, Error> {
        let mut workbook = Workbook::new();
        let meta = registry.meta();
        // Not the time of the export: the same data must give the same file.
        let created = ExcelDateTime::parse_from_str(&meta.verified_through.to_string()).map_err(refused)?;
        let about = format!("Data of {}, verified through {}", meta.version, meta.verified_through);
        let properties = DocProperties::new().set_title(&meta.name).set_comment(about).set_creation_datetime(&created);
        workbook.set_properties(&properties);
        for table in registry.tables()? {
            sheet(workbook.add_worksheet(), &table, &rows(registry, &table)?).map_err(refused)?;
        }
        // The crate starts threads to write the sheets, and panics if it cannot.
        thread_starts().map_err(Error::io("the workbook".as_ref()))?;
        Ok(Output::File(workbook.save_to_buffer().map_err(refused)?))
    }
}

/// Tries to start a thread, which limits of the system can forbid.
pub(super) fn thread_starts() -> std::io::Result<()> {
    std::thread::Builder::new().spawn(|| ()).map(drop)
}

fn sheet(sheet: &mut Worksheet, table: &Table, rows: &[Vec<Cell>]) -> Result<(), XlsxError> {
    let (bold, day) = (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd"));
    sheet.set_name(&table.name)?;
    let columns: Vec<&Column> = table.columns_in_files().collect();
    for (x, column) in (0..).zip(&columns) {
        sheet.write_string_with_format(0, x, &column.name, &bold)?;
        let mut width = column.name.len() + 3;
        for (y, row) in (1..).zip(rows) {
            match row.get(usize::from(x)) {
                Some(Cell::Integer(number)) => {
                    sheet.write_number(y, x, *number as f64)?;
                }
                Some(Cell::Text(text)) => {
                    width = width.max(text.chars().count() + 1);
                    match excel_day(text).filter(|_| column.dated) {
                        Some(date) => sheet.write_datetime_with_format(y, x, &date, &day)?,
                        // As a string, whatever it begins with: never as a formula or a link.
                        None => sheet.write_string(y, x, text)?,
                    };
                }
                _ => {}
            }
        }
        sheet.set_column_width(x, width.clamp(NARROW, WIDE) as f64)?;
    }
    // Printed on A4, the columns fit the width of a page, and each page begins with the header.
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    if let Some(last) = columns.len().checked_sub(1) {
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofilter(0, 0, rows.len() as u32, last as u16)?;
    }
    Ok(())
}

/// Returns the date if it is known to the day and spreadsheets support it.
fn excel_day(text: &str) -> Option<ExcelDateTime> {
    use chrono::Datelike;
    let date = PartialDate::parse(text).filter(|date| date.precision() == Precision::Day)?;
    let day = date.first_day();
    (day.year() >= FIRST_YEAR).then_some(())?;
    ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8).ok()
}

fn refused(error: XlsxError) -> Error {
    Error::Workbook { reason: error.to_string() }
}
