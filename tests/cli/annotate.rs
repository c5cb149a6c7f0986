//! `annotate`: the file as it was, and the registry's answer behind each row.

use std::fs;
use std::sync::OnceLock;

use arctic_council::Registry;
use arctic_council::annotate::{DateFrom, Options, Summary};
use expect_test::expect;
use proptest::prelude::*;

use crate::support::{Home, names};

/// Annotates `input` by the library alone.
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

/// Runs `annotate` over a file of these bytes and compares what it writes to standard output.
#[track_caller]
fn expect(options: &str, input: &str, output: &str, remarks: &str) {
    let home = Home::seeded();
    fs::write(home.path("in.csv"), input).unwrap();
    let ran = home.arctic(&format!("annotate in.csv {options}")).output(0);
    assert_eq!(ran.stdout, output);
    assert_eq!(ran.stderr, remarks);
}

#[test]
fn each_kind_of_row_has_its_answer() {
    expect(
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
        "day,who,x,arctic_party,arctic_role,arctic_since,arctic_chair\n\
         2013-05-14,\"Korea, Rep.\",1,south-korea,none,,sweden\n\
         2013-05-15,\"Korea, Rep.\",2,south-korea,observer,2013-05-15,canada\n\
         2021-05-20T10:00:00Z,RUSSIA,3,russia,member,1996-09-19,russia\n\
         2019-07-01,National Geographic Society,4,ngs,not_known,2017-05-11,iceland\n\
         2021-02-30,Norway,5,norway,bad_date,,\n\
         1995-01-01,Norway,6,norway,outside,,\n\
         2020-01-01,Brazil,7,,none,,iceland\n\
         2020-01-01,Atlantis,8,,unrecognised,,iceland\n\
         2020-01-01,Greenland,9,denmark,member,1996-09-19,iceland\n\
         2020-01-01,AIA,10,,none,,iceland\n\
         2028-01-01,Norway,11,norway,member,1996-09-19,\n",
        "note: 11 rows: 4 with a role, 3 none, 1 not known, 1 unrecognised, 1 with a bad date, 1 outside: before 1996-09-19\n\
         note: 1 row from after 2026-03-13, the last day for which the data was verified\n\
         note: unrecognised: `Atlantis` 1\n",
    );
}

#[test]
fn a_year_is_answered_for_its_last_day_unless_told() {
    let (input, rows) = ("c,y\nCHN,2013\nCHN,2014\nCHN,2013-05\n", "note: 3 rows: 3 with a role, 0 none\n");
    let changing = "rows give a year or month in which the answer changes; they are answered for its";
    expect(
        "--country c --year y --columns role,chair --prefix ac_",
        input,
        "c,y,ac_role,ac_chair\nCHN,2013,observer,canada\nCHN,2014,observer,canada\nCHN,2013-05,observer,canada\n",
        &format!("{rows}note: 2 {changing} last day\n"),
    );
    expect(
        "--country c --date y --columns role --at start",
        input,
        "c,y,arctic_role\nCHN,2013,none\nCHN,2014,observer\nCHN,2013-05,none\n",
        &format!("note: 3 rows: 1 with a role, 2 none\nnote: 2 {changing} first day\n"),
    );
}

#[test]
fn the_bytes_of_the_file_are_kept() {
    let rows = "note: 3 rows: 3 with a role, 0 none\n";
    expect(
        "--country country --on 2020 --columns role",
        "\u{feff}country,\"a \"\"b\"\"\"\r\nFinland ,\"x\ny\"\r\n\r\n\"Russia\",  \r\n US,é",
        "\u{feff}country,\"a \"\"b\"\"\",arctic_role\r\nFinland ,\"x\ny\",member\r\n\r\n\"Russia\",  ,member\r\n US,é,member",
        rows,
    );
    // As spreadsheets write it: every cell quoted, behind a byte order mark.
    expect(
        "--country country --date y --columns role",
        "\u{feff}\"country\",\"y\"\r\n\"Norway\",\"2020\"\r\n",
        "\u{feff}\"country\",\"y\",arctic_role\r\n\"Norway\",\"2020\",member\r\n",
        "note: 1 row: 1 with a role, 0 none\n",
    );
    expect(
        "--country c --on 2020-06-01 --columns name,iso3 --delimiter ;",
        "c;n\nKOREA, SOUTH;1\nFrench Republic;2\nSvizra;3\n",
        "c;n;arctic_name;arctic_iso3\nKOREA, SOUTH;1;South Korea;KOR\nFrench Republic;2;France;FRA\nSvizra;3;Switzerland;CHE\n",
        rows,
    );
}

