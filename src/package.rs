//! A data package: one CSV a table and `datapackage.json` beside them. The same format is what a
//! registry is made from, what it is exported to, and what the program carries within it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::Path;

use rusqlite::{
    Connection, OptionalExtension, params_from_iter,
    types::{Null, ToSqlOutput},
};
use serde_json::json;

use crate::store::Registry;
use crate::store::catalogue::{self, Column, Table};
use crate::{Error, Problem, csv_in, names, whole};

/// The files of a data package, by name: `party.csv` and so on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

macro_rules! bundle {
    ($($table:literal),* $(,)?) => {
        &[$((concat!($table, ".csv"), include_bytes!(concat!("../seed/", $table, ".csv")) as &[u8])),*]
    };
}

/// The data that the program carries within it.
const BUNDLED: &[(&str, &[u8])] = bundle![
    "meta",
    "source",
    "party",
    "country",
    "alias",
    "meeting",
    "membership",
    "chairship",
    "office_holder",
    "body",
    "agreement",
    "event",
    "application",
    "tally",
    "citation",
];

impl Package {
    /// The data that the program carries within it.
    pub fn bundled() -> Self {
        Package { files: BUNDLED.iter().map(|(name, bytes)| (name.to_string(), Cow::Borrowed(*bytes))).collect() }
    }

    /// Reads the CSV files in `folder`. A table without a file has no rows.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be read, [`Error::Invalid`] when no CSV file is there.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(Error::io(folder))? {
            let path = entry.map_err(Error::io(folder))?.path();
            if path.extension().is_some_and(|extension| extension == "csv") {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.insert(name, fs::read(&path).map_err(Error::io(&path))?.into());
            }
        }
        if files.is_empty() {
            return Err(Error::Store {
                path: folder.to_path_buf(),
                reason: "holds no CSV file; a data package has one a table, such as `party.csv`".to_string(),
            });
        }
        Ok(Package { files })
    }

    /// Everything in `registry`, as the files it would be made from.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(registry: &Registry) -> Result<Self, Error> {
        let tables = registry.tables()?;
        let mut files = BTreeMap::new();
        for table in &tables {
            files.insert(format!("{}.csv", table.name), write_table(&registry.conn, table)?.into());
        }
        files.insert("datapackage.json".to_string(), describe(registry, &tables).into());
        Ok(Package { files })
    }

    /// The files by name, in the order of their names.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_ref()))
    }

    /// Names of the CSV files that `other` has with other bytes, or not at all.
    pub fn differing(&self, other: &Package) -> Vec<&str> {
        let csv = self.files().filter(|(name, _)| name.ends_with(".csv"));
        csv.filter(|(name, bytes)| other.files.get(*name).map(Cow::as_ref) != Some(bytes))
            .map(|(name, _)| name)
            .collect()
    }

    /// Fills the empty tables of a database, all of them or none.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every row that breaks a rule.
    pub(crate) fn load(&self, conn: &mut Connection) -> Result<(), Error> {
        let tables = catalogue::tables(conn)?;
        let mut problems = self.unknown_files(&tables);
        // References are looked at once, at the end, and named by their line; SQLite would look at
        // each as it comes, and say of a wrong one no more than that there is one.
        conn.pragma_update(None, "foreign_keys", false)?;
        let transaction = conn.transaction()?;
        let mut loads: BTreeMap<&str, Load> = BTreeMap::new();
        for table in &tables {
            let file = format!("{}.csv", table.name);
            if let Some(bytes) = self.files.get(&file) {
                let load = load_table(&transaction, table, &file, bytes, &loads, &mut problems)?;
                loads.insert(table.name.as_str(), load);
            }
        }
        dangling(&transaction, &tables, &self.files, &loads, &mut problems)?;
        if !problems.is_empty() {
            problems.sort();
            return Err(Error::Invalid(problems));
        }
        transaction.commit()?;
        conn.pragma_update(None, "foreign_keys", true)?;
        Ok(())
    }

    /// Writes the files to `folder`, which appears whole or not at all. A folder that has files is
    /// written into only by `force`; files of other names in it stay. Answers how many were written.
    ///
    /// # Errors
    /// [`Error::Usage`] when `folder` has files, [`Error::Io`] when it cannot be written.
    pub fn write(&self, folder: &Path, force: bool) -> Result<usize, Error> {
        let occupied =
            folder.exists() && (!folder.is_dir() || fs::read_dir(folder).map_err(Error::io(folder))?.next().is_some());
        if occupied && !force {
            return Err(Error::Usage(format!(
                "{} is there already; name a new folder, or write into it with `--force`",
                folder.display()
            )));
        }
        let beside = whole::folder(folder)?;
        for (name, bytes) in self.files() {
            let path = beside.path().join(name);
            fs::write(&path, bytes).map_err(Error::io(&path))?;
        }
        if occupied {
            for (name, _) in self.files() {
                fs::rename(beside.path().join(name), folder.join(name)).map_err(Error::io(folder))?;
            }
        } else {
            fs::rename(beside.path(), folder).map_err(Error::io(folder))?;
        }
        Ok(self.files.len())
    }

    fn unknown_files(&self, tables: &[Table]) -> Vec<Problem> {
        let known = |file: &str| tables.iter().any(|table| file.strip_suffix(".csv") == Some(&table.name));
        let unknown = self.files.keys().filter(|file| file.ends_with(".csv") && !known(file));
        unknown
            .map(|file| Problem { file: file.clone(), line: 0, reason: "no table has this name".to_string() })
            .collect()
    }
}

