//! Files that are no registry, or no longer one, and places that cannot be written: a clear error,
//! the right exit status, and nothing changed.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use expect_test::expect;

use crate::support::{Arctic, Home, contents};

/// Commands that read, and that write; none may touch what is no registry.
const COMMANDS: &[&str] = &[
    "chair 2021",
    "",
    "verify",
    "search ice",
    "seed",
    "seed --overwrite",
    "export csv out",
    "log",
    "put source id=x title=X --reason x",
    "import in.csv --table source --reason x",
    "undo 1",
    "backup copy.db",
    "drop party china --reason x",
    "sql \"SELECT 1\"",
    "members --known-at 0",
];

/// Every command refuses the file with `reason`, and leaves it as it is.
#[track_caller]
fn refused(home: &Home, reason: &str) {
    let before = fs::read(home.db()).unwrap();
    fs::write(home.path("in.csv"), "id,title\nx,X\n").unwrap();
    for command in COMMANDS {
        home.arctic(command).stderr(format!("error: [DIR]/registry.db: {reason}\n")).status(4);
        assert!(fs::read(home.db()).unwrap() == before, "`{command}` changed the file");
    }
    assert_eq!(home.names(), ["in.csv", "registry.db"]);
    fs::remove_file(home.path("in.csv")).unwrap();
}

fn holding(bytes: &[u8]) -> Home {
    let home = Home::empty();
    fs::write(home.db(), bytes).unwrap();
    home
}

