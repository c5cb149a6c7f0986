//! What `export` writes, and where it writes it. Real clients open the files in tests/clients.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::support::{Home, contents, names, repository, tundra};

/// Every form of one file that is known by its mark.
const FORMS: [&str; 4] = ["json", "sqlite", "ics", "popolo"];

/// A formula, markup of many kinds, quotes, what splits cells and lines, and a control sequence.
const HOSTILE: &str =
    "=cmd|' /C calc'!A0;<script>alert(1)</script>,]]>\"'`\\ --\nEND:VEVENT\n\u{1b}[2J{{x}} \u{202e}ø 北 👩‍🚀";

/// The made-up council with that text wherever text can be.
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

/// The rows of a CSV, by column.
fn rows(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(bytes).deserialize().map(Result::unwrap).collect()
}

#[test]
fn the_same_data_gives_the_same_bytes_on_any_day_and_to_any_place() {
    for home in [Home::seeded(), Home::tundra()] {
        for form in FORMS.into_iter().chain(cfg!(feature = "xlsx").then_some("xlsx")) {
            let first = export(&home, form);
            home.arctic("export").args(form).arg(form).today("2031-02-03").stdout(&format!("wrote {form}\n")).status(0);
            assert!(fs::read(home.path(form)).unwrap() == first, "{form}");
        }
    }
}

#[test]
fn a_table_is_the_file_that_the_package_has_of_it() {
    let home = Home::seeded();
    for table in ["chairship", "alias", "meta"] {
        let bytes = export(&home, &format!("csv --table {table}"));
        assert!(bytes == fs::read(repository().join("seed").join(format!("{table}.csv"))).unwrap(), "{table}");
    }
    home.arctic("export csv --table nothing out.csv")
        .stderr("error: there is no table `nothing`; there are agreement, alias, application, body, chairship, citation, country, event, meeting, membership, meta, office_holder, party, source, tally\n")
        .status(2);
    home.arctic("export csv -").stderr("error: `-` takes one file, and this form is a folder; name one\n").status(2);
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
        .stdout("ordinal,party,iso3,name,start,end,standing\n12,iceland,ISL,Iceland,2019-05-07,2021-05-20,past\n")
        .status(0);
}

#[test]
fn what_was_not_in_force_is_left_out_with_all_that_only_it_needs() {
    let home = Home::tundra();
    home.arctic("export csv cut --on 2020-07-01").stdout("wrote 16 files to cut\n").status(0);
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

#[test]
fn the_json_document_has_every_cell_of_every_table() {
    for home in [Home::seeded(), hostile()] {
        home.arctic("export csv csv").output(0);
        let files = contents(&home.path("csv"));
        let document = json(&home, "json");
        let cited = rows(&files["citation.csv"]);
        let schema = json(&home, "json --schema");
        assert_eq!(document["schema_version"], 1);
        assert_eq!(document["$schema"], "registry.schema.json");
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".csv") && *name != "citation.csv") {
            let table = name.strip_suffix(".csv").unwrap();
            let columns = &schema["properties"][table]["items"]["properties"];
            let records = document[table].as_array().unwrap();
            assert_eq!(records.len(), rows(bytes).len(), "{table}");
            for (record, row) in records.iter().zip(rows(bytes)) {
                for (column, cell) in &row {
                    let integer = columns[column]["type"] == "integer" || columns[column]["type"][0] == "integer";
                    let expected = match cell.as_str() {
                        "" => Value::Null,
                        number if integer => number.parse::<i64>().unwrap().into(),
                        text => text.into(),
                    };
                    assert_eq!(record[column], expected, "{table} {column}");
                }
                if let Some(sources) = record.get("sources") {
                    let of_record = |cited: &&BTreeMap<String, String>| {
                        cited["table_name"] == table && record["id"] == *cited["record"]
                    };
                    let expected: Vec<Value> =
                        cited.iter().filter(of_record).map(|cited| cited["source"].as_str().into()).collect();
                    assert_eq!(*sources, Value::from(expected), "{table} {}", record["id"]);
                }
            }
            assert_eq!(columns.get("sources").is_some(), !["meta", "source", "alias"].contains(&table), "{table}");
        }
    }
}

