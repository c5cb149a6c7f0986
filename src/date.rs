//! Dates as precise as their source, half-open periods, and the times that questions are about.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Serialize, Serializer};

use crate::Error;
pub use crate::error::DateError;
use crate::truth::Truth;

/// A date known to the day, the month or the year, or between two bounds.
///
/// It is written `1998-09-18`, `1998-09` or `1998` (EDTF level 0), or `2019..2020-06-02`: some day from the first
/// day of the left bound to the last day of the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    first: NaiveDate,
    last: NaiveDate,
    /// Of the date as written, or of the left bound.
    precision: Precision,
    /// Of the right bound.
    until: Option<Precision>,
}

/// How precisely a date is known, the least precise first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Between two bounds: `2019..2020-06-02`.
    Between,
    /// To the year: `1998`.
    Year,
    /// To the month: `1998-09`.
    Month,
    /// To the day: `1998-09-18`.
    Day,
}

impl PartialDate {
    /// Returns a date that is known to the day.
    pub fn day(day: NaiveDate) -> Self {
        PartialDate { first: day, last: day, precision: Precision::Day, until: None }
    }

    /// Returns a date that is known to the year, or `None` if the year is not from 0 to 9999.
    pub fn year(year: i32) -> Option<Self> {
        (0..=9999).contains(&year).then_some(())?;
        let (first, last) = (NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?);
        Some(PartialDate { first, last, precision: Precision::Year, until: None })
    }

    /// Returns the first day that this date can mean.
    pub fn first_day(&self) -> NaiveDate {
        self.first
    }

    /// Returns the last day that this date can mean.
    pub fn last_day(&self) -> NaiveDate {
        self.last
    }

    /// Returns whether it is known to the year, the month or the day, or between two bounds.
    pub fn precision(&self) -> Precision {
        if self.until.is_some() { Precision::Between } else { self.precision }
    }

