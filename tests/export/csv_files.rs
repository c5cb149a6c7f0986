//! `export csv`: the whole registry, one table, or what was in force at a time.

use std::collections::BTreeSet;
use std::fs;

use expect_test::expect;

use super::export;
use crate::support::{Home, contents, repository, rows, tundra};

#[test]
fn a_table_is_the_file_that_the_package_has_of_it() {
    let home = Home::seeded();
    for table in ["chairship", "alias", "meta"] {
        let bytes = export(&home, &format!("csv --table {table}"));
        assert!(bytes == fs::read(repository().join("seed").join(format!("{table}.csv"))).unwrap(), "{table}");
    }
    home.arctic("export csv --table nothing out.csv")
        .stderr(expect![[r#"
            error: there is no table `nothing`; there are agreement, alias, application, body, chairship, citation, country, event, meeting, membership, meta, office_holder, party, source, tally
        "#]])
        .status(2);
    home.arctic("export csv -")
        .stderr(expect![[r#"
            error: `-` takes one file, and this form is a folder; name one
        "#]])
        .status(2);
    assert_eq!(home.names(), ["registry.db"]);
}

#[test]
fn what_was_in_force_is_a_registry_that_answers_the_same_for_that_time() {
    let home = Home::seeded();
    for when in ["1998", "2012-06-01", "2019", "2013..2021"] {
        home.arctic("export csv cut --force --on").arg(when).output(0);
        let _ = fs::remove_file(home.path("cut.db"));
        home.arctic("--db cut.db seed --from cut").output(0);
        for line in [
            "chair",
            "members --on",
            "participants --on",
            "observers --on",
            "status Switzerland --on",
            "people --on",
            "bodies --on",
            "meetings --on",
        ] {
            let ask = |db: &str| {
                let output = home.arctic("-f csv --db").arg(db).args(line).arg(when).command().output().unwrap();
                (output.status.code(), String::from_utf8(output.stdout).unwrap())
            };
            let (whole, cut) = (ask("registry.db"), ask("cut.db"));
            // Who had no part in it then is a country, and has no id as a party.
            let alike = |(code, text): &(Option<i32>, String)| (*code, text.replace("\nswitzerland,", "\n,"));
            assert_eq!(alike(&cut), alike(&whole), "{line} {when}");
        }
    }
    home.arctic("--db cut.db chair 2020 -f csv")
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing
            12,iceland,ISL,Iceland,2019-05-07,2021-05-20,past
        "#]])
        .status(0);
}

#[test]
fn what_was_not_in_force_is_left_out_with_all_that_only_it_needs() {
    let home = Home::tundra();
    home.arctic("export csv cut --on 2020-07-01")
        .stdout(expect![[r#"
            wrote 16 files to cut
        "#]])
        .status(0);
    let cut = contents(&home.path("cut"));
    let ids = |table: &str, column: &str| -> Vec<String> {
        rows(&cut[&format!("{table}.csv")]).iter().map(|row| row[column].clone()).collect()
    };
    assert_eq!(ids("chairship", "id"), ["borea-2020"]);
    assert_eq!(ids("membership", "id"), ["arvik-member-2020", "borea-member-2020", "celsia-member-2020"]);
    assert_eq!(ids("party", "id"), ["arvik", "borea", "celsia"]);
    assert_eq!(ids("meeting", "id"), ["borea-2020", "rime-2021"]);
    assert_eq!(ids("office_holder", "id"), ["ada-2020"]);
    // An observer of later years is a country like others; an organisation is nothing yet.
    assert!(ids("country", "id").contains(&"drift".to_string()));
    let aliases = rows(&cut["alias.csv"]);
    assert!(aliases.iter().all(|row| row["party"] != "drift" && row["party"] != "lichen-fund"), "{aliases:?}");
    let cited: BTreeSet<String> = ids("citation", "source").into_iter().collect();
    assert_eq!(ids("source", "id"), cited.into_iter().collect::<Vec<_>>());
    let version = rows(&cut["meta.csv"]).into_iter().find(|row| row["key"] == "version").unwrap();
    assert_eq!(version["value"], "2022.9.1, only 2020-07-01");
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_guarded_when_asked() {
    let home = Home::tundra();
    for (id, name) in
        [("arvik", "=1+1"), ("borea", "+1"), ("celsia", "@SUM(1)"), ("drift", "-1"), ("lichen-fund", "\tx")]
    {
        home.sql().execute("UPDATE party SET name = ?2, note = 'a = b' WHERE id = ?1", [id, name]).unwrap();
    }
    let names = |flags: &str| -> Vec<(String, String)> {
        rows(&export(&home, flags)).iter().map(|row| (row["name"].clone(), row["note"].clone())).collect()
    };
    let plain = names("csv --table party");
    assert_eq!(plain[0], ("=1+1".to_string(), "a = b".to_string()));
    let guarded: Vec<_> = plain.iter().map(|(name, note)| (format!("'{name}"), note.clone())).collect();
    assert_eq!(names("csv --table party --guard-formulas"), guarded);
    // What cannot be a formula is as it was.
    let flags = "--guard-formulas --table chairship";
    assert!(export(&home, &format!("csv {flags}")) == fs::read(tundra().join("chairship.csv")).unwrap());
}
