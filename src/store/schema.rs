//! What tables there are, read from the schema: one description for files, documents and checks.

use rusqlite::Connection;

use crate::Error;

/// A table of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Name of the table, and of its file without `.csv`.
    pub name: String,
    /// What a row is.
    pub about: String,
    /// All its columns but the generated ones, in order.
    pub columns: Vec<Column>,
}

/// A column of a table, in the table's own order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name of the column, in the store and in files.
    pub name: String,
    /// What it means.
    pub about: String,
    /// A whole number; otherwise text.
    pub integer: bool,
    /// May not be empty.
    pub required: bool,
    /// Part of the primary key.
    pub key: bool,
    /// No two rows share a value of it.
    pub unique: bool,
    /// Worked out from other columns: it stands in the store, but in no file.
    pub computed: bool,
    /// Table whose `id` it holds.
    pub references: Option<String>,
    /// Holds dates, each as precise as it is written; then it is text.
    pub dated: bool,
}

impl Table {
    /// The columns that files carry.
    pub fn columns_in_files(&self) -> impl Iterator<Item = &Column> + Clone {
        self.columns.iter().filter(|column| !column.computed)
    }

    /// The query for all its rows, in the order of its key, with the columns that files carry.
    pub fn select(&self) -> String {
        let quoted =
            |columns: Vec<&str>| columns.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let key = self.columns.iter().filter(|column| column.key).map(|column| column.name.as_str()).collect();
        let columns = self.columns_in_files().map(|column| column.name.as_str()).collect();
        format!("SELECT {} FROM {} ORDER BY {}", quoted(columns), self.name, quoted(key))
    }

    /// The statement that inserts so many rows, with a place for each column of each, in the table's own order.
    pub fn insert(&self, rows: usize) -> String {
        let names: Vec<String> = self.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        let places = format!("({})", vec!["?"; names.len()].join(", "));
        format!("INSERT INTO {} ({}) VALUES {}", self.name, names.join(", "), vec![places; rows].join(", "))
    }

    /// Whether its rows have an `id`, by which others refer to them.
    pub fn has_id(&self) -> bool {
        self.columns.first().is_some_and(|column| column.name == "id")
    }

    /// The columns that name a row in files: its key, or what the key is computed from.
    pub fn key_in_files(&self) -> impl Iterator<Item = &Column> + Clone {
        let computed = self.columns.iter().any(|column| column.key && column.computed);
        self.columns_in_files()
            .enumerate()
            .filter(move |(at, column)| column.key || computed && *at == 0)
            .map(|(_, c)| c)
    }

    /// Whether its rows need a source.
    pub fn is_cited(&self) -> bool {
        self.is_fact() || self.name == "country"
    }

    /// Whether its rows are facts about the world: they carry a confidence.
    pub fn is_fact(&self) -> bool {
        self.columns.iter().any(|column| column.name == "confidence")
    }
}

/// All tables that files carry, in the order of the schema: not the log.
///
/// # Errors
/// When the store cannot be read.
pub fn tables(conn: &Connection) -> Result<Vec<Table>, Error> {
    let mut statement = conn.prepare(
        "SELECT name, sql FROM sqlite_schema
         WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('revision', 'editing') ORDER BY rowid",
    )?;
    let named = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    named
        .map(|row| {
            let (name, sql): (String, String) = row?;
            let columns = columns(conn, &name, &sql)?;
            Ok(Table { about: remark(&sql, |line| line.starts_with("CREATE TABLE")), name, columns })
        })
        .collect()
}

fn columns(conn: &Connection, table: &str, sql: &str) -> Result<Vec<Column>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT info.name, type = 'INTEGER', \"notnull\", pk > 0, keys.\"table\",
           EXISTS (SELECT 1 FROM pragma_index_list(?1) AS list JOIN pragma_index_info(list.name) AS part
                   WHERE list.origin = 'u' AND part.name = info.name)
         FROM pragma_table_info(?1) AS info LEFT JOIN pragma_foreign_key_list(?1) AS keys ON keys.\"from\" = info.name
         ORDER BY cid",
    )?;
    // The columns of `meta` hold now a date and now something else.
    let is_dated = |name: &str| table != "meta" && sql.contains(&format!("CONSTRAINT \"{name}: not a da"));
    let rows = statement.query_map([table], |row| {
        let name: String = row.get(0)?;
        let about = remark(sql, |line| line.trim_start().split(' ').next() == Some(&name));
        Ok(Column {
            computed: about.starts_with("computed"),
            integer: row.get(1)?,
            required: row.get(2)?,
            key: row.get(3)?,
            references: row.get(4)?,
            dated: is_dated(&name),
            unique: row.get(5)?,
            name,
            about,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The remark at the end of the first line that `is_it`.
fn remark(sql: &str, is_it: impl Fn(&str) -> bool) -> String {
    let line = sql.lines().find(|line| is_it(line)).unwrap_or_default();
    line.split_once("-- ").map(|(_, remark)| remark.trim().to_string()).unwrap_or_default()
}
