//! `annotate`: the input file with columns from the registry appended.

use std::fs;
use std::sync::OnceLock;

use arctic_council::Registry;
use arctic_council::annotate::{DateFrom, Options, Summary};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::support::{Home, names};

/// Annotates `input` through the library.
fn annotated(input: &[u8], threads: usize, block: usize) -> Result<(Vec<u8>, Summary), String> {
    static REGISTRY: OnceLock<std::sync::Mutex<Registry>> = OnceLock::new();
    let registry = REGISTRY.get_or_init(|| Registry::bundled().unwrap().into()).lock().unwrap();
    let mut options = Options::new("country", DateFrom::Column("date".to_string()));
    (options.threads, options.block) = (threads, block);
    let mut output = Vec::new();
    let summary =
        registry.annotate("in.csv", input, &mut output, &options, &|_| {}).map_err(|error| error.to_string())?;
    Ok((output, summary))
}

/// Runs `annotate` on a file with these bytes, and compares its output and its notes.
#[track_caller]
fn annotates(options: &str, input: &str, output: &str, notes: Expect) {
    let home = Home::seeded();
    fs::write(home.path("in.csv"), input).unwrap();
    home.arctic(&format!("annotate in.csv {options}")).stdout(output).stderr(notes).status(0);
}

/// Runs `annotate` on a file with these bytes, and compares the error. No file is written.
#[track_caller]
fn refuses(code: i32, options: &str, input: &[u8], error: Expect) {
    let home = Home::seeded();
    fs::write(home.path("in.csv"), input).unwrap();
    home.arctic(&format!("annotate in.csv {options}")).stderr(error).status(code);
    assert_eq!(home.names(), ["in.csv", "registry.db"]);
}

