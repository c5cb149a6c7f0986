//! Popolo: the council, its parties and bodies as organizations, office holders as persons, the chair and the offices
//! as posts, roles and chairships as memberships, meetings as events.
//!
//! Popolo allows partial dates, and does not say whether an end date is included. Here it never is, and the document
//! says so. Popolo also allows additional properties, such as `confidence`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::json::{document, has_mark};
use super::{Exporter, Output};
use crate::date::PartialDate;
use crate::store::{Record, Registry};
use crate::{Error, names};

const GENERATOR: &str = "arctic export popolo";
const PERIODS: &str = "An end_date is exclusive: the day of a handover belongs to the incoming holder. The end_date of an event is its last day. \
                       Dates are as precise as their source; a null end_date means that no end is known. If a date is only known to lie \
                       between two bounds, a start_date is the first and an end_date the last of them, and start_date_latest or \
                       end_date_earliest is the other.";
/// Ids are prefixed with their table, because a party and a body may share one.
const COUNCIL: &str = "council";
const CHAIR: &str = "post/chair";

/// The registry as a document of [Popolo](https://www.popoloproject.com/specs/), in JSON: organizations, persons,
/// posts, memberships and events. Dates may be partial, and an end date is exclusive.
#[derive(Clone, Copy, Debug)]
pub struct Popolo;

impl Exporter for Popolo {
    fn export(&self, registry: &Registry) -> Result<Output, Error> {
        let meta = registry.meta();
        let parties = all(registry, "party", "id")?;
        let chairships = all(registry, "chairship", "ordinal")?;
        let holders = all(registry, "office_holder", "start, id")?;

        let founded = meta.founded.to_string();
        let council =
            json!({ "id": COUNCIL, "name": meta.name, "classification": "council", "founding_date": founded });
        let mut organizations = vec![council.to_string()];
        let mut names = other_names(registry)?;
        for party in &parties {
            organizations.push(with_sources(registry, &[party], organization(party, names.remove(&party.id.id)))?);
        }
        for body in all(registry, "body", "id")? {
            organizations.push(with_sources(registry, &[&body], of_body(&body))?);
        }

        let post = |id: &str, label: &str, role: &str| {
            json!({ "id": id, "label": label, "role": role, "organization_id": COUNCIL }).to_string()
        };
        let mut posts = vec![post(CHAIR, &format!("Chair of the {}", meta.name), "chair")];
        let offices: BTreeSet<&str> = holders.iter().map(|holder| holder.text("office")).collect();
        posts.extend(offices.iter().map(|office| post(&format!("post/{office}"), meta.label(office), office)));

        let mut rows_of: BTreeMap<String, Vec<&Record>> = BTreeMap::new();
        for holder in &holders {
            rows_of.entry(person_id(holder)).or_default().push(holder);
        }
        let mut persons = Vec::new();
        for (id, rows) in rows_of {
            let name = rows.first().map(|row| row.text("person"));
            persons.push(with_sources(registry, &rows, json!({ "id": id, "name": name }))?);
        }

        let name_of: BTreeMap<&str, &str> =
            parties.iter().map(|party| (party.id.id.as_str(), party.text("name"))).collect();
        let member = |party: &str| json!({ "@type": "Organization", "id": format!("party/{party}"), "name": name_of.get(party) });
        let mut memberships = Vec::new();
        for row in all(registry, "membership", "id")? {
            let own = json!({ "member": member(row.text("party")), "role": row.text("role"), "label": meta.label(row.text("role")) });
            memberships.push(with_sources(registry, &[&row], lasting(&row, own))?);
        }
        for row in &chairships {
            let own = json!({ "member": member(row.text("party")), "role": "chair", "post_id": CHAIR });
            memberships.push(with_sources(registry, &[row], lasting(row, own))?);
        }
        let chair_of: BTreeMap<&str, &str> =
            chairships.iter().map(|row| (row.id.id.as_str(), row.text("party"))).collect();
        for row in &holders {
            let office = row.text("office");
            let state = chair_of.get(row.text("chairship")).map(|party| format!("party/{party}"));
            let own = json!({ "person_id": person_id(row), "role": office, "label": meta.label(office), "post_id": format!("post/{office}"), "on_behalf_of_id": state, "basis": row.text("basis") });
            memberships.push(with_sources(registry, &[row], lasting(row, own))?);
        }

        let mut events = Vec::new();
        for row in all(registry, "meeting", "first_day, id")? {
            let name = format!("{} at {}", meta.label(row.text("kind")).replace('_', " "), row.text("place"));
            let event = json!({
                "id": id(&row), "name": name, "description": row.fields.get("outcome"), "classification": row.text("kind"),
                "location": row.text("place"), "start_date": row.text("first_day"), "end_date": row.text("last_day"),
                "organization_id": COUNCIL,
            });
            events.push(with_sources(registry, &[&row], event)?);
        }

        let head = json!({
            "generator": GENERATOR, "name": meta.name, "version": meta.version, "verified_through": meta.verified_through.to_string(),
            "license": meta.license, "description": PERIODS,
        });
        let lists = [
            ("organizations", organizations),
            ("persons", persons),
            ("posts", posts),
            ("memberships", memberships),
            ("events", events),
        ];
        Ok(Output::File(document(&head, &lists.map(|(name, entries)| (name.to_string(), entries)))))
    }

    fn recognizes(&self, head: &[u8]) -> bool {
        has_mark(head, &format!("\"generator\": \"{GENERATOR}\""))
    }
}