    /// Parses `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or two of them as `2019..2020-06-02`, and nothing else.
    ///
    /// ```
    /// use arctic_council::date::PartialDate;
    /// let date = PartialDate::parse("1998-09").unwrap();
    /// assert_eq!(date.last_day().to_string(), "1998-09-30");
    /// assert_eq!(PartialDate::parse("2019..2020-06-02").unwrap().last_day().to_string(), "2020-06-02");
    /// assert!(PartialDate::parse("1998-9").is_none());
    /// assert!(PartialDate::parse("2021-02-30").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let Some((from, to)) = text.split_once("..") else { return Self::parse_one(text) };
        let (from, to) = (Self::parse_one(from)?, Self::parse_one(to)?);
        (from.first <= to.last).then_some(PartialDate {
            first: from.first,
            last: to.last,
            precision: from.precision,
            until: Some(to.precision),
        })
    }

    fn parse_one(text: &str) -> Option<Self> {
        let (year, month, day) = numbers(text.as_bytes())?;
        let (precision, until) = match (month, day) {
            (0, _) => (Precision::Year, (12, 31)),
            (_, 0) => (Precision::Month, (month, days_in_month(year, month))),
            _ => (Precision::Day, (month, day)),
        };
        let first = NaiveDate::from_ymd_opt(year as i32, month.max(1), day.max(1))?;
        Some(PartialDate {
            first,
            last: NaiveDate::from_ymd_opt(year as i32, until.0, until.1)?,
            precision,
            until: None,
        })
    }

    /// Returns the date as part of a sentence: "on 2013-05-15", "in 2019" or "between 2019 and 2020-06-02".
    pub fn phrase(&self) -> String {
        match self.precision() {
            Precision::Day => format!("on {self}"),
            Precision::Between => format!("between {}", self.bounds(" and ")),
            Precision::Year | Precision::Month => format!("in {self}"),
        }
    }

    /// Returns the date after "until": "2019-05", or "2019 or 2020" for bounds in two years that follow each other.
    pub(crate) fn alternatives(&self) -> String {
        let (first, last) = (self.first.year(), self.last.year());
        match self.precision() {
            Precision::Between if last == first + 1 => format!("{first} or {last}"),
            Precision::Between => format!("some day {}", self.phrase()),
            Precision::Year | Precision::Month | Precision::Day => self.to_string(),
        }
    }

    /// Returns whether the day lies in `when`, whichever it is.
    pub(crate) fn lies_in(&self, when: &When) -> Truth {
        let (first, last) = (when.first_day(), when.last_day());
        if first <= self.first && self.last <= last {
            Truth::True
        } else if self.first <= last && first <= self.last {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// Returns both bounds of a date that is known between two.
    pub fn between(&self) -> Option<(PartialDate, PartialDate)> {
        let until = self.until?;
        let bound = |day, precision| Self::parse_one(&written(day, precision).to_string());
        bound(self.first, self.precision).zip(bound(self.last, until))
    }

    fn bounds(&self, between: &str) -> String {
        let until = self.until.unwrap_or(self.precision);
        format!("{}{between}{}", written(self.first, self.precision), written(self.last, until))
    }
}

fn written(day: NaiveDate, precision: Precision) -> impl fmt::Display {
    day.format(match precision {
        Precision::Year => "%Y",
        Precision::Month => "%Y-%m",
        Precision::Day | Precision::Between => "%Y-%m-%d",
    })
}

/// Parses a date to its year, month and day, with 0 for what it leaves out; returns `None` if it is not a date of the
/// calendar. It works on bytes and does not use chrono, because `annotate` calls it for each of millions of rows.
pub(crate) fn numbers(text: &[u8]) -> Option<(u32, u32, u32)> {
    let digits = |from: usize, to: usize| {
        text[from..to].iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
    };
    let (year, month, day) = match text {
        [_, _, _, _] => (digits(0, 4)?, 0, 0),
        [_, _, _, _, b'-', _, _] => (digits(0, 4)?, digits(5, 7)?, 0),
        [_, _, _, _, b'-', _, _, b'-', _, _] => (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?),
        _ => return None,
    };
    let in_calendar = (text.len() == 4 || (1..=12).contains(&month))
        && (text.len() < 10 || (1..=28).contains(&day) || (29..=days_in_month(year, month)).contains(&day));
    in_calendar.then_some((year, month, day))
}

/// The months in English, in lower case. Their short forms are the first three letters.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Returns the number of the month with this English name in lower case, whole or short.
pub(crate) fn month_named(name: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|month| *month == name || month[..3] == *name);
    u32::try_from(at.or((name == "sept").then_some(8))? + 1).ok()
}

/// Returns the number of days in a month of the proleptic Gregorian calendar.
pub(crate) fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.until {
            Some(_) => f.write_str(&self.bounds("..")),
            None => written(self.first, self.precision).fmt(f),
        }
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl rusqlite::types::FromSql for PartialDate {
    fn column_result(value: rusqlite::types::ValueRef) -> rusqlite::types::FromSqlResult<Self> {
        let text = value.as_str()?;
        PartialDate::parse(text)
            .ok_or_else(|| rusqlite::types::FromSqlError::Other(format!("invalid date `{text}`").into()))
    }
}

/// The days from `start` up to, but not including, `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Period {
    /// First day of the period, as precisely as it is known.
    pub start: PartialDate,
    /// First day after the period; `None` if no end is known.
    pub end: Option<PartialDate>,
}

impl Period {
    /// Returns whether any day from `first` to `last` (both included) is in this period.
    ///
    /// The true start is some day that `start` can mean, and likewise the end; a period is never empty. The result is
    /// [`Truth::Unknown`] if it depends on which.
    pub fn touches(&self, first: NaiveDate, last: NaiveDate) -> Truth {
        self.bounds(NaiveDate::MAX).touches(first, last)
    }

