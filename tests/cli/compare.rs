//! `compare`: published panels compared with the registry.

use std::fs;

use expect_test::expect;

use crate::support::{Home, cells, check, first_line};

/// The panel has the errors of the Correlates of War: observers only from 2011 on, six of them in the
/// two years before they were admitted, and none afterwards.
#[test]
fn a_published_panel_is_wrong_about_observers() {
    let home = Home::seeded();
    home.bring("panel.csv");
    let words = "--country state --year year --role arcticc --map 1=member --map 3=observer --map 0=none";
    home.arctic(&format!("compare panel.csv {words} --differences differences.csv"))
        .stdout(expect![[r#"
            panel.csv: 94 of 132 cells agree with the Arctic Council registry (71.2 %)

                        cells   agree   share
            ────────────────────────────────────
             all          132      94   71.2 %
             member        48      48   100.0 %
             observer      60      22   36.7 %
             none          62      24   38.7 %
             2009          22      16   72.7 %
             2010          22      16   72.7 %
             2011          22      16   72.7 %
             2012          22      16   72.7 %
             2013          22      15   68.2 %
             2014          22      15   68.2 %

            38 cells differ

             country          years                  panel      registry   reason
            ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
             United Kingdom   2009-2010              none       observer   observer since 1998-09-18, granted at iqaluit-1998
             Netherlands      2009-2010              none       observer   observer since 1998-09-18, granted at iqaluit-1998
             France           2009-2010              none       observer   observer since 2000-10-13, granted at barrow-2000
             Spain            2009-2010, 2013-2014   none       observer   observer since 2006-10-26, granted at salekhard-2006
             Germany          2009-2010              none       observer   observer since 1998-09-18, granted at iqaluit-1998
             Poland           2009-2010              none       observer   observer since 1998-09-18, granted at iqaluit-1998
             Italy            2011-2012              observer   none       became observer on 2013-05-15, granted at kiruna-2013
             Italy            2013-2014              none       observer   observer since 2013-05-15, granted at kiruna-2013
             China            2011-2012              observer   none       became observer on 2013-05-15, granted at kiruna-2013
             China            2013-2014              none       observer   observer since 2013-05-15, granted at kiruna-2013
             South Korea      2011-2012              observer   none       became observer on 2013-05-15, granted at kiruna-2013
             South Korea      2013-2014              none       observer   observer since 2013-05-15, granted at kiruna-2013
             Japan            2011-2012              observer   none       became observer on 2013-05-15, granted at kiruna-2013
             Japan            2013-2014              none       observer   observer since 2013-05-15, granted at kiruna-2013
             India            2011-2012              observer   none       became observer on 2013-05-15, granted at kiruna-2013
             India            2013-2014              none       observer   observer since 2013-05-15, granted at kiruna-2013
             Singapore        2011-2012              observer   none       became observer on 2013-05-15, granted at kiruna-2013
             Singapore        2013-2014              none       observer   observer since 2013-05-15, granted at kiruna-2013
        "#]])
        .status(1);
    let ran = home.arctic(&format!("compare panel.csv {words} -f csv")).output(1);
    check(
        &ran.stderr,
        expect![[r#"
            note: 94 of 132 cells agree with the Arctic Council registry
        "#]],
    );
    assert_eq!(ran.stdout, fs::read_to_string(home.path("differences.csv")).unwrap());
    let rows = cells(&ran.stdout);
    assert_eq!(rows.len(), 38);
    assert_eq!(
        rows[0].join(","),
        "20,United Kingdom,2009,none,observer,1998-09-18,,observer since 1998-09-18, granted at iqaluit-1998,\
         yearbook-2012-59;nord-2019;ac-warsaw-history;ac-observers-list;wikipedia-simple"
    );
    let china: Vec<String> = rows.iter().filter(|row| row[1] == "China").map(|row| row[2..7].join(",")).collect();
    assert_eq!(
        china,
        [
            "2011,observer,none,,",
            "2012,observer,none,,",
            "2013,none,observer,2013-05-15,",
            "2014,none,observer,2013-05-15,"
        ]
    );
    let codes = words.replace("--country state", "--country ccode --codes cow");
    let shown = home.arctic(&format!("compare panel.csv {codes}")).output(1).stdout;
    check(
        &first_line(&shown),
        expect![[r#"
            panel.csv: 94 of 132 cells agree with the Arctic Council registry (71.2 %)
        "#]],
    );
    assert_eq!(home.names(), ["differences.csv", "panel.csv", "registry.db"]);
}

#[test]
fn what_cannot_be_compared_is_counted_in_notes() {
    let home = Home::seeded();
    let panel = "c,y,r\n\
                 Atlantis,2000,member\n\
                 Atlantis,2001,member\n\
                 China,1990,observer\n\
                 China,2026,observer\n\
                 China,20x,none\n\
                 National Geographic Society,2019,observer\n\
                 China,2012,no membership\n\
                 USA,2012.0,Full Member\n\
                 USA,2012,-9\n\
                 Brazil,2012,\n\
                 Greenland,2012,member\n";
    fs::write(home.path("panel.csv"), panel).unwrap();
    home.arctic("compare panel.csv --country c --year y --role r --at start --map -9=skip -f csv")
        .stdout(expect![[r#"
            line,country,year,theirs,ours,since,until,reason,sources
            12,Greenland,2012,member,represented,1996-09-19,,no seat of its own; represented by the Kingdom of Denmark,joint-communique-1996;ottawa-declaration;ac-about-2018
        "#]])
        .stderr(expect![[r#"
            note: 4 of 5 cells agree with the Arctic Council registry
            note: not compared: 2 rows with an unrecognised country: `Atlantis` (2)
            note: not compared: 1 row with an invalid year: `20x` (1)
            note: not compared: 1 row outside the years of the registry: 1990
            note: not compared: 1 row mapped to `skip`
            note: not compared: 1 row for which the registry has no certain answer
            note: no row, although it held a role: Canada 2012, 2019, 2026; China 2019; Denmark 2012, 2019, 2026; Finland 2012, 2019, 2026; France 2012, 2019, 2026; Germany 2012, 2019, 2026; Iceland 2012, 2019, 2026; India 2019, 2026; Italy 2019, 2026; Japan 2019, 2026 and 11 more
        "#]])
        .status(1);
}

#[test]
fn a_year_stands_for_its_first_or_its_last_day() {
    let home = Home::seeded();
    fs::write(home.path("panel.csv"), "c,y,r\nChina,2013,observer\n").unwrap();
    home.arctic("compare panel.csv --country c --year y --role r").output(0);
    home.arctic("compare panel.csv --country c --year y --role r --at end").output(0);
    home.arctic("compare panel.csv --country c --year y --role r --at start").output(1);
}

#[test]
fn an_impossible_comparison_says_what_to_write() {
    let home = Home::seeded();
    home.bring("panel.csv");
    home.refuses(
        2,
        expect![[r#"
            $ compare panel.csv --country state --year year --role arcticc
            error: unknown words in the column `arcticc`: `0` (50 rows), `1` (48 rows), `3` (34 rows); say what each means, such as `--map 0=observer` (`member`, `permanent_participant`, `observer`, `none`, or `skip` to leave its rows out)
            $ compare panel.csv --country stat --year year --role arcticc
            error: no column `stat`; did you mean `state`?
            $ compare panel.csv --country state --year year --role zzz
            error: no column `zzz`; the columns are `ccode`, `state`, `year`, `arcticc`
            $ compare panel.csv --country state --year year --role arcticc --map 1=boss
            error: cannot read `1=boss` as a word and its meaning; write the word, `=`, and `member`, `permanent_participant`, `observer`, `none` or `skip`, as in `2=observer`
            $ compare panel.csv --country state --year year --role arcticc --map 0=none --map 1=member --map 3=observer -o ./panel.csv
            error: ./panel.csv is an input of this command; name another file
        "#]],
    );
    home.arctic("compare panel.csv --country ccode --year year --role arcticc -f csv")
        .stdout(expect![[r#"
            line,country,year,theirs,ours,since,until,reason,sources
        "#]])
        .stderr(expect![[r#"
            note: 0 of 0 cells agree with the Arctic Council registry
            note: not compared: 132 rows with an unrecognised country: `140` (6), `2` (6), `20` (6), `200` (6), `210` (6), `220` (6), `225` (6), `230` (6), `255` (6), `290` (6) and 12 more
            note: `140` and the like are codes; read them with `--codes cow`
        "#]])
        .status(1);
    fs::write(home.path("ragged.csv"), "c,y,r\nChina,2013\n").unwrap();
    home.refuses(
        3,
        expect![[r#"
            $ compare ragged.csv --country c --year y --role r
            error: 1 problem in the data
            ragged.csv:2: the row has 2 cells, but the header has 3
        "#]],
    );
}

#[test]
fn na_means_what_the_rest_of_the_column_says() {
    let home = Home::seeded();
    for (panel, note) in [
        ("c,y,r\nNO,2012,member\nNA,2012,none\n", "`NA` is read as the code of Namibia"),
        ("c,y,r\nNOR,2012,member\nNA,2012,none\n", "`NA` is read as a missing value"),
        ("c,y,r\nNorway,2012,member\nNA,2012,none\nInuit,2012,none\n", "`NA` is read as a missing value"),
    ] {
        fs::write(home.path("panel.csv"), panel).unwrap();
        let ran = home.arctic("compare panel.csv --country c --year y --role r -f csv").output(0);
        assert!(ran.stderr.contains(note), "{}", ran.stderr);
        let missing = "not compared: 1 row with a missing country or year";
        assert_eq!(ran.stderr.contains(missing), note.contains("missing"), "{}", ran.stderr);
    }
}

#[test]
fn an_area_without_a_seat_is_represented() {
    let home = Home::seeded();
    fs::write(home.path("panel.csv"), "c,y,r\nGreenland,2012,none\nSvalbard,2012,represented\nNorway,2012,member\n")
        .unwrap();
    let ran = home.arctic("compare panel.csv --country c --year y --role r -f csv").output(1);
    expect![[r#"
        line,country,year,theirs,ours,since,until,reason,sources
        2,Greenland,2012,none,represented,1996-09-19,,no seat of its own; represented by the Kingdom of Denmark,joint-communique-1996;ottawa-declaration;ac-about-2018
    "#]].assert_eq(&ran.stdout);
}