#[test]
fn an_area_can_stand_on_its_own() {
    expect(
        "--country c --on 2020-06-01 --columns party,role --territories separate",
        "c\nGreenland\nFaroe Islands\nDenmark\n",
        "c,arctic_party,arctic_role\nGreenland,,none\nFaroe Islands,,none\nDenmark,denmark,member\n",
        "note: 3 rows: 1 with a role, 2 none\n",
    );
}

#[test]
fn dates_in_another_form_are_read_by_a_format() {
    expect(
        "--country c --date d --date-format %d/%m/%Y --columns role",
        "c,d\nChina,15/05/2013\nChina,14/05/2013\nChina,2013-05-15\nChina,31/02/2013\n",
        "c,d,arctic_role\nChina,15/05/2013,observer\nChina,14/05/2013,none\nChina,2013-05-15,bad_date\nChina,31/02/2013,bad_date\n",
        "note: 4 rows: 1 with a role, 1 none, 2 with a bad date\n",
    );
    for format in ["%d/%m", "%Q", "", "%H:%M"] {
        let home = Home::seeded();
        fs::write(home.path("in.csv"), "c,d\n").unwrap();
        let stderr = format!("error: no day can be read by the format `{format}`; write such as `%d/%m/%Y`\n");
        home.arctic("annotate in.csv --country c --date d --date-format").arg(format).stderr(&stderr).status(2);
    }
}

