//! Named checks of a whole registry, for rules that the constraints of single rows and pairs of rows cannot state.
//! All checks run, and every violation is reported.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::Serialize;

use crate::edit::RowKey;
use crate::store::entity;
use crate::store::log::{self, RowJson};
use crate::store::schema::Table;
use crate::store::{self, Registry, Row};
use crate::{Error, names};

/// A named rule, and how to check it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Check {
    /// Short name, such as `cited`, by which the check can be skipped.
    pub name: &'static str,
    /// The rule, in a sentence without a full stop.
    pub about: &'static str,
    probe: Probe,
}

#[derive(Debug)]
enum Probe {
    /// A query with one row per violation: the record and the problem.
    Sql(&'static str),
    Code(fn(&Registry) -> Result<Vec<Violation>, Error>),
}

/// A place where the data breaks the rule of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Violation {
    /// Name of the check.
    pub check: &'static str,
    /// Table and id of the record.
    pub record: String,
    /// What is wrong, in one line without a full stop.
    pub problem: String,
}

impl Row for Violation {
    const COLUMNS: &[&str] = &["check", "record", "problem"];
    const SHOWN: &[(&str, &str)] = &[("check", "check"), ("record", "record"), ("problem", "problem")];
}

/// Every check, in the order they run in.
pub const CHECKS: &[Check] = &[
    Check { name: "intact", about: "the file is not damaged, and every reference is to an existing row", probe: Probe::Code(intact) },
    Check {
        name: "schema",
        about: "the tables, constraints and triggers are those of a new registry",
        probe: Probe::Code(schema_is_current),
    },
    Check {
        name: "founding-chair",
        about: "the first chairship starts on the founding day",
        probe: Probe::Sql(
            "SELECT 'chairship ' || id, 'starts on ' || start || ', but the council was founded on ' || value FROM chairship, meta
             WHERE key = 'founded' AND ordinal = (SELECT min(ordinal) FROM chairship) AND start <> value",
        ),
    },
    Check {
        name: "chairs-contiguous",
        about: "each chairship starts when the previous one ends, and no number is missing",
        probe: Probe::Sql(
            "SELECT 'chairship ' || next.id, CASE
                 WHEN last.id IS NULL THEN 'chairship number ' || (next.ordinal - 1) || ' is missing'
                 ELSE 'starts on ' || next.start || ', but the previous one ' || coalesce('ends on ' || last.\"end\", 'has no end') END
             FROM chairship AS next LEFT JOIN chairship AS last ON last.ordinal = next.ordinal - 1
             WHERE next.ordinal > 1 AND last.\"end\" IS NOT next.start",
        ),
    },
    Check {
        name: "handover-at-meeting",
        about: "each chairship starts on a day of its start meeting",
        probe: Probe::Sql(
            "SELECT 'chairship ' || chairship.id, CASE
                 WHEN meeting.id IS NULL THEN 'has no start meeting'
                 ELSE 'starts on ' || start || ', but the meeting ' || meeting.id || ' was from ' || first_day || ' to ' || last_day END
             FROM chairship LEFT JOIN meeting ON meeting.id = start_meeting
             WHERE meeting.id IS NULL OR start NOT BETWEEN first_day AND last_day",
        ),
    },
    Check {
        name: "meetings-chain",
        about: "each chairship ends at the start meeting of the next one",
        probe: Probe::Sql(
            "SELECT 'chairship ' || last.id, 'ends at ' || coalesce(last.end_meeting, 'no meeting') || ', but the next one starts at ' || coalesce(next.start_meeting, 'no meeting')
             FROM chairship AS last JOIN chairship AS next ON next.ordinal = last.ordinal + 1
             WHERE last.end_meeting IS NOT next.start_meeting",
        ),
    },
    Check {
        name: "chairs-are-members",
        about: "the chairing state is a member throughout its chairship",
        // The `+` keeps SQLite from using the index of roles, which has more rows than that of parties.
        probe: Probe::Sql(
            "SELECT 'chairship ' || id, party || ' was not a member throughout' FROM chairship WHERE NOT EXISTS (
                 SELECT 1 FROM membership WHERE membership.party = chairship.party AND +role = 'member'
                 AND membership.start_min <= chairship.start_min AND membership.end_max >= chairship.end_min)",
        ),
    },
    Check {
        name: "granted-before-start",
        about: "no membership starts before the meeting that granted it",
        probe: Probe::Sql(
            "SELECT 'membership ' || membership.id, 'starts on ' || start || ', but was granted at ' || meeting.id || ', which began on ' || first_day
             FROM membership JOIN meeting ON meeting.id = granted_at WHERE start_max < first_day",
        ),
    },
    Check {
        name: "after-founding",
        about: "no membership starts before the founding",
        probe: Probe::Sql(
            "SELECT 'membership ' || id, 'starts on ' || start || ', before the council was founded' FROM membership, meta WHERE key = 'founded' AND start_max < value",
        ),
    },
    Check {
        name: "people-in-term",
        about: "each person holds an office within the chairship named for it",
        probe: Probe::Sql(
            "SELECT 'office_holder ' || office_holder.id, 'is in office outside the chairship ' || chairship.id
             FROM office_holder JOIN chairship ON chairship.id = chairship
             WHERE office_holder.start_min < chairship.start_min
                OR office_holder.\"end\" IS NOT NULL AND office_holder.end_min > chairship.end_max",
        ),
    },
    Check {
        name: "one-in-office",
        about: "no office has two holders at the same time",
        probe: Probe::Sql(
            "SELECT 'office_holder ' || b.id, 'starts before ' || a.id || ' has ended' FROM office_holder AS a JOIN office_holder AS b
             ON a.office = b.office AND a.id <> b.id AND a.start_min <= b.start_min AND a.end_min > b.start_max",
        ),
    },
    Check {
        name: "cited",
        about: "every fact cites a source",
        probe: Probe::Code(cited),
    },
    Check {
        name: "counts",
        about: "the memberships agree with every count in table tally",
        probe: Probe::Sql(
            "SELECT 'tally ' || tally.id, count || ' counted, ' || (
                 SELECT count(*) FROM membership JOIN party ON party.id = membership.party
                 WHERE membership.role = tally.role AND (tally.kind IS NULL OR party.kind = tally.kind)
                   AND start_max <= date AND end_max > date) || ' in table membership' AS problem
             FROM tally WHERE problem <> count || ' counted, ' || count || ' in table membership'",
        ),
    },
    Check {
        name: "fewer-participants",
        about: "there are fewer Permanent Participants than members on each day on which both numbers are known",
        // Running totals of the participants that are certain and the members that are possible.
        probe: Probe::Sql(
            "WITH step (day, participants, members, id) AS (
                 SELECT start_max, 1, 0, id FROM membership WHERE role = 'permanent_participant' AND start_max < end_min
                 UNION ALL SELECT end_min, -1, 0, id FROM membership WHERE role = 'permanent_participant' AND start_max < end_min
                 UNION ALL SELECT start_min, 0, 1, id FROM membership WHERE role = 'member'
                 UNION ALL SELECT end_max, 0, -1, id FROM membership WHERE role = 'member'),
             total AS (
                 SELECT day, max(id) AS id, sum(sum(participants)) OVER running AS participants, sum(sum(members)) OVER running AS members
                 FROM step GROUP BY day WINDOW running AS (ORDER BY day))
             SELECT 'membership ' || id, participants || ' Permanent Participants and ' || members || ' members from ' || day
             FROM total WHERE participants > 0 AND participants >= members AND day < '9999-12-31' ORDER BY day",
        ),
    },
    Check {
        name: "log-continuous",
        about: "the log of each row is unbroken: each change starts from the result of the previous one, and the last gives the current row",
        probe: Probe::Code(log_is_continuous),
    },
    Check {
        name: "names-fold",
        about: "the key of every alias is its name, folded",
        probe: Probe::Code(keys_are_folded),
    },
    Check {
        name: "names-lead-home",
        about: "every party and country is found by its id, name, official name and abbreviation",
        probe: Probe::Code(names_resolve),
    },
];

