//! Every list, on every day, marks what the record leaves open: a council with gaps, partial dates and dates between
//! bounds.

use std::fs;

use expect_test::expect;

use crate::support::{Home, replace};

const TODAY: &str = "2022-09-01";

/// Returns the Tundra Forum without a known chair in spring 2021 and from June 2023 on, with two terms of Arvik in a
/// row, an observer that left and came back, and one whose end is known only between bounds.
fn doubtful() -> Home {
    let home = Home::empty();
    let folder = home.copy_of_tundra();
    let write = |table: &str, rows: &str| {
        let path = folder.join(format!("{table}.csv"));
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, format!("{}\n{rows}", text.lines().next().unwrap())).unwrap();
    };
    write(
        "chairship",
        "arvik-2021,2,arvik,2021-06-02,2022-06,rime-2021,,,,,verified,\n\
         arvik-2022,3,arvik,2022-06,2023-06,,,,,,verified,\n\
         borea-2020,1,borea,2020-06-01,2021-02,borea-2020,,,,,verified,\n",
    );
    write(
        "membership",
        "arvik-member-2020,arvik,member,2020-06-01,,borea-2020,verified,\n\
         borea-member-2020,borea,member,2020-06-01,,borea-2020,verified,\n\
         celsia-member-2020,celsia,member,2020-06-01,,borea-2020,verified,\n\
         drift-observer-2020,drift,observer,2020-06-01,2021-03-01,,verified,\n\
         drift-observer-2021,drift,observer,2021-06-02,,rime-2021,verified,\n\
         lichen-fund-observer-2020,lichen-fund,observer,2020-09,2021..2022-06-02,,single_source,\n",
    );
    write(
        "office_holder",
        "ada-2020,borea-2020,chair_of_council,Ada Moor,2020-06-01,2021-02,verified,,stated\n\
         ada-envoy-2020,borea-2020,envoy,Ada Moor,2020-06-01,,verified,,stated\n\
         bo-2021,arvik-2021,chair_of_council,Bo Fell,2021-06-02,2022-06,verified,,stated\n\
         cy-2022,arvik-2022,chair_of_council,Cy Heath,2022-06,,single_source,,stated\n",
    );
    write("application", "lichen-fund-2022-deferred,lichen-fund,2022-07,deferred,,verified,Filed in May.\n");
    write("body", "moss-group,Moss Working Group,MWG,working_group,2020-06,2021-02,,verified,\n");
    write("tally", "");
    write(
        "event",
        "founding-2020,2020-06-01,founding,Tundra Forum founded,,verified,,\nmoss-2021,2021,other,Moss grows,,verified,,\n",
    );
    for (row, id) in [
        ("application,drift-2021-granted", "application,lichen-fund-2022-deferred"),
        ("chairship,celsia-2022", "chairship,arvik-2022"),
        ("membership,lichen-fund-observer-2021", "membership,lichen-fund-observer-2020"),
        ("office_holder,ada-2020,almanac", "office_holder,ada-2020,almanac\noffice_holder,ada-envoy-2020,almanac"),
        (
            "membership,drift-observer-2021,almanac",
            "membership,drift-observer-2020,almanac\nmembership,drift-observer-2021,almanac",
        ),
        ("event,founding-2020,almanac", "event,founding-2020,almanac\nevent,moss-2021,almanac"),
        ("tally,member-2021,almanac\ntally,observer-2021,almanac\ntally,observer-ngo-2022,almanac\n", ""),
    ] {
        replace(&folder.join("citation.csv"), row, id);
    }
    home.arctic("seed --from tundra").output(0);
    home
}

