//! The pages that describe the data agree with the program: `UPDATE_EXPECT=1 cargo test codebook` rewrites them.
//!
//! In seed/README.md, the tables between the two marks are generated from the schema, and the second cell of each row
//! under "Columns of the commands" is the header that the command prints.

use std::fs;

use arctic_council::Registry;
use arctic_council::store::{Column, Table};
use expect_test::expect_file;

use crate::cli::help;
use crate::support::{Home, repository};

const START: &str = "<!-- generated from schema.sql by `UPDATE_EXPECT=1 cargo test codebook` -->\n";
const END: &str = "<!-- end of the generated part -->\n";
const COLUMNS: &str = "## Columns of the commands\n";

fn read(name: &str) -> String {
    fs::read_to_string(repository().join(name)).unwrap()
}

/// Splits `text` before and after `mark`.
fn split<'a>(text: &'a str, mark: &str) -> (&'a str, &'a str) {
    text.split_once(mark).unwrap_or_else(|| panic!("no `{}`", mark.trim()))
}

#[test]
fn the_codebook_is_up_to_date() {
    let text = read("seed/README.md");
    let tables = Registry::bundled().unwrap().tables().unwrap();
    let (before, rest) = split(&text, START);
    let (_, rest) = split(rest, END);
    let (between, rest) = split(rest, COLUMNS);
    let (commands, after) = split(rest, "\n## ");
    let dictionary = dictionary(&tables, &read("schema.sql"));
    let commands = with_headers(commands, &tables);
    let generated = format!("{before}{START}\n{dictionary}{END}{between}{COLUMNS}{commands}\n## {after}");
    expect_file![repository().join("seed/README.md")].assert_eq(&generated);
}

/// Every table with its columns, as Markdown.
fn dictionary(tables: &[Table], schema: &str) -> String {
    let mut text = String::new();
    for table in tables {
        let constraints = constraints(body(schema, &table.name));
        text += &heading(&table.name, &table.about);
        for column in &table.columns {
            assert!(!column.about.is_empty(), "schema.sql does not describe `{}.{}`", table.name, column.name);
            let required = match (column.key, column.required) {
                (true, _) => "key",
                (false, true) => "yes",
                (false, false) => "no",
            };
            text += &row(&column.name, &domain(column, &constraints), required, &column.about);
        }
        let refused: Vec<String> = constraints
            .iter()
            .filter(|(_, reason)| !reason.contains("one of ") && !reason.contains("YYYY"))
            .map(|(column, reason)| format!("`{column}`: {reason}"))
            .collect();
        if !refused.is_empty() {
            text += &format!("\nRefused: {}.\n", refused.join("; "));
        }
        text += "\n";
    }
    text + &log(body(schema, "revision"))
}

fn heading(table: &str, about: &str) -> String {
    assert!(!about.is_empty(), "schema.sql does not describe table `{table}`");
    let (first, others) = about.split_at(1);
    let about = format!("{}{others}.", first.to_uppercase());
    format!("### {table}\n\n{about}\n\n| column | type | required | meaning |\n|---|---|---|---|\n")
}

fn row(column: &str, domain: &str, required: &str, about: &str) -> String {
    format!("| `{column}` | {domain} | {required} | {about} |\n")
}

/// The values that a column can have.
fn domain(column: &Column, constraints: &[(&str, &str)]) -> String {
    let reasons = || constraints.iter().filter(|(name, _)| *name == column.name).map(|(_, reason)| *reason);
    let words: Option<Vec<&str>> =
        reasons().find_map(|reason| Some(reason.split_once("one of ")?.1.split(", ").collect()));
    let name = match (&column.references, &words) {
        (Some(table), _) => format!("id of [`{table}`](#{table})"),
        (None, Some(words)) if words.iter().all(|word| column.about.contains(&format!("`{word}`"))) => "word".into(),
        (None, Some(words)) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        (None, None) if column.integer => "integer".into(),
        (None, None) if column.dated && reasons().any(|reason| reason.contains("YYYY-MM or")) => "date".into(),
        (None, None) if column.dated => "day".into(),
        (None, None) => "text".into(),
    };
    if column.unique && !column.key { format!("{name}, unique") } else { name }
}

/// The statement that creates `table`.
fn body<'a>(schema: &'a str, table: &str) -> &'a str {
    let (_, rest) = split(schema, &format!("CREATE TABLE {table} ("));
    rest.split("\n)").next().unwrap_or(rest)
}

