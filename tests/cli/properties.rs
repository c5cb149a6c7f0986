//! `check`: the properties of terms, meetings, events, agreements and applications.

use std::fs;

use expect_test::expect;

use crate::support::{Home, cells, inputs, transcript};

/// Claims, each followed by the verdict, the value in the registry and the reason.
#[test]
fn terms_meetings_and_events_are_true_false_or_not_known() {
    let cases = expect![[r#"
        $ ,term-length,,2
        $ ,term-length,2021,3
        $ ,term-length,1995,2
        $ Norway,term-length,2008,2
        $ Norway,term-length,2008,5
        $ Denmark,term-length,2026,2
        $ China,term-length,2020,2
        $ Canada,term-ordinal,2014,second
        $ Canada,term-ordinal,2014,1
        $ Canada,term-ordinal,,3rd
        $ ,term-ordinal,2021-06,13
        $ ,term-ordinal,2021-06,12
        $ ,term-ordinal,2030,17
        $ Sweden,term-ordinal,2028,2
        $ ,meeting-ordinal,2013,8th
        $ ,meeting-ordinal,2013,9
        $ ,meeting-ordinal,2027,15
        $ kiruna-2013,meeting-ordinal,,eighth
        $ observers,admitted,2013,6
        $ observers,admitted,2013,7
        $ ,admitted,2017-05-11,7
        $ non-arctic-observers,admitted,2017,1
        $ participants,admitted,1998,1
        $ observers,admitted,2027,1
        $ Estonia,application,2021,deferred
        $ Estonia,application,2021,refused
        $ Greece,application,2017,pending
        $ European Union,application,2013,granted
        $ China,application,2013,granted
        $ Brazil,application,2013,granted
        $ Estonia,application,2030,granted
        $ pause,event,,2022
        $ pause,event,,2022-03-03
        $ pause,event,,2021
        $ environmental protection strategy,event,,1991
        $ Arctic Environmental Protection Strategy,event,,1989
        $ without a declaration,event,,2019
        $ without a declaration,event,2019,2021
        $ search and rescue,agreement,2011,signed
        $ search and rescue,agreement,2011,in_force
        $ search and rescue,agreement,2014,in force
        $ science-2017,agreement,2018,entered_into_force
        $ MOSPA,agreement,2012,signed
        $ ,secretariat,2014,Tromsø
        $ ,secretariat,1997,Ottawa
        $ ,secretariat,1997,Oslo
        $ ,secretariat,2030,Tromso
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
    expect![[r#""#]].assert_eq(&reasons);
}