/// What came of reading one file.
#[derive(Default)]
struct Load {
    /// Ids of the rows that the table refused.
    refused: HashSet<String>,
    /// The file could not be read at all.
    unread: bool,
}

impl Load {
    /// Whether row `id` would be there but for a fault of its own; who refers to it is not to blame.
    fn refused(&self, id: &str) -> bool {
        self.unread || self.refused.contains(id)
    }
}

fn load_table(
    conn: &Connection,
    table: &Table,
    file: &str,
    bytes: &[u8],
    loads: &BTreeMap<&str, Load>,
    problems: &mut Vec<Problem>,
) -> Result<Load, Error> {
    let mut load = Load::default();
    let mut problem = |line: u64, reason: String| problems.push(Problem { file: file.to_string(), line, reason });
    if let Some((line, reason)) = malformed(bytes) {
        problem(line, reason);
        load.unread = true;
        return Ok(load);
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let columns: Vec<&Column> = table.columns_in_files().collect();
    let order = match header(reader.headers(), &columns) {
        Ok(order) => order,
        Err(reason) => {
            problem(1, reason);
            load.unread = true;
            return Ok(load);
        }
    };
    let is_alias = table.name == "alias";
    let mut statement = conn.prepare(&insert(table))?;
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(load),
            Err(error) => {
                problem(error.position().map_or(0, csv::Position::line), "the CSV cannot be read".to_string());
                return Ok(load);
            }
        }
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != columns.len() {
            problem(line, format!("the row has {} cells where the header has {}", record.len(), columns.len()));
            load.refused.extend(record.get(order[0]).map(str::to_string));
            continue;
        }
        let values: Result<Vec<ToSqlOutput>, String> =
            columns.iter().zip(&order).map(|(column, at)| cell(column, &record[*at])).collect();
        let inserted = values.and_then(|mut values| {
            if is_alias {
                values.push(names::fold(&record[order[0]]).into());
            }
            statement.execute(params_from_iter(values)).map_err(|error| reason(conn, table, &record[order[0]], &error))
        });
        match inserted {
            Ok(_) => {}
            Err(reason) => {
                let row = columns.iter().zip(&order).map(|(column, at)| (column.name.as_str(), &record[*at])).collect();
                if let Some(reason) = reference(reason, &row, loads) {
                    problem(line, reason);
                }
                load.refused.insert(record[order[0]].to_string());
            }
        }
    }
}

/// Says of a row that the triggers refused what it refers to, as [`dangling`] does of the rest.
/// `None` when that row was refused itself, and this one is not to blame.
fn reference(reason: String, row: &HashMap<&str, &str>, loads: &BTreeMap<&str, Load>) -> Option<String> {
    let (column, table) = match reason.as_str() {
        "party: no such party" => ("party", "party"),
        "record: no such record in that table" => ("record", row.get("table_name").copied().unwrap_or_default()),
        _ => return Some(reason),
    };
    let id = row.get(column).copied().unwrap_or_default();
    let refused = loads.get(table).is_some_and(|load| load.refused(id));
    (!refused).then(|| format!("{column}: no `{id}` in table `{table}`"))
}

