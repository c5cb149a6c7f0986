//! `export`: what each format holds. `tests/clients` opens the files in the programs they are for.

mod csv_files;
mod ics;
mod json_document;
mod popolo;
mod site;
mod sql_script;
mod sqlite_file;
mod target;

use std::fs;

use serde_json::Value;

use crate::support::{Home, contents};

/// The formats of one file that recognise an earlier export.
const FORMS: [&str; 4] = ["json", "sqlite", "ics", "popolo"];

/// A formula, several kinds of markup, quotes, separators and line feeds.
const HOSTILE: &str = "=cmd|' /C calc'!A0;<script>alert(1)</script>,]]>\"'`\\ --\nEND:VEVENT\n[2J{{x}} \u{202e}ø 北 👩‍🚀";

/// The Tundra Forum with that text in every kind of column.
fn hostile() -> Home {
    let home = Home::tundra();
    let sql = home.sql();
    for update in [
        "UPDATE party SET name = ?1, note = ?1 WHERE id = 'celsia'",
        "UPDATE meeting SET place = ?1, outcome = ?1 WHERE id = 'celsia-2022'",
        "UPDATE chairship SET theme = ?1, note = ?1 WHERE id = 'celsia-2022'",
        "UPDATE office_holder SET person = ?1 WHERE id = 'cy-2022'",
    ] {
        assert_eq!(sql.execute(update, [HOSTILE]).unwrap(), 1, "{update}");
    }
    home
}

fn export(home: &Home, form: &str) -> Vec<u8> {
    let output = home.arctic("export").args(form).arg("-").command().output().unwrap();
    assert!(output.status.success(), "{form}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn json(home: &Home, form: &str) -> Value {
    serde_json::from_slice(&export(home, form)).unwrap()
}

#[test]
fn an_export_does_not_depend_on_day_or_destination() {
    for home in [Home::seeded(), Home::tundra()] {
        for form in FORMS.into_iter().chain(cfg!(feature = "xlsx").then_some("xlsx")) {
            let first = export(&home, form);
            home.arctic("export").args(form).arg(form).today("2031-02-03").output(0);
            assert!(fs::read(home.path(form)).unwrap() == first, "{form}");
        }
    }
}

#[test]
fn hostile_text_is_exported_unchanged() {
    let home = hostile();
    home.arctic("export csv out").output(0);
    home.arctic("--db again.db seed --from out").output(0);
    home.arctic("--db again.db export csv again").output(0);
    assert!(contents(&home.path("out")) == contents(&home.path("again")));
    let popolo = json(&home, "popolo");
    let named = |list: &str| popolo[list].as_array().unwrap().iter().filter(|entry| entry["name"] == HOSTILE).count();
    assert_eq!((named("organizations"), named("persons")), (1, 1));
}