fn all(registry: &Registry, table: &'static str, order: &str) -> Result<Vec<Record>, Error> {
    registry.records(table, &registry.columns_of(table)?, &format!("1 ORDER BY {order}"), &[""; 0])
}

fn id(record: &Record) -> String {
    format!("{}/{}", record.id.table, record.id.id)
}

/// The registry has only the names of people: those with the same name are taken for one person.
fn person_id(holder: &Record) -> String {
    match names::fold(holder.text("person")) {
        name if name.is_empty() => format!("person/{}", holder.id.id),
        name => format!("person/{}", name.replace(' ', "-")),
    }
}

fn organization(party: &Record, other_names: Option<Vec<Value>>) -> Value {
    const SCHEMES: [(&str, &str); 5] = [
        ("iso2", "ISO 3166-1 alpha-2"),
        ("iso3", "ISO 3166-1 alpha-3"),
        ("iso_numeric", "ISO 3166-1 numeric"),
        ("cow", "Correlates of War"),
        ("wikidata", "wikidata"),
    ];
    let identifier = |(column, scheme)| {
        let identifier = match party.fields.get(column)? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        Some(json!({ "identifier": identifier, "scheme": scheme }))
    };
    let mut names = other_names.unwrap_or_default();
    for (column, note) in [("official_name", "official"), ("council_name", "council"), ("abbreviation", "abbreviation")]
    {
        let name = party.text(column);
        if !name.is_empty() && name != party.text("name") && !names.iter().any(|known| known["name"] == name) {
            names.push(json!({ "name": name, "note": note }));
        }
    }
    json!({
        "id": id(party), "name": party.text("name"), "other_names": names,
        "identifiers": SCHEMES.into_iter().filter_map(identifier).collect::<Vec<_>>(),
        "classification": party.text("kind"), "links": website(party), "confidence": party.text("confidence"),
    })
}

fn of_body(body: &Record) -> Value {
    let other_names: Vec<Value> = match body.text("abbreviation") {
        "" => Vec::new(),
        name => vec![json!({ "name": name, "note": "abbreviation" })],
    };
    let mut organization = json!({
        "id": id(body), "name": body.text("name"), "other_names": other_names, "classification": body.text("kind"),
        "parent_id": COUNCIL,
    });
    let (start, end) = (["founding_date", "founding_date_latest"], ["dissolution_date", "dissolution_date_earliest"]);
    dates(&mut organization, body, start, end);
    organization["links"] = website(body).into();
    organization["confidence"] = body.text("confidence").into();
    organization
}

/// Adds the dates of a record under these names. Popolo has no dates between bounds: then the first name gets the outer
/// bound, and the second one the inner bound.
fn dates(value: &mut Value, record: &Record, start: [&str; 2], end: [&str; 2]) {
    for (column, [name, inner], outer_first) in [("start", start, true), ("end", end, false)] {
        match PartialDate::parse(record.text(column)).and_then(|date| date.between()) {
            None => value[name] = json!(record.fields.get(column)),
            Some((first, last)) => {
                let (outer, other) = if outer_first { (first, last) } else { (last, first) };
                value[name] = outer.to_string().into();
                value[inner] = other.to_string().into();
            }
        }
    }
}

fn website(record: &Record) -> Vec<Value> {
    match record.text("website") {
        "" => Vec::new(),
        url => vec![json!({ "url": url, "note": "website" })],
    }
}

/// Returns a membership in the council: the properties in `own`, and those that all have.
fn lasting(record: &Record, own: Value) -> Value {
    let mut membership = json!({ "id": id(record), "organization_id": COUNCIL });
    if let (Some(all), Value::Object(own)) = (membership.as_object_mut(), own) {
        all.extend(own);
    }
    dates(&mut membership, record, ["start_date", "start_date_latest"], ["end_date", "end_date_earliest"]);
    membership["confidence"] = record.text("confidence").into();
    membership
}

/// Returns `value` with the sources of `records`, as JSON. A link has an address in Popolo, so sources without one are
/// left out.
fn with_sources(registry: &Registry, records: &[&Record], mut value: Value) -> Result<String, Error> {
    let mut links: Vec<Value> = Vec::new();
    for record in records {
        for source in registry.sources_of(&record.id)? {
            let note = [Some(&source.title), source.publisher.as_ref(), source.published.as_ref()];
            let note = note.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(". ");
            let link = json!({ "url": source.url, "note": note });
            if source.url.is_some() && !links.contains(&link) {
                links.push(link);
            }
        }
    }
    value["sources"] = links.into();
    Ok(value.to_string())
}

/// Returns the other names of each party, by its id.
fn other_names(registry: &Registry) -> Result<BTreeMap<String, Vec<Value>>, Error> {
    let mut statement = registry.conn.prepare(
        "SELECT party, alias, alias.kind, lang FROM alias JOIN party ON party.id = party
         WHERE alias <> party.name AND alias.kind NOT IN ('code', 'deprecated', 'people') ORDER BY party, alias, lang",
    )?;
    let mut rows = statement.query([])?;
    let mut names: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let mut name = Map::new();
        name.insert("name".to_string(), row.get::<_, String>(1)?.into());
        name.insert("note".to_string(), row.get::<_, String>(2)?.into());
        if let Some(lang) = row.get::<_, Option<String>>(3)? {
            name.insert("lang".to_string(), lang.into());
        }
        names.entry(row.get(0)?).or_default().push(name.into());
    }
    Ok(names)
}
