//! `import`: rows from CSV files, applied in full or not at all.

use std::fs;

use expect_test::{Expect, expect};

use crate::support::{Home, check, contents};

/// The Tundra Forum with these files, each a name and its text, in the folder `in`.
fn with(files: &[(&str, &str)]) -> Home {
    let home = Home::tundra();
    fs::create_dir(home.path("in")).unwrap();
    for (name, text) in files {
        fs::write(home.path("in").join(name), text).unwrap();
    }
    home
}

/// Imports with and without `--dry-run`, and compares the error.
#[track_caller]
fn refused(home: &Home, line: &str, error: Expect) {
    let before = fs::read(home.db()).unwrap();
    let planned = home.arctic(line).args("--reason r --dry-run").output(3).stderr;
    home.arctic(line).args("--reason r").stderr(&planned).status(3);
    check(&planned, error);
    assert!(fs::read(home.db()).unwrap() == before, "the registry was changed");
}

#[test]
fn a_plan_lists_every_change_and_a_dry_run_makes_none() {
    let home = with(&[
        (
            "tally.csv",
            "id,date,role,kind,count,confidence,note\nmember-2021,2021-12-31,member,,3,verified,Counted\nmember-2022,2022-01-01,member,,3,verified,\n",
        ),
        ("citation.csv", "table_name,record,source\ntally,member-2022,almanac\n"),
    ]);
    let before = fs::read(home.db()).unwrap();
    home.prints(expect![[r#"
        $ import in --dry-run
        3 rows would change; nothing was changed
        changed tally member-2021: note (empty) -> Counted
        added tally member-2022: date 2022-01-01, role member, count 3, confidence verified
        added citation tally member-2022 almanac: table_name tally, record member-2022, source almanac
    "#]]);
    assert!(fs::read(home.db()).unwrap() == before);
    home.prints(expect![[r#"
        $ import in --reason r
        revision 1: 3 rows changed
        changed tally member-2021: note (empty) -> Counted
        added tally member-2022: date 2022-01-01, role member, count 3, confidence verified
        added citation tally member-2022 almanac: table_name tally, record member-2022, source almanac
        $ import in --reason r
        nothing to change
    "#]]);
    home.prints(expect![[r#"
        $ import in/tally.csv --delete-missing --reason r
        revision 2: 4 rows changed
        removed tally observer-ngo-2022: date 2022-08-01, role observer, kind ngo, count 0, confidence single_source
        removed citation tally observer-ngo-2022 almanac: table_name tally, record observer-ngo-2022, source almanac
        removed tally observer-2021: date 2021-12-31, role observer, count 2, confidence single_source
        removed citation tally observer-2021 almanac: table_name tally, record observer-2021, source almanac
        $ verify
        17 checks, 0 problems
    "#]]);
}

#[test]
fn every_bad_row_is_reported_at_once() {
    let home = with(&[
        (
            "membership.csv",
            "id,party,role,start,confidence\n\
             a,arvik,observer,2021,verified\n\
             bad_id,drift,observer,2030,verified\n\
             c,nobody,member,2021,verified\n\
             d,drift,boss,2021,verified\n\
             e,drift,observer,2021-13,verified\n\
             f,drift,observer\n\
             g,lichen-fund,observer,2024,sure\n\
             h,lichen-fund,observer,2024,verified,more\n\
             drift-observer-2021,drift,observer,2021-06-02,verified\n\
             drift-observer-2021,drift,observer,2021-06-02,verified\n\
             n,lichen-fund,observer,2024,verified\n",
        ),
        // The second cites a row that is refused itself and is not reported, nor is row `o`, which lacks a source.
        (
            "citation.csv",
            "table_name,record,source\nparty,arvik,almanac\nmembership,c,almanac\nmembership,zz,almanac\nevent,o,nowhere\n",
        ),
        ("event.csv", "id,date,kind,title,confidence\no,2022,other,O,verified\np,2022,other,P,verified\n"),
        (
            "party.csv",
            "id,kind,name,arctic,confidence\nnew,state,,0,verified\nx,klub,X,0,verified\ny,state,Y,no,verified\n",
        ),
        (
            "alias.csv",
            "alias,party,kind\nNova,new,short\nOkay,drift,short\nOKAY,drift,official\n!!!,drift,short\nFoo,nobody,short\n",
        ),
        ("meta.csv", "key,value,note\nfounded,garbage,\n"),
        ("body.csv", "id,colour,id\nmoss-group,green,x\n"),
        ("moss.csv", "a,b\n"),
    ]);
    refused(
        &home,
        "import in",
        expect![[r#"
            error: 22 problems in the data; nothing was changed
            alias.csv:4: alias: the same row as on line 3
            alias.csv:5: alias: no letter or digit in it
            alias.csv:6: party: no `nobody` in table `party`
            body.csv:1: the column `id` appears twice, unknown column `colour`, the column `id` appears twice
            citation.csv:4: record: no such record in that table
            citation.csv:5: source: no `nowhere` in table `source`
            event.csv:3: source: a fact needs at least one
            membership.csv:2: party: already holds a role in that period
            membership.csv:3: id: lower-case letters, digits and hyphens only
            membership.csv:4: party: no `nobody` in table `party`
            membership.csv:5: role: not one of member, permanent_participant, observer
            membership.csv:6: start: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)
            membership.csv:7: the row has 3 cells, but the header has 5
            membership.csv:8: confidence: not one of verified, single_source, unverified
            membership.csv:9: the row has 6 cells, but the header has 5
            membership.csv:11: id: the same row as on line 10
            membership.csv:12: source: a fact needs at least one
            meta.csv:2: value: not a day (YYYY-MM-DD)
            moss.csv: no table has this name
            party.csv:2: name: empty
            party.csv:3: kind: not one of state, indigenous, igo, ngo
            party.csv:4: arctic: `no` is not a whole number
            name sources with `--source ID`, or in `citation.csv`
        "#]],
    );
}

#[test]
fn boundaries_move_between_neighbours_in_any_order() {
    const ROWS: [&str; 3] =
        ["borea-2020,2020-06-01,2021-05-01", "arvik-2021,2021-05-01,2022-07-01", "celsia-2022,2022-07-01,2023-06"];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0], [0, 2, 1], [2, 0, 1]] {
        let rows: Vec<&str> = order.iter().map(|at| ROWS[*at]).collect();
        let home = with(&[("chairship.csv", &format!("id,start,end\n{}\n", rows.join("\n")))]);
        home.arctic("import in --reason r").output(0);
        let text = home.arctic("terms -f csv").output(0).stdout;
        let dates: Vec<String> =
            text.lines().skip(1).map(|row| row.split(',').skip(4).take(2).collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(dates, ["2020-06-01 2021-05-01", "2021-05-01 2022-07-01", "2022-07-01 2023-06"], "{order:?}");
    }
    // The same for the memberships of a party, which becomes a member earlier or later.
    let home = with(&[
        (
            "membership.csv",
            "id,party,role,start,end,confidence\ndrift-observer-2021,drift,observer,2021-06-02,2022-01-01,verified\ndrift-member-2022,drift,member,2022-01-01,,verified\n",
        ),
        ("citation.csv", "table_name,record,source\nmembership,drift-member-2022,almanac\n"),
    ]);
    home.arctic("import in --reason r").output(0);
    for day in ["2022-03-01", "2021-12-01"] {
        for flip in [false, true] {
            let mut rows = [format!("drift-observer-2021,2021-06-02,{day}"), format!("drift-member-2022,{day},")];
            if flip {
                rows.reverse();
            }
            fs::write(home.path("membership.csv"), format!("id,start,end\n{}\n", rows.join("\n"))).unwrap();
            home.arctic("import membership.csv --reason r").output(0);
        }
        assert!(
            home.arctic("show drift -f csv").output(0).stdout.contains(&format!("membership,drift-member-2022,{day},"))
        );
    }
}

#[test]
fn a_file_may_have_another_name_and_few_columns() {
    let home = Home::tundra();
    fs::write(home.path("notes.csv"), "note,id\nSeen,drift-observer-2021\n,lichen-fund-observer-2021\n").unwrap();
    home.refuses(
        3,
        expect![[r#"
            $ import notes.csv --reason r
            error: 1 problem in the data; nothing was changed
            notes.csv: no table has this name
            $ import notes.csv --table mosses --reason r
            error: 1 problem in the data; nothing was changed
            mosses.csv: no table has this name
        "#]],
    );
    home.prints(expect![[r#"
        $ import notes.csv --table membership --reason r
        revision 1: 2 rows changed
        changed membership drift-observer-2021: note (empty) -> Seen
        changed membership lichen-fund-observer-2021: note "The day is in neither source." -> (empty)
    "#]]);
    fs::write(home.path("notes.csv"), "note\nSeen\n").unwrap();
    fs::create_dir(home.path("empty")).unwrap();
    home.refuses(
        3,
        expect![[r#"
            $ import notes.csv --table membership --reason r
            error: 1 problem in the data; nothing was changed
            membership.csv:1: the column `id` is missing
        "#]],
    );
    home.refuses(
        4,
        expect![[r#"
            $ import missing.csv --reason r
            error: missing.csv: No such file or directory (os error 2)
            $ import empty --reason r
            error: empty: no CSV files; a data package has one for each table, such as `party.csv`
        "#]],
    );
}

#[test]
fn required_rows_are_not_removed_with_the_missing() {
    let home = with(&[("meta.csv", "key,value,note\nname,Tundra Forum,\n")]);
    refused(
        &home,
        "import in --delete-missing",
        expect![[r#"
            error: 3 problems in the data; nothing was changed
            meta founded: key: every registry needs this row
            meta verified_through: key: every registry needs this row
            meta version: key: every registry needs this row
        "#]],
    );
    let home = with(&[("source.csv", "id,title\nalmanac,Almanac\n")]);
    refused(
        &home,
        "import in --delete-missing",
        expect![[r#"
            error: 1 problem in the data; nothing was changed
            source charter: id: other records refer to it
        "#]],
    );
}

#[test]
fn importing_an_export_changes_nothing() {
    for home in [Home::tundra(), Home::seeded()] {
        home.arctic("export csv out").output(0);
        let before = fs::read(home.db()).unwrap();
        home.arctic("import out --delete-missing --reason r")
            .stdout(expect![[r#"
                nothing to change
            "#]])
            .status(0);
        assert!(fs::read(home.db()).unwrap() == before);
    }
    // The import makes any other registry equal to the exported one.
    let home = Home::tundra();
    home.arctic("export csv out").output(0);
    home.arctic("drop country floe --reason r").output(0);
    home.arctic("put tally id=member-2021 note=x --reason r").output(0);
    home.arctic("put source id=new title=New --reason r").output(0);
    home.arctic("import out --delete-missing --reason r").output(0);
    home.arctic("export csv again").output(0);
    assert!(contents(&home.path("out")) == contents(&home.path("again")));
}

#[test]
fn a_file_that_is_not_named_after_a_table_needs_its_name() {
    let home = Home::tundra();
    let rows = "id,title\nmap,Map\n";
    for name in ["source.txt", "source.CSV", "rows"] {
        fs::write(home.path(name), rows).unwrap();
    }
    home.refuses(
        2,
        expect![[r#"
            $ import source.txt --reason r
            error: source.txt is not named after a table, such as `source.csv`; name its table with `--table TABLE`
            $ import rows --reason r
            error: rows is not named after a table, such as `source.csv`; name its table with `--table TABLE`
            $ import - --reason r
            error: - is not named after a table, such as `source.csv`; name its table with `--table TABLE`
        "#]],
    );
    for line in [
        "import source.CSV",
        "import source.txt --table source",
        "import - --table source",
        "import /dev/stdin --table source",
    ] {
        home.arctic(line)
            .args("--reason r --dry-run")
            .stdin(rows)
            .stdout(expect![[r#"
            1 row would change; nothing was changed
            added source map: title Map
        "#]])
            .status(0);
    }
}
