//! `api/`: the answers of the command line as JSON files.
//!
//! A row has the columns of machine output and `sources`, the ids of its sources; `documents` describes each of them
//! once.

use std::collections::BTreeMap;

use chrono::Datelike;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::days::{AllTime, Interval};
use super::records::Records;
use crate::Error;
use crate::date::{PartialDate, When};
use crate::store::{Holder, Note, PartyKind, Record, RecordId, Role, Row, Source, Status};
use crate::truth::Truth;

/// Version of the shape of the files. Documented keys stay; new ones may be added.
const SHAPE: u32 = 1;

type Files = BTreeMap<String, Vec<u8>>;

pub(super) fn files(records: &Records, time: &AllTime) -> Result<Files, Error> {
    let registry = records.registry;
    let meta = registry.meta();
    let mut files = Files::new();
    chairs(records, time, &mut files)?;
    parties(records, &mut files)?;
    days(time, &mut files);
    let about = json!({
        "shape": SHAPE,
        "council": meta.name,
        "data_version": meta.version,
        "founded": PartialDate::day(meta.founded),
        "verified_through": PartialDate::day(meta.verified_through),
        "today": PartialDate::day(registry.today()),
        "license": meta.license,
        "files": {
            "chair/index.json": "the years with a file",
            "chair/YEAR.json": "the chairships of a year",
            "parties/index.json": "every party, with its role today",
            "parties/ID.json": "a party, with its sources",
            "areas/index.json": "every area or part of a state that a party represents or that is part of one, with its role today",
            "on/index.json": "the days on which something changed; for any other day, use the last one before it",
            "on/DAY.json": "the council from that day until the next change",
        },
    });
    put(&mut files, "index", &about);
    Ok(files)
}

fn put(files: &mut Files, name: &str, value: &Value) {
    files.insert(format!("api/{name}.json"), format!("{value}\n").into_bytes());
}

fn chairs(records: &Records, time: &AllTime, files: &mut Files) -> Result<(), Error> {
    let years: Vec<i32> = (time.first.year()..=time.last.year()).collect();
    for year in &years {
        let Some(date) = PartialDate::year(*year) else { continue };
        let answer = records.registry.chairs(&When::Date(date))?;
        let mut documents = Documents::default();
        let chairs: Vec<Value> =
            answer.rows.iter().map(|row| documents.cited(records, &columns(row), row.record.as_ref())).collect();
        let answer = json!({
            "year": year,
            "known": word(answer.known),
            "chairs": chairs,
            "notes": notes(&answer.notes),
            "documents": documents.list(),
        });
        put(files, &format!("chair/{year}"), &answer);
    }
    put(files, "chair/index", &json!({ "years": years }));
    Ok(())
}

fn parties(records: &Records, files: &mut Files) -> Result<(), Error> {
    let today = PartialDate::day(records.registry.today());
    let mut parties = Vec::new();
    for party in records.of("party") {
        let id = &party.id.id;
        let Some(status) = records.status(id)? else { continue };
        let role = status.rows.last().map(|row| row.role);
        let mut documents = Documents::default();
        let mut answer = documents.cited(records, party, Some(&party.id));
        let mut rows = |table: &'static str| -> Result<Vec<Value>, Error> {
            let rows = records.records_where(table, "party = ?1", &[id])?;
            Ok(rows.iter().map(|row| documents.cited(records, row, Some(&row.id))).collect())
        };
        answer["on"] = json!(today);
        answer["role"] = json!(role);
        answer["roles"] = rows("membership")?.into();
        answer["chairships"] = rows("chairship")?.into();
        answer["applications"] = rows("application")?.into();
        answer["notes"] = notes(&status.notes).into();
        answer["documents"] = documents.list();
        put(files, &format!("parties/{id}"), &answer);
        parties.push(json!({ "id": id, "name": party.text("name"), "kind": party.text("kind"), "role": role }));
    }
    put(files, "parties/index", &json!({ "on": today, "parties": parties }));
    let areas = records.seats.iter().map(|(id, area)| {
        let Status { party, name, iso3, role, since, .. } = &area.status;
        let note = area.note.to_string();
        json!({ "id": id, "name": name, "iso3": iso3, "party": party, "role": role, "since": since, "note": note })
    });
    put(files, "areas/index", &json!({ "on": today, "areas": areas.collect::<Vec<_>>() }));
    Ok(())
}

