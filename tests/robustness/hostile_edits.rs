//! Hostile text in edits: it is stored and exported byte for byte, escaped on a terminal, and cannot
//! imitate a line of the program.

use std::fs;

use expect_test::expect;

use super::assert_harmless;
use crate::support::{Home, Ran, contents};

const TEXTS: &[&str] = &[
    "\u{202e}live\u{202c}\u{2066}x\u{2069}",
    "a\nremoved party borea: all of it\nrevision 9: 1 row changed",
    "<script>alert(1)</script>",
    "'; DROP TABLE party; --",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\"quoted\", 'too'",
    " blanks ",
    "\\n {} %s $1",
];

#[test]
fn values_are_stored_unchanged_and_escaped_on_a_terminal() {
    let home = Home::tundra();
    home.arctic("export csv first").output(0);
    for (at, text) in TEXTS.iter().enumerate() {
        let ran = home
            .arctic("put tally id=member-2021 --reason")
            .arg(format!("why {text}"))
            .arg(format!("--who={text}"))
            .arg(format!("note={text}"))
            .output(0);
        assert_harmless(&ran.stdout);
        assert_eq!(ran.stdout.lines().count(), 2, "{}", ran.stdout);
        let stored: (String, String, String) = home
            .sql()
            .query_row(
                "SELECT note, who, why FROM tally, revision WHERE id = 'member-2021' ORDER BY change DESC LIMIT 1",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .unwrap();
        assert_eq!(stored, (text.to_string(), text.to_string(), format!("why {text}")));
        for line in ["log", "log -f markdown", "log tally"] {
            assert_harmless(&home.arctic(line).output(0).stdout);
        }
        let shown = home.arctic("log").arg((at + 1).to_string()).output(0).stdout;
        assert_harmless(&shown);
        assert_eq!(shown.lines().count(), 2, "{shown}");
        let json = home.arctic("log -f json").arg((at + 1).to_string()).output(0).stdout;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json[0]["after"], *text);
    }
    home.arctic("export csv out").output(0);
    home.arctic("seed --from out --dry-run").output(0);
    let last = TEXTS.last().unwrap();
    assert!(fs::read_to_string(home.path("out/tally.csv")).unwrap().contains(last));
    for number in (1..=TEXTS.len()).rev() {
        assert_harmless(&home.arctic("undo").arg(number.to_string()).output(0).stdout);
    }
    home.arctic("export csv last").output(0);
    assert!(contents(&home.path("last")) == contents(&home.path("first")));
}

#[test]
fn refused_values_are_escaped_on_a_terminal() {
    let home = Home::tundra();
    for text in TEXTS {
        for line in [
            "put tally id=member-2021 kind=",
            "put party id=",
            "put source id=x url=",
            "put application id=x party=",
            "put bogus",
            "put tally",
            "drop tally",
            "undo",
            "log",
            "members --known-at",
        ] {
            let (start, last) = if line.ends_with('=') { line.rsplit_once(' ').unwrap() } else { (line, "") };
            let mut arctic = home.arctic(start).arg(format!("{last}{text}"));
            if line.starts_with("put") || line.starts_with("drop") {
                arctic = arctic.args("--reason r");
            }
            let Ran { code, stdout, stderr, .. } = arctic.run();
            assert_eq!(stdout, "", "{line}{text:?}");
            assert!(matches!(code, Some(2 | 3)), "{line}{text:?}: {code:?} {stderr}");
            // The messages of the command-line parser are its own.
            if !stderr.contains("For more information, try '--help'") {
                assert_harmless(&stderr);
                assert!(!stderr.contains("\nremoved party") && !stderr.contains("\nrevision 9"), "{stderr}");
            }
        }
    }
}

#[test]
fn a_cell_of_a_megabyte_is_kept() {
    let home = Home::tundra();
    let long = "Long, \"quoted\"\nand é ".repeat(50_000);
    fs::write(home.path("tally.csv"), format!("id,note\nmember-2021,\"{}\"\n", long.replace('"', "\"\""))).unwrap();
    home.arctic("import tally.csv --reason r").output(0);
    assert_eq!(
        home.sql()
            .query_row("SELECT note FROM tally WHERE id = 'member-2021'", [], |row| row.get::<_, String>(0))
            .unwrap(),
        long
    );
    home.arctic("export csv out").output(0);
    home.arctic("import out --delete-missing --reason r")
        .stdout(expect![[r#"
            nothing to change
        "#]])
        .status(0);
    home.arctic("undo 1").output(0);
    home.arctic("verify")
        .stdout(expect![[r#"
            17 checks, 0 problems
        "#]])
        .status(0);
}

#[test]
fn invalid_text_files_are_refused_by_line() {
    let home = Home::tundra();
    for (bytes, error) in [
        (
            &b"id,note\nmember-2021,a\0b\n"[..],
            expect![[r#"
                error: 1 problem in the data; nothing was changed
                tally.csv:2: a NUL byte; save the file as plain text
            "#]],
        ),
        (
            b"id,note\nmember-2021,\xff\n",
            expect![[r#"
                error: 1 problem in the data; nothing was changed
                tally.csv:2: not UTF-8; save the file as UTF-8
            "#]],
        ),
        (
            b"\xef\xbb\xbfid,note\n",
            expect![[r#"
                error: 1 problem in the data; nothing was changed
                tally.csv:1: the file begins with a byte order mark; save it as plain UTF-8
            "#]],
        ),
        (
            b"id,note\r\nmember-2021,x\r\n",
            expect![[r#"
                error: 1 problem in the data; nothing was changed
                tally.csv:1: a carriage return; save the file with LF line ends
            "#]],
        ),
        (
            b"id,note\nmember-2021,\"x\n",
            expect![[r#"
                error: 1 problem in the data; nothing was changed
                tally.csv:2: a quote that is never closed
            "#]],
        ),
        (
            b"",
            expect![[r#"
                error: 1 problem in the data; nothing was changed
                tally.csv:1: the column `id` is missing
            "#]],
        ),
    ] {
        fs::write(home.path("tally.csv"), bytes).unwrap();
        home.arctic("import tally.csv --reason r").stderr(error).status(3);
    }
    home.arctic("log")
        .stdout(expect![[r#"
            0 revisions
        "#]])
        .status(1);
}