    /// Returns the days that the start and the end can be. Without a recorded end, the period is known to last through
    /// `today` only.
    pub(crate) fn bounds(&self, today: NaiveDate) -> Bounds {
        let (start_min, start_max) = (self.start.first_day(), self.start.last_day());
        let (end_min, end_max) = match self.end {
            Some(end) => (end.first_day(), end.last_day()),
            None => (next_day(today.max(start_max)), NaiveDate::MAX),
        };
        let mut bounds = Bounds { start_min, start_max, end_min, end_max };
        bounds.never_empty();
        bounds
    }

    /// Returns whether `day` is in this period: `start <= day < end`.
    pub fn contains(&self, day: NaiveDate) -> Truth {
        self.touches(day, day)
    }

    /// Returns the period as part of a sentence, its last day included: "from 2019-05-07 to 2021-05-19",
    /// "from 2017-05-11 until 2019" if the end is imprecise, or "from 2013-05-15 on".
    pub fn phrase(&self) -> String {
        match self.end {
            Some(end) if end.precision() == Precision::Between => {
                format!("from {} to some day {}", self.start, end.phrase())
            }
            Some(end) if end.precision() != Precision::Day => format!("from {} until {end}", self.start),
            end => days_phrase(self.start, end.and_then(|end| end.first_day().pred_opt())),
        }
    }

    /// Counts the days from `first` to `last` (both included) that are certainly in this period.
    pub fn certain_days(&self, first: NaiveDate, last: NaiveDate) -> i64 {
        self.bounds(NaiveDate::MAX).certain_days(first, last)
    }
}

/// The first and the last day that the start of a period, and its end, can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub start_min: NaiveDate,
    pub start_max: NaiveDate,
    pub end_min: NaiveDate,
    pub end_max: NaiveDate,
}

impl Bounds {
    /// Returns the days from which on another answer can be given.
    pub fn days(&self) -> [NaiveDate; 4] {
        [self.start_min, self.start_max, self.end_min, self.end_max]
    }

    /// Returns whether any day from `first` to `last` (both included) is in the period.
    pub fn touches(&self, first: NaiveDate, last: NaiveDate) -> Truth {
        if self.start_max <= last && self.end_min > first {
            Truth::True
        } else if self.start_min <= last && self.end_max > first {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// Returns whether `day` is in the period.
    pub fn contains(&self, day: NaiveDate) -> Truth {
        self.touches(day, day)
    }

    /// Counts the days from `first` to `last` (both included) that are certainly in the period.
    pub fn certain_days(&self, first: NaiveDate, last: NaiveDate) -> i64 {
        (self.end_min.min(next_day(last)) - self.start_max.max(first)).num_days().max(0)
    }

    /// Counts the days from `first` to `last` (both included) that may be in the period.
    pub fn possible_days(&self, first: NaiveDate, last: NaiveDate) -> i64 {
        (self.end_max.min(next_day(last)) - self.start_min.max(first)).num_days().max(0)
    }

    /// Narrows by the rule that a period is never empty: a start known to the day is in the period even if the
    /// end is known to the year only.
    fn never_empty(&mut self) {
        let before = self.end_max.pred_opt().unwrap_or(self.end_max);
        self.start_max = self.start_max.min(before).max(self.start_min);
        self.end_min = self.end_min.max(next_day(self.start_min)).min(self.end_max);
    }

    /// Returns the same bounds, if nothing holds before `day`.
    pub fn since(mut self, day: NaiveDate) -> Self {
        self.start_min = self.start_min.max(day.min(self.start_max));
        self.never_empty();
        self
    }

    /// Narrows a period that lasts no longer than `whole`.
    pub fn until(&mut self, whole: &Bounds) {
        self.end_min = self.end_min.min(whole.end_min);
        self.end_max = self.end_max.min(whole.end_max);
        self.never_empty();
    }

    /// Narrows periods that follow each other: each is over when the next one starts, so if one of two is certain on a
    /// day, the other is not possible on it. Those whose order is not certain, or that must overlap, stay as they are. Each depends on the one
    /// before and the one after it by `start_max`, and on no other.
    pub fn in_turn(mut periods: Vec<&mut Bounds>) {
        periods.sort_by_key(|bounds| (bounds.start_max, bounds.start_min));
        let before: Vec<Bounds> = periods.iter().map(|bounds| **bounds).collect();
        for (at, pair) in before.windows(2).enumerate() {
            let [earlier, later] = pair else { continue };
            let in_order = earlier.start_max < later.start_max && earlier.start_max <= later.start_min;
            if in_order && earlier.end_min <= later.start_max {
                periods[at].end_max = earlier.end_max.min(later.start_max);
                periods[at + 1].start_min = later.start_min.max(earlier.end_min).min(later.start_max);
            }
        }
        periods.into_iter().for_each(Bounds::never_empty);
    }
}

/// Returns the days from `first` to `last` (both included) as part of a sentence.
pub(crate) fn days_phrase(first: PartialDate, last: Option<NaiveDate>) -> String {
    match last {
        None => format!("from {first} on"),
        Some(last) if PartialDate::day(last) == first => format!("on {first}"),
        Some(last) => format!("from {first} to {last}"),
    }
}

/// The time that a question is about. Both its first and its last day are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum When {
    /// Every day that a date can stand for: one day, a month or a year.
    Date(PartialDate),
    /// From the first day of one date to the last day of another.
    Range(PartialDate, PartialDate),
    /// All time.
    Always,
}

impl When {
    /// Returns one day.
    pub fn day(day: NaiveDate) -> Self {
        When::Date(PartialDate::day(day))
    }

