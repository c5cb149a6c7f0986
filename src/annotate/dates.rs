//! How the dates of a column are written, which only the column as a whole tells: `05/06/2021` alone can be two days.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use chrono::{Days, NaiveDate};

use super::Options;
use super::answers::{self, Day};
use super::blocks::Input;
use super::rows::{self, Marks, Shape};
use crate::csv_file::is_missing;
use crate::error::AnnotateError;
use crate::{Error, date};

/// A way to write dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// `2021`, `2021-05`, `2021-05-20`, also with a time after the day; and `2021.0`.
    Iso,
    /// `2021/5/20`.
    YearFirst,
    /// `20210520`.
    Compact,
    /// `20.5.2021`, `20/05/2021`.
    DayFirst,
    /// `5/20/2021`.
    MonthFirst,
    /// `20 May 2021`, `May 20, 2021`, `20MAY2021`.
    Named,
    /// Number of days since the end of 1899, as spreadsheets count.
    Serial,
    /// A format of `strftime`.
    Format(String),
}

/// The layouts that are found out.
const FOUND: [Layout; 7] = [
    Layout::Iso,
    Layout::YearFirst,
    Layout::Compact,
    Layout::DayFirst,
    Layout::MonthFirst,
    Layout::Named,
    Layout::Serial,
];
const ISO: usize = 0;
const YEAR_FIRST: usize = 1;
const DAY_FIRST: usize = 3;
const MONTH_FIRST: usize = 4;
const SERIAL: usize = 6;

/// How many values an error shows.
const MOST_EXAMPLES: usize = 4;

/// What `Options::date_format` is for serial numbers of days.
pub(super) const EXCEL: &str = "excel";

impl Layout {
    /// Returns the layout of a format that was given.
    pub fn given(format: &str) -> Self {
        if format == EXCEL { Layout::Serial } else { Layout::Format(format.to_string()) }
    }

    /// Returns the first and the last day that a cell can stand for.
    #[inline]
    pub fn days(&self, cell: &[u8]) -> Option<(Day, Day)> {
        if matches!(self, Layout::Iso)
            && let Some(days) = answers::days(cell.trim_ascii())
        {
            return Some(days);
        }
        self.other_days(cell)
    }

    /// Returns the same for what is not plain ISO 8601, which is kept out of the way of the rest.
    #[cold]
    fn other_days(&self, cell: &[u8]) -> Option<(Day, Day)> {
        let text = rows::value(cell);
        self.read(if let Layout::Format(_) = self { text.trim() } else { text.trim_ascii() })
    }

    fn read(&self, text: &str) -> Option<(Day, Day)> {
        let day = match self {
            Layout::Iso => {
                let year = text.strip_suffix(".0").filter(|year| year.len() == 4);
                return answers::days(year.unwrap_or(text).as_bytes());
            }
            Layout::Named => return named(text),
            Layout::YearFirst => {
                let [year, month, day] = numbers(text)?;
                of(year, month, day).filter(|_| year.len() == 4)
            }
            Layout::DayFirst | Layout::MonthFirst => {
                let [first, second, year] = numbers(text)?;
                let (month, day) = if *self == Layout::DayFirst { (second, first) } else { (first, second) };
                of(year, month, day).filter(|_| year.len() == 4)
            }
            Layout::Compact => {
                let digits = text.strip_suffix(".0").unwrap_or(text);
                let is_compact = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
                is_compact.then(|| of(&digits[..4], &digits[4..6], &digits[6..]))?
            }
            Layout::Serial => {
                let (days, part) = text.split_once('.').unwrap_or((text, "0"));
                let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                let days = (days.len() == 5 && is_number(days) && is_number(part)).then(|| days.parse().ok())??;
                NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
            }
            Layout::Format(format) => NaiveDate::parse_from_str(text, format).ok(),
        }?;
        Some((answers::number(day), answers::number(day)))
    }

    /// Returns the layout in words, as part of a sentence.
    fn described(&self) -> &'static str {
        match self {
            Layout::Iso | Layout::Format(_) => "as given",
            Layout::YearFirst => "with the year first",
            Layout::Compact => "as year, month and day without separators",
            Layout::DayFirst => "with the day first",
            Layout::MonthFirst => "with the month first",
            Layout::Named => "with names of months",
            Layout::Serial => "as the serial numbers of spreadsheets",
        }
    }
}

/// Returns the three numbers of a date, without a time after it. They are separated by one character: `/`, `.` or `-`.
fn numbers(text: &str) -> Option<[&str; 3]> {
    let text = text.split([' ', 'T']).next()?;
    let separator = text.chars().find(|letter| !letter.is_ascii_digit()).filter(|letter| "/.-".contains(*letter))?;
    let mut parts = text.split(separator);
    let numbers = [parts.next()?, parts.next()?, parts.next()?];
    let is_number = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    (parts.next().is_none() && numbers.iter().all(is_number)).then_some(numbers)
}

