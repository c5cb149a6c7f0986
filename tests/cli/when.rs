//! Dates, periods and today, in every command that takes a time.

use expect_test::expect;

use crate::support::Home;

#[test]
fn what_is_no_time_is_a_usage_error_that_shows_what_is_accepted() {
    const FORMS: &str = "write `2021`, `2021-05`, `2021-05-19`, `today`, or two of them as `2019..2023`";
    let home = Home::seeded();
    for (when, reason) in [
        ("2021-02-30", "the calendar has no such day"),
        ("2021-13-01", "the calendar has no such day"),
        ("banana", "not a date"),
        ("20210520", "not a date"),
        ("2021-5", "not a date"),
        ("2021-05-20T10:00", "not a date"),
        ("2023..2019", "it ends before it begins"),
        ("2019..", "not a date"),
    ] {
        let error = format!("error: `{when}` is no time: {reason}; {FORMS}\n");
        home.arctic("chair").arg(when).stderr(&error).status(2);
        home.arctic("observers --on").arg(when).stderr(&error).status(2);
        home.arctic("status Norway --on").arg(when).stderr(&error).status(2);
        home.arctic("events --on").arg(when).stderr(&error).status(2);
    }
}

#[test]
fn an_answer_after_the_last_check_is_given_and_marked() {
    const NOTE: &str = "note: the data was last verified on 2026-03-13; what changed after that day is not in it\n";
    let home = Home::seeded();
    home.arctic("status Norway --on 2026-03-14 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair
            norway,Norway,NOR,2026-03-14,member,1996-09-19,denmark
        "#]])
        .stderr(NOTE)
        .status(0);
    home.arctic("status Norway --on 2026-03-13 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair
            norway,Norway,NOR,2026-03-13,member,1996-09-19,denmark
        "#]])
        .status(0);
    for question in ["observers", "members", "participants", "chair"] {
        assert_eq!(home.arctic(question).args("-f csv").output(0).stderr, NOTE, "{question}");
    }
}

#[test]
fn a_time_that_reaches_over_the_founding_or_the_last_check_is_answered() {
    let home = Home::seeded();
    home.arctic("chair 1990..1997 -f csv")
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing
            1,canada,CAN,Canada,1996-09-19,1998-09-18,past
        "#]])
        .status(0);
    let notes = home.arctic("members --on 1990..2030 -f csv").output(0).stderr;
    assert_eq!(notes, "note: the data was last verified on 2026-03-13; what changed after that day is not in it\n");
}

#[test]
fn today_is_the_day_of_a_question_without_a_time() {
    let home = Home::seeded();
    for question in ["chair", "chair today"] {
        home.arctic(question)
            .args("-f csv")
            .today("2012-06-01")
            .stdout(expect![[r#"
                ordinal,party,iso3,name,start,end,standing
                8,sweden,SWE,Sweden,2011-05-12,2013-05-15,current
            "#]])
            .status(0);
    }
    home.arctic("status Switzerland -f csv")
        .today("2017-05-10")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair
            switzerland,Switzerland,CHE,2017-05-10,none,,united-states
        "#]])
        .status(1);
}

#[test]
fn a_today_that_is_no_day_is_a_usage_error() {
    let home = Home::seeded();
    for day in ["2012-13-01", "2012", "2012-06", "today", "yesterday"] {
        let ran = home.arctic("chair").today(day).output(2);
        assert_eq!(ran.stdout, "");
        assert!(
            ran.stderr.starts_with(&format!("error: `{day}` ")) && ran.stderr.contains("ARCTIC_TODAY"),
            "{}",
            ran.stderr
        );
        assert_eq!(ran.stderr.lines().count(), 1);
    }
}
