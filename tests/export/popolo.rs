//! `export popolo`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{hostile, json};
use crate::support::Home;

#[test]
fn every_reference_has_its_target() {
    for home in [Home::seeded(), Home::tundra(), hostile()] {
        let document = json(&home, "popolo");
        let list = |name: &str| document[name].as_array().unwrap();
        let ids =
            |name: &str| -> BTreeSet<&str> { list(name).iter().map(|entry| entry["id"].as_str().unwrap()).collect() };
        for name in ["organizations", "persons", "posts", "memberships", "events"] {
            assert_eq!(ids(name).len(), list(name).len(), "{name}: duplicate id");
        }
        let (organizations, persons, posts) = (ids("organizations"), ids("persons"), ids("posts"));
        for membership in list("memberships") {
            let of = |key: &str, among: &BTreeSet<&str>| membership[key].as_str().is_none_or(|id| among.contains(id));
            assert!(of("organization_id", &organizations) && of("on_behalf_of_id", &organizations), "{membership}");
            assert!(of("post_id", &posts) && of("person_id", &persons), "{membership}");
            let member = membership["member"]["id"].as_str();
            assert!(member.is_none_or(|id| organizations.contains(id)), "{membership}");
            assert_ne!(member.is_some(), membership["person_id"].is_string(), "{membership}");
        }
    }
}

#[test]
fn a_date_between_bounds_is_the_outer_one() {
    let home = Home::tundra();
    let set = |sql: &str| home.sql().execute(sql, []).unwrap();
    set("UPDATE membership SET start = '2020-07..2021', \"end\" = '2021..2022-06-02' WHERE party = 'lichen-fund'");
    let document = json(&home, "popolo");
    let find = |list: &str, id: &str| -> Value {
        document[list].as_array().unwrap().iter().find(|entry| entry["id"] == id).cloned().unwrap_or_default()
    };
    let lichen = find("memberships", "membership/lichen-fund-observer-2021");
    assert_eq!([&lichen["start_date"], &lichen["start_date_latest"]], ["2020-07", "2021"]);
    assert_eq!([&lichen["end_date"], &lichen["end_date_earliest"]], ["2022-06-02", "2021"]);
}

#[test]
fn memberships_have_their_holders() {
    let document = json(&Home::seeded(), "popolo");
    let find = |list: &str, id: &str| -> Value {
        document[list].as_array().unwrap().iter().find(|entry| entry["id"] == id).cloned().unwrap_or_default()
    };
    let sweden = find("memberships", "chairship/sweden-2011");
    assert_eq!(
        [&sweden["member"]["id"], &sweden["post_id"], &sweden["start_date"], &sweden["end_date"]],
        ["party/sweden", "post/chair", "2011-05-12", "2013-05-15"]
    );
    assert!(!sweden["sources"].as_array().unwrap().is_empty());
    let ngs =
        document["memberships"].as_array().unwrap().iter().find(|entry| entry["end_date_earliest"] == "2019").unwrap();
    assert_eq!([&ngs["role"], &ngs["end_date"]], ["observer", "2020-06-02"]);
    let china = find("organizations", "party/china");
    for identifier in ["CN", "CHN", "156", "710", "Q148"] {
        assert!(
            china["identifiers"].as_array().unwrap().iter().any(|known| known["identifier"] == identifier),
            "{identifier}"
        );
    }
    let kerry = find("memberships", "office_holder/kerry-council-2015");
    assert_eq!([&kerry["person_id"], &kerry["on_behalf_of_id"]], ["person/john-kerry", "party/united-states"]);
    assert_eq!(find("events", "meeting/nuuk-2011")["start_date"], "2011-05-12");
}
