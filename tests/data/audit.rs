//! What the audit of November 2026 put right in the bundled data.

use crate::support::{Row, ask};

fn row(rows: &[Row], id: &str) -> Row {
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no record {id}")).clone()
}

#[test]
fn no_application_is_called_refused_without_a_text_of_the_refusal() {
    let rows = ask("applications");
    assert!(rows.iter().all(|row| row["outcome"] != "refused"));
    let not_granted: Vec<&str> =
        rows.iter().filter(|row| row["outcome"] == "not_granted").map(|row| row["party"].as_str()).collect();
    assert_eq!(not_granted, ["apecs", "greenpeace", "iho", "iogp", "oceana", "ospar", "wmo"]);
    assert_eq!(row(&rows, "turkiye-2017-pending")["outcome"], "pending");
    // Those that met ad hoc did so from the Norwegian chairship of 2006 to 2009 on.
    let ad_hoc: Vec<&str> = rows
        .iter()
        .filter(|row| row["outcome"] == "ad_hoc" && row["date"] == "2006-10-26..2009-04-28")
        .map(|row| row["party"].as_str())
        .collect();
    assert_eq!(ad_hoc, ["china", "european-union", "italy", "south-korea"]);
}

#[test]
fn events_that_were_missing_are_there_with_sources() {
    let rows = ask("events --cite");
    for (id, date) in [
        ("aeps-finland-1989", "1989-01"),
        ("aeps-rovaniemi-1989", "1989-09"),
        ("aeps-yellowknife-1990", "1990-04"),
        ("aeps-kiruna-1991", "1991-01"),
        ("aeps-1991", "1991-06-14"),
        ("aeps-nuuk-1993", "1993-09-16"),
        ("aeps-inuvik-1996", "1996-03-21"),
        ("aeps-alta-1997", "1997-06-13"),
        ("deputies-2012", "2012-05-15"),
        ("raipon-suspended-2012", "2012-11-01"),
        ("raipon-statement-2012", "2012-11-14..2012-11-15"),
        ("environment-ministers-2013", "2013-02-06"),
        ("greenland-boycott-2013", "2013-05-15"),
        ("greenland-returns-2013", "2013-08"),
        ("environment-ministers-2018", "2018-10-12"),
        ("greenland-first-2021", "2021-06-10"),
        ("arkhangelsk-2022", "2022-05"),
        ("warsaw-format-2024", "2024-06-06"),
        ("warsaw-format-2025", "2025-09-09"),
    ] {
        let event = row(&rows, id);
        assert_eq!(event["date"], date, "{id}");
        assert!(!event["sources"].is_empty(), "{id}");
    }
}

#[test]
fn each_person_rests_on_a_basis_and_two_ministers_of_one_term_are_both_there() {
    let rows = ask("people");
    for (id, basis) in [
        ("albright-council-1998", "by_office"),
        ("lavrov-council-2004", "stated"),
        ("oddsson-council-2004", "presided"),
        ("tillerson-council-2017", "presided"),
        ("nielsen-council-2026", "by_office"),
    ] {
        assert_eq!(row(&rows, id)["basis"], basis, "{id}");
    }
    for (term, people) in [
        ("iceland-2002", &["Halldór Ásgrímsson", "Davíð Oddsson"][..]),
        ("denmark-2009", &["Per Stig Møller", "Lene Espersen"]),
        ("united-states-2015", &["John Kerry", "Thomas Shannon", "Rex Tillerson"]),
        ("norway-2023", &["Anniken Huitfeldt", "Espen Barth Eide"]),
        ("denmark-2025", &["Vivian Motzfeldt", "Jens-Frederik Nielsen"]),
    ] {
        let found: Vec<&Row> =
            rows.iter().filter(|row| row["chairship"] == term && row["office"] == "chair_of_council").collect();
        assert_eq!(found.iter().map(|row| row["person"].as_str()).collect::<Vec<_>>(), people);
        // One follows the other without a gap.
        assert!(found.windows(2).all(|pair| pair[0]["end"] == pair[1]["start"]), "{term}");
    }
}
