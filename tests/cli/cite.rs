//! `--cite`: the sources of an answer, and references to them and the registry.

use std::collections::BTreeSet;
use std::fs;

use expect_test::expect;
use serde_json::{Value, json};

use crate::support::{Arctic, Home, check, first_line, replace, rows};

const TODAY: &str = "2022-09-10";

/// Runs `line` on the Tundra Forum.
fn ask(line: &str) -> Arctic {
    Home::tundra().arctic(line).today(TODAY)
}

#[test]
fn an_answer_is_cited_in_bibtex() {
    ask("status drift --on 2021-06-02 --cite bibtex")
        .stdout(expect![[r#"
            @misc{tundra-forum:2022.9.1,
              title = {{Tundra Forum registry}},
              year = {2022},
              note = {Version 2022.9.1, verified through 2022-08-31, asked on 2022-09-10}
            }

            @misc{charter,
              author = {{Tundra Forum}},
              title = {{Borea Charter}},
              year = {2020},
              month = jun
            }

            @misc{almanac,
              author = {{Celsia Press}},
              title = {{Tundra Almanac, third edition}},
              year = {2022},
              month = aug,
              url = {https://tundra.example/almanac}
            }
        "#]])
        .status(0);
}

#[test]
fn an_answer_is_cited_in_csl_json() {
    let ran = ask("show drift --cite csl").output(0);
    let expected = json!([
        {
            "id": "tundra-forum:2022.9.1",
            "type": "dataset",
            "title": "Tundra Forum registry",
            "issued": { "date-parts": [[2022]] },
            "accessed": { "date-parts": [[2022, 9, 10]] },
            "version": "2022.9.1",
            "note": "verified through 2022-08-31",
        },
        {
            "id": "charter",
            "type": "report",
            "author": [{ "literal": "Tundra Forum" }],
            "title": "Borea Charter",
            "issued": { "date-parts": [[2020, 6, 1]] },
        },
        {
            "id": "almanac",
            "type": "webpage",
            "author": [{ "literal": "Celsia Press" }],
            "title": "Tundra Almanac, third edition",
            "issued": { "date-parts": [[2022, 8]] },
            "URL": "https://tundra.example/almanac",
        },
    ]);
    assert_eq!(ran.stdout, format!("{expected:#}\n"));
    assert_eq!(ran.stderr, "");
}

#[test]
fn an_answer_is_cited_in_plain_text_and_its_notes_go_to_stderr() {
    ask("chair 2021 --cite text")
        .stdout(expect![[r#"
            Tundra Forum registry (2022). Version 2022.9.1, verified through 2022-08-31, asked on 2022-09-10.
            Celsia Press (2022-08). Tundra Almanac, third edition. https://tundra.example/almanac
        "#]])
        .stderr(expect![[r#"
            note: 2021-06-02 is a handover day: the chair passes from Borea to Arvik, and the day belongs to the incoming chair
        "#]])
        .status(0);
}

#[test]
fn an_answer_without_sources_cites_the_registry() {
    ask("status Elsewhere --on 2021 --cite text")
        .stdout(expect![[r#"
            Tundra Forum registry (2022). Version 2022.9.1, verified through 2022-08-31, asked on 2022-09-10.
        "#]])
        .status(1);
    let not_known = "status \"National Geographic Society\" --on 2019-07-01";
    let home = Home::seeded();
    home.arctic(not_known).args("--cite bibtex").output(5);
}

/// The Tundra Forum with other rows in `meta.csv` and other sources.
fn altered(meta: &str, source: &[[&str; 6]]) -> Home {
    let home = Home::empty();
    let folder = home.copy_of_tundra();
    replace(&folder.join("meta.csv"), "label.chair_of_council,", &format!("{meta}\nlabel.chair_of_council,"));
    let mut writer = csv::Writer::from_path(folder.join("source.csv")).unwrap();
    writer.write_record(["id", "title", "publisher", "url", "published", "note"]).unwrap();
    source.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.flush().unwrap();
    home.arctic("seed --from tundra").output(0);
    home
}

const CHARTER: [&str; 6] = ["charter", "What is the forum?", "", "", "", ""];
/// Characters with a meaning in LaTeX, in BibTeX, on a terminal and in a URL.
const SPECIAL: [&str; 6] = [
    "almanac",
    "50 % of R&D_{x^2} ~ $1 #1 } \\today\n[31m \u{202e}Sámi 北",
    "A, B and C",
    "https://tundra.example/a b}{\\%20#x_y\u{202e}?q=1&r=ø",
    "2022",
    "",
];

#[test]
fn a_homepage_is_cited_and_missing_details_are_left_out() {
    let home = altered("homepage,https://tundra.example/data,", &[CHARTER, SPECIAL]);
    let text = home.arctic("status drift --on 2022 --cite text").today(TODAY).output(0).stdout;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[..2],
        [
            "Tundra Forum registry (2022). Version 2022.9.1, verified through 2022-08-31, asked on 2022-09-10. \
             https://tundra.example/data",
            "A, B and C (2022). 50 % of R&D_{x^2} ~ $1 #1 } \\today [31m \\u{202e}Sámi 北. \
             https://tundra.example/a%20b%7D%7B%5C%20#x_y%E2%80%AE?q=1&r=ø",
        ]
    );
    assert_eq!(lines[2..], ["What is the forum?"]);
    let csl: Value = serde_json::from_str(&home.arctic("chair --cite csl").today(TODAY).output(0).stdout).unwrap();
    assert_eq!(csl[0]["URL"], "https://tundra.example/data");
}

#[test]
fn a_changed_registry_is_cited_with_its_revision() {
    let home = Home::tundra();
    let changed = "put membership id=drift-observer-2021 note=x --reason why";
    home.arctic(changed).today(TODAY).output(0);
    for (line, version) in [("chair", "2022.9.1, revision 1"), ("chair --known-at 0", "2022.9.1")] {
        let text = home.arctic(line).args("--cite text").today(TODAY).output(0).stdout;
        assert!(text.starts_with(&format!("Tundra Forum registry (2022). Version {version}, verified ")), "{text}");
    }
    let bibtex = home.arctic("chair --cite bibtex").today(TODAY).output(0).stdout;
    assert!(bibtex.starts_with("@misc{tundra-forum:2022.9.1.revision.1,\n"), "{bibtex}");
}

#[test]
fn latex_is_escaped() {
    let home = altered("homepage,https://tundra.example/data,", &[CHARTER, SPECIAL]);
    home.arctic("status drift --on 2022-05-01 --cite bibtex")
        .today(TODAY)
        .stdout(expect![[r#"
            @misc{tundra-forum:2022.9.1,
              title = {{Tundra Forum registry}},
              year = {2022},
              note = {Version 2022.9.1, verified through 2022-08-31, asked on 2022-09-10},
              url = {https://tundra.example/data}
            }

            @misc{almanac,
              author = {{A, B and C}},
              title = {{50 \% of R\&D\_\textbraceleft{}x\textasciicircum{}2\textbraceright{} \textasciitilde{} \$1 \#1 \textbraceright{} \textbackslash{}today [31m \textbackslash{}u\textbraceleft{}202e\textbraceright{}Sámi 北}},
              year = {2022},
              url = {https://tundra.example/a%20b%7D%7B%5C%20#x_y%E2%80%AE?q=1&r=ø}
            }

            @misc{charter,
              title = {{What is the forum?}}
            }
        "#]])
        .status(0);
}

#[test]
fn the_format_follows_the_option_after_a_space_or_an_equals_sign() {
    let home = Home::tundra();
    let text = |line: &str| home.arctic(line).today(TODAY).output(0).stdout;
    let cited = text("chair 2021 --cite text");
    for line in ["--cite text chair 2021", "chair --cite=text 2021", "chair --cite text 2021"] {
        assert_eq!(text(line), cited, "{line}");
    }
    // Without a format it may be anywhere.
    let beside = text("chair 2021 --cite");
    assert!(beside.contains("\nSources\n- Tundra Almanac"), "{beside}");
    for line in ["--cite chair 2021", "chair --cite 2021", "chair 2021 --cite=sources"] {
        assert_eq!(text(line), beside, "{line}");
    }
    // After `--` it is not an option.
    let found = text("search --cite -- text");
    check(
        &first_line(&found),
        expect![[r#"
            1 record with `text`
        "#]],
    );
}

#[test]
fn every_command_with_an_answer_can_be_cited() {
    let home = Home::seeded();
    let claims = "subject,property,on,value\nChina,role,2014,observer\n";
    fs::write(home.path("claims.csv"), claims).unwrap();
    fs::write(home.path("panel.csv"), "c,y,r\nChina,2014,member\n").unwrap();
    for (line, sources) in [
        ("", true),
        ("chair", true),
        ("terms", true),
        ("observers", true),
        ("status China", true),
        ("show China", true),
        ("meetings", true),
        ("timeline", true),
        ("diff 2012 2013", true),
        ("stats", false),
        ("panel", false),
        ("search Kiruna", false),
        ("check claims.csv", true),
    ] {
        let text = home.arctic(line).args("--cite text").output(0).stdout;
        assert!(text.starts_with("Arctic Council registry (2026). Version "), "{line}: {text}");
        assert_eq!(text.lines().count() > 1, sources, "{line}: {text}");
    }
    let compared = home.arctic("compare panel.csv --country c --year y --role r --cite text").output(1).stdout;
    assert_eq!(compared.matches("Arctic Council registry (").count(), 1, "{compared}");
    assert!(compared.lines().count() > 1, "{compared}");
}

#[test]
fn the_list_of_sources_is_a_bibliography() {
    let home = Home::seeded();
    let ids = home.arctic("sources -f csv").output(0).stdout;
    let ids: BTreeSet<String> =
        csv::Reader::from_reader(ids.as_bytes()).records().map(|row| row.unwrap()[0].to_string()).collect();
    let bibtex = home.arctic("sources --cite bibtex").output(0).stdout;
    let keys: Vec<&str> = bibtex.lines().filter_map(|line| line.strip_prefix("@misc{")?.strip_suffix(',')).collect();
    assert_eq!(keys.len(), ids.len() + 1);
    assert_eq!(keys[1..].iter().map(ToString::to_string).collect::<BTreeSet<_>>(), ids);
    assert!(keys[0].starts_with("arctic-council:"), "{}", keys[0]);
}

#[test]
fn a_command_without_an_answer_cannot_be_cited() {
    Home::tundra().refuses(
        2,
        expect![[r#"
            $ chair --cite csl -f json
            error: references have their own format; remove `--format`
            $ verify --cite bibtex
            error: this command has no sources to cite; use `--cite` with `chair`, `status`, `show` or another command that answers from the registry
            $ seed --cite bibtex
            error: this command has no sources to cite; use `--cite` with `chair`, `status`, `show` or another command that answers from the registry
            $ export csv out --cite bibtex
            error: this command has no sources to cite; use `--cite` with `chair`, `status`, `show` or another command that answers from the registry
            $ annotate x.csv --country c --on 2021 --cite bibtex
            error: this command has no sources to cite; use `--cite` with `chair`, `status`, `show` or another command that answers from the registry
            $ timeline -f svg --cite text
            error: the picture always shows all time, without sources; use `arctic timeline -f svg` alone
        "#]],
    );
}

#[test]
fn cite_adds_the_sources_of_an_answer() {
    let home = Home::seeded();
    let plain = rows(&home.arctic("chair 2020 -f csv").output(0).stdout);
    let cited = rows(&home.arctic("chair 2020 -f csv --cite").output(0).stdout);
    let ids: Vec<&str> = cited[0]["sources"].split(';').collect();
    assert!(ids.len() > 1, "{ids:?}");
    for (column, value) in &plain[0] {
        assert_eq!(cited[0][column], *value);
    }
    // JSON has the same sources in full, as the list of sources has them.
    let json: Value = serde_json::from_str(&home.arctic("chair 2020 -f json --cite").output(0).stdout).unwrap();
    let whole = json[0]["sources"].as_array().unwrap();
    assert_eq!(whole.iter().map(|source| source["id"].as_str().unwrap()).collect::<Vec<_>>(), ids);
    let sources = rows(&home.arctic("sources -f csv").output(0).stdout);
    for source in whole {
        let listed = sources.iter().find(|row| row["id"] == source["id"].as_str().unwrap()).unwrap();
        assert_eq!(source["title"].as_str(), Some(&*listed["title"]));
    }
    // Below a table each is listed once.
    let table = home.arctic("chair 2020 --cite").output(0).stdout;
    let (_, below) = table.split_once("\nSources\n").unwrap();
    assert_eq!(below.lines().count(), ids.len(), "{below}");
    assert!(below.lines().all(|line| line.starts_with("- ")), "{below}");
}
