//! SQLite: the tables with their references and indexes, and views for people. The file is for reading: it has no
//! triggers and no checks, and nothing that an old SQLite does not understand.

use rusqlite::{Connection, params_from_iter};

use super::rows::rows;
use super::{Exporter, Output};
use crate::Error;
use crate::store::Registry;
use crate::store::schema::Table;

/// The registry as a database for other programs: its tables, and views for people. It is for reading, without
/// triggers and checks, and cannot be opened as a registry.
#[derive(Clone, Copy, Debug)]
pub struct Sqlite;

/// "ARCX"; a registry has another one.
const APPLICATION_ID: u32 = 1_095_910_232;

/// Imprecise dates are compared by the first and the last day that they can mean: [`views`] replaces START_MIN,
/// START_MAX, END_MIN and END_MAX by expressions for these.
const VIEWS: &str = r#"
CREATE VIEW role_periods AS -- who held which role, and when
SELECT party.name, party.kind, party.iso3, membership.role, membership."start", membership."end",
       meeting.place AS granted_in, meeting.first_day AS granted_on, membership.confidence, membership.note,
       membership.party, membership.id,
       (SELECT group_concat(title, '; ') FROM record_sources WHERE table_name = 'membership' AND record = membership.id) AS sources
FROM membership JOIN party ON party.id = membership.party LEFT JOIN meeting ON meeting.id = membership.granted_at;

CREATE VIEW chairships AS -- who chaired, and at which meetings the chair was handed over
SELECT chairship.ordinal, party.name AS state, party.iso3, chairship."start", chairship."end",
       opening.place AS began_in, closing.place AS ended_in, chairship.theme, chairship.confidence, chairship.note,
       chairship.party, chairship.id,
       (SELECT group_concat(title, '; ') FROM record_sources WHERE table_name = 'chairship' AND record = chairship.id) AS sources
FROM chairship JOIN party ON party.id = chairship.party
LEFT JOIN meeting AS opening ON opening.id = chairship.start_meeting
LEFT JOIN meeting AS closing ON closing.id = chairship.end_meeting
ORDER BY chairship.ordinal;

CREATE VIEW chair_on_day AS -- who chaired on each day from the founding to the day through which the data was verified; a handover day belongs to the incoming chair
WITH RECURSIVE days (day) AS (
  SELECT value FROM meta WHERE "key" = 'founded'
  UNION ALL SELECT date(day, '+1 day') FROM days WHERE day < (SELECT value FROM meta WHERE "key" = 'verified_through'))
SELECT days.day, party.name AS state, party.iso3,
       CASE WHEN START_MAX <= day
             AND END_MIN > day
            THEN 'certain' ELSE 'not_known' END AS certainty,
       chairship.party, chairship.id AS chairship
FROM days JOIN chairship ON START_MIN <= day
                        AND END_MAX > day
JOIN party ON party.id = chairship.party;

CREATE VIEW role_holders_by_year AS -- how many held each role on 31 December, by kind of party; not_known: how many more may have held it, given partial dates
WITH RECURSIVE years (day) AS (
  SELECT substr(value, 1, 4) || '-12-31' FROM meta WHERE "key" = 'founded'
  UNION ALL SELECT date(day, '+1 year') FROM years
  WHERE date(day, '+1 year') <= (SELECT value FROM meta WHERE "key" = 'verified_through'))
SELECT substr(day, 1, 4) + 0 AS year, role, kind, sum(certain) AS holders, sum(1 - certain) AS not_known
FROM (SELECT day, role, kind,
             START_MAX <= day
             AND END_MIN > day AS certain
      FROM years JOIN membership ON START_MIN <= day
                                AND END_MAX > day
      JOIN party ON party.id = membership.party)
GROUP BY day, role, kind;

CREATE VIEW record_sources AS -- the sources of each record
SELECT citation.table_name, citation.record, source.title, source.publisher, source.published, source.url, source.id AS source
FROM citation JOIN source ON source.id = citation.source;
"#;