fn of(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Reads a date with the English name of a month.
fn named(text: &str) -> Option<(Day, Day)> {
    let (mut month, mut numbers) = (None, Vec::new());
    let letters: Vec<char> = text.chars().take(40).collect();
    for word in
        letters.chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit() && a.is_alphabetic() == b.is_alphabetic())
    {
        let word: String = word.iter().collect::<String>().to_ascii_lowercase();
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            numbers.push(word);
        } else if word.contains(char::is_alphabetic) {
            match date::month_named(&word) {
                named @ Some(_) if month.is_none() => month = named,
                None if matches!(word.as_str(), "st" | "nd" | "rd" | "th" | "of") && !numbers.is_empty() => {}
                _ => return None,
            }
        } else if !word.chars().all(|letter| " ,.-/".contains(letter)) {
            return None;
        }
    }
    let (year, day) = match &numbers[..] {
        [year] => (year, None),
        [year, day] if year.len() == 4 => (year, Some(day)),
        [day, year] => (year, Some(day)),
        _ => return None,
    };
    let year: u32 = (year.len() == 4).then(|| year.parse().ok())??;
    let month = month?;
    let day: Option<u32> = day.filter(|day| day.len() <= 2).map_or(Some(None), |day| day.parse().ok().map(Some))?;
    let last = date::days_in_month(year, month);
    let at = |day: u32| year * 10_000 + month * 100 + day;
    match day {
        None if numbers.len() == 1 => Some((at(1), at(last))),
        Some(day) if (1..=last).contains(&day) => Some((at(day), at(day))),
        _ => None,
    }
}

/// Returns whether a cell is a date in another layout than ISO 8601. A serial number can be any number.
pub(super) fn is_foreign(cell: &[u8]) -> bool {
    let text = rows::value(cell);
    FOUND[ISO + 1..SERIAL].iter().any(|layout| layout.read(text.trim_ascii()).is_some())
}

/// What was found out about the dates of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DatesRead {
    /// A date of the column.
    pub value: String,
    /// How it was read, as YYYY-MM-DD.
    pub day: String,
    /// How the dates are written, in words.
    pub how: &'static str,
}

/// What the dates of a column have in common.
#[derive(Default)]
pub(super) struct Tally {
    values: u64,
    fitting: [u64; FOUND.len()],
    /// Values that are dates in another layout than ISO 8601.
    foreign: u64,
    /// A value that is one day with the day first and another with the month first.
    ambiguous: Option<String>,
    /// The first value of each set of layouts that fit.
    examples: Vec<(u8, String)>,
}

impl Tally {
    pub fn add(&mut self, cell: &[u8]) {
        // Most files have nothing else, and no other layout but one fits these.
        if let Some((first, last)) = FOUND[ISO].days(cell) {
            let is_day = first == last;
            self.values += 1;
            self.fitting[ISO] += 1;
            self.fitting[YEAR_FIRST] += u64::from(is_day);
            return self.keep(1 << ISO | u8::from(is_day) << YEAR_FIRST, cell);
        }
        let text = rows::value(cell);
        let text = text.trim_ascii();
        if is_missing(text) {
            return;
        }
        self.values += 1;
        let mut set = 0u8;
        for (at, layout) in FOUND.iter().enumerate() {
            if layout.read(text).is_some() {
                self.fitting[at] += 1;
                set |= 1 << at;
            }
        }
        self.foreign += u64::from(set & (1 << ISO) == 0 && set & !(1 << SERIAL) != 0);
        if self.ambiguous.is_none() && FOUND[DAY_FIRST].read(text) != FOUND[MONTH_FIRST].read(text) {
            self.ambiguous = Some(text.to_string());
        }
        self.keep(set, cell);
    }

    /// Keeps the first value of each set of layouts.
    fn keep(&mut self, set: u8, cell: &[u8]) {
        if self.examples.len() < MOST_EXAMPLES && !self.examples.iter().any(|(other, _)| *other == set) {
            self.examples.push((set, rows::value(cell).trim().to_string()));
        }
    }

    /// Returns whether the dates are ISO 8601, except for values that are dates in no layout.
    pub fn is_iso(&self) -> bool {
        self.foreign == 0 && (self.fitting[ISO] > 0 || self.fitting[SERIAL] == 0)
    }

    /// Returns whether there are any dates in ISO 8601.
    pub fn has_iso(&self) -> bool {
        self.fitting[ISO] > 0
    }

    /// Returns the one layout that fits all values, and what to tell about it.
    pub fn layout(self, column: &str) -> Result<(Layout, Option<DatesRead>), AnnotateError> {
        if self.is_iso() {
            return Ok((Layout::Iso, None));
        }
        let mut fit = (0..FOUND.len()).filter(|at| self.fitting[*at] == self.values);
        let example = || self.examples.first().map(|(_, text)| text.clone()).unwrap_or_default();
        match (fit.next(), fit.next()) {
            (Some(DAY_FIRST), Some(MONTH_FIRST)) if self.ambiguous.is_some() => {
                let value = self.ambiguous.unwrap_or_default();
                let read = |at: usize| written(FOUND[at].read(&value));
                Err(AnnotateError::AmbiguousDates {
                    column: column.to_string(),
                    day_first: read(DAY_FIRST),
                    month_first: read(MONTH_FIRST),
                    value,
                })
            }
            (Some(at), _) => {
                let value = self.ambiguous.filter(|_| at == DAY_FIRST || at == MONTH_FIRST).unwrap_or_else(example);
                let day = written(FOUND[at].read(&value));
                Ok((FOUND[at].clone(), Some(DatesRead { value, day, how: FOUND[at].described() })))
            }
            (None, _) => {
                let values = self.examples.into_iter().map(|(_, text)| text).collect();
                Err(AnnotateError::MixedDates { column: column.to_string(), values })
            }
        }
    }
}

