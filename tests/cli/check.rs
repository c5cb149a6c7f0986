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
            true | Russia | Russia held it from 2021-05-20 to 2023-05-10; a claim about 2021-05-20 is true of either side; 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        $ ,chair,2021,Ísland;RUS
            true | Iceland;Russia | Iceland held it from 2019-05-07 to 2021-05-19; Russia held it from 2021-05-20 to 2023-05-10; 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        $ ,chair,2021,Iceland
            true | Iceland;Russia | Iceland held it from 2019-05-07 to 2021-05-19; Russia held it from 2021-05-20 to 2023-05-10; 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        $ ,chair,2021,Iceland;Norway
            false | Iceland;Russia | Iceland held it from 2019-05-07 to 2021-05-19; Russia held it from 2021-05-20 to 2023-05-10; Norway held it from 2006-10-26 to 2009-04-28 and from 2023-05-11 to 2025-05-11; 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        $ ,chair,2026-11-01,Denmark
            true | Denmark | Denmark holds it from 2025-05-12 until 2027-05; last verified on 2026-03-13
        $ ,chair,2027-05-20,Denmark
            not_known | Denmark;Sweden | Denmark holds it from 2025-05-12 until 2027-05; Sweden would hold it from 2027-05 until 2029 by the order of rotation (projected); whether the Kingdom of Denmark or Sweden holds the chair on 2027-05-20 is not known: of the handover only `2027-05` is known; what changes after 2026-11-23 is known only if it was announced
        $ ,chair,2028,Sweden
            not_known | Sweden | Sweden would hold it from 2027-05 until 2029 by the order of rotation (projected); what changes after 2026-11-23 is known only if it was announced
        $ ,chair,1995,Sweden
            false | none | the Arctic Council did not exist before 1996-09-19; Sweden held it from 2011-05-12 to 2013-05-14
        $ Russia,chair,2022,
            true | yes | Russia held it from 2021-05-20 to 2023-05-10
        $ Russia,chair,2021-05-19,yes
            false | no | Iceland held it from 2019-05-07 to 2021-05-19; Russia held it from 2004-11-24 to 2006-10-25 and from 2021-05-20 to 2023-05-10
        $ Russia,chair,2021-05-19,no
            true | no | Iceland held it from 2019-05-07 to 2021-05-19; Russia held it from 2004-11-24 to 2006-10-25 and from 2021-05-20 to 2023-05-10
        $ Sweden,chair,2028,no
            not_known | not_known | Sweden would hold it from 2027-05 until 2029 by the order of rotation (projected); Sweden held it from 2011-05-12 to 2013-05-14; what changes after 2026-11-23 is known only if it was announced
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
            true | observer | observer since 2013-05-15, granted at kiruna-2013; no role before 2013-05-15
        $ "Korea, Rep.",role,2013-05-14,none
            true | none | no role on 2013-05-14
        $ Brazil,role,2021,observer
            false | none | no role in 2021; Brazil never was an observer
        $ Saami Council,role,2021,Permanent Participant
            true | permanent_participant | founding Permanent Participant since 1996-09-19
        $ Greenland,role,2021,Arctic State
            false | represented | no seat of its own; represented by the Kingdom of Denmark
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
            true | not_known | whether the United Nations Economic Commission for Europe was an observer then is not known: the role ended between 2019 and 2020-06-02, and the day is not known; that record is unverified
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
            true | 8 | 8 from 1996-09-19 on
        $ Member States,count,2021,7
            false | 8 | 8, not 7; there never were 7
        $ participants,count,1999,4
            true | 4 | 4 from 1998-09-18 to 2000-10-12
        $ permanent participant,count,1999,6
            false | 4 | 4, not 6; 6 held from 2000-10-13 on
        $ observers,count,2013-05-15,32
            true | 32 | 32 from 2013-05-15 to 2017-05-10
        $ observers,count,2013,32
            true | 26;32 | it changed in 2013: 26 from 2006-10-26 to 2013-05-14, 32 from 2013-05-15 to 2017-05-10
        $ observers,count,2013,26
            true | 26;32 | it changed in 2013: 26 from 2006-10-26 to 2013-05-14, 32 from 2013-05-15 to 2017-05-10
        $ non_arctic observers,count,2021-05-19,12
            false | 13 | 13, not 12; 12 held from 2013-05-15 to 2017-05-10
        $ observer states,count,2021-05-19,13
            true | 13 | 13 from 2017-05-11 on
        $ igo-observers,count,2020,13
            true | 13..14;13 | it changed in 2020: 13..14 from 2019-05-07 to 2020-06-01, 13 from 2020-06-02 on
        $ igo-observers,count,2019-07-01,13
            not_known | 13..14 | 13..14 from 2019-05-07 to 2020-06-01; a date that is only partly known leaves it open; that record is unverified
        $ ngo observers,count,2019-07-01,12
            not_known | 12..13 | 12..13 from 2019-01-01 to 2020-06-01; a date that is only partly known leaves it open
        $ ngo-observers,count,2019-07-01,14
            false | 12..13 | 12..13, not 14; there never were 14
        $ ngo-observers,count,2021,11
            false | 12 | 12, not 11; 11 held from 2004-11-24 to 2017-05-10; some of these memberships are unverified
        $ observers,count,1995,0
            true | 0 | the Arctic Council did not exist before 1996-09-19
        $ observers,count,1995,8
            false | 0 | the Arctic Council did not exist before 1996-09-19; there never were 8
        $ observers,count,1997,0
            true | 0 | 0 from 1996-09-19 to 1998-09-17
        $ observers,count,1999,0
            false | 11 | 11, not 0; 0 held from 1996-09-19 to 1998-09-17; some of these memberships are unverified
        $ members,count,,8
            true | 8 | 8 from 1996-09-19 on; last verified on 2026-03-13
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
            not_known | 2011-05-12 | who took or handed over the chair in 2027 is not on record; Sweden held it from 2011-05-12 to 2013-05-14
        $ China,chairship-start,,2021
            false | none | China never held it
        $ Iceland,chairship-end,2020,2021-05-20
            true | 2021-05-20 | Iceland held it from 2019-05-07 to 2021-05-19
        $ Iceland,chairship-end,2020,2021-05-19
            false | 2021-05-20 | Iceland held it from 2002-10-10 to 2004-11-23 and from 2019-05-07 to 2021-05-19; 2021-05-19 was the last day; an end is the first day after it
        $ Denmark,chairship-end,2026,2027
            true | 2027-05 | Denmark holds it from 2025-05-12 until 2027-05; last verified on 2026-03-13
        $ Denmark,chairship-end,2026,2027-05-12
            not_known | 2027-05 | Denmark holds it from 2025-05-12 until 2027-05; of that date only `2027-05` is known; what changes after 2026-11-23 is known only if it was announced
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
            not_known | none | no meeting in 2027 is on record; what changes after 2026-11-23 is known only if it was announced
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
            true | Jens-Frederik Nielsen | Jens-Frederik Nielsen was Chair of the Arctic Council from 2026-03-13 on, by office: no source calls this person so; that record is unverified; last verified on 2026-03-13
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

