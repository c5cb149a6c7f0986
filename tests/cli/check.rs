//! `check`: claims compared with the registry.

use std::fs;

use expect_test::expect;

use crate::support::{Home, Ran, cells, check, first_line, inputs, transcript};

/// A home with these bytes in `claims.csv`.
fn home_with(bytes: impl AsRef<[u8]>) -> Home {
    let home = Home::seeded();
    fs::write(home.path("claims.csv"), bytes).unwrap();
    home
}

/// A news report of 2021-05-19 has one wrong number.
#[test]
fn a_news_report_is_right_except_for_the_number_of_observers() {
    let home = Home::seeded();
    home.bring("news.csv");
    let Ran { stdout, stderr, .. } = home.arctic("check news.csv -f csv").output(1);
    assert_eq!(stderr, "");
    assert!(stdout.starts_with("claim,subject,property,on,value,verdict,registry_value,reason,sources\n"));
    let rows = cells(&stdout);
    assert_eq!(rows.len(), 19);
    for row in &rows {
        let verdict = if row[4] == "12" { "false" } else { "true" };
        assert_eq!(row[5], verdict, "{row:?}");
        assert!(!row[8].is_empty(), "{row:?} names no source");
    }
    let wrong = rows.iter().find(|row| row[4] == "12").unwrap();
    assert_eq!(wrong[6..8], ["13", "13, not 12; 12 held from 2013-05-15 to 2017-05-10"]);

    let shown = home.arctic("check news.csv").output(1).stdout;
    check(
        &first_line(&shown),
        expect![[r#"
            19 claims: 18 true, 1 false, 0 not known
        "#]],
    );
    let cited = home.arctic("check news.csv --cite").output(1).stdout;
    assert!(cited.contains("\nSources\n- "), "{cited}");
}

/// Claims, each followed by the verdict, the value in the registry and the reason.
#[test]
fn each_property_is_true_false_or_not_known() {
    let cases = expect![[r#"
        $ ,founded,,1996
            true | 1996-09-19 | founded on 1996-09-19: Ottawa Declaration
        $ ,founded,,1996-09-19
            true | 1996-09-19 | founded on 1996-09-19: Ottawa Declaration
        $ the arctic council,founded,,1996-09-18
            false | 1996-09-19 | founded on 1996-09-19: Ottawa Declaration
        $ ,chair,2021-05-19,Iceland
            true | Iceland | Iceland held it from 2019-05-07 to 2021-05-19
        $ ,chair,2021-05-19,Russia
            false | Iceland | Iceland held it from 2019-05-07 to 2021-05-19; Russia held it from 2004-11-24 to 2006-10-25 and from 2021-05-20 to 2023-05-10
        $ ,chair,2021-05-20,Iceland
            false | Russia | Russia held it from 2021-05-20 to 2023-05-10; Iceland held it from 2002-10-10 to 2004-11-23 and from 2019-05-07 to 2021-05-19; 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        $ ,chair,2021,Ísland;RUS
            true | Iceland;Russia | Iceland held it from 2019-05-07 to 2021-05-19; Russia held it from 2021-05-20 to 2023-05-10; 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        $ ,chair,2021,Iceland
            true | Iceland;Russia | Iceland held it from 2019-05-07 to 2021-05-19; Russia held it from 2021-05-20 to 2023-05-10; 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        $ ,chair,2021,Iceland;Norway
            false | Iceland;Russia | Iceland held it from 2019-05-07 to 2021-05-19; Russia held it from 2021-05-20 to 2023-05-10; Norway held it from 2006-10-26 to 2009-04-28 and from 2023-05-11 to 2025-05-11; 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        $ ,chair,2026-11-01,Denmark
            true | Denmark | Denmark holds it from 2025-05-12 until 2027-05; last verified on 2026-03-13
        $ ,chair,2027-05-20,Denmark
            not_known | Denmark;Sweden | Denmark holds it from 2025-05-12 until 2027-05; Sweden would hold it from 2027-05 until 2029 by the order of rotation (projected); whether the Kingdom of Denmark or Sweden holds the chair on 2027-05-20 is not known: of the handover only `2027-05` is known; last verified on 2026-03-13
        $ ,chair,2028,Sweden
            not_known | Sweden | Sweden would hold it from 2027-05 until 2029 by the order of rotation (projected); last verified on 2026-03-13
        $ ,chair,1995,Sweden
            false | none | the Arctic Council did not exist before 1996-09-19; Sweden held it from 2011-05-12 to 2013-05-14
        $ Russia,chair,2022,
            true | yes | Russia held it from 2021-05-20 to 2023-05-10
        $ Russia,chair,2021-05-19,yes
            false | no | Iceland held it from 2019-05-07 to 2021-05-19; Russia held it from 2004-11-24 to 2006-10-25 and from 2021-05-20 to 2023-05-10
        $ Russia,chair,2021-05-19,no
            true | no | Iceland held it from 2019-05-07 to 2021-05-19; Russia held it from 2004-11-24 to 2006-10-25 and from 2021-05-20 to 2023-05-10
        $ Sweden,chair,2028,no
            not_known | not_known | Sweden would hold it from 2027-05 until 2029 by the order of rotation (projected); last verified on 2026-03-13
        $ Brazil,chair,2022,yes
            false | no | Russia held it from 2021-05-20 to 2023-05-10; Brazil never held it
        $ China,role,2013-05-15,observer
            true | observer | observer since 2013-05-15, granted at kiruna-2013
        $ China,role,2013-05-14,observer
            false | none | no role on 2013-05-14; China became observer on 2013-05-15, granted at kiruna-2013
        $ China,role,2013,Observer State
            true | observer | observer since 2013-05-15, granted at kiruna-2013
        $ China,role,2021,member
            false | observer | observer since 2013-05-15, granted at kiruna-2013; China never was a member
        $ China,role,2013,none
            false | observer | observer since 2013-05-15, granted at kiruna-2013; no role before 2013-05-15
        $ "Korea, Rep.",role,2013-05-14,none
            true | none | no role on 2013-05-14
        $ Brazil,role,2021,observer
            false | none | no role in 2021; Brazil never was an observer
        $ Saami Council,role,2021,Permanent Participant
            true | permanent_participant | founding Permanent Participant since 1996-09-19
        $ Greenland,role,2021,Arctic State
            true | member | founding member since 1996-09-19; Greenland has no seat of its own: the seat of the Kingdom of Denmark covers it
        $ Canada,role,1995,member
            false | none | the Arctic Council did not exist before 1996-09-19; no role in 1995; Canada became a founding member on 1996-09-19
        $ National Geographic Society,role,2018,observer
            true | observer | observer from 2017-05-11 to some day between 2019 and 2020-06-02, granted at fairbanks-2017
        $ National Geographic Society,role,2019-07-01,observer
            not_known | not_known | whether the National Geographic Society was an observer then is not known: the role ended between 2019 and 2020-06-02, and the day is not known
        $ National Geographic Society,role,2019-07-01,none
            not_known | not_known | whether the National Geographic Society was an observer then is not known: the role ended between 2019 and 2020-06-02, and the day is not known
        $ National Geographic Society,role,2019-07-01,member
            false | not_known | whether the National Geographic Society was an observer then is not known: the role ended between 2019 and 2020-06-02, and the day is not known; National Geographic Society never was a member
        $ National Geographic Society,role,2020,observer
            not_known | not_known | whether the National Geographic Society was an observer then is not known: the role ended between 2019 and 2020-06-02, and the day is not known
        $ UNECE,role,2020,none
            not_known | not_known | whether the United Nations Economic Commission for Europe was an observer then is not known: the role ended between 2019 and 2020-06-02, and the day is not known; that record is unverified
        $ Germany,role,,observer
            true | observer | observer since 1998-09-18, granted at iqaluit-1998; last verified on 2026-03-13
        $ China,since,2021,2013
            true | 2013-05-15 | observer since 2013-05-15, granted at kiruna-2013
        $ China,since,2021,2013-05-15
            true | 2013-05-15 | observer since 2013-05-15, granted at kiruna-2013
        $ China,since,2021,2013-05-16
            false | 2013-05-15 | observer since 2013-05-15, granted at kiruna-2013
        $ China,since,2012,2013
            false | none | no role in 2012; China became observer on 2013-05-15, granted at kiruna-2013
        $ Brazil,since,2021,2013
            false | none | no role in 2021; Brazil never had one
        $ National Geographic Society,until,2018,2019
            not_known | 2019..2020-06-02 | observer from 2017-05-11 to some day between 2019 and 2020-06-02, granted at fairbanks-2017; of that date only `2019..2020-06-02` is known
        $ National Geographic Society,until,2018,2019-05-07
            not_known | 2019..2020-06-02 | observer from 2017-05-11 to some day between 2019 and 2020-06-02, granted at fairbanks-2017; of that date only `2019..2020-06-02` is known
        $ National Geographic Society,until,2018,2017
            false | 2019..2020-06-02 | observer from 2017-05-11 to some day between 2019 and 2020-06-02, granted at fairbanks-2017
        $ National Geographic Society,until,2021,2019
            not_known | 2019..2020-06-02 | observer from 2017-05-11 to some day between 2019 and 2020-06-02, granted at fairbanks-2017; of that date only `2019..2020-06-02` is known
        $ National Geographic Society,until,2018,none
            false | 2019..2020-06-02 | observer from 2017-05-11 to some day between 2019 and 2020-06-02, granted at fairbanks-2017
        $ China,until,2021,none
            true | none | observer since 2013-05-15, granted at kiruna-2013
        $ China,until,2021,2022
            false | none | observer since 2013-05-15, granted at kiruna-2013
        $ China,until,2021,2030
            not_known | none | observer since 2013-05-15, granted at kiruna-2013; no end is on record
        $ members,count,2021,8
            true | 8 | 8 from 1996-09-19 to 2026-11-23
        $ Member States,count,2021,7
            false | 8 | 8, not 7; 7 may have held from 2026-11-24 on
        $ participants,count,1999,4
            true | 4 | 4 from 1998-09-18 to 2000-10-12
        $ permanent participant,count,1999,6
            false | 4 | 4, not 6; 6 held from 2000-10-13 to 2026-11-23, and may have held from 2026-11-24 on
        $ observers,count,2013-05-15,32
            true | 32 | 32 from 2013-05-15 to 2017-05-10
        $ observers,count,2013,32
            true | 32 | it changed in 2013: 26 from 2006-10-26 to 2013-05-14, 32 from 2013-05-15 to 2017-05-10
        $ observers,count,2013,26
            false | 32 | it changed in 2013: 26 from 2006-10-26 to 2013-05-14, 32 from 2013-05-15 to 2017-05-10; 26 held from 2006-10-26 to 2013-05-14, and may have held from 2026-11-24 on
        $ non_arctic observers,count,2021-05-19,12
            false | 13 | 13, not 12; 12 held from 2013-05-15 to 2017-05-10, and may have held from 2026-11-24 on
        $ observer states,count,2021-05-19,13
            true | 13 | 13 from 2017-05-11 to 2026-11-23
        $ igo-observers,count,2020,13
            true | 13 | it changed in 2020: 13..14 from 2019-05-07 to 2020-06-01, 13 from 2020-06-02 to 2026-11-23
        $ igo-observers,count,2019-07-01,13
            not_known | 13..14 | 13..14 from 2019-05-07 to 2020-06-01; a date that is only partly known leaves it open; that record is unverified
        $ ngo observers,count,2019-07-01,12
            not_known | 12..13 | 12..13 from 2019-01-01 to 2020-06-01; a date that is only partly known leaves it open
        $ ngo-observers,count,2019-07-01,14
            false | 12..13 | 12..13, not 14; there never were 14
        $ ngo-observers,count,2021,11
            false | 12 | 12, not 11; 11 held from 2004-11-24 to 2017-05-10, and may have held from 2026-11-24 on
        $ observers,count,1995,0
            true | 0 | the Arctic Council did not exist before 1996-09-19
        $ observers,count,1995,8
            false | 0 | the Arctic Council did not exist before 1996-09-19; 8 may have held from 2026-11-24 on
        $ observers,count,1997,0
            true | 0 | 0 from 1996-09-19 to 1998-09-17
        $ observers,count,1999,0
            false | 11 | 11, not 0; 0 held from 1996-09-19 to 1998-09-17, and may have held from 2026-11-24 on
        $ members,count,,8
            true | 8 | 8 from 1996-09-19 to 2026-11-23; last verified on 2026-03-13
        $ Russia,chairship-start,,2004-11
            true | 2004-11-24 | Russia held it from 2004-11-24 to 2006-10-25
        $ Russia,chairship-start,,2021-05-20
            true | 2021-05-20 | Russia held it from 2021-05-20 to 2023-05-10
        $ Russia,chairship-start,,2005
            false | 2004-11-24;2021-05-20 | Russia held it from 2004-11-24 to 2006-10-25 and from 2021-05-20 to 2023-05-10
        $ Russia,chairship-start,2022,2004
            false | 2021-05-20 | Russia held it from 2004-11-24 to 2006-10-25 and from 2021-05-20 to 2023-05-10
        $ Russia,chairship-start,2015,2004
            false | none | Russia did not hold the chair in 2015; Russia held it from 2004-11-24 to 2006-10-25 and from 2021-05-20 to 2023-05-10
        $ Denmark,chairship-start,2026,2025-05-12
            true | 2025-05-12 | Denmark holds it from 2025-05-12 until 2027-05; last verified on 2026-03-13
        $ Sweden,chairship-start,,2027
            not_known | 2011-05-12 | Sweden held it from 2011-05-12 to 2013-05-14; no chairship after 2027-05 is on record
        $ China,chairship-start,,2021
            false | none | China never held it
        $ Iceland,chairship-end,2020,2021-05-20
            true | 2021-05-20 | Iceland held it from 2019-05-07 to 2021-05-19
        $ Iceland,chairship-end,2020,2021-05-19
            false | 2021-05-20 | Iceland held it from 2002-10-10 to 2004-11-23 and from 2019-05-07 to 2021-05-19; 2021-05-19 was the last day; an end is the first day after it
        $ Denmark,chairship-end,2026,2027
            true | 2027-05 | Denmark holds it from 2025-05-12 until 2027-05; last verified on 2026-03-13
        $ Denmark,chairship-end,2026,2027-05-12
            not_known | 2027-05 | Denmark holds it from 2025-05-12 until 2027-05; of that date only `2027-05` is known; last verified on 2026-03-13
        $ Denmark,chairship-end,2026,none
            false | 2027-05 | Denmark held it from 2009-04-29 to 2011-05-11 and holds it from 2025-05-12 until 2027-05; last verified on 2026-03-13
        $ ,meeting-place,2021-05,Reykjavik
            true | Reykjavík | reykjavik-2021 was in Reykjavík on 2021-05-20
        $ ,meeting-place,2021-05-19,Reykjavik
            false | none | no meeting on 2021-05-19 is on record; a meeting was in Reykjavík on 2004-11-24 and on 2021-05-20
        $ reykjavik-2021,meeting-place,,Reykjavík
            true | Reykjavík | reykjavik-2021 was in Reykjavík on 2021-05-20
        $ reykjavik-2021,meeting-place,,Oslo
            false | Reykjavík | reykjavik-2021 was in Reykjavík on 2021-05-20; no meeting was in Oslo
        $ ,meeting-place,2000-10-13,BARROW
            true | Barrow, Alaska (now Utqiaġvik) | barrow-2000 was in Barrow, Alaska (now Utqiaġvik) from 2000-10-12 to 2000-10-13
        $ ,meeting-place,2027,Oslo
            not_known | none | no meeting in 2027 is on record; last verified on 2026-03-13
        $ ,meeting-place,1990,Rovaniemi
            false | none | the Arctic Council did not exist before 1996-09-19; no meeting in 1990 is on record; a meeting was in Rovaniemi on 2019-05-07
        $ ,chair-person,2008,Støre
            true | Jonas Gahr Støre | Jonas Gahr Støre was Chair of the Arctic Council from 2006-10-26 to 2009-04-28
        $ ,chair-person,2008,J. G. Store
            true | Jonas Gahr Støre | Jonas Gahr Støre was Chair of the Arctic Council from 2006-10-26 to 2009-04-28
        $ ,chair-person,2021-05-19,Lavrov
            false | Guðlaugur Þór Þórðarson | Guðlaugur Þór Þórðarson was Chair of the Arctic Council from 2019-05-07 to 2021-05-19; Sergey Lavrov was from 2004-11-24 to 2006-10-25 and from 2021-05-20 to 2023-05-10
        $ ,chair-person,2008,Gahr
            false | Jonas Gahr Støre | Jonas Gahr Støre was Chair of the Arctic Council from 2006-10-26 to 2009-04-28; Gahr is not on record as Chair of the Arctic Council
        $ ,chair-person,2026-11-01,Nielsen
            not_known | Jens-Frederik Nielsen | Jens-Frederik Nielsen was Chair of the Arctic Council from 2026-03-13 on; whether Jens-Frederik Nielsen still was on 2026-11-01 is not known; that record is unverified; last verified on 2026-03-13
        $ ,chair-person,1990,Lavrov
            false | none | the Arctic Council did not exist before 1996-09-19; Sergey Lavrov was from 2004-11-24 to 2006-10-25 and from 2021-05-20 to 2023-05-10
        $ ,sao-chair,2014-05-01,Borbey
            true | Patrick Borbey | Patrick Borbey was Chair of the Senior Arctic Officials from 2013-05-15 until 2014-07
        $ ,sao-chair,2014-07-15,Rigby
            not_known | Patrick Borbey;Vincent Rigby | Patrick Borbey was Chair of the Senior Arctic Officials from 2013-05-15 until 2014-07; Vincent Rigby was Chair of the Senior Arctic Officials from 2014-07 to 2015-04-23
        $ ,sao-chair,2014-07-15,Simon
            false | Patrick Borbey;Vincent Rigby | Patrick Borbey was Chair of the Senior Arctic Officials from 2013-05-15 until 2014-07; Vincent Rigby was Chair of the Senior Arctic Officials from 2014-07 to 2015-04-23; Mary May Simon was from 1996-09-19 to 1998-09-17
    "#]];
    let claims = inputs(&cases);
    let home = home_with(format!("subject,property,on,value\n{}\n", claims.join("\n")));
    let rows = cells(&home.arctic("check claims.csv -f csv").output(1).stdout);
    assert_eq!(rows.len(), claims.len());
    let mut rows = rows.into_iter();
    transcript(cases, |_| format!("    {}\n", rows.next().unwrap()[4..7].join(" | ")));
}

#[test]
fn the_exit_status_is_that_of_the_worst_claim() {
    let (yes, no, open) = (",founded,,1996", ",founded,,1995", "Sweden,chairship-start,,2027");
    for (claims, code, expected) in [
        (
            vec![],
            0,
            expect![[r#"
                0 claims: 0 true, 0 false, 0 not known
            "#]],
        ),
        (
            vec![yes, yes],
            0,
            expect![[r#"
                2 claims: 2 true, 0 false, 0 not known
            "#]],
        ),
        (
            vec![yes, open],
            5,
            expect![[r#"
                2 claims: 1 true, 0 false, 1 not known
            "#]],
        ),
        (
            vec![open, no, yes],
            1,
            expect![[r#"
                3 claims: 1 true, 1 false, 1 not known
            "#]],
        ),
    ] {
        let home = home_with(format!("subject,property,on,value\n{}", claims.join("\n")));
        let title = home.arctic("check claims.csv").output(code).stdout;
        check(&first_line(&title), expected);
    }
}

/// Other columns, any order, a byte order mark, carriage returns and semicolons are accepted.
#[test]
fn other_columns_are_kept() {
    let claims = "\u{feff}page;value;on;property;subject;\r\n3;8;2021;count;members;\"a \"\"b\"\"\"\r\n";
    home_with(claims)
        .arctic("check claims.csv -f csv")
        .stdout(expect![[r#"
            page,value,on,property,subject,,verdict,registry_value,reason,sources
            3,8,2021,count,members,"a ""b""",true,8,8 from 1996-09-19 to 2026-11-23,joint-communique-1996;ottawa-declaration;ac-about-2018
        "#]])
        .status(0);
    let tsv = "subject\tproperty\ton\tvalue\tverdict\tregistry_value\treason\tsources\n\
               \tfounded\t\t1996\ttrue\t1996-09-19\tfounded on 1996-09-19: Ottawa Declaration\t\
               dfait-1996-166;joint-communique-1996;ottawa-declaration\n";
    let claims = "subject,property,on,value\n,founded,,1996\n";
    Home::seeded().arctic("check - -f tsv").stdin(claims).stdout(tsv).status(0);
}

#[test]
fn cited_json_has_whole_sources() {
    let home = home_with("subject,property,on,value\nChina,role,2021,observer\n");
    let plain = home.arctic("check claims.csv -f ndjson").output(0).stdout;
    assert!(
        plain.contains(r#""sources":"globalpost-2013;ipolitics-2013;kiruna-decl-2013;ac-observers-list"}"#),
        "{plain}"
    );
    let cited = home.arctic("check claims.csv -f ndjson --cite").output(0).stdout;
    assert!(cited.contains(r#""sources":[{"id":"globalpost-2013","title":"#), "{cited}");
    let csv = home.arctic("check claims.csv -f csv --cite").output(0).stdout;
    assert_eq!(csv, home.arctic("check claims.csv -f csv").output(0).stdout);
}

#[test]
fn every_invalid_claim_is_reported_at_once() {
    home_with(
        "claim,subject,property,on,value\n\
         ,Norwayy,role,,member\n\
         ,,foo,,1\n\
         ,,founded,yesterday,1996\n\
         ,,founded,2021-02-30,1996\n\
         ,,founded,,September 1996\n\
         ,China,founded,,1996\n\
         ,China,role,,boss\n\
         ,China,role\n\
         ,,role,,member\n\
         \n\
         ,,count,,3\n\
         ,whales,count,,3\n\
         ,members,count,,eight\n\
         ,members,count,,\n\
         ,,chair,,\n\
         ,,chair,,Norway;Norwayy\n\
         ,China,chair,,Norway\n\
         ,,meeting-place,,Oslo\n\
         ,oslo-2000,meeting-place,,Oslo\n\
         ,,meeting-place,2021,\n\
         ,,chair-person,,\n\
         ,China,sao-chair,,Wang\n\
         ,China,until,2021,never\n",
    )
    .arctic("check claims.csv")
    .stderr(expect![[r#"
        error: 22 problems in the data
        claims.csv:2: subject: unknown country or organisation: `Norwayy`; did you mean `norway`?
        claims.csv:3: property: `foo` is not a property; write one of founded, chair, role, since, until, count, chairship-start, chairship-end, meeting-place, chair-person, sao-chair
        claims.csv:4: on: cannot read `yesterday` as a date; use YYYY, YYYY-MM, YYYY-MM-DD, or a range such as 2019..2023
        claims.csv:5: on: no such day in the calendar: `2021-02-30`
        claims.csv:6: value: `September 1996` is not a date; write YYYY, YYYY-MM or YYYY-MM-DD
        claims.csv:7: subject: `China` is not the Arctic Council; leave it empty for this property
        claims.csv:8: value: `boss` is not a role; write `member`, `permanent_participant`, `observer` or `none`
        claims.csv:9: the row has 3 cells, but the header has 5
        claims.csv:10: subject: empty; name a party or country
        claims.csv:12: subject: empty; write members, participants, observers, non-arctic-observers, observer-states, igo-observers or ngo-observers
        claims.csv:13: subject: cannot count `whales`; write members, participants, observers, non-arctic-observers, observer-states, igo-observers or ngo-observers
        claims.csv:14: value: `eight` is not a whole number; write one in digits
        claims.csv:15: value: empty; write one in digits
        claims.csv:16: value: empty; name a party or country
        claims.csv:17: value: unknown country or organisation: `Norwayy`; did you mean `norway`?
        claims.csv:18: value: `Norway` is not yes or no; write `yes` or `no`, or leave the subject empty
        claims.csv:19: on: empty; write when the meeting was, or its id as the subject
        claims.csv:20: subject: no meeting has the id `oslo-2000`
        claims.csv:21: value: empty; write the name of a town
        claims.csv:22: value: empty; write the name of a person
        claims.csv:23: subject: `China` is not the Arctic Council; leave it empty for this property
        claims.csv:24: value: `never` is not a date; write YYYY, YYYY-MM or YYYY-MM-DD, or `none`
    "#]])
    .status(3);
}

#[test]
fn an_invalid_table_of_claims_is_refused() {
    for (bytes, error) in [
        (
            &b""[..],
            expect![[r#"
                error: 1 problem in the data
                claims.csv: the file is empty; its first line names the columns
            "#]],
        ),
        (
            b"subject,propety,on,verdict,on\n",
            expect![[r#"
                error: 4 problems in the data
                claims.csv:1: property: the column is missing; did you mean `propety`?
                claims.csv:1: value: the column is missing; the columns are `subject`, `propety`, `on`, `verdict`, `on`
                claims.csv:1: verdict: the result has a column of this name; rename this one
                claims.csv:1: on: duplicate column
            "#]],
        ),
        (
            b"subject,property,on,value\n,founded,,\"1996\n,founded,,1996\n",
            expect![[r#"
                error: 1 problem in the data
                claims.csv:2: a quote that is never closed
            "#]],
        ),
        (
            b"subject,property,on,value\n,founded,,\"1996\n,founded,,\"1996\"\n",
            expect![[r#"
                error: 1 problem in the data
                claims.csv:3: text after a closing quote; the quote was opened on line 2
            "#]],
        ),
        (
            b"subject,property,on,value\nT\xfcrkei,role,,none\n",
            expect![[r#"
                error: 1 problem in the data
                claims.csv:2: not UTF-8; save the file as UTF-8
            "#]],
        ),
        (
            b"subject,property,on,value\n,founded,,1996,\n,founded\n",
            expect![[r#"
                error: 2 problems in the data
                claims.csv:2: the row has 5 cells, but the header has 4
                claims.csv:3: the row has 2 cells, but the header has 4
            "#]],
        ),
    ] {
        home_with(bytes).arctic("check claims.csv").stderr(error).status(3);
    }
    let home = Home::seeded();
    home.arctic("check -")
        .stdin("subject,property,on,value\n,x,,1\n")
        .stderr(expect![[r#"
            error: 1 problem in the data
            standard input:2: property: `x` is not a property; write one of founded, chair, role, since, until, count, chairship-start, chairship-end, meeting-place, chair-person, sao-chair
        "#]])
        .status(3);
    home.refuses(
        4,
        expect![[r#"
            $ check absent.csv
            error: absent.csv: No such file or directory (os error 2)
        "#]],
    );
}

#[test]
fn claims_about_another_council_are_judged_by_its_data() {
    let home = Home::tundra();
    let claims = "subject,property,on,value\n\
                  Tundra Forum,founded,,2020-06\n\
                  members,count,2021,3\n\
                  drift,since,2022,2021-06-02\n\
                  ngo-observers,count,2021-01-01,1\n\
                  ,chair,2022-01-01,borea\n";
    fs::write(home.path("claims.csv"), claims).unwrap();
    let rows = cells(&home.arctic("check claims.csv -f csv").today("2022-08-01").output(1).stdout);
    let verdicts: Vec<&str> = rows.iter().map(|row| row[4].as_str()).collect();
    assert_eq!(verdicts, ["true", "true", "true", "not_known", "false"], "{rows:?}");
    fs::write(home.path("claims.csv"), "subject,property,on,value\nArctic Council,founded,,1996\n").unwrap();
    home.refuses(
        3,
        expect![[r#"
            $ check claims.csv
            error: 1 problem in the data
            claims.csv:2: subject: `Arctic Council` is not the Tundra Forum; leave it empty for this property
        "#]],
    );
}

#[test]
fn claims_are_read_from_prose() {
    let home = Home::seeded();
    let text = "The Arctic Council was established on 19 September 1996 with eight member states.\n\
        Sweden joined the Arctic Council as an observer in 2013.\n\
        The Nordic Council has five member states.\n";
    fs::write(home.path("article.md"), text).unwrap();
    home.arctic("check article.md --date 2020")
        .stdout(expect![[r#"
            3 claims: 2 true, 1 false, 0 not known; not judged: 0 sentences about the council

             line   words    claim                    verdict   reason
            ─────────────────────────────────────────────────────────────────────────────────────
             2      Sweden   Sweden since 2020 2013   false     founding member since 1996-09-19
        "#]])
        .status(1);
    home.arctic("check article.md --date 2020 --all").stdout(expect![[r#"
        3 claims: 2 true, 1 false, 0 not known; not judged: 0 sentences about the council

         line   words                                                     claim                    verdict   reason
        ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
         1      The Arctic Council was established on 19 September 1996   founded 1996-09-19       true      founded on 1996-09-19: Ottawa Declaration
         1      eight member states                                       members count 2020 8     true      8 from 1996-09-19 to 2026-11-23
         2      Sweden                                                    Sweden since 2020 2013   false     founding member since 1996-09-19
    "#]]).status(1);
    home.arctic("check article.md --date 2020 -f line")
        .stdout(expect![[r#"
            article.md:2:1: Sweden: founding member since 1996-09-19 [since/became]
        "#]])
        .status(1);
    home.arctic("check - --as prose --date 2020 -f csv").stdin(text).stdout(expect![[r#"
        line,column,offset,length,words,sentence,subject,property,on,value,verdict,registry_value,reason,sources,file,rule
        1,1,0,55,The Arctic Council was established on 19 September 1996,The Arctic Council was established on 19 September 1996 with eight member states.,,founded,,1996-09-19,true,1996-09-19,founded on 1996-09-19: Ottawa Declaration,dfait-1996-166;joint-communique-1996;ottawa-declaration,standard input,founded/in
        1,62,61,19,eight member states,The Arctic Council was established on 19 September 1996 with eight member states.,members,count,2020,8,true,8,8 from 1996-09-19 to 2026-11-23,joint-communique-1996;ottawa-declaration;ac-about-2018,standard input,count/members
        2,1,82,6,Sweden,Sweden joined the Arctic Council as an observer in 2013.,Sweden,since,2020,2013,false,1996-09-19,founding member since 1996-09-19,joint-communique-1996;ottawa-declaration;ac-about-2018,standard input,since/became
    "#]]).status(1);
    let sarif = home.arctic("check article.md --date 2020 -f sarif").output(1).stdout;
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1);
}

#[test]
fn prose_that_cannot_be_read_is_an_error_beside_answers() {
    let home = Home::seeded();
    fs::write(home.path("article.md"), "The Arctic Council has eight member states.\n").unwrap();
    fs::write(home.path("latin.md"), b"The Arctic Council\n has caf\xe9.\n").unwrap();
    home.arctic("check latin.md")
        .stderr(expect![[r#"
        error: 1 problem in the data
        latin.md:2: the text is not UTF-8
    "#]])
        .status(3);
    home.arctic("check missing.md article.md --all --date 2020")
        .stdout(expect![[r#"
            1 claim: 1 true, 0 false, 0 not known; not judged: 0 sentences about the council

             line           words                 claim                  verdict   reason
            ───────────────────────────────────────────────────────────────────────────────────────────────────────
             article.md:1   eight member states   members count 2020 8   true      8 from 1996-09-19 to 2026-11-23
        "#]])
        .stderr(expect![[r#"
        error: missing.md: No such file or directory (os error 2)
    "#]])
        .status(4);
    home.arctic("check article.md --as table -f line")
        .stderr(expect![[r#"
        error: `line` and `sarif` are formats for prose; a row of a table has no place in a text
    "#]])
        .status(2);
    home.arctic("members -f sarif")
        .stderr(expect![[r#"
        error: `line` and `sarif` are only for `check` of prose
    "#]])
        .status(2);
}
