//! `annotate` and `compare` read files as spreadsheets and statistics programs write them.

use std::fs;
use std::io::Write;

use expect_test::{Expect, expect};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::{Home, check, transcript};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(letter).unwrap()).collect()
}

/// Files of the same four rows, as programs write them: the program, the file, its bytes, and options that it needs.
fn written() -> Vec<(&'static str, &'static str, Vec<u8>, &'static str)> {
    let plain = "country,date\nNorway,2021-05-19\nChina,2013-05-14\nCôte d'Ivoire,2021-05-20\n,2021-05-20\n";
    let semicolons = |text: &str| text.replace(',', ";");
    let american = "country,date\nNorway,5/19/2021\nChina,5/14/2013\nCôte d'Ivoire,5/20/2021\n,5/20/2021\n";
    let german = "country,date\nNorway,19.05.2021\nChina,14.05.2013\nCôte d'Ivoire,20.05.2021\n,20.05.2021\n";
    let crlf = |text: &str| text.replace('\n', "\r\n");
    vec![
        ("Excel, CSV UTF-8", "a.csv", format!("\u{feff}{}", crlf(american)).into_bytes(), ""),
        ("Excel, CSV", "a.csv", latin1(&crlf(american)), "--encoding windows-1252"),
        ("Excel in German, CSV UTF-8", "a.csv", format!("\u{feff}{}", crlf(&semicolons(german))).into_bytes(), ""),
        ("Excel in German, CSV", "a.csv", latin1(&crlf(&semicolons(german))), "--encoding latin1"),
        ("Excel, Unicode Text", "a.txt", utf16(&format!("\u{feff}{}", crlf(&american.replace(',', "\t")))), ""),
        ("Excel, with the separator named", "a.csv", crlf(&format!("sep=;\n{}", semicolons(german))).into_bytes(), ""),
        (
            "Excel, dates shown as numbers",
            "a.csv",
            b"country,date\r\nNorway,44335\r\nChina,41408\r\nC\xc3\xb4te d'Ivoire,44336\r\n,44336\r\n".to_vec(),
            "",
        ),
        ("Excel in British, with times", "a.csv", crlf(&german.replace('.', "/").replace("2021\n", "2021 00:00\n")).into_bytes(), ""),
        ("LibreOffice, tabs", "a.csv", german.replace(',', "\t").into_bytes(), ""),
        ("LibreOffice, all text quoted", "a.csv", plain.lines().map(|line| line.split(',').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",") + "\n").collect::<String>().into_bytes(), ""),
        (
            "pandas, with the index",
            "a.csv",
            plain.lines().enumerate().map(|(at, line)| if at == 0 { format!(",{line}\n") } else { format!("{at},{line}\n") }).collect::<String>().into_bytes(),
            "",
        ),
        ("pandas, times", "a.csv", plain.replace("-19\n", "-19 00:00:00\n").replace("-20\n", "-20 00:00:00\n").into_bytes(), ""),
        ("pandas, to_csv(\"a.csv.gz\")", "a.csv.gz", gzip(plain.as_bytes()), ""),
        ("pandas, na_rep and |", "a.csv", plain.replace("\n,2021", "\nNaN,2021").replace(',', "|").into_bytes(), ""),
        ("R, write.csv", "a.csv", "\"country\",\"date\"\n\"Norway\",2021-05-19\n\"China\",2013-05-14\n\"Côte d'Ivoire\",2021-05-20\nNA,2021-05-20\n".into(), ""),
        ("R, write.csv2 and gzfile", "a.csv.gz", gzip(semicolons(&plain.replace("\n,", "\nNA,")).as_bytes()), ""),
        ("SAS, date9", "a.csv", plain.replace("2021-05-19", "19MAY2021").replace("2013-05-14", "14MAY2013").replace("2021-05-20", "20MAY2021").into_bytes(), ""),
        ("Stata, export delimited, missing", "a.csv", plain.replace("\n,", "\n.,").into_bytes(), ""),
        ("a database, without separators", "a.csv", plain.replace('-', "").into_bytes(), ""),
        ("a script, UTF-16 without a mark", "a.csv", utf16(plain), ""),
    ]
}

