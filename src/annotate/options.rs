//! What to do with a file, and what was met on the way.

use crate::date::{Edge, When};

/// What to do with a file.
#[derive(Clone, Debug)]
pub struct Options {
    /// Name of the column that names a country or party.
    pub country: String,
    /// Where the day of a row comes from.
    pub date: DateFrom,
    /// How a date is written, as `strftime` has it, where it is not ISO 8601.
    pub date_format: Option<String>,
    /// What to append, in this order.
    pub columns: Vec<Column>,
    /// Put before the name of each appended column.
    pub prefix: String,
    /// Byte that parts the cells, of the input and the output.
    pub delimiter: u8,
    /// Which day of a year or month counts.
    pub at: Edge,
    /// An area has no role by the seat of the party that represents it.
    pub territories_apart: bool,
    /// A name that nothing bears is an error.
    pub strict: bool,
    /// Workers; 0 for as many as there are processors.
    pub threads: usize,
    /// Bytes to read at a time.
    pub block: usize,
}

/// Where the day of a row comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateFrom {
    /// The column of this name.
    Column(String),
    /// The same time for every row.
    Fixed(When),
}

/// A column to append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Id of the party whose role answers the row; of an area, of the party whose seat covers it.
    Party,
    /// Word of a role, or `none`, `not_known`, `outside`, `bad_date` or `unrecognised`.
    Role,
    /// First day in the role, as precise as it is known.
    Since,
    /// Id of the state in the chair on the day of the row.
    Chair,
    /// Name of the party or country that the row names.
    Name,
    /// ISO 3166-1 alpha-3 code of it, where it has one.
    Iso3,
}

impl Column {
    /// Every column, with its name; the first four are appended where nothing else is asked for.
    pub const ALL: [(Column, &str); 6] = [
        (Column::Party, "party"),
        (Column::Role, "role"),
        (Column::Since, "since"),
        (Column::Chair, "chair"),
        (Column::Name, "name"),
        (Column::Iso3, "iso3"),
    ];
}

impl Options {
    /// Options with which a file of countries and dates is annotated in the usual way.
    pub fn new(country: &str, date: DateFrom) -> Self {
        Options {
            country: country.to_string(),
            date,
            date_format: None,
            columns: vec![Column::Party, Column::Role, Column::Since, Column::Chair],
            prefix: "arctic_".to_string(),
            delimiter: b',',
            at: Edge::End,
            territories_apart: false,
            strict: false,
            threads: 0,
            block: 1 << 20,
        }
    }
}

/// What was met on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows that were annotated; the header is none.
    pub rows: u64,
    /// Rows whose party held a role.
    pub with_role: u64,
    /// Rows of a party or country without a role on that day.
    pub none: u64,
    /// Rows where a date that is only partly known leaves the role open.
    pub not_known: u64,
    /// Rows from before the council existed.
    pub outside: u64,
    /// Rows with a date that cannot be read.
    pub bad_dates: u64,
    /// Rows with a name that nothing bears.
    pub unrecognised: u64,
    /// Rows with a year or month in which the answer changes.
    pub changing: u64,
    /// Rows from after the last day for which the data was verified.
    pub after_verified: u64,
    /// The names that nothing bears, most frequent first.
    pub unmatched: Vec<(String, u64)>,
    /// Whether there were more of them than could be kept.
    pub unmatched_cut: bool,
    /// What `NA` was taken for; none if the column of countries does not have it.
    pub na: Option<Na>,
}

/// What `NA` means in a column of countries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Na {
    /// A code, among other ISO 3166-1 alpha-2 codes.
    Code,
    /// A missing value.
    Missing,
}
