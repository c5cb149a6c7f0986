//! The log of changes: each with time, author and reason, and the registry as it was at any revision.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, ToSql, params_from_iter};
use serde::Serialize;
use serde_json::{Map, Value};

use super::schema::{self, Column, Table};
use super::{Registry, Row};
use crate::date::PartialDate;
use crate::store::entity::Entity;
use crate::{Error, Problem};

/// A row of a table: its columns by name, each a string, a whole number or null.
pub type RowJson = Map<String, Value>;

/// The changes that one command made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its number, from 1.
    pub number: i64,
    /// When it was made, in UTC, such as `2026-11-23T10:00:00.000Z`.
    pub at: String,
    /// The command that made it; `None` for another program.
    pub command: Option<String>,
    /// Who made it, if known.
    pub who: Option<String>,
    /// The reason given.
    pub why: Option<String>,
    /// The changes in the order in which they were made.
    pub changes: Vec<RowChange>,
}

/// A row before and after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowChange {
    /// The table that the row is in.
    pub table: String,
    /// Key of the row.
    pub record: String,
    pub(crate) before: Option<PackedRow>,
    pub(crate) after: Option<PackedRow>,
}

/// A row as text, which takes a fraction of the memory of a [`RowJson`]: a revision can have a million of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PackedRow(Box<str>);

impl PackedRow {
    pub(crate) fn new(row: RowJson) -> Self {
        PackedRow(Value::Object(row).to_string().into())
    }

    pub(crate) fn row(&self) -> RowJson {
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

impl RowChange {
    /// Returns the row before; `None` if it was added.
    pub fn before(&self) -> Option<RowJson> {
        self.before.as_ref().map(PackedRow::row)
    }

    /// Returns the row after; `None` if it was removed.
    pub fn after(&self) -> Option<RowJson> {
        self.after.as_ref().map(PackedRow::row)
    }

    /// Returns what happened to each key. A new key of a row is the removal of the old key and the addition of the new.
    pub(crate) fn sides(self, table: &Table) -> Vec<(String, Option<RowJson>, Option<RowJson>)> {
        let name = |side: &Option<RowJson>| side.as_ref().map(|row| key(table, row));
        let (before, after) = (self.before(), self.after());
        match (name(&before), name(&after)) {
            (Some(old), Some(new)) if old == new => vec![(old, before, after)],
            (old, new) => {
                let went = old.map(|old| (old, before, None));
                went.into_iter().chain(new.map(|new| (new, None, after))).collect()
            }
        }
    }
}

/// A revision in the list of revisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogLine {
    /// Number of the revision.
    pub number: i64,
    /// When it was made, in UTC, such as `2026-11-23T10:00:00Z`.
    pub at: String,
    /// The command that made it; `None` for another program.
    pub command: Option<String>,
    /// Who made it, if known.
    pub who: Option<String>,
    /// The number of changed rows.
    pub changes: i64,
    /// Table and key of the first changed row.
    pub record: String,
    /// The reason given.
    pub why: Option<String>,
}

impl Row for LogLine {
    const COLUMNS: &[&str] = &["number", "at", "command", "who", "changes", "record", "why"];
    const SHOWN: &[(&str, &str)] = &[
        ("number", "nth"),
        ("at", "when"),
        ("command", "command"),
        ("who", "who"),
        ("changes", "rows"),
        ("record", "first of them"),
        ("why", "why"),
    ];
}

/// Which revisions to list.
#[derive(Clone, Debug)]
pub enum Subject {
    /// Every revision.
    All,
    /// Those that changed a row of this table.
    Table(String),
    /// Those that changed a party or country, its names, or its roles, chairships and applications.
    Entity(Box<Entity>),
}

/// A point in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownAt {
    /// After the revision with this number; 0 is before the first.
    Revision(i64),
    /// At the end of this day in UTC.
    Day(NaiveDate),
}

impl KnownAt {
    /// Parses the number of a revision or a date. A month stands for its last day.
    ///
    /// # Errors
    /// [`Error::NotARevision`] if `text` is neither.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if let (Ok(number), true) = (text.parse(), text.bytes().all(|byte| byte.is_ascii_digit())) {
            return Ok(KnownAt::Revision(number));
        }
        let day = text.parse::<PartialDate>().ok().filter(|_| text.contains('-')).map(|date| date.last_day());
        day.map(KnownAt::Day).ok_or_else(|| Error::NotARevision { text: text.to_string() })
    }
}

