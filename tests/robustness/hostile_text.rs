//! Data and arguments that mean harm: the terminal shows them and does not obey them, files carry
//! them whole, and nothing panics.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use expect_test::expect;
use serde_json::Value;

use crate::support::Home;

/// A clear screen, a bell, a colour, an override of the writing direction, a C1 control sequence, a
/// tab, a line end, markup, SQL and a formula.
const NAME: &str = "=cmd|' /C calc'!A0 \u{1b}[2J\u{7}\u{1b}[31m\u{202e}live\u{202c}\u{9b}1m\t<script>alert(1)</script> '; DROP TABLE party;--\n| *bold* `code`";

/// The made-up council with one party of that name.
fn hostile(name: &str) -> Home {
    let home = Home::empty();
    let folder = home.copy_of_tundra();
    let path = folder.join("party.csv");
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut writer = csv::Writer::from_path(&path).unwrap();
    writer.write_record(&header).unwrap();
    for row in rows {
        let hostile = row.get(0) == Some("drift");
        writer
            .write_record(row.iter().enumerate().map(|(at, cell)| if hostile && at == 2 { name } else { cell }))
            .unwrap();
    }
    writer.flush().unwrap();
    let meeting = folder.join("meeting.csv");
    let text = fs::read_to_string(&meeting).unwrap();
    fs::write(&meeting, text.replace("Celsia Port", &format!("\"{}\"", name.replace('"', "\"\"")))).unwrap();
    home.arctic("seed --from tundra").output(0);
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
fn what_a_terminal_would_obey_is_shown_and_not_sent() {
    let home = hostile(NAME);
    for line in LINES {
        for format in ["table", "markdown"] {
            for columns in ["", "60"] {
                let output =
                    home.arctic(line).args("-f").arg(format).env("COLUMNS", columns).command().output().unwrap();
                let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
                let obeyed: Vec<char> = said
                    .chars()
                    .filter(|c| {
                        (c.is_control() && *c != '\n')
                            || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                    })
                    .collect();
                assert!(obeyed.is_empty(), "`{line}` as {format}: {obeyed:?}\n{said}");
            }
        }
    }
}

#[test]
fn the_table_shows_what_was_there() {
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
fn markdown_is_not_broken_out_of() {
    let text = hostile(NAME).arctic("observers -f markdown").output(0).stdout;
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let bars = line.replace("\\|", "").matches('|').count();
        assert_eq!(bars, 8, "{line}");
        assert!(!line.replace("\\<", "").contains('<'), "{line}");
    }
}

#[test]
fn forms_for_programs_carry_it_whole() {
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
    // And so do its files, which are read back.
    home.arctic("export csv out").output(0);
    home.arctic("seed --from out").output(0);
    // The table of parties is still there.
    assert_eq!(home.arctic("members -f csv").output(0).stdout.lines().count(), 4);
}

#[test]
fn names_of_any_length_are_answered_at_any_width() {
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
fn odd_arguments_are_answered_in_one_clean_line() {
    let home = Home::seeded();
    for odd in ["", " ", "🧊", "--", "\"", "'", "`", "\\", "%_%", "\u{1b}[2J", "\u{202e}", "zq\nzq", ".."] {
        for command in ["chair", "status", "search", "show", "observers --on="] {
            let ask = home.arctic(command.trim_end_matches(" --on="));
            // `--` ends the options, so that an argument may be `--` itself.
            let ask = if command.ends_with('=') { ask.arg(format!("--on={odd}")) } else { ask.arg("--").arg(odd) };
            let output = ask.command().output().unwrap();
            let short: String = odd.chars().take(20).collect();
            let (stdout, stderr) =
                (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
            let code = output.status.code();
            assert!(matches!(code, Some(1 | 2)), "{command} {short:?}: {code:?} {stderr}");
            if code == Some(2) {
                assert_eq!(stdout, "", "{command} {short:?}");
                assert!(stderr.starts_with("error: "), "{command} {short:?}: {stderr}");
            }
            let said = stdout + &stderr;
            assert_eq!(said.trim_end().lines().count(), 1, "{command} {short:?}: {said}");
            assert!(
                !said.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}'),
                "{command} {short:?}: {said:?}"
            );
        }
    }
}

#[test]
fn an_argument_as_long_as_the_system_lets_it_be_is_answered_at_once() {
    let long = "a".repeat(131_000);
    let home = Home::seeded();
    for command in ["chair", "search", "status", "show"] {
        let mut child =
            home.arctic(command).arg(&long).command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // It takes milliseconds; the limit is for a machine under load.
        let started = Instant::now();
        let code = loop {
            match child.try_wait().unwrap() {
                Some(status) => break status.code(),
                None if started.elapsed() > Duration::from_secs(10) => {
                    child.kill().unwrap();
                    child.wait().unwrap();
                    panic!("`{command}` of 131000 letters has no answer after ten seconds");
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
        let output = home.arctic("status").arg(text).command().output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{text}: {}", String::from_utf8_lossy(&output.stdout));
    }
    home.arctic("search")
        .arg("%")
        .stderr(expect![[r#"
            error: `%` has no letter and no digit to look for
        "#]])
        .status(2);
    assert!(fs::read(home.db()).unwrap() == before);
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_a_usage_error() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let home = Home::seeded();
    for command in ["chair", "status", "search"] {
        let ran = home.arctic(command).arg(OsStr::from_bytes(b"\xff\xfe")).output(2);
        assert!(ran.stdout.is_empty() && ran.stderr.starts_with("error: invalid UTF-8"), "{}", ran.stderr);
    }
}
