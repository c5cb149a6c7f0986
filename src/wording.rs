//! Times and roles in words, for reasons.

use chrono::NaiveDate;

use crate::date::{PartialDate, Period, Precision};
use crate::store::{CountSpan, Holder};

/// "on 2013-05-15" or "in 2019".
pub fn at(date: PartialDate) -> String {
    match date.precision() {
        Precision::Day => format!("on {date}"),
        _ => format!("in {date}"),
    }
}

/// A period as people read one, its last day included: "from 2019-05-07 to 2021-05-19". Of an end
/// that is partly known the last day is not known either: "from 2017-05-11 until 2019".
pub fn period(period: Period) -> String {
    let start = period.start;
    match period.end {
        None => format!("from {start} on"),
        Some(end) if end.precision() == Precision::Day => run(start, end.first_day().pred_opt()),
        Some(end) => format!("from {start} until {end}"),
    }
}

/// The same of a run of days of one count.
pub fn span(span: &CountSpan) -> String {
    run(PartialDate::day(span.first), span.last)
}

fn run(first: PartialDate, last: Option<NaiveDate>) -> String {
    match last {
        None => format!("from {first} on"),
        Some(last) if PartialDate::day(last) == first => format!("on {first}"),
        Some(last) => format!("from {first} to {last}"),
    }
}

/// "a, b and c".
pub fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// "observer since 2013-05-15, granted at kiruna-2013".
pub fn role(holder: &Holder) -> String {
    let Period { start, end } = holder.period;
    let time = if end.is_some() { period(holder.period) } else { format!("since {start}") };
    format!("{} {time}{}", holder.role.noun(), granted(holder))
}

/// "became observer on 2013-05-15, granted at kiruna-2013".
pub fn became(holder: &Holder) -> String {
    format!("became {} {}{}", holder.role.noun(), at(holder.period.start), granted(holder))
}

fn granted(holder: &Holder) -> String {
    holder.granted_at.as_ref().map(|meeting| format!(", granted at {meeting}")).unwrap_or_default()
}
