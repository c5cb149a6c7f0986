//! Killed commands and concurrent writers: the registry stays intact, and no change is lost, repeated
//! or applied in part.
//!
//! `ARCTIC_KILLS=300 cargo test -- --ignored --nocapture long_run` runs them for minutes; `ARCTIC_ONLY=export` kills only
//! the commands whose name begins so.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use expect_test::expect;

use crate::support::{Home, contents, names, transcript};

/// The program to kill: the one under test, or the one that ARCTIC_VICTIM names.
fn victim_program() -> String {
    std::env::var("ARCTIC_VICTIM").unwrap_or_else(|_| crate::support::ARCTIC.to_string())
}

/// Commands to be killed: name, arguments, the registry that they begin with, and what they change, below the home.
const VICTIMS: &[(&str, &str, Option<&str>, &str)] = &[
    ("seed", "seed --from tundra", None, "registry.db"),
    ("seed of newer data", "seed --from tundra", Some("empty.db"), "registry.db"),
    ("import", "import source.csv --reason r", Some("empty.db"), "registry.db"),
    ("put", "put source id=source-1 note=x --reason r", Some("full.db"), "registry.db"),
    ("drop", "drop source source-1 --reason r", Some("full.db"), "registry.db"),
    ("undo", "undo 1", Some("full.db"), "registry.db"),
    ("restore", "restore full.db", Some("empty.db"), "registry.db"),
    ("restore of a damaged registry", "restore full.db", Some("damaged.db"), "registry.db"),
    ("backup", "backup new/copy.db", Some("full.db"), "new/copy.db"),
    ("backup --force", "backup old/copy.db --force", Some("full.db"), "old/copy.db"),
    ("export csv", "export csv old/csv --force", Some("full.db"), "old/csv"),
    ("export json", "export json old/json --force", Some("full.db"), "old/json"),
    ("export sqlite", "export sqlite old/sqlite --force", Some("full.db"), "old/sqlite"),
    ("export site", "export site old/site --force", Some("full.db"), "old/site"),
    ("annotate", "annotate rows.csv --country country --on 2021 -o old/rows.csv", Some("full.db"), "old/rows.csv"),
];

/// Everything that a command may leave: the data of a registry as CSV, or the bytes of files.
type State = Option<BTreeMap<String, Vec<u8>>>;

/// A home with the files that the commands read and replace.
fn victims_home() -> Home {
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
    fs::copy(home.db(), home.path("empty.db")).unwrap();
    fs::create_dir(home.path("kept")).unwrap();
    for line in [
        "backup kept/copy.db",
        "export json kept/json",
        "export sqlite kept/sqlite",
        "export csv kept/csv",
        "export site kept/site",
    ] {
        home.arctic(line).output(0);
    }
    fs::write(home.path("kept/csv/mine.txt"), "mine").unwrap();
    fs::write(home.path("kept/site/mine.txt"), "mine").unwrap();
    fs::create_dir(home.path("kept/csv/my folder")).unwrap();
    fs::write(home.path("kept/csv/my folder/too.txt"), "mine too").unwrap();
    fs::write(home.path("kept/rows.csv"), "before\n").unwrap();
    fs::write(home.path("rows.csv"), format!("country\n{}", "Drift\n".repeat(200_000))).unwrap();
    home.arctic("import source.csv --reason r").output(0);
    fs::copy(home.db(), home.path("full.db")).unwrap();
    let mut damaged = fs::read(home.path("full.db")).unwrap();
    damaged[100..3100].fill(0);
    fs::write(home.path("damaged.db"), damaged).unwrap();
    home
}

fn copy_all(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        names(from).iter().for_each(|name| copy_all(&from.join(name), &to.join(name)));
    } else {
        fs::copy(from, to).unwrap();
    }
}

/// All files at and below `path`.
fn files(path: &Path) -> BTreeMap<String, Vec<u8>> {
    if !path.is_dir() {
        return fs::read(path).map(|bytes| BTreeMap::from([(String::new(), bytes)])).unwrap_or_default();
    }
    let below =
        |name: String| files(&path.join(&name)).into_iter().map(move |(rest, bytes)| (format!("{name}/{rest}"), bytes));
    names(path).into_iter().flat_map(below).collect()
}

/// Returns the state of what a command changes.
fn state(home: &Home, changed: &str) -> State {
    let path = home.path(changed);
    if !path.exists() {
        return None;
    }
    if !changed.ends_with(".db") {
        // What belongs to the user is looked for at the end.
        return Some(
            files(&path).into_iter().filter(|(name, _)| !name.starts_with("my ") && name != "mine.txt/").collect(),
        );
    }
    let _ = fs::remove_dir_all(home.path("state"));
    // The first program only reads, and has to roll back an incomplete transaction.
    let ran = home.arctic(&format!("--db {changed} export csv state")).run();
    if ran.code != Some(0) {
        return Some(files(&path));
    }
    Some(contents(&home.path("state")))
}

