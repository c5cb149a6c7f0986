//! What the registry answers about the Arctic Council, held against the facts.

use expect_test::expect;
use serde_json::{Value, json};

use crate::support::{Arctic, Home};

/// The rows of a CSV answer by their columns.
fn rows(csv: &str) -> Vec<std::collections::HashMap<String, String>> {
    csv::Reader::from_reader(csv.as_bytes()).deserialize().map(Result::unwrap).collect()
}

#[test]
fn a_year_with_a_handover_has_two_chairs() {
    Arctic::new()
        .args("chair 2021")
        .stdout(expect![[r#"
            Chair of the Arctic Council in 2021: Iceland until 2021-05-20, then Russia

             nth   state     from         until        standing
            ────────────────────────────────────────────────────
              12   Iceland   2019-05-07   2021-05-20   past
              13   Russia    2021-05-20   2023-05-11   past

            note: 2021-05-20 is a handover day: the chair passes from Iceland to Russia, and the day belongs to the incoming chair
        "#]])
        .status(0);
}

#[test]
fn the_handover_day_belongs_to_the_incoming_chair() {
    Arctic::new()
        .args("chair 2021-05-20")
        .stdout(expect![[r#"
            Chair of the Arctic Council on 2021-05-20: Russia

             nth   state    from         until        standing
            ───────────────────────────────────────────────────
              13   Russia   2021-05-20   2023-05-11   past

            note: 2021-05-20 is a handover day: the chair passes from Iceland to Russia, and the day belongs to the incoming chair
        "#]])
        .status(0);
}

#[test]
fn the_day_before_the_handover_belongs_to_the_outgoing_chair() {
    Arctic::new()
        .args("chair 2021-05-19")
        .stdout(expect![[r#"
            Chair of the Arctic Council on 2021-05-19: Iceland

             nth   state     from         until        standing
            ────────────────────────────────────────────────────
              12   Iceland   2019-05-07   2021-05-20   past
        "#]])
        .status(0);
}

#[test]
fn on_every_handover_day_of_the_facts_the_chair_changes() {
    // Handover days and incoming chairs, as facts/chairships.csv has them.
    const HANDOVERS: &[(&str, &str, &str, &str)] = &[
        ("1998-09-17", "Canada", "1998-09-18", "United States"),
        ("2000-10-12", "United States", "2000-10-13", "Finland"),
        ("2002-10-09", "Finland", "2002-10-10", "Iceland"),
        ("2004-11-23", "Iceland", "2004-11-24", "Russia"),
        ("2006-10-25", "Russia", "2006-10-26", "Norway"),
        ("2009-04-28", "Norway", "2009-04-29", "Denmark"),
        ("2011-05-11", "Denmark", "2011-05-12", "Sweden"),
        ("2013-05-14", "Sweden", "2013-05-15", "Canada"),
        ("2015-04-23", "Canada", "2015-04-24", "United States"),
        ("2017-05-10", "United States", "2017-05-11", "Finland"),
        ("2019-05-06", "Finland", "2019-05-07", "Iceland"),
        ("2021-05-19", "Iceland", "2021-05-20", "Russia"),
        ("2023-05-10", "Russia", "2023-05-11", "Norway"),
        ("2025-05-11", "Norway", "2025-05-12", "Denmark"),
    ];
    let home = Home::seeded();
    let chairs = |day: &str| {
        let ran = home.arctic("chair -f csv").arg(day).output(0);
        rows(&ran.stdout).into_iter().map(|row| row["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(chairs("1996-09-19"), ["Canada"]);
    for (before, outgoing, day, incoming) in HANDOVERS {
        assert_eq!(chairs(before), [*outgoing], "{before}");
        assert_eq!(chairs(day), [*incoming], "{day}");
    }
}

#[test]
fn before_the_founding_nobody_chaired() {
    Arctic::new()
        .args("chair 1995")
        .stdout(expect![[r#"
            Chair of the Arctic Council in 1995: nobody

            note: the Arctic Council did not exist before 1996-09-19
        "#]])
        .status(1);
}

#[test]
fn the_day_before_the_founding_is_before_it_and_the_founding_day_is_not() {
    let home = Home::seeded();
    home.arctic("members --on 1996-09-18 -f csv")
        .stdout(expect![[r#"
            party,name,role,kind,iso3,start,end,granted_at,certainty
        "#]])
        .stderr(expect![[r#"
            note: the Arctic Council did not exist before 1996-09-19
        "#]])
        .status(1);
    assert_eq!(rows(&home.arctic("members --on 1996-09-19 -f csv").output(0).stdout).len(), 8);
}

#[test]
fn after_the_last_stored_term_the_chair_is_projected_and_said_to_be() {
    Arctic::new()
        .args("chair 2029")
        .stdout(expect![[r#"
            Chair of the Arctic Council in 2029: Sweden (projected) until 2029, then Canada (projected)

             nth   state    from      until   standing
            ────────────────────────────────────────────
              16   Sweden   2027-05   2029    projected
              17   Canada   2029      2031    projected

            note: the chair passes from Sweden to Canada in 2029; the day is not known
            note: projected: the Arctic Council has announced no such term; it follows from the order of rotation and terms of 2 years
            note: the data was last verified on 2026-03-13; what changed after that day is not in it
        "#]])
        .status(0);
}

#[test]
fn a_day_inside_an_uncertain_handover_is_not_known() {
    Arctic::new()
        .args("chair 2027-05-10 -f csv")
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing
            15,denmark,DNK,Denmark,2025-05-12,2027-05,current
            16,sweden,SWE,Sweden,2027-05,2029,projected
        "#]])
        .stderr(expect![[r#"
            note: whether Denmark or Sweden holds the chair on 2027-05-10 is not known: of the handover only `2027-05` is known
            note: projected: the Arctic Council has announced no such term; it follows from the order of rotation and terms of 2 years
            note: the data was last verified on 2026-03-13; what changed after that day is not in it
        "#]])
        .status(5);
}

#[test]
fn what_is_no_time_is_a_usage_error_that_shows_what_is_accepted() {
    const FORMS: &str = "write `2021`, `2021-05`, `2021-05-19`, `today`, or two of them as `2019..2023`";
    let home = Home::seeded();
    for (when, reason) in [
        ("2021-02-30", "the calendar has no such day"),
        ("2021-13-01", "the calendar has no such day"),
        ("banana", "not a date"),
        ("20210520", "not a date"),
        ("2021-5", "not a date"),
        ("2021-05-20T10:00", "not a date"),
        ("2023..2019", "it ends before it begins"),
        ("2019..", "not a date"),
    ] {
        let error = format!("error: `{when}` is no time: {reason}; {FORMS}\n");
        home.arctic("chair").arg(when).stderr(&error).status(2);
        home.arctic("observers --on").arg(when).stderr(&error).status(2);
        home.arctic("status Norway --on").arg(when).stderr(&error).status(2);
        home.arctic("events --on").arg(when).stderr(&error).status(2);
    }
}

#[test]
fn presidency_and_chairship_are_other_words_for_chair() {
    let home = Home::seeded();
    let chair = home.arctic("chair 2009..2013 -f csv").output(0).stdout;
    assert_eq!(rows(&chair).len(), 4, "{chair}");
    for word in ["presidency", "chairship", "chairmanship"] {
        home.arctic(word).args("2009..2013 -f csv").stdout(&chair).status(0);
    }
}

#[test]
fn thirteen_states_observed_on_the_eve_of_the_reykjavik_meeting() {
    Arctic::new()
        .args("observers --non-arctic --on 2021-05-19")
        .stdout(expect![[r#"
            13 non-Arctic state observers of the Arctic Council on 2021-05-19

             name             kind    ISO   from         until   granted at       certainty
            ────────────────────────────────────────────────────────────────────────────────
             Germany          state   DEU   1998-09-18           iqaluit-1998     certain
             Netherlands      state   NLD   1998-09-18           iqaluit-1998     certain
             Poland           state   POL   1998-09-18           iqaluit-1998     certain
             United Kingdom   state   GBR   1998-09-18           iqaluit-1998     certain
             France           state   FRA   2000-10-13           barrow-2000      certain
             Spain            state   ESP   2006-10-26           salekhard-2006   certain
             China            state   CHN   2013-05-15           kiruna-2013      certain
             India            state   IND   2013-05-15           kiruna-2013      certain
             Italy            state   ITA   2013-05-15           kiruna-2013      certain
             Japan            state   JPN   2013-05-15           kiruna-2013      certain
             Singapore        state   SGP   2013-05-15           kiruna-2013      certain
             South Korea      state   KOR   2013-05-15           kiruna-2013      certain
             Switzerland      state   CHE   2017-05-11           fairbanks-2017   certain
        "#]])
        .status(0);
}

#[test]
fn twelve_states_observed_in_2014() {
    Arctic::new()
        .args("observers --non-arctic --on 2014 -f csv")
        .stdout(expect![[r#"
            party,name,role,kind,iso3,start,end,granted_at,certainty
            germany,Germany,observer,state,DEU,1998-09-18,,iqaluit-1998,certain
            netherlands,Netherlands,observer,state,NLD,1998-09-18,,iqaluit-1998,certain
            poland,Poland,observer,state,POL,1998-09-18,,iqaluit-1998,certain
            united-kingdom,United Kingdom,observer,state,GBR,1998-09-18,,iqaluit-1998,certain
            france,France,observer,state,FRA,2000-10-13,,barrow-2000,certain
            spain,Spain,observer,state,ESP,2006-10-26,,salekhard-2006,certain
            china,China,observer,state,CHN,2013-05-15,,kiruna-2013,certain
            india,India,observer,state,IND,2013-05-15,,kiruna-2013,certain
            italy,Italy,observer,state,ITA,2013-05-15,,kiruna-2013,certain
            japan,Japan,observer,state,JPN,2013-05-15,,kiruna-2013,certain
            singapore,Singapore,observer,state,SGP,2013-05-15,,kiruna-2013,certain
            south-korea,South Korea,observer,state,KOR,2013-05-15,,kiruna-2013,certain
        "#]])
        .status(0);
}

#[test]
fn nobody_observed_in_1997() {
    let home = Home::seeded();
    home.arctic("observers --non-arctic --on 1997")
        .stdout(expect![[r#"
            0 non-Arctic state observers of the Arctic Council in 1997
        "#]])
        .status(1);
    home.arctic("observers --on 1997 -f csv")
        .stdout(expect![[r#"
            party,name,role,kind,iso3,start,end,granted_at,certainty
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
fn the_counts_at_every_year_end_are_those_of_the_notes() {
    /// facts/NOTES-parties.md, "Counts": years, members, participants, observer states, IGOs, NGOs.
    const COUNTS: &[(std::ops::RangeInclusive<i32>, [usize; 5])] = &[
        (1996..=1997, [8, 3, 0, 0, 0]),
        (1998..=1999, [8, 4, 4, 3, 4]),
        (2000..=2001, [8, 6, 5, 7, 8]),
        (2002..=2003, [8, 6, 5, 8, 10]),
        (2004..=2005, [8, 6, 5, 9, 11]),
        (2006..=2012, [8, 6, 6, 9, 11]),
        (2013..=2016, [8, 6, 12, 9, 11]),
        (2017..=2018, [8, 6, 13, 13, 13]),
        (2019..=2025, [8, 6, 13, 13, 12]),
    ];
    const QUESTIONS: [&str; 5] =
        ["members", "participants", "observers --kind state", "observers --kind igo", "observers --kind ngo"];
    let home = Home::seeded();
    for (years, counts) in COUNTS {
        for year in years.clone() {
            // Every number in the years in which one changed, and the organisations in all.
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
fn a_list_marks_whom_a_partial_date_leaves_open() {
    let ran = Arctic::new()
        .args("observers --kind ngo --on 2019-07-01 -f csv")
        .stdout(expect![[r#"
            party,name,role,kind,iso3,start,end,granted_at,certainty
            iasc,International Arctic Science Committee,observer,ngo,,1998-09-18,,iqaluit-1998,certain
            iuch,International Union for Circumpolar Health,observer,ngo,,1998-09-18,,iqaluit-1998,certain
            northern-forum,Northern Forum,observer,ngo,,1998-09-18,,iqaluit-1998,certain
            wwf,World Wide Fund for Nature,observer,ngo,,1998-09-18,,iqaluit-1998,certain
            acops,Advisory Committee on Protection of the Sea,observer,ngo,,2000-10-13,,barrow-2000,certain
            awrh,Association of World Reindeer Herders,observer,ngo,,2000-10-13,,barrow-2000,certain
            ccu,Circumpolar Conservation Union,observer,ngo,,2000-10-13,,barrow-2000,certain
            iassa,International Arctic Social Sciences Association,observer,ngo,,2000-10-13,,barrow-2000,certain
            iwgia,International Work Group for Indigenous Affairs,observer,ngo,,2002-10-10,,inari-2002,certain
            uarctic,University of the Arctic,observer,ngo,,2002-10-10,,inari-2002,certain
            aina,Arctic Institute of North America,observer,ngo,,2004-11-24,,reykjavik-2004,certain
            ngs,National Geographic Society,observer,ngo,,2017-05-11,2019,fairbanks-2017,not_known
            oceana,Oceana,observer,ngo,,2017-05-11,,fairbanks-2017,certain
        "#]])
        .stderr(expect![[r#"
            note: 1 row is marked `not_known`: a date that is only partly known leaves it open
        "#]])
        .status(0);
    let all = ran.home.arctic("observers --on 2019-07-01").output(0).stdout;
    assert!(
        all.starts_with("38 observers of the Arctic Council on 2019-07-01, and 2 of which it is not known\n"),
        "{all}"
    );
}

#[test]
fn a_list_over_a_period_holds_everyone_who_held_the_role_on_any_day_of_it() {
    let home = Home::seeded();
    // Six states joined on 2013-05-15, and none left.
    home.arctic("observers --kind state --on 2006..2013-05-14 -f csv")
        .stdout(expect![[r#"
            party,name,role,kind,iso3,start,end,granted_at,certainty
            germany,Germany,observer,state,DEU,1998-09-18,,iqaluit-1998,certain
            netherlands,Netherlands,observer,state,NLD,1998-09-18,,iqaluit-1998,certain
            poland,Poland,observer,state,POL,1998-09-18,,iqaluit-1998,certain
            united-kingdom,United Kingdom,observer,state,GBR,1998-09-18,,iqaluit-1998,certain
            france,France,observer,state,FRA,2000-10-13,,barrow-2000,certain
            spain,Spain,observer,state,ESP,2006-10-26,,salekhard-2006,certain
        "#]])
        .status(0);
    assert_eq!(rows(&home.arctic("observers --kind state --on 2006..2013-05-15 -f csv").output(0).stdout).len(), 12);
    // The society left in 2019: it held the role on some day of 2018 to 2023, so that is certain.
    let ngos = rows(&home.arctic("observers --kind ngo --on 2018..2023 -f csv").output(0).stdout);
    assert_eq!(ngos.iter().find(|row| row["party"] == "ngs").map(|row| &*row["certainty"]), Some("certain"));
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
fn an_answer_after_the_last_check_is_given_and_marked() {
    const NOTE: &str = "note: the data was last verified on 2026-03-13; what changed after that day is not in it\n";
    let home = Home::seeded();
    home.arctic("status Norway --on 2026-03-14 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair
            norway,Norway,NOR,2026-03-14,member,1996-09-19,denmark
        "#]])
        .stderr(NOTE)
        .status(0);
    home.arctic("status Norway --on 2026-03-13 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair
            norway,Norway,NOR,2026-03-13,member,1996-09-19,denmark
        "#]])
        .status(0);
    for question in ["observers", "members", "participants", "chair"] {
        assert_eq!(home.arctic(question).args("-f csv").output(0).stderr, NOTE, "{question}");
    }
}

#[test]
fn a_time_that_reaches_over_the_founding_or_the_last_check_is_answered() {
    let home = Home::seeded();
    home.arctic("chair 1990..1997 -f csv")
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing
            1,canada,CAN,Canada,1996-09-19,1998-09-18,past
        "#]])
        .status(0);
    let notes = home.arctic("members --on 1990..2030 -f csv").output(0).stderr;
    assert_eq!(notes, "note: the data was last verified on 2026-03-13; what changed after that day is not in it\n");
}

#[test]
fn the_columns_for_machines_are_as_promised() {
    const CHAIR: &str = "ordinal,party,iso3,name,start,end,standing";
    const ROLE: &str = "party,name,role,kind,iso3,start,end,granted_at,certainty";
    const STATUS: &str = "party,name,iso3,on,role,since,chair";
    const PROMISED: &[(&str, &str)] = &[
        ("chair 2020", CHAIR),
        ("terms", CHAIR),
        ("members", ROLE),
        ("participants", ROLE),
        ("observers", ROLE),
        ("", ROLE),
        ("status Norway", STATUS),
        ("show Norway", "table,id,start,end,what,confidence,note"),
        ("search Kiruna", "table,id,name,column,text"),
        ("meetings", "id,ordinal,kind,first_day,last_day,place,host,outcome,signed,confidence,note"),
        ("bodies", "id,name,abbreviation,kind,start,end,website,confidence,note"),
        ("agreements", "id,name,short_name,signed,place,meeting,in_force,confidence,note"),
        ("events", "id,date,kind,title,description,confidence,note"),
        ("applications", "id,party,date,outcome,meeting,confidence,note"),
        ("people", "id,chairship,office,person,start,end,confidence,note"),
        ("sources", "id,title,publisher,url,published,note"),
        ("verify", "check,record,problem"),
        ("verify --list", "check,holds"),
    ];
    let home = Home::seeded();
    for (line, header) in PROMISED {
        let csv = home.arctic(line).args("-f csv").output(0).stdout;
        assert_eq!(csv.lines().next(), Some(*header), "{line}");
        let tsv = home.arctic(line).args("--format tsv").output(0).stdout;
        assert_eq!(tsv.lines().next(), Some(&*header.replace(',', "\t")), "{line}");
        let cited = home.arctic(line).args("-f csv --cite").output(0).stdout;
        assert_eq!(cited.lines().next(), Some(&*format!("{header},sources")), "{line} --cite");
        let json: Value = serde_json::from_str(&home.arctic(line).args("-f json").output(0).stdout).unwrap();
        for object in json.as_array().unwrap() {
            let keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys.join(","), *header, "{line}");
        }
    }
}

#[test]
fn json_is_an_array_of_objects_with_null_for_what_is_not_there() {
    let ran = Arctic::new().args("status \"Saami Council\" --on 2020 -f json").output(0);
    let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
    let expected = json!([{
        "party": "saami-council", "name": "Saami Council", "iso3": null, "on": "2020",
        "role": "permanent_participant", "since": "1996-09-19", "chair": "iceland",
    }]);
    assert_eq!(answer, expected);
}

#[test]
fn ndjson_is_an_object_a_line() {
    Arctic::new()
        .args("chair 2021 -f ndjson")
        .stdout(expect![[r#"
            {"ordinal":12,"party":"iceland","iso3":"ISL","name":"Iceland","start":"2019-05-07","end":"2021-05-20","standing":"past"}
            {"ordinal":13,"party":"russia","iso3":"RUS","name":"Russia","start":"2021-05-20","end":"2023-05-11","standing":"past"}
        "#]])
        .stderr(expect![[r#"
            note: 2021-05-20 is a handover day: the chair passes from Iceland to Russia, and the day belongs to the incoming chair
        "#]])
        .status(0);
}

#[test]
fn tsv_is_csv_with_tabs() {
    Arctic::new()
        .args("chair 2020 -f tsv")
        .stdout("ordinal\tparty\tiso3\tname\tstart\tend\tstanding\n12\ticeland\tISL\tIceland\t2019-05-07\t2021-05-20\tpast\n")
        .status(0);
}

#[test]
fn markdown_is_a_table_to_paste() {
    Arctic::new()
        .args("chair 2021 -f markdown")
        .stdout(expect![[r#"
            Chair of the Arctic Council in 2021: Iceland until 2021-05-20, then Russia

            | nth | state | from | until | standing |
            | --- | --- | --- | --- | --- |
            | 12 | Iceland | 2019-05-07 | 2021-05-20 | past |
            | 13 | Russia | 2021-05-20 | 2023-05-11 | past |

            - 2021-05-20 is a handover day: the chair passes from Iceland to Russia, and the day belongs to the incoming chair
        "#]])
        .status(0);
}

#[test]
fn cite_adds_the_sources_of_what_is_shown() {
    let home = Home::seeded();
    let plain = rows(&home.arctic("chair 2020 -f csv").output(0).stdout);
    let cited = rows(&home.arctic("chair 2020 -f csv --cite").output(0).stdout);
    let ids: Vec<&str> = cited[0]["sources"].split(';').collect();
    assert!(ids.len() > 1, "{ids:?}");
    for (column, value) in &plain[0] {
        assert_eq!(cited[0][column], *value);
    }
    // The same sources, whole, in JSON; and each can be read in the list of sources.
    let json: Value = serde_json::from_str(&home.arctic("chair 2020 -f json --cite").output(0).stdout).unwrap();
    let whole = json[0]["sources"].as_array().unwrap();
    assert_eq!(whole.iter().map(|source| source["id"].as_str().unwrap()).collect::<Vec<_>>(), ids);
    let sources = rows(&home.arctic("sources -f csv").output(0).stdout);
    for source in whole {
        let listed = sources.iter().find(|row| row["id"] == source["id"].as_str().unwrap()).unwrap();
        assert_eq!(source["title"].as_str(), Some(&*listed["title"]));
    }
    // In the table for people they stand below, each once.
    let table = home.arctic("chair 2020 --cite").output(0).stdout;
    let (_, below) = table.split_once("\nSources\n").unwrap();
    assert_eq!(below.lines().count(), ids.len(), "{below}");
    assert!(below.lines().all(|line| line.starts_with("- ")), "{below}");
}

#[test]
fn every_row_of_every_list_of_facts_has_a_source() {
    let home = Home::seeded();
    let questions = ["terms", "members", "participants", "observers", "meetings", "bodies", "agreements", "events"];
    for question in questions.into_iter().chain(["applications", "people", "status Greenland"]) {
        let rows = rows(&home.arctic(question).args("-f csv --cite").output(0).stdout);
        assert!(!rows.is_empty() && rows.iter().all(|row| !row["sources"].is_empty()), "{question}");
    }
}

#[test]
fn today_decides_what_is_past_current_and_planned() {
    Arctic::new()
        .today("2012-06-01")
        .args("terms -f csv")
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing
            1,canada,CAN,Canada,1996-09-19,1998-09-18,past
            2,united-states,USA,United States,1998-09-18,2000-10-13,past
            3,finland,FIN,Finland,2000-10-13,2002-10-10,past
            4,iceland,ISL,Iceland,2002-10-10,2004-11-24,past
            5,russia,RUS,Russia,2004-11-24,2006-10-26,past
            6,norway,NOR,Norway,2006-10-26,2009-04-29,past
            7,denmark,DNK,Denmark,2009-04-29,2011-05-12,past
            8,sweden,SWE,Sweden,2011-05-12,2013-05-15,current
            9,canada,CAN,Canada,2013-05-15,2015-04-24,planned
            10,united-states,USA,United States,2015-04-24,2017-05-11,planned
            11,finland,FIN,Finland,2017-05-11,2019-05-07,planned
            12,iceland,ISL,Iceland,2019-05-07,2021-05-20,planned
            13,russia,RUS,Russia,2021-05-20,2023-05-11,planned
            14,norway,NOR,Norway,2023-05-11,2025-05-12,planned
            15,denmark,DNK,Denmark,2025-05-12,2027-05,planned
        "#]])
        .stderr(expect![[r#"
            note: planned: the term of Canada is announced and has not begun
            note: planned: the term of United States is announced and has not begun
            note: planned: the term of Finland is announced and has not begun
            note: planned: the term of Iceland is announced and has not begun
            note: planned: the term of Russia is announced and has not begun
            note: planned: the term of Norway is announced and has not begun
            note: planned: the term of Denmark is announced and has not begun
        "#]])
        .status(0);
}

#[test]
fn today_is_the_day_of_a_question_without_a_time() {
    let home = Home::seeded();
    for question in ["chair", "chair today"] {
        home.arctic(question)
            .args("-f csv")
            .today("2012-06-01")
            .stdout(expect![[r#"
                ordinal,party,iso3,name,start,end,standing
                8,sweden,SWE,Sweden,2011-05-12,2013-05-15,current
            "#]])
            .status(0);
    }
    home.arctic("status Switzerland -f csv")
        .today("2017-05-10")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair
            switzerland,Switzerland,CHE,2017-05-10,none,,united-states
        "#]])
        .status(1);
}

#[test]
fn a_today_that_is_no_day_is_a_usage_error() {
    let home = Home::seeded();
    for day in ["2012-13-01", "2012", "2012-06", "today", "yesterday"] {
        let ran = home.arctic("chair").today(day).output(2);
        assert_eq!(ran.stdout, "");
        assert!(
            ran.stderr.starts_with(&format!("error: `{day}` ")) && ran.stderr.contains("ARCTIC_TODAY"),
            "{}",
            ran.stderr
        );
        assert_eq!(ran.stderr.lines().count(), 1);
    }
}

#[test]
fn terms_reach_as_far_as_asked_and_no_further() {
    let home = Home::seeded();
    let terms = |line: &str| rows(&home.arctic(line).output(0).stdout);
    assert_eq!(terms("terms -f csv").len(), 15);
    let projected = terms("terms --until 2033 -f csv");
    let found: Vec<String> = projected[15..].iter().map(|row| format!("{} {}", row["start"], row["name"])).collect();
    assert_eq!(found, ["2027-05 Sweden", "2029 Canada", "2031 United States", "2033 Finland"]);
    assert!(projected[15..].iter().all(|row| row["standing"] == "projected"));
}

#[test]
fn lists_are_filtered_by_time() {
    let home = Home::seeded();
    home.arctic("meetings --on 2013 -f csv --cite").output(0);
    let ids = |line: &str| {
        let rows = rows(&home.arctic(line).args("-f csv").output(0).stdout);
        rows.into_iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids("meetings --on 2013"), ["kiruna-2013"]);
    assert_eq!(ids("meetings --from 2019 --to 2021-05-20"), ["rovaniemi-2019", "reykjavik-2021"]);
    assert_eq!(ids("meetings --from 2019 --to 2021-05-18"), ["rovaniemi-2019"]);
    assert_eq!(ids("agreements --to 2012"), ["sar-2011"]);
    assert_eq!(ids("agreements --on 2013-05-15"), ["mospa-2013"]);
    home.arctic("agreements --on 2012 -f csv")
        .stdout(expect![[r#"
            id,name,short_name,signed,place,meeting,in_force,confidence,note
        "#]])
        .status(1);
    let ran = home.arctic("events --on 2012 --from 2011").output(2);
    assert!(
        ran.stderr.starts_with("error: the argument '--on <WHEN>' cannot be used with '--from <WHEN>'"),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_overview_is_the_council_today() {
    Arctic::new()
        .stdout(expect![[r#"
            The Arctic Council on 2026-11-23

             Chair                                     Denmark, from 2025-05-12 until 2027-05
             Chair of the Arctic Council               Jens-Frederik Nielsen (unverified)
             Chair of the Senior Arctic Officials      Kenneth Høegh
             Arctic Ambassador of the chairing state   Kenneth Høegh
             Next                                      Sweden (projected)
             8 members                                 Canada, Denmark, Finland, Iceland, Norway, Russia, Sweden, United States
             6 Permanent Participants                  Inuit Circumpolar Council, Russian Association of Indigenous Peoples of the North, Saami Council, Aleut International Association, Arctic Athabaskan Council, Gwich'in Council International
             38 observers
               13 states                               Germany, Netherlands, Poland, United Kingdom, France, Spain, China, India, Italy, Japan, Singapore, South Korea, Switzerland
               13 intergovernmental                    SCPAR, UNEP, IFRC, IUCN, NCM, NAMMCO, UNDP, NEFCO, ICES, OSPAR, WNC, WMO, IMO
               12 non-governmental                     IASC, IUCH, NF, WWF, ACOPS, AWRH, CCU, IASSA, IWGIA, UArctic, AINA, Oceana

            note: the data was last verified on 2026-03-13; what changed after that day is not in it
            note: no end is known for Jens-Frederik Nielsen; whether the office was still held after 2026-03-13 is not known
        "#]])
        .status(0);
}

#[test]
fn the_overview_fits_a_terminal_of_eighty_columns() {
    let ran = Arctic::new().env("COLUMNS", "80").output(0);
    for line in ran.stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(ran.stdout.lines().count() <= 50);
}

#[test]
fn show_tells_all_of_one_party() {
    // A party whose names do not grow with every list of country names that is taken in.
    Arctic::new()
        .args("show \"Saami Council\" -f csv")
        .stdout(expect![[r#"
            table,id,start,end,what,confidence,note
            party,saami-council,,,Saami Council · indigenous · http://www.saamicouncil.net/,verified,Nordic Saami Council until 1992; the word Nordic was dropped when the Kola Saami joined.
            alias,,,,endonym: Saemienraerie,,
            alias,,,,endonym: Sámeráde,,
            alias,,,,endonym: Sámiráđđi,,
            alias,,,,endonym: Sämirääđi,,
            alias,,,,endonym: Sääʹmsuåvtõs,,
            alias,,,,former: Nordic Saami Council,,
            alias,,,,former: Nordic Sami Council,,
            membership,saami-council-participant-1996,1996-09-19,,"Permanent Participant, granted at ottawa-1996",verified,
        "#]])
        .status(0);
}

#[test]
fn search_finds_a_word_in_any_spelling() {
    let home = Home::seeded();
    let found = home.arctic("search tromsø -f csv").output(0).stdout;
    assert!(found.starts_with("table,id,name,column,text\nmeeting,tromso-2009,Tromsø,id,tromso-2009\n"), "{found}");
    home.arctic("search TROMSO -f csv").stdout(&found).status(0);
    home.arctic("search zzyzx")
        .stdout(expect![[r#"
            `zzyzx` stands in 0 records
        "#]])
        .status(1);
}

#[test]
fn nothing_is_coloured_where_no_terminal_is() {
    let ran = Arctic::new().args("chair 2021").env("NO_COLOR", "1").output(0);
    assert!(!ran.stdout.contains('\u{1b}'));
    let home = ran.home;
    assert!(!home.arctic("").output(0).stdout.contains('\u{1b}'));
    assert!(!home.arctic("status Atlantis").output(2).stderr.contains('\u{1b}'));
}
