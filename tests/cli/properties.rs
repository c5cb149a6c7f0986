//! `check`: the properties of terms, meetings, events, agreements and applications.

use std::fs;

use expect_test::expect;

use crate::support::{Home, cells, inputs, transcript};

/// Claims, each followed by the verdict, the value in the registry and the reason.
#[test]
fn terms_meetings_and_events_are_true_false_or_not_known() {
    let cases = expect![[r#"
        $ ,term-length,,2
            true | 2 | a term is meant to last 2 years
        $ ,term-length,2021,3
            false | 2 | a term is meant to last 2 years
        $ ,term-length,1995,2
            false | 2 | the Arctic Council did not exist before 1996-09-19; a term is meant to last 2 years
        $ Norway,term-length,2008,2
            true | from 2006-10-26 to 2009-04-28 | from 2006-10-26 to 2009-04-28
        $ Norway,term-length,2008,5
            false | from 2006-10-26 to 2009-04-28 | from 2006-10-26 to 2009-04-28
        $ Denmark,term-length,2026,2
            true | from 2025-05-12 until 2027-05 | from 2025-05-12 until 2027-05; last verified on 2026-03-13
        $ China,term-length,2020,2
            false | China did not hold the chair then | China did not hold the chair then
        $ Canada,term-ordinal,2014,second
            true | Canada: number 2, from 2013-05-15 to 2015-04-23 | Canada: number 2, from 2013-05-15 to 2015-04-23
        $ Canada,term-ordinal,2014,1
            false | Canada: number 2, from 2013-05-15 to 2015-04-23 | Canada: number 2, from 2013-05-15 to 2015-04-23
        $ Canada,term-ordinal,,3rd
            false | Canada: number 1, from 1996-09-19 to 1998-09-17;Canada: number 2, from 2013-05-15 to 2015-04-23 | Canada: number 1, from 1996-09-19 to 1998-09-17; Canada: number 2, from 2013-05-15 to 2015-04-23
        $ ,term-ordinal,2021-06,13
            true | Russia held number 13 | Russia held number 13
        $ ,term-ordinal,2021-06,12
            false | Russia held number 13 | Russia held number 13
        $ ,term-ordinal,2030,17
            not_known | Canada held number 17 | Canada held number 17; what changes after 2026-11-23 is known only if it was announced
        $ Sweden,term-ordinal,2028,2
            not_known | Sweden: from 2027-05 until 2029 (projected) | Sweden: from 2027-05 until 2029 (projected); what changes after 2026-11-23 is known only if it was announced
        $ ,meeting-ordinal,2013,8th
            true | 8 | kiruna-2013 was in Kiruna on 2013-05-15
        $ ,meeting-ordinal,2013,9
            false | 8 | kiruna-2013 was in Kiruna on 2013-05-15; number 9 iqaluit-2015 was in Iqaluit from 2015-04-24 to 2015-04-25
        $ ,meeting-ordinal,2027,15
            not_known | none | no meeting in 2027 is on record; what changes after 2026-11-23 is known only if it was announced
        $ kiruna-2013,meeting-ordinal,,eighth
            true | 8 | kiruna-2013 was in Kiruna on 2013-05-15
        $ observers,admitted,2013,6
            true | 6 | admitted: 6 on 2013-05-15
        $ observers,admitted,2013,7
            false | 6 | admitted: 6 on 2013-05-15
        $ ,admitted,2017-05-11,7
            true | 7 | admitted: 7 on 2017-05-11
        $ non-arctic-observers,admitted,2017,1
            true | 1 | admitted: 1 on 2017-05-11
        $ participants,admitted,1998,1
            true | 1 | admitted: 1 on 1998-09-18
        $ observers,admitted,2027,1
            not_known | 0 | none in 2027; what changes after 2026-11-23 is known only if it was announced
        $ Estonia,application,2021,deferred
            true | deferred | application of Estonia: deferred 2021-05-20 at reykjavik-2021
        $ Estonia,application,2021,refused
            false | deferred | application of Estonia: deferred 2021-05-20 at reykjavik-2021
        $ Greece,application,2017,pending
            true | pending | application of Greece: pending 2017-05-11 at fairbanks-2017
        $ European Union,application,2013,granted
            false | deferred | application of European Union: deferred 2013-05-15 at kiruna-2013
        $ China,application,2013,granted
            true | granted | application of China: granted 2013-05-15 at kiruna-2013
        $ Brazil,application,2013,granted
            not_known | none | no application of Brazil is on record
        $ Estonia,application,2030,granted
            not_known | deferred | application of Estonia: deferred 2021-05-20 at reykjavik-2021; what changes after 2026-11-23 is known only if it was announced
        $ pause,event,,2022
            true | 2022-03-03 | 2022-03-03: Seven members pause over the invasion of Ukraine
        $ pause,event,,2022-03-03
            true | 2022-03-03 | 2022-03-03: Seven members pause over the invasion of Ukraine
        $ pause,event,,2021
            false | 2022-03-03 | 2022-03-03: Seven members pause over the invasion of Ukraine
        $ environmental protection strategy,event,,1991
            true | 1991-06-14 | 1991-06-14: Arctic Environmental Protection Strategy
        $ Arctic Environmental Protection Strategy,event,,1989
            false | 1991-06-14 | 1991-06-14: Arctic Environmental Protection Strategy
        $ without a declaration,event,,2019
            true | 2019-05-07 | 2019-05-07: A ministerial without a declaration
        $ without a declaration,event,2019,2021
            false | 2019-05-07 | 2019-05-07: A ministerial without a declaration
        $ search and rescue,agreement,2011,signed
            true | 2011-05-12;2013-01-19 | Agreement on Cooperation on Aeronautical and Maritime Search and Rescue in the Arctic was signed 2011-05-12, in force since 2013-01-19
        $ search and rescue,agreement,2011,in_force
            false | 2011-05-12;2013-01-19 | Agreement on Cooperation on Aeronautical and Maritime Search and Rescue in the Arctic was signed 2011-05-12, in force since 2013-01-19
        $ search and rescue,agreement,2014,in force
            true | 2011-05-12;2013-01-19 | Agreement on Cooperation on Aeronautical and Maritime Search and Rescue in the Arctic was signed 2011-05-12, in force since 2013-01-19
        $ science-2017,agreement,2018,entered_into_force
            true | 2017-05-11;2018-05-23 | Agreement on Enhancing International Arctic Scientific Cooperation was signed 2017-05-11, in force since 2018-05-23
        $ MOSPA,agreement,2012,signed
            false | 2013-05-15;2016-03-25 | Agreement on Cooperation on Marine Oil Pollution Preparedness and Response in the Arctic was signed 2013-05-15, in force since 2016-03-25
        $ ,secretariat,2014,Tromsø
            true | in Tromsø in the chairship of Canada, from 2013-05-15 to 2015-04-23 | in Tromsø in the chairship of Canada, from 2013-05-15 to 2015-04-23
        $ ,secretariat,1997,Ottawa
            true | in Ottawa in the chairship of Canada, from 1996-09-19 to 1998-09-17 | in Ottawa in the chairship of Canada, from 1996-09-19 to 1998-09-17
        $ ,secretariat,1997,Oslo
            false | in Ottawa in the chairship of Canada, from 1996-09-19 to 1998-09-17 | in Ottawa in the chairship of Canada, from 1996-09-19 to 1998-09-17
        $ ,secretariat,2030,Tromso
            not_known | in  in the chairship of Canada, from 2029 until 2031 | in  in the chairship of Canada, from 2029 until 2031; what changes after 2026-11-23 is known only if it was announced
    "#]];
    let rows: String = inputs(&cases).iter().map(|row| format!("{row}\n")).collect();
    let home = Home::seeded();
    fs::write(home.path("claims.csv"), format!("subject,property,on,value\n{rows}")).unwrap();
    let checked = cells(&home.arctic("check claims.csv -f csv").output(1).stdout);
    let mut checked = checked.iter();
    transcript(cases, |_| {
        let row = checked.next().unwrap();
        assert!(row[4] != "true" && row[4] != "false" || !row[7].is_empty() || row[6].contains("did not"), "{row:?}");
        format!("    {} | {} | {}\n", row[4], row[5], row[6])
    });
}

#[test]
fn what_names_no_event_or_agreement_is_an_error() {
    let home = Home::seeded();
    let rows = [
        "world cup,event,,2013",
        ",event,,2013",
        "pause,event,,soon",
        "fisheries,agreement,2018,signed",
        "MOSPA,agreement,2018,ratified",
        "China,application,2013,lost",
        ",admitted,2013,0",
        "x,admitted,2013,1",
        ",term-length,,two and a half",
        ",meeting-ordinal,,8",
        "Oslo,secretariat,2014,Tromso",
        ",secretariat,2014,",
    ];
    let rows: String = rows.iter().map(|row| format!("{row}\n")).collect();
    fs::write(home.path("claims.csv"), format!("subject,property,on,value\n{rows}")).unwrap();
    let checked = cells(&home.arctic("check claims.csv -f csv").output(3).stdout);
    let reasons: String = checked.iter().map(|row| format!("{}: {}\n", row[4], row[6])).collect();
    expect![[r#"
        unreadable: subject: no event has the words `world cup`
        unreadable: subject: empty; write words of the event, such as those of its title
        unreadable: value: `soon` is not a date; write YYYY, YYYY-MM or YYYY-MM-DD
        unreadable: subject: no agreement is called `fisheries`
        unreadable: value: `ratified` is not a state; write `signed`, `entered_into_force` or `in_force`
        unreadable: value: `lost` is not an outcome; write `granted`, `not_granted`, `deferred`, `pending` or `ad_hoc`
        unreadable: value: `0` is not a whole number; write one from 1 on, in digits
        unreadable: subject: cannot count `x`; write members, participants, observers, non-arctic-observers, observer-states, igo-observers or ngo-observers
        unreadable: value: `two and a half` is not a number of years; write a whole number such as 2
        unreadable: on: empty; write when the meeting was, or its id as the subject
        unreadable: subject: `Oslo` is not the Arctic Council; leave it empty for this property
        unreadable: value: empty; write the name of a town
    "#]].assert_eq(&reasons);
}
