//! Each check of `verify` speaks when its rule is broken, and no other does.

use expect_test::expect;

use crate::support::{Arctic, Home};

/// A check, what breaks its rule alone, and what it then says.
const BROKEN: &[(&str, &str, &[&str])] = &[
    (
        "intact",
        "PRAGMA foreign_keys = OFF; DELETE FROM citation WHERE record = 'kiruna-2013'; UPDATE application SET meeting = 'nowhere' WHERE id = 'china-2009-deferred'",
        &["a reference,row * refers to nothing in table meeting", "meeting kiruna-2013,no source is cited"],
    ),
    (
        "founding-chair",
        "UPDATE meta SET value = '1996-09-18' WHERE key = 'founded'",
        &["chairship canada-1996,\"starts on 1996-09-19, the council on 1996-09-18\""],
    ),
    (
        "chairs-contiguous",
        "UPDATE chairship SET \"end\" = '2009-04-28' WHERE id = 'norway-2006'; UPDATE office_holder SET \"end\" = '2009-04-28' WHERE chairship = 'norway-2006' AND \"end\" = '2009-04-29'",
        &["chairship denmark-2009,\"starts on 2009-04-29, the one before ends on 2009-04-28\""],
    ),
    (
        "chairs-contiguous",
        "UPDATE chairship SET ordinal = 20 WHERE ordinal = 15",
        &["chairship denmark-2025,there is no chairship 19"],
    ),
    (
        "handover-at-meeting",
        "UPDATE meeting SET first_day = '2021-05-21', last_day = '2021-05-21', signed = NULL WHERE id = 'reykjavik-2021'",
        &[
            "chairship russia-2021,\"starts on 2021-05-20, the meeting reykjavik-2021 was from 2021-05-21 to 2021-05-21\"",
        ],
    ),
    (
        "handover-at-meeting",
        "UPDATE chairship SET start_meeting = NULL WHERE id = 'canada-1996'",
        &["chairship canada-1996,no meeting is named at its start"],
    ),
    (
        "meetings-chain",
        "UPDATE chairship SET end_meeting = 'rovaniemi-2019' WHERE id = 'iceland-2019'",
        &["chairship iceland-2019,\"ends at rovaniemi-2019, the next one starts at reykjavik-2021\""],
    ),
    (
        "chairs-are-members",
        "DELETE FROM tally WHERE role = 'member'; UPDATE membership SET role = 'observer', granted_at = NULL WHERE party = 'russia'; DELETE FROM tally WHERE role = 'observer'",
        &[
            "chairship russia-2004,russia was not a member all that time",
            "chairship russia-2021,russia was not a member all that time",
        ],
    ),
    (
        "granted-before-start",
        "UPDATE membership SET granted_at = 'rovaniemi-2019' WHERE id = 'switzerland-observer-2017'",
        &[
            "membership switzerland-observer-2017,\"starts on 2017-05-11, granted at rovaniemi-2019 which began on 2019-05-07\"",
        ],
    ),
    (
        "after-founding",
        "UPDATE membership SET start = '1996-09-18', granted_at = NULL WHERE id = 'norway-member-1996'",
        &["membership norway-member-1996,\"starts on 1996-09-18, before the council\""],
    ),
    (
        "people-in-term",
        "UPDATE office_holder SET \"end\" = '2015-04-25' WHERE id = 'aglukkaq-council-2013'; DELETE FROM office_holder WHERE office = 'chair_of_council' AND start = '2015-04-24'",
        &["office_holder aglukkaq-council-2013,is in office outside of the chairship canada-2013"],
    ),
    (
        "one-in-office",
        "INSERT INTO office_holder SELECT 'twin', chairship, office, 'Twin', start, \"end\", confidence, NULL FROM office_holder WHERE id = 'aglukkaq-council-2013'; INSERT INTO citation SELECT 'office_holder', 'twin', id FROM source LIMIT 1",
        &["office_holder *,starts before * has ended", "office_holder *,starts before * has ended"],
    ),
    (
        "cited",
        "DELETE FROM citation WHERE record IN ('norway', 'brazil', 'kiruna-2013')",
        &[
            "party norway,no source is cited",
            "country brazil,no source is cited",
            "meeting kiruna-2013,no source is cited",
        ],
    ),
    (
        "counts",
        "UPDATE tally SET count = 9 WHERE id = 'member-1996-12-31'",
        &["tally member-1996-12-31,\"9 counted, 8 in table membership\""],
    ),
    (
        "log-continuous",
        "UPDATE source SET note = 'One' WHERE id = 'ac-14th'; DROP TRIGGER log_source_update; UPDATE source SET note = 'Two' WHERE id = 'ac-14th'",
        &["source ac-14th,is not as revision 1 left it"],
    ),
    (
        "log-continuous",
        "UPDATE source SET note = 'One' WHERE id = 'ac-14th'; DROP TRIGGER log_source_update; UPDATE source SET note = 'Two' WHERE id = 'ac-14th'; INSERT INTO change SELECT 'source', id, json_object('id', id, 'title', title, 'publisher', publisher, 'url', url, 'published', published, 'note', note), json_object('id', id, 'title', title, 'publisher', publisher, 'url', url, 'published', published, 'note', 'Three') FROM source WHERE id = 'ac-14th'; UPDATE source SET note = 'Three' WHERE id = 'ac-14th'",
        &["source ac-14th,revision * begins with another row than revision 1 ended with"],
    ),
    (
        "log-continuous",
        "DROP TRIGGER log_event_delete; UPDATE event SET note = 'x' WHERE id = 'acap-2006'; DELETE FROM event WHERE id = 'acap-2006'; DELETE FROM citation WHERE table_name = 'event' AND record = 'acap-2006'",
        &["event acap-2006,is not as revision 1 left it"],
    ),
    (
        "log-continuous",
        "INSERT INTO change VALUES ('mosses', 'peat', NULL, '{}')",
        &["mosses peat,revision 1 names a table that is none"],
    ),
    (
        "names-fold",
        "UPDATE alias SET key = 'not its key' WHERE alias = (SELECT alias FROM alias WHERE kind = 'endonym' AND party = 'norway' ORDER BY alias LIMIT 1)",
        &["alias *,\"its key is `not its key`, it folds to `*`\""],
    ),
    ("names-lead-home", "DELETE FROM alias WHERE key = 'norway'", &["party norway,`Norway` leads nowhere"]),
    (
        "names-lead-home",
        "UPDATE alias SET party = 'sweden' WHERE key = 'kingdom of norway'",
        &["party norway,`Kingdom of Norway` leads to sweden"],
    ),
];

