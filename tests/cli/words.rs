//! The words that people see: the council's own names and terms. Programs get the common names.

use expect_test::expect;

use crate::support::{Arctic, Home, ask};

fn shows(line: &str, expected: &[&str]) {
    let text = Arctic::new().args(line).run().stdout;
    for words in expected {
        assert!(text.contains(words), "{line}: no {words:?} in\n{text}");
    }
}

#[test]
fn people_see_the_names_that_the_council_uses() {
    shows("chair 2010", &["Chairship of the Arctic Council in 2010: Kingdom of Denmark"]);
    shows("chair 2021-05", &["Iceland until 2021-05-20, then Russian Federation", "to the Russian Federation,"]);
    shows("members", &[" Kingdom of Denmark ", " Russian Federation ", " United States of America "]);
    shows("status DK", &["Kingdom of Denmark on ", " Kingdom of Denmark "]);
    shows("show China", &["People's Republic of China (id `china`)"]);
    shows("timeline --on 2009-04-29", &["Kingdom of Denmark takes the chair from Norway"]);
    shows("timeline --on 2023-05-11", &["Norway takes the chair from the Russian Federation"]);
    shows("status Greenland", &["represented by the Kingdom of Denmark"]);
    shows("", &["Canada, Kingdom of Denmark, Finland", "Chairship ", "Chair of the Arctic Council "]);
    // Programs get the common name.
    for (line, party) in [("members -f csv", "denmark"), ("terms -f csv", "denmark"), ("status DK -f csv", "denmark")] {
        let rows = ask(line.trim_end_matches(" -f csv"));
        assert!(rows.iter().any(|row| row["party"] == party && row["name"] == "Denmark"), "{line}");
    }
}

#[test]
fn kinds_and_offices_are_called_what_they_are() {
    shows("participants", &["Indigenous Peoples' organisation"]);
    shows("observers --kind igo", &["13 intergovernmental and inter-parliamentary observers of the Arctic Council"]);
    shows("people --on 2012", &["Arctic Ambassador (a national post)"]);
    shows("meetings --on 2000", &["Utqiaġvik"]);
    shows("applications --on 2013", &[" not granted "]);
}

#[test]
fn founders_were_granted_nothing() {
    for line in ["members", "participants", "show Canada", "show RAIPON"] {
        let text = Arctic::new().args(line).output(0).stdout;
        assert!(!text.contains("ottawa-1996"), "{line}: {text}");
        assert!(text.contains("founding "), "{line}: {text}");
    }
    shows("members", &["founding member"]);
    shows("participants", &["founding Permanent Participant", " iqaluit-1998 "]);
    shows("show Canada", &[" founding member "]);
    assert_eq!(ask("members")[0]["granted_at"], "ottawa-1996");
}

#[test]
fn participants_are_in_alphabetical_order() {
    let names: Vec<String> = ask("participants").iter().map(|row| row["name"].clone()).collect();
    assert_eq!(names.len(), 6);
    assert!(names.is_sorted(), "{names:?}");
}

#[test]
fn an_office_by_office_is_said_beside_the_name() {
    let home = Home::seeded();
    shows("", &["Jens-Frederik Nielsen (by office, unverified)"]);
    shows("timeline --on 2023-05-11", &["Anniken Huitfeldt takes office as Chair of the Arctic Council (by office)"]);
    shows("show Norway", &["Chair of the Arctic Council: Anniken Huitfeldt (by office)"]);
    home.arctic("people --on 2023-05-12").stdout(expect![[r#"
        2 people of the Arctic Council on 2023-05-12

         person              office                                                                      from         until        chairship     basis       certainty
        ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
         Morten Høglund      Arctic Ambassador (a national post); Chair of the Senior Arctic Officials   2023-05-11   2025-05-12   norway-2023   stated      certain
         Anniken Huitfeldt   Chair of the Arctic Council                                                 2023-05-11   2023-10-16   norway-2023   by office   certain

        note: Seven members, all but Russia, paused on 2022-03-03; projects without Russia from 2022-06-08, Working Groups in writing from 2023-08-29 and online from 2024-02-28; membership and chairship unchanged
    "#]]).status(0);
    let by_office: Vec<String> =
        ask("people").iter().filter(|row| row["basis"] == "by_office").map(|row| row["id"].clone()).collect();
    assert_eq!(
        by_office,
        [
            "simon-saos-1996",
            "albright-council-1998",
            "shannon-council-2017",
            "huitfeldt-council-2023",
            "nielsen-council-2026"
        ]
    );
    // Nobody's claim to have presided is taken from an office.
    assert!(ask("people").iter().all(|row| !row["basis"].is_empty()));
}
