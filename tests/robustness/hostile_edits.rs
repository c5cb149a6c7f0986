//! Text that means harm, by way of `put`, `import` and `undo`: stored and written byte for byte, shown and
//! never sent to a terminal, and no line of it passes for one of ours.

use std::fs;

use expect_test::expect;

use crate::support::{Home, contents};

const TEXTS: &[&str] = &[
    "\u{1b}[2J\u{1b}]0;title\u{7}",
    "\u{202e}live\u{202c}\u{2066}x\u{2069}",
    "\u{9b}1m\t\u{8}\u{7f}",
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

/// Nothing that a terminal obeys.
#[track_caller]
fn is_tame(said: &str) {
    let obeyed: Vec<char> = said
        .chars()
        .filter(|c| {
            c.is_control() && *c != '\n'
                || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .collect();
    assert!(obeyed.is_empty(), "{obeyed:?}\n{said}");
}

#[test]
fn what_is_put_is_stored_as_it_is_and_shown_tamely() {
    let home = Home::tundra();
    home.arctic("export csv first").output(0);
    for (at, text) in TEXTS.iter().enumerate() {
        let ran = home
            .arctic("put tally id=member-2021 --reason")
            .arg(format!("why {text}"))
            .arg(format!("--who={text}"))
            .arg(format!("note={text}"))
            .output(0);
        is_tame(&ran.stdout);
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
            is_tame(&home.arctic(line).output(0).stdout);
        }
        let shown = home.arctic("log").arg((at + 1).to_string()).output(0).stdout;
        is_tame(&shown);
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
        is_tame(&home.arctic("undo").arg(number.to_string()).output(0).stdout);
    }
    home.arctic("export csv last").output(0);
    assert!(contents(&home.path("last")) == contents(&home.path("first")));
}

#[test]
fn what_is_refused_is_shown_tamely_on_its_own_line() {
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
            let output = arctic.command().output().unwrap();
            let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            let code = output.status.code();
            assert!(matches!(code, Some(2 | 3)), "{line}{text:?}: {code:?} {said}");
            // What the parser of the command line refuses it words itself.
            if !said.contains("For more information, try '--help'") {
                is_tame(&said);
                assert!(!said.contains("\nremoved party") && !said.contains("\nrevision 9"), "{said}");
            }
        }
    }
}

#[test]
fn a_cell_of_a_megabyte_is_carried_whole() {
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
            15 checks, 0 problems
        "#]])
        .status(0);
}

#[test]
fn files_that_are_no_text_are_refused_by_line() {
    let home = Home::tundra();
    for (bytes, problem) in [
        (&b"id,note\nmember-2021,a\0b\n"[..], "tally.csv:2: "),
        (b"id,note\nmember-2021,\xff\n", "tally.csv:2: "),
        (b"\xef\xbb\xbfid,note\n", "tally.csv:1: the file begins with a byte order mark; save it as plain UTF-8"),
        (b"id,note\r\nmember-2021,x\r\n", "tally.csv:1: a carriage return; save the file with LF line ends"),
        (b"id,note\nmember-2021,\"x\n", "tally.csv:2: "),
        (b"", "tally.csv:1: the column `id` is missing"),
    ] {
        fs::write(home.path("tally.csv"), bytes).unwrap();
        let ran = home.arctic("import tally.csv --reason r").output(3);
        let line = ran.stderr.lines().nth(1).unwrap_or_default();
        assert!(line.starts_with(problem) && ran.stderr.lines().count() == 2, "{}", ran.stderr);
    }
    home.arctic("log")
        .stdout(expect![[r#"
            no revision
        "#]])
        .status(1);
}
