//! `export csv`: the whole registry, one table, or what was in force at a time.

use std::collections::BTreeSet;
use std::fs;

use expect_test::expect;

use super::export;
use crate::support::{Home, contents, repository, rows, tundra};

#[test]
fn a_single_table_is_the_file_of_the_package() {
    let home = Home::seeded();
    for table in ["chairship", "alias", "meta"] {
        let bytes = export(&home, &format!("csv --table {table}"));
        assert!(bytes == fs::read(repository().join("seed").join(format!("{table}.csv"))).unwrap(), "{table}");
    }
    home.refuses(
        2,
        expect![[r#"
            $ export csv --table nothing out.csv
            error: no table `nothing`; the tables are agreement, alias, application, body, chairship, citation, code, country, event, meeting, membership, meta, office_holder, party, source, tally
            $ export csv -
            error: `-` needs an export of one file, and this one is a folder; give its path
        "#]],
    );
    assert_eq!(home.names(), ["registry.db"]);
}

#[test]
fn an_export_of_a_time_answers_the_same_for_that_time() {
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
            // Those without a role at that time are countries, without the id of a party.
            let alike = |(code, text): &(Option<i32>, String)| (*code, text.replace("\nswitzerland,", "\n,"));
            assert_eq!(alike(&cut), alike(&whole), "{line} {when}");
        }
    }
    home.arctic("--db cut.db chair 2020 -f csv")
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing,turn,certainty,confidence
            12,iceland,ISL,Iceland,2019-05-07,2021-05-20,past,2,certain,verified
        "#]])
        .status(0);
}

#[test]
fn an_export_of_a_time_leaves_out_everything_else() {
    let home = Home::tundra();
    home.arctic("export csv cut --on 2020-07-01")
        .stdout(expect![[r#"
            wrote 17 files to cut
        "#]])
        .status(0);
    let cut = contents(&home.path("cut"));
    let ids = |table: &str, column: &str| -> Vec<String> {
        rows(&cut[&format!("{table}.csv")]).iter().map(|row| row[column].clone()).collect()
    };
    // The next chairship stays, without which a gap before it would look like the end of the record.
    assert_eq!(ids("chairship", "id"), ["arvik-2021", "borea-2020"]);
    assert_eq!(ids("membership", "id"), ["arvik-member-2020", "borea-member-2020", "celsia-member-2020"]);
    assert_eq!(ids("party", "id"), ["arvik", "borea", "celsia"]);
    assert_eq!(ids("meeting", "id"), ["borea-2020", "celsia-2022", "rime-2021"]);
    assert_eq!(ids("office_holder", "id"), ["ada-2020"]);
    // A later observer state is a country; a later organisation is not listed.
    assert!(ids("country", "id").contains(&"drift".to_string()));
    let aliases = rows(&cut["alias.csv"]);
    assert!(aliases.iter().all(|row| row["party"] != "drift" && row["party"] != "lichen-fund"), "{aliases:?}");
    let cited: BTreeSet<String> = ids("citation", "source").into_iter().collect();
    assert_eq!(ids("source", "id"), cited.into_iter().collect::<Vec<_>>());
    let version = rows(&cut["meta.csv"]).into_iter().find(|row| row["key"] == "version").unwrap();
    assert_eq!(version["value"], "2022.9.1, only 2020-07-01");
}

#[test]
fn formulas_are_guarded_on_request() {
    let home = Home::tundra();
    for (id, name) in
        [("arvik", "=1+1"), ("borea", "+1"), ("celsia", "@SUM(1)"), ("drift", "-1"), ("lichen-fund", "\tx")]
    {
        home.unguarded().execute("UPDATE party SET name = ?2, note = 'a = b' WHERE id = ?1", [id, name]).unwrap();
    }
    let names = |flags: &str| -> Vec<(String, String)> {
        rows(&export(&home, flags)).iter().map(|row| (row["name"].clone(), row["note"].clone())).collect()
    };
    let plain = names("csv --table party");
    assert_eq!(plain[0], ("=1+1".to_string(), "a = b".to_string()));
    let guarded: Vec<_> = plain.iter().map(|(name, note)| (format!("'{name}"), note.clone())).collect();
    assert_eq!(names("csv --table party --guard-formulas"), guarded);
    // Other cells are unchanged.
    let flags = "--guard-formulas --table chairship";
    assert!(export(&home, &format!("csv {flags}")) == fs::read(tundra().join("chairship.csv")).unwrap());
}
