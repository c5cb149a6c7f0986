//! `--format`: columns, JSON, Markdown and colour.

use expect_test::expect;
use serde_json::{Value, json};

use crate::support::{Arctic, Home};

#[test]
fn the_machine_columns_are_as_promised() {
    const CHAIR: &str = "ordinal,party,iso3,name,start,end,standing,turn,certainty,confidence";
    const ROLE: &str = "party,name,role,kind,iso3,start,end,granted_at,certainty,confidence";
    const STATUS: &str = "party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date";
    const PROMISED: &[(&str, &str)] = &[
        ("chair 2020", CHAIR),
        ("terms", CHAIR),
        ("members", ROLE),
        ("participants", ROLE),
        ("observers", ROLE),
        ("", ROLE),
        ("status Norway", STATUS),
        ("show Norway", "table,id,start,end,what,confidence,note"),
        ("search Kiruna", "table,id,name,column,text"),
        ("meetings", "id,ordinal,kind,first_day,last_day,place,host,outcome,signed,confidence,note"),
        ("bodies", "id,name,abbreviation,kind,start,end,website,confidence,note,certainty"),
        ("agreements", "id,name,short_name,signed,place,meeting,in_force,confidence,note,standing,certainty"),
        ("events", "id,date,kind,title,description,confidence,note,end,certainty"),
        ("applications", "id,party,date,outcome,meeting,confidence,note,certainty"),
        ("people", "id,chairship,office,person,start,end,confidence,note,basis,certainty"),
        ("sources", "id,title,publisher,url,published,note"),
        ("verify", "check,record,problem"),
        ("verify --list", "check,holds"),
    ];
    let home = Home::seeded();
    for (line, header) in PROMISED {
        let csv = home.arctic(line).args("-f csv").output(0).stdout;
        assert_eq!(csv.lines().next(), Some(*header), "{line}");
        let tsv = home.arctic(line).args("--format tsv").output(0).stdout;
        assert_eq!(tsv.lines().next(), Some(&*header.replace(',', "\t")), "{line}");
        let cited = home.arctic(line).args("-f csv --cite").output(0).stdout;
        assert_eq!(cited.lines().next(), Some(&*format!("{header},sources")), "{line} --cite");
        let json: Value = serde_json::from_str(&home.arctic(line).args("-f json").output(0).stdout).unwrap();
        for object in json.as_array().unwrap() {
            let keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys.join(","), *header, "{line}");
        }
    }
}

#[test]
fn json_is_an_array_of_objects_with_null_for_missing_values() {
    let ran = Arctic::new().args("status \"Saami Council\" --on 2020 -f json").output(0);
    let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
    let expected = json!([{
        "party": "saami-council", "name": "Saami Council", "iso3": null, "on": "2020",
        "role": "permanent_participant", "since": "1996-09-19", "chair": "iceland",
        "chair_certainty": "certain", "confidence": "verified", "former_role": null, "former_until": null,
        "application": null, "application_date": null,
    }]);
    assert_eq!(answer, expected);
}

#[test]
fn ndjson_is_one_object_per_line() {
    Arctic::new()
        .args("chair 2021 -f ndjson")
        .stdout(expect![[r#"
            {"ordinal":12,"party":"iceland","iso3":"ISL","name":"Iceland","start":"2019-05-07","end":"2021-05-20","standing":"past","turn":2,"certainty":"certain","confidence":"verified"}
            {"ordinal":13,"party":"russia","iso3":"RUS","name":"Russia","start":"2021-05-20","end":"2023-05-11","standing":"past","turn":2,"certainty":"certain","confidence":"verified"}
        "#]])
        .stderr(expect![[r#"
            note: 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        "#]])
        .status(0);
}

#[test]
fn tsv_is_csv_with_tabs() {
    Arctic::new()
        .args("chair 2020 -f tsv")
        .stdout("ordinal\tparty\tiso3\tname\tstart\tend\tstanding\tturn\tcertainty\tconfidence\n12\ticeland\tISL\tIceland\t2019-05-07\t2021-05-20\tpast\t2\tcertain\tverified\n")
        .status(0);
}

#[test]
fn markdown_is_a_table_to_paste() {
    Arctic::new()
        .args("chair 2021 -f markdown")
        .stdout(expect![[r#"
            Chairship of the Arctic Council in 2021: Iceland until 2021-05-20, then Russian Federation

            | nth | state | from | until | standing | turn |
            | --- | --- | --- | --- | --- | --- |
            | 12 | Iceland | 2019-05-07 | 2021-05-20 | past | 2nd |
            | 13 | Russian Federation | 2021-05-20 | 2023-05-11 | past | 2nd |

            - 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        "#]])
        .status(0);
}

#[test]
fn nothing_is_coloured_without_a_terminal() {
    let ran = Arctic::new().args("chair 2021").env("NO_COLOR", "1").output(0);
    assert!(!ran.stdout.contains('\u{1b}'));
    let home = ran.home;
    assert!(!home.arctic("").output(0).stdout.contains('\u{1b}'));
    assert!(!home.arctic("status Atlantis").output(2).stderr.contains('\u{1b}'));
}

#[test]
fn markdown_marks_in_data_are_escaped() {
    let home = Home::tundra();
    home.arctic("put party id=drift --reason r").arg("name=_a_ ~~b~~ &amp; *c*").output(0);
    let text = home.arctic("observers -f markdown").output(0).stdout;
    assert!(text.contains("\\_a\\_ \\~\\~b\\~\\~ \\&amp; \\*c\\*"), "{text}");
}
