//! iCalendar (RFC 5545): meetings and chairships, in one file to subscribe to.
//!
//! A chairship is an all-day event of the days that certainly belong to it. Ends are exclusive in a calendar as they
//! are here: the handover day belongs to the incoming chair.

use chrono::NaiveDate;

use super::{Exporter, Output};
use crate::Error;
use crate::date::{PartialDate, Precision, next_day};
use crate::store::{Meta, RecordId, Registry, Source};

const PRODUCT: &str = "-//arctic-council//arctic export ics//EN";

/// The meetings and chairships as a calendar: iCalendar, RFC 5545. A chairship has only the days that certainly belong
/// to it.
#[derive(Clone, Copy, Debug)]
pub struct Calendar;

impl Exporter for Calendar {
    fn export(&self, registry: &Registry) -> Result<Output, Error> {
        let meta = registry.meta();
        let mut out = String::new();
        line(&mut out, "BEGIN:VCALENDAR");
        line(&mut out, "VERSION:2.0");
        line(&mut out, &format!("PRODID:{PRODUCT}"));
        line(&mut out, "CALSCALE:GREGORIAN");
        line(&mut out, "METHOD:PUBLISH");
        for name in ["NAME", "X-WR-CALNAME"] {
            line(&mut out, &format!("{name}:{}", text(&format!("{}: chairs and meetings", meta.name))));
        }
        for name in ["DESCRIPTION", "X-WR-CALDESC"] {
            let about = format!("Data of {}, verified through {}", meta.version, meta.verified_through);
            line(&mut out, &format!("{name}:{}", text(&about)));
        }
        line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION:P1W");
        line(&mut out, "X-PUBLISHED-TTL:P1W");
        for event in meetings(registry)?.into_iter().chain(chairships(registry)?) {
            event.write(&mut out, registry)?;
        }
        line(&mut out, "END:VCALENDAR");
        Ok(Output::File(out.into_bytes()))
    }

    fn recognizes(&self, head: &[u8]) -> bool {
        let head = String::from_utf8_lossy(head);
        head.starts_with("BEGIN:VCALENDAR\r\n") && head.lines().any(|line| line == format!("PRODID:{PRODUCT}"))
    }
}

struct Event {
    record: RecordId,
    first: NaiveDate,
    /// First day after it.
    end: NaiveDate,
    /// Whether both dates are known to the day.
    certain: bool,
    summary: String,
    location: Option<String>,
    about: Vec<String>,
    category: &'static str,
}

impl Event {
    fn write(&self, out: &mut String, registry: &Registry) -> Result<(), Error> {
        let meta = registry.meta();
        line(out, "BEGIN:VEVENT");
        line(out, &format!("UID:{}-{}@{}", self.record.table, self.record.id, text(&meta.slug())));
        // Not the time of the export: the same data must give the same file.
        line(out, &format!("DTSTAMP:{}T000000Z", meta.verified_through.format("%Y%m%d")));
        line(out, &format!("SEQUENCE:{}", sequence(registry, &self.record)?));
        line(out, &format!("DTSTART;VALUE=DATE:{}", self.first.format("%Y%m%d")));
        line(out, &format!("DTEND;VALUE=DATE:{}", self.end.format("%Y%m%d")));
        line(out, &format!("SUMMARY:{}", text(&self.summary)));
        if let Some(location) = &self.location {
            line(out, &format!("LOCATION:{}", text(location)));
        }
        let sources = registry.sources_of(&self.record)?;
        let mut about = self.about.clone();
        about.extend(sources.iter().map(|source| format!("Source: {}", reference(source))));
        if !about.is_empty() {
            line(out, &format!("DESCRIPTION:{}", text(&about.join("\n"))));
        }
        line(out, &format!("CATEGORIES:{}", self.category));
        line(out, if self.certain { "STATUS:CONFIRMED" } else { "STATUS:TENTATIVE" });
        // A long event must not mark anybody as busy.
        line(out, "TRANSP:TRANSPARENT");
        line(out, "END:VEVENT");
        Ok(())
    }
}

