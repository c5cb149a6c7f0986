//! `api/`: the answers of the command line as JSON files.

use std::collections::BTreeMap;

use chrono::Datelike;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::days::AllTime;
use super::records::Records;
use crate::Error;
use crate::date::{Known, PartialDate, When};
use crate::store::{Answer, Certainty, Holder, RecordId, Role};

/// Version of the shape of the files. What is documented stays; new keys may come.
const SHAPE: u32 = 1;

pub(super) fn files(records: &Records, time: &AllTime) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let registry = records.registry;
    let meta = registry.meta();
    let mut files = BTreeMap::new();
    let mut put = |name: String, value: &Value| {
        files.insert(format!("api/{name}.json"), format!("{value:#}\n").into_bytes());
    };

    let years: Vec<i32> = (time.first.year()..=time.last.year()).collect();
    for year in &years {
        let Some(date) = PartialDate::year(*year) else { continue };
        let answer = registry.chairs(&When::date(date))?;
        let chairs: Vec<Value> =
            answer.rows.iter().map(|row| cited(records, row, row.record.as_ref().into_iter())).collect();
        put(
            format!("chair/{year}"),
            &json!({ "year": year, "known": word(answer.known), "chairs": chairs, "notes": notes(&answer) }),
        );
    }
    put("chair/index".to_string(), &json!({ "years": years }));

    let mut parties = Vec::new();
    for party in records.of("party") {
        let id = &party.id.id;
        let Some(status) = records.status(id)? else { continue };
        let rows = |table: &'static str, condition: &str| -> Result<Vec<Value>, Error> {
            let rows = records.where_(table, condition, id)?;
            Ok(rows.iter().map(|row| cited(records, row, std::iter::once(&row.id))).collect())
        };
        let mut whole = object(&cited(records, party, std::iter::once(&party.id)));
        whole.insert("on".to_string(), json!(PartialDate::day(registry.today())));
        whole.insert("role".to_string(), json!(status.rows.last().map(|row| row.role)));
        whole.insert("roles".to_string(), rows("membership", "party = ?1 ORDER BY start_min")?.into());
        whole.insert("chairships".to_string(), rows("chairship", "party = ?1 ORDER BY ordinal")?.into());
        whole.insert("applications".to_string(), rows("application", "party = ?1 ORDER BY date, id")?.into());
        whole.insert("notes".to_string(), notes(&status).into());
        put(format!("parties/{id}"), &Value::Object(whole));
        parties.push(json!({ "id": id, "name": party.text("name"), "kind": party.text("kind"), "role": status.rows.last().map(|row| row.role) }));
    }
    put("parties/index".to_string(), &json!({ "on": PartialDate::day(registry.today()), "parties": parties }));

    let mut days = Vec::new();
    for stretch in time.since_founding() {
        days.push(PartialDate::day(stretch.on));
        let holders = |role: Role| -> Vec<Value> {
            let held = stretch.everyone.rows.iter().filter(|holder| holder.role == role);
            held.map(|holder| json!(holder)).collect()
        };
        let certain = |role: Role, kind: &str| {
            let counts = |holder: &&Holder| {
                holder.role == role
                    && (kind.is_empty() || holder.kind == kind)
                    && holder.certainty == Certainty::Certain
            };
            stretch.everyone.rows.iter().filter(counts).count()
        };
        let said: Vec<String> = stretch.first_day_notes.iter().chain(&stretch.notes).map(ToString::to_string).collect();
        let next = time.since_founding().find(|next| next.on > stretch.on).map(|next| PartialDate::day(next.on));
        put(
            format!("on/{}", stretch.on),
            &json!({
                "on": PartialDate::day(stretch.on),
                "until": next,
                "chair": { "known": word(stretch.chairs.known), "chairs": stretch.chairs.rows },
                "people": stretch.people,
                "members": holders(Role::Member),
                "participants": holders(Role::PermanentParticipant),
                "observers": holders(Role::Observer),
                "counts": {
                    "members": certain(Role::Member, ""),
                    "participants": certain(Role::PermanentParticipant, ""),
                    "observers": certain(Role::Observer, ""),
                    "observer_states": certain(Role::Observer, "state"),
                    "observer_igos": certain(Role::Observer, "igo"),
                    "observer_ngos": certain(Role::Observer, "ngo"),
                },
                "notes": said,
            }),
        );
    }
    put(
        "on/index".to_string(),
        &json!({ "first": PartialDate::day(time.first), "last": PartialDate::day(time.last), "days": days }),
    );

    put(
        "index".to_string(),
        &json!({
            "shape": SHAPE,
            "council": meta.name,
            "data_version": meta.version,
            "founded": PartialDate::day(meta.founded),
            "verified_through": PartialDate::day(meta.verified_through),
            "today": PartialDate::day(registry.today()),
            "license": meta.license,
            "files": {
                "chair/index.json": "the years of which there is a file",
                "chair/YEAR.json": "who held the chair in that year",
                "parties/index.json": "every party, and its role today",
                "parties/ID.json": "all of one party, with sources",
                "on/index.json": "the days on which something changed; the last one that is not after yours answers for it",
                "on/DAY.json": "the council from that day until the next one on which something changed",
            },
        }),
    );
    Ok(files)
}

/// The columns of `row`, and the documents behind it.
fn cited<'a>(records: &Records, row: &impl Serialize, behind: impl Iterator<Item = &'a RecordId>) -> Value {
    let mut row = object(&json!(row));
    let sources: Vec<Value> = behind.flat_map(|record| records.sources(record)).map(|source| json!(source)).collect();
    row.insert("sources".to_string(), sources.into());
    Value::Object(row)
}

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn notes<T>(answer: &Answer<T>) -> Vec<String> {
    answer.notes.iter().map(ToString::to_string).collect()
}

fn word(known: Known) -> &'static str {
    match known {
        Known::Yes => "yes",
        Known::No => "no",
        Known::NotKnown => "not_known",
    }
}
