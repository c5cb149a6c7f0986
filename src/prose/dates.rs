//! Dates as people write them, read against the date of the text.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::date::{PartialDate, Precision, When, month_named};

use super::kinds::{Kind, Span};
use super::tokens::{Token, join};

const WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

fn month(token: &Token) -> Option<u32> {
    if !token.capital {
        return None;
    }
    month_named(token.word()?)
}

/// Whether it is a day of the week.
pub(crate) fn is_weekday(token: &Token) -> bool {
    token.capital && WEEKDAYS.contains(&&*token.key)
}

fn day(token: &Token) -> Option<u32> {
    let digits = token.key.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    if !matches!(&token.key[digits.len()..], "" | "st" | "nd" | "rd" | "th") || digits.len() > 2 {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn year(token: &Token) -> Option<i32> {
    match token.kind {
        Kind::Number(year @ 1900..=2100) if token.key.len() == 4 => i32::try_from(year).ok(),
        _ => None,
    }
}

fn date(year: i32, month: u32, day: u32) -> Option<PartialDate> {
    PartialDate::parse(&match (month, day) {
        (0, _) => format!("{year:04}"),
        (_, 0) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    })
}

/// The date of the text, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Base(pub Option<When>);

impl Base {
    fn middle(self) -> Option<NaiveDate> {
        let when = self.0?;
        let (first, last) = (when.first_day(), when.last_day());
        ((last - first).num_days() < 370).then(|| first + Days::new(((last - first).num_days() / 2).unsigned_abs()))
    }

    fn day(self) -> Option<NaiveDate> {
        self.0.filter(When::is_day).map(|when| when.first_day())
    }

    fn is_a_year(self) -> bool {
        self.0.is_some_and(|when| (when.last_day() - when.first_day()).num_days() > 40)
    }

    /// The date without a year that is nearest to the text.
    fn nearest(self, month: u32, day: u32) -> Option<PartialDate> {
        let middle = self.middle()?;
        if self.is_a_year() {
            return date(middle.year(), month, day);
        }
        let near = (middle.year() - 1..=middle.year() + 1).filter_map(|year| date(year, month, day));
        near.min_by_key(|date| {
            (date.first_day() - middle).num_days().abs().min((date.last_day() - middle).num_days().abs())
        })
    }

    fn year(self, by: i32) -> Option<PartialDate> {
        PartialDate::year(self.middle()?.year() + by)
    }

    /// The weekday before the day of the text, or after it.
    fn weekday(self, weekday: usize, ahead: bool) -> Option<PartialDate> {
        let day = self.day()?;
        let weekday = Weekday::try_from(u8::try_from(weekday).ok()?).ok()?;
        let days = (0..7).map(Days::new);
        let mut near = days.filter_map(|n| if ahead { day.checked_add_days(n) } else { day.checked_sub_days(n) });
        near.find(|day| day.weekday() == weekday).map(PartialDate::day)
    }

    fn days_ago(self, days: u64) -> Option<PartialDate> {
        self.day()?.checked_sub_days(Days::new(days)).map(PartialDate::day)
    }
}

/// Joins the tokens of each date into one.
pub(crate) fn tag(tokens: &mut Vec<Token<'_>>, base: Base) {
    let ahead = tokens.iter().any(|token| token.is_any(&["will", "next"]));
    let mut at = 0;
    while at < tokens.len() {
        if may_start(&tokens[at])
            && let Some((span, count)) = read(tokens, at, base, ahead)
        {
            let kind = match span.from.precision() == Precision::Day || span.from == span.to {
                true => Kind::Date(span),
                false => Kind::Range(span),
            };
            join(tokens, at..at + count, kind);
        }
        at += 1;
    }
    ranges(tokens);
}

/// "from May 2011 until May 2013", "between 1996 and 1998", "2019 to 2021", "May 2025 - May 2027".
fn ranges(tokens: &mut Vec<Token<'_>>) {
    let mut at = 0;
    while at + 2 < tokens.len() {
        let dates = match (&tokens[at].kind, &tokens[at + 2].kind) {
            (Kind::Date(from), Kind::Date(to)) if from.to.last_day() < to.to.last_day() => Some((*from, *to)),
            _ => None,
        };
        let before = at.checked_sub(1).map(|at| &*tokens[at].key).unwrap_or_default();
        let joins = match &*tokens[at + 1].key {
            "to" | "until" | "till" | "through" | "-" => true,
            "and" => before == "between",
            _ => false,
        };
        if let (Some((from, to)), true) = (dates, joins) {
            let span = Span { from: from.from, to: to.to, inferred: from.inferred || to.inferred };
            let start = if matches!(before, "from" | "between") { at - 1 } else { at };
            join(tokens, start..at + 3, Kind::Range(span));
        }
        at += 1;
    }
}

/// Whether a date can start with this token: few do.
fn may_start(token: &Token) -> bool {
    token.capital
        || token.key.as_bytes().first().is_some_and(u8::is_ascii_digit)
        || matches!(&*token.key, "last" | "this" | "next" | "yesterday" | "today")
}

/// The date that starts at `at`, and how many tokens it takes.
fn read(tokens: &[Token], at: usize, base: Base, ahead: bool) -> Option<(Span, usize)> {
    let get = |n: usize| tokens.get(at + n);
    let key = |n: usize| get(n).map_or("", |token| &*token.key);
    let day_at = |n: usize| get(n).and_then(day);
    let year_at = |n: usize| get(n).and_then(year);
    let month_at = |n: usize| get(n).and_then(month);
    let sure = |from: PartialDate, to: PartialDate, count| Some((Span { from, to, inferred: false }, count));
    let before = at.checked_sub(1).map_or("", |at| &*tokens[at].key);
    let comma = |n: usize| usize::from(key(n) == ",");

    if let Some(month) = month_at(0) {
        // May 19[-20][,] 2021
        if let Some(day) = day_at(1).filter(|_| year_at(1).is_none()) {
            let (last, count) = match (key(2), day_at(3)) {
                ("-" | "and" | "to", Some(last)) if last > day && year_at(3).is_none() => (last, 4),
                _ => (day, 2),
            };
            let year_place = count + comma(count);
            if let Some(year) = year_at(year_place) {
                return sure(date(year, month, day)?, date(year, month, last)?, year_place + 1);
            }
            let span = Span { from: base.nearest(month, day)?, to: base.nearest(month, last)?, inferred: true };
            return (span.from.first_day() <= span.to.first_day()).then_some((span, count));
        }
        // May[,] [of] 2021
        let gap = usize::from(matches!(key(1), "," | "of"));
        if let Some(year) = year_at(1 + gap) {
            let date = date(year, month, 0)?;
            return sure(date, date, 2 + gap);
        }
        // May of next year
        if key(1) == "of"
            && key(3) == "year"
            && let Some(by) = relative(key(2))
        {
            let year = base.year(by)?.first_day().year();
            return Some((Span::one(date(year, month, 0)?, true), 4));
        }
        // last May, in May
        let led = [
            "in", "last", "this", "next", "since", "until", "by", "early", "late", "during", "from", "to", "on", "mid",
        ];
        if led.contains(&before) && day_at(1).is_none() {
            return Some((Span::one(base.nearest(month, 0)?, true), 1));
        }
        return None;
    }
    // 19[th] [of] May[,] 2021; 10-11 May
    if let Some(first) = day_at(0).filter(|_| matches!(get(0).map(|t| &t.kind), Some(Kind::Number(_) | Kind::Word))) {
        let (last, mut count) = match (key(1), day_at(2)) {
            ("-" | "and" | "to", Some(last)) if last > first => (last, 3),
            _ => (first, 1),
        };
        count += usize::from(key(count) == "of");
        if let Some(month) = month_at(count) {
            let year_place = count + 1 + comma(count + 1);
            if let Some(year) = year_at(year_place) {
                return sure(date(year, month, first)?, date(year, month, last)?, year_place + 1);
            }
            let span = Span { from: base.nearest(month, first)?, to: base.nearest(month, last)?, inferred: true };
            return (span.from.first_day() <= span.to.first_day()).then_some((span, count + 1));
        }
    }
    if let Some(first) = year_at(0) {
        // 2021-05-20
        if let ("-", Some(month), "-", Some(day)) = (key(1), day_at(2), key(3), day_at(4))
            && let Some(date) = date(first, month, day)
            && key(2).len() == 2
        {
            return sure(date, date, 5);
        }
        // 2013-2015, 2013-15, 2013/14
        if matches!(key(1), "-" | "/") {
            if let Some(last) = year_at(2) {
                return sure(PartialDate::year(first)?, PartialDate::year(last)?, 3);
            }
            if let Some(Kind::Number(short)) = get(2).map(|token| &token.kind)
                && key(2).len() == 2
                && let Ok(short) = i32::try_from(*short)
                && first / 100 * 100 + short > first
            {
                return sure(PartialDate::year(first)?, PartialDate::year(first / 100 * 100 + short)?, 3);
            }
        }
        // A number of things is no year.
        if matches!(key(1), "km" | "people" | "delegates" | "miles" | "metres" | "meters" | "tons" | "%") {
            return None;
        }
        let year = PartialDate::year(first)?;
        return sure(year, year, 1);
    }
    if key(1) == "year"
        && let Some(by) = relative(key(0))
    {
        return Some((Span::one(base.year(by)?, true), 2));
    }
    if let Some(weekday) = WEEKDAYS.iter().position(|weekday| *weekday == key(0))
        && get(0).is_some_and(|token| token.capital)
    {
        // The date itself may follow: "Thursday, May 20".
        if month_at(1 + comma(1)).is_some() || day_at(1 + comma(1)).is_some() && month_at(2 + comma(1)).is_some() {
            return None;
        }
        return Some((Span::one(base.weekday(weekday, ahead)?, true), 1));
    }
    match key(0) {
        "yesterday" => Some((Span::one(base.days_ago(1)?, true), 1)),
        "today" if get(1).is_none_or(|token| token.kind != Kind::Possessive) => {
            Some((Span::one(base.days_ago(0)?, true), 1))
        }
        _ => None,
    }
}

fn relative(key: &str) -> Option<i32> {
    match key {
        "last" => Some(-1),
        "this" => Some(0),
        "next" => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::GRAMMAR;
    use super::super::tokens::tokens;
    use super::*;

    fn dates(sentence: &str, base: &str) -> Vec<String> {
        let today = NaiveDate::MIN;
        let base = Base((!base.is_empty()).then(|| When::parse(base, today).unwrap()));
        let mut tokens = tokens(sentence, 0, &GRAMMAR.lexicon);
        tag(&mut tokens, base);
        let read = tokens.iter().filter_map(|token| match token.kind {
            Kind::Date(span) => Some(span.when().to_string()),
            Kind::Range(span) => Some(format!("range {}", span.when())),
            _ => None,
        });
        read.collect()
    }

    #[test]
    fn dates_are_read_in_every_order() {
        for (sentence, base, expected) in [
            ("on May 19, 2021 and 20th May 2021", "", &["2021-05-19", "2021-05-20"][..]),
            (
                "from 2013 to 2015, 2013-15, (2013–2015)",
                "",
                &["range 2013..2015", "range 2013..2015", "range 2013..2015"],
            ),
            ("between 1996 and 1998", "", &["range 1996..1998"]),
            ("between May 2011 and May 2013", "", &["range 2011-05..2013-05"]),
            ("on 10–11 May", "2017-05-03", &["2017-05-10..2017-05-11"]),
            ("on Wednesday", "2013-05-17", &["2013-05-15"]),
            ("will meet on Monday", "2013-05-17", &["2013-05-20"]),
            ("on Wednesday", "2013-05", &[]),
            ("in May of next year", "2016-12-14", &["2017-05"]),
            ("in May", "2017-03-31", &["2017-05"]),
            ("in May", "", &[]),
            ("last year", "2017-03-31", &["2016"]),
            ("ice may melt, 2013 km", "2017-03-31", &[]),
            ("2021-05-20", "", &["2021-05-20"]),
        ] {
            let expected: Vec<String> = expected.iter().map(|date| (*date).to_string()).collect();
            let got = dates(sentence, base);
            assert_eq!(got, expected, "{sentence}");
        }
    }
}