#[test]
fn a_folder_is_no_database() {
    let home = Home::empty();
    fs::create_dir(home.db()).unwrap();
    fs::write(home.path("in.csv"), "id,title\nx,X\n").unwrap();
    for command in COMMANDS {
        home.arctic(command)
            .stderr(expect![[r#"
                error: [DIR]/registry.db: is a folder; it was not changed; name another file
            "#]])
            .status(4);
    }
    assert!(fs::read_dir(home.db()).unwrap().next().is_none());
}

#[test]
fn an_empty_file_is_no_registry() {
    refused(&holding(b""), "is empty; it was not changed; name another file");
}

#[test]
fn a_text_file_is_no_registry() {
    refused(&holding(b"dear diary\n"), "is not a SQLite database; it was not changed; name another file");
    refused(&holding(&[0; 4096]), "is not a SQLite database; it was not changed; name another file");
}

#[test]
fn another_programs_database_is_left_alone() {
    let home = Home::empty();
    home.sql().execute_batch("CREATE TABLE party (id TEXT); INSERT INTO party VALUES ('norway')").unwrap();
    refused(&home, "is the database of another program; it was not changed; name another file");
    // Also one that bears a mark of its own.
    let home = Home::empty();
    home.sql().execute_batch("PRAGMA application_id = 42; PRAGMA user_version = 1; CREATE TABLE t (x)").unwrap();
    refused(&home, "is the database of another program; it was not changed; name another file");
}

#[test]
fn a_registry_of_a_newer_version_is_left_alone() {
    let home = Home::seeded();
    home.sql().execute_batch("PRAGMA user_version = 99").unwrap();
    refused(
        &home,
        "was made by a newer version of this program (schema 99; this version knows 10); install the newer version",
    );
}

#[test]
fn a_registry_of_an_unreleased_version_is_left_alone() {
    let home = Home::seeded();
    for version in [1, 3, 9] {
        home.sql().pragma_update(None, "user_version", version).unwrap();
        refused(
            &home,
            &format!(
                "was made by an unreleased version of this program (schema {version}); remove it, and a new registry \
                 is created; to keep edits, run `arctic export csv DIR` of that version first and `arctic import DIR` afterwards"
            ),
        );
    }
}

#[test]
fn a_registry_that_is_cut_short_is_refused() {
    let whole = fs::read(Home::seeded().db()).unwrap();
    for length in [1, 15] {
        refused(&holding(&whole[..length]), "is not a SQLite database; it was not changed; name another file");
    }
    for length in [16, 50, 63] {
        refused(
            &holding(&whole[..length]),
            "is damaged (the file is cut short); restore a backup with `arctic restore FILE`, or remove the file, and a new registry is created",
        );
    }
    for length in [72, 100, 1000, 4096, 8192, whole.len() / 2, whole.len() - 4096, whole.len() - 1] {
        let home = holding(&whole[..length]);
        fs::write(home.path("in.csv"), "id,title\nx,X\n").unwrap();
        let before = fs::read(home.db()).unwrap();
        for command in COMMANDS {
            let output = home.arctic(command).command().output().unwrap();
            let stderr = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(4), "{length} bytes, `{command}`: {stderr}");
            assert_eq!(output.stdout, b"", "{length} bytes, `{command}`");
            assert!(
                stderr.starts_with("error: ") && stderr.contains("registry.db: is damaged"),
                "{length} bytes, `{command}`: {stderr}"
            );
            assert_eq!(stderr.lines().count(), 1, "{stderr}");
            assert!(fs::read(home.db()).unwrap() == before, "{length} bytes, `{command}` changed the file");
        }
        assert_eq!(home.names(), ["in.csv", "registry.db"], "{length} bytes");
    }
}

#[test]
fn a_damaged_page_is_never_a_panic_nor_a_wrong_answer() {
    let whole = fs::read(Home::seeded().db()).unwrap();
    let right = Arctic::new().args("chair 2021 -f csv").output(0).stdout;
    let pages = whole.len() / 4096;
    assert!(pages > 20);
    for page in (1..pages).step_by(pages / 20) {
        let mut bytes = whole.clone();
        // Not zeros only: what looks like a header of a page leads the reader further astray.
        bytes[page * 4096..(page + 1) * 4096]
            .iter_mut()
            .enumerate()
            .for_each(|(at, byte)| *byte = (at * 7 % 251) as u8);
        let home = holding(&bytes);
        for command in ["chair 2021 -f csv", "observers", "search ice", "verify"] {
            let output = home.arctic(command).command().output().unwrap();
            let stderr = String::from_utf8(output.stderr).unwrap();
            let code = output.status.code();
            assert!(!stderr.contains("panicked"), "page {page}, `{command}`: {stderr}");
            match (command, code) {
                ("verify", Some(3)) => assert!(String::from_utf8(output.stdout).unwrap().contains("intact")),
                ("chair 2021 -f csv", Some(0)) => assert_eq!(String::from_utf8(output.stdout).unwrap(), right),
                ("observers" | "search ice", Some(0)) => {}
                _ => {
                    assert_eq!(code, Some(4), "page {page}, `{command}`: {stderr}");
                    assert!(
                        stderr.starts_with("error: ") && stderr.contains("damaged"),
                        "page {page}, `{command}`: {stderr}"
                    );
                }
            }
            assert!(!(command == "verify" && code == Some(0)), "verify found nothing wrong with page {page}");
        }
    }
}

#[test]
fn a_registry_without_its_tables_is_refused() {
    let home = Home::empty();
    home.sql()
        .execute_batch("PRAGMA application_id = 1095910228; PRAGMA user_version = 10; CREATE TABLE t (x)")
        .unwrap();
    for command in ["chair 2021", "verify", "seed"] {
        let ran = home.arctic(command).output(4);
        assert_eq!(ran.stdout, "");
        assert!(ran.stderr.starts_with("error: [DIR]/registry.db: "), "{}", ran.stderr);
    }
}

#[test]
fn a_folder_that_is_missing_is_named() {
    let home = Home::empty();
    let ran = home.arctic("--db no/such/registry.db chair 2021").output(4);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.starts_with("error: no/such/registry.db: "), "{}", ran.stderr);
    assert!(ran.stderr.contains("`--db FILE`"), "{}", ran.stderr);
    assert!(home.names().is_empty());
}

#[test]
fn a_path_below_a_file_is_refused() {
    let home = Home::empty();
    fs::write(home.path("file"), "mine").unwrap();
    let ran = home.arctic("--db file/registry.db chair 2021").output(4);
    assert!(ran.stdout.is_empty() && ran.stderr.starts_with("error: file/registry.db: "), "{}", ran.stderr);
    assert_eq!(fs::read(home.path("file")).unwrap(), b"mine");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_refused_and_one_that_can_only_be_read_still_answers() {
    use std::os::unix::fs::PermissionsExt;
    let set = |home: &Home, mode| fs::set_permissions(home.path("locked"), fs::Permissions::from_mode(mode)).unwrap();
    let home = Home::seeded();
    fs::create_dir(home.path("locked")).unwrap();
    fs::copy(home.db(), home.path("locked/present.db")).unwrap();
    set(&home, 0o555);
    let is_root = fs::write(home.path("locked/probe"), "").is_ok();
    if !is_root {
        let ran = home.arctic("--db locked/new.db chair 2021").output(4);
        assert!(
            ran.stderr.starts_with("error: locked/new.db: the registry cannot be created here ("),
            "{}",
            ran.stderr
        );
        home.arctic("export csv locked/out")
            .stderr(expect![[r#"
                error: locked: Permission denied (os error 13)
            "#]])
            .status(4);
    }
    home.arctic("--db locked/present.db chair 2020 -f csv")
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing
            12,iceland,ISL,Iceland,2019-05-07,2021-05-20,past
        "#]])
        .status(0);
    set(&home, 0o755);
}

#[test]
fn an_export_does_not_write_into_a_folder_with_files_unless_forced() {
    let home = Home::seeded();
    fs::create_dir(home.path("out")).unwrap();
    fs::write(home.path("out/mine.txt"), "mine").unwrap();
    fs::write(home.path("out/party.csv"), "mine too").unwrap();
    let before = contents(&home.path("out"));
    home.arctic("export csv out")
        .stderr(expect![[r#"
            error: out is there already; name a new folder, or write into it with `--force`
        "#]])
        .status(2);
    assert!(contents(&home.path("out")) == before);
    home.arctic("export csv out --force")
        .stdout(expect![[r#"
            wrote 16 files to out
        "#]])
        .status(0);
    let after = contents(&home.path("out"));
    assert_eq!(after["mine.txt"], b"mine");
    assert!(after["party.csv"].starts_with(b"id,kind,name,"));
    assert_eq!(after.len(), 17);
    assert_eq!(home.names(), ["out", "registry.db"]);
}

#[test]
fn an_export_takes_an_empty_folder_and_makes_a_new_one() {
    let home = Home::seeded();
    fs::create_dir(home.path("empty")).unwrap();
    home.arctic("export csv empty")
        .stdout(expect![[r#"
            wrote 16 files to empty
        "#]])
        .status(0);
    home.arctic("export csv new")
        .stdout(expect![[r#"
            wrote 16 files to new
        "#]])
        .status(0);
    assert!(contents(&home.path("empty")) == contents(&home.path("new")));
    assert_eq!(home.names(), ["empty", "new", "registry.db"]);
}

#[test]
fn an_export_to_where_nothing_can_be_is_refused() {
    let home = Home::seeded();
    fs::write(home.path("file"), "mine").unwrap();
    home.arctic("export csv file")
        .stderr(expect![[r#"
            error: file is a file; this form is a folder, name one
        "#]])
        .status(2);
    home.arctic("export csv file --force")
        .stderr(expect![[r#"
            error: file is a file; this form is a folder, name one
        "#]])
        .status(2);
    for dest in ["file/out", "no/such/out"] {
        let ran = home.arctic("export csv").args(dest).output(4);
        assert!(ran.stdout.is_empty() && ran.stderr.starts_with("error: "), "{dest}: {}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1, "{dest}: {}", ran.stderr);
    }
    assert_eq!(fs::read(home.path("file")).unwrap(), b"mine");
    assert_eq!(home.names(), ["file", "registry.db"]);
}

#[test]
fn what_the_command_line_does_not_know_is_a_usage_error() {
    let home = Home::seeded();
    for (line, error) in [
        ("chair -f xml", "error: invalid value 'xml' for '--format <FORMAT>'"),
        ("bananas", "error: unrecognized subcommand 'bananas'"),
        ("chair --bogus", "error: unexpected argument '--bogus' found"),
        ("chair 2021 2022", "error: unexpected argument '2022' found"),
        ("status", "error: the following required arguments were not provided:"),
        ("observers --kind club", "error: invalid value 'club' for '--kind <KIND>'"),
        ("terms --until soon", "error: invalid value 'soon' for '--until <YEAR>': invalid digit found in string"),
        ("terms --until 10000", "error: invalid value '10000' for '--until <YEAR>': 10000 is not in 0..=9999"),
        ("completions tcl", "error: invalid value 'tcl' for '<SHELL>'"),
        ("export docx out", "error: unrecognized subcommand 'docx'"),
    ] {
        let ran = home.arctic(line).output(2);
        assert_eq!(ran.stdout, "", "{line}");
        assert_eq!(ran.stderr.lines().next(), Some(error), "{line}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let home = Home::seeded();
    for line in ["sources -f csv", "sources", "sources -f json --cite", "man", "--help"] {
        let mut child = home.arctic(line).command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!((child.wait().unwrap().code(), &*stderr), (Some(0), ""), "{line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_to_be_one() {
    let home = Home::seeded();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = home.arctic("sources").command().stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error: standard output: No space left on device (os error 28)\n"
    );
}

/// Whoever replaces `/dev/null` breaks every other program of the machine.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_never_replaced() {
    let home = Home::tundra();
    let socket = std::os::unix::net::UnixListener::bind(home.path("socket")).unwrap();
    fs::write(home.path("events.csv"), "country,date\nBorea,2021\n").unwrap();
    for line in [
        "annotate events.csv --country country --date date -o socket",
        "annotate events.csv --country country --date date --unmatched socket",
        "backup socket --force",
    ] {
        home.arctic(line)
            .stderr(expect![[r#"
                error: socket is a device or a pipe, and no file to be replaced; name another
            "#]])
            .status(2);
    }
    drop(socket);
    assert!(!fs::symlink_metadata(home.path("socket")).unwrap().is_file());
}
