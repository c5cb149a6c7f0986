//! Without a command: the council today, on one screen.

use crate::date::When;
use crate::store::{Chairship, Holder, PartyKind, Role};
use crate::{Error, Registry};
use serde_json::{Value, json};

use super::context::{Context, Exit};
use super::{chair, roles};
use crate::cli::output::{self, ResultTable};

const SHOWN: &[(&str, &str)] = &[("what", ""), ("who", "")];

pub fn run(context: &Context) -> Result<Exit, Error> {
    let registry = context.registry()?;
    let when = When::day(context.today);
    let everyone = registry.everyone(&when)?;
    let title = format!("The {} {}", registry.meta().name, when.phrase());
    if everyone.rows.is_empty() || !context.global.for_people() {
        let sheet = roles::sheet(title, &everyone.rows).notes(&everyone.notes);
        output::print(sheet, &context.global, &registry)?;
        return Ok(everyone.known.into());
    }
    let chairs = registry.chairs(&when)?;
    let mut rows = vec![line("Chair", &chair::said(&chairs))];
    if let [Chairship { period, .. }] = &chairs.rows[..] {
        let until = period.end.map(|end| format!(" until {end}")).unwrap_or_default();
        rows[0] = line("Chair", &format!("{}, from {}{until}", chair::in_turn(&chairs.rows), period.start));
    }
    let people = registry.people_of(&chairs.rows, context.today)?;
    for person in &people {
        let doubt = if person.text("confidence") == "unverified" { " (unverified)" } else { "" };
        rows.push(line(registry.meta().label(person.text("office")), &format!("{}{doubt}", person.text("person"))));
    }
    rows.extend(next(&registry, &chairs.rows)?);
    for role in Role::ALL {
        let holders: Vec<&Holder> = everyone.rows.iter().filter(|row| row.role == role).collect();
        let kinds = [PartyKind::State, PartyKind::Igo, PartyKind::Ngo];
        let one_kind = holders.iter().all(|row| row.kind == holders[0].kind);
        let label = format!("{} {}", holders.len(), roles::plural(role, holders.len()));
        rows.push(line(&label, &if one_kind { names(&holders, |_| true) } else { String::new() }));
        for kind in kinds.into_iter().filter(|_| !one_kind) {
            let count = holders.iter().filter(|row| row.kind == kind).count();
            rows.push(line(&format!("  {count} {}", kind.heading()), &names(&holders, |row| row.kind == kind)));
        }
    }
    let mut notes = everyone.notes;
    notes.extend(chairs.notes.into_iter().filter(|note| !notes.contains(note)).collect::<Vec<_>>());
    notes.extend(registry.open_ends(&people));
    let sheet = ResultTable::new(title, &["what", "who"], SHOWN, &rows, |_| None).notes(&notes);
    output::print(sheet, &context.global, &registry)?;
    Ok(everyone.known.into())
}

/// Who follows in the chair.
fn next(registry: &Registry, chairs: &[Chairship]) -> Result<Option<Value>, Error> {
    let Some(end) = chairs.last().and_then(|chair| chair.period.end) else { return Ok(None) };
    let after = registry.chairs(&When::day(end.last_day()))?;
    let next: Vec<Chairship> = after.rows.into_iter().filter(|row| !chairs.contains(row)).collect();
    Ok((!next.is_empty()).then(|| line("Next", &chair::in_turn(&next))))
}

fn names(holders: &[&Holder], wanted: impl Fn(&Holder) -> bool) -> String {
    let name = |row: &&Holder| {
        if matches!(row.kind, PartyKind::Igo | PartyKind::Ngo) { row.short.clone() } else { row.name.clone() }
    };
    let names: Vec<String> = holders.iter().copied().filter(|row| wanted(row)).map(|row| name(&row)).collect();
    names.join(", ")
}

fn line(what: &str, who: &str) -> Value {
    json!({ "what": what, "who": who })
}
