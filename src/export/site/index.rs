//! The front page: the council on a day that the reader chooses.

use std::collections::BTreeMap;
use std::fmt::Write;

use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::Frame;
use super::days::{AllTime, Days, Interval, Spell};
use super::downloads::{Download, downloads};
use super::html::{lasting, long};
use super::records::{Records, href, kind_names};
use crate::Error;
use crate::chart::{Parts, escape, footnotes, parts, round_step};
use crate::date::{PartialDate, When, next_day};
use crate::store::{Chairship, Holder, Meta, Note, PartyKind, Role, Standing};
use crate::truth::Truth;
use crate::wording::plural;

/// Widths of a picture, in its units: two of them, so that text has the same size on wide and narrow screens.
const WIDE: f64 = 760.0;
const NARROW: f64 = 340.0;

#[derive(Template)]
#[template(path = "index.html", config = "src/export/site/askama.toml")]
pub(super) struct Index<'a> {
    frame: &'a Frame<'a>,
    first: NaiveDate,
    last: NaiveDate,
    shown: NaiveDate,
    shown_long: String,
    /// The day shown, and the last day, in days since the first.
    day: i64,
    days: i64,
    ribbons: [(&'static str, String); 2],
    summary: Vec<Spell<String>>,
    chairs: Vec<Spell<Seat>>,
    people: Vec<Spell<Vec<Officer>>>,
    notes: Vec<Spell<Remark>>,
    roles: Vec<RoleList>,
    changes: Vec<Change>,
    figures: [(&'static str, Parts); 2],
    footnotes: Vec<String>,
    downloads: &'static [Download],
}

/// Who is in the chair, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seat {
    /// Shown unless it is certainly one state.
    doubt: String,
    terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    name: String,
    party: String,
    ordinal: i64,
    /// The page of the chairship, unless it is projected.
    page: Option<String>,
    lasting: String,
    theme: String,
    /// `planned`, `projected` or empty.
    mark: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Officer {
    office: String,
    name: String,
    by_office: bool,
    unverified: bool,
}

/// A note. If it is about the day itself, the day is between its two parts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Remark {
    before: String,
    day: Option<NaiveDate>,
    after: String,
}

/// Every party that ever held a role.
struct RoleList {
    word: &'static str,
    label: String,
    counts: Vec<Spell<String>>,
    kinds: Vec<KindList>,
}

struct KindList {
    word: &'static str,
    /// Empty if all holders of the role are of one kind.
    label: &'static str,
    counts: Vec<Spell<String>>,
    holders: Vec<Held>,
}

struct Held {
    days: Days,
    name: String,
    party: String,
    lasting: String,
    /// The days on which it is not known whether the role is held.
    open: Vec<Days>,
}

/// What changed on a day, or on a partial date.
struct Change {
    day: NaiveDate,
    date: String,
    /// What happened, with the name and page of each party.
    lines: Vec<(String, Vec<(String, String)>)>,
    /// The days on which it is the latest change, and those on which it is the next.
    latest: Days,
    next: Days,
}

impl<'a> Index<'a> {
    pub(super) fn new(frame: &'a Frame<'a>, records: &Records, time: &AllTime) -> Result<Self, Error> {
        let registry = records.registry;
        let meta = registry.meta();
        let history = registry.history()?;
        let holders: Vec<&Holder> = history.memberships().collect();
        let days = |day: NaiveDate| (day - time.first).num_days();
        Ok(Index {
            frame,
            first: time.first,
            last: time.last,
            shown: time.shown,
            shown_long: long(PartialDate::day(time.shown)),
            day: days(time.shown),
            days: days(time.last),
            ribbons: [("wide", ribbon(time, WIDE)), ("narrow", ribbon(time, NARROW))],
            summary: time.spells(|interval| Some(summary(interval, meta))),
            chairs: time.spells(|interval| Some(seat(records, interval))),
            people: time.spells(|interval| {
                let officers: Vec<Officer> = interval.people.iter().map(|person| officer(person, meta)).collect();
                (!officers.is_empty()).then_some(officers)
            }),
            notes: notes(time),
            roles: Role::ALL.into_iter().filter_map(|role| role_list(role, meta, time, &holders)).collect(),
            changes: changes(time, &holders, meta),
            figures: [("wide", parts(registry, WIDE)?), ("narrow", parts(registry, NARROW)?)],
            footnotes: footnotes(&history, meta.verified_through),
            downloads: downloads(),
        })
    }
}

/// Returns the names of the states that chair, or may chair.
fn chair_names(interval: &Interval) -> String {
    interval.chairs.rows.iter().map(|row| row.council_name.as_str()).collect::<Vec<_>>().join(" or ")
}

fn summary(interval: &Interval, meta: &Meta) -> String {
    let mut text = match (interval.chairs.known, chair_names(interval)) {
        (Truth::True, names) => format!("{names}{} in the chair", mark_of(interval)),
        (Truth::False, _) => "No chair".to_string(),
        (Truth::Unknown, names) if names.is_empty() => "Who is in the chair is not known".to_string(),
        (Truth::Unknown, names) => format!("{names} in the chair, which of them is not known"),
    };
    for role in Role::ALL {
        let count = counted(interval, |holder| holder.role == role);
        if count != "0" {
            let number = if count == "1" { 1 } else { 2 };
            let _ = write!(text, "; {count} {}", plural(number, meta.label(role.word())));
        }
    }
    let states = counted(interval, |holder| holder.role == Role::Observer && holder.kind == PartyKind::State);
    if states != "0" {
        let _ = write!(text, ", {states} of them {}", if states == "1" { "a state" } else { "states" });
    }
    text
}

fn mark_of(interval: &Interval) -> String {
    match interval.chairs.rows.first().map_or("", |row| mark(row.standing)) {
        "" => String::new(),
        mark => format!(" ({mark})"),
    }
}

fn mark(standing: Standing) -> &'static str {
    match standing {
        Standing::Planned => "planned",
        Standing::Projected => "projected",
        Standing::Past | Standing::Current => "",
    }
}

/// Returns how many certainly hold a role, or the range if that is not known.
fn counted(interval: &Interval, which: impl Fn(&Holder) -> bool) -> String {
    let of = |certainty: Truth| {
        interval.everyone.rows.iter().filter(|holder| which(holder) && holder.certainty == certainty).count()
    };
    match (of(Truth::True), of(Truth::Unknown)) {
        (certain, 0) => certain.to_string(),
        (certain, open) => format!("{certain} to {}", certain + open),
    }
}

fn seat(records: &Records, interval: &Interval) -> Seat {
    let term = |row: &Chairship| {
        let theme = row.record.as_ref().and_then(|id| records.of(id.table).iter().find(|record| record.id == *id));
        Term {
            name: row.council_name.clone(),
            party: href("party", &row.party),
            ordinal: row.ordinal,
            page: row.record.as_ref().map(|record| href(record.table, &record.id)),
            lasting: lasting(&row.period),
            theme: theme.map(|record| record.text("theme").to_string()).unwrap_or_default(),
            mark: mark(row.standing),
        }
    };
    let doubt = match interval.chairs.known {
        Truth::True => "",
        Truth::False => "No chair",
        Truth::Unknown if interval.chairs.rows.is_empty() => "Not known",
        Truth::Unknown => "One of these; which one is not known",
    };
    Seat { doubt: doubt.to_string(), terms: interval.chairs.rows.iter().map(term).collect() }
}

fn officer(person: &crate::store::Record, meta: &Meta) -> Officer {
    Officer {
        office: meta.label(person.text("office")).replace('_', " "),
        name: person.text("person").to_string(),
        by_office: person.text("basis") == "by_office",
        unverified: person.text("confidence") == "unverified",
    }
}

/// Returns the notes, each with the spells of days to which it applies.
fn notes(time: &AllTime) -> Vec<Spell<Remark>> {
    let mut spells: Vec<Spell<Remark>> = Vec::new();
    for interval in &time.intervals {
        let first_day = time.days(interval.days.from, next_day(interval.days.from));
        let first_day_notes = interval.first_day_notes.iter().map(|note| (first_day, note));
        for (days, note) in first_day_notes.chain(interval.notes.iter().map(|note| (interval.days, note))) {
            let value = remark(note, interval.on);
            match spells.iter_mut().find(|spell| spell.value == value && spell.days.until == days.from) {
                Some(spell) => spell.days = time.days(spell.days.from, days.until),
                None => spells.push(Spell { days, value }),
            }
        }
    }
    spells
}

fn remark(note: &Note, on: NaiveDate) -> Remark {
    let text = note.to_string();
    let about_the_day = matches!(note, Note::ChairNotKnown { .. } | Note::HandoverNotKnown { .. });
    match text.split_once(&When::day(on).phrase()) {
        Some((before, after)) if about_the_day => {
            Remark { before: format!("{before}on "), day: Some(on), after: after.to_string() }
        }
        _ => Remark { before: text, day: None, after: String::new() },
    }
}

fn role_list(role: Role, meta: &Meta, time: &AllTime, holders: &[&Holder]) -> Option<RoleList> {
    let counts = |which: &dyn Fn(&Holder) -> bool| time.spells(|interval| Some(counted(interval, which)));
    let of_kind =
        |kind: PartyKind| holders.iter().filter(move |holder| holder.role == role && holder.kind == kind).count();
    let used: Vec<PartyKind> = PartyKind::ALL.into_iter().filter(|kind| of_kind(*kind) > 0).collect();
    let kinds: Vec<KindList> = used
        .iter()
        .map(|kind| KindList {
            word: kind.word(),
            label: if used.len() == 1 { "" } else { kind_names(*kind).1 },
            counts: counts(&|holder| holder.role == role && holder.kind == *kind),
            holders: holders
                .iter()
                .filter(|holder| holder.role == role && holder.kind == *kind)
                .filter_map(|holder| held(holder, time))
                .collect(),
        })
        .collect();
    (!kinds.is_empty()).then(|| RoleList {
        word: role.word(),
        label: plural(2, meta.label(role.word())),
        counts: counts(&|holder| holder.role == role),
        kinds,
    })
}

fn held(holder: &Holder, time: &AllTime) -> Option<Held> {
    let spells = time.spells(|interval| {
        let row = interval.everyone.rows.iter().find(|row| row.record == holder.record);
        row.map(|row| row.certainty)
    });
    let (first, last) = (spells.first()?, spells.last()?);
    Some(Held {
        days: time.days(first.days.from, last.days.until),
        name: holder.council_name.clone(),
        party: href("party", &holder.party),
        lasting: lasting(&holder.period),
        open: spells.iter().filter(|spell| spell.value == Truth::Unknown).map(|spell| spell.days).collect(),
    })
}

/// Returns the changes in order: who took the chair, joined or left.
fn changes(time: &AllTime, holders: &[&Holder], meta: &Meta) -> Vec<Change> {
    /// The first day that a date can mean, and the date.
    type Date = (NaiveDate, String);
    /// What happened, in the singular and the plural, with the name and page of each party.
    type What = BTreeMap<(usize, [String; 2]), Vec<(String, String)>>;
    let mut lines: BTreeMap<Date, What> = BTreeMap::new();
    let mut add = |date: PartialDate, rank: usize, verbs: [String; 2], party: (&str, &str)| {
        let names = lines.entry((date.first_day(), long(date))).or_default().entry((rank, verbs)).or_default();
        names.push((party.0.to_string(), href("party", party.1)));
    };
    for term in &time.terms {
        let mark = match mark(term.standing) {
            "" => String::new(),
            mark => format!(" ({mark})"),
        };
        let verbs = ["takes", "take"].map(|verb| format!("{verb} the chair{mark}"));
        add(term.period.start, 0, verbs, (&term.council_name, &term.party));
    }
    let mut holders = holders.to_vec();
    holders.sort_by_key(|holder| holder.council_name.clone());
    for holder in holders {
        let role = meta.label(holder.role.word());
        let roles = plural(2, role);
        let party = (holder.council_name.as_str(), holder.party.as_str());
        add(holder.period.start, 1, [format!("joins as {role}"), format!("join as {roles}")], party);
        if let Some(end) = holder.period.end {
            add(end, 2, [format!("leaves as {role}"), format!("leave as {roles}")], party);
        }
    }
    let days: Vec<NaiveDate> = lines.keys().map(|(day, _)| *day).collect();
    let always = (
        time.intervals.first().map_or(time.first, |first| first.days.from),
        time.intervals.last().map_or(time.last, |last| last.days.until),
    );
    let around = |day: NaiveDate| {
        let before = days.iter().copied().filter(|other| *other < day).max();
        let after = days.iter().copied().filter(|other| *other > day).min();
        (time.days(day, after.unwrap_or(always.1)), time.days(before.unwrap_or(always.0), day))
    };
    lines
        .iter()
        .map(|((day, date), lines)| {
            let (latest, next) = around(*day);
            let line = |verbs: &[String; 2], parties: &Vec<_>| {
                (verbs[usize::from(parties.len() > 1)].clone(), parties.clone())
            };
            let lines = lines.iter().map(|((_, verbs), parties)| line(verbs, parties)).collect();
            Change { day: *day, date: date.clone(), lines, latest, next }
        })
        .collect()
}

/// Draws the chairships as a ribbon below the slider, with the years.
fn ribbon(time: &AllTime, width: f64) -> String {
    let days = |day: NaiveDate| (day.clamp(time.first, time.last) - time.first).num_days() as f64;
    let x = |day: NaiveDate| width * days(day) / days(time.last).max(1.0);
    let mut svg = format!("<svg class=\"ribbon\" viewBox=\"0 0 {width} 40\" aria-hidden=\"true\">\n");
    for (at, term) in time.terms.iter().enumerate() {
        let end = term.period.end.map_or(time.last, |end| end.first_day());
        let (from, until) = (term.period.start.first_day(), end);
        let (left, right) = (x(from), x(until));
        let class = match term.standing {
            Standing::Projected | Standing::Planned => "term planned",
            _ if at % 2 == 0 => "term even",
            _ => "term",
        };
        let _ = writeln!(
            svg,
            r#"<g class="{class}" data-from="{from}" data-until="{until}"><rect x="{left:.1}" y="0" width="{:.1}" height="20" rx="2"/>"#,
            (right - left - 1.5).max(0.5)
        );
        if let Some(code) = term.iso3.as_ref().filter(|_| right - left > 32.0) {
            let _ = writeln!(svg, r#"<text x="{:.1}" y="14.5">{}</text>"#, (left + right - 1.5) / 2.0, escape(code));
        }
        svg.push_str("</g>\n");
    }
    let (first, last) = (time.first.year(), time.last.year());
    let step = round_step((f64::from(last - first) * 45.0 / width).ceil() as i64) as i32;
    for year in (first..=last).filter(|year| year % step == 0) {
        let Some(day) = NaiveDate::from_ymd_opt(year, 1, 1).filter(|day| *day >= time.first) else { continue };
        let _ = writeln!(svg, r#"<text class="year" x="{:.1}" y="37">{year}</text>"#, x(day));
    }
    svg.push_str("</svg>\n");
    svg
}
