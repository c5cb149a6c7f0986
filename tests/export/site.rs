//! `export site`: pages, links, the API and escaping. `tests/clients` opens the site in a browser.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use expect_test::expect;
use serde_json::{Value, json};

use crate::support::{Home, check};

type Files = BTreeMap<String, Vec<u8>>;

/// Markup, the ends of a script and a CDATA section, quotes, a control character and a bidirectional override.
const HOSTILE: &str = "<script>alert(1)</script>]]>\"'`{{x}}${x}</title><img src=x onerror=alert(1)>\u{1b}\u{202e}";

/// Every file below a folder, by its relative path.
fn below(folder: &Path) -> Files {
    let mut files = Files::new();
    for entry in fs::read_dir(folder).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name().into_string().unwrap())).unwrap();
        if path.is_dir() {
            files.extend(below(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            files.insert(name, fs::read(path).unwrap());
        }
    }
    files
}

fn site(home: &Home) -> Files {
    let ran = home.arctic("export site site").output(0);
    let files = below(&home.path("site"));
    assert!(ran.stdout.contains(&format!(" {} files ", files.len())), "{}", ran.stdout);
    files
}

fn text<'a>(files: &'a Files, name: &str) -> &'a str {
    std::str::from_utf8(files.get(name).unwrap_or_else(|| panic!("no {name}"))).unwrap()
}

fn answer(files: &Files, name: &str) -> Value {
    serde_json::from_str(text(files, &format!("api/{name}.json"))).unwrap()
}

fn pages(files: &Files) -> impl Iterator<Item = (&String, &str)> {
    let html = files.iter().filter(|(name, _)| name.ends_with(".html"));
    html.map(|(name, bytes)| (name, std::str::from_utf8(bytes).unwrap()))
}

/// The values of an attribute on a page.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    let parts = page.split(start.as_str()).skip(1);
    parts.map(|part| part.split('"').next().unwrap()).collect()
}

/// The texts of the spans between two marks that are not hidden without the script.
fn shown(page: &str, from: &str, to: &str) -> Vec<String> {
    let part = page.split_once(from).unwrap().1.split_once(to).unwrap().0;
    let spans = part.split("<span ").skip(1).filter(|span| !span.split('>').next().unwrap().ends_with(" hidden"));
    spans.map(|span| span.split_once('>').unwrap().1.split('<').next().unwrap().to_string()).collect()
}

