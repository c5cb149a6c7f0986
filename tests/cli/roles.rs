//! `members`, `participants` and `observers`: who held a role.

use expect_test::expect;

use crate::support::{Arctic, Home, check, first_line, rows};

#[test]
fn there_were_no_members_before_the_founding_day() {
    let home = Home::seeded();
    home.arctic("members --on 1996-09-18 -f csv")
        .stdout(expect![[r#"
            party,name,role,kind,iso3,start,end,granted_at,certainty,confidence
        "#]])
        .stderr(expect![[r#"
            note: the Arctic Council did not exist before 1996-09-19
        "#]])
        .status(1);
    assert_eq!(rows(&home.arctic("members --on 1996-09-19 -f csv").output(0).stdout).len(), 8);
}

#[test]
fn thirteen_states_were_observers_before_the_reykjavik_meeting() {
    Arctic::new()
        .args("observers --non-arctic --on 2021-05-19")
        .stdout(expect![[r#"
            13 non-Arctic state observers of the Arctic Council on 2021-05-19

             name                         kind    ISO   from         until   granted at       certainty
            ────────────────────────────────────────────────────────────────────────────────────────────
             Germany                      State   DEU   1998-09-18           iqaluit-1998     certain
             The Netherlands              State   NLD   1998-09-18           iqaluit-1998     certain
             Poland                       State   POL   1998-09-18           iqaluit-1998     certain
             United Kingdom               State   GBR   1998-09-18           iqaluit-1998     certain
             France                       State   FRA   2000-10-13           barrow-2000      certain
             Spain                        State   ESP   2006-10-26           salekhard-2006   certain
             People's Republic of China   State   CHN   2013-05-15           kiruna-2013      certain
             Republic of India            State   IND   2013-05-15           kiruna-2013      certain
             Italian Republic             State   ITA   2013-05-15           kiruna-2013      certain
             Japan                        State   JPN   2013-05-15           kiruna-2013      certain
             Republic of Singapore        State   SGP   2013-05-15           kiruna-2013      certain
             Republic of Korea            State   KOR   2013-05-15           kiruna-2013      certain
             Switzerland                  State   CHE   2017-05-11           fairbanks-2017   certain
        "#]])
        .status(0);
}

#[test]
fn twelve_states_were_observers_in_2014() {
    Arctic::new()
        .args("observers --non-arctic --on 2014 -f csv")
        .stdout(expect![[r#"
            party,name,role,kind,iso3,start,end,granted_at,certainty,confidence
            germany,Germany,observer,state,DEU,1998-09-18,,iqaluit-1998,certain,verified
            netherlands,Netherlands,observer,state,NLD,1998-09-18,,iqaluit-1998,certain,verified
            poland,Poland,observer,state,POL,1998-09-18,,iqaluit-1998,certain,verified
            united-kingdom,United Kingdom,observer,state,GBR,1998-09-18,,iqaluit-1998,certain,verified
            france,France,observer,state,FRA,2000-10-13,,barrow-2000,certain,verified
            spain,Spain,observer,state,ESP,2006-10-26,,salekhard-2006,certain,verified
            china,China,observer,state,CHN,2013-05-15,,kiruna-2013,certain,verified
            india,India,observer,state,IND,2013-05-15,,kiruna-2013,certain,verified
            italy,Italy,observer,state,ITA,2013-05-15,,kiruna-2013,certain,verified
            japan,Japan,observer,state,JPN,2013-05-15,,kiruna-2013,certain,verified
            singapore,Singapore,observer,state,SGP,2013-05-15,,kiruna-2013,certain,verified
            south-korea,South Korea,observer,state,KOR,2013-05-15,,kiruna-2013,certain,verified
        "#]])
        .status(0);
}

#[test]
fn there_were_no_observers_in_1997() {
    let home = Home::seeded();
    home.arctic("observers --non-arctic --on 1997")
        .stdout(expect![[r#"
            0 non-Arctic state observers of the Arctic Council in 1997
        "#]])
        .status(1);
    home.arctic("observers --on 1997 -f csv")
        .stdout(expect![[r#"
            party,name,role,kind,iso3,start,end,granted_at,certainty,confidence
        "#]])
        .status(1);
    home.arctic("observers --on 1997 -f json")
        .stdout(expect![[r#"
            []
        "#]])
        .status(1);
    home.arctic("observers --on 1997 -f ndjson").status(1);
}

#[test]
fn the_counts_at_the_end_of_every_year() {
    // Years; members, participants, observer states, IGOs, NGOs.
    const COUNTS: &[(std::ops::RangeInclusive<i32>, [usize; 5])] = &[
        (1996..=1997, [8, 3, 0, 0, 0]),
        (1998..=1999, [8, 4, 4, 3, 4]),
        (2000..=2001, [8, 6, 5, 7, 8]),
        (2002..=2003, [8, 6, 5, 8, 10]),
        (2004..=2005, [8, 6, 5, 9, 11]),
        (2006..=2012, [8, 6, 6, 9, 11]),
        (2013..=2016, [8, 6, 12, 9, 11]),
        (2017..=2018, [8, 6, 13, 13, 13]),
        (2020..=2025, [8, 6, 13, 13, 12]),
    ];
    const QUESTIONS: [&str; 5] =
        ["members", "participants", "observers --kind state", "observers --kind igo", "observers --kind ngo"];
    let home = Home::seeded();
    for (years, counts) in COUNTS {
        for year in years.clone() {
            // All counts in years with a change, the organisations in every year.
            let from = if year == *years.start() { 0 } else { 3 };
            for (question, count) in QUESTIONS.iter().zip(counts).skip(from) {
                let ask = home.arctic(question).args(&format!("--on {year}-12-31 -f csv"));
                let ran = ask.output(i32::from(*count == 0));
                assert_eq!(rows(&ran.stdout).len(), *count, "{question} at the end of {year}");
                assert!(rows(&ran.stdout).iter().all(|row| row["certainty"] == "certain"), "{question} {year}");
            }
        }
    }
}

#[test]
fn a_list_marks_roles_that_a_partial_date_leaves_open() {
    let ran = Arctic::new()
        .args("observers --kind ngo --on 2019-07-01 -f csv")
        .stdout(expect![[r#"
            party,name,role,kind,iso3,start,end,granted_at,certainty,confidence
            iasc,International Arctic Science Committee,observer,ngo,,1998-09-18,,iqaluit-1998,certain,verified
            iuch,International Union for Circumpolar Health,observer,ngo,,1998-09-18,,iqaluit-1998,certain,verified
            northern-forum,Northern Forum,observer,ngo,,1998-09-18,,iqaluit-1998,certain,verified
            wwf,World Wide Fund for Nature,observer,ngo,,1998-09-18,,iqaluit-1998,certain,single_source
            acops,Advisory Committee on Protection of the Sea,observer,ngo,,2000-10-13,,barrow-2000,certain,verified
            awrh,Association of World Reindeer Herders,observer,ngo,,2000-10-13,,barrow-2000,certain,verified
            ccu,Circumpolar Conservation Union,observer,ngo,,2000-10-13,,barrow-2000,certain,verified
            iassa,International Arctic Social Sciences Association,observer,ngo,,2000-10-13,,barrow-2000,certain,unverified
            iwgia,International Work Group for Indigenous Affairs,observer,ngo,,2002-10-10,,inari-2002,certain,unverified
            uarctic,University of the Arctic,observer,ngo,,2002-10-10,,inari-2002,certain,verified
            aina,Arctic Institute of North America,observer,ngo,,2004-11-24,,reykjavik-2004,certain,verified
            ngs,National Geographic Society,observer,ngo,,2017-05-11,2019..2020-06-02,fairbanks-2017,not_known,single_source
            oceana,Oceana,observer,ngo,,2017-05-11,,fairbanks-2017,certain,verified
        "#]])
        .stderr(expect![[r#"
            note: 1 row is marked `not_known` because of imprecise dates
        "#]])
        .status(0);
    let all = ran.home.arctic("observers --on 2019-07-01").output(0).stdout;
    check(
        &first_line(&all),
        expect![[r#"
            38 observers of the Arctic Council on 2019-07-01, plus 2 uncertain
        "#]],
    );
}

#[test]
fn a_list_of_a_period_has_everyone_who_held_the_role_on_any_day() {
    let home = Home::seeded();
    // Six states joined on 2013-05-15.
    home.arctic("observers --kind state --on 2006..2013-05-14 -f csv")
        .stdout(expect![[r#"
            party,name,role,kind,iso3,start,end,granted_at,certainty,confidence
            germany,Germany,observer,state,DEU,1998-09-18,,iqaluit-1998,certain,verified
            netherlands,Netherlands,observer,state,NLD,1998-09-18,,iqaluit-1998,certain,verified
            poland,Poland,observer,state,POL,1998-09-18,,iqaluit-1998,certain,verified
            united-kingdom,United Kingdom,observer,state,GBR,1998-09-18,,iqaluit-1998,certain,verified
            france,France,observer,state,FRA,2000-10-13,,barrow-2000,certain,verified
            spain,Spain,observer,state,ESP,2006-10-26,,salekhard-2006,certain,verified
        "#]])
        .status(0);
    assert_eq!(rows(&home.arctic("observers --kind state --on 2006..2013-05-15 -f csv").output(0).stdout).len(), 12);
    // The society left in 2019, so it certainly held the role on some day between 2018 and 2023.
    let ngos = rows(&home.arctic("observers --kind ngo --on 2018..2023 -f csv").output(0).stdout);
    assert_eq!(ngos.iter().find(|row| row["party"] == "ngs").map(|row| &*row["certainty"]), Some("certain"));
}