impl Registry {
    /// Runs every check except those named in `skip`, and returns all violations.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn verify(&self, skip: &[String]) -> Result<Vec<Violation>, Error> {
        let mut violations = Vec::new();
        for check in CHECKS.iter().filter(|check| !skip.iter().any(|name| name == check.name)) {
            match self.run(check) {
                Ok(found) => violations.extend(found),
                // A damaged row or a missing table stops the checks that read it.
                Err(error) if violations.iter().any(|found| matches!(found.check, "intact" | "schema")) => {
                    violations.push(Violation {
                        check: check.name,
                        record: "the file".to_string(),
                        problem: format!("cannot be checked: {error}"),
                    });
                }
                Err(error) => return Err(error),
            }
        }
        Ok(violations)
    }

    fn run(&self, check: &Check) -> Result<Vec<Violation>, Error> {
        match check.probe {
            Probe::Sql(sql) => {
                let mut statement = self.conn.prepare(sql)?;
                let rows = statement.query_map([], |row| {
                    Ok(Violation { check: check.name, record: row.get(0)?, problem: row.get(1)? })
                })?;
                Ok(rows.collect::<Result<_, _>>()?)
            }
            Probe::Code(run) => run(self),
        }
    }
}

fn intact(registry: &Registry) -> Result<Vec<Violation>, Error> {
    let found = store::damage(&registry.conn)?.into_iter();
    Ok(found.map(|(record, problem)| Violation { check: "intact", record, problem }).collect())
}

