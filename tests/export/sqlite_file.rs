//! `export sqlite`: tables, references and views for other programs.

use std::collections::BTreeSet;
use std::fs;

use expect_test::expect;
use serde_json::Value;

use super::hostile;
use crate::support::{Home, contents, repository, rows};

#[test]
fn the_sqlite_file_has_the_data_and_its_references_and_nothing_that_guards_it() {
    for home in [Home::seeded(), hostile()] {
        home.arctic("export csv csv").output(0);
        home.arctic("export sqlite out.sqlite")
            .stdout(expect![[r#"
                wrote out.sqlite
            "#]])
            .status(0);
        let conn = rusqlite::Connection::open(home.path("out.sqlite")).unwrap();
        let all = |sql: &str| -> Vec<String> {
            let mut statement = conn.prepare(sql).unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        let tables: Vec<String> = contents(&home.path("csv"))
            .keys()
            .filter_map(|name| name.strip_suffix(".csv").map(str::to_string))
            .collect();
        assert_eq!(all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"), tables);
        assert_eq!(
            all(
                "SELECT name FROM sqlite_schema WHERE type = 'trigger' OR sql LIKE '%CHECK (%' OR sql LIKE '%STRICT%' OR sql LIKE '%GENERATED%'"
            ),
            [""; 0]
        );
        assert_eq!(all("PRAGMA integrity_check"), ["ok"]);
        assert_eq!(all("SELECT \"table\" FROM pragma_foreign_key_check"), [""; 0]);
        assert!(
            all("SELECT name FROM sqlite_schema WHERE type = 'index'").contains(&"membership_by_party".to_string())
        );
        for table in tables {
            let bytes = fs::read(home.path(&format!("csv/{table}.csv"))).unwrap();
            let mut reader = csv::Reader::from_reader(&*bytes);
            let columns: Vec<String> =
                reader.headers().unwrap().iter().map(|name| format!("coalesce(\"{name}\", '')")).collect();
            let stored = all(&format!("SELECT {} FROM \"{table}\" ORDER BY 1", columns.join(" || '|' || ")));
            let mut expected: Vec<String> =
                reader.records().map(|row| row.unwrap().iter().collect::<Vec<_>>().join("|")).collect();
            expected.sort();
            assert!(stored == expected, "{table}");
        }
    }
}

#[test]
fn the_views_of_the_sqlite_file_answer_as_the_command_does() {
    let home = Home::seeded();
    home.arctic("export sqlite out.sqlite").output(0);
    let conn = rusqlite::Connection::open(home.path("out.sqlite")).unwrap();
    let text = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    for (day, chair) in [("2012-06-01", "sweden"), ("2021-05-19", "iceland"), ("2021-05-20", "russia")] {
        assert_eq!(
            text(&format!("SELECT group_concat(party || ' ' || certainty) FROM chair_on_day WHERE day = '{day}'")),
            format!("{chair} certain")
        );
    }
    assert_eq!(
        text("SELECT min(day) || ' ' || max(day) || ' ' || count(*) FROM chair_on_day"),
        "1996-09-19 2026-03-13 10768"
    );
    let by_year = home.arctic("stats --by year -f csv").output(0).stdout;
    for row in rows(by_year.as_bytes()).iter().filter(|row| row["year"] != "2026") {
        let count = |condition: &str| {
            text(&format!(
                "SELECT coalesce(sum(holders), 0) || '' FROM role_holders_by_year WHERE year = {} AND {condition}",
                row["year"]
            ))
        };
        assert_eq!(count("role = 'observer' AND kind = 'state'"), row["observer_states"], "{row:?}");
        assert_eq!(count("role = 'observer'"), row["observers"], "{row:?}");
        assert_eq!(count("role = 'member'"), row["members"], "{row:?}");
    }
    assert_eq!(
        text("SELECT name || ' ' || role || ' ' || start || ' ' || granted_in FROM role_periods WHERE iso3 = 'CHE'"),
        "Switzerland observer 2017-05-11 Fairbanks, Alaska"
    );
    assert_eq!(
        text("SELECT state || ' ' || start || ' ' || \"end\" || ' ' || began_in FROM chairships WHERE ordinal = 8"),
        "Sweden 2011-05-12 2013-05-15 Nuuk, Greenland"
    );
    let cited = home.arctic("status Switzerland --on 2018 --cite -f json").output(0).stdout;
    let cited: Value = serde_json::from_str(&cited).unwrap();
    let titles: BTreeSet<&str> =
        cited[0]["sources"].as_array().unwrap().iter().map(|source| source["title"].as_str().unwrap()).collect();
    let sources = text("SELECT sources FROM role_periods WHERE iso3 = 'CHE'");
    assert_eq!(sources.split("; ").collect::<BTreeSet<_>>(), titles);
}

#[test]
fn the_codebook_names_the_views_and_their_columns() {
    let home = Home::tundra();
    home.arctic("export sqlite out.sqlite").output(0);
    let conn = rusqlite::Connection::open(home.path("out.sqlite")).unwrap();
    let sql = "SELECT '| `' || views.name || '` | `' || group_concat(columns.name) || '`'
               FROM sqlite_schema AS views, pragma_table_info(views.name) AS columns
               WHERE views.type = 'view' GROUP BY views.name";
    let mut statement = conn.prepare(sql).unwrap();
    let views: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(views.len(), 5);
    let codebook = fs::read_to_string(repository().join("seed/README.md")).unwrap();
    for view in views {
        assert!(codebook.contains(&view), "seed/README.md has no {view}");
    }
}
