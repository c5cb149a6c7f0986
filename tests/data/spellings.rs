//! Names as data sets spell them: a list that must be recognised, and one that must not.

use arctic_council::store::Entity;
use arctic_council::{Error, Registry};

#[test]
fn every_listed_spelling_is_recognised() {
    let registry = Registry::bundled().unwrap();
    let mut wrong = Vec::new();
    for record in csv::Reader::from_reader(&include_bytes!("must_match.csv")[..]).records() {
        let record = record.unwrap();
        let (name, iso3) = (&record[0], &record[1]);
        let found = match registry.resolve(name) {
            Ok(entity) => entity.iso3().unwrap_or("no code").to_string(),
            Err(error) => error.to_string(),
        };
        if found != iso3 {
            wrong.push(format!("{name}: {found}, not {iso3}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn other_words_are_not_recognised_as_countries() {
    let registry = Registry::bundled().unwrap();
    let names = include_str!("must_not_match.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let taken: Vec<String> = names
        .filter_map(|name| match registry.resolve(name) {
            Ok(entity) => Some(format!("{name}: {}", entity.id())),
            Err(Error::UnknownName { .. }) => None,
            Err(error) => Some(format!("{name}: {error}")),
        })
        .collect();
    assert!(taken.is_empty(), "{}", taken.join("\n"));
}

#[test]
fn a_people_stands_for_its_organisation_and_a_part_is_no_country() {
    let registry = Registry::bundled().unwrap();
    for (id, names) in [
        ("saami-council", &["Saami", "Sami", "Sámi", "the Sami people"][..]),
        ("icc", &["Inuit", "the Inuit"]),
        ("aia", &["Aleut", "Aleuts"]),
        ("aac", &["Athabaskan", "Athabascan"]),
        ("gci", &["Gwichin", "Gwich'in", "Gwich’in"]),
        (
            "imo",
            &[
                "International Maritime Organization (IMO)",
                "IMO - Intl. Maritime Organisation",
                "Organisation maritime internationale",
            ],
        ),
        ("unep", &["UN Environment Program", "UNEP (United Nations Environment Programme)", "联合国环境规划署"]),
        ("icc", &["Inuit Circumpolar Council (ICC)", "Conseil circumpolaire inuit"]),
        ("aina", &["AINA (Arctic Institute of North America)"]),
        ("alaska", &["Alaska", "Аляска", "Q797"]),
        ("nunavut", &["Nunavut"]),
        ("yukon", &["Yukon Territory"]),
        ("northwest-territories", &["Northwest Territories", "NWT"]),
        ("scotland", &["Scotland", "Schottland", "Écosse"]),
        ("england", &["England", "Inglaterra"]),
        ("wales", &["Wales", "Cymru"]),
        ("northern-ireland", &["Northern Ireland", "Irlanda del Norte"]),
        ("sakha", &["Yakutia"]),
    ] {
        for name in names {
            let entity = registry.resolve(name).unwrap();
            assert_eq!(entity.id(), id, "{name}");
            let is_part =
                matches!(&entity, Entity::Country(country) if country.kind == "part" && country.part_of.is_some());
            assert_eq!(is_part, entity.iso3().is_none() && matches!(entity, Entity::Country(_)), "{name}");
        }
    }
}

#[test]
fn suggestions_are_near_or_not_given() {
    let registry = Registry::bundled().unwrap();
    let suggestions = |name: &str| match registry.resolve(name) {
        Err(Error::UnknownName { suggestions, .. }) => suggestions,
        other => panic!("{name}: {other:?}"),
    };
    for (name, meant) in [
        ("norwy", "norway"),
        ("Swedn", "sweden"),
        ("Denmrk", "denmark"),
        ("Gemany", "germany"),
        ("Untied States", "united-states"),
        ("Russian Federtion", "russia"),
        ("Swiserland", "switzerland"),
        ("Arctic Athabaskan Counsel", "aac"),
        ("no", "NO"),
    ] {
        assert_eq!(suggestions(name), [meant], "{name}");
    }
    for name in [
        "Kiruna",
        "Tromsø",
        "Nuuk",
        "Oslo",
        "Rovaniemi",
        "Inuvik",
        "Hawaii",
        "Khanty",
        "Dene",
        "United Nations",
        "Nordic Council",
    ] {
        assert!(suggestions(name).is_empty(), "{name}: {:?}", suggestions(name));
    }
}