#[test]
fn each_kind_of_row_is_answered() {
    annotates(
        "--country who --date day",
        "day,who,x\n\
         2013-05-14,\"Korea, Rep.\",1\n\
         2013-05-15,\"Korea, Rep.\",2\n\
         2021-05-20T10:00:00Z,RUSSIA,3\n\
         2019-07-01,National Geographic Society,4\n\
         2021-02-30,Norway,5\n\
         1995-01-01,Norway,6\n\
         2020-01-01,Brazil,7\n\
         2020-01-01,Atlantis,8\n\
         2020-01-01,Greenland,9\n\
         2020-01-01,AIA,10\n\
         2028-01-01,Norway,11\n",
        "day,who,x,arctic_party,arctic_role,arctic_since,arctic_chair,arctic_chair_certainty\n\
         2013-05-14,\"Korea, Rep.\",1,south-korea,none,,sweden,certain\n\
         2013-05-15,\"Korea, Rep.\",2,south-korea,observer,2013-05-15,canada,certain\n\
         2021-05-20T10:00:00Z,RUSSIA,3,russia,member,1996-09-19,russia,certain\n\
         2019-07-01,National Geographic Society,4,ngs,not_known,2017-05-11,iceland,certain\n\
         2021-02-30,Norway,5,norway,bad_date,,,\n\
         1995-01-01,Norway,6,norway,outside,,,\n\
         2020-01-01,Brazil,7,,none,,iceland,certain\n\
         2020-01-01,Atlantis,8,,unrecognised,,iceland,certain\n\
         2020-01-01,Greenland,9,denmark,member,1996-09-19,iceland,certain\n\
         2020-01-01,AIA,10,,none,,iceland,certain\n\
         2028-01-01,Norway,11,norway,not_known,1996-09-19,sweden,projected\n",
        expect![[r#"
            note: 11 rows: 3 with a role, 3 none, 2 not known, 1 unrecognised, 1 with an invalid date, 1 before the founding on 1996-09-19
            note: 1 row dated after 2026-03-13, when the data was last verified
            note: unrecognised: `Atlantis` 1
            note: invalid dates: `2021-02-30` 1
        "#]],
    );
}

#[test]
fn a_year_stands_for_its_last_day_unless_told() {
    let input = "c,y\nCHN,2013\nCHN,2014\nCHN,2013-05\n";
    annotates(
        "--country c --year y --columns role,chair --prefix ac_",
        input,
        "c,y,ac_role,ac_chair\nCHN,2013,observer,canada\nCHN,2014,observer,canada\nCHN,2013-05,observer,canada\n",
        expect![[r#"
            note: 3 rows: 3 with a role, 0 none
            note: 2 rows give a year or month in which the answer changes; its last day counts
        "#]],
    );
    annotates(
        "--country c --date y --columns role --at start",
        input,
        "c,y,arctic_role\nCHN,2013,none\nCHN,2014,observer\nCHN,2013-05,none\n",
        expect![[r#"
            note: 3 rows: 1 with a role, 2 none
            note: 2 rows give a year or month in which the answer changes; its first day counts
        "#]],
    );
}

#[test]
fn the_bytes_of_the_file_are_kept() {
    annotates(
        "--country country --on 2020 --columns role",
        "\u{feff}country,\"a \"\"b\"\"\"\r\nFinland ,\"x\ny\"\r\n\r\n\"Russia\",  \r\n US,é",
        "\u{feff}country,\"a \"\"b\"\"\",arctic_role\r\nFinland ,\"x\ny\",member\r\n\r\n\"Russia\",  ,member\r\n US,é,member",
        expect![[r#"
            note: 3 rows: 3 with a role, 0 none
        "#]],
    );
    // As spreadsheets write it: every cell quoted, after a byte order mark.
    annotates(
        "--country country --date y --columns role",
        "\u{feff}\"country\",\"y\"\r\n\"Norway\",\"2020\"\r\n",
        "\u{feff}\"country\",\"y\",arctic_role\r\n\"Norway\",\"2020\",member\r\n",
        expect![[r#"
            note: 1 row: 1 with a role, 0 none
        "#]],
    );
    annotates(
        "--country c --on 2020-06-01 --columns name,iso3 --delimiter ;",
        "c;n\nKOREA, SOUTH;1\nFrench Republic;2\nSvizra;3\n",
        "c;n;arctic_name;arctic_iso3\nKOREA, SOUTH;1;South Korea;KOR\nFrench Republic;2;France;FRA\nSvizra;3;Switzerland;CHE\n",
        expect![[r#"
            note: 3 rows: 3 with a role, 0 none
        "#]],
    );
}

#[test]
fn areas_can_be_separate() {
    annotates(
        "--country c --on 2020-06-01 --columns party,role --territories separate",
        "c\nGreenland\nFaroe Islands\nDenmark\n",
        "c,arctic_party,arctic_role\nGreenland,denmark,represented\nFaroe Islands,denmark,represented\nDenmark,denmark,member\n",
        expect![[r#"
            note: 3 rows: 1 with a role, 0 none, 2 represented
        "#]],
    );
}

#[test]
fn dates_are_read_by_a_format() {
    annotates(
        "--country c --date d --date-format %d/%m/%Y --columns role",
        "c,d\nChina,15/05/2013\nChina,14/05/2013\nChina,2013-05-15\nChina,31/02/2013\n",
        "c,d,arctic_role\nChina,15/05/2013,observer\nChina,14/05/2013,none\nChina,2013-05-15,bad_date\nChina,31/02/2013,bad_date\n",
        expect![[r#"
            note: 4 rows: 1 with a role, 1 none, 2 with an invalid date
            note: invalid dates: `2013-05-15` 1, `31/02/2013` 1
        "#]],
    );
    let home = Home::seeded();
    fs::write(home.path("in.csv"), "c,d\n").unwrap();
    home.refuses(
        2,
        expect![[r#"
            $ annotate in.csv --country c --date d --date-format %d/%m
            error: invalid date format: `%d/%m`; use one such as `%d/%m/%Y`, or `excel`
            $ annotate in.csv --country c --date d --date-format %Q
            error: invalid date format: `%Q`; use one such as `%d/%m/%Y`, or `excel`
            $ annotate in.csv --country c --date d --date-format ''
            error: invalid date format: ``; use one such as `%d/%m/%Y`, or `excel`
            $ annotate in.csv --country c --date d --date-format %H:%M
            error: invalid date format: `%H:%M`; use one such as `%d/%m/%Y`, or `excel`
        "#]],
    );
}

#[test]
fn bad_input_is_reported_by_line_and_leaves_no_file() {
    for (input, error) in [
        (
            &b"country,date\nNorway,2020\nNorway\n"[..],
            expect![[r#"
                error: 1 problem in the data
                in.csv:3: the row has 1 cell where the header has 2
            "#]],
        ),
        (
            b"country,date\n\"a\nb\",2020\nNorway,1,2\n",
            expect![[r#"
                error: 1 problem in the data
                in.csv:4: the row has 3 cells where the header has 2
            "#]],
        ),
        (
            b"country,date\nNorway,2020\n\"Norway,2020\nx,y\n",
            expect![[r#"
                error: 1 problem in the data
                in.csv:3: unclosed quote
            "#]],
        ),
        (
            b"country,date\n\"Norway\"x,2020\n",
            expect![[r#"
                error: 1 problem in the data
                in.csv:2: text after a closing quote; double the quotes inside the cell
            "#]],
        ),
        (
            b"country,date\n5\" pipe,2020\n",
            expect![[r#"
                error: 1 problem in the data
                in.csv:2: a quote inside an unquoted cell; quote the cell, and double the quote in it
            "#]],
        ),
        (
            b"",
            expect![[r#"
                error: 1 problem in the data
                in.csv:1: the header is missing
            "#]],
        ),
        (
            b"\"country,date\nx,y\n",
            expect![[r#"
                error: 1 problem in the data
                in.csv:1: unclosed quote
            "#]],
        ),
    ] {
        refuses(3, "--country country --date date -o out.csv", input, error);
    }
    for (options, header, error) in [
        (
            "--country land --date date",
            "country,date\n",
            expect![[r#"
                error: no column `land`; the columns are `country`, `date`
            "#]],
        ),
        (
            "--country country --date date",
            "country:date\n",
            expect![[r#"
                error: no column `country`; the only column is `country:date`; is the file separated by another character? see `--delimiter`
            "#]],
        ),
        (
            "--country c --on 2020",
            "c,c\n",
            expect![[r#"
                error: two columns are called `c`; rename one
            "#]],
        ),
        (
            "--country c --on 2020",
            "c,arctic_role\n",
            expect![[r#"
                error: in.csv already has a column `arctic_role`; choose another `--prefix`
            "#]],
        ),
        (
            "--country c --on 2020 --columns role,colour",
            "c\n",
            expect![[r#"
                error: no such column to append: `colour`; `--columns` takes party, role, since, chair, name, iso3, chair_certainty
            "#]],
        ),
        (
            "--country c --on 2020 --delimiter xy",
            "c\n",
            expect![[r#"
                error: invalid delimiter: `xy`; use one character such as `;` or `|`, or `tab`
            "#]],
        ),
        (
            "--country c --on 2020 --threads 3 -o .",
            "c\n",
            expect![[r#"
                error: . is a folder; name a file in it
            "#]],
        ),
    ] {
        refuses(2, options, header.as_bytes(), error);
    }
    Home::seeded().refuses(
        4,
        expect![[r#"
            $ annotate none.csv --country c --on 2020
            error: none.csv: No such file or directory (os error 2)
            $ annotate none.csv --country c --on 2020 -o nowhere/out.csv
            error: none.csv: No such file or directory (os error 2)
        "#]],
    );
}

#[test]
fn unrecognised_names_are_counted_written_or_refused() {
    let home = Home::seeded();
    fs::write(home.path("in.csv"), "c\nAtlantis\nNorway\nMu\nAtlantis\n").unwrap();
    home.arctic("annotate in.csv --country c --on 2020 -o out.csv --unmatched unmatched.csv")
        .stderr(expect![[r#"
            note: 4 rows: 1 with a role, 0 none, 3 unrecognised
            note: unrecognised: `Atlantis` 2, `Mu` 1
        "#]])
        .status(0);
    assert_eq!(fs::read_to_string(home.path("unmatched.csv")).unwrap(), "name,count\nAtlantis,2\nMu,1\n");
    home.arctic("annotate in.csv --country c --on 2020 -o strict.csv --strict")
        .stderr(expect![[r#"
            error: 1 problem in the data
            in.csv:2: unknown country or organisation: `Atlantis`
        "#]])
        .status(3);
    assert_eq!(names(home.db().parent().unwrap()), ["in.csv", "out.csv", "registry.db", "unmatched.csv"]);
}

fn any_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Norway".to_string()),
        Just("Korea, Rep.".to_string()),
        Just("2013-05-15".to_string()),
        Just("2013".to_string()),
        "[a-z \"\n,é]{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// The output is the input with four more cells per row, for any number of threads and any block size.
    #[test]
    fn the_output_does_not_depend_on_how_the_work_is_split(
        rows in prop::collection::vec((any_cell(), any_cell(), any_cell()), 0..40),
        block in 1usize..200,
        crlf: bool,
    ) {
        let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().terminator(terminator).from_writer(Vec::new());
        writer.write_record(["country", "date", "text"]).unwrap();
        for (a, b, c) in &rows {
            writer.write_record([a, b, c]).unwrap();
        }
        let input = writer.into_inner().unwrap();
        let (whole, summary) = annotated(&input, 1, 1 << 20).unwrap();
        for threads in [1, 2, 5] {
            prop_assert_eq!(annotated(&input, threads, block).unwrap(), (whole.clone(), summary.clone()));
        }
        prop_assert_eq!(summary.rows, rows.len() as u64);
        let records = |bytes: &[u8]| -> Vec<Vec<String>> {
            let mut reader = csv::Reader::from_reader(bytes);
            reader.records().map(|record| record.unwrap().iter().map(str::to_string).collect()).collect()
        };
        let (before, after) = (records(&input), records(&whole));
        prop_assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            prop_assert_eq!(&before[..], &after[..3]);
            prop_assert_eq!(after.len(), 8);
        }
    }

    /// Any bytes are annotated or refused, with the same result however the work is split.
    #[test]
    fn any_bytes_are_annotated_or_refused(body in prop::collection::vec(prop_oneof![4 => Just(b','), 2 => Just(b'"'), 2 => Just(b'\n'), 1 => Just(b'\r'), 4 => any::<u8>()], 0..120), block in 1usize..40) {
        let input = [b"country,date\n", &body[..]].concat();
        prop_assert_eq!(annotated(&input, 1, 1 << 20).map(|done| done.0), annotated(&input, 3, block).map(|done| done.0));
    }
}

#[test]
fn na_is_a_code_among_codes_of_two_letters_and_a_missing_value_elsewhere() {
    annotates(
        "--country c --on 2020",
        "c\nNO\nNA\nFR\n",
        "c,arctic_party,arctic_role,arctic_since,arctic_chair,arctic_chair_certainty\n\
         NO,norway,member,1996-09-19,iceland,certain\n\
         NA,,none,,iceland,certain\n\
         FR,france,observer,2000-10-13,iceland,certain\n",
        expect![[r#"
            note: 3 rows: 2 with a role, 1 none
            note: `NA` is read as the code of Namibia, because most of its column is two-letter codes
        "#]],
    );
    for [norway, france] in [["NOR", "FRA"], ["Norway", "France"]] {
        let home = Home::seeded();
        fs::write(home.path("in.csv"), format!("c\n{norway}\nNA\n{france}\n")).unwrap();
        home.arctic("annotate in.csv --country c --on 2020")
            .stdout(
                format!(
                    "c,arctic_party,arctic_role,arctic_since,arctic_chair,arctic_chair_certainty\n\
                     {norway},norway,member,1996-09-19,iceland,certain\n\
                     NA,,missing,,iceland,certain\n\
                     {france},france,observer,2000-10-13,iceland,certain\n"
                )
                .as_str(),
            )
            .stderr(expect![[r#"
                note: 3 rows: 2 with a role, 0 none, 1 without a name or date
                note: `NA` is read as a missing value, because most of its column is not two-letter codes
            "#]])
            .status(0);
    }
}

#[test]
fn what_na_means_does_not_depend_on_the_size_of_blocks() {
    let input = b"country,date\nNA,2020\nNorway,2020\nNA,2021\nFR,2020\nSE,2020\nIS,2020\n";
    let whole = annotated(input, 1, 1 << 20).unwrap();
    assert!(String::from_utf8_lossy(&whole.0).contains("NA,2020,,none"));
    for block in [1, 7, 20, 40] {
        assert_eq!(annotated(input, 2, block).unwrap(), whole);
    }
}

#[test]
fn a_people_and_a_part_of_a_state_are_no_countries() {
    let (output, summary) = annotated(b"country,date\nInuit,2020\nScotland,2020\nQ16,2020\n", 1, 100).unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output),
        "country,date,arctic_party,arctic_role,arctic_since,arctic_chair,arctic_chair_certainty\n\
         Inuit,2020,,unrecognised,,iceland,certain\n\
         Scotland,2020,,unrecognised,,iceland,certain\n\
         Q16,2020,canada,member,1996-09-19,iceland,certain\n"
    );
    assert_eq!(summary.unrecognised, 2);
}