/// Returns how many revisions changed the record. A calendar replaces an event if this is larger than before.
fn sequence(registry: &Registry, record: &RecordId) -> Result<i64, Error> {
    let sql = "SELECT count(DISTINCT number) FROM revision WHERE table_name = ?1 AND record = ?2";
    Ok(registry.conn.prepare_cached(sql)?.query_row([record.table, &record.id], |row| row.get(0))?)
}

fn meetings(registry: &Registry) -> Result<Vec<Event>, Error> {
    let mut statement = registry
        .conn
        .prepare("SELECT id, kind, first_day, last_day, place, outcome, note FROM meeting ORDER BY first_day, id")?;
    let events = statement.query_map([], |row| {
        let (kind, place): (String, String) = (row.get(1)?, row.get(4)?);
        let (first, last): (PartialDate, PartialDate) = (row.get(2)?, row.get(3)?);
        Ok(Event {
            record: RecordId::new("meeting", row.get::<_, String>(0)?),
            first: first.first_day(),
            end: next_day(last.last_day()),
            certain: true,
            summary: format!("{}: {} at {place}", registry.meta().name, label(registry.meta(), &kind)),
            location: Some(place),
            about: [row.get::<_, Option<String>>(5)?, row.get(6)?].into_iter().flatten().collect(),
            category: "Meeting",
        })
    })?;
    Ok(events.collect::<Result<_, _>>()?)
}

fn chairships(registry: &Registry) -> Result<Vec<Event>, Error> {
    let mut statement = registry.conn.prepare(
        "SELECT chairship.id, coalesce(council_name, party.name), start, \"end\", theme, chairship.note
         FROM chairship JOIN party ON party.id = party ORDER BY ordinal",
    )?;
    let council = &registry.meta().name;
    let events = statement.query_map([], |row| {
        let (name, start, end): (String, PartialDate, Option<PartialDate>) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let mut about: Vec<String> = Vec::new();
        let to_the_day = |date: PartialDate| date.precision() == Precision::Day;
        if !to_the_day(start) {
            about.push(format!("It begins {}; the day is not known.", start.phrase()));
        }
        match end {
            Some(end) if !to_the_day(end) => about.push(format!("It ends {}; the day is not known.", end.phrase())),
            Some(end) => about.push(format!("Ends on {end}; that day belongs to the next chair.")),
            None => about.push("No end date is known; this event covers only the start.".to_string()),
        }
        about.extend([row.get::<_, Option<String>>(4)?, row.get(5)?].into_iter().flatten());
        let summary = match end {
            None => format!("{name} takes the chair of the {council} (no end known)"),
            Some(end) if !to_the_day(end) => format!("{name} chairs the {council} (until {})", end.alternatives()),
            Some(_) if !to_the_day(start) => format!("{name} chairs the {council} (from {})", start.alternatives()),
            Some(_) => format!("{name} chairs the {council}"),
        };
        // The days that are certain, or else all that are possible.
        let (first, end_day) = match end {
            Some(end) if end.first_day() > start.last_day() => (start.last_day(), end.first_day()),
            Some(end) => (start.first_day(), end.last_day()),
            None => (start.first_day(), next_day(start.last_day())),
        };
        Ok(Event {
            record: RecordId::new("chairship", row.get::<_, String>(0)?),
            first,
            end: end_day,
            certain: to_the_day(start) && end.is_none_or(to_the_day),
            summary,
            location: None,
            about,
            category: "Chairship",
        })
    })?;
    Ok(events.collect::<Result<_, _>>()?)
}

fn label(meta: &Meta, word: &str) -> String {
    meta.label(word).replace('_', " ")
}

fn reference(source: &Source) -> String {
    let parts = [Some(&source.title), source.publisher.as_ref(), source.url.as_ref()];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(". ")
}

/// Escapes text as a value. Control characters other than line ends become spaces.
fn text(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => value.extend(['\\', letter]),
            '\n' => value += "\\n",
            letter if letter.is_control() => value.push(' '),
            letter => value.push(letter),
        }
    }
    value
}

/// Appends a content line, folded after at most 75 octets and never within a character.
fn line(out: &mut String, content: &str) {
    let mut octets = 0;
    for letter in content.chars() {
        if octets + letter.len_utf8() > 75 {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(letter);
        octets += letter.len_utf8();
    }
    out.push_str("\r\n");
}
