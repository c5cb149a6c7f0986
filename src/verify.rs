//! Named checks of a whole registry: what no single row, and no pair of rows, can show.
//! All checks run, and all problems come out at once.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::Serialize;

use crate::edit::Record;
use crate::store::entity;
use crate::store::log::{self, RowJson};
use crate::store::schema::Table;
use crate::store::{self, Registry, Row};
use crate::{Error, names};

/// A check: its name, what holds when it finds nothing, and how it looks.
#[derive(Debug)]
pub struct Check {
    /// Short name, such as `cited`, by which it can be skipped.
    pub name: &'static str,
    /// What holds when it finds nothing.
    pub about: &'static str,
    look: Probe,
}

#[derive(Debug)]
enum Probe {
    /// A query whose rows are the problems: the record, and what is wrong with it.
    Sql(&'static str),
    Code(fn(&Registry) -> Result<Vec<Violation>, Error>),
}

/// A problem that a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Name of the check.
    pub check: &'static str,
    /// Table and id of the record.
    pub record: String,
    /// What is wrong, in a line without a full stop.
    pub problem: String,
}

impl Row for Violation {
    const COLUMNS: &[&str] = &["check", "record", "problem"];
    const SHOWN: &[(&str, &str)] = &[("check", "check"), ("record", "record"), ("problem", "problem")];
}

/// Every check, in the order in which they run.
pub const CHECKS: &[Check] = &[
    Check { name: "intact", about: "the file is undamaged and every reference leads somewhere", look: Probe::Code(intact) },
    Check {
        name: "founding-chair",
        about: "the first chairship starts on the day of the founding",
        look: Probe::Sql(
            "SELECT 'chairship ' || id, 'starts on ' || start || ', the council on ' || value FROM chairship, meta
             WHERE key = 'founded' AND ordinal = (SELECT min(ordinal) FROM chairship) AND start <> value",
        ),
    },
    Check {
        name: "chairs-contiguous",
        about: "each chairship starts when the one before it ends, and none is skipped",
        look: Probe::Sql(
            "SELECT 'chairship ' || next.id, CASE
                 WHEN last.id IS NULL THEN 'there is no chairship ' || (next.ordinal - 1)
                 ELSE 'starts on ' || next.start || ', the one before ends on ' || coalesce(last.\"end\", 'no day') END
             FROM chairship AS next LEFT JOIN chairship AS last ON last.ordinal = next.ordinal - 1
             WHERE next.ordinal > 1 AND last.\"end\" IS NOT next.start",
        ),
    },
    Check {
        name: "handover-at-meeting",
        about: "each chairship starts on a day of the meeting at which it began",
        look: Probe::Sql(
            "SELECT 'chairship ' || chairship.id, CASE
                 WHEN meeting.id IS NULL THEN 'no meeting is named at its start'
                 ELSE 'starts on ' || start || ', the meeting ' || meeting.id || ' was from ' || first_day || ' to ' || last_day END
             FROM chairship LEFT JOIN meeting ON meeting.id = start_meeting
             WHERE meeting.id IS NULL OR start NOT BETWEEN first_day AND last_day",
        ),
    },
    Check {
        name: "meetings-chain",
        about: "a chairship ends at the meeting at which the next one starts",
        look: Probe::Sql(
            "SELECT 'chairship ' || last.id, 'ends at ' || coalesce(last.end_meeting, 'no meeting') || ', the next one starts at ' || next.start_meeting
             FROM chairship AS last JOIN chairship AS next ON next.ordinal = last.ordinal + 1
             WHERE last.end_meeting IS NOT next.start_meeting",
        ),
    },
    Check {
        name: "chairs-are-members",
        about: "whoever chairs is a member for the whole of the term",
        // The sign keeps SQLite from looking through all members, where those of one party are few.
        look: Probe::Sql(
            "SELECT 'chairship ' || id, party || ' was not a member all that time' FROM chairship WHERE NOT EXISTS (
                 SELECT 1 FROM membership WHERE membership.party = chairship.party AND +role = 'member'
                 AND membership.start_min <= chairship.start_min AND membership.end_max >= chairship.end_min)",
        ),
    },
    Check {
        name: "granted-before-start",
        about: "no role starts before the meeting that granted it",
        look: Probe::Sql(
            "SELECT 'membership ' || membership.id, 'starts on ' || start || ', granted at ' || meeting.id || ' which began on ' || first_day
             FROM membership JOIN meeting ON meeting.id = granted_at WHERE start_max < first_day",
        ),
    },
    Check {
        name: "after-founding",
        about: "no role is older than the council",
        look: Probe::Sql(
            "SELECT 'membership ' || id, 'starts on ' || start || ', before the council' FROM membership, meta WHERE key = 'founded' AND start_max < value",
        ),
    },
    Check {
        name: "people-in-term",
        about: "whoever is in an office is so during the chairship it belongs to",
        look: Probe::Sql(
            "SELECT 'office_holder ' || office_holder.id, 'is in office outside of the chairship ' || chairship.id
             FROM office_holder JOIN chairship ON chairship.id = chairship
             WHERE office_holder.start_min < chairship.start_min
                OR office_holder.\"end\" IS NOT NULL AND office_holder.end_min > chairship.end_max",
        ),
    },
    Check {
        name: "one-in-office",
        about: "no office has two holders at once",
        look: Probe::Sql(
            "SELECT 'office_holder ' || b.id, 'starts before ' || a.id || ' has ended' FROM office_holder AS a JOIN office_holder AS b
             ON a.office = b.office AND a.id <> b.id AND a.start_min <= b.start_min AND a.end_min > b.start || substr('-12-31', length(b.start) - 3)",
        ),
    },
    Check {
        name: "cited",
        about: "every fact has a source",
        look: Probe::Code(cited),
    },
    Check {
        name: "counts",
        about: "the memberships add up to every count in table tally",
        look: Probe::Sql(
            "SELECT 'tally ' || tally.id, count || ' counted, ' || (
                 SELECT count(*) FROM membership JOIN party ON party.id = membership.party
                 WHERE membership.role = tally.role AND (tally.kind IS NULL OR party.kind = tally.kind)
                   AND start_max <= date AND end_max > date) || ' in table membership' AS problem
             FROM tally WHERE problem <> count || ' counted, ' || count || ' in table membership'",
        ),
    },
    Check {
        name: "log-continuous",
        about: "in the log each change of a row begins where the one before ended, and the last leads to the row as it is",
        look: Probe::Code(log_is_continuous),
    },
    Check {
        name: "names-fold",
        about: "the key of every alias is what its name folds to",
        look: Probe::Code(keys_are_current),
    },
    Check {
        name: "names-lead-home",
        about: "the id, name, official name and abbreviation of every party and country lead to it",
        look: Probe::Code(names_lead_home),
    },
];

