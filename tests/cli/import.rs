//! `import`: the plan, every bad row at once, all of it or nothing.

use std::fs;

use expect_test::expect;

use crate::support::{Home, contents};

/// A home with the files, each a name and its text.
fn with(files: &[(&str, &str)]) -> Home {
    let home = Home::tundra();
    fs::create_dir(home.path("in")).unwrap();
    for (name, text) in files {
        fs::write(home.path("in").join(name), text).unwrap();
    }
    home
}

#[track_caller]
fn refused(home: &Home, line: &str, problems: &[&str]) {
    let before = fs::read(home.db()).unwrap();
    let s = if problems.len() == 1 { "" } else { "s" };
    let text =
        format!("error: {} problem{s} in the data; nothing was changed\n{}\n", problems.len(), problems.join("\n"));
    for dry_run in ["", "--dry-run"] {
        home.arctic(line).args("--reason r").args(dry_run).stderr(&text).status(3);
        assert!(fs::read(home.db()).unwrap() == before, "the file was changed");
    }
}

#[test]
fn the_plan_says_what_is_added_changed_and_removed_and_a_dry_run_does_none_of_it() {
    let home = with(&[
        (
            "tally.csv",
            "id,date,role,kind,count,confidence,note\nmember-2021,2021-12-31,member,,3,verified,Counted\nmember-2022,2022-01-01,member,,3,verified,\n",
        ),
        ("citation.csv", "table_name,record,source\ntally,member-2022,almanac\n"),
    ]);
    let plan = "\
        changed tally member-2021: note (empty) -> Counted\n\
        added tally member-2022: date 2022-01-01, role member, count 3, confidence verified\n\
        added citation tally member-2022 almanac: table_name tally, record member-2022, source almanac\n";
    let before = fs::read(home.db()).unwrap();
    home.arctic("import in --dry-run").stdout(format!("3 rows would change; nothing was changed\n{plan}")).status(0);
    assert!(fs::read(home.db()).unwrap() == before);
    home.arctic("import in --reason r").stdout(format!("revision 1: 3 rows changed\n{plan}")).status(0);
    home.arctic("import in --reason r")
        .stdout(expect![[r#"
            nothing to change
        "#]])
        .status(0);
    let removed = "\
        removed tally observer-ngo-2022: date 2022-08-01, role observer, kind ngo, count 0, confidence single_source\n\
        removed citation tally observer-ngo-2022 almanac: table_name tally, record observer-ngo-2022, source almanac\n\
        removed tally observer-2021: date 2021-12-31, role observer, count 2, confidence single_source\n\
        removed citation tally observer-2021 almanac: table_name tally, record observer-2021, source almanac\n";
    home.arctic("import in/tally.csv --delete-missing --reason r")
        .stdout(format!("revision 2: 4 rows changed\n{removed}"))
        .status(0);
    home.arctic("verify")
        .stdout(expect![[r#"
            15 checks, 0 problems
        "#]])
        .status(0);
}

#[test]
fn every_bad_row_is_named_at_once() {
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
        // The second, of a row that is refused itself, is not to blame; nor is row `o` without its source.
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
        &[
            "alias.csv:4: alias: the same row stands on line 3",
            "alias.csv:5: alias: nothing is left of it when folded",
            "alias.csv:6: party: no `nobody` in table `party`",
            "body.csv:1: the column `id` stands twice, `colour` is no column of this table, the column `id` stands twice",
            "citation.csv:4: record: no such record in that table",
            "citation.csv:5: source: no `nowhere` in table `source`",
            "event.csv:3: source: a fact needs one; name it with `--source ID`, or in `citation.csv`",
            "membership.csv:2: party: already holds a role in that period",
            "membership.csv:3: id: lower-case letters, digits and hyphens only",
            "membership.csv:4: party: no `nobody` in table `party`",
            "membership.csv:5: role: not one of member, permanent_participant, observer",
            "membership.csv:6: start: not a date (YYYY, YYYY-MM or YYYY-MM-DD)",
            "membership.csv:7: the row has 3 cells where the header has 5",
            "membership.csv:8: confidence: not one of verified, single_source, unverified",
            "membership.csv:9: the row has 6 cells where the header has 5",
            "membership.csv:11: id: the same row stands on line 10",
            "membership.csv:12: source: a fact needs one; name it with `--source ID`, or in `citation.csv`",
            "meta.csv:2: value: not a day (YYYY-MM-DD)",
            "moss.csv: no table has this name",
            "party.csv:2: name: empty",
            "party.csv:3: kind: not one of state, indigenous, igo, ngo",
            "party.csv:4: arctic: `no` is not a whole number",
        ],
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
    // Memberships of one party as well: it becomes a member, a day later or earlier.
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
    home.arctic("import notes.csv --reason r")
        .stderr(expect![[r#"
            error: 1 problem in the data; nothing was changed
            notes.csv: no table has this name
        "#]])
        .status(3);
    home.arctic("import notes.csv --table mosses --reason r")
        .stderr(expect![[r#"
            error: 1 problem in the data; nothing was changed
            mosses.csv: no table has this name
        "#]])
        .status(3);
    home.arctic("import notes.csv --table membership --reason r")
        .stdout(expect![[r#"
            revision 1: 2 rows changed
            changed membership drift-observer-2021: note (empty) -> Seen
            changed membership lichen-fund-observer-2021: note "The day is in neither source." -> (empty)
        "#]])
        .status(0);
    fs::write(home.path("notes.csv"), "note\nSeen\n").unwrap();
    home.arctic("import notes.csv --table membership --reason r")
        .stderr(expect![[r#"
            error: 1 problem in the data; nothing was changed
            membership.csv:1: the column `id` is missing
        "#]])
        .status(3);
    home.arctic("import missing.csv --reason r")
        .stderr(expect![[r#"
            error: missing.csv: No such file or directory (os error 2)
        "#]])
        .status(4);
    fs::create_dir(home.path("empty")).unwrap();
    home.arctic("import empty --reason r")
        .stderr(expect![[r#"
            error: empty: holds no CSV file; a data package has one a table, such as `party.csv`
        "#]])
        .status(4);
}

#[test]
fn what_the_registry_needs_is_not_removed_with_the_missing() {
    let home = with(&[("meta.csv", "key,value,note\nname,Tundra Forum,\n")]);
    refused(
        &home,
        "import in --delete-missing",
        &[
            "meta founded: key: every registry needs this row",
            "meta verified_through: key: every registry needs this row",
            "meta version: key: every registry needs this row",
        ],
    );
    let home = with(&[("source.csv", "id,title\nalmanac,Almanac\n")]);
    refused(&home, "import in --delete-missing", &["source charter: id: other records refer to it"]);
}

#[test]
fn what_an_export_writes_changes_nothing() {
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
    // And makes another registry the same, whatever it was.
    let home = Home::tundra();
    home.arctic("export csv out").output(0);
    home.arctic("drop country floe --reason r").output(0);
    home.arctic("put tally id=member-2021 note=x --reason r").output(0);
    home.arctic("put source id=new title=New --reason r").output(0);
    home.arctic("import out --delete-missing --reason r").output(0);
    home.arctic("export csv again").output(0);
    assert!(contents(&home.path("out")) == contents(&home.path("again")));
}
