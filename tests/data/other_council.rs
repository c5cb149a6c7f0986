//! The Tundra Forum, a fictional council: nothing in the program is specific to the Arctic Council.

use expect_test::expect;

use crate::support::{Home, cells, contents, exported_twice, tundra};

const TODAY: &str = "2022-09-01";

#[test]
fn its_data_is_valid() {
    Home::tundra()
        .arctic("verify")
        .today(TODAY)
        .stdout(expect![[r#"
            17 checks, 0 problems
        "#]])
        .status(0);
}

#[test]
fn it_is_seeded_from_a_folder() {
    let home = Home::empty();
    home.copy_of_tundra();
    home.arctic("seed --from tundra")
        .stdout(expect![[r#"
            created [DIR]/registry.db (Tundra Forum, data of 2022.9.1, verified through 2022-08-31)
        "#]])
        .status(0);
    home.arctic("seed --from tundra")
        .stdout(expect![[r#"
            already up to date: [DIR]/registry.db (Tundra Forum, data of 2022.9.1, verified through 2022-08-31)
        "#]])
        .status(0);
}

#[test]
fn its_overview() {
    Home::tundra()
        .arctic("")
        .today(TODAY)
        .stdout(expect![[r#"
            The Tundra Forum on 2022-09-01

             Chairship                  Celsia, from 2022-06-03 until 2023-06
             Speaker of the Forum       Cy Heath
             Next                       Borea (projected)
             3 members                  Arvik, Borea, Celsia
             0 Permanent Participants
             1 observer                 Drift

            note: the data was last verified on 2022-08-31; later changes are not in it
            note: no end date is known for Cy Heath; the term may have ended after 2022-08-31
        "#]])
        .status(0);
}

#[test]
fn its_chairs() {
    let home = Home::tundra();
    home.arctic("chair 2021")
        .today(TODAY)
        .stdout(expect![[r#"
            Chairship of the Tundra Forum in 2021: Borea until 2021-06-02, then Arvik

             nth   state   from         until        standing   turn
            ─────────────────────────────────────────────────────────
               1   Borea   2020-06-01   2021-06-02   past       1st
               2   Arvik   2021-06-02   2022-06-03   past       1st

            note: 2021-06-02 is a handover day: the chair passes from Borea to Arvik, and the day belongs to the incoming chair
        "#]])
        .status(0);
    home.arctic("chair 2020-05-31 -f csv")
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing,turn,certainty,confidence
        "#]])
        .stderr(expect![[r#"
            note: the Tundra Forum did not exist before 2020-06-01
        "#]])
        .status(1);
}

#[test]
fn its_rotation_is_projected_by_its_own_terms() {
    Home::tundra()
        .arctic("terms --until 2026 -f csv")
        .today(TODAY)
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing,turn,certainty,confidence
            1,borea,XBO,Borea,2020-06-01,2021-06-02,past,1,certain,verified
            2,arvik,XAV,Arvik,2021-06-02,2022-06-03,past,1,certain,verified
            3,celsia,XCE,Celsia,2022-06-03,2023-06,current,1,certain,single_source
            4,borea,XBO,Borea,2023-06,2024,projected,2,not_known,
            5,arvik,XAV,Arvik,2024,2025,projected,2,not_known,
            6,celsia,XCE,Celsia,2025,2026,projected,2,not_known,
            7,borea,XBO,Borea,2026,2027,projected,3,not_known,
        "#]])
        .stderr(expect![[r#"
            note: projected: the Tundra Forum has not announced this term; it follows from the order of rotation and terms of 1 year
        "#]])
        .status(0);
}

#[test]
fn nothing_is_projected_without_a_length_of_terms() {
    let home = Home::tundra();
    home.sql().execute("DELETE FROM meta WHERE key = 'term_years'", []).unwrap();
    home.arctic("chair 2024")
        .today(TODAY)
        .stdout(expect![[r#"
            Chairship of the Tundra Forum in 2024: not known

            note: who held the chair in 2024 is not known
            note: the data was last verified on 2022-08-31; later changes are not in it
        "#]])
        .status(5);
}

#[test]
fn a_member_without_a_turn_yet_leaves_the_rotation_open() {
    let home = Home::tundra();
    home.sql()
        .execute_batch(
            "UPDATE party SET arctic = 1 WHERE id = 'drift';
             UPDATE membership SET role = 'member', granted_at = NULL WHERE party = 'drift'",
        )
        .unwrap();
    home.arctic("chair 2024 -f csv")
        .today(TODAY)
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing,turn,certainty,confidence
        "#]])
        .stderr(expect![[r#"
            note: who held the chair in 2024 is not known
            note: the data was last verified on 2022-08-31; later changes are not in it
        "#]])
        .status(5);
}

#[test]
fn its_partial_dates_leave_roles_open() {
    let home = Home::tundra();
    home.arctic("observers --on 2022-07-15 -f csv")
        .stdout(expect![[r#"
            party,name,role,kind,iso3,start,end,granted_at,certainty,confidence
            lichen-fund,Lichen Fund,observer,ngo,,2021,2022-07,rime-2021,not_known,single_source
            drift,Drift,observer,state,XDR,2021-06-02,,rime-2021,certain,verified
        "#]])
        .stderr(expect![[r#"
            note: 1 row is marked `not_known` because of imprecise dates
        "#]])
        .status(0);
    let status = |on: &str| home.arctic("status LF -f csv --on").arg(on);
    status("2021-06-10")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            lichen-fund,Lichen Fund,,2021-06-10,not_known,2021,arvik,certain,single_source,,,,
        "#]])
        .stderr(expect![[r#"
            note: whether the Lichen Fund was an observer then is not known: the role began in 2021, and the day is not known
            note: the dates of the Lichen Fund rest on a single source
        "#]])
        .status(5);
    status("2022")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            lichen-fund,Lichen Fund,,2022,observer,2021,arvik;celsia,certain,single_source,,,,
        "#]])
        .stderr(expect![[r#"
            note: the Lichen Fund was an observer for only part of that time: from 2021 until 2022-07
            note: the dates of the Lichen Fund rest on a single source
            note: the data was last verified on 2022-08-31; later changes are not in it
        "#]])
        .status(0);
    status("2022-08-01")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            lichen-fund,Lichen Fund,,2022-08-01,none,,celsia,certain,,observer,2022-07,,
        "#]])
        .stderr(expect![[r#"
            note: the dates of the Lichen Fund rest on a single source
        "#]])
        .status(1);
}

#[test]
fn its_areas_and_other_countries() {
    let home = Home::tundra();
    home.arctic("status floe --on 2021-01-01 -f csv")
        .stdout(expect![[r#"
            party,name,iso3,on,role,since,chair,chair_certainty,confidence,former_role,former_until,application,application_date
            borea,Floe,XFL,2021-01-01,represented,2020-06-01,borea,certain,verified,,,,
        "#]])
        .stderr(expect![[r#"
            note: no seat of its own; represented by the Kingdom of Borea
        "#]])
        .status(0);
    home.arctic("status Elsewhere --on 2021-01-01")
        .stdout(expect![[r#"
            Elsewhere on 2021-01-01: no role in the Tundra Forum

             name        on           role   since   chairship then
            ────────────────────────────────────────────────────────
             Elsewhere   2021-01-01   none           Borea
        "#]])
        .status(1);
    home.arctic("status Canada")
        .stderr(expect![[r#"
            error: unknown country or organisation: `Canada`; search all names with `arctic search TEXT`
        "#]])
        .status(2);
}

#[test]
fn no_answer_about_it_mentions_the_arctic() {
    let home = Home::tundra();
    for line in [
        "",
        "chair 2021",
        "chair 2019",
        "chair 2024",
        "terms --until 2030",
        "members",
        "observers --on 2022-07-15",
        "status LF --on 2021-06-10",
        "status floe",
        "status Elsewhere",
        "show borea --cite",
        "show floe",
        "meetings",
        "bodies",
        "agreements",
        "events",
        "applications",
        "people",
        "sources",
        "search rime",
        "verify",
        "verify --list",
        "chair banana",
    ] {
        for format in ["table", "markdown", "csv", "json"] {
            let ran = home.arctic(line).today(TODAY).args("-f").arg(format).run();
            let text = ran.stdout + &ran.stderr;
            assert!(!text.to_lowercase().contains("arctic"), "{line}\n{text}");
        }
    }
}

#[test]
fn its_files_are_exported_byte_for_byte() {
    let home = Home::tundra();
    let once = exported_twice(
        &home,
        expect![[r#"
            created second.db (Tundra Forum, data of 2022.9.1, verified through 2022-08-31)
        "#]],
    );
    for (name, bytes) in contents(&tundra()) {
        assert_eq!(String::from_utf8_lossy(&once[&name]), String::from_utf8_lossy(&bytes), "{name}");
    }
}

#[test]
fn rows_and_columns_in_another_order_make_the_same_registry() {
    let home = Home::tundra();
    let folder = home.copy_of_tundra();
    let mut reader = csv::Reader::from_path(folder.join("party.csv")).unwrap();
    let header: Vec<String> = reader.headers().unwrap().iter().rev().map(String::from).collect();
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().rev().map(String::from).collect()).collect();
    rows.reverse();
    let mut writer = csv::Writer::from_path(folder.join("party.csv")).unwrap();
    writer.write_record(header).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.flush().unwrap();
    home.arctic("seed --from tundra")
        .stdout(expect![[r#"
            already up to date: [DIR]/registry.db (Tundra Forum, data of 2022.9.1, verified through 2022-08-31)
        "#]])
        .status(0);
}

/// Only members take turns in the chair: one that left is passed over.
#[test]
fn a_state_that_left_is_not_projected() {
    let home = Home::tundra();
    home.sql().execute("UPDATE membership SET end = '2022-08-01' WHERE id = 'arvik-member-2020'", []).unwrap();
    home.arctic("terms --until 2026 -f csv")
        .today("2022-09-01")
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing,turn,certainty,confidence
            1,borea,XBO,Borea,2020-06-01,2021-06-02,past,1,certain,verified
            2,arvik,XAV,Arvik,2021-06-02,2022-06-03,past,1,certain,verified
            3,celsia,XCE,Celsia,2022-06-03,2023-06,current,1,certain,single_source
            4,borea,XBO,Borea,2023-06,2024,projected,2,not_known,
            5,celsia,XCE,Celsia,2024,2025,projected,2,not_known,
            6,borea,XBO,Borea,2025,2026,projected,3,not_known,
            7,celsia,XCE,Celsia,2026,2027,projected,3,not_known,
        "#]])
        .stderr(expect![[r#"
            note: projected: the Tundra Forum has not announced this term; it follows from the order of rotation and terms of 1 year
        "#]])
        .status(0);
}

/// A council of which only the years are known, with returns, changes of role on one day and dates between bounds.
#[test]
fn what_is_certain_wins_and_a_first_day_is_in_its_period() {
    let home = Home::tundra();
    home.sql()
        .execute_batch(
            "UPDATE membership SET start = '2021-06-02', end = '2021' WHERE id = 'drift-observer-2021';
             INSERT INTO membership (id, party, role, start, end, confidence)
             VALUES ('drift-member-2022', 'drift', 'member', '2021-12..2022-03-01', NULL, 'verified');
             INSERT INTO citation VALUES ('membership', 'drift-member-2022', (SELECT min(id) FROM source));",
        )
        .unwrap();
    let on = ["2021-06-01", "2021-06-02", "2021-06-03", "2021-12-31", "2022-01-15", "2022-03-01", "2022-03-02"];
    let said: Vec<String> = on
        .iter()
        .map(|day| {
            let out = home.arctic("status drift -f csv --on").arg(day).today("2022-09-01").command().output().unwrap();
            let rows = cells(&String::from_utf8(out.stdout).unwrap());
            format!(
                "{day} {} {}",
                rows.iter().map(|row| row[4].as_str()).collect::<Vec<_>>().join(";"),
                out.status.code().unwrap()
            )
        })
        .collect();
    expect![[r#"
        2021-06-01 none 1
        2021-06-02 observer 0
        2021-06-03 not_known 5
        2021-12-31 not_known 5
        2022-01-15 not_known 5
        2022-03-01 member 0
        2022-03-02 member 0"#]]
    .assert_eq(&said.join("\n"));
}
