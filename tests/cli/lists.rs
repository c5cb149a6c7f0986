//! The overview, the lists, `show` and `search`.

use expect_test::expect;

use crate::support::{Arctic, Home, rows};

#[test]
fn the_overview_shows_the_council_today() {
    Arctic::new()
        .stdout(expect![[r#"
            The Arctic Council on 2026-11-23

             Chairship                                        Kingdom of Denmark, from 2025-05-12 until 2027-05
             Chair of the Arctic Council                      Jens-Frederik Nielsen (by office, unverified)
             Chair of the Senior Arctic Officials             Kenneth Høegh
             Arctic Ambassador (a national post)              Kenneth Høegh
             Next                                             Sweden (projected)
             8 members                                        Canada, Kingdom of Denmark, Finland, Iceland, Norway, Russian Federation, Sweden, United States of America
             6 Permanent Participants                         Aleut International Association, Arctic Athabaskan Council, Gwich'in Council International, Inuit Circumpolar Council, Russian Association of Indigenous Peoples of the North, Saami Council
             38 observers
               13 states                                      Germany, The Netherlands, Poland, United Kingdom, France, Spain, People's Republic of China, Republic of India, Italian Republic, Japan, Republic of Singapore, Republic of Korea, Switzerland
               13 intergovernmental and inter-parliamentary   SCPAR, UNEP, IFRC, IUCN, NCM, NAMMCO, UNDP, NEFCO, ICES, OSPAR, WNC, WMO, IMO
               12 non-governmental                            IASC, IUCH, NF, WWF, ACOPS, AWRH, CCU, IASSA, IWGIA, UArctic, AINA, Oceana

            note: the data was last verified on 2026-03-13; later changes are not in it
            note: no end date is known for Jens-Frederik Nielsen; the term may have ended after 2026-03-13
            note: Seven members, all but Russia, paused on 2022-03-03; projects without Russia from 2022-06-08, Working Groups in writing from 2023-08-29 and online from 2024-02-28; membership and chairship unchanged
        "#]])
        .status(0);
}

#[test]
fn the_overview_fits_eighty_columns() {
    let ran = Arctic::new().env("COLUMNS", "80").output(0);
    for line in ran.stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(ran.stdout.lines().count() <= 50);
}

#[test]
fn lists_are_filtered_by_time() {
    let home = Home::seeded();
    let ids = |line: &str| {
        let rows = rows(&home.arctic(line).args("-f csv").run().stdout);
        rows.into_iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids("meetings --on 2013"), ["kiruna-2013"]);
    assert_eq!(ids("meetings --from 2019 --to 2021-05-20"), ["rovaniemi-2019", "reykjavik-2021"]);
    assert_eq!(ids("meetings --from 2019 --to 2021-05-18"), ["rovaniemi-2019"]);
    assert_eq!(ids("agreements --to 2012"), ["sar-2011"]);
    assert_eq!(ids("agreements --on 2013-05-15"), ["sar-2011", "mospa-2013"]);
    assert_eq!(ids("agreements --on 2011-05-11"), [""; 0]);
    home.arctic("agreements --on 2010 -f csv")
        .stdout(expect![[r#"
            id,name,short_name,signed,place,meeting,in_force,confidence,note,standing,certainty
        "#]])
        .status(1);
    home.refuses(
        2,
        expect![[r#"
            $ events --on 2012 --from 2011
            error: the argument '--on <WHEN>' cannot be used with '--from <WHEN>'

            Usage: arctic events --on <WHEN> --db <FILE>

            For more information, try '--help'.
        "#]],
    );
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
fn show_prints_everything_about_a_party() {
    // The names of this party do not depend on the lists of country names.
    Arctic::new()
        .args("show \"Saami Council\" -f csv")
        .stdout(expect![[r#"
            table,id,start,end,what,confidence,note
            party,saami-council,,,Saami Council · Indigenous Peoples' organisation · http://www.saamicouncil.net/,verified,Nordic Saami Council until 1992; the word Nordic was dropped when the Kola Saami joined.
            alias,,,,endonym: Saemienraerie,,
            alias,,,,endonym: Sámeráde,,
            alias,,,,endonym: Sámiráđđi,,
            alias,,,,endonym: Sämirääđi,,
            alias,,,,endonym: Sääʹmsuåvtõs,,
            alias,,,,former: Nordic Saami Council,,
            alias,,,,former: Nordic Sami Council,,
            membership,saami-council-participant-1996,1996-09-19,,founding Permanent Participant,verified,
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
            no matches for `zzyzx`
        "#]])
        .status(1);
}

/// Arithmetic is half-open, but on the day of a handover those who leave preside over it.
#[test]
fn both_sides_of_a_handover_are_in_office_on_its_day() {
    Home::seeded()
        .arctic("people --on 2017-05-11")
        .stdout(expect![[r#"
            4 people of the Arctic Council on 2017-05-11

             person            office                                 from         until        chairship            basis      certainty
            ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
             David Balton      Chair of the Senior Arctic Officials   2015-04-24   2017-05-11   united-states-2015   stated     certain
             Rex Tillerson     Chair of the Arctic Council            2017-02-01   2017-05-11   united-states-2015   presided   certain
             Timo Soini        Chair of the Arctic Council            2017-05-11   2019-05-07   finland-2017         stated     certain
             Aleksi Härkönen   Chair of the Senior Arctic Officials   2017-05-11   2019-05-07   finland-2017         stated     certain

            note: David Balton and Rex Tillerson held office until the handover on 2017-05-11; the day counts to the next in office
        "#]])
        .status(0);
}