#[test]
fn a_gap_in_the_chair_is_said() {
    let home = doubtful();
    home.arctic("chair 2020..2022")
        .today(TODAY)
        .stdout(expect![[r#"
            Chairship of the Tundra Forum from 2020 to 2022: Borea until 2021-02, then not known until 2021-06-02, then Arvik

             nth   state   from         until     standing   turn
            ──────────────────────────────────────────────────────
               1   Borea   2020-06-01   2021-02   past       1st
               2   Arvik   2021-06-02   2022-06   past       1st
               3   Arvik   2022-06      2023-06   current    2nd

            note: who held the chair from 2021-02-28 to 2021-06-01 is not known: no chairship is on record for that time
            note: the data was last verified on 2022-08-31; later changes are not in it
        "#]])
        .stderr(expect![[r#""#]])
        .status(0);
    home.arctic("chair 2021-04")
        .today(TODAY)
        .stdout(expect![[r#"
            Chairship of the Tundra Forum in 2021-04: not known

            note: who held the chair in 2021-04 is not known
        "#]])
        .stderr(expect![[r#""#]])
        .status(5);
    home.arctic("terms")
        .today(TODAY)
        .stdout(expect![[r#"
            Chairships of the Tundra Forum

             nth   state   from         until     standing   turn
            ──────────────────────────────────────────────────────
               1   Borea   2020-06-01   2021-02   past       1st
               2   Arvik   2021-06-02   2022-06   past       1st
               3   Arvik   2022-06      2023-06   current    2nd

            note: who held the chair from 2021-02-28 to 2021-06-01 is not known: no chairship is on record for that time
        "#]])
        .stderr(expect![[r#""#]])
        .status(0);
    home.arctic("stats")
        .today(TODAY)
        .stdout(expect![[r#"
            Days in the chair of the Tundra Forum, up to 2022-09-01

             state   chairships   days in the chair   first from   last from
            ──────────────────────────────────────────────────────────────────
             Arvik            2                 457   2021-06-02   2022-06
             Borea            1                 245   2020-06-01   2020-06-01

            note: only the certain days of Borea in the chair are counted; one handover is known only as 2021-02
            note: who held the chair from 2021-02-28 to 2021-06-01 is not known: no chairship is on record for that time
            note: the data was last verified on 2022-08-31; later changes are not in it
        "#]])
        .stderr(expect![[r#""#]])
        .status(0);
    home.arctic("status Celsia --on 2021-04-01 -f csv")
        .today(TODAY)
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            celsia,Celsia,XCE,2021-04-01,member,2020-06-01,,not_known,verified,,,,
        "#]])
        .stderr(expect![[r#""#]])
        .status(0);
    home.arctic("timeline --from 2021-02 --to 2021-03 -f csv")
        .today(TODAY)
        .stdout(expect![[r#"
            date,until,kind,what,table,id,certainty,confidence
            2021..2022-06-02,,left,Lichen Fund leaves as Observer,membership,lichen-fund-observer-2020,not_known,single_source
            2021,,event,Moss grows,event,moss-2021,not_known,verified
            2021-02,,chair_ended,Borea leaves the chair,chairship,borea-2020,certain,verified
            2021-02,,ended,Moss Working Group (MWG) ends,body,moss-group,certain,verified
            2021-02,,left_office,Ada Moor leaves office as Speaker of the Forum,office_holder,ada-2020,certain,verified
            2021-03-01,,left,Drift leaves as Observer,membership,drift-observer-2020,certain,verified
        "#]])
        .stderr(expect![[r#"
            note: 2 rows are marked `not_known` because of imprecise dates
        "#]])
        .status(0);
}

#[test]
fn two_terms_in_a_row_of_one_state_are_one_chair() {
    let home = doubtful();
    home.arctic("chair 2022-06-10 -f csv")
        .today(TODAY)
        .stdout(expect![[r#"
        ordinal,party,iso3,name,start,end,standing,turn,certainty,confidence
        2,arvik,XAV,Arvik,2021-06-02,2022-06,past,1,not_known,verified
        3,arvik,XAV,Arvik,2022-06,2023-06,current,2,not_known,verified
    "#]])
        .stderr(expect![[r#""#]])
        .status(0);
    home.arctic("status Celsia --on 2022 -f csv")
        .today(TODAY)
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            celsia,Celsia,XCE,2022,member,2020-06-01,arvik,certain,verified,,,,
        "#]])
        .stderr(expect![[r#"
            note: the data was last verified on 2022-08-31; later changes are not in it
        "#]])
        .status(0);
    fs::write(
        home.path("rows.csv"),
        "country,date\nCelsia,2021-02-10\nCelsia,2022-06-10\nCelsia,2023-06-10\nArvik,2024\n",
    )
    .unwrap();
    home.arctic("annotate rows.csv --country country --date date")
        .today(TODAY)
        .stdout(expect![[r#"
            country,date,arctic_party,arctic_role,arctic_since,arctic_chair,arctic_chair_certainty
            Celsia,2021-02-10,celsia,member,2020-06-01,,not_known
            Celsia,2022-06-10,celsia,member,2020-06-01,arvik,certain
            Celsia,2023-06-10,celsia,not_known,2020-06-01,,not_known
            Arvik,2024,arvik,not_known,2020-06-01,,not_known
        "#]])
        .stderr(expect![[r#"
            note: 4 rows: 2 with a role, 0 none, 2 not known
            note: 2 rows dated after 2022-08-31, when the data was last verified
        "#]])
        .status(0);
    home.arctic("stats --by year -f csv")
        .today(TODAY)
        .stdout(expect![[r#"
        year,members,participants,observers,observer_states,observer_igos,observer_ngos,chairs
        2020,3,0,2,1,0,1,borea
        2021,3,0,1,1,0,0,borea;arvik
        2022,3,0,1,1,0,0,arvik
    "#]])
        .stderr(expect![[r#"
        note: 1 membership with imprecise dates is counted only when certain
        note: 2022 is counted as of 2022-08-31, when the data was last verified; other years as of 31 December
        note: who held the chair from 2021-02-28 to 2021-06-01 is not known: no chairship is on record for that time
    "#]])
        .status(0);
}

#[test]
fn the_days_of_a_panel_are_empty_beyond_what_is_known() {
    let home = doubtful();
    home.arctic("panel --from 2020 --to 2023 -f csv")
        .today(TODAY)
        .stdout(expect![[r#"
            year,iso3,cow,party,role,chair_days
            2020,XAV,1001,arvik,member,0
            2020,XBO,1002,borea,member,214
            2020,XCE,1003,celsia,member,0
            2020,XDR,,drift,observer,0
            2021,XAV,1001,arvik,member,
            2021,XBO,1002,borea,member,
            2021,XCE,1003,celsia,member,
            2021,XDR,,drift,observer,0
            2022,XAV,1001,arvik,not_known,365
            2022,XBO,1002,borea,not_known,0
            2022,XCE,1003,celsia,not_known,0
            2022,XDR,,drift,not_known,0
            2023,XAV,1001,arvik,not_known,
            2023,XBO,1002,borea,not_known,
            2023,XCE,1003,celsia,not_known,
            2023,XDR,,drift,not_known,
        "#]])
        .stderr(expect![[r#"
            note: the data was last verified on 2022-08-31; later changes are not in it
        "#]])
        .status(0);
}

#[test]
fn every_list_marks_what_is_uncertain() {
    let home = doubtful();
    home.arctic("people --on 2021-02-10")
        .today(TODAY)
        .stdout(expect![[r#"
            0 people of the Tundra Forum on 2021-02-10, plus 1 uncertain

             person     office                        from         until     chairship    basis    certainty
            ─────────────────────────────────────────────────────────────────────────────────────────────────
             Ada Moor   Speaker of the Forum; envoy   2020-06-01   2021-02   borea-2020   stated   not_known

            note: 2 rows are marked `not_known` because of imprecise dates
        "#]])
        .stderr(expect![[r#""#]])
        .status(5);
    home.arctic("people --on 2020-07 -f csv")
        .today(TODAY)
        .stdout(expect![[r#"
            id,chairship,office,person,start,end,confidence,note,basis,certainty
            ada-2020,borea-2020,chair_of_council,Ada Moor,2020-06-01,2021-02,verified,,stated,certain
            ada-envoy-2020,borea-2020,envoy,Ada Moor,2020-06-01,,verified,,stated,certain
        "#]])
        .stderr(expect![""])
        .status(0);
    home.arctic("people --on 2030")
        .today(TODAY)
        .stdout(expect![[r#"
        0 people of the Tundra Forum in 2030

        note: the data was last verified on 2022-08-31; later changes are not in it
    "#]])
        .stderr(expect![[r#""#]])
        .status(5);
    home.arctic("bodies --on 2021-02-10")
        .today(TODAY)
        .stdout(expect![[r#"
        0 bodies of the Tundra Forum on 2021-02-10, plus 1 uncertain

         short   name                 kind            from      until     certainty
        ────────────────────────────────────────────────────────────────────────────
         MWG     Moss Working Group   working_group   2020-06   2021-02   not_known

        note: 1 row is marked `not_known` because of imprecise dates
    "#]])
        .stderr(expect![[r#""#]])
        .status(5);
    home.arctic("bodies --on 2021-02-28")
        .today(TODAY)
        .stdout(expect![[r#"
        0 bodies of the Tundra Forum on 2021-02-28
    "#]])
        .stderr(expect![[r#""#]])
        .status(1);
    home.arctic("events --on 2021-03")
        .today(TODAY)
        .stdout(expect![[r#"
        0 events of the Tundra Forum in 2021-03, plus 1 uncertain

         date   kind    what         description   certainty
        ─────────────────────────────────────────────────────
         2021   other   Moss grows                 not_known

        note: 1 row is marked `not_known` because of imprecise dates
    "#]])
        .stderr(expect![[r#""#]])
        .status(5);
    home.arctic("applications --on 2022-07-20 -f csv")
        .today(TODAY)
        .stdout(expect![[r#"
            id,party,date,outcome,meeting,confidence,note,certainty
            lichen-fund-2022-deferred,lichen-fund,2022-07,deferred,,verified,Filed in May.,not_known
        "#]])
        .stderr(expect![[r#"
            note: 1 row is marked `not_known` because of imprecise dates
        "#]])
        .status(5);
    home.arctic("timeline --on 2022-07-20 -f csv")
        .today(TODAY)
        .stdout(expect![[r#"
            date,until,kind,what,table,id,certainty,confidence
            2022-07,,application,application of the Lichen Fund: deferred,application,lichen-fund-2022-deferred,not_known,verified
        "#]])
        .stderr(expect![[r#"
            note: 1 row is marked `not_known` because of imprecise dates
        "#]])
        .status(5);
    home.arctic("agreements --on 2021-12")
        .today(TODAY)
        .stdout(expect![[r#"
        1 agreement of the Tundra Forum in 2021-12

         signed       in force     place   name                then     certainty
        ──────────────────────────────────────────────────────────────────────────
         2021-06-02   2022-01-01   Rime    Agreement on Peat   signed   certain
    "#]])
        .stderr(expect![[r#""#]])
        .status(0);
    home.arctic("agreements --on 2022-03 -f csv")
        .today(TODAY)
        .stdout(expect![[r#"
            id,name,short_name,signed,place,meeting,in_force,confidence,note,standing,certainty
            peat-2021,Agreement on Peat,Peat Agreement,2021-06-02,Rime,rime-2021,2022-01-01,verified,,in_force,certain
        "#]])
        .stderr(expect![[r#""#]])
        .status(0);
    home.arctic("agreements --on 2030")
        .today(TODAY)
        .stdout(expect![[r#"
        0 agreements of the Tundra Forum in 2030, plus 1 uncertain

         signed       in force     place   name                then       certainty
        ────────────────────────────────────────────────────────────────────────────
         2021-06-02   2022-01-01   Rime    Agreement on Peat   in force   not_known

        note: 1 row is marked `not_known` because what holds after today is known only if it was announced
        note: the data was last verified on 2022-08-31; later changes are not in it
    "#]])
        .stderr(expect![[r#""#]])
        .status(5);
    home.arctic("meetings --on 2030")
        .today(TODAY)
        .stdout(expect![[r#"
        0 meetings of the Tundra Forum in 2030

        note: the data was last verified on 2022-08-31; later changes are not in it
    "#]])
        .stderr(expect![[r#""#]])
        .status(5);
}

#[test]
fn a_party_that_left_and_came_back_is_counted_once() {
    let home = doubtful();
    home.arctic("observers --on 2021")
        .today(TODAY)
        .stdout(expect![[r#"
            1 observer of the Tundra Forum in 2021, plus 1 uncertain

             name          kind    ISO   from         until              granted at   certainty
            ────────────────────────────────────────────────────────────────────────────────────
             Drift         state   XDR   2020-06-01   2021-03-01                      certain
             Lichen Fund   ngo           2020-09      2021..2022-06-02                not_known
             Drift         state   XDR   2021-06-02                      rime-2021    certain

            note: 1 row is marked `not_known` because of imprecise dates
        "#]])
        .stderr(expect![[r#""#]])
        .status(0);
}

#[test]
fn a_party_without_a_role_says_what_it_was_and_asked_for() {
    let home = doubtful();
    home.arctic("status \"Lichen Fund\" --on 2022-08")
        .today(TODAY)
        .stdout(expect![[r#"
            Lichen Fund in 2022-08: no role in the Tundra Forum; observer until 2021 or 2022, application deferred in 2022-07

             name          on        role   since   chairship then
            ───────────────────────────────────────────────────────
             Lichen Fund   2022-08   none           Arvik

            note: application deferred in 2022-07: Filed in May
            note: the dates of the Lichen Fund rest on a single source
        "#]])
        .stderr(expect![[r#""#]])
        .status(1);
    home.arctic("status \"Lichen Fund\" --on 2022-08 -f csv")
        .today(TODAY)
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            lichen-fund,Lichen Fund,,2022-08,none,,arvik,certain,,observer,2021..2022-06-02,deferred,2022-07
        "#]])
        .stderr(expect![[r#"
            note: application deferred in 2022-07: Filed in May
            note: the dates of the Lichen Fund rest on a single source
        "#]])
        .status(1);
    home.arctic("status \"Lichen Fund\" --on 2022-03-01")
        .today(TODAY)
        .stdout(expect![[r#"
            Lichen Fund on 2022-03-01: not known

             name          on           role        since     chairship then
            ─────────────────────────────────────────────────────────────────
             Lichen Fund   2022-03-01   not_known   2020-09   Arvik

            note: whether the Lichen Fund was an observer then is not known: the role ended between 2021 and 2022-06-02, and the day is not known
            note: the dates of the Lichen Fund rest on a single source
        "#]])
        .stderr(expect![[r#""#]])
        .status(5);
    home.arctic("status Drift --on 2024")
        .today(TODAY)
        .stdout(expect![[r#"
            Drift in 2024: not known

             name    on     role        since        chairship then
            ────────────────────────────────────────────────────────
             Drift   2024   not_known   2021-06-02   not known

            note: whether Drift is still an observer then is not known: the time is after today, and no end is announced
            note: the data was last verified on 2022-08-31; later changes are not in it
        "#]])
        .stderr(expect![[r#""#]])
        .status(5);
}

#[test]
fn a_difference_in_what_is_known_of_the_chair_is_a_change() {
    let home = doubtful();
    home.arctic("diff 2020 2021-02-28")
        .today(TODAY)
        .stdout(expect![[r#"
        2 not known between 2020-12-31 and 2021-02-28

         change      name              before     after       date
        ───────────────────────────────────────────────────────────────────────
         not_known   Lichen Fund       observer   not_known   2021..2022-06-02
         not_known   Borea             borea      not_known   2021-02
         count       members                  3           3
         count       participants             0           0
         count       observers                2           1
         count       observer-states          1           1
         count       observer-igos            0           0
         count       observer-ngos            1           0

        note: 1 membership with imprecise dates is counted only when certain
    "#]])
        .stderr(expect![[r#""#]])
        .status(5);
    home.arctic("diff 2020 2021-07")
        .today(TODAY)
        .stdout(expect![[r#"
        2 not known, 1 handover between 2020-12-31 and 2021-07-31

         change      name              before      after       date
        ────────────────────────────────────────────────────────────────────────
         not_known   Lichen Fund       observer    not_known   2021..2022-06-02
         not_known   Borea             borea       not_known   2021-02
         handover    Arvik             not_known   arvik       2021-06-02
         count       members                   3           3
         count       participants              0           0
         count       observers                 2           1
         count       observer-states           1           1
         count       observer-igos             0           0
         count       observer-ngos             1           0

        note: 1 membership with imprecise dates is counted only when certain
    "#]])
        .stderr(expect![[r#""#]])
        .status(0);
    home.arctic("diff 2022-09-01 2022-12-31")
        .today(TODAY)
        .stdout(expect![[r#"
        no change is on record between 2022-09-01 and 2022-12-31

         change   name              before   after   date
        ──────────────────────────────────────────────────
         count    members                3       3
         count    participants           0       0
         count    observers              1       1
         count    observer-states        1       1
         count    observer-igos          0       0
         count    observer-ngos          0       0

        note: changes after 2022-09-01 are known only if they were announced
        note: the data was last verified on 2022-08-31; later changes are not in it
    "#]])
        .stderr(expect![[r#""#]])
        .status(5);
    home.arctic("diff 2021-04-01 2021-05-01")
        .today(TODAY)
        .stdout(expect![[r#"
        2 not known between 2021-04-01 and 2021-05-01

         change      name              before      after       date
        ────────────────────────────────────────────────────────────────────────
         not_known   chair             not_known   not_known
         not_known   Lichen Fund       not_known   not_known   2021..2022-06-02
         count       members                   3           3
         count       participants              0           0
         count       observers                 0           0
         count       observer-states           0           0
         count       observer-igos             0           0
         count       observer-ngos             0           0

        note: 1 membership with imprecise dates is counted only when certain
    "#]])
        .stderr(expect![[r#""#]])
        .status(5);
    home.arctic("diff 2021 2021 -f csv")
        .today(TODAY)
        .stdout(expect![[r#"
        change,party,name,before,after,date
        not_known,lichen-fund,Lichen Fund,observer,not_known,2021..2022-06-02
        not_known,borea,Borea,borea,not_known,2021-02
        handover,arvik,Arvik,not_known,arvik,2021-06-02
        count,,members,3,3,
        count,,participants,0,0,
        count,,observers,2,1,
        count,,observer-states,1,1,
        count,,observer-igos,0,0,
        count,,observer-ngos,1,0,
    "#]])
        .stderr(expect![[r#"
        note: 1 membership with imprecise dates is counted only when certain
    "#]])
        .status(0);
    home.arctic("diff 2022-03 2022-08")
        .today(TODAY)
        .stdout(expect![[r#"
        1 not known between 2022-03-31 and 2022-08-31

         change      name              before      after   date
        ────────────────────────────────────────────────────────────────────
         not_known   Lichen Fund       not_known   none    2021..2022-06-02
         count       members                   3       3
         count       participants              0       0
         count       observers                 1       1
         count       observer-states           1       1
         count       observer-igos             0       0
         count       observer-ngos             0       0

        note: 1 membership with imprecise dates is counted only when certain
    "#]])
        .stderr(expect![[r#""#]])
        .status(5);
    home.arctic("diff 2022 2024")
        .today(TODAY)
        .stdout(expect![[r#"
        1 not known between 2022-12-31 and 2024-12-31

         change      name              before   after       date
        ────────────────────────────────────────────────────────────
         not_known   Arvik             arvik    not_known   2023-06
         count       members                3           3
         count       participants           0           0
         count       observers              1           1
         count       observer-states        1           1
         count       observer-igos          0           0
         count       observer-ngos          0           0

        note: changes after 2022-09-01 are known only if they were announced
        note: the data was last verified on 2022-08-31; later changes are not in it
    "#]])
        .stderr(expect![[r#""#]])
        .status(5);
}
