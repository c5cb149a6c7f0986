//! Names as data sets spell them: lists of what must be found, and of what must not.

use arctic_council::{Error, Registry};

#[test]
fn every_spelling_that_must_match_finds_its_country() {
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
fn nothing_that_is_no_country_is_taken_for_one() {
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
