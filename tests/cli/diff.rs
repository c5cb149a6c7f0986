//! `diff`: what changed between two times.

use expect_test::expect;

use crate::support::{Arctic, Home, ask, check};

#[test]
fn a_year_of_joining_and_a_handover() {
    Arctic::new()
        .args("diff 2012 2013 -f csv")
        .stdout(expect![[r#"
            change,party,name,before,after,date
            joined,china,China,none,observer,2013-05-15
            joined,india,India,none,observer,2013-05-15
            joined,italy,Italy,none,observer,2013-05-15
            joined,japan,Japan,none,observer,2013-05-15
            joined,singapore,Singapore,none,observer,2013-05-15
            joined,south-korea,South Korea,none,observer,2013-05-15
            handover,canada,Canada,sweden,canada,2013-05-15
            count,,members,8,8,
            count,,participants,6,6,
            count,,observers,26,32,
            count,,observer-states,6,12,
            count,,observer-igos,9,9,
            count,,observer-ngos,11,11,
        "#]])
        .status(0);
}

#[test]
fn a_handover_is_a_change_since_the_day_before() {
    let handovers = |line: &str| ask(line).into_iter().filter(|row| row["change"] == "handover").count();
    assert_eq!(handovers("diff 2021-05-19 2021-05-20"), 1);
    Arctic::new()
        .args("diff 2021-05-20 2022-05-20")
        .stdout(expect![[r#"
            nothing changed between 2021-05-20 and 2022-05-20

            note: Seven members, all but Russia, paused on 2022-03-03; projects without Russia from 2022-06-08, Working Groups in writing from 2023-08-29 and online from 2024-02-28; membership and chairship unchanged
        "#]])
        .status(1);
}

#[test]
fn a_day_does_not_differ_from_itself() {
    for day in ["1996-09-18", "2013-05-15", "2019-07-01"] {
        let ran = Arctic::new().args("diff -f csv").args(day).args(day).output(1);
        assert_eq!(ran.stdout, "change,party,name,before,after,date\n", "{day}");
    }
}

#[test]
fn what_a_partial_date_leaves_open_is_not_known() {
    Arctic::new()
        .args("diff 2019-05-07 2019-07-01")
        .stdout(expect![[r#"
            2 not known between 2019-05-07 and 2019-07-01

             change      name                                            before      after       date
            ──────────────────────────────────────────────────────────────────────────────────────────────────────
             not_known   National Geographic Society                     not_known   not_known   2019..2020-06-02
             not_known   United Nations Economic Commission for Europe   not_known   not_known   2019..2020-06-02
             count       members                                                 8           8
             count       participants                                            6           6
             count       observers                                              38          38
             count       observer-states                                        13          13
             count       observer-igos                                          13          13
             count       observer-ngos                                          12          12

            note: 2 memberships with imprecise dates are counted only when certain
        "#]])
        .status(5);
    let left = ask("diff 2018 2020").into_iter().filter(|row| row["change"] == "left");
    assert_eq!(left.map(|row| (row["party"].clone(), row["date"].clone())).collect::<Vec<_>>().len(), 2);
}

#[test]
fn a_projected_handover_is_not_known() {
    Arctic::new().args("diff 2026 2027-06 -f csv").stdout(expect![[r#"
        change,party,name,before,after,date
        not_known,sweden,Sweden,denmark,sweden,2027-05
        count,,members,8,8,
        count,,participants,6,6,
        count,,observers,38,38,
        count,,observer-states,13,13,
        count,,observer-igos,13,13,
        count,,observer-ngos,12,12,
    "#]]).stderr(expect![[r#"
        note: projected: the Arctic Council has not announced this term; it follows from the order of rotation and terms of 2 years
        note: changes after 2026-11-23 are known only if they were announced
        note: the data was last verified on 2026-03-13; later changes are not in it
        note: Seven members, all but Russia, paused on 2022-03-03; projects without Russia from 2022-06-08, Working Groups in writing from 2023-08-29 and online from 2024-02-28; membership and chairship unchanged
    "#]]).status(5);
}

#[test]
fn before_the_founding_there_is_nothing_to_count() {
    let ran = Arctic::new().args("diff 1990 1996 -f csv").output(0);
    assert!(ran.stdout.contains("\nhandover,canada,Canada,none,canada,1996-09-19\n"));
    assert!(!ran.stdout.contains("count"));
    check(
        &ran.stderr,
        expect![[r#"
            note: the Arctic Council did not exist before 1996-09-19
        "#]],
    );
}

#[test]
fn a_diff_goes_forward() {
    Home::seeded().refuses(
        2,
        expect![[r#"
            $ diff 2013 2012
            error: `2013` ends after `2012`; give the earlier one first
        "#]],
    );
}
