//! `stats`: counts and durations.

use std::collections::HashMap;

use expect_test::expect;

use crate::support::{Arctic, ask, check, rows};

#[test]
fn the_days_in_the_chair_are_those_since_the_founding() {
    for (today, days) in [("1996-09-19", 1), ("2021-05-19", 9009), ("2021-05-20", 9010), ("2026-11-23", 11023)] {
        let ran = Arctic::new().args("stats -f csv").today(today).output(0);
        let sum: i64 = rows(&ran.stdout).iter().map(|row| row["days"].parse::<i64>().unwrap()).sum();
        assert_eq!(sum, days, "{today}");
    }
}

#[test]
fn the_stats_of_a_day_agree_with_the_panel() {
    let mut by_party: HashMap<String, i64> = HashMap::new();
    for row in ask("panel --to 2025") {
        *by_party.entry(row["party"].clone()).or_default() += row["chair_days"].parse::<i64>().unwrap();
    }
    let stats = Arctic::new().args("stats -f csv").today("2025-12-31").output(0).stdout;
    for row in rows(&stats) {
        assert_eq!(by_party[&row["party"]].to_string(), row["days"], "{row:?}");
    }
}

#[test]
fn who_chaired_how_long() {
    Arctic::new()
        .args("stats -f csv")
        .today("2013-05-15")
        .stdout(expect![[r#"
            party,name,chairships,days,first,last
            norway,Norway,1,916,2006-10-26,2006-10-26
            iceland,Iceland,1,776,2002-10-10,2002-10-10
            united-states,United States,1,756,1998-09-18,1998-09-18
            denmark,Denmark,1,743,2009-04-29,2009-04-29
            sweden,Sweden,1,734,2011-05-12,2011-05-12
            canada,Canada,2,730,1996-09-19,2013-05-15
            finland,Finland,1,727,2000-10-13,2000-10-13
            russia,Russia,1,701,2004-11-24,2004-11-24
        "#]])
        .status(0);
}

#[test]
fn the_counts_by_year() {
    let years = ask("stats --by year");
    assert_eq!(years.len(), 31);
    let of = |year: &str| {
        let row = years.iter().find(|row| row["year"] == year).unwrap();
        ["members", "participants", "observers", "observer_states", "observer_igos", "observer_ngos", "chairs"]
            .map(|column| row[column].as_str())
    };
    assert_eq!(of("1996"), ["8", "3", "0", "0", "0", "0", "canada"]);
    assert_eq!(of("2013"), ["8", "6", "32", "12", "9", "11", "sweden;canada"]);
    let ran = Arctic::new().args("stats --by year -f csv").output(0);
    check(
        &ran.stderr,
        expect![[r#"
            note: 2 memberships with imprecise dates are counted only when certain
            note: 2026 is counted as of 2026-03-13, when the data was last verified; other years as of 31 December
        "#]],
    );
}

#[test]
fn the_counts_by_role_leave_out_what_is_uncertain() {
    Arctic::new()
        .args("stats --by role -f csv")
        .today("2019-07-01")
        .stdout(expect![[r#"
            role,now,ever,first,last
            member,8,8,1996-09-19,1996-09-19
            permanent_participant,6,6,1996-09-19,2000-10-13
            observer,38,40,1998-09-18,2019-05-07
        "#]])
        .stderr(expect![[r#"
            note: 2 memberships with imprecise dates are counted only when certain
        "#]])
        .status(0);
    let kinds = ask("stats --by kind");
    let now = kinds.iter().map(|row| (row["kind"].as_str(), row["now"].as_str())).collect::<Vec<_>>();
    assert_eq!(now, [("state", "21"), ("indigenous", "6"), ("igo", "13"), ("ngo", "12")]);
}