impl Exporter for Sqlite {
    fn export(&self, registry: &Registry) -> Result<Output, Error> {
        let mut conn = Connection::open_in_memory()?;
        conn.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}; BEGIN"))?;
        for table in registry.tables()? {
            conn.execute_batch(&create(&table))?;
            let places = vec!["?"; table.columns_in_files().count()].join(", ");
            let mut insert = conn.prepare(&format!("INSERT INTO \"{}\" VALUES ({places})", table.name))?;
            for row in rows(registry, &table)? {
                insert.execute(params_from_iter(row))?;
            }
            conn.execute_batch(&indexes(&table))?;
        }
        conn.execute_batch(&format!("{} COMMIT; VACUUM", views()))?;
        Ok(Output::File(conn.serialize("main")?.to_vec()))
    }

    fn is_database(&self) -> bool {
        true
    }

    /// SQLite counts the changes to a file: one that was edited after the export is not replaced.
    fn recognizes(&self, head: &[u8]) -> bool {
        let number = |at: usize| head.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
        let rollback_journal = head.get(18..20) == Some(&[1, 1]);
        number(68) == Some(APPLICATION_ID) && number(24) == Some(CHANGES) && rollback_journal
    }
}

fn views() -> String {
    let first = |date: &str| {
        format!(
            "substr({date}, 1, instr({date} || '..', '..') - 1) || substr('-01-01', instr({date} || '..', '..') - 4)"
        )
    };
    let last = |date: &str| {
        let to = format!("substr({date}, CASE WHEN instr({date}, '..') THEN instr({date}, '..') + 2 ELSE 1 END)");
        format!("coalesce(date({to} || '-01', '+1 month', '-1 day'), {to} || substr('-12-31', length({to}) - 3))")
    };
    let or_never = |day: String| format!("coalesce({day}, '9999-12-31')");
    VIEWS
        .replace("START_MIN", &first("\"start\""))
        .replace("START_MAX", &last("\"start\""))
        .replace("END_MIN", &or_never(first("\"end\"")))
        .replace("END_MAX", &or_never(last("\"end\"")))
}

/// The change counter of a new file, checked by a test.
const CHANGES: u32 = 0;

fn create(table: &Table) -> String {
    let mut lines: Vec<(String, &str)> = Vec::new();
    for column in table.columns_in_files() {
        let kind = if column.integer { "INTEGER" } else { "TEXT" };
        let required = if column.required { " NOT NULL" } else { "" };
        let references = column.references.as_ref().map(|to| format!(" REFERENCES \"{to}\" (id)")).unwrap_or_default();
        lines.push((format!("\"{}\" {kind}{required}{references}", column.name), &column.about));
    }
    let key: Vec<String> =
        table.columns_in_files().filter(|column| column.key).map(|column| format!("\"{}\"", column.name)).collect();
    if !key.is_empty() {
        lines.push((format!("PRIMARY KEY ({})", key.join(", ")), ""));
    }
    let last = lines.len() - 1;
    let mut sql = format!("CREATE TABLE \"{}\" ( -- {}\n", table.name, table.about);
    for (at, (line, about)) in lines.iter().enumerate() {
        let comma = if at < last { "," } else { "" };
        let remark = if about.is_empty() { String::new() } else { format!(" -- {about}") };
        sql += &format!("  {line}{comma}{remark}\n");
    }
    sql + ");"
}

/// Returns an index for each reference: joins need them in large registries.
fn indexes(table: &Table) -> String {
    let references = table.columns_in_files().filter(|column| column.references.is_some());
    let index = |column: &crate::store::schema::Column| {
        format!("CREATE INDEX \"{0}_by_{1}\" ON \"{0}\" (\"{1}\");", table.name, column.name)
    };
    references.map(index).collect()
}
