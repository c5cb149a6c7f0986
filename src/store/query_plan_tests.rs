//! Questions about a date or a party use an index, so that their cost does not grow with the registry.

use std::sync::mpsc;

use rusqlite::trace::{TraceEvent, TraceEventCodes};

use super::{Filter, Registry, Role};
use crate::date::When;

/// Returns the steps of the plans of all queries that `ask` runs.
fn plans(registry: &mut Registry, ask: impl Fn(&Registry)) -> Vec<String> {
    let (sender, asked) = mpsc::channel();
    let note = move |event: TraceEvent| {
        if let TraceEvent::Stmt(statement, _) = event {
            sender.send(statement.expanded_sql().unwrap_or_default()).unwrap();
        }
    };
    registry.conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(note)).unwrap();
    ask(registry);
    registry.conn.trace_v2(TraceEventCodes::empty(), None::<fn(TraceEvent)>).unwrap();
    let mut steps = Vec::new();
    for sql in asked {
        let mut statement = registry.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>("detail")).unwrap();
        steps.extend(rows.map(Result::unwrap));
    }
    steps
}

#[test]
fn questions_by_date_and_party_scan_no_table() {
    let mut registry = Registry::bundled().unwrap();
    let when = When::parse("2013-05-15", registry.today()).unwrap();
    let (china, greenland) = (registry.resolve("China").unwrap(), registry.resolve("Greenland").unwrap());
    type Question<'a> = (&'a str, &'a dyn Fn(&Registry));
    let questions: [Question; 6] = [
        ("SEARCH chairship USING INDEX chairship_by_end (end_max>? AND end_max<?)", &|r| {
            drop(r.chairs(&when).unwrap())
        }),
        ("SEARCH membership USING INDEX membership_by_party (party=?)", &|r| drop(r.status(&china, &when).unwrap())),
        ("SEARCH membership USING INDEX membership_by_party (party=?)", &|r| {
            drop(r.status(&greenland, &when).unwrap())
        }),
        ("SEARCH membership USING INDEX membership_by_role (role=? AND end_max>?)", &|r| {
            drop(r.holders(Role::Observer, &Filter::default(), &when).unwrap())
        }),
        ("SEARCH chairship USING INDEX chairship_by_party (party=?)", &|r| drop(r.chairships_of("russia").unwrap())),
        ("SEARCH alias USING PRIMARY KEY (key=?)", &|r| drop(r.resolve("Korea, Rep.").unwrap())),
    ];
    for (step, ask) in questions {
        let plans = plans(&mut registry, ask);
        assert!(plans.iter().any(|one| one == step), "no step is {step}\n{}", plans.join("\n"));
        let scans: Vec<&String> = plans.iter().filter(|one| one.starts_with("SCAN")).collect();
        assert!(scans.is_empty(), "{scans:?}");
    }
}