#[test]
fn files_of_other_programs_are_annotated_right() {
    for (program, name, bytes, options) in written() {
        let home = Home::seeded();
        fs::write(home.path(name), &bytes).unwrap();
        let line = format!("annotate {name} --country country --date date --columns role,chair -o out.csv {options}");
        home.arctic(&line).output(0);
        let out = fs::read(home.path("out.csv")).unwrap();
        let out = String::from_utf8(out).unwrap_or_else(|_| panic!("{program}: the output is not UTF-8"));
        let end = |row: &str| row.split([',', ';', '\t', '|']).rev().take(2).collect::<Vec<_>>().join(" ");
        let rows: Vec<String> = out.lines().filter(|line| !line.starts_with("sep=")).map(end).collect();
        assert_eq!(
            rows,
            ["arctic_chair arctic_role", "iceland member", "sweden none", "russia none", "russia missing"],
            "{program}"
        );
        assert!(out.contains("Côte d'Ivoire"), "{program}");
    }
}

/// What the notes say about dates that are not ISO 8601.
#[test]
fn what_was_found_out_about_the_dates_is_a_note() {
    let home = Home::seeded();
    transcript(
        expect![[r#"
            $ 5/19/2021 5/6/2021
            note: dates are read with the month first: `5/19/2021` is 2021-05-19
            $ 19.05.2021 6.5.2021
            note: dates are read with the day first: `19.05.2021` is 2021-05-19
            $ 44335 44336.0
            note: dates are read as the serial numbers of spreadsheets: `44335` is 2021-05-19
            $ 20210519 20210520
            note: dates are read as year, month and day without separators: `20210519` is 2021-05-19
            $ 2021/5/19 2021-05-20
            note: dates are read with the year first: `2021/5/19` is 2021-05-19
            $ 19-May-2021 20-May-2021
            note: dates are read with names of months: `19-May-2021` is 2021-05-19
            $ 2021 2021-05-20T10:00
            note: 2 rows: 2 with a role, 0 none
            $ 05/05/2021
            note: dates are read with the day first: `05/05/2021` is 2021-05-05
        "#]],
        |dates| {
            let rows: String = dates.split(' ').map(|date| format!("Norway,{date}\n")).collect();
            fs::write(home.path("in.csv"), format!("c,d\n{rows}")).unwrap();
            let notes = home.arctic("annotate in.csv --country c --date d").output(0).stderr;
            let line = notes.lines().find(|line| line.contains("dates are")).or(notes.lines().next());
            format!("{}\n", line.unwrap_or_default())
        },
    );
}

#[test]
fn dates_that_have_two_readings_are_refused_with_both() {
    let home = Home::seeded();
    fs::write(home.path("two.csv"), "c,d\nNorway,05/06/2021\nNorway,01/02/2021\n").unwrap();
    fs::write(home.path("mixed.csv"), "c,d\nNorway,05/20/2021\nNorway,20/05/2021\nNorway,2021\n").unwrap();
    fs::write(home.path("junk.csv"), "c,d\nNorway,44336\nNorway,unknown\n").unwrap();
    home.refuses(
        2,
        expect![[r#"
            $ annotate two.csv --country c --date d
            error: ambiguous dates in column `d`: `05/06/2021` is 2021-06-05 with the day first, and 2021-05-06 with the month first; say which with `--date-format %d/%m/%Y` or `--date-format %m/%d/%Y`
            $ annotate mixed.csv --country c --date d
            error: the dates in column `d` are not all written in one way: `05/20/2021`, `20/05/2021`, `2021`; write them in one way, or say which one counts with `--date-format`, such as `%d/%m/%Y`, `%m/%d/%Y`, `%Y%m%d` or `excel`, and the others become `bad_date`
            $ annotate junk.csv --country c --date d
            error: the dates in column `d` are not all written in one way: `44336`, `unknown`; write them in one way, or say which one counts with `--date-format`, such as `%d/%m/%Y`, `%m/%d/%Y`, `%Y%m%d` or `excel`, and the others become `bad_date`
        "#]],
    );
    let roles =
        |line: &str| home.arctic(&format!("annotate {line} --country c --date d --columns role")).output(0).stdout;
    assert_eq!(
        roles("two.csv --date-format %d/%m/%Y"),
        "c,d,arctic_role\nNorway,05/06/2021,member\nNorway,01/02/2021,member\n"
    );
    assert_eq!(
        roles("mixed.csv --date-format %m/%d/%Y"),
        "c,d,arctic_role\nNorway,05/20/2021,member\nNorway,20/05/2021,bad_date\nNorway,2021,bad_date\n"
    );
    assert_eq!(
        roles("junk.csv --date-format excel"),
        "c,d,arctic_role\nNorway,44336,member\nNorway,unknown,bad_date\n"
    );
}

/// The sample from which the layout is found out does not have the other date.
#[test]
fn a_date_of_another_layout_far_down_is_refused_with_its_line() {
    let home = Home::seeded();
    let rows = "Norway,2021-05-20,some text to fill the sample with\n".repeat(30_000);
    fs::write(home.path("in.csv"), format!("c,d,x\n{rows}Norway,05/20/2021,x\n")).unwrap();
    home.arctic("annotate in.csv --country c --date d -o out.csv").stderr(expect![[r#"
        error: in.csv:30002: the dates in column `d` are not all written in one way: `05/20/2021`; write them in one way, or say which one counts with `--date-format`, such as `%d/%m/%Y`, `%m/%d/%Y`, `%Y%m%d` or `excel`, and the others become `bad_date`
    "#]]).status(2);
    assert_eq!(home.names(), ["in.csv", "registry.db"]);
    // The other way round, the whole file is read first.
    fs::write(home.path("in.csv"), format!("c,d,x\n{}Norway,20/05/2021,x\n", "Norway,05/06/2021,x\n".repeat(100_000)))
        .unwrap();
    let notes = home.arctic("annotate in.csv --country c --date d -o out.csv").output(0).stderr;
    assert!(notes.contains("with the day first: `05/06/2021` is 2021-06-05"), "{notes}");
}

#[test]
fn missing_values_are_not_bad_ones() {
    let home = Home::seeded();
    let values = ["", "NA", "NaN", "nan", "NULL", "null", "-", ".", "N/A", "#N/A", "None", "NaT", "<NA>"];
    let rows: String = values.iter().map(|value| format!("Norway,{value}\n{value},2021\n")).collect();
    fs::write(home.path("in.csv"), format!("c,d\n{rows}Norway,n.d.\nAtlantis,\n")).unwrap();
    let ran = home.arctic("annotate in.csv --country c --date d --columns role,chair --strict").output(3);
    check(
        &ran.stderr,
        expect![[r#"
            error: 1 problem in the data
            in.csv:28: invalid date: `n.d.`
        "#]],
    );
    let ran = home.arctic("annotate in.csv --country c --date d --columns role,chair").output(0);
    assert_eq!(ran.stdout.matches(",missing,\n").count(), values.len(), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches(",missing,russia\n").count(), values.len(), "{}", ran.stdout);
    check(
        &ran.stderr,
        expect![[r#"
            note: 28 rows: 0 with a role, 0 none, 1 unrecognised, 1 with an invalid date, 26 without a name or date
            note: 13 rows give a year or month in which the answer changes; its last day counts
            note: `NA` is read as a missing value, because most of its column is not two-letter codes
            note: unrecognised: `Atlantis` 1
            note: invalid dates: `n.d.` 1
        "#]],
    );
    fs::write(home.path("panel.csv"), "c;y;r\nNorway;2020;member\n;2020;none\nNorway;NaN;member\nn/a;2020;\n").unwrap();
    home.arctic("compare panel.csv --country c --year y --role r -f csv")
        .stdout(expect![[r#"
            line,country,year,theirs,ours,since,until,reason,sources
        "#]])
        .stderr(expect![[r#"
            note: 1 of 1 cell agrees with the Arctic Council registry
            note: not compared: 3 rows with a missing country or year
            note: no row, although it held a role: Canada 2020; China 2020; Denmark 2020; Finland 2020; France 2020; Germany 2020; Iceland 2020; India 2020; Italy 2020; Japan 2020 and 10 more
        "#]])
        .status(0);
}

/// The bytes with which files begin that are not CSV.
const FOREIGN: [(&str, &[u8]); 18] = [
    ("data.parquet", b"PAR1\x15\x04"),
    ("data.feather", b"ARROW1\0\0"),
    ("book.xlsx", b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml"),
    ("book.ods", b"PK\x03\x04\x14\0\0\x08mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
    ("book.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"),
    ("page.xls", b"<html><body><table><tr>"),
    ("data.zip", b"PK\x03\x04\x14\0\0\0\x08\0data.csv"),
    ("data.csv.zst", b"\x28\xb5\x2f\xfd\x04\x58"),
    ("data.csv.xz", b"\xfd7zXZ\0\0\x04"),
    ("data.csv.bz2", b"BZh91AY&SY"),
    ("data.dta", b"<stata_dta><header>"),
    ("data.sav", b"$FL2@(#) SPSS"),
    ("data.rds", b"X\n\0\0\0\x03"),
    ("data.pkl", b"\x80\x05\x95\x10\0\0"),
    ("data.db", b"SQLite format 3\0"),
    ("data.json", b"[{\"country\": \"Norway\"}]"),
    ("data.pdf", b"%PDF-1.7\n"),
    ("data.bin", b"country,date\nNor\0way,2020\n"),
];

#[test]
fn a_file_that_is_no_text_is_named_with_the_way_out() {
    let home = Home::seeded();
    for (name, bytes) in FOREIGN {
        fs::write(home.path(name), bytes).unwrap();
    }
    // R and others compress what they write.
    fs::write(home.path("data.RData"), gzip(b"RDX3\nX\n\0\0\0\x03")).unwrap();
    let told = |expected: Expect| {
        transcript(expected, |name| {
            let ran = home.arctic(&format!("annotate {name} --country country --date date -o out.csv")).output(3);
            assert_eq!(
                home.arctic(&format!("compare {name} --country c --year y --role r")).output(3).stderr,
                ran.stderr
            );
            ran.stderr
        });
    };
    told(expect![[r#"
        $ data.parquet
        error: data.parquet: is a Parquet file, not CSV; convert it, such as with `duckdb -c "COPY (FROM 'FILE') TO 'out.csv'"`
        $ data.feather
        error: data.feather: is an Arrow file, not CSV; write it as CSV with the program that made it, or in pandas with `.to_csv("out.csv", index=False)`
        $ book.xlsx
        error: book.xlsx: is a workbook, not CSV; open it in a spreadsheet and save the sheet as CSV in UTF-8, or run `soffice --headless --convert-to csv FILE`
        $ book.ods
        error: book.ods: is a workbook, not CSV; open it in a spreadsheet and save the sheet as CSV in UTF-8, or run `soffice --headless --convert-to csv FILE`
        $ book.xls
        error: book.xls: is a workbook, not CSV; open it in a spreadsheet and save the sheet as CSV in UTF-8, or run `soffice --headless --convert-to csv FILE`
        $ page.xls
        error: page.xls: is a web page, not CSV; open it in a spreadsheet and save the sheet as CSV in UTF-8, or run `soffice --headless --convert-to csv FILE`
        $ data.zip
        error: data.zip: is an archive, not CSV; unpack it, and name the CSV in it
        $ data.csv.zst
        error: data.csv.zst: is compressed with zstd, not CSV; unpack it into a pipe, and read `-`: `zstd -dc FILE | arctic ...`
        $ data.csv.xz
        error: data.csv.xz: is compressed with xz, not CSV; unpack it into a pipe, and read `-`: `xz -dc FILE | arctic ...`
        $ data.csv.bz2
        error: data.csv.bz2: is compressed with bzip2, not CSV; unpack it into a pipe, and read `-`: `bzip2 -dc FILE | arctic ...`
        $ data.dta
        error: data.dta: is a Stata file, not CSV; write it as CSV with the program that made it, or in pandas with `.to_csv("out.csv", index=False)`
        $ data.sav
        error: data.sav: is an SPSS file, not CSV; write it as CSV with the program that made it, or in pandas with `.to_csv("out.csv", index=False)`
        $ data.rds
        error: data.rds: is a file of R, not CSV; write it as CSV in R, with `write.csv(data, "out.csv", row.names = FALSE)`
        $ data.RData
        error: data.RData: is a file of R, not CSV; write it as CSV in R, with `write.csv(data, "out.csv", row.names = FALSE)`
        $ data.pkl
        error: data.pkl: is a Python pickle, not CSV; write it as CSV with the program that made it, or in pandas with `.to_csv("out.csv", index=False)`
        $ data.db
        error: data.db: is a SQLite database, not CSV; write the table as CSV with `sqlite3 -csv -header FILE 'SELECT * FROM ...'`
        $ data.json
        error: data.json: is JSON, not CSV; write it as CSV, such as with `pandas.read_json("FILE").to_csv("out.csv", index=False)`
        $ data.pdf
        error: data.pdf: is a PDF, not CSV; write it as CSV with the program that made it, or in pandas with `.to_csv("out.csv", index=False)`
        $ data.bin
        error: data.bin: is a binary file, not CSV; save it as CSV in UTF-8
    "#]]);
    assert!(!home.path("out.csv").exists());
}

#[test]
fn an_encoding_is_named_and_can_be_given() {
    let home = Home::seeded();
    fs::write(home.path("latin.csv"), latin1("country,year,note\nNorway,2020,tromsø\nTürkiye,2020,x\n")).unwrap();
    fs::write(home.path("windows.csv"), b"country,year,role\nC\xf4te d\x92Ivoire,2020,none\n").unwrap();
    fs::write(home.path("header.csv"), latin1("pays,année\nNorvège,2020\n")).unwrap();
    home.refuses(
        3,
        expect![[r#"
            $ annotate latin.csv --country country --date year -o out.csv
            error: latin.csv:3: not UTF-8; in Latin-1 it is `Türkiye`; read it with `--encoding latin1`, or another that fits, or save it as UTF-8
            $ annotate windows.csv --country country --date year -o out.csv
            error: windows.csv:2: not UTF-8; in Windows-1252 it is `Côte d’Ivoire`; read it with `--encoding windows-1252`, or another that fits, or save it as UTF-8
            $ annotate header.csv --country pays --date année -o out.csv
            error: header.csv:1: not UTF-8; in Latin-1 it is `pays,année`; read it with `--encoding latin1`, or another that fits, or save it as UTF-8
            $ compare windows.csv --country country --year year --role role
            error: windows.csv:2: not UTF-8; in Windows-1252 it is `Côte d’Ivoire`; read it with `--encoding windows-1252`, or another that fits, or save it as UTF-8
            $ check windows.csv
            error: windows.csv:2: not UTF-8; in Windows-1252 it is `Côte d’Ivoire`; read it with `--encoding windows-1252`, or another that fits, or save it as UTF-8
        "#]],
    );
    home.refuses(
        2,
        expect![[r#"
            $ annotate latin.csv --country country --date year --encoding martian
            error: invalid value 'martian' for '--encoding <NAME>': use a name such as latin1, windows-1252, utf-16le or shift_jis

            For more information, try '--help'.
        "#]],
    );
    home.arctic("annotate latin.csv --country country --date year --columns role --encoding latin1")
        .stdout("country,year,note,arctic_role\nNorway,2020,tromsø,member\nTürkiye,2020,x,none\n")
        .stderr(expect![[r#"
            note: 2 rows: 1 with a role, 1 none
        "#]])
        .status(0);
    home.arctic("annotate header.csv --country pays --date année --columns role --encoding latin1").output(0);
    home.arctic("compare windows.csv --country country --year year --role role --encoding windows-1252").output(0);
    // Other columns are copied as they are.
    fs::write(home.path("in.csv"), b"country,year,note\nNorway,2020,troms\xf8\n").unwrap();
    home.arctic("annotate in.csv --country country --date year --columns role -o out.csv").output(0);
    assert_eq!(
        fs::read(home.path("out.csv")).unwrap(),
        b"country,year,note,arctic_role\nNorway,2020,troms\xf8,member\n"
    );
    // What is not in the encoding is an error, not a question mark.
    fs::write(home.path("in.csv"), &utf16("\u{feff}country,year\n")[..20]).unwrap();
    fs::write(home.path("in.csv"), [&utf16("\u{feff}country,year\nNorway,2020\n")[..], b"x"].concat()).unwrap();
    home.arctic("annotate in.csv --country country --date year -o out.csv")
        .stderr(expect![[r#"
        error: in.csv: not valid UTF-16LE
    "#]])
        .status(4);
}

#[test]
fn outputs_go_where_they_are_sent() {
    let home = Home::seeded();
    fs::write(home.path("in.csv"), "c,y,r\nNorway,2020,none\nAtlantis,2020,none\n").unwrap();
    home.refuses(
        2,
        expect![[r#"
            $ annotate in.csv --country c --date y -f json
            error: `annotate` keeps the form of the file, which is CSV; remove `--format`
            $ annotate in.csv --country c --date y --unmatched -
            error: standard output has the rows; name a file for one of them, with `--output` or `--unmatched`
            $ annotate in.csv --country c --date y -o out.csv.gz
            error: out.csv.gz would not be compressed; write to a `.csv`, or pipe the rows into `gzip`
            $ compare in.csv --country c --year y --role r -f json -o out.json
            error: `--output` writes CSV; remove `--format`, or redirect standard output
            $ check --template -f json
            error: the template is CSV; remove `--format`
            $ export ics - -f json
            error: this command does not print a table; remove `--format`
            $ man -f csv
            error: this command does not print a table; remove `--format`
            $ backup copy.db -f json
            error: this command does not print a table; remove `--format`
        "#]],
    );
    home.arctic("annotate in.csv --country c --date y -o out.csv --unmatched -")
        .stdout("name,count\nAtlantis,1\n")
        .stderr(expect![[r#"
            note: 2 rows: 1 with a role, 0 none, 1 unrecognised
            note: unrecognised: `Atlantis` 1
        "#]])
        .status(0);
    let whole = home.arctic("annotate in.csv --country c --date y -o -").output(0).stdout;
    assert_eq!(whole, fs::read_to_string(home.path("out.csv")).unwrap());
    home.arctic("compare in.csv --country c --year y --role r -o cells.csv").stderr(expect![[r#"
        note: 0 of 1 cell agree with the Arctic Council registry
        note: not compared: 1 row with an unrecognised country: `Atlantis` (1)
        note: no row, although it held a role: Canada 2020; China 2020; Denmark 2020; Finland 2020; France 2020; Germany 2020; Iceland 2020; India 2020; Italy 2020; Japan 2020 and 10 more
    "#]]).status(1);
    let cells = home.arctic("compare in.csv --country c --year y --role r -f csv").output(1).stdout;
    assert_eq!(cells, fs::read_to_string(home.path("cells.csv")).unwrap());
    assert_eq!(home.names(), ["cells.csv", "in.csv", "out.csv", "registry.db"]);
}

#[test]
fn lines_that_end_in_carriage_returns_are_named() {
    let home = Home::seeded();
    fs::write(home.path("in.csv"), "c,y\rNorway,2020\r").unwrap();
    home.refuses(
        3,
        expect![[r#"
            $ annotate in.csv --country c --date y
            error: in.csv: the lines end in carriage returns, as on old Macintosh computers; save it as "CSV UTF-8", or convert it with `tr '\r' '\n'`
        "#]],
    );
}

/// The first rows do not tell how dates are written if they have none.
#[test]
fn dates_after_many_rows_without_one_are_read() {
    let home = Home::seeded();
    fs::write(home.path("in.csv"), format!("c,d\n{}Norway,20/05/2021\n", "Norway,\n".repeat(3_000))).unwrap();
    let ran = home.arctic("annotate in.csv --country c --date d --columns role").output(0);
    assert!(ran.stdout.ends_with("Norway,20/05/2021,member\n"));
}