#[test]
fn the_sqlite_file_has_the_data_and_its_references_and_nothing_that_guards_it() {
    for home in [Home::seeded(), hostile()] {
        home.arctic("export csv csv").output(0);
        home.arctic("export sqlite out.sqlite").stdout("wrote out.sqlite\n").status(0);
        let conn = rusqlite::Connection::open(home.path("out.sqlite")).unwrap();
        let all = |sql: &str| -> Vec<String> {
            let mut statement = conn.prepare(sql).unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        let tables: Vec<String> = contents(&home.path("csv"))
            .keys()
            .filter_map(|name| name.strip_suffix(".csv").map(str::to_string))
            .collect();
        assert_eq!(all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"), tables);
        assert_eq!(
            all(
                "SELECT name FROM sqlite_schema WHERE type = 'trigger' OR sql LIKE '%CHECK (%' OR sql LIKE '%STRICT%' OR sql LIKE '%GENERATED%'"
            ),
            [""; 0]
        );
        assert_eq!(all("PRAGMA integrity_check"), ["ok"]);
        assert_eq!(all("SELECT \"table\" FROM pragma_foreign_key_check"), [""; 0]);
        assert!(
            all("SELECT name FROM sqlite_schema WHERE type = 'index'").contains(&"membership_by_party".to_string())
        );
        for table in tables {
            let bytes = fs::read(home.path(&format!("csv/{table}.csv"))).unwrap();
            let mut reader = csv::Reader::from_reader(&*bytes);
            let columns: Vec<String> =
                reader.headers().unwrap().iter().map(|name| format!("coalesce(\"{name}\", '')")).collect();
            let stored = all(&format!("SELECT {} FROM \"{table}\" ORDER BY 1", columns.join(" || '|' || ")));
            let mut expected: Vec<String> =
                reader.records().map(|row| row.unwrap().iter().collect::<Vec<_>>().join("|")).collect();
            expected.sort();
            assert!(stored == expected, "{table}");
        }
    }
}

#[test]
fn the_views_of_the_sqlite_file_answer_as_the_command_does() {
    let home = Home::seeded();
    home.arctic("export sqlite out.sqlite").output(0);
    let conn = rusqlite::Connection::open(home.path("out.sqlite")).unwrap();
    let text = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    for (day, chair) in [("2012-06-01", "sweden"), ("2021-05-19", "iceland"), ("2021-05-20", "russia")] {
        assert_eq!(
            text(&format!("SELECT group_concat(party || ' ' || certainty) FROM chair_on_day WHERE day = '{day}'")),
            format!("{chair} certain")
        );
    }
    assert_eq!(
        text("SELECT min(day) || ' ' || max(day) || ' ' || count(*) FROM chair_on_day"),
        "1996-09-19 2026-03-13 10768"
    );
    let by_year = home.arctic("stats --by year -f csv").output(0).stdout;
    for row in rows(by_year.as_bytes()).iter().filter(|row| row["year"] != "2026") {
        let count = |condition: &str| {
            text(&format!(
                "SELECT coalesce(sum(holders), 0) || '' FROM role_holders_by_year WHERE year = {} AND {condition}",
                row["year"]
            ))
        };
        assert_eq!(count("role = 'observer' AND kind = 'state'"), row["observer_states"], "{row:?}");
        assert_eq!(count("role = 'observer'"), row["observers"], "{row:?}");
        assert_eq!(count("role = 'member'"), row["members"], "{row:?}");
    }
    assert_eq!(
        text("SELECT name || ' ' || role || ' ' || start || ' ' || granted_in FROM role_periods WHERE iso3 = 'CHE'"),
        "Switzerland observer 2017-05-11 Fairbanks, Alaska"
    );
    assert_eq!(
        text("SELECT state || ' ' || start || ' ' || \"end\" || ' ' || began_in FROM chairships WHERE ordinal = 8"),
        "Sweden 2011-05-12 2013-05-15 Nuuk, Greenland"
    );
    let cited = home.arctic("status Switzerland --on 2018 --cite -f json").output(0).stdout;
    let cited: Value = serde_json::from_str(&cited).unwrap();
    let titles: BTreeSet<&str> =
        cited[0]["sources"].as_array().unwrap().iter().map(|source| source["title"].as_str().unwrap()).collect();
    let sources = text("SELECT sources FROM role_periods WHERE iso3 = 'CHE'");
    assert_eq!(sources.split("; ").collect::<BTreeSet<_>>(), titles);
}

#[test]
fn the_calendar_is_this() {
    let home = Home::tundra();
    home.sql().execute("DELETE FROM citation WHERE record <> 'rime-2021'", []).unwrap();
    home.sql().execute("UPDATE chairship SET end = NULL WHERE ordinal = 3", []).unwrap();
    let calendar = String::from_utf8(export(&home, "ics")).unwrap();
    assert_eq!(calendar.matches('\n').count(), calendar.matches("\r\n").count());
    let expected = fs::read_to_string(repository().join("tests/data/tundra.ics")).unwrap_or_default();
    if std::env::var_os("BLESS").is_some() {
        fs::write(repository().join("tests/data/tundra.ics"), calendar.replace("\r\n", "\n")).unwrap();
    } else {
        let written = calendar.replace("\r\n", "\n");
        assert!(written == expected, "{}", crate::support::diff(&expected, &written));
    }
}

/// The content lines of a calendar, unfolded.
fn unfolded(calendar: &str) -> Vec<String> {
    calendar.replace("\r\n ", "").split_terminator("\r\n").map(str::to_string).collect()
}

#[test]
fn a_term_without_certain_days_is_all_that_it_can_be_and_says_so() {
    let home = Home::tundra();
    home.sql().execute_batch("UPDATE chairship SET start = '2022', end = '2022' WHERE ordinal = 3; UPDATE chairship SET end = '2022' WHERE ordinal = 2").unwrap();
    let calendar = unfolded(&String::from_utf8(export(&home, "ics")).unwrap());
    let at = calendar.iter().position(|line| line == "UID:chairship-celsia-2022@tundra-forum").unwrap();
    assert_eq!(
        calendar[at + 3..at + 6],
        [
            "DTSTART;VALUE=DATE:20220101",
            "DTEND;VALUE=DATE:20221231",
            "SUMMARY:Celsia chairs the Tundra Forum (until 2022)"
        ]
    );
    assert!(calendar[at + 6].starts_with(
        "DESCRIPTION:It begins in 2022\\; the day is not known.\\nIt ends in 2022\\; the day is not known."
    ));
    assert!(calendar[at..].iter().take(10).any(|line| line == "STATUS:TENTATIVE"));
}

#[test]
fn a_line_of_the_calendar_is_no_longer_than_75_octets_and_no_text_breaks_out_of_it() {
    let home = hostile();
    let calendar = String::from_utf8(export(&home, "ics")).unwrap();
    for line in calendar.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\n', '\r', '\u{1b}']), "{line:?}");
    }
    let lines = unfolded(&calendar);
    assert_eq!(lines.iter().filter(|line| *line == "END:VEVENT").count(), 6);
    let place =
        "=cmd|' /C calc'!A0\\;<script>alert(1)</script>\\,]]>\"'`\\\\ --\\nEND:VEVENT\\n [2J{{x}} \u{202e}ø 北 👩‍🚀";
    assert!(lines.contains(&format!("LOCATION:{place}")), "{lines:#?}");
}

#[test]
fn every_id_in_the_popolo_document_is_of_something_in_it() {
    for home in [Home::seeded(), Home::tundra(), hostile()] {
        let document = json(&home, "popolo");
        let list = |name: &str| document[name].as_array().unwrap();
        let ids =
            |name: &str| -> BTreeSet<&str> { list(name).iter().map(|entry| entry["id"].as_str().unwrap()).collect() };
        for name in ["organizations", "persons", "posts", "memberships", "events"] {
            assert_eq!(ids(name).len(), list(name).len(), "{name}: an id stands twice");
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
fn the_popolo_document_says_who_held_what() {
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
    let ngs = document["memberships"].as_array().unwrap().iter().find(|entry| entry["end_date"] == "2019").unwrap();
    assert_eq!(ngs["role"], "observer");
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

#[test]
fn text_that_means_harm_comes_through_every_form_whole() {
    let home = hostile();
    home.arctic("export csv out").output(0);
    home.arctic("--db again.db seed --from out").output(0);
    home.arctic("--db again.db export csv again").output(0);
    assert!(contents(&home.path("out")) == contents(&home.path("again")));
    let popolo = json(&home, "popolo");
    let named = |list: &str| popolo[list].as_array().unwrap().iter().filter(|entry| entry["name"] == HOSTILE).count();
    assert_eq!((named("organizations"), named("persons")), (1, 1));
}

#[test]
fn an_earlier_export_is_replaced_and_anything_else_is_not() {
    let home = Home::tundra();
    for form in FORMS {
        home.arctic("export").args(form).arg(form).output(0);
        let bytes = fs::read(home.path(form)).unwrap();
        home.arctic("export").args(form).arg(form).stdout(&format!("wrote {form}\n")).status(0);
        for (what, other) in [("text", b"mine".to_vec()), ("a registry", fs::read(home.db()).unwrap())] {
            fs::write(home.path(form), &other).unwrap();
            home.arctic("export")
                .args(form)
                .arg(form)
                .stderr(&format!("error: {form} is there already; name a new file, or replace it with `--force`\n"))
                .status(2);
            assert!(fs::read(home.path(form)).unwrap() == other, "{form} took the place of {what}");
        }
        home.arctic("export").args(form).arg(form).arg("--force").output(0);
        assert!(fs::read(home.path(form)).unwrap() == bytes);
        fs::write(home.path(form), "").unwrap();
        home.arctic("export").args(form).arg(form).stdout(&format!("wrote {form}\n")).status(0);
    }
    // One form does not pass for another.
    for (form, file) in [("json", "popolo"), ("popolo", "json"), ("json --schema", "json"), ("ics", "json")] {
        home.arctic("export").args(form).arg(file).output(2);
    }
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_may_have_been_worked_in_and_is_not_replaced() {
    let home = Home::tundra();
    home.arctic("export xlsx book").stdout("wrote book\n").status(0);
    home.arctic("export xlsx book").output(2);
    home.arctic("export xlsx book --force").output(0);
}

#[cfg(not(feature = "xlsx"))]
#[test]
fn a_program_without_workbooks_says_how_to_get_one_that_has_them() {
    let home = Home::empty();
    home.arctic("export xlsx book")
        .stderr("error: this program was built without workbooks; `cargo build --release --features xlsx` makes one that has them\n")
        .status(2);
    assert!(home.names().is_empty());
}

#[test]
fn a_sqlite_file_that_was_worked_in_is_not_replaced() {
    let home = Home::tundra();
    for change in ["CREATE TABLE mine (x)", "PRAGMA journal_mode = WAL"] {
        home.arctic("export sqlite out --force").output(0);
        let conn = rusqlite::Connection::open(home.path("out")).unwrap();
        conn.execute_batch(change).unwrap();
        drop(conn);
        home.arctic("export sqlite out").output(2);
    }
}

#[test]
fn a_place_that_cannot_be_written_is_said_before_anything_is_done() {
    let home = Home::empty();
    fs::create_dir(home.path("folder")).unwrap();
    fs::write(home.path("locked"), "").unwrap();
    let mut permissions = fs::metadata(home.path("locked")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(home.path("locked"), permissions).unwrap();
    for (dest, code, error) in [
        ("folder", 2, "folder is a folder; name a file in it"),
        ("new/", 2, "new/ is the name of a folder; name a file in it"),
        ("locked", 2, "locked is read-only; name another place"),
        ("no/such", 4, "no/such: No such file or directory (os error 2)"),
        ("/dev/null", 2, "/dev/null is no file to be replaced; `-` writes to standard output"),
    ] {
        home.arctic("export json").arg(dest).stderr(&format!("error: {error}\n")).status(code);
    }
    home.arctic("export csv .")
        .stderr("error: . is the folder that you are in; give the command from outside it\n")
        .status(2);
    // No registry was made for it either.
    assert_eq!(home.names(), ["folder", "locked"]);
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_what_it_leads_to_is_replaced() {
    let home = Home::tundra();
    fs::create_dir_all(home.path("real/out")).unwrap();
    std::os::unix::fs::symlink("real/out", home.path("out")).unwrap();
    home.arctic("export csv out").stdout("wrote 16 files to out\n").status(0);
    assert!(home.path("out").is_symlink());
    assert_eq!(names(&home.path("real/out")).len(), 16);
    assert_eq!(names(&home.path("real")), ["out"]);
}

fn whole(folder: &Path, expected: &BTreeMap<String, Vec<u8>>) -> bool {
    folder.is_dir() && contents(folder) == *expected
}

#[test]
fn a_killed_export_leaves_the_old_or_the_new_and_loses_nothing() {
    let home = Home::seeded();
    home.arctic("export csv old --on 2000").output(0);
    let (mut old, mut new) = (contents(&home.path("old")), BTreeMap::new());
    home.arctic("export csv new").output(0);
    new.extend(contents(&home.path("new")));
    for files in [&mut old, &mut new] {
        files.insert("mine.txt".to_string(), b"mine".to_vec());
    }
    let mut killed = 0;
    for wait in (0..120).step_by(4) {
        let place = home.path(&format!("place-{wait}"));
        fs::create_dir_all(place.join("out")).unwrap();
        old.iter().for_each(|(name, bytes)| fs::write(place.join("out").join(name), bytes).unwrap());
        let mut child = home
            .arctic("export csv --force")
            .arg(place.join("out"))
            .command()
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        let mut new_but_mine = new.clone();
        new_but_mine.remove("mine.txt");
        let out = place.join("out");
        let aside: Vec<_> = names(&place).into_iter().filter(|name| name.starts_with(".arctic-")).collect();
        let kept = || aside.iter().any(|name| place.join(name).join("old/mine.txt").is_file());
        let fine = whole(&out, &old)
            || whole(&out, &new)
            || (whole(&out, &new_but_mine) && kept())
            || (!out.exists() && kept());
        assert!(fine, "killed after {wait} ms: {:?}", names(&place));
        fs::remove_dir_all(place).unwrap();
    }
    assert!(killed > 0, "no export was killed half-way");
}

#[test]
fn the_codebook_names_the_views_and_their_columns() {
    let home = Home::tundra();
    home.arctic("export sqlite out.sqlite").output(0);
    let conn = rusqlite::Connection::open(home.path("out.sqlite")).unwrap();
    let sql = "SELECT '| `' || views.name || '` | `' || group_concat(columns.name) || '`'
               FROM sqlite_schema AS views, pragma_table_info(views.name) AS columns
               WHERE views.type = 'view' GROUP BY views.name";
    let mut statement = conn.prepare(sql).unwrap();
    let views: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(views.len(), 5);
    let codebook = fs::read_to_string(repository().join("seed/README.md")).unwrap();
    for view in views {
        assert!(codebook.contains(&view), "seed/README.md has no {view}");
    }
}

/// tests/clients/engines.py runs the scripts in the engines; here, that they are whole and fit the council.
#[test]
fn the_script_for_an_engine_holds_the_spells_and_names_of_the_council() {
    let home = Home::tundra();
    let terms: Vec<String> =
        fs::read_to_string(tundra().join("chairship.csv")).unwrap().lines().map(str::to_string).collect();
    for dialect in ["postgres", "duckdb", "spark"] {
        let form = format!("sql --dialect {dialect}");
        let script = String::from_utf8(export(&home, &form)).unwrap();
        assert_eq!(script.as_bytes(), export(&home, &form), "{dialect}");
        assert!(!script.contains(['{', '}']), "{dialect}: a word is not filled in");
        assert_eq!(script.matches('\'').count() % 2, 0, "{dialect}: a text is never closed");
        for made in [
            "arctic_letter",
            "arctic_name",
            "arctic_membership",
            "arctic_chairship",
            "arctic_key",
            "arctic_named",
            "arctic_day",
            "arctic_on",
        ] {
            assert_eq!(
                script
                    .lines()
                    .filter(|line| line.starts_with("CREATE") && line.ends_with(&format!(" {made} AS")))
                    .count(),
                1,
                "{made}"
            );
        }
        let data = script.split("arctic_chairship AS").nth(1).unwrap();
        let chairs =
            data.lines().find(|line| line.starts_with("FROM")).and_then(|line| line.split('\'').nth(1)).unwrap();
        assert_eq!(chairs.split(';').count() + 1, terms.len(), "{dialect}: {chairs}");
        let first: Vec<&str> = terms[1].split(',').collect();
        assert!(chairs.contains(&format!("1,{},,{},", first[2], first[3])), "{dialect}: {chairs}");
    }
}
