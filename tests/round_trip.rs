//! The bundled data goes through the program unchanged.

use std::fs;

use crate::support::{Home, contents, names, repository};

#[test]
fn an_export_of_a_fresh_registry_is_the_seed_folder_byte_for_byte() {
    let home = Home::empty();
    home.arctic("export csv out")
        .stdout("wrote 16 files to out\n")
        .stderr("note: made [DIR]/registry.db from the bundled data\n")
        .status(0);
    let (seed, out) = (repository().join("seed"), contents(&home.path("out")));
    let data = |name: &String| name.ends_with(".csv") || name.ends_with(".json");
    assert_eq!(out.keys().cloned().collect::<Vec<_>>(), names(&seed).into_iter().filter(data).collect::<Vec<_>>());
    for (name, bytes) in &out {
        let packed = fs::read(seed.join(name)).unwrap();
        // Files of a thousand lines: the first that differs says enough.
        let differs = bytes.split(|b| *b == b'\n').zip(packed.split(|b| *b == b'\n')).find(|(a, b)| a != b);
        let text = differs.map(|(a, b)| (String::from_utf8_lossy(a), String::from_utf8_lossy(b)));
        assert!(
            *bytes == packed,
            "seed/{name} is not what is exported (first line that differs, exported and in seed/: {text:?}); \
             `arctic export csv seed --force` with a fresh database writes it anew"
        );
    }
}

#[test]
fn what_is_exported_can_be_seeded_and_exported_again() {
    let home = Home::seeded();
    home.arctic("export csv once").stdout("wrote 16 files to once\n").status(0);
    home.arctic("--db second.db seed --from once")
        .stdout("made second.db (Arctic Council, data of 2026.11.23, verified through 2026-03-13)\n")
        .status(0);
    home.arctic("--db second.db export csv twice").stdout("wrote 16 files to twice\n").status(0);
    assert!(contents(&home.path("once")) == contents(&home.path("twice")));
}