/// Puts everything back as it was before a command.
fn put_back(home: &Home, db: Option<&str>) {
    for name in home.names() {
        let keep =
            ["tundra", "kept", "source.csv", "rows.csv", "empty.db", "full.db", "damaged.db"].contains(&name.as_str());
        match home.path(&name) {
            _ if keep => {}
            path if path.is_dir() => fs::remove_dir_all(path).unwrap(),
            path => fs::remove_file(path).unwrap(),
        }
    }
    if let Some(db) = db {
        fs::copy(home.path(db), home.db()).unwrap();
    }
    copy_all(&home.path("kept"), &home.path("old"));
    fs::create_dir(home.path("new")).unwrap();
}

/// Names of files that no command may leave next to what it changes, once another one has run.
fn stray(home: &Home) -> Vec<String> {
    ["", "old", "new"]
        .iter()
        .flat_map(|folder| names(&home.path(folder)))
        .filter(|name| [".arctic-", "-journal", "-wal", "-shm"].iter().any(|part| name.contains(part)))
        .collect()
}

/// Kills each command `count` times, and returns how often each left which state.
fn kill(count: usize) -> BTreeMap<(&'static str, &'static str), usize> {
    let home = victims_home();
    let mut found = BTreeMap::new();
    let only = std::env::var("ARCTIC_ONLY").unwrap_or_default();
    let victims = VICTIMS.iter().filter(|(name, ..)| name.starts_with(&only));
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for (name, line, db, changed) in victims {
        put_back(&home, *db);
        let before = state(&home, changed);
        let run = || {
            let mut command = Command::new(victim_program());
            let as_usual = home.arctic(line).command();
            command.args(as_usual.get_args()).current_dir(home.path("")).env_clear();
            command.envs(as_usual.get_envs().filter_map(|(name, value)| Some((name, value?))));
            command.stdout(Stdio::null()).stderr(Stdio::null());
            command
        };
        let started = Instant::now();
        assert!(run().status().unwrap().success(), "{name}");
        let usual = started.elapsed();
        let after = state(&home, changed);
        assert!(after != before, "{name} changes nothing");
        for _ in 0..count {
            put_back(&home, *db);
            // xorshift
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            let wait = usual.mul_f64((seed % 1000) as f64 / 950.0);
            let mut child = run().spawn().unwrap();
            thread::sleep(wait);
            child.kill().unwrap();
            child.wait().unwrap();
            if home.path("registry.db-journal").exists() {
                *found.entry(("any command", "with a journal to roll back")).or_default() += 1;
            }
            if home.names().iter().chain(&names(&home.path("old"))).any(|name| name.starts_with(".arctic-")) {
                *found.entry(("any command", "with an abandoned stage")).or_default() += 1;
            }
            let now = state(&home, changed);
            let left = match () {
                () if now == after => "after",
                () if now == before => "before",
                () => panic!("{name}, killed after {wait:?}, was applied in part"),
            };
            *found.entry((*name, left)).or_default() += 1;
            if changed.ends_with(".db") && now.is_some() && *db != Some("damaged.db") {
                home.arctic(&format!("--db {changed} verify")).stdout("17 checks, 0 problems\n").status(0);
            }
            // The next command of the same kind finishes what was begun, and leaves nothing behind.
            let again = home.arctic(line).run();
            assert!(matches!(again.code, Some(0 | 2 | 3)), "{name}: {}", again.stderr);
            if again.code == Some(0) && *name != "put" {
                assert!(state(&home, changed) == after, "{name} again, after {wait:?}");
            }
            // The command itself may have had nothing left to write.
            for folder in ["", "old/", "new/"] {
                home.arctic(&format!("export json {folder}other.json")).output(0);
            }
            assert_eq!(stray(&home), Vec::<String>::new(), "{name}, killed after {wait:?}");
            for mine in ["old/csv/mine.txt", "old/site/mine.txt", "old/csv/my folder/too.txt"] {
                assert!(home.path(mine).is_file(), "{name}, killed after {wait:?}, lost {mine}");
            }
        }
    }
    found
}

#[test]
fn a_killed_command_is_applied_in_full_or_not_at_all() {
    let found = kill(std::env::var("ARCTIC_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(2));
    for left in ["before", "after"] {
        assert!(found.keys().any(|(_, state)| *state == left), "no kill left the state {left}: {found:?}");
    }
}

#[test]
#[ignore = "minutes"]
fn long_run_of_kills() {
    let started = Instant::now();
    for ((name, left), count) in
        kill(std::env::var("ARCTIC_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(30))
    {
        println!("{name}: {left} {count}");
    }
    println!("{:?}", started.elapsed());
}

/// Runs the commands one after another, and returns the errors of those that failed.
fn run_all(commands: Vec<Command>) -> Vec<String> {
    let outputs = commands.into_iter().map(|mut command| command.output().unwrap());
    outputs.filter(|output| !output.status.success()).map(|output| String::from_utf8(output.stderr).unwrap()).collect()
}

/// What runs beside the writers. `verify` finds no problem at any time.
const READERS: [&str; 6] = [
    "members -f csv",
    "log -f csv --since 2020",
    "verify",
    "export csv beside --force",
    "backup beside.db --force",
    "export json beside.json --force",
];

/// `processes` programs write at the same time, `edits` times each, while another one reads.
fn write_at_once(processes: usize, edits: usize) {
    let home = Home::tundra();
    let reader = |home: &Home| READERS.map(|line| home.arctic(line).command());
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
            17 checks, 0 problems
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
