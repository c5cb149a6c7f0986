//! `sql`: read-only queries within limits.

use std::fs;

use expect_test::expect;

use crate::support::Home;

#[test]
fn anything_but_a_query_is_refused() {
    let home = Home::tundra();
    let before = fs::read(home.db()).unwrap();
    for query in [
        "INSERT INTO party DEFAULT VALUES",
        "REPLACE INTO party (id) VALUES ('x')",
        "UPDATE party SET name = 'x'",
        "DELETE FROM party",
        "DELETE FROM party RETURNING id",
        "WITH x AS (SELECT 1) DELETE FROM party",
        "INSERT INTO change VALUES ('party', 'x', NULL, '{}')",
        "EXPLAIN DELETE FROM party",
        "CREATE TABLE x (a)",
        "CREATE TEMP TABLE x (a)",
        "CREATE TEMP VIEW x AS SELECT 1",
        "CREATE VIRTUAL TABLE x USING dbstat",
        "CREATE TRIGGER x AFTER INSERT ON party BEGIN SELECT 1; END",
        "DROP TABLE party",
        "DROP TRIGGER revision_kept",
        "ALTER TABLE party RENAME TO x",
        "ATTACH 'other.db' AS other",
        "ATTACH ':memory:' AS other",
        "DETACH main",
        "VACUUM",
        "VACUUM INTO 'other.db'",
        "REINDEX",
        "ANALYZE",
        "BEGIN",
        "BEGIN IMMEDIATE",
        "COMMIT",
        "ROLLBACK",
        "SAVEPOINT x",
        "RELEASE x",
        "PRAGMA journal_mode = WAL",
        "PRAGMA journal_mode",
        "PRAGMA user_version = 10",
        "PRAGMA application_id(3)",
        "PRAGMA encoding = 'UTF-16'",
        "PRAGMA writable_schema = 1",
        "PRAGMA schema_version = 1",
        "PRAGMA query_only = 0",
        "PRAGMA foreign_keys = 0",
        "PRAGMA trusted_schema = 1",
        "PRAGMA cache_size = -100000000",
        "PRAGMA mmap_size = 1",
        "PRAGMA temp_store_directory = '/'",
        "PRAGMA wal_checkpoint",
        "PRAGMA incremental_vacuum",
        "PRAGMA optimize",
        "PRAGMA hard_heap_limit = 1",
        "PRAGMA no_such_pragma",
    ] {
        home.arctic("sql")
            .arg(query)
            .stderr(expect![[r#"
                error: only queries that read are allowed; change the data with `put`, `drop`, `import` or `undo`
            "#]])
            .status(2);
    }
    home.refuses(
        2,
        expect![[r#"
            $ sql "SELECT load_extension('x')"
            error: invalid SQL: no such function: load_extension
            $ sql "SELECT writefile('x', 'y')"
            error: invalid SQL: no such function: writefile
            $ sql "SELECT readfile('x')"
            error: invalid SQL: no such function: readfile
            $ sql "SELECT edit('x')"
            error: invalid SQL: no such function: edit
        "#]],
    );
    assert!(fs::read(home.db()).unwrap() == before);
    assert_eq!(home.names(), ["registry.db"]);
}

#[test]
fn invalid_queries_are_refused() {
    let home = Home::tundra();
    home.refuses(
        2,
        expect![[r#"
            $ sql ""
            error: the query is empty
            $ sql " ; "
            error: the query is empty
            $ sql "/* nothing"
            error: the query is empty
            $ sql "SELECT 1; SELECT 2"
            error: the query has more than one statement; run them one at a time
            $ sql "SELECT 1; DELETE FROM party"
            error: the query has more than one statement; run them one at a time
            $ sql SELEKT
            error: invalid SQL: near "SELEKT": syntax error
            $ sql "SELECT nosuch"
            error: invalid SQL: no such column: nosuch
            $ sql "SELECT ?"
            error: the query has parameters; write the values into it
            $ sql "SELECT 1 FROM nowhere"
            error: the query failed: no such table: nowhere
        "#]],
    );
    home.arctic("sql \"SELECT 1 AS one WHERE 0\" -f csv")
        .stdout(expect![[r#"
            one
        "#]])
        .status(1);
    home.arctic("sql \"SELECT 1 AS one; -- end\" -f csv")
        .stdout(expect![[r#"
            one
            1
        "#]])
        .status(0);
}

#[test]
fn every_kind_of_value_and_name_is_printed() {
    let home = Home::tundra();
    home.arctic("sql -f csv")
        .arg("SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS A, NULL AS n, 1.5 AS r, 1e999 AS i, -9223372036854775808 AS m, x'00ff' AS b, x'' AS e, '=1+1' AS f, 'a,\"b' AS t")
        .stdout(expect![[r#"
            a,a_2,a_2_2,A,n,r,i,m,b,e,f,t
            1,2,3,4,,1.5,inf,-9223372036854775808,x'00ff',x'',=1+1,"a,""b"
        "#]])
        .status(0);
    home.arctic("sql -f json")
        .arg("SELECT NULL AS n, 1.5 AS r, x'00ff' AS b, 'é' || char(0, 27) AS t")
        .stdout(expect![[r#"
            [
              {
                "n": null,
                "r": 1.5,
                "b": "x'00ff'",
                "t": "é\u0000\u001b"
              }
            ]
        "#]])
        .status(0);
    // No control characters reach a terminal, neither in values nor in column names.
    for format in ["table", "markdown"] {
        let query = "SELECT 'a' || char(27) || '[2J' || char(8238, 155, 10, 13, 0) AS \"x\u{1b}[2J\u{202e}\"";
        let text = home.arctic("sql -f").args(format).arg(query).output(0).stdout;
        let obeyed = text.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}');
        assert!(!obeyed && text.contains("\\u{1b}"), "{text:?}");
    }
}

#[test]
fn a_query_has_limits() {
    let home = Home::tundra();
    const COUNT: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
    for query in [
        format!("{COUNT} SELECT count(*) FROM n"),
        // A single function call that would take hours.
        "SELECT instr(printf('%.*c', 490000, 'a'), printf('%.*c', 245000, 'a') || 'b')".to_string(),
    ] {
        home.arctic("sql --seconds 1")
            .arg(query)
            .stderr(expect![[r#"
                error: the query was stopped after 1 s; allow more time with `--seconds N`
            "#]])
            .status(2);
    }
    home.arctic("sql --rows 10")
        .arg(format!("{COUNT} SELECT i FROM n"))
        .stderr(expect![[r#"
            error: the query returns more than 10 rows; add `LIMIT`, or allow more with `--rows N`
        "#]])
        .status(2);
    for query in ["SELECT zeroblob(20000000)", "SELECT hex(zeroblob(6000000))", "SELECT printf('%.*c', 100000000, 'x')"]
    {
        home.arctic("sql")
            .arg(query)
            .stderr(expect![[r#"
                error: the query makes a value of more than 500 kB
            "#]])
            .status(2);
    }
    home.arctic("sql --seconds 60")
        .arg("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT printf('%.*c', 400000, 'x') FROM n")
        .stderr(expect![[r#"
            error: the query returns more than 30 MB
        "#]])
        .status(2);
    home.arctic("sql \"SELECT 1 AS one\" -f csv --seconds 18446744073709551615 --rows 18446744073709551615")
        .stdout(expect![[r#"
            one
            1
        "#]])
        .status(0);
}

#[test]
fn standard_input_may_be_long_and_deep() {
    let home = Home::tundra();
    let ask = |query: &[u8]| home.arctic("sql - -f csv").stdin(query);
    ask(b"SELECT 1 AS one").stdout("one\n1\n").status(0);
    ask("SELECT 1;".repeat(100_000).as_bytes())
        .stderr(expect![[r#"
            error: the query has more than one statement; run them one at a time
        "#]])
        .status(2);
    ask((";".repeat(1_000_000) + "SELECT 1 AS one").as_bytes()).stdout("one\n1\n").status(0);
    for (query, error) in [
        (
            format!("SELECT {}1{}", "(".repeat(100_000), ")".repeat(100_000)),
            expect![[r#"
                error: the query failed: Recursion limit
            "#]],
        ),
        (
            format!("SELECT {}1", "1+".repeat(100_000)),
            expect![[r#"
                error: the query failed: Expression tree is too large (maximum depth 1000)
            "#]],
        ),
        (
            format!("SELECT 1{}", " UNION ALL SELECT 1".repeat(10_000)),
            expect![[r#"
                error: the query failed: too many terms in compound SELECT
            "#]],
        ),
        (
            format!("SELECT 1{}", ",1".repeat(10_000)),
            expect![[r#"
                error: the query failed: too many columns in result set
            "#]],
        ),
    ] {
        ask(query.as_bytes()).stderr(error).status(2);
    }
    ask(b"SELECT \xff")
        .stderr(expect![[r#"
            error: standard input: stream did not contain valid UTF-8
        "#]])
        .status(4);
}

#[test]
fn a_query_with_a_nul_byte_is_refused() {
    let home = Home::tundra();
    home.arctic("sql -")
        .stdin("SELECT 1\0; DROP TABLE party")
        .stderr(expect![[r#"
        error: the query has a NUL byte
    "#]])
        .status(2);
}

#[test]
fn a_wide_row_does_not_pass_the_limit_of_size() {
    let cells = vec!["printf('%.*c', 400000, 'x')"; 200].join(", ");
    let home = Home::tundra();
    home.arctic("sql")
        .arg(format!("SELECT {cells}"))
        .stderr(expect![[r#"
            error: the query returns more than 30 MB
        "#]])
        .status(2);
    home.arctic("sql")
        .arg(format!("SELECT {}", vec!["1"; 201].join(", ")))
        .stderr(expect![[r#"
        error: the query failed: too many columns in result set
    "#]])
        .status(2);
}

#[test]
fn a_damaged_file_is_not_an_error_of_the_query() {
    let home = Home::seeded();
    let mut bytes = std::fs::read(home.db()).unwrap();
    let page = bytes.len() / 4096 / 2 * 4096;
    bytes[page..].chunks_mut(4096).for_each(|page| page[..100].fill(0x55));
    std::fs::write(home.db(), bytes).unwrap();
    home.arctic("sql").arg("SELECT * FROM citation, alias, membership, source").stderr(expect![[r#"
        error: [DIR]/registry.db: is damaged (database disk image is malformed); restore a backup with `arctic restore FILE`, or remove the file, and a new registry is created
    "#]]).status(4);
}

#[test]
fn a_text_in_double_quotes_is_a_name() {
    Home::seeded()
        .arctic("sql")
        .arg("SELECT \"norway\"")
        .stderr(expect![[r#"
        error: invalid SQL: no such column: "norway" - should this be a string literal in single-quotes?
    "#]])
        .status(2);
}