fn written(days: Option<(Day, Day)>) -> String {
    let day = days.map_or(0, |(day, _)| day);
    format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100)
}

/// Returns the dates of a sample of whole rows.
pub(super) fn of_rows(bytes: &[u8], shape: Shape, tally: &mut Tally, most: usize) {
    let mut marks = Marks::of(bytes, shape.delimiter);
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() && count < most {
        // A malformed row is reported when it is annotated.
        let Ok(row) = shape.row(&mut marks, at) else { return };
        if !row.text.is_empty() {
            tally.add(&bytes[row.date]);
        }
        (at, count) = (row.next, count + 1);
    }
}

/// Reads all of `input`, which was not read before, to find out how its dates are written. Returns a reader that reads the
/// same again, from a temporary file.
pub(super) fn of_all(input: impl Read, shape: Shape, options: &Options) -> Result<(Tally, File), Error> {
    let io = |error| Error::io("a temporary file".as_ref())(error);
    let mut copy = tempfile::tempfile().map_err(io)?;
    let mut tally = Tally::default();
    let mut blocks = Input::new(input, options.block);
    let mut block = Vec::new();
    while blocks.fill(&mut block).map_err(Error::io("the input".as_ref()))?.is_some() {
        of_rows(&block, shape, &mut tally, usize::MAX);
        copy.write_all(&block).map_err(io)?;
    }
    copy.seek(SeekFrom::Start(0)).map_err(io)?;
    Ok((tally, copy))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[&str]) -> Result<(Layout, String), String> {
        let mut tally = Tally::default();
        values.iter().for_each(|value| tally.add(value.as_bytes()));
        let (layout, read) = tally.layout("d").map_err(|error| error.to_string())?;
        Ok((layout, read.map(|read| format!("{} is {}", read.value, read.day)).unwrap_or_default()))
    }

    #[test]
    fn the_column_as_a_whole_tells_how_its_dates_are_written() {
        for (values, layout, read) in [
            (&["2021", "2021-05", "2021-05-20T10:00", "x", "", "2021.0"][..], Layout::Iso, ""),
            (&["99999", "2021"], Layout::Iso, ""),
            (&["n.d.", ""], Layout::Iso, ""),
            (&["2021/5/20", "2021-05-06"], Layout::YearFirst, "2021/5/20 is 2021-05-20"),
            (&["20210520", "19981231.0"], Layout::Compact, "20210520 is 2021-05-20"),
            (&["05/06/2021", "13/06/2021", "NA"], Layout::DayFirst, "05/06/2021 is 2021-06-05"),
            (&["5/6/2021 0:00", "5/13/2021 10:00"], Layout::MonthFirst, "5/6/2021 0:00 is 2021-05-06"),
            (&["05.05.2021"], Layout::DayFirst, "05.05.2021 is 2021-05-05"),
            (
                &["20 May 2021", "May 3rd, 2021", "20MAY2021", "20-Sep-2021", "May 2021"],
                Layout::Named,
                "20 May 2021 is 2021-05-20",
            ),
            (&["44336", "44336.5", "35327.0"], Layout::Serial, "44336 is 2021-05-20"),
        ] {
            assert_eq!(column(values), Ok((layout, read.to_string())), "{values:?}");
        }
    }

    #[test]
    fn dates_with_two_readings_or_none_are_refused() {
        assert_eq!(
            column(&["05/06/2021", "05/05/2021"]).unwrap_err(),
            "ambiguous dates in column `d`: `05/06/2021` is 2021-06-05 with the day first, and 2021-05-06 with the month first"
        );
        for values in
            [&["05/20/2021", "20/05/2021"][..], &["44336", "n.d."], &["2021", "20.05.2021"], &["20210520", "x"]]
        {
            let listed = values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
            assert_eq!(
                column(values).unwrap_err(),
                format!("the dates in column `d` are not all written in one way: {listed}")
            );
        }
    }

    #[test]
    fn any_text_is_read_or_not() {
        for text in [
            "",
            "May",
            "32 May 2021",
            "0 May 2021",
            "May 2021 2021 2021",
            "É 2021",
            "30 Feb 2021",
            "00000000",
            "1/1/1",
            "//",
            "20/5/21",
        ] {
            assert!(FOUND.iter().all(|layout| layout.read(text).is_none()), "{text}");
        }
    }
}
