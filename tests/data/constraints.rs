//! The schema rejects invalid rows, whichever program writes them. Each rule is broken once through
//! SQL, and the error must name the column and the reason.

use std::collections::{BTreeMap, BTreeSet};

use expect_test::{Expect, expect};
use rusqlite::Connection;

use crate::support::{Home, check, repository, transcript};

/// Runs `sql`, and rolls back whatever it did.
fn attempt(conn: &Connection, sql: &str) -> Result<(), String> {
    conn.execute_batch("SAVEPOINT attempt").unwrap();
    let result = conn.execute_batch(sql).map_err(|error| match error {
        rusqlite::Error::SqliteFailure(_, Some(text)) => text,
        rusqlite::Error::SqlInputError { msg, .. } => msg,
        other => other.to_string(),
    });
    conn.execute_batch("ROLLBACK TO attempt; RELEASE attempt").unwrap();
    result
}

/// Returns the reason for which `sql` is refused.
fn reason(conn: &Connection, sql: &str) -> String {
    let text = attempt(conn, sql).expect_err(sql);
    format!("{}\n", text.strip_prefix("CHECK constraint failed: ").unwrap_or(&text))
}

/// Compares the reasons for which the statements in `$` lines are refused.
#[track_caller]
fn refuses(conn: &Connection, expected: Expect) {
    transcript(expected, |sql| reason(conn, sql));
}

/// Compares the one reason for which all statements are refused.
#[track_caller]
fn all_refused(conn: &Connection, statements: impl IntoIterator<Item = String>, expected: Expect) {
    let reasons: BTreeSet<String> = statements.into_iter().map(|sql| reason(conn, &sql)).collect();
    check(&Vec::from_iter(reasons).concat(), expected);
}

fn chairship(id: &str, start: &str, end: &str) -> String {
    format!(
        "INSERT INTO chairship (id, ordinal, party, start, \"end\", confidence) VALUES ('{id}', (SELECT max(ordinal) + 1 FROM chairship), 'sweden', '{start}', {end}, 'verified')",
        end = if end.is_empty() { "NULL".to_string() } else { format!("'{end}'") }
    )
}

/// The tables whose records are cited.
const CITED: [&str; 11] = [
    "party",
    "country",
    "meeting",
    "membership",
    "chairship",
    "office_holder",
    "body",
    "agreement",
    "event",
    "application",
    "tally",
];

