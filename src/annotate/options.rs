//! Options of `annotate`, its errors, and the summary of a run.

use super::DatesRead;
use crate::date::{Edge, When};
use crate::input::Encoding;
use crate::note::Na;
use crate::store::Codes;

/// What to append to a file, and how to read it.
#[derive(Clone, Debug)]
pub struct Options {
    /// Name of the column with the country or party.
    pub country: String,
    /// Where the date of a row comes from.
    pub date: DateFrom,
    /// How a date is written, in `strftime` notation, or `excel` for serial numbers of days. Otherwise the column tells.
    pub date_format: Option<String>,
    /// The columns to append, in this order.
    pub columns: Vec<Column>,
    /// Prefix of the names of the appended columns.
    pub prefix: String,
    /// The byte that separates cells, in the input and the output. Otherwise the header tells.
    pub delimiter: Option<u8>,
    /// The encoding of the input, if it is not UTF-8 or UTF-16. The output is UTF-8.
    pub encoding: Option<Encoding>,
    /// The system of codes in the column of countries, if they are not names or ISO 3166 codes in capitals.
    pub codes: Option<Codes>,
    /// Which day of a year or month counts.
    pub at: Edge,
    /// How areas without a seat of their own are answered.
    pub territories: Territories,
    /// Whether an unrecognised name or an invalid date is an error.
    pub strict: bool,
    /// Number of worker threads; 0 for one per processor.
    pub threads: usize,
    /// Number of bytes to read at a time.
    pub block: usize,
}

/// Where the date of a row comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateFrom {
    /// The column of this name.
    Column(String),
    /// The same time for every row.
    Fixed(When),
}

/// How an area such as Greenland, which has no seat of its own, is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Territories {
    /// By the role of the party whose seat covers it
    #[default]
    Represented,
    /// On its own, as `represented`
    Separate,
}

/// A column to append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Id of the party whose role is given; for an area, the party whose seat covers it.
    Party,
    /// Word of a role, or `represented`, `none`, `not_known`, `outside`, `bad_date`, `unrecognised` or
    /// `missing`.
    Role,
    /// First day in the role, as precise as it is known.
    Since,
    /// Id of the state that held the chair on the date of the row, also if that is projected.
    Chair,
    /// Whether the chair is `certain`, `not_known` or `projected`; empty before the founding.
    ChairCertainty,
    /// Name of the party or country of the row.
    Name,
    /// Its ISO 3166-1 alpha-3 code, if it has one.
    Iso3,
}

impl Column {
    /// Every column, with its name.
    pub const ALL: [(Column, &str); 7] = [
        (Column::Party, "party"),
        (Column::Role, "role"),
        (Column::Since, "since"),
        (Column::Chair, "chair"),
        (Column::Name, "name"),
        (Column::Iso3, "iso3"),
        (Column::ChairCertainty, "chair_certainty"),
    ];
}

impl Options {
    /// Returns the default options for a file with a column of countries.
    pub fn new(country: &str, date: DateFrom) -> Self {
        Options {
            country: country.to_string(),
            date,
            date_format: None,
            columns: vec![Column::Party, Column::Role, Column::Since, Column::Chair, Column::ChairCertainty],
            prefix: "arctic_".to_string(),
            delimiter: None,
            encoding: None,
            codes: None,
            at: Edge::End,
            territories: Territories::Represented,
            strict: false,
            threads: 0,
            block: 1 << 20,
        }
    }
}

/// Counts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Rows annotated, without the header.
    pub rows: u64,
    /// Rows whose party held a role.
    pub with_role: u64,
    /// Rows of an area that was represented by a member, if areas are answered on their own.
    pub represented: u64,
    /// Rows of a party or country that held no role on that date.
    pub none: u64,
    /// Rows whose role is uncertain because a date is imprecise.
    pub not_known: u64,
    /// Rows dated before the founding.
    pub outside: u64,
    /// Rows whose date cannot be read.
    pub bad_dates: u64,
    /// Rows with an unrecognised name.
    pub unrecognised: u64,
    /// Rows whose name or date is missing.
    pub missing: u64,
    /// Rows dated by a year or month in which the answer changes.
    pub changing: u64,
    /// Rows dated after the day through which the data was verified.
    pub after_verified: u64,
    /// The unrecognised names with their counts, most frequent first.
    pub unmatched: Vec<(String, u64)>,
    /// Whether there were more of them than could be kept.
    pub unmatched_cut: bool,
    /// The invalid dates with their counts, most frequent first.
    pub bad_date_values: Vec<(String, u64)>,
    /// How the dates are written, if not as ISO 8601 and not in a given format.
    pub dates: Option<DatesRead>,
    /// The systems of codes that have the unrecognised names.
    pub codes: Vec<Codes>,
    /// What `NA` was read as; `None` if the column of countries does not have it.
    pub na: Option<Na>,
}
