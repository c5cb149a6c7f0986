//! `status`: the role of one party or country, and how its name is recognised.

use expect_test::expect;

use crate::support::{Arctic, Home, rows};

#[test]
fn a_partial_date_leaves_three_answers() {
    let home = Home::seeded();
    let ask = |on: &str| home.arctic("status \"National Geographic Society\" -f csv --on").arg(on);
    ask("2018-01-01")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair
            ngs,National Geographic Society,,2018-01-01,observer,2017-05-11,finland
        "#]])
        .stderr(expect![[r#"
            note: the dates of National Geographic Society rest on a single source; `show` says more
        "#]])
        .status(0);
    ask("2019-07-01")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair
            ngs,National Geographic Society,,2019-07-01,not_known,2017-05-11,iceland
        "#]])
        .stderr(expect![[r#"
            note: whether National Geographic Society was an observer then is not known: the role ended in 2019, and the day is not known
            note: the dates of National Geographic Society rest on a single source; `show` says more
        "#]])
        .status(5);
    ask("2020")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair
            ngs,National Geographic Society,,2020,none,,iceland
        "#]])
        .stderr(expect![[r#"
            note: the dates of National Geographic Society rest on a single source; `show` says more
        "#]])
        .status(1);
}

#[test]
fn a_role_begins_on_its_first_day() {
    let home = Home::seeded();
    home.arctic("status \"Korea, Rep.\" --on 2013-05-14")
        .stdout(expect![[r#"
            South Korea on 2013-05-14: no role in the Arctic Council

             name          on           role   since   chair then
            ──────────────────────────────────────────────────────
             South Korea   2013-05-14   none           Sweden
        "#]])
        .status(1);
    home.arctic("status \"Korea, Rep.\" --on 2013-05-15")
        .stdout(expect![[r#"
            South Korea on 2013-05-15: Observer since 2013-05-15

             name          on           role       since        chair then
            ───────────────────────────────────────────────────────────────
             South Korea   2013-05-15   Observer   2013-05-15   Canada
        "#]])
        .status(0);
}

#[test]
fn names_are_found_in_any_spelling() {
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
        let ran = home.arctic("status --on 2026 -f csv --").arg(name).command().output().unwrap();
        let stdout = String::from_utf8(ran.stdout).unwrap();
        let found = rows(&stdout);
        assert_eq!(
            found.first().map(|row| &*row["party"]),
            Some(party),
            "{name}: {stdout}{}",
            String::from_utf8_lossy(&ran.stderr)
        );
    }
}

#[test]
fn a_misspelt_name_is_a_usage_error_with_a_suggestion() {
    Arctic::new()
        .args("status norwy")
        .stderr(expect![[r#"
            error: no party is called `norwy`; did you mean `norway`?
        "#]])
        .status(2);
}

#[test]
fn a_country_without_a_role_is_a_no_and_a_name_that_nothing_bears_is_an_error() {
    let home = Home::seeded();
    home.arctic("status Brazil --on 2020")
        .stdout(expect![[r#"
            Brazil in 2020: no role in the Arctic Council

             name     on     role   since   chair then
            ───────────────────────────────────────────
             Brazil   2020   none           Iceland
        "#]])
        .status(1);
    home.arctic("status Brazil -f csv --on 2020")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair
            ,Brazil,BRA,2020,none,,iceland
        "#]])
        .status(1);
    home.arctic("status Atlantis")
        .stderr(expect![[r#"
            error: no party is called `Atlantis`, and no country; `arctic search TEXT` looks through all names
        "#]])
        .status(2);
}

#[test]
fn an_area_is_answered_through_the_party_whose_seat_covers_it() {
    let home = Home::seeded();
    home.arctic("status Greenland --on 2020")
        .stdout(expect![[r#"
            Greenland in 2020: Member since 1996-09-19

             name        on     role     since        chair then
            ─────────────────────────────────────────────────────
             Greenland   2020   Member   1996-09-19   Iceland

            note: Greenland has no seat of its own: the seat of Kingdom of Denmark covers it
        "#]])
        .status(0);
    home.arctic("status \"Faroe Islands\" --on 2020 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair
            denmark,Faroe Islands,FRO,2020,member,1996-09-19,iceland
        "#]])
        .stderr(expect![[r#"
            note: Faroe Islands has no seat of its own: the seat of Kingdom of Denmark covers it
        "#]])
        .status(0);
}

#[test]
fn a_name_that_two_bear_is_refused_with_both() {
    Arctic::new()
        .args("status AIA")
        .stderr(expect![[r#"
            error: `AIA` can mean `anguilla` (Anguilla) or `aia` (Aleut International Association); write one of them
        "#]])
        .status(2);
}

#[test]
fn a_code_in_small_letters_is_no_code_and_the_code_is_suggested() {
    let home = Home::seeded();
    home.arctic("status no")
        .stderr(expect![[r#"
            error: no party is called `no`; did you mean `NO`?
        "#]])
        .status(2);
    home.arctic("status deu")
        .stderr(expect![[r#"
            error: no party is called `deu`; did you mean `DEU`?
        "#]])
        .status(2);
    home.arctic("status NO --on 2020 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair
            norway,Norway,NOR,2020,member,1996-09-19,iceland
        "#]])
        .status(0);
}

#[test]
fn short_words_get_no_suggestion_that_is_no_code() {
    Arctic::new()
        .args("status xq")
        .stderr(expect![[r#"
            error: no party is called `xq`, and no country; `arctic search TEXT` looks through all names
        "#]])
        .status(2);
}

#[test]
fn a_people_is_read_as_its_organisation_and_a_part_of_a_state_is_said_to_be_one() {
    let home = Home::seeded();
    home.arctic("status Gwichin --on 2020 -f csv")
        .stdout(expect![[r#"
        party,name,iso3,on,role,since,chair
        gci,Gwich'in Council International,,2020,permanent_participant,2000-10-13,iceland
    "#]])
        .stderr(expect![[r#"
        note: the Gwich'in are represented by the Gwich'in Council International
        note: the dates of Gwich'in Council International are a reasoned choice that no source states; `show` says why
    "#]])
        .status(0);
    let shown = home.arctic("show Sámi -f csv").output(0);
    assert!(shown.stdout.contains("party,saami-council,"));
    assert!(!shown.stdout.contains("people"));
    assert_eq!(shown.stderr, "note: the Sami are represented by the Saami Council\n");
    home.arctic("status \"Northern Ireland\" --on 2020 -f csv")
        .stdout(expect![[r#"
        party,name,iso3,on,role,since,chair
        ,Northern Ireland,,2020,none,,iceland
    "#]])
        .stderr(expect![[r#"
        note: Northern Ireland is part of United Kingdom and has no role of its own
    "#]])
        .status(1);
    home.arctic("status Svalbard --on 2020 -f csv")
        .stdout(expect![[r#"
        party,name,iso3,on,role,since,chair
        ,Svalbard and Jan Mayen,SJM,2020,none,,iceland
    "#]])
        .stderr(expect![[r#"
        note: Svalbard and Jan Mayen is part of Norway and has no role of its own
    "#]])
        .status(1);
    home.arctic("show Alaska -f csv")
        .stdout(expect![[r#"
        table,id,start,end,what,confidence,note
        country,alaska,,,Alaska · State of Alaska · part · Wikidata Q797,,State of the United States.
        alias,,,,former: Russian America,,
    "#]])
        .stderr(expect![[r#"
        note: Alaska is part of United States and has no role of its own
    "#]])
        .status(0);
}

#[test]
fn a_name_that_insults_is_recognised_and_not_shown() {
    let home = Home::seeded();
    assert!(home.arctic("status \"Red China\" --on 2020 -f csv").output(0).stdout.starts_with("party,name"));
    assert!(!home.arctic("show China").output(0).stdout.contains("Red China"));
    home.arctic("export popolo out.json").output(0);
    assert!(!std::fs::read_to_string(home.path("out.json")).unwrap().contains("Red China"));
}
