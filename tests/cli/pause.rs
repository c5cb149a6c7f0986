//! A pause of the council: a note on every answer whose time it touches, and on no other.

use expect_test::expect;

use crate::support::{Arctic, Home, rows};

/// The pause of 2022, as the data describes it.
const PAUSE: &str = "Seven members, all but Russia, paused on 2022-03-03; projects without Russia from 2022-06-08, \
                     Working Groups in writing from 2023-08-29 and online from 2024-02-28; membership and chairship \
                     unchanged";

#[test]
fn a_pause_is_the_last_note_on_every_answer_whose_time_it_touches() {
    let home = Home::seeded();
    for question in [
        "chair 2022",
        "chair 2022-03-03",
        "chair",
        "members --on 2022-05",
        "participants --on 2022-05",
        "observers --on 2025",
        "status Russia --on 2022",
        "status Brazil --on 2022",
        "people --on 2022-05",
        "bodies --on 2022-05",
        "events --on 2023",
        "timeline --on 2022-05",
        "meetings --on 2023",
        "meetings",
        "terms",
        "stats",
        "diff 2021 2022",
    ] {
        let ran = home.arctic(question).args("-f json").run();
        let notes: Vec<&str> = ran.stderr.lines().collect();
        assert_eq!(notes.last(), Some(&format!("note: {PAUSE}").as_str()), "{question}");
        assert_eq!(ran.stderr.matches(PAUSE).count(), 1, "{question}");
        assert!(!ran.stdout.contains(PAUSE) || question.starts_with("events"), "{question}");
        // People read it below the table.
        let text = home.arctic(question).run().stdout;
        assert_eq!(text.trim_end().lines().last(), Some(format!("note: {PAUSE}").as_str()), "{question}");
    }
    let overview = Arctic::new().output(0).stdout;
    assert_eq!(overview.trim_end().lines().last(), Some(format!("note: {PAUSE}").as_str()));
}

#[test]
fn a_pause_is_no_note_on_another_time() {
    let home = Home::seeded();
    for question in [
        "chair 2021",
        "chair 2022-03-02",
        "members --on 2022-02",
        "status Russia --on 2014",
        "timeline --on 2021",
        "meetings --on 2021",
        "diff 2020 2021",
        "agreements",
    ] {
        let ran = home.arctic(question).args("-f csv").run();
        assert!(!ran.stderr.contains("paused"), "{question}: {}", ran.stderr);
    }
    // The rows of a file are facts about roles, which the pause did not change.
    let csv = "country,date\nRussia,2022-05-01\n";
    let ran = home.arctic("annotate - --country country --date date").stdin(csv).output(0);
    assert!(!format!("{}{}", ran.stdout, ran.stderr).contains("paused"));
}

/// A pause of the made-up council, of which the end is known to the year only.
fn pause_of_tundra(home: &Home, end: &str) {
    home.arctic("put event id=pause-2021 date=2021-07 kind=pause \"title=Borea stays away\" confidence=verified --source almanac --reason r")
        .arg(format!("end={end}"))
        .output(0);
}

#[test]
fn another_council_can_pause_until_a_day() {
    let home = Home::tundra();
    pause_of_tundra(&home, "2022-02");
    for (when, paused) in [
        ("2021-06", false),
        ("2021-07-15", true),
        ("2022-01", true),
        ("2022-02-27", true),
        ("2022-02-28", false),
        ("2022-03", false),
        ("2021", true),
    ] {
        let notes = home.arctic("chair -f csv").arg(when).today("2022-08-31").output(0).stderr;
        assert_eq!(notes.lines().any(|note| note == "note: Borea stays away"), paused, "{when}: {notes}");
    }
    home.arctic("verify").stdout("17 checks, 0 problems\n").status(0);
}

#[test]
fn the_description_of_a_pause_is_one_line() {
    let home = Home::tundra();
    pause_of_tundra(&home, "");
    home.arctic("put event id=pause-2021 --reason r")
        .arg("description=Borea\nnote: stays\t away.")
        .stderr(expect![[r#"
            error: 1 problem in the data; nothing was changed
            event: description: a control character
        "#]])
        .status(3);
}

#[test]
fn an_export_of_a_time_keeps_the_pause_that_it_touches() {
    let home = Home::seeded();
    let events = |when: &str| {
        home.arctic("export csv cut --force --on").arg(when).output(0);
        let mut kept = rows(&std::fs::read(home.path("cut/event.csv")).unwrap());
        kept.retain(|row| row["kind"] == "pause" || row["kind"] == "resumption");
        kept.iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };
    assert!(events("2021").is_empty());
    assert_eq!(events("2022-05"), ["pause-2022"]);
    assert_eq!(events("2022-07"), ["limited-resumption-2022", "pause-2022"]);
    assert_eq!(events("2023-12"), ["pause-2022", "written-procedure-2023"]);
    assert_eq!(events("2025-06"), ["pause-2022", "virtual-meetings-2024"]);
    let _ = std::fs::remove_file(home.path("cut.db"));
    home.arctic("--db cut.db seed --from cut").output(0);
    assert_eq!(home.arctic("--db cut.db chair 2025-06 -f csv").output(0).stderr, format!("note: {PAUSE}\n"));
}