fn schema_is_current(registry: &Registry) -> Result<Vec<Violation>, Error> {
    // In memory there is no program that could have changed it, and no log.
    if registry.conn.path().is_none_or(str::is_empty) {
        return Ok(Vec::new());
    }
    let found = store::drift(&registry.conn)?.into_iter();
    Ok(found.map(|(record, problem)| Violation { check: "schema", record, problem }).collect())
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
    let mut report = |table: &str, key: &str, problem: String| {
        violations.push(Violation { check: "log-continuous", record: format!("{table} {key}"), problem });
    };
    // Each row as the log has it so far, with the revision that left it so.
    let mut rows: BTreeMap<RowKey, (i64, Option<RowJson>)> = BTreeMap::new();
    let mut statement =
        registry.conn.prepare("SELECT table_name, record, before, after, number FROM revision ORDER BY change")?;
    let mut changes = statement.query([])?;
    while let Some(row) = changes.next()? {
        let (change, number): (_, i64) = (log::row_change(row)?, row.get(4)?);
        let Some(table) = tables.iter().find(|table| table.name == change.table) else {
            report(&change.table, &change.record, format!("revision {number} names an unknown table"));
            continue;
        };
        for (key, before, after) in change.sides(table) {
            match rows.insert((table.name.clone(), key.clone()), (number, after)) {
                Some((last, row)) if row != before => {
                    let problem = format!("revision {number} does not start from the row that revision {last} left");
                    report(&table.name, &key, problem);
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
                report(&table.name, key, format!("differs from what revision {last} left"));
            }
        }
    }
    Ok(violations)
}

fn keys_are_folded(registry: &Registry) -> Result<Vec<Violation>, Error> {
    let mut violations = Vec::new();
    let mut statement = registry.conn.prepare("SELECT alias, key FROM alias")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (alias, key): (String, String) = (row.get(0)?, row.get(1)?);
        let folded = names::fold(&alias);
        if folded != key {
            let problem = format!("its key is `{key}`, but it folds to `{folded}`");
            violations.push(Violation { check: "names-fold", record: format!("alias {alias}"), problem });
        }
    }
    Ok(violations)
}

fn names_resolve(registry: &Registry) -> Result<Vec<Violation>, Error> {
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
            Some(ids) => format!("`{name}` means {}", ids.join(" and ")),
            None => format!("`{name}` is not recognised"),
        };
        violations.push(Violation { check: "names-lead-home", record: format!("{table} {id}"), problem });
    }
    Ok(violations)
}

/// Returns the ids that a name can mean, or `None` if it is unknown.
fn found(conn: &Connection, name: &str) -> Result<Option<Vec<String>>, Error> {
    match entity::resolve(conn, name) {
        Ok(entity) => Ok(Some(vec![entity.id().to_string()])),
        Err(Error::AmbiguousName { meanings, .. }) => Ok(Some(meanings.into_iter().map(|(id, _)| id).collect())),
        Err(Error::UnknownName { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
