//! Killed commands and concurrent writers: the registry stays intact, and no change is lost, repeated
//! or applied in part.
//!
//! `cargo test -- --ignored --nocapture long_run` runs them for minutes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use expect_test::expect;

use crate::support::{Home, contents, transcript};

/// A command to be killed.
struct Victim {
    name: &'static str,
    line: &'static str,
    /// The registry before the command; none if the command creates it.
    db: Option<Vec<u8>>,
    /// All data before and after the command, as CSV.
    states: [Option<BTreeMap<String, Vec<u8>>>; 2],
    usual: Duration,
}

fn export(home: &Home) -> BTreeMap<String, Vec<u8>> {
    let _ = fs::remove_dir_all(home.path("state"));
    home.arctic("export csv state").output(0);
    contents(&home.path("state"))
}

/// The commands, and a home with the files that they read.
fn victims() -> (Home, Vec<Victim>) {
    let home = Home::tundra();
    let mut sources = "id,title\n".to_string();
    (0..1500).for_each(|number| sources += &format!("source-{number},Number {number} of many\n"));
    fs::write(home.path("source.csv"), &sources).unwrap();
    let folder = home.copy_of_tundra();
    let meta = fs::read_to_string(folder.join("meta.csv")).unwrap().replace("2022.9.1", "2022.10.1");
    fs::write(folder.join("meta.csv"), meta).unwrap();
    let known = fs::read_to_string(folder.join("source.csv")).unwrap();
    let more = sources
        .replace(",Number", ",Newer number")
        .lines()
        .skip(1)
        .map(|line| format!("{line},,,,\n"))
        .collect::<String>();
    fs::write(folder.join("source.csv"), known + &more).unwrap();
    let mut states = vec![(fs::read(home.db()).unwrap(), export(&home))];
    home.arctic("import source.csv --reason r").output(0);
    states.push((fs::read(home.db()).unwrap(), export(&home)));
    fs::copy(home.db(), home.path("full.db")).unwrap();
    let (empty, full) = (&states[0], &states[1]);
    let mut victims = Vec::new();
    for (name, line, db, before) in [
        ("seed", "seed --from tundra", None, None),
        ("seed of newer data", "seed --from tundra", Some(&empty.0), Some(&empty.1)),
        ("import", "import source.csv --reason r", Some(&empty.0), Some(&empty.1)),
        ("put", "put source id=source-1 note=x --reason r", Some(&full.0), Some(&full.1)),
        ("undo", "undo 1", Some(&full.0), Some(&full.1)),
        ("restore", "restore full.db", Some(&empty.0), Some(&empty.1)),
    ] {
        put_back(&home, db.map(Vec::as_slice));
        let started = Instant::now();
        home.arctic(line).output(0);
        let usual = started.elapsed();
        let after = export(&home);
        assert!(Some(&after) != before, "{name} changes nothing");
        victims.push(Victim { name, line, db: db.cloned(), states: [before.cloned(), Some(after)], usual });
    }
    (home, victims)
}

/// Restores this registry, or removes it.
fn put_back(home: &Home, db: Option<&[u8]>) {
    for name in home.names().iter().filter(|name| name.starts_with("registry.db") || name.starts_with(".arctic-")) {
        fs::remove_file(home.path(name)).unwrap();
    }
    if let Some(db) = db {
        fs::write(home.db(), db).unwrap();
    }
}