impl Registry {
    /// Returns the number of the last revision; 0 if nothing was changed yet.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn last_revision(&self) -> Result<i64, Error> {
        Ok(self.conn.query_row("SELECT coalesce(max(number), 0) FROM revision", [], |row| row.get(0))?)
    }

    /// Returns the revisions that changed `subject` on or after `since`.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn log(&self, subject: &Subject, since: Option<NaiveDate>) -> Result<Vec<LogLine>, Error> {
        let since = since.map(|day| day.to_string());
        let (condition, name) = match subject {
            Subject::All => ("1", None),
            Subject::Table(table) => ("table_name = ?2", Some(table.clone())),
            Subject::Entity(entity) => (ABOUT, Some(entity.id().to_string())),
        };
        let sql = format!(
            "SELECT number, substr(at, 1, 19) || 'Z', command, who, why, count(*), min(change), (
               SELECT table_name || ' ' || record FROM revision AS first WHERE first.number = revision.number ORDER BY change LIMIT 1)
             FROM revision WHERE (?1 IS NULL OR at >= ?1) AND (?2 IS NULL OR number IN (SELECT number FROM revision WHERE {condition}))
             GROUP BY number ORDER BY number DESC"
        );
        let mut statement = self.conn.prepare(&sql)?;
        let lines = statement.query_map((since, name), |row| {
            Ok(LogLine {
                number: row.get(0)?,
                at: row.get(1)?,
                command: row.get(2)?,
                who: row.get(3)?,
                why: row.get(4)?,
                changes: row.get(5)?,
                record: row.get(7)?,
            })
        })?;
        Ok(lines.collect::<Result<_, _>>()?)
    }

    /// Returns the revision `number` with all its changes.
    ///
    /// # Errors
    /// [`Error::NoSuchRevision`] if there is no revision with that number.
    pub fn revision(&self, number: i64) -> Result<Revision, Error> {
        match revision(&self.conn, number)? {
            Some(revision) => Ok(revision),
            None => Err(no_such_revision(number, self.last_revision()?)),
        }
    }

    /// Returns the registry as it was at `point`, in memory.
    ///
    /// # Errors
    /// [`Error::NoSuchRevision`] if the log has no such point.
    pub fn as_of(&self, point: KnownAt) -> Result<Registry, Error> {
        let last = self.last_revision()?;
        let number = match point {
            KnownAt::Revision(number) if number <= last => number,
            KnownAt::Revision(number) => return Err(no_such_revision(number, last)),
            KnownAt::Day(day) => {
                let sql = "SELECT coalesce(max(number), 0) FROM revision WHERE substr(at, 1, 10) <= ?1";
                self.conn.query_row(sql, [day.to_string()], |row| row.get(0))?
            }
        };
        let copy = self.copy()?;
        rewind(&copy.conn, number)?;
        Ok(Registry::of(copy.conn)?.at(self.today))
    }
}

fn no_such_revision(number: i64, last: i64) -> Error {
    Error::NoSuchRevision { number, last }
}

/// A condition for rows of the log about the party or country ?2: they contain its id, or cite a role, chairship or
/// application of it.
const ABOUT: &str = "
    EXISTS (SELECT 1 FROM json_each(before) WHERE value = ?2) OR EXISTS (SELECT 1 FROM json_each(after) WHERE value = ?2)
    OR table_name = 'citation' AND coalesce(after, before) ->> 'record' IN (
        SELECT id FROM membership WHERE party = ?2 UNION SELECT id FROM chairship WHERE party = ?2
        UNION SELECT id FROM application WHERE party = ?2
        UNION SELECT record FROM revision WHERE coalesce(after, before) ->> 'party' = ?2)";

/// Returns the revision `number`, if there is one.
pub(crate) fn revision(conn: &Connection, number: i64) -> Result<Option<Revision>, Error> {
    let head = |row: &rusqlite::Row| {
        Ok(Revision {
            number,
            at: row.get(0)?,
            command: row.get(1)?,
            who: row.get(2)?,
            why: row.get(3)?,
            changes: vec![],
        })
    };
    let sql = "SELECT at, command, who, why FROM revision WHERE number = ?1 ORDER BY change LIMIT 1";
    let Some(mut revision) = conn.query_row(sql, [number], head).optional()? else { return Ok(None) };
    let mut statement =
        conn.prepare("SELECT table_name, record, before, after FROM revision WHERE number = ?1 ORDER BY change")?;
    let mut rows = statement.query([number])?;
    while let Some(row) = rows.next()? {
        revision.changes.push(row_change(row)?);
    }
    Ok(Some(revision))
}

/// Reads a change from the columns table_name, record, before and after.
pub(crate) fn row_change(row: &rusqlite::Row) -> Result<RowChange, Error> {
    let side = |at| Ok::<_, Error>(row.get::<_, Option<Box<str>>>(at)?.map(PackedRow));
    Ok(RowChange { table: row.get(0)?, record: row.get(1)?, before: side(2)?, after: side(3)? })
}