/// What makes a file no CSV of ours, before any row is read: where, and why.
fn malformed(bytes: &[u8]) -> Option<(u64, String)> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Some((1, "the file begins with a byte order mark; save it as plain UTF-8".to_string()));
    }
    if let Some((line, reason)) = csv_in::not_text(bytes) {
        return Some((line, reason.to_string()));
    }
    if let Some(at) = memchr::memchr(b'\r', bytes) {
        return Some((csv_in::line_of(bytes, at), "a carriage return; save the file with LF line ends".to_string()));
    }
    // Counting is quick; only where the count is odd, what it says is looked for.
    let odd = memchr::memchr_iter(b'"', bytes).count() % 2 == 1;
    if odd { csv_in::misquoted(bytes, b',') } else { None }
}

/// For each column of the table, where it stands in the file.
fn header(header: Result<&csv::StringRecord, csv::Error>, columns: &[&Column]) -> Result<Vec<usize>, String> {
    let header = header.map_err(|error| error.to_string())?;
    let mut reasons = Vec::new();
    for name in header {
        if !columns.iter().any(|column| column.name == name) {
            reasons.push(format!("`{name}` is no column of this table"));
        } else if header.iter().filter(|other| *other == name).count() > 1 {
            reasons.push(format!("the column `{name}` stands twice"));
        }
    }
    reasons.dedup();
    let order: Vec<usize> = columns
        .iter()
        .filter_map(|column| {
            let at = header.iter().position(|name| name == column.name);
            if at.is_none() {
                reasons.push(format!("the column `{}` is missing", column.name));
            }
            at
        })
        .collect();
    if reasons.is_empty() { Ok(order) } else { Err(reasons.join(", ")) }
}

fn insert(table: &Table) -> String {
    let all = table.columns_in_files().chain(table.columns.iter().filter(|column| column.computed));
    let names: Vec<String> = all.map(|column| format!("\"{}\"", column.name)).collect();
    let places = vec!["?"; names.len()].join(", ");
    format!("INSERT INTO {} ({}) VALUES ({places})", table.name, names.join(", "))
}

fn cell<'a>(column: &Column, text: &'a str) -> Result<ToSqlOutput<'a>, String> {
    if text.is_empty() {
        Ok(Null.into())
    } else if column.integer {
        text.parse()
            .map(|number: i64| number.into())
            .map_err(|_| format!("{}: `{text}` is not a whole number", column.name))
    } else {
        Ok(text.into())
    }
}

/// What the database says of a row that it refused, as `column: reason`. The schema's constraints
/// and triggers are worded so already.
fn reason(conn: &Connection, table: &Table, key: &str, error: &rusqlite::Error) -> String {
    let text = match error {
        rusqlite::Error::SqliteFailure(_, Some(text)) => text.as_str(),
        other => return other.to_string(),
    };
    let column = |qualified: &str| qualified.rsplit('.').next().unwrap_or_default().to_string();
    if let Some(named) = text.strip_prefix("CHECK constraint failed: ") {
        named.to_string()
    } else if let Some(qualified) = text.strip_prefix("NOT NULL constraint failed: ") {
        format!("{}: empty", column(qualified))
    } else if text == "UNIQUE constraint failed: alias.key" {
        let sql = "SELECT alias || '` of `' || coalesce(party, country) FROM alias WHERE key = ?1";
        let other = conn.query_row(sql, [names::fold(key)], |row| row.get::<_, String>(0)).optional();
        format!("alias: `{key}` is the same name as `{}`", other.ok().flatten().unwrap_or_default())
    } else if let Some(qualified) = text.strip_prefix("UNIQUE constraint failed: ") {
        let first = qualified.split(',').next().unwrap_or_default();
        format!("{}: stands twice in table `{}`", column(first), table.name)
    } else {
        text.to_string()
    }
}

