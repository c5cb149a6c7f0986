//! Newer data: rows that were edited stay, and the others are updated.

use std::fs;
use std::path::Path;

use expect_test::expect;

use crate::support::{Home, contents};

/// Changes `from` to `to` in a file, where it must stand once.
#[track_caller]
fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from} in {}", path.display());
    fs::write(path, text.replace(from, to)).unwrap();
}

/// The tundra's registry, and a newer edition of its data to be edited further.
fn newer() -> Home {
    let home = Home::tundra();
    let folder = home.copy_of_tundra();
    edit(&folder.join("meta.csv"), "2022.9.1", "2022.10.1");
    edit(&folder.join("agreement.csv"), "Agreement on Peat,", "Agreement on Peat and Moss,");
    home
}

const AGREEMENT: &str = "changed agreement peat-2021: name \"Agreement on Peat\" -> \"Agreement on Peat and Moss\"\n";
const VERSION: &str = "changed meta version: value 2022.9.1 -> 2022.10.1\n";

#[test]
fn rows_that_were_not_edited_follow_and_rows_that_were_stay_and_are_listed() {
    let home = newer();
    let csv = |name: &str| home.path("tundra").join(name);
    edit(&csv("tally.csv"), ",3,verified,", ",3,verified,Theirs");
    edit(&csv("event.csv"), "Tundra Forum founded,", "Tundra Forum founded,At Borea");
    edit(&csv("body.csv"), "MWG", "MossWG");
    for line in [
        "put tally id=member-2021 note=Ours", // edited: stays
        "drop country elsewhere",             // removed: stays away
        "put source id=map title=Map",        // added: stays
        "put event id=founding-2020 description=Oops",
    ] {
        home.arctic(line).args("--reason r").output(0);
    }
    home.arctic("undo 4").output(0); // undone: follows
    let changes = format!(
        "{VERSION}\
         changed body moss-group: abbreviation MWG -> MossWG\n\
         {AGREEMENT}\
         changed event founding-2020: description (empty) -> \"At Borea\"\n\
         kept source map as edited: title Map (not in the new data)\n\
         kept country elsewhere as edited: removed here (it is in the new data)\n\
         kept alias elsewhere as edited: removed here (it is in the new data)\n\
         kept tally member-2021 as edited: note Ours (the new data has Theirs)\n\
         kept citation country elsewhere almanac as edited: removed here (it is in the new data)\n"
    );
    let before = fs::read(home.db()).unwrap();
    home.arctic("seed --from tundra --dry-run")
        .stdout(format!("4 rows would change; nothing was changed\n{changes}"))
        .status(0);
    assert!(fs::read(home.db()).unwrap() == before);
    home.arctic("seed --from tundra").stdout(format!("revision 6: 4 rows changed\n{changes}")).status(0);
    home.arctic("verify").stdout("17 checks, 0 problems\n").status(0);
    // Once more: only what was kept is said again.
    let kept: String =
        changes.lines().filter(|line| line.starts_with("kept")).map(|line| format!("{line}\n")).collect();
    home.arctic("seed --from tundra").stdout(format!("nothing to change\n{kept}")).status(0);
    home.arctic("seed --from tundra -f csv")
        .stdout(expect![[r#"
            change,table,record,column,before,after
            kept,source,map,id,map,
            kept,source,map,title,Map,
            kept,country,elsewhere,id,,elsewhere
            kept,country,elsewhere,kind,,state
            kept,country,elsewhere,name,,Elsewhere
            kept,country,elsewhere,iso2,,XE
            kept,country,elsewhere,iso3,,XEL
            kept,alias,elsewhere,alias,,Elsewhere
            kept,alias,elsewhere,country,,elsewhere
            kept,alias,elsewhere,kind,,short
            kept,alias,elsewhere,lang,,en
            kept,alias,elsewhere,key,,elsewhere
            kept,tally,member-2021,note,Ours,Theirs
            kept,citation,country elsewhere almanac,table_name,,country
            kept,citation,country elsewhere almanac,record,,elsewhere
            kept,citation,country elsewhere almanac,source,,almanac
        "#]])
        .status(0);
    // With `--overwrite` all of it follows, and goes on to follow.
    home.arctic("seed --from tundra --overwrite").output(0);
    home.arctic("export csv out").output(0);
    let (out, theirs) = (contents(&home.path("out")), contents(&home.path("tundra")));
    assert!(theirs.iter().all(|(name, bytes)| out[name] == *bytes));
    home.arctic("seed --from tundra")
        .stdout(
            "already up to date: [DIR]/registry.db (Tundra Forum, data of 2022.10.1, verified through 2022-08-31)\n",
        )
        .status(0);
    home.arctic("undo 7").output(0);
    home.arctic("verify").stdout("17 checks, 0 problems\n").status(0);
}

#[test]
fn an_edit_that_the_newer_data_takes_over_follows_from_then_on() {
    for overwrite in ["", "--overwrite"] {
        let home = newer();
        let tally = home.path("tundra").join("tally.csv");
        home.arctic("put tally id=member-2021 note=Right --reason r").output(0);
        edit(&tally, ",3,verified,", ",3,verified,Right");
        home.arctic("seed --from tundra")
            .args(overwrite)
            .stdout(format!(
                "revision 2: 3 rows changed\n\
                 settled tally member-2021: the new data has it as it was edited here\n{VERSION}{AGREEMENT}"
            ))
            .output(0);
        edit(&tally, "verified,Right", "verified,More");
        edit(&home.path("tundra").join("meta.csv"), "2022.10.1", "2022.11.1");
        home.arctic("seed --from tundra")
            .stdout(expect![[r#"
                revision 3: 2 rows changed
                changed meta version: value 2022.10.1 -> 2022.11.1
                changed tally member-2021: note Right -> More
            "#]])
            .status(0);
        home.arctic("verify").stdout("17 checks, 0 problems\n").status(0);
    }
}

#[test]
fn rows_of_the_newer_data_that_do_not_fit_are_left_out_with_the_reason() {
    let home = newer();
    let csv = |name: &str| home.path("tundra").join(name);
    // Here Arvik's membership ends in 2022 and it observes from then on; there it is a member again from 2023.
    home.arctic("put membership id=arvik-member-2020 end=2022-08 --reason r").output(0);
    home.arctic("put membership id=arvik-observer-2022 party=arvik role=observer start=2022-09 confidence=verified --source almanac --reason r").output(0);
    edit(
        &csv("membership.csv"),
        "borea-member-2020,",
        "arvik-member-2023,arvik,member,2023,,,verified,\nborea-member-2020,",
    );
    edit(
        &csv("membership.csv"),
        "member,2020-06-01,,borea-2020,verified,\narvik-member-2023",
        "member,2020-06-01,2022-12,borea-2020,verified,\narvik-member-2023",
    );
    edit(
        &csv("citation.csv"),
        "membership,borea-member-2020,almanac",
        "membership,arvik-member-2023,almanac\nmembership,borea-member-2020,almanac",
    );
    let text = home.arctic("seed --from tundra").output(0).stdout;
    for line in [
        "kept membership arvik-member-2020 as edited: end 2022-08 (the new data has 2022-12)\n",
        "left out membership arvik-member-2023: party: already holds a role in that period\n",
        "left out citation membership arvik-member-2023 almanac: record: no such record in that table\n",
        VERSION,
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    assert!(
        home.arctic("seed --from tundra -f csv")
            .output(0)
            .stdout
            .contains("left_out,membership,arvik-member-2023,party,,arvik\n")
    );
}

#[test]
fn older_and_foreign_data_is_refused() {
    let home = newer();
    home.arctic("seed --from tundra").output(0);
    edit(&home.path("tundra").join("meta.csv"), "2022.10.1", "2022.9.30");
    let before = fs::read(home.db()).unwrap();
    home.arctic("seed --from tundra")
        .stderr("error: the registry has data of 2022.10.1, which is newer than 2022.9.30; `--overwrite` goes back\n")
        .status(2);
    home.arctic("seed")
        .stderr("error: the registry is of the Tundra Forum, the new data of the Arctic Council; name another file with `--db FILE`\n")
        .status(2);
    assert!(fs::read(home.db()).unwrap() == before);
    home.arctic("seed --from tundra --overwrite")
        .stdout("revision 2: 1 row changed\nchanged meta version: value 2022.10.1 -> 2022.9.30\n")
        .status(0);
}

#[test]
fn a_registry_with_older_data_than_the_program_says_so() {
    let home = Home::seeded();
    home.arctic("put meta key=version value=2026.1.2 --reason r").output(0);
    let ran = home.arctic("chair 2020 -f csv").output(0);
    let (start, end) =
        ("note: the database has data of 2026.1.2, and this program brings ", "; update it with `arctic seed`\n");
    assert!(
        ran.stderr.starts_with(start) && ran.stderr.ends_with(end) && ran.stderr.lines().count() == 1,
        "{}",
        ran.stderr
    );
    home.arctic("seed").output(0);
    assert_eq!(home.arctic("chair 2020 -f csv").output(0).stderr, "");
}
