//! Random edits, undone in random order, restore the data byte for byte.
//!
//! `cargo test -- --ignored --nocapture a_thousand` makes a thousand edits.

use std::thread::sleep;
use std::time::{Duration, Instant};

use arctic_council::edit::Provenance;
use arctic_council::package::Package;
use arctic_council::{Error, Registry};

use crate::support::{Home, tundra};

/// Pseudo-random numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % below
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }
}

fn entry() -> Provenance {
    let mut entry = Provenance::new("put", "2026-11-23T00:00:00.000Z");
    entry.why = Some("r".to_string());
    entry
}

const DATES: &[&str] =
    &["2020-06-01", "2021", "2021-06-02", "2022-06-03", "2022-07", "2023-06", "2024-02-30", "", "soon"];
const IDS: &[&str] = &["arvik", "borea", "celsia", "drift", "lichen-fund", "nova", "terra", "Not an id"];
const NOTES: &[&str] = &["", "x", "=1+1", "a \"b\", c\nd", "\u{202e}é[2J", "'; DROP TABLE party; --"];
const SOURCES: &[&str] = &["almanac", "charter", "map", "nowhere"];

/// A column and values for it.
type Column = (&'static str, &'static [&'static str]);

/// Tables, ids of their rows, and columns.
const TABLES: &[(&str, &[&str], &[Column])] = &[
    (
        "tally",
        &["member-2021", "observer-2021", "count-1"],
        &[
            ("count", &["1", "2", "-1", "x"]),
            ("date", DATES),
            ("role", &["member", "observer", "boss"]),
            ("note", NOTES),
            ("confidence", &["verified", "sure"]),
        ],
    ),
    (
        "party",
        IDS,
        &[
            ("kind", &["state", "ngo", "club"]),
            ("name", IDS),
            ("iso2", &["", "XA", "XQ", "q"]),
            ("arctic", &["0", "1", "2"]),
            ("note", NOTES),
            ("confidence", &["verified"]),
        ],
    ),
    (
        "membership",
        &["arvik-member-2020", "drift-observer-2021", "drift-member-2023", "nova-observer-2022"],
        &[
            ("party", IDS),
            ("role", &["member", "observer"]),
            ("start", DATES),
            ("end", DATES),
            ("note", NOTES),
            ("confidence", &["verified"]),
        ],
    ),
    (
        "chairship",
        &["borea-2020", "arvik-2021", "celsia-2022", "drift-2023"],
        &[
            ("ordinal", &["1", "2", "3", "4", "0"]),
            ("party", IDS),
            ("start", DATES),
            ("end", DATES),
            ("confidence", &["verified"]),
        ],
    ),
    ("source", SOURCES, &[("title", NOTES), ("url", &["", "https://x.example", "x"]), ("published", DATES)]),
    (
        "event",
        &["founding-2020", "moss-2021"],
        &[("date", DATES), ("kind", &["founding", "other"]), ("title", NOTES), ("confidence", &["verified"])],
    ),
    (
        "country",
        &["floe", "elsewhere", "arvik"],
        &[
            ("represented_by", IDS),
            ("name", IDS),
            ("iso2", &["XE", "XF"]),
            ("iso3", &["XEL", "XFL"]),
            ("kind", &["area", "state"]),
        ],
    ),
    (
        "meta",
        &["founded", "name", "label.member", "homepage"],
        &[("value", &["2020-06-01", "2020-13", "x"]), ("note", NOTES)],
    ),
    (
        "alias",
        &["Arvik", "ARVIK", "Nova", "Floe", "!!!"],
        &[
            ("party", &["", "arvik", "nova"]),
            ("country", &["", "floe"]),
            ("kind", &["short", "former"]),
            ("lang", &["", "en"]),
        ],
    ),
];

/// Statements of another program.
const STATEMENTS: &[&str] = &[
    "UPDATE party SET id = 'terra' WHERE id = 'nova'",
    "UPDATE party SET id = 'nova' WHERE id = 'terra'",
    "UPDATE party SET id = 'drifting' WHERE id = 'drift'",
    "UPDATE party SET id = 'drift' WHERE id = 'drifting'",
    "UPDATE source SET id = 'chart' WHERE id = 'charter'",
    "UPDATE source SET id = 'charter' WHERE id = 'chart'",
    "UPDATE meeting SET id = 'rime' WHERE id = 'rime-2021'",
    "UPDATE meeting SET id = 'rime-2021' WHERE id = 'rime'",
    "UPDATE tally SET note = note || 'x'",
    "DELETE FROM membership WHERE id = 'drift-observer-2021'",
    "DELETE FROM party WHERE id IN ('drift', 'nova')",
    "DELETE FROM country WHERE id = 'elsewhere'",
    "DELETE FROM tally",
    "INSERT INTO source (id, title) VALUES ('map', 'Map')",
    "UPDATE OR REPLACE party SET iso2 = 'XB' WHERE id = 'arvik'",
];

/// Makes one edit, which may be refused.
fn edit(registry: &mut Registry, other: &rusqlite::Connection, dice: &mut Dice) {
    if dice.roll(8) == 0 {
        // Statements of another program are separate revisions if they are a millisecond apart.
        sleep(Duration::from_millis(2));
        let _ = other.execute_batch(dice.of(STATEMENTS));
        sleep(Duration::from_millis(2));
        return;
    }
    let (table, ids, columns) = TABLES[dice.roll(TABLES.len())];
    let id = dice.of(ids);
    let key = match table {
        "meta" => "key",
        "alias" => "alias",
        _ => "id",
    };
    let done = if dice.roll(5) == 0 {
        registry.drop_record(table, &[id.to_string()], &entry())
    } else {
        let mut values = vec![(key.to_string(), id.to_string())];
        // All columns, as a new row needs, or a few.
        let few = dice.roll(2) == 0;
        for (column, cells) in columns {
            if !few || dice.roll(3) == 0 {
                values.push((column.to_string(), dice.of(cells).to_string()));
            }
        }
        let sources =
            if ["meta", "alias", "source"].contains(&table) { vec![] } else { vec![dice.of(SOURCES).to_string()] };
        registry.put(table, &values, &sources, &entry())
    };
    match done {
        Ok(_) | Err(Error::Refused(_) | Error::Edit(_)) => {}
        Err(error) => panic!("{error}"),
    }
}

/// Makes edits until there are `count` revisions, undoes them in random order, and returns the number
/// of attempts.
fn there_and_back(count: i64, seed: u64) -> usize {
    let home = Home::empty();
    Registry::make(&home.db(), &Package::read(&tundra()).unwrap()).unwrap();
    let mut registry = Registry::open_to_edit(&home.db()).unwrap();
    let first = Package::from_registry(&registry).unwrap();
    let other = home.sql();
    other.pragma_update(None, "foreign_keys", true).unwrap();
    let dice = &mut Dice(seed);
    while registry.last_revision().unwrap() < count {
        edit(&mut registry, &other, dice);
    }
    assert!(registry.verify(&[]).unwrap().iter().all(|finding| !["intact", "log-continuous"].contains(&finding.check)));
    let mut left: Vec<i64> = (1..=count).collect();
    // Revisions that were undone, each with the revision that undid it.
    let mut undone: Vec<(i64, i64)> = Vec::new();
    let (mut tries, mut back) = (0, 1);
    while !left.is_empty() {
        // Any order at first; those refused then mostly from the last to the first, and in the end strictly so.
        let spread = match (tries, back) {
            (0, _) => 10 * count as usize,
            (_, 1) => 50,
            _ => 1,
        };
        left.sort_by_cached_key(|number| -(*number + dice.roll(spread) as i64));
        let (before, mut why) = (left.len(), String::new());
        left.retain(|number| {
            tries += 1;
            match registry.undo(*number, &entry()) {
                Ok(revision) => {
                    undone.push((*number, revision.expect("an undo changes something").number));
                    false
                }
                Err(Error::Edit(error)) => {
                    if why.is_empty() {
                        why = error.to_string();
                    }
                    true
                }
                Err(error) => panic!("{error}"),
            }
        });
        if left.len() == before {
            assert!(back <= 4 * count as usize, "a revision cannot be undone although all later ones are: {why}");
            // An earlier undo prevents the others: undo the last of them, and try again in order.
            for (number, by) in undone.split_off(undone.len().saturating_sub(back)).into_iter().rev() {
                registry.undo(by, &entry()).unwrap();
                left.push(number);
            }
            back *= 2;
        }
    }
    assert!(Package::from_registry(&registry).unwrap() == first);
    assert_eq!(registry.verify(&[]).unwrap(), vec![]);
    tries
}

#[test]
fn edits_undone_in_random_order_restore_the_data() {
    for seed in [0x9e37_79b9_7f4a_7c15, 7_777_777] {
        there_and_back(40, seed);
    }
}

#[test]
#[ignore = "minutes"]
fn a_thousand_edits_undone_in_random_order_restore_the_data() {
    let started = Instant::now();
    let tries = there_and_back(1000, 0x9e37_79b9_7f4a_7c15);
    println!("1000 revisions undone in {tries} tries and {:?}", started.elapsed());
}
