//! Where files are put: what a damaged, locked or abandoned one means, what stays, and what is refused.
#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use expect_test::expect;

use super::assert_harmless;
use crate::support::{Home, contents, names, transcript};

/// A stage as a killed process leaves it.
const ABANDONED: &str = ".arctic-AbCdEf012345";

fn edited() -> Home {
    let home = Home::tundra();
    home.arctic("put tally id=member-2021 note=One --reason r").output(0);
    home.arctic("backup copy.db").output(0);
    home.arctic("put tally id=member-2021 note=Two --reason r").output(0);
    home
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn note(path: PathBuf) -> String {
    let conn = rusqlite::Connection::open(path).unwrap();
    let sound: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    conn.query_row("SELECT note FROM tally WHERE id = 'member-2021'", [], |row| row.get(0)).unwrap()
}

#[test]
fn a_registry_damaged_in_its_header_or_schema_is_restored_and_kept() {
    let home = edited();
    let whole = fs::read(home.db()).unwrap();
    let wal = {
        let conn = home.sql();
        conn.pragma_update(None, "journal_mode", "wal").unwrap();
        drop(conn);
        fs::read(home.db()).unwrap()
    };
    let zeros = |from: usize, to: usize| {
        let mut bytes = whole.clone();
        bytes[from..to].fill(0);
        bytes
    };
    for (what, bytes) in [
        ("schema", zeros(100, 3100)),
        ("header", zeros(0, 100)),
        ("magic", zeros(0, 16)),
        ("application id", zeros(68, 72)),
        ("version", zeros(60, 64)),
        ("cut short in WAL mode", wal[..wal.len() / 2].to_vec()),
        ("cut within the header", whole[..50].to_vec()),
    ] {
        fs::write(home.db(), &bytes).unwrap();
        home.arctic("restore copy.db").output(0);
        assert_eq!(note(home.db()), "One", "{what}");
        assert_eq!(mode(&home.db()), 0o644);
        assert!(fs::read(home.path("registry.db.before-restore")).unwrap() == bytes || what == "version", "{what}");
        fs::remove_file(home.path("registry.db.before-restore")).unwrap();
        assert_eq!(home.names(), ["copy.db", "registry.db"], "{what}");
    }
}

#[test]
fn only_damage_lets_a_restore_replace_the_file() {
    let home = edited();
    let before = fs::read(home.db()).unwrap();
    set_mode(&home.path(""), 0o777);
    set_mode(&home.db(), 0o000);
    if let Some(ran) = home.arctic("restore copy.db").unprivileged() {
        ran.stderr(expect![[r#"
            error: [DIR]/registry.db: Permission denied (os error 13)
        "#]])
            .status(4);
    }
    set_mode(&home.db(), 0o644);
    // Another program writes; `PRAGMA locking_mode` keeps its lock.
    let writer = home.sql();
    writer.execute_batch("BEGIN IMMEDIATE; UPDATE tally SET note = 'Three' WHERE id = 'member-2021'").unwrap();
    let mut restoring =
        home.arctic("restore copy.db").command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(Duration::from_millis(700));
    assert!(restoring.try_wait().unwrap().is_none(), "the restore did not wait for the writer");
    writer.execute_batch("COMMIT").unwrap();
    drop(writer);
    assert!(restoring.wait().unwrap().success());
    // What the other program committed is in the copy that was kept.
    assert_eq!(note(home.path("registry.db.before-restore")), "Three");
    assert_eq!(note(home.db()), "One");
    assert!(fs::read(home.db()).unwrap() != before);
    // Too few file descriptors.
    let now = fs::read(home.db()).unwrap();
    for limit in 4..9 {
        let line = format!("ulimit -n {limit}; exec \"$0\" restore copy.db");
        let as_usual = home.arctic("").command();
        let mut command = Command::new("sh");
        command.args(["-c", &line, crate::support::ARCTIC]).current_dir(home.path(""));
        command.envs(as_usual.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let output = command.stderr(Stdio::piped()).stdout(Stdio::null()).output().unwrap();
        let same = fs::read(home.db()).unwrap() == now;
        assert!(same || output.status.success(), "{limit}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(!home.names().iter().any(|name| name.starts_with(".arctic-")), "{:?}", home.names());
}

#[test]
fn companions_of_a_former_database_are_not_applied_to_the_next_one() {
    let home = edited();
    // A journal and a write-ahead log that belong to another database.
    let other = Home::seeded();
    let conn = other.sql();
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; UPDATE party SET note = 'x'")
        .unwrap();
    let log = fs::read(other.path("registry.db-wal")).unwrap();
    assert!(log.len() > 10_000);
    let plant = |name: &str| {
        fs::write(home.path(&format!("{name}-wal")), &log).unwrap();
        fs::write(home.path(&format!("{name}-shm")), [0; 32768]).unwrap();
        fs::write(home.path(&format!("{name}-journal")), b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7 left behind").unwrap();
    };
    let check = |name: &str| {
        let conn = rusqlite::Connection::open(home.path(name)).unwrap();
        let sound: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(sound, "ok", "{name}");
        drop(conn);
        let beside = [format!("{name}-journal"), format!("{name}-shm"), format!("{name}-wal")];
        assert!(!home.names().iter().any(|name| beside.contains(name)), "{name}: {:?}", home.names());
    };
    for line in ["--db new.db seed", "--db new.db restore copy.db", "backup new.db", "export sqlite new.db"] {
        let _ = fs::remove_file(home.path("new.db"));
        plant("new.db");
        home.arctic(line).output(0);
        check("new.db");
    }
    for line in ["backup new.db --force", "export sqlite new.db --force"] {
        for old in ["", "not a database", "SQLite format 3\0 damaged"] {
            fs::write(home.path("new.db"), old).unwrap();
            plant("new.db");
            home.arctic(line).output(0);
            check("new.db");
        }
    }
    // A damaged registry keeps its companions.
    fs::write(home.db(), &fs::read(home.db()).unwrap()[..5000]).unwrap();
    plant("registry.db");
    home.arctic("restore copy.db").output(0);
    check("registry.db");
    assert!(fs::read(home.path("registry.db.before-restore-wal")).unwrap() == log);
}

#[test]
fn a_database_with_a_write_ahead_log_is_replaced_safely() {
    let home = edited();
    home.arctic("backup target.db").output(0);
    let conn = rusqlite::Connection::open(home.path("target.db")).unwrap();
    conn.execute_batch("PRAGMA journal_mode = WAL; UPDATE tally SET note = 'in the log'").unwrap();
    for line in ["backup killed.db --force", "export sqlite killed.db --force"] {
        // As if the other program had been killed.
        for end in ["", "-wal", "-shm"] {
            fs::copy(home.path(&format!("target.db{end}")), home.path(&format!("killed.db{end}"))).unwrap();
        }
        home.arctic(line).output(0);
        assert_eq!(note(home.path("killed.db")), "Two", "{line}");
        assert!(!home.path("killed.db-wal").exists() && !home.path("killed.db-shm").exists(), "{line}");
    }
}

/// The system calls of a command, if strace is installed.
fn calls(home: &Home, line: &str) -> Option<Vec<String>> {
    let as_usual = home.arctic(line).command();
    let mut command = Command::new("strace");
    command.args([
        "-f",
        "-y",
        "-o",
        "calls",
        "-e",
        "trace=fsync,fdatasync,syncfs,rename,renameat,renameat2,link,linkat",
    ]);
    command.arg(crate::support::ARCTIC).args(as_usual.get_args()).current_dir(home.path("")).env_clear();
    command.envs(as_usual.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = command.output().ok()?;
    let text = fs::read_to_string(home.path("calls")).ok()?;
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    Some(text.lines().map(str::to_string).collect())
}

#[test]
fn what_is_put_in_place_is_synced_before_and_its_folder_after() {
    let home = edited();
    fs::write(home.path("rows.csv"), "country,year,role\nDrift,2022,observer\nBorea,2022,none\nX,2022,none\n").unwrap();
    for (line, code) in [
        ("--db new.db seed", 0),
        ("backup new-copy.db", 0),
        ("backup new-copy.db --force", 0),
        ("--db other.db restore copy.db", 0),
        ("export json out.json", 0),
        ("export csv out --force", 0),
        ("export csv out --force", 0),
        ("export site site", 0),
        ("annotate rows.csv --country country --year year -o out.csv --unmatched names.csv", 0),
        ("compare rows.csv --country country --year year --role role -o differences.csv", 1),
    ] {
        if code == 1 {
            continue;
        }
        let Some(calls) = calls(&home, line) else { return };
        let moves: Vec<usize> = (0..calls.len())
            .filter(|at| {
                calls[*at].contains("rename") && calls[*at].contains(".arctic-") && calls[*at].contains("/new\"")
            })
            .collect();
        assert!(!moves.is_empty(), "{line}: {calls:#?}");
        for at in moves {
            let before = &calls[..at];
            assert!(
                before
                    .iter()
                    .any(|call| call.contains("sync(") && call.contains("/.arctic-") || call.contains("syncfs(")),
                "{line}: {calls:#?}"
            );
            let folder = |call: &String| {
                call.contains("fsync(") && call.contains(&format!("<{}>", home.path("").display()).replace("/>", ">"))
            };
            assert!(calls[at..].iter().any(folder), "{line}: {calls:#?}");
        }
    }
    // An edit also syncs the folder after the journal is removed.
    if let Some(calls) = calls(&home, "put tally id=member-2021 note=Three --reason r") {
        let folder = format!("<{}>", home.path("").display()).replace("/>", ">");
        let last = calls.iter().rfind(|call| call.contains("fsync("));
        assert!(last.is_some_and(|call| call.contains(&folder)), "{calls:#?}");
    }
}

#[test]
fn exports_at_the_same_time_lose_no_file_of_the_user() {
    let home = Home::tundra();
    home.arctic("export csv out").output(0);
    for round in 0..5 {
        fs::write(home.path("out/mine.txt"), "mine").unwrap();
        fs::create_dir_all(home.path("out/folder")).unwrap();
        fs::write(home.path("out/folder/too.txt"), "mine too").unwrap();
        let children: Vec<_> = (0..8)
            .map(|_| home.arctic("export csv out --force").command().stdout(Stdio::null()).spawn().unwrap())
            .collect();
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
        assert_eq!(fs::read(home.path("out/mine.txt")).unwrap(), b"mine", "{round}");
        assert_eq!(fs::read(home.path("out/folder/too.txt")).unwrap(), b"mine too", "{round}");
        assert_eq!(names(&home.path("out")).len(), 19);
        assert_eq!(home.names(), ["out", "registry.db"]);
    }
}

#[test]
fn an_abandoned_swap_is_finished_by_the_next_write() {
    let home = Home::tundra();
    home.arctic("export csv out").output(0);
    let new = contents(&home.path("out"));
    let stage = home.path(ABANDONED);
    // Killed after the exchange: the old folder is in the stage.
    fs::create_dir_all(stage.join("old/folder")).unwrap();
    for (name, text) in [
        ("lock", ""),
        ("swap", "\0\0\0\0\0\0\0\u{1}out"),
        ("old/mine.txt", "mine"),
        ("old/party.csv", "old"),
        ("old/folder/x", "x"),
    ] {
        fs::write(stage.join(name), text).unwrap();
    }
    home.arctic("export json other.json").output(0);
    assert_eq!(fs::read(home.path("out/mine.txt")).unwrap(), b"mine");
    assert_eq!(fs::read(home.path("out/folder/x")).unwrap(), b"x");
    assert!(fs::read(home.path("out/party.csv")).unwrap() == new["party.csv"]);
    assert_eq!(home.names(), ["other.json", "out", "registry.db"]);
}

#[test]
fn stages_of_dead_processes_are_removed_but_nothing_else() {
    let home = Home::tundra();
    let stage = |name: &str, files: &[&str]| {
        fs::create_dir(home.path(name)).unwrap();
        files.iter().for_each(|file| fs::write(home.path(name).join(file), "x").unwrap());
    };
    stage(ABANDONED, &["lock", "new", "new-journal"]);
    stage(".arctic-AbCdEf012346", &[]);
    stage(".arctic-AbCdEf012347", &["notes.txt"]);
    stage(".arctic-AbCdEf012348", &["lock", "notes.txt"]);
    stage(".arctic-notes", &["new"]);
    let live = fs::File::create(home.path("live")).unwrap();
    stage(".arctic-AbCdEf012349", &["lock", "new"]);
    let lock = fs::File::open(home.path(".arctic-AbCdEf012349/lock")).unwrap();
    lock.lock().unwrap();
    drop(live);
    home.arctic("export json out.json").output(0);
    assert_eq!(
        home.names(),
        [
            ".arctic-AbCdEf012347",
            ".arctic-AbCdEf012348",
            ".arctic-AbCdEf012349",
            ".arctic-notes",
            "live",
            "out.json",
            "registry.db"
        ]
    );
    assert_eq!(names(&home.path(".arctic-AbCdEf012348")), ["notes.txt"]);
    assert_eq!(names(&home.path(".arctic-AbCdEf012349")), ["lock", "new"]);
}

#[test]
fn a_signal_removes_what_is_unfinished() {
    for signal in ["INT", "TERM"] {
        let home = Home::tundra();
        let mut child = home
            .arctic("annotate - --country country --on 2022 -o out.csv --unmatched names.csv")
            .command()
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.as_mut().unwrap().write_all(b"country\nDrift\n").unwrap();
        let begin = Instant::now();
        while home.names().iter().filter(|name| name.starts_with(".arctic-")).count() < 2 {
            assert!(begin.elapsed() < Duration::from_secs(20));
            thread::sleep(Duration::from_millis(5));
        }
        thread::sleep(Duration::from_millis(500));
        Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().unwrap();
        assert_eq!(child.wait().unwrap().code(), None, "{signal}");
        assert_eq!(home.names(), ["registry.db"], "{signal}");
    }
}

#[test]
fn no_output_is_written_over_another_file_of_the_command() {
    let home = edited();
    fs::write(home.path("in.csv"), "country,year,role\nDrift,2022,observer\n").unwrap();
    std::os::unix::fs::symlink("registry.db", home.path("link.db")).unwrap();
    fs::hard_link(home.path("in.csv"), home.path("hard.csv")).unwrap();
    fs::create_dir(home.path("folder")).unwrap();
    fs::rename(home.db(), home.path("folder/registry.db")).unwrap();
    std::os::unix::fs::symlink("folder/registry.db", home.db()).unwrap();
    let before = (contents_of(&home), names(&home.path("folder")));
    transcript(
        expect![[r#"
            $ annotate in.csv --country country --year year -o in.csv
            error: in.csv is an input of this command; name another file
            $ annotate in.csv --country country --year year -o ./hard.csv
            error: ./hard.csv is an input of this command; name another file
            $ annotate in.csv --country country --year year -o registry.db
            error: registry.db is the database; name another file
            $ annotate in.csv --country country --year year -o folder/registry.db-wal
            error: folder/registry.db-wal is a file of the database; name another file
            $ annotate in.csv --country country --year year -o new.csv --unmatched ./new.csv
            error: ./new.csv is another output of this command; name another file
            $ annotate in.csv --country country --year year --unmatched link.db
            error: link.db is the database; name another file
            $ compare in.csv --country country --year year --role role -o folder/../registry.db
            error: folder/../registry.db is the database; name another file
            $ compare in.csv --country country --year year --role role -o hard.csv
            error: hard.csv is an input of this command; name another file
            $ export json registry.db --force
            error: registry.db is the database; name another file
            $ export sqlite link.db --force
            error: link.db is the database; name another file
            $ export sqlite folder/registry.db-journal --force
            error: folder/registry.db-journal is a file of the database; name another file
            $ export csv folder --force
            error: folder contains the database; name another folder
            $ backup registry.db --force
            error: registry.db is the database; name another file
            $ backup link.db --force
            error: link.db is the database; name another file
            $ backup folder/registry.db-wal
            error: folder/registry.db-wal is a file of the database; name another file
            $ restore registry.db
            error: registry.db is the database; name another file
        "#]],
        |line| {
            let ran = home.arctic(line).output(2);
            assert_eq!((contents_of(&home), names(&home.path("folder"))), before, "{line}");
            ran.stderr
        },
    );
}

fn contents_of(home: &Home) -> Vec<(String, usize)> {
    let size = |name: &String| fs::metadata(home.path(name)).map_or(0, |file| file.len() as usize);
    home.names().into_iter().map(|name| (name.clone(), size(&name))).collect()
}

#[test]
fn modes_are_kept_and_links_are_followed() {
    let home = edited();
    set_mode(&home.db(), 0o600);
    home.arctic("backup private.db").output(0);
    assert_eq!(mode(&home.path("private.db")), 0o600);
    home.arctic("restore private.db").output(0);
    assert_eq!((mode(&home.db()), mode(&home.path("registry.db.before-restore"))), (0o600, 0o600));
    home.arctic("--db new.db restore private.db").output(0);
    assert_eq!(mode(&home.path("new.db")), 0o600);
    fs::write(home.path("rows.csv"), "country\nDrift\nX\n").unwrap();
    let annotate = "annotate rows.csv --country country --on 2022";
    for (line, name) in [
        (format!("{annotate} -o out"), "out"),
        (format!("{annotate} --unmatched out > /dev/null"), "out"),
        ("backup out --force".to_string(), "out"),
        ("export json out --force".to_string(), "out"),
        ("export sqlite out --force".to_string(), "out"),
    ] {
        let line = line.replace(" > /dev/null", "");
        fs::create_dir_all(home.path("real")).unwrap();
        fs::write(home.path("real/file"), "").unwrap();
        set_mode(&home.path("real/file"), 0o640);
        let _ = fs::remove_file(home.path(name));
        std::os::unix::fs::symlink("real/file", home.path(name)).unwrap();
        home.arctic(&line).output(0);
        assert!(home.path(name).is_symlink(), "{line}");
        assert_eq!(mode(&home.path("real/file")), 0o640, "{line}");
        assert!(fs::metadata(home.path("real/file")).unwrap().len() > 0, "{line}");
        // A link to a file that does not exist yet.
        fs::remove_file(home.path("real/file")).unwrap();
        home.arctic(&line).output(0);
        assert!(home.path(name).is_symlink() && home.path("real/file").is_file(), "{line}");
        assert_eq!(names(&home.path("real")), ["file"]);
    }
    home.arctic("export csv package").output(0);
    set_mode(&home.path("package"), 0o700);
    set_mode(&home.path("package/party.csv"), 0o600);
    home.arctic("export csv package --force").output(0);
    assert_eq!((mode(&home.path("package")), mode(&home.path("package/party.csv"))), (0o700, 0o600));
}

#[test]
fn a_command_answers_from_one_moment() {
    use arctic_council::Registry;
    let home = Home::tundra();
    let snapshot = Registry::open_snapshot(&home.db()).unwrap();
    let writer = home.sql();
    writer.busy_timeout(Duration::ZERO).unwrap();
    let rename = "UPDATE party SET id = 'renamed' WHERE id = 'drift'";
    writer.execute_batch(rename).unwrap_err();
    assert!(snapshot.resolve("drift").is_ok());
    snapshot.release();
    writer.execute_batch(rename).unwrap();
    // Beside a writer, no command sees half a change.
    let (stop, db) = (std::sync::atomic::AtomicBool::new(false), home.db());
    thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                for (from, to) in [("renamed", "drift"), ("drift", "renamed")] {
                    let conn = rusqlite::Connection::open(&db).unwrap();
                    conn.busy_timeout(Duration::from_secs(60)).unwrap();
                    conn.execute("UPDATE party SET id = ?2 WHERE id = ?1", [from, to]).unwrap();
                }
            }
        });
        for _ in 0..25 {
            let ran = home.arctic("verify -f csv --skip names-lead-home").run();
            let status = home.arctic("status Drift --on 2022-01-01 -f csv").run();
            stop.store(ran.code != Some(0) || status.code != Some(0), std::sync::atomic::Ordering::Relaxed);
            assert_eq!((ran.code, status.code), (Some(0), Some(0)), "{}{}", ran.stdout, status.stdout);
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

#[test]
fn a_reader_who_may_not_write_is_told_what_to_do() {
    let home = edited();
    set_mode(&home.path(""), 0o777);
    home.sql().pragma_update(None, "journal_mode", "wal").unwrap();
    set_mode(&home.path(""), 0o555);
    set_mode(&home.db(), 0o444);
    let Some(ran) = home.arctic("chair 2021").unprivileged() else { return };
    ran.stderr(expect![[r#"
        error: [DIR]/registry.db: uses a write-ahead log, and cannot be read by someone who may not write to its folder; let its owner run `PRAGMA journal_mode = DELETE` in it, or copy the file together with its `-wal` to a folder that you can write to, and name the copy with `--db FILE`
    "#]]).status(4);
    set_mode(&home.path(""), 0o755);
    set_mode(&home.db(), 0o644);
    home.sql().pragma_update(None, "journal_mode", "delete").unwrap();
    // A transaction that was written in part: its journal is hot.
    let conn = home.sql();
    conn.execute_batch("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; UPDATE source SET note = hex(zeroblob(20000)); UPDATE party SET note = hex(zeroblob(20000))").unwrap();
    let (db, journal) = (fs::read(home.db()).unwrap(), fs::read(home.path("registry.db-journal")).unwrap());
    drop(conn);
    fs::write(home.db(), db).unwrap();
    fs::write(home.path("registry.db-journal"), journal).unwrap();
    set_mode(&home.path(""), 0o555);
    set_mode(&home.db(), 0o444);
    home.arctic("chair 2021").unprivileged().unwrap().stderr(expect![[r#"
        error: [DIR]/registry.db: a program was killed while it changed this file, and the change must be rolled back by someone who may write to the file and its folder; let its owner run any command, or copy the file together with its `-journal` to a folder that you can write to, and name the copy with `--db FILE`
    "#]]).status(4);
    set_mode(&home.path(""), 0o755);
}

#[test]
fn questions_are_answered_without_a_place_to_write() {
    let home = Home::empty();
    set_mode(&home.path(""), 0o555);
    if let Some(ran) = home.arctic("chair 2021 -f csv").unprivileged() {
        ran.without_env("ARCTIC_DB").stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing,turn,certainty,confidence
            12,iceland,ISL,Iceland,2019-05-07,2021-05-20,past,2,certain,verified
            13,russia,RUS,Russia,2021-05-20,2023-05-11,past,2,certain,verified
        "#]]).stderr(expect![[r#"
            note: cannot create [DIR]/data/arctic/registry.db (Permission denied (os error 13)), so this answer is from the bundled data; name a database in a folder that you can write to with `--db FILE`
            note: 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        "#]]).status(0);
        home.arctic("put source id=x title=X --reason r")
            .unprivileged()
            .unwrap()
            .without_env("ARCTIC_DB")
            .stderr(expect![[r#"
                error: [DIR]/data/arctic: Permission denied (os error 13)
            "#]])
            .status(4);
    }
    set_mode(&home.path(""), 0o755);
    home.arctic("--db :memory: chair 2021 -f csv")
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing,turn,certainty,confidence
            12,iceland,ISL,Iceland,2019-05-07,2021-05-20,past,2,certain,verified
            13,russia,RUS,Russia,2021-05-20,2023-05-11,past,2,certain,verified
        "#]])
        .stderr(expect![[r#"
            note: 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        "#]])
        .status(0);
    home.refuses(
        2,
        expect![[r#"
            $ --db :memory: put source id=x title=X --reason r
            error: `:memory:` is the bundled data in memory, which only questions can use; name a file
            $ --db :memory: backup copy.db
            error: `:memory:` is the bundled data in memory, which only questions can use; name a file
            $ --db :memory: seed
            error: `:memory:` is the bundled data in memory, which only questions can use; name a file
        "#]],
    );
    assert!(home.names().is_empty());
    home.arctic("--db file:name?mode=memory seed").output(0);
    home.arctic("--db file:name?mode=memory chair 2021").output(0);
    assert_eq!(home.names(), ["file:name?mode=memory"]);
}

#[test]
fn a_pipe_in_the_place_of_a_file_is_refused() {
    let home = Home::empty();
    home.copy_of_tundra();
    for name in ["registry.db", "tundra/extra.csv"] {
        assert!(Command::new("mkfifo").arg(home.path(name)).status().unwrap().success());
    }
    home.arctic("chair")
        .stderr(expect![[r#"
        error: [DIR]/registry.db: is not a regular file; it was not changed; name another file
    "#]])
        .status(4);
    home.arctic("--db new.db seed --from tundra")
        .stderr(expect![[r#"
        error: tundra/extra.csv is a device or a pipe; name a regular file
    "#]])
        .status(2);
    home.arctic("--db new.db restore registry.db")
        .stderr(expect![[r#"
        error: registry.db: is not a regular file; it was not changed; name another file
    "#]])
        .status(4);
}

#[test]
fn a_damaged_or_hostile_registry_ends_in_time() {
    let home = Home::tundra();
    home.unguarded().execute_batch("UPDATE meta SET value = '0' WHERE key = 'term_years'").unwrap();
    home.arctic("chair 2090")
        .stderr(expect![[r#"
        error: 1 problem in the data
        meta term_years: value: not a number of years
    "#]])
        .status(3);
    let home = Home::tundra();
    home.sql()
        .execute_batch(
            "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE tbl_name = 'meta'; PRAGMA writable_schema = RESET;
             CREATE VIEW meta AS WITH RECURSIVE n (key, value) AS (SELECT 'a', 'b' UNION ALL SELECT key, value FROM n) SELECT * FROM n",
        )
        .unwrap();
    home.arctic("chair").stderr(expect![[r#"
        error: [DIR]/registry.db: is damaged (`meta` is a view, not a table); restore a backup with `arctic restore FILE`, or remove the file, and a new registry is created
    "#]]).status(4);
    home.arctic("sql --seconds 1").arg("SELECT * FROM meta").output(4);
}

#[test]
fn without_threads_everything_still_works() {
    let home = Home::tundra();
    fs::write(home.path("rows.csv"), "country\nDrift\n").unwrap();
    set_mode(&home.path(""), 0o777);
    for line in ["annotate rows.csv --country country --on 2022", "sql 'SELECT 1 AS one'", "export site site"] {
        let Some(ran) = home.arctic(line).unprivileged() else { return };
        let command = ran.command();
        let mut limited = Command::new("prlimit");
        limited
            .arg("--nproc=1")
            .arg(command.get_program())
            .args(command.get_args())
            .current_dir(home.path(""))
            .env_clear();
        limited.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let Ok(output) = limited.output() else { return };
        let stderr = String::from_utf8_lossy(&output.stderr);
        if stderr.contains("failed to execute") {
            return;
        }
        assert!(output.status.success(), "{line}: {:?} {stderr}", output.status);
    }
}

#[test]
fn what_is_printed_is_sanitised() {
    let home = Home::empty();
    let folder = home.copy_of_tundra();
    let meta =
        fs::read_to_string(folder.join("meta.csv")).unwrap().replace("Tundra Forum", "Tundra\u{61c}\u{202e} Forum");
    fs::write(folder.join("meta.csv"), meta).unwrap();
    for line in ["seed --from tundra --dry-run", "seed --from tundra", "seed --from tundra"] {
        let ran = home.arctic(line).output(0);
        assert_harmless(&(ran.stdout + &ran.stderr));
    }
    let ran = home.arctic("export json").arg("out\u{1b}[2J\u{61c}").output(0);
    assert_harmless(&(ran.stdout + &ran.stderr));
    for line in ["chair --no-such", "chairr", "members --format"] {
        let ran = home.arctic(line).arg("x\u{1b}]0;t\u{7}\u{9b}1m\u{61c}\u{202e}").output(2);
        assert_harmless(&(ran.stdout + &ran.stderr));
    }
    for line in ["--no-such\u{1b}[2J", "chair\u{1b}[2J\u{61c}"] {
        let ran = home.arctic("").arg(line).output(2);
        assert_harmless(&(ran.stdout + &ran.stderr));
    }
}

#[test]
fn a_long_header_is_not_repeated() {
    let home = Home::tundra();
    for header in ["x".repeat(2_000_000), "x,".repeat(500_000), format!("\"{}\"", "x\n".repeat(500_000))] {
        fs::write(home.path("in.csv"), format!("{header}\n1\n")).unwrap();
        for line in [
            "annotate in.csv --country country --on 2022",
            "compare in.csv --country country --year year --role role",
            "check in.csv",
            "import in.csv --table source --reason r",
        ] {
            let ran = home.arctic(line).run();
            assert!(
                matches!(ran.code, Some(2 | 3)) && ran.stderr.len() < 10_000,
                "{line}: {:?} {}",
                ran.code,
                ran.stderr.len()
            );
        }
    }
}
