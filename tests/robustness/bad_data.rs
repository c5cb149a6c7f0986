//! Data with errors is refused. Every error is reported with file, line, column and reason, and no
//! registry is created.

use std::fs;

use crate::support::{Home, replace, transcript};

/// A change to a file of the Tundra Forum.
enum Edit {
    /// Replaces the first text, which must occur once, by the second.
    Swap(&'static str, &'static str),
    /// Appends a line.
    Add(&'static str),
    /// Replaces the whole file.
    Whole(&'static [u8]),
    /// Turns all line ends into CRLF.
    Crlf,
    /// Prepends bytes.
    Before(&'static [u8]),
}

use Edit::{Add, Before, Crlf, Swap, Whole};
use expect_test::{Expect, expect};

/// Seeds a copy of the Tundra Forum with `edits`, and compares the error. No registry is created.
#[track_caller]
fn refused(edits: &[(&str, Edit)], error: Expect) {
    let home = Home::empty();
    let folder = home.copy_of_tundra();
    for (file, edit) in edits {
        let path = folder.join(file);
        let old = fs::read(&path).unwrap_or_default();
        let text = || String::from_utf8(old.clone()).unwrap();
        let new = match edit {
            Swap(from, to) => {
                replace(&path, from, to);
                continue;
            }
            Add(line) => format!("{}{line}\n", text()).into_bytes(),
            Whole(bytes) => bytes.to_vec(),
            Crlf => text().replace('\n', "\r\n").into_bytes(),
            Before(bytes) => [bytes, &*old].concat(),
        };
        fs::write(path, new).unwrap();
    }
    home.arctic("seed --from tundra").stderr(error).status(3);
    assert_eq!(home.names(), ["tundra"]);
}

#[test]
fn an_invalid_word() {
    refused(
        &[("party.csv", Swap("borea,state,", "borea,planet,"))],
        expect![[r#"
            error: 1 problem in the data
            party.csv:3: kind: not one of state, indigenous, igo, ngo
        "#]],
    );
    refused(
        &[("membership.csv", Swap("drift,observer", "drift,guest"))],
        expect![[r#"
            error: 1 problem in the data
            membership.csv:5: role: not one of member, permanent_participant, observer
        "#]],
    );
    refused(
        &[("event.csv", Swap("verified", "sure"))],
        expect![[r#"
            error: 1 problem in the data
            event.csv:2: confidence: not one of verified, single_source, unverified
        "#]],
    );
}

#[test]
fn an_invalid_date() {
    refused(
        &[("membership.csv", Swap("2021-06-02", "2021-06-31"))],
        expect![[r#"
            error: 1 problem in the data
            membership.csv:5: start: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)
        "#]],
    );
    refused(
        &[("event.csv", Swap("2020-06-01", "1 June 2020"))],
        expect![[r#"
            error: 1 problem in the data
            event.csv:2: date: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)
        "#]],
    );
    refused(
        &[("meeting.csv", Swap("2020-05-31", "2020-05"))],
        expect![[r#"
            error: 1 problem in the data
            meeting.csv:2: first_day: not a day (YYYY-MM-DD)
        "#]],
    );
    refused(
        &[("meta.csv", Swap("founded,2020-06-01", "founded,2020"))],
        expect![[r#"
            error: 1 problem in the data
            meta.csv:2: value: not a day (YYYY-MM-DD)
        "#]],
    );
}

#[test]
fn an_end_before_its_start() {
    refused(
        &[("membership.csv", Swap("2021,2022-07", "2021,2020"))],
        expect![[r#"
            error: 1 problem in the data
            membership.csv:6: end: not after start
        "#]],
    );
}

#[test]
fn a_role_or_a_chair_that_overlaps_another() {
    refused(
        &[
            ("membership.csv", Add("z-again,drift,observer,2022-01-01,,,verified,")),
            ("chairship.csv", Add("z-again,4,borea,2023-05,2024,,,,,,verified,")),
            ("citation.csv", Add("membership,z-again,almanac\nchairship,z-again,almanac")),
        ],
        expect![[r#"
            error: 2 problems in the data
            chairship.csv:5: start: another chairship covers part of that period
            membership.csv:7: party: already holds a role in that period
        "#]],
    );
}

/// Rows are inserted in batches; refused rows leave nothing behind.
#[test]
fn a_refused_row_does_not_affect_its_neighbours() {
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
        expect![[r#"
            error: 3 problems in the data
            alias.csv:74: kind: not one of short, official, endonym, translation, abbreviation, former, colloquial, code
            alias.csv:114: alias: `NAME 3` is the same name as `Name 3` of `drift`
            membership.csv:7: party: already holds a role in that period
        "#]],
    );
}

#[test]
fn a_reference_to_a_missing_row() {
    refused(
        &[("membership.csv", Swap("arvik,member", "arvick,member"))],
        expect![[r#"
            error: 1 problem in the data
            membership.csv:2: party: no `arvick` in table `party`
        "#]],
    );
    refused(
        &[("chairship.csv", Swap("borea-2020,rime-2021", "borea-2020,rime-2012"))],
        expect![[r#"
            error: 1 problem in the data
            chairship.csv:3: end_meeting: no `rime-2012` in table `meeting`
        "#]],
    );
    refused(
        &[("citation.csv", Add("event,nothing-2020,almanac\nevent,founding-2020,rumour"))],
        expect![[r#"
            error: 2 problems in the data
            citation.csv:39: record: no `nothing-2020` in table `event`
            citation.csv:40: source: no `rumour` in table `source`
        "#]],
    );
}

#[test]
fn duplicates() {
    refused(
        &[("event.csv", Add("founding-2020,2020-06-01,founding,Again,,verified,"))],
        expect![[r#"
            error: 1 problem in the data
            event.csv:3: id: already in table `event`
        "#]],
    );
    refused(
        &[("party.csv", Swap("XB,", "XA,"))],
        expect![[r#"
            error: 1 problem in the data
            party.csv:3: iso2: already in table `party`
        "#]],
    );
    refused(
        &[("country.csv", Swap("XE,XEL", "XA,XEL"))],
        expect![[r#"
            error: 1 problem in the data
            country.csv:2: id: this id or its ISO code is already in table `party`
        "#]],
    );
    refused(
        &[("meta.csv", Add("name,Other,"))],
        expect![[r#"
            error: 1 problem in the data
            meta.csv:11: key: already in table `meta`
        "#]],
    );
}

#[test]
fn a_name_of_two_parties() {
    refused(
        &[("alias.csv", Add("the CELSIA,borea,,former,en"))],
        expect![[r#"
            error: 1 problem in the data
            alias.csv:14: alias: `the CELSIA` is the same name as `Celsia` of `celsia`
        "#]],
    );
    refused(
        &[("alias.csv", Add("?!,borea,,former,en"))],
        expect![[r#"
            error: 1 problem in the data
            alias.csv:14: alias: no letter or digit in it
        "#]],
    );
}

#[test]
fn an_empty_cell_or_an_invalid_number() {
    refused(
        &[("party.csv", Swap("drift,state,Drift", "drift,state,"))],
        expect![[r#"
            error: 1 problem in the data
            party.csv:5: name: empty
        "#]],
    );
    refused(
        &[("chairship.csv", Swap("arvik-2021,2,", "arvik-2021,two,"))],
        expect![[r#"
            error: 1 problem in the data
            chairship.csv:2: ordinal: `two` is not a whole number
        "#]],
    );
    refused(
        &[("tally.csv", Swap("member,,3", "member,,3.0"))],
        expect![[r#"
            error: 1 problem in the data
            tally.csv:2: count: `3.0` is not a whole number
        "#]],
    );
}

#[test]
fn missing_and_unknown_columns() {
    refused(
        &[("event.csv", Swap(",title,", ",headline,"))],
        expect![[r#"
            error: 1 problem in the data
            event.csv:1: unknown column `headline`, the column `title` is missing
        "#]],
    );
    refused(
        &[("source.csv", Whole(b"id,title,publisher,published,note\nalmanac,A,,,\ncharter,B,,,\n"))],
        expect![[r#"
            error: 1 problem in the data
            source.csv:1: the column `url` is missing
        "#]],
    );
    refused(
        &[("source.csv", Whole(b"id,title,publisher,url,published,note,colour\nalmanac,A,,,,,red\ncharter,B,,,,,\n"))],
        expect![[r#"
            error: 1 problem in the data
            source.csv:1: unknown column `colour`
        "#]],
    );
    refused(
        &[("source.csv", Whole(b"id,title,publisher,url,published,note,note\nalmanac,A,,,,,\ncharter,B,,,,,\n"))],
        expect![[r#"
            error: 1 problem in the data
            source.csv:1: the column `note` appears twice
        "#]],
    );
    // A generated column is not read from files.
    refused(
        &[("alias.csv", Whole(b"alias,party,country,kind,lang,key\nArvik,arvik,,short,en,arvik\n"))],
        expect![[r#"
            error: 1 problem in the data
            alias.csv:1: unknown column `key`
        "#]],
    );
}

#[test]
fn rows_with_a_cell_too_few_or_too_many() {
    refused(
        &[("source.csv", Add("extra,Title,,,,,red\nshort,Title"))],
        expect![[r#"
            error: 2 problems in the data
            source.csv:4: the row has 7 cells, but the header has 6
            source.csv:5: the row has 2 cells, but the header has 6
        "#]],
    );
}

#[test]
fn an_empty_file() {
    refused(
        &[("event.csv", Whole(b""))],
        expect![[r#"
            error: 1 problem in the data
            event.csv:1: the column `id` is missing, the column `date` is missing, the column `kind` is missing, the column `title` is missing, the column `description` is missing, the column `confidence` is missing, the column `note` is missing
        "#]],
    );
}

#[test]
fn a_byte_order_mark() {
    refused(
        &[("event.csv", Before(b"\xef\xbb\xbf"))],
        expect![[r#"
            error: 1 problem in the data
            event.csv:1: the file begins with a byte order mark; save it as plain UTF-8
        "#]],
    );
    refused(
        &[("event.csv", Before(b"\xff\xfe"))],
        expect![[r#"
            error: 1 problem in the data
            event.csv:1: not UTF-8; save the file as UTF-8
        "#]],
    );
}

#[test]
fn carriage_returns() {
    refused(
        &[("event.csv", Crlf)],
        expect![[r#"
            error: 1 problem in the data
            event.csv:1: a carriage return; save the file with LF line ends
        "#]],
    );
}

#[test]
fn an_unclosed_quote() {
    refused(
        &[("meeting.csv", Swap("Celsia Port", "\"Celsia Port"))],
        expect![[r#"
            error: 1 problem in the data
            meeting.csv:3: a quote that is never closed
        "#]],
    );
}

#[test]
fn invalid_utf_8_and_nul_bytes() {
    refused(
        &[("event.csv", Whole(b"id,date,kind,title,description,confidence,note\nfounding-2020,2020-06-01,founding,T\xfcndra,,verified,\n"))], expect![[r#"
            error: 1 problem in the data
            event.csv:2: not UTF-8; save the file as UTF-8
        "#]]);
    refused(
        &[(
            "event.csv",
            Whole(
                b"id,date,kind,title,description,confidence,note\nfounding-2020,2020-06-01,founding,T\0,,verified,\n",
            ),
        )],
        expect![[r#"
            error: 1 problem in the data
            event.csv:2: a NUL byte; save the file as plain text
        "#]],
    );
}

#[test]
fn a_file_without_a_table() {
    refused(
        &[("memberships.csv", Whole(b"id\n"))],
        expect![[r#"
            error: 1 problem in the data
            memberships.csv: no table has this name
        "#]],
    );
}

#[test]
fn all_errors_are_reported_in_order() {
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
        expect![[r#"
            error: 7 problems in the data
            alias.csv:12: alias: `Borea` is the same name as `Borea` of `borea`
            membership.csv:6: end: not after start
            office_holder.csv:2: person: empty
            office_holder.csv:4: start: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)
            party.csv:6: kind: not one of state, indigenous, igo, ngo
            source.csv:2: url: not a web address
            tally.csv:4: count: less than 0
        "#]],
    );
}

#[test]
fn errors_are_sorted_by_line_number_not_as_text() {
    let edits = [
        ("citation.csv", Add("event,a,almanac\nevent,b,almanac")),
        ("citation.csv", Swap("agreement,peat-2021,almanac", "agreement,peat-2012,almanac")),
    ];
    refused(
        &edits,
        expect![[r#"
            error: 3 problems in the data
            citation.csv:2: record: no `peat-2012` in table `agreement`
            citation.csv:39: record: no `a` in table `event`
            citation.csv:40: record: no `b` in table `event`
        "#]],
    );
}

#[test]
fn references_to_a_refused_row_are_not_reported() {
    // Memberships, terms, meetings, aliases, areas, people and citations depend on this row.
    refused(
        &[("party.csv", Swap("borea,state,", "borea,planet,"))],
        expect![[r#"
            error: 1 problem in the data
            party.csv:3: kind: not one of state, indigenous, igo, ngo
        "#]],
    );
    // Everything cites the almanac.
    refused(
        &[("source.csv", Swap("https://tundra.example", "tundra.example"))],
        expect![[r#"
            error: 1 problem in the data
            source.csv:2: url: not a web address
        "#]],
    );
    // The rows of a file that cannot be read are missing.
    refused(
        &[("party.csv", Crlf)],
        expect![[r#"
            error: 1 problem in the data
            party.csv:1: a carriage return; save the file with LF line ends
        "#]],
    );
    refused(
        &[("source.csv", Add("extra,\"x"))],
        expect![[r#"
            error: 1 problem in the data
            source.csv:4: a quote that is never closed
        "#]],
    );
    // A row of the wrong width still has an id.
    refused(
        &[("meeting.csv", Swap("borea-2020,0,", "borea-2020,0,,"))],
        expect![[r#"
            error: 1 problem in the data
            meeting.csv:2: the row has 12 cells, but the header has 11
        "#]],
    );
}

#[test]
fn required_rows_of_meta_are_reported_if_missing() {
    transcript(
        expect![[r#"
            $ founded
            error: 1 problem in the data
            meta.csv: key: the row `founded` is missing
            $ name
            error: 1 problem in the data
            meta.csv: key: the row `name` is missing
            $ verified_through
            error: 1 problem in the data
            meta.csv: key: the row `verified_through` is missing
            $ version
            error: 1 problem in the data
            meta.csv: key: the row `version` is missing
        "#]],
        |key| {
            let home = Home::empty();
            let path = home.copy_of_tundra().join("meta.csv");
            let text = fs::read_to_string(&path).unwrap();
            let kept = text.lines().filter(|line| !line.starts_with(key));
            fs::write(path, kept.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
            let ran = home.arctic("seed --from tundra").output(3);
            assert_eq!((ran.stdout.as_str(), home.names()), ("", vec!["tundra".to_string()]));
            ran.stderr
        },
    );
}

#[test]
fn a_missing_or_empty_folder() {
    let home = Home::empty();
    fs::create_dir(home.path("empty")).unwrap();
    fs::write(home.path("file"), "x").unwrap();
    home.refuses(
        4,
        expect![[r#"
            $ seed --from empty
            error: empty: no CSV files; a data package has one for each table, such as `party.csv`
            $ seed --from missing
            error: missing: No such file or directory (os error 2)
            $ seed --from file
            error: file: Not a directory (os error 20)
        "#]],
    );
    assert_eq!(home.names(), ["empty", "file"]);
}
