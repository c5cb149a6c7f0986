//! `backup` and `restore`: copies of the registry.

use std::fs;

use expect_test::expect;

use crate::support::{Home, contents};

/// A registry with a log.
fn edited() -> Home {
    let home = Home::tundra();
    home.arctic("put tally id=member-2021 note=One --reason r").output(0);
    home.arctic("drop country elsewhere --reason r").output(0);
    home
}

/// Everything in the registry at `db`, and its log.
fn state(home: &Home, db: &str) -> (std::collections::BTreeMap<String, Vec<u8>>, String) {
    let db = format!("--db {db}");
    home.arctic(&db).args("export csv state").output(0);
    let state = contents(&home.path("state"));
    fs::remove_dir_all(home.path("state")).unwrap();
    (state, home.arctic(&db).args("log -f csv").run().stdout)
}

#[test]
fn a_backup_is_complete_and_replaces_nothing_unless_forced() {
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
            error: copy.db already exists; name a new file, or replace it with `--force`
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
fn a_restore_keeps_the_replaced_registry_each_time() {
    let home = edited();
    home.arctic("backup copy.db").output(0);
    let old = state(&home, "registry.db");
    for (note, kept, expected) in [
        (
            "Two",
            "registry.db.before-restore",
            expect![[r#"
                restored [DIR]/registry.db from copy.db; the old database is kept as [DIR]/registry.db.before-restore
            "#]],
        ),
        (
            "Three",
            "registry.db.before-restore-2",
            expect![[r#"
                restored [DIR]/registry.db from copy.db; the old database is kept as [DIR]/registry.db.before-restore-2
            "#]],
        ),
    ] {
        home.arctic("put tally id=member-2021 --reason r").arg(format!("note={note}")).output(0);
        let new = state(&home, "registry.db");
        home.arctic("restore copy.db").stdout(expected).status(0);
        assert!(state(&home, "registry.db") == old && state(&home, kept) == new, "{note}");
    }
    // The log continues from the backup.
    home.prints(expect![[r#"
        $ put tally id=member-2021 note=Four --reason r
        revision 3: 1 row changed
        changed tally member-2021: note One -> Four
    "#]]);
    // Without a registry; a leftover journal is not applied to the restored file.
    fs::write(home.path("other.db-journal"), b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7 left behind").unwrap();
    home.arctic("--db other.db restore copy.db")
        .stdout(expect![[r#"
            restored other.db from copy.db
        "#]])
        .status(0);
    assert!(!home.path("other.db-journal").exists());
    assert!(state(&home, "other.db") == old);
}

#[test]
fn an_unsound_backup_is_refused_and_the_registry_untouched() {
    let home = edited();
    home.arctic("backup copy.db").output(0);
    let whole = fs::read(home.path("copy.db")).unwrap();
    let before = fs::read(home.db()).unwrap();
    let mut broken = whole.clone();
    let middle = whole.len() / 2 / 4096 * 4096;
    broken[middle..middle + 4096].fill(0x55);
    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    let mut unreleased = whole.clone();
    unreleased[60..64].copy_from_slice(&3_u32.to_be_bytes());
    let foreign = Home::empty();
    foreign.sql().execute_batch("CREATE TABLE t (x)").unwrap();
    for (bytes, error) in [
        (
            &b""[..],
            expect![[r#"
                error: bad.db: is empty; it was not changed; name another file
            "#]],
        ),
        (
            b"dear diary",
            expect![[r#"
                error: bad.db: is not a SQLite database; it was not changed; name another file
            "#]],
        ),
        (
            &whole[..50],
            expect![[r#"
                error: bad.db: is damaged (the file is cut short); restore a backup with `arctic restore FILE`, or remove the file, and a new registry is created
            "#]],
        ),
        (
            &whole[..whole.len() - 4096],
            expect![[r#"
                error: bad.db: is damaged (the file is cut short); restore a backup with `arctic restore FILE`, or remove the file, and a new registry is created
            "#]],
        ),
        (
            &whole[..whole.len() / 2],
            expect![[r#"
                error: bad.db: is damaged (the file is cut short); restore a backup with `arctic restore FILE`, or remove the file, and a new registry is created
            "#]],
        ),
        (
            &broken,
            expect![[r#"
                error: bad.db: is damaged (database disk image is malformed); restore a backup with `arctic restore FILE`, or remove the file, and a new registry is created
            "#]],
        ),
        (
            &newer,
            expect![[r#"
                error: bad.db: was made by a newer version of this program (schema 99; this version knows 10); install the newer version
            "#]],
        ),
        (
            &unreleased,
            expect![[r#"
            error: bad.db: was made by an unreleased version of this program (schema 3); remove it, and a new registry is created; to keep edits, run `arctic export csv DIR` of that version first and `arctic import DIR` afterwards
        "#]],
        ),
        (
            &fs::read(foreign.db()).unwrap(),
            expect![[r#"
                error: bad.db: is the database of another program; it was not changed; name another file
            "#]],
        ),
    ] {
        fs::write(home.path("bad.db"), bytes).unwrap();
        home.arctic("restore bad.db").stderr(error).status(4);
        assert!(fs::read(home.db()).unwrap() == before && fs::read(home.path("bad.db")).unwrap() == bytes);
        assert_eq!(home.names(), ["bad.db", "copy.db", "registry.db"]);
    }
    home.refuses(
        4,
        expect![[r#"
            $ restore missing.db
            error: missing.db: No such file or directory (os error 2)
            $ restore .
            error: .: is a folder; it was not changed; name another file
        "#]],
    );
}

#[test]
fn a_damaged_registry_is_set_aside_but_not_another_programs_file() {
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
            error: [DIR]/registry.db: is not a SQLite database; it was not changed; name another file
        "#]])
        .status(4);
    assert_eq!(fs::read(home.db()).unwrap(), b"dear diary");
}

#[test]
fn a_database_of_more_than_one_file_is_copied_to_one() {
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
                    17 checks, 0 problems
                "#]])
                .status(0);
        }
        assert!(writing.join().unwrap());
    });
}