/// A new registry gets its schema in parts while rows are inserted.
#[test]
fn a_new_registry_has_the_schema_of_schema_sql_and_what_the_log_adds() {
    let added = |sql: String| -> String {
        sql.split_inclusive('\n').filter(|line| !line.starts_with("  as_json TEXT AS (json_object(")).collect()
    };
    let schema = |conn: &Connection| {
        let sql = "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT GLOB 'log_*'";
        let mut statement = conn.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, added(row.get(1)?)))).unwrap();
        rows.collect::<Result<BTreeMap<String, String>, _>>().unwrap()
    };
    let plain = Connection::open_in_memory().unwrap();
    plain.execute_batch(&std::fs::read_to_string(repository().join("schema.sql")).unwrap()).unwrap();
    let made = Home::tundra().sql();
    assert_eq!(schema(&made), schema(&plain));
    let count = |sql: &str| made.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM sqlite_schema WHERE name GLOB 'log_*'"), 5 * 16);
    assert_eq!(count("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%as_json%'"), 16);
    assert_eq!(count("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
}

#[test]
fn two_chairs_at_once_are_refused() {
    let home = Home::seeded();
    let conn = home.sql();
    let terms = [
        ("2021-05-19", "2021-05-20"), // the last day of a term
        ("2021-05-20", "2021-05-21"), // the first day of a term
        ("1990-01-01", ""),           // all terms, without an end
        ("1990", "2040"),
        ("1996-09-18", "1996-09-20"),
        ("2026", ""),
        ("2026-12-31", "2030"),
    ];
    all_refused(
        &conn,
        terms.map(|(start, end)| chairship("extra", start, end)),
        expect![[r#"
            start: another chairship covers part of that period
        "#]],
    );
    refuses(
        &conn,
        expect![[r#"
            $ UPDATE chairship SET start = '2021-05-19' WHERE id = 'russia-2021'
            start: another chairship covers part of that period
            $ UPDATE chairship SET "end" = '2021-05-21' WHERE id = 'iceland-2019'
            start: another chairship covers part of that period
            $ UPDATE chairship SET "end" = NULL WHERE id = 'iceland-2019'
            start: another chairship covers part of that period
            $ UPDATE chairship SET id = 'other', "end" = NULL WHERE id = 'iceland-2019'
            start: another chairship covers part of that period
            $ UPDATE chairship SET start = '2021-05-20', "end" = '2023-05-11' WHERE id = 'denmark-2025'
            start: another chairship covers part of that period
            $ INSERT OR REPLACE INTO chairship (id, ordinal, party, start, confidence) VALUES ('russia-2021', 13, 'russia', '2021-05-19', 'verified')
            a row with this key already exists: use UPDATE, so that the change is logged
        "#]],
    );
}

#[test]
fn two_chairs_at_once_are_refused_with_partial_dates() {
    let home = Home::seeded();
    let conn = home.sql();
    conn.execute_batch("DELETE FROM office_holder; DELETE FROM chairship").unwrap();
    // A short term that began in 1998 and ended in March, then one to the next year.
    for (id, ordinal, start, end) in [("a", 1, "1998", "1998-03-01"), ("b", 2, "1998-04-01", "1999-12-01")] {
        let sql = "INSERT INTO chairship (id, ordinal, party, start, \"end\", confidence) VALUES (?1, ?2, 'sweden', ?3, ?4, 'verified')";
        conn.execute(sql, (id, ordinal, start, end)).unwrap();
    }
    all_refused(
        &conn,
        [chairship("c", "1998-05-01", "2000")],
        expect![[r#"
            start: another chairship covers part of that period
        "#]],
    );
}

#[test]
fn a_party_in_two_roles_at_once_is_refused() {
    let home = Home::seeded();
    let conn = home.sql();
    let insert = |party: &str, role: &str, start: &str, end: &str| {
        format!(
            "INSERT INTO membership (id, party, role, start, \"end\", confidence) VALUES ('extra', '{party}', '{role}', '{start}', {end}, 'verified')"
        )
    };
    let statements = [
        insert("norway", "member", "2020", "NULL"),
        insert("norway", "observer", "2020-01-01", "'2020-01-02'"),
        insert("china", "member", "2000", "'2013-05-16'"),
        insert("ngs", "observer", "2018", "'2020'"),
        "UPDATE membership SET party = 'norway' WHERE party = 'china'".to_string(),
        "UPDATE membership SET id = 'renamed', party = 'norway' WHERE party = 'china'".to_string(),
    ];
    all_refused(
        &conn,
        statements,
        expect![[r#"
            party: already holds a role in that period
        "#]],
    );
}

#[test]
fn an_invalid_date_is_refused_in_every_column_of_dates() {
    const INVALID: &[&str] = &[
        "banana",
        "",
        "2021-13",
        "2021-00",
        "2021-02-30",
        "2021-2-3",
        "21",
        "2021-",
        "2021-05-19T00:00",
        "2021-05-19 ",
        " 2021",
        "2021/05/19",
        "now",
        "12021",
        "-001",
        "2021-W1",
        "20210519",
        "2021..",
        "..2021",
        "2021..2020",
        "2020..2021..2022",
        "2020-01..2021-13",
        "2020-01-011..2021",
        "2020-01-01-01..2021",
        "2020...2021",
        "2020 ..2021",
        "2020-01-01021-01-01",
    ];
    let home = Home::seeded();
    let conn = home.sql();
    // The rule about overlapping periods must not come first.
    conn.execute_batch("DROP TRIGGER chairship_update; DROP TRIGGER membership_update").unwrap();
    let refused = |column: &str, invalid: &[&str]| {
        let (table, column) = column.split_once('.').unwrap();
        let update = |value: String| {
            let row = format!("(SELECT min(id) FROM {table})");
            reason(&conn, &format!("UPDATE {table} SET \"{column}\" = {value} WHERE id = {row}"))
        };
        let reasons: BTreeSet<String> = invalid.iter().map(|text| update(format!("'{text}'"))).collect();
        update("x'32303231'".to_string()); // a blob
        Vec::from_iter(reasons).concat()
    };
    transcript(
        expect![[r#"
            $ source.published
            published: not a date (YYYY, YYYY-MM or YYYY-MM-DD)
            $ membership.start
            start: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)
            $ membership.end
            end: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)
            $ chairship.start
            start: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)
            $ chairship.end
            end: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)
            $ office_holder.start
            start: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)
            $ office_holder.end
            end: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)
            $ body.start
            start: not a date (YYYY, YYYY-MM or YYYY-MM-DD)
            $ body.end
            end: not a date (YYYY, YYYY-MM or YYYY-MM-DD)
            $ event.date
            date: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)
            $ event.end
            end: not a date (YYYY, YYYY-MM or YYYY-MM-DD)
            $ application.date
            date: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)
        "#]],
        |column| refused(column, INVALID),
    );
    transcript(
        expect![[r#"
            $ meeting.first_day
            first_day: not a day (YYYY-MM-DD)
            $ meeting.last_day
            last_day: not a day (YYYY-MM-DD)
            $ meeting.signed
            signed: not a day (YYYY-MM-DD)
            $ agreement.signed
            signed: not a day (YYYY-MM-DD)
            $ agreement.in_force
            in_force: not a day (YYYY-MM-DD)
            $ tally.date
            date: not a day (YYYY-MM-DD)
        "#]],
        |column| refused(column, &[INVALID, &["2021", "2021-05"]].concat()),
    );
    refuses(
        &conn,
        expect![[r#"
            $ UPDATE meta SET value = '1996-09' WHERE key = 'founded'
            value: not a day (YYYY-MM-DD)
            $ UPDATE meta SET value = '1996-09' WHERE key = 'verified_through'
            value: not a day (YYYY-MM-DD)
        "#]],
    );
}

#[test]
fn an_end_that_is_not_after_its_start_is_refused() {
    let home = Home::seeded();
    let conn = home.sql();
    conn.execute_batch("DROP TRIGGER chairship_update").unwrap();
    for (table, id) in [
        ("membership", "ngs-observer-2017"),
        ("chairship", "iceland-2019"),
        ("office_holder", "aglukkaq-council-2013"),
        ("body", "acs"),
    ] {
        let set = |start: &str, end: &str| {
            format!("UPDATE {table} SET start = '{start}', \"end\" = '{end}' WHERE id = '{id}'")
        };
        let found: i64 =
            conn.query_row(&format!("SELECT count(*) FROM {table} WHERE id = '{id}'"), [], |row| row.get(0)).unwrap();
        assert_eq!(found, 1, "{id}");
        let statements = [
            set("2020-05-02", "2020-05-01"),
            set("2020-05-02", "2020-05-02"),
            set("2020", "2019"),
            set("2020-06", "2020-05"),
            set("2020-06-01", "2020-05"),
            // The same if only one of the two is changed.
            format!("UPDATE {table} SET \"end\" = '1990' WHERE id = '{id}'"),
            format!(
                "UPDATE {table} SET \"end\" = '2030' WHERE id = '{id}'; UPDATE {table} SET start = '2031' WHERE id = '{id}'"
            ),
        ];
        all_refused(
            &conn,
            statements,
            expect![[r#"
                end: not after start
            "#]],
        );
        // Partial dates that leave the order open are allowed.
        for (start, end) in [("2020", "2020"), ("2020-05", "2020-05"), ("2020-05-19", "2020"), ("2020", "2020-05-19")] {
            assert_eq!(attempt(&conn, &set(start, end)), Ok(()), "{table} {start} {end}");
        }
    }
    refuses(
        &conn,
        expect![[r#"
            $ UPDATE meeting SET first_day = '2013-05-16' WHERE id = 'kiruna-2013'
            last_day: before first_day
            $ UPDATE agreement SET in_force = '2000-01-01' WHERE id = 'sar-2011'
            in_force: before signed
        "#]],
    );
}

#[test]
fn every_other_rule_of_one_row_names_its_column() {
    let home = Home::seeded();
    let conn = home.sql();
    for table in CITED.iter().copied().chain(["source"]) {
        let row = format!("WHERE id = (SELECT min(id) FROM {table})");
        let ids = ["", "Norway", "a b", "a_b", "é", "a;b"];
        all_refused(
            &conn,
            ids.map(|id| format!("UPDATE {table} SET id = '{id}' {row}")),
            expect![[r#"
                id: lower-case letters, digits and hyphens only
            "#]],
        );
        if !matches!(table, "source" | "country") {
            let words = ["sure", "", "Verified"];
            all_refused(
                &conn,
                words.map(|word| format!("UPDATE {table} SET confidence = '{word}' {row}")),
                expect![[r#"
                    confidence: not one of verified, single_source, unverified
                "#]],
            );
        }
    }
    refuses(
        &conn,
        expect![[r#"
            $ INSERT INTO meta VALUES ('colour', 'white', NULL)
            key: unknown key
            $ INSERT INTO meta VALUES ('label.', 'x', NULL)
            key: unknown key
            $ UPDATE meta SET value = 'two' WHERE key = 'term_years'
            value: not a number of years
            $ UPDATE meta SET value = '0' WHERE key = 'term_years'
            value: not a number of years
            $ UPDATE source SET url = 'ftp://example' WHERE id = 'ac-14th'
            url: not a web address
            $ UPDATE source SET url = 'http://' WHERE id = 'ac-14th'
            url: not a web address
            $ UPDATE party SET kind = 'planet' WHERE id = 'norway'
            kind: not one of state, indigenous, igo, ngo
            $ UPDATE party SET name = '' WHERE id = 'norway'
            name: empty
            $ UPDATE party SET iso2 = 'no' WHERE id = 'norway'
            iso2: not two capital letters
            $ UPDATE party SET iso3 = 'NO' WHERE id = 'norway'
            iso3: not three capital letters
            $ UPDATE party SET iso_numeric = '78' WHERE id = 'norway'
            iso_numeric: not three digits
            $ UPDATE party SET iso3 = 'WWF' WHERE id = 'wwf'
            iso3: a code is for states only
            $ UPDATE party SET wikidata = '20' WHERE id = 'norway'
            wikidata: not an item (Q and digits)
            $ UPDATE party SET wikidata = 'Q2x' WHERE id = 'norway'
            wikidata: not an item (Q and digits)
            $ UPDATE party SET arctic = 2 WHERE id = 'norway'
            arctic: not 0 or 1
            $ UPDATE party SET arctic = 1 WHERE id = 'wwf'
            arctic: only a state can be an Arctic State
            $ UPDATE party SET arctic = 'yes' WHERE id = 'wwf'
            cannot store TEXT value in INTEGER column party.arctic
            $ UPDATE party SET name = NULL WHERE id = 'norway'
            NOT NULL constraint failed: party.name
            $ UPDATE country SET kind = 'igo' WHERE id = 'brazil'
            kind: not one of state, area, part
            $ UPDATE country SET since = '2011' WHERE id = 'south-sudan'
            since: not a day (YYYY-MM-DD)
            $ UPDATE country SET kind = 'part' WHERE id = 'brazil'
            iso3: a state or area has ISO codes, a part has none
            $ UPDATE country SET iso3 = 'AKX' WHERE id = 'alaska'
            iso3: a state or area has ISO codes, a part has none
            $ UPDATE country SET iso2 = NULL WHERE id = 'brazil'
            iso3: a state or area has ISO codes, a part has none
            $ UPDATE country SET part_of = NULL WHERE id = 'alaska'
            part_of: a part is part of a party
            $ UPDATE country SET part_of = 'norway' WHERE id = 'greenland'
            part_of: an area is either represented by a party or part of one
            $ UPDATE country SET wikidata = '155' WHERE id = 'brazil'
            wikidata: not an item (Q and digits)
            $ UPDATE country SET name = '' WHERE id = 'brazil'
            name: empty
            $ UPDATE country SET iso2 = 'B' WHERE id = 'brazil'
            iso2: not two capital letters
            $ UPDATE country SET iso3 = 'Bra' WHERE id = 'brazil'
            iso3: not three capital letters
            $ UPDATE country SET iso_numeric = 'x76' WHERE id = 'brazil'
            iso_numeric: not three digits
            $ UPDATE meeting SET kind = 'party' WHERE id = 'kiruna-2013'
            kind: not one of establishment, ministerial, council_meeting
            $ UPDATE membership SET role = 'guest' WHERE id = 'ngs-observer-2017'
            role: not one of member, permanent_participant, observer
            $ UPDATE membership SET party = NULL WHERE id = 'ngs-observer-2017'
            NOT NULL constraint failed: membership.party
            $ UPDATE chairship SET ordinal = 0 WHERE id = 'canada-1996'
            ordinal: less than 1
            $ UPDATE office_holder SET office = 'The Chair' WHERE id = 'aglukkaq-council-2013'
            office: lower-case letters and underscores only
            $ UPDATE office_holder SET person = '' WHERE id = 'aglukkaq-council-2013'
            person: empty
            $ UPDATE office_holder SET basis = 'rumour' WHERE id = 'aglukkaq-council-2013'
            basis: not one of stated, presided, by_office
            $ UPDATE office_holder SET basis = NULL WHERE id = 'aglukkaq-council-2013'
            NOT NULL constraint failed: office_holder.basis
            $ UPDATE body SET kind = 'club' WHERE id = 'acs'
            kind: not one of working_group, secretariat, task_force, expert_group
            $ UPDATE event SET kind = 'feast' WHERE id = 'acs-2013'
            kind: not one of founding, reform, handover, pause, resumption, other
            $ UPDATE event SET "end" = '2013-02' WHERE id = 'acs-2013'
            end: only a pause or a resumption has one
            $ UPDATE event SET kind = 'other' WHERE id = 'written-procedure-2023'
            end: only a pause or a resumption has one
            $ UPDATE event SET "end" = '2022-03-03' WHERE id = 'pause-2022'
            end: not after date
            $ UPDATE event SET "end" = '2022-02' WHERE id = 'pause-2022'
            end: not after date
            $ UPDATE application SET outcome = 'lost' WHERE id = 'apecs-2013-not-granted'
            outcome: not one of granted, deferred, not_granted, refused, pending, ad_hoc
            $ UPDATE tally SET count = -1 WHERE id = 'member-1996-12-31'
            count: less than 0
            $ UPDATE tally SET kind = 'club' WHERE id = 'member-1996-12-31'
            kind: not one of state, indigenous, igo, ngo
            $ UPDATE tally SET role = 'guest' WHERE id = 'member-1996-12-31'
            role: not one of member, permanent_participant, observer
            $ INSERT INTO alias VALUES ('', '...', 'norway', NULL, 'short', NULL)
            alias: no letter or digit in it
            $ INSERT INTO alias VALUES ('nobody', 'Nobody', NULL, NULL, 'short', NULL)
            party: a name belongs to either a party or a country
            $ INSERT INTO alias VALUES ('both', 'Both', 'norway', 'brazil', 'short', NULL)
            party: a name belongs to either a party or a country
            $ INSERT INTO alias VALUES ('nordland', 'Nordland', 'norway', NULL, 'nickname', NULL)
            kind: not one of short, official, endonym, translation, abbreviation, former, colloquial, code, deprecated, people
            $ INSERT INTO code VALUES ('un', 'NO', 'norway', NULL)
            system: not one of eurostat, fips, ioc
            $ INSERT INTO code VALUES ('ioc', 'NO', 'norway', NULL)
            code: not two capital letters, or three for ioc
            $ INSERT INTO code VALUES ('fips', 'NOR', 'norway', NULL)
            code: not two capital letters, or three for ioc
            $ INSERT INTO code VALUES ('fips', 'no', 'norway', NULL)
            code: not two capital letters, or three for ioc
            $ INSERT INTO code VALUES ('fips', 'XX', 'norway', 'brazil')
            party: a code belongs to either a party or a country
            $ INSERT INTO code VALUES ('fips', 'XX', NULL, NULL)
            party: a code belongs to either a party or a country
            $ INSERT INTO citation VALUES ('meta', 'name', 'ac-14th')
            table_name: not a table of facts
        "#]],
    );
}

#[test]
fn unique_values_are_refused_twice() {
    let home = Home::seeded();
    let conn = home.sql();
    refuses(
        &conn,
        expect![[r#"
            $ INSERT INTO alias VALUES ('norway', 'NORWAY!', 'sweden', NULL, 'short', NULL)
            a row with this key already exists: use UPDATE, so that the change is logged
            $ INSERT INTO code VALUES ('fips', 'CH', 'norway', NULL)
            a row with this key already exists: use UPDATE, so that the change is logged
            $ UPDATE party SET iso2 = 'SE' WHERE id = 'norway'
            another row has this key, code or number: change or DELETE that one first
            $ UPDATE party SET iso3 = 'SWE' WHERE id = 'norway'
            another row has this key, code or number: change or DELETE that one first
            $ UPDATE party SET cow = 380 WHERE id = 'norway'
            another row has this key, code or number: change or DELETE that one first
            $ UPDATE party SET id = 'sweden' WHERE id = 'norway'
            another row has this key, code or number: change or DELETE that one first
            $ UPDATE meeting SET ordinal = 0 WHERE id = 'kiruna-2013'
            another row has this key, code or number: change or DELETE that one first
            $ UPDATE chairship SET ordinal = 1 WHERE id = 'iceland-2019'
            another row has this key, code or number: change or DELETE that one first
            $ INSERT INTO citation SELECT table_name, record, source FROM citation LIMIT 1
            a row with this key already exists: use UPDATE, so that the change is logged
        "#]],
    );
}

#[test]
fn a_code_or_an_id_is_in_either_party_or_country() {
    let home = Home::seeded();
    let conn = home.sql();
    refuses(
        &conn,
        expect![[r#"
            $ UPDATE party SET iso2 = 'BR' WHERE id = 'norway'
            id: this id or its ISO code is already in table `country`
            $ UPDATE party SET iso3 = 'BRA' WHERE id = 'norway'
            id: this id or its ISO code is already in table `country`
            $ INSERT INTO party (id, kind, name, arctic, confidence) VALUES ('brazil', 'state', 'Brazil', 0, 'verified')
            id: this id or its ISO code is already in table `country`
            $ INSERT INTO party (id, kind, name, iso3, arctic, confidence) VALUES ('x', 'state', 'X', 'BRA', 0, 'verified')
            id: this id or its ISO code is already in table `country`
            $ UPDATE country SET iso2 = 'NO' WHERE id = 'brazil'
            id: this id or its ISO code is already in table `party`
            $ UPDATE country SET iso3 = 'NOR' WHERE id = 'brazil'
            id: this id or its ISO code is already in table `party`
            $ UPDATE country SET id = 'norway' WHERE id = 'brazil'
            id: this id or its ISO code is already in table `party`
            $ INSERT INTO country (id, kind, name, iso2, iso3) VALUES ('norway', 'state', 'Norway', 'QQ', 'QQQ')
            id: this id or its ISO code is already in table `party`
            $ INSERT INTO country (id, kind, name, iso2, iso3) VALUES ('x', 'state', 'Norway', 'NO', 'QQQ')
            id: this id or its ISO code is already in table `party`
        "#]],
    );
}

#[test]
fn a_reference_must_exist() {
    const NOWHERE: &str = "FOREIGN KEY constraint failed";
    let home = Home::seeded();
    let conn = home.sql();
    conn.pragma_update(None, "foreign_keys", true).unwrap();
    let facts = [
        ("membership", "party"),
        ("membership", "granted_at"),
        ("chairship", "party"),
        ("chairship", "start_meeting"),
        ("chairship", "end_meeting"),
        ("office_holder", "chairship"),
        ("application", "party"),
        ("application", "meeting"),
        ("meeting", "host"),
        ("agreement", "meeting"),
        ("country", "represented_by"),
        ("citation", "source"),
    ];
    for (table, column) in facts {
        let sql = format!(
            "UPDATE {table} SET {column} = 'nobody' WHERE rowid = (SELECT min(rowid) FROM {table} WHERE {column} IS NOT NULL)"
        );
        let error = attempt(&conn, &sql).expect_err(&sql);
        assert!(error == NOWHERE || error.starts_with(&format!("{column}: ")), "{sql}: {error}");
    }
    let error = attempt(&conn, "DELETE FROM party WHERE id = 'norway'").unwrap_err();
    assert!(error == NOWHERE || error.starts_with("id: "), "{error}");
    refuses(
        &conn,
        expect![[r#"
            $ INSERT INTO citation VALUES ('party', 'atlantis', 'ac-14th')
            record: no such record in that table
            $ INSERT INTO citation VALUES ('meeting', 'norway', 'ac-14th')
            record: no such record in that table
            $ UPDATE citation SET record = 'atlantis' WHERE table_name = 'party' AND record = 'norway'
            record: no such record in that table
        "#]],
    );
}

#[test]
fn a_fact_without_a_party_is_refused_with_foreign_keys_off() {
    // The sqlite3 shell leaves them off by default.
    let home = Home::seeded();
    let conn = home.sql();
    conn.pragma_update(None, "foreign_keys", false).unwrap();
    for (table, insert) in [
        (
            "membership",
            "INSERT INTO membership (id, party, role, start, confidence) VALUES ('x', 'nobody', 'observer', '2020', 'verified')",
        ),
        ("membership", "UPDATE membership SET party = 'nobody' WHERE id = 'ngs-observer-2017'"),
        (
            "chairship",
            "INSERT INTO chairship (id, ordinal, party, start, confidence) VALUES ('x', 99, 'nobody', '2040', 'verified')",
        ),
        ("chairship", "UPDATE chairship SET party = 'nobody' WHERE id = 'canada-1996'"),
        (
            "application",
            "INSERT INTO application (id, party, date, outcome, confidence) VALUES ('x', 'nobody', '2020', 'pending', 'verified')",
        ),
        ("party", "DELETE FROM party WHERE id = 'norway'"),
    ] {
        assert!(attempt(&conn, insert).is_err(), "table {table} accepted a fact without a party: {insert}");
    }
}

#[test]
fn citations_are_deleted_and_renamed_with_their_fact() {
    let home = Home::seeded();
    let conn = home.sql();
    let cited = |table: &str, record: &str| -> i64 {
        let sql = "SELECT count(*) FROM citation WHERE table_name = ?1 AND record = ?2";
        conn.query_row(sql, [table, record], |row| row.get(0)).unwrap()
    };
    for table in CITED {
        let id: String = conn
            .query_row(
                &format!("SELECT id FROM {table} WHERE id IN (SELECT record FROM citation WHERE table_name = '{table}') ORDER BY id DESC LIMIT 1"),
                [],
                |row| row.get(0),
            )
            .unwrap();
        let before = cited(table, &id);
        assert!(before > 0);
        conn.pragma_update(None, "foreign_keys", true).unwrap();
        let renamed = &format!("renamed-{}", table.replace('_', "-"));
        conn.execute(&format!("UPDATE {table} SET id = ?2 WHERE id = ?1"), [&id, renamed]).unwrap();
        assert_eq!((cited(table, &id), cited(table, renamed)), (0, before), "{table} {id}");
        // Other references to the record do not matter here.
        conn.pragma_update(None, "foreign_keys", false).unwrap();
        conn.execute_batch("SAVEPOINT deleting").unwrap();
        match conn.execute(&format!("DELETE FROM {table} WHERE id = ?1"), [renamed]) {
            Ok(deleted) => assert_eq!((deleted, cited(table, renamed)), (1, 0), "{table} {id}"),
            // Another rule may protect a party that still has records.
            Err(_) => assert!(matches!(table, "party" | "meeting" | "chairship"), "{table} {id}"),
        }
        conn.execute_batch("ROLLBACK TO deleting; RELEASE deleting").unwrap();
    }
}

#[test]
fn a_renamed_party_keeps_everything_it_holds() {
    let home = Home::seeded();
    let conn = home.sql();
    conn.pragma_update(None, "foreign_keys", true).unwrap();
    conn.execute("UPDATE party SET id = 'noreg' WHERE id = 'norway'", []).unwrap();
    drop(conn);
    home.arctic("verify -f csv --skip names-lead-home")
        .stdout(expect![[r#"
            check,record,problem
        "#]])
        .status(0);
    home.arctic("status Norway --on 2024 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            noreg,Norway,NOR,2024,member,1996-09-19,noreg,certain,verified,,,,
        "#]])
        .stderr(expect![[r#"
            note: Seven members, all but Russia, paused on 2022-03-03; projects without Russia from 2022-06-08, Working Groups in writing from 2023-08-29 and online from 2024-02-28; membership and chairship unchanged
        "#]])
        .status(0);
}

#[test]
fn valid_changes_are_accepted() {
    let home = Home::seeded();
    let conn = home.sql();
    let allowed = [
        // The last term ends in May 2027; the next may start in May 2027, or on any day of it.
        chairship("sweden-2027", "2027-05", "2029-05-10"),
        chairship("sweden-2027", "2027-05-12", ""),
        chairship("sweden-2027", "2027", ""),
        chairship("before", "1990", "1996-09-19"),
        chairship("before", "1990", "1996"),
        // A party that left and returned, and one that changed its role on a day.
        "INSERT INTO membership (id, party, role, start, confidence) VALUES ('x', 'ngs', 'observer', '2019', 'verified')".to_string(),
        "INSERT INTO membership (id, party, role, start, confidence) VALUES ('x', 'ngs', 'observer', '2024-05-01', 'verified')".to_string(),
        "UPDATE membership SET \"end\" = '2025-01-01' WHERE party = 'china'; INSERT INTO membership (id, party, role, start, confidence) VALUES ('x', 'china', 'member', '2025-01-01', 'verified')".to_string(),
        // Changes that do not move the period.
        "UPDATE chairship SET theme = 'Other' WHERE id = 'russia-2021'".to_string(),
        "UPDATE chairship SET id = 'renamed' WHERE id = 'tmp'".to_string(),
        "UPDATE membership SET note = 'Other'".to_string(),
        "UPDATE chairship SET \"end\" = '2021-05-19' WHERE id = 'iceland-2019'; UPDATE chairship SET start = '2021-05-19' WHERE id = 'russia-2021'".to_string(),
        "UPDATE party SET note = 'x'".to_string(),
        "UPDATE country SET note = 'x'".to_string(),
        "UPDATE source SET published = '2021-05' WHERE id = 'ac-14th'".to_string(),
        "INSERT INTO chairship (id, ordinal, party, start, \"end\", confidence) VALUES ('leap', 99, 'sweden', '2028-02-29', '2028-03', 'verified')".to_string(),
    ];
    for sql in &allowed {
        assert_eq!(attempt(&conn, sql), Ok(()), "\n{sql}");
    }
}

#[test]
fn commands_that_read_do_not_write() {
    let home = Home::seeded();
    let before = std::fs::read(home.db()).unwrap();
    for line in [
        "",
        "chair 2021",
        "terms --until 2040",
        "observers",
        "status Norway",
        "show Norway",
        "search oil",
        "verify",
        "export csv out",
    ] {
        home.arctic(line).output(0);
    }
    assert!(std::fs::read(home.db()).unwrap() == before);
    assert_eq!(home.names(), ["out", "registry.db"]);
}

#[test]
fn control_characters_odd_ids_and_other_addresses_are_refused() {
    let home = Home::seeded();
    let conn = home.sql();
    let control = [1, 7, 8, 9, 12, 13, 27, 31, 127, 128, 155, 159];
    all_refused(
        &conn,
        control.iter().flat_map(|code| {
            [
                format!("UPDATE party SET note = 'a' || char({code}) WHERE id = 'norway'"),
                format!("INSERT INTO source (id, title) VALUES ('x', 'a' || char({code}))"),
            ]
        }),
        expect![[r#"
            text: a control character
        "#]],
    );
    // A line feed, a backslash and what only looks like an escape are text.
    for text in ["'a' || char(10) || 'b'", r"'C:\temp\u001b \b'", "'ø 北 👩‍🚀'"] {
        attempt(&conn, &format!("UPDATE party SET note = {text} WHERE id = 'norway'")).unwrap();
    }
    refuses(
        &conn,
        expect![[r#"
            $ UPDATE meta SET value = 'a' || char(10) || 'b' WHERE key = 'name'
            value: a line break
            $ INSERT INTO meta (key, value) VALUES ('homepage', 'javascript:alert(1)')
            value: not a web address
            $ UPDATE party SET website = 'javascript:alert(1)' WHERE id = 'norway'
            website: not a web address
            $ UPDATE body SET website = 'data:text/html,x' WHERE id = (SELECT min(id) FROM body)
            website: not a web address
            $ INSERT INTO source (id, title) VALUES ('index', 'x')
            id: `index` is the name of another page
            $ INSERT INTO source (id, title) VALUES (printf('%.*c', 101, 'x'), 'x')
            id: longer than 100 letters
            $ UPDATE party SET id = 'index' WHERE id = 'norway'
            id: `index` is the name of another page
        "#]],
    );
    attempt(&conn, "INSERT INTO source (id, title) VALUES (printf('%.*c', 100, 'x'), 'x')").unwrap();
    // The same in files and edits.
    home.refuses(
        3,
        expect![[r#"
            $ put source id=index title=x --reason r
            error: 1 problem in the data; nothing was changed
            source: id: `index` is the name of another page
            $ put source id=x "title=a	b" --reason r
            error: 1 problem in the data; nothing was changed
            source: title: a control character
            $ put party id=norway website=javascript:alert(1) --reason r
            error: 1 problem in the data; nothing was changed
            party norway: website: not a web address
        "#]],
    );
    let ran = home.arctic("put source id=x --reason r").arg("title=a\tb").output(3);
    check(
        &ran.stderr,
        expect![[r#"
        error: 1 problem in the data; nothing was changed
        source: title: a control character
    "#]],
    );
}