impl Registry {
    /// Runs every check but those named in `skip`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn verify(&self, skip: &[String]) -> Result<Vec<Violation>, Error> {
        let mut violations = Vec::new();
        for check in CHECKS.iter().filter(|check| !skip.iter().any(|name| name == check.name)) {
            violations.extend(match check.look {
                Probe::Sql(sql) => {
                    let mut statement = self.conn.prepare(sql)?;
                    let rows = statement.query_map([], |row| {
                        Ok(Violation { check: check.name, record: row.get(0)?, problem: row.get(1)? })
                    })?;
                    rows.collect::<Result<Vec<_>, _>>()?
                }
                Probe::Code(look) => look(self)?,
            });
        }
        Ok(violations)
    }
}

fn intact(registry: &Registry) -> Result<Vec<Violation>, Error> {
    let found = store::damage(&registry.conn)?;
    Ok(found
        .into_iter()
        .map(|(record, problem)| Violation { check: "intact", record: record.to_string(), problem })
        .collect())
}

fn cited(registry: &Registry) -> Result<Vec<Violation>, Error> {
    let mut violations = Vec::new();
    for table in registry.tables()?.into_iter().filter(Table::is_cited) {
        let sql = format!(
            "SELECT id FROM {0} WHERE id NOT IN (SELECT record FROM citation WHERE table_name = '{0}') ORDER BY id",
            table.name
        );
        let mut statement = registry.conn.prepare(&sql)?;
        for id in statement.query_map([], |row| row.get::<_, String>(0))? {
            let record = format!("{} {}", table.name, id?);
            violations.push(Violation { check: "cited", record, problem: "no source is cited".to_string() });
        }
    }
    Ok(violations)
}

