//! Hostile text in data and arguments: it is escaped on a terminal and in Markdown, kept in files, and
//! causes no panic.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use expect_test::expect;
use serde_json::Value;

use super::assert_harmless;
use crate::support::{Home, Ran};

/// Clear screen, bell, colour, bidirectional override, a C1 control sequence, tab, line feed, markup,
/// SQL and a formula.
const NAME: &str = "=cmd|' /C calc'!A0 \u{1b}[2J\u{7}\u{1b}[31m\u{202e}live\u{202c}\u{9b}1m\t<script>alert(1)</script> '; DROP TABLE party;--\n| *bold* `code`";

/// The Tundra Forum with this name for a party and a place.
fn hostile(name: &str) -> Home {
    let home = Home::tundra();
    let sql = home.unguarded();
    for update in
        ["UPDATE party SET name = ?1 WHERE id = 'drift'", "UPDATE meeting SET place = ?1 WHERE place = 'Celsia Port'"]
    {
        assert_eq!(sql.execute(update, [name]).unwrap(), 1);
    }
    home
}

const LINES: &[&str] = &[
    "",
    "members",
    "observers",
    "observers --cite",
    "status drift",
    "show drift",
    "meetings",
    "search DROP",
    "people",
    "applications",
];

#[test]
fn control_sequences_are_escaped() {
    let home = hostile(NAME);
    for line in LINES {
        for format in ["table", "markdown"] {
            for columns in ["", "60"] {
                let ran = home.arctic(line).args("-f").arg(format).env("COLUMNS", columns).run();
                assert_harmless(&(ran.stdout + &ran.stderr));
            }
        }
    }
}

#[test]
fn a_table_shows_the_escaped_text() {
    hostile("a\u{1b}[31mb\u{202e}c\td\ne")
        .arctic("observers --kind state --on 2022-01-01")
        .stdout(expect![[r#"
            1 state observer of the Tundra Forum on 2022-01-01

             name                         kind    ISO   from         until   granted at   certainty
            ────────────────────────────────────────────────────────────────────────────────────────
             a\u{1b}[31mb\u{202e}c\td e   state   XDR   2021-06-02           rime-2021    certain
        "#]])
        .status(0);
}

#[test]
fn markdown_is_escaped() {
    let text = hostile(NAME).arctic("observers -f markdown").output(0).stdout;
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let bars = line.replace("\\|", "").matches('|').count();
        assert_eq!(bars, 8, "{line}");
        assert!(!line.replace("\\<", "").contains('<'), "{line}");
    }
}

#[test]
fn machine_formats_keep_the_text() {
    let home = hostile(NAME);
    for (format, delimiter) in [("csv", b','), ("tsv", b'\t')] {
        let text = home.arctic("observers -f").arg(format).output(0).stdout;
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        assert_eq!(reader.records().next().unwrap().unwrap().get(1), Some(NAME), "{format}");
    }
    let json: Value = serde_json::from_str(&home.arctic("observers -f json").output(0).stdout).unwrap();
    assert_eq!(json[0]["name"], NAME);
    let lines = home.arctic("observers -f ndjson").output(0).stdout;
    assert_eq!(lines.lines().count(), 1);
    assert_eq!(serde_json::from_str::<Value>(&lines).unwrap()["name"], NAME);
    // Exported files have it, too, but nothing reads a control character back.
    home.arctic("export csv out").output(0);
    home.arctic("seed --from out")
        .stderr(expect![[r#"
        error: 2 problems in the data; nothing was changed
        meeting.csv:3: place: a control character
        party.csv:5: name: a control character
    "#]])
        .status(3);
    // The table of parties was not dropped.
    assert_eq!(home.arctic("members -f csv").output(0).stdout.lines().count(), 4);
}

#[test]
fn names_of_any_length_are_printed_at_any_width() {
    const WIDE: &[&str] = &["", "80", "65535", "70000"];
    const NARROW: &[&str] = &["1", "20", "-3"];
    let unbroken = |letter: &str, count: usize| letter.repeat(count);
    for (name, widths) in [
        (unbroken("x", 10_000), WIDE),
        (unbroken("ø ", 5_000) + "y", WIDE),
        (unbroken("\u{301}", 10_000), WIDE),
        (unbroken("x", 300), NARROW),
        (unbroken("ø ", 300) + "y", NARROW),
        (unbroken("北", 300), NARROW),
        (unbroken("👩‍🚀", 300), NARROW),
    ] {
        let home = hostile(&name);
        for line in ["", "observers", "show drift"] {
            for columns in widths {
                let ran = home.arctic(line).env("COLUMNS", columns).output(0);
                assert!(!ran.stdout.is_empty() && !ran.stderr.contains("panicked"), "`{line}`, {columns} columns");
            }
        }
    }
}

#[test]
fn odd_arguments_get_an_answer_of_one_line() {
    let home = Home::seeded();
    for odd in ["", " ", "🧊", "--", "\"", "'", "`", "\\", "%_%", "\u{1b}[2J", "\u{202e}", "zq\nzq", ".."] {
        for command in ["chair", "status", "search", "show", "observers --on="] {
            let ask = home.arctic(command.trim_end_matches(" --on="));
            // After `--`, an argument may be `--` itself.
            let ask = if command.ends_with('=') { ask.arg(format!("--on={odd}")) } else { ask.arg("--").arg(odd) };
            let Ran { code, stdout, stderr, .. } = ask.run();
            assert!(matches!(code, Some(1 | 2)), "{command} {odd:?}: {code:?} {stderr}");
            if code == Some(2) {
                assert_eq!(stdout, "", "{command} {odd:?}");
                assert!(stderr.starts_with("error: "), "{command} {odd:?}: {stderr}");
            }
            let text = stdout + &stderr;
            assert_eq!(text.trim_end().lines().count(), 1, "{command} {odd:?}: {text}");
            assert_harmless(&text);
        }
    }
}

#[test]
fn the_longest_possible_argument_is_handled_quickly() {
    let long = "a".repeat(131_000);
    let home = Home::seeded();
    for command in ["chair", "search", "status", "show"] {
        let mut child =
            home.arctic(command).arg(&long).command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // It takes milliseconds; the limit allows for a busy machine.
        let started = Instant::now();
        let code = loop {
            match child.try_wait().unwrap() {
                Some(status) => break status.code(),
                None if started.elapsed() > Duration::from_secs(10) => {
                    child.kill().unwrap();
                    child.wait().unwrap();
                    panic!("`{command}` of 131000 letters did not finish within ten seconds");
                }
                None => thread::sleep(Duration::from_millis(5)),
            }
        };
        assert!(matches!(code, Some(1 | 2)), "{command}: {code:?}");
    }
}

#[test]
fn an_argument_is_never_part_of_a_query() {
    let home = Home::seeded();
    let before = fs::read(home.db()).unwrap();
    for text in ["' OR '1'='1", "\"; DROP TABLE party; --", "%", "_", "*", "n*rway"] {
        home.arctic("status").arg(text).output(2);
    }
    home.arctic("search")
        .arg("%")
        .stderr(expect![[r#"
            error: `%` has no letters or digits to search for
        "#]])
        .status(2);
    assert!(fs::read(home.db()).unwrap() == before);
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_not_utf_8_is_a_usage_error() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let home = Home::seeded();
    for command in ["chair", "status", "search"] {
        let ran = home.arctic(command).arg(OsStr::from_bytes(b"\xff\xfe")).output(2);
        assert!(ran.stdout.is_empty() && ran.stderr.starts_with("error: invalid UTF-8"), "{}", ran.stderr);
    }
}
