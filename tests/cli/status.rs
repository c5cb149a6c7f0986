//! `status`: the role of one party or country, and how its name is recognised.

use expect_test::expect;

use crate::support::{Home, rows};

#[test]
fn a_partial_date_has_three_answers() {
    let home = Home::seeded();
    let ask = |on: &str| home.arctic("status \"National Geographic Society\" -f csv --on").arg(on);
    ask("2018-01-01")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            ngs,National Geographic Society,,2018-01-01,observer,2017-05-11,finland,certain,single_source,,,,
        "#]])
        .stderr(expect![[r#"
            note: the dates of the National Geographic Society rest on a single source
        "#]])
        .status(0);
    ask("2019-07-01")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            ngs,National Geographic Society,,2019-07-01,not_known,2017-05-11,iceland,certain,single_source,,,,
        "#]])
        .stderr(expect![[r#"
            note: whether the National Geographic Society was an observer then is not known: the role ended between 2019 and 2020-06-02, and the day is not known
            note: the dates of the National Geographic Society rest on a single source
        "#]])
        .status(5);
    ask("2020-07")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            ngs,National Geographic Society,,2020-07,none,,iceland,certain,,observer,2019..2020-06-02,,
        "#]])
        .stderr(expect![[r#"
            note: Observer from 2017 to 2019 or early 2020
            note: the dates of the National Geographic Society rest on a single source
        "#]])
        .status(1);
}

#[test]
fn a_role_begins_on_its_first_day() {
    let home = Home::seeded();
    home.arctic("status \"Korea, Rep.\" --on 2013-05-14")
        .stdout(expect![[r#"
            Republic of Korea on 2013-05-14: no role in the Arctic Council; attended ad hoc, application deferred on 2011-05-12

             name                on           role   since   chairship then
            ────────────────────────────────────────────────────────────────
             Republic of Korea   2013-05-14   none           Sweden

            note: attended ad hoc between 2006-10-26 and 2009-04-28: Let in ad hoc under Norway's chairship of 2006-2009, by the Arctic Yearbook of 2012; the first meeting was not found
            note: application deferred on 2009-04-29: Not admitted; ministers went on discussing the role of observers
            note: attended ad hoc on 2010-04-28: Approved for the meeting of the Senior Arctic Officials at Ilulissat on 28 and 29 April 2010
            note: application deferred on 2011-05-12: Criteria adopted, decision left to 2013
        "#]])
        .status(1);
    home.arctic("status \"Korea, Rep.\" --on 2013-05-15")
        .stdout(expect![[r#"
            Republic of Korea on 2013-05-15: Observer since 2013-05-15

             name                on           role       since        chairship then
            ─────────────────────────────────────────────────────────────────────────
             Republic of Korea   2013-05-15   Observer   2013-05-15   Canada
        "#]])
        .status(0);
}

#[test]
fn names_are_recognised_in_any_spelling() {
    let home = Home::seeded();
    for (name, party) in [
        ("Türkiye", "turkiye"),
        ("TURKIYE", "turkiye"),
        ("Turkey", "turkiye"),
        ("Sámiráđđi", "saami-council"),
        ("Gwich’in Council International", "gci"),
        ("gwich'in council international", "gci"),
        ("Korea, Rep.", "south-korea"),
        ("Republic of Korea", "south-korea"),
        ("KOR", "south-korea"),
        ("U.S.A.", "united-states"),
        ("the United States", "united-states"),
        ("US", "united-states"),
        ("The Netherlands", "netherlands"),
        ("  norway ", "norway"),
        ("Kingdom of Denmark", "denmark"),
        ("World Wide Fund for Nature", "wwf"),
        ("International Federation of Red Cross & Red Crescent Societies", "ifrc"),
    ] {
        let ran = home.arctic("status --on 2026 -f csv --").arg(name).run();
        let found = rows(&ran.stdout);
        assert_eq!(found.first().map(|row| &*row["party"]), Some(party), "{name}: {}{}", ran.stdout, ran.stderr);
    }
}

#[test]
fn a_misspelt_name_is_a_usage_error_with_a_suggestion() {
    Home::seeded().refuses(
        2,
        expect![[r#"
            $ status norwy
            error: unknown country or organisation: `norwy`; did you mean `norway`?
        "#]],
    );
}

#[test]
fn a_country_without_a_role_is_a_no_and_an_unknown_name_an_error() {
    let home = Home::seeded();
    home.arctic("status Brazil --on 2020")
        .stdout(expect![[r#"
            Brazil in 2020: no role in the Arctic Council

             name     on     role   since   chairship then
            ───────────────────────────────────────────────
             Brazil   2020   none           Iceland
        "#]])
        .status(1);
    home.arctic("status Brazil -f csv --on 2020")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            ,Brazil,BRA,2020,none,,iceland,certain,,,,,
        "#]])
        .status(1);
    home.arctic("status Atlantis")
        .stderr(expect![[r#"
            error: unknown country or organisation: `Atlantis`; search all names with `arctic search TEXT`
        "#]])
        .status(2);
}

#[test]
fn an_area_has_the_role_of_the_party_that_represents_it() {
    let home = Home::seeded();
    home.arctic("status Greenland --on 2020")
        .stdout(expect![[r#"
            Greenland in 2020: represented

             name        on     role          since        chairship then
            ──────────────────────────────────────────────────────────────
             Greenland   2020   represented   1996-09-19   Iceland

            note: no seat of its own; represented by the Kingdom of Denmark
        "#]])
        .status(0);
    home.arctic("status \"Faroe Islands\" --on 2020 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            denmark,Faroe Islands,FRO,2020,represented,1996-09-19,iceland,certain,verified,,,,
        "#]])
        .stderr(expect![[r#"
            note: no seat of its own; represented by the Kingdom of Denmark
        "#]])
        .status(0);
}

#[test]
fn an_ambiguous_name_is_refused_with_both_meanings() {
    Home::seeded().refuses(
        2,
        expect![[r#"
            $ status AIA
            error: ambiguous name: `AIA` can mean `anguilla` (Anguilla) or `aia` (Aleut International Association); use one of these ids
        "#]],
    );
}

#[test]
fn a_code_in_lower_case_is_not_recognised_but_suggested() {
    let home = Home::seeded();
    home.refuses(
        2,
        expect![[r#"
            $ status no
            error: unknown country or organisation: `no`; did you mean `NO`?
            $ status deu
            error: unknown country or organisation: `deu`; did you mean `DEU`?
        "#]],
    );
    home.arctic("status NO --on 2020 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            norway,Norway,NOR,2020,member,1996-09-19,iceland,certain,verified,,,,
        "#]])
        .status(0);
}

#[test]
fn short_words_get_no_suggestion_but_codes() {
    Home::seeded().refuses(
        2,
        expect![[r#"
            $ status xq
            error: unknown country or organisation: `xq`; search all names with `arctic search TEXT`
        "#]],
    );
}

#[test]
fn a_people_is_read_as_its_organisation_and_a_part_of_a_state_is_said_to_be_one() {
    let home = Home::seeded();
    home.arctic("status Gwichin --on 2020 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            gci,Gwich'in Council International,,2020,permanent_participant,2000-10-13,iceland,certain,verified,,,,
        "#]])
        .stderr(expect![[r#"
            note: Gwich'in is read as the Gwich'in Council International
        "#]])
        .status(0);
    let shown = home.arctic("show Sámi -f csv").output(0);
    assert!(shown.stdout.contains("party,saami-council,"));
    assert!(!shown.stdout.contains("people"));
    assert_eq!(shown.stderr, "note: Sami is read as the Saami Council\n");
    home.arctic("status \"Northern Ireland\" --on 2020 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            ,Northern Ireland,,2020,none,,iceland,certain,,,,,
        "#]])
        .stderr(expect![[r#"
            note: part of the United Kingdom; the United Kingdom is an observer
        "#]])
        .status(1);
    for (area, code) in [("Svalbard", 0), ("Åland", 0), ("Alaska", 0), ("Scotland", 1)] {
        home.arctic(&format!("status {area} --on 2020 -f csv")).output(code);
    }
    home.arctic("status Svalbard --on 2020 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            norway,Svalbard and Jan Mayen,SJM,2020,represented,1996-09-19,iceland,certain,verified,,,,
        "#]])
        .stderr(expect![[r#"
        note: part of Norway; Norway is a member
    "#]])
        .status(0);
    home.arctic("status Svalbard --on 1995 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            ,Svalbard and Jan Mayen,SJM,1995,none,,,,,,,,
        "#]])
        .stderr(expect![[r#"
        note: part of Norway
        note: the Arctic Council did not exist before 1996-09-19
    "#]])
        .status(1);
    home.arctic("status Greenland --on 1995 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            ,Greenland,GRL,1995,none,,,,,,,,
        "#]])
        .stderr(expect![[r#"
        note: the Arctic Council did not exist before 1996-09-19
    "#]])
        .status(1);
    home.arctic("show Alaska -f csv")
        .stdout(expect![[r#"
        table,id,start,end,what,confidence,note
        country,alaska,,,Alaska · State of Alaska · part · Wikidata Q797,,State of the United States.
        alias,,,,former: Russian America,,
    "#]])
        .stderr(expect![[r#"
            note: part of the United States; the United States is a member
        "#]])
        .status(0);
}

#[test]
fn a_name_that_insults_is_recognised_and_not_shown() {
    let home = Home::seeded();
    assert!(home.arctic("status \"Red China\" --on 2020 -f csv").output(0).stdout.starts_with("party,name"));
    for shown in ["show China", "show China -f json", "search \"red china\""] {
        assert!(home.arctic(shown).output(0).stdout.contains("China"));
        assert!(!home.arctic(shown).output(0).stdout.contains("Red China"), "{shown}");
    }
    home.arctic("export site site").output(0);
    let page = std::fs::read_to_string(home.path("site/parties/china.html")).unwrap();
    assert!(page.contains("China") && !page.contains("Red China"));
    home.arctic("export popolo out.json").output(0);
    assert!(!std::fs::read_to_string(home.path("out.json")).unwrap().contains("Red China"));
}
