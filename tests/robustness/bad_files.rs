//! Files that are not a registry, damaged registries, and places that cannot be written: a clear
//! error, the right exit status, and nothing changed.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use expect_test::{Expect, expect};

use crate::support::{Arctic, Home, Ran, check, contents};

/// Commands that read or write. None may change a file that is not a registry.
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

/// Every command refuses the file with the same error, and leaves it unchanged.
#[track_caller]
fn refused(home: &Home, error: Expect) {
    let before = fs::read(home.db()).ok();
    fs::write(home.path("in.csv"), "id,title\nx,X\n").unwrap();
    let expected = home.arctic(COMMANDS[0]).output(4).stderr;
    for command in COMMANDS {
        home.arctic(command).stderr(&expected).status(4);
        assert!(fs::read(home.db()).ok() == before, "`{command}` changed the file");
    }
    check(&expected, error);
    assert_eq!(home.names(), ["in.csv", "registry.db"]);
    fs::remove_file(home.path("in.csv")).unwrap();
}

fn holding(bytes: &[u8]) -> Home {
    let home = Home::empty();
    fs::write(home.db(), bytes).unwrap();
    home
}

#[test]
fn a_folder_is_not_a_registry() {
    let home = Home::empty();
    fs::create_dir(home.db()).unwrap();
    refused(
        &home,
        expect![[r#"
            error: [DIR]/registry.db: is a folder; it was not changed; name another file
        "#]],
    );
    assert!(fs::read_dir(home.db()).unwrap().next().is_none());
}

#[test]
fn an_empty_file_is_not_a_registry() {
    refused(
        &holding(b""),
        expect![[r#"
            error: [DIR]/registry.db: is empty; it was not changed; name another file
        "#]],
    );
}

#[test]
fn a_text_file_is_not_a_registry() {
    refused(
        &holding(b"dear diary\n"),
        expect![[r#"
            error: [DIR]/registry.db: is not a SQLite database; it was not changed; name another file
        "#]],
    );
    refused(
        &holding(&[0; 4096]),
        expect![[r#"
            error: [DIR]/registry.db: is not a SQLite database; it was not changed; name another file
        "#]],
    );
}

#[test]
fn another_programs_database_is_left_alone() {
    let home = Home::empty();
    home.sql().execute_batch("CREATE TABLE party (id TEXT); INSERT INTO party VALUES ('norway')").unwrap();
    refused(
        &home,
        expect![[r#"
            error: [DIR]/registry.db: is the database of another program; it was not changed; name another file
        "#]],
    );
    // A database with an application id.
    let home = Home::empty();
    home.sql().execute_batch("PRAGMA application_id = 42; PRAGMA user_version = 1; CREATE TABLE t (x)").unwrap();
    refused(
        &home,
        expect![[r#"
            error: [DIR]/registry.db: is the database of another program; it was not changed; name another file
        "#]],
    );
}

#[test]
fn a_registry_of_a_newer_version_is_left_alone() {
    let home = Home::seeded();
    home.sql().execute_batch("PRAGMA user_version = 99").unwrap();
    refused(
        &home,
        expect![[r#"
            error: [DIR]/registry.db: was made by a newer version of this program (schema 99; this version knows 10); install the newer version
        "#]],
    );
}

#[test]
fn a_truncated_registry_is_refused() {
    let whole = fs::read(Home::seeded().db()).unwrap();
    for length in [1, 15] {
        refused(
            &holding(&whole[..length]),
            expect![[r#"
                error: [DIR]/registry.db: is not a SQLite database; it was not changed; name another file
            "#]],
        );
    }
    for length in [16, 50, 63] {
        refused(
            &holding(&whole[..length]),
            expect![[r#"
                error: [DIR]/registry.db: is damaged (the file is cut short); restore a backup with `arctic restore FILE`, or remove the file, and a new registry is created
            "#]],
        );
    }
    for length in [72, 100, 1000, 4096, 8192, whole.len() / 2, whole.len() - 4096, whole.len() - 1] {
        let home = holding(&whole[..length]);
        fs::write(home.path("in.csv"), "id,title\nx,X\n").unwrap();
        let before = fs::read(home.db()).unwrap();
        for command in COMMANDS {
            let ran = home.arctic(command).output(4);
            assert_eq!(ran.stdout, "", "{length} bytes, `{command}`");
            assert!(ran.stderr.contains("registry.db: is damaged"), "{length} bytes, `{command}`: {}", ran.stderr);
            assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
            assert!(fs::read(home.db()).unwrap() == before, "{length} bytes, `{command}` changed the file");
        }
        assert_eq!(home.names(), ["in.csv", "registry.db"], "{length} bytes");
    }
}

#[test]
fn a_damaged_page_causes_neither_a_panic_nor_a_wrong_answer() {
    let whole = fs::read(Home::seeded().db()).unwrap();
    let right = Arctic::new().args("chair 2021 -f csv").output(0).stdout;
    let pages = whole.len() / 4096;
    assert!(pages > 20);
    for page in (1..pages).step_by(pages / 20) {
        let mut bytes = whole.clone();
        // Not only zeros: bytes that look like a page header mislead SQLite further.
        bytes[page * 4096..(page + 1) * 4096]
            .iter_mut()
            .enumerate()
            .for_each(|(at, byte)| *byte = (at * 7 % 251) as u8);
        let home = holding(&bytes);
        for command in ["chair 2021 -f csv", "observers", "search ice", "verify"] {
            let Ran { code, stdout, stderr, .. } = home.arctic(command).run();
            assert!(!stderr.contains("panicked"), "page {page}, `{command}`: {stderr}");
            match (command, code) {
                ("verify", Some(3)) => assert!(stdout.contains("intact")),
                ("chair 2021 -f csv", Some(0)) => assert_eq!(stdout, right),
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
    home.refuses(
        4,
        expect![[r#"
            $ chair 2021
            error: [DIR]/registry.db: no such table: meta
            $ verify
            error: [DIR]/registry.db: no such table: meta
            $ seed
            error: [DIR]/registry.db: no such table: meta
        "#]],
    );
}

#[test]
fn a_missing_folder_is_reported() {
    let home = Home::empty();
    home.refuses(
        4,
        expect![[r#"
            $ --db no/such/registry.db chair 2021
            error: no/such/registry.db: the registry cannot be created here (No such file or directory (os error 2)); name another file with `--db FILE`
        "#]],
    );
    assert!(home.names().is_empty());
}

#[test]
fn a_path_below_a_file_is_refused() {
    let home = Home::empty();
    fs::write(home.path("file"), "mine").unwrap();
    home.refuses(
        4,
        expect![[r#"
            $ --db file/registry.db chair 2021
            error: file/registry.db: the registry cannot be created here (Not a directory (os error 20)); name another file with `--db FILE`
        "#]],
    );
    assert_eq!(fs::read(home.path("file")).unwrap(), b"mine");
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_can_be_read_but_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::seeded();
    let mode = |name: &str, mode| fs::set_permissions(home.path(name), fs::Permissions::from_mode(mode)).unwrap();
    fs::create_dir(home.path("locked")).unwrap();
    fs::copy(home.db(), home.path("locked/present.db")).unwrap();
    mode("", 0o755);
    mode("locked", 0o555);
    let unprivileged = |line: &str| home.arctic(line).unprivileged();
    let Some(arctic) = unprivileged("--db locked/present.db chair 2020 -f csv") else { return };
    arctic
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing,turn,certainty,confidence
            12,iceland,ISL,Iceland,2019-05-07,2021-05-20,past,2,certain,verified
        "#]])
        .status(0);
    for (line, error) in [
        (
            "--db locked/new.db seed",
            expect![[r#"
                error: locked/new.db: the registry cannot be created here (Permission denied (os error 13)); name another file with `--db FILE`
            "#]],
        ),
        (
            "export csv locked/out",
            expect![[r#"
                error: locked/out: Permission denied (os error 13)
            "#]],
        ),
    ] {
        unprivileged(line).unwrap().stderr(error).status(4);
    }
    mode("locked", 0o755);
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
            error: out already exists, and is not an earlier export; name a new folder, or write into it with `--force`
        "#]])
        .status(2);
    assert!(contents(&home.path("out")) == before);
    home.arctic("export csv out --force")
        .stdout(expect![[r#"
            wrote 17 files to out
        "#]])
        .status(0);
    let after = contents(&home.path("out"));
    assert_eq!(after["mine.txt"], b"mine");
    assert!(after["party.csv"].starts_with(b"id,kind,name,"));
    assert_eq!(after.len(), 18);
    assert_eq!(home.names(), ["out", "registry.db"]);
}

#[test]
fn an_export_uses_an_empty_folder_or_creates_one() {
    let home = Home::seeded();
    fs::create_dir(home.path("empty")).unwrap();
    home.arctic("export csv empty")
        .stdout(expect![[r#"
            wrote 17 files to empty
        "#]])
        .status(0);
    home.arctic("export csv new")
        .stdout(expect![[r#"
            wrote 17 files to new
        "#]])
        .status(0);
    assert!(contents(&home.path("empty")) == contents(&home.path("new")));
    assert_eq!(home.names(), ["empty", "new", "registry.db"]);
}

#[test]
fn an_export_to_an_impossible_place_is_refused() {
    let home = Home::seeded();
    fs::write(home.path("file"), "mine").unwrap();
    home.refuses(
        2,
        expect![[r#"
            $ export csv file
            error: file is a file, and this format is a folder; name a folder
            $ export csv file --force
            error: file is a file, and this format is a folder; name a folder
        "#]],
    );
    home.refuses(
        4,
        expect![[r#"
            $ export csv file/out
            error: file/out: Not a directory (os error 20)
            $ export csv no/such/out
            error: no/such/out: No such file or directory (os error 2)
        "#]],
    );
    assert_eq!(fs::read(home.path("file")).unwrap(), b"mine");
    assert_eq!(home.names(), ["file", "registry.db"]);
}

#[test]
fn an_unknown_argument_is_a_usage_error() {
    Home::seeded().refuses(
        2,
        expect![[r#"
            $ chair -f xml
            error: invalid value 'xml' for '--format <FORMAT>'
              [possible values: table, csv, tsv, json, ndjson, markdown, svg, line, sarif]

            For more information, try '--help'.
            $ bananas
            error: unrecognized subcommand 'bananas'

            Usage: arctic [OPTIONS] [COMMAND]

            For more information, try '--help'.
            $ chair --bogus
            error: unexpected argument '--bogus' found

              tip: to pass '--bogus' as a value, use '-- --bogus'

            Usage: arctic chair [OPTIONS] [WHEN]

            For more information, try '--help'.
            $ chair 2021 2022
            error: unexpected argument '2022' found

            Usage: arctic chair [OPTIONS] [WHEN]

            For more information, try '--help'.
            $ status
            error: the following required arguments were not provided:
              <PARTY>

            Usage: arctic status --db <FILE> <PARTY>

            For more information, try '--help'.
            $ observers --kind club
            error: invalid value 'club' for '--kind <KIND>'
              [possible values: state, indigenous, igo, ngo]

            For more information, try '--help'.
            $ terms --until soon
            error: invalid value 'soon' for '--until <YEAR>': invalid digit found in string

            For more information, try '--help'.
            $ terms --until 10000
            error: invalid value '10000' for '--until <YEAR>': 10000 is not in 0..=9999

            For more information, try '--help'.
            $ completions tcl
            error: invalid value 'tcl' for '<SHELL>'
              [possible values: bash, elvish, fish, powershell, zsh]

            For more information, try '--help'.
            $ export docx out
            error: unrecognized subcommand 'docx'

            Usage: arctic export [OPTIONS] <COMMAND>

            For more information, try '--help'.
        "#]],
    );
}

#[test]
fn a_closed_pipe_is_not_an_error() {
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
fn a_full_disk_is_reported() {
    let home = Home::seeded();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = home.arctic("sources").command().stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    check(
        &String::from_utf8(output.stderr).unwrap(),
        expect![[r#"
            error: standard output: No space left on device (os error 28)
        "#]],
    );
}

/// A command that replaced `/dev/null` would break every other program.
#[cfg(unix)]
#[test]
fn devices_and_sockets_are_never_replaced() {
    let home = Home::tundra();
    let socket = std::os::unix::net::UnixListener::bind(home.path("socket")).unwrap();
    fs::write(home.path("events.csv"), "country,date\nBorea,2021\n").unwrap();
    home.refuses(
        2,
        expect![[r#"
            $ annotate events.csv --country country --date date -o socket
            error: socket is a device or a pipe; name a regular file
            $ annotate events.csv --country country --date date --unmatched socket
            error: socket is a device or a pipe; name a regular file
            $ backup socket --force
            error: socket is a device or a pipe; name a regular file
        "#]],
    );
    drop(socket);
    assert!(!fs::symlink_metadata(home.path("socket")).unwrap().is_file());
}