    /// Returns the first day.
    pub fn first_day(&self) -> NaiveDate {
        match self {
            When::Date(date) | When::Range(date, _) => date.first_day(),
            When::Always => NaiveDate::MIN,
        }
    }

    /// Returns the last day.
    pub fn last_day(&self) -> NaiveDate {
        match self {
            When::Date(date) | When::Range(_, date) => date.last_day(),
            When::Always => NaiveDate::MAX,
        }
    }

    /// Returns the first and the last day as text to compare with dates of the database, whose years have four digits.
    /// Nothing ends on the last of all days, so it is not asked for as the first.
    pub(crate) fn sql_days(&self) -> (String, String) {
        let (first, last) = (day_of(0, 1, 1), day_of(9999, 12, 31));
        let clamped = |day: NaiveDate, latest: NaiveDate| day.clamp(first, latest).to_string();
        (clamped(self.first_day(), day_of(9999, 12, 30)), clamped(self.last_day(), last))
    }

    /// Returns whether this is a single day.
    pub fn is_day(&self) -> bool {
        self.first_day() == self.last_day()
    }

    /// Returns the time as part of a sentence: "on 2021-05-19", "in 2021" or "from 2019 to 2023".
    pub fn phrase(&self) -> String {
        match self {
            When::Range(from, to) => format!("from {from} to {to}"),
            When::Date(date) if date.precision() == Precision::Day => format!("on {date}"),
            When::Date(date) => format!("in {date}"),
            When::Always => "at any time".to_string(),
        }
    }

    /// Parses `today`, `2021`, `2021-05`, `2021-05-19`, or a range such as `2019..2023`, which includes both years.
    ///
    /// # Errors
    /// [`Error::Date`] if it has another form.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, Error> {
        let one = |part: &str| {
            if part.eq_ignore_ascii_case("today") {
                return Ok(PartialDate::day(today));
            }
            PartialDate::parse(part).ok_or_else(|| {
                let looks_like_a_day = part.len() == 10 && part.bytes().all(|b| b.is_ascii_digit() || b == b'-');
                if looks_like_a_day {
                    DateError::NotInCalendar(part.to_string())
                } else {
                    DateError::Invalid(text.to_string())
                }
            })
        };
        let text = text.trim();
        match text.split_once("..") {
            None => Ok(When::Date(one(text)?)),
            Some((from, to)) => {
                let (from, to) = (one(from)?, one(to)?);
                if to.last_day() < from.first_day() {
                    return Err(DateError::Reversed(text.to_string()).into());
                }
                Ok(When::Range(from, to))
            }
        }
    }
}