/// Whether `text` is `pattern`, in which `*` stands for anything.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text
            .strip_prefix(before)
            .is_some_and(|rest| (0..=rest.len()).any(|at| rest.is_char_boundary(at) && matches(after, &rest[at..]))),
    }
}

#[test]
fn the_bundled_data_has_no_problem() {
    let home = Home::seeded();
    home.arctic("verify")
        .stdout(expect![[r#"
            15 checks, 0 problems
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
fn every_check_speaks_when_its_rule_is_broken_and_only_it_does() {
    for (check, sql, problems) in BROKEN {
        let home = Home::seeded();
        home.sql().execute_batch(sql).unwrap();
        let ran = home.arctic("verify -f csv").output(3);
        let mut lines = ran.stdout.lines();
        assert_eq!(lines.next(), Some("check,record,problem"));
        let lines: Vec<&str> = lines.collect();
        let found = lines.iter().zip(*problems).all(|(line, problem)| {
            let (by, line) = line.split_once(',').unwrap();
            // One edit also takes a source away, to show that all checks run after one has spoken.
            (by == *check || (*check == "intact" && by == "cited")) && matches(problem, line)
        });
        assert!(found && lines.len() == problems.len(), "{check}: {sql}\n{}\nexpected {problems:#?}", ran.stdout);
        assert_eq!(ran.stderr, "", "{check}");

        let skip: String =
            if *check == "intact" { "--skip intact --skip cited".into() } else { format!("--skip {check}") };
        home.arctic("verify -f csv")
            .args(&skip)
            .stdout(expect![[r#"
                check,record,problem
            "#]])
            .status(0);
    }
}

#[test]
fn every_check_in_the_list_is_broken_by_a_test() {
    let list = Arctic::new().args("verify --list -f csv").output(0).stdout;
    let checks: Vec<&str> = list.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(checks.len(), 15, "{list}");
    for check in &checks {
        assert!(BROKEN.iter().any(|(name, ..)| name == check), "no edit breaks `{check}`");
    }
    for (name, ..) in BROKEN {
        assert!(checks.contains(name), "`{name}` is not in the list");
    }
}

#[test]
fn problems_are_shown_in_a_table_with_their_number() {
    let home = Home::seeded();
    home.sql().execute("UPDATE tally SET count = 9 WHERE id = 'member-1996-12-31'", []).unwrap();
    home.arctic("verify")
        .stdout(expect![[r#"
            15 checks, 1 problem

             check    record                    problem
            ─────────────────────────────────────────────────────────────────────
             counts   tally member-1996-12-31   9 counted, 8 in table membership
        "#]])
        .status(3);
    home.arctic("verify --skip counts --skip cited")
        .stdout(expect![[r#"
            13 checks, 0 problems
        "#]])
        .status(0);
}

#[test]
fn a_check_that_is_none_cannot_be_skipped() {
    Arctic::new()
        .args("verify --skip count")
        .stderr(expect![[r#"
            error: there is no check `count`; `arctic verify --list` shows them
        "#]])
        .status(2);
}

#[test]
fn a_whole_list_of_checks_says_what_each_holds() {
    let ran = Arctic::new().args("verify --list").output(0);
    assert!(ran.stdout.starts_with("15 checks\n\n check "), "{}", ran.stdout);
    assert!(ran.stdout.contains("every fact has a source"), "{}", ran.stdout);
}
