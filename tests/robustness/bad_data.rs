//! A folder with a fault is refused whole: every fault is named with file, line, column and reason,
//! and no database is made.

use std::fs;

use crate::support::Home;

/// What is done to a file of the made-up council.
enum Edit {
    /// Puts the second text in the place of the first, which must stand there once.
    Swap(&'static str, &'static str),
    /// Adds a line at the end.
    Add(&'static str),
    /// The whole of the file, bytes and all.
    Whole(&'static [u8]),
    /// The file as it is, with each line end made CRLF.
    Crlf,
    /// These bytes before it.
    Before(&'static [u8]),
}

use Edit::{Add, Before, Crlf, Swap, Whole};
use expect_test::expect;

/// Seeds a copy of the made-up council with `edits`; the faults must be `problems`, all and in order.
#[track_caller]
fn refused(edits: &[(&str, Edit)], problems: &[&str]) {
    let home = Home::empty();
    let folder = home.copy_of_tundra();
    for (file, edit) in edits {
        let path = folder.join(file);
        let old = fs::read(&path).unwrap_or_default();
        let text = || String::from_utf8(old.clone()).unwrap();
        let new = match edit {
            Swap(from, to) => {
                assert_eq!(text().matches(from).count(), 1, "`{from}` in {file}");
                text().replace(from, to).into_bytes()
            }
            Add(line) => format!("{}{line}\n", text()).into_bytes(),
            Whole(bytes) => bytes.to_vec(),
            Crlf => text().replace('\n', "\r\n").into_bytes(),
            Before(bytes) => [bytes, &*old].concat(),
        };
        fs::write(path, new).unwrap();
    }
    let s = if problems.len() == 1 { "" } else { "s" };
    let stderr =
        format!("error: {} problem{s} in the data; nothing was changed\n{}\n", problems.len(), problems.join("\n"));
    home.arctic("seed --from tundra").stderr(&stderr).status(3);
    assert_eq!(home.names(), ["tundra"], "something was left behind");
}

#[test]
fn a_word_that_is_not_one_of_those_allowed() {
    refused(
        &[("party.csv", Swap("borea,state,", "borea,planet,"))],
        &["party.csv:3: kind: not one of state, indigenous, igo, ngo"],
    );
    refused(
        &[("membership.csv", Swap("drift,observer", "drift,guest"))],
        &["membership.csv:5: role: not one of member, permanent_participant, observer"],
    );
    refused(
        &[("event.csv", Swap("verified", "sure"))],
        &["event.csv:2: confidence: not one of verified, single_source, unverified"],
    );
}

#[test]
fn a_date_that_is_none() {
    refused(
        &[("membership.csv", Swap("2021-06-02", "2021-06-31"))],
        &["membership.csv:5: start: not a date (YYYY, YYYY-MM or YYYY-MM-DD)"],
    );
    refused(
        &[("event.csv", Swap("2020-06-01", "1 June 2020"))],
        &["event.csv:2: date: not a date (YYYY, YYYY-MM or YYYY-MM-DD)"],
    );
    refused(&[("meeting.csv", Swap("2020-05-31", "2020-05"))], &["meeting.csv:2: first_day: not a day (YYYY-MM-DD)"]);
    refused(
        &[("meta.csv", Swap("founded,2020-06-01", "founded,2020"))],
        &["meta.csv:2: value: not a day (YYYY-MM-DD)"],
    );
}

#[test]
fn an_end_before_its_start() {
    refused(&[("membership.csv", Swap("2021,2022-07", "2021,2020"))], &["membership.csv:6: end: not after start"]);
}

#[test]
fn a_role_or_a_chair_that_overlaps_another() {
    refused(
        &[
            ("membership.csv", Add("z-again,drift,observer,2022-01-01,,,verified,")),
            ("chairship.csv", Add("z-again,4,borea,2023-05,2024,,,,,,verified,")),
            ("citation.csv", Add("membership,z-again,almanac\nchairship,z-again,almanac")),
        ],
        &[
            "chairship.csv:5: start: another chairship covers part of that period",
            "membership.csv:7: party: already holds a role in that period",
        ],
    );
}

/// Rows go in many at once; of those that are refused nothing stays.
#[test]
fn a_row_that_is_refused_is_no_fault_of_those_around_it() {
    let name = |number| match number {
        60 => "Name 60,drift,,nickname,en\n".to_string(),
        100 => "NAME 3,drift,,short,en\n".to_string(),
        _ => format!("Name {number},drift,,short,en\n"),
    };
    let names: String = (0..180).map(name).collect();
    refused(
        &[
            ("alias.csv", Add(names.trim_end().to_string().leak())),
            (
                "membership.csv",
                Add(
                    "y-again,drift,observer,2021-01,2021-07,,verified,\nz-again,drift,observer,2020-12,2021-03,,verified,",
                ),
            ),
            ("citation.csv", Add("membership,y-again,almanac\nmembership,z-again,almanac")),
        ],
        &[
            "alias.csv:74: kind: not one of short, official, endonym, translation, abbreviation, former, colloquial, code, deprecated, people",
            "alias.csv:114: alias: `NAME 3` is the same name as `Name 3` of `drift`",
            "membership.csv:7: party: already holds a role in that period",
        ],
    );
}

#[test]
fn a_reference_to_what_is_not_there() {
    refused(
        &[("membership.csv", Swap("arvik,member", "arvick,member"))],
        &["membership.csv:2: party: no `arvick` in table `party`"],
    );
    refused(
        &[("chairship.csv", Swap("borea-2020,rime-2021", "borea-2020,rime-2012"))],
        &["chairship.csv:3: end_meeting: no `rime-2012` in table `meeting`"],
    );
    refused(
        &[("citation.csv", Add("event,nothing-2020,almanac\nevent,founding-2020,rumour"))],
        &[
            "citation.csv:39: record: no `nothing-2020` in table `event`",
            "citation.csv:40: source: no `rumour` in table `source`",
        ],
    );
}

#[test]
fn what_stands_twice() {
    refused(
        &[("event.csv", Add("founding-2020,2020-06-01,founding,Again,,verified,"))],
        &["event.csv:3: id: stands twice in table `event`"],
    );
    refused(&[("party.csv", Swap("XB,", "XA,"))], &["party.csv:3: iso2: stands twice in table `party`"]);
    refused(
        &[("country.csv", Swap("XE,XEL", "XA,XEL"))],
        &["country.csv:2: id: this id or its ISO code stands in table `party` already"],
    );
    refused(&[("meta.csv", Add("name,Other,"))], &["meta.csv:11: key: stands twice in table `meta`"]);
}

#[test]
fn a_name_that_two_parties_bear() {
    refused(
        &[("alias.csv", Add("the CELSIA,borea,,former,en"))],
        &["alias.csv:14: alias: `the CELSIA` is the same name as `Celsia` of `celsia`"],
    );
    refused(&[("alias.csv", Add("?!,borea,,former,en"))], &["alias.csv:14: alias: nothing is left of it when folded"]);
}

#[test]
fn a_cell_that_is_empty_or_no_number() {
    refused(&[("party.csv", Swap("drift,state,Drift", "drift,state,"))], &["party.csv:5: name: empty"]);
    refused(
        &[("chairship.csv", Swap("arvik-2021,2,", "arvik-2021,two,"))],
        &["chairship.csv:2: ordinal: `two` is not a whole number"],
    );
    refused(&[("tally.csv", Swap("member,,3", "member,,3.0"))], &["tally.csv:2: count: `3.0` is not a whole number"]);
}

#[test]
fn columns_that_are_missing_or_too_many() {
    refused(
        &[("event.csv", Swap(",title,", ",headline,"))],
        &["event.csv:1: `headline` is no column of this table, the column `title` is missing"],
    );
    refused(
        &[("source.csv", Whole(b"id,title,publisher,published,note\nalmanac,A,,,\ncharter,B,,,\n"))],
        &["source.csv:1: the column `url` is missing"],
    );
    refused(
        &[("source.csv", Whole(b"id,title,publisher,url,published,note,colour\nalmanac,A,,,,,red\ncharter,B,,,,,\n"))],
        &["source.csv:1: `colour` is no column of this table"],
    );
    refused(
        &[("source.csv", Whole(b"id,title,publisher,url,published,note,note\nalmanac,A,,,,,\ncharter,B,,,,,\n"))],
        &["source.csv:1: the column `note` stands twice"],
    );
    // A column that the program works out is none of the file's.
    refused(
        &[("alias.csv", Whole(b"alias,party,country,kind,lang,key\nArvik,arvik,,short,en,arvik\n"))],
        &["alias.csv:1: `key` is no column of this table"],
    );
}

#[test]
fn rows_with_a_cell_too_few_or_too_many() {
    refused(
        &[("source.csv", Add("extra,Title,,,,,red\nshort,Title"))],
        &[
            "source.csv:4: the row has 7 cells where the header has 6",
            "source.csv:5: the row has 2 cells where the header has 6",
        ],
    );
}

#[test]
fn an_empty_file() {
    refused(
        &[("event.csv", Whole(b""))],
        &[
            "event.csv:1: the column `id` is missing, the column `date` is missing, the column `kind` is missing, the column `title` is missing, the column `description` is missing, the column `confidence` is missing, the column `note` is missing",
        ],
    );
}

#[test]
fn a_byte_order_mark() {
    refused(
        &[("event.csv", Before(b"\xef\xbb\xbf"))],
        &["event.csv:1: the file begins with a byte order mark; save it as plain UTF-8"],
    );
    refused(&[("event.csv", Before(b"\xff\xfe"))], &["event.csv:1: not UTF-8; save the file as UTF-8"]);
}

#[test]
fn carriage_returns() {
    refused(&[("event.csv", Crlf)], &["event.csv:1: a carriage return; save the file with LF line ends"]);
}

#[test]
fn a_quote_that_is_never_closed() {
    refused(&[("meeting.csv", Swap("Celsia Port", "\"Celsia Port"))], &["meeting.csv:3: a quote that is never closed"]);
}

#[test]
fn bytes_that_are_no_text() {
    refused(
        &[("event.csv", Whole(b"id,date,kind,title,description,confidence,note\nfounding-2020,2020-06-01,founding,T\xfcndra,,verified,\n"))],
        &["event.csv:2: not UTF-8; save the file as UTF-8"],
    );
    refused(
        &[(
            "event.csv",
            Whole(
                b"id,date,kind,title,description,confidence,note\nfounding-2020,2020-06-01,founding,T\0,,verified,\n",
            ),
        )],
        &["event.csv:2: a NUL byte; save the file as plain text"],
    );
}

#[test]
fn a_file_that_no_table_is_named_after() {
    refused(&[("memberships.csv", Whole(b"id\n"))], &["memberships.csv: no table has this name"]);
}

#[test]
fn many_faults_at_once_are_all_named_in_order() {
    refused(
        &[
            ("party.csv", Swap("lichen-fund,ngo", "lichen-fund,club")),
            ("source.csv", Swap("https://tundra.example", "tundra.example")),
            ("membership.csv", Swap("2021,2022-07", "2021,2020")),
            ("office_holder.csv", Swap("Ada Moor", "")),
            ("office_holder.csv", Swap("2022-06-03,,single_source", "2022-06-33,,single_source")),
            ("tally.csv", Swap(",0,single_source", ",-1,single_source")),
            ("alias.csv", Swap("Old Rime", "Borea")),
        ],
        &[
            "alias.csv:12: alias: `Borea` is the same name as `Borea` of `borea`",
            "membership.csv:6: end: not after start",
            "office_holder.csv:2: person: empty",
            "office_holder.csv:4: start: not a date (YYYY, YYYY-MM or YYYY-MM-DD)",
            "party.csv:6: kind: not one of state, indigenous, igo, ngo",
            "source.csv:2: url: not a web address",
            "tally.csv:4: count: less than 0",
        ],
    );
}

#[test]
fn lines_are_numbered_in_the_order_of_the_file_also_after_the_ninth() {
    let edits = [
        ("citation.csv", Add("event,a,almanac\nevent,b,almanac")),
        ("citation.csv", Swap("agreement,peat-2021,almanac", "agreement,peat-2012,almanac")),
    ];
    refused(
        &edits,
        &[
            "citation.csv:2: record: no `peat-2012` in table `agreement`",
            "citation.csv:39: record: no `a` in table `event`",
            "citation.csv:40: record: no `b` in table `event`",
        ],
    );
}

#[test]
fn who_refers_to_a_refused_row_is_not_blamed_for_it() {
    // Memberships, terms, meetings, aliases, areas, people and citations hang on this one row.
    refused(
        &[("party.csv", Swap("borea,state,", "borea,planet,"))],
        &["party.csv:3: kind: not one of state, indigenous, igo, ngo"],
    );
    // Everything cites the almanac.
    refused(
        &[("source.csv", Swap("https://tundra.example", "tundra.example"))],
        &["source.csv:2: url: not a web address"],
    );
    // A whole file that cannot be read takes its rows with it.
    refused(&[("party.csv", Crlf)], &["party.csv:1: a carriage return; save the file with LF line ends"]);
    refused(&[("source.csv", Add("extra,\"x"))], &["source.csv:4: a quote that is never closed"]);
    // A row of the wrong width has an id all the same.
    refused(
        &[("meeting.csv", Swap("borea-2020,0,", "borea-2020,0,,"))],
        &["meeting.csv:2: the row has 12 cells where the header has 11"],
    );
}

#[test]
fn what_the_registry_cannot_do_without_is_asked_for() {
    for key in ["founded", "name", "verified_through", "version"] {
        let home = Home::empty();
        let path = home.copy_of_tundra().join("meta.csv");
        let text = fs::read_to_string(&path).unwrap();
        let kept: String = text.lines().filter(|line| !line.starts_with(key)).map(|line| format!("{line}\n")).collect();
        fs::write(path, kept).unwrap();
        let ran = home.arctic("seed --from tundra").output(3);
        assert!(
            ran.stderr.starts_with("error: 1 problem in the data; nothing was changed\nmeta.csv: key: the row `"),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains(&format!("`{key}`")), "{}", ran.stderr);
        assert_eq!(home.names(), ["tundra"]);
    }
}

#[test]
fn a_folder_without_data_or_no_folder_at_all() {
    let home = Home::empty();
    fs::create_dir(home.path("empty")).unwrap();
    fs::write(home.path("file"), "x").unwrap();
    home.arctic("seed --from empty")
        .stderr(expect![[r#"
            error: empty: holds no CSV file; a data package has one a table, such as `party.csv`
        "#]])
        .status(4);
    home.arctic("seed --from missing")
        .stderr(expect![[r#"
            error: missing: No such file or directory (os error 2)
        "#]])
        .status(4);
    home.arctic("seed --from file")
        .stderr(expect![[r#"
            error: file: Not a directory (os error 20)
        "#]])
        .status(4);
    assert_eq!(home.names(), ["empty", "file"]);
}
