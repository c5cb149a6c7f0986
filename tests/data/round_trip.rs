//! The bundled data is exported unchanged.

use std::fs;

use expect_test::expect;

use crate::support::{Home, contents, exported_twice, names, repository};

#[test]
fn a_fresh_registry_is_exported_as_the_seed_byte_for_byte() {
    let home = Home::empty();
    home.arctic("export csv out")
        .stdout(expect![[r#"
            wrote 17 files to out
        "#]])
        .stderr(expect![[r#"
            note: created [DIR]/registry.db from the bundled data
        "#]])
        .status(0);
    let seed = repository().join("seed");
    let mut files = names(&seed);
    files.retain(|name| name.ends_with(".csv") || name == "datapackage.json");
    let out = contents(&home.path("out"));
    assert_eq!(out.keys().collect::<Vec<_>>(), files.iter().collect::<Vec<_>>());
    for (name, bytes) in &out {
        let expected = fs::read(seed.join(name)).unwrap();
        // The files have thousands of lines; the first difference is enough.
        let differs = bytes.split(|b| *b == b'\n').zip(expected.split(|b| *b == b'\n')).find(|(a, b)| a != b);
        let text = differs.map(|(a, b)| (String::from_utf8_lossy(a), String::from_utf8_lossy(b)));
        assert!(
            *bytes == expected,
            "seed/{name} differs from the export (first difference, exported and in seed/: {text:?}); \
             `arctic export csv seed --force` with a fresh database rewrites it"
        );
    }
}

#[test]
fn an_export_can_be_seeded_and_exported_again() {
    let home = Home::seeded();
    exported_twice(
        &home,
        expect![[r#"
            created second.db (Arctic Council, data of 2026.11.25, verified through 2026-03-13)
        "#]],
    );
}
