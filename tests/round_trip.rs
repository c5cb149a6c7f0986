//! The bundled data goes through the program unchanged.

use expect_test::expect;

use crate::support::{Home, contents, repository};

#[test]
fn an_export_of_a_fresh_registry_is_the_seed_folder_byte_for_byte() {
    let home = Home::empty();
    home.arctic("export csv out")
        .stdout(expect![[r#"
            wrote 16 files to out
        "#]])
        .stderr(expect![[r#"
            note: made [DIR]/registry.db from the bundled data
        "#]])
        .status(0);
    let (seed, out) = (contents(&repository().join("seed")), contents(&home.path("out")));
    assert_eq!(out.keys().collect::<Vec<_>>(), seed.keys().collect::<Vec<_>>());
    for (name, bytes) in &out {
        // Files of a thousand lines: the first that differs says enough.
        let differs = bytes.split(|b| *b == b'\n').zip(seed[name].split(|b| *b == b'\n')).find(|(a, b)| a != b);
        let text = differs.map(|(a, b)| (String::from_utf8_lossy(a), String::from_utf8_lossy(b)));
        assert!(
            *bytes == seed[name],
            "seed/{name} is not what is exported (first line that differs, exported and in seed/: {text:?}); \
             `arctic export csv seed --force` with a fresh database writes it anew"
        );
    }
}

#[test]
fn what_is_exported_can_be_seeded_and_exported_again() {
    let home = Home::seeded();
    home.arctic("export csv once")
        .stdout(expect![[r#"
            wrote 16 files to once
        "#]])
        .status(0);
    home.arctic("--db second.db seed --from once")
        .stdout(expect![[r#"
            made second.db (Arctic Council, data of 2026.11.23, verified through 2026-03-13)
        "#]])
        .status(0);
    home.arctic("--db second.db export csv twice")
        .stdout(expect![[r#"
            wrote 16 files to twice
        "#]])
        .status(0);
    assert!(contents(&home.path("once")) == contents(&home.path("twice")));
}