/// Each fault: options, the file, exit status, the error.
#[test]
fn bad_input_is_named_by_its_line_and_leaves_no_file_behind() {
    let dated = "--country country --date date";
    let cases: &[(&str, &[u8], i32, &str)] = &[
        (dated, b"country,date\nNorway,2020\nNorway\n", 3, "in.csv:3: the row has 1 cell where the header has 2"),
        (
            dated,
            b"country,date\n\"a\nb\",2020\nNorway,1,2\n",
            3,
            "in.csv:4: the row has 3 cells where the header has 2",
        ),
        (dated, b"country,date\nNorway,2020\n\"Norway,2020\nx,y\n", 3, "in.csv:3: a quote that is never closed"),
        (
            dated,
            b"country,date\n\"Norway\"x,2020\n",
            3,
            "in.csv:2: text behind a closing quote; double the quotes inside the cell",
        ),
        (
            dated,
            b"country,date\n5\" pipe,2020\n",
            3,
            "in.csv:2: a quote inside a cell that is not quoted; quote the cell, and double the quote in it",
        ),
        (dated, b"", 3, "in.csv:1: there is no header"),
        (dated, b"\xff\xfec\0o\0\n\0", 3, "in.csv:1: the file is UTF-16; save it as UTF-8"),
        (dated, b"\"country,date\nx,y\n", 3, "in.csv:1: a quote that is never closed"),
    ];
    for (options, input, code, problem) in cases {
        let home = Home::seeded();
        fs::write(home.path("in.csv"), input).unwrap();
        let stderr = format!("error: 1 problem in the data; nothing was changed\n{problem}\n");
        home.arctic(&format!("annotate in.csv {options} -o out.csv")).stderr(&stderr).status(*code);
        assert_eq!(home.names(), ["in.csv", "registry.db"], "{problem}");
    }
    for (options, input, error) in [
        ("--country land --date date", "country,date\n", "there is no column `land`; there are `country`, `date`"),
        (
            "--country country --date date",
            "country;date\n",
            "there is no column `country`; there are `country;date`; is it split by another mark? see `--delimiter`",
        ),
        ("--country c --on 2020", "c,c\n", "there are two columns called `c`; rename one"),
        (
            "--country c --on 2020",
            "c,arctic_role\n",
            "in.csv has a column `arctic_role` already; choose another `--prefix`",
        ),
        (
            "--country c --on 2020 --columns role,colour",
            "c\n",
            "`colour` cannot be appended; `--columns` takes party, role, since, chair, name, iso3",
        ),
        (
            "--country c --on 2020 --delimiter xy",
            "c\n",
            "`xy` cannot split cells; give one mark such as `;`, `|` or `tab`",
        ),
        ("--country c --on 2020 --threads 3 -o .", "c\n", ". is a folder; name a file in it"),
    ] {
        let home = Home::seeded();
        fs::write(home.path("in.csv"), input).unwrap();
        home.arctic(&format!("annotate in.csv {options}")).stderr(format!("error: {error}\n")).status(2);
        assert_eq!(home.names(), ["in.csv", "registry.db"], "{error}");
    }
    let home = Home::seeded();
    home.arctic("annotate none.csv --country c --on 2020")
        .stderr(expect![[r#"
            error: none.csv: No such file or directory (os error 2)
        "#]])
        .status(4);
    home.arctic("annotate none.csv --country c --on 2020 -o nowhere/out.csv").output(4);
}

#[test]
fn names_that_nothing_bears_are_counted_written_or_refused() {
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
            error: 1 problem in the data; nothing was changed
            in.csv:2: no party and no country is called `Atlantis`
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

    /// The output is the same for any number of workers and any size of block, and is the input, row
    /// by row and cell by cell, with four cells more.
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
            prop_assert_eq!(after.len(), 7);
        }
    }

    /// Any bytes are annotated or refused, in the same words however the work is split.
    #[test]
    fn any_bytes_are_annotated_or_refused(body in prop::collection::vec(prop_oneof![4 => Just(b','), 2 => Just(b'"'), 2 => Just(b'\n'), 1 => Just(b'\r'), 4 => any::<u8>()], 0..120), block in 1usize..40) {
        let input = [b"country,date\n", &body[..]].concat();
        prop_assert_eq!(annotated(&input, 1, 1 << 20).map(|done| done.0), annotated(&input, 3, block).map(|done| done.0));
    }
}

#[test]
fn na_is_a_code_among_codes_of_two_letters_and_a_missing_value_elsewhere() {
    expect(
        "--country c --on 2020",
        "c\nNO\nNA\nFR\n",
        "c,arctic_party,arctic_role,arctic_since,arctic_chair\n\
         NO,norway,member,1996-09-19,iceland\n\
         NA,,none,,iceland\n\
         FR,france,observer,2000-10-13,iceland\n",
        "note: 3 rows: 2 with a role, 1 none\n\
         note: `NA` is taken for the code of Namibia, because most of the column are two-letter codes\n",
    );
    for others in [["NOR", "FRA"], ["Norway", "France"]] {
        let [norway, france] = others;
        expect(
            "--country c --on 2020",
            &format!("c\n{norway}\nNA\n{france}\n"),
            &format!(
                "c,arctic_party,arctic_role,arctic_since,arctic_chair\n\
                 {norway},norway,member,1996-09-19,iceland\n\
                 NA,,unrecognised,,iceland\n\
                 {france},france,observer,2000-10-13,iceland\n"
            ),
            "note: 3 rows: 2 with a role, 0 none, 1 unrecognised\n\
             note: `NA` is taken for a missing value, because most of the column are not two-letter codes\n\
             note: unrecognised: `NA` 1\n",
        );
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
        "country,date,arctic_party,arctic_role,arctic_since,arctic_chair\n\
         Inuit,2020,,unrecognised,,iceland\n\
         Scotland,2020,,unrecognised,,iceland\n\
         Q16,2020,canada,member,1996-09-19,iceland\n"
    );
    assert_eq!(summary.unrecognised, 2);
}
