//! Each check of `verify` reports its broken rule, and no other does.

use expect_test::{Expect, expect};

use crate::support::{self, Arctic, Home, rows};

/// Checks, each with statements that break its rule and no other, and the problems it then reports.
fn broken() -> Vec<(&'static str, &'static str, Expect)> {
    vec![
        (
            "intact",
            "PRAGMA foreign_keys = OFF; DELETE FROM citation WHERE record = 'kiruna-2013'; UPDATE application SET meeting = 'nowhere' WHERE id = 'china-2009-deferred'",
            expect![[r#"
                a reference: row 4 refers to nothing in table meeting
                meeting kiruna-2013: no source is cited
            "#]],
        ),
        (
            "schema",
            "DROP TRIGGER party_kept; CREATE TRIGGER planted AFTER INSERT ON source BEGIN DELETE FROM source; END;
             CREATE VIEW mine AS SELECT 1; CREATE INDEX harmless ON party (name)",
            expect![[r#"
                trigger party_kept: is missing
                trigger planted: was added by another program
                view mine: was added by another program
            "#]],
        ),
        (
            "schema",
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (name <> '''')', 'CHECK (1)') WHERE name = 'party'",
            expect![[r#"
                table party: was changed by another program
            "#]],
        ),
        (
            "schema",
            "INSERT INTO editing VALUES (1, 9, '2026-11-23T00:00:00.000Z', 'put', NULL, NULL)",
            expect![[r#"
            table editing: has a row, so changes by other programs are logged wrongly
        "#]],
        ),
        (
            "founding-chair",
            "UPDATE meta SET value = '1996-09-18' WHERE key = 'founded'",
            expect![[r#"
                chairship canada-1996: starts on 1996-09-19, but the council was founded on 1996-09-18
            "#]],
        ),
        (
            "chairs-contiguous",
            "UPDATE chairship SET \"end\" = '2009-04-28' WHERE id = 'norway-2006'; UPDATE office_holder SET \"end\" = '2009-04-28' WHERE chairship = 'norway-2006' AND \"end\" = '2009-04-29'",
            expect![[r#"
                chairship denmark-2009: starts on 2009-04-29, but the previous one ends on 2009-04-28
            "#]],
        ),
        (
            "chairs-contiguous",
            "UPDATE chairship SET ordinal = 20 WHERE ordinal = 15",
            expect![[r#"
                chairship denmark-2025: chairship number 19 is missing
            "#]],
        ),
        (
            "handover-at-meeting",
            "UPDATE meeting SET first_day = '2021-05-21', last_day = '2021-05-21', signed = NULL WHERE id = 'reykjavik-2021'",
            expect![[r#"
                chairship russia-2021: starts on 2021-05-20, but the meeting reykjavik-2021 was from 2021-05-21 to 2021-05-21
            "#]],
        ),
        (
            "handover-at-meeting",
            "UPDATE chairship SET start_meeting = NULL WHERE id = 'canada-1996'",
            expect![[r#"
                chairship canada-1996: has no start meeting
            "#]],
        ),
        (
            "meetings-chain",
            "UPDATE chairship SET end_meeting = 'rovaniemi-2019' WHERE id = 'iceland-2019'",
            expect![[r#"
                chairship iceland-2019: ends at rovaniemi-2019, but the next one starts at reykjavik-2021
            "#]],
        ),
        (
            "chairs-are-members",
            "DELETE FROM tally WHERE role = 'member'; UPDATE membership SET role = 'observer', granted_at = NULL WHERE party = 'russia'; DELETE FROM tally WHERE role = 'observer'",
            expect![[r#"
                chairship russia-2004: russia was not a member throughout
                chairship russia-2021: russia was not a member throughout
            "#]],
        ),
        (
            "granted-before-start",
            "UPDATE membership SET granted_at = 'rovaniemi-2019' WHERE id = 'switzerland-observer-2017'",
            expect![[r#"
                membership switzerland-observer-2017: starts on 2017-05-11, but was granted at rovaniemi-2019, which began on 2019-05-07
            "#]],
        ),
        (
            "after-founding",
            "UPDATE membership SET start = '1996-09-18', granted_at = NULL WHERE id = 'norway-member-1996'",
            expect![[r#"
                membership norway-member-1996: starts on 1996-09-18, before the council was founded
            "#]],
        ),
        (
            "people-in-term",
            "UPDATE office_holder SET \"end\" = '2015-04-25' WHERE id = 'aglukkaq-council-2013'; DELETE FROM office_holder WHERE office = 'chair_of_council' AND start = '2015-04-24'",
            expect![[r#"
                office_holder aglukkaq-council-2013: is in office outside the chairship canada-2013
            "#]],
        ),
        (
            "one-in-office",
            "INSERT INTO office_holder SELECT 'twin', chairship, office, 'Twin', start, \"end\", confidence, NULL, basis FROM office_holder WHERE id = 'aglukkaq-council-2013'; INSERT INTO citation SELECT 'office_holder', 'twin', id FROM source LIMIT 1",
            expect![[r#"
                office_holder twin: starts before aglukkaq-council-2013 has ended
                office_holder aglukkaq-council-2013: starts before twin has ended
            "#]],
        ),
        (
            "cited",
            "DELETE FROM citation WHERE record IN ('norway', 'brazil', 'kiruna-2013')",
            expect![[r#"
                party norway: no source is cited
                country brazil: no source is cited
                meeting kiruna-2013: no source is cited
            "#]],
        ),
        (
            "counts",
            "UPDATE tally SET count = 9 WHERE id = 'member-1996-12-31'",
            expect![[r#"
                tally member-1996-12-31: 9 counted, 8 in table membership
            "#]],
        ),
        (
            "fewer-participants",
            "DELETE FROM tally; UPDATE membership SET role = 'permanent_participant' WHERE party IN ('iasc', 'wwf')",
            expect![[r#"
                membership gci-participant-2000: 8 Permanent Participants and 8 members from 2000-10-13
            "#]],
        ),
        (
            "log-continuous",
            "UPDATE source SET note = 'One' WHERE id = 'ac-14th'; DROP TRIGGER log_source_update; UPDATE source SET note = 'Two' WHERE id = 'ac-14th'",
            expect![[r#"
                trigger log_source_update: is missing
                source ac-14th: differs from what revision 1 left
            "#]],
        ),
        (
            "log-continuous",
            "UPDATE source SET note = 'One' WHERE id = 'ac-14th'; DROP TRIGGER log_source_update; UPDATE source SET note = 'Two' WHERE id = 'ac-14th'; INSERT INTO change SELECT 'source', id, json_object('id', id, 'title', title, 'publisher', publisher, 'url', url, 'published', published, 'note', note), json_object('id', id, 'title', title, 'publisher', publisher, 'url', url, 'published', published, 'note', 'Three') FROM source WHERE id = 'ac-14th'; UPDATE source SET note = 'Three' WHERE id = 'ac-14th'",
            expect![[r#"
                trigger log_source_update: is missing
                source ac-14th: revision 2 does not start from the row that revision 1 left
            "#]],
        ),
        (
            "log-continuous",
            "DROP TRIGGER log_event_delete; UPDATE event SET note = 'x' WHERE id = 'acap-2006'; DELETE FROM event WHERE id = 'acap-2006'; DELETE FROM citation WHERE table_name = 'event' AND record = 'acap-2006'",
            expect![[r#"
                trigger log_event_delete: is missing
                event acap-2006: differs from what revision 1 left
            "#]],
        ),
        (
            "log-continuous",
            "INSERT INTO change VALUES ('mosses', 'peat', NULL, '{}')",
            expect![[r#"
                mosses peat: revision 1 names an unknown table
            "#]],
        ),
        (
            "names-fold",
            "UPDATE alias SET key = 'not its key' WHERE alias = (SELECT alias FROM alias WHERE kind = 'endonym' AND party = 'norway' ORDER BY alias LIMIT 1)",
            expect![[r#"
                alias Kongeriket Noreg: its key is `not its key`, but it folds to `kongeriket noreg`
            "#]],
        ),
        (
            "names-lead-home",
            "DELETE FROM alias WHERE key = 'norway'",
            expect![[r#"
                party norway: `Norway` is not recognised
            "#]],
        ),
        (
            "names-lead-home",
            "UPDATE alias SET party = 'sweden' WHERE key = 'kingdom of norway'",
            expect![[r#"
                party norway: `Kingdom of Norway` means sweden
            "#]],
        ),
    ]
}

#[test]
fn the_bundled_data_has_no_problem() {
    let home = Home::seeded();
    home.arctic("verify")
        .stdout(expect![[r#"
            17 checks, 0 problems
        "#]])
        .status(0);
    home.arctic("verify -f csv")
        .stdout(expect![[r#"
            check,record,problem
        "#]])
        .status(0);
    home.arctic("verify -f json")
        .stdout(expect![[r#"
            []
        "#]])
        .status(0);
}

#[test]
fn every_check_reports_its_broken_rule_and_no_other_does() {
    for (check, sql, problems) in broken() {
        let home = Home::seeded();
        home.sql().execute_batch(sql).unwrap();
        let ran = home.arctic("verify -f csv").output(3);
        assert_eq!(ran.stderr, "", "{check}");
        let rows = rows(&ran.stdout);
        // The edit for `intact` removes a source, too, because the other checks run after it fails.
        // A change that the log does not see needs a trigger to be missing.
        let also = match check {
            "intact" => "cited",
            "log-continuous" => "schema",
            _ => check,
        };
        let own = |by: &str| by == check || by == also;
        assert!(rows.iter().all(|row| own(&row["check"])), "{check}: {sql}\n{}", ran.stdout);
        let found: String = rows.iter().map(|row| format!("{}: {}\n", row["record"], row["problem"])).collect();
        support::check(&found, problems);

        let skip = format!("--skip {check} --skip {also}");
        home.arctic("verify -f csv").args(&skip).stdout("check,record,problem\n").status(0);
    }
}

#[test]
fn text_that_is_not_utf_8_is_found_with_its_record_and_not_backed_up() {
    let home = Home::seeded();
    home.sql().execute_batch("UPDATE party SET note = CAST(x'4e6f72ff' AS TEXT) WHERE id = 'norway'").unwrap();
    home.arctic("verify -f csv").stdout(expect![[r#"
        check,record,problem
        intact,party norway,note: not UTF-8
        intact,revision 1,after: not UTF-8
        log-continuous,the file,cannot be checked: database error: invalid utf-8 sequence of 1 bytes from index 259 at index 3
        names-lead-home,the file,cannot be checked: database error: invalid utf-8 sequence of 1 bytes from index 3 at index 8
    "#]]).status(3);
    home.arctic("backup copy.db").stderr(expect![[r#"
        error: [DIR]/registry.db: is damaged (party norway: note: not UTF-8); restore a backup with `arctic restore FILE`, or remove the file, and a new registry is created
    "#]]).status(4);
    home.arctic("--db new.db restore registry.db").stderr(expect![[r#"
        error: registry.db: is damaged (party norway: note: not UTF-8); restore a backup with `arctic restore FILE`, or remove the file, and a new registry is created
    "#]]).status(4);
    assert_eq!(home.names(), ["registry.db"]);
}

#[test]
fn every_check_in_the_list_is_tested() {
    let list = Arctic::new().args("verify --list -f csv").output(0).stdout;
    let checks: Vec<&str> = list.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(checks.len(), 17, "{list}");
    for check in &checks {
        assert!(broken().iter().any(|(name, ..)| name == check), "no edit breaks `{check}`");
    }
    for (name, ..) in broken() {
        assert!(checks.contains(&name), "`{name}` is not in the list");
    }
}

#[test]
fn problems_are_listed_and_counted() {
    let home = Home::seeded();
    home.sql().execute("UPDATE tally SET count = 9 WHERE id = 'member-1996-12-31'", []).unwrap();
    home.arctic("verify")
        .stdout(expect![[r#"
            17 checks, 1 problem

             check    record                    problem
            ─────────────────────────────────────────────────────────────────────
             counts   tally member-1996-12-31   9 counted, 8 in table membership
        "#]])
        .status(3);
    home.arctic("verify --skip counts --skip cited")
        .stdout(expect![[r#"
            15 checks, 0 problems
        "#]])
        .status(0);
}

#[test]
fn an_unknown_check_cannot_be_skipped() {
    Home::seeded().refuses(
        2,
        expect![[r#"
            $ verify --skip count
            error: no such check: `count`; `arctic verify --list` lists them
        "#]],
    );
}

#[test]
fn the_list_of_checks_describes_each() {
    let ran = Arctic::new().args("verify --list").output(0);
    support::check(
        &ran.stdout,
        expect![[r#"
            17 checks

             check                  what holds
            ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
             intact                 the file is not damaged, and every reference is to an existing row
             schema                 the tables, constraints and triggers are those of a new registry
             founding-chair         the first chairship starts on the founding day
             chairs-contiguous      each chairship starts when the previous one ends, and no number is missing
             handover-at-meeting    each chairship starts on a day of its start meeting
             meetings-chain         each chairship ends at the start meeting of the next one
             chairs-are-members     the chairing state is a member throughout its chairship
             granted-before-start   no membership starts before the meeting that granted it
             after-founding         no membership starts before the founding
             people-in-term         each person holds an office within the chairship named for it
             one-in-office          no office has two holders at the same time
             cited                  every fact cites a source
             counts                 the memberships agree with every count in table tally
             fewer-participants     there are fewer Permanent Participants than members on each day on which both numbers are known
             log-continuous         the log of each row is unbroken: each change starts from the result of the previous one, and the last gives the current row
             names-fold             the key of every alias is its name, folded
             names-lead-home        every party and country is found by its id, name, official name and abbreviation
        "#]],
    );
}