/// Writes the time as [`When::parse`] reads it.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            When::Date(date) => date.fmt(f),
            When::Range(from, to) => write!(f, "{from}..{to}"),
            When::Always => f.write_str("always"),
        }
    }
}

/// The first or the last day of a year or month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Edge {
    /// The first day.
    Start,
    /// The last day.
    #[default]
    End,
}

impl Edge {
    /// Returns the day of `date` at this end.
    pub fn of(self, date: PartialDate) -> NaiveDate {
        match self {
            Edge::Start => date.first_day(),
            Edge::End => date.last_day(),
        }
    }
}

/// Returns the current day, or the day that `pinned` names.
pub(crate) fn today(pinned: Option<&str>) -> Result<NaiveDate, Error> {
    match pinned {
        None => Ok(chrono::Local::now().date_naive()),
        Some(text) => match PartialDate::parse(text) {
            Some(date) if date.precision() == Precision::Day => Ok(date.first_day()),
            _ => Err(DateError::NotADay(text.to_string()).into()),
        },
    }
}

fn day_of(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// Returns the day after `day`.
pub(crate) fn next_day(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX)
}

/// Returns the year of `date` plus `years`, known to the year.
pub(crate) fn years_after(date: PartialDate, years: i32) -> Option<PartialDate> {
    PartialDate::year(date.first_day().year() + years)
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        PartialDate::parse(text).ok_or_else(|| DateError::Invalid(text.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        date(text).first_day()
    }

    fn period(start: &str, end: &str) -> Period {
        Period { start: date(start), end: PartialDate::parse(end) }
    }

    #[test]
    fn a_handover_day_belongs_to_the_incoming_holder() {
        let (old, new) = (period("2019-05-07", "2021-05-20"), period("2021-05-20", "2023-05-11"));
        assert_eq!(old.contains(day("2021-05-19")), Truth::True);
        assert_eq!(old.contains(day("2021-05-20")), Truth::False);
        assert_eq!(new.contains(day("2021-05-19")), Truth::False);
        assert_eq!(new.contains(day("2021-05-20")), Truth::True);
    }

    #[test]
    fn a_day_within_an_imprecise_end_is_unknown() {
        let ngs = period("2017-05-11", "2019");
        assert_eq!(ngs.contains(day("2018-12-31")), Truth::True);
        assert_eq!(ngs.contains(day("2019-07-01")), Truth::Unknown);
        assert_eq!(ngs.contains(day("2019-12-31")), Truth::False);
    }

    #[test]
    fn a_first_day_is_in_its_period_however_little_is_known_of_the_end() {
        let period = period("2019-05-07", "2019");
        assert_eq!(period.contains(day("2019-05-06")), Truth::False);
        assert_eq!(period.contains(day("2019-05-07")), Truth::True);
        assert_eq!(period.contains(day("2019-05-08")), Truth::Unknown);
    }

    #[test]
    fn a_date_can_be_known_between_bounds() {
        let date = date("2019..2020-06-02");
        assert_eq!((date.first_day(), date.last_day()), (day("2019-01-01"), day("2020-06-02")));
        assert_eq!(date.precision(), Precision::Between);
        assert_eq!(date.phrase(), "between 2019 and 2020-06-02");
        for text in ["2020..2019", "..2019", "2019..", "2019..2020..2021"] {
            assert!(PartialDate::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn only_the_three_forms_are_dates() {
        for text in [
            "",
            "199",
            "19988",
            "1998-",
            "1998-9",
            "1998-13",
            "1998-00",
            "1998-09-31",
            "2021-02-30",
            "+998",
            "1998/09",
            "1998-09-1x",
            "１９９８",
        ] {
            assert!(PartialDate::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_when_includes_both_its_ends() {
        let when = When::parse("2019..2021-05", day("2026-01-01")).unwrap();
        assert_eq!((when.first_day(), when.last_day()), (day("2019-01-01"), day("2021-05-31")));
        assert_eq!(When::parse("Today", day("2026-01-01")).unwrap(), When::day(day("2026-01-01")));
        for text in ["banana", "", "..", "2019..", "2021..2019", "2021-02-30", "2019...2020", "19-05-2021"] {
            assert!(When::parse(text, day("2026-01-01")).is_err(), "{text}");
        }
    }

    fn any_date() -> impl Strategy<Value = PartialDate> {
        (0i32..=9998, 1u32..=12, 1u32..=28, 0..4).prop_map(|(y, m, d, precision)| match precision {
            0 => date(&format!("{y:04}")),
            1 => date(&format!("{y:04}-{m:02}")),
            2 => date(&format!("{y:04}-{m:02}..{:04}", y + 1)),
            _ => date(&format!("{y:04}-{m:02}-{d:02}")),
        })
    }

    proptest! {
        #[test]
        fn dates_round_trip(d in any_date()) {
            prop_assert_eq!(PartialDate::parse(&d.to_string()), Some(d));
            prop_assert!(d.first_day() <= d.last_day());
        }

        #[test]
        fn a_date_is_written_as_it_was_parsed(text in "\\PC{0,12}") {
            if let Some(d) = PartialDate::parse(&text) { prop_assert_eq!(d.to_string(), text); }
        }

        /// A period is true or false of a day if every reading of its partial dates agrees.
        #[test]
        fn a_period_agrees_with_all_readings_of_its_dates(start in any_date(), end in any_date(), back in 0u64..800) {
            prop_assume!(end.last_day() > start.first_day() && end.last_day() > start.first_day() + Days::new(2));
            let day = end.last_day() - Days::new(back);
            let period = Period { start, end: Some(end) };
            // Its bounds, and the days beside the day asked about, decide; a period is never empty.
            let near = |date: PartialDate| {
                let days = [date.first_day(), date.last_day(), day - Days::new(1), day, day + Days::new(1)];
                days.into_iter().filter(move |d| (date.first_day()..=date.last_day()).contains(d))
            };
            let readings: Vec<bool> =
                near(start).flat_map(|s| near(end).filter(move |e| s < *e).map(move |e| s <= day && day < e)).collect();
            prop_assume!(!readings.is_empty());
            let expected = match (readings.iter().all(|r| *r), readings.iter().any(|r| *r)) {
                (true, _) => Truth::True,
                (_, true) => Truth::Unknown,
                _ => Truth::False,
            };
            prop_assert_eq!(period.contains(day), expected);
            let certain = (0..60).filter(|n| period.contains(day + Days::new(*n)) == Truth::True).count();
            prop_assert_eq!(period.certain_days(day, day + Days::new(59)), certain as i64);
        }

        /// Of two periods that meet, exactly one has each day.
        #[test]
        fn periods_that_meet_share_no_day(start in any_date(), days in 1u64..4000, more in 1u64..4000, at in 0u64..8000) {
            let handover = PartialDate::day(start.first_day() + Days::new(days));
            let old = Period { start: PartialDate::day(start.first_day()), end: Some(handover) };
            let new = Period { start: handover, end: Some(PartialDate::day(handover.first_day() + Days::new(more))) };
            prop_assume!(at < days + more);
            let day = start.first_day() + Days::new(at);
            prop_assert!((old.contains(day) == Truth::True) != (new.contains(day) == Truth::True));
        }
    }
}