/// Kills commands `count` times, and returns how often each command left which state.
fn kill(count: usize) -> BTreeMap<(&'static str, &'static str), usize> {
    let (home, victims) = victims();
    let mut found = BTreeMap::new();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for round in 0..count {
        let Victim { name, line, db, states, usual } = &victims[round % victims.len()];
        put_back(&home, db.as_deref());
        // xorshift
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let wait = usual.mul_f64((seed % 1000) as f64 / 900.0);
        let mut child = home.arctic(line).command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(wait);
        child.kill().unwrap();
        child.wait().unwrap();
        if home.path("registry.db-journal").exists() {
            *found.entry(("any command", "with a journal to roll back")).or_default() += 1;
        }
        let left = if home.db().exists() {
            // The first program only reads, and has to roll back an incomplete transaction.
            let state = export(&home);
            let conn = home.sql();
            let sound: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
            let astray = conn.prepare("PRAGMA foreign_key_check").unwrap().query([]).unwrap().next().unwrap().is_some();
            assert!(sound == "ok" && !astray, "{name}: {sound}");
            home.arctic("verify")
                .stdout(expect![[r#"
                    16 checks, 0 problems
                "#]])
                .status(0);
            match states.iter().position(|known| known.as_ref() == Some(&state)) {
                Some(0) => "before",
                Some(_) => "after",
                None => panic!("{name}, killed after {wait:?}, was applied in part"),
            }
        } else {
            assert!(db.is_none(), "{name} left no registry");
            "absent"
        };
        *found.entry((*name, left)).or_default() += 1;
    }
    found
}

#[test]
fn a_killed_command_is_applied_in_full_or_not_at_all() {
    let found = kill(30);
    for left in ["before", "after", "absent"] {
        assert!(found.keys().any(|(_, state)| *state == left), "no kill left the state {left}: {found:?}");
    }
}

#[test]
#[ignore = "minutes"]
fn long_run_of_kills() {
    let started = Instant::now();
    for ((name, left), count) in kill(500) {
        println!("{name}: {left} {count}");
    }
    println!("{:?}", started.elapsed());
}

/// Runs the commands one after another, and returns the errors of those that failed.
fn run_all(commands: Vec<Command>) -> Vec<String> {
    let outputs = commands.into_iter().map(|mut command| command.output().unwrap());
    outputs.filter(|output| !output.status.success()).map(|output| String::from_utf8(output.stderr).unwrap()).collect()
}

/// `processes` programs write at the same time, `edits` times each, while another one reads.
fn write_at_once(processes: usize, edits: usize) {
    let home = Home::tundra();
    let reader =
        |home: &Home| [home.arctic("members -f csv").command(), home.arctic("log -f csv --since 2020").command()];
    let done = AtomicBool::new(false);
    let total = processes * edits;
    let mut readers: Vec<_> = reader(&home).into();
    thread::scope(|scope| {
        let writers: Vec<_> = (0..processes)
            .map(|process| {
                // The programs change the same two rows, so each must see what the others wrote.
                let line = |edit| {
                    let id = ["member-2021", "observer-2021"][(process + edit) % 2];
                    format!("put tally id={id} note={process}-{edit} --reason {process}-{edit} --who {process}")
                };
                let commands: Vec<Command> = (0..edits).map(|edit| home.arctic(&line(edit)).command()).collect();
                scope.spawn(move || run_all(commands))
            })
            .collect();
        let reading = scope.spawn(|| {
            let (mut reads, mut failed) = (0, Vec::new());
            while !done.load(Ordering::Relaxed) {
                for command in &mut readers {
                    let output = command.output().unwrap();
                    reads += 1;
                    if !matches!(output.status.code(), Some(0 | 1)) {
                        failed.push(String::from_utf8(output.stderr).unwrap());
                    }
                }
            }
            (reads, failed)
        });
        let failed: Vec<String> = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        done.store(true, Ordering::Relaxed);
        let (reads, unread) = reading.join().unwrap();
        assert!(failed.is_empty() && unread.is_empty() && reads > 0, "{failed:?} {unread:?}");
    });
    let conn = home.sql();
    let mut statement = conn.prepare("SELECT number, why FROM revision ORDER BY change").unwrap();
    let rows: Vec<(i64, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    assert!(rows.iter().map(|(number, _)| *number).eq(1..=total as i64), "a revision number is missing or repeated");
    let reasons: BTreeSet<&str> = rows.iter().map(|(_, why)| why.as_str()).collect();
    assert_eq!(reasons.len(), total, "an edit is lost or repeated");
    home.arctic("verify")
        .stdout(expect![[r#"
            16 checks, 0 problems
        "#]])
        .status(0);
}

#[test]
fn concurrent_writers_lose_nothing_and_readers_never_fail() {
    write_at_once(8, 5);
}

#[test]
#[ignore = "minutes"]
fn long_run_of_writers() {
    let started = Instant::now();
    write_at_once(8, 100);
    println!("800 revisions by 8 programs in {:?}", started.elapsed());
}

/// A writer that fails reports an error and leaves the registry unchanged.
#[cfg(unix)]
#[test]
fn a_registry_that_cannot_be_written_is_unchanged() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::tundra();
    let mode = |path: PathBuf, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    fs::write(home.path("source.csv"), "id,title\nmap,Map\n").unwrap();
    home.arctic("put source id=one title=One --reason r").output(0);
    home.arctic("backup copy.db").output(0);
    home.arctic("put source id=two title=Two --reason r").output(0);
    mode(home.db(), 0o444);
    mode(home.path(""), 0o555);
    if home.arctic("").unprivileged().is_none() {
        return;
    }
    let (before, names) = (fs::read(home.db()).unwrap(), home.names());
    transcript(
        expect![[r#"
            $ put source id=x title=X --reason r
            error: [DIR]/registry.db: cannot be written; check its permissions and those of its folder
            $ drop source two --reason r
            error: [DIR]/registry.db: cannot be written; check its permissions and those of its folder
            $ undo 1
            error: [DIR]/registry.db: cannot be written; check its permissions and those of its folder
            $ import source.csv --reason r
            error: [DIR]/registry.db: cannot be written; check its permissions and those of its folder
            $ restore copy.db
            error: [DIR]/registry.db: the registry cannot be created here (Permission denied (os error 13)); name another file with `--db FILE`
            $ backup new.db
            error: new.db: Permission denied (os error 13)
            $ --db new.db seed
            error: new.db: the registry cannot be created here (Permission denied (os error 13)); name another file with `--db FILE`
            $ export csv out
            error: out: Permission denied (os error 13)
        "#]],
        |line| {
            let ran = home.arctic(line).unprivileged().unwrap().output(4);
            assert!(ran.stdout.is_empty() && fs::read(home.db()).unwrap() == before && home.names() == names, "{line}");
            ran.stderr
        },
    );
    mode(home.path(""), 0o755);
    mode(home.db(), 0o644);
}