fn log_is_continuous(registry: &Registry) -> Result<Vec<Violation>, Error> {
    let tables = registry.tables()?;
    let mut violations = Vec::new();
    let mut find = |table: &str, key: &str, problem: String| {
        violations.push(Violation { check: "log-continuous", record: format!("{table} {key}"), problem });
    };
    // The rows that the log names, each as it was after the last change that was read.
    let mut rows: BTreeMap<Record, (i64, Option<RowJson>)> = BTreeMap::new();
    let mut statement =
        registry.conn.prepare("SELECT table_name, record, before, after, number FROM revision ORDER BY change")?;
    let mut changes = statement.query([])?;
    while let Some(row) = changes.next()? {
        let (change, number): (_, i64) = (log::row_change(row)?, row.get(4)?);
        let Some(table) = tables.iter().find(|table| table.name == change.table) else {
            find(&change.table, &change.record, format!("revision {number} names a table that is none"));
            continue;
        };
        for (key, before, after) in change.sides(table) {
            match rows.insert((table.name.clone(), key.clone()), (number, after)) {
                Some((last, row)) if row != before => {
                    let problem = format!("revision {number} begins with another row than revision {last} ended with");
                    find(&table.name, &key, problem);
                }
                _ => {}
            }
        }
    }
    for table in &tables {
        let now = log::rows(&registry.conn, table)?;
        let (first, end) = ((table.name.clone(), String::new()), (format!("{}\0", table.name), String::new()));
        for ((_, key), (last, row)) in rows.range(first..end) {
            let now = now.get(key).and_then(|json| serde_json::from_str::<RowJson>(json).ok());
            if now != *row {
                find(&table.name, key, format!("is not as revision {last} left it"));
            }
        }
    }
    Ok(violations)
}

fn keys_are_current(registry: &Registry) -> Result<Vec<Violation>, Error> {
    let mut violations = Vec::new();
    let mut statement = registry.conn.prepare("SELECT alias, key FROM alias")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (alias, key): (String, String) = (row.get(0)?, row.get(1)?);
        let folded = names::fold(&alias);
        if folded != key {
            let problem = format!("its key is `{key}`, it folds to `{folded}`");
            violations.push(Violation { check: "names-fold", record: format!("alias {alias}"), problem });
        }
    }
    Ok(violations)
}

fn names_lead_home(registry: &Registry) -> Result<Vec<Violation>, Error> {
    let sql = "SELECT 'party', id, id FROM party UNION ALL SELECT 'party', id, name FROM party
               UNION ALL SELECT 'party', id, official_name FROM party WHERE official_name IS NOT NULL
               UNION ALL SELECT 'party', id, abbreviation FROM party WHERE abbreviation IS NOT NULL
               UNION ALL SELECT 'country', id, id FROM country UNION ALL SELECT 'country', id, name FROM country
               UNION ALL SELECT 'country', id, official_name FROM country WHERE official_name IS NOT NULL";
    let mut violations = Vec::new();
    let mut statement = registry.conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, id, name): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let problem = match found(&registry.conn, &name)? {
            Some(ids) if ids.contains(&id) => continue,
            Some(ids) => format!("`{name}` leads to {}", ids.join(" and ")),
            None => format!("`{name}` leads nowhere"),
        };
        violations.push(Violation { check: "names-lead-home", record: format!("{table} {id}"), problem });
    }
    Ok(violations)
}

/// The ids that a name leads to; an ambiguous one leads to each.
fn found(conn: &Connection, name: &str) -> Result<Option<Vec<String>>, Error> {
    match entity::resolve(conn, name) {
        Ok(entity) => Ok(Some(vec![entity.id().to_string()])),
        Err(Error::AmbiguousName { meanings, .. }) => Ok(Some(meanings.into_iter().map(|(id, _)| id).collect())),
        Err(Error::UnknownName { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