#[test]
fn every_party_chairship_and_meeting_has_a_page_and_everything_a_row() {
    for home in [Home::seeded(), Home::tundra()] {
        let files = site(&home);
        let sql = home.sql();
        let ids = |table: &str| -> Vec<String> {
            let mut statement = sql.prepare(&format!("SELECT id FROM {table} ORDER BY id")).unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        for (table, folder) in [("party", "parties"), ("chairship", "chairships"), ("meeting", "meetings")] {
            let expected: Vec<String> = ids(table).iter().map(|id| format!("{folder}/{id}.html")).collect();
            let there: Vec<&String> = files.keys().filter(|name| name.starts_with(&format!("{folder}/"))).collect();
            assert_eq!(there, expected.iter().collect::<Vec<_>>());
        }
        let search = text(&files, "search.html");
        for table in
            ["membership", "office_holder", "body", "agreement", "event", "application", "tally", "country", "source"]
        {
            let page = text(&files, &format!("tables/{table}.html"));
            for id in ids(table) {
                assert!(page.contains(&format!(" id=\"{id}\"")), "{table} {id}");
                assert!(search.contains(&format!("href=\"tables/{table}.html#{id}\"")), "{table} {id}");
            }
        }
    }
}

#[test]
fn every_link_has_its_target() {
    for home in [Home::seeded(), Home::tundra()] {
        let files = site(&home);
        let anchors: BTreeMap<&String, BTreeSet<&str>> =
            pages(&files).map(|(name, page)| (name, values(page, "id").into_iter().collect())).collect();
        let mut links = 0;
        for (name, page) in pages(&files) {
            let folder = Path::new(name).parent().unwrap();
            for link in values(page, "href").into_iter().chain(values(page, "src")) {
                if link.starts_with("https://") || link.starts_with("http://") || link.starts_with("data:") {
                    continue;
                }
                let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
                let target = match (path, path.strip_prefix("../")) {
                    ("", _) => name.clone(),
                    (_, Some(path)) if folder != Path::new("") => path.to_string(),
                    _ => folder.join(path).to_str().unwrap().to_string(),
                };
                assert!(files.contains_key(&target), "{name}: {link}");
                if !anchor.is_empty() && !anchor.starts_with("on=") {
                    assert!(anchors[&target].contains(anchor), "{name}: {link}");
                }
                links += 1;
            }
        }
        assert!(links > 500, "{links}");
    }
}

#[test]
fn without_a_script_the_front_page_shows_the_day_of_the_export() {
    for (today, observers, states, sentence) in [
        (
            "2012-06-01",
            "26",
            "6",
            expect![[r#"
                Sweden in the chair; 8 Members; 6 Permanent Participants; 26 Observers, 6 of them states
            "#]],
        ),
        (
            "2021-05-20",
            "38",
            "13",
            expect![[r#"
                Russian Federation in the chair; 8 Members; 6 Permanent Participants; 38 Observers, 13 of them states
            "#]],
        ),
        (
            "2019-06-01",
            "38 to 40",
            "13",
            expect![[r#"
                Iceland in the chair; 8 Members; 6 Permanent Participants; 38 to 40 Observers, 13 of them states
            "#]],
        ),
    ] {
        let home = Home::seeded();
        home.arctic("export site site").today(today).output(0);
        let files = below(&home.path("site"));
        let index = text(&files, "index.html");
        check(&(shown(index, "id=\"said\"", "</p>").join("\n") + "\n"), sentence);
        assert_eq!(shown(index, "data-count=\"observer\"", "</h2>"), [observers]);
        assert_eq!(shown(index, "data-count=\"observer-state\"", "</h3>"), [states]);
    }
}

#[test]
fn the_front_page_notes_a_pause_and_a_chair_by_office() {
    let home = Home::seeded();
    let files = site(&home);
    let index = text(&files, "index.html");
    // From its first day on, on every later day.
    let note = index.lines().find(|line| line.contains("<li data-from=\"2022-03-03\"") && line.contains("paused on"));
    assert!(note.unwrap().contains("<li data-from=\"2022-03-03\" data-until=\"9999-12-31\">Seven members"));
    assert!(index.contains("Jens-Frederik Nielsen</bdi> <span class=\"mark\">by office</span>"));
    assert!(index.contains("<bdi>Kingdom of Denmark</bdi>"));
    let people = answer(&files, "on/2026-03-13")["people"].clone();
    assert!(people.as_array().unwrap().iter().any(|person| person["basis"] == "by_office"), "{people}");
    assert!(text(&files, "parties/denmark.html").contains("Kingdom of Denmark"));
    assert!(text(&files, "parties/canada.html").contains("Founding member"));
}

#[test]
fn the_api_agrees_with_the_command_line() {
    let home = Home::seeded();
    let files = site(&home);
    let said =
        |line: &str| -> Value { serde_json::from_str(&home.arctic(line).args("-f json").output(0).stdout).unwrap() };

    let mut chairs = answer(&files, "chair/2021")["chairs"].clone();
    for chair in chairs.as_array_mut().unwrap() {
        assert!(!chair.as_object_mut().unwrap().remove("sources").unwrap().as_array().unwrap().is_empty());
    }
    assert_eq!(chairs, said("chair 2021"));
    assert_eq!(answer(&files, "chair/2030")["chairs"][0]["standing"], "projected");

    let china = answer(&files, "parties/china");
    assert_eq!((&china["role"], &china["roles"][0]["start"]), (&json!("observer"), &json!("2013-05-15")));

    let day = answer(&files, "on/2013-05-15");
    // A year later another person takes office.
    assert_eq!(day["until"], "2014-07-01");
    assert_eq!(day["members"], said("members --on 2013-05-15"));
    assert_eq!(day["participants"], said("participants --on 2013-05-15"));
    assert_eq!(day["observers"], said("observers --on 2013-05-15"));
    assert_eq!(day["chair"]["chairs"], said("chair 2013-05-15"));
    assert_eq!(day["counts"]["observer_states"], 12);

    let days = answer(&files, "on/index")["days"].clone();
    let days: Vec<&str> = days.as_array().unwrap().iter().map(|day| day.as_str().unwrap()).collect();
    assert!(days.is_sorted() && days[0] == "1996-09-19");
    // Each answer is valid until the next.
    for pair in days.windows(2) {
        let before = answer(&files, &format!("on/{}", pair[0]));
        assert_eq!(before["until"], pair[1]);
    }
    let last = answer(&files, &format!("on/{}", days[days.len() - 1]));
    assert_eq!(last["until"], Value::Null);
}

#[test]
fn two_exports_are_equal_and_the_second_replaces_the_first() {
    for home in [Home::seeded(), Home::tundra()] {
        let first = site(&home);
        fs::write(home.path("site/CNAME"), "kept").unwrap();
        fs::write(home.path("site/parties/nobody.html"), "gone").unwrap();
        home.arctic("export site site").output(0);
        let mut second = below(&home.path("site"));
        assert_eq!(second.remove("CNAME").as_deref(), Some(&b"kept"[..]));
        assert!(first == second, "two exports differ");
    }
    let home = Home::tundra();
    fs::create_dir(home.path("site")).unwrap();
    fs::write(home.path("site/index.html"), "<!doctype html><title>Mine</title>").unwrap();
    home.arctic("export site site")
        .stderr(expect![[r#"
            error: site already exists, and is not an earlier export; name a new folder, or write into it with `--force`
        "#]])
        .status(2);
}

#[test]
fn hostile_text_is_escaped_on_every_page_and_in_every_script() {
    let home = Home::tundra();
    let sql = home.unguarded();
    for update in [
        "UPDATE party SET name = ?1, note = ?1, official_name = ?1, website = 'javascript:alert(1)' WHERE id = 'drift'",
        "UPDATE party SET website = ?1 WHERE id = 'lichen-fund'",
        "UPDATE meeting SET place = ?1, outcome = ?1 WHERE id = 'celsia-2022'",
        "UPDATE chairship SET theme = ?1, note = ?1 WHERE id = 'celsia-2022'",
        "UPDATE office_holder SET person = ?1 WHERE id = 'cy-2022'",
        "UPDATE source SET title = ?1, publisher = ?1 WHERE id = 'charter'",
        "UPDATE alias SET alias = ?1, lang = ?1, kind = 'endonym' WHERE party = 'drift'",
        "UPDATE event SET title = ?1, description = ?1",
        "UPDATE meta SET value = ?1 WHERE key IN ('name', 'label.member', 'version', 'license')",
    ] {
        assert!(
            sql.execute(update, rusqlite::params_from_iter(update.contains("?1").then_some(HOSTILE))).unwrap() > 0,
            "{update}"
        );
    }
    let files = site(&home);
    let mut escaped = 0;
    for (name, page) in pages(&files) {
        escaped +=
            page.matches("&lt;script&gt;alert(1)&lt;/script&gt;]]&gt;&quot;&#39;`{{x}}${x}&lt;/title&gt;").count();
        for forbidden in
            ["<script>", "<img", "href=\"javascript:", "]]>", "\u{1b}", "\u{202e}", " onerror=\"", " style=\""]
        {
            assert!(!page.contains(forbidden), "{name}: {forbidden}");
        }
        for script in page.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"") && script.contains("defer></script>"), "{name}: {script}");
        }
        assert!(page.contains("script-src 'self'; style-src 'self'"), "{name}");
    }
    assert!(escaped > 60, "{escaped}");
    let keys = text(&files, "keys.js");
    assert!(!keys.contains('<') && !keys.contains('\u{202e}'), "{keys}");
    for (name, bytes) in files.iter().filter(|(name, _)| name.starts_with("api/")) {
        serde_json::from_slice::<Value>(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    assert_eq!(answer(&files, "parties/drift")["name"], HOSTILE);
}

#[test]
fn the_search_page_finds_names_in_any_spelling() {
    let files = site(&Home::seeded());
    let keys = text(&files, "keys.js");
    let value = |name: &str| -> Value {
        let line = keys.lines().find_map(|line| line.strip_prefix(&format!("const {name} = "))).unwrap();
        serde_json::from_str(line.strip_suffix(';').unwrap()).unwrap()
    };
    let rows: Vec<&str> = text(&files, "search.html").split("<tr><th scope=\"row\">").skip(1).collect();
    let all = value("KEYS");
    assert_eq!(all.as_array().unwrap().len(), rows.len());
    let found = |key: &str| -> Vec<&str> {
        let has = |at: &usize| all[*at].as_str().unwrap().contains(&format!(" {key}"));
        let hits = (0..rows.len()).filter(has);
        hits.map(|at| values(rows[at], "href").first().copied().unwrap_or_else(|| rows[at].split('"').nth(1).unwrap()))
            .collect()
    };
    assert_eq!(found("samiraddi"), ["parties/saami-council.html"]);
    assert!(found("norvegiia").contains(&"parties/norway.html"), "{:?}", found("norvegiia"));
    assert_eq!(value("LETTERS")["á"], "a");
    assert_eq!(value("LETTERS")["đ"], "d");
    let name = |row: &str| row.split_once("<bdi>").unwrap().1.split(['<', ':']).next().unwrap().to_string();
    let owners = value("OWNERS");
    assert!(owners.as_object().unwrap().len() > 100);
    for (at, owner) in owners.as_object().unwrap() {
        let owner = rows[owner.as_u64().unwrap() as usize];
        assert_eq!(name(rows[at.parse::<usize>().unwrap()]), name(owner));
    }
}

#[test]
fn a_folder_cannot_go_to_standard_output() {
    Home::tundra().refuses(
        2,
        expect![[r#"
            $ export site -
            error: `-` needs an export of one file, and this one is a folder; give its path
        "#]],
    );
}

#[test]
fn an_area_without_a_seat_is_represented() {
    let files = site(&Home::tundra());
    let areas = answer(&files, "areas/index");
    expect![[r#"{"on":"2026-11-23","areas":[{"id":"floe","name":"Floe","iso3":"XFL","party":"borea","role":"represented","since":"2020-06-01","note":"no seat of its own; represented by the Kingdom of Borea"}]}"#]].assert_eq(&areas.to_string());
    assert!(text(&files, "tables/country.html").contains("No seat of its own; represented by the Kingdom of Borea"));
}