fn days(time: &AllTime, files: &mut Files) {
    let intervals: Vec<&Interval> = time.since_founding().collect();
    let starts: Vec<PartialDate> = intervals.iter().map(|interval| PartialDate::day(interval.on)).collect();
    for (at, interval) in intervals.iter().enumerate() {
        let holders = |role: Role| -> Vec<&Holder> {
            interval.everyone.rows.iter().filter(|holder| holder.role == role).collect()
        };
        let [members, participants, observers] = Role::ALL.map(holders);
        let certain = |holders: &[&Holder], kind: Option<PartyKind>| {
            let counts =
                |holder: &&&Holder| holder.certainty == Truth::True && kind.is_none_or(|kind| kind == holder.kind);
            holders.iter().filter(counts).count()
        };
        let notes_of_day: Vec<Note> = interval.first_day_notes.iter().chain(&interval.notes).cloned().collect();
        let answer = json!({
            "on": starts[at],
            "until": starts.get(at + 1),
            "chair": { "known": word(interval.chairs.known), "chairs": interval.chairs.rows.iter().map(columns).collect::<Vec<_>>() },
            "people": interval.people.iter().map(person).collect::<Vec<_>>(),
            "members": of_all(&members),
            "participants": of_all(&participants),
            "observers": of_all(&observers),
            "counts": {
                "members": certain(&members, None),
                "participants": certain(&participants, None),
                "observers": certain(&observers, None),
                "observer_states": certain(&observers, Some(PartyKind::State)),
                "observer_igos": certain(&observers, Some(PartyKind::Igo)),
                "observer_ngos": certain(&observers, Some(PartyKind::Ngo)),
            },
            "notes": notes(&notes_of_day),
        });
        put(files, &format!("on/{}", starts[at]), &answer);
    }
    let (first, last) = (PartialDate::day(time.first), PartialDate::day(time.last));
    put(files, "on/index", &json!({ "first": first, "last": last, "days": starts }));
}

/// Returns the columns of machine output of `row`.
fn columns<T: Row + Serialize>(row: &T) -> Value {
    let row = json!(row);
    T::COLUMNS.iter().map(|column| (column.to_string(), row[*column].clone())).collect::<Map<_, _>>().into()
}

fn of_all(holders: &[&Holder]) -> Vec<Value> {
    holders.iter().map(|holder| columns(*holder)).collect()
}

fn person(record: &Record) -> Value {
    let columns = ["person", "office", "chairship", "start", "end", "basis"];
    let value = |column: &str| record.fields.get(column).cloned().unwrap_or_default();
    columns.into_iter().map(|column| (column.to_string(), value(column))).collect::<Map<_, _>>().into()
}

/// The sources of the rows of a file, by id.
#[derive(Default)]
struct Documents<'a>(BTreeMap<&'a str, &'a Source>);

impl<'a> Documents<'a> {
    /// Returns the columns of `row`, with the ids of the sources of `record`.
    fn cited(&mut self, records: &'a Records, row: &impl Serialize, record: Option<&RecordId>) -> Value {
        let sources = record.map_or(&[][..], |record| records.sources(record));
        self.0.extend(sources.iter().map(|source| (source.id.as_str(), source)));
        let mut row = json!(row);
        row["sources"] = sources.iter().map(|source| source.id.as_str()).collect();
        row
    }

    fn list(&self) -> Value {
        self.0.values().map(|source| json!(source)).collect()
    }
}

fn notes(notes: &[Note]) -> Vec<String> {
    notes.iter().map(ToString::to_string).collect()
}

fn word(known: Truth) -> &'static str {
    match known {
        Truth::True => "yes",
        Truth::False => "no",
        Truth::Unknown => "not_known",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Registry;

    #[test]
    fn documents_describe_every_source_of_a_row() {
        let registry = Registry::bundled().unwrap();
        let (records, time) = (Records::read(&registry).unwrap(), AllTime::new(&registry).unwrap());
        for (name, bytes) in files(&records, &time).unwrap() {
            let file: Value = serde_json::from_slice(&bytes).unwrap();
            let Some(documents) = file["documents"].as_array() else { continue };
            let known: Vec<&Value> = documents.iter().map(|document| &document["id"]).collect();
            let rows = ["roles", "chairships", "applications", "chairs"].iter().filter_map(|key| file[key].as_array());
            for source in rows.flatten().filter_map(|row| row["sources"].as_array()).flatten() {
                assert!(known.contains(&source), "{name}: {source}");
            }
        }
    }
}