/// Reverts all changes after revision `number` in a registry in memory, and removes them from its log.
fn rewind(conn: &Connection, number: i64) -> Result<(), Error> {
    let tables = schema::tables(conn)?;
    // The rules were checked when the changes were made.
    conn.pragma_update(None, "foreign_keys", false)?;
    drop_all(conn, ALL_TRIGGERS)?;
    let mut statement =
        conn.prepare("SELECT table_name, record, before, after FROM revision WHERE number > ?1 ORDER BY change DESC")?;
    let mut rows = statement.query([number])?;
    while let Some(row) = rows.next()? {
        let change = row_change(row)?;
        let Some(table) = tables.iter().find(|table| table.name == change.table) else { continue };
        let went = change.after().iter().try_for_each(|after| delete(conn, table, after));
        let back = went.and_then(|()| change.before().iter().try_for_each(|before| insert(conn, table, before)));
        back.map_err(|error| {
            let reason = format!("the log does not lead back over this row ({error}); `arctic verify` says more");
            Error::Invalid(vec![Problem { file: format!("{} {}", change.table, change.record), line: 0, reason }])
        })?;
    }
    conn.execute("DELETE FROM revision WHERE number > ?1", [number])?;
    Ok(())
}

/// Inserts a row.
pub(crate) fn insert(conn: &Connection, table: &Table, row: &RowJson) -> Result<(), rusqlite::Error> {
    conn.prepare_cached(&table.insert(1))?
        .execute(params_from_iter(table.columns.iter().map(|column| cell(row, column))))?;
    Ok(())
}

/// Sets the columns in which `after` differs from `before`, in the row with the key of `before`.
pub(crate) fn update(
    conn: &Connection,
    table: &Table,
    before: &RowJson,
    after: &RowJson,
) -> Result<(), rusqlite::Error> {
    let differing: Vec<&Column> =
        table.columns.iter().filter(|column| before.get(&column.name) != after.get(&column.name)).collect();
    let set: Vec<String> = differing.iter().map(|column| format!("\"{}\" = ?", column.name)).collect();
    let sql = format!("UPDATE {} SET {} WHERE {}", table.name, set.join(", "), is_key(table));
    let values = differing.into_iter().map(|column| cell(after, column));
    let values = values.chain(keys(table).map(|column| cell(before, column)));
    conn.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    Ok(())
}

/// Deletes the row with the key of `row`, if it exists.
pub(crate) fn delete(conn: &Connection, table: &Table, row: &RowJson) -> Result<(), rusqlite::Error> {
    let sql = format!("DELETE FROM {} WHERE {}", table.name, is_key(table));
    conn.prepare_cached(&sql)?.execute(params_from_iter(keys(table).map(|column| cell(row, column))))?;
    Ok(())
}

/// Returns the current row with the key of `row`.
pub(crate) fn current(conn: &Connection, table: &Table, row: &RowJson) -> Result<Option<RowJson>, rusqlite::Error> {
    let sql = format!("SELECT {} FROM {} WHERE {}", as_json(table), table.name, is_key(table));
    let mut statement = conn.prepare_cached(&sql)?;
    let key = params_from_iter(keys(table).map(|column| cell(row, column)));
    let found: Option<String> = statement.query_row(key, |row| row.get(0)).optional()?;
    Ok(found.and_then(|json| serde_json::from_str(&json).ok()))
}

/// Returns all rows of `table` as JSON, by key.
pub(crate) fn rows(conn: &Connection, table: &Table) -> Result<BTreeMap<String, String>, rusqlite::Error> {
    let key: Vec<String> = keys(table).map(|column| format!("\"{}\"", column.name)).collect();
    let sql = format!("SELECT {}, {} FROM {}", key.join(" || ' ' || "), as_json(table), table.name);
    let mut statement = conn.prepare(&sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

/// Returns the SQL expression for a row of `table` as a JSON object.
fn as_json(table: &Table) -> String {
    let pairs: Vec<String> = table.columns.iter().map(|column| format!("'{0}', \"{0}\"", column.name)).collect();
    format!("json_object({})", pairs.join(", "))
}

/// Returns the key of `row` as it is in the log: its columns, separated by spaces.
pub(crate) fn key(table: &Table, row: &RowJson) -> String {
    let text = |column: &Column| match row.get(&column.name) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    keys(table).map(text).collect::<Vec<_>>().join(" ")
}

fn keys(table: &Table) -> impl Iterator<Item = &Column> {
    table.columns.iter().filter(|column| column.key)
}

fn is_key(table: &Table) -> String {
    keys(table).map(|column| format!("\"{}\" = ?", column.name)).collect::<Vec<_>>().join(" AND ")
}

/// Returns the cell of a row in `column` as a parameter of a statement.
pub(crate) fn cell<'a>(row: &'a RowJson, column: &Column) -> Box<dyn ToSql + 'a> {
    match row.get(&column.name) {
        Some(Value::String(text)) => Box::new(text),
        Some(Value::Number(number)) => Box::new(number.as_i64()),
        _ => Box::new(rusqlite::types::Null),
    }
}

