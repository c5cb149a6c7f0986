//! Codes of countries, in `annotate` and `compare`.

use std::fs;

use expect_test::expect;

use crate::support::{Home, check, transcript};

/// Annotates a column of these values on one day, and returns the roles and the notes after the first.
fn annotated(values: &str, codes: &str) -> String {
    let home = Home::seeded();
    fs::write(home.path("in.csv"), format!("c\n{}\n", values.replace(' ', "\n"))).unwrap();
    let options = if codes.is_empty() { String::new() } else { format!("--codes {codes}") };
    let ran =
        home.arctic(&format!("annotate in.csv --country c --on 2020-01-01 --columns name,role {options}")).output(0);
    let rows: Vec<&str> = ran.stdout.lines().skip(1).collect();
    let notes: String = ran.stderr.lines().skip(1).map(|line| format!("{line}\n")).collect();
    format!("{}\n{notes}", rows.join(" "))
}

#[test]
fn each_system_reads_its_own_codes() {
    transcript(
        expect![[r#"
            $ iso2 NO cn Gb NA XX
            NO,Norway,member cn,China,observer Gb,United Kingdom,observer NA,Namibia,none XX,,unrecognised
            note: unrecognised: `XX` 1
            $ iso3 NOR chn USA XYZ
            NOR,Norway,member chn,China,observer USA,United States,member XYZ,,unrecognised
            note: unrecognised: `XYZ` 1
            $ iso-numeric 578 156 4 004 578.0 999
            578,Norway,member 156,China,observer 4,Afghanistan,none 004,Afghanistan,none 578.0,Norway,member 999,,unrecognised
            note: unrecognised: `999` 1
            $ cow 385 710 2 20.0 385 999
            385,Norway,member 710,China,observer 2,United States,member 20.0,Canada,member 385,Norway,member 999,,unrecognised
            note: unrecognised: `999` 1
            $ eurostat NO EL UK DE CN
            NO,Norway,member EL,Greece,none UK,United Kingdom,observer DE,Germany,observer CN,China,observer
            $ fips NO CH GM SZ EI WA
            NO,Norway,member CH,China,observer GM,Germany,observer SZ,Switzerland,observer EI,Ireland,none WA,Namibia,none
            $ ioc NOR GER NED SUI DEN SGP SIN
            NOR,Norway,member GER,Germany,observer NED,Netherlands,observer SUI,Switzerland,observer DEN,Denmark,member SGP,Singapore,observer SIN,Singapore,observer
            $ cow Norway 710 K.P.
            Norway,Norway,member 710,China,observer K.P.,,unrecognised
            note: unrecognised: `K.P.` 1
        "#]],
        |line| {
            let (system, values) = line.split_once(' ').unwrap();
            annotated(values, system)
        },
    );
}

#[test]
fn a_column_of_codes_is_recognised_and_the_option_named() {
    transcript(
        expect![[r#"
            $ chn nor usa
            chn,,unrecognised nor,,unrecognised usa,United States,member
            note: unrecognised: `chn` 1, `nor` 1
            note: `chn` and the like are codes; read them with `--codes iso3`
            $ cn no us
            cn,,unrecognised no,,unrecognised us,United States,member
            note: unrecognised: `cn` 1, `no` 1
            note: `cn` and the like are codes; read them with `--codes iso2`
            $ NO EL DE
            NO,Norway,member EL,,unrecognised DE,Germany,observer
            note: unrecognised: `EL` 1
            note: `EL` and the like are codes; read them with `--codes eurostat`
            $ 385 710 2
            385,,unrecognised 710,,unrecognised 2,,unrecognised
            note: unrecognised: `2` 1, `385` 1, `710` 1
            note: `2` and the like are codes; read them with `--codes cow`
            $ 578 156 752
            578,,unrecognised 156,,unrecognised 752,,unrecognised
            note: unrecognised: `156` 1, `578` 1, `752` 1
            note: `156` and the like are codes; read them with `--codes iso-numeric`
            $ GER NED SUI
            GER,,unrecognised NED,,unrecognised SUI,,unrecognised
            note: unrecognised: `GER` 1, `NED` 1, `SUI` 1
            note: `GER` and the like are codes; read them with `--codes ioc`
            $ Norway Atlantis GER
            Norway,Norway,member Atlantis,,unrecognised GER,,unrecognised
            note: unrecognised: `Atlantis` 1, `GER` 1
            $ Norway China
            Norway,Norway,member China,China,observer
        "#]],
        |values| annotated(values, ""),
    );
}

#[test]
fn compare_reads_the_same_codes() {
    let home = Home::seeded();
    for (codes, germany, greece) in [
        ("iso2", "de", "gr"),
        ("iso3", "DEU", "GRC"),
        ("iso-numeric", "276", "300"),
        ("cow", "255", "350.0"),
        ("eurostat", "DE", "EL"),
        ("fips", "GM", "GR"),
        ("ioc", "GER", "GRE"),
    ] {
        fs::write(home.path("panel.csv"), format!("c,y,r\n{germany},2014,observer\n{greece},2014,none\n")).unwrap();
        let ran =
            home.arctic(&format!("compare panel.csv --country c --codes {codes} --year y --role r -f csv")).output(0);
        assert!(ran.stderr.starts_with("note: 2 of 2 cells agree"), "{codes}: {}", ran.stderr);
    }
    fs::write(home.path("panel.csv"), "c,y,r\nGER,2014,observer\nSUI,2014,none\n").unwrap();
    check(
        &home.arctic("compare panel.csv --country c --year y --role r -f csv").output(1).stderr,
        expect![[r#"
        note: 0 of 0 cells agree with the Arctic Council registry
        note: not compared: 2 rows with an unrecognised country: `GER` (1), `SUI` (1)
        note: `GER` and the like are codes; read them with `--codes ioc`
    "#]],
    );
}

/// A code of one system must not be the ISO code of the same country, for which no row is needed.
#[test]
fn only_codes_that_differ_are_in_the_table() {
    let home = Home::seeded();
    let own = "SELECT id, iso2, iso3 FROM party UNION ALL SELECT id, iso2, iso3 FROM country";
    let join = format!("code JOIN ({own}) AS own ON own.id = coalesce(party, country)");
    home.arctic("sql").arg(format!("SELECT system, code FROM {join} WHERE code IN (iso2, iso3)")).output(1);
    home.arctic("sql").arg(format!("SELECT system, code FROM {join} WHERE code NOT IN (iso2, iso3)")).output(0);
}