/// What is false of a time is false of all its days; what depends on an unknown day, on the future or on an unverified
/// record is not false; and a day on which something changes counts to both sides.
#[test]
fn a_claim_is_false_only_if_it_is_false_on_every_day() {
    let cases = expect![[r#"
        $ Sweden,chairship-start,,2027-05
            not_known | 2011-05-12 | who took or handed over the chair in 2027-05 is not on record; Sweden held it from 2011-05-12 to 2013-05-14
        $ Sweden,chairship-start,2028,2027-05
            not_known | none | Sweden did not hold the chair in 2028; who took or handed over the chair in 2027-05 is not on record; Sweden held it from 2011-05-12 to 2013-05-14; what changes after 2026-11-25 is known only if it was announced
        $ Sweden,chairship-start,2012,2027-05
            false | 2011-05-12 | Sweden held it from 2011-05-12 to 2013-05-14
        $ Sweden,chairship-start,2028,2011
            false | none | Sweden did not hold the chair in 2028; Sweden held it from 2011-05-12 to 2013-05-14; last verified on 2026-03-13
        $ ,sao-chair,2006,Balton
            not_known | Vitaly Churkin;Karsten Klepsvik | Vitaly Churkin was Chair of the Senior Arctic Officials from 2004-11-24 until 2006-04; Karsten Klepsvik was Chair of the Senior Arctic Officials from 2006-10-26 to 2009-04-28; who was Chair of the Senior Arctic Officials is not known for all of that time
        $ ,meeting-place,2025..2027,Nuuk
            not_known | Tromsø and online | tromso-2025 was in Tromsø and online on 2025-05-12; what changes after 2026-11-25 is known only if it was announced
        $ ,chair-person,2026-02..2026-05,Lavrov
            not_known | Vivian Motzfeldt;Jens-Frederik Nielsen | Vivian Motzfeldt was Chair of the Arctic Council from 2025-05-12 to 2026-03-12; Jens-Frederik Nielsen was Chair of the Arctic Council from 2026-03-13 on, by office: no source calls this person so; last verified on 2026-03-13
        $ ,chair-person,2017-05-11,Tillerson
            true | Timo Soini | Timo Soini was Chair of the Arctic Council from 2017-05-11 to 2019-05-06; Rex Tillerson was Chair of the Arctic Council until the handover on 2017-05-11, and the day counts to Timo Soini
        $ ,chair-person,2017-05-11,Soini
            true | Timo Soini | Timo Soini was Chair of the Arctic Council from 2017-05-11 to 2019-05-06
        $ ,chair-person,2017-05-12,Tillerson
            false | Timo Soini | Timo Soini was Chair of the Arctic Council from 2017-05-11 to 2019-05-06; Rex Tillerson was from 2017-02-01 to 2017-05-10
        $ Iceland,chair,2021-05-20,yes
            true | yes | Russia held it from 2021-05-20 to 2023-05-10; a claim about 2021-05-20 is true of either side; 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        $ Russia,chair,2021-05-20,yes
            true | yes | Russia held it from 2021-05-20 to 2023-05-10; 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        $ ,chair-person,2022,Sergei Lavrov
            true | Sergey Lavrov | Sergey Lavrov was Chair of the Arctic Council from 2021-05-20 to 2023-05-10
        $ ,chair-person,2015-06,John F. Kerry
            true | John Kerry | John Kerry was Chair of the Arctic Council from 2015-04-24 to 2017-01-19
        $ ,chair-person,2022,"Lavrov, Sergey"
            true | Sergey Lavrov | Sergey Lavrov was Chair of the Arctic Council from 2021-05-20 to 2023-05-10
        $ ,chair-person,2022,Foreign Minister Sergey Lavrov
            true | Sergey Lavrov | Sergey Lavrov was Chair of the Arctic Council from 2021-05-20 to 2023-05-10
        $ ,chair-person,2008,Stoere
            true | Jonas Gahr Støre | Jonas Gahr Støre was Chair of the Arctic Council from 2006-10-26 to 2009-04-28
        $ ,chair-person,2013,Bildt; Aglukkaq
            true | Carl Bildt;Leona Aglukkaq | Carl Bildt was Chair of the Arctic Council from 2011-05-12 to 2013-05-14; Leona Aglukkaq was Chair of the Arctic Council from 2013-05-15 to 2015-04-23
        $ ,chair-person,2012,Bildt; Aglukkaq
            false | Carl Bildt | Carl Bildt was Chair of the Arctic Council from 2011-05-12 to 2013-05-14; Leona Aglukkaq was from 2013-05-15 to 2015-04-23
        $ ,chair-person,2008,Peter Støre
            not_known | Jonas Gahr Støre | Jonas Gahr Støre was Chair of the Arctic Council from 2006-10-26 to 2009-04-28; did you mean Jonas Gahr Støre?
        $ ,chair-person,1999,Loy
            not_known | Madeleine Albright | Madeleine Albright was Chair of the Arctic Council from 1998-09-18 to 2000-10-12, by office: no source calls this person so; Loy is not on record as Chair of the Arctic Council; that record is unverified
        $ ,chair-person,1999,Albright
            true | Madeleine Albright | Madeleine Albright was Chair of the Arctic Council from 1998-09-18 to 2000-10-12, by office: no source calls this person so; that record is unverified
        $ IUCN,since,2010,1998
            not_known | 2000-10-13 | observer since 2000-10-13, granted at barrow-2000; that record is unverified
        $ IUCN,role,1999,observer
            not_known | none | no role in 1999; International Union for Conservation of Nature became observer on 2000-10-13, granted at barrow-2000; that record is unverified
        $ IUCN,role,2010,member
            false | observer | observer since 2000-10-13, granted at barrow-2000; International Union for Conservation of Nature never was a member; that record is unverified
        $ Brazil,role,2100,none
            not_known | not_known | no role in 2100; what changes after 2026-11-25 is known only if it was announced
        $ China,role,2100,observer
            not_known | not_known | observer since 2013-05-15, granted at kiruna-2013; no end is on record; what changes after 2026-11-25 is known only if it was announced
        $ China,role,2100,member
            not_known | not_known | observer since 2013-05-15, granted at kiruna-2013; no end is on record; what changes after 2026-11-25 is known only if it was announced
        $ members,count,2100,9
            not_known | 8 | 8 from 1996-09-19 on; what changes after 2026-11-25 is known only if it was announced
        $ ,founded,1990,1996
            false | 1996-09-19 | the Arctic Council did not exist before 1996-09-19; founded on 1996-09-19: Ottawa Declaration
        $ ,founded,2021,1996-09-19
            true | 1996-09-19 | founded on 1996-09-19: Ottawa Declaration
        $ kiruna-2013,meeting-place,2015,Kiruna
            false | Kiruna | kiruna-2013 was in Kiruna on 2013-05-15, not in 2015
        $ kiruna-2013,meeting-place,2013,Kiruna
            true | Kiruna | kiruna-2013 was in Kiruna on 2013-05-15
        $ ,chair,1990,none
            true | none | the Arctic Council did not exist before 1996-09-19
        $ ,chair,2012,none
            false | Sweden | Sweden held it from 2011-05-12 to 2013-05-14
        $ ,chair,2028,none
            not_known | Sweden | Sweden would hold it from 2027-05 until 2029 by the order of rotation (projected); what changes after 2026-11-25 is known only if it was announced
        $ China,role,2014,permanent observer
            true | observer | observer since 2013-05-15, granted at kiruna-2013; `permanent observer` is read as observer, which is the term of the Arctic Council
        $ AIA,role,2014,none
            unreadable |  | subject: ambiguous name: `AIA` can mean `anguilla` (Anguilla) or `aia` (Aleut International Association); use one of these ids
        $ China,role,May 2014,observer
            unreadable |  | on: cannot read `May 2014` as a date; use YYYY, YYYY-MM, YYYY-MM-DD, or a range such as 2019..2023
        $ China,role,2013,none
            true | observer | observer since 2013-05-15, granted at kiruna-2013; no role before 2013-05-15
        $ China,role,2013-05-15,none
            true | observer | observer since 2013-05-15, granted at kiruna-2013; it changed on 2013-05-15, and a claim about that day is true of either side
        $ China,role,2013-05-14,observer
            false | none | no role on 2013-05-14; China became observer on 2013-05-15, granted at kiruna-2013
        $ UNECE,role,2019-07-01,none
            not_known | not_known | whether the United Nations Economic Commission for Europe was an observer then is not known: the role ended between 2019 and 2020-06-02, and the day is not known; that record is unverified
        $ UNECE,until,2018,2019-05
            not_known | 2019..2020-06-02 | observer from 1998-09-18 to some day between 2019 and 2020-06-02, granted at iqaluit-1998; of that date only `2019..2020-06-02` is known; that record is unverified
        $ Canada,chairship-end,1997,1998-09-17
            false | 1998-09-18 | Canada held it from 1996-09-19 to 1998-09-17 and from 2013-05-15 to 2015-04-23; 1998-09-17 was the last day; an end is the first day after it
        $ observers,count,2013-05-15,26
            true | 32 | 32 from 2013-05-15 to 2017-05-10; 26 from 2006-10-26 to 2013-05-14; it changed on 2013-05-15, and a claim about that day is true of either side
        $ observers,count,2013-05-15,31
            false | 32 | 32, not 31; there never were 31; some of these memberships are unverified
    "#]];
    let claims = inputs(&cases);
    let home = home_with(format!("subject,property,on,value\n{}\n", claims.join("\n")));
    let rows = cells(&home.arctic("check claims.csv -f csv").today("2026-11-25").output(3).stdout);
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
            3,8,2021,count,members,"a ""b""",true,8,8 from 1996-09-19 on,joint-communique-1996;ottawa-declaration;ac-about-2018
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
fn a_row_that_cannot_be_read_does_not_stop_the_others() {
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
         ,China,until,2021,never\n\
         ,,founded,,1996\n",
    )
    .arctic("check claims.csv -f csv")
    .stdout(expect![[r#"
        claim,subject,property,on,value,verdict,registry_value,reason,sources
        ,Norwayy,role,,member,unreadable,,subject: unknown country or organisation: `Norwayy`; did you mean `norway`?,
        ,,foo,,1,unreadable,,"property: `foo` is not a property; write one of founded, chair, role, since, until, count, chairship-start, chairship-end, meeting-place, chair-person, sao-chair, term-length, term-ordinal, meeting-ordinal, admitted, application, event, agreement, secretariat",
        ,,founded,yesterday,1996,unreadable,,"on: cannot read `yesterday` as a date; use YYYY, YYYY-MM, YYYY-MM-DD, or a range such as 2019..2023",
        ,,founded,2021-02-30,1996,unreadable,,on: no such day in the calendar: `2021-02-30`,
        ,,founded,,September 1996,unreadable,,"value: `September 1996` is not a date; write YYYY, YYYY-MM or YYYY-MM-DD",
        ,China,founded,,1996,unreadable,,subject: `China` is not the Arctic Council; leave it empty for this property,
        ,China,role,,boss,unreadable,,"value: `boss` is not a role; write `member`, `permanent_participant`, `observer`, `represented` or `none`",
        ,,,,,unreadable,,"the row has 3 cells, but the header has 5",
        ,,role,,member,unreadable,,subject: empty; name a party or country,
        ,,count,,3,unreadable,,"subject: empty; write members, participants, observers, non-arctic-observers, observer-states, igo-observers or ngo-observers",
        ,whales,count,,3,unreadable,,"subject: cannot count `whales`; write members, participants, observers, non-arctic-observers, observer-states, igo-observers or ngo-observers",
        ,members,count,,eight,unreadable,,value: `eight` is not a whole number; write one in digits,
        ,members,count,,,unreadable,,value: empty; write one in digits,
        ,,chair,,,unreadable,,value: empty; name a party or country,
        ,,chair,,Norway;Norwayy,unreadable,,value: unknown country or organisation: `Norwayy`; did you mean `norway`?,
        ,China,chair,,Norway,unreadable,,"value: `Norway` is not yes or no; write `yes` or `no`, or leave the subject empty",
        ,,meeting-place,,Oslo,unreadable,,"on: empty; write when the meeting was, or its id as the subject",
        ,oslo-2000,meeting-place,,Oslo,unreadable,,subject: no meeting has the id `oslo-2000`,
        ,,meeting-place,2021,,unreadable,,value: empty; write the name of a town,
        ,,chair-person,,,unreadable,,"value: empty; write the name of a person, or `none`",
        ,China,sao-chair,,Wang,unreadable,,subject: `China` is not the Arctic Council; leave it empty for this property,
        ,China,until,2021,never,unreadable,,"value: `never` is not a date; write YYYY, YYYY-MM or YYYY-MM-DD, or `none`",
        ,,founded,,1996,true,1996-09-19,founded on 1996-09-19: Ottawa Declaration,dfait-1996-166;joint-communique-1996;ottawa-declaration
    "#]])
    .stderr(expect![[r#"
        error: 22 problems in the data
        claims.csv:2: subject: unknown country or organisation: `Norwayy`; did you mean `norway`?
        claims.csv:3: property: `foo` is not a property; write one of founded, chair, role, since, until, count, chairship-start, chairship-end, meeting-place, chair-person, sao-chair, term-length, term-ordinal, meeting-ordinal, admitted, application, event, agreement, secretariat
        claims.csv:4: on: cannot read `yesterday` as a date; use YYYY, YYYY-MM, YYYY-MM-DD, or a range such as 2019..2023
        claims.csv:5: on: no such day in the calendar: `2021-02-30`
        claims.csv:6: value: `September 1996` is not a date; write YYYY, YYYY-MM or YYYY-MM-DD
        claims.csv:7: subject: `China` is not the Arctic Council; leave it empty for this property
        claims.csv:8: value: `boss` is not a role; write `member`, `permanent_participant`, `observer`, `represented` or `none`
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
        claims.csv:22: value: empty; write the name of a person, or `none`
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
                error: claims.csv:2: not UTF-8; in Latin-1 it is `Türkei`; read it with `--encoding latin1`, or another that fits, or save it as UTF-8
            "#]],
        ),
    ] {
        home_with(bytes).arctic("check claims.csv").stderr(error).status(3);
    }
    let home = Home::seeded();
    home.arctic("check -")
        .stdin("subject,property,on,value\n,x,,1\n")
        .stdout(expect![[r#"
            1 claim: 0 true, 0 false, 0 not known, 1 unreadable

             claim   value   verdict      registry   reason
            ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
             x       1       unreadable              property: `x` is not a property; write one of founded, chair, role, since, until, count, chairship-start, chairship-end, meeting-place, chair-person, sao-chair, term-length, term-ordinal, meeting-ordinal, admitted, application, event, agreement, secretariat
        "#]])
        .stderr(expect![[r#"
            error: 1 problem in the data
            standard input:2: property: `x` is not a property; write one of founded, chair, role, since, until, count, chairship-start, chairship-end, meeting-place, chair-person, sao-chair, term-length, term-ordinal, meeting-ordinal, admitted, application, event, agreement, secretariat
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
    home.arctic("check claims.csv -f csv").stdout(expect![[r#"
        subject,property,on,value,verdict,registry_value,reason,sources
        Arctic Council,founded,,1996,unreadable,,subject: `Arctic Council` is not the Tundra Forum; leave it empty for this property,
    "#]]).stderr(expect![[r#"
        error: 1 problem in the data
        claims.csv:2: subject: `Arctic Council` is not the Tundra Forum; leave it empty for this property
    "#]]).status(3);
}

#[test]
fn a_people_and_a_part_of_a_state_are_subjects_of_claims() {
    let claims = ["Sami,role,2020,permanent participant", "Alaska,role,2020,none", "Scotland,role,2020,observer"];
    home_with(format!("subject,property,on,value\n{}\n", claims.join("\n")))
        .arctic("check claims.csv -f csv")
        .stdout(expect![[r#"
            subject,property,on,value,verdict,registry_value,reason,sources
            Sami,role,2020,permanent participant,true,permanent_participant,founding Permanent Participant since 1996-09-19; Sami is read as the Saami Council,joint-communique-1996;ottawa-declaration;icc-names
            Alaska,role,2020,none,false,represented,part of the United States; the United States is a member,joint-communique-1996;ottawa-declaration;ac-about-2018
            Scotland,role,2020,observer,false,none,no role in 2020; part of the United Kingdom; the United Kingdom is an observer,iso-3166-2
        "#]])
        .status(1);
}

#[test]
fn na_as_a_subject_means_what_the_other_subjects_say() {
    let claims = |others: &str| {
        let home = home_with(format!("subject,property,on,value\nNA,role,2020,none\n{others}"));
        home.arctic("check claims.csv -f csv")
    };
    claims("NO,role,2020,member\nFR,role,2020,observer\n").stdout(expect![[r#"
        subject,property,on,value,verdict,registry_value,reason,sources
        NA,role,2020,none,true,none,"no role in 2020; `NA` is read as the code of Namibia, because most of its column is two-letter codes",cow-states;iso-3166
        NO,role,2020,member,true,member,founding member since 1996-09-19,joint-communique-1996;ottawa-declaration;ac-about-2018
        FR,role,2020,observer,true,observer,"observer since 2000-10-13, granted at barrow-2000",yearbook-2012-59;ac-observers-list;arcticportal-observers;icc-canada-archive;wikipedia-simple
    "#]]).status(0);
    let missing = claims("Norway,role,2020,member\n").output(3);
    expect![[r#"
        subject,property,on,value,verdict,registry_value,reason,sources
        NA,role,2020,none,unreadable,,"subject: `NA` is read as a missing value, because most of its column is not two-letter codes",
        Norway,role,2020,member,true,member,founding member since 1996-09-19,joint-communique-1996;ottawa-declaration;ac-about-2018
    "#]].assert_eq(&missing.stdout);
}

#[test]
fn an_area_without_a_seat_is_represented_and_nothing_else() {
    let rows: String = [
        "Greenland,role,2020,member",
        "Greenland,role,2020,none",
        "Greenland,role,2020,observer",
        "Greenland,role,2020,represented",
        "Faroe Islands,chair,2026-01,yes",
        "Greenland,chair,2026-01,no",
        "Svalbard,role,2020,represented",
        "Svalbard,role,2020,none",
        "Scotland,role,2020,represented",
        "Greenland,role,1995,represented",
        "Greenland,role,1995,none",
        "Greenland,since,2020,1996",
        "Norway,role,2020,represented",
        "Brazil,role,2020,represented",
    ]
    .map(|row| format!("{row}\n"))
    .concat();
    let ran = home_with(format!("subject,property,on,value\n{rows}")).arctic("check claims.csv -f csv").output(1);
    let mut read = csv::Reader::from_reader(ran.stdout.as_bytes());
    let judged: String = read
        .records()
        .map(|row| row.unwrap())
        .map(|row| {
            format!("{} {} {} {}: {} | {} | {}\n", &row[0], &row[1], &row[2], &row[3], &row[4], &row[5], &row[6])
        })
        .collect();
    expect![[r#"
        Greenland role 2020 member: false | represented | no seat of its own; represented by the Kingdom of Denmark
        Greenland role 2020 none: false | represented | no seat of its own; represented by the Kingdom of Denmark
        Greenland role 2020 observer: false | represented | no seat of its own; represented by the Kingdom of Denmark
        Greenland role 2020 represented: true | represented | no seat of its own; represented by the Kingdom of Denmark
        Faroe Islands chair 2026-01 yes: false | no | Denmark holds it from 2025-05-12 until 2027-05; Faroe Islands never held it; no seat of its own; represented by the Kingdom of Denmark
        Greenland chair 2026-01 no: true | no | Denmark holds it from 2025-05-12 until 2027-05; Greenland never held it; no seat of its own; represented by the Kingdom of Denmark
        Svalbard role 2020 represented: true | represented | part of Norway; Norway is a member
        Svalbard role 2020 none: false | represented | part of Norway; Norway is a member
        Scotland role 2020 represented: false | none | no role in 2020; part of the United Kingdom; the United Kingdom is an observer
        Greenland role 1995 represented: false | none | the Arctic Council did not exist before 1996-09-19; no role in 1995
        Greenland role 1995 none: true | none | the Arctic Council did not exist before 1996-09-19; no role in 1995
        Greenland since 2020 1996: false | none | no role in 2020; Greenland never had one; no seat of its own; represented by the Kingdom of Denmark
        Norway role 2020 represented: false | member | founding member since 1996-09-19
        Brazil role 2020 represented: false | none | no role in 2020
    "#]].assert_eq(&judged);
}

/// The examples of the template are true, in any council that has a chair.
#[test]
fn the_template_has_a_true_example_of_each_property() {
    for home in [Home::seeded(), Home::tundra()] {
        let template = home.arctic("check --template").output(0).stdout;
        fs::write(home.path("claims.csv"), &template).unwrap();
        let rows = crate::support::rows(&template);
        assert_eq!(rows.len(), arctic_council::claims::PROPERTIES.len());
        let checked = home.arctic("check claims.csv -f csv").run().stdout;
        for (row, checked) in rows.iter().zip(crate::support::rows(&checked)) {
            assert!(row["value"].is_empty() || checked["verdict"] == "true", "{checked:?}");
        }
    }
    Home::seeded()
        .arctic("check --template")
        .stdout(expect![[r#"
            claim,subject,property,on,value
            the date of the founding,,founded,,1996-09-19
            who held the chair,,chair,2026-03-13,Denmark
            member,denmark,role,2026-03-13,member
            when the role held at that time began,denmark,since,2026-03-13,1996-09-19
            the first day without that role,denmark,until,2026-03-13,none
            a whole number,observers,count,2026-03-13,38
            when it took the chair,denmark,chairship-start,2026-03-13,2025-05-12
            when it handed over the chair,denmark,chairship-end,2026-03-13,2027-05
            the town,tromso-2025,meeting-place,,Tromsø and online
            who was Chair of the council,,chair-person,2026-03-13,Jens-Frederik Nielsen
            who was chair of the council's officials,,sao-chair,2026-03-13,Kenneth Høegh
            the years of a term in the chair,,term-length,2026-03-13,2
            which chairship it is,,term-ordinal,2026-03-13,
            which meeting it is: 8 or eighth,,meeting-ordinal,2026-03-13,
            how many were admitted on one day,,admitted,2026-03-13,
            granted,,application,2026-03-13,
            its date,,event,2026-03-13,
            signed,,agreement,2026-03-13,
            the town in which the secretariat was,,secretariat,2026-03-13,
        "#]])
        .status(0);
}

#[test]
fn one_claim_is_checked_without_a_file() {
    let home = Home::seeded();
    let claim = "check --property count --subject observers --on 2014 --value";
    home.arctic(&format!("{claim} 32"))
        .stdout(expect![[r#"
        1 claim: 1 true, 0 false, 0 not known

         claim                  value   verdict   registry   reason
        ──────────────────────────────────────────────────────────────────────────────────────
         observers count 2014   32      true      32         32 from 2013-05-15 to 2017-05-10
    "#]])
        .status(0);
    home.arctic(&format!("{claim} 12 -f csv")).stdout(expect![[r#"
        subject,property,on,value,verdict,registry_value,reason,sources
        observers,count,2014,12,false,32,"32, not 12; there never were 12; some of these memberships are unverified",ac-observers-list;arcticportal-observers;nord-2019;ac-review-2020;globalpost-2013;ipolitics-2013
    "#]]).status(1);
    home.arctic("check --property chair --value Norway --on 2007").output(0);
    for line in ["check --property colour --value red", "check --property count --subject observers --value many"] {
        let ran = home.arctic(line).output(3);
        assert!(ran.stderr.starts_with("error: 1 problem in the data\nthe claim: "), "{}", ran.stderr);
    }
    home.refuses(
        2,
        expect![[r#"
            $ check
            error: the following required arguments were not provided:
              <FILE|TEXT|->...

            Usage: arctic check --db <FILE> <FILE|TEXT|->...

            For more information, try '--help'.
            $ check --value 32
            error: the following required arguments were not provided:
              --property <NAME>
              <FILE|TEXT|->...

            Usage: arctic check --property <NAME> --value <VALUE> --db <FILE> <FILE|TEXT|->...

            For more information, try '--help'.
            $ check claims.csv --property count
            error: the argument '[FILE|TEXT|-]...' cannot be used with '--property <NAME>'

            Usage: arctic check --db <FILE> <FILE|TEXT|->...

            For more information, try '--help'.
        "#]],
    );
}

#[test]
fn a_table_of_claims_is_read_as_spreadsheets_write_it() {
    let home = Home::seeded();
    let table = "claim\tsubject\tproperty\ton\tvalue\n\tNorvège\trole\t2020\tmember\n";
    let utf16: Vec<u8> = format!("\u{feff}{table}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(home.path("a.csv"), utf16).unwrap();
    fs::write(home.path("b.csv"), table.chars().map(|letter| letter as u8).collect::<Vec<u8>>()).unwrap();
    fs::write(home.path("c.txt"), table.replace('\t', "|")).unwrap();
    for line in ["check a.csv", "check b.csv --encoding latin1", "check c.txt"] {
        assert!(home.arctic(line).output(0).stdout.starts_with("1 claim: 1 true"), "{line}");
    }
}
