//! `export ics`: the calendar.

use expect_test::expect_file;

use super::{export, hostile};
use crate::support::Home;

#[test]
fn the_calendar_is_this() {
    let home = Home::tundra();
    home.sql().execute("DELETE FROM citation WHERE record <> 'rime-2021'", []).unwrap();
    home.sql().execute("UPDATE chairship SET end = NULL WHERE ordinal = 3", []).unwrap();
    let calendar = String::from_utf8(export(&home, "ics")).unwrap();
    assert_eq!(calendar.matches('\n').count(), calendar.matches("\r\n").count());
    expect_file!["../data/tundra.ics"].assert_eq(&calendar.replace("\r\n", "\n"));
}

/// The content lines of a calendar, unfolded.
fn unfolded(calendar: &str) -> Vec<String> {
    calendar.replace("\r\n ", "").split_terminator("\r\n").map(str::to_string).collect()
}

#[test]
fn a_term_without_certain_days_is_all_that_it_can_be_and_says_so() {
    let home = Home::tundra();
    home.sql().execute_batch("UPDATE chairship SET start = '2022', end = '2022' WHERE ordinal = 3; UPDATE chairship SET end = '2022' WHERE ordinal = 2").unwrap();
    let calendar = unfolded(&String::from_utf8(export(&home, "ics")).unwrap());
    let at = calendar.iter().position(|line| line == "UID:chairship-celsia-2022@tundra-forum").unwrap();
    assert_eq!(
        calendar[at + 3..at + 6],
        [
            "DTSTART;VALUE=DATE:20220101",
            "DTEND;VALUE=DATE:20221231",
            "SUMMARY:Celsia chairs the Tundra Forum (until 2022)"
        ]
    );
    assert!(calendar[at + 6].starts_with(
        "DESCRIPTION:It begins in 2022\\; the day is not known.\\nIt ends in 2022\\; the day is not known."
    ));
    assert!(calendar[at..].iter().take(10).any(|line| line == "STATUS:TENTATIVE"));
}

#[test]
fn a_line_of_the_calendar_is_no_longer_than_75_octets_and_no_text_breaks_out_of_it() {
    let home = hostile();
    let calendar = String::from_utf8(export(&home, "ics")).unwrap();
    for line in calendar.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\n', '\r', '\u{1b}']), "{line:?}");
    }
    let lines = unfolded(&calendar);
    assert_eq!(lines.iter().filter(|line| *line == "END:VEVENT").count(), 6);
    let place =
        "=cmd|' /C calc'!A0\\;<script>alert(1)</script>\\,]]>\"'`\\\\ --\\nEND:VEVENT\\n [2J{{x}} \u{202e}ø 北 👩‍🚀";
    assert!(lines.contains(&format!("LOCATION:{place}")), "{lines:#?}");
}