/// Finds the references that lead nowhere. Those to a row that was refused itself are passed over.
fn dangling(
    conn: &Connection,
    tables: &[Table],
    files: &BTreeMap<String, Cow<'static, [u8]>>,
    loads: &BTreeMap<&str, Load>,
    problems: &mut Vec<Problem>,
) -> Result<(), Error> {
    for table in tables {
        let file = format!("{}.csv", table.name);
        for (column, parent) in table.columns.iter().filter_map(|column| Some((column, column.references.as_ref()?))) {
            let sql = format!(
                "SELECT \"{0}\" FROM {1} WHERE \"{0}\" IS NOT NULL AND \"{0}\" NOT IN (SELECT id FROM {parent})",
                column.name, table.name
            );
            let mut statement = conn.prepare(&sql)?;
            let rows = statement.query_map([], |row| row.get(0))?;
            for value in rows.collect::<Result<BTreeSet<String>, _>>()? {
                if loads.get(parent.as_str()).is_some_and(|load| load.refused(&value)) {
                    continue;
                }
                for line in lines_with(files.get(&file).map_or(&[][..], Cow::as_ref), &column.name, &value) {
                    let reason = format!("{}: no `{value}` in table `{parent}`", column.name);
                    problems.push(Problem { file: file.clone(), line, reason });
                }
            }
        }
    }
    Ok(())
}

/// The lines of a file on which `column` holds `value`.
fn lines_with(bytes: &[u8], column: &str, value: &str) -> Vec<u64> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let at =
        reader.headers().ok().and_then(|header| header.iter().position(|name| name == column)).unwrap_or(usize::MAX);
    let found = reader.records().filter_map(Result::ok).filter(|record| record.get(at) == Some(value));
    found.map(|record| record.position().map_or(0, csv::Position::line)).collect()
}

fn write_table(conn: &Connection, table: &Table) -> Result<Vec<u8>, Error> {
    let names: Vec<&str> = table.columns_in_files().map(|column| column.name.as_str()).collect();
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let list = quoted.join(", ");
    // A file in the order of its key fills its table from one end to the other, which costs least.
    let key: Vec<&str> = table.columns.iter().filter(|column| column.key).map(|column| column.name.as_str()).collect();
    let mut statement = conn.prepare(&format!("SELECT {list} FROM {} ORDER BY {}", table.name, key.join(", ")))?;
    let mut rows = statement.query([])?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let unwritable = |error: csv::Error| Error::io(Path::new(&table.name))(error.into());
    writer.write_record(&names).map_err(unwritable)?;
    while let Some(row) = rows.next()? {
        for at in 0..names.len() {
            let text = match row.get_ref(at)? {
                rusqlite::types::ValueRef::Null => String::new(),
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                _ => row.get(at)?,
            };
            writer.write_field(text).map_err(unwritable)?;
        }
        writer.write_record(None::<&[u8]>).map_err(unwritable)?;
    }
    writer.into_inner().map_err(|error| Error::io(Path::new(&table.name))(error.into_error()))
}

/// `datapackage.json`, by the Frictionless Data Package and Table Schema specifications (v1).
fn describe(registry: &Registry, tables: &[Table]) -> Vec<u8> {
    let resources: Vec<_> = tables
        .iter()
        .map(|table| {
            let fields: Vec<_> = table
                .columns_in_files()
                .map(|column| {
                    let kind = if column.integer { "integer" } else { "string" };
                    let mut field = json!({ "name": column.name, "type": kind, "description": column.about });
                    if column.required {
                        field["constraints"] = json!({ "required": true });
                    }
                    field
                })
                .collect();
            let mut schema = json!({ "fields": fields });
            let key: Vec<&str> =
                table.columns_in_files().filter(|column| column.key).map(|column| column.name.as_str()).collect();
            if !key.is_empty() {
                schema["primaryKey"] = json!(key);
            }
            let references: Vec<_> = table
                .columns_in_files()
                .filter_map(|column| {
                    let resource = column.references.as_ref()?;
                    Some(json!({ "fields": column.name, "reference": { "resource": resource, "fields": "id" } }))
                })
                .collect();
            if !references.is_empty() {
                schema["foreignKeys"] = json!(references);
            }
            json!({
                "name": table.name,
                "path": format!("{}.csv", table.name),
                "profile": "tabular-data-resource",
                "description": table.about,
                "encoding": "utf-8",
                "schema": schema,
            })
        })
        .collect();
    let meta = registry.meta();
    let package = json!({
        "name": names::fold(&meta.name).replace(' ', "-"),
        "title": meta.name,
        "version": meta.version,
        "profile": "tabular-data-package",
        "licenses": meta.license.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "resources": resources,
    });
    format!("{package:#}\n").into_bytes()
}
