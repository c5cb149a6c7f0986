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
        not_known,canada,Canada,not_known,not_known,1996-09-19
        not_known,denmark,Denmark,not_known,not_known,1996-09-19
        not_known,finland,Finland,not_known,not_known,1996-09-19
        not_known,iceland,Iceland,not_known,not_known,1996-09-19
        not_known,icc,Inuit Circumpolar Council,not_known,not_known,1996-09-19
        not_known,norway,Norway,not_known,not_known,1996-09-19
        not_known,russia,Russia,not_known,not_known,1996-09-19
        not_known,raipon,Russian Association of Indigenous Peoples of the North,not_known,not_known,1996-09-19
        not_known,saami-council,Saami Council,not_known,not_known,1996-09-19
        not_known,sweden,Sweden,not_known,not_known,1996-09-19
        not_known,united-states,United States,not_known,not_known,1996-09-19
        not_known,aia,Aleut International Association,not_known,not_known,1998-09-18
        not_known,germany,Germany,not_known,not_known,1998-09-18
        not_known,iasc,International Arctic Science Committee,not_known,not_known,1998-09-18
        not_known,iuch,International Union for Circumpolar Health,not_known,not_known,1998-09-18
        not_known,netherlands,Netherlands,not_known,not_known,1998-09-18
        not_known,northern-forum,Northern Forum,not_known,not_known,1998-09-18
        not_known,poland,Poland,not_known,not_known,1998-09-18
        not_known,scpar,Standing Committee of the Parliamentarians of the Arctic Region,not_known,not_known,1998-09-18
        not_known,united-kingdom,United Kingdom,not_known,not_known,1998-09-18
        not_known,unep,United Nations Environment Programme,not_known,not_known,1998-09-18
        not_known,wwf,World Wide Fund for Nature,not_known,not_known,1998-09-18
        not_known,acops,Advisory Committee on Protection of the Sea,not_known,not_known,2000-10-13
        not_known,aac,Arctic Athabaskan Council,not_known,not_known,2000-10-13
        not_known,awrh,Association of World Reindeer Herders,not_known,not_known,2000-10-13
        not_known,ccu,Circumpolar Conservation Union,not_known,not_known,2000-10-13
        not_known,france,France,not_known,not_known,2000-10-13
        not_known,gci,Gwich'in Council International,not_known,not_known,2000-10-13
        not_known,iassa,International Arctic Social Sciences Association,not_known,not_known,2000-10-13
        not_known,ifrc,International Federation of Red Cross and Red Crescent Societies,not_known,not_known,2000-10-13
        not_known,iucn,International Union for Conservation of Nature,not_known,not_known,2000-10-13
        not_known,ncm,Nordic Council of Ministers,not_known,not_known,2000-10-13
        not_known,nammco,North Atlantic Marine Mammal Commission,not_known,not_known,2000-10-13
        not_known,iwgia,International Work Group for Indigenous Affairs,not_known,not_known,2002-10-10
        not_known,undp,United Nations Development Programme,not_known,not_known,2002-10-10
        not_known,uarctic,University of the Arctic,not_known,not_known,2002-10-10
        not_known,aina,Arctic Institute of North America,not_known,not_known,2004-11-24
        not_known,nefco,Nordic Environment Finance Corporation,not_known,not_known,2004-11-24
        not_known,spain,Spain,not_known,not_known,2006-10-26
        not_known,china,China,not_known,not_known,2013-05-15
        not_known,india,India,not_known,not_known,2013-05-15
        not_known,italy,Italy,not_known,not_known,2013-05-15
        not_known,japan,Japan,not_known,not_known,2013-05-15
        not_known,singapore,Singapore,not_known,not_known,2013-05-15
        not_known,south-korea,South Korea,not_known,not_known,2013-05-15
        not_known,ices,International Council for the Exploration of the Sea,not_known,not_known,2017-05-11
        not_known,ospar,OSPAR Commission,not_known,not_known,2017-05-11
        not_known,oceana,Oceana,not_known,not_known,2017-05-11
        not_known,switzerland,Switzerland,not_known,not_known,2017-05-11
        not_known,west-nordic-council,West Nordic Council,not_known,not_known,2017-05-11
        not_known,wmo,World Meteorological Organization,not_known,not_known,2017-05-11
        not_known,imo,International Maritime Organization,not_known,not_known,2019-05-07
        not_known,sweden,Sweden,denmark,sweden,2027-05
        count,,members,0,0,
        count,,participants,0,0,
        count,,observers,0,0,
        count,,observer-states,0,0,
        count,,observer-igos,0,0,
        count,,observer-ngos,0,0,
    "#]]).stderr(expect![[r#"
        note: 52 memberships with imprecise dates are counted only when certain
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