/// Undoes [`create_triggers`].
pub(super) fn drop_triggers(conn: &Connection) -> Result<(), Error> {
    drop_all(conn, "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name GLOB 'log_*'")?;
    let without = |_: &Table, sql: &str| {
        sql.split_inclusive('\n').filter(|line| !line.starts_with("  as_json ")).collect::<String>()
    };
    rewrite(conn, &schema::tables(conn)?, without)
}

/// Creates the triggers that log each change of a row, and those that refuse to replace a row unlogged. For them, each
/// table gets the generated column `as_json`: the whole row.
pub(super) fn create_triggers(conn: &Connection) -> Result<(), Error> {
    let tables = schema::tables(conn)?;
    rewrite(conn, &tables, |table, sql| {
        let constraints = sql.find("\n  CONSTRAINT ").unwrap_or(sql.len());
        let (columns, rest) = sql.split_at(constraints);
        format!("{columns}\n  as_json TEXT AS ({}),{rest}", as_json(table))
    })?;
    let mut sql = String::new();
    for table in &tables {
        let name = &table.name;
        let key: Vec<&Column> = keys(table).collect();
        let unique: Vec<&Column> = table.columns.iter().filter(|column| column.unique).collect();
        let (new, old) = (list(&key, "NEW.", "||' '||"), list(&key, "OLD.", "||' '||"));
        let alternatives = unique.iter().map(|column| format!(" OR {0}=NEW.{0}", column.name)).collect::<String>();
        let same = format!("({})=({}){alternatives}", list(&key, "", ","), list(&key, "NEW.", ","));
        let other = format!("({})<>({})", list(&key, "", ","), list(&key, "OLD.", ","));
        let identifying = list(&[key, unique].concat(), "", ",");
        let _ = write!(
            sql,
            "CREATE TRIGGER log_{name}_insert AFTER INSERT ON {name}
BEGIN INSERT INTO change VALUES('{name}',{new},NULL,NEW.as_json);END;
CREATE TRIGGER log_{name}_update AFTER UPDATE ON {name}
BEGIN INSERT INTO change VALUES('{name}',{new},OLD.as_json,NEW.as_json);END;
CREATE TRIGGER log_{name}_delete AFTER DELETE ON {name}
BEGIN INSERT INTO change VALUES('{name}',{old},OLD.as_json,NULL);END;
CREATE TRIGGER log_{name}_replace BEFORE INSERT ON {name}
BEGIN SELECT RAISE(ABORT,'{EXISTS}')FROM {name},not_editing WHERE {same};END;
CREATE TRIGGER log_{name}_replace_by_update BEFORE UPDATE OF {identifying} ON {name}
BEGIN SELECT RAISE(ABORT,'{TAKEN}')FROM {name},not_editing WHERE {other}AND({same});END;
"
        );
    }
    Ok(conn.execute_batch(&sql)?)
}

/// What another program is told if it would replace a row.
const EXISTS: &str = "a row with this key already exists: use UPDATE, so that the change is logged";
const TAKEN: &str = "another row has this key, code or number: change or DELETE that one first";

/// Replaces the text of each table in the schema, to add or drop a virtual column, which takes no space in rows.
///
/// `ALTER TABLE` would check every row again. If the column were declared before the rows are loaded, SQLite would
/// compute it for each of them. Either makes a registry a quarter slower to create.
fn rewrite(conn: &Connection, tables: &[Table], edit: impl Fn(&Table, &str) -> String) -> Result<(), Error> {
    conn.pragma_update(None, "writable_schema", true)?;
    for table in tables {
        let sql = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1";
        let text: String = conn.query_row(sql, [&table.name], |row| row.get(0))?;
        let sql = "UPDATE sqlite_schema SET sql = ?2 WHERE type = 'table' AND name = ?1";
        conn.execute(sql, [&table.name, &edit(table, &text)])?;
    }
    Ok(conn.pragma_update(None, "writable_schema", "RESET")?)
}

/// Returns the names of columns with `row` before each and `between` them.
fn list(columns: &[&Column], row: &str, between: &str) -> String {
    columns.iter().map(|column| format!("{row}{}", column.name)).collect::<Vec<_>>().join(between)
}

/// A query for all triggers, for [`drop_all`].
pub(super) const ALL_TRIGGERS: &str = "SELECT name FROM sqlite_schema WHERE type = 'trigger'";

/// Drops the triggers that the query `sql` returns.
pub(super) fn drop_all(conn: &Connection, sql: &str) -> Result<(), Error> {
    let mut statement = conn.prepare(sql)?;
    let names = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    for name in names {
        conn.execute_batch(&format!("DROP TRIGGER \"{}\"", name.replace('"', "\"\"")))?;
    }
    Ok(())
}
