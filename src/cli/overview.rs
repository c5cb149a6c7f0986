//! Without a command: the Council today.

use serde_json::{Value, json};

use super::{Context, Exit, Failure, ResultTable, output};
use crate::date::When;
use crate::store::{Chairship, Holder, Note, PartyKind, Role, succession};
use crate::wording::{count, plural};
use crate::{Error, Registry};

pub(crate) fn run(context: &Context) -> Result<Exit, Failure> {
    let registry = context.registry()?;
    let when = When::day(context.today);
    let everyone = registry.everyone(&when)?;
    let title = format!("The {} {}", registry.meta().name, when.phrase());
    if everyone.rows.is_empty() || !context.global.for_people() {
        return output::answer(context, &registry, title, &everyone);
    }
    let chairs = registry.chairs(&when)?;
    let chair = match &chairs.rows[..] {
        [Chairship { period, .. }] => {
            let until = period.end.map(|end| format!(" until {end}")).unwrap_or_default();
            format!("{}, from {}{until}", succession(&chairs.rows), period.start)
        }
        _ => chairs.phrase(&when),
    };
    let mut rows = vec![row("Chairship", &chair)];
    let people = registry.people_of(&chairs.rows, context.today)?;
    for person in &people {
        rows.push(row(registry.meta().label(person.text("office")), &person.named_with_doubt()));
    }
    rows.extend(next_chair(&registry, &chairs.rows)?);
    for role in Role::ALL {
        let holders: Vec<&Holder> = everyone.rows.iter().filter(|row| row.role == role).collect();
        let of_kind = |kind| holders.iter().copied().filter(|row| row.kind == kind).collect::<Vec<_>>();
        let label = count(holders.len(), role.noun());
        if holders.iter().all(|row| row.kind == holders[0].kind) {
            rows.push(row(&label, &names(&holders)));
            continue;
        }
        rows.push(row(&label, ""));
        for kind in [PartyKind::State, PartyKind::Igo, PartyKind::Ngo] {
            let holders = of_kind(kind);
            let heading =
                if kind == PartyKind::State { plural(holders.len(), "state") } else { kind.heading().to_string() };
            rows.push(row(&format!("  {} {heading}", holders.len()), &names(&holders)));
        }
    }
    let mut notes = everyone.notes;
    notes.extend(chairs.notes.iter().filter(|note| !notes.contains(note)).cloned().collect::<Vec<_>>());
    notes.extend(registry.open_ends(&people, &chairs.rows));
    notes.sort_by_key(|note| matches!(note, Note::Pause { .. }));
    output::print(
        ResultTable::new(title, &[("what", ""), ("who", "")], &rows).notes(&notes),
        &context.global,
        &registry,
    )?;
    Ok(everyone.known.into())
}

fn next_chair(registry: &Registry, chairs: &[Chairship]) -> Result<Option<Value>, Error> {
    let Some(end) = chairs.last().and_then(|chair| chair.period.end) else { return Ok(None) };
    let after = registry.chairs(&When::day(end.last_day()))?;
    let next: Vec<Chairship> = after.rows.into_iter().filter(|row| !chairs.contains(row)).collect();
    Ok((!next.is_empty()).then(|| row("Next", &succession(&next))))
}

fn names(holders: &[&Holder]) -> String {
    let name = |row: &&Holder| {
        if matches!(row.kind, PartyKind::Igo | PartyKind::Ngo) { row.short.clone() } else { row.council_name.clone() }
    };
    holders.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn row(what: &str, who: &str) -> Value {
    json!({ "what": what, "who": who })
}
