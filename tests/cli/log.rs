//! `log`, `undo` and `--known-at`: the append-only revision log.

use std::thread::sleep;
use std::time::Duration;

use expect_test::expect;
use rusqlite::Connection;

use crate::support::{Home, check, contents, first_line};

/// Runs a statement as another program would. Statements a millisecond apart are separate revisions.
fn run(conn: &Connection, sql: &str) -> Result<(), String> {
    sleep(Duration::from_millis(2));
    conn.execute_batch(sql).map_err(|error| error.to_string())
}

/// The log by revision, table and record.
fn logged(conn: &Connection) -> Vec<String> {
    let sql = "SELECT number || ' ' || table_name || ' ' || record || ' ' || iif(before IS NULL, '+', iif(after IS NULL, '-', '~')) FROM revision ORDER BY change";
    conn.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn the_database_makes_the_log_append_only() {
    let home = Home::tundra();
    home.arctic("put source id=map title=Map --reason r").output(0);
    let conn = home.sql();
    let copy = "at, command, who, why, table_name, record, before, after FROM revision";
    for sql in [
        "UPDATE revision SET why = 'other'".to_string(),
        "UPDATE OR REPLACE revision SET change = 1".to_string(),
        "DELETE FROM revision".to_string(),
        "INSERT INTO revision SELECT 1, 1, ".to_string() + copy,
        "INSERT OR REPLACE INTO revision SELECT 1, 1, ".to_string() + copy,
        "REPLACE INTO revision SELECT 1, 2, ".to_string() + copy,
        "INSERT INTO revision SELECT -1, 2, ".to_string() + copy,
        "INSERT INTO revision SELECT 0, 2, ".to_string() + copy,
        // Before the last revision, and after a gap.
        "INSERT INTO revision SELECT NULL, 0, ".to_string() + copy,
        "INSERT INTO revision SELECT NULL, 3, ".to_string() + copy,
        "INSERT INTO revision SELECT NULL, 9223372036854775807, ".to_string() + copy,
        "INSERT INTO change VALUES ('party', 'x', NULL, 'no row')".to_string(),
    ] {
        assert!(run(&conn, &sql).is_err(), "the log took {sql}");
    }
    assert_eq!(logged(&conn), ["1 source map +"]);
}

#[test]
fn statements_of_other_programs_are_logged_as_revisions() {
    let home = Home::tundra();
    let conn = home.sql();
    run(&conn, "PRAGMA foreign_keys = ON").unwrap();
    run(&conn, "INSERT INTO source (id, title) VALUES ('map', 'Map')").unwrap();
    run(&conn, "UPDATE tally SET note = 'x'").unwrap();
    run(&conn, "UPDATE tally SET note = 'x'").unwrap(); // changes nothing
    run(&conn, "DELETE FROM country WHERE id = 'elsewhere'").unwrap();
    run(&conn, "UPDATE source SET id = 'chart' WHERE id = 'charter'").unwrap();
    run(&conn, "UPDATE OR ROLLBACK source SET title = 'Chart' WHERE id = 'map'").unwrap();
    let expected = vec![
        "1 source map +",
        "2 tally member-2021 ~",
        "2 tally observer-2021 ~",
        "2 tally observer-ngo-2022 ~",
        "3 alias elsewhere -",
        "3 country elsewhere -",
        "3 citation country elsewhere almanac -",
    ];
    let log = logged(&conn);
    assert_eq!(log[..expected.len()], expected);
    let renamed = log.iter().filter(|line| line.starts_with("4 ")).count();
    assert_eq!(renamed, 9 + 1, "the source, and its citations: {log:#?}"); // event, members, parties
    assert_eq!(log.last().unwrap(), "5 source map ~");
    home.arctic("log 2 -f csv")
        .stdout(expect![[r#"
            change,table,record,column,before,after
            changed,tally,member-2021,note,,x
            changed,tally,observer-2021,note,,x
            changed,tally,observer-ngo-2022,note,,x
        "#]])
        .status(0);
    home.arctic("verify")
        .stdout(expect![[r#"
            17 checks, 0 problems
        "#]])
        .status(0);
}

#[test]
fn no_row_is_replaced_without_a_log_entry() {
    let home = Home::tundra();
    let conn = home.sql();
    let rows = |conn: &Connection| -> i64 {
        conn.query_row("SELECT (SELECT count(*) FROM chairship) + (SELECT count(*) FROM party) + (SELECT count(*) FROM alias) + (SELECT count(*) FROM citation)", [], |row| row.get(0)).unwrap()
    };
    let before = rows(&conn);
    for foreign_keys in ["ON", "OFF"] {
        run(&conn, &format!("PRAGMA foreign_keys = {foreign_keys}")).unwrap();
        for sql in [
            "INSERT OR REPLACE INTO party (id, kind, name, arctic, confidence) VALUES ('drift', 'state', 'D', 0, 'verified')",
            "INSERT OR REPLACE INTO party (id, kind, name, iso2, arctic, confidence) VALUES ('zed', 'state', 'Z', 'XD', 0, 'verified')",
            "REPLACE INTO party (id, kind, name, cow, arctic, confidence) VALUES ('zed', 'state', 'Z', 1001, 0, 'verified')",
            "UPDATE OR REPLACE party SET id = 'drift' WHERE id = 'arvik'",
            "UPDATE OR REPLACE party SET iso3 = 'XDR' WHERE id = 'arvik'",
            "UPDATE OR REPLACE chairship SET ordinal = 1 WHERE id = 'arvik-2021'",
            "UPDATE OR REPLACE meeting SET ordinal = 0 WHERE id = 'rime-2021'",
            "UPDATE OR REPLACE citation SET source = 'charter' WHERE record = 'arvik'",
            "REPLACE INTO alias VALUES ('floe', 'FLOE', 'arvik', NULL, 'short', NULL)",
        ] {
            assert!(run(&conn, sql).is_err(), "{foreign_keys}: {sql}");
        }
    }
    assert_eq!((rows(&conn), logged(&conn).len()), (before, 0));
}

#[test]
fn an_undo_can_be_undone_and_redone() {
    let home = Home::tundra();
    home.arctic("export csv first").output(0);
    home.arctic("drop country elsewhere --reason r").output(0);
    home.arctic("export csv second").output(0);
    home.arctic("undo 1")
        .stdout(expect![[r#"
            revision 2: 3 rows changed
            added country elsewhere: kind state, name Elsewhere, iso2 XE, iso3 XEL
            added alias elsewhere: alias Elsewhere, country elsewhere, kind short, lang en, key elsewhere
            added citation country elsewhere almanac: table_name country, record elsewhere, source almanac
        "#]])
        .status(0);
    home.arctic("export csv third").output(0);
    home.arctic("undo 2 --reason \"It was right\" --dry-run").output(0);
    home.arctic("undo 2 --reason \"It was right\"").output(0);
    home.arctic("undo 3").output(0);
    home.arctic("export csv fourth").output(0);
    let of = |name: &str| contents(&home.path(name));
    assert!(of("first") == of("third") && of("first") == of("fourth") && of("first") != of("second"));
    home.arctic("log -f csv")
        .stdout(expect![[r#"
            number,at,command,who,changes,record,why
            4,2026-11-23T00:00:00Z,undo,,3,country elsewhere,undo of revision 3
            3,2026-11-23T00:00:00Z,undo,,3,citation country elsewhere almanac,It was right
            2,2026-11-23T00:00:00Z,undo,,3,country elsewhere,undo of revision 1
            1,2026-11-23T00:00:00Z,drop,,3,alias elsewhere,r
        "#]])
        .status(0);
}

#[test]
fn an_undo_that_later_changes_depend_on_is_refused() {
    let home = Home::tundra();
    let put = |line: &str| home.arctic(line).args("--reason r").output(0);
    put("put source id=map title=Map");
    put("put tally id=member-2021 note=one --source map");
    put("put tally id=member-2021 note=two");
    put("drop citation tally member-2021 almanac");
    home.refuses(
        2,
        expect![[r#"
            $ undo 1
            error: cannot undo revision 1
            source map: id: other records refer to it (revision 2)
            undo the later revisions first, or set the values with `put`
            $ undo 2
            error: cannot undo revision 2
            tally member-2021: the row has changed since (revision 3)
            undo the later revisions first, or set the values with `put`
        "#]],
    );
    home.arctic("undo 3").output(0);
    home.refuses(
        2,
        expect![[r#"
            $ undo 2
            error: cannot undo revision 2
            tally member-2021: source: a fact needs at least one (revision 4)
            undo the later revisions first, or set the values with `put`
        "#]],
    );
    home.arctic("undo 4").output(0);
    home.arctic("undo 2").output(0);
    home.arctic("undo 1").output(0);
    home.refuses(
        2,
        expect![[r#"
            $ undo 1
            error: cannot undo revision 1
            source map: the row no longer exists (revision 8)
            undo the later revisions first, or set the values with `put`
            $ undo 0
            error: no such revision: 0; the last is 8
            $ undo 99
            error: no such revision: 99; the last is 8
            $ undo 9223372036854775807
            error: no such revision: 9223372036854775807; the last is 8
            $ undo 99999999999999999999
            error: invalid value '99999999999999999999' for '[N]': number too large to fit in target type

            For more information, try '--help'.
            $ undo x
            error: invalid value 'x' for '[N]': invalid digit found in string

            For more information, try '--help'.
        "#]],
    );
    Home::tundra().refuses(
        2,
        expect![[r#"
            $ undo 1
            error: no such revision: 1; nothing was changed yet
        "#]],
    );
}

#[test]
fn the_log_is_filtered_by_party_table_number_and_day() {
    let home = Home::tundra();
    let on = |day: &str, line: &str| home.arctic(line).today(day).args("--reason r").output(0);
    on("2024-01-01", "put membership id=drift-observer-2021 note=a");
    on("2024-02-01", "put tally id=member-2021 note=b");
    on("2025-01-01", "put citation table_name=membership record=drift-observer-2021 source=almanac"); // nothing
    on("2025-01-01", "drop citation membership drift-observer-2021 almanac");
    on("2025-02-01", "put country id=elsewhere note=c");
    let numbers = |line: &str, code| {
        let text = home.arctic(line).args("-f csv").output(code).stdout;
        text.lines().skip(1).map(|row| row.split(',').next().unwrap().to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(numbers("log", 0), "4 3 2 1");
    assert_eq!(numbers("log Drift", 0), "3 1");
    assert_eq!(numbers("log Elsewhere", 0), "4");
    assert_eq!(numbers("log membership", 0), "1");
    assert_eq!(numbers("log citation", 0), "3");
    assert_eq!(numbers("log event", 1), "");
    assert_eq!(numbers("log --since 2024-02", 0), "4 3 2");
    assert_eq!(numbers("log --since 2025-01-01 Drift", 0), "3");
    assert_eq!(numbers("log --since 2026", 1), "");
    assert_eq!(numbers("log --known-at 2", 0), "2 1");
    home.arctic("log --known-at 1")
        .stdout(expect![[r#"
            1 revision

             nth   when                   command   who   rows   first of them                    why
            ──────────────────────────────────────────────────────────────────────────────────────────
               1   2024-01-01T00:00:00Z   put                1   membership drift-observer-2021   r
        "#]])
        .stderr(expect![[r#"
            note: answered as of revision 1
        "#]])
        .status(0);
    home.prints(expect![[r#"
        $ log 4
        revision 4, 2025-02-01T00:00:00.000Z, put: r
        changed country elsewhere: note (empty) -> c
    "#]]);
    home.refuses(
        2,
        expect![[r#"
            $ log 5
            error: no such revision: 5; the last is 4
            $ log 99999999999999999999
            error: no such revision: 9223372036854775807; the last is 4
            $ log 0
            error: no such revision: 0; the last is 4
            $ log ''
            error: unknown country or organisation: ``; search all names with `arctic search TEXT`
        "#]],
    );
}

#[test]
fn known_at_answers_as_of_a_revision_or_a_day() {
    let home = Home::tundra();
    const QUESTIONS: [&str; 8] = [
        "chair 2021 -f csv",
        "terms -f csv",
        "members -f csv",
        "observers -f csv --cite",
        "show Drift -f csv",
        "search Drift -f csv",
        "sql \"SELECT * FROM membership ORDER BY id\" -f csv",
        "verify -f csv",
    ];
    let answers = |line: &str| -> Vec<String> {
        QUESTIONS.iter().map(|question| home.arctic(question).args(line).run().stdout).collect()
    };
    let mut known = vec![answers("")];
    for (day, line) in [
        ("2024-01-01", "put membership id=drift-observer-2021 note=a end=2022-01-01"),
        ("2024-01-01", "put chairship id=celsia-2022 end=2024"),
        ("2024-03-05", "put party id=drift name=Drifting"),
        ("2024-03-06", "drop membership lichen-fund-observer-2021"),
    ] {
        home.arctic(line).today(day).args("--reason r").output(0);
        known.push(answers(""));
    }
    for (number, known) in known.iter().enumerate() {
        assert_eq!(answers(&format!("--known-at {number}")), *known, "revision {number}");
    }
    for (day, number, note) in [
        (
            "2023-12-31",
            0,
            expect![[r#"
                note: answered as of revision 0
            "#]],
        ),
        (
            "2024-01-01",
            2,
            expect![[r#"
                note: answered as of revision 2
            "#]],
        ),
        (
            "2024-02",
            2,
            expect![[r#"
                note: answered as of revision 2
            "#]],
        ),
        (
            "2024-03-05",
            3,
            expect![[r#"
                note: answered as of revision 3
            "#]],
        ),
        (
            "2024-03",
            4,
            expect![[r#"
                note: answered as of revision 4
            "#]],
        ),
        (
            "2030-01-01",
            4,
            expect![[r#"
                note: answered as of revision 4
            "#]],
        ),
    ] {
        assert!(answers(&format!("--known-at {day}")) == known[number], "{day}");
        let ran = home.arctic("members -f csv --known-at").arg(day).output(0);
        check(&first_line(&ran.stderr), note);
    }
    home.refuses(
        2,
        expect![[r#"
            $ members --known-at=
            error: invalid revision or date: ``; write the number of a revision, or a day such as `2026-11-23`
            $ members --known-at=x
            error: invalid revision or date: `x`; write the number of a revision, or a day such as `2026-11-23`
            $ members --known-at=-1
            error: invalid revision or date: `-1`; write the number of a revision, or a day such as `2026-11-23`
            $ members '--known-at=1 '
            error: invalid revision or date: `1 `; write the number of a revision, or a day such as `2026-11-23`
            $ members --known-at=2024-13
            error: invalid revision or date: `2024-13`; write the number of a revision, or a day such as `2026-11-23`
            $ members --known-at=99999999999999999999
            error: invalid revision or date: `99999999999999999999`; write the number of a revision, or a day such as `2026-11-23`
            $ members --known-at 5
            error: no such revision: 5; the last is 4
            $ put party id=drift note=x --reason r --known-at 1
            error: `--known-at` is only for questions; this command works on the registry as it is now
            $ drop party drift --reason r --known-at 1
            error: `--known-at` is only for questions; this command works on the registry as it is now
            $ undo 1 --known-at 1
            error: `--known-at` is only for questions; this command works on the registry as it is now
            $ seed --known-at 1
            error: `--known-at` is only for questions; this command works on the registry as it is now
            $ backup x.db --known-at 1
            error: `--known-at` is only for questions; this command works on the registry as it is now
            $ restore x.db --known-at 1
            error: `--known-at` is only for questions; this command works on the registry as it is now
            $ import x.csv --reason r --known-at 1
            error: `--known-at` is only for questions; this command works on the registry as it is now
        "#]],
    );
    assert_eq!(home.names(), ["registry.db"]);
}

#[test]
fn a_broken_log_is_reported() {
    let home = Home::tundra();
    home.sql().execute_batch("INSERT INTO change VALUES ('party', 'x', '{}', NULL)").unwrap();
    home.refuses(
        3,
        expect![[r#"
            $ members --known-at 0
            error: 1 problem in the data
            party x: the log does not lead back over this row (NOT NULL constraint failed: party.id); `arctic verify` says more
        "#]],
    );
    home.arctic("members").output(0);
}
