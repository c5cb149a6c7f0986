//! `put` and `drop`: one record, its sentence, and what is refused.

use std::fs;

use expect_test::expect;

use crate::support::{Home, names};

/// Lines that change something, and what they say.
const DONE: &[(&str, &str)] = &[
    (
        "put source id=map title=\"Map of Rime\" --reason r",
        "revision 1: 1 row changed\nadded source map: title \"Map of Rime\"\n",
    ),
    (
        "put membership id=drift-observer-2021 note=\"In the morning\" --source map --source map --reason r",
        "revision 2: 2 rows changed\n\
         changed membership drift-observer-2021: note (empty) -> \"In the morning\"\n\
         added citation membership drift-observer-2021 map: table_name membership, record drift-observer-2021, source map\n",
    ),
    (
        "put membership id=drift-observer-2021 note= end=2022-07 --reason r",
        "revision 3: 1 row changed\n\
         changed membership drift-observer-2021: end (empty) -> 2022-07; note \"In the morning\" -> (empty)\n",
    ),
    (
        "put alias alias=NOVA party=arvik kind=short --reason r",
        "revision 4: 1 row changed\nadded alias nova: alias NOVA, party arvik, kind short, key nova\n",
    ),
    (
        "put alias alias=Nova lang=en --reason r",
        "revision 5: 1 row changed\nchanged alias nova: alias NOVA -> Nova; lang (empty) -> en\n",
    ),
    (
        "drop alias nova --reason r",
        "revision 6: 1 row changed\nremoved alias nova: alias Nova, party arvik, kind short, lang en, key nova\n",
    ),
    (
        "put meta key=homepage value=https://tundra.example --reason r",
        "revision 7: 1 row changed\nadded meta homepage: key homepage, value https://tundra.example\n",
    ),
    (
        "put meta key=label.member value=\"Full member\" --reason r",
        "revision 8: 1 row changed\nchanged meta label.member: value Member -> \"Full member\"\n",
    ),
    (
        "drop meta homepage --reason r",
        "revision 9: 1 row changed\nremoved meta homepage: key homepage, value https://tundra.example\n",
    ),
    (
        "put citation table_name=party record=arvik source=map --reason r",
        "revision 10: 1 row changed\n\
         added citation party arvik map: table_name party, record arvik, source map\n",
    ),
    (
        "drop citation party arvik map --reason r",
        "revision 11: 1 row changed\n\
         removed citation party arvik map: table_name party, record arvik, source map\n",
    ),
    // What hangs on a row goes with it, and is said.
    (
        "drop country elsewhere --reason r",
        "revision 12: 3 rows changed\n\
         removed alias elsewhere: alias Elsewhere, country elsewhere, kind short, lang en, key elsewhere\n\
         removed country elsewhere: kind state, name Elsewhere, iso2 XE, iso3 XEL\n\
         removed citation country elsewhere almanac: table_name country, record elsewhere, source almanac\n",
    ),
    ("put tally id=member-2021 count=+3 --reason r", "nothing to change\n"),
    ("put party id=arvik name=Arvik --reason r", "nothing to change\n"),
];

