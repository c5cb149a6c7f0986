//! Dates, periods and today, in every command that takes a time.

use expect_test::expect;

use crate::support::{Home, check, transcript};

#[test]
fn an_invalid_time_is_a_usage_error_that_shows_what_is_accepted() {
    let home = Home::seeded();
    transcript(
        expect![[r#"
            $ 2021-02-30
            error: no such day in the calendar: `2021-02-30`
            $ 2021-13-01
            error: no such day in the calendar: `2021-13-01`
            $ banana
            error: cannot read `banana` as a date; use YYYY, YYYY-MM, YYYY-MM-DD, or a range such as 2019..2023
            $ 20210520
            error: cannot read `20210520` as a date; use YYYY, YYYY-MM, YYYY-MM-DD, or a range such as 2019..2023
            $ 2021-5
            error: cannot read `2021-5` as a date; use YYYY, YYYY-MM, YYYY-MM-DD, or a range such as 2019..2023
            $ 2021-05-20T10:00
            error: cannot read `2021-05-20T10:00` as a date; use YYYY, YYYY-MM, YYYY-MM-DD, or a range such as 2019..2023
            $ 2023..2019
            error: the range `2023..2019` ends before it begins
            $ 2019..
            error: cannot read `2019..` as a date; use YYYY, YYYY-MM, YYYY-MM-DD, or a range such as 2019..2023
        "#]],
        |when| {
            let error = home.arctic("chair").arg(when).output(2).stderr;
            for line in ["observers --on", "status Norway --on", "events --on"] {
                home.arctic(line).arg(when).stderr(&error).status(2);
            }
            error
        },
    );
}

#[test]
fn an_answer_after_the_last_verified_day_is_marked() {
    let home = Home::seeded();
    home.arctic("status Norway --on 2026-03-14 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            norway,Norway,NOR,2026-03-14,member,1996-09-19,denmark,certain,verified,,,,
        "#]])
        .stderr(expect![[r#"
            note: the data was last verified on 2026-03-13; later changes are not in it
            note: Seven members, all but Russia, paused on 2022-03-03; projects without Russia from 2022-06-08, Working Groups in writing from 2023-08-29 and online from 2024-02-28; membership and chairship unchanged
        "#]])
        .status(0);
    home.arctic("status Norway --on 2026-03-13 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            norway,Norway,NOR,2026-03-13,member,1996-09-19,denmark,certain,verified,,,,
        "#]])
        .stderr(expect![[r#"
            note: Seven members, all but Russia, paused on 2022-03-03; projects without Russia from 2022-06-08, Working Groups in writing from 2023-08-29 and online from 2024-02-28; membership and chairship unchanged
        "#]])
        .status(0);
    for question in ["observers", "members", "participants", "chair"] {
        let notes = home.arctic(question).args("-f csv").output(0).stderr;
        check(
            &notes,
            expect![[r#"
                note: the data was last verified on 2026-03-13; later changes are not in it
                note: Seven members, all but Russia, paused on 2022-03-03; projects without Russia from 2022-06-08, Working Groups in writing from 2023-08-29 and online from 2024-02-28; membership and chairship unchanged
            "#]],
        );
    }
}

#[test]
fn a_time_may_reach_beyond_the_founding_and_the_last_verified_day() {
    let home = Home::seeded();
    home.arctic("chair 1990..1997 -f csv")
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing,turn,certainty,confidence
            1,canada,CAN,Canada,1996-09-19,1998-09-18,past,1,certain,verified
        "#]])
        .status(0);
    let notes = home.arctic("members --on 1990..2030 -f csv").output(0).stderr;
    check(
        &notes,
        expect![[r#"
            note: the data was last verified on 2026-03-13; later changes are not in it
            note: Seven members, all but Russia, paused on 2022-03-03; projects without Russia from 2022-06-08, Working Groups in writing from 2023-08-29 and online from 2024-02-28; membership and chairship unchanged
        "#]],
    );
}

#[test]
fn a_question_without_a_time_is_about_today() {
    let home = Home::seeded();
    for question in ["chair", "chair today"] {
        home.arctic(question)
            .args("-f csv")
            .today("2012-06-01")
            .stdout(expect![[r#"
                ordinal,party,iso3,name,start,end,standing,turn,certainty,confidence
                8,sweden,SWE,Sweden,2011-05-12,2013-05-15,current,1,certain,verified
            "#]])
            .status(0);
    }
    home.arctic("status Switzerland -f csv")
        .today("2017-05-10")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            switzerland,Switzerland,CHE,2017-05-10,none,,united-states,certain,,,,deferred,2015-04-24
        "#]])
        .stderr(expect![[r#"
            note: application deferred on 2015-04-24: All applications put off to 2017
        "#]])
        .status(1);
}

#[test]
fn an_invalid_today_is_a_usage_error() {
    let home = Home::seeded();
    transcript(
        expect![[r#"
            $ ARCTIC_TODAY=2012-13-01
            error: cannot read `2012-13-01` as a day; use YYYY-MM-DD
            $ ARCTIC_TODAY=2012
            error: cannot read `2012` as a day; use YYYY-MM-DD
            $ ARCTIC_TODAY=2012-06
            error: cannot read `2012-06` as a day; use YYYY-MM-DD
            $ ARCTIC_TODAY=today
            error: cannot read `today` as a day; use YYYY-MM-DD
            $ ARCTIC_TODAY=yesterday
            error: cannot read `yesterday` as a day; use YYYY-MM-DD
        "#]],
        |line| {
            let ran = home.arctic("chair").today(line.strip_prefix("ARCTIC_TODAY=").unwrap()).output(2);
            assert_eq!(ran.stdout, "");
            ran.stderr
        },
    );
}
