//! `backup` and `restore`: whole copies, and the way back from them.

use std::fs;

use expect_test::expect;

use crate::support::{Home, contents, repository};

/// A registry with a log.
fn edited() -> Home {
    let home = Home::tundra();
    home.arctic("put tally id=member-2021 note=One --reason r").output(0);
    home.arctic("drop country elsewhere --reason r").output(0);
    home
}

/// All data of the registry at `db`, and its log.
fn state(home: &Home, db: &str) -> (std::collections::BTreeMap<String, Vec<u8>>, String) {
    let db = format!("--db {db}");
    home.arctic(&db).args("export csv state").output(0);
    let state = contents(&home.path("state"));
    fs::remove_dir_all(home.path("state")).unwrap();
    (
        state,
        home.arctic(&db)
            .args("log -f csv")
            .command()
            .output()
            .map(|output| String::from_utf8(output.stdout).unwrap())
            .unwrap(),
    )
}

#[test]
fn a_copy_is_whole_and_replaces_nothing_unless_forced() {
    let home = edited();
    home.arctic("backup copy.db")
        .stdout(expect![[r#"
            copied [DIR]/registry.db to copy.db, as of revision 2
        "#]])
        .status(0);
    assert!(state(&home, "copy.db") == state(&home, "registry.db"));
    let before = fs::read(home.path("copy.db")).unwrap();
    home.arctic("put tally id=member-2021 note=Two --reason r").output(0);
    home.arctic("backup copy.db")
        .stderr(expect![[r#"
            error: copy.db is there already; name a new file, or replace it with `--force`
        "#]])
        .status(2);
    assert!(fs::read(home.path("copy.db")).unwrap() == before);
    home.arctic("backup copy.db --force")
        .stdout(expect![[r#"
            copied [DIR]/registry.db to copy.db, as of revision 3
        "#]])
        .status(0);
    assert!(state(&home, "copy.db") == state(&home, "registry.db"));
    assert_eq!(home.names(), ["copy.db", "registry.db"]);
    home.arctic("backup no/such/copy.db")
        .stderr(expect![[r#"
            error: no/such/copy.db: No such file or directory (os error 2)
        "#]])
        .status(4);
    home.arctic("backup . --force")
        .stderr(expect![[r#"
            error: . is a folder; name a file in it
        "#]])
        .status(2);
    assert_eq!(home.names(), ["copy.db", "registry.db"]);
}

#[test]
fn a_backup_takes_the_place_and_what_was_there_is_kept_each_time() {
    let home = edited();
    home.arctic("backup copy.db").output(0);
    let old = state(&home, "registry.db");
    for (note, kept) in [("Two", "registry.db.before-restore"), ("Three", "registry.db.before-restore-2")] {
        home.arctic("put tally id=member-2021 --reason r").arg(format!("note={note}")).output(0);
        let new = state(&home, "registry.db");
        home.arctic("restore copy.db")
            .stdout(format!(
                "[DIR]/registry.db is now what copy.db was; as it was before, it is kept as [DIR]/{kept}\n"
            ))
            .status(0);
        assert!(state(&home, "registry.db") == old && state(&home, kept) == new, "{note}");
    }
    // The log goes on where the backup was.
    let said = home.arctic("put tally id=member-2021 note=Four --reason r").output(0).stdout;
    assert!(said.starts_with("revision 3: "), "{said}");
    // To where nothing is; a journal that was left behind is not taken for that of the new file.
    fs::write(home.path("other.db-journal"), b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7 left behind").unwrap();
    home.arctic("--db other.db restore copy.db")
        .stdout(expect![[r#"
            other.db is now what copy.db was
        "#]])
        .status(0);
    assert!(!home.path("other.db-journal").exists());
    assert!(state(&home, "other.db") == old);
}

#[test]
fn what_is_no_sound_backup_is_refused_and_the_registry_untouched() {
    let home = edited();
    home.arctic("backup copy.db").output(0);
    let whole = fs::read(home.path("copy.db")).unwrap();
    let before = fs::read(home.db()).unwrap();
    let mut broken = whole.clone();
    let middle = whole.len() / 2 / 4096 * 4096;
    broken[middle..middle + 4096].fill(0x55);
    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    let foreign = Home::empty();
    foreign.sql().execute_batch("CREATE TABLE t (x)").unwrap();
    for (bytes, reason) in [
        (&b""[..], "is empty"),
        (b"dear diary", "is not a registry: no SQLite database at all"),
        (&whole[..50], "is damaged: the file is cut short"),
        (&whole[..whole.len() - 4096], "is damaged"),
        (&whole[..whole.len() / 2], "is damaged"),
        (&broken, "is damaged"),
        (&newer, "was made by a newer version of this program"),
        (&fs::read(foreign.db()).unwrap(), "is another program's database; it was not touched"),
    ] {
        fs::write(home.path("bad.db"), bytes).unwrap();
        let ran = home.arctic("restore bad.db").output(4);
        assert!(ran.stdout.is_empty() && ran.stderr.starts_with(&format!("error: bad.db: {reason}")), "{}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
        assert!(fs::read(home.db()).unwrap() == before && fs::read(home.path("bad.db")).unwrap() == bytes, "{reason}");
        assert_eq!(home.names(), ["bad.db", "copy.db", "registry.db"], "{reason}");
    }
    home.arctic("restore missing.db")
        .stderr(expect![[r#"
            error: missing.db: No such file or directory (os error 2)
        "#]])
        .status(4);
    home.arctic("restore .")
        .stderr(expect![[r#"
            error: .: is a folder; name a file in it
        "#]])
        .status(4);
}

#[test]
fn a_damaged_registry_is_set_aside_and_another_programs_file_is_not() {
    let home = edited();
    home.arctic("backup copy.db").output(0);
    let old = state(&home, "copy.db");
    let whole = fs::read(home.db()).unwrap();
    let mut broken = whole[..whole.len() / 2].to_vec();
    broken[4096..8192].fill(0x55);
    fs::write(home.db(), &broken).unwrap();
    fs::write(home.path("registry.db-journal"), b"left behind").unwrap();
    home.arctic("restore copy.db").output(0);
    assert!(state(&home, "registry.db") == old);
    assert!(fs::read(home.path("registry.db.before-restore")).unwrap() == broken);
    assert!(!home.path("registry.db-journal").exists());
    fs::write(home.db(), "dear diary").unwrap();
    home.arctic("restore copy.db")
        .stderr(expect![[r#"
            error: [DIR]/registry.db: is not a registry: no SQLite database at all
        "#]])
        .status(4);
    assert_eq!(fs::read(home.db()).unwrap(), b"dear diary");
}

#[test]
fn a_backup_of_an_earlier_version_is_upgraded_on_the_way() {
    let home = edited();
    let old = rusqlite::Connection::open(home.path("old.db")).unwrap();
    old.execute_batch(&fs::read_to_string(repository().join("tests/data/versions/1.sql")).unwrap()).unwrap();
    drop(old);
    let before = fs::read(home.path("old.db")).unwrap();
    home.arctic("restore old.db").output(0);
    assert!(state(&home, "registry.db").0 == state(&Home::tundra(), "registry.db").0);
    assert!(fs::read(home.path("old.db")).unwrap() == before);
    home.arctic("put tally id=member-2021 note=x --reason r").output(0);
    home.arctic("verify")
        .stdout(expect![[r#"
            15 checks, 0 problems
        "#]])
        .status(0);
}

#[test]
fn a_database_that_keeps_more_than_one_file_is_copied_to_one() {
    let home = edited();
    let conn = home.sql();
    conn.pragma_update(None, "journal_mode", "wal").unwrap();
    conn.execute("UPDATE tally SET note = 'In the other file' WHERE id = 'member-2021'", []).unwrap();
    let now = state(&home, "registry.db");
    home.arctic("backup copy.db").output(0);
    assert!(state(&home, "copy.db") == now);
    drop(conn);
    home.arctic("restore copy.db").output(0);
    assert!(state(&home, "registry.db") == now);
    let beside: Vec<String> = home.names().into_iter().filter(|name| !name.starts_with("registry.db-")).collect();
    assert_eq!(beside, ["copy.db", "registry.db", "registry.db.before-restore"]);
}

#[test]
fn a_registry_is_copied_while_it_is_written() {
    let home = edited();
    let writer = home.arctic("backup first.db").output(0).home;
    let lines: Vec<String> =
        (0..10).map(|number| format!("put tally id=observer-2021 note={number} --reason r")).collect();
    std::thread::scope(|scope| {
        let commands: Vec<_> = lines.iter().map(|line| writer.arctic(line).command()).collect();
        let writing =
            scope.spawn(move || commands.into_iter().all(|mut command| command.output().unwrap().status.success()));
        for number in 0..6 {
            writer.arctic("backup").arg(format!("copy-{number}.db")).output(0);
            writer
                .arctic(&format!("--db copy-{number}.db verify"))
                .stdout(expect![[r#"
                    15 checks, 0 problems
                "#]])
                .status(0);
        }
        assert!(writing.join().unwrap());
    });
}