#[test]
fn each_change_is_said_in_a_sentence_and_counted() {
    let home = Home::tundra();
    for (line, said) in DONE {
        home.arctic(line).stdout(*said).status(0);
    }
    home.arctic("verify")
        .stdout(expect![[r#"
            15 checks, 0 problems
        "#]])
        .status(0);
    assert_eq!(home.names(), ["registry.db"]);
}

#[test]
fn a_dry_run_says_the_same_and_changes_no_byte() {
    for (line, said) in DONE.iter().filter(|(line, said)| !line.contains("nova") && said.starts_with("revision 1:")) {
        let home = Home::tundra();
        let before = fs::read(home.db()).unwrap();
        let said = said.replacen("revision 1: 1 row changed", "1 row would change; nothing was changed", 1);
        home.arctic(line).args("--dry-run").stdout(&said).status(0);
        assert!(fs::read(home.db()).unwrap() == before, "{line}");
        assert_eq!(home.names(), ["registry.db"]);
    }
}

#[test]
fn programs_get_a_row_for_each_column() {
    let home = Home::tundra();
    home.arctic("put membership id=drift-observer-2021 note=x end=2022 --reason r -f csv")
        .stdout(expect![[r#"
            change,table,record,column,before,after
            changed,membership,drift-observer-2021,end,,2022
            changed,membership,drift-observer-2021,note,,x
        "#]])
        .status(0);
    home.arctic("drop citation membership drift-observer-2021 charter --reason r -f json")
        .stdout(expect![[r#"
            [
              {
                "change": "removed",
                "table": "citation",
                "record": "membership drift-observer-2021 charter",
                "column": "table_name",
                "before": "membership",
                "after": null
              },
              {
                "change": "removed",
                "table": "citation",
                "record": "membership drift-observer-2021 charter",
                "column": "record",
                "before": "drift-observer-2021",
                "after": null
              },
              {
                "change": "removed",
                "table": "citation",
                "record": "membership drift-observer-2021 charter",
                "column": "source",
                "before": "charter",
                "after": null
              }
            ]
        "#]])
        .status(0);
}

/// Lines that are refused because the data would be wrong, and the reasons.
const INVALID: &[(&str, &[&str])] = &[
    ("drop meta founded", &["meta founded: key: every registry needs this row"]),
    ("drop meta name", &["meta name: key: every registry needs this row"]),
    ("drop meta version", &["meta version: key: every registry needs this row"]),
    ("drop meta verified_through", &["meta verified_through: key: every registry needs this row"]),
    ("put meta key=founded value=garbage", &["meta founded: value: not a day (YYYY-MM-DD)"]),
    ("put meta key=name value=", &["meta name: value: empty"]),
    ("put meta key=colour value=white", &["meta colour: key: not a key that is known"]),
    (
        "put application id=celsia-2022 party=celsia date=2022 outcome=pending confidence=verified",
        &["application celsia-2022: source: a fact needs one; name it with `--source ID`, or in `citation.csv`"],
    ),
    (
        "put application id=celsia-2022 party=celsia date=2022 outcome=pending confidence=verified --source nowhere",
        &["citation application celsia-2022 nowhere: source: no `nowhere` in table `source`"],
    ),
    // The citation of a row that is refused is not to blame.
    (
        "put application id=celsia-2022 party=nobody date=2022 outcome=pending confidence=verified --source almanac",
        &["application celsia-2022: party: no `nobody` in table `party`"],
    ),
    (
        "drop citation membership arvik-member-2020 almanac --dry-run",
        &[], // another is left
    ),
    (
        "drop citation meeting rime-2021 almanac",
        &["meeting rime-2021: source: a fact needs one; name it with `--source ID`, or in `citation.csv`"],
    ),
    (
        "put citation table_name=alias record=arvik source=almanac",
        &["citation alias arvik almanac: table_name: not a table of facts"],
    ),
    (
        "put citation table_name=party record=nobody source=almanac",
        &["citation party nobody almanac: record: no such record in that table"],
    ),
    ("drop party drift", &["party drift: id: roles, chairships or applications are this party's"]),
    ("drop source almanac", &["source almanac: id: other records refer to it"]),
    ("drop meeting rime-2021", &["meeting rime-2021: id: other records refer to it"]),
    ("drop chairship arvik-2021", &["chairship arvik-2021: id: other records refer to it"]),
    (
        "put chairship id=arvik-2021 start=2021-05-01",
        &["chairship arvik-2021: start: another chairship covers part of that period"],
    ),
    ("put chairship id=arvik-2021 ordinal=1", &["chairship arvik-2021: ordinal: stands twice in table `chairship`"]),
    (
        "put membership id=x party=arvik role=observer start=2021 confidence=verified --source almanac",
        &["membership x: party: already holds a role in that period"],
    ),
    (
        "put membership id=x.y party=arvik role=observer start=1990 end=1991 confidence=verified --source almanac",
        &["membership x.y: id: lower-case letters, digits and hyphens only"],
    ),
    ("put country id=floe represented_by=floe", &["country floe: represented_by: no `floe` in table `party`"]),
    (
        "put party id=floe kind=state name=Floe arctic=0 confidence=verified --source almanac",
        &["party floe: id: this id or its ISO code stands in table `country` already"],
    ),
    ("put party id=arvik name=", &["party arvik: name: empty"]),
    ("put party id=arvik cow=12x", &["party: cow: `12x` is not a whole number"]),
    ("put party id=arvik cow=99999999999999999999", &["party: cow: `99999999999999999999` is not a whole number"]),
    ("put tally id=member-2021 count=1.5", &["tally: count: `1.5` is not a whole number"]),
    ("put tally id=member-2021 count=-1", &["tally member-2021: count: less than 0"]),
    ("put alias alias=!!! party=arvik kind=short", &["alias : alias: nothing is left of it when folded"]),
    (
        "put alias alias=Floe party=arvik",
        &["alias floe: party: a name belongs to a party or to a country, and not to both"],
    ),
];

#[test]
fn what_breaks_a_rule_is_refused_with_the_reason() {
    let home = Home::tundra();
    let before = fs::read(home.db()).unwrap();
    for (line, reasons) in INVALID {
        if reasons.is_empty() {
            home.arctic(line).output(0);
            continue;
        }
        let s = if reasons.len() == 1 { "" } else { "s" };
        let text =
            format!("error: {} problem{s} in the data; nothing was changed\n{}\n", reasons.len(), reasons.join("\n"));
        home.arctic(line).args("--reason r").stderr(&text).status(3);
        assert!(fs::read(home.db()).unwrap() == before, "`{line}` changed the file");
    }
    assert_eq!(home.names(), ["registry.db"]);
}

const TABLES: &str = "meta, source, party, country, alias, meeting, membership, chairship, office_holder, body, agreement, event, application, tally, citation";

#[test]
fn what_cannot_be_meant_is_a_usage_error() {
    let home = Home::tundra();
    let before = fs::read(home.db()).unwrap();
    for (line, error) in [
        ("put bogus id=1", format!("there is no table `bogus`; there are {TABLES}")),
        ("put revision number=1", format!("there is no table `revision`; there are {TABLES}")),
        ("put editing number=1", format!("there is no table `editing`; there are {TABLES}")),
        ("drop sqlite_schema party", format!("there is no table `sqlite_schema`; there are {TABLES}")),
        ("put 'tally; DROP TABLE party' id=1", format!("there is no table `tally; DROP TABLE party`; there are {TABLES}")),
        ("put tally id=x hue=3", "`hue` is no column of table `tally`; it has id, date, role, kind, count, confidence, note".into()),
        ("put alias alias=x key=y", "`key` is no column of table `alias`; it has alias, party, country, kind, lang".into()),
        ("put membership id=drift-observer-2021 start_min=2020-01-01", "`start_min` is no column of table `membership`; it has id, party, role, start, end, granted_at, confidence, note".into()),
        ("put tally id=x id=y", "the column `id` is given twice".into()),
        ("put party name=x", "which row of table `party`? give its key, as `id=...`".into()),
        ("put party id= name=x", "which row of table `party`? give its key, as `id=...`".into()),
        ("put citation table_name=party record=arvik", "which row of table `citation`? give its key, as `source=...`".into()),
        ("put source id=new title=New --source almanac", "rows of table `source` are no facts and cite no source".into()),
        ("drop tally nothing", "there is no `nothing` in table `tally`".into()),
        ("drop tally \"x' OR 1=1 --\"", "there is no `x' OR 1=1 --` in table `tally`".into()),
        ("drop tally a b", "the key of a row of table `tally` is id".into()),
        ("drop citation a b", "the key of a row of table `citation` is table_name, record, source".into()),
        ("drop alias ''", "there is no `` in table `alias`".into()),
    ] {
        home.arctic(line).args("--reason r").stderr(format!("error: {error}\n")).status(2);
        assert!(fs::read(home.db()).unwrap() == before, "`{line}` changed the file");
    }
    for line in ["put party id=arvik name=x", "drop party arvik", "import party.csv"] {
        let ran = home.arctic(line).output(2);
        assert!(ran.stderr.contains("--reason <TEXT>"), "{line}: {}", ran.stderr);
        for empty in ["''", "' '"] {
            if line.starts_with("import") {
                continue;
            }
            home.arctic(line)
                .args(&format!("--reason {empty}"))
                .stderr(expect![[r#"
                    error: the reason is empty; say why in a few words
                "#]])
                .status(2);
        }
        home.arctic(line).args("--reason r --known-at 0").output(if line.starts_with("import") { 4 } else { 2 });
    }
    assert_eq!(names(home.db().parent().unwrap()), ["registry.db"]);
}

#[test]
fn what_verify_finds_anew_is_said() {
    let home = Home::tundra();
    home.arctic("put tally id=member-2021 count=7 --reason r")
        .stdout(expect![[r#"
            revision 1: 1 row changed
            changed tally member-2021: count 3 -> 7
        "#]])
        .stderr(expect![[r#"
            note: `arctic verify` now finds: counts: tally member-2021: 7 counted, 3 in table membership
        "#]])
        .status(0);
    // It is not said again of an edit that has nothing to do with it.
    home.arctic("put tally id=member-2021 note=x --reason r")
        .stdout(expect![[r#"
            revision 2: 1 row changed
            changed tally member-2021: note (empty) -> x
        "#]])
        .status(0);
}
