//! `export ics`: the calendar.

use expect_test::{expect, expect_file};

use super::{export, hostile};
use crate::support::{Home, check};

#[test]
fn the_calendar_of_the_tundra_forum() {
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
fn a_term_that_ends_between_bounds_says_so() {
    let home = Home::tundra();
    home.sql().execute("UPDATE chairship SET \"end\" = '2022-12..2023-06-01' WHERE ordinal = 3", []).unwrap();
    let calendar = String::from_utf8(export(&home, "ics")).unwrap();
    let lines: Vec<String> =
        unfolded(&calendar).into_iter().skip_while(|line| !line.contains("celsia-2022@")).collect();
    for line in [
        "DTSTART;VALUE=DATE:20220603",
        "DTEND;VALUE=DATE:20221201",
        "SUMMARY:Celsia chairs the Tundra Forum (until 2022 or 2023)",
        "STATUS:TENTATIVE",
    ] {
        assert!(lines.iter().any(|found| found == line), "{line}: {lines:?}");
    }
    assert!(
        lines.iter().any(|line| line.contains("It ends between 2022-12 and 2023-06-01\\; the day is not known.")),
        "{lines:?}"
    );
}

#[test]
fn a_term_with_uncertain_days_covers_all_possible_ones() {
    let home = Home::tundra();
    home.sql().execute_batch("UPDATE chairship SET start = '2022', end = '2022' WHERE ordinal = 3; UPDATE chairship SET end = '2022' WHERE ordinal = 2").unwrap();
    let calendar = unfolded(&String::from_utf8(export(&home, "ics")).unwrap());
    let at = calendar.iter().position(|line| line == "UID:chairship-celsia-2022@tundra-forum").unwrap();
    let event: String = calendar[at..].iter().take(10).map(|line| format!("{line}\n")).collect();
    check(
        &event,
        expect![[r#"
            UID:chairship-celsia-2022@tundra-forum
            DTSTAMP:20220831T000000Z
            SEQUENCE:1
            DTSTART;VALUE=DATE:20220101
            DTEND;VALUE=DATE:20221231
            SUMMARY:Celsia chairs the Tundra Forum (until 2022)
            DESCRIPTION:It begins in 2022\; the day is not known.\nIt ends in 2022\; the day is not known.\nThe end is planned.\nSource: Tundra Almanac\, third edition. Celsia Press. https://tundra.example/almanac
            CATEGORIES:Chairship
            STATUS:TENTATIVE
            TRANSP:TRANSPARENT
        "#]],
    );
}

#[test]
fn lines_have_at_most_75_octets_and_text_is_escaped() {
    let home = hostile();
    let calendar = String::from_utf8(export(&home, "ics")).unwrap();
    for line in calendar.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\n', '\r', '\u{1b}']), "{line:?}");
    }
    let lines = unfolded(&calendar);
    assert_eq!(lines.iter().filter(|line| *line == "END:VEVENT").count(), 6);
    let place =
        "=cmd|' /C calc'!A0\\;<script>alert(1)</script>\\,]]>\"'`\\\\ --\\nEND:VEVENT\\n[2J{{x}} \u{202e}ø 北 👩‍🚀";
    assert!(lines.contains(&format!("LOCATION:{place}")), "{lines:#?}");
}
