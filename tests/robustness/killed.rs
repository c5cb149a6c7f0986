//! Programs that are killed, and programs that write at once: the file is whole, and no change is lost,
//! doubled or half made.
//!
//! The long runs are `cargo test -- --ignored --nocapture long_run`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use expect_test::expect;

use crate::support::{Arctic, Home, contents};

/// A command that is killed, in a home that is as before each time.
struct Victim {
    name: &'static str,
    line: &'static str,
    /// The registry before; none where the command makes it.
    db: Option<Vec<u8>>,
    /// All data before and after, as CSV.
    states: [Option<BTreeMap<String, Vec<u8>>>; 2],
    usual: Duration,
}

fn export(home: &Home) -> BTreeMap<String, Vec<u8>> {
    let _ = fs::remove_dir_all(home.path("state"));
    home.arctic("export csv state").output(0);
    contents(&home.path("state"))
}

/// The commands, and a home that holds the files that they name.
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

/// Leaves only this registry, as it was.
fn put_back(home: &Home, db: Option<&[u8]>) {
    for name in home.names().iter().filter(|name| name.starts_with("registry.db") || name.starts_with(".arctic-")) {
        fs::remove_file(home.path(name)).unwrap();
    }
    if let Some(db) = db {
        fs::write(home.db(), db).unwrap();
    }
}

/// Kills `count` times, and answers how often each command left which state.
fn kill(count: usize) -> BTreeMap<(&'static str, &'static str), usize> {
    let (home, victims) = victims();
    let mut found = BTreeMap::new();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for round in 0..count {
        let Victim { name, line, db, states, usual } = &victims[round % victims.len()];
        put_back(&home, db.as_deref());
        // xorshift: any spread of moments will do.
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let wait = usual.mul_f64((seed % 1000) as f64 / 900.0);
        let mut child = home.arctic(line).command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(wait);
        child.kill().unwrap();
        child.wait().unwrap();
        if home.path("registry.db-journal").exists() {
            *found.entry(("all of them", "with a journal to take back")).or_default() += 1;
        }
        let left = if home.db().exists() {
            // First a program that only reads: it has to take back what was half done.
            let state = export(&home);
            let conn = home.sql();
            let sound: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
            let astray = conn.prepare("PRAGMA foreign_key_check").unwrap().query([]).unwrap().next().unwrap().is_some();
            assert!(sound == "ok" && !astray, "{name}: {sound}");
            home.arctic("verify")
                .stdout(expect![[r#"
                    15 checks, 0 problems
                "#]])
                .status(0);
            match states.iter().position(|known| known.as_ref() == Some(&state)) {
                Some(0) => "before",
                Some(_) => "after",
                None => panic!("{name}, killed after {wait:?}, left what is neither before nor after"),
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
fn a_command_that_is_killed_is_done_whole_or_not_at_all() {
    let found = kill(30);
    for left in ["before", "after", "absent"] {
        assert!(found.keys().any(|(_, state)| *state == left), "no kill left it {left}: {found:?}");
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

/// Runs the commands one after another, and answers how many failed, with what they said.
fn run_all(commands: Vec<Command>) -> Vec<String> {
    let outputs = commands.into_iter().map(|mut command| command.output().unwrap());
    outputs.filter(|output| !output.status.success()).map(|output| String::from_utf8(output.stderr).unwrap()).collect()
}

/// `processes` programs write at once, `edits` times each, and one reads all the while.
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
                // Two rows take turns: each program must see what the others wrote.
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
    assert!(rows.iter().map(|(number, _)| *number).eq(1..=total as i64), "a number is missing or there twice");
    let reasons: BTreeSet<&str> = rows.iter().map(|(_, why)| why.as_str()).collect();
    assert_eq!(reasons.len(), total, "an edit is lost or doubled");
    home.arctic("verify")
        .stdout(expect![[r#"
            15 checks, 0 problems
        "#]])
        .status(0);
}

#[test]
fn programs_that_write_at_once_lose_nothing_and_readers_never_fail() {
    write_at_once(8, 5);
}

#[test]
#[ignore = "minutes"]
fn long_run_of_writers() {
    let started = Instant::now();
    write_at_once(8, 100);
    println!("800 revisions by 8 programs in {:?}", started.elapsed());
}

/// What stands in the way of a writer: the file as it was, and a clear error.
#[cfg(target_os = "linux")]
#[test]
fn places_that_cannot_be_written_keep_their_registry() {
    // Root may write anywhere: as another user, where this is root.
    let home = Home::tundra();
    let as_user = |arctic: Arctic| -> Option<Command> {
        let inner = arctic.command();
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]);
        command.arg(home.path("arctic")).args(inner.get_args()).env_clear().current_dir(inner.get_current_dir()?);
        command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?)))).stdin(Stdio::null());
        Some(command)
    };
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: PathBuf, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    // The program is copied to where any user may run it.
    fs::copy(crate::support::ARCTIC, home.path("arctic")).unwrap();
    fs::write(home.path("source.csv"), "id,title\nmap,Map\n").unwrap();
    home.arctic("put source id=one title=One --reason r").output(0);
    home.arctic("backup copy.db").output(0);
    home.arctic("put source id=two title=Two --reason r").output(0);
    let before = fs::read(home.db()).unwrap();
    let names = home.names();
    mode(home.path("arctic"), 0o755);
    mode(home.db(), 0o444);
    mode(home.path(""), 0o555);
    let is_root = fs::write(home.path("probe"), "").is_ok();
    let _ = fs::remove_file(home.path("probe"));
    for line in [
        "put source id=x title=X --reason r",
        "drop source two --reason r",
        "undo 1",
        "import source.csv --reason r",
        "restore copy.db",
        "backup new.db",
        "--db new.db seed",
        "--db new.db chair",
        "export csv out",
    ] {
        let command = if is_root { as_user(home.arctic(line)) } else { Some(home.arctic(line).command()) };
        let Ok(output) = command.unwrap().output() else { return }; // no setpriv here
        let stderr = String::from_utf8(output.stderr).unwrap();
        if is_root && stderr.contains("setpriv") {
            return;
        }
        assert_eq!(output.status.code(), Some(4), "{line}: {stderr}");
        assert!(stderr.starts_with("error: ") && stderr.lines().count() == 1, "{line}: {stderr}");
        assert!(fs::read(home.db()).unwrap() == before && home.names() == names, "{line}");
    }
    mode(home.path(""), 0o755);
    mode(home.db(), 0o644);
}