/// Column and reason of each named constraint, in order.
fn constraints(body: &str) -> Vec<(&str, &str)> {
    body.split("CONSTRAINT \"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next()?.split_once(": "))
        .filter(|(_, reason)| !reason.starts_with("lower-case letters, digits and hyphens"))
        .collect()
}

/// The log, which is not in the data package, from the lines of its statement.
fn log(body: &str) -> String {
    let about = |line: &str| line.split_once("-- ").map(|(_, about)| about.trim().to_string()).unwrap_or_default();
    let (first, columns) = split(body, "\n");
    let mut text = heading("revision", &about(first));
    for line in columns.lines().take_while(|line| !line.trim_start().starts_with("CONSTRAINT")) {
        let Some((name, _)) = line.trim_start().split_once(' ') else { continue };
        let domain = if line.contains(" INTEGER") { "integer" } else { "text" };
        let required = match line.contains("PRIMARY KEY") {
            true => "key",
            false if line.contains("NOT NULL") => "yes",
            false => "no",
        };
        text += &row(name, domain, required, &about(line));
    }
    text + "\nThe log is only in the database; files do not have it.\n\n"
}

/// `section`, with the header that each command prints in the second cell of its row.
fn with_headers(section: &str, tables: &[Table]) -> String {
    for (name, _) in help::commands(&Home::empty()) {
        assert!(name == "help" || section.contains(&format!("`{name}")), "no columns of `{name}` in seed/README.md");
    }
    let home = Home::seeded();
    fs::write(home.path("claims.csv"), "subject,property,on,value\n,founded,,1996\n").unwrap();
    fs::write(home.path("rows.csv"), "country,year,role\nCanada,2012,observer\n").unwrap();
    fs::write(home.path("new.csv"), "id,title\ntwo,Two\n").unwrap();
    home.arctic("put source id=one title=One --reason r").output(0);
    let mut text = String::new();
    for line in section.lines() {
        let Some((commands, rest)) = line.strip_prefix("| `").and_then(|line| line.split_once(" | `")) else {
            text += &format!("{line}\n");
            continue;
        };
        let values = rest.split_once('`').map(|(_, values)| values).unwrap_or(rest);
        let headers: Vec<String> =
            commands.trim_end_matches('`').split("`, `").map(|command| header(&home, command)).collect();
        assert!(headers.iter().all(|header| *header == headers[0]), "{commands} print different columns: {headers:?}");
        if let Some(table) = tables.iter().find(|table| values.contains(&format!("| table [`{}`]", table.name))) {
            let columns: Vec<&str> = table.columns_in_files().map(|column| column.name.as_str()).collect();
            let more = headers[0].strip_prefix(&columns.join(","));
            assert!(more.is_some_and(|more| more.is_empty() || more.starts_with(',')), "{commands}: {}", headers[0]);
        }
        text += &format!("| `{commands} | `{}`{values}\n", headers[0]);
    }
    text
}

/// The columns that `command` adds, or has, in CSV.
fn header(home: &Home, command: &str) -> String {
    let (args, own) = match command {
        "status" | "show" => (format!("{command} Canada"), ""),
        "search" => ("search Kiruna".into(), ""),
        "diff" => ("diff 2012 2013".into(), ""),
        "annotate" => ("annotate rows.csv --country country --date year".into(), "country,year,role,"),
        "check" => ("check claims.csv".into(), "subject,property,on,value,"),
        "compare" => ("compare rows.csv --country country --year year --role role".into(), ""),
        "put" => ("put source id=two title=Two --reason r --dry-run".into(), ""),
        "drop" => ("drop source one --reason r --dry-run".into(), ""),
        "import" => ("import new.csv --table source --reason r --dry-run".into(), ""),
        "undo" => ("undo 1 --dry-run".into(), ""),
        "seed" => ("seed".into(), ""),
        "log N" => ("log 1".into(), ""),
        other => (other.into(), ""),
    };
    let output = home.arctic(&args).args("-f csv").command().output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let first = stdout.lines().next().unwrap_or_default();
    first.strip_prefix(own).unwrap_or_else(|| panic!("{args}: {first}")).to_string()
}

#[test]
fn the_picture_in_the_readme_is_that_of_the_data() {
    let svg = Home::seeded().arctic("timeline --format svg").output(0).stdout;
    expect_file![repository().join(".github/timeline.svg")].assert_eq(&svg);
}

#[test]
fn the_citation_names_the_versions_of_the_program_and_the_data() {
    let citation = read("CITATION.cff");
    let meta = read("seed/meta.csv");
    let data = meta.lines().find_map(|line| line.strip_prefix("version,")).unwrap().trim_end_matches(',');
    for version in [env!("CARGO_PKG_VERSION"), data] {
        assert!(
            citation.contains(&format!("version: \"{version}\"\n")),
            "CITATION.cff does not name version {version}"
        );
    }
}
